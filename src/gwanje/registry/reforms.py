"""Reforms as they are known at an `AsOf`: planned, in force or with a day nobody knows, each event in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, Names
from gwanje.registry.content.events import Posts
from gwanje.registry.content.recorded import RecordedReversal
from gwanje.registry.content.records import Parent
from gwanje.registry.entering.versions import DatedEvent, Version
from gwanje.registry.event_words import EventWords, subjects_of
from gwanje.registry.units import Words

ReformStatus = Literal["planned", "in_force", "not_known", "withdrawn", "reversed"]
EventStatus = Literal["planned", "in_force", "not_known", "withdrawn", "reversed", "corrected"]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event in words, with the facts, sources and claims behind it."""

    verb: str
    facts: tuple[str, ...]
    words: Words
    effective: datetime | None
    day_is_exact: bool
    known: datetime
    state: EventStatus
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
    act: Words
    decided: datetime | None
    events: tuple[EventView, ...]
    posts: Posts | None
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    note: str
    version: int = 0
    entered_by: str = ""
    taken_back: RecordedReversal | None = None

    def as_answer(self) -> dict[str, Any]:
        """The reform as every answer prints it."""
        return {
            "id": self.id,
            "names": self.names.as_answer(),
            "status": self.status,
            "effective": self.effective.isoformat() if self.effective else None,
            "day_is_exact": self.day_is_exact and self.effective is not None,
            "known": self.known.isoformat(),
            "posts": _posts(self.posts),
            "basis": {"act": self.act.as_answer(), "decided": self.decided.isoformat() if self.decided else None},
            "events": [event.as_answer() for event in self.events],
            "sources": list(self.sources),
            "claims": list(self.claims),
            "note": self.note,
            "version": self.version,
            "entered_by": self.entered_by or None,
            "taken_back": _taken_back(self.taken_back),
        }


def _posts(posts: Posts | None) -> dict[str, Any] | None:
    if posts is None:
        return None
    return {"total": posts.total, "director_level": posts.director_level, "claims": list(posts.claims)}


def _taken_back(reversal: RecordedReversal | None) -> dict[str, Any] | None:
    if reversal is None:
        return None
    return {
        "on": reversal.on.isoformat() if reversal.on else None,
        "known": reversal.at.isoformat(),
        "by": reversal.by,
        "reason": reversal.reason,
    }


