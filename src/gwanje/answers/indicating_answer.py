"""What the answers of `watch indicator` hold."""

from datetime import date
from typing import Any, Literal

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.backtesting_answer import EventTold, RecordTold
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.sentences import Sentence
from gwanje.foundation.names import Language


class SignTold(Plain):
    """One sign of an indicator: how it is made, from which number it is met, and the columns it needs.

    A condition of a rule has no weight.
    """

    measure: str
    names: dict[Language, str]
    formula: str
    at: float
    strong: float | None
    weight: float | None
    basis: str
    needs: tuple[str, ...]


class NumberTold(Plain):
    """One number of the method, with the reason for it and its sources."""

    name: str
    value: float
    unit: str
    basis: str
    sources: tuple[str, ...] = ()


class RuleOutcome(Plain):
    """What a rule found, or did not, beside sourced events; days count to entry into force, negative after it."""

    events: tuple[str, ...]
    series: str
    quantity: str
    period: str
    found: float | None
    verdict: Literal["hit", "miss", "false alarm", "not judged"]
    knowable: date | None = None
    days_to_entry: int | None = None


class RuleRecord(Plain):
    """The record of a rule that has no score: what it found beside sourced events; None is not judged by its nature."""

    rule: Literal["annual", "monthly", "run_up"]
    status: AbsenceStatus
    words: Sentence
    series: int = 0
    events_hit: int = 0
    events_missed: int = 0
    events_not_judged: int = 0
    found: int = 0
    false_alarms: int | None = None
    found_not_judged: int | None = None
    outcomes: tuple[RuleOutcome, ...] = ()


class PathPoint(Plain):
    """One month of a series: what was found, from when until when that was the newest, and whether an alarm begins.

    Where the month after it has no row it is the newest until the day on which that month should have been public.
    """

    month: date
    knowable: date
    stands_until: date
    found: float | None
    alarm: bool


class PathEvent(Plain):
    """A sourced event beside a path, with the days that are known."""

    event: str
    what: dict[Language, str]
    announced: date | None
    in_force: date | None
    first_shortfall: date | None


class PathTold(Plain):
    """An indicator on one series through the months, as it was known day by day at the real lag."""

    item: str
    names: dict[Language, str]
    partner: str
    partner_names: dict[Language, str]
    at: float
    quantity: Literal["points", "sign"]
    points: tuple[PathPoint, ...]
    events: tuple[PathEvent, ...]


class IndicatorTold(Plain):
    """One indicator: what it is made of, and its record so far; a record that cannot be made says why."""

    key: str
    names: dict[Language, str]
    kind: Literal["weighting", "sign", "rule"]
    is_baseline: bool
    signs: tuple[SignTold, ...]
    needs: tuple[str, ...]
    status: AbsenceStatus
    record: Sentence
    records: tuple[RecordTold, ...]
    rule_records: tuple[RuleRecord, ...] = ()
    needs_note: Sentence | None = None
    paths: tuple[PathTold, ...] = ()
    series_not_drawn: int = 0


class Indicators(Answer):
    """Indicators and their records, from one back-test on what is loaded; every number with its reason."""

    page_of: str = ""
    indicators: tuple[IndicatorTold, ...]
    numbers: tuple[NumberTold, ...]
    alarm_level: str
    method: str = "docs/methods-watch.md"
    file: str
    frozen: str
    frozen_files: tuple[str, ...]
    events: tuple[EventTold, ...]
    notes: tuple[MonthlyNote, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """One indicator and lag a row, of a rule one a rule; without a record one row says why there is none."""
        return [
            row
            for one in self.indicators
            for row in (
                [_rule_row(one, record, self) for record in one.rule_records]
                or [_row(one, record, self) for record in one.records or (None,)]
            )
        ]


def _rule_row(one: IndicatorTold, record: RuleRecord, answer: Indicators) -> dict[str, Any]:
    judged = record.status == "ok"
    return _row(one, None, answer) | {
        "status": record.status,
        "events_hit": record.events_hit if judged else None,
        "events_covered": record.events_hit + record.events_missed if judged and record.rule == "run_up" else None,
        "hits": record.events_hit if judged else None,
        "misses": record.events_missed if judged else None,
        "false_alarms": record.false_alarms,
        "alarms_not_judged": record.found_not_judged,
        "record": record.words.en,
    }


def _row(one: IndicatorTold, record: RecordTold | None, answer: Indicators) -> dict[str, Any]:
    return {
        "indicator": one.key,
        "kind": one.kind,
        "needs": " ".join(one.needs),
        "status": one.status,
        "lag_days": record.lag_days if record else None,
        "events_hit": record.events_hit if record else None,
        "events_covered": record.events_covered if record else None,
        "hits": record.hits if record else None,
        "misses": record.misses if record else None,
        "false_alarms": record.false_alarms if record else None,
        "series_years": record.series_years if record else None,
        "alarms_not_judged": record.alarms_not_judged if record else None,
        "events_without_series": " ".join(record.events_without_series) if record else "",
        "record": one.record.en,
        "frozen": answer.frozen,
    }
