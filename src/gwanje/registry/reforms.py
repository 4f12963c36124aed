"""Reforms as they are known at an `AsOf`: planned, in force or with a day nobody knows, each event in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, Names
from gwanje.registry.reading import DatedEvent
from gwanje.registry.records import (
    ChangeKind,
    Establish,
    KindRecord,
    MandateRecord,
    Move,
    Parent,
    PostChange,
    Posts,
    ReformRecord,
    Rename,
    Transfer,
)
from gwanje.registry.units import Units, Words

ReformStatus = Literal["planned", "in_force", "not_known"]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event in words, with the facts, sources and claims behind it."""

    verb: str
    facts: tuple[str, ...]
    words: Words
    effective: datetime | None
    day_is_exact: bool
    known: datetime
    state: ReformStatus
    subjects: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    status: FactStatus
    note: str

    def as_answer(self) -> dict[str, Any]:
        """The event as every answer prints it."""
        return {
            "verb": self.verb,
            "facts": list(self.facts),
            "words": self.words.as_answer(),
            "effective": self.effective.isoformat() if self.effective else None,
            "day_is_exact": self.day_is_exact and self.effective is not None,
            "state": self.state,
            "subjects": list(self.subjects),
            "sources": list(self.sources),
            "claims": list(self.claims),
            "status": self.status,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class ReformView:
    """One reform at an `AsOf`."""

    id: str
    names: Names
    status: ReformStatus
    effective: datetime | None
    day_is_exact: bool
    known: datetime
    act: str
    decided: datetime
    events: tuple[EventView, ...]
    posts: Posts | None
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    note: str

    def as_answer(self) -> dict[str, Any]:
        """The reform as every answer prints it."""
        return {
            "id": self.id,
            "names": self.names.as_answer(),
            "status": self.status,
            "effective": self.effective.isoformat() if self.effective else None,
            "day_is_exact": self.day_is_exact and self.effective is not None,
            "known": self.known.isoformat(),
            "basis": {"act": self.act, "decided": self.decided.isoformat()},
            "events": [event.as_answer() for event in self.events],
            "sources": list(self.sources),
            "claims": list(self.claims),
            "note": self.note,
        }


class Reforms:
    """The reforms of content, told at an `AsOf`."""

    def __init__(
        self,
        events: Iterable[DatedEvent],
        units: Units,
        kinds: Mapping[str, KindRecord],
        mandates: Mapping[str, MandateRecord],
    ) -> None:
        self._events = tuple(events)
        self._units = units
        self._kinds = kinds
        self._mandates = mandates

    def at(self, asof: AsOf, known_of: Mapping[str, datetime]) -> list[ReformView]:
        """Every reform that was public by the known time, the earliest first; the others are not even named."""
        by_reform: dict[str, list[DatedEvent]] = {}
        for dated in self._events:
            by_reform.setdefault(dated.reform.id, []).append(dated)
        views = [
            self._view(events[0].reform, events, known_of[identity], asof)
            for identity, events in by_reform.items()
            if known_of[identity] <= asof.known
        ]
        return sorted(views, key=lambda view: (view.effective is None, view.effective or view.known, view.id))

    def _view(self, reform: ReformRecord, events: list[DatedEvent], known: datetime, asof: AsOf) -> ReformView:
        told = sorted(events, key=lambda dated: reform.events.index(dated.event))
        dated = [event.effective for event in events if event.effective is not None]
        effective = reform.effective if isinstance(reform.effective, datetime) else max(dated, default=None)
        return ReformView(
            id=reform.id,
            names=reform.names,
            status=_status(effective, asof),
            effective=effective,
            day_is_exact=isinstance(reform.effective, datetime),
            known=known,
            act=reform.basis.act,
            decided=reform.basis.decided,
            events=tuple(self.event(event, asof) for event in told if event.known <= asof.known),
            posts=reform.posts,
            sources=reform.sources,
            claims=reform.claims,
            note=reform.note,
        )

    def undated(self, asof: AsOf) -> list[EventView]:
        """Events that are public but whose day nobody knows: listed, not applied."""
        return [
            self.event(dated, asof)
            for dated in self._events
            if dated.known <= asof.known and (dated.effective is None or not dated.day_is_exact)
        ]

    def between(self, start: datetime, end: datetime, known: datetime) -> list[DatedEvent]:
        """Events that take effect after one instant and not after another, public by a known time."""
        return [
            dated
            for dated in self._events
            if dated.effective is not None and start < dated.effective <= end and dated.known <= known
        ]

    def event(self, dated: DatedEvent, asof: AsOf) -> EventView:
        """One event in words."""
        change = dated.event.change
        at = AsOf(valid=dated.effective or asof.valid, known=max(asof.known, dated.known))
        return EventView(
            verb=dated.event.verb,
            facts=(change.fact, *change.also),
            words=Words(self._sentence(dated, at, "en"), self._sentence(dated, at, "ko")),
            effective=dated.effective,
            day_is_exact=dated.day_is_exact,
            known=dated.known,
            state=_status(dated.effective, asof),
            subjects=_subjects(dated),
            sources=dated.sources,
            claims=change.claims,
            status=change.status,
            note=change.note,
        )

    def _sentence(self, dated: DatedEvent, at: AsOf, lang: Language) -> str:
        change = dated.event.change
        match change:
            case Establish() | Rename() | Move():
                return self._unit_sentence(change, at, lang)
            case ChangeKind():
                return self._kind_sentence(dated.event.verb, change, at, lang)
            case Transfer():
                return self._transfer_sentence(dated.event.verb, change, at, lang)
            case PostChange():
                return _post_sentence(change, lang)
        return "잠정 명칭의 확정" if lang == "ko" else "Provisional names become official"

    def _unit_sentence(self, change: Establish | Rename | Move, at: AsOf, lang: Language) -> str:
        ko, name = lang == "ko", self._unit(change.unit, at, lang)
        if isinstance(change, Establish):
            kind, where = self._kinds[change.rank].names.best(lang), self.where(change.parent, at, lang)
            return f"{name} 신설({kind}), {where}" if ko else f"{name} is established as {kind}, {where}"
        if isinstance(change, Rename):
            old = self._old_name(change.unit, at, lang)
            return f"{old} → {name} 명칭 변경" if ko else f"{old} is renamed {name}"
        before, after = self.where(change.origin, at, lang), self.where(change.to, at, lang)
        return f"{name} 이관: {before} → {after}" if ko else f"{name} moves: {before} → {after}"

    def _kind_sentence(self, verb: str, change: ChangeKind, at: AsOf, lang: Language) -> str:
        name = self._unit(change.unit, at, lang)
        before, after = (self._kinds[kind].names.best(lang) for kind in (change.origin, change.to))
        ko = {"upgrade": "승격", "downgrade": "격하", "make_permanent": "상설화", "change_class": "직급 변경"}
        en = {
            "upgrade": "is upgraded",
            "downgrade": "is downgraded",
            "make_permanent": "becomes permanent",
            "change_class": "changes class",
        }
        return f"{name} {ko[verb]}: {before} → {after}" if lang == "ko" else f"{name} {en[verb]}: {before} → {after}"

    def _transfer_sentence(self, verb: str, change: Transfer, at: AsOf, lang: Language) -> str:
        affairs = ", ".join(self._mandates[mandate].names.best(lang) for mandate in change.mandates)
        to = self._unit(change.to, at, lang)
        if change.origin == change.to:
            partners = change.cooperating if isinstance(change.cooperating, tuple) else ()
            named = ", ".join(self._unit(unit, at, lang) for unit in partners)
            return (
                f"협조 조직 추가: {affairs} ({named})"
                if lang == "ko"
                else f"Cooperating unit named: {affairs} ({named})"
            )
        origin = self.origin(change.origin, at, lang)
        if lang == "ko":
            return f"소관 사무 {'통합' if verb == 'merge' else '이관'}: {affairs} ({origin} → {to})"
        return f"{'Merged' if verb == 'merge' else 'Transferred'}: {affairs} ({origin} → {to})"

    def origin(self, origin: str, at: AsOf, lang: Language) -> str:
        """Where a mandate comes from, in words."""
        words = {
            "dispersed": ("several units", "여러 조직에 분산"),
            "not reported": ("not reported", "보도되지 않음"),
            "none": ("nobody", "없음"),
        }
        if origin in words:
            return words[origin][lang == "ko"]
        return self._unit(origin, at, lang)

    def where(self, parent: Parent | None, at: AsOf, lang: Language) -> str:
        """A place in the structure, in words."""
        ko = lang == "ko"
        if parent is None:
            return "소속 알 수 없음" if ko else "place not known"
        if parent.state == "unit" and parent.unit is not None:
            name = self._unit(parent.unit, at, lang)
            return f"{name} 소속" if ko else f"in {name}"
        if parent.state == "none":
            return "상위 조직 없음" if ko else "under no unit"
        if parent.within is not None:
            name = self._unit(parent.within, at, lang)
            return f"{name} 내(직상위 조직 보도되지 않음)" if ko else f"within {name} (direct parent not reported)"
        return "소속 보도되지 않음" if ko else "parent not reported"

    def _unit(self, unit: str, at: AsOf, lang: Language) -> str:
        return self._units.names_at(unit, at).best(lang)

    def _old_name(self, unit: str, at: AsOf, lang: Language) -> str:
        names = [dated.name.text for dated in self._units.history_of_names(unit) if dated.end == at.valid]
        spoken = [
            dated.name.text
            for dated in self._units.history_of_names(unit)
            if dated.end == at.valid and dated.lang == lang
        ]
        return (spoken or names or [self._unit(unit, at, lang)])[0]


def _post_sentence(change: PostChange, lang: Language) -> str:
    listed = ""
    if change.listed_before is not None and change.listed_after is not None:
        gap = change.announced - (change.listed_after - change.listed_before)
        listed = f"; {change.listed_before} → {change.listed_after}"
        if gap:
            listed += f" (차이 {gap} 미해명)" if lang == "ko" else f" (difference of {gap} unexplained)"
    return f"정원 {change.announced:+d}{listed}" if lang == "ko" else f"Posts {change.announced:+d} announced{listed}"


def _status(effective: datetime | None, asof: AsOf) -> ReformStatus:
    if effective is None:
        return "not_known"
    return "in_force" if effective <= asof.valid and effective <= asof.known else "planned"


def _subjects(dated: DatedEvent) -> tuple[str, ...]:
    change = dated.event.change
    if isinstance(change, Transfer):
        return change.mandates
    unit = getattr(change, "unit", None)
    return (unit,) if unit else ()
