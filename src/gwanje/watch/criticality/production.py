"""How concentrated the world's production of a mineral is, with what publishers withhold as intervals."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality.bounds import Bounds


@dataclass(frozen=True, slots=True)
class ProductionTold:
    """What a table tells of one mineral in one year: `None` for a country whose output is not told.

    `others` is the sum of countries that are not named; `total` is the world's, rounded by `rounding` to either side;
    `outside_total` are countries that the total leaves out.
    """

    producers: Mapping[str, float | Bounds | None]
    others: float | None = 0.0
    total: float | None = None
    rounding: float = 0.0
    outside_total: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProductionConcentration:
    """Concentration of production, as bounds, with what was not told.

    `leader` leads among the countries with a number; `largest_share` is that of whichever country is the largest, so it
    holds for one whose output is not told as well.
    """

    named_only: float
    value: Bounds
    leader: str
    leader_share: Bounds
    largest_share: Bounds
    producers: int
    not_told: tuple[str, ...]
    others_share: float | None
    is_bounded: bool


def half_unit(printed: str) -> float:
    """Half of the last digit that a rounded total tells, so that its rounding can be shown.

    Shapes and units:
        printed: a whole number as printed, with thousands commas; any unit.
        Result: half of the place of its last digit that is not zero, in the same unit.

    Source:
        Project choice: U.S. Geological Survey, Mineral Commodity Summaries, marks world totals "rounded" and does not
        say to which place; trailing zeros are taken for it.

    Differs:
        Nothing.

    Raises:
        WrongUseError: the text is no whole number.

    Example:
        >>> (half_unit("1,550,000"), half_unit("981"))
        (5000.0, 0.5)
    """
    digits = printed.replace(",", "").strip()
    if not digits.isdigit():
        raise WrongUseError(
            "This is no rounded total", expected="a whole number such as 1,550,000", found=printed, remedy="Check it"
        )
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10.0**zeros


def production_concentration(told: ProductionTold) -> ProductionConcentration | None:
    """Concentration of the world's production: the sum of squared shares, bounded by what is not told.

    Shapes and units:
        told: amounts of one unit per country and year, 0 or more; None where withheld or not available, never zero.
        Result: dimensionless. `named_only` squares the shares of named countries with a number, the others only in the
        total. `value` lies between the others being many and being one, and between every division of what is withheld:
        up to what the world total leaves, or without a bound where the total leaves the country out or is not told.
        None where no country has a number above zero.

    Source:
        Herfindahl-Hirschman index of production; the bounds are a project choice, docs/methods-watch.md.

    Differs:
        A withheld amount is an interval, not zero and not a guess; with one that nothing bounds the index can be
        anything up to 1.

    Raises:
        WrongUseError: an amount is negative or not finite.

    Example:
        >>> found = production_concentration(ProductionTold({"OZZ": 60.0, "WNK": 20.0, "QDL": None}, total=100.0))
        >>> (found.named_only, round(found.value.low, 2), round(found.value.high, 2), found.leader, found.not_told)
        (0.625, 0.44, 0.62, 'OZZ', ('QDL',))
        >>> (round(found.leader_share.low, 2), round(found.leader_share.high, 2))
        (0.6, 0.75)
        >>> (round(found.largest_share.low, 2), round(found.largest_share.high, 2))
        (0.6, 0.75)
    """
    amounts = {place: _bounds(place, one) for place, one in told.producers.items()}
    known = {place: one for place, one in amounts.items() if one is not None and one.high > 0}
    middle = {place: (one.low + one.high) / 2 if math.isfinite(one.high) else one.low for place, one in known.items()}
    if not known or math.fsum(middle.values()) <= 0:
        return None
    not_told = tuple(place for place, one in amounts.items() if one is None)
    named = math.fsum(middle.values())
    others = _others(told, not_told, named)
    whole = named + (others or 0.0)
    squares = math.fsum(one**2 for one in middle.values())
    leader = min(middle, key=lambda place: (-middle[place], place))
    slack = _untold(told, not_told, named + (others or 0.0))
    if others is None:
        slack = math.inf if told.total is None else max(slack, _left(told, named))
    low = _least(squares, whole, slack, len(not_told) + (1 if others is None else 0))
    high = _most(squares, whole, others or 0.0, slack)
    spread = [one for one in known.values() if not one.is_exact]
    if spread:
        low, high = _widened(known, whole, low, high)
    shares = _Shares(known, whole, others or 0.0, slack, len(not_told) + (1 if others is None else 0))
    return ProductionConcentration(
        named_only=squares / whole**2,
        value=Bounds(min(low, squares / whole**2), high),
        leader=leader,
        leader_share=shares.of(leader),
        largest_share=shares.largest(),
        producers=len(known),
        not_told=not_told,
        others_share=None if others is None else others / whole,
        is_bounded=math.isfinite(slack),
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """Shares of countries where `slack` at most was produced by `unknown` countries without a number."""

    known: Mapping[str, Bounds]
    whole: float
    others: float
    slack: float
    unknown: int

    @property
    def _width(self) -> float:
        return math.fsum(one.high - one.low for one in self.known.values()) / 2

    def of(self, place: str) -> Bounds:
        """The share of a country with a number."""
        one = self.known[place]
        low = 0.0 if math.isinf(self.slack) else one.low / (self.whole + self._width + self.slack)
        return Bounds(low, self._at_most(one.high))

    def largest(self) -> Bounds:
        """The share of the largest country, which may be one without a number."""
        least = max(one.low for one in self.known.values())
        room = min(self.slack, self.unknown * least)
        low = least / (self.whole + self._width + room)
        unseen = (
            1.0
            if math.isinf(self.slack)
            else self.slack / (self.whole - min(self._width, self.whole) + self.slack or 1)
        )
        most = max(self._at_most(one.high) for one in (*self.known.values(), Bounds(self.others, self.others)))
        return Bounds(low, min(1.0, max(most, unseen)))

    def _at_most(self, amount: float) -> float:
        smallest = self.whole - self._width
        return min(1.0, amount / smallest) if smallest > 0 and math.isfinite(amount) else 1.0


def _untold(told: ProductionTold, not_told: Sequence[str], told_sum: float) -> float:
    """The most that the countries without a number can have produced together."""
    if not not_told:
        return 0.0
    if told.total is None or any(place in told.outside_total for place in not_told):
        return math.inf
    return _left(told, told_sum)


def _others(told: ProductionTold, not_told: Sequence[str], named: float) -> float | None:
    """What countries without a name produced; what the total leaves where every country has a number is theirs too."""
    if told.others is None or told.total is None or not_told:
        return told.others
    return told.others + max(0.0, told.total - told.rounding - named - told.others)


def _left(told: ProductionTold, told_sum: float) -> float:
    return max(0.0, (told.total or 0.0) + told.rounding - told_sum)


def _least(squares: float, whole: float, slack: float, unknown: int) -> float:
    """The index where what is not told dilutes it most."""
    if slack <= 0 or not unknown:
        return squares / whole**2
    each = min(squares / whole, slack / unknown)
    return (squares + unknown * each**2) / (whole + unknown * each) ** 2


def _most(squares: float, whole: float, others: float, slack: float) -> float:
    """The index where the others are one country, and what is not told is nothing or one country."""
    if math.isinf(slack):
        return 1.0
    as_one = squares + others**2
    return min(1.0, max(as_one / whole**2, (as_one + slack**2) / (whole + slack) ** 2))


def _widened(known: Mapping[str, Bounds], whole: float, low: float, high: float) -> tuple[float, float]:
    """Bounds of the index for amounts that are intervals: wide, but certain to hold it."""
    least_squares = math.fsum(one.low**2 for one in known.values())
    most_squares = math.fsum(one.high**2 for one in known.values())
    widest = math.fsum(one.high - one.low for one in known.values())
    smallest = whole - widest / 2
    if math.isinf(most_squares) or smallest <= 0:
        return 0.0, 1.0
    return (
        min(low, least_squares / (whole + widest / 2) ** 2),
        min(1.0, max(high, most_squares / smallest**2)),
    )


def _bounds(place: str, amount: float | Bounds | None) -> Bounds | None:
    if amount is None or isinstance(amount, Bounds):
        return amount
    if not (math.isfinite(amount) and amount >= 0):
        raise WrongUseError(
            f"The production of '{place}' cannot be used",
            expected="a finite number, 0 or more, or None where it is not told",
            found=str(amount),
            remedy="Withheld is not zero: give None",
        )
    return Bounds(float(amount), float(amount))
