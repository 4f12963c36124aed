"""A cycle of a scheme day by day: levels, proposals, measures and gaps, as known then beside as known now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gwanje.answers.follows import follows
from gwanje.answers.level_log import act_told
from gwanje.answers.level_steps import every_step, override_of, own_measures, silence_of
from gwanje.answers.level_words import (
    NO_LEVEL,
    advice_words,
    gap_words,
    levels_joined,
    measure_words,
    planned_words,
    state_words,
)
from gwanje.answers.levelling import day_readings
from gwanje.answers.replay_answer import RUNNING, DayLevel, DayMeasure, DayThing, Replay, ReplayDay
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.evidence import Fact
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf, day_start, days_between
from gwanje.watch import (
    LevelAct,
    LevelState,
    LevelStep,
    OwnMeasure,
    Phrase,
    Scheme,
    level_at,
    own_measure_state,
    propose_level,
    renewal_gaps,
)

LONGEST = 400
_CADENCES = frozenset({"cadence", "cadence-list"})
_MOMENT, _DAY = timedelta(microseconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What every day of a replay is read from, gathered once."""

    tower: Tower
    scheme: Scheme
    known: datetime
    steps: tuple[LevelStep, ...]
    measures: tuple[OwnMeasure, ...]
    resources: tuple[str, ...]
    facts: tuple[Fact, ...]
    acts: tuple[LevelAct, ...]

    def then_and_now(self, day: date) -> tuple[AsOf, AsOf]:
        """The last moment of a day, as known at its end and as known now."""
        end = day_start(day + timedelta(days=1), self.tower.zone)
        return AsOf(end - _MOMENT, min(end, self.known)), AsOf(end - _MOMENT, self.known)


def replay(tower: Tower, scheme_key: str, first: date, last: date, known: datetime) -> Replay:
    """A scheme from one day to another, both included, told day by day."""
    _refuse_long(first, last)
    cycle = _gather(tower, tower.schemes.get(scheme_key), known)
    days = tuple(_day(cycle, first + timedelta(days=number)) for number in range((last - first).days + 1))
    end = day_start(last + timedelta(days=1), tower.zone) - _MOMENT
    cited = [source for fact in cycle.facts for source in fact.sources]
    followed = follows(tower, cycle.scheme, AsOf(end, known), AsOf(end, min(known, end + _MOMENT)))
    gaps = {one.id: one for one in tower.unknowns}
    return Replay(
        on=end,
        known=known,
        country=tower.iso3,
        sources=source_notes(
            tower, [*cycle.scheme.sources, *cited, *(s for one in followed for s in one.words.sources)]
        ),
        scheme=cycle.scheme.key,
        scheme_names=cycle.scheme.names.as_answer(),
        first=first,
        last=last,
        days=days,
        silent_resources=tuple(one.key for one in cycle.scheme.resources if one.key not in cycle.resources),
        follows=followed,
        unknowns=tuple(
            {"id": one, "statement": gaps[one].statement.model_dump()} for one in cycle.scheme.unknowns if one in gaps
        ),
    )


def _gather(tower: Tower, scheme: Scheme, known: datetime) -> _Cycle:
    steps = tuple(step for step in every_step(tower) if step.scheme == scheme.key)
    moved = {step.resource for step in steps if step.known <= known}
    subjects = {scheme.mandate, *(item for one in scheme.resources for item in one.items)}
    facts = tuple(
        fact
        for fact in tower.facts.known_by(known)
        if subjects.intersection(fact.subjects) and fact.kind not in _CADENCES
    )
    resources = tuple(one.key for one in scheme.resources if one.key in moved)
    acts = tuple(act for act in tower.watch_store.levels.acts() if act.scheme == scheme.key and act.at <= known)
    return _Cycle(tower, scheme, known, steps, own_measures(tower, scheme), resources, facts, acts)


def _day(cycle: _Cycle, day: date) -> ReplayDay:
    then, now = cycle.then_and_now(day)
    levels = tuple(_level(cycle, resource, then, now) for resource in cycle.resources)
    measures = tuple(_measures(cycle, then, now))
    gaps = tuple(_gaps(cycle, then))
    new, later = tuple(_new(cycle, then)), tuple(_told_later(cycle, then, now))
    entered = tuple(act_told(act) for act in cycle.acts if then.valid - _DAY < act.at <= then.valid)
    stirred = (
        new or entered or any(one.moved or one.proposal_words for one in levels) or any(one.changed for one in measures)
    )
    return ReplayDay(
        day=day,
        levels=levels,
        measures=measures,
        gaps=gaps,
        new=new,
        told_later=later,
        entered=entered,
        due=tuple(_due(cycle, levels, then)),
        quiet=not stirred,
        heartbeat=_heartbeat(cycle, levels, measures, gaps, then, quiet=not stirred),
    )


