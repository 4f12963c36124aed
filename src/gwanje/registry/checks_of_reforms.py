"""Checks of a reform as a whole: counts by kind, posts that add up, affairs that keep a lead."""

from collections.abc import Mapping

from gwanje.foundation.names import Language
from gwanje.registry.check_results import CheckResult, Outcome, Question, result_of
from gwanje.registry.class_counts import class_changes, count_words
from gwanje.registry.content.records import Holding
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entering.ledger import ledger_of
from gwanje.registry.units import UnitView, Words, listed


def check_class_counts(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """The units of each kind that the events add, held against the counts a source lists."""
    counts = question.reform.counts
    if counts is None:
        words = Words("No source lists units by kind before and after.", "개편 전후 직급별 조직 수를 밝힌 자료가 없음.")
        return [result_of(rule, "not_checkable", question.reform.id, (words, "listed counts", "none"))]
    changes = class_changes(question.every_unit, counts.unit, question.chains_before, question.chains)
    ministry = question.chains.view(counts.unit)
    outcome, words, expected, found = count_words(counts, changes, ministry, question.kinds)
    remedy = Words(
        "Compare the events with the list: one of the two misses a unit.",
        "사건과 목록을 대조: 한쪽에 빠진 조직이 있음.",
    )
    return [result_of(rule, outcome, counts.unit, (words, expected, found), remedy if outcome == "failed" else None)]


def check_balance(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """The post ledger of each unit whose posts the reform changes."""
    results = []
    for unit in question.touched:
        lines = ledger_of(question.log, unit, question.after)
        for line in (one for one in lines if question.reform.id in one.reforms):
            said = (line.announced or 0) + line.moved_in - line.moved_out
            listed = "no list" if line.listed_change is None else f"{line.listed_change:+d} as listed"
            listed += f", {line.gap:+d} since the list before" if line.gap else ""
            view = question.chains.view(unit)
            fill = {"gap": abs(line.difference or 0), "claims": ", ".join(line.claims)}
            state = "unclaimed" if line.balance == "open" and not line.claims else line.balance
            en, ko = (words.format(**fill) for words in _BALANCE_WORDS[state])
            told = Words(f"{view.called('en')}: {en}", f"{view.called('ko')}: {ko}")
            outcome = _BALANCE_OUTCOMES[state]
            remedy = _BALANCE_REMEDY if outcome == "failed" else None
            results.append(result_of(rule, outcome, unit, (told, f"{said:+d} as announced and moved", listed), remedy))
    return results


_BALANCE_OUTCOMES: Mapping[str, Outcome] = {
    "balanced": "passed",
    "open": "open",
    "unclaimed": "failed",
    "not_comparable": "not_checkable",
    "not_listed": "not_checkable",
}
_BALANCE_REMEDY = Words(
    "Correct the counts, or cite the claim that records the disagreement.",
    "수치를 고치거나, 이견을 기록한 claims를 인용할 것.",
)
_BALANCE_WORDS = {
    "balanced": ("the posts add up.", "정원이 일치함."),
    "open": (
        "a difference of {gap} posts stands open under {claims}.",
        "정원 차이 {gap}명, {claims}에 따라 미해결로 표시.",
    ),
    "unclaimed": (
        "a difference of {gap} posts, and no claim records it.",
        "정원 차이 {gap}명, 이를 기록한 이견이 없음.",
    ),
    "not_comparable": (
        "lists differ, but no source says which posts came and went: not checkable.",
        "증감 내역 자료가 없어 확인할 수 없음.",
    ),
    "not_listed": (
        "posts change, but no source lists them before and after: not checkable.",
        "전후 정원 자료가 없어 확인할 수 없음.",
    ),
}


def check_leads(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """No affair that had a lead just before is without one when the reform takes effect."""
    led = {subject: _lost_leads(question, subject) for subject in question.log.subjects()}
    affairs = {subject: lost for subject, lost in led.items() if lost is not None}
    gone = {subject: lost for subject, lost in affairs.items() if lost}
    number, kept = len(gone), len(affairs) - len(gone)
    en, ko = (_affairs_and_leads(question, gone, lang) for lang in _LANGUAGES)
    words = Words(
        f"{number} of {len(affairs)} affairs without a lead, with who led them: {en}."
        if gone
        else f"{kept} affairs that had a lead the day before have one.",
        f"사무 {len(affairs)}건 중 {number}건 소관 없음(전 소관): {ko}."
        if gone
        else f"전날 소관이 있던 사무 {kept}건 모두 소관이 있음.",
    )
    remedy = Words("Transfer each of them to a unit.", "각 사무의 소관을 정할 것.") if gone else None
    outcome: Outcome = "failed" if gone else "passed"
    found = f"{number}: {', '.join(gone)}" if gone else "0"
    return [result_of(rule, outcome, question.reform.id, (words, "no affair without a lead", found), remedy)]


_LANGUAGES: tuple[Language, Language] = ("en", "ko")


def _affairs_and_leads(question: Question, gone: Mapping[str, tuple[UnitView, ...]], lang: Language) -> str:
    return "; ".join(
        f"{question.affairs[affair].names.best(lang)} {affair} ({listed([view.called(lang) for view in lost])})"
        for affair, lost in gone.items()
    )


def _lost_leads(question: Question, subject: str) -> tuple[UnitView, ...] | None:
    """The leads that an affair had in any scope just before and nobody followed; None where it had none."""
    had, lost = False, dict[str, UnitView]()
    for aspect in question.log.aspects(subject, "holding:"):
        before = question.log.at(subject, aspect, question.before)
        if before is None or not isinstance(before.value, Holding) or before.value.lead is None:
            continue
        had = True
        after = question.log.at(subject, aspect, question.after)
        held = after.value.lead if after is not None and isinstance(after.value, Holding) else None
        if held is None or question.chains.view(held).state != "exists":
            lost[before.value.lead] = question.chains_before.view(before.value.lead)
    return tuple(lost.values()) if had else None
