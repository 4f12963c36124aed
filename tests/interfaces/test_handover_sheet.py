"""The handover sheet written into a folder: four files that say the same, and A4 sheets from which nothing is cut."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from gwanje.answers.handover_sheets import HandoverSheet, handover_sheet
from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, ask, open_tower
from gwanje.foundation.errors import UnavailableError
from gwanje.interfaces.cli.org_sheet import write_handover
from printed import printed, program, sheets
from towers import NEVERLAND, copied, korea, neverland, neverland_home, run

GIVE = """
id: nv-next
names: {en: {text: The next reform}}
effective: 2035-06-01
known: 2031-04-01
sources: [NV4]
basis: {act: An ordinance, decided: 2031-04-01}
events:
  - transfer: {mandates: [NF-01], from: nv-u03, to: nv-u02}
"""


@dataclass
class Asking:
    """What the writer needs of the common options."""

    tower: Tower
    lang: str


def sheet_of(tower: Tower, unit: str, earlier: str, later: str) -> HandoverSheet:
    return handover_sheet(tower, unit, ask(tower, earlier, None), ask(tower, later, None))


def written(out: Path, tower: Tower, unit: str, earlier: str, later: str, lang: str = "en") -> list[Path]:
    return write_handover(sheet_of(tower, unit, earlier, later), out, Asking(tower, lang))


def korean(out: Path, unit: str) -> list[Path]:
    return written(out, korea(), unit, "2025-12-29", "2025-12-30")


def island(out: Path, lang: str = "en") -> list[Path]:
    return written(out, neverland(), "nv-u04", "2030-04-30", "2030-05-01", lang)


def test_four_files_and_the_same_bytes_twice(tmp_path):
    first, again = island(tmp_path / "one"), island(tmp_path / "two")
    stem = "handover-nv-u04"
    assert [path.name for path in first] == [f"{stem}.html", f"{stem}.ko.html", f"{stem}.json", f"{stem}.hwpx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(path.name for path in first)
    twin = json.loads(first[2].read_text(encoding="utf-8"))
    assert twin == sheet_of(neverland(), "nv-u04", "2030-04-30", "2030-05-01").as_json()
    for page, other, lang in ((first[0], first[1], "en"), (first[1], first[0], "ko")):
        text = page.read_text(encoding="utf-8")
        assert f'<html lang="{lang}">' in text
        assert f'href="{other.name}"' in text


def test_the_language_asked_for_takes_the_plain_name(tmp_path):
    assert [path.name for path in island(tmp_path, "ko")][:2] == ["handover-nv-u04.html", "handover-nv-u04.en.html"]
    assert '<html lang="ko">' in (tmp_path / "handover-nv-u04.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(UnavailableError, match="could not be written"):
        island(tmp_path / "taken")


def test_who_hands_over_after_a_reform_entered_here_may_look_in_under_its_log_entry(tmp_path):
    home = copied(neverland_home(), tmp_path)
    (tmp_path / "next.yaml").write_text(GIVE, encoding="utf-8")
    assert run("org", "enact", str(tmp_path / "next.yaml"), "--by", "planning-office", home=home).code == 0
    tower = open_tower(Settings(home=home, packages=(), content=NEVERLAND))
    page = written(tmp_path / "out", tower, "nv-u03", "2035-05-31", "2035-06-01")[0].read_text(encoding="utf-8")
    assert "Fairy Dust Watch hands over 1 affair and keeps none; 3 things are open" in page.replace("\u00a0", " ")
    assert re.search(
        r"Fairy Dust Watch \(nv-u03\): Pixie-dust supply \(NF-01\), to the end of 14 Jun 2035; logged as entry no\. \d+",
        page,
    )
    assert "matches nothing in force" not in page


@pytest.mark.korea
@pytest.mark.parametrize(
    ("unit", "en", "ko"),
    [
        (
            "kr-u02",
            "Industry Resources Security Office takes over 2 affairs and keeps none; 29 things are open, the first ends on 10 November 2026",
            "산업자원안보실, 사무 2건 인수, 존치 사무 없음. 관련 현안 29건, 첫 기한 2026년 11월 10일.",
        ),
        (
            "kr-u21",
            "No affair of Trade and Investment Office is known on 29 December 2025 or 30 December 2025",
            "무역투자실: 2025년 12월 29일과 2025년 12월 30일 모두 알려진 소관·협조 사무 없음",
        ),
    ],
)
def test_the_first_line_is_the_finding(tmp_path, unit, en, ko):
    korean(tmp_path, unit)
    for name, finding in ((f"handover-{unit}.html", en), (f"handover-{unit}.ko.html", ko)):
        first = re.search(r"<h1.*?>(.*?)</h1>", (tmp_path / name).read_text(encoding="utf-8"), re.DOTALL)
        assert first is not None
        said = re.sub(r"<sup.*?</sup>|<.*?>", "", first.group(1)).replace("\u00a0", " ")
        assert said == finding


@pytest.mark.korea
@pytest.mark.chromium
@pytest.mark.parametrize(("unit", "most"), [("kr-u05", 1), ("kr-u21", 1), ("kr-u02", 2)])
def test_the_sheet_prints_on_a4(browser, tmp_path, unit, most):
    pages = [path for path in korean(tmp_path / "out", unit) if path.suffix == ".html"]
    for page in pages:
        folder = tmp_path / page.stem
        folder.mkdir()
        assert sheets(browser, page, folder) <= most, page.name


@pytest.mark.chromium
def test_an_island_sheet_prints_on_one(browser, tmp_path):
    page = island(tmp_path / "out")[0]
    assert sheets(browser, page, tmp_path) == 1


@pytest.mark.korea
@pytest.mark.chromium
def test_nothing_is_cut_in_print(browser, require_all, tmp_path):
    reader = program(("pdftotext",), "poppler-utils", require_all)
    paper = printed(browser, korean(tmp_path / "out", "kr-u02")[0], tmp_path)
    command = [reader, "-raw", str(paper), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
    shown = re.sub(r"\s", "", text)
    answer = sheet_of(korea(), "kr-u02", "2025-12-29", "2025-12-30")
    missing = [item["id"] for item in answer.open_items if item["id"] not in shown]
    missing += [note.id for note in answer.sources if f"[{note.id}]" not in shown]
    assert missing == []
    for signer in ("Handedoverby", "Takenoverby", "Confirmedby"):
        assert signer in shown
