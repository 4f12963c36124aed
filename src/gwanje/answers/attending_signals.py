"""Every signal of the watch room that is raised on a day; the same thing bears the same id every day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gwanje.answers.endings import every_ending
from gwanje.answers.inspecting import check_calendar
from gwanje.answers.instants_in_words import ends_words
from gwanje.answers.reporting import due_instant, late_reports
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, day_start
from gwanje.watch import AttentionSignal, EndingFact, Phrase, SignalRaised
from gwanje.watch.notices import notice_files

LOOK_BACK_DAYS = 30
"""How long an end that has passed, and a measure that became known, asks to be looked at."""

NO_RECORD_HERE = Phrase(
    en="no record here, it is made from the figures: gwanje watch indicator",
    ko="여기에는 실적 없음, 자료에서 계산: gwanje watch indicator",
)


def raised_signals(tower: Tower, as_of: AsOf, *, now: datetime) -> tuple[AttentionSignal, ...]:
    """Every signal that is raised on a day; the same thing bears the same id every day."""
    return (
        *_ends(tower, as_of),
        *_new_measures(tower, as_of),
        *_late_reports(tower, as_of, now),
        *_waiting_notices(tower, as_of),
        *_overdue_checks(tower, as_of),
        *_of_trade(tower, as_of),
    )


def lead_days(tower: Tower, end: EndingFact) -> int | None:
    """How many days before its earlier reading an end is raised; None where content does not say."""
    rules = tower.intake.attention
    if rules is None:
        return None
    is_pause, is_measure = end.id in tower.restrictions.pauses, end.id in tower.restrictions.measures
    return rules.lead_days.get("suspension" if is_pause else "expiry" if is_measure else "term")


def raised_from(tower: Tower, end: EndingFact) -> date | None:
    """The day from which an end is raised, in the country's zone."""
    days = lead_days(tower, end)
    return None if days is None else end.ending.earliest.astimezone(tower.zone).date() - timedelta(days=days)


def _ends(tower: Tower, as_of: AsOf) -> Iterator[AttentionSignal]:
    """Ends that come within their lead days, or have passed: by one reading, by all."""
    on = as_of.valid.astimezone(tower.zone).date()
    for end in every_ending(tower, as_of):
        day = raised_from(tower, end)
        begun = end.begins is None or end.begins <= as_of.valid
        if day is None or on < day or not begun or not end.is_known(as_of.known):
            continue
        state = end.ending.state(as_of.valid)
        if state == "over" and end.ending.ends[-1] < as_of.valid - timedelta(days=LOOK_BACK_DAYS):
            continue
        when = ends_words(end.ending.ends, tower.zone, as_of.valid)
        yield AttentionSignal(
            id=f"END-{end.id}",
            kind="end",
            stage=state.replace(" ", "_"),
            words=Phrase(en=f"{end.what.en.rstrip('.')}: {when.en}", ko=f"{end.what.ko.rstrip('.')}: {when.ko}"),
            raised=day_start(day, tower.zone),
            due=end.ending.earliest,
            items=tuple(one for one in end.subjects if one in tower.items),
            sources=end.sources,
            marking=end.marking.word,
        )


def _new_measures(tower: Tower, as_of: AsOf) -> Iterator[AttentionSignal]:
    since = as_of.valid - timedelta(days=LOOK_BACK_DAYS)
    tomorrow = day_start(as_of.valid.astimezone(tower.zone).date() + timedelta(days=1), tower.zone)
    for record in tower.restrictions.new_between(since, min(as_of.known, tomorrow)):
        if record.id not in tower.restrictions.measures:
            continue
        measure = tower.restrictions.get(record.id)
        state = tower.restrictions.state(record.id, as_of)
        yield AttentionSignal(
            id=f"NEW-{record.id}",
            kind="new_measure",
            stage=state.key,
            words=Phrase(
                en=f"{measure.number.en}, {measure.materials.en}: {state.words.en}",
                ko=f"{measure.number.ko}, {measure.materials.ko}: {state.words.ko}",
            ),
            raised=tower.restrictions.known_of(record),
            due=measure.begins(day) if (day := _planned(tower, record.id)) else None,
            items=tuple(one for one in measure.items if one in tower.items),
            sources=measure.sources,
            marking=measure.marking.word,
        )


def _planned(tower: Tower, measure_id: str) -> date | None:
    phases = tower.restrictions.get(measure_id).in_force
    return min((day for one in phases if (day := one.from_day or one.planned) is not None), default=None)


def _late_reports(tower: Tower, as_of: AsOf, now: datetime) -> Iterator[AttentionSignal]:
    for file in late_reports(tower, as_of.known, now):
        received, due = file.received, due_instant(tower, file)
        names = ", ".join(file.items) or "—"
        yield AttentionSignal(
            id=f"LATE-{received.id}",
            kind="report",
            stage="late",
            words=Phrase(
                en=f"Report {received.id} ({received.source}, grade {file.grade}, {names}) should have been looked at",
                ko=f"보고 {received.id}({received.source}, 신뢰도 {file.grade}, {names}) 검토 기한 경과",
            ),
            raised=due,
            due=due,
            items=file.items,
            marking=received.marking,
        )


def _waiting_notices(tower: Tower, as_of: AsOf) -> Iterator[AttentionSignal]:
    for file in notice_files(tower.watch_store.notices.acts(), as_of.known):
        if file.state == "waiting":
            draft = file.draft
            yield AttentionSignal(
                id=f"READ-{draft.id}",
                kind="notice",
                stage="waiting",
                words=Phrase(
                    en=f"Notice {draft.id} ({draft.name}) waits for a person",
                    ko=f"공고 {draft.id}({draft.name}) 확인 대기",
                ),
                raised=draft.at,
                marking=draft.marking,
            )


def _overdue_checks(tower: Tower, as_of: AsOf) -> Iterator[AttentionSignal]:
    for line in check_calendar(tower, as_of).lines:
        if line.state in {"overdue", "due_today"} and line.due is not None:
            what = line.what
            yield AttentionSignal(
                id=f"DUE-{line.id}",
                kind="inspection" if line.kind == "inspection" else "meeting",
                stage=f"due-{line.due}",
                words=Phrase(
                    en=f"{what.en.rstrip('.')}: {line.words.en}", ko=f"{what.ko.rstrip('.')}: {line.words.ko}"
                ),
                raised=day_start(line.due, tower.zone),
                due=day_start(line.due, tower.zone),
                items=(line.id,) if line.id in tower.items else (),
                sources=what.sources,
            )


def _of_trade(tower: Tower, as_of: AsOf) -> Iterator[AttentionSignal]:
    """Signals of the newest month of trade that was taken in; an older month gives way to a newer one.

    A list that was taken in keeps no record of its signs, and the figures behind it may be elsewhere: it says what makes one.
    """
    acts = [act for act in tower.watch_store.attention.acts() if isinstance(act, SignalRaised)]
    known = [act for act in acts if act.at <= as_of.known]
    newest = max((act.month for act in known), default="")
    latest = {act.signal: act for act in known if act.month == newest}
    for act in latest.values():
        yield AttentionSignal(
            id=act.signal,
            kind="trade",
            stage=act.month,
            words=Phrase(en=f"{act.words[0]}; {NO_RECORD_HERE.en}", ko=f"{act.words[1]}; {NO_RECORD_HERE.ko}"),
            raised=act.at,
            items=act.items,
            marking=act.marking,
            weight=act.weight,
        )
