"""The record of what met in a month: of the weighting and of each of its signs, on the series that are in hand.

Nothing is measured again: the numbers of the signs are those of the short list itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from gwanje.answers.backtesting_records import record_told
from gwanje.answers.backtesting_series import JudgedSeries
from gwanje.answers.backtesting_words import NO_RECORD, record_words
from gwanje.answers.relapsing_judged import event_book
from gwanje.answers.signalling_answer import DriverRecord
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch.distress import (
    SIGN_WORDS,
    DistressLimits,
    Lag,
    MeasureName,
    Said,
    SeriesKey,
    Weighting,
    alone,
    back_test,
    reweighted,
)


class Records:
    """What the list of sourced events says about one weighting, without look-ahead, at the real lag."""

    def __init__(
        self, tower: Tower, as_of: AsOf, spoken: Said, weighting: Weighting, limits: DistressLimits, lag: Lag,
        *, exporter: str,
    ) -> None:  # fmt: skip
        self._spoken, self._weighting, self._limits, self._lag = spoken, weighting, limits, lag
        book = event_book(tower, as_of)
        is_here = not exporter or any(key.partner == tower.iso3 for key in spoken.keys)
        home = tower.iso3 if exporter and is_here else ""
        series = JudgedSeries(tower, spoken.keys, book, exports_of=exporter, partner=home)
        self._judged: tuple[SeriesKey, ...] = series.judged if is_here else ()
        self._events, self._watched = series.events(), series.watched()
        concerned = {key for event in self._events for key in event.series}
        self._can_be_judged = any(key in concerned or self._watched.get(key) for key in self._judged)
        self.cited = tuple(book.cited(event.id for event in self._events if set(event.series) & set(self._judged)))
        self.judged = len(self._judged)

    def of_weighting(self) -> DriverRecord:
        """That of the weighting itself."""
        return self._record(self._weighting, self._spoken, "")

    def of_signs(self, met: Iterable[MeasureName]) -> tuple[DriverRecord, ...]:
        """Those of the signs that met, each by itself: met for as long as the weighting asks, it is an alarm."""
        found = []
        for name in dict.fromkeys(met):
            single = alone(name, self._weighting, self._limits.cutoffs.points[0])
            found.append(self._record(single, reweighted(self._spoken, single, self._limits), name))
        return tuple(found)

    def _record(self, weighting: Weighting, spoken: Said, measure: str) -> DriverRecord:
        names = dict(SIGN_WORDS[weighting.features[0].measure].names if measure else weighting.names)
        if not self._can_be_judged:
            return DriverRecord(indicator=weighting.key, measure=measure, names=names, status="not_known",
                                record=NO_RECORD)  # fmt: skip
        told = record_told(
            weighting,
            back_test(spoken, weighting, self._events, self._limits, lag_days=self._lag.days, watched=self._watched,
                      only=self._judged),
        )  # fmt: skip
        status, words = record_words(told)
        return DriverRecord(
            indicator=weighting.key,
            measure=measure,
            names=names,
            status=status,
            record=words,
            lag_days=told.lag_days,
            events_hit=told.events_hit,
            events_covered=told.events_covered,
            hits=told.hits,
            misses=told.misses,
            false_alarms=told.false_alarms,
            series_years=told.series_years,
            alarms_not_judged=told.alarms_not_judged,
            series_years_not_judged=told.series_years_not_judged,
        )