class Reforms:
    """The reforms of content and of this tower, told at an `AsOf`."""

    def __init__(
        self,
        versions: Iterable[Version],
        events: Iterable[DatedEvent],
        reversals: Iterable[RecordedReversal],
        words: EventWords,
    ) -> None:
        self._versions: dict[str, list[Version]] = {}
        for version in versions:
            self._versions.setdefault(version.reform.id, []).append(version)
        self._events = tuple(events)
        self._of: dict[tuple[str, int], list[DatedEvent]] = {}
        for dated in self._events:
            self._of.setdefault((dated.reform.id, dated.number), []).append(dated)
        self._reversals = tuple(reversals)
        self._words = words

    def ids(self) -> tuple[str, ...]:
        """Every reform there is, whenever it became known."""
        return tuple(self._versions)

    def versions(self, reform: str) -> tuple[Version, ...]:
        """Every version of a reform, the oldest first."""
        return tuple(self._versions.get(reform, ()))

    def at(self, asof: AsOf) -> list[ReformView]:
        """Every reform that was public by the known time, the earliest first; the others are not even named."""
        views = (self.one(reform, asof) for reform in self._versions)
        return sorted(
            (view for view in views if view is not None),
            key=lambda view: (view.effective is None, view.effective or view.known, view.id),
        )

    def one(self, reform: str, asof: AsOf) -> ReformView | None:
        """One reform in the version that was known; None where none was."""
        public = [version for version in self._versions.get(reform, ()) if version.known <= asof.known]
        return self._view(public[-1], public[0].known, asof) if public else None

    def _view(self, version: Version, known: datetime, asof: AsOf) -> ReformView:
        reform = version.reform
        events = [one for one in self._of.get((reform.id, version.number), ()) if not one.replaces]
        told = sorted(events, key=lambda dated: dated.place)
        dated = [event.effective for event in events if event.effective is not None]
        effective = reform.effective if isinstance(reform.effective, datetime) else max(dated, default=None)
        taken_back = self._taken_back(version, asof)
        return ReformView(
            id=reform.id,
            names=reform.names,
            status=_status_of_reform(effective, taken_back, asof),
            effective=effective,
            day_is_exact=isinstance(reform.effective, datetime),
            known=known,
            act=Words(reform.basis.act, reform.basis.act_ko or reform.basis.act),
            decided=reform.basis.decided if isinstance(reform.basis.decided, datetime) else None,
            events=tuple(self.event(event, asof) for event in told if event.known <= asof.known),
            posts=reform.posts,
            sources=reform.sources,
            claims=reform.claims,
            note=reform.note,
            version=version.number,
            entered_by=version.by,
            taken_back=taken_back,
        )

    def _taken_back(self, version: Version, asof: AsOf) -> RecordedReversal | None:
        """The reversal of this version that was known by then; a version entered after it stands."""
        found = [
            one
            for one in self._reversals
            if one.reform == version.reform.id and one.at <= asof.known and one.number > version.number
        ]
        return found[-1] if found else None

    def undated(self, asof: AsOf) -> list[EventView]:
        """Events that are public but whose day nobody knows: listed, not applied."""
        return [
            self.event(dated, asof)
            for dated in self._standing(asof.known)
            if dated.effective is None or not dated.day_is_exact
        ]

    def between(self, start: datetime, end: datetime, known: datetime) -> list[DatedEvent]:
        """Events that take effect after one instant and not after another, public by a known time."""
        return [
            dated for dated in self._standing(known) if dated.effective is not None and start < dated.effective <= end
        ]

    def _standing(self, known: datetime) -> Iterator[DatedEvent]:
        return (
            dated
            for dated in self._events
            if dated.known <= known and (dated.until_known is None or known < dated.until_known)
        )

    def dated(self, reform: str, number: int) -> list[DatedEvent]:
        """The events of one version of a reform, in the order they take effect."""
        return list(self._of.get((reform, number), ()))

    def where(self, parent: Parent | None, at: AsOf, lang: Language) -> str:
        """A place in the structure, in words."""
        return self._words.where(parent, at, lang)

    def event(self, dated: DatedEvent, asof: AsOf) -> EventView:
        """One event in words."""
        change = dated.event.change
        at = AsOf(valid=dated.effective or asof.valid, known=min(max(asof.known, dated.known), dated.world))
        return EventView(
            verb=dated.event.verb,
            facts=(change.fact, *change.also),
            words=self._words.sentence(dated, at),
            effective=dated.effective,
            day_is_exact=dated.day_is_exact,
            known=dated.known,
            state=self._state(dated, asof),
            subjects=subjects_of(dated.event),
            sources=dated.sources,
            claims=change.claims,
            status=change.status,
            note=change.note,
        )

    def _state(self, dated: DatedEvent, asof: AsOf) -> EventStatus:
        if dated.until_known is not None and dated.until_known <= asof.known:
            taken = any(one.reform == dated.reform.id and one.at == dated.until_known for one in self._reversals)
            return "withdrawn" if taken else "corrected"
        return _status(dated.effective, asof)


def _status_of_reform(effective: datetime | None, taken_back: RecordedReversal | None, asof: AsOf) -> ReformStatus:
    if taken_back is not None and taken_back.on is None:
        return "withdrawn"
    if taken_back is not None and taken_back.on is not None and taken_back.on <= asof.valid:
        return "reversed"
    return _status(effective, asof)


def _status(effective: datetime | None, asof: AsOf) -> Literal["planned", "in_force", "not_known"]:
    if effective is None:
        return "not_known"
    return "in_force" if effective <= asof.valid and effective <= asof.known else "planned"
