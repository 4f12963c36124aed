"""A reform as a table of its events; a table that would lose something of it is refused, not written."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.foundation.content import parse_record
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.instants import day_start, known_day
from gwanje.foundation.markings import Marking
from gwanje.interfaces.exchange.days import written
from gwanje.interfaces.exchange.endings import ending_cells
from gwanje.interfaces.exchange.event_columns import (
    CHANGE,
    CITED,
    COLUMNS,
    COUNT,
    FINAL_NAME,
    FIRST,
    REFERENCE,
    REFORM,
    SUCCESSOR,
    VERBS,
    Slot,
)
from gwanje.interfaces.exchange.events_reading import AsWritten, EventsReader
from gwanje.interfaces.exchange.fields import SEPARATOR
from gwanje.interfaces.exchange.records import LANGUAGES
from gwanje.registry import ReformFile

Row = dict[str, str]
_ATTRIBUTES = {"from": "origin"}
_NOT_CARRIED = {
    "units": "units it declares itself",
    "mandates": "affairs it declares itself",
    "disagreements": "disagreements it brings",
}


def events_text(reform: ReformFile, zone: ZoneInfo) -> str:
    """The table as CSV text, read back and compared before it is returned.

    Raises:
        RefusedInputError: the reform says something that no column carries; the message names it.
    """
    for key, words in _NOT_CARRIED.items():
        if getattr(reform, key):
            raise _lost(reform, words, ", ".join(str(_identity(one)) for one in getattr(reform, key)))
    rows = list(_rows(reform, zone))
    filled = {column for row in rows for column, cell in row.items() if cell}
    columns = [column for column in COLUMNS if column in FIRST or column in filled]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    _refuse_loss(reform, out.getvalue(), zone)
    return out.getvalue()


def _identity(one: Any) -> Any:
    return one.get("id", "") if isinstance(one, dict) else one.id


def _lost(reform: ReformFile, what: str, found: str) -> RefusedInputError:
    return RefusedInputError(
        f"A table of events cannot carry everything that reform '{reform.id}' says: {what}",
        place=reform.place,
        expected="what docs/exchange.md lists as columns",
        found=found,
        remedy="Pass the YAML file of the reform on instead",
    )


def _refuse_loss(reform: ReformFile, text: str, zone: ZoneInfo) -> None:
    """Read the table again: whatever comes back differently is named."""
    try:
        read = EventsReader("events.csv", zone, AsWritten()).read(text)
        again = parse_record(read.yaml(), "events.yaml", ReformFile, zone=zone)
    except RefusedInputError as fault:
        raise _lost(reform, fault.what, f"{fault.found} ({fault.place})") from fault
    path = _difference(reform.model_dump(), again.model_dump(), "")
    if path:
        raise _lost(reform, f"no column carries {path[0]} as it stands there", path[1])


def _difference(before: Any, after: Any, path: str) -> tuple[str, str] | None:
    """Where two records first differ, and what stood there."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        pairs = [(f"{path}.{key}", before.get(key), after.get(key)) for key in {**before, **after}]
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        pairs = [(f"{path}[{index}]", *both) for index, both in enumerate(zip(before, after, strict=True))]
    else:
        return None if before == after else (path.strip("."), repr(before)[:200])
    return next((found for where, one, other in pairs if (found := _difference(one, other, where))), None)


def _rows(reform: ReformFile, zone: ZoneInfo) -> Iterator[Row]:
    yield _row("reform", REFORM, reform, zone)
    for reference in reform.references:
        yield _row("reference", REFERENCE, reference, zone)
    for event in reform.events:
        yield from _event_rows(event, zone)
    if reform.counts is not None:
        cited = _cells(CITED, reform.counts, zone)
        for number, one in enumerate(reform.counts.classes):
            row = _row("count", COUNT[1:], one, zone) | {"unit": reform.counts.unit}
            yield row if number else row | cited


