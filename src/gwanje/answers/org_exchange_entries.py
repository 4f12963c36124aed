"""The dated entries of the registry read once: every name of every unit, and when units begin and end."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from gwanje.answers.org_exchange_parts import NameUse, UsedName
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES, Name, NameLanguage
from gwanje.registry import Entry, EventView, Scope, UnitView


class DatedEntries:
    """What was public by the known time about names, beginnings and ends of units, and scopes of affairs."""

    def __init__(self, tower: Tower, as_of: AsOf) -> None:
        self._as_of = as_of
        self._names: dict[tuple[str, str], list[Entry]] = {}
        self._lives: dict[tuple[str, datetime], list[Entry]] = {}
        self._scopes: dict[str, dict[str, Scope]] = {}
        self._delegated: dict[str, dict[str, Scope]] = {}
        for entry in sorted(tower.registry.entries, key=lambda one: (one.starts_at, one.order)):
            if entry.aspect.startswith("holding:"):
                self._scopes.setdefault(entry.subject, {})[entry.aspect] = Scope.of_aspect(entry.aspect)
            elif entry.aspect.startswith("delegation:"):
                scope = Scope.of_aspect(entry.aspect.replace("delegation:", "holding:", 1))
                self._delegated.setdefault(entry.subject, {})[entry.aspect] = scope
            elif not entry.is_visible(AsOf(valid=entry.start, known=as_of.known)):
                continue
            elif entry.aspect.startswith("name:") and entry.has_value:
                self._names.setdefault((entry.subject, entry.aspect.removeprefix("name:")), []).append(entry)
            elif entry.aspect == "exists":
                self._lives.setdefault((entry.subject, entry.start), []).append(entry)

    def scopes(self, mandate: str) -> list[Scope]:
        """Every scope an affair was ever held in, the widest first."""
        return sorted(self._scopes.get(mandate, {}).values(), key=lambda scope: (scope.narrowness, scope.key))

    def delegated(self, mandate: str) -> list[Scope]:
        """Every scope in which deciding on an affair was ever passed on, the widest first."""
        return sorted(self._delegated.get(mandate, {}).values(), key=lambda scope: (scope.narrowness, scope.key))

    def gone(self) -> list[str]:
        """The units that have ended at some instant before the one asked about; some may not be known to, then."""
        lives = ((unit, told) for (unit, start), told in self._lives.items() if start <= self._as_of.valid)
        return sorted({unit for unit, told in lives if any(not entry.has_value for entry in told)})

    def began(self, unit: str) -> datetime | None:
        """Since when a unit existed that has ended; None where that is not known."""
        lives = sorted((start, told) for (one, start), told in self._lives.items() if one == unit)
        begun = [told[0] for start, told in lives if told[0].has_value and start <= self._as_of.valid]
        return begun[0].start if begun and begun[0].start_is_exact else None

    def names(self, view: UnitView) -> Iterator[UsedName]:
        """For each language the former names, the earliest first, then the one the unit is or was last called by."""
        for lang in NAME_LANGUAGES:
            told = self._names.get((view.id, lang), [])
            for entry, following in pairwise(told):
                if entry.start < following.start <= self._as_of.valid and _is_spoken(entry):
                    yield _used(lang, entry, "former", following.start)
            begun = [entry for entry in told if entry.start <= self._as_of.valid]
            called = begun[-1] if begun else next(iter(told), None)
            if called is not None and _is_spoken(called):
                use = _USES.get(view.state, "coming") if begun else "coming"
                yield _used(lang, called, use, view.ended_on if use == "last" else None)

    def fate(self, unit: str, event: EventView) -> str:
        """Whether a unit begins or ends with an event, else that it stays."""
        if event.effective is None:
            return "stays"
        lives = self._lives.get((unit, event.effective), [])
        caused = [entry for entry in lives if entry.fact in event.facts]
        if any(not entry.has_value for entry in caused):
            return "went"
        return "came" if caused else "stays"


def _is_spoken(entry: Entry) -> bool:
    return isinstance(entry.value, Name) and entry.value.status != "missing"


_USES: dict[str, NameUse] = {"exists": "current", "ended": "last"}


def _used(lang: NameLanguage, entry: Entry, use: NameUse, end: datetime | None) -> UsedName:
    name = entry.value
    if not isinstance(name, Name):
        raise TypeError(f"the entry of a name holds {type(name).__name__}")
    start = entry.start if entry.start_is_exact else None
    return UsedName(lang=lang, text=name.text, status=name.status, use=use, start=start, end=end, note=name.note)
