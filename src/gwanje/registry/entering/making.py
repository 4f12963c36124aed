"""From texts and what people entered to a log: the state before, then every event in the order it takes effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Self
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import Reference
from gwanje.foundation.errors import ContentError
from gwanje.registry import refusals
from gwanje.registry.content.citing import refuse_unknown_citations
from gwanje.registry.content.events import Correct, Establish, MergeUnits, ReformRecord, SplitUnit
from gwanje.registry.content.personnel import PersonnelFile
from gwanje.registry.content.reading import Content, read_content, read_personnel, read_reform
from gwanje.registry.content.recorded import Act, RecordedPeople, RecordedReform, RecordedReversal
from gwanje.registry.entering.affair_keys import with_affair_ids
from gwanje.registry.entering.building import Birth, LogBuilder
from gwanje.registry.entering.enacting import enact, refuse_shared_facts
from gwanje.registry.entering.invariants import refuse_imbalance, refuse_leftovers
from gwanje.registry.entering.people import add_people
from gwanje.registry.entering.reversing import Reversal, reverse
from gwanje.registry.entering.versions import DatedEvent, KnownRule, Version, date_events, numbered, versions_of
from gwanje.registry.entries import Log


@dataclass(frozen=True, slots=True)
class Unapplied:
    """Something people entered that does not fit the content any more: kept, shown, and not part of any answer."""

    act: Act
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a registry is made of."""

    content: Content
    log: Log
    versions: tuple[Version, ...]
    events: tuple[DatedEvent, ...]
    reversals: tuple[RecordedReversal, ...]
    references: tuple[Reference, ...]
    acts: tuple[Act, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class RegistryInputs:
    """Everything a registry is read from; making one from it again, with one act more, is how a change is previewed.

    Attributes:
        files: Content text by relative path; only `registry/` is read.
        zone: The country's zone.
        compiled: Known instant of records whose sources carry no date.
        references_known: When each source was published, None where nobody recorded it.
        acts: What people entered in this tower, in order.
        base: The number of the last entry there was when `acts` were read.
        citable: Ids of the publications and claims of content; None where citations are not checked.
    """

    files: Mapping[str, str]
    zone: ZoneInfo
    compiled: datetime
    references_known: Mapping[str, datetime | None]
    acts: tuple[Act, ...] = ()
    base: int = 0
    citable: frozenset[str] | None = None

    def with_act(self, act: Act) -> Self:
        """The same with one act more."""
        return replace(self, acts=(*self.acts, act))

    def without(self, acts: Iterable[Act]) -> Self:
        """The same without some acts."""
        left_out = list(acts)
        return replace(self, acts=tuple(act for act in self.acts if act not in left_out))

    def make(self) -> Made:
        """Read and enter everything; the first contradiction is refused.

        Raises:
            ContentError: a file is not understood, or contradicts what holds when it takes effect.
        """
        return _Making(self, read_content(self.files, self.zone)).made()

    def act_behind(self, fault: ContentError) -> Act:
        """The newest act without which a fault is gone; the newest of all where none alone is behind it."""
        for act in reversed(self.acts):
            try:
                self.without([act]).make()
            except ContentError as other:
                if str(other) == str(fault):
                    continue
            return act
        return self.acts[-1]

    def make_what_fits(self) -> tuple[Made, tuple[Unapplied, ...]]:
        """Everything that can be entered; what people entered and no longer fits is left out and told.

        Raises:
            ContentError: the content itself, without anything that people entered, contradicts itself.
        """
        kept, unapplied = self, list[Unapplied]()
        while True:
            try:
                return kept.make(), tuple(unapplied)
            except ContentError as fault:
                if not kept.acts:
                    raise
                act = next((one for one in kept.acts if _is_of(fault, one)), None) or kept.act_behind(fault)
                unapplied.append(Unapplied(act, str(fault)))
                kept = kept.without([act])


def make_from(content: Content, zone: ZoneInfo, compiled: datetime) -> Made:
    """The same from records that are read already, for example drawn by a program."""
    return _Making(RegistryInputs({}, zone, compiled, {}), content).made()


def _is_of(fault: ContentError, act: Act) -> bool:
    return fault.place.split(" line ", 1)[0] == f"journal/{act.number}.yaml"


class _Making:
    """One reading of the sources."""

    def __init__(self, sources: RegistryInputs, content: Content) -> None:
        self._zone = sources.zone
        self._acts = sources.acts
        entered = [
            (act.number, act.at, act.by, read_reform(act.text, act.place, sources.zone))
            for act in sources.acts
            if isinstance(act, RecordedReform)
        ]
        people: list[PersonnelFile] = [
            read_personnel(act.text, act.place, sources.zone).known_when_entered(act.at, sources.references_known)
            for act in sources.acts
            if isinstance(act, RecordedPeople)
        ]
        self._reversals = tuple(act for act in sources.acts if isinstance(act, RecordedReversal))
        for number, _, _, reform in entered:
            self._refuse_after_undoing(number, reform)
        reforms = [*content.reforms, *(reform for *_, reform in entered)]
        told: list[ReformRecord | PersonnelFile] = [*reforms, *people]
        self._references = tuple(reference for one in told for reference in one.references)
        if sources.citable is not None:
            _refuse_unknown_citations(told, sources.citable)
        known = {**sources.references_known, **{one.id: one.published for one in self._references}}
        self._rule = KnownRule(known, sources.compiled)
        self._content = content.joined(reforms, people)
        withdrawn = [act for act in self._reversals if act.on is None]
        ids = {record.key: record.id for record in self._content.mandates.values()}
        self._versions = versions_of(
            [with_affair_ids(reform, ids) for reform in content.reforms],
            [(number, at, by, with_affair_ids(reform, ids)) for number, at, by, reform in entered],
            withdrawn,
            self._rule,
        )
        self._undone = [Reversal(act, act.on) for act in self._reversals if act.on is not None]
        for one in self._undone:
            self._refuse_undone_correction(one)
        for place, one in enumerate(self._undone):
            if any(other.recorded.reform == one.recorded.reform for other in self._undone[:place]):
                raise refusals.undone_twice(one.recorded.reform, one.place)
        self._builder = LogBuilder(self._content, self._zone, self._rule)

    def _refuse_after_undoing(self, number: int, reform: ReformRecord) -> None:
        for one in self._reversals:
            if one.reform == reform.id and one.on is not None and one.number < number:
                by = f"entry {one.number} of {one.by}"
                raise refusals.entered_after_undoing(reform.id, one.on, by, reform.place, self._zone)

    def _refuse_undone_correction(self, undone: Reversal) -> None:
        """A correction changes what is known, not what is so from a day on: another correction takes it back."""
        for version in (one for one in self._versions if one.reform.id == undone.recorded.reform and one.stands):
            own = {event.change.fact for event in numbered(version.reform)}
            for event in version.reform.events:
                if isinstance(event.change, Correct) and event.change.corrects not in own:
                    raise refusals.undone_correction(version.reform.id, event.change.corrects, undone.place)

    def made(self) -> Made:
        builder = self._builder
        builder.add_before()
        add_people(builder)
        for version in self._versions:
            if version.stands:
                refuse_imbalance(version.reform)
        events = self._dated()
        refuse_shared_facts(events)
        builder.coming = _births(events)
        for dated in events:
            if dated.effective is None:
                enact(builder, dated)
        agenda: list[tuple[datetime, int, DatedEvent | Reversal]] = [
            (one.effective, 1, one) for one in events if one.effective is not None
        ]
        agenda += [(one.on, self._turn(one, events), one) for one in self._undone]
        agenda.sort(key=lambda item: (item[0], item[1]))
        for _, group in groupby(agenda, key=lambda item: item[0]):
            self._enter_instant([item for *_, item in group])
        return Made(
            self._content,
            builder.log,
            tuple(self._versions),
            tuple(events),
            self._reversals,
            self._references,
            self._acts,
            self._zone,
        )

    def _enter_instant(self, items: list[DatedEvent | Reversal]) -> None:
        self._builder.ended.clear()
        for item in items:
            if isinstance(item, Reversal):
                reverse(self._builder, item)
            else:
                enact(self._builder, item)
        refuse_leftovers(self._builder, self._builder.ended)

    def _dated(self) -> list[DatedEvent]:
        """Every event; those of an undone reform that were still to come are withdrawn with it."""
        events = date_events(self._versions)
        for undone in self._undone:
            if undone.recorded.reform not in {version.reform.id for version in self._versions}:
                raise refusals.unknown_reform(undone.recorded.reform, undone.place)
            events = [_withdrawn(one, undone) for one in events]
        return [one for one in events if one.was_told]

    @staticmethod
    def _turn(undone: Reversal, events: list[DatedEvent]) -> int:
        """Before the other events of its instant, unless the reform itself still acts then."""
        own = (one for one in events if one.reform.id == undone.recorded.reform)
        return 2 if any(one.effective == undone.on for one in own) else 0


def _births(events: Iterable[DatedEvent]) -> dict[str, Birth]:
    """What brings each unit into being that an event establishes, or makes of others."""
    found: dict[str, Birth] = {}
    for one in events:
        change = one.event.change
        match change:
            case Establish():
                new = [change.unit]
            case MergeUnits() if change.into.rank is not None:
                new = [change.into.unit]
            case SplitUnit():
                new = [share.unit for share in change.into if share.rank is not None]
            case _:
                continue
        birth = Birth(change.fact, one.effective, change.place or one.reform.place)
        found.update({unit: birth for unit in new if one.until_known is None})
    return found


def _refuse_unknown_citations(told: list[ReformRecord | PersonnelFile], citable: frozenset[str]) -> None:
    brought = {reference.id for one in told for reference in one.references}
    reforms = [one for one in told if isinstance(one, ReformRecord)]
    brought |= {str(claim.get("id")) for reform in reforms for claim in reform.disagreements}
    for one in told:
        refuse_unknown_citations(one, citable | brought)


def _withdrawn(event: DatedEvent, undone: Reversal) -> DatedEvent:
    to_come = event.effective is None or event.effective > undone.on
    if event.reform.id != undone.recorded.reform or not to_come or event.until_known is not None:
        return event
    return replace(event, until_known=max(undone.recorded.at, event.known))
