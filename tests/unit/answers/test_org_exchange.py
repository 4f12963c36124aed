"""The organisation as one answer: nothing known later leaks in, every gap is a state, names carry their periods."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from exchanging import opened
from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.foundation.instants import AsOf

ZONE = ZoneInfo("Atlantic/Azores")
LATE = datetime(2031, 6, 1, tzinfo=UTC)


def at(year, month, day, known=LATE):
    return organisation(opened(), AsOf(valid=datetime(year, month, day, tzinfo=ZONE), known=known))


def unit(answer: Organisation, identity: str):
    return next(one for one in answer.units if one.id == identity)


def affair(answer: Organisation, key: str):
    return next(one for one in answer.affairs if one.key == key)


@pytest.fixture(scope="module")
def before():
    return at(2030, 4, 30)


@pytest.fixture(scope="module")
def after():
    return at(2030, 5, 1)


def test_units_before_and_after(before, after):
    assert [one.id for one in before.units] == ["nv-u01", "nv-u02", "nv-u03", "nv-u05", "nv-u06"]
    assert [one.id for one in after.units] == ["nv-u01", "nv-u02", "nv-u03", "nv-u04", "nv-u05", "nv-u06"]


def test_every_state_of_a_parent(before):
    parents = {one.id: one.parent for one in before.units}
    assert parents["nv-u01"].state == "none"
    assert (parents["nv-u02"].state, parents["nv-u02"].unit) == ("unit", "nv-u01")
    within = parents["nv-u03"]
    assert (within.state, within.unit, within.within, within.missing_level) == (
        "not_reported",
        None,
        "nv-u01",
        "crew",
    )
    assert (parents["nv-u05"].state, parents["nv-u05"].within) == ("not_reported", None)


def test_a_name_that_changed_is_a_former_name_with_its_end(before, after):
    names = {(one.lang, one.use): one for one in unit(after, "nv-u03").names}
    day = datetime(2030, 5, 1, tzinfo=ZONE)
    assert (names["en", "former"].text, names["en", "former"].start, names["en", "former"].end) == (
        "Fairy Dust Gang",
        None,
        day,
    )
    assert (names["ko", "current"].text, names["ko", "current"].start) == ("요정가루당직", day)
    assert {one.use for one in unit(before, "nv-u03").names} == {"current"}


def test_a_name_nobody_reports_is_missing(before):
    crocodile = unit(before, "nv-u05")
    assert crocodile.current("ko") is None
    assert crocodile.current("en").status == "provisional"


def test_every_state_of_a_holder(before, after):
    assert affair(before, "pixie-dust").lead == "nv-u03"
    dispersed = affair(before, "lagoon-security")
    assert (dispersed.state, dispersed.units, dispersed.incomplete) == ("dispersed", ("nv-u02", "nv-u03"), True)
    assert affair(before, "treasure-maps").state == "none"
    merged = affair(after, "lagoon-security")
    assert (merged.state, merged.lead, merged.inner, merged.cooperating) == ("held", "nv-u04", "nv-u06", ("nv-u02",))
    given = affair(after, "treasure-maps")
    assert (given.lead, given.inner, given.inner_not_reported) == ("nv-u04", None, True)
    assert affair(after, "pixie-dust").cooperating is None


def test_reforms_name_what_came_was_renamed_and_moved(after):
    reform = next(one for one in after.reforms if one.id == "nv-reform-2030-05-01")
    assert (reform.state, reform.came, reform.went) == ("in_force", ("nv-u04",), ())
    assert (reform.renamed, reform.moved) == (("nv-u06",), ("nv-u06",))
    assert set(reform.changed) == {"nv-u01", "nv-u02", "nv-u03", "nv-u05"}
    assert set(reform.affairs) == {"NF-02", "NF-05"}
    undated = next(event for event in reform.events if event.verb == "finalise_names")
    assert (undated.state, undated.effective, undated.day_is_exact) == ("not_known", None, False)


def test_nothing_known_later_is_told():
    early = at(2030, 5, 1, known=datetime(2030, 4, 1, tzinfo=UTC))
    assert "nv-u04" not in [one.id for one in early.units]
    assert [one.id for one in early.reforms] == ["nv-storms"]
    assert "NV4" not in [note.id for note in early.sources]
    assert "Fairy Dust Watch" not in early.model_dump_json()


def test_a_plan_is_told_as_a_plan():
    planned = at(2030, 5, 1, known=datetime(2030, 4, 20, tzinfo=UTC))
    assert unit(planned, "nv-u04").planned
    assert unit(planned, "nv-u06").parent.planned
    assert not unit(planned, "nv-u02").planned
    assert affair(planned, "lagoon-security").planned
    assert next(one for one in planned.reforms if one.came).state == "planned"


def test_a_unit_only_an_affair_names_says_that_it_is_not_known_to_exist():
    early = at(2029, 6, 1)
    assert affair(early, "tides").lead == "nv-u06"
    tides = unit(early, "nv-u06")
    assert (tides.state, tides.kind, tides.parent.state) == ("not_known", "not known", "not_known")
    assert {one.use for one in tides.names} == {"coming"}


def test_names_are_those_the_registry_shows_at_any_two_times():
    registry = opened().registry
    instants = sorted({moment for entry in registry.entries for moment in (entry.start, entry.known)})
    compared = 0
    for valid in instants:
        for known in instants:
            as_of = AsOf(valid=valid, known=known)
            for told in organisation(opened(), as_of).units:
                card = registry.show(told.id, as_of)
                ended = [one for one in card.names if one.end is not None and one.end <= valid and one.start != one.end]
                former = [(one.lang, one.text, one.start, one.end) for one in told.names if one.use == "former"]
                assert former == [(one.lang, one.name.text, one.start, one.end) for one in ended]
                for lang in ("ko", "en"):
                    called, name = told.current(lang), getattr(card.placed.unit.names, lang)
                    assert (called and (called.text, called.status)) == (name and (name.text, name.status))
                compared += len(former)
    assert compared >= 4


def test_equal_questions_have_equal_answers(after):
    assert at(2030, 5, 1) == after
    assert after != at(2030, 4, 30)


def test_the_table_has_a_row_for_each_unit(after):
    rows = after.rows()
    assert [row["unit"] for row in rows] == [one.id for one in after.units]
    assert rows[0] == {
        "unit": "nv-u01",
        "en": "Ministry of Islands",
        "ko": "섬부",
        "own": None,
        "kind": "ministry",
        "parent": "none",
        "within": None,
        "since": "2029-01-01T00:00:00-01:00",
        "state": "exists",
    }
