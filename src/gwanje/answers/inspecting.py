"""The calendar of checks: inspections of items by grade, meetings and rounds by their rhythm, and what is overdue."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.inspecting_pulls import alerts
from gwanje.answers.leads import lead_of
from gwanje.answers.morning import LeadLine
from gwanje.answers.sentences import QUANTITY, Sentence
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Pull, Tower
from gwanje.evidence import Fact
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRecord
from gwanje.watch import CheckCompleted, LevelProposed, NextDue, next_inspection, next_meeting
from gwanje.watch.adoptions import waiting
from gwanje.watch.attention import completed

Json = dict[str, Any]
Kind = Literal["inspection", "meeting"]
_ROUNDS = frozenset({"cadence"})
_ORDER = ("overdue", "due_today", "running", "never_completed", "not_now", "grade_not_known")


class CheckLine(Plain):
    """One thing that recurs, and when it is next due."""

    id: str
    kind: Kind
    what: Sentence
    state: str
    due: date | None
    days_left: int | None
    last: date | None
    last_by: str
    grade: str
    interval: str
    pulled_by: str
    words: Sentence
    lead: LeadLine


class Calendar(Answer):
    """What is due when: overdue first; `not_graded` items have no grade that anybody published or entered."""

    lines: tuple[CheckLine, ...]
    not_graded: int
    overdue: int
    basis: Sentence | None

    def rows(self) -> list[Json]:
        """One check a row."""
        return [
            {
                "id": one.id,
                "kind": one.kind,
                "what": one.what.en,
                "state": one.state,
                "due": one.due.isoformat() if one.due else None,
                "days_left": one.days_left,
                "last": one.last.isoformat() if one.last else None,
                "grade": one.grade,
                "every": one.interval,
                "pulled_by": one.pulled_by,
                "lead": one.lead.words.en,
            }
            for one in self.lines
        ]


def check_calendar(tower: Tower, as_of: AsOf, *, every_item: bool = False) -> Calendar:
    """Every meeting and round, and every item that has a grade, was inspected, or is pulled forward by an alert."""
    on = as_of.valid.astimezone(tower.zone).date()
    acts = [act for act in tower.watch_store.attention.acts() if act.at <= as_of.known]
    done = completed(acts, on)
    raised = alerts(tower, as_of)
    items = list(_inspections(tower, as_of, on, done, raised))
    shown = [one for one in items if every_item or one.state != "grade_not_known"]
    lines = sorted([*_meetings(tower, as_of, on, done, is_raised=bool(raised)), *shown], key=_order)
    rules = tower.intake.attention
    answer = Calendar(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, [source for one in lines for source in one.what.sources]),
        lines=tuple(lines),
        not_graded=sum(one.state == "grade_not_known" for one in items),
        overdue=sum(one.state == "overdue" for one in lines),
        basis=Sentence(en=rules.basis.en, ko=rules.basis.ko) if rules else None,
    )
    return as_published(tower, answer)


def check_subject(tower: Tower, asked: str) -> str:
    """What a completed check is entered for: the id of a meeting or round, or the key of an item.

    Raises:
        UnknownKeyError: neither a cadence nor an item is called so.
    """
    is_round = asked in tower.facts.by_id and tower.facts.get(asked).schedule is not None
    return asked if is_round else tower.items.find(asked).key


def _order(one: CheckLine) -> tuple[int, date, str]:
    return (_ORDER.index(one.state), one.due or date.max, one.id)


def _weighed(tower: Tower, as_of: AsOf) -> bool:
    """Whether a proposed level waits for a decision."""
    acts = [act for act in tower.watch_store.levels.acts() if act.at <= as_of.known]
    proposals: tuple[LevelProposed, ...] = waiting(acts)
    return bool(proposals)


def _inspections(
    tower: Tower, as_of: AsOf, on: date, done: dict[str, CheckCompleted], raised: dict[str, Pull]
) -> Iterator[CheckLine]:
    rules = tower.intake.attention
    counted = [item.key for item in tower.items if item.key in done or _told_grade(tower, item) != "unknown"]
    again = tower.find_relapses(tower, counted, as_of) if counted else {}
    months = {one.grade: one.months for one in rules.inspections} if rules else {}
    facts = {one.grade: one.fact for one in rules.inspections} if rules else {}
    for item in tower.items:
        told = _told_grade(tower, item)
        check = done.get(item.key)
        grade = check.grade if check is not None and check.grade and told == "unknown" else told
        pulls = [found[item.key] for found in (raised, again) if item.key in found]
        last = date.fromisoformat(check.day) if check else None
        days = rules.pulled_to_days if rules else 0
        due = next_inspection(on, months.get(grade), last, pulls=pulls, pulled_to_days=days)
        fact = facts.get(grade)
        cited = tower.facts.get(fact).sources if fact in tower.facts.by_id and fact is not None else ()
        names = item.names
        yield _line(
            tower,
            as_of,
            item.key,
            "inspection",
            Sentence(en=names.best("en"), ko=names.best("ko"), sources=(*cited, *_of_name(item))),
            due,
            check,
            grade=grade,
            interval=f"{months[grade]} months" if grade in months else "",
        )


def _told_grade(tower: Tower, item: ItemRecord) -> str:
    """The grade of an item under the scheme that inspections go by, as content has it."""
    rules = tower.intake.attention
    return next((one.grade for one in item.grades if rules and one.scheme == rules.inspection_scheme), "unknown")


def _of_name(item: ItemRecord) -> tuple[str, ...]:
    """The sources of an item whose name holds a figure (Convention S2)."""
    return item.sources if any(QUANTITY.search(text) for text in item.names.texts()) else ()


def _meetings(
    tower: Tower, as_of: AsOf, on: date, done: dict[str, CheckCompleted], *, is_raised: bool
) -> Iterator[CheckLine]:
    rules = tower.intake.attention
    rounds = {one.fact for one in rules.inspections} if rules else set()
    raised = is_raised or _weighed(tower, as_of)
    for fact in tower.facts.scheduled(as_of.known):
        if fact.kind not in _ROUNDS or fact.id in rounds or fact.schedule is None:
            continue
        check = done.get(fact.id)
        last = date.fromisoformat(check.day) if check else None
        halves = rules.half_month_days if rules else (1, 16)
        due = next_meeting(on, fact.schedule.every, last, day=fact.schedule.day, halves=halves)
        if fact.schedule.condition is not None and not _holds(tower, fact, as_of, raised=raised):
            due = NextDue("not_now", last=last)
        what = Sentence(en=fact.statement.en, ko=fact.statement.ko, sources=fact.sources)
        yield _line(tower, as_of, fact.id, "meeting", what, due, check, interval=fact.schedule.every)


def _holds(tower: Tower, fact: Fact, as_of: AsOf, *, raised: bool) -> bool:
    """Whether what a cadence waits for is the case: an alert for what is daily, a running term of its affair else."""
    assert fact.schedule is not None
    if fact.schedule.every == "day":
        return raised
    running = (
        one
        for one in tower.facts.ending(as_of.known)
        if one.ends is not None and set(one.subjects) & set(fact.subjects)
    )
    return any(
        one.ends is not None
        and one.ends.state(as_of.valid) == "running"
        and (one.when.start is None or one.when.start <= as_of.valid)
        for one in running
    )


def _line(
    tower: Tower,
    as_of: AsOf,
    identity: str,
    kind: Kind,
    what: Sentence,
    due: NextDue,
    check: CheckCompleted | None,
    *,
    grade: str = "",
    interval: str = "",
) -> CheckLine:
    subjects = tower.facts.get(identity).subjects if identity in tower.facts.by_id else ()
    return CheckLine(
        id=identity,
        kind=kind,
        what=what,
        state=due.state,
        due=due.due,
        days_left=due.days_left,
        last=due.last,
        last_by=check.by if check else "",
        grade=grade,
        interval=interval,
        pulled_by=due.pulled_by,
        words=_words(due),
        lead=lead_of(tower, [identity, *subjects], as_of),
    )


def _words(due: NextDue) -> Sentence:
    pulled = (f", pulled forward by {due.pulled_by}", f"({due.pulled_by}에 따라 앞당김)") if due.pulled_by else ("", "")
    if due.state == "overdue" and due.days_left is not None:
        return Sentence(en=f"overdue by {-due.days_left} d{pulled[0]}", ko=f"{-due.days_left}일 지연{pulled[1]}")
    if due.state == "due_today":
        return Sentence(en=f"due today{pulled[0]}", ko=f"오늘{pulled[1]}")
    if due.state == "running":
        return Sentence(en=f"in {due.days_left} d{pulled[0]}", ko=f"{due.days_left}일 후{pulled[1]}")
    if due.state == "not_now":
        return Sentence(en="not now: its condition does not hold", ko="해당 없음(조건 미충족)")
    if due.state == "grade_not_known":
        return Sentence(en="not computable: grade not known", ko="계산 불가: 등급 알 수 없음")
    until = (f"; due by {due.due}", f", {due.due}까지") if due.due else ("", "")
    return Sentence(en=f"none was entered as completed{until[0]}{pulled[0]}", ko=f"완료 입력 없음{until[1]}{pulled[1]}")
