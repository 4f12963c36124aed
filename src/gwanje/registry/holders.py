"""Who holds a mandate at an `AsOf`: lead, cooperating units, and the whole chain up to the ministry."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.errors import unknown_key
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.names import Names
from gwanje.registry.content.records import DelegationRecord, Holding, MandateRecord
from gwanje.registry.delegations import Delegations, DelegationView
from gwanje.registry.entries import Entry, Log
from gwanje.registry.people import Desk, People
from gwanje.registry.scopes import EVERYTHING, WHOLE, Scope
from gwanje.registry.units import ChainLink, Chains, Units, UnitView, Words

HolderState = Literal["held", "dispersed", "not_reported", "none", "not_known"]
_STATES: dict[str, HolderState] = {
    "held": "held",
    "dispersed": "dispersed",
    "not reported": "not_reported",
    "none": "none",
}


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate's permanent id with its key and names."""

    id: str
    key: str
    names: Names

    def as_answer(self) -> dict[str, Any]:
        """The mandate as every answer prints it."""
        return {"id": self.id, "key": self.key, "names": self.names.as_answer()}


@dataclass(frozen=True, slots=True)
class PartView:
    """A narrower scope of the affair that has a holder of its own."""

    scope: Scope
    names: Names
    state: HolderState
    lead: UnitView | None

    def as_answer(self) -> dict[str, Any]:
        """The part as every answer prints it."""
        return {
            "scope": self.scope.key,
            "names": self.names.as_answer(),
            "state": self.state,
            "lead": self.lead.as_answer() if self.lead else None,
        }


@dataclass(frozen=True, slots=True)
class Holder:
    """The answer to `who`; `cooperating` None means that no source names cooperating units.

    `scope` is the one that was asked for, `answered_by` the one of the holding that answers: it may be wider.
    """

    mandate: MandateView
    scope: str
    state: HolderState
    asof: AsOf
    lead: UnitView | None = None
    inner: UnitView | None = None
    inner_not_reported: bool = False
    cooperating: tuple[UnitView, ...] | None = None
    units: tuple[UnitView, ...] = ()
    incomplete: bool = False
    chain: tuple[ChainLink, ...] = ()
    since: datetime | None = None
    planned: bool = False
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    status: FactStatus = "reported"
    notes: tuple[Words, ...] = ()
    derived: str = ""
    answered_by: str = ""
    parts: tuple[PartView, ...] = ()
    delegation: DelegationView | None = None
    desk: Desk | None = None

    @property
    def level(self) -> str:
        """The level the lead stands at, as its kind has it on that day."""
        return self.lead.level if self.lead else ""

    @property
    def is_derived(self) -> bool:
        """Whether something in the answer is an inference rather than a report."""
        return bool(self.derived) or any(link.status != "reported" for link in self.chain)

    def path(self) -> tuple[str, ...]:
        """Lead, the unit within it and each link above: what a handover compares."""
        if self.lead is None:
            return (self.state, *sorted(unit.id for unit in self.units))
        inner = (self.inner.id,) if self.inner else ()
        return (*inner, self.lead.id, *(link.identity for link in self.chain))

    def unit_ids(self) -> tuple[str, ...]:
        """Every unit the answer names: lead, units within and above it, partners, and those of a dispersed mandate."""
        named = [self.inner, self.lead, *(link.unit for link in self.chain), *(self.cooperating or ()), *self.units]
        return tuple(dict.fromkeys(unit.id for unit in named if unit is not None))

    def as_answer(self) -> dict[str, Any]:
        """The typed answer of `org who`."""
        return {
            "mandate": self.mandate.as_answer(),
            "scope": self.scope,
            "state": self.state,
            "lead": self.lead.as_answer() if self.lead else None,
            "level": self.level,
            "temporary": bool(self.lead and self.lead.temporary),
            "inner": self.inner.as_answer() if self.inner else ("not_reported" if self.inner_not_reported else None),
            "cooperating": [unit.as_answer() for unit in self.cooperating or ()],
            "cooperating_reported": self.cooperating is not None,
            "units": [unit.as_answer() for unit in self.units],
            "incomplete": self.incomplete,
            "chain": [link.as_answer() for link in self.chain],
            "since": self.since.isoformat() if self.since else None,
            "planned": self.planned,
            "facts": list(self.facts),
            "claims": list(self.claims),
            "status": self.status,
            "derived": self.is_derived,
            "notes": [note.as_answer() for note in self.notes],
            "answered_by": self.answered_by or self.scope,
            "parts": [part.as_answer() for part in self.parts],
            "delegation": self.delegation.as_answer() if self.delegation else None,
            "desk": self.desk.as_answer() if self.desk else None,
            "sources": list(self.sources),
        }


