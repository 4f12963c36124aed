"""What indicators would have said around sourced events, with what was public on each day, at lag 0 and at the real lag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gwanje.answers.answer import SourceNote
from gwanje.answers.backtesting_answer import NO_SERIES, BackTest, EventTold
from gwanje.answers.backtesting_events import event_told, event_without_series
from gwanje.answers.backtesting_records import record_told
from gwanje.answers.backtesting_series import JudgedSeries
from gwanje.answers.monthly_files import MonthlyTable, stated_lag
from gwanje.answers.relapsing_judged import EventBook, event_book
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.watch import INDICATORS
from gwanje.watch.distress import (
    DISTRESS_FILE,
    NO_LAG,
    DistressLimits,
    Event,
    History,
    Lag,
    Said,
    Weighting,
    alone,
    back_test,
    content_hash,
    said,
)

FROZEN = (DISTRESS_FILE, INDICATORS + "supply-events.yaml")


@dataclass(frozen=True, slots=True)
class BackTestQuestion:
    """Which weightings on which series: `exports_of` makes partners buyers; `partner` and `item` say who is judged."""

    weightings: tuple[str, ...] = ("standard",)
    exports_of: str = ""
    partner: str = ""
    item: str = ""
    lag_days: int | None = None
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class BackTestRun:
    """A back-test with what was said on the way, for those who draw it."""

    answer: BackTest
    limits: DistressLimits
    lag: Lag
    series: JudgedSeries
    weightings: tuple[Weighting, ...]
    spoken: Mapping[str, Said]

    @property
    def last_month(self) -> np.datetime64:
        """The newest month that was public."""
        return np.datetime64(self.answer.last_month, "M")


def backtest(tower: Tower, as_of: AsOf, table: MonthlyTable, question: BackTestQuestion) -> BackTest:
    """The record of the weightings asked for, and of the baselines, on the series of a monthly table."""
    return run_backtest(tower, as_of, table, question).answer


def run_backtest(tower: Tower, as_of: AsOf, table: MonthlyTable, question: BackTestQuestion) -> BackTestRun:
    """The same with what each weighting said at the real lag."""
    limits = DistressLimits.read(tower.indicator_texts)
    frozen, files = _frozen(tower, question.frozen)
    lag = stated_lag(limits) if question.lag_days is None else Lag(question.lag_days, limits.january_with_february)
    history = public_history(tower, as_of, table, lag)
    book = event_book(tower, as_of)
    asked = JudgedSeries(
        tower, history.keys, book, exports_of=question.exports_of, partner=question.partner, item=question.item
    )
    listed = asked.events()
    chosen = _weightings(limits, question.weightings)
    lags = (NO_LAG, lag)
    spoken = {(one.key, turn): said(history, one, limits, at) for one in chosen for turn, at in enumerate(lags)}
    watched = asked.watched()
    records = tuple(
        record_told(
            one,
            back_test(spoken[one.key, turn], one, listed, limits, lag_days=at.days, watched=watched, only=asked.judged),
        )
        for one in chosen
        for turn, at in enumerate(lags)
    )
    first = chosen[0].key
    told = _events_told(asked, book, history, limits, lag, spoken[first, 0], spoken[first, 1])
    newest = int(history.month.max())
    answer = BackTest(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, table.sources),
        sources=_cited(tower, table, book, listed),
        file=table.name,
        first_month=_month(history, int(history.month.min())),
        last_month=_month(history, newest),
        series=len(history.keys),
        series_judged=len(asked.judged),
        masses_not_reported=history.masses_not_reported,
        frozen=frozen,
        frozen_files=files,
        lag_days=lag.days,
        lag_is_stated=bool(np.isnat(history.published).any()),
        records=records,
        events=told,
        notes=table.notes_of(asked.exporter),
    )
    return BackTestRun(answer, limits, lag, asked, tuple(chosen), {one.key: spoken[one.key, 1] for one in chosen})


def public_history(tower: Tower, as_of: AsOf, table: MonthlyTable, lag: Lag) -> History:
    """The rows that were public by then; none at all is refused."""
    history = table.history.public_by(np.datetime64(as_of.known.astimezone(tower.zone).date()), lag)
    if not history.month.size:
        raise RefusedInputError(
            "No row of the table was public by then", place=table.name, expected="rows known by then",
            found=as_of.known.isoformat(), remedy="Ask with a later --known",
        )  # fmt: skip
    return history


def _events_told(
    asked: JudgedSeries, book: EventBook, history: History, limits: DistressLimits, lag: Lag, at_once: Said, late: Said
) -> tuple[EventTold, ...]:
    """Each event on each judged series, with the months around it."""
    by_id = {event.id: event for kept in book.events.lists.values() for event in kept.events}
    found = []
    for event in asked.events():
        if event.first is None:
            continue
        what = by_id[event.id].what
        found += [
            event_told(event, {"en": what.en, "ko": what.ko}, key, history, limits, lag, at_once, late)
            for key in event.series
            if key in asked.judged
        ]
    return tuple(found)


def not_computable(tower: Tower, as_of: AsOf, question: BackTestQuestion) -> BackTest:
    """The sourced events that are known where no monthly table is: what happened is told, the record cannot be."""
    limits = DistressLimits.read(tower.indicator_texts)
    _weightings(limits, question.weightings)
    frozen, files = _frozen(tower, question.frozen)
    book = event_book(tower, as_of)
    wanted = _asked_items(tower, book, question.item)
    found = [(item, event) for item, kept in book.events.lists.items() if not wanted or item in wanted
             for event in book.known_events(kept)]  # fmt: skip
    lag = stated_lag(limits) if question.lag_days is None else Lag(question.lag_days, limits.january_with_february)
    return BackTest(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, ()),
        sources=source_notes(tower, book.cited(event.id for _, event in found)),
        status="not_computable",
        reason=NO_SERIES,
        file="",
        first_month=None,
        last_month=None,
        series=0,
        series_judged=0,
        masses_not_reported=0,
        frozen=frozen,
        frozen_files=files,
        lag_days=lag.days,
        lag_is_stated=question.lag_days is None,
        records=(),
        events=tuple(event_without_series(event, item, book.days_of(event)) for item, event in found),
    )


def _asked_items(tower: Tower, book: EventBook, item: str) -> set[str]:
    if not item:
        return set()
    return {item, *book.items_of(item)} if ":" in item else {tower.items.find(item).key}


def _weightings(limits: DistressLimits, asked: Sequence[str]) -> list[Weighting]:
    """Those asked for and the baselines, each once, in this order; a sign may be asked for by itself."""
    baselines = [one.key for one in limits.weightings if one.is_baseline]
    found = indicators(limits)
    return [chosen_key(found, key) for key in dict.fromkeys((*(one.replace("_", "-") for one in asked), *baselines))]


def indicators(limits: DistressLimits) -> dict[str, Weighting]:
    """Everything that has a record of its own: the weightings of content, and each of their signs alone."""
    weightings = [limits.weighting(one.key) for one in limits.weightings]
    found = {one.key: one for one in weightings}
    for weighting in weightings:
        for feature in weighting.features:
            single = alone(feature.measure, weighting, limits.cutoffs.points[0])
            found.setdefault(single.key, single)
    return found


def chosen_key(found: Mapping[str, Weighting], key: str) -> Weighting:
    """One indicator by its key; an unknown one is refused with what is near."""
    if key not in found:
        raise unknown_key("indicator", key, found)
    return found[key]


def _frozen(tower: Tower, expected: str) -> tuple[str, tuple[str, ...]]:
    """The hash of the content that decides; a hash that was promised and is another is refused."""
    files = tuple(name for name in FROZEN if name in tower.indicator_texts)
    found = content_hash(tower.indicator_texts, *files)
    if expected and not (len(expected) >= 12 and found.startswith(expected.lower())):
        raise RefusedInputError(
            "The indicators are not those that were frozen",
            place=", ".join(files),
            expected=expected,
            found=found,
            remedy="Restore the content that was frozen, or run without --frozen and publish the new hash",
        )
    return found, files


def _month(history: History, column: int) -> date:
    return date.fromisoformat(f"{history.months[column]}-01")


def _cited(tower: Tower, table: MonthlyTable, book: EventBook, events: Sequence[Event]) -> tuple[SourceNote, ...]:
    return source_notes(tower, [*table.sources, *book.cited(event.id for event in events if event.series)])
