"""What became known in a window: reforms, measures and suspensions, dated facts, data sources; the newest first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gwanje.answers.leads import lead_of
from gwanje.answers.morning import LeadLine, NewKind, NewThing
from gwanje.answers.morning_levels import entered_things
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.evidence import Fact
from gwanje.foundation.instants import AsOf, day_start, known_day
from gwanje.registry import ReformView
from gwanje.watch import Measure, Pause

_CADENCES = frozenset({"cadence", "cadence-list"})
"""What recurs is no news: the day on which a rhythm was first read says nothing happened."""
_SOON = timedelta(days=30)
_KINDS: dict[str, NewKind] = {"tariff": "tariff", "level": "level"}


def everything_new(tower: Tower, as_of: AsOf, since: datetime) -> list[NewThing]:
    """Everything whose known instant lies after `since` and neither after that day nor after the known instant."""
    day = as_of.valid.astimezone(tower.zone).date()
    until = min(as_of.known, day_start(day + timedelta(days=1), tower.zone))
    things = [
        *_reforms(tower, as_of, since, until),
        *_register(tower, as_of, since, until),
        *_facts(tower, as_of, since, until),
        *_data(tower, since, until),
        *entered_things(tower, as_of, since, until),
    ]
    today = as_of.valid.astimezone(tower.zone).date().isoformat()
    return sorted(things, key=lambda thing: (thing.about != today, -thing.known_on.toordinal(), thing.id))


def _reforms(tower: Tower, as_of: AsOf, since: datetime, until: datetime) -> Iterator[NewThing]:
    for reform in tower.registry.reforms(as_of):
        takes_effect_today = reform.day_is_exact and _same_day(tower, reform.effective, as_of.valid)
        if since < reform.known <= until or takes_effect_today or _comes_soon(reform, as_of):
            yield NewThing(
                id=reform.id,
                kind="reform",
                known_on=known_day(reform.known, tower.zone),
                about=reform.effective.astimezone(tower.zone).date().isoformat() if reform.effective else "",
                what=_reform_words(tower, reform, as_of),
                conflicting=_visible(tower, reform.claims, as_of),
                lead=LeadLine(state="none", words=Sentence(en="see: gwanje org diff", ko="상세: gwanje org diff")),
            )


def _comes_soon(reform: ReformView, as_of: AsOf) -> bool:
    """Whether a plan takes effect within a month: what will change hands is told every morning until then."""
    planned = reform.status == "planned" and reform.effective is not None
    return planned and reform.effective is not None and reform.effective - as_of.valid <= _SOON


def _same_day(tower: Tower, instant: datetime | None, other: datetime) -> bool:
    return instant is not None and instant.astimezone(tower.zone).date() == other.astimezone(tower.zone).date()


def _reform_words(tower: Tower, reform: ReformView, as_of: AsOf) -> Sentence:
    name, events = reform.names, len(reform.events)
    if reform.effective is None:
        when = ("its day is not known", "시행일 알 수 없음")
    elif not reform.day_is_exact:
        latest = reform.effective.astimezone(tower.zone).date().isoformat()
        when = (f"its day is not known, not later than {latest}", f"시행일 알 수 없음(늦어도 {latest})")
    elif _same_day(tower, reform.effective, as_of.valid):
        when = ("takes effect today", "오늘 시행")
    else:
        day = reform.effective.astimezone(tower.zone).date().isoformat()
        in_force = reform.effective <= as_of.valid
        when = (f"in force since {day}", f"{day} 시행됨") if in_force else (f"planned for {day}", f"{day} 시행 예정")
    moved = _handed_over(tower, reform, as_of)
    return Sentence(
        en=f"{name.best('en')}: {when[0]}, {events} change{'' if events == 1 else 's'}{moved.en}.",
        ko=f"{name.best('ko')}: {when[1]}, 변경 {events}건{moved.ko}.",
        sources=reform.sources,
    )


def _handed_over(tower: Tower, reform: ReformView, as_of: AsOf) -> Sentence:
    """What the reform does to affairs, as far as the lead before it is known: nothing is counted as a change on a guess."""
    if reform.effective is None or reform.status != "in_force":
        return Sentence(en="", ko="")
    eve = AsOf(valid=reform.effective - timedelta(days=1), known=as_of.known)
    start = AsOf(valid=reform.effective, known=as_of.known)
    every = [tower.registry.handover(mandate.key, eve, start) for mandate in tower.registry.mandates()]
    found = [handover for handover in every if handover is not None]
    held = [handover for handover in found if handover.before.state == "held"]
    parts = [
        (sum(one.lead_changed for one in held), "a new lead", "소관 변경"),
        (sum(not one.lead_changed for one in held), "the same lead under another chain", "소관 유지·상위 조직 변경"),
        (
            sum(one.before.state == "dispersed" for one in found),
            "one lead instead of several",
            "분산에서 단일 소관으로",
        ),
        (
            sum(one.before.state in {"not_reported", "not_known"} for one in found),
            "a lead whose predecessor is not reported",
            "이전 소관 보도 없음",
        ),
    ]
    en = ", ".join(f"{number} with {words}" for number, words, _ in parts if number)
    ko = ", ".join(f"{words} {number}건" for number, _, words in parts if number)
    return Sentence(
        en=f"; of {len(every)} affairs: {en}" if en else "", ko=f"; 소관 사무 {len(every)}건 중 {ko}" if ko else ""
    )


def _register(tower: Tower, as_of: AsOf, since: datetime, until: datetime) -> Iterator[NewThing]:
    for record in tower.restrictions.new_between(since, until):
        is_pause = isinstance(record, Pause)
        yield NewThing(
            id=record.id,
            kind="suspension" if is_pause else "measure",
            known_on=known_day(tower.restrictions.known_of(record), tower.zone),
            what=_pause_words(record) if isinstance(record, Pause) else _measure_words(record),
            unverified=record.status == "unverified",
            conflicting=_visible(tower, record.claims, as_of),
            lead=lead_of(tower, [record.id], as_of),
        )


def _measure_words(measure: Measure) -> Sentence:
    return Sentence(
        en=f"{measure.number.en}: {measure.materials.en}.",
        ko=f"{measure.number.ko}: {measure.materials.ko}.",
        sources=measure.sources,
    )


def _pause_words(pause: Pause) -> Sentence:
    what = pause.what.en[:1].upper() + pause.what.en[1:]
    return Sentence(en=f"{what}.", ko=f"{pause.what.ko}.", sources=pause.sources)


def _facts(tower: Tower, as_of: AsOf, since: datetime, until: datetime) -> Iterator[NewThing]:
    for fact in tower.facts.new_between(since, until):
        if fact.kind in _CADENCES:
            continue
        yield NewThing(
            id=fact.id,
            kind=_kind(fact),
            known_on=known_day(tower.facts.known_of(fact), tower.zone),
            about=fact.when.text,
            what=Sentence(en=fact.statement.en, ko=fact.statement.ko, sources=fact.sources),
            unverified=fact.status == "unverified",
            conflicting=_visible(tower, fact.claims, as_of),
            lead=lead_of(tower, [fact.id, *fact.subjects], as_of),
        )


def _visible(tower: Tower, claims: tuple[str, ...], as_of: AsOf) -> tuple[str, ...]:
    """The disagreements that could be seen by then: both sides were public."""
    known = {claim.id for claim in tower.claims.known_by(as_of.known)}
    return tuple(claim for claim in claims if claim in known)


def _kind(fact: Fact) -> NewKind:
    if fact.levels:
        return "level"
    return "tariff" if fact.tariff is not None else _KINDS.get(fact.kind, "fact")


def _data(tower: Tower, since: datetime, until: datetime) -> Iterator[NewThing]:
    for key in tower.sources:
        fresh = [s for s in tower.vintages.snapshots(key) if since < s.known <= until]
        if fresh:
            source = tower.sources[key]
            yield NewThing(
                id=key,
                kind="data",
                known_on=known_day(fresh[-1].known, tower.zone),
                what=Sentence(
                    en=f"{source.names.best('en')} ({source.publisher}): a vintage became known.",
                    ko=f"{source.names.best('ko')}({source.publisher}): 새 판이 알려짐.",
                    sources=(key,),
                ),
                lead=LeadLine(
                    state="none", words=Sentence(en="evidence: gwanje data list", ko="자료: gwanje data list")
                ),
            )
