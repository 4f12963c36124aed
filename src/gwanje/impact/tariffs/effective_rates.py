"""One rate for many lines: duty over value, with the values of a fixed base year."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gwanje.foundation.errors import RefusedInputError, WrongUseError


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """Duty over value; `coverage` is the share of the base's value whose rate is known."""

    rate: float | None
    base: str
    coverage: float | None
    value: float
    without_rate: tuple[str, ...]
    without_value: tuple[str, ...]
    reason: str = ""


def effective_rate(
    values: Mapping[str, float | None], rates: Mapping[str, float | None], *, base: str
) -> EffectiveRate:
    """One rate for many lines: the duty of today's rates on the values of a fixed base year, over those values.

    Shapes and units:
        values: money of one unit per line, of one base year, 0 or more, None where missing; rates: fractions per line,
        None where not computable; the same lines in both. base: what the values are, in words, for example
        "US imports from Korea, 2024, million USD".
        Result: a fraction over the lines that have both, with the share of the known value they cover; None where they
        cover nothing.

    Source:
        Duty over value with the weights of a fixed base year, so that a rate does not fall because it stopped the
        trade; docs/methods-impact.md.

    Differs:
        Lines without a rate are told and left out, never counted as free.

    Raises:
        WrongUseError: no base in words, or lines that differ.
        RefusedInputError: a value below 0, a rate at or below -1, NaN.

    Example:
        >>> found = effective_rate({"cars": 300.0, "steel": 100.0, "chips": 100.0},
        ...                        {"cars": 0.15, "steel": 0.5, "chips": None}, base="imports of 2024")
        >>> round(found.rate, 4), found.coverage, found.without_rate
        (0.2375, 0.8, ('chips',))
    """
    if not base.strip():
        raise WrongUseError(
            "An effective rate needs its base in words",
            expected="what the values are: flow, year, unit",
            found="nothing",
            remedy="Give for example base='imports of 2024, USD'",
        )
    if set(values) != set(rates):
        raise WrongUseError(
            "Values and rates do not speak of the same lines",
            expected=", ".join(sorted(values)),
            found=", ".join(sorted(rates)),
            remedy="Give both for every line, None where one is missing",
        )
    for name, amounts, lowest in (("value", values, 0.0), ("rate", rates, math.nextafter(-1, 0))):
        for line, amount in amounts.items():
            if amount is not None and not (math.isfinite(amount) and amount >= lowest):
                raise RefusedInputError(
                    f"The {name} of '{line}' cannot be used",
                    expected="a finite number, 0 or more" if name == "value" else "a finite fraction above -1",
                    found=str(amount),
                    remedy="Absent is not zero: give None for what is not known",
                )
    worth = {line: amount for line, amount in values.items() if amount is not None}
    total = math.fsum(worth.values())
    rated = {line: (amount, rate) for line, amount in worth.items() if (rate := rates[line]) is not None}
    covered = math.fsum(amount for amount, _ in rated.values())
    return EffectiveRate(
        rate=math.fsum(amount * rate for amount, rate in rated.values()) / covered if covered > 0 else None,
        base=base,
        coverage=min(1.0, covered / total) if total > 0 else None,
        value=total,
        without_rate=tuple(line for line in values if rates[line] is None),
        without_value=tuple(line for line in values if values[line] is None),
        reason="" if covered > 0 else "no line has both a value above 0 and a rate",
    )
