import pytest

from gwanje.foundation.errors import ContentError, WrongUseError
from gwanje.watch import Thresholds, dependence_indicators, market_reading, ranking_flags


def test_all_three_hold_where_output_is_given(thresholds):
    found = dependence_indicators(
        concentration=0.5, imports_usd=6, exports_usd=2, domestic_output_usd=2, thresholds=thresholds
    )
    assert (found.penetration, found.import_export_ratio) == (0.75, 3.0)
    assert found.dependent is True
    assert found.graded_on == ("cdi1", "cdi2", "cdi3")


def test_large_home_output_lifts_the_dependence(thresholds):
    found = dependence_indicators(
        concentration=0.5, imports_usd=6, exports_usd=2, domestic_output_usd=60, thresholds=thresholds
    )
    assert found.dependent is False


def test_without_output_the_second_is_undefined_and_said_so(thresholds):
    found = dependence_indicators(concentration=0.5, imports_usd=6, exports_usd=2, thresholds=thresholds)
    assert found.penetration is None
    assert found.graded_on == ("cdi1", "cdi3")
    assert found.as_answer()["label"] == "not comparable with EU lists"


@pytest.mark.parametrize("exports", [None, 0.0])
def test_division_by_zero_is_missing_not_infinite(thresholds, exports):
    found = dependence_indicators(concentration=0.5, imports_usd=6, exports_usd=exports, thresholds=thresholds)
    assert found.import_export_ratio is None
    assert found.dependent is None


def test_threshold_itself_is_not_above_it(thresholds):
    found = dependence_indicators(concentration=0.4, imports_usd=6, exports_usd=2, thresholds=thresholds)
    assert found.dependent is False


def test_negative_amount_is_refused(thresholds):
    with pytest.raises(WrongUseError, match="exports cannot be negative"):
        dependence_indicators(concentration=0.5, imports_usd=6, exports_usd=-1, thresholds=thresholds)


@pytest.mark.parametrize(
    ("importer", "world", "reading"),
    [
        (0.8, 0.1, "diversifiable"),
        (0.8, 0.8, "single-source"),
        (0.1, 0.8, "latent"),
        (0.1, 0.1, "diversified"),
        (0.4, 0.25, "diversified"),
        (None, 0.1, "not computable"),
        (0.8, None, "not computable"),
    ],
)
def test_reading_of_the_market(importer, world, reading):
    assert market_reading(importer, world, importer_high=0.4, world_high=0.25) == reading


def test_years_that_cannot_be_ranked():
    flags = {"floor_usd": 1e6, "jump_factor": 10}
    assert ranking_flags(5e5, 5e5, **flags) == ("value_below_floor",)
    assert ranking_flags(53.5e6, 0.08e6, **flags) == ("yearly_jump",)
    assert ranking_flags(1e5, 5e6, **flags) == ("value_below_floor", "yearly_jump")
    assert ranking_flags(5e6, None, **flags) == ()
    assert ranking_flags(None, 5e6, **flags) == ()
    with pytest.raises(WrongUseError, match="jump factor"):
        ranking_flags(1.0, 1.0, floor_usd=1, jump_factor=1)


def test_content_without_thresholds_is_refused_with_the_place(texts):
    with pytest.raises(ContentError, match=r"indicators/dependence\.yaml"):
        Thresholds.read({})
    broken = {
        "indicators/dependence.yaml": texts["indicators/dependence.yaml"].replace("world_concent", "word_concent")
    }
    with pytest.raises(ContentError, match=r"line \d+"):
        Thresholds.read(broken)


def test_thresholds_may_be_absent_but_not_broken(texts):
    assert Thresholds.read_if_there({}) is None
    broken = texts["indicators/dependence.yaml"].replace("world_concentration", "world_concentrations")
    with pytest.raises(ContentError, match=r"world_concentrations.*indicators/dependence\.yaml"):
        Thresholds.read_if_there({"indicators/dependence.yaml": broken})