def _event_rows(event: Any, zone: ZoneInfo) -> Iterator[Row]:
    verb, change = event.verb, event.change
    row = _row(verb, (*VERBS[verb], *CHANGE), change, zone)
    if verb == "correct" and change.instead is not None:
        inner = change.instead
        row |= _cells(VERBS[inner.verb], inner.change, zone)
        verb, change = inner.verb, inner.change
    yield row
    if verb == "split_unit":
        yield from (_row("successor", SUCCESSOR, share, zone) for share in change.into)
    if verb == "finalise_names":
        for unit, names in change.names.items():
            yield _row("final_name", FINAL_NAME[1:], _Named(names), zone) | {"unit": unit}


class _Named:
    """Names by themselves, as something that has names."""

    def __init__(self, names: Any) -> None:
        self.names = names


def _row(verb: str, slots: tuple[Slot, ...], told: Any, zone: ZoneInfo) -> Row:
    return {"verb": verb, **_cells(slots, told, zone)}


def _cells(slots: Iterable[Slot], told: Any, zone: ZoneInfo) -> Row:
    row: Row = {}
    for slot in slots:
        value = _at(told, slot.key)
        if value is not None:
            row |= _cell(slot, value, zone)
    return {column: cell for column, cell in row.items() if cell}


def _at(told: Any, path: str) -> Any:
    for step in path.split("."):
        told = None if told is None else getattr(told, _ATTRIBUTES.get(step, step))
    return told


def _cell(slot: Slot, value: Any, zone: ZoneInfo) -> Row:
    if slot.form == "ending":
        return ending_cells(value, slot.column)
    if slot.form in _ROWS:
        return _ROWS[slot.form](value)
    if slot.form in _TEXTS:
        return {slot.column: _TEXTS[slot.form](value)}
    return {slot.column: _known(value, zone) if slot.form == "known" else _plain(slot, value, zone)}


def _children(children: Any) -> Row:
    levels = SEPARATOR.join(children.complete)
    flag = "yes" if children.incomplete else "no"
    return {"complete_levels": levels, "incomplete": flag, "children_note": children.note}


def _plain(slot: Slot, value: Any, zone: ZoneInfo) -> str:
    """A value that is one word or a list of words; a default that content leaves out is left out here too."""
    if isinstance(value, datetime):
        return written(value, zone)
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    is_default = (slot.key, value) in _DEFAULTS
    return "" if is_default else str(value)


_DEFAULTS = {("scope", "whole"), ("status", "reported"), ("director_level", 0), ("posts.director_level", 0)}


def _known(value: datetime, zone: ZoneInfo) -> str:
    """A known day counts from its end; an instant within a day is written out."""
    local = value.astimezone(zone)
    return known_day(local, zone).isoformat() if local == day_start(local.date(), zone) else local.isoformat()


def _name_cells(names: Any) -> Row:
    row: Row = {}
    for lang in LANGUAGES:
        name = getattr(names, lang)
        if name is not None:
            row |= {lang: name.text, f"{lang}_status": name.status, f"{lang}_note": name.note}
    return row


def parent_text(parent: Any) -> str:
    """A place in one cell: `kr-u01`, `none`, `not reported`, `within kr-u16 missing bureau`, `kr-u01 (assumed)`."""
    where = parent.unit or (f"within {parent.within}" if parent.within else parent.state)
    missing = f" missing {parent.missing_level}" if parent.missing_level else ""
    return f"{where}{missing}" + (f" ({parent.status})" if parent.status != "reported" else "")


_ROWS: dict[str, Callable[[Any], Row]] = {"names": _name_cells, "children": _children}
_TEXTS: dict[str, Callable[[Any], str]] = {
    "parent": parent_text,
    "partners": lambda value: "" if value == "not reported" else SEPARATOR.join(value) or "none",
    "numbers": lambda value: SEPARATOR.join(f"{kind}={number}" for kind, number in value.items()),
    "marking": lambda value: "" if value == Marking.PUBLIC else str(value.word),
    "verb": lambda value: str(value.verb),
}
