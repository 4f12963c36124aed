"""A run-up before a measure: its ratio to the season, months that are missing, and what it is not."""

from datetime import date

import pytest

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress import MonthlyPanel, MonthlyRow, SeriesKey, front_loading

KEY = SeriesKey("graphite", "NVL")


def panel(amount, years=(2030, 2031, 2032), without=()):
    rows = [
        MonthlyRow(KEY, date(y, m, 1), 1000.0 * amount(y, m), amount(y, m))
        for y in years
        for m in range(1, 13)
        if (y, m) not in without
    ]
    return MonthlyPanel.from_rows(rows)


def seasonal(y, m):
    return 10.0 * (2 if m == 11 else 1)


def test_the_season_and_the_level_of_the_year_before_are_the_measure():
    grown = panel(lambda y, m: seasonal(y, m) * 3 ** (y - 2030))
    found = front_loading(grown, KEY, date(2032, 10, 20), date(2032, 12, 1))
    assert (found.first, found.last) == (date(2032, 10, 1), date(2032, 11, 1))
    assert found.amount == 270.0
    assert found.ratio == pytest.approx(1.0)
    flat = front_loading(panel(seasonal), KEY, date(2032, 10, 20), date(2032, 12, 1))
    assert flat.ratio == pytest.approx(1.0)
    assert flat.years == 1
    assert flat.label == "not an early warning"


def test_a_run_up_and_the_fall_after_it():
    def ahead(y, m):
        return seasonal(y, m) * (2.5 if (y, m) in ((2032, 10), (2032, 11)) else 0.1 if (y, m) >= (2032, 12) else 1)

    found = front_loading(panel(ahead, years=(2030, 2031, 2032, 2033)), KEY, date(2032, 10, 20), date(2032, 12, 1))
    assert found.ratio == pytest.approx(2.5)
    assert found.half_year_ratio == pytest.approx(3.75)
    assert found.after_ratio == pytest.approx(0.1)
    by_value = front_loading(panel(ahead), KEY, date(2032, 10, 20), date(2032, 12, 1), by="value_usd")
    assert by_value.ratio == pytest.approx(2.5)


def test_a_measure_in_the_middle_of_a_month_counts_that_month():
    found = front_loading(panel(seasonal), KEY, date(2032, 10, 20), date(2032, 11, 15))
    assert found.last == date(2032, 11, 1)
    assert found.after_ratio is None


def test_a_missing_month_is_not_zero():
    found = front_loading(panel(seasonal, without=[(2032, 11)]), KEY, date(2032, 10, 20), date(2032, 12, 1))
    assert (found.amount, found.ratio) == (None, None)
    assert "missing" in found.reason
    first = front_loading(panel(seasonal, years=(2031, 2032)), KEY, date(2032, 2, 1), date(2032, 3, 1))
    assert first.ratio is None
    assert "no earlier year" in first.reason
    assert front_loading(panel(seasonal), KEY, date(2032, 12, 20), date(2033, 2, 1)).amount is None


def test_days_and_quantities_that_make_no_sense_are_refused():
    with pytest.raises(WrongUseError, match="two days that are one"):
        front_loading(panel(seasonal), KEY, date(2032, 10, 20), date(2032, 10, 20))
    with pytest.raises(WrongUseError, match="no quantity"):
        front_loading(panel(seasonal), KEY, date(2032, 10, 20), date(2032, 12, 1), by="price")
