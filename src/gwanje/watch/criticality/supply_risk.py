"""EU supply risk, as far as published tables carry it: weighted concentration, the term it enters, what is implied."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality.bounds import Bounds, within_whole

DIMENSIONS = ("VA", "PV", "GE", "RQ", "RL", "CC")
WORST_GOVERNANCE = 10.0
FactorReading = Literal["inside", "perhaps outside", "outside", "not computable"]


@dataclass(frozen=True, slots=True)
class SupplyShare:
    """One country's share of a supply; what is not told is None."""

    country: str
    share: Bounds | None
    governance: float | None
    trade: float | None


@dataclass(frozen=True, slots=True)
class WeightedConcentration:
    """HHI_WGI,t of one stage and scope, with what it does not cover."""

    value: Bounds
    told_share: Bounds
    countries: int
    without_governance: tuple[str, ...] = ()
    without_trade: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def missing_share(self) -> Bounds:
        """The part of the supply that no row tells; shares that sum to more than one leave none."""
        return Bounds(max(0.0, 1 - self.told_share.high), max(0.0, 1 - self.told_share.low))


def scaled_governance(estimates: Mapping[str, float | None]) -> float | None:
    """Governance of a country on the scale of the EU method: 0 best, 10 worst.

    Shapes and units:
        estimates: the six dimensions of the Worldwide Governance Indicators (VA, PV, GE, RQ, RL, CC), about -2.5 to
        2.5, high is good; None where there is none.
        Result: (2.5 - mean of the six) / 5 * 10, dimensionless; None where one of the six is missing.

    Source:
        Blengini et al. 2017, JRC106997, scaling of WGI, not confirmed against the text; World Bank, Worldwide
        Governance Indicators.

    Differs:
        A mean over fewer than six dimensions is not made.

    Raises:
        WrongUseError: a dimension is unknown, or an estimate is not a finite number.

    Example:
        >>> scaled_governance(dict.fromkeys(DIMENSIONS, 0.5))
        4.0
        >>> scaled_governance({"PV": 1.0}) is None
        True
    """
    for name, one in estimates.items():
        if name not in DIMENSIONS or (one is not None and not math.isfinite(one)):
            raise WrongUseError(
                "This is no governance estimate",
                expected=f"one of {', '.join(DIMENSIONS)} with a finite number or None",
                found=f"{name}: {one}",
                remedy="Take the column 'estimate' of the six dimensions; a missing one is None",
            )
    told = [estimates.get(name) for name in DIMENSIONS]
    known = [one for one in told if one is not None]
    return (2.5 - math.fsum(known) / len(known)) / 5 * 10 if len(known) == len(DIMENSIONS) else None


def weighted_concentration(rows: Sequence[SupplyShare], *, worst_trade: float) -> WeightedConcentration | None:
    """Concentration of a supply, weighted by governance and trade restrictions: HHI_WGI,t.

    Shapes and units:
        rows: one per country; shares are fractions, governance 0 to 10 (10 worst), trade about 0.8 to 1.5;
        worst_trade: the largest step of the trade parameter, dimensionless.
        Result: sum of S^2 * governance * t, dimensionless, 0 to 10 * worst_trade, as bounds; None without rows. Shares
        are not rescaled: the part no row tells is shown. A row without governance or t counts nothing in the lower
        bound and the worst in the upper; an unread share lies between zero and what the others leave.

    Source:
        Blengini et al. 2017, JRC106997, supply risk, not confirmed against the text; docs/methods-watch.md.

    Differs:
        Bounds instead of one number where a share is printed as a bound.

    Raises:
        WrongUseError: a country stands twice: its shares must be added before they are squared.

    Example:
        >>> rows = [SupplyShare("OZZ", Bounds(0.5, 0.5), 4.0, 1.0), SupplyShare("WNK", Bounds(0.0, 0.001), 8.0, 1.0)]
        >>> found = weighted_concentration(rows, worst_trade=1.5)
        >>> (found.value.low, round(found.value.high, 6), round(found.missing_share.low, 3))
        (1.0, 1.000008, 0.499)
    """
    if not rows:
        return None
    _refuse_twice([row.country for row in rows])
    rows = [replace(row, share=one) for row, one in zip(rows, within_whole([row.share for row in rows]), strict=True)]
    told = [row.share for row in rows if row.share is not None]
    sums = Bounds(math.fsum(one.low for one in told), math.fsum(one.high for one in told))
    left = max(0.0, 1 - sums.low)
    low = math.fsum(row.share.low**2 * _weight(row, 0.0, 0.0) for row in rows if row.share is not None)
    high = math.fsum(
        (left if row.share is None else row.share.high) ** 2 * _weight(row, WORST_GOVERNANCE, worst_trade)
        for row in rows
    )
    return WeightedConcentration(
        value=Bounds(low, high),
        told_share=sums,
        countries=len(rows),
        without_governance=tuple(row.country for row in rows if row.governance is None),
        without_trade=tuple(row.country for row in rows if row.trade is None),
        unread=tuple(row.country for row in rows if row.share is None),
    )


