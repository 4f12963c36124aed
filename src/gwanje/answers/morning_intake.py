"""What people owe on the morning page: checks that are overdue, notices and reports that wait for a person."""

from collections.abc import Sequence
from datetime import datetime

from gwanje.answers.answer import Absence
from gwanje.answers.attending_signals import NO_RECORD_HERE, raised_signals
from gwanje.answers.inspecting import Calendar, check_calendar
from gwanje.answers.morning_levels import waiting_levels
from gwanje.answers.reporting import late_reports, waiting_reports
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import AttentionSignal, CheckCompleted, SignalRaised, attention_list
from gwanje.watch.notices import notice_files

_SHOWN = 3


def waiting_for_people(
    tower: Tower, as_of: AsOf, now: datetime, trade: Sequence[AttentionSignal] = ()
) -> Absence:  # fmt: skip
    """Levels to decide, notices to confirm, reports and signals to look at; `now`: by when a report is late."""
    levels = waiting_levels(tower, as_of)
    said = [levels.reason] if levels.status == "ok" else []
    drafts = [
        one.draft.id for one in notice_files(tower.watch_store.notices.acts(), as_of.known) if one.state == "waiting"
    ]
    if drafts:
        said.append(Sentence(en=f"Notices to confirm: {_some(drafts)}.", ko=f"확인할 공고: {_some(drafts)}."))
    reports = [one.received.id for one in waiting_reports(tower, as_of.known)]
    late = len(late_reports(tower, as_of.known, now))
    if reports:
        said.append(
            Sentence(
                en=f"Reports to look at: {_some(reports)}{f', {late} of them late' if late else ''}.",
                ko=f"검토할 보고: {_some(reports)}{f'(기한 경과 {late}건)' if late else ''}.",
            )
        )
    said += _trade_to_look_at(trade)
    if not said:
        return levels
    whole = said[0]
    for more in said[1:]:
        whole = whole.then(more)
    return Absence(status="ok", reason=whole)


def open_trade(tower: Tower, as_of: AsOf, now: datetime) -> list[AttentionSignal]:
    """Signals of the newest month of trade that was taken in and that nobody has put away."""
    acts = [act for act in tower.watch_store.attention.acts() if act.at <= as_of.known]
    if not any(isinstance(act, SignalRaised) for act in acts):
        return []
    raised = raised_signals(tower, as_of, now=now)
    seen = attention_list(raised, acts, as_of.valid.astimezone(tower.zone).date(), None)
    found = [one.signal for group in (*seen.above, *seen.below) for one in group.signals]
    return [one for one in found if one.kind == "trade"]


def _trade_to_look_at(trade: Sequence[AttentionSignal]) -> list[Sentence]:
    if not trade:
        return []
    names = _some([one.id for one in trade])
    return [
        Sentence(
            en=f"Signals of trade of {trade[0].stage} to look at: {names}; {NO_RECORD_HERE.en}.",
            ko=f"살펴볼 {trade[0].stage} 무역 신호: {names}; {NO_RECORD_HERE.ko}.",
        )
    ]


def overdue_checks(tower: Tower, as_of: AsOf) -> Absence:
    """Checks that are overdue; where no completed one was ever entered, nothing can be counted."""
    acts = tower.watch_store.attention.acts()
    if any(isinstance(act, CheckCompleted) and act.at <= as_of.known for act in acts):
        return _counted(check_calendar(tower, as_of))
    graded = [item for item in tower.items.all() if any(grade.grade != "unknown" for grade in item.grades)]
    if graded:
        return _not_counted(
            f"Not computable: {len(graded)} items have a grade, but no completed inspection was entered.",
            f"계산 불가: 등급 있는 품목 {len(graded)}개, 완료된 점검 입력 없음.",
        )
    return _not_counted(
        "Not computable: grades are not public, and no completed inspection was entered.",
        "계산 불가: 등급이 공개되지 않았고 완료된 점검이 입력되지 않음.",
    )


def _counted(calendar: Calendar) -> Absence:
    late = [one for one in calendar.lines if one.state == "overdue"]
    counted = sum(one.days_left is not None for one in calendar.lines)
    silent = (
        f" {calendar.not_graded} items have no known grade: not computable." if calendar.not_graded else "",
        f" 등급을 알 수 없는 품목 {calendar.not_graded}개는 계산 불가." if calendar.not_graded else "",
    )
    if not late:
        return Absence(
            status="ok",
            reason=Sentence(
                en=f"Nothing overdue among {counted} checks that are counted.{silent[0]}",
                ko=f"계산된 점검 {counted}건 중 지연 없음.{silent[1]}",
            ),
        )
    en = _some([f"{one.what.en.rstrip('.')} ({one.words.en})" for one in late])
    ko = _some([f"{one.what.ko.rstrip('.')}({one.words.ko})" for one in late])
    sources = tuple(dict.fromkeys(source for one in late for source in one.what.sources))
    return Absence(
        status="ok", reason=Sentence(en=f"Overdue: {en}.{silent[0]}", ko=f"지연: {ko}.{silent[1]}", sources=sources)
    )


def _not_counted(en: str, ko: str) -> Absence:
    return Absence(status="not_computable", reason=Sentence(en=en, ko=ko))


def _some(words: list[str]) -> str:
    shown = ", ".join(words[:_SHOWN])
    return f"{shown} (+{len(words) - _SHOWN})" if len(words) > _SHOWN else shown
