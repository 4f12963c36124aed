"""A unit as it is seen at an `AsOf`, and the chain above it; every missing link is a visible state."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeGuard

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES, Language, Name, NameLanguage, Names
from gwanje.registry.content.records import Children, KindRecord, Parent, UnitRecord
from gwanje.registry.entering.versions import END_OF_TIME
from gwanje.registry.entries import Entry, Log

UnitState = Literal["exists", "not_yet_established", "ended", "not_known"]
TermState = Literal["none", "running", "over by one reading", "over"]
LinkState = Literal["unit", "not_reported", "not_known"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages; content that has only English says it in English."""

    en: str
    ko: str

    def best(self, lang: Language) -> str:
        """The sentence in a language."""
        return self.ko if lang == "ko" else self.en

    def as_answer(self) -> dict[str, str]:
        """Both languages."""
        return {"ko": self.ko, "en": self.en}


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name in one language with the period it is used in; no start means the start is not known."""

    lang: NameLanguage
    name: Name
    start: datetime | None
    end: datetime | None
    fact: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit at an `AsOf`."""

    id: str
    state: UnitState
    names: Names
    kind: str
    kind_names: Names
    level: str
    temporary: bool
    parent: Parent | None
    since: datetime | None
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    status: FactStatus
    notes: tuple[Words, ...]
    children: Children
    term: Ending | None = None
    term_state: TermState = "none"
    ended_on: datetime | None = None
    ended_by: str = ""
    ended_as: str = ""
    successors: tuple[str, ...] = ()
    predecessor: str = ""

    def called(self, lang: Language) -> str:
        """The name to print: never empty."""
        return called(self.names, self.id, lang)

    def as_answer(self) -> dict[str, Any]:
        """The unit as every answer prints it."""
        return {
            "id": self.id,
            "names": self.names.as_answer(),
            "kind": self.kind,
            "level": self.level,
            "state": self.state,
            "status": self.status,
            **self._told(),
        }

    def _told(self) -> dict[str, Any]:
        """What is said only of some units: a term, an end and who followed."""
        told: dict[str, Any] = {}
        if self.term is not None:
            told["term"] = {
                "wording": self.term.wording,
                "ends": [end.isoformat() for end in self.term.ends],
                "state": self.term_state,
            }
        if self.state == "ended":
            told["ended"] = {
                "on": self.ended_on.isoformat() if self.ended_on else None,
                "by": self.ended_by,
                "as": self.ended_as,
                "successors": list(self.successors),
            }
        return told


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One step up the chain: a unit, or a link that is not reported or not known."""

    state: LinkState
    unit: UnitView | None = None
    level: str = ""
    status: str = "reported"
    note: str = ""
    level_names: Names | None = None
    planned: bool = False

    def called(self, lang: Language) -> str:
        """The link in words."""
        if self.unit is not None:
            return self.unit.called(lang)
        word = self.level_names.best(lang) if self.level_names else self.level
        level = f"{word}: " if word else ""
        if self.state == "not_reported":
            return f"{level}보도되지 않음" if lang == "ko" else f"{level}not reported"
        return "알 수 없음" if lang == "ko" else "not known"

    @property
    def identity(self) -> str:
        """What the link is compared by."""
        return self.unit.id if self.unit is not None else f"{self.state}:{self.level}"

    def as_answer(self) -> dict[str, Any]:
        """A unit, or a link without one that says why."""
        words = {"link": self.state, "link_status": self.status, "note": self.note}
        if self.unit is not None:
            return {**self.unit.as_answer(), **words}
        gap = {lang: {"text": self.called(lang), "status": "missing"} for lang in ("ko", "en")}
        return {"id": None, "names": gap, "kind": None, "level": self.level, "state": self.state, **words}


def called(names: Names, unit: str, lang: Language) -> str:
    """A unit's name in a language, else in another one; without any it is called by its id, and that says so."""
    if names.texts():
        return names.best(lang)
    return f"{unit} (명칭 미상)" if lang == "ko" else f"{unit} (name missing)"


def listed(names: Sequence[str]) -> str:
    """Names in one sentence; where one holds a comma itself, they are set apart by semicolons."""
    return ("; " if any(", " in name for name in names) else ", ").join(names)


