"""The EU study on invented tables: names joined by content, groups, shares that are bounds, counts."""

import pytest
import yaml

from gwanje.foundation.errors import ContentError, UnknownKeyError
from gwanje.watch.criticality import (
    Bounds,
    CriticalityContent,
    EuStudy,
    EuTables,
    PublishedScore,
    SupplyRow,
    UseRow,
    eu_summary,
)

NUMBER = {"value": 0.5, "unit": "1", "basis": "invented"}
FILES = {
    "indicators/criticality.yaml": {
        **dict.fromkeys(("study_year", "governance_year", "critical_supply_risk", "critical_economic_importance",
                         "raised", "high", "least_seen"), NUMBER),
        "trade_steps": [{"value": 1.0, "meaning": "none"}, {"value": 1.5, "meaning": "worst"}],
        "features": [{"feature": "single_producer", "at": 0.5, "weight": 1, "basis": "invented"}],
    },
    "indicators/materials.yaml": [
        {"key": "ozium", "names": {"en": {"text": "Ozium"}}, "eu": {"scored": "Ozium", "other_names": ["Ozium ore"]}},
        {"key": "pair", "names": {"en": {"text": "Pair"}}, "eu": {"scored": "PAIR", "elements": ["Onium", "Twoium"]}},
    ],
    "indicators/area-names.yaml": {"names": [
        {"name": "Brasil", "as": "Brazil", "status": "inferred", "because": "spelling"}]},
    "indicators/item-materials.yaml": [{"item": "ore", "material": "ozium"}],
}  # fmt: skip
TEXTS = {name: yaml.safe_dump(value, allow_unicode=True) for name, value in FILES.items()}
CONTENT = CriticalityContent.read(TEXTS)
GOVERNANCE = {"Brazil": 5.0, "Oz": 4.0}


def ends(bounds):
    return bounds.low, bounds.high


def study(supply=(), own=(), uses=(), scores=()):
    tables = EuTables(scores, {"world": supply, "eu": own}, uses, GOVERNANCE)
    return EuStudy(tables, CONTENT.areas, CONTENT.numbers, CONTENT.materials.values())


def only(found):
    (one,) = found.readings()
    return one


def test_two_names_of_one_country_are_added_before_they_are_squared():
    rows = [SupplyRow("Ozium ore", "E", name, "30%", 1.0) for name in ("Brazil", "Brasil")]
    one = only(study(rows, scores=[PublishedScore("Ozium", 1.8, None)]))
    assert one.concentrations[0].value.low == pytest.approx(0.6**2 * 5)
    assert one.factor.low == pytest.approx(1.0)
    assert one.concentrations[0].missing_share.low == pytest.approx(0.4)


def test_a_name_without_governance_and_a_t_that_is_no_step_are_gaps():
    rows = [SupplyRow("Ozium", "E", "Atlantis", "10%", 1.0), SupplyRow("Ozium", "E", "Oz", "50%", 1.07)]
    found = study(rows, scores=[PublishedScore("Ozium", 1.0, None)])
    assert found.unmatched_names() == ("Atlantis",)
    stage = only(found).concentrations[0]
    assert stage.gaps == ("Atlantis", "Oz")
    assert ends(stage.value) == pytest.approx((0.0, 0.01 * 10 + 0.25 * 4 * 1.5))


def test_the_larger_stage_counts_and_import_reliance_is_an_interval():
    rows = [SupplyRow("Ozium", "E", "Oz", "100%", 1.0), SupplyRow("Ozium", "P", "Oz", "10%", 1.0)]
    own = [SupplyRow("Ozium", "E", "Oz", "50%", 1.0)]
    one = only(study(rows, own, scores=[PublishedScore("Ozium\n", 2.0, None)]))
    assert one.terms["extraction"] == Bounds(1.0, 2.5)
    assert ends(one.factor) == pytest.approx((0.8, 2.0))
    assert one.factor_reading == "perhaps outside"


def test_a_group_without_rows_is_the_mean_of_the_elements_that_have_some():
    rows = [SupplyRow("Onium", "P", "Oz", "100%", 1.0), SupplyRow("Twoium", "P", "Oz", "50%", 1.0)]
    own = [SupplyRow("Onium", "P", "Oz", "100%", 1.0)]
    uses = [UseRow("Onium", "a", "100%", "C24", 50.0), UseRow("Other", "b", "100%", "C29", 100.0)]
    one = only(study(rows, own, uses, [PublishedScore("PAIR", 1.0, 4.0)]))
    world, eu = one.concentrations
    assert (world.value.low, world.rows_of) == (pytest.approx(2.5), ("Onium", "Twoium"))
    assert (eu.rows_of, eu.without_rows) == (("Onium",), ("Twoium",))
    assert (one.use.value.low, one.use.ratio.low, one.is_group) == (5.0, 1.25, True)


def test_value_added_that_one_row_prints_otherwise_is_bounds():
    uses = [UseRow("Other", "a", "100%", "C24", 50.0), UseRow("Other", "b", "0%", "C24", 50.0),
            UseRow("Ozium", "c", "100%", "C24", 100.0)]  # fmt: skip
    one = only(study(uses=uses, scores=[PublishedScore("Ozium", None, 5.0)]))
    assert one.use.value == Bounds(5.0, 10.0)


def test_counts_name_what_is_missing():
    rows = [SupplyRow("Ozium", "E", "Oz", "50%", 1.0)]
    uses = [UseRow("Ozium", "c", "100%", "C24", 100.0)]
    scores = [PublishedScore("Ozium", 2.0, 5.0), PublishedScore("PAIR", 1.0, 1.0), PublishedScore("Third", None, None)]
    found = eu_summary(study(rows, uses=uses, scores=scores).readings())
    assert (found.scored, found.assessed, found.with_concentration) == (3, 2, 1)
    assert (found.with_importance, found.without_importance) == (("Ozium",), ("PAIR", "Third"))
    assert (found.ratio_above_one, found.outside, found.share_outside) == (("Ozium",), ("Ozium",), 1.0)


def test_materials_are_found_by_any_name_and_a_missing_file_is_said():
    assert CONTENT.find("ozium ORE").key == "ozium"
    with pytest.raises(UnknownKeyError, match="Did you mean ozium"):
        CONTENT.find("oziun")
    with pytest.raises(ContentError, match="cannot answer about criticality"):
        CriticalityContent.read({})
    with pytest.raises(UnknownKeyError):
        CriticalityContent.read(TEXTS | {"indicators/item-materials.yaml": "- {item: a, material: nothing}"})
