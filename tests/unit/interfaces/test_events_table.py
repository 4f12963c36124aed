"""A reform as a table: out and in without loss, written by hand with names, refused cell by cell."""

import csv
import io
import re
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from exchanging import opened, org
from gwanje.answers.org_exchange_reforms import reform_table
from gwanje.answers.previews import candidate as candidate_of
from gwanje.answers.previews import preview
from gwanje.assembly import ask, clock
from gwanje.foundation.content import parse_record
from gwanje.foundation.errors import GwanjeError, RefusedInputError, UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.exchange.event_columns import COLUMNS, EXTRA, VERBS
from gwanje.interfaces.exchange.events_reading import AsWritten, EventsReader
from gwanje.interfaces.exchange.events_writing import events_text
from gwanje.registry import ReformFile
from towers import NEVERLAND, ROOT

ZONE = ZoneInfo("Atlantic/Azores")
REFORMS = {
    "jp-reform-2001-01-06": "japan-2001",
    "jp-name-2008": "japan-2001",
    "au-reform-2022-07-01": "australia-2022",
    "kr-reform-2013-03-23": "korea-2013",
    "de-reform-2021-12-08": "germany-2021",
}


def folder_of(reform: str) -> Path:
    if reform in REFORMS:
        return ROOT / "docs" / "examples" / "reforms" / REFORMS[reform]
    return ROOT / "docs" / "examples" / "oz" if reform.startswith("oz-") else NEVERLAND


def written_down(reform: str) -> ReformFile:
    return opened(folder_of(reform)).registry.versions(reform)[-1].reform


def read(text: str, zone: ZoneInfo = ZONE) -> ReformFile:
    draft = EventsReader("t.csv", zone, AsWritten()).read(text)
    return parse_record(draft.yaml(), "t.yaml", ReformFile, zone=zone)


@pytest.mark.parametrize("reform", [*REFORMS, "nv-reform-2030-05-01", "nv-storms", "oz-reform-2024"])
def test_every_reform_comes_back_as_it_was_written_down(reform, tmp_path):
    content = folder_of(reform)
    table, file = tmp_path / "events.csv", tmp_path / "reform.yaml"
    out = org("export", "--as", "events", "--reform", reform, "--out", str(table), content=content)
    assert out.exit_code == 0, out.output
    back = org("import", str(table), "--as", "events", "--out", str(file), content=content)
    assert back.exit_code == 0, back.exception
    assert f"'{reform}' is known already" in back.output
    tower = opened(content)
    again = parse_record(file.read_text(encoding="utf-8"), "reform.yaml", ReformFile, zone=tower.zone)
    assert again.model_dump() == written_down(reform).model_dump()


def every_verb(*, leave: tuple[str, ...] = ()) -> str:
    """The example of docs/content.md, which has every verb; without what a table cannot carry."""
    page = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n# registry/reforms/oz-reform-2024\.yaml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    lines = found[1].splitlines()
    kept, keep = [], True
    for line in lines:
        if not line.startswith(" "):
            keep = line.split(":")[0] not in leave
        if keep:
            kept.append(line)
    return "\n".join(kept)


NESTED = ("mandates", "units", "disagreements")
HONOLULU = ZoneInfo("Pacific/Honolulu")


def test_every_verb_fits_into_the_table():
    reform = parse_record(every_verb(leave=NESTED), "oz.yaml", ReformFile, zone=HONOLULU)
    met = {event.verb for event in reform.events}
    assert {*VERBS} - met == {"upgrade", "downgrade", "change_class", "end_term"}, "these share a shape with others"
    text = events_text(reform, HONOLULU)
    assert read(text, HONOLULU).model_dump() == reform.model_dump()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["verb"] for row in rows].count("successor") == 2
    corrected = next(row for row in rows if row["verb"] == "correct")
    assert (corrected["corrects"], corrected["instead"], corrected["unit"]) == ("OZE-5", "rename", "oz-u02")
    brick = next(row for row in rows if row["unit"] == "oz-u06" and row["verb"] == "establish")
    assert (brick["until"], brick["until_end"]) == ("until the harvest", "2024-10-01 exclusive Pacific/Honolulu")


