"""Reading a table of events: one reform as records of content, each event knowing its row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError
from gwanje.interfaces.exchange.event_cells import Resolver, identity, value_of
from gwanje.interfaces.exchange.event_columns import (
    CHANGE,
    CITED,
    COLUMNS,
    COUNT,
    EXTRA,
    FINAL_NAME,
    REFERENCE,
    REFORM,
    SUCCESSOR,
    VERBS,
    WORDS,
    Slot,
    columns_of,
)
from gwanje.interfaces.exchange.fields import Fields
from gwanje.interfaces.exchange.table_rows import table_rows
from gwanje.interfaces.exchange.yaml_text import yaml_text

Json = dict[str, Any]
_NEED_A_NAME = frozenset({"rename", "final_name"})
_ORDER = (
    *(
        "id",
        "names",
        "effective",
        "known",
        "sources",
        "status",
        "claims",
        "marking",
        "note",
        "note_ko",
        "basis",
        "posts",
        "counts",
    ),
    "references",
)


class AsWritten:
    """Takes every id as it is written; for a table that was just made from records."""

    def unit(self, called: str) -> str:
        """The same."""
        return called

    affair = kind = side = source = claim = unit

    def bring(self, kind: str, identity: str) -> None:
        """Nothing to remember."""


class Names(Resolver, Protocol):
    """A resolver that is told first what the table itself brings into being."""

    def bring(self, kind: str, identity: str) -> None:
        """A unit or a publication that comes with the table."""


@dataclass(slots=True)
class EventsDraft:
    """A reform as its table has it; `rows` are the rows of the events, `head_row` that of the reform, 0 without one."""

    head: Json = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    head_row: int = 0

    def parts(self) -> Iterator[tuple[int, str]]:
        """The YAML text piece by piece: the reform first, then each event, with the row each came from."""
        head = {key: self.head[key] for key in _ORDER if key in self.head}
        yield self.head_row, yaml_text(head, []) + "events:\n"
        for row, event in zip(self.rows, self.events, strict=True):
            yield row, yaml_text([event], [])

    def yaml(self) -> str:
        """The file of the reform."""
        return "".join(text for _, text in self.parts())

    def row_of_line(self, line: int) -> int:
        """The row of the table that a line of the YAML text came from."""
        last = 0
        for row, text in self.parts():
            last += text.count("\n")
            if line <= last:
                return row
        return self.rows[-1] if self.rows else 0


class EventsReader:
    """Reads one table; `names` finds what its cells call by name."""

    def __init__(self, file: str, zone: ZoneInfo, names: Names | AsWritten) -> None:
        self._file = file
        self._zone = zone
        self._names = names
        self._draft = EventsDraft()

    def read(self, text: str) -> EventsDraft:
        """The draft of a table."""
        rows = list(table_rows(text, self._file, COLUMNS, self._zone))
        for _, fields in rows:
            self._bring(fields)
        for number, fields in rows:
            self._take(number, fields)
        if not self._draft.events:
            raise RefusedInputError(
                "The table holds no event",
                place=self._file,
                expected=f"rows with a verb: {', '.join(VERBS)}",
                found=f"{len(rows)} rows",
                remedy="Write one event a row",
            )
        for place, event in enumerate(self._draft.events):
            self._refuse_bare_split(event, self._draft.rows[place])
        return self._draft

    def _bring(self, fields: Fields) -> None:
        """Take note of what the table brings, so that any row may name it."""
        verb = self._verb(fields)
        verb = fields.text("instead") if verb == "correct" else verb
        column = {"establish": "unit", "successor": "unit", "merge_units": "to"}.get(verb)
        if verb == "reference":
            self._names.bring("source", identity(fields, "fact", fields.needed("fact")))
        elif column is not None and fields.text("rank"):
            self._names.bring("unit", identity(fields, column, fields.needed(column)))

    @staticmethod
    def _verb(fields: Fields) -> str:
        return fields.choice("verb", WORDS, fields.needed("verb"))

    def _take(self, number: int, fields: Fields) -> None:
        verb = self._verb(fields)
        if verb in VERBS:
            self._draft.events.append({verb: self._event(verb, fields)})
            self._draft.rows.append(number)
        elif verb == "reform":
            if self._draft.head_row:
                raise fields.refusal("verb", "The reform stands twice", "one such row", verb, "Remove one of the two")
            self._draft.head |= {"names": {}, **self._values(verb, REFORM, fields)}
            self._draft.head_row = number
        elif verb == "reference":
            self._draft.head.setdefault("references", []).append(self._values(verb, REFERENCE, fields))
        elif verb == "count":
            self._count(fields)
        else:
            self._part(verb, fields)

    def _event(self, verb: str, fields: Fields) -> Json:
        if verb != "correct":
            said = self._values(verb, (*CHANGE[:1], *VERBS[verb], *CHANGE[1:]), fields)
            return self._new_unit(verb, said)
        inner = fields.text("instead") and fields.choice("instead", [one for one in VERBS if one != "correct"], "")
        slots = VERBS[inner] if inner else ()
        own = (*CHANGE[:1], *VERBS["correct"], *CHANGE[1:])
        self._refuse_unused(verb, (*own, *slots), fields)
        said = self._read(own, fields)
        if inner:
            instead = self._new_unit(inner, self._read(slots, fields))
            self._refuse_nameless(inner, instead, fields)
            said["instead"] = {inner: instead}
        return said

    @staticmethod
    def _new_unit(verb: str, said: Json) -> Json:
        """What a unit that is brought into being must have, though nothing may be known of it."""
        if verb == "establish":
            said.setdefault("names", {})
        into = said.get("into", {}) if verb == "merge_units" else {}
        if "rank" in into:
            into.setdefault("names", {})
        return said

    def _values(self, verb: str, slots: tuple[Slot, ...], fields: Fields) -> Json:
        self._refuse_unused(verb, slots, fields)
        said = self._read(slots, fields)
        self._refuse_nameless(verb, said, fields)
        return said

    @staticmethod
    def _refuse_nameless(verb: str, said: Json, fields: Fields) -> None:
        if verb in _NEED_A_NAME and "names" not in said:
            raise fields.refusal(
                "en", "A new name is missing", "a name in en, ko or own", "none", "Fill one of them in"
            )

    def _read(self, slots: tuple[Slot, ...], fields: Fields) -> Json:
        said: Json = {}
        for slot in slots:
            value = value_of(fields, slot, self._names)
            if value is not None:
                *above, last = slot.key.split(".")
                inner = said
                for step in above:
                    inner = inner.setdefault(step, {})
                inner[last] = value
        return said

    @staticmethod
    def _refuse_unused(verb: str, slots: tuple[Slot, ...], fields: Fields) -> None:
        """A cell that its verb has no use for would be lost: it is refused."""
        used = columns_of(slots)
        for column in COLUMNS:
            if column != "verb" and column not in used and fields.text(column):
                raise fields.refusal(
                    column,
                    f"The column '{column}' says nothing about '{verb}'",
                    f"one of: {', '.join(one for one in COLUMNS if one in used)}",
                    fields.text(column),
                    "Empty the cell, or choose another verb",
                )

    def _count(self, fields: Fields) -> None:
        counts = self._draft.head.setdefault("counts", {})
        self._refuse_unused("count", EXTRA["count"], fields)
        said = self._read(COUNT, fields)
        unit = said.pop("unit")
        if counts.setdefault("unit", unit) != unit:
            raise fields.refusal("unit", "The counts are of two units", counts["unit"], unit, "Count one ministry")
        cited = self._read(CITED, fields)
        if cited and "classes" in counts:
            raise fields.refusal(
                next(iter(cited)), "Only the first count says this", "an empty cell", str(cited), "Write it there"
            )
        counts |= cited
        counts.setdefault("classes", []).append(said)

    def _part(self, verb: str, fields: Fields) -> None:
        """A successor under a split, a final name under the event that makes names final."""
        wanted, slots = ("split_unit", SUCCESSOR) if verb == "successor" else ("finalise_names", FINAL_NAME)
        event = self._draft.events[-1] if self._draft.events else {}
        inner = event.get("correct", {}).get("instead", {}) if "correct" in event else event
        if wanted not in inner:
            found = next(iter(event), "nothing")
            raise fields.refusal(
                "verb", f"'{verb}' belongs under '{wanted}'", f"a row '{wanted}' above it", found, "Move this row"
            )
        said = self._values(verb, slots, fields)
        if verb == "successor":
            said |= {"names": {}} if "rank" in said and "names" not in said else {}
            inner[wanted].setdefault("into", []).append(said)
            return
        names = inner[wanted].setdefault("names", {})
        if said["unit"] in names:
            raise fields.refusal("unit", "This unit has two final names", "one", said["unit"], "Remove one of the two")
        names[said["unit"]] = said["names"]

    def _refuse_bare_split(self, event: Json, row: int) -> None:
        split = (event.get("correct", {}).get("instead", {}) if "correct" in event else event).get("split_unit")
        if split is not None and len(split.get("into", ())) < 2:
            raise RefusedInputError(
                "A split has two successors at least",
                place=f"{self._file} row {row}, column verb",
                expected="two rows 'successor' or more under it",
                found=str(len(split.get("into", ()))),
                remedy="Add a row for each unit it becomes",
            )