class Units:
    """Every unit content declares, at any instant."""

    def __init__(self, log: Log, records: Mapping[str, UnitRecord], kinds: Mapping[str, KindRecord]) -> None:
        self._log = log
        self._records = records
        self._kinds = kinds

    def ids(self) -> tuple[str, ...]:
        """Every declared unit, whether it exists at some instant or not."""
        return tuple(self._records)

    def view(self, unit: str, asof: AsOf) -> UnitView:
        """The unit at an `AsOf`."""
        standing = self._log.standing(unit, "exists", asof)
        exists = standing if standing is not None and standing.has_value else None
        ended = standing if standing is not None and not standing.has_value else None
        kind = self._log.at(unit, "kind", asof)
        if kind is None and exists is None:
            kind = self._log.later(unit, "kind", asof)
        parent = self._log.at(unit, "parent", asof)
        term = self._log.at(unit, "term", asof)
        ending = term.value if term is not None and isinstance(term.value, Ending) else None
        record = self._records[unit]
        kind_record = self._kinds.get(str(kind.value)) if kind else None
        seen = [entry for entry in (exists, kind, parent) if entry is not None]
        called = self._named(unit, asof, exists=exists is not None)
        named = [entry for entry in called.values() if entry is not None]
        return UnitView(
            id=unit,
            state=self._state(unit, exists, ended, asof),
            names=_names(called),
            kind=kind_record.key if kind_record else "not known",
            kind_names=kind_record.names if kind_record else Names(),
            level=kind_record.level if kind_record else "not known",
            temporary=bool(kind_record and kind_record.temporary),
            parent=parent.value if parent is not None and isinstance(parent.value, Parent) else None,
            since=exists.start if exists is not None and exists.start_is_exact else None,
            sources=_merged(entry.sources for entry in (*seen, *named)),
            claims=_merged(entry.claims for entry in (*seen, *named)),
            status=next((entry.status for entry in seen if entry.status != "reported"), "reported"),
            notes=_notes([record, *seen]) if seen else (),
            children=self._children_told(unit, asof) or record.children,
            term=ending,
            term_state=ending.state(asof.valid) if ending is not None else "none",
            ended_on=ended.start if ended is not None and ended.start_is_exact else None,
            ended_by=ended.fact if ended is not None else "",
            ended_as=ended.verb if ended is not None else "",
            successors=self._texts(unit, "successors", asof) if ended is not None else (),
            predecessor="".join(self._texts(unit, "predecessor", asof)),
        )

    def _children_told(self, unit: str, asof: AsOf) -> Children | None:
        entry = self._log.at(unit, "children", asof)
        return entry.value if entry is not None and isinstance(entry.value, Children) else None

    def _texts(self, unit: str, aspect: str, asof: AsOf) -> tuple[str, ...]:
        entry = self._log.at(unit, aspect, asof)
        if entry is None:
            return ()
        return entry.value if isinstance(entry.value, tuple) else (str(entry.value),)

    def _state(self, unit: str, exists: Entry | None, ended: Entry | None, asof: AsOf) -> UnitState:
        if exists is not None:
            return "exists"
        if ended is not None:
            return "ended"
        coming = self._log.later(unit, "exists", asof)
        return "not_yet_established" if coming is not None and coming.start_is_exact and coming.fact else "not_known"

    def names_at(self, unit: str, asof: AsOf) -> Names:
        """Both names at an `AsOf`; a language nobody reports stays missing."""
        exists = self._log.standing(unit, "exists", asof) is not None
        return _names(self._named(unit, asof, exists=exists))

    def _named(self, unit: str, asof: AsOf, *, exists: bool) -> dict[str, Entry | None]:
        """The names that hold; a unit that does not exist yet is called by those it is established with.

        A later name is never told of a day on which the unit had another one that nobody reports.
        """
        found: dict[str, Entry | None] = {lang: self._log.at(unit, f"name:{lang}", asof) for lang in NAME_LANGUAGES}
        if exists:
            return found
        return {lang: held or self._log.later(unit, f"name:{lang}", asof) for lang, held in found.items()}

    def history_of_names(self, unit: str, known: datetime | None = None) -> tuple[DatedName, ...]:
        """Every name a unit has had or will have, with its period; only those public by `known`, where it is given."""
        dated: list[DatedName] = []
        ended = self._log.standing(unit, "exists", AsOf(END_OF_TIME, known or END_OF_TIME))
        over = ended.start if ended is not None and not ended.has_value else None
        for lang in NAME_LANGUAGES:
            told = self._log.of(unit, f"name:{lang}")
            entries = [one for one in told if known is None or _told_by(one, known)]
            entries = [one for one in entries if one.has_value and (known is not None or one.until_known is None)]
            for entry, following in zip(entries, (*entries[1:], None), strict=False):
                if _is_spoken(entry.value):
                    start = entry.start if entry.start_is_exact else None
                    end = following.start if following else over
                    dated.append(DatedName(lang, entry.value, start, end, entry.fact, entry.sources))
        return tuple(dated)

    def every_name(self, unit: str) -> tuple[str, ...]:
        """Every name it was ever called by, also those that an amendment or a correction replaced."""
        told = (entry.value for lang in NAME_LANGUAGES for entry in self._log.of(unit, f"name:{lang}"))
        return tuple(dict.fromkeys(name.text for name in told if _is_spoken(name)))

    def chain(self, unit: str, asof: AsOf) -> tuple[ChainLink, ...]:
        """Every link above a unit, up to the ministry."""
        return Chains(self, asof).above(unit)

    def steps_above(self, unit: str, asof: AsOf, view: Callable[[str], UnitView]) -> tuple[tuple[ChainLink, ...], str]:
        """The links up to the next unit above that is known, and that unit; none where the chain ends."""
        entry = self._log.at(unit, "parent", asof)
        if entry is None or not isinstance(entry.value, Parent):
            return (ChainLink("not_known"),), ""
        parent = entry.value
        if parent.state == "none":
            return (), ""
        planned = entry.start > asof.known
        gap = (self._gap(parent, planned=planned),) if parent.state == "not reported" else ()
        if parent.upward is None:
            return gap, ""
        above = view(parent.upward)
        note = parent.note if parent.state == "unit" else ""
        link = ChainLink("unit", above, above.level, parent.status, note, planned=planned)
        return (*gap, link), parent.upward

    def _gap(self, parent: Parent, *, planned: bool) -> ChainLink:
        kind = self._kinds.get(parent.missing_level)
        names = kind.names if kind else None
        return ChainLink(
            "not_reported", level=parent.missing_level, note=parent.note, level_names=names, planned=planned
        )


