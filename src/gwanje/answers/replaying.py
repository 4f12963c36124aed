"""A cycle of a scheme day by day: levels, proposals, measures and gaps, as known then beside as known now."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gwanje.answers.follows import follows
from gwanje.answers.level_log import act_told
from gwanje.answers.level_steps import override_of, silence_of
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
from gwanje.answers.replay_answer import RUNNING, DayLevel, DayMeasure, Replay, ReplayDay
from gwanje.answers.replay_cycle import DAY, MOMENT, Cycle, gathered
from gwanje.answers.replay_headline import known_otherwise, replay_headline
from gwanje.answers.replay_told import beat, due_things, new_things, told_later_things
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf, day_start
from gwanje.watch import (
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


def replay(tower: Tower, scheme_key: str, first: date, last: date, known: datetime) -> Replay:
    """A scheme from one day to another, both included, told day by day."""
    _refuse_long(first, last)
    cycle = gathered(tower, tower.schemes.get(scheme_key), known)
    days = tuple(_day(cycle, first + timedelta(days=number)) for number in range((last - first).days + 1))
    end = day_start(last + timedelta(days=1), tower.zone) - MOMENT
    cited = [source for fact in cycle.facts for source in fact.sources]
    followed = follows(tower, cycle.scheme, AsOf(end, known), AsOf(end, min(known, end + MOMENT)))
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
        headline=replay_headline(cycle.scheme, days),
        known_otherwise=known_otherwise(cycle.scheme, days),
        levels=tuple({"key": one.key, "names": one.names.as_answer()} for one in cycle.scheme.levels),
        days=days,
        silent_resources=tuple(one.key for one in cycle.scheme.resources if one.key not in cycle.resources),
        resource_names={one.key: one.names.as_answer() for one in cycle.scheme.resources},
        follows=followed,
        unknowns=tuple(
            {"id": one, "statement": gaps[one].statement.model_dump()} for one in cycle.scheme.unknowns if one in gaps
        ),
    )


def _day(cycle: Cycle, day: date) -> ReplayDay:
    then, now = cycle.then_and_now(day)
    levels = tuple(_level(cycle, resource, then, now) for resource in cycle.resources)
    measures = tuple(_measures(cycle, then, now))
    gaps = tuple(_gaps(cycle, then))
    new, later = tuple(new_things(cycle, then)), tuple(told_later_things(cycle, then, now))
    entered = tuple(act_told(act) for act in cycle.acts if then.valid - DAY < act.at <= then.valid)
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
        due=tuple(due_things(cycle, levels, then)),
        quiet=not stirred,
        heartbeat=beat(cycle, levels, measures, gaps, then, quiet=not stirred),
    )


def _level(cycle: Cycle, resource: str, then: AsOf, now: AsOf) -> DayLevel:
    scheme, zone = cycle.scheme, cycle.tower.zone
    every = {step.id: step for step in cycle.steps if step.resource == resource}
    was = level_at(every.values(), scheme.key, resource, _day_before(then))
    state, later = (level_at(every.values(), scheme.key, resource, one) for one in (then, now))
    taken = [one for one in (state.steps if state else ()) if was is None or one not in was.steps]
    met, reason = override_of(cycle.tower, taken[0], scheme.key, resource, then) if taken else (None, None)
    readings = {one.condition: one for one in day_readings(cycle.tower, scheme, resource, then)}
    criteria = cycle.tower.schemes.criteria(scheme, then.known)
    advice = propose_level(scheme.order, criteria, resource, readings) if readings else None
    return DayLevel(
        resource=resource,
        then_levels=state.levels if state else (),
        now_levels=later.levels if later else (),
        then=_state_words(cycle, state, every, resource, then),
        now=_state_words(cycle, later, every, resource, now),
        then_short=_short(scheme, state),
        now_short=_short(scheme, later),
        untold=_untold(cycle, later, every, resource, now),
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
    cycle: Cycle, state: LevelState | None, steps: dict[str, LevelStep], resource: str, as_of: AsOf
) -> Sentence:
    if state is None:
        return NO_LEVEL
    silence = silence_of(cycle.scheme, resource, state, steps, as_of)
    return state_words(cycle.scheme, state, steps, silence, as_of, cycle.tower.zone)


def _untold(
    cycle: Cycle, state: LevelState | None, steps: dict[str, LevelStep], resource: str, as_of: AsOf
) -> Sentence | None:
    """That no source has told the level since, as known now."""
    silence = None if state is None else silence_of(cycle.scheme, resource, state, steps, as_of)
    if silence is None:
        return None
    return Sentence(en=f"no source since ({silence.unknown})", ko=f"이후 출처 없음({silence.unknown})")


def _measures(cycle: Cycle, then: AsOf, now: AsOf) -> Iterator[DayMeasure]:
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
                title=Sentence(en=measure.what.en, ko=measure.what.ko, sources=measure.sources),
                words=measure_words(measure, shown, then, cycle.tower.zone),
                owner=_owner(cycle, measure, then),
                unverified=measure.unverified,
                only_known_later=state is None,
                changed=changed,
            )


def _owner(cycle: Cycle, measure: OwnMeasure, as_of: AsOf) -> Sentence:
    kind = next((one for one in cycle.scheme.measures if one.kind == measure.kind), None)
    units = [cycle.tower.registry.show(one, as_of).placed.unit.names for one in measure.owner]
    en, ko = [one.best("en") for one in units], [one.best("ko") for one in units]
    if measure.owner_words:
        en, ko = [measure.owner_words], [measure.owner_words]
    elif kind is not None and kind.owner is not None:
        en, ko = [*en, kind.owner.en], [*ko, kind.owner.ko]
    return Sentence(en="; ".join(en) or "owner not known", ko=", ".join(ko) or "소관 알 수 없음")


def _gaps(cycle: Cycle, then: AsOf) -> Iterator[Sentence]:
    names = {one.kind: one.names for one in cycle.scheme.measures}
    for gap in renewal_gaps(cycle.measures, cycle.scheme.measures, then):
        if gap.until is None:
            called = Phrase(en=names[gap.kind].best("en"), ko=names[gap.kind].best("ko"))
            yield gap_words(gap.kind, gap.last, gap.since, cycle.tower.zone, called)


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
