"""Amounts of an input-output table in prose: dollars where the table is in dollars, its own unit otherwise."""

from gwanje.answers.sentences import money_en, money_ko
from gwanje.impact.economy import UNIT

A_TRILLION = 1e12


def amount_en(amount: float, unit: str) -> str:
    """An amount of a year, three significant digits."""
    if unit != UNIT:
        return f"{_plain(amount)} {unit}"
    usd = amount * 1e6
    return f"{usd / A_TRILLION:.3g} trillion USD" if abs(usd) >= A_TRILLION else money_en(usd)


def amount_ko(amount: float, unit: str) -> str:
    """The same in Korean."""
    return money_ko(amount * 1e6) if unit == UNIT else f"{_plain(amount)} {unit}"


def _plain(amount: float) -> str:
    rounded = float(f"{amount:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 1000 else f"{rounded:.3g}"
