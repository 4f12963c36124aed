"""What the answers of `watch indicator` hold."""

from typing import Any, Literal

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.backtesting_answer import EventTold, RecordTold
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.sentences import Sentence
from gwanje.foundation.names import Language


class SignTold(Plain):
    """One sign of an indicator: how it is made, from which number it is met, and the columns it needs."""

    measure: str
    names: dict[Language, str]
    formula: str
    at: float
    strong: float | None
    weight: float
    basis: str
    needs: tuple[str, ...]


class NumberTold(Plain):
    """One number of the method, with the reason for it and its sources."""

    name: str
    value: float
    unit: str
    basis: str
    sources: tuple[str, ...] = ()


class IndicatorTold(Plain):
    """One indicator: what it is made of, and its record so far; a record that cannot be made says why."""

    key: str
    names: dict[Language, str]
    kind: Literal["weighting", "sign"]
    is_baseline: bool
    signs: tuple[SignTold, ...]
    needs: tuple[str, ...]
    status: AbsenceStatus
    record: Sentence
    records: tuple[RecordTold, ...]


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
        """One indicator and lag a row; without a record one row says why there is none."""
        return [_row(one, record, self) for one in self.indicators for record in one.records or (None,)]


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
