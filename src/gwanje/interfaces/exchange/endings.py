"""Endings as exchange files write them: the wording in one cell, the day it names in another, in a form that keeps its reading.

`2024-10-01 exclusive Pacific/Honolulu` is a day that is named, `2024-07-20 or 2024-07-21 Pacific/Auckland` are days that follow
from a term, `2030-04-01T00:00+00:00` is an exact end. Without a reading it is unknown, without a zone the country's counts.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from gwanje.foundation.endings import Ending
from gwanje.interfaces.exchange.fields import Fields

_DAY = r"\d{4}-\d{2}-\d{2}"
_FORM = re.compile(
    rf"(?P<derived>derived )?(?P<days>{_DAY}(?: or {_DAY})*)(?: (?P<reading>inclusive|exclusive|unknown))?(?: (?P<zone>\S+))?"
)
_EXPECTED = "2024-10-01, 2024-10-01 exclusive Pacific/Honolulu, 2024-07-20 or 2024-07-21, or 2030-04-01T00:00+09:00"


def ending_cells(ending: Ending | None, name: str) -> dict[str, str]:
    """An ending as three cells: the wording, what it names, and how that follows."""
    if ending is None:
        return {}
    cells = {name: ending.wording, f"{name}_end": _form(ending), f"{name}_derived": ending.derived}
    return {column: text for column, text in cells.items() if text}


def ending_columns(name: str) -> tuple[str, str, str]:
    """The columns of an ending."""
    return (name, f"{name}_end", f"{name}_derived")


def _form(ending: Ending) -> str:
    if ending.instant is not None:
        return ending.instant.isoformat()
    if ending.named is not None:
        return f"{ending.named.isoformat()} {ending.reading} {ending.zone}"
    derived = "" if len(ending.candidates) > 1 else "derived "
    return f"{derived}{' or '.join(day.isoformat() for day in ending.candidates)} {ending.zone}"


def read_ending(fields: Fields, name: str) -> Ending | None:
    """The ending of three cells; None where all are empty."""
    record = ending_record(fields, name)
    if record is None:
        return None
    try:
        return Ending.model_validate(record, context={"zone": fields.zone})
    except ValidationError as fault:
        said = fault.errors()[0]
        raise fields.refusal(
            f"{name}_end", "This ending was not understood", _EXPECTED, fields.text(f"{name}_end"), str(said["msg"])
        ) from fault


def ending_record(fields: Fields, name: str) -> Mapping[str, Any] | None:
    """The same as a record of content."""
    wording, form, derived = (fields.text(column) for column in ending_columns(name))
    if not (wording or form or derived):
        return None
    if not wording or not form:
        lacking = name if not wording else f"{name}_end"
        raise fields.refusal(
            lacking,
            "An ending needs its wording and the day it names",
            "both, for example 'until the harvest' and 2024-10-01",
            f"{wording or 'no wording'}, {form or 'no day'}",
            "Fill in both, or empty both",
        )
    more: dict[str, Any] = {"derived": derived} if derived else {}
    if "T" in form.split(" ", maxsplit=1)[0]:
        return {"wording": wording, "instant": fields.instant(f"{name}_end"), **more}
    met = _FORM.fullmatch(form)
    if met is None:
        raise fields.refusal(
            f"{name}_end", f"'{form}' is no day something ends on", _EXPECTED, form, "Write it in one of these forms"
        )
    days = [_day(fields, f"{name}_end", text) for text in met["days"].split(" or ")]
    more |= {"zone": met["zone"] or fields.zone.key}
    if len(days) == 1 and not met["derived"]:
        return {"wording": wording, "named": days[0], "reading": met["reading"] or "unknown", **more}
    if met["reading"]:
        raise fields.refusal(
            f"{name}_end",
            "Only a day that is named has a reading",
            "one day",
            form,
            "Leave one day, or the reading out",
        )
    return {"wording": wording, "candidates": days, **more}


def as_content(ending: Ending) -> dict[str, Any]:
    """An ending as content writes it."""
    told: dict[str, Any] = {"wording": ending.wording}
    if ending.instant is not None:
        told["instant"] = ending.instant.isoformat()
    elif ending.named is not None:
        told |= {"named": ending.named, "reading": ending.reading, "zone": ending.zone}
    else:
        told |= {"candidates": list(ending.candidates), "zone": ending.zone}
    return told | ({"derived": ending.derived} if ending.derived else {})


def _day(fields: Fields, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise fields.refusal(
            column, f"'{text}' is not a day", "a day such as 2025-12-30", text, "Correct the day"
        ) from fault
