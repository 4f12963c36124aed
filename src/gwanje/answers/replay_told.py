"""What a day of a replay tells beside its levels: what became known, what was known later, what is due, the heartbeat."""

from collections.abc import Iterator
from datetime import datetime

from gwanje.answers.replay_answer import RUNNING, DayLevel, DayMeasure, DayThing
from gwanje.answers.replay_cycle import DAY, MOMENT, Cycle
from gwanje.answers.sentences import Sentence
from gwanje.evidence import Fact
from gwanje.foundation.instants import AsOf, days_between
from gwanje.watch import own_measure_ends, own_measure_state


def new_things(cycle: Cycle, then: AsOf) -> Iterator[DayThing]:
    """What became known on the day."""
    seen = then.known
    start = then.known - DAY
    for fact in cycle.facts:
        known = cycle.tower.facts.known_of(fact)
        if start < known <= then.known and cycle.tower.facts.known_basis(fact) != "compiled":
            yield _thing(cycle, fact, known, seen)


def told_later_things(cycle: Cycle, then: AsOf, now: AsOf) -> Iterator[DayThing]:
    """What happened on the day and was known only afterwards."""
    start, seen = then.valid + MOMENT - DAY, now.known
    for fact in cycle.facts:
        known = cycle.tower.facts.known_of(fact)
        if fact.when.start and start <= fact.when.start <= then.valid and then.known < known <= now.known:
            yield _thing(cycle, fact, known, seen)


def _thing(cycle: Cycle, fact: Fact, known: datetime, seen: datetime) -> DayThing:
    """A fact; that sources disagree about it is told from when both sides were public."""
    disputed = {claim.id for claim in cycle.tower.claims.known_by(seen)}
    return DayThing(
        id=fact.id,
        known_on=(known - MOMENT).astimezone(cycle.tower.zone).date(),
        words=Sentence(en=fact.statement.en, ko=fact.statement.ko, sources=fact.sources),
        unverified=fact.status == "unverified",
        conflicting=bool(disputed.intersection(fact.claims)),
    )


def due_things(cycle: Cycle, levels: tuple[DayLevel, ...], then: AsOf) -> Iterator[Sentence]:
    """What is due every day while a level stands: the daily judgement meeting, where content has it."""
    raised = any(level not in ("", cycle.scheme.rest) for one in levels for level in one.then_levels)
    for fact in cycle.tower.facts.scheduled(then.known) if raised else ():
        daily = fact.kind == "cadence" and fact.schedule is not None and fact.schedule.every == "day"
        if daily and cycle.scheme.mandate in fact.subjects:
            yield Sentence(en=f"due: {fact.statement.en}", ko=f"오늘: {fact.statement.ko}", sources=fact.sources)


def beat(
    cycle: Cycle,
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
    first = min(coming, key=lambda one: own_measure_ends(one, then)[0], default=None)
    left = days_between(then.valid, own_measure_ends(first, then)[0], cycle.tower.zone) if first else 0
    en = [
        f"{standing} of {_counted(len(cycle.scheme.resources), 'resource')} at a level",
        f"{_counted(running, 'measure')} running",
        _counted(len(gaps), "gap") if gaps else "no gap",
        f"{_counted(read, 'fact')} read",
    ]
    ko = [
        f"자원 {len(cycle.scheme.resources)}개 중 {standing}개 단계 발령",
        f"시행 중 조치 {running}건",
        f"공백 {len(gaps)}건" if gaps else "공백 없음",
        f"확인한 사실 {read}건",
    ]
    if first is not None:
        en.append(f"the next end in {_counted(left, 'day')} ({first.id})")
        ko.append(f"다음 종료까지 {left}일({first.id})")
    return Sentence(
        en=f"{'quiet' if quiet else 'not quiet'}: {', '.join(en)}.",
        ko=f"{'이상 없음' if quiet else '변동 있음'}: {', '.join(ko)}.",
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
