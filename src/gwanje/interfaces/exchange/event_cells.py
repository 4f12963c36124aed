"""One cell of a table of events as a value of content; every bad one is refused with its row, its column and the remedy."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, get_args

from pydantic import TypeAdapter, ValidationError

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.markings import Marking
from gwanje.foundation.names import NameStatus
from gwanje.interfaces.exchange.days import day_or_instant
from gwanje.interfaces.exchange.endings import as_content, read_ending
from gwanje.interfaces.exchange.event_columns import ORIGIN_WORDS, VERBS, Slot
from gwanje.interfaces.exchange.fields import NOT_REPORTED, Fields
from gwanje.interfaces.exchange.records import LANGUAGES

_ID: TypeAdapter[str] = TypeAdapter(OpaqueId)
_KEY: TypeAdapter[str] = TypeAdapter(Key)
_PARENT = re.compile(
    r"(?P<within>within )?(?P<where>.+?)(?: missing (?P<missing>.+?))?(?: \((?P<status>derived|assumed)\))?"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_WORDS = {"effective": "not known", "decided": NOT_REPORTED}
_MAY_BE_NEGATIVE = frozenset({"announced", "director_level", "posts.total", "posts.director_level"})


class Resolver(Protocol):
    """Finds the id of what a cell calls by its id, its key or a name; raises UnknownKeyError with "did you mean"."""

    def unit(self, called: str) -> str:
        """The id of a unit."""

    def affair(self, called: str) -> str:
        """The id of an affair."""

    def kind(self, called: str) -> str:
        """The key of a kind."""

    def side(self, called: str) -> str:
        """The id of a unit or a post."""

    def source(self, called: str) -> str:
        """The id of a publication."""

    def claim(self, called: str) -> str:
        """The id of a disagreement."""


def value_of(fields: Fields, slot: Slot, names: Resolver) -> Any:
    """The value of one key; None where its cell is empty."""
    if slot.needed and slot.form not in {"names", "ending", "children"}:
        fields.needed(slot.column)
    match slot.form:
        case "names":
            return names_of_row(fields) or None
        case "ending":
            ending = read_ending(fields, slot.column)
            if slot.needed and ending is None:
                fields.needed(slot.column)
            return None if ending is None else as_content(ending)
        case "children":
            return _children(fields)
        case "number":
            return _number(fields, slot)
    text = fields.text(slot.column)
    return _READERS[slot.form](fields, slot.column, text, names) if text else None


def _asked(fields: Fields, column: str, find: Callable[[str], str], called: str) -> str:
    try:
        return find(called)
    except UnknownKeyError as fault:
        raise fields.refusal(column, fault.what, fault.expected, called, fault.remedy) from fault


def _each(fields: Fields, column: str, find: Callable[[str], str]) -> list[str]:
    return [_asked(fields, column, find, called) for called in fields.several(column)]


def identity(fields: Fields, column: str, text: str) -> str:
    """An id as content has them."""
    try:
        return _ID.validate_python(text)
    except ValidationError as fault:
        raise fields.refusal(
            column,
            f"'{text}' cannot be an id of content",
            "letters, then groups of letters and digits after hyphens, such as kr-u02",
            text,
            "Rename it",
        ) from fault


def _key(fields: Fields, column: str, text: str) -> str:
    try:
        return _KEY.validate_python(text)
    except ValidationError as fault:
        raise fields.refusal(
            column,
            f"'{text}' is not a key",
            "small letters, digits and hyphens, such as trade-security",
            text,
            "Mend it",
        ) from fault


def _unless(words: tuple[str, ...], fields: Fields, column: str, text: str, find: Callable[[str], str]) -> str:
    return text if text in words else _asked(fields, column, find, text)


def _parent(fields: Fields, column: str, text: str, names: Resolver) -> Any:
    met = _PARENT.fullmatch(text)
    assert met is not None
    where, said = met["where"], {}
    if where in {"none", NOT_REPORTED} and not met["within"]:
        said["state"] = where
    else:
        said["within" if met["within"] else "unit"] = _asked(fields, column, names.unit, where)
    said |= {"missing_level": met["missing"]} if met["missing"] else {}
    said |= {"status": met["status"]} if met["status"] else {}
    is_short = len(said) == 1 and not met["within"]
    return next(iter(said.values())) if is_short else said


def _partners(fields: Fields, column: str, text: str, names: Resolver) -> Any:
    if text in {"none", NOT_REPORTED}:
        return [] if text == "none" else NOT_REPORTED
    return _each(fields, column, names.unit)


def _number(fields: Fields, slot: Slot) -> int | None:
    number = fields.number(slot.column)
    if number is not None and number < 0 and slot.key not in _MAY_BE_NEGATIVE:
        raise fields.refusal(
            slot.column, "This number cannot be below zero", "0 or more", str(number), "Correct it, or use 'announced'"
        )
    return number


def _numbers(fields: Fields, column: str, _text: str, _names: Resolver) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in fields.several(column):
        kind, _, number = part.partition("=")
        if not number.strip().removeprefix("-").removeprefix("+").isdecimal() or kind.strip() in found:
            raise fields.refusal(
                column, f"'{part}' is no number of posts of one kind", "scribe=2;director=1", part, "Mend this part"
            )
        found[_key(fields, column, kind.strip())] = int(number)
    return found


def _day(fields: Fields, column: str, text: str, _names: Resolver) -> Any:
    if text == _DAY_WORDS.get(column):
        return text
    return _plain(day_or_instant(fields.instant(column), fields.zone))


def _known(fields: Fields, column: str, text: str, _names: Resolver) -> Any:
    """A known day stays a day: it counts from its end."""
    instant = fields.instant(column)
    return date.fromisoformat(text) if _DAY.fullmatch(text) else _plain(instant)


def _plain(instant: Any) -> Any:
    return instant if type(instant) is date else instant.isoformat()


def _children(fields: Fields) -> dict[str, Any] | None:
    if not any(fields.text(column) for column in ("complete_levels", "incomplete", "children_note")):
        return None
    told = {"complete": list(fields.several("complete_levels")), "incomplete": fields.flag("incomplete", default=True)}
    note = fields.text("children_note")
    return told | ({"note": note} if note else {})


def names_of_row(fields: Fields) -> dict[str, Any]:
    """The names of a row, by language; `missing` as the status says that nobody reports the new name."""
    found = {lang: name for lang in ("ko", "en", "own") if (name := _name(fields, lang))}
    assert set(found) <= set(LANGUAGES)
    return found


def _name(fields: Fields, lang: str) -> dict[str, str]:
    text, note = fields.text(lang), fields.text(f"{lang}_note")
    status = fields.choice(f"{lang}_status", get_args(NameStatus), "reported")
    if not text and status == "missing":
        text = f"name missing ({lang})"
    if not text:
        told = next((column for column in (f"{lang}_status", f"{lang}_note") if fields.text(column)), "")
        if told:
            raise fields.refusal(
                told,
                "A name has a status or a note, and no text",
                "a name",
                fields.text(told),
                "Write it, or empty this",
            )
        return {}
    more = {"status": status} if status != "reported" else {}
    return {"text": text, **more} | ({"note": note} if note else {})


_Reader = Callable[[Fields, str, str, Resolver], Any]
_READERS: dict[str, _Reader] = {
    "text": lambda _fields, _column, text, _names: text,
    "id": lambda fields, column, text, _names: identity(fields, column, text),
    "ids": lambda fields, column, _text, _names: [identity(fields, column, one) for one in fields.several(column)],
    "sources": lambda fields, column, _text, names: _each(fields, column, names.source),
    "claims": lambda fields, column, _text, names: _each(fields, column, names.claim),
    "word": lambda fields, column, text, _names: _key(fields, column, text),
    "unit": lambda fields, column, text, names: _asked(fields, column, names.unit, text),
    "units": lambda fields, column, _text, names: _each(fields, column, names.unit),
    "unit or all": lambda fields, column, text, names: text if text == "all" else _each(fields, column, names.unit),
    "origin": lambda fields, column, text, names: _unless(ORIGIN_WORDS, fields, column, text, names.unit),
    "side": lambda fields, column, text, names: _unless((NOT_REPORTED,), fields, column, text, names.unit),
    "post side": lambda fields, column, text, names: _asked(fields, column, names.side, text),
    "kind": lambda fields, column, text, names: _asked(fields, column, names.kind, text),
    "parent": _parent,
    "affairs": lambda fields, column, _text, names: _each(fields, column, names.affair),
    "partners": _partners,
    "numbers": _numbers,
    "day": _day,
    "known": _known,
    "status": lambda fields, column, _text, _names: fields.choice(column, get_args(FactStatus), ""),
    "marking": lambda fields, column, _text, _names: fields.choice(column, [one.word for one in Marking], ""),
    "verb": lambda fields, column, _text, _names: fields.choice(column, [one for one in VERBS if one != "correct"], ""),
    "flag": lambda fields, column, _text, _names: fields.flag(column, default=False),
}
