"""Two days compared on the command line: the earlier first, and what a unit is on the later one."""

import pytest

from towers import neverland_home, run


def org(*arguments, lang="en"):
    return run("org", *arguments, "--lang", lang, home=neverland_home())


def first_line(*arguments, lang="en"):
    found = org(*arguments, lang=lang)
    assert found.code == 0, found.err
    return found.text.splitlines()[0]


@pytest.mark.parametrize("command", [("diff",), ("handover", "nv-u02")])
def test_the_later_day_first_is_refused_with_both_days(command):
    found = org(*command, "2030-05-01", "2030-04-30")
    assert found.code == 2
    assert "two days, the earlier first" in found.err
    assert "Write 2030-04-30 2030-05-01" in found.err
    assert org(*command, "2030-05-01", "2030-05-01").code == 0


def test_the_first_line_says_where_the_unit_is_not_there_on_the_later_day():
    line = first_line("handover", "nv-u04", "2030-04-01", "2030-04-30", "--known", "2030-04-20")
    assert "the unit is not yet established on 30 April 2030" in line
    assert "2030년 4월 30일 현재 신설 전" in first_line(
        "handover", "nv-u04", "2030-04-01", "2030-04-30", "--known", "2030-04-20", lang="ko"
    )


def test_affairs_a_unit_only_has_a_part_in_are_counted_apart():
    line = first_line("handover", "nv-u02", "2030-05-02", "2030-05-03")
    assert "a part in 2 affairs stays" in line
    assert "1 affair stays" in line
