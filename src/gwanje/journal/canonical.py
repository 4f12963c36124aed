"""Canonical JSON: one text for one payload, so that a commitment can be recomputed byte for byte.

The rule: keys are text, sorted by code point; no blanks; UTF-8 as it is, control characters escaped; whole numbers of
at most 64 bits; finite fractions in their shortest form that reads back the same. `1` and `1.0` stay different. A tuple
becomes a list and an instant with a zone its ISO 8601 text, because JSON has neither; everything else that JSON cannot
hold is refused, never converted.
"""

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwanje.foundation.errors import RefusedInputError, WrongUseError

MAXIMUM_DEPTH = 64
_WHOLE_NUMBER_LIMIT = 2**63


def canonical_text(payload: Mapping[str, Any]) -> str:
    """The one canonical JSON text of a payload.

    Raises:
        RefusedInputError: the payload holds something JSON cannot hold, and where it stands.
    """
    if not isinstance(payload, Mapping):
        raise _refused("payload", "a mapping", type(payload).__name__, "Give a mapping of names to values")
    return _dump(_plain(payload, "payload", MAXIMUM_DEPTH))


def parse_canonical(text: str) -> dict[str, Any]:
    """The payload of a stored text; only a text this module would write itself is accepted.

    Raises:
        ValueError: the text is not the canonical JSON of a mapping.
    """
    try:
        value = json.loads(text)
        again = _dump(value)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    if not isinstance(value, dict) or again != text:
        raise ValueError("not the canonical JSON text of a mapping")
    return value


def instant_text(at: datetime) -> str:
    """An instant as recorded: the offset the writer gave is kept, microseconds are always written.

    Raises:
        WrongUseError: the instant has no zone, or one that ISO 8601 cannot write.
    """
    offset = at.utcoffset() if isinstance(at, datetime) else None
    if offset is None or offset.microseconds:
        raise WrongUseError(
            "A journal needs an instant with a zone of whole seconds",
            expected="for example 2026-11-10T15:00+09:00",
            found=str(at),
            remedy="Give the datetime a tzinfo",
        )
    return at.isoformat(timespec="microseconds")


def parse_instant_text(text: str) -> datetime:
    """The instant of a stored text; only a text `instant_text` would write is accepted.

    Raises:
        ValueError: the text is not such an instant.
    """
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None or at.isoformat(timespec="microseconds") != text:
        raise ValueError("not an instant with a zone as this journal writes it")
    return at


def _dump(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: Any, place: str, depth: int) -> Any:
    if depth == 0:
        raise _refused(place, f"at most {MAXIMUM_DEPTH} levels", "a deeper nesting", "Flatten it or store a reference")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _plain_text(value, place)
    if isinstance(value, int | float):
        return _plain_number(value, place)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise _refused(place, "an instant with a zone", value.isoformat(), "Give the datetime a tzinfo")
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_plain_key(key, place): _plain(item, f"{place}.{key}", depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}[{index}]", depth - 1) for index, item in enumerate(value)]
    raise _refused(
        place,
        "text, number, true, false, null, list, mapping or an instant with a zone",
        type(value).__name__,
        "Write it as text or number; absent is null",
    )


def _plain_key(key: Any, place: str) -> str:
    if not isinstance(key, str):
        raise _refused(place, "keys that are text", f"{type(key).__name__} {key!r}", "Write the key as text")
    return _plain_text(key, place)


def _plain_text(value: str, place: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise _refused(place, "text that UTF-8 can hold", "half a surrogate pair", "Decode the text first") from fault
    return str.__str__(value)


def _plain_number(value: float, place: str) -> int | float:
    if isinstance(value, int):
        if not -_WHOLE_NUMBER_LIMIT <= value < _WHOLE_NUMBER_LIMIT:
            raise _refused(place, "a whole number of at most 64 bits", "a larger one", "Write it as text")
        return int(value)
    if not math.isfinite(value):
        raise _refused(place, "a finite number", str(value), "Absent is null, not NaN (Convention §4)")
    return float(value)


def _refused(place: str, expected: str, found: str, remedy: str) -> RefusedInputError:
    return RefusedInputError(
        "This payload cannot be recorded", place=place, expected=expected, found=found, remedy=remedy
    )
