"""A level proposed, consulted on, adopted, overridden, declined, extended and stepped down: nothing decided by a machine."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from gwanje.journal import open_journal
from gwanje.testing import assert_journal_sound
from towers import NEVERLAND, copied, environment, neverland_home, run

SCHEME = ("--scheme", "nvl-alerts")
JUNE = ("--effective", "2030-07-01T12:00+00:00")


@pytest.fixture
def home(tmp_path):
    return copied(neverland_home(), tmp_path)


@pytest.fixture
def level(home):
    """The command line on one tower; refused means: with this code and this word, and nothing recorded."""

    def ask(*arguments, refused=None, word=""):
        before = len(entries(home))
        found = run("watch", "level", *arguments, home=home)
        if refused is None:
            assert (found.code, found.err) == (0, ""), found.err
        else:
            assert found.code == refused, found.text + found.err
            assert word in found.err, found.err
            assert len(entries(home)) == before
        return found

    return ask


def entries(home):
    with open_journal(home / "NVL" / "journal.sqlite") as journal:
        return list(journal.read("watch-levels"))


def held(level, on, resource="forest", **more):
    known = more.get("known", "2035-01-01")
    answer = level(resource, *SCHEME, "--on", on, "--known", known, "--format", "json").json()
    return answer["lines"][0]


def draft(level, *inputs, resource="forest", by="nv-u05"):
    told = [word for one in inputs for word in ("--input", one)]
    return level("propose", resource, *SCHEME, *told, "--by", by, *JUNE, "--format", "json").json()


def agreed(level, number):
    level("consult", str(number), "--says", "agreed", "--by", "nv-p02", *JUNE)


def test_the_whole_line_from_readings_to_a_level_with_a_term(home, level):
    proposed = draft(level, "ticking=yes@NV4")
    assert (proposed["level"], proposed["outcome"], proposed["unit"]) == ("attention", "proposed", "nv-u05")
    number = proposed["entry"]
    assert held(level, "2030-08-01")["state"] == "none", "a proposal decides nothing"
    assert held(level, "2030-08-01")["waiting"][0]["entry"] == number
    level("adopt", str(number), "--by", "nv-u01", *JUNE, refused=3, word="station 'consult' (nv-u02)")
    agreed(level, number)
    done = level("adopt", str(number), "--by", "nv-u01", "--notice", "Gazette 40", *JUNE, "--format", "json").json()
    assert (done["before"], done["level"], done["override"], done["form"]) == ("none", "attention", False, "Gazette 40")
    assert [(one["station"], one["unit"]) for one in done["line"]] == [
        ("draft", "nv-u05"),
        ("consult", "nv-u02"),
        ("sign", "nv-u01"),
    ]
    assert done["until"].startswith("2030-07-31T12:00"), "30 days by the scheme's own term"
    assert (held(level, "2030-07-20")["state"], held(level, "2030-08-01")["state"]) == ("held", "term_over")
    assert "no extension is known" in held(level, "2030-08-01")["words"]["en"]
    assert held(level, "2030-06-30")["state"] == "none"
    assert_journal_sound(home / "NVL" / "journal.sqlite")


def test_an_act_is_kept_with_what_was_seen_by_whom_and_on_which_readings(home, level):
    number = draft(level, "ticking=no@NV4", "dust-stock=0.9@the keeper's book")["entry"]
    kept = entries(home)[0].payload
    assert kept["by"] == "nv-u05"
    assert [(one["condition"], one["value"], one["sources"]) for one in kept["readings"]] == [
        ("ticking", False, ["NV4"]),
        ("dust-stock", 0.9, ["the keeper's book"]),
    ]
    assert [one["outcome"] for one in kept["results"][0]["conditions"]] == ["not_met", "met"]
    agreed(level, number)
    level("adopt", str(number), "--by", "nv-u01", *JUNE)
    signed = entries(home)[-1].payload
    assert (signed["seen"], signed["proposal"], signed["proposed"]) == (number + 1, number, "attention")


def test_an_override_needs_a_reason_and_keeps_it(level):
    number = draft(level, "ticking=no@NV4", "dust-stock=2.0@NV4")["entry"]
    agreed(level, number)
    common = ("adopt", str(number), "--level", "caution", "--by", "nv-u01", *JUNE)
    level(*common, refused=3, word="no reason")
    level(*common, "--reason", "shadows 10% longer than usual")
    line = held(level, "2030-07-02")
    assert (line["criterion_met"], line["levels"][0]["key"]) == (False, "caution")
    assert line["override_reason"] == {
        "en": "shadows 10% longer than usual",
        "ko": "shadows 10% longer than usual",
        "by": "nv-u01",
    }
    assert line["levels"][0]["action"] == {"en": "nobody swims", "ko": "수영 금지"}


def test_without_a_proposal_every_station_is_passed_by_with_a_reason(level):
    common = ("adopt", "forest", *SCHEME, "--level", "주의", "--by", "nv-u01", "--reason", "smoke", *JUNE)
    level(*common, refused=3, word="station 'draft'")
    level(*common, "--without", "sign=nobody is there", refused=2, word="cannot be passed by")
    level(*common, "--without", "draft=", refused=2, word="passes by no station")
    done = level(*common, "--without", "draft=at night", "--without", "consult=crew at sea", "--format", "json").json()
    assert [(one["station"], one["waived"], one["says"]) for one in done["line"]] == [
        ("draft", True, "at night"),
        ("consult", True, "crew at sea"),
        ("sign", False, None),
    ]


def test_not_raised_because_is_kept(level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    level("decline", str(number), "--reason", "", "--by", "nv-u01", refused=3, word="nobody says why")
    level("decline", str(number), "--reason", "it was an alarm clock", "--by", "nv-u01")
    line = held(level, "2030-07-02")
    assert (line["state"], line["waiting"]) == ("none", [])
    assert line["declined"][0]["reason"] == "it was an alarm clock"
    assert "not raised" in level("forest", *SCHEME, "--on", "2030-07-02", "--known", "2035-01-01").text


def test_a_step_down_takes_the_same_path(level):
    first = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, first)
    level("adopt", str(first), "--by", "nv-u01", *JUNE)
    second = draft(level, "ticking=no@NV4", "dust-stock=2.0@NV4")
    assert second["outcome"] == "none_met"
    down = ("adopt", str(second["entry"]), "--level", "none", "--by", "nv-u01", "--effective", "2030-07-10")
    level(*down, "--reason", "all calm", refused=3, word="station 'consult'")
    agreed(level, second["entry"])
    done = level(*down, "--reason", "all calm", "--format", "json").json()
    assert (done["before"], done["level"], done["until"]) == ("attention", "none", None)
    assert held(level, "2030-07-09")["levels"][0]["key"] == "attention"
    assert held(level, "2030-07-11")["levels"][0]["key"] == "none"


def test_an_extension_moves_the_end_and_leaves_the_gap_it_came_too_late_for(level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, number)
    adopted = level("adopt", str(number), "--by", "nv-u01", *JUNE, "--format", "json").json()["entry"]
    more = ("extend", "forest", *SCHEME, "--by", "nv-u01", "--base", str(adopted), "--reason", "still ticking")
    more += ("--without", "draft=same ground", "--without", "consult=same ground", "--effective", "2030-08-03")
    level(*more, "--until", "2030-07-30", refused=3, word="over before it begins")
    level(*more, "--until", "2030-09-01")
    states = [held(level, day)["state"] for day in ("2030-07-30", "2030-08-02", "2030-08-04", "2030-09-01")]
    assert states == ["held", "term_over", "held", "term_over"]
    assert "kept" in held(level, "2030-08-04")["words"]["en"]


def test_nothing_can_be_extended_where_nothing_holds(level):
    level(
        "extend", "forest", *SCHEME, "--until", "2030-09-01", "--reason", "x", "--by", "nv-u01", *JUNE,
        refused=3, word="Nothing can be extended",
    )  # fmt: skip


def test_somebody_faster_gives_a_conflict_never_a_lost_decision(level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, number)
    level("decline", str(number), "--reason", "calm", "--by", "nv-u01")
    level(
        "adopt", str(number), "--by", "nv-u01", *JUNE, refused=3, word="Somebody else entered something on this level"
    )
    level("decline", "forest", *SCHEME, "--level", "attention", "--reason", "x", "--by", "nv-u01", refused=3,
          word="the number of the last entry you have seen")  # fmt: skip
    level("adopt", str(number), "--by", "nv-u01", "--base", str(number + 2), *JUNE)


def test_entries_on_another_resource_are_no_conflict(level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    draft(level, "ticking=yes@NV4", resource="lagoon")
    agreed(level, number)
    level("adopt", str(number), "--by", "nv-u01", *JUNE)


def test_only_who_stands_at_a_station_acts_there(level):
    level("propose", "forest", *SCHEME, "--by", "nv-u03", *JUNE, refused=4, word="station 'draft'")
    number = draft(level, "ticking=yes@NV4")["entry"]
    level("consult", str(number), "--says", "no", "--by", "nv-u05", *JUNE, refused=4, word="station 'consult'")
    agreed(level, number)
    level("adopt", str(number), "--by", "nv-u02", *JUNE, refused=4, word="station 'sign'")
    level("decline", str(number), "--reason", "x", "--by", "nv-u02", *JUNE, refused=4, word="station 'sign'")
    level("adopt", str(number), "--by", "nv-u05", *JUNE, refused=3, word="cannot sign")


def test_the_station_follows_the_affair_when_its_unit_changes(level):
    """The crocodile is watched by nv-u05 before the reform and by whoever leads the affair after it."""
    line = level("forest", *SCHEME, "--on", "2030-07-01", "--known", "2035-01-01", "--format", "json").json()["lines"][
        0
    ]
    who = run("org", "who", "crocodile-watch", "--on", "2030-07-01", home=neverland_home()).text
    drafter = next(one for one in line["line"] if one["station"] == "draft")
    assert any(unit in who for unit in drafter["units"])


REFUSED = {
    "no source": (("ticking=yes",), 2, "no reading"),
    "no value": (("dust-stock=abc@NV4",), 2, "no value"),
    "nan": (("dust-stock=nan@NV4",), 2, "no value"),
    "infinite": (("dust-cover=inf@NV4",), 2, "no value"),
    "a percentage without its sign": (("dust-stock=92@NV4",), 2, "a fraction (0.92) or a percentage"),
    "a percentage of days": (("dust-cover=20%@NV4",), 2, "no value"),
    "yes for a number": (("dust-stock=yes@NV4",), 3, "no reading for 'dust-stock'"),
    "a number for a fact": (("ticking=1@NV4",), 3, "no reading for 'ticking'"),
    "unknown condition": (("tocking=yes@NV4",), 2, "Did you mean ticking"),
    "twice": (("ticking=yes@NV4", "ticking=no@NV5"), 3, "two readings"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_reading_that_is_none_is_refused_and_nothing_is_kept(level, case):
    inputs, code, word = REFUSED[case]
    told = [part for one in inputs for part in ("--input", one)]
    level("propose", "lagoon", *SCHEME, *told, "--by", "nv-u05", *JUNE, refused=code, word=word)


def test_what_criteria_say_may_be_tried_without_keeping_it(home, level):
    found = level(
        "propose", "lagoon", *SCHEME, "--input", "dust-cover=20@NV4", "--input", "dust-price=120/6d@NV4",
        "--by", "nv-u05", "--try", *JUNE,
    )  # fmt: skip
    assert found.text.startswith("criteria propose caution")
    assert entries(home) == []


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("adopt", "99", "--by", "nv-u01"), 2, "Entry 99 is no proposal"),
        (
            ("adopt", "forest", "--scheme", "nvl-alarms", "--level", "none", "--by", "nv-u01"),
            2,
            "Did you mean nvl-alerts",
        ),
        (("adopt", "forst", *SCHEME, "--level", "none", "--by", "nv-u01"), 2, "Did you mean forest"),
        (("adopt", "forest", *SCHEME, "--level", "panic", "--by", "nv-u01"), 2, "level of nvl-alerts"),
        (("adopt", "forest", *SCHEME, "--by", "nv-u01"), 2, "No level is named"),
        (("adopt", "forest", *SCHEME, "--level", "none", "--by", "x", "--effective", "2029-12-31"), 3, "not in force"),
        (("propose", "forest", *SCHEME, "--by", "x", "--effective", "2029-12-31"), 3, "not in force"),
        (("--scheme", "nvl-alerts", "--replay", "2030-05-01"), 2, "no span of days"),
        (("--scheme", "nvl-alerts", "--replay", "2030-05-02..2030-05-01"), 2, "ends before it begins"),
        (("--scheme", "nvl-alerts", "--replay", "2030-01-01..2032-05-01"), 3, "told day by day"),
        (("--replay", "2030-05-01..2030-05-02"), 2, "of one scheme"),
    ],
)
def test_wrong_use_says_what_is_meant(level, arguments, code, word):
    level(*arguments, refused=code, word=word)


def test_the_log_tells_every_act_and_the_morning_page_what_was_decided(home, level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, number)
    level("adopt", str(number), "--by", "nv-u01", "--until", "2040-01-01", *JUNE)
    acts = level("log", "--format", "json").json()["acts"]
    assert [act["kind"] for act in acts] == ["level-proposed", "level-consulted", "level-adopted"]
    assert "adopted" in level("log").text
    day = date.fromisoformat(acts[0]["at"][:10]) + timedelta(days=1)
    page = run("today", "--on", day.isoformat(), "--known", "2035-01-01", "--format", "json", home=home).json()
    told = [thing for thing in page["new"] if thing["kind"] == "level" and thing["id"].startswith("entry-")]
    assert told[0]["what"]["en"].startswith("Forest: attention from ")
    ends = run("watch", "sunsets", "--on", "2039-12-01", "--known", "2040-01-01", "--format", "json", home=home).json()
    assert [end["id"] for end in ends["ends"]["31-90"]] == [f"entry-{number + 2}"]


def test_a_proposal_waits_on_the_morning_page_until_somebody_answers(home, level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    ask = ("today", "--on", "2030-07-02", "--known", "2035-01-01", "--format", "json")
    waiting = run(*ask, home=home).json()["waiting"]
    assert (waiting["status"], waiting["reason"]["en"]) == (
        "ok",
        f"Levels to decide: Forest attention (entry {number}).",
    )
    level("decline", str(number), "--reason", "calm", "--by", "nv-u01")
    assert run(*ask, home=home).json()["waiting"]["status"] == "none"


CEILING = ("measure", "swimming-ban", *SCHEME, "--by", "nv-u05", "--source", "Gazette 41")


def test_an_own_measure_runs_its_term_and_a_missing_renewal_is_a_gap(home, level):
    first = (*CEILING, "--what", "Nobody swims for 10 million years", "--effective", "2030-04-12", "--until")
    level(*first, "2030-04-01", refused=3, word="over before it begins")
    level(*first, "2030-04-19")
    level(*CEILING, "--what", "again", "--effective", "2030-04-19", "--until", "2030-04-26", "--owner", "the pirates")
    replay = ("--scheme", "nvl-alerts", "--replay", "2030-04-10..2030-04-28", "--known", "2035-01-01")
    days = {day["day"]: day for day in level(*replay, "--format", "json").json()["days"]}
    assert [one["state"] for one in days["2030-04-12"]["measures"]] == ["in_force"]
    assert [one["state"] for one in days["2030-04-19"]["measures"]] == ["lapsed", "in_force"]
    assert [one["owner"]["en"] for one in days["2030-04-19"]["measures"]] == ["the mermaids", "the pirates"]
    assert days["2030-04-19"]["gaps"] == []
    assert "no renewal of the swimming ban is known" in days["2030-04-26"]["gaps"][0]["en"]
    assert "not renewed" in level(*replay).text or "no renewal" in " ".join(level(*replay).text.split())
    ends = run("watch", "sunsets", "--on", "2030-04-20", "--known", "2035-01-01", "--format", "json", home=home).json()
    assert {"entry-7", "entry-8"} <= {end["id"] for window in ends["ends"].values() for end in window}


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (
            ("measure", "tree-ban", *SCHEME, "--what", "x", "--source", "y", "--by", "z"),
            2,
            "nvl-alerts has: swimming-ban",
        ),
        (("measure", "swimming-ban", *SCHEME, "--what", "x", "--source", " ", "--by", "z"), 3, "without its source"),
        (("measure", "swimming-ban", *SCHEME, "--what", " ", "--source", "y", "--by", "z"), 3, "without what it is"),
    ],
)
def test_a_measure_that_is_none_is_refused(level, arguments, code, word):
    level(*arguments, refused=code, word=word)


def test_a_level_whose_criterion_nobody_could_check_is_not_said_to_be_against_it(level):
    number = draft(level)["entry"]
    agreed(level, number)
    level("adopt", str(number), "--level", "attention", "--reason", "unrest", "--by", "nv-u01", *JUNE)
    line = held(level, "2030-07-05")
    assert (line["criterion_met"], line["override_reason"]["en"]) == (None, "unrest")
    shown = level("forest", *SCHEME, "--on", "2030-07-05", "--known", "2035-01-01").text
    assert "raised though no criterion of it was checked, because of unrest" in shown
    assert "against its criterion" not in shown


BAN = (*CEILING, "--what", "Nobody swims for 10 million years", "--effective", "2030-04-12", "--until", "2030-04-19")
END = ("end-measure", "entry-7", "--by", "nv-u05")


def ends_on(home, day):
    ask = ("watch", "sunsets", "--on", day, "--known", "2035-01-01", "--format", "json")
    windows = run(*ask, home=home).json()["ends"]
    return {end["id"]: (name, end["wording"]) for name, window in windows.items() for end in window}


def test_an_own_measure_is_ended_early_with_its_reason_and_leaves_no_gap(home, level):
    level(*BAN)
    assert ends_on(home, "2030-04-13")["entry-7"][1] == "until 2030-04-19 00:00"
    level(*END, "--reason", "10 million fish came back", "--effective", "2030-04-15")
    replay = ("--scheme", "nvl-alerts", "--replay", "2030-04-11..2030-04-28", "--known", "2035-01-01")
    told = level(*replay, "--format", "json").json()["days"]
    days = {day["day"]: day for day in told}
    (running,), (ended,) = days["2030-04-13"]["measures"], days["2030-04-15"]["measures"]
    assert (running["state"], ended["state"], ended["changed"]) == ("in_force", "ended", True)
    assert "ended early on" in ended["words"]["en"]
    assert "because 10 million fish came back" in ended["words"]["en"]
    assert "조기 종료" in ended["words"]["ko"]
    assert not any(day["gaps"] for day in told), "that it does not go on was decided"
    window, wording = ends_on(home, "2030-04-13")["entry-7"]
    assert (window, wording.startswith("ended early on 2030-04-15")) == ("0-7", True), "the end by its term is gone"
    assert ends_on(home, "2030-04-16")["entry-7"][0] == "passed"
    act = level("log").text
    assert "measure ended" in act
    assert "10 million fish came back" in act
    assert_journal_sound(home / "NVL" / "journal.sqlite")


def test_an_early_end_is_refused_twice_before_its_start_and_after_its_end(level):
    level(*BAN)
    level(
        *END, "--reason", " ", "--effective", "2030-04-15", refused=3, word="ended before its term, and nobody says why"
    )
    level(*END, "--reason", "calm", "--effective", "2030-04-12", refused=3, word="an instant after its first")
    level(*END, "--reason", "calm", "--effective", "2030-04-19", refused=3, word="an instant before its end")
    level("end-measure", "entry-70", "--by", "nv-u05", "--reason", "calm", refused=2, word="Did you mean entry-7")
    level(*END, "--reason", "calm", "--effective", "2030-04-15")
    level(*END, "--reason", "calm", "--effective", "2030-04-14", refused=3, word="ended on 2030-04-1")


REFORM = """
id: nv-next
names: {en: {text: The next reform}}
effective: 2030-06-15
known: 2030-06-01
sources: [NV4]
basis: {act: An ordinance, decided: 2030-06-01}
events:
  - delegate: {mandates: [NF-03], from: nv-u05, to: nv-u06, form: standing}
