"""`gwanje watch notice | report | calendar | attention`: from a text in hand to the register, in every format."""

import csv
import io
import json
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gwanje.interfaces.cli.words import words
from towers import Outcome, copied, neverland_home, run, run_korea

NOTICE = """Emerald Office, Announcement No. 7 of 2026
Export licence for graphite, subheading 2504.10.
Effective May 1, 2026, until May 1, 2027.
Announced on April 20, 2026
"""
CONFIRM = ("--announced", "2026-04-20", "--in-force", "2026-05-01")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(neverland_home(), tmp_path)


@pytest.fixture
def notice(tmp_path: Path) -> str:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return str(tmp_path / "notice.txt")


def watch(home: Path, *line: str) -> Outcome:
    return run("watch", *line, home=home)


def draft_id(home: Path, notice: str, *more: str) -> str:
    found = watch(home, "notice", notice, *more, "--format", "json")
    assert (found.code, found.err) == (0, "")
    return found.json()["id"]


def test_a_notice_suggests_with_places_and_asks_for_the_vintage(home, notice):
    found = watch(home, "notice", notice)
    assert (found.code, found.err) == (0, "")
    for words_of_it in ("waits for a person", "A code without its vintage is not accepted", "Suggestions, not decisions",
                        "--announced 2026-04-20 --in-force 2026-05-01", "2027-05-01 (unknown)", "no code yet"):  # fmt: skip
        assert words_of_it in found.text, found.text
    assert "--code" not in found.text


def test_a_confirmed_notice_stands_everywhere(home, notice):
    draft = draft_id(home, notice, "--vintage", "2022")
    said = ("--item", "lagoon-graphite", "--until", "2027-05-01", "--reading", "unknown", "--by", "nv-u02")
    done = watch(home, "notice", "confirm", draft, *CONFIRM, *said)
    assert (done.code, done.err) == (0, "")
    record = f"RST-E{draft.removeprefix('NTC-')}"
    assert f"{record} is in the register, confirmed from {draft} by nv-u02" in done.text
    assert "in force since 2026-05-01" in done.text
    today = "2027-04-10"
    known = ("--known", "2031-06-01")
    assert record in watch(home, "restrictions", "--item", "lagoon-graphite", "--on", today, *known).text
    ends = watch(home, "sunsets", "--on", today, *known, "--format", "json").json()
    (end,) = [one for one in ends["ends"]["8-30"] if one["id"] == record]
    assert (end["days_left"], end["reading"], len(end["ends"])) == (20, "unknown", 2)
    assert ends["raised"][record] == "2027-04-20"
    assert record in run("today", "--on", today, *known, home=home).text
    brief = run("brief", "lagoon-graphite", "--on", today, *known, "--format", "json", home=home)
    assert record in {one["id"] for one in brief.json()["measures"]}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((), "Nobody confirms this notice"),
        (("--by", "desk", "--code", "250410"), "not a code with its vintage"),
        (("--by", "desk", "--code", "hs2022:250410=half"), "how much of"),
        (("--by", "desk", "--code", "hs2022:999999"), "not known in its revision"),
        (("--by", "desk", "--in-force", "2026-04-01"), "contradict each other"),
        (("--by", "desk", "--in-force", "2026-05-03"), "does not stand in the text"),
        (("--by", "desk", "--until", "2027-05-01"), "no reading is chosen silently"),
        (("--by", "desk", "--announced", "2026-13-40"), "is not a day"),
        (("--by", "desk", "--item", "graphit"), "lagoon-graphite"),
    ],
)
def test_refusals_say_what_to_do_and_leave_nothing(home, notice, line, said):
    draft = draft_id(home, notice)
    found = watch(home, "notice", "confirm", draft, *CONFIRM, *line)
    assert found.code in {2, 3}
    assert said in found.err
    assert found.out == b""
    assert watch(home, "notice", "list", "--format", "json").json()["notices"][0]["state"] == "waiting"


def test_a_notice_from_standard_input_is_never_in_the_messages(home, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(" \n"))
    empty = watch(home, "notice", "-")
    assert (empty.code, empty.out) == (3, b"")
    monkeypatch.setattr(sys, "stdin", io.StringIO(NOTICE))
    found = watch(home, "notice", "-", "--marking", "restricted", "--format", "json")
    assert (found.json()["name"], found.json()["marking"]) == ("standard input", "restricted")


