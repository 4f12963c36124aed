"""Names as people read them: the one in their language, else another one, and a short word where it is not official."""

from collections.abc import Iterable, Mapping
from typing import Any

from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.words.catalogue import Words
from gwanje.registry import UnitView

Json = Mapping[str, Any]
_UNSETTLED = ("provisional", "inferred")
_MISSING = "missing"
_AFTER: dict[Language, tuple[str, ...]] = {"en": ("en", "own", "ko"), "ko": ("ko", "en", "own")}


def pick(names: Json, lang: Language) -> tuple[str, Json]:
    """The language and the name to print: in this language, else in another one, else the visible gap."""
    order = (*_AFTER[lang], *(one for one in names if one not in _AFTER[lang]))
    found = next(((one, names[one]) for one in order if one in names and names[one]["status"] != _MISSING), None)
    return found or (lang, names.get(lang, {"text": "–", "status": _MISSING}))


def best_name(names: Json, words: Words) -> str:
    """The name to print."""
    found, name = pick(names, words.lang)
    missing = name["status"] == _MISSING
    return words[f"name_missing_{found}"] if missing else str(name["text"])


def name_mark(names: Json, words: Words, *, group: str = "name") -> str:
    """A short word where the name printed is not settled, or stands in for one that is missing; else nothing.

    `group` is `status` beside a name, `name` where the word stands for itself.
    """
    found, name = pick(names, words.lang)
    if name["status"] == _MISSING:
        return ""
    if found != words.lang:
        return words[f"name_missing_{words.lang}"]
    return words[f"{group}_{name['status']}"] if name["status"] in _UNSETTLED else ""


class Naming:
    """Names of units and affairs by id, as they are on a day; what is not found stays its id."""

    def __init__(self, tower: Tower, as_of: AsOf, words: Words, known: Iterable[UnitView] = ()) -> None:
        self._tower = tower
        self._as_of = as_of
        self._words = words
        self._units = {unit.id: unit for unit in known}

    def view(self, unit: str) -> UnitView:
        """The unit as it is on the day."""
        if unit not in self._units:
            self._units[unit] = self._tower.registry.show(unit, self._as_of).placed.unit
        return self._units[unit]

    def unit(self, unit: str) -> str:
        """The name of a unit with its id."""
        return f"{self.plain(unit)} ({unit})"

    def plain(self, unit: str) -> str:
        """The name of a unit."""
        return best_name(self.view(unit).names.as_answer(), self._words)

    def kind(self, unit: str) -> str:
        """What kind of unit it is."""
        view = self.view(unit)
        return view.kind_names.best(self._words.lang) if view.kind_names.texts() else self._words.of("kind", view.kind)

    def mark(self, unit: str) -> str:
        """A short word where the name is not settled."""
        return name_mark(self.view(unit).names.as_answer(), self._words)

    def affair(self, mandate: str) -> str:
        """The name of an affair, by id or key."""
        return best_name(self._tower.registry.find_mandate(mandate).names.as_answer(), self._words)

    def part(self, mandate: str, scope: str) -> str:
        """The name of a part of an affair; one that nobody named stays its key."""
        parts = self._tower.registry.held_by(mandate, self._as_of).parts
        found = next((one.names for one in parts if scope in (one.scope.key, one.scope.part)), None)
        return best_name(found.as_answer(), self._words) if found is not None and found.texts() else scope

    def side(self, key: str) -> str:
        """A unit with its id, or the word for a state that stands for one."""
        states = {"held", "dispersed", "not_reported", "none", "not_known"}
        return self._words.of("state", key) if key in states else self.unit(key)
