"""The record of an indicator in one phrase: counts, never a rate of few; where there is none, why, and what makes it."""

from __future__ import annotations

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.backtesting_answer import RecordTold
from gwanje.answers.sentences import Sentence

NO_RECORD = Sentence(
    en="no record: not judged, no list of sourced events concerns a series here (the events: gwanje watch backtest)",
    ko="실적 없음: 판정 불가, 이 계열에 해당하는 사건 목록 없음(사건: gwanje watch backtest)",
)
NOT_COMPUTABLE = Sentence(
    en="record not computable: load customs months or give --series",
    ko="실적 계산 불가: 월별 자료 적재 또는 --series 필요",
)
EMPTY = Sentence(
    en="empty until loaded: the table has no score of it", ko="자료 적재 전 비어 있음: 표에 이 지표의 점수 없음"
)


def record_words(record: RecordTold) -> tuple[AbsenceStatus, Sentence]:
    """Events hit, false alarms and what nobody can judge, with the years these rest on."""
    scored = record.series_years + record.series_years_not_judged
    scored += sum(one.window_months for one in record.outcomes) / 12
    if not scored:
        return "no_data", EMPTY
    if not record.events_covered and not record.series_years:
        return "not_known", NO_RECORD
    ahead = len({one.event for one in record.outcomes if one.alarm and (one.alarm.days_to_entry or 0) > 0})
    return "ok", counted_words(record, ahead)


def counted_words(record: RecordTold, ahead: int) -> Sentence:
    """The same where there is something to count."""
    hit, every, false, years = record.events_hit, record.events_covered, record.false_alarms, record.series_years
    open_, unjudged = record.alarms_not_judged, record.series_years_not_judged
    return Sentence(
        en=f"record: {hit} of {every} events ({ahead} ahead of entry into force), {_alarms(false)} in {years:.1f} "
        f"series-years" + (f", {open_} not judged in {unjudged:.1f}" if unjudged else ""),
        ko=f"실적: 사건 {every}건 중 {hit}건(시행 전 {ahead}건), 계열·연 {years:.1f} 중 오경보 {false}건"
        + (f", {unjudged:.1f} 중 판정 불가 {open_}건" if unjudged else ""),
    )


def _alarms(many: int) -> str:
    return f"{many} false alarm{'' if many == 1 else 's'}"
