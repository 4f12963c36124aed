"""The record of the rule of relapses: what it found beside sourced supply events, by years and by months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from gwanje.answers.answer import SourceNote
from gwanje.answers.indicating_answer import RuleOutcome, RuleRecord
from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.relapsing import relapse
from gwanje.answers.relapsing_answer import RelapseFound, Relapses, RelapseSeries
from gwanje.answers.relapsing_judged import EventBook, event_book
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking, highest
from gwanje.watch import RelapseNumbers, Rule

_VERDICTS: dict[str, Literal["hit", "false alarm", "not judged"]] = {
    "supply event": "hit",
    "false alarm": "false alarm",
    "not judged": "not judged",
}
_KINDS: dict[Rule, tuple[str, str]] = {"annual": ("yearly rule", "연간 기준"), "monthly": ("monthly rule", "월간 기준")}
_NO_MONTHS = Sentence(
    en="record, monthly rule: not computable, load customs months or give --series",
    ko="실적, 월간 기준: 계산 불가, 월별 자료 적재 또는 --series 필요",
)
_NO_SHARES = Sentence(
    en="record, yearly rule: no data, no yearly shares are known (gwanje watch relapse --all)",
    ko="실적, 연간 기준: 자료 없음, 알려진 연간 비중 없음(gwanje watch relapse --all)",
)


def relapse_records(
    tower: Tower, as_of: AsOf, table: MonthlyTable | None, *, exporter: str, item: str
) -> tuple[tuple[RuleRecord, ...], tuple[SourceNote, ...], Marking]:
    """The record of the yearly rule and of the monthly one, the sources behind them and the marking these bear."""
    book, months = event_book(tower, as_of), int(RelapseNumbers.read(tower.indicator_texts).judging_months.value)
    yearly = relapse(tower, as_of, item=item)
    records, sources, marking = [_record(yearly, book, months)], yearly.sources, yearly.marking
    if exporter:
        records.append(_not_of_exports(exporter))
    elif table is None:
        records.append(RuleRecord(rule="monthly", status="not_computable", words=_NO_MONTHS))
    else:
        monthly = relapse(tower, as_of, item=item, rule="monthly", monthly=table)
        records.append(_record(monthly, book, months))
        sources, marking = (*sources, *monthly.sources), highest((marking, monthly.marking))
    return tuple(records), sources, marking


def _not_of_exports(exporter: str) -> RuleRecord:
    return RuleRecord(
        rule="monthly",
        status="not_computable",
        words=Sentence(
            en=f"record, monthly rule: not computable, in the exports of {exporter} the largest share is a buyer's",
            ko=f"실적, 월간 기준: 계산 불가, {exporter} 수출 표에서 가장 큰 비중은 구매국의 것",
        ),
    )


def _record(answer: Relapses, book: EventBook, months: int) -> RuleRecord:
    told = [one for one in answer.series if one.status == "ok"]
    if not told:
        return RuleRecord(rule=answer.rule, status="no_data", words=_NO_SHARES)
    every = [found for one in told for found in one.relapses]
    hit = {event for one in every for event in one.verdict_events}
    states = {event: _covered(spans, told, months) for event, spans in _events(book).items()}
    missed = {event for event, is_covered in states.items() if is_covered} - hit
    open_ = set(states) - hit - missed
    false = sum(one.verdict == "false alarm" for one in every)
    unjudged = sum(one.verdict == "not judged" for one in every)
    return RuleRecord(
        rule=answer.rule,
        status="ok" if hit or missed or false else "not_known",
        words=_words(answer.rule, len(hit), len(missed), len(open_), false, unjudged),
        series=len(told),
        events_hit=len(hit),
        events_missed=len(missed),
        events_not_judged=len(open_),
        found=len(every),
        false_alarms=false,
        found_not_judged=unjudged,
        outcomes=(
            *(_found(one, relapse_) for one in told for relapse_ in one.relapses if relapse_.verdict != "not judged"),
            *(RuleOutcome(events=(event,), series="", quantity="", period="", found=None, verdict="miss")
              for event in sorted(missed)),
        ),
    )  # fmt: skip


def _words(rule: Rule, hit: int, missed: int, open_: int, false: int, unjudged: int) -> Sentence:
    """Counts only: a hit needs one relapse, a miss all the months around an event, so the two are no parts of a rate."""
    en, ko = _KINDS[rule]
    alarms = f"{false} false alarm{'' if false == 1 else 's'}"
    found = f"{unjudged} relapse{'' if unjudged == 1 else 's'}"
    return Sentence(
        en=f"record, {en}: {hit} event{'' if hit == 1 else 's'} met, {missed} missed, {alarms}; "
        f"not judged: {found} and {open_} event{'' if open_ == 1 else 's'}",
        ko=f"실적, {ko}: 사건 일치 {hit}건, 놓침 {missed}건, 오경보 {false}건; 판정 불가: 재상승 {unjudged}건, 사건 {open_}건",
    )


def _found(series: RelapseSeries, one: RelapseFound) -> RuleOutcome:
    return RuleOutcome(
        events=one.verdict_events,
        series=series.series,
        quantity=one.quantity,
        period=one.met.period,
        found=one.strength,
        verdict=_VERDICTS[one.verdict],
    )


def _events(book: EventBook) -> dict[str, tuple[str, list[date]]]:
    """Every event that was known by then, with its item and the days that are known."""
    return {
        event.id: (kept.item, [day for day in book.days_of(event).values() if day is not None])
        for kept in book.events.lists.values()
        for event in book.known_events(kept)
    }


def _covered(event: tuple[str, list[date]], series: Sequence[RelapseSeries], months: int) -> bool:
    """Whether a series of the item tells of all the months around an event: only then is its silence a miss."""
    item, days = event
    if not days:
        return False
    first, last = 12 * min(days).year + min(days).month - months, 12 * max(days).year + max(days).month + months
    return any(
        item in (one.series, *one.items)
        and _month(one.first_period, 1) <= first
        and max(_month(bounds.period, 12) for bounds in one.latest) >= last
        for one in series
        if one.first_period and one.latest
    )


def _month(period: str, of_year: int) -> int:
    """A period as a count of months; a year by its first or last month."""
    return 12 * int(period[:4]) + (int(period[5:7]) if len(period) > 4 else of_year)
