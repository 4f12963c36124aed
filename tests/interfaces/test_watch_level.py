"""`gwanje watch level` as people and programs see it, on Neverland."""

import csv
import io

import pytest

from towers import content_copy, neverland_home, run, run_process

JULY = ("--on", "2030-05-02", "--known", "2035-01-01")
REPLAY = ("--scheme", "nvl-alerts", "--replay", "2030-04-09..2030-06-21")
QUESTIONS = {
    "resource": (("lagoon", *JULY), ["attention or caution: day unknown", "raised against its criterion, because of ticking", "signs: Ministry of Islands", "drafts: Lead: Crocodile Lookout"]),
    "item": (("lagoon-graphite", *JULY), ["Lagoon alerts", "day unknown"]),
    "all": (JULY, ["Lagoon", "Forest", "no level exists"]),
    "replay": (REPLAY, ["2030-04-10", "as known then: attention", "as known now: attention or caution", "No level on any of these days: Forest"]),
    "log": (("log",), ["Nothing was entered."]),
}  # fmt: skip
EVERY = pytest.mark.parametrize("name", QUESTIONS)


def ask(name, *options):
    return run("watch", "level", *QUESTIONS[name][0], *options, home=neverland_home())


@EVERY
def test_a_table_says_the_essentials(name):
    found = ask(name)
    assert (found.code, found.err) == (0, "")
    for essential in QUESTIONS[name][1]:
        assert essential in " ".join(found.text.split()), found.text
    assert "· NVL · public" in found.text[-400:]


@EVERY
def test_json_is_one_document_and_csv_and_parquet_agree(name):
    answer = ask(name, "--format", "json").json()
    assert {"on", "known", "country", "marking", "sources"} <= set(answer)
    text, file = ask(name, "--format", "csv"), ask(name, "--format", "parquet")
    rows = list(csv.reader(io.StringIO(text.text), strict=True))
    table = file.table()
    assert len(table) == max(0, len(rows) - 1)
    assert not rows or rows[0] == table.column_names


@EVERY
def test_korean_is_spoken_where_asked_for(name):
    korean = ask(name, "--lang", "ko").text
    assert any("가" <= letter <= "힣" for letter in korean)
    assert korean != ask(name).text


def test_levels_are_asked_without_a_warehouse():
    tell = "import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    found = run_process("watch", "level", "lagoon", *JULY, home=neverland_home(), before=tell)
    assert found.code == 0
    there = {name.split(".")[0] for name in found.err.split()}
    assert "gwanje" in there
    assert there & {"pandas", "numpy", "ibis", "duckdb", "pyarrow", "jinja2", "alembic"} == set()


def test_help_of_every_verb_is_there(tmp_path):
    for verb in ("show", "propose", "consult", "adopt", "decline", "extend", "log"):
        found = run("watch", "level", verb, "--help", home=tmp_path / "none", content=None)
        assert found.code == 0
        assert found.text.startswith("Usage: ")
    assert "adopt" in run("watch", "level", "--help", home=tmp_path / "none", content=None).text
    assert not (tmp_path / "none").exists()


def test_what_nobody_has_a_level_for_is_refused_with_the_nearest():
    found = run("watch", "level", "lagon", home=neverland_home())
    assert found.code == 2
    assert "Did you mean lagoon" in found.err


def test_the_steps_of_a_scheme_that_is_not_loaded_are_still_dated_facts(tmp_path):
    """Without the file the same steps stand in the timeline, and nobody is told a scheme."""
    folder = content_copy(tmp_path)
    (folder / "levels" / "nvl-alerts.yaml").unlink()
    found = run("watch", "level", home=tmp_path / "home", content=folder)
    assert (found.code, found.err) == (0, "")
    assert "No scheme of the content has resources" in found.text


def test_a_step_that_its_scheme_does_not_know_is_refused_with_its_place(tmp_path):
    folder = content_copy(tmp_path)
    path = folder / "timelines" / "crocodile.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("after: caution", "after: panic"), encoding="utf-8")
    found = run("watch", "level", "lagoon", home=tmp_path / "home", content=folder)
    assert found.code == 3
    assert "timelines/crocodile.yaml line" in found.err
    assert "has no level 'panic'" in found.err


@pytest.mark.korea
def test_the_next_question_sees_what_was_just_adopted(tmp_path):
    korea = {"home": tmp_path, "content": None, "packages": "gwanje_world,gwanje_korea"}
    passed_by = ("--without", "draft=an exercise", "--without", "consult=an exercise")
    signed = run(
        "watch", "level", "adopt", "oil", "--scheme", "kr-resource-security", "--level", "관심", "--reason", "an exercise",
        "--by", "Official One", *passed_by, **korea,
    )  # fmt: skip
    assert signed.code == 0, signed.err
    found = run("watch", "level", "oil", "--scheme", "kr-resource-security", "--format", "json", **korea).json()
    (line,) = found["lines"]
    assert (line["state"], [one["key"] for one in line["levels"]]) == ("held", ["관심"])
    before = ("--on", "2026-05-01", "--known", "2026-05-01")
    then = run("watch", "level", "oil", "--scheme", "kr-resource-security", "--format", "json", *before, **korea).json()
    assert [one["key"] for one in then["lines"][0]["levels"]] == ["주의"]