"""


def test_a_delegate_may_draft_as_long_as_the_delegation_runs(level, home, tmp_path):
    """Who acts in place of the lead stands in the line of the day, with the form of the delegation."""
    (tmp_path / "next.yaml").write_text(REFORM, encoding="utf-8")
    draft_it = ("propose", "forest", *SCHEME, "--input", "ticking=yes@NV4", "--by", "nv-u06")
    level(*draft_it, *JUNE, refused=4, word="station 'draft'")
    entered = run("org", "enact", str(tmp_path / "next.yaml"), home=home)
    assert entered.code == 0, entered.err
    level(*draft_it, "--effective", "2030-06-10", refused=4, word="station 'draft'")
    level(*draft_it, *JUNE)
    line = level("forest", *SCHEME, "--on", "2030-07-02", "--known", "2035-01-01", "--format", "json").json()["lines"][
        0
    ]
    assert "standing delegation: Tide and Current Watch" in line["line"][0]["words"]["en"]


def test_two_who_sign_at_once_leave_one_decision(home, level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, number)
    line = ["watch", "level", "adopt", str(number), "--by", "nv-u01", *JUNE, "--content", str(NEVERLAND)]
    program = f"from gwanje.interfaces.cli.main import main\nmain({line!r})"
    both = [
        subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", program],
            env=environment(home, "", {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    told = [one.communicate(timeout=120)[1].decode("utf-8") for one in both]
    assert sorted(one.returncode for one in both) == [0, 3], told
    assert any("Somebody else entered something" in one for one in told)
    assert [entry.kind for entry in entries(home)].count("level-adopted") == 1
    assert_journal_sound(home / "NVL" / "journal.sqlite")


def test_what_was_erased_is_named_and_holds_no_longer(home, level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    agreed(level, number)
    done = level("adopt", str(number), "--by", "nv-u01", *JUNE, "--format", "json").json()["entry"]
    with open_journal(home / "NVL" / "journal.sqlite") as journal:
        journal.erase(done, reason="retention ended", by="records-office", at=datetime(2026, 11, 27, tzinfo=UTC))
    assert held(level, "2030-07-02")["state"] == "none"
    log = level("log")
    assert f"Entry {done} was erased by records-office" in log.text
    assert level("log", "--format", "json").json()["erased"][0]["entry"] == done


def test_a_level_goes_with_its_affair_when_somebody_takes_it_over(home, level):
    number = draft(level, "ticking=yes@NV4")["entry"]
    sheet = ("org", "handover", "nv-u05", "--on", "2030-07-02", "--known", "2035-01-01")
    assert f"entry-{number} forest: a proposal waits" in run(*sheet, home=home).text
    agreed(level, number)
    level("adopt", str(number), "--by", "nv-u01", *JUNE)
    told = " ".join(run(*sheet, home=home).text.split())
    assert "nvl-alerts/forest Lagoon alerts, Forest: attention" in told
    assert "level until 2030-07-31" in told
    assert "a proposal waits" not in told
