"""Which acts a text speaks of suspending: only numbers that stand there, and never what it denies or only rests on."""

import pytest

from gwanje.watch.notice_suspensions import suspension_words, suspensions_in

SIX = ["No. 55/2025", "No. 56/2025", "No. 57/2025", "No. 58/2025", "No. 61/2025", "No. 62/2025"]


def called(text, doubt=""):
    return [one.called for one in suspensions_in(text) if one.doubt == doubt]


@pytest.mark.parametrize(
    "text",
    [
        "自即日起至2026年11月10日，暂停实施2025年10月9日公布的公告2025年第55号、第56号、57号、58号，以及商务部公告2025年第61号、62号。",
        "停止执行商务部公告2025年第55号（公布决定）、第56号、第57号、第58号、第61号和第62号。",
        "Announcements No. 55, 56, 57, 58, 61 and 62 of 2025 are suspended until November 10, 2026.",
        (
            "Effective November 10, 2025, MOFCOM suspends Announcement No. 55/2025, No. 56/2025, No. 57/2025, No. 58/2025, "
            "No. 61/2025 and No. 62/2025."
        ),
        "공고 2025년 제55호, 제56호, 제57호, 제58호, 제61호 및 제62호의 시행을 2026년 11월 10일까지 유예한다.",
        "2025년 제55·56·57·58·61·62호의 효력을 정지한다.",
    ],
)
def test_lists_of_numbers_in_three_languages(text):
    assert called(text) == SIX
    assert [one.called for one in suspensions_in(text)] == SIX


@pytest.mark.parametrize(
    "text",
    ["暂停实施", "停止执行", "中止实施", "暂缓执行", "suspend", "효력을 정지", "효력 정지", "시행을 중단", "시행 유예"],
)
def test_words_of_suspension(text):
    assert suspension_words(f"x {text} y") == text
    assert suspension_words("许可 licence 허가") == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("暂停实施《公告》（商务部公告2024年第46号）第二款。", "2"),
        ("Paragraph 2 of Announcement No. 46 (2024) is suspended.", "2"),
        ("2024년 제46호 제2항의 시행을 유예한다.", "2"),
        ("2024년 제46호의 시행을 유예한다.", ""),
    ],
)
def test_a_part_of_an_act_is_read_with_it(text, part):
    assert [(one.called, one.part) for one in suspensions_in(text)] == [("No. 46/2024", part)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据第12号公告，停止执行2025年第55号公告。", ["No. 55/2025"]),
        ("Pursuant to Order No. 3/2020, Notice No. 9 is suspended.", ["No. 9"]),
        ("제12호에 따라 2024년 제46호의 시행을 유예한다.", ["No. 46/2024"]),
        ("Announcement No. 55 of 2025. Its text stays.", []),
        ("HS heading No. 250 is suspended.", []),
        ("2025年11月7日起暂停实施。", []),
        ("suspended until 2026", []),
    ],
)
def test_what_an_act_rests_on_and_what_is_no_act_is_left_out(text, found):
    assert [one.called for one in suspensions_in(text)] == found


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The suspension of Announcement No. 55 of 2025 ends today.", "denied"),
        ("Announcement No. 55 of 2025 is not suspended.", "denied"),
        ("MOFCOM lifts the suspension of No. 55/2025.", "denied"),
        ("不再暂停实施2025年第55号公告。", "denied"),
        ("暂停实施期满，恢复实施2025年第55号公告。", "denied"),
        ("2025년 제55호의 시행 유예를 종료한다.", "denied"),
        ("2025년 제55호의 시행을 유예하지 않는다.", "denied"),
        ("暂停实施2025年第61号公告；2025年第55号公告继续有效。", "goes_on"),
    ],
)
def test_what_the_words_deny_end_or_leave_in_force_comes_in_doubt(text, doubt):
    assert called(text, doubt) == ["No. 55/2025"]


@pytest.mark.parametrize(
    "text",
    [
        "2025年第55号至第58号公告暂停实施。",
        "Nos. 55 to 58 of 2025 are suspended.",
        "2025년 제55호부터 제58호까지 시행을 중단한다.",
    ],
)
def test_a_range_gives_its_ends_and_those_between_in_doubt(text):
    assert called(text) == ["No. 55/2025", "No. 58/2025"]
    assert called(text, "between") == ["No. 56/2025", "No. 57/2025"]


def test_a_year_is_never_made_up_and_one_taken_from_the_act_before_says_so():
    (alone,) = suspensions_in("暂停实施第55号公告。")
    assert (alone.year, alone.called) == (None, "No. 55")
    first, second = suspensions_in("暂停实施2025年第55号（决定）以及第56号公告。")
    assert (first.carried, second.carried, second.called) == (False, True, "No. 56/2025")
    assert suspensions_in("2024年发布。暂停实施第55号公告。")[0].year is None


def test_the_words_and_the_place_are_those_of_the_text():
    (one,) = suspensions_in("公告\n\n自即日起，暂停实施2025年第55号公告。")
    assert (one.verb, one.text, one.place.line) == ("暂停实施", "2025年第55号", 3)
    assert one.quote == "自即日起，暂停实施2025年第55号公告。"
    (far,) = suspensions_in("暂停实施" + "某某办法" * 60 + "2025年第55号公告。")
    assert far.quote == "…暂停实施… …2025年第55号…"
