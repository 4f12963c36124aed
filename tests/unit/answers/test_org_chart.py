"""The chart of a reform as an answer: Neverland before and after, with gaps, ends, and more units than are drawn."""

import shutil
from pathlib import Path
from typing import cast

import pytest

from gwanje.answers.org_chart import DRAWN_WHOLE, org_chart
from gwanje.answers.org_chart_fates import Comparing, fates
from gwanje.assembly import Settings, ask, open_tower
from gwanje.flows.take_back_reform import take_back_reform
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.registry import StructuralChange, Words
from gwanje.registry.diffs import ChangeKindName, Diff

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland" / "content"
EVE, DAY = "2030-04-30", "2030-05-01"
LATER = """
id: nv-reform-2030-09-01
names: {en: {text: The September reform}}
effective: 2030-09-01
known: 2030-08-10
sources: [NV4]
basis: {act: Ordinance of the islands, decided: 2030-08-10}
events:
  - merge_units: {fact: NEV-30, units: [nv-u03, nv-u05], into: {unit: nv-u07, rank: watch, parent: nv-u02,
                  names: {en: {text: Dust and Crocodile Watch}, ko: {text: 가루악어당직}}}}
  - split_unit: {fact: NEV-31, unit: nv-u06, into: [
      {unit: nv-u08, rank: watch, parent: nv-u04, mandates: [NF-04, NF-02], names: {en: {text: New Tide Watch}}},
      {unit: nv-u09, rank: watch, parent: nv-u02, mandates: [], names: {en: {text: Lagoon Watch}}}]}
"""


def tower_of(folder, content=NEVERLAND):
    return open_tower(Settings(home=folder / "home", packages=(), content=content))


def days(tower, earlier=EVE, later=DAY):
    return ask(tower, earlier, None), ask(tower, later, None)


