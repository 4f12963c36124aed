"""What a person tells about goods, beside their code: whether a preference is claimed, what is in them, what they are worth."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.tariffs import UnitValue

_UNIT_VALUE = re.compile(r"^(?P<amount>\S+)\s*(?P<currency>[A-Z]{3})\s*/\s*(?P<per>\S.*)$")


@dataclass(frozen=True, slots=True)
class Goods:
    """Shares are fractions; None where nobody told."""

    claimed: float | None = None
    contents: Mapping[str, float] = field(default_factory=dict)
    unit_value: UnitValue | None = None


def goods_told(claimed: float | None, shares: Iterable[str], unit_value: str) -> Goods:
    """The goods as a person described them: `copper=0.4`, `2.5 USD/kg`."""
    contents: dict[str, float] = {}
    for share in shares:
        name, value = _share(share)
        if name in contents:
            raise WrongUseError(
                f"The content '{name}' is told twice",
                expected="each content once",
                found=f"{contents[name]:g} and {value:g}",
                remedy="Keep one of the two",
            )
        contents[name] = value
    return Goods(claimed, contents, _unit_value(unit_value) if unit_value else None)


def _share(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    share = _number(value)
    if not equals or not name.strip() or share is None or not 0 <= share <= 1:
        raise WrongUseError(
            f"'{text}' is not the share of a content",
            expected="a name and a share from 0 to 1",
            found=text,
            remedy="Write for example copper=0.4 for 40% of the value",
        )
    return name.strip(), share


def _unit_value(text: str) -> UnitValue:
    found = _UNIT_VALUE.match(text.strip())
    amount = _number(found["amount"]) if found else None
    if found is None or amount is None or amount <= 0:
        raise WrongUseError(
            f"'{text}' is not the worth of a unit",
            expected="an amount above 0, a currency and a unit",
            found=text,
            remedy="Write for example '2.5 USD/kg'",
        )
    return UnitValue(amount, found["currency"], found["per"].strip())


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
