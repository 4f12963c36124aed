"""A track record as the answers of back-tests hold it."""

from __future__ import annotations

from collections.abc import Mapping

from gwanje.answers.backtesting_answer import Lead, Outcome, RecordTold, SignSeen
from gwanje.watch.distress import EventOutcome, Sighting, TrackRecord, Weighting


def record_told(weighting: Weighting, record: TrackRecord) -> RecordTold:
    """A track record as answers hold it."""
    at: dict[str, float] = {feature.measure: feature.at for feature in weighting.features}
    return RecordTold(
        weighting=weighting.key,
        names=dict(weighting.names),
        is_baseline=weighting.is_baseline,
        lag_days=record.lag_days,
        events_hit=record.events_hit,
        events_covered=record.events_covered,
        hits=record.hits,
        misses=record.misses,
        false_alarms=record.false_alarms,
        series_years=record.series_years,
        alarms_not_judged=record.alarms_not_judged,
        series_years_not_judged=record.series_years_not_judged,
        false_alarms_per_series_year=record.false_alarms_per_series_year,
        random_hits_expected=record.random_hits_expected,
        listed=record.listed,
        listed_in_windows=record.listed_in_windows,
        hit_rate=record.hit_rate,
        hit_rate_interval=record.hit_rate_interval,
        outcomes=tuple(_outcome_told(one, at) for one in record.outcomes),
        events_without_series=record.events_without_series,
    )


def _outcome_told(one: EventOutcome, at: Mapping[str, float]) -> Outcome:
    return Outcome(
        event=one.event,
        item=one.series.item,
        partner=one.series.partner,
        covered=one.covered,
        alarm=_lead(one.alarm),
        signs=tuple(SignSeen(measure=name, at=at[name], seen=_lead(seen)) for name, seen in one.by_sign),
        window_months=one.window_months,
        random_chance=one.random_chance,
        stood_already=one.stood_already,
    )


def _lead(seen: Sighting | None) -> Lead | None:
    if seen is None:
        return None
    return Lead(
        month=seen.month,
        knowable=seen.knowable,
        found=seen.found,
        days_to_announcement=seen.lead_days["announced"],
        days_to_entry=seen.lead_days["in_force"],
        days_to_shortfall=seen.lead_days["first_shortfall"],
    )
