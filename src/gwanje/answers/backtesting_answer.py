"""What the answer of `watch backtest` holds."""

from datetime import date
from typing import Any

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus

NO_SERIES = Sentence(
    en="No monthly series is loaded: not computable whether any indicator would have led. Load customs months (gwanje "
    "data load or fetch) or give a table with --series.",
    ko="월별 계열 없음: 어느 지표가 먼저 알렸을지 계산 불가. 월별 통관 자료를 적재(gwanje data load, fetch)하거나 "
    "--series로 표 제공.",
)


class Lead(Plain):
    """When something could first be known, and the calendar days from then to each day of the event; negative: after it."""

    month: date
    knowable: date
    found: float
    days_to_announcement: int | None
    days_to_entry: int | None
    days_to_shortfall: int | None


class SignSeen(Plain):
    """One sign by itself around one event: the first month in which it is met; None where it never is."""

    measure: str
    at: float
    seen: Lead | None


class Outcome(Plain):
    """What one weighting at one lag said around one event on one series."""

    event: str
    item: str
    partner: str
    covered: bool
    alarm: Lead | None
    signs: tuple[SignSeen, ...]
    window_months: int
    random_chance: float
    stood_already: bool


class RecordTold(Plain):
    """The record of one weighting at one lag; a rate stands only where there are events enough."""

    weighting: str
    names: dict[str, str]
    is_baseline: bool
    lag_days: int
    events_hit: int
    events_covered: int
    hits: int
    misses: int
    false_alarms: int
    series_years: float
    alarms_not_judged: int
    series_years_not_judged: float
    false_alarms_per_series_year: float | None
    random_hits_expected: float
    listed: int
    listed_in_windows: int
    hit_rate: float | None
    hit_rate_interval: tuple[float, float] | None
    outcomes: tuple[Outcome, ...]
    events_without_series: tuple[str, ...]


class MonthTold(Plain):
    """One month of one series around an event: value and mass side by side, every sign, and from when it was knowable."""

    month: date
    value_usd: float | None
    mass_t: float | None
    unit_value_usd_t: float | None
    signs: dict[str, float | None]
    points: float | None
    word: str
    knowable_at_lag_0: date | None
    knowable: date | None


class RunUp(Plain):
    """Front-loading from the announcement up to one month, by mass and by value; not an early warning."""

    through: date
    amount_t: float | None
    amount_usd: float | None
    ratio_mass: float | None
    ratio_value: float | None
    half_year_ratio_mass: float | None
    is_met: bool | None
    knowable_at_lag_0: date
    knowable: date
    days_to_entry_at_lag_0: int
    days_to_entry: int


class EventTold(Plain):
    """One sourced event on one series: its days, the months around it, and what moved ahead of it."""

    event: str
    what: dict[str, str]
    item: str
    partner: str
    announced: date | None
    in_force: date | None
    first_shortfall: date | None
    months: tuple[MonthTold, ...]
    run_up: tuple[RunUp, ...]
    run_up_label: str
    after_ratio_mass: float | None
    sources: tuple[str, ...] = ()


class BackTest(Answer):
    """The record of indicators against sourced events, without look-ahead, with the hash of the content they came from."""

    status: AnswerStatus = "ok"
    reason: Sentence = Sentence(en="", ko="")
    file: str
    first_month: date | None
    last_month: date | None
    series: int
    series_judged: int
    masses_not_reported: int
    frozen: str
    frozen_files: tuple[str, ...]
    lag_days: int
    lag_is_stated: bool
    records: tuple[RecordTold, ...]
    events: tuple[EventTold, ...]
    notes: tuple[MonthlyNote, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """One weighting, lag, event and series a row; a record without events is one row."""
        rows: list[dict[str, Any]] = [_event_row(one, self) for one in self.events] if not self.records else []
        for record in self.records:
            base = {
                "weighting": record.weighting,
                "lag_days": record.lag_days,
                "events_hit": record.events_hit,
                "events_covered": record.events_covered,
                "hits": record.hits,
                "misses": record.misses,
                "false_alarms": record.false_alarms,
                "series_years": record.series_years,
                "alarms_not_judged": record.alarms_not_judged,
                "series_years_not_judged": record.series_years_not_judged,
                "random_hits_expected": record.random_hits_expected,
                "frozen": self.frozen,
                "sources": " ".join(note.id for note in self.sources),
            }
            rows += [base | _outcome_row(one) for one in record.outcomes] or [base | _outcome_row(None)]
        return rows


def _event_row(one: EventTold, answer: BackTest) -> dict[str, Any]:
    """An event that nothing can be held against: its days, the sources, and why."""
    return {
        "event": one.event,
        "what": one.what["en"],
        "item": one.item,
        "announced": one.announced.isoformat() if one.announced else None,
        "in_force": one.in_force.isoformat() if one.in_force else None,
        "first_shortfall": one.first_shortfall.isoformat() if one.first_shortfall else None,
        "status": answer.status,
        "reason": answer.reason.en,
        "sources": " ".join(one.sources),
        "frozen": answer.frozen,
    }


def _outcome_row(one: Outcome | None) -> dict[str, Any]:
    alarm = one.alarm if one else None
    return {
        "event": one.event if one else "",
        "item": one.item if one else "",
        "partner": one.partner if one else "",
        "covered": one.covered if one else None,
        "alarm_month": alarm.month.isoformat() if alarm else None,
        "alarm_knowable": alarm.knowable.isoformat() if alarm else None,
        "days_to_announcement": alarm.days_to_announcement if alarm else None,
        "days_to_entry": alarm.days_to_entry if alarm else None,
        "days_to_shortfall": alarm.days_to_shortfall if alarm else None,
    }