def _level(cycle: _Cycle, resource: str, then: AsOf, now: AsOf) -> DayLevel:
    scheme, zone = cycle.scheme, cycle.tower.zone
    every = {step.id: step for step in cycle.steps if step.resource == resource}
    was = level_at(every.values(), scheme.key, resource, _day_before(then))
    state, later = (level_at(every.values(), scheme.key, resource, one) for one in (then, now))
    taken = [one for one in (state.steps if state else ()) if was is None or one not in was.steps]
    met, reason = override_of(cycle.tower, taken[0], scheme.key, resource, then) if taken else (None, None)
    readings = {one.condition: one for one in day_readings(cycle.tower, scheme, resource, then)}
    advice = propose_level(scheme.order, scheme.criteria, resource, readings) if readings else None
    return DayLevel(
        resource=resource,
        then_levels=state.levels if state else (),
        now_levels=later.levels if later else (),
        then=_state_words(cycle, state, every, resource, then),
        now=_state_words(cycle, later, every, resource, now),
        then_short=_short(scheme, state),
        now_short=_short(scheme, later),
        moved=(state.levels if state else ()) != (was.levels if was else ()) or bool(taken),
        planned=tuple(planned_words(scheme, every[one], zone) for one in (state.planned if state else ())),
        criterion_met=met,
        override_reason=reason,
        proposal=advice.level or None if advice else None,
        proposal_words=advice_words(scheme, advice, has_readings=True) if advice else None,
    )


def _short(scheme: Scheme, state: LevelState | None) -> Sentence:
    if state is None:
        return Sentence(en="no level", ko="단계 없음")
    return Sentence(en=levels_joined(scheme, state.levels, "en"), ko=levels_joined(scheme, state.levels, "ko"))


def _day_before(then: AsOf) -> AsOf:
    return AsOf(then.valid - timedelta(days=1), then.known - timedelta(days=1))


def _state_words(
    cycle: _Cycle, state: LevelState | None, steps: dict[str, LevelStep], resource: str, as_of: AsOf
) -> Sentence:
    if state is None:
        return NO_LEVEL
    silence = silence_of(cycle.scheme, resource, state, steps, as_of)
    return state_words(cycle.scheme, state, steps, silence, as_of, cycle.tower.zone)


def _measures(cycle: _Cycle, then: AsOf, now: AsOf) -> Iterator[DayMeasure]:
    """Measures that run, and those whose state changed on the day; the ones known only later say so."""
    for measure in cycle.measures:
        state, later = own_measure_state(measure, then), own_measure_state(measure, now)
        shown = state if state is not None else later
        if shown is None or shown == "planned":
            continue
        before = own_measure_state(measure, _day_before(then if state is not None else now))
        changed = state is not None and before != state
        if shown in RUNNING or changed:
            yield DayMeasure(
                id=measure.id,
                kind=measure.kind,
                state=shown,
                words=measure_words(measure, shown, then, cycle.tower.zone),
                owner=_owner(cycle, measure, then),
                unverified=measure.unverified,
                only_known_later=state is None,
                changed=changed,
            )


def _owner(cycle: _Cycle, measure: OwnMeasure, as_of: AsOf) -> Sentence:
    kind = next((one for one in cycle.scheme.measures if one.kind == measure.kind), None)
    units = [cycle.tower.registry.show(one, as_of).placed.unit.names for one in measure.owner]
    en, ko = [one.best("en") for one in units], [one.best("ko") for one in units]
    if measure.owner_words:
        en, ko = [measure.owner_words], [measure.owner_words]
    elif kind is not None and kind.owner is not None:
        en, ko = [*en, kind.owner.en], [*ko, kind.owner.ko]
    return Sentence(en="; ".join(en) or "owner not known", ko=", ".join(ko) or "소관 알 수 없음")


