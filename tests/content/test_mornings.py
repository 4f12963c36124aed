"""Mornings of one Korean year, each held against the dated facts: windows, readings, leads, what is new, what is silent."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from gwanje.answers.morning import Today
from gwanje.answers.today import today
from gwanje.assembly import ask_for_day
from towers import korea, run_korea

pytestmark = pytest.mark.korea

SEOUL = ZoneInfo("Asia/Seoul")
FOUR = ("PAU-1", "PAU-2", "PAU-3", "PAU-4")


def no_clock() -> datetime:
    raise AssertionError("a morning with --on reads no clock")


@cache
def morning(on: str, known: str | None = None, mandate: str | None = None) -> Today:
    tower = korea()
    return today(tower, ask_for_day(tower, on, known, clock=no_clock), mandate=mandate)


def windows(page: Today) -> dict[str, dict[str, int]]:
    names = {"0-7": page.ends.week, "8-30": page.ends.month, "31-90": page.ends.quarter, "passed": page.ends.passed}
    return {name: {end.id: end.days_left for end in ends} for name, ends in names.items()}


def the_end(page: Today, identity: str):
    return next(end for end in page.ends.all() if end.id == identity)


def instants(page: Today, identity: str) -> list[str]:
    return [end.isoformat() for end in the_end(page, identity).ends]


def test_the_day_of_the_reform():
    page = morning("2025-12-30")
    assert windows(page) == {"0-7": {}, "8-30": {}, "31-90": {}, "passed": {}}
    reform = next(thing for thing in page.new if thing.kind == "reform")
    assert (reform.id, str(reform.known_on), reform.about) == ("kr-reform-2025-12-30", "2025-12-23", "2025-12-30")
    assert "takes effect today" in reform.what.en
    assert "오늘 시행" in reform.what.ko
    assert "CLM-01" in reform.conflicting or "CLM-03" in reform.conflicting
    assert page.headline.en.startswith("Reorganisation of 30 December 2025: takes effect today")
    assert "RST-15" in {thing.id for thing in page.new}
    assert "RST-19" not in {thing.id for thing in page.new}, "China's No. 1/2026 was announced a week later"
    assert (page.heartbeat.sources, page.heartbeat.oldest_days, page.stale) == (0, None, ())
    assert "no data source was known by then, so silence about trade means nothing" in page.heartbeat.words.en
    assert str(page.known.astimezone(SEOUL)) == "2025-12-31 00:00:00+09:00"


def test_three_weeks_before_the_pauses_end():
    page = morning("2026-10-20")
    assert windows(page) == {
        "0-7": {},
        "8-30": dict.fromkeys(("PAU-3", "PAU-4", "PAU-1", "PAU-2"), 21),
        "31-90": {"PAU-5": 38},
        "passed": {},
    }
    assert page.headline.en == "Quiet for the week: four suspensions end within 30 days, the first in 21."
    assert page.new == ()
    assert page.heartbeat.sources > 0


def test_five_days_before():
    page = morning("2026-11-05")
    assert windows(page) == {
        "0-7": dict.fromkeys(("PAU-3", "PAU-4", "PAU-1", "PAU-2"), 5),
        "8-30": {"PAU-5": 22},
        "31-90": {},
        "passed": {},
    }
    assert page.headline.en.startswith("Four suspensions end in 5 days by the earlier reading")
    assert "유예 4건이 5일 뒤 종료(이른 해석 기준)" in page.headline.ko


def test_two_weeks_after_nobody_knows_what_followed():
    page = morning("2026-11-23")
    assert windows(page) == {
        "0-7": {"PAU-5": 4},
        "8-30": {},
        "31-90": {},
        "passed": dict.fromkeys(("PAU-3", "PAU-4", "PAU-1", "PAU-2"), -13),
    }
    assert {end.state for end in page.ends.passed} == {"over"}
    assert "four suspensions have passed, what followed is not known" in page.headline.en
    assert "이후 상태 알 수 없음" in page.headline.ko
    assert {thing.id for thing in page.new} == {"hs1992", "hs2012", "hs2022"}
    assert {thing.kind for thing in page.new} == {"data"}
    assert page.heartbeat.sources == page.heartbeat.sources_total == 8


def test_the_four_mornings_differ():
    days = ("2025-12-30", "2026-10-20", "2026-11-05", "2026-11-23")
    assert len({morning(day).headline.en for day in days}) == 4
    assert len({morning(day).headline.ko for day in days}) == 4


def test_both_candidate_instants_stand_with_their_zone():
    page = morning("2026-11-05")
    assert instants(page, "PAU-1") == ["2026-11-10T00:00:00-05:00"], "through 9 November, inclusive"
    assert instants(page, "PAU-2") == ["2026-11-10T00:00:00-05:00", "2026-11-11T00:00:00-05:00"]
    for pause in ("PAU-3", "PAU-4"):
        assert instants(page, pause) == ["2026-11-10T00:00:00+08:00", "2026-11-11T00:00:00+08:00"]
    assert instants(page, "PAU-5") == ["2026-11-27T00:00:00+08:00", "2026-11-28T00:00:00+08:00"]
    both = the_end(page, "PAU-4")
    assert both.when.en == "ends Tue 10 Nov 2026 01:00 KST (00:00 Beijing) or Wed 11 Nov 2026 01:00 KST (00:00 Beijing)"
    assert (both.wording, both.reading, both.kind) == ("自即日起至2026年11月10日", "unknown", "suspension")
    assert the_end(page, "PAU-1").when.en == "ends Tue 10 Nov 2026 14:00 KST (00:00 US Eastern)"


def test_each_end_has_the_lead_the_routing_gives_or_says_it_is_not_known():
    page = morning("2026-11-05")
    leads = {end.id: (end.lead.mandate, end.lead.unit, end.lead.derived) for end in page.ends.all()}
    assert leads["PAU-1"] == ("trade-security", "kr-u05", True)
    assert leads["PAU-4"] == leads["PAU-5"] == ("critical-materials", "kr-u02", True)
    assert leads["PAU-2"] == leads["PAU-3"] == (None, None, False)
    assert the_end(page, "PAU-2").lead.words.en == "lead not known"


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2026-11-09", {"0-7": dict.fromkeys(FOUR, 1), "8-30": {"PAU-5": 18}}),
        ("2026-11-10", {"0-7": dict.fromkeys(FOUR, 0), "8-30": {"PAU-5": 17}}),
        ("2026-11-11", {"8-30": {"PAU-5": 16}, "passed": dict.fromkeys(FOUR, -1)}),
        ("2026-11-20", {"0-7": {"PAU-5": 7}, "passed": dict.fromkeys(FOUR, -10)}),
        ("2026-11-27", {"0-7": {"PAU-5": 0}, "passed": dict.fromkeys(FOUR, -17)}),
        ("2026-11-28", {"passed": {**dict.fromkeys(FOUR, -18), "PAU-5": -1}}),
        ("2026-12-10", {"passed": {**dict.fromkeys(FOUR, -30), "PAU-5": -13}}),
        ("2026-12-11", {"passed": {"PAU-2": -31, "PAU-3": -31, "PAU-4": -31, "PAU-5": -14}}),
        ("2026-12-12", {"passed": {"PAU-5": -15}}),
        ("2026-12-28", {"passed": {"PAU-5": -31}}),
        ("2026-12-29", {}),
        ("2026-12-30", {}),
        ("2026-08-12", {"31-90": dict.fromkeys(FOUR, 90)}),
        ("2026-08-11", {}),
    ],
)  # fmt: skip
def test_an_end_moves_through_the_windows_day_by_day(day, wanted):
    """What has passed by the later reading stays for thirty days."""
    empty: dict[str, dict[str, int]] = {"0-7": {}, "8-30": {}, "31-90": {}, "passed": {}}
    found = windows(morning(day))
    pauses = {name: {one: left for one, left in ends.items() if one.startswith("PAU")} for name, ends in found.items()}
    assert pauses == {**empty, **wanted}


def test_the_day_of_the_end_says_the_hour():
    page = morning("2026-11-10")
    assert the_end(page, "PAU-4").when.en.startswith(
        "ends today: Tue 10 Nov 2026 01:00 KST (00:00 Beijing) or Wed 11 Nov"
    )
    assert the_end(page, "PAU-4").when.ko.startswith("오늘 종료: 2026. 11. 10.(화) 01:00(베이징 시각 00:00)")
    assert the_end(page, "PAU-1").when.en == "ends today: Tue 10 Nov 2026 14:00 KST (00:00 US Eastern)"
    assert {end.state for end in page.ends.week} == {"running"}
    assert "end today by the earlier reading" in page.headline.en


def test_the_morning_after_one_reading_is_over_and_the_other_is_not():
    page = morning("2026-11-11")
    states = {end.id: end.state for end in page.ends.passed}
    assert states == {
        "PAU-1": "over",
        "PAU-2": "over by one reading",
        "PAU-3": "over by one reading",
        "PAU-4": "over by one reading",
    }
    assert "over by one reading" in the_end(page, "PAU-4").when.en
    assert (
        "Three suspensions are over by one reading and one suspension has passed, what followed is not known"
        in page.headline.en
    )
    evening = morning("2026-11-11T23:00+09:00")
    assert {end.state for end in evening.ends.passed} == {"over"}


def test_the_last_pause_by_its_two_readings():
    assert the_end(morning("2026-11-27"), "PAU-5").state == "running"
    assert the_end(morning("2026-11-27T01:00+09:00"), "PAU-5").state == "over by one reading"
    assert the_end(morning("2026-11-28"), "PAU-5").state == "over by one reading"
    assert the_end(morning("2026-11-28T01:00+09:00"), "PAU-5").state == "over"


def test_every_morning_says_what_it_cannot():
    for day in ("2015-01-01", "2025-12-30", "2026-10-20", "2026-11-23", "2026-12-30"):
        page = morning(day)
        assert page.waiting.status == "none"
        assert page.waiting.reason.en.startswith("Nothing: no proposal has been made")
        assert page.overdue.status == "not_computable"
        assert (
            page.overdue.reason.en == "Not computable: grades are not public, and no completed inspection was entered."
        )
        assert {line.state for line in page.stale} <= {"not computable"}
        assert len(page.stale) == page.heartbeat.sources
        assert page.heartbeat.items == len(korea().items.all())
        for sentence in (page.headline, page.heartbeat.words, page.waiting.reason, page.overdue.reason):
            assert sentence.en
            assert any("가" <= letter <= "힣" for letter in sentence.ko)


def test_the_heartbeat_counts_days_of_the_oldest_source():
    page, tower = morning("2026-11-23"), korea()
    newest = {
        key: max(s.known for s in tower.evidence.snapshots(key))
        for key in tower.sources
        if tower.evidence.snapshots(key)
    }
    oldest = min(newest.values()).astimezone(SEOUL).date()
    assert page.heartbeat.oldest_days == (date(2026, 11, 23) - oldest).days
    assert f"oldest {page.heartbeat.oldest_days} days" in page.heartbeat.words.en


def test_hormuz_mornings():
    first = morning("2026-03-05")
    assert "HMZ-05" in {thing.id for thing in first.new} or "HMZ-06" in {thing.id for thing in first.new}
    assert all("HMZ-08" not in ends for ends in windows(first).values()), (
        "the ceiling of 13 March was not known on the 5th"
    )
    week = morning("2026-03-20")
    assert windows(week)["0-7"] == {"HMZ-08": 7}
    over = morning("2026-03-27")
    assert windows(over)["passed"] == {"HMZ-08": 0}
    assert the_end(over, "HMZ-08").when.en == "over by its stated reading: Fri 27 Mar 2026 00:00 KST"
    assert windows(over)["8-30"] == {"HMZ-13": 14}
    assert windows(morning("2026-03-26"))["0-7"]["HMZ-08"] == 1


def test_levels_stand_on_the_page_as_far_as_they_were_known():
    def told(on, known=None):
        strip = morning(on, known or on).levels
        return {one.resource: (one.state, one.ranks) for one in strip.marks}, strip.rest.en

    assert told("2026-03-05")[0] == {}, "the page of a day begins at its midnight"
    assert told("2026-03-06")[0] == {"oil": ("held", (1,)), "gas": ("held", (1,))}
    assert told("2026-03-19") == (
        {"oil": ("held", (2,)), "gas": ("held", (1,))},
        "No level is known for the other 4 of 6 resources in 2 warning schemes.",
    )
    assert told("2026-05-01", "2026-11-24")[0] == {"oil": ("day_unknown", (2, 3)), "gas": ("last_told", (1,))}
    assert told("2025-12-01")[1].startswith("No level is known: ")
    assert morning("2026-03-19", "2026-03-19", "trade-security").levels.marks == ()
    oil = next(one for one in morning("2026-03-19", "2026-03-19").levels.marks if one.resource == "oil")
    assert set(oil.words.sources) & {"ZD6", "PCV", "SBS3"}
    assert oil.lead.unit == "kr-u03"


def test_the_surcharge_ends_at_one_in_the_afternoon():
    page = morning("2026-07-24")
    assert windows(page)["0-7"] == {"TAR-06": 0}
    end = the_end(page, "TAR-06")
    assert end.when.en == "ends today: Fri 24 Jul 2026 13:01 KST (00:01 US Eastern)"
    assert (end.lead.mandate, end.lead.unit) == ("korea-us-trade", "kr-u11")
    assert the_end(morning("2026-07-24T13:00+09:00"), "TAR-06").state == "running"
    assert the_end(morning("2026-07-24T13:01+09:00"), "TAR-06").state == "over"
    assert windows(morning("2026-07-25"))["passed"] == {"TAR-06": -1}


def test_long_before_anything_was_known():
    page = morning("2015-01-01")
    assert (page.new, page.ends.all(), page.heartbeat.sources) == ((), (), 0)
    assert page.headline.en.startswith("Quiet: nothing new, and nothing ends within 90 days")
    assert page.sources == ()


def test_one_affair_only():
    page = morning("2026-11-05", mandate="trade-security")
    assert [end.id for end in page.ends.all()] == ["PAU-1"]
    assert page.mandate == "trade-security"
    assert page.headline.en.startswith("Only ")
    assert page.heartbeat == morning("2026-11-05").heartbeat


@pytest.mark.parametrize(
    "day",
    ["2025-11-12", "2025-12-30", "2026-01-15", "2026-02-25", "2026-03-12", "2026-04-20", "2026-07-15", "2026-11-23"],
)
def test_new_means_known_in_the_fourteen_days_before(day):
    page = morning(day)
    last = date.fromisoformat(day)
    for thing in page.new:
        if thing.kind != "reform":
            assert last - timedelta(days=14) <= thing.known_on <= last, thing.id


def test_hindsight_lists_as_new_nothing_that_came_after_that_day():
    page = morning("2025-12-30", known="2026-11-24")
    assert {thing.id for thing in page.new} >= {"kr-reform-2025-12-30", "RST-15"}
    assert max(thing.known_on for thing in page.new) <= date(2025, 12, 30)


def test_a_reform_is_planned_before_its_day_and_unknown_before_its_announcement():
    planned = next(thing for thing in morning("2025-12-26").new if thing.kind == "reform")
    assert "planned for 2025-12-30" in planned.what.en
    assert "시행 예정" in planned.what.ko
    assert all(thing.kind != "reform" for thing in morning("2025-12-22").new)
    assert all(thing.kind != "reform" for thing in morning("2025-12-30", known="2025-12-22").new)
    known_only = morning("2025-12-30", known="2025-12-24")
    assert next(thing for thing in known_only.new if thing.kind == "reform").id == "kr-reform-2025-12-30"
    later = next(thing for thing in morning("2026-01-03").new if thing.kind == "reform")
    assert "in force since 2025-12-30" in later.what.en


def test_the_command_says_the_same_as_the_answer():
    for day in ("2025-12-30", "2026-10-20", "2026-11-05", "2026-11-23"):
        found = run_korea("today", "--on", day, "--format", "json")
        assert (found.code, found.err) == (0, "")
        assert found.json() == morning(day).as_json()
