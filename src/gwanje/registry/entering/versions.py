"""Which reforms hold, since and until which known time: content, versions entered later, withdrawals, corrections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gwanje.foundation.citations import CitedRecord
from gwanje.registry import refusals
from gwanje.registry.content.events import Correct, Event, ReformRecord
from gwanje.registry.content.recorded import RecordedReversal

END_OF_TIME = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownRule:
    """Since when a record was public: its own word, else its earliest dated source, else a day that is given."""

    references: Mapping[str, datetime | None]
    compiled: datetime

    def of(self, record: CitedRecord, fallback: CitedRecord | None = None) -> datetime:
        """The known instant of a record; an event without its own asks its reform."""
        if record.known is not None:
            return record.known
        if fallback is not None:
            return self.of(fallback)
        dated = [known for source in record.sources if (known := self.references.get(source)) is not None]
        return min(dated, default=self.compiled)


@dataclass(frozen=True, slots=True)
class Version:
    """A reform as content or somebody tells it; number 0 is content, else the place in the journal."""

    reform: ReformRecord
    known: datetime
    number: int = 0
    by: str = ""
    at: datetime | None = None
    until_known: datetime | None = None
    amends: bool = False

    @property
    def was_told(self) -> bool:
        """Whether there was an instant at which it was known: not where something took its place before."""
        return self.until_known is None or self.known < self.until_known

    @property
    def stands(self) -> bool:
        """Whether nothing has taken its place."""
        return self.until_known is None


def versions_of(
    content: Iterable[ReformRecord],
    entered: Iterable[tuple[int, datetime, str, ReformRecord]],
    withdrawn: Iterable[RecordedReversal],
    rule: KnownRule,
) -> list[Version]:
    """Every version of every reform. A later one is known when it was entered, unless it says a later day itself."""
    found: dict[str, list[Version]] = {reform.id: [Version(reform, rule.of(reform))] for reform in content}
    acts: list[tuple[int, Version | RecordedReversal]] = []
    for number, at, by, reform in entered:
        acts.append((number, Version(reform, at, number, by, at)))
    acts += [(one.number, one) for one in withdrawn]
    for _, act in sorted(acts, key=lambda pair: pair[0]):
        if isinstance(act, RecordedReversal):
            if act.reform not in found:
                raise refusals.unknown_reform(act.reform, act.place)
            _close(found[act.reform], act.at)
        else:
            _enter(found.setdefault(act.reform.id, []), act, rule)
    return [version for versions in found.values() for version in versions]


def _enter(versions: list[Version], new: Version, rule: KnownRule) -> None:
    at = new.at or new.known
    if not versions:
        first = KnownRule(rule.references, at).of(new.reform)
        versions.append(replace(new, known=first))
        return
    before = versions[-1].until_known or versions[-1].known
    told = rule.of(new.reform)
    known = told if new.reform.known is not None and told > before else max(at, told)
    _close(versions, known)
    versions.append(replace(new, known=known, amends=True))


def _close(versions: list[Version], known: datetime) -> None:
    if versions and versions[-1].stands:
        versions[-1] = replace(versions[-1], until_known=known)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event of a reform with its effective and known instants; no effective instant means the day is not known.

    `number` is that of the reform's version, `place` the event's in it; `replaces` names the event in whose place a
    correction puts this one, `owner` the reform which that event is of.
    """

    reform: ReformRecord
    event: Event
    effective: datetime | None
    known: datetime
    day_is_exact: bool
    until_known: datetime | None = None
    number: int = 0
    replaces: str = ""
    place: int = 0
    owner: str = ""

    @property
    def belongs_to(self) -> str:
        """The reform that is undone with this event: the corrected one where it stands in for another event."""
        return self.owner or self.reform.id

    @property
    def sources(self) -> tuple[str, ...]:
        """The event's own sources, else the reform's."""
        return self.event.change.sources or self.reform.sources

    @property
    def was_told(self) -> bool:
        """Whether there was an instant at which it was known."""
        return self.until_known is None or self.known < self.until_known

    @property
    def world(self) -> datetime:
        """The latest known time at which the event stood: what it finds is asked as known then."""
        return END_OF_TIME if self.until_known is None else self.until_known - timedelta(microseconds=1)


