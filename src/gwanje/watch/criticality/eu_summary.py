"""Counts over the readings of the EU study: what could be recomputed, and how much of it cannot be right."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwanje.watch.criticality.eu_records import EuReading


@dataclass(frozen=True, slots=True)
class EuSummary:
    """Counts over all scored materials; the share outside is the honesty figure."""

    scored: int
    assessed: int
    with_concentration: int
    without_concentration: tuple[str, ...]
    with_importance: tuple[str, ...]
    groups_with_importance: tuple[str, ...]
    without_importance: tuple[str, ...]
    ratio_above_one: tuple[str, ...]
    ratio_perhaps_above_one: tuple[str, ...]
    ratio_not_above_one: tuple[str, ...]
    factors: int
    outside: tuple[str, ...]
    perhaps_outside: tuple[str, ...]
    outside_even_if_rounded: tuple[str, ...]
    share_outside: float | None
    share_perhaps_outside: float | None


def eu_summary(readings: Sequence[EuReading]) -> EuSummary:
    """Counts over the readings of a study: coverage, ratios above one, and the share of implied factors outside.

    Shapes and units:
        readings: one per material of the study.
        Result: counts and names; shares are fractions of the materials that have an implied factor, None without one.

    Source:
        Project choice; docs/methods-watch.md.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from gwanje.watch.criticality import Bounds, PublishedScore
        >>> score = PublishedScore("Ozium", 2.0, 4.0)
        >>> factor = Bounds(1.1, 1.2)
        >>> reading = EuReading("Ozium", "ozium", score, (), {}, factor, "outside", "perhaps outside")
        >>> found = eu_summary([reading])
        >>> (found.factors, found.outside, found.share_outside, found.outside_even_if_rounded)
        (1, ('Ozium',), 1.0, ())
    """
    factors = [one for one in readings if one.factor is not None]
    outside = tuple(one.material for one in factors if one.factor_reading == "outside")
    perhaps = tuple(one.material for one in factors if one.factor_reading == "perhaps outside")
    count = len(factors)
    assessed = [one for one in readings if one.published.supply_risk is not None]
    ratios = {one.material: one.use.ratio for one in readings if one.use is not None and one.use.ratio is not None}
    return EuSummary(
        scored=len(readings),
        assessed=len(assessed),
        with_concentration=sum(bool(one.concentrations) for one in assessed),
        without_concentration=tuple(one.material for one in readings if not one.concentrations),
        with_importance=tuple(one.material for one in readings if one.use is not None and not one.is_group),
        groups_with_importance=tuple(one.material for one in readings if one.is_group),
        without_importance=tuple(one.material for one in readings if one.use is None),
        ratio_above_one=tuple(name for name, one in ratios.items() if one.low > 1),
        ratio_perhaps_above_one=tuple(name for name, one in ratios.items() if one.low <= 1 < one.high),
        ratio_not_above_one=tuple(name for name, one in ratios.items() if one.high <= 1),
        factors=count,
        outside=outside,
        perhaps_outside=perhaps,
        outside_even_if_rounded=tuple(one.material for one in factors if one.factor_when_rounded == "outside"),
        share_outside=len(outside) / count if count else None,
        share_perhaps_outside=len(perhaps) / count if count else None,
    )
