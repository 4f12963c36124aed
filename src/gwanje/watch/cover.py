"""How long stocks last: with what is on its way, when imports stop, and in months with another supply."""

import math

from gwanje.foundation.errors import WrongUseError


def days_of_cover(stock: float | None, in_transit: float | None, daily_use: float | None) -> float | None:
    """How many days of use the stock and what is on its way to it cover.

    Shapes and units:
        stock: what can be used of the stock, in_transit: what will arrive, both in one unit (tonnes, barrels);
        daily_use: that unit a day; each 0 or more, None where it is not told.
        Result: days; None (not computable) where any part is missing or nothing is used.

    Source:
        D = (S + A) / u; docs/methods-watch.md, "Days of cover". Definition of the project; offices differ in what they
        count as usable and as use.

    Differs:
        The arrivals count in full, whenever they arrive; use stays what it is and no stock is held back.

    Raises:
        WrongUseError: an amount is negative or not a finite number.

    Example:
        >>> days_of_cover(900.0, 100.0, 10.0), days_of_cover(900.0, None, 10.0), days_of_cover(900.0, 100.0, 0.0)
        (100.0, None, None)
    """
    _refuse_bad_amounts(stock=stock, in_transit=in_transit, daily_use=daily_use)
    if stock is None or in_transit is None or not daily_use:
        return None
    return _quotient(stock + in_transit, daily_use)


def stress_cover(stock: float | None, daily_use: float | None, alternative_daily: float | None) -> float | None:
    """How many days the stock lasts when only the alternative supply goes on arriving.

    Shapes and units:
        stock: what can be used of the stock; daily_use, alternative_daily: the same unit a day; each 0 or more, None
        where it is not told.
        Result: days; infinity where the alternative covers the use, so that the stock is not drawn down; None (not
        computable) where any part is missing or nothing is used.

    Source:
        D = S / (u - a), infinite for a >= u; docs/methods-watch.md, "Days of cover". Definition of the project.

    Differs:
        What is in transit is not counted: a stop may catch it on its way.

    Raises:
        WrongUseError: an amount is negative or not a finite number.

    Example:
        >>> stress_cover(900.0, 10.0, 4.0), stress_cover(900.0, 10.0, 10.0), stress_cover(900.0, 10.0, None)
        (150.0, inf, None)
    """
    _refuse_bad_amounts(stock=stock, daily_use=daily_use, alternative_daily=alternative_daily)
    if stock is None or alternative_daily is None or not daily_use:
        return None
    return math.inf if alternative_daily >= daily_use else _quotient(stock, daily_use - alternative_daily)


def months_of_cover(stock: float | None, alternative_monthly: float | None, monthly_use: float | None) -> float | None:
    """How many months of use the stock and one month of the alternative supply cover.

    Shapes and units:
        stock: what can be used of the stock; alternative_monthly, monthly_use: the same unit a month; each 0 or more,
        None where it is not told.
        Result: months; None (not computable) where any part is missing or nothing is used.

    Source:
        M = (S + a) / u with a and u of one month; docs/methods-watch.md, "Days of cover". Definition of the project.

    Differs:
        The alternative counts for one month only, however long the stop lasts; `stress_cover` lets it go on.

    Raises:
        WrongUseError: an amount is negative or not a finite number.

    Example:
        >>> months_of_cover(900.0, 120.0, 300.0), months_of_cover(900.0, None, 300.0)
        (3.4, None)
    """
    _refuse_bad_amounts(stock=stock, alternative_monthly=alternative_monthly, monthly_use=monthly_use)
    if stock is None or alternative_monthly is None or not monthly_use:
        return None
    return _quotient(stock + alternative_monthly, monthly_use)


def _quotient(amount: float, use: float) -> float | None:
    """Amount over use; beyond what a number can hold there is no answer, and never an infinity that means "covered"."""
    found = amount / use
    return found if math.isfinite(found) else None


def _refuse_bad_amounts(**amounts: float | None) -> None:
    for name, amount in amounts.items():
        if amount is not None and not (math.isfinite(amount) and amount >= 0):
            raise WrongUseError(
                f"The amount of {name} cannot be used",
                expected="a finite number, 0 or more, or None where it is not told",
                found=str(amount),
                remedy="Absent is not zero: give None for what is not known",
            )
