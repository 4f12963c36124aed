"""Reports: the clock by grade, repetitions, and the states a report goes through."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.names import Name, Names
from gwanje.watch import (
    Phrase,
    ReliabilityGrade,
    ReportClosed,
    ReportFile,
    ReportLinked,
    ReportReceived,
    ReportTriaged,
    TriageClock,
    reports_from_csv,
    triage_due,
    twins_of,
)
from gwanje.watch.report_twins import likeness
from gwanje.watch.reports import report_act, report_files, report_payload

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 27, 12, tzinfo=SEOUL)  # a Friday


def clock(**more) -> TriageClock:
    return TriageClock(basis=Phrase(en="a", ko="a"), duplicate_days=7, duplicate_likeness=0.6, **more)


def grade(**more) -> ReliabilityGrade:
    return ReliabilityGrade(key="g", names=Names(en=Name(text="g")), **more)


def test_hours_run_day_and_night():
    due = triage_due(NOON, grade(hours=40), clock(), SEOUL)
    assert (due.instant, due.weekends_only) == (NOON + timedelta(hours=40), False)


def test_a_working_day_skips_the_weekend_and_ends_at_midnight():
    assert triage_due(NOON, grade(working_days=1), clock(), SEOUL).instant == datetime(2026, 12, 1, tzinfo=SEOUL)


def test_a_public_holiday_is_skipped_and_an_unknown_one_is_said():
    known = clock(holidays=[date(2026, 11, 30)], holidays_until=date(2026, 12, 31))
    due = triage_due(NOON, grade(working_days=1), known, SEOUL)
    assert (due.instant, due.weekends_only) == (datetime(2026, 12, 2, tzinfo=SEOUL), False)
    beyond = clock(holidays=[date(2026, 11, 30)], holidays_until=date(2026, 11, 30))
    assert triage_due(NOON, grade(working_days=1), beyond, SEOUL).weekends_only


def test_no_working_day_means_the_same_day_or_the_next_working_one():
    assert triage_due(NOON, grade(working_days=0), clock(), SEOUL).instant == datetime(2026, 11, 28, tzinfo=SEOUL)
    saturday = NOON + timedelta(days=1)
    assert triage_due(saturday, grade(working_days=0), clock(), SEOUL).instant == datetime(2026, 12, 1, tzinfo=SEOUL)


def test_the_day_is_that_of_the_country():
    late = datetime(2026, 11, 26, 20, tzinfo=UTC)  # 27 November in Seoul
    assert triage_due(late, grade(working_days=0), clock(), SEOUL).instant == datetime(2026, 11, 28, tzinfo=SEOUL)


def test_a_grade_has_one_clock():
    for wrong in ({}, {"hours": 1, "working_days": 1}):
        with pytest.raises(ValueError, match="exactly one"):
            grade(**wrong)


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_whole_for_the_same_letters(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def report(number: int, text: str, **more) -> ReportReceived:
    told = {"source": "mission", "items": ("urea",)} | more
    return ReportReceived(
        "desk", more.pop("at", NOON), number, text=text, **{k: v for k, v in told.items() if k != "at"}
    )


SAID = "Customs in Qingdao holds urea since Monday"


def test_the_same_words_from_the_same_kind_of_source_are_twins():
    held = [ReportFile(report(3, SAID))]
    (twin,) = twins_of(report(4, SAID + "!"), held, clock(), SEOUL)
    assert (twin.report, twin.alike, twin.days) == ("RPT-3", 1.0, 0)


@pytest.mark.parametrize(
    "other",
    [
        report(3, SAID, source="firm"),
        report(3, SAID, items=("lng",)),
        report(3, SAID, items=()),
        report(3, "The harbour is quiet this week"),
        report(3, SAID, at=NOON - timedelta(days=8)),
    ],
)
def test_another_source_item_text_or_week_is_no_twin(other):
    assert twins_of(report(4, SAID), [ReportFile(other)], clock(), SEOUL) == ()


def test_states_follow_what_was_entered():
    acts = [
        report(1, SAID, grade="c"),
        ReportTriaged("desk", NOON, 2, report=1, says="so", grade="a", items=("lng",)),
        ReportLinked("desk", NOON, 3, report=1, to="RST-1"),
        ReportClosed("desk", NOON, 4, report=1, feedback="thanks"),
    ]
    states = [report_files(acts[:n])[0].state for n in range(1, 5)]
    assert states == ["received", "triaged", "linked", "closed"]
    (file,) = report_files(acts)
    assert (file.grade, file.items, file.links, file.last) == ("a", ("urea", "lng"), ("RST-1",), 4)


def test_an_act_comes_back_from_the_journal_as_it_was():
    one = report(7, SAID, reporter="somebody", attachments=("a.pdf",))
    assert report_act(one.kind, 7, NOON, report_payload(one)) == one


def test_what_was_not_entered_by_then_is_not_told():
    assert report_files([report(1, SAID)], NOON - timedelta(seconds=1)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,grade\na,b\n", "not the columns"),
        ("source,grade,text,colour\na,b,c,d\n", "colour"),
        ("source,grade,text\na,b\n", "too few"),
        ("source,grade,text\na,b,c,d\n", "too many"),
        ("source,grade,text\n", "no report"),
        ("source,source,grade,text\na,a,b,c\n", "not the columns"),
    ],
)
def test_a_file_with_a_fault_is_refused_as_a_whole(text, said):
    with pytest.raises(RefusedInputError, match=said):
        reports_from_csv(text, "reports.csv")


def test_rows_are_read_with_their_line():
    first, second = reports_from_csv('source,grade,item,text\na,b,urea lng,"x, y"\nc,d,,z\n', "r.csv")
    assert (first.items, first.text, second.items, second.place) == (("urea", "lng"), "x, y", (), "r.csv line 3")
