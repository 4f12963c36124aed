"""GeoPolRisk: concentration of production times the risk of where a country's imports come from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality.bounds import Bounds


@dataclass(frozen=True, slots=True)
class ImportRisk:
    """The import risk, with what it does not cover."""

    value: Bounds
    imports: float
    without_governance: tuple[str, ...]
    share_without_governance: float
    without_amount: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeopoliticalRisk:
    """Score and midpoint; the midpoint is undefined without a unit price."""

    score: Bounds
    midpoint: Bounds | None


def instability(political_stability: float) -> float:
    """Political instability of a supplier on the scale of GeoPolRisk: 0 stable, 1 unstable.

    Shapes and units:
        political_stability: estimate of the Worldwide Governance Indicators, about -2.5 to 2.5, high is stable.
        Result: (2.5 - estimate) / 5, clamped to [0, 1], dimensionless.

    Source:
        GeoPolRisk, as documented in doi:10.21105/joss.09600.

    Differs:
        Nothing.

    Raises:
        WrongUseError: the estimate is not a finite number.

    Example:
        >>> (instability(0.0), instability(-2.8), instability(2.5))
        (0.5, 1.0, 0.0)
    """
    if not math.isfinite(political_stability):
        raise WrongUseError(
            "An estimate of political stability is a number",
            expected="about -2.5 to 2.5",
            found=str(political_stability),
            remedy="Leave a supplier without an estimate out of the mapping; it stays a named remainder",
        )
    return min(1.0, max(0.0, (2.5 - political_stability) / 5))


def import_risk(
    imports: Mapping[str, float | None], instabilities: Mapping[str, float], *, production: float
) -> ImportRisk | None:
    """Import risk of a country: the instability of its suppliers, weighted by what they sell it.

    Shapes and units:
        imports: tonnes per supplier, None where missing; instabilities: 0 to 1 per supplier, absent where there is no
        estimate; production: the country's own, in the unit of the imports.
        Result: sum of g_i * f_i / (production + all imports), dimensionless, 0 to 1. A supplier without an estimate
        counts between 0 and 1 and is named. None where nothing was imported or produced.

    Source:
        GeoPolRisk, as documented in doi:10.21105/joss.09600: ImportRisk_c = sum_i g_i f_ic / (p_c + F_c).

    Differs:
        Suppliers without an estimate stay in the total and widen the result; suppliers without an amount are named.

    Raises:
        WrongUseError: an amount or the production is negative or not finite.

    Example:
        >>> found = import_risk({"OZZ": 60.0, "WNK": 20.0, "LLP": None}, {"OZZ": 0.5, "WNK": 0.25}, production=20.0)
        >>> (found.value, found.without_amount)
        (Bounds(low=0.35, high=0.35), ('LLP',))
    """
    for name, amount in (*imports.items(), ("the own production", production)):
        if amount is not None and not (math.isfinite(amount) and amount >= 0):
            raise WrongUseError(
                f"The amount of '{name}' cannot be used",
                expected="a finite number, 0 or more, or None where it is missing",
                found=str(amount),
                remedy="Absent is not zero: give None for what is not known",
            )
    told = {supplier: amount for supplier, amount in imports.items() if amount is not None}
    total = math.fsum(told.values())
    if total <= 0:
        return None
    weighed = math.fsum(instabilities[one] * amount for one, amount in told.items() if one in instabilities)
    rest = math.fsum(amount for one, amount in told.items() if one not in instabilities)
    whole = production + total
    return ImportRisk(
        value=Bounds(weighed / whole, (weighed + rest) / whole),
        imports=total,
        without_governance=tuple(sorted(one for one, amount in told.items() if one not in instabilities and amount)),
        share_without_governance=rest / total,
        without_amount=tuple(sorted(one for one, amount in imports.items() if amount is None)),
    )


def geopolitical_risk(
    concentration: Bounds, risk: Bounds, *, unit_price_usd_kg: float | None = None
) -> GeopoliticalRisk:
    """GeoPolRisk score and midpoint of one material, country and year.

    Shapes and units:
        concentration: HHI of world production, 0 to 1; risk: import risk, 0 to 1; unit_price_usd_kg: USD per kg.
        Result: score = concentration * risk, dimensionless; midpoint = score * price, USD per kg, None without a price.

    Source:
        GeoPolRisk, as documented in doi:10.21105/joss.09600.

    Differs:
        The published workbook is not at hand: the formula is carried out, agreement with it is not claimed.

    Raises:
        WrongUseError: the price is negative or not finite.

    Example:
        >>> geopolitical_risk(Bounds(0.5, 0.5), Bounds(0.4, 0.6), unit_price_usd_kg=10.0).midpoint
        Bounds(low=2.0, high=3.0)
        >>> geopolitical_risk(Bounds(0.5, 0.5), Bounds(0.4, 0.6)).midpoint is None
        True
    """
    if unit_price_usd_kg is not None and not (math.isfinite(unit_price_usd_kg) and unit_price_usd_kg >= 0):
        raise WrongUseError(
            "A unit price is not negative", expected="0 or more", found=str(unit_price_usd_kg), remedy="Check it"
        )
    score = Bounds(concentration.low * risk.low, concentration.high * risk.high)
    return GeopoliticalRisk(score, None if unit_price_usd_kg is None else score.times(unit_price_usd_kg))


def characterisation_factor(midpoint: Bounds, copper_midpoint: Bounds) -> Bounds | None:
    """Midpoint relative to copper.

    Shapes and units:
        midpoint, copper_midpoint: USD per kg, of one country and year.
        Result: kg of copper equivalents per kg, dimensionless; None where the midpoint of copper can be zero.

    Source:
        GeoPolRisk, as documented in doi:10.21105/joss.09600.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> characterisation_factor(Bounds(2.0, 3.0), Bounds(0.5, 0.5))
        Bounds(low=4.0, high=6.0)
    """
    if copper_midpoint.low <= 0:
        return None
    return Bounds(midpoint.low / copper_midpoint.high, midpoint.high / copper_midpoint.low)
