"""Reading one row of a table or one object of a JSON file; each refusal names the file, the place, both sides, the remedy.

One rule for gaps, in every format: an empty cell or key says "not known"; the words `not reported` and `none` mean that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import parse_instant

NOT_REPORTED = "not reported"
NONE = "none"
SEPARATOR = ";"
BAR = " | "
"""Between two remarks in one cell or note."""
_FLAGS = {"yes": True, "no": False, "true": True, "false": False}


def refuse_unknown(keys: Iterable[str], known: Collection[str], place: str, kind: str) -> None:
    """Refuse a column or key nobody knows, with the nearest known one."""
    for key in keys:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            raise RefusedInputError(
                f"Unknown {kind} '{key}'",
                place=place,
                expected=f"one of: {', '.join(known)}",
                found=key,
                remedy=f"Did you mean '{near[0]}'?" if near else "Remove it, or look the format up in docs/exchange.md",
            )


class Fields:
    """The values of one row or object, with the place each of them stands at."""

    def __init__(self, values: Mapping[str, Any], where: Callable[[str], str], zone: ZoneInfo) -> None:
        self._values = values
        self._where = where
        self._zone = zone

    @property
    def zone(self) -> ZoneInfo:
        """The country's zone."""
        return self._zone

    def place(self, name: str) -> str:
        """File, row and column of one value."""
        return self._where(name)

    def text(self, name: str) -> str:
        """A text without blanks around it; empty where nothing is said."""
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refusal(name, "This value is not text", "text in quotes", repr(value), "Put it in quotes")
        return value.strip()

    def needed(self, name: str) -> str:
        """A text that must be there."""
        text = self.text(name)
        if not text:
            raise self.refusal(name, f"'{name}' is empty", "a value", "nothing", "Fill it in, or remove the row")
        return text

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """One of a few words; the default where nothing is said."""
        text = self.text(name) or default
        if text not in allowed:
            near = get_close_matches(text, allowed, n=1, cutoff=0.5)
            remedy = f"Did you mean '{near[0]}'?" if near else "Write one of these words"
            raise self.refusal(name, f"'{text}' is not a word known here", ", ".join(allowed), text, remedy)
        return text

    def flag(self, name: str, *, default: bool) -> bool:
        """Yes or no, in words or as a JSON truth value."""
        value = self._values.get(name)
        if isinstance(value, bool):
            return value
        return _FLAGS[self.choice(name, _FLAGS, "yes" if default else "no")]

    def number(self, name: str) -> int | None:
        """A whole number; None where nothing is said."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = self.text(name)
        if not text:
            return None
        try:
            return int(text)
        except ValueError as fault:
            raise self.refusal(name, f"'{text}' is not a whole number", "a whole number", text, "Correct it") from fault

    def instant(self, name: str) -> datetime | None:
        """A day or an instant; None where nothing is said."""
        text = self.text(name)
        if not text:
            return None
        try:
            return parse_instant(text, self._zone)
        except WrongUseError as fault:
            raise self.refusal(
                name, f"'{text}' is not a day", "a day such as 2025-12-30", text, fault.remedy
            ) from fault

    def several(self, name: str) -> tuple[str, ...]:
        """Several ids or words: a list in JSON, parted by semicolons in a cell."""
        value = self._values.get(name)
        if isinstance(value, list):
            if not all(isinstance(one, str) for one in value):
                raise self.refusal(name, "This list holds something that is not text", "texts", repr(value), "Mend it")
            return tuple(value)
        return tuple(part for one in self.text(name).split(SEPARATOR) if (part := one.strip()))

    def refusal(self, name: str, what: str, expected: str, found: str, remedy: str) -> RefusedInputError:
        """The refusal of one value, with its place."""
        return RefusedInputError(what, place=self.place(name), expected=expected, found=found, remedy=remedy)


def remarks(notes: Iterable[str]) -> str:
    """Several remarks as one text, each once, however often they were taken out and in again."""
    return BAR.join(dict.fromkeys(part for note in notes for part in note.split(BAR) if part))