class Holders:
    """Finds the holder of a mandate in the log."""

    def __init__(
        self, log: Log, units: Units, zone: ZoneInfo, people: People, delegations: Iterable[DelegationRecord] = ()
    ) -> None:
        self._log = log
        self._units = units
        self._zone = zone
        self._people = people
        self._delegations = Delegations(log, units, people, delegations)

    def who(
        self,
        record: MandateRecord,
        asof: AsOf,
        scope: Scope = EVERYTHING,
        chains: Chains | None = None,
        *,
        every_part: bool = False,
    ) -> Holder:
        """The holder at an `AsOf`, or the state that stands for one; the narrowest holding that covers it answers.

        `every_part`: tell every other part too, not only those within the scope, of an affair that has no whole.
        """
        mandate = MandateView(record.id, record.key, record.names)
        entry = self._narrowest(record, scope, asof)
        if entry is None or not isinstance(entry.value, Holding):
            aspect = scope.aspect if self._log.of(record.id, scope.aspect) else EVERYTHING.aspect
            return Holder(mandate, scope.key, "not_known", asof, notes=(self._why_not_known(record.id, aspect, asof),))
        held, chains = entry.value, chains or Chains(self._units, asof)
        partners = held.cooperating if isinstance(held.cooperating, tuple) else None
        chain = chains.above(held.lead) if held.lead else ()
        began = self._beginning(entry, held, asof)
        holder = Holder(
            mandate=mandate,
            scope=scope.key,
            state=_STATES[held.state],
            asof=asof,
            lead=chains.view(held.lead) if held.lead else None,
            inner=chains.view(held.inner) if held.inner and held.inner != "not reported" else None,
            inner_not_reported=held.inner == "not reported",
            cooperating=tuple(chains.view(unit) for unit in partners) if partners is not None else None,
            units=tuple(chains.view(unit) for unit in held.units),
            incomplete=held.incomplete,
            chain=chain,
            since=began.start if began.start_is_exact else None,
            planned=began.start > asof.known or any(link.planned for link in chain),
            facts=tuple(dict.fromkeys((*entry.facts, *began.facts))),
            sources=tuple(dict.fromkeys((*entry.sources, *began.sources))),
            claims=entry.claims,
            status=entry.status,
            notes=(*self._notes(entry, chain, held, asof), *self._day_notes(began, asof), *_told(entry)),
            derived=entry.derived,
            answered_by=Scope.of_aspect(entry.aspect).key,
            parts=self._parts(record, EVERYTHING if every_part else scope, asof, chains, besides=scope),
            delegation=self._delegations.answering(record.id, scope, held, asof),
        )
        return replace(holder, desk=self._desk(holder, scope, asof))

    def _narrowest(self, record: MandateRecord, scope: Scope, asof: AsOf) -> Entry | None:
        known = [Scope.of_aspect(aspect) for aspect in self._log.aspects(record.id, "holding:")]
        parts = {WHOLE, *(part.key for part in record.parts), *(one.part for one in known)}
        covering = sorted((one for one in known if one.covers(scope)), key=lambda one: -one.narrowness)
        if scope.part not in parts or not covering:
            scopes = sorted(one.key for one in known)
            raise unknown_key(
                f"scope of mandate {record.key}", scope.key, scopes, remedy=f"Name one of: {', '.join(scopes)}."
            )
        visible = (self._log.at(record.id, one.aspect, asof) for one in covering)
        return next((entry for entry in visible if entry is not None), None)

    def _parts(
        self, record: MandateRecord, asked: Scope, asof: AsOf, chains: Chains, *, besides: Scope
    ) -> tuple[PartView, ...]:
        """Every narrower scope that has a holder of its own that day, besides the one that answers."""
        names = {part.key: part.names for part in record.parts}
        views = []
        for aspect in self._log.aspects(record.id, "holding:"):
            scope = Scope.of_aspect(aspect)
            entry = self._log.at(record.id, aspect, asof) if scope != besides and asked.covers(scope) else None
            if entry is not None and isinstance(entry.value, Holding):
                lead = chains.view(entry.value.lead) if entry.value.lead else None
                views.append(PartView(scope, names.get(scope.part, Names()), _STATES[entry.value.state], lead))
        return tuple(views)

    def delegations(self, record: MandateRecord, asof: AsOf) -> list[DelegationView]:
        """The delegation that runs for each scope of an affair in which one was ever given."""
        held = [Scope.of_aspect(aspect) for aspect in self._log.aspects(record.id, "holding:")]
        scopes = (one for one in self._delegations.scopes(record.id) if any(wide.covers(one) for wide in held))
        given = (self.who(record, asof, scope).delegation for scope in scopes)
        return [one for one in dict.fromkeys(one for one in given if one is not None) if not one.is_past]

    def _desk(self, holder: Holder, scope: Scope, asof: AsOf) -> Desk:
        units = [(unit.id, unit.kind) for unit in (holder.inner, holder.lead) if unit is not None]
        return self._people.desk((holder.mandate.id, holder.mandate.key), scope, units, asof)

    def _beginning(self, entry: Entry, held: Holding, asof: AsOf) -> Entry:
        """The entry with which the present lead began: one that only names other cooperating units begins nothing."""
        first = entry
        for earlier in reversed(self._log.of(entry.subject, entry.aspect)):
            if earlier.start >= first.start or not earlier.is_visible(asof):
                continue
            before = earlier.value
            if not isinstance(before, Holding) or (before.state, before.lead) != (held.state, held.lead):
                break
            first = earlier
        return first

    def _why_not_known(self, mandate: str, aspect: str, asof: AsOf) -> Words:
        coming = self._log.later(mandate, aspect, asof)
        if coming is None:
            day = known_day(asof.known, self._zone).isoformat()
            return Words(
                f"No source loaded here that was public by {day} tells who held it.",
                f"{day}까지 담당 조직을 알려 주는 자료가 없음.",
            )
        day = self._day(coming.start)
        return Words(
            f"When this began is not known; the earliest evidence is of {day}.",
            f"시작 시점을 알 수 없음. 가장 이른 근거는 {day}자.",
        )

    def _notes(self, entry: Entry, chain: tuple[ChainLink, ...], held: Holding, asof: AsOf) -> list[Words]:
        notes = []
        if entry.derived:
            notes.append(Words(f"Derived: {entry.derived}.", f"추론: {entry.derived}."))
        if entry.status == "unverified":
            notes.append(Words("Unverified.", "미확인."))
        if held.inner == "not reported":
            notes.append(
                Words("The unit within the lead is not reported.", "주관 조직 안의 담당 부서는 보도되지 않음.")
            )
        for link in chain:
            if link.status != "reported":
                name = (link.called("en"), link.called("ko"))
                notes.append(Words(f"The link to {name[0]} is {link.status}.", f"{name[1]} 소속은 추정."))
        lead = [self._units.view(held.lead, asof)] if held.lead else []
        for unit in (*lead, *(link.unit for link in chain if link.unit is not None)):
            if unit.status == "unverified":
                named = [f"{unit.called(lang)} ({unit.kind_names.best(lang)})" for lang in ("en", "ko")]
                notes.append(
                    Words(
                        f"Part of what is said of {named[0]} is unverified.", f"{named[1]}에 관한 내용 일부는 미확인."
                    )
                )
        return notes

    def _day_notes(self, entry: Entry, asof: AsOf) -> list[Words]:
        coming = self._log.later(entry.subject, entry.aspect, asof)
        uncertain = next((item for item in (entry, coming) if item is not None and item.not_later_than), None)
        if uncertain is None:
            return []
        day = self._day(uncertain.start)
        return [
            Words(
                f"The day of {uncertain.fact} is not known, taken as not later than {day}.",
                f"{uncertain.fact}의 날짜는 알 수 없으며 늦어도 {day}로 봄.",
            )
        ]

    def _day(self, instant: datetime) -> str:
        return instant.astimezone(self._zone).date().isoformat()


def _told(entry: Entry) -> list[Words]:
    return [Words(entry.note, entry.note_ko or entry.note)] if entry.note else []