def test_reports_are_listed_without_their_words_and_reporters(home, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Wendy saw ships wait"))
    taken = watch(home, "report", "--source", "mermaids", "--grade", "seen", "--item", "lagoon-graphite", "--text", "-",
                  "--reporter", "Wendy Darling")  # fmt: skip
    assert taken.code == 0
    assert re.match(r"RPT-\d+ is taken in", taken.text)
    listed = watch(home, "report", "list")
    for told in (taken, listed):
        assert "Wendy" not in told.text + told.err
    number = taken.text.split()[0]
    shown = watch(home, "report", "show", number)
    assert "From: Wendy Darling" in shown.text
    assert "Wendy saw ships wait" in shown.text
    assert watch(home, "report", "erase", number, "--reason", "on request").code == 0
    gone = watch(home, "report", "show", number)
    assert gone.code == 2
    assert "Wendy" not in gone.err


def test_a_csv_with_one_fault_takes_nothing_in(home, tmp_path):
    (tmp_path / "reports.csv").write_text("source,grade,text\nmermaids,seen,a\nmermaids,nobody,b\n", encoding="utf-8")
    found = watch(home, "report", "--csv", str(tmp_path / "reports.csv"))
    assert (found.code, "reports.csv line 3: No reliability grade" in found.err) == (3, True)
    assert "reliability grade" in found.err
    assert watch(home, "report", "list", "--format", "json").json()["reports"] == []


def test_a_report_comes_in_one_way_only(home):
    found = watch(home, "report", "--source", "mermaids", "--grade", "seen", "--text", "a", "--csv", "b.csv")
    assert found.code == 2
    assert "exactly one of --text, --csv, --mail" in found.err


def test_the_calendar_counts_from_what_was_completed(home):
    before = watch(home, "calendar", "--on", "2026-11-26", "--known", "2031-06-01", "--format", "json").json()
    (line,) = [one for one in before["lines"] if one["id"] == "lagoon-graphite"]
    assert (line["state"], line["grade"]) == ("never_completed", "1")
    done = watch(home, "calendar", "complete", "lagoon-graphite", "--day", "2026-08-01")
    assert (done.code, done.err) == (0, "")
    after = watch(home, "calendar", "--on", "2026-11-26", "--known", "2031-06-01", "--format", "json").json()
    assert (after["overdue"], after["lines"][0]["due"], after["lines"][0]["days_left"]) == (1, "2026-11-01", -25)


def test_the_morning_page_says_what_waits_and_what_is_late(home, notice):
    draft = draft_id(home, notice)
    taken = watch(home, "report", "--source", "mermaids", "--grade", "seen", "--text", "ships wait", "--format", "json")
    report = taken.json()["reports"][0]["id"]
    day = ("--on", "2030-06-05", "--known", "2031-06-01")
    page = run("today", *day, "--format", "json", home=home).json()
    assert (
        page["waiting"]["reason"]["en"] == f"Notices to confirm: {draft}. Reports to look at: {report}, 1 of them late."
    )
    assert page["overdue"]["status"] == "not_computable"
    assert watch(home, "calendar", "complete", "lagoon-graphite", "--day", "2026-08-01").code == 0
    late = run("today", *day, "--format", "json", home=home).json()["overdue"]
    assert (late["status"], late["reason"]["en"].startswith("Overdue: ")) == ("ok", True)
    assert "Notices to confirm" in run("today", *day, home=home).text


def test_a_damaged_journal_gives_no_answer_about_measures(home, notice):
    draft = draft_id(home, notice)
    done = watch(home, "notice", "confirm", draft, *CONFIRM, "--item", "lagoon-graphite", "--by", "nv-u02")
    assert done.code == 0
    (store,) = home.rglob("journal.sqlite")
    with closing(sqlite3.connect(store)) as database, database:
        triggers = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
        for name in triggers:
            database.execute(f"DROP TRIGGER {name}")
        changed = (
            "UPDATE journal_payload SET body = replace(body, '2026-05-01', '2026-06-01') WHERE body LIKE '%RST-E%'"
        )
        assert database.execute(changed).rowcount == 1
    refused = watch(home, "restrictions")
    assert refused.code == 5
    assert refused.out == b""


def test_attention_has_a_line_and_what_is_put_away_is_told(home, notice):
    draft_id(home, notice)
    day = ("--on", "2030-06-05", "--known", "2031-06-01")
    first = watch(home, "attention", *day, "--format", "json").json()
    assert (first["budget"], len(first["above"]), len(first["below"])) == (2, 2, 1)
    assert "Below the line: 1 matters with 1 signals." in watch(home, "attention", *day).text
    assert watch(home, "attention", "acknowledge", "END-NPA-1", *day, "--note", "ours").code == 0
    told = watch(home, "attention", *day).text
    assert "END-NPA-1: taken on by analyst: ours" in told
    assert "Below the line: 0 matters" in told
    unknown = watch(home, "attention", "snooze", "END-NPA-7", *day, "--until", "2030-07-01", "--reason", "x")
    assert unknown.code == 2
    assert "No signal that is raised" in unknown.err


def test_the_short_list_of_a_month_is_taken_in_once_and_can_be_merged(home, tmp_path):
    group = {"item": "hs2022:250410", "items": ["lagoon-graphite"], "priority": 3.5,
             "signals": [{"partner": "OZZ", "stands": "alert"}]}  # fmt: skip
    told = {"month": "2030-05-01", "knowable": "2030-05-20", "marking": "internal", "shown": [group]}
    (tmp_path / "list.json").write_text(json.dumps(told), encoding="utf-8")
    counts = [
        len(watch(home, "attention", "take-in", str(tmp_path / "list.json"), "--format", "json").json()["signals"])
        for _ in range(2)
    ]
    assert counts == [1, 0]
    day = ("--on", "2030-06-05", "--known", "2031-06-01")
    name = "SIG-2030-05-hs2022-250410"
    assert watch(home, "attention", "merge", name, "--into", "END-NPA-1", "--reason", "one matter", *day).code == 0
    answer = watch(home, "attention", *day, "--format", "json").json()
    assert [(one["id"], one["into"]) for one in answer["put_away"]] == [(name, "END-NPA-1")]
    assert (answer["marking"], answer["not_seen"]) == ("internal", [])
    (tmp_path / "list.json").write_text('{"month": 3}', encoding="utf-8")
    assert watch(home, "attention", "take-in", str(tmp_path / "list.json")).code == 3


def test_a_month_of_trade_waits_on_the_morning_page_with_what_makes_its_record(home, tmp_path):
    group = {"item": "hs2022:250410", "items": ["lagoon-graphite"], "priority": 3.5,
             "signals": [{"partner": "OZZ", "stands": "alert"}]}  # fmt: skip
    told = {"month": "2030-05-01", "knowable": "2030-05-20", "marking": "internal", "shown": [group]}
    (tmp_path / "list.json").write_text(json.dumps(told), encoding="utf-8")
    day, name = ("--on", "2030-06-05", "--known", "2031-06-01"), "SIG-2030-05-hs2022-250410"
    before = run("today", *day, "--format", "json", home=home).json()
    assert (before["marking"], name in before["waiting"]["reason"]["en"]) == ("public", False)
    assert watch(home, "attention", "take-in", str(tmp_path / "list.json")).code == 0
    page = run("today", *day, "--format", "json", home=home).json()
    assert f"Signals of trade of 2030-05 to look at: {name}; no record here" in page["waiting"]["reason"]["en"]
    assert "gwanje watch indicator" in page["waiting"]["reason"]["ko"]
    assert page["marking"] == "internal", "it tells of an internal list"
    (line,) = [
        one for group in watch(home, "attention", *day, "--format", "json").json()["above"] for one in group["signals"]
        if one["id"] == name
    ]  # fmt: skip
    assert line["words"]["en"].endswith("alert; no record here, it is made from the figures: gwanje watch indicator")
    assert watch(home, "attention", "merge", name, "--into", "END-NPA-1", "--reason", "one matter", *day).code == 0
    after = run("today", *day, "--format", "json", home=home).json()
    assert (after["marking"], name in after["waiting"]["reason"]["en"]) == ("public", False)


QUESTIONS = {
    "notice-list": ("notice", "list"),
    "report-list": ("report", "list"),
    "calendar": ("calendar", "--on", "2030-06-05"),
    "attention": ("attention", "--on", "2030-06-05"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_format_is_one_document(name):
    home = neverland_home()
    document = watch(home, *QUESTIONS[name], "--format", "json")
    assert {"on", "known", "country", "marking", "sources"} <= set(document.json())
    rows = list(csv.reader(io.StringIO(watch(home, *QUESTIONS[name], "--format", "csv").text), strict=True))
    table = watch(home, *QUESTIONS[name], "--format", "parquet").table()
    assert len(table) == max(0, len(rows) - 1)
    korean = watch(home, *QUESTIONS[name], "--lang", "ko")
    assert any("가" <= letter <= "힣" for letter in korean.text)


def test_both_languages_have_the_same_words():
    assert words("en").keys() == words("ko").keys()


def test_what_rests_on_an_internal_notice_is_internal_everywhere(home, notice):
    draft = draft_id(home, notice, "--marking", "internal")
    end = ("--until", "2027-05-01", "--reading", "unknown", "--item", "lagoon-graphite", "--by", "desk")
    assert watch(home, "notice", "confirm", draft, *CONFIRM, *end).code == 0
    asked = ("--on", "2027-04-25", "--known", "2031-01-01", "--format", "json")
    for line in (("watch", "restrictions"), ("watch", "sunsets"), ("watch", "attention"), ("today",)):
        told = run(*line, *asked, home=home).json()
        assert told["marking"] == "internal", line
    brief = run("brief", "lagoon-graphite", *asked, home=home).json()
    assert brief["marking"] == "internal"


def test_a_notice_is_told_by_what_had_been_entered_then(home, notice):
    draft = draft_id(home, notice)
    asked = ("--on", "2031-01-01", "--known", "2026-01-01")
    assert "0 notices wait" in watch(home, "notice", "list", *asked).text
    assert watch(home, "notice", "show", draft, *asked).code == 2


def test_a_report_is_linked_to_a_signal(home, notice):
    draft = draft_id(home, notice)
    report = ("report", "--source", "mermaids", "--grade", "seen", "--text", "ships wait", "--format", "json")
    number = watch(home, *report).json()["reports"][0]["id"]
    assert watch(home, "report", "link", number, "--to", f"READ-{draft}").code == 0
    assert watch(home, "report", "link", number, "--to", "READ-NTC-999").code == 2


@pytest.mark.korea
def test_the_november_ends_as_the_register_has_them():
    ends = run_korea("watch", "sunsets", "--on", "2026-11-01", "--format", "json").json()
    told = {one["id"]: one for window in ("0-7", "8-30") for one in ends["ends"][window]}
    assert {"PAU-1", "PAU-2", "PAU-3", "PAU-4", "PAU-5"} <= set(told)
    assert [told[one]["days_left"] for one in ("PAU-1", "PAU-4", "PAU-5")] == [9, 9, 26]
    assert [len(told[one]["ends"]) for one in ("PAU-1", "PAU-4", "PAU-5")] == [1, 2, 2]
    assert (ends["raised"]["PAU-4"], ends["raised"]["PAU-5"]) == ("2026-10-11", "2026-10-28")
    assert told["PAU-4"]["lead"]["unit"] == "kr-u02"


@pytest.mark.korea
def test_after_the_ends_what_followed_is_not_known():
    late = run_korea("watch", "sunsets", "--on", "2026-11-28", "--format", "json").json()
    after = {one["id"]: one for one in late["after"]}
    assert {one["state"] for one in after["PAU-4"]["measures"]} == {"pause_over_state_not_known"}
    assert [one["state"] for one in after["PAU-5"]["measures"]] == ["pause_over_by_one_reading"]
    assert [one["id"] for one in after["PAU-5"]["not_known"]] == ["UNK-07"]
    text = run_korea("watch", "sunsets", "--on", "2026-11-28").text
    assert text.count("UNK-07") == 1


@pytest.mark.korea
def test_meetings_are_due_while_an_alert_stands_and_ceilings_only_while_one_runs():
    lines = {}
    for day in ("2026-02-20", "2026-03-20", "2026-11-01"):
        found = run_korea("watch", "calendar", "--on", day, "--known", "2026-11-24", "--format", "json").json()
        lines[day] = {one["id"]: one["state"] for one in found["lines"]}
    assert lines["2026-02-20"]["CAD-1"] == "not_now"
    assert lines["2026-03-20"]["CAD-1"] == "never_completed"
    assert (lines["2026-03-20"]["CAD-7"], lines["2026-11-01"]["CAD-7"]) == ("never_completed", "not_now")


@pytest.mark.korea
def test_a_step_up_pulls_the_inspection_forward_and_a_step_down_does_not():
    for day, due in (("2026-03-20", "2026-03-25"), ("2026-11-01", "2026-03-25")):
        found = run_korea("watch", "calendar", "--on", day, "--known", "2026-11-24", "--format", "json").json()
        (oil,) = [one for one in found["lines"] if one["id"] == "crude-oil"]
        assert (oil["state"], oil["due"], oil["pulled_by"][:4]) == ("never_completed", due, "HMZ-")
