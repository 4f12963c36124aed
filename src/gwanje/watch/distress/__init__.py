"""Distress of a supply: what is unusual in a month's trade, with what was public then, and its record so far.

::

    history = History.from_rows(rows)
    spoken = said(history, limits.weighting("standard"), limits, Lag(20))
    record = back_test(spoken, limits.weighting("standard"), events, limits, lag_days=20)
    front_loading(panel, key, announced, in_force).ratio

A door of its own: it stands on NumPy and compiled loops, which most commands do without (docs/adr/0009).
"""

from gwanje.watch.distress.backtest import (
    EVENT_DAYS,
    Event,
    EventDay,
    EventOutcome,
    Sighting,
    TrackRecord,
    back_test,
)
from gwanje.watch.distress.change_points import running_excess
from gwanje.watch.distress.features import (
    MetFeature,
    explained,
    measures,
    points_of,
    settled,
    words_reached,
)
from gwanje.watch.distress.front_loading import NOT_AN_EARLY_WARNING, FrontLoading, front_loading
from gwanje.watch.distress.leaders import twelve_month_leaders
from gwanje.watch.distress.panel import MonthlyPanel, MonthlyRow, SeriesKey
from gwanje.watch.distress.records import (
    DISTRESS_FILE,
    LEVELS,
    Cutoffs,
    DistressLimits,
    LevelWord,
    MeasureName,
    WeightedFeature,
    Weighting,
    content_hash,
)
from gwanje.watch.distress.seasonal import Baseline, seasonal_score, seasonal_step
from gwanje.watch.distress.share_jumps import share_step
from gwanje.watch.distress.sign_words import SIGN_WORDS, SignWords, alone
from gwanje.watch.distress.signals import Said, reweighted, said
from gwanje.watch.distress.squeeze import own_percentile, squeeze_margin
from gwanje.watch.distress.vintages import NO_LAG, History, Lag, knowable_from

__all__ = [
    "DISTRESS_FILE",
    "EVENT_DAYS",
    "LEVELS",
    "NOT_AN_EARLY_WARNING",
    "NO_LAG",
    "SIGN_WORDS",
    "Baseline",
    "Cutoffs",
    "DistressLimits",
    "Event",
    "EventDay",
    "EventOutcome",
    "FrontLoading",
    "History",
    "Lag",
    "LevelWord",
    "MeasureName",
    "MetFeature",
    "MonthlyPanel",
    "MonthlyRow",
    "Said",
    "SeriesKey",
    "Sighting",
    "SignWords",
    "TrackRecord",
    "WeightedFeature",
    "Weighting",
    "alone",
    "back_test",
    "content_hash",
    "explained",
    "front_loading",
    "knowable_from",
    "measures",
    "own_percentile",
    "points_of",
    "reweighted",
    "running_excess",
    "said",
    "seasonal_score",
    "seasonal_step",
    "settled",
    "share_step",
    "squeeze_margin",
    "twelve_month_leaders",
    "words_reached",
]
