"""Readings of conditions as they are typed: KEY=VALUE@SOURCE, with days where a value must have held."""

import math
import re
from collections.abc import Mapping
from datetime import datetime

from gwanje.foundation.errors import WrongUseError
from gwanje.watch import SHARES, Reading

_READING = re.compile(r"(?P<key>[a-z0-9-]+)=(?P<value>[^@/]+)(?:/(?P<days>\d+)d)?@(?P<source>.+)$")
_ANSWERS = {"yes": True, "no": False, "예": True, "아니오": False}
_LARGEST_SHARE = 3.0
"""A fraction beyond this is most likely a percentage without its sign, and is refused."""


def reading_told(text: str, kinds: Mapping[str, str], at: datetime) -> Reading:
    """One reading; a value without a source, and one that is no number, are refused."""
    found = _READING.match(text)
    if found is None:
        raise WrongUseError(
            f"'{text}' is no reading",
            expected="KEY=VALUE@SOURCE, for example gas-stock=92%@weekly-report",
            found=text,
            remedy="Every value comes with its source (Convention S2); write yes or no for a reported fact",
        )
    value = _value(found["value"].strip(), kinds.get(found["key"], ""), text)
    days = int(found["days"]) if found["days"] else None
    return Reading(found["key"], value, at, (found["source"].strip(),), days)


def _value(text: str, kind: str, whole: str) -> float | bool:
    if text.casefold() in _ANSWERS:
        return _ANSWERS[text.casefold()]
    is_percent = text.endswith("%")
    try:
        number = float(text.rstrip("%").replace(",", "")) / (100 if is_percent else 1)
    except ValueError:
        number = math.nan
    unclear = kind in SHARES and not is_percent and abs(number) > _LARGEST_SHARE
    if math.isfinite(number) and not unclear and (not is_percent or kind in SHARES):
        return number
    raise WrongUseError(
        f"'{text}' is no value for this condition",
        place=whole,
        expected="a fraction (0.92) or a percentage (92%)" if kind in SHARES else "a finite number, or yes or no",
        found=text,
        remedy="Write the value in the unit of the condition; gwanje watch level --format json shows it",
    )
