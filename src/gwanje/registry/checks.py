"""Content's rules held against a reform: passed, failed, open under a claim, or not checkable, each with both sides.

Counting knows completeness. Where a unit's list of children is not declared complete at the level counted, absence
proves nothing: the answer is "not checkable", with "met by the named children" where that is so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.registry.class_counts import class_changes, count_words
from gwanje.registry.content.events import ReformRecord
from gwanje.registry.content.records import Holding, KindRecord, MandateRecord
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entering.ledger import ledger_of
from gwanje.registry.entering.posts import stock_of
from gwanje.registry.entries import Log
from gwanje.registry.units import Chains, UnitView, Words, listed

Outcome = Literal["passed", "failed", "open", "not_checkable"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One rule held against one unit, or against the whole reform."""

    check: str
    outcome: Outcome
    subject: str
    rule: Words
    words: Words
    expected: str
    found: str
    remedy: Words
    binding: bool
    place: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    status: FactStatus
    on: datetime | None = None

    @property
    def refuses(self) -> bool:
        """Whether a reform with this result is refused."""
        return self.outcome == "failed" and self.binding

    def as_answer(self) -> dict[str, Any]:
        """The result as every answer prints it."""
        return {
            "check": self.check,
            "outcome": self.outcome,
            "subject": self.subject,
            "on": self.on.isoformat() if self.on else None,
            "rule": self.rule.as_answer(),
            "words": self.words.as_answer(),
            "expected": self.expected,
            "found": self.found,
            "remedy": self.remedy.as_answer(),
            "binding": self.binding,
            "place": self.place,
            "sources": list(self.sources),
            "claims": list(self.claims),
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class _Question:
    """One reform, seen from the instant it takes effect."""

    log: Log
    reform: ReformRecord
    before: AsOf
    after: AsOf
    touched: tuple[str, ...]
    every_unit: tuple[str, ...]
    chains_before: Chains
    chains: Chains
    kinds: Mapping[str, KindRecord]
    affairs: Mapping[str, MandateRecord]

    def units(self) -> Iterable[UnitView]:
        return (view for unit in self.touched if (view := self.chains.view(unit)).state == "exists")


def run_checks(
    rules: Iterable[CheckRecord],
    log: Log,
    reform: ReformRecord,
    sides: tuple[AsOf, AsOf],
    touched: Iterable[str],
    chains: tuple[Chains, Chains],
    kinds: Mapping[str, KindRecord],
    every_unit: Iterable[str],
    affairs: Mapping[str, MandateRecord],
) -> tuple[CheckResult, ...]:
    """Every rule in force on a day of the reform, held against what is so from then.

    Args:
        rules: The rules of content.
        log: The registry's log with the reform in it.
        reform: The reform.
        sides: Just before events of it take effect, and when they do.
        touched: The units it changes, and those above them.
        chains: Units as they are just before it takes effect, and when it does.
        kinds: The kinds of unit.
        every_unit: The ids of all units.
        affairs: The affairs by id.
    """
    question = _Question(
        log,
        reform,
        sides[0],
        sides[1],
        tuple(dict.fromkeys(touched)),
        tuple(every_unit),
        chains[0],
        chains[1],
        kinds,
        affairs,
    )
    applied = (rule for rule in rules if _in_force(rule, sides[1].valid))
    return tuple(replace(one, on=sides[1].valid) for rule in applied for one in _KINDS[rule.check](rule, question))


def _in_force(rule: CheckRecord, at: datetime) -> bool:
    return (rule.start is None or rule.start <= at) and (rule.until is None or at < rule.until)


def _result(
    rule: CheckRecord, outcome: Outcome, subject: str, said: tuple[Words, str, str], remedy: Words | None = None
) -> CheckResult:
    words, expected, found = said
    return CheckResult(
        check=rule.id,
        outcome=outcome,
        subject=subject,
        rule=Words(rule.rule.en, rule.rule.ko),
        words=words,
        expected=expected,
        found=found,
        remedy=remedy or Words("", ""),
        binding=rule.binding,
        place=rule.place,
        sources=rule.sources,
        claims=rule.claims,
        status=rule.status,
    )


def _wanted(rule: CheckRecord) -> str:
    sides = [f"at least {rule.at_least}" if rule.at_least is not None else ""]
    sides.append(f"at most {rule.at_most}" if rule.at_most is not None else "")
    return " and ".join(side for side in sides if side)


def _is_met(rule: CheckRecord, number: int) -> bool:
    return (rule.at_least is None or number >= rule.at_least) and (rule.at_most is None or number <= rule.at_most)


def _counted(rule: CheckRecord, view: UnitView) -> bool:
    return view.state == "exists" and (view.level == rule.of_level if rule.of_level else view.kind in rule.of_kinds)


def _children(question: _Question, unit: str) -> list[UnitView]:
    from_field = question.log.naming(unit, question.after)
    subjects = [entry.subject for entry in from_field if getattr(entry.value, "upward", None) == unit]
    return [question.chains.view(subject) for subject in dict.fromkeys(subjects)]


def _check_children(rule: CheckRecord, question: _Question) -> list[CheckResult]:
    """How many units of a level or kind hang under each unit the rule is about."""
    results = []
    for view in question.units():
        if view.kind not in rule.kinds or not _hangs_within(rule, question, view):
            continue
        named = [child for child in _children(question, view.id) if _counted(rule, child)]
        levels = {rule.of_level} if rule.of_level else {question.kinds[kind].level for kind in rule.of_kinds}
        results.append(_judged(rule, view, named, complete=levels <= set(view.children.complete)))
    return results


def _hangs_within(rule: CheckRecord, question: _Question, view: UnitView) -> bool:
    above = {link.unit.kind for link in question.chains.above(view.id) if link.unit is not None}
    return (not rule.within or bool(above & set(rule.within))) and not above & set(rule.not_within)


def _judged(rule: CheckRecord, view: UnitView, named: list[UnitView], *, complete: bool) -> CheckResult:
    met, number = _is_met(rule, len(named)), len(named)
    names = (listed([child.called("en") for child in named]), listed([child.called("ko") for child in named]))
    found = f"{number} named" + (f": {', '.join(child.id for child in named)}" if named else "")
    if complete:
        words = Words(
            f"{view.called('en')} has {number}: {names[0] or 'none'}.",
            f"{view.called('ko')}: {number}개({names[1] or '없음'}).",
        )
        remedy = Words(
            f"Move units to or from {view.called('en')} until the rule is met, or declare its list incomplete.",
            f"{view.called('ko')} 소속 조직 수를 규칙에 맞추거나, 하위 조직 목록이 완전하지 않음을 표시.",
        )
        return _result(
            rule, "passed" if met else "failed", view.id, (words, _wanted(rule), found), None if met else remedy
        )
    if rule.at_most is not None and number > rule.at_most:
        words = Words(
            f"{view.called('en')} has {number} at least: {names[0]}.",
            f"{view.called('ko')}: 최소 {number}개({names[1]}).",
        )
        remedy = Words(
            f"Move units from {view.called('en')} until no more than {rule.at_most} are left.",
            f"{view.called('ko')} 소속 조직을 {rule.at_most}개 이하로 줄일 것.",
        )
        return _result(
            rule, "failed", view.id, (words, _wanted(rule), f"{found}, on a list that is not complete"), remedy
        )
    met_en, met_ko = _met_by_the_named(rule, number)
    words = Words(
        f"{view.called('en')}: not checkable, its list is not complete at this level ({number} named){met_en}.",
        f"{view.called('ko')}: 이 직급의 하위 조직 목록이 완전하지 않아 확인할 수 없음(확인된 {number}개){met_ko}.",
    )
    return _result(rule, "not_checkable", view.id, (words, _wanted(rule), found))


def _met_by_the_named(rule: CheckRecord, number: int) -> tuple[str, str]:
    """What an incomplete list proves: the least number, never the greatest."""
    if rule.at_least is None or number < rule.at_least:
        return "", ""
    if rule.at_most is None:
        return "; met by the named children", "; 확인된 하위 조직만으로 충족"
    least = rule.at_least
    return f"; at least {least} is met by the named children", f"; 최소 {least}개는 확인된 하위 조직만으로 충족"


def _check_number(rule: CheckRecord, question: _Question) -> list[CheckResult]:
    """How many units of some kinds there are below the top unit of each chain the reform touches."""
    every = [question.chains.view(unit) for unit in question.every_unit]
    of_kinds = [view for view in every if view.state == "exists" and view.kind in rule.of_kinds]
    results = []
    for view in (one for one in question.units() if one.kind in rule.kinds):
        below = [one for one in of_kinds if view.id in {link.identity for link in question.chains.above(one.id)}]
        levels = {question.kinds[kind].level for kind in rule.of_kinds}
        results.append(_judged(rule, view, below, complete=levels <= set(view.children.complete)))
    return results


def _check_posts_per_unit(rule: CheckRecord, question: _Question) -> list[CheckResult]:
    """How many posts each unit of some kinds has, where any list says so."""
    results, unknown = [], []
    for view in (one for one in question.units() if one.kind in rule.kinds):
        posts = stock_of(question.log, view.id, question.after)
        if posts is None:
            unknown.append(view.id)
            continue
        words = Words(f"{view.called('en')} has {posts} posts.", f"{view.called('ko')}: 정원 {posts}명.")
        remedy = Words("Correct the posts, or keep the unit of another kind.", "정원 또는 조직 종류를 조정.")
        outcome: Outcome = "passed" if _is_met(rule, posts) else "failed"
        results.append(
            _result(rule, outcome, view.id, (words, _wanted(rule), str(posts)), remedy if outcome == "failed" else None)
        )
    if unknown:
        words = Words(
            f"Posts are not known of {len(unknown)} units the reform touches: not checkable.",
            f"개편 대상 {len(unknown)}개 조직의 정원을 알 수 없어 확인할 수 없음.",
        )
        results.append(_result(rule, "not_checkable", ", ".join(unknown), (words, _wanted(rule), "posts not known")))
    return results


def _check_class_counts(rule: CheckRecord, question: _Question) -> list[CheckResult]:
    """The units of each kind that the events add, held against the counts a source lists."""
    counts = question.reform.counts
    if counts is None:
        words = Words("No source lists units by kind before and after.", "개편 전후 직급별 조직 수를 밝힌 자료가 없음.")
        return [_result(rule, "not_checkable", question.reform.id, (words, "listed counts", "none"))]
    changes = class_changes(question.every_unit, counts.unit, question.chains_before, question.chains)
    ministry = question.chains.view(counts.unit)
    outcome, words, expected, found = count_words(counts, changes, ministry, question.kinds)
    remedy = Words(
        "Compare the events with the list: one of the two misses a unit.",
        "사건과 목록을 대조: 한쪽에 빠진 조직이 있음.",
    )
    return [_result(rule, outcome, counts.unit, (words, expected, found), remedy if outcome == "failed" else None)]


def _check_balance(rule: CheckRecord, question: _Question) -> list[CheckResult]:
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
            results.append(_result(rule, outcome, unit, (told, f"{said:+d} as announced and moved", listed), remedy))
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


def _check_leads(rule: CheckRecord, question: _Question) -> list[CheckResult]:
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
    return [_result(rule, outcome, question.reform.id, (words, "no affair without a lead", found), remedy)]


_LANGUAGES: tuple[Language, Language] = ("en", "ko")


def _affairs_and_leads(question: _Question, gone: Mapping[str, tuple[UnitView, ...]], lang: Language) -> str:
    return "; ".join(
        f"{question.affairs[affair].names.best(lang)} {affair} ({listed([view.called(lang) for view in lost])})"
        for affair, lost in gone.items()
    )


def _lost_leads(question: _Question, subject: str) -> tuple[UnitView, ...] | None:
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


def _check_term(rule: CheckRecord, question: _Question) -> list[CheckResult]:
    """Units that are set up for a time say until when."""
    results = []
    for view in (one for one in question.units() if one.temporary):
        if view.term is not None:
            words = Words(f"{view.called('en')}: {view.term.wording}.", f"{view.called('ko')}: {view.term.wording}.")
            results.append(_result(rule, "passed", view.id, (words, "a term", view.term.wording)))
        else:
            words = Words(
                f"{view.called('en')}: no source says until when it runs.",
                f"{view.called('ko')}: 존속기간을 밝힌 자료가 없음.",
            )
            results.append(_result(rule, "not_checkable", view.id, (words, "a term", "not reported")))
    return results


_KINDS: Mapping[str, Callable[[CheckRecord, _Question], list[CheckResult]]] = {
    "children": _check_children,
    "number": _check_number,
    "class-counts": _check_class_counts,
    "posts-balance": _check_balance,
    "leads-kept": _check_leads,
    "posts-per-unit": _check_posts_per_unit,
    "term-stated": _check_term,
}
OF_WHOLE_REFORM = frozenset({"class-counts", "posts-balance"})
"""Checks that hold a whole reform against what a source says of all of it; the others are asked on each of its days."""
