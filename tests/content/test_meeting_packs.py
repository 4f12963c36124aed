"""The packs of meetings on Korean content: whose morning, which cycle, which briefs, and why; written as files."""

import pytest

from gwanje.answers.meeting_packs import meeting_pack
from gwanje.assembly import ask_for_day, clock
from gwanje.foundation.errors import RefusedInputError, UnknownKeyError
from towers import korea, neverland_home, run

pytestmark = pytest.mark.korea


def pack(subject: str, on: str):
    tower = korea()
    return meeting_pack(tower, ask_for_day(tower, on, None, clock=clock), subject)


def test_the_judgement_meeting_has_what_stands_at_a_level():
    found = pack("CAD-1", "2026-03-19")
    assert found.mandates == ("resource-security",)
    assert [(one.scheme, str(one.first), str(one.last)) for one in found.cycles] == [
        ("kr-resource-security", "2026-02-17", "2026-03-19")
    ], "a manual that was superseded has no cycle"
    assert {one.item: one.because.en for one in found.briefs} == dict.fromkeys(
        ("crude-oil", "lng", "natural-gas-gaseous"), "it stands at a level"
    )
    with pytest.raises(RefusedInputError, match="was not scheduled by then"):
        pack("CAD-1", "2026-02-27")


def test_an_inspection_has_its_item_and_no_affair():
    found = pack("natural-graphite", "2026-11-05")
    assert ([one.item for one in found.briefs], found.mandates) == (["natural-graphite"], ())
    with pytest.raises(UnknownKeyError):
        pack("no-such-thing", "2026-11-05")


def test_a_pack_is_written_into_one_folder(tmp_path):
    told = run(
        "watch",
        "calendar",
        "pack",
        "pixie-dust-metals",
        "--on",
        "2030-06-01",
        "--out",
        str(tmp_path),
        home=neverland_home(),
    )
    assert told.code == 0, told.err
    stem = "brief-pixie-dust-metals"
    assert {path.name for path in tmp_path.iterdir()} >= {
        f"{stem}.html",
        f"{stem}.ko.html",
        f"{stem}.json",
        "pack-pixie-dust-metals.json",
    }
