"""Shares and concentration of suppliers, and what stands in the way of reading them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gwanje.foundation.errors import WrongUseError

Amounts = Mapping[str, float | None]
OutlierSide = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class UnitValueOutlier:
    """A supplier whose unit value is far from the mean: probably another product or grade."""

    supplier: str
    side: OutlierSide
    times_mean: float


def supplier_shares(amounts: Amounts) -> dict[str, float | None]:
    """Share of each supplier in the sum of the amounts that are known.

    Shapes and units:
        amounts: one number of one unit (USD or tonnes) per supplier, 0 or more; None where it is missing.
        Result: dimensionless shares that sum to 1 over the suppliers with an amount; None stays None. Where nothing
        is known, or everything known is zero, every share is None: absent is not zero (Convention A1).

    Source:
        S_p = M_p / M, the share behind the Herfindahl-Hirschman index; European Commission SWD(2021) 352, indicator 1,
        not confirmed against the text.

    Differs:
        Suppliers without a country code are kept as named remainders, not dropped.

    Raises:
        WrongUseError: an amount is negative or not a finite number.

    Example:
        >>> supplier_shares({"OZZ": 3.0, "WDL": 1.0, "LLP": None})
        {'OZZ': 0.75, 'WDL': 0.25, 'LLP': None}
    """
    _refuse_bad_amounts(amounts)
    total = math.fsum(amount for amount in amounts.values() if amount is not None)
    if total <= 0:
        return dict.fromkeys(amounts)
    return {supplier: None if amount is None else amount / total for supplier, amount in amounts.items()}


def herfindahl(shares: Mapping[str, float | None]) -> float | None:
    """Concentration of suppliers: the sum of squared shares.

    Shapes and units:
        shares: dimensionless, one per supplier; those that are known sum to 1 within 1e-9; None where missing.
        Result: dimensionless, from 1/n to 1 for n known suppliers; None where no share is known.

    Source:
        Herfindahl-Hirschman index: the sum of squared market shares (Hirschman 1945, Herfindahl 1950).

    Differs:
        Given as a fraction, not multiplied by 10,000.

    Raises:
        WrongUseError: the known shares do not sum to 1.

    Example:
        >>> herfindahl({"OZZ": 0.5, "WDL": 0.5})
        0.5
    """
    known = [share for share in shares.values() if share is not None]
    if not known:
        return None
    total = math.fsum(known)
    if abs(total - 1) > 1e-9:
        raise WrongUseError(
            "The shares do not sum to 1",
            expected="a sum of 1 within 1e-9",
            found=str(total),
            remedy="Make them with supplier_shares from amounts of one unit",
        )
    return min(1.0, math.fsum(share * share for share in known))


def normalised_herfindahl(index: float | None, suppliers: int) -> float | None:
    """Concentration freed from the number of suppliers: 0 for equal shares, 1 for a single supplier.

    Shapes and units:
        index: dimensionless, from 1/n to 1, or None; suppliers: n, the number of known shares behind it.
        Result: dimensionless, from 0 to 1; None where the index is missing or n is 1 (division by zero).

    Source:
        HHI* = (HHI - 1/n) / (1 - 1/n), the usual normalisation of the Herfindahl-Hirschman index; docs/methods.md.

    Differs:
        Nothing.

    Raises:
        WrongUseError: n is less than 1.

    Example:
        >>> normalised_herfindahl(0.5, 2)
        0.0
    """
    if suppliers < 1:
        raise WrongUseError(
            "A concentration needs suppliers",
            expected="1 or more",
            found=str(suppliers),
            remedy="Ask only where there are imports",
        )
    if index is None or suppliers == 1:
        return None
    return (index - 1 / suppliers) / (1 - 1 / suppliers)


def leading_supplier(shares: Mapping[str, float | None]) -> str | None:
    """The supplier with the largest known share; of equals the first by code, so that the answer is stable.

    Shapes and units:
        shares: dimensionless, one per supplier, None where missing.
        Result: the supplier's code; None where no share is known.

    Source:
        Largest single-country share, the primary criterion of INS-04.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> leading_supplier({"OZZ": 0.7, "WDL": 0.3, "LLP": None})
        'OZZ'
    """
    known = [(-share, supplier) for supplier, share in shares.items() if share is not None]
    return min(known)[1] if known else None


def distance_to_target(share: float | None, target: float) -> float | None:
    """How far the largest share stands above the target for one country; negative when the target is met.

    Shapes and units:
        share: dimensionless, from 0 to 1, or None; target: dimensionless, above 0 and at most 1.
        Result: share minus target, in fractions (0.05 are five percentage points); None where the share is missing.

    Source:
        Single-country target of the first basic plan, INS-04 (0.5 by 2030); the target itself is content.

    Differs:
        The plan counts reliance of economic-security items; here any item or code can be measured.

    Raises:
        WrongUseError: the target is not a share.

    Example:
        >>> distance_to_target(0.75, 0.5)
        0.25
    """
    if not 0 < target <= 1:
        raise WrongUseError(
            "A target is a share",
            expected="above 0 and at most 1",
            found=str(target),
            remedy="Write 0.5 for 50%",
        )
    return None if share is None else share - target


def mass_coverage(values: Amounts, masses: Amounts) -> float | None:
    """The share of the value that comes from suppliers whose mass is known.

    Shapes and units:
        values: USD per supplier; masses: tonnes per supplier, None where missing; same suppliers in both.
        Result: dimensionless, from 0 to 1; None where there is no value.

    Source:
        Project choice: shares by mass run over partners with a mass and show the value share these cover.

    Differs:
        Nothing.

    Raises:
        WrongUseError: the suppliers of the two differ, or an amount is negative or not finite.

    Example:
        >>> mass_coverage({"OZZ": 3.0, "WDL": 1.0}, {"OZZ": 10.0, "WDL": None})
        0.75
    """
    _refuse_bad_amounts(values)
    _refuse_bad_amounts(masses)
    _refuse_other_suppliers(values, masses)
    total = math.fsum(value for value in values.values() if value is not None)
    if total <= 0:
        return None
    covered = math.fsum(v for s, v in values.items() if v is not None and masses[s] is not None)
    return min(1.0, covered / total)


def unit_value_outliers(values: Amounts, masses: Amounts, *, factor: float) -> tuple[UnitValueOutlier, ...]:
    """Suppliers of one code whose unit value is at least `factor` times the mean, or at most 1/`factor` of it.

    Shapes and units:
        values: USD per supplier; masses: tonnes per supplier, None where missing; factor: dimensionless, above 1.
        The mean is weighted by mass: the value of the suppliers with a mass over their mass, USD per tonne.
        Result: the outliers by code of the supplier; empty where no mean exists. A mass of zero gives no unit value.

    Source:
        Project choice, after 280530 into Korea in 2024: Japan's unit value is about 60 times the mean; docs/methods.md.

    Differs:
        Nothing.

    Raises:
        WrongUseError: the factor is not above 1, the suppliers differ, or an amount is negative or not finite.

    Example:
        >>> found = unit_value_outliers({"OZZ": 100.0, "WDL": 50.0}, {"OZZ": 100.0, "WDL": 0.5}, factor=10)
        >>> [(one.supplier, one.side) for one in found]
        [('WDL', 'high')]
    """
    if not factor > 1:
        raise WrongUseError(
            "An outlier factor is above 1", expected="above 1", found=str(factor), remedy="Write 10 for ten times"
        )
    _refuse_bad_amounts(values)
    _refuse_bad_amounts(masses)
    _refuse_other_suppliers(values, masses)
    pairs = {s: (v, masses[s]) for s, v in values.items() if v is not None}
    weighed = {s: (value, mass) for s, (value, mass) in pairs.items() if mass}
    total_value = math.fsum(value for value, _ in weighed.values())
    total_mass = math.fsum(mass for _, mass in weighed.values() if mass)
    if total_value <= 0 or total_mass <= 0:
        return ()
    mean = total_value / total_mass
    found = []
    for supplier in sorted(weighed):
        value, mass = weighed[supplier]
        times = value / (mass or math.inf) / mean
        if times >= factor:
            found.append(UnitValueOutlier(supplier, "high", times))
        elif times <= 1 / factor:
            found.append(UnitValueOutlier(supplier, "low", times))
    return tuple(found)


def _refuse_bad_amounts(amounts: Amounts) -> None:
    for supplier, amount in amounts.items():
        if amount is not None and not (math.isfinite(amount) and amount >= 0):
            raise WrongUseError(
                f"The amount of '{supplier}' cannot be used",
                expected="a finite number, 0 or more, or None where it is missing",
                found=str(amount),
                remedy="Absent is not zero: give None for what is not known",
            )


def _refuse_other_suppliers(values: Amounts, masses: Amounts) -> None:
    if set(values) != set(masses):
        raise WrongUseError(
            "Values and masses do not speak of the same suppliers",
            expected=", ".join(sorted(values)),
            found=", ".join(sorted(masses)),
            remedy="Give both for every supplier, None where one is missing",
        )