@pytest.mark.parametrize(("key", "words"), [("mandates", "oz-m03"), ("units", "oz-u05"), ("disagreements", "OZC-2")])
def test_what_a_reform_declares_itself_is_refused_by_name(key, words):
    leave = tuple(one for one in NESTED if one != key)
    reform = parse_record(every_verb(leave=leave), "oz.yaml", ReformFile, zone=HONOLULU)
    with pytest.raises(RefusedInputError, match=words) as refused:
        events_text(reform, HONOLULU)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("to: oz-u02}\n  - change_posts", "to: {unit: oz-u02, note: by the river}}\n  - change_posts", "move.to.note"),
        ("instead: {rename: {unit", "instead: {rename: {sources: [OZ1], unit", "correct.instead.rename.sources"),
        ("complete: [desk]", 'complete: ["desk; and more"]', "establish.children.complete"),
    ],
)
def test_what_no_column_carries_is_refused_by_its_place(old, new, path):
    text = every_verb(leave=NESTED)
    assert old in text
    reform = parse_record(text.replace(old, new), "oz.yaml", ReformFile, zone=HONOLULU)
    with pytest.raises(RefusedInputError) as refused:
        events_text(reform, HONOLULU)
    assert path in refused.value.what


def test_every_column_is_documented():
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert not [column for column in COLUMNS if f"`{column}`" not in page]
    assert not [word for word in (*VERBS, *EXTRA) if f"`{word}`" not in page]


# --- by hand

PLAN = """verb,unit,from,to,rank,parent,en,ko,mandates,inner,posts,announced,effective
establish,nv-u09,,,watch,Lagoon Crew,Reef Watch,,,,,,
transfer,,Tide Watch,nv-u09,,,,,tides,not reported,,,
move,Tide Watch,보물선단,nv-u09,,,,,,,,,
change_posts,섬부,,,,,,,,,,5,2031-01-01
"""
SAID = ("--reform", "nv-plan", "--effective", "2030-12-01", "--act", "Ordinance 7", "--decided", "2030-11-01")


def bring(table: str, tmp_path: Path, *more: str, said: tuple[str, ...] = (*SAID, "--source", "NV4")):
    path, file = tmp_path / "plan.csv", tmp_path / "plan.yaml"
    path.write_text(table, encoding="utf-8")
    return org("import", str(path), "--as", "events", *said, *more, "--out", str(file)), file


def test_a_planners_table_becomes_a_reform_that_preview_reads(tmp_path):
    done, file = bring(PLAN, tmp_path, "--known", "2030-11-01")
    assert done.exit_code == 0, done.exception
    assert "read as: Tide Watch = nv-u06" in done.output
    assert "read as: tides = NF-04" in done.output
    tower = opened()
    text = file.read_text(encoding="utf-8")
    tried, reform = candidate_of(tower, text, name=file.name, by="test", at=clock())
    assert reform == "nv-plan"
    answer = preview(tried, reform, max(clock(), tried.registry.latest_known()))
    assert [event["verb"] for event in answer.events] == ["establish", "transfer", "move", "change_posts"]
    after = AsOf(valid=datetime(2030, 12, 2, tzinfo=ZONE), known=datetime(2031, 1, 1, tzinfo=UTC))
    assert tried.registry.who("tides", after).lead.id == "nv-u09"
    assert tried.registry.who("tides", after).inner_not_reported
    assert tower.registry.who("tides", after).lead.id == "nv-u06", "nothing is entered"


def test_the_example_of_the_page_works(tmp_path):
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    table = re.search(r"```\n(verb,.*?)```", page, re.DOTALL)
    line = re.search(r"gwanje (org import plan\.csv --as events --reform .*?)--out", page, re.DOTALL)
    assert table is not None
    assert line is not None
    said = shlex.split(line[1].replace("\\\n", " "))[5:]
    done, file = bring(table[1], tmp_path, said=tuple(said))
    assert done.exit_code == 0, done.exception
    assert "4 events" in done.output
    assert "Neverland Times" in file.read_text(encoding="utf-8")


def test_a_new_publication_comes_with_the_reform(tmp_path):
    said = (*SAID, "--source", "NVL7", "--publisher", "Neverland Times")
    done, file = bring(PLAN, tmp_path, "--known", "2030-11-01", said=said)
    assert done.exit_code == 0, done.exception
    reform = parse_record(file.read_text(encoding="utf-8"), "plan.yaml", ReformFile, zone=ZONE)
    assert [(one.id, one.publisher) for one in reform.references] == [("NVL7", "Neverland Times")]
    assert reform.known == datetime(2030, 11, 2, tzinfo=ZONE), "a known day counts from its end"


