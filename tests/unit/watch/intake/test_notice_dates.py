"""Days in a notice: every form they are written in, what the words around say of them, how an end is read."""

from datetime import date

import pytest

from gwanje.watch.notice_dates import days_in


def only(text: str):
    (found,) = days_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年11月8日", date(2025, 11, 8)),
        ("2025 年 1 月 8 日", date(2025, 1, 8)),
        ("二〇二五年十月九日", date(2025, 10, 9)),
        ("二○二五年十二月三十一日", date(2025, 12, 31)),
        ("2026년 3월 27일", date(2026, 3, 27)),
        ("2026. 3. 27.", date(2026, 3, 27)),
        ("November 9, 2026", date(2026, 11, 9)),
        ("9 November 2026", date(2026, 11, 9)),
        ("Nov. 9, 2026", date(2026, 11, 9)),
        ("2026-11-09", date(2026, 11, 9)),
        ("2026/11/9", date(2026, 11, 9)),
        ("令和8年11月9日", date(2026, 11, 9)),
        ("9th day of November, 2026", date(2026, 11, 9)),
    ],
)
def test_a_day_is_read_in_every_form(text, day):
    assert only(f"x {text} y").day == day


@pytest.mark.parametrize("text", ["2026年2月30日", "2026-13-01", "31 April 2026", "2026. 2. 30."])
def test_no_such_day_is_said_and_not_read(text):
    found = only(text)
    assert (found.day, found.fault) == (None, "no such day")


def test_a_day_that_may_be_two_days_is_not_read():
    found = only("on 10/11/2025")
    assert (found.day, found.fault) == (None, "day or month first: not told")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("本公告自2025年12月1日起正式实施。", "in_force"),
        ("公告自2025年12月1日起施行", "in_force"),
        ("effective November 10, 2025,", "in_force"),
        ("takes effect on 10 November 2025.", "in_force"),
        ("2026년 3월 13일부터 시행한다.", "in_force"),
        ("暂停至2026年11月10日", "ends"),
        ("自今年起至2026年12月31日止", "ends"),
        ("through November 9, 2026", "ends"),
        ("2026년 3월 27일까지", "ends"),
        ("published on 9 October 2025 and takes effect later", "announced"),
        ("发布时间：2025-10-09 16:30", "announced"),
        ("2025년 10월 9일 공고", "announced"),
        ("截至2025年9月30日", "not_told"),
        ("the act of 9 October 2025 is amended", "not_told"),
    ],
)
def test_the_words_around_a_day_say_what_it_is(text, role):
    assert only(text).role == role


def test_a_day_alone_on_its_line_is_that_of_the_announcement():
    assert only("text\n  二〇二五年十月九日\n").role == "announced"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("至2026年11月10日", "unknown"),
        ("至2026年11月10日（含当日）止", "inclusive"),
        ("until November 10, 2026", "unknown"),
        ("through November 9, 2026", "inclusive"),
        ("up to and including 9 November 2026", "inclusive"),
        ("before 9 November 2026", "exclusive"),
        ("2026년 3월 27일까지", "unknown"),
        ("2026년 3월 27일 전까지", "exclusive"),
        ("2026년 3월 27일(당일 포함)까지", "inclusive"),
        ("effective 9 November 2026", ""),
    ],
)
def test_bare_words_leave_the_reading_of_an_end_unknown(text, reading):
    assert only(text).reading == reading


@pytest.mark.parametrize(
    "text", ["自即日起", "自公布之日起施行", "effective immediately", "upon publication", "즉시 시행", "공고한 날부터"]
)
def test_from_the_day_of_the_announcement_is_no_day_but_in_force(text):
    found = only(text)
    assert (found.day, found.role) == (None, "in_force")


def test_the_place_counts_lines_and_columns_from_one():
    first, second = days_in("a\n自2025年12月1日起\n至2026年11月10日")
    assert (first.place.line, first.place.column, second.place.line) == (2, 2, 3)
    assert first.place.excerpt == "自2025年12月1日起"


@pytest.mark.parametrize(
    ("text", "role", "fault"),
    [
        ("本公告自公布之日起30日后施行。", "in_force", "counted from the announcement"),
        ("공포한 날부터 6개월이 경과한 날부터 시행한다", "in_force", "counted from the announcement"),
        ("effective thirty days after publication", "in_force", "counted from the announcement"),
        ("本公告有效期两年。", "ends", "a term, not a day"),
        ("suspended for one year", "ends", "a term, not a day"),
        ("本公告自12月1日起施行", "in_force", "year not told"),
        ("自2026年12月起实施", "in_force", "day not told"),
        ("in force from December 1", "in_force", "year not told"),
    ],
)
def test_what_names_no_day_is_said_and_never_taken_for_one(text, role, fault):
    (found,) = days_in(text)
    assert (found.day, found.role) == (None, role)
    assert fault in found.fault


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("【发布日期】2026-11-24", "announced"),
        ("suspended until 11:59 p.m. Eastern time on November 9, 2026", "ends"),
        ("Effective at 12:01 a.m. November 9, 2026", "in_force"),
        ("2026年12月1日零时起", "in_force"),
    ],
)
def test_brackets_and_hours_do_not_hide_what_a_day_is(text, role):
    assert [one.role for one in days_in(text)] == [role]