def supply_risk_term(world: Bounds | None, own: Bounds | None) -> Bounds | None:
    """What import reliance weighs: the concentration term of the supply risk, import reliance not known.

    Shapes and units:
        world, own: HHI_WGI,t of global and of EU supply, dimensionless, or None.
        Result: world * IR/2 + own * (1 - IR/2) for every import reliance IR in [0, 1], as bounds; with one scope
        missing the other alone; None without both.

    Source:
        Blengini et al. 2017, JRC106997, supply risk, not confirmed against the text.

    Differs:
        The published tables hold no import reliance, so the result is an interval.

    Raises:
        Nothing.

    Example:
        >>> supply_risk_term(Bounds(4.0, 4.0), Bounds(2.0, 2.0))
        Bounds(low=2.0, high=3.0)
    """
    if world is None or own is None:
        return own or world
    halves = Bounds((world.low + own.low) / 2, (world.high + own.high) / 2)
    return Bounds(min(own.low, halves.low), max(own.high, halves.high))


def implied_factor(published: float | None, terms: Iterable[Bounds]) -> Bounds | None:
    """The factor that the published supply risk implies: substitution times what recycling leaves, SI * (1 - RIR).

    Shapes and units:
        published: supply risk as published, dimensionless; terms: the concentration term of each stage, dimensionless.
        Result: published / the largest term, as bounds, dimensionless; None where there is nothing to divide.

    Source:
        Rearranged from Blengini et al. 2017, JRC106997: SR = max over stages of term * (1 - EoL-RIR) * SI.

    Differs:
        Implied, not published: import reliance, recycling and substitution are not in the tables.

    Raises:
        WrongUseError: the published value is negative or not finite.

    Example:
        >>> implied_factor(1.8, [Bounds(2.0, 3.0), Bounds(1.0, 1.0)])
        Bounds(low=0.6, high=0.9)
    """
    if published is not None and not (math.isfinite(published) and published >= 0):
        raise WrongUseError(
            "A published supply risk is not negative", expected="0 or more", found=str(published), remedy="Check it"
        )
    every = list(terms)
    if published is None or not every:
        return None
    largest = Bounds(max(one.low for one in every), max(one.high for one in every))
    if largest.low <= 0:
        return None
    return Bounds(published / largest.high, published / largest.low)


def factor_reading(factor: Bounds | None) -> FactorReading:
    """Whether an implied factor can be one: a substitution index times a share lies in [0, 1].

    Shapes and units:
        factor: dimensionless bounds, or None.
        Result: inside, outside (the whole interval above 1), perhaps outside (a part of it), or not computable.

    Source:
        Project choice; docs/methods-watch.md.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> [factor_reading(one) for one in (Bounds(0.6, 0.9), Bounds(0.9, 1.2), Bounds(1.1, 1.2), None)]
        ['inside', 'perhaps outside', 'outside', 'not computable']
    """
    if factor is None:
        return "not computable"
    if factor.high <= 1:
        return "inside"
    return "outside" if factor.low > 1 else "perhaps outside"


def _weight(row: SupplyShare, governance: float, trade: float) -> float:
    return (governance if row.governance is None else row.governance) * (trade if row.trade is None else row.trade)


def _refuse_twice(countries: Sequence[str]) -> None:
    twice = sorted({one for one in countries if countries.count(one) > 1})
    if twice:
        raise WrongUseError(
            "A country stands twice in one supply",
            expected="each country once",
            found=", ".join(twice),
            remedy="Add its shares up before they are squared",
        )
