"""The handover sheet as an answer: the unit's part in each affair, what is led below, markings, and the log as known."""

import shutil
from pathlib import Path

import pytest

from gwanje.answers.handover_sheets import handover_sheet
from gwanje.assembly import Settings, ask, open_tower
from gwanje.flows.reorganise import reorganise
from gwanje.foundation.markings import Marking

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland" / "content"
NEXT = """
id: nv-next
names: {en: {text: The next reform}}
effective: 2035-06-01
sources: [NV4]
basis: {act: another ordinance, decided: 2035-05-01}
events:
  - transfer: {fact: NEV-70, mandates: [pixie-dust], from: nv-u03, to: nv-u04, overlap_days: 30}
"""


def tower_of(folder, content=NEVERLAND):
    return open_tower(Settings(home=folder / "home", packages=(), content=content))


def sheet(tower, unit, earlier="2030-04-30", later="2030-05-01", known=None):
    return handover_sheet(tower, unit, ask(tower, earlier, known), ask(tower, later, known))


@pytest.fixture(scope="module")
def tower(tmp_path_factory):
    return tower_of(tmp_path_factory.mktemp("sheets"))


def parts(answer):
    return {one["mandate"]["id"]: (one["part_before"], one["part_after"], one["what"]) for one in answer.affairs}


def test_what_a_unit_has_to_do_with_an_affair_is_told_apart(tower) -> None:
    assert parts(sheet(tower, "nv-u04")) == {"NF-02": ("none", "leads", "comes"), "NF-05": ("none", "leads", "comes")}
    assert parts(sheet(tower, "nv-u06")) == {
        "NF-02": ("none", "within", "comes"),
        "NF-04": ("leads", "leads", "stays, under another chain"),
    }
    assert parts(sheet(tower, "nv-u02"))["NF-02"] == ("shares", "cooperates", "shares before, cooperates after")


def test_affairs_led_below_come_and_go_with_their_unit(tower) -> None:
    gains, loses = sheet(tower, "nv-u04"), sheet(tower, "nv-u02")
    told = [
        (one["mandate"]["id"], one["through"]["id"], one["what"]) for answer in (gains, loses) for one in answer.below
    ]
    assert told == [("NF-04", "nv-u06", "comes"), ("NF-04", "nv-u06", "goes")]
    everything = {one["mandate"]["id"]: one["what"] for one in sheet(tower, "nv-u01").below}
    assert everything == {"NF-01": "stays", "NF-02": "comes", "NF-04": "stays", "NF-05": "comes", "NF-06": "stays"}


def test_a_changed_chain_names_the_event_that_moved_it(tower) -> None:
    (affair,) = [one for one in sheet(tower, "nv-u06").affairs if one["mandate"]["id"] == "NF-04"]
    assert affair["facts"] == ["NEV-02", "NEV-01"], "the move, and what it moved under"
    assert [one for one in affair["events"] if one["fact"] == "NEV-02"] == [
        {"fact": "NEV-02", "words": {"en": "Tide and Current Watch moves: in Lagoon Crew → in Treasure Crew", "ko": "조류당직 이관: 산호초선단 소속 → 보물선단 소속"}}
    ]  # fmt: skip


def test_the_marking_of_a_desk_marks_the_sheet_it_stands_on(tmp_path) -> None:
    content = tmp_path / "content"
    shutil.copytree(NEVERLAND, content)
    people = content / "registry" / "personnel.yaml"
    text = people.read_text(encoding="utf-8")
    people.write_text(
        text.replace("contact: shell no. 4,", "contact: shell no. 4, marking: RESTRICTED,"), encoding="utf-8"
    )
    answer = sheet(tower_of(tmp_path, content), "nv-u02")
    assert any(one["desk"] and one["desk"]["post"] for one in answer.affairs), "the desk of another unit stands on it"
    assert answer.marking is Marking.RESTRICTED


def test_the_log_is_shown_as_known_then_also_of_the_other_unit(tmp_path) -> None:
    tower = tower_of(tmp_path)
    entered = ask(tower, "2035-05-10", None).valid
    reorganise(tower.registry_store, tower.registry_inputs, NEXT, name="next.yaml", by="planner", at=entered)
    again = tower_of(tmp_path)
    days = ("2035-05-31", "2035-06-01")
    for unit in ("nv-u03", "nv-u04"):
        answer = sheet(again, unit, *days, known="2035-05-11")
        assert [(one["unit"], one["until"][:10]) for one in answer.logged] == [("nv-u03", "2035-07-01")]
        assert [one["unit_names"]["en"]["text"] for one in answer.overlaps] == ["Fairy Dust Watch"]
        assert sheet(again, unit, *days, known="2035-05-09").logged == ()


def test_an_open_end_counts_down_with_every_reading(tower) -> None:
    (end,) = [one for one in sheet(tower, "nv-u04", "2031-01-01", "2031-01-01").open_items if one["due"]]
    assert (end["id"], end["days_left"], end["due"]) == ("NPA-2", 169, "2031-06-20T00:00:00+01:00")
    assert end["ends"] == [end["due"]]
    assert end["when"]["en"] == "ends Thu 19 Jun 2031 23:00 Azores (20 Jun 00:00 London)"


BELOW = """
id: nv-below
names: {en: {text: Below}}
effective: 2030-06-01
sources: [NV4]
basis: {act: another ordinance, decided: 2030-04-10}
events:
  - transfer: {fact: NEV-70, mandates: [NF-04], from: nv-u06, to: nv-u03}
  - transfer: {fact: NEV-71, mandates: [NF-01], scope: glitter, from: nv-u03, to: nv-u04}
"""


def test_an_affair_that_goes_to_another_unit_below_names_both_and_parts_are_told(tmp_path) -> None:
    content = tmp_path / "content"
    shutil.copytree(NEVERLAND, content)
    (content / "registry/reforms/nv-below.yaml").write_text(BELOW, encoding="utf-8")
    answer = sheet(tower_of(tmp_path, content), "nv-u01", "2030-05-31", "2030-06-01")
    told = {
        (one["mandate"]["id"], one["part"]): (
            one["what"],
            one.get("through_before", {}).get("id"),
            one["through"]["id"],
        )
        for one in answer.below
    }
    assert told["NF-04", None] == ("stays", "nv-u06", "nv-u03")
    assert told["NF-01", None] == ("stays", None, "nv-u03")
    assert told["NF-01", "glitter"] == ("stays", "nv-u03", "nv-u04")
    assert ("NF-02", None) in told