class Chains:
    """The chains of one `AsOf`, each unit looked at once however many hang below it."""

    def __init__(self, units: Units, asof: AsOf) -> None:
        self._units = units
        self._asof = asof
        self._views: dict[str, UnitView] = {}
        self._above: dict[str, tuple[ChainLink, ...]] = {}

    def view(self, unit: str) -> UnitView:
        """The unit at this `AsOf`."""
        if unit not in self._views:
            self._views[unit] = self._units.view(unit, self._asof)
        return self._views[unit]

    def above(self, unit: str) -> tuple[ChainLink, ...]:
        """Every link above a unit, up to the ministry."""
        path, steps = [unit], []
        while path[-1] not in self._above:
            links, upward = self._units.steps_above(path[-1], self._asof, self.view)
            if not upward:
                self._above[path[-1]] = links
            elif upward in path:
                self._above[path[-1]] = _CONTRADICTION
            else:
                steps.append(links)
                path.append(upward)
        tail = self._above[path[-1]]
        for below, links in zip(reversed(path[:-1]), reversed(steps), strict=True):
            tail = (*links, *tail)
            self._above[below] = tail
        return tail


_CONTRADICTION = (ChainLink("not_known", note="what was known by then would put the unit above itself"),)


def _names(found: Mapping[str, Entry | None]) -> Names:
    names = {lang: entry.value for lang, entry in found.items() if entry and _is_spoken(entry.value)}
    return Names(ko=names.get("ko"), en=names.get("en"), own=names.get("own"))


def _notes(told: Iterable[UnitRecord | Entry]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(Words(one.note, one.note_ko or one.note) for one in told if one.note))


def _told_by(entry: Entry, known: datetime) -> bool:
    return entry.known <= known and (entry.until_known is None or known < entry.until_known)


def _is_spoken(value: object) -> TypeGuard[Name]:
    """Whether an entry carries a name; one that says "missing" is a gap, so that an old name does not stand on."""
    return isinstance(value, Name) and value.status != "missing"


def _merged(groups: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))