def copied(folder, units="", reform=""):
    content = folder / "content"
    shutil.copytree(NEVERLAND, content)
    with (content / "registry" / "units.yaml").open("a", encoding="utf-8") as file:
        file.write(units)
    if reform:
        (content / "registry" / "reforms" / "later.yaml").write_text(reform, encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def neverland(tmp_path_factory):
    return tower_of(tmp_path_factory.mktemp("chart"))


@pytest.fixture(scope="module")
def chart(neverland):
    return org_chart(neverland, *days(neverland))


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ended")
    content = copied(folder, "- {id: nv-u07}\n- {id: nv-u08}\n- {id: nv-u09}\n", LATER)
    tower = tower_of(folder, content)
    return org_chart(tower, *days(tower, "2030-08-31", "2030-09-01"))


def outcomes(chart, unit):
    return [one.outcome for one in chart.fate(unit).happened]


def test_a_tree_with_a_line_for_each_gap(chart) -> None:
    lines = [(row.depth, row.line, row.unit or row.words["en"]) for row in chart.before.rows]
    assert lines == [
        (0, "unit", "nv-u01"),
        (1, "unit", "nv-u02"),
        (2, "unit", "nv-u06"),
        (1, "gap", "crew: not reported"),
        (2, "unit", "nv-u03"),
        (0, "gap", "not reported"),
        (1, "unit", "nv-u05"),
    ]
    assert [row.above for row in chart.after.rows if row.unit in ("nv-u06", "nv-u05")] == [
        "nv-u04",
        chart.after.rows[-2].key,
    ]


def test_what_happened_to_each_unit(chart) -> None:
    assert {fate.unit for fate in chart.links} == {"nv-u01", "nv-u02", "nv-u03", "nv-u05", "nv-u06"}
    assert [fate.unit for fate in chart.arrived] == ["nv-u04"]
    assert outcomes(chart, "nv-u04") == ["established"]
    assert outcomes(chart, "nv-u06") == ["moved", "renamed"]
    assert outcomes(chart, "nv-u03") == ["upgraded", "renamed"]
    assert outcomes(chart, "nv-u05") == ["made_permanent"]
    assert outcomes(chart, "nv-u02") == ["class_changed"]
    assert outcomes(chart, "nv-u01") == ["posts_changed"]
    assert chart.counts | {"new": 1, "moved": 1, "changed_form": 3, "ended": 0, "other": 1} == chart.counts


def test_words_name_where_from_which_language_and_how_sure(chart) -> None:
    moved, renamed = chart.fate("nv-u06").happened
    assert moved.words == {"en": "moved from Lagoon Crew", "ko": "산호초선단에서 이동"}
    assert renamed.words == {"en": "renamed in English", "ko": "영문 명칭 변경"}
    assert chart.fate("nv-u02").happened[0].words["en"] == "class changed: crew → band (unverified)"
    assert moved.facts == ("NEV-02",)
    assert moved.sources == ("NV4",)
    assert "NV4" in {source.id for source in chart.sources}


def test_affairs_say_where_they_were_before(chart) -> None:
    new = chart.after.row_of("nv-u04")
    assert [(affair.key, affair.part, affair.elsewhere) for affair in new.affairs] == [
        ("lagoon-security", "lead", "dispersed"),
        ("treasure-maps", "lead", "none"),
    ]
    assert [affair.key for affair in chart.before.row_of("nv-u02").shares] == ["lagoon-security"]
    assert chart.after.row_of("nv-u06").affairs[0].part == "inner"
    assert chart.before.without_lead == {"dispersed": ["lagoon-security"], "none": ["treasure-maps"]}
    assert chart.after.without_lead == {}


def test_a_reform_that_is_not_yet_public_changes_nothing(neverland) -> None:
    known = "2030-04-01"
    chart = org_chart(neverland, ask(neverland, EVE, known), ask(neverland, DAY, known))
    assert chart.reforms == ()
    assert {fate.main for fate in chart.links} == {"unchanged"}
    planned = org_chart(neverland, ask(neverland, EVE, "2030-04-12"), ask(neverland, DAY, "2030-04-12"))
    assert planned.planned
    assert planned.fate("nv-u04").main == "established"


def test_units_that_end_name_what_follows_and_where_their_affairs_went(ended) -> None:
    assert {fate.unit: (fate.main, fate.successors) for fate in ended.ended} == {
        "nv-u03": ("merged", ("nv-u07",)),
        "nv-u05": ("merged", ("nv-u07",)),
        "nv-u06": ("split", ("nv-u08", "nv-u09")),
    }
    assert ended.fate("nv-u03").happened[0].words["en"] == "merged into Dust and Crocodile Watch"
    assert ended.fate("nv-u06").happened[0].words["en"] == "split into New Tide Watch, Lagoon Watch"
    gone = ended.before.row_of("nv-u03").affairs[0]
    assert (gone.key, gone.elsewhere, gone.elsewhere_words["en"]) == ("pixie-dust", "unit", "Dust and Crocodile Watch")
    assert {fate.main for fate in ended.arrived} == {"established"}
    assert ended.fate("nv-u09").happened[0].words["en"] == "new watch, follows Tide and Current Watch"
    assert ended.fate("nv-u09").happened[0].facts == ("NEV-31",)
    assert ended.after.row_of("nv-u03") is None
    assert (ended.counts["new"], ended.counts["ended"]) == (3, 3)
    assert {(one.how, one.before, one.after) for one in ended.successions} == {
        ("merged", ("nv-u03", "nv-u05"), ("nv-u07",)),
        ("split", ("nv-u06",), ("nv-u08", "nv-u09")),
    }
    assert all(one.is_new for one in ended.successions)
    assert all(len([one for one in fate.happened if one.outcome == "established"]) == 1 for fate in ended.arrived)


GIVEN = """
id: nv-reform-2030-10-01
names: {en: {text: The October reform}}
effective: 2030-10-01
known: 2030-09-10
sources: [NV4]
basis: {act: Ordinance of the islands, decided: 2030-09-10}
events:
  - rename: {fact: NEV-40, unit: nv-u04, names: {en: {text: Chest Crew}}}
  - rename: {fact: NEV-41, unit: nv-u05, names: {en: {text: Crocodile Station}}}
  - transfer: {fact: NEV-42, mandates: [NF-01, NF-03], from: nv-u03, to: nv-u04, status: unverified}
"""


def test_a_unit_that_gains_an_affair_does_not_change_only_its_name(tmp_path) -> None:
    reform = GIVEN.replace("[NF-01, NF-03]", "[NF-01]")
    tower = tower_of(tmp_path, copied(tmp_path, "", reform))
    chart = org_chart(tower, *days(tower, "2030-09-30", "2030-10-01"))
    wanted = {"changed_form": 1, "renamed": 1, "form_and_affairs": 1, "renamed_and_affairs": 1, "affairs": 1}
    assert chart.counts | wanted == chart.counts
    (affair,) = [one for one in chart.after.row_of("nv-u04").affairs if one.key == "pixie-dust"]
    assert (affair.status, affair.elsewhere) == ("unverified", "unit")
    assert chart.fate("nv-u03").happened[0].words["en"] == (
        "no longer leads Pixie-dust supply (now Chest Crew) (unverified)"
    )


def test_affairs_that_go_the_same_way_are_told_together(tmp_path) -> None:
    reform = GIVEN.replace("[NF-01, NF-03], from: nv-u03, to: nv-u04", "[NF-02, NF-05], from: nv-u04, to: nv-u02")
    tower = tower_of(tmp_path, copied(tmp_path, "", reform))
    chart = org_chart(tower, *days(tower, "2030-09-30", "2030-10-01"))
    lost = [one for one in chart.fate("nv-u04").happened if one.outcome == "lost_affair"]
    assert [one.words["en"] for one in lost] == [
        "no longer leads Security of the lagoon; Treasure maps (now Lagoon Crew) (unverified)"
    ]
    assert lost[0].facts == ("NEV-42",)


def test_who_cooperates_from_now_on_and_who_no_longer_does(tmp_path) -> None:
    transfer = "  - transfer: {fact: NEV-42, mandates: [NF-02], from: nv-u04, to: nv-u04, cooperating: [nv-u03]}\n"
    reform = GIVEN[: GIVEN.index("events:")] + "events:\n" + transfer
    tower = tower_of(tmp_path, copied(tmp_path, "", reform))
    chart = org_chart(tower, *days(tower, "2030-09-30", "2030-10-01"))
    told = {unit: chart.fate(unit).happened[0].words["en"] for unit in ("nv-u02", "nv-u03")}
    assert told == {
        "nv-u02": "no longer cooperates in Security of the lagoon",
        "nv-u03": "cooperates in Security of the lagoon",
    }


def test_what_an_undone_reform_leaves_says_so(tmp_path) -> None:
    tower = tower_of(tmp_path)
    entered, on = (day.valid for day in days(tower, "2031-01-01", "2031-02-01"))
    undo = {"on": on, "reason": "it did not work", "by": "minister", "at": entered}
    take_back_reform(tower.registry_store, tower.registry_inputs, "nv-reform-2030-05-01", **undo)
    again = tower_of(tmp_path)
    chart = org_chart(again, *days(again, "2031-01-31", "2031-02-01"))
    told = {unit: chart.fate(unit).happened[0] for unit in ("nv-u04", "nv-u03", "nv-u05")}
    assert {unit: (one.outcome, one.words["en"]) for unit, one in told.items()} == {
        "nv-u04": ("ended", "undone with its reform"),
        "nv-u03": ("renamed", "renamed"),
        "nv-u05": ("changed", "Crocodile Lookout is of its former kind again: watch → lookout"),
    }
    assert chart.fate("nv-u04").names["en"]["text"] == "Treasure Crew", "it keeps its last name"


@pytest.mark.parametrize(("subject", "unit"), [("nv-u02", "nv-u02"), ("NF-04", "nv-u06")])
def test_a_kind_of_change_nobody_knows_yet_is_told_in_its_own_words(neverland, subject, unit) -> None:
    before, after = days(neverland)
    standing = [{one.unit.id: one for one in neverland.registry.structure(day).units} for day in (before, after)]
    holders = [
        (neverland.registry.who(one.id, before), neverland.registry.who(one.id, after))
        for one in neverland.registry.mandates()
    ]
    change = StructuralChange(
        kind=cast("ChangeKindName", "turned_upside_down"),
        subject=subject,
        before=Words("up", "위"),
        after=Words("down", "아래"),
        words=Words("It is turned upside down", "뒤집힘"),
        units=("nv-u06", "nv-u01"),
        facts=("NEV-99",),
    )
    told = fates(Comparing(standing[0], standing[1], {}, holders, Diff(before, after, (change,), ())))
    (happened,) = [one for one in told[unit].happened if one.facts == ("NEV-99",)]
    assert happened.outcome == ("changed" if subject == unit else "affair_changed")
    assert happened.words == {"en": "It is turned upside down", "ko": "뒤집힘"}
    assert not [one for one in told["nv-u01"].happened if one.facts == ("NEV-99",)]


def test_of_many_units_those_that_change_are_drawn_and_the_others_counted(tmp_path) -> None:
    many = "".join(
        f"- {{id: nv-m{number}, before: [{{attested: 2030-03-01, kind: watch, parent: {'nv-u02' if number % 2 else 'nv-u01'},"
        f" sources: [NV1], names: {{en: {{text: Watch number {number}}}}}}}]}}\n"
        for number in range(DRAWN_WHOLE)
    )
    tower = tower_of(tmp_path, copied(tmp_path, many))
    chart = org_chart(tower, *days(tower))
    for column in (chart.before, chart.after):
        assert column.units > DRAWN_WHOLE > column.shown
        assert {row.above: row.more for row in column.rows if row.line == "more"} == {"nv-u01": 30, "nv-u02": 30}
        assert column.shown + sum(row.more for row in column.rows) == column.units
        assert not any(row.more_changed for row in column.rows)
    assert chart.counts["unchanged"] == DRAWN_WHOLE
    whole = org_chart(tower, *days(tower), whole=True)
    assert whole.after.shown == whole.after.units


def test_a_focus_draws_what_hangs_under_a_unit_on_either_day_and_the_units_above(neverland) -> None:
    chart = org_chart(neverland, *days(neverland), focus="Treasure Crew")
    assert chart.focus["id"] == "nv-u04"
    assert [row.unit for row in chart.before.rows if row.unit] == ["nv-u01", "nv-u02", "nv-u06"]
    assert {row.unit for row in chart.after.rows if row.unit} == {"nv-u01", "nv-u02", "nv-u04", "nv-u06"}
    assert sum(row.more for row in chart.before.rows) == 2
    assert sum(row.more_changed for row in chart.before.rows) == 2
    assert chart.counts["new"] == chart.counts["moved"] == 1
    assert chart.counts["changed_form"] == 0


def test_days_in_the_wrong_order_and_units_that_do_not_stand_are_refused(neverland) -> None:
    with pytest.raises(WrongUseError, match="not after the earlier one"):
        org_chart(neverland, *reversed(days(neverland)))
    with pytest.raises(UnknownKeyError, match="No unit is called"):
        org_chart(neverland, *days(neverland), focus="Kraken Office")
    with pytest.raises(WrongUseError, match="nv-u04 stands on neither day"):
        org_chart(neverland, *days(neverland, "2030-04-01", "2030-04-02"), focus="nv-u04")


def test_one_row_a_unit(chart) -> None:
    rows = {row["unit"]: row for row in chart.rows()}
    assert len(rows) == len(chart.rows()) == 6
    assert rows["nv-u06"]["above_before"] == "nv-u02"
    assert rows["nv-u06"]["above_after"] == "nv-u04"
    assert rows["nv-u04"]["above_before"] is None
    assert "NEV-02" in rows["nv-u06"]["facts"]
