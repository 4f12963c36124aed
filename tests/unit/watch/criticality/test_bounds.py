"""Printed values: what is a number, what is bounds, and what is never made zero."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality import Bounds, read_published, read_share, within_whole


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("1,270,000", 1270000, 1270000), ("0.5", 0.5, 0.5), ("<50", 0, 50), (">95", 95, math.inf), ("—", 0, 0),
     ("330 - 390", 330, 390), ("10,000 – 15,000", 10000, 15000)],
)  # fmt: skip
def test_numbers_and_bounds(text, low, high):
    assert read_published(text).bounds == Bounds(low, high)


@pytest.mark.parametrize(
    ("text", "word"),
    [("W", "withheld"), ("NA", "not_available"), ("XX", "not_applicable"), ("E", "net_exporter"), ("s", "unread"),
     ("", "unread"), ("Large", "unread"), ("1,27,000", "unread"), ("-5", "unread"), ("nan", "unread"), ("9 - 3", "unread")],
)  # fmt: skip
def test_words_are_no_numbers(text, word):
    found = read_published(text)
    assert (found.bounds, found.word) == (None, word)


def test_s_is_less_than_half_a_unit_only_where_the_note_says_so():
    assert read_published("s", "Less than ½ unit.").bounds == Bounds(0, 0.5)
    assert read_published("s", "Included with ilmenite.").bounds is None


@pytest.mark.parametrize("text", ["6", "", "101%", "a%", "W", "-1%"])
def test_a_share_that_cannot_be_one_is_missing(text):
    assert read_share(text) is None


def test_shares_are_fractions():
    assert read_share("62.8%") == Bounds(0.628, 0.628)
    assert read_share("<0.1%") == Bounds(0, 0.001)
    assert read_share(">0%") == Bounds(0, 1)


def test_an_open_share_ends_where_the_others_leave_nothing():
    assert within_whole([Bounds(0.9, 0.9), Bounds(0, 1), None])[1].high == pytest.approx(0.1)
    assert within_whole([Bounds(1.01, 1.01), Bounds(0, 1)])[1] == Bounds(0, 0)
    assert within_whole([Bounds(0.2, 0.2), Bounds(0, 0.001)])[1] == Bounds(0, 0.001)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (math.inf, math.inf)])
def test_bounds_hold_something(low, high):
    with pytest.raises(WrongUseError):
        Bounds(low, high)


@given(st.integers(0, 10**12))
def test_a_whole_number_survives_its_thousands_commas(number):
    assert read_published(f"{number:,}").bounds == Bounds(number, number)
