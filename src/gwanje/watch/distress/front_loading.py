"""What moved ahead of a measure: a stock built between its announcement and its first day. Not an early warning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress.panel import Floats, MonthlyPanel, SeriesKey
from gwanje.watch.distress.seasonal import YEAR

NOT_AN_EARLY_WARNING = "not an early warning"
_BEFORE = 6


@dataclass(frozen=True, slots=True)
class FrontLoading:
    """The run-up of one series by one quantity; a ratio that cannot be computed is None, and `reason` says why."""

    first: date
    last: date
    amount: float | None
    expected: float | None
    years: int
    ratio: float | None
    half_year_ratio: float | None
    after_ratio: float | None
    reason: str = ""
    label: str = NOT_AN_EARLY_WARNING


def front_loading(
    panel: MonthlyPanel, key: SeriesKey, announced: date, in_force: date, *, by: str = "mass_t", years: int = 5
) -> FrontLoading:
    """What a series carried from the announcement of a measure to its first day, over what the season expects.

    Shapes and units:
        panel: monthly grids; announced, in_force: days; by: "mass_t" (tonnes) or "value_usd"; years: earlier years that
        make the expectation. Months count from that of the announcement to the last that begins before `in_force`.
        Result: amount and expectation in the unit of the grid. ratio = amount / expectation; the expectation is the sum
        of the twelve months before the announcement's times the median, over up to `years` earlier years, of the same
        months' sum over that of the twelve before. half_year_ratio = the mean month over that of the six months before
        the announcement's.
        after_ratio = the three months from `in_force` over their expectation. None where a month is missing.

    Source:
        F = sum of Q over the months from announcement to effective day / seasonal expectation: a project choice;
        docs/methods-watch.md.

    Differs:
        A high F means hidden stock, not safety, and a fall afterwards is expected: it carries the label "not an early
        warning". The level is that of the year before: a trade that has grown is not a run-up. A missing month is not
        taken for zero.

    Raises:
        WrongUseError: the series or a month is not in the panel, or the measure begins before it is announced.

    Example:
        >>> from gwanje.watch.distress import MonthlyRow
        >>> key = SeriesKey("graphite", "NVL")
        >>> rows = [MonthlyRow(key, date(y, m, 1), 1.0, 30.0 if (y, m) == (2032, 6) else 10.0)
        ...     for y in (2030, 2031, 2032) for m in range(1, 13)]
        >>> found = front_loading(MonthlyPanel.from_rows(rows), key, date(2032, 6, 3), date(2032, 7, 1))
        >>> (found.ratio, found.after_ratio, found.label)
        (3.0, 1.0, 'not an early warning')
    """
    if not announced < in_force:
        raise WrongUseError(
            "Nothing can move between two days that are one",
            expected="an announcement before the first day",
            found=f"announced {announced}, in force {in_force}",
            remedy="Give both days of the measure",
        )
    choose: dict[str, Callable[[], Floats]] = {"mass_t": lambda: panel.mass_t, "value_usd": lambda: panel.value_usd}
    if by not in choose:
        raise WrongUseError(
            f"'{by}' is no quantity of a panel", expected=" or ".join(choose), found=by, remedy="Choose one of them"
        )
    amounts = choose[by]()[panel.row(key)]
    first = panel.column(announced.replace(day=1))
    stop = first + _months_between(announced, in_force) + (in_force.day > 1)
    amount = _sum(amounts, first, stop)
    expected, used = _expected(amounts, first, first, stop, years)
    before = amounts[max(0, first - _BEFORE) : first]
    usual = float(before.mean()) if before.size == _BEFORE and np.isfinite(before).all() else None
    later = _sum(amounts, stop, stop + 3)
    usual_later, _ = _expected(amounts, first, stop, stop + 3, years)
    reason = "a month of the run-up is missing" if amount is None else "no earlier year has all the months it takes"
    ratio = _over(amount, expected)
    return FrontLoading(
        first=announced.replace(day=1),
        last=_month_at(announced, stop - 1 - first),
        amount=amount,
        expected=expected,
        years=used,
        ratio=ratio,
        half_year_ratio=_over(None if amount is None else amount / (stop - first), usual),
        after_ratio=_over(later, usual_later),
        reason=reason if ratio is None else "",
    )


def _expected(amounts: Floats, first: int, start: int, stop: int, years: int) -> tuple[float | None, int]:
    """What some months usually bring, given the year before the run-up, and how many earlier years say so."""
    level = _sum(amounts, first - YEAR, first)
    parts = []
    for back in range(YEAR, YEAR * years + 1, YEAR):
        part = _over(_sum(amounts, start - back, stop - back), _sum(amounts, first - back - YEAR, first - back))
        parts += [] if part is None else [part]
    if level is None or not parts:
        return None, len(parts)
    return level * float(np.median(parts)), len(parts)


def _sum(amounts: Floats, start: int, stop: int) -> float | None:
    if start < 0 or stop > amounts.size or not np.isfinite(amounts[start:stop]).all():
        return None
    return float(amounts[start:stop].sum())


def _over(amount: float | None, usual: float | None) -> float | None:
    return amount / usual if amount is not None and usual else None


def _months_between(earlier: date, later: date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month


def _month_at(first: date, months: int) -> date:
    whole = 12 * first.year + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