def test_what_came_in_goes_out_again(tmp_path):
    said = (*SAID, "--source", "NVL7", "--publisher", "Neverland Times")
    _, file = bring(PLAN, tmp_path, "--known", "2030-11-01", said=said)
    reform = parse_record(file.read_text(encoding="utf-8"), "plan.yaml", ReformFile, zone=ZONE)
    text = events_text(reform, ZONE)
    assert "reference,,,,,,,,,,,,,,NVL7" in text
    assert read(text).model_dump() == reform.model_dump()


HEAD = "verb,unit,from,to,rank,parent,en,ko,mandates,posts,listed_before,fact,instead,until,until_end,status,by_kind\n"
WRONG = {
    "verb": ("renam,nv-u06", "verb", "Did you mean 'rename'?"),
    "unit": ("rename,nv-u66,,,,,Reef", "unit", "Did you mean"),
    "name": ("rename,Lagoon Crw,,,,,Reef", "unit", "Lagoon Crew"),
    "nameless": ("rename,nv-u06", "en", "a name in en, ko or own"),
    "rank": ("establish,nv-u09,,,wach,nv-u01,Reef", "rank", "Did you mean watch"),
    "parent": ("establish,nv-u09,,,watch,nv-u11,Reef", "parent", "nv-u11"),
    "no parent": ("establish,nv-u09,,,watch,,Reef", "parent", "Fill it in"),
    "new id": ("establish,9,,,watch,nv-u01,Reef", "unit", "cannot be an id"),
    "affair": ("transfer,,nv-u06,nv-u02,,,,,tydes", "mandates", "tides"),
    "from": ("transfer,,nowhere,nv-u02,,,,,tides", "from", "nowhere"),
    "to": ("transfer,,nv-u06,,,,,,tides", "to", "is empty"),
    "number": ("move_posts,,nv-u01,nv-u02,,,,,,many", "posts", "whole number"),
    "below": ("move_posts,,nv-u01,nv-u02,,,,,,-3", "posts", "below zero"),
    "kinds": ("change_posts,nv-u01,,,,,,,,,,,,,,,scribe", "by_kind", "scribe=2"),
    "unused": ("rename,nv-u06,,,crew,,Reef", "rank", "says nothing about 'rename'"),
    "fact": ("rename,nv-u06,,,,,Reef,,,,,5 5", "fact", "cannot be an id"),
    "status": ("rename,nv-u06,,,,,Reef,,,,,,,,,reportd", "status", "Did you mean 'reported'?"),
    "ending": ("extend_term,nv-u05,,,,,,,,,,,,until spring", "until_end", "the day it names"),
    "no ending": ("extend_term,nv-u05", "until", "is empty"),
    "instead": ("correct,nv-u05,,,,,,,,,,,rename", "corrects", "is empty"),
    "successor": ("successor,nv-u09,,,watch,nv-u01,Reef", "verb", "belongs under 'split_unit'"),
    "split": ("split_unit,nv-u06", "verb", "two successors at least"),
    "twice": ("reform,,,,,,A\nreform,,,,,,B", "fact", "is empty"),
    "count": ("count,nv-u01,,,watch", "listed_before", "is empty"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_bad_cell_is_refused_with_row_column_both_sides_and_remedy(fault, tmp_path):
    row, column, words = WRONG[fault]
    filled = "\n".join(one + "," * (HEAD.count(",") - one.count(",")) for one in row.split("\n"))
    header = HEAD.replace("instead", "instead,corrects") if fault == "instead" else HEAD
    filled += "," if fault == "instead" else ""
    done, file = bring(f"{header}{filled}\n", tmp_path)
    refusal = done.exception
    assert isinstance(refusal, GwanjeError), done.output
    assert refusal.place == f"plan.csv row 2, column {column}"
    assert words in str(refusal)
    assert refusal.expected
    assert refusal.found
    assert refusal.remedy
    assert not file.exists()


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ("rename,nv-u06,,,,,Reef\nmove,nv-u06,nv-u01,nv-u02", 3, "it is in nv-u04"),
        ("rename,nv-u06,,,,,Reef\nupgrade,nv-u02,band,crew", 3, "band has rank 40 and crew rank 40"),
        ("abolish,nv-u06", 2, "nv-u06"),
        ("establish,nv-u02,,,watch,nv-u01,Reef", 2, "it exists"),
    ],
)
def test_an_event_that_does_not_fit_the_state_it_meets_names_its_row(rows, row, words, tmp_path):
    done, file = bring(
        HEAD + "".join(f"{one}{',' * (HEAD.count(',') - one.count(','))}\n" for one in rows.split("\n")), tmp_path
    )
    assert isinstance(done.exception, RefusedInputError), done.output
    assert done.exception.place == f"plan.csv row {row}"
    assert words in str(done.exception)
    assert not file.exists()