def _gaps(cycle: _Cycle, then: AsOf) -> Iterator[Sentence]:
    names = {one.kind: one.names for one in cycle.scheme.measures}
    for gap in renewal_gaps(cycle.measures, cycle.scheme.measures, then):
        if gap.until is None:
            called = Phrase(en=names[gap.kind].best("en"), ko=names[gap.kind].best("ko"))
            yield gap_words(gap.kind, gap.last, gap.since, cycle.tower.zone, called)


def _new(cycle: _Cycle, then: AsOf) -> Iterator[DayThing]:
    start = then.known - timedelta(days=1)
    for fact in cycle.facts:
        known = cycle.tower.facts.known_of(fact)
        if start < known <= then.known and cycle.tower.facts.known_basis(fact) != "compiled":
            yield _thing(cycle, fact, known)


def _told_later(cycle: _Cycle, then: AsOf, now: AsOf) -> Iterator[DayThing]:
    """What happened on the day and was known only afterwards."""
    start = then.valid + _MOMENT - timedelta(days=1)
    for fact in cycle.facts:
        known = cycle.tower.facts.known_of(fact)
        if fact.when.start and start <= fact.when.start <= then.valid and then.known < known <= now.known:
            yield _thing(cycle, fact, known)


def _thing(cycle: _Cycle, fact: Fact, known: datetime) -> DayThing:
    return DayThing(
        id=fact.id,
        known_on=(known - _MOMENT).astimezone(cycle.tower.zone).date(),
        words=Sentence(en=fact.statement.en, ko=fact.statement.ko, sources=fact.sources),
        unverified=fact.status == "unverified",
        conflicting=bool(fact.claims),
    )


def _due(cycle: _Cycle, levels: tuple[DayLevel, ...], then: AsOf) -> Iterator[Sentence]:
    """What is due every day while a level stands: the daily judgement meeting, where content has it."""
    raised = any(level not in ("", cycle.scheme.rest) for one in levels for level in one.then_levels)
    for fact in cycle.tower.facts.scheduled(then.known) if raised else ():
        daily = fact.kind == "cadence" and fact.schedule is not None and fact.schedule.every == "day"
        if daily and cycle.scheme.mandate in fact.subjects:
            yield Sentence(en=f"due: {fact.statement.en}", ko=f"오늘: {fact.statement.ko}", sources=fact.sources)


def _heartbeat(
    cycle: _Cycle,
    levels: tuple[DayLevel, ...],
    measures: tuple[DayMeasure, ...],
    gaps: tuple[Sentence, ...],
    then: AsOf,
    *,
    quiet: bool,
) -> Sentence:
    """Proof that the day was looked at, and how much."""
    read = sum(cycle.tower.facts.known_of(fact) <= then.known for fact in cycle.facts)
    standing = sum(bool(one.then_levels) for one in levels)
    running = sum(one.state in RUNNING and not one.only_known_later for one in measures)
    coming = [one for one in cycle.measures if own_measure_state(one, then) == "in_force"]
    first = min(coming, key=lambda one: one.ends[0], default=None)
    left = days_between(then.valid, first.ends[0], cycle.tower.zone) if first else 0
    end_en = f"; the next end in {left} days ({first.id})" if first else ""
    end_ko = f", 다음 종료까지 {left}일({first.id})" if first else ""
    counts_en = f"{standing} of {len(cycle.scheme.resources)} resources at a level, {running} measures running, {len(gaps)} gaps, {read} facts read{end_en}"
    counts_ko = f"자원 {len(cycle.scheme.resources)}개 중 {standing}개 단계 발령, 시행 중 조치 {running}건, 공백 {len(gaps)}건, 확인한 사실 {read}건{end_ko}"
    return Sentence(
        en=f"{'quiet' if quiet else 'not quiet'}: {counts_en}.",
        ko=f"{'이상 없음' if quiet else '변동 있음'}: {counts_ko}.",
    )


def _refuse_long(first: date, last: date) -> None:
    if last < first:
        raise WrongUseError(
            "The replay ends before it begins",
            expected="FIRST..LAST, the earlier day first",
            found=f"{first}..{last}",
            remedy="Exchange the two days",
        )
    if (last - first).days >= LONGEST:
        raise RefusedInputError(
            "A replay is told day by day",
            expected=f"at most {LONGEST} days",
            found=f"{(last - first).days + 1} days",
            remedy="Ask for a shorter span",
        )