def date_events(versions: Iterable[Version]) -> list[DatedEvent]:
    """Every event in the order it takes effect; events of one instant keep the order they are told in."""
    dated = [
        _dated(version, event, place)
        for version in versions
        if version.was_told
        for place, event in enumerate(numbered(version.reform))
    ]
    dated = _corrected([one for one in dated if one.was_told])
    return sorted(dated, key=lambda item: item.effective or END_OF_TIME)


def numbered(reform: ReformRecord) -> list[Event]:
    """The events of a reform; one without an id of its own is called by the reform's id and its place."""
    events = []
    for place, event in enumerate(reform.events, start=1):
        change = event.change
        if change.fact:
            events.append(event)
        else:
            named = change.model_copy(update={"fact": f"{reform.id}-{place:02d}"})
            events.append(event.model_copy(update={event.verb: named}))
    return events


def _dated(version: Version, event: Event, place: int) -> DatedEvent:
    change, reform = event.change, version.reform
    day = change.effective or change.not_later_than or reform.effective
    known = change.known or version.known
    return DatedEvent(
        reform=reform,
        event=event,
        effective=day if isinstance(day, datetime) else None,
        known=max(known, version.known) if version.amends else known,
        day_is_exact=change.not_later_than is None,
        until_known=version.until_known,
        number=version.number,
        place=place,
    )


def _corrected(dated: list[DatedEvent]) -> list[DatedEvent]:
    """Close what a correction replaces, and put its replacement in the same place."""
    for correction in [one for one in dated if isinstance(one.event.change, Correct)]:
        dated = _apply_correction(dated, correction)
    return dated


def _apply_correction(dated: list[DatedEvent], correction: DatedEvent) -> list[DatedEvent]:
    change = correction.event.change
    assert isinstance(change, Correct)
    place = change.place or correction.reform.place
    result, met = [], 0
    early = next(
        (one for one in dated if _is_corrected(one, correction, change) and one.known >= correction.known), None
    )
    for one in dated:
        believed = one.known < correction.known and (one.until_known is None or correction.known < one.until_known)
        if not _is_corrected(one, correction, change) or not believed:
            result.append(one)
            continue
        met += 1
        result.append(replace(one, until_known=correction.known))
        if met == 1 and change.instead is not None:
            stands = min((end for end in (correction.until_known, one.until_known) if end is not None), default=None)
            result.append(replace(_instead(one, correction, change), until_known=stands))
        if correction.until_known is not None and (one.until_known is None or correction.until_known < one.until_known):
            result.append(replace(one, known=correction.until_known))
    if not met and early is not None:
        raise refusals.correction_too_early(change.fact, change.corrects, early.known, correction.known, place)
    if not met:
        facts = [one.event.change.fact for one in dated if one is not correction]
        raise refusals.nothing_to_correct(change.fact, change.corrects, facts, place)
    return result


def _is_corrected(one: DatedEvent, correction: DatedEvent, change: Correct) -> bool:
    return one.event.change.fact == change.corrects and one is not correction


def _instead(target: DatedEvent, correction: DatedEvent, change: Correct) -> DatedEvent:
    assert change.instead is not None
    inner = change.instead.change
    filled = inner.model_copy(
        update={
            "fact": inner.fact or change.fact,
            "also": inner.also or (change.corrects,),
            "sources": inner.sources or correction.sources,
        }
    )
    day = inner.effective or inner.not_later_than
    return DatedEvent(
        reform=correction.reform,
        event=change.instead.model_copy(update={change.instead.verb: filled}),
        effective=day if isinstance(day, datetime) else target.effective,
        known=correction.known,
        day_is_exact=target.day_is_exact if day is None else inner.not_later_than is None,
        until_known=correction.until_known,
        number=correction.number,
        replaces=change.corrects,
        owner=target.belongs_to,
    )
