"""A unit as it is seen at an `AsOf`, and the chain above it; every missing link is a visible state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeGuard

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, Name, Names
from gwanje.registry.entries import Entry, Log
from gwanje.registry.records import Children, KindRecord, Parent, UnitRecord

UnitState = Literal["exists", "not_yet_established", "not_known"]
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

    lang: Language
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
    notes: tuple[str, ...]
    children: Children

    def called(self, lang: Language) -> str:
        """The name to print: never empty."""
        return self.names.best(lang)

    def as_answer(self) -> dict[str, Any]:
        """The unit as every answer prints it."""
        return {
            "id": self.id,
            "names": self.names.as_answer(),
            "kind": self.kind,
            "level": self.level,
            "state": self.state,
            "status": self.status,
        }


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
        exists = self._log.at(unit, "exists", asof)
        kind = self._nearest(unit, "kind", asof)
        parent = self._log.at(unit, "parent", asof)
        record = self._records[unit]
        kind_record = self._kinds.get(str(kind.value)) if kind else None
        seen = [entry for entry in (exists, kind, parent) if entry is not None]
        named = [entry for lang in ("ko", "en") if (entry := self._nearest(unit, f"name:{lang}", asof)) is not None]
        return UnitView(
            id=unit,
            state=self._state(unit, exists, asof),
            names=self.names_at(unit, asof),
            kind=kind_record.key if kind_record else "not known",
            kind_names=kind_record.names if kind_record else Names(),
            level=kind_record.level if kind_record else "not known",
            temporary=bool(kind_record and kind_record.temporary),
            parent=parent.value if parent is not None and isinstance(parent.value, Parent) else None,
            since=exists.start if exists is not None and exists.start_is_exact else None,
            sources=_merged(entry.sources for entry in (*seen, *named)),
            claims=_merged(entry.claims for entry in (*seen, *named)),
            status=next((entry.status for entry in seen if entry.status != "reported"), "reported"),
            notes=tuple(note for note in dict.fromkeys([record.note, *(entry.note for entry in seen)]) if note)
            if seen
            else (),
            children=record.children,
        )

    def _state(self, unit: str, exists: Entry | None, asof: AsOf) -> UnitState:
        if exists is not None:
            return "exists"
        coming = self._log.later(unit, "exists", asof)
        return "not_yet_established" if coming is not None and coming.start_is_exact and coming.fact else "not_known"

    def _nearest(self, unit: str, aspect: str, asof: AsOf) -> Entry | None:
        """What holds; else what is already public and holds next, so that a unit can be called by its name."""
        return self._log.at(unit, aspect, asof) or self._log.later(unit, aspect, asof)

    def names_at(self, unit: str, asof: AsOf) -> Names:
        """Both names at an `AsOf`; a language nobody reports stays missing."""
        found = {lang: self._nearest(unit, f"name:{lang}", asof) for lang in ("ko", "en")}
        names = {lang: entry.value for lang, entry in found.items() if entry and _is_spoken(entry.value)}
        return Names(ko=names.get("ko"), en=names.get("en"))

    def history_of_names(self, unit: str, known: datetime | None = None) -> tuple[DatedName, ...]:
        """Every name a unit has had or will have, with its period; only those public by `known`, where it is given."""
        dated: list[DatedName] = []
        languages: tuple[Language, Language] = ("ko", "en")
        for lang in languages:
            entries = [one for one in self._log.of(unit, f"name:{lang}") if known is None or one.known <= known]
            for entry, following in zip(entries, (*entries[1:], None), strict=False):
                if _is_spoken(entry.value):
                    start = entry.start if entry.start_is_exact else None
                    end = following.start if following else None
                    dated.append(DatedName(lang, entry.value, start, end, entry.fact, entry.sources))
        return tuple(dated)

    def chain(self, unit: str, asof: AsOf) -> tuple[ChainLink, ...]:
        """Every link above a unit, up to the ministry."""
        links: list[ChainLink] = []
        current = unit
        while True:
            entry = self._log.at(current, "parent", asof)
            if entry is None or not isinstance(entry.value, Parent):
                links.append(ChainLink("not_known"))
                return tuple(links)
            parent = entry.value
            if parent.state == "none":
                return tuple(links)
            planned = entry.start > asof.known
            if parent.state == "not reported":
                links.append(self._gap(parent, planned=planned))
            if parent.upward is None:
                return tuple(links)
            above = self.view(parent.upward, asof)
            known_note = parent.note if parent.state == "unit" else ""
            links.append(ChainLink("unit", above, above.level, parent.status, known_note, planned=planned))
            current = parent.upward

    def _gap(self, parent: Parent, *, planned: bool) -> ChainLink:
        kind = self._kinds.get(parent.missing_level)
        names = kind.names if kind else None
        return ChainLink(
            "not_reported", level=parent.missing_level, note=parent.note, level_names=names, planned=planned
        )


def _is_spoken(value: object) -> TypeGuard[Name]:
    """Whether an entry carries a name; one that says "missing" is a gap, so that an old name does not stand on."""
    return isinstance(value, Name) and value.status != "missing"


def _merged(groups: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))