RENAME = "verb,unit,en\nrename,nv-u06,Reef\n"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (SAID[2:], "--reform"),
        (SAID[:2] + SAID[4:], "--effective"),
        (SAID[:4] + SAID[6:], "--act"),
        (SAID[:6], "not reported"),
    ],
)
def test_what_neither_table_nor_command_says_is_asked_for(said, words, tmp_path):
    done, _ = bring(RENAME, tmp_path, said=(*said, "--source", "NV4"))
    assert isinstance(done.exception, WrongUseError)
    assert words in str(done.exception)


@pytest.mark.parametrize("said", [("--source", "NVL7"), (), ("--source", "NV4", "--publisher", "Somebody else")])
def test_a_reform_cites_a_publication_that_is_declared_or_brought(said, tmp_path):
    done, file = bring(RENAME, tmp_path, said=(*SAID, *said))
    assert isinstance(done.exception, GwanjeError)
    assert "publi" in str(done.exception)
    assert not file.exists()


def test_a_day_nobody_knows_is_said_in_words(tmp_path):
    done, file = bring(
        RENAME,
        tmp_path,
        said=(*SAID[:2], "--effective", "not known", *SAID[4:6], "--decided", "not reported", "--source", "NV4"),
    )
    assert done.exit_code == 0, done.exception
    reform = parse_record(file.read_text(encoding="utf-8"), "plan.yaml", ReformFile, zone=ZONE)
    assert (reform.effective, reform.basis.decided) == ("not known", "not reported")


def test_the_row_and_the_command_must_agree(tmp_path):
    table = "verb,unit,en,fact,effective\nreform,,Plan,nv-plan,2030-12-02\nrename,nv-u06,Reef,,\n"
    done, _ = bring(table, tmp_path)
    assert isinstance(done.exception, RefusedInputError)
    assert "--effective contradict each other" in str(done.exception)


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    done, file = bring(RENAME, tmp_path)
    assert done.exit_code == 0, done.exception
    before = file.read_bytes()
    again, _ = bring(RENAME, tmp_path)
    assert isinstance(again.exception, RefusedInputError)
    assert file.read_bytes() == before


def test_options_belong_to_their_format(tmp_path):
    assert org("export", "--as", "events").exit_code == 2
    assert org("export", "--as", "csv", "--reform", "nv-storms").exit_code == 2
    assert org("import", "x", "--as", "csv", "--out", str(tmp_path / "y"), "--reform", "a").exit_code == 2
    assert org("import", "x", "--as", "csv", "--out", str(tmp_path / "y"), "--publisher", "a").exit_code == 2
    assert bring(RENAME, tmp_path, "--prefix", "gb")[0].exit_code == 2


# --- out, as it was known

LATER = """
id: nv-late
names: {en: {text: Two days of knowing}}
effective: 2030-07-01
known: 2030-05-01
sources: [NV4, NV1]
basis: {act: a shout, decided: 2030-05-01}
events:
  - rename: {unit: nv-u02, names: {en: {text: Reef Crew}}}
  - rename: {unit: nv-u06, names: {en: {text: Reef Watch}}, known: 2030-06-01}
  - rename: {unit: nv-u05, names: {en: {text: Reef Lookout}}}
"""


def test_what_was_known_later_is_left_out_and_told():
    tower, _ = candidate_of(opened(), LATER, name="late.yaml", by="test", at=datetime(2030, 5, 1, tzinfo=UTC))
    early = reform_table(tower, "nv-late", AsOf(*(datetime(2030, 5, 20, tzinfo=ZONE),) * 2))
    assert early.left_out == ("event nv-late-02",)
    rows = list(csv.DictReader(io.StringIO(events_text(early.reform, ZONE))))
    assert [row["fact"] for row in rows[1:]] == ["nv-late-01", "nv-late-03"], "the others keep their ids"
    late = reform_table(tower, "nv-late", AsOf(*(datetime(2030, 6, 20, tzinfo=ZONE),) * 2))
    assert late.left_out == ()
    assert "Reef Watch" in events_text(late.reform, ZONE)


def test_a_reform_that_was_not_public_by_then_is_not_told():
    tower = opened()
    with pytest.raises(UnknownKeyError):
        reform_table(tower, "nv-reform-2030-05-01", ask(tower, "2030-03-15", "2030-03-15"))
