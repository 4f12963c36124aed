"""Checks of units: how many hang under one, how many posts it has, until when it runs.

Counting knows completeness. Where a list of children is not declared complete at the level counted, absence proves
nothing: the answer is "not checkable", with "met by the named children" where that is so.
"""

from gwanje.registry.check_results import CheckResult, Outcome, Question, is_met, result_of, wanted
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entering.posts import stock_of
from gwanje.registry.units import UnitView, Words, listed


def _counted(rule: CheckRecord, view: UnitView) -> bool:
    return view.state == "exists" and (view.level == rule.of_level if rule.of_level else view.kind in rule.of_kinds)


def _children(question: Question, unit: str) -> list[UnitView]:
    from_field = question.log.naming(unit, question.after)
    subjects = [entry.subject for entry in from_field if getattr(entry.value, "upward", None) == unit]
    return [question.chains.view(subject) for subject in dict.fromkeys(subjects)]


def check_children(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """How many units of a level or kind hang under each unit the rule is about."""
    results = []
    for view in question.units():
        if view.kind not in rule.kinds or not _hangs_within(rule, question, view):
            continue
        named = [child for child in _children(question, view.id) if _counted(rule, child)]
        levels = {rule.of_level} if rule.of_level else {question.kinds[kind].level for kind in rule.of_kinds}
        results.append(_judged(rule, view, named, complete=levels <= set(view.children.complete)))
    return results


def _hangs_within(rule: CheckRecord, question: Question, view: UnitView) -> bool:
    above = {link.unit.kind for link in question.chains.above(view.id) if link.unit is not None}
    return (not rule.within or bool(above & set(rule.within))) and not above & set(rule.not_within)


def _judged(rule: CheckRecord, view: UnitView, named: list[UnitView], *, complete: bool) -> CheckResult:
    met, number = is_met(rule, len(named)), len(named)
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
        return result_of(
            rule, "passed" if met else "failed", view.id, (words, wanted(rule), found), None if met else remedy
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
        return result_of(
            rule, "failed", view.id, (words, wanted(rule), f"{found}, on a list that is not complete"), remedy
        )
    met_en, met_ko = _met_by_the_named(rule, number)
    words = Words(
        f"{view.called('en')}: not checkable, its list is not complete at this level ({number} named){met_en}.",
        f"{view.called('ko')}: 이 직급의 하위 조직 목록이 완전하지 않아 확인할 수 없음(확인된 {number}개){met_ko}.",
    )
    return result_of(rule, "not_checkable", view.id, (words, wanted(rule), found))


def _met_by_the_named(rule: CheckRecord, number: int) -> tuple[str, str]:
    """What an incomplete list proves: the least number, never the greatest."""
    if rule.at_least is None or number < rule.at_least:
        return "", ""
    if rule.at_most is None:
        return "; met by the named children", "; 확인된 하위 조직만으로 충족"
    least = rule.at_least
    return f"; at least {least} is met by the named children", f"; 최소 {least}개는 확인된 하위 조직만으로 충족"


def check_number(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """How many units of some kinds there are below the top unit of each chain the reform touches."""
    every = [question.chains.view(unit) for unit in question.every_unit]
    of_kinds = [view for view in every if view.state == "exists" and view.kind in rule.of_kinds]
    results = []
    for view in (one for one in question.units() if one.kind in rule.kinds):
        below = [one for one in of_kinds if view.id in {link.identity for link in question.chains.above(one.id)}]
        levels = {question.kinds[kind].level for kind in rule.of_kinds}
        results.append(_judged(rule, view, below, complete=levels <= set(view.children.complete)))
    return results


def check_posts_per_unit(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """How many posts each unit of some kinds has, where any list says so."""
    results, unknown = [], []
    for view in (one for one in question.units() if one.kind in rule.kinds):
        posts = stock_of(question.log, view.id, question.after)
        if posts is None:
            unknown.append(view.id)
            continue
        words = Words(f"{view.called('en')} has {posts} posts.", f"{view.called('ko')}: 정원 {posts}명.")
        remedy = Words("Correct the posts, or keep the unit of another kind.", "정원 또는 조직 종류를 조정.")
        outcome: Outcome = "passed" if is_met(rule, posts) else "failed"
        results.append(
            result_of(
                rule, outcome, view.id, (words, wanted(rule), str(posts)), remedy if outcome == "failed" else None
            )
        )
    if unknown:
        words = Words(
            f"Posts are not known of {len(unknown)} units the reform touches: not checkable.",
            f"개편 대상 {len(unknown)}개 조직의 정원을 알 수 없어 확인할 수 없음.",
        )
        results.append(result_of(rule, "not_checkable", ", ".join(unknown), (words, wanted(rule), "posts not known")))
    return results


def check_term(rule: CheckRecord, question: Question) -> list[CheckResult]:
    """Units that are set up for a time say until when."""
    results = []
    for view in (one for one in question.units() if one.temporary):
        if view.term is not None:
            words = Words(f"{view.called('en')}: {view.term.wording}.", f"{view.called('ko')}: {view.term.wording}.")
            results.append(result_of(rule, "passed", view.id, (words, "a term", view.term.wording)))
        else:
            words = Words(
                f"{view.called('en')}: no source says until when it runs.",
                f"{view.called('ko')}: 존속기간을 밝힌 자료가 없음.",
            )
            results.append(result_of(rule, "not_checkable", view.id, (words, "a term", "not reported")))
    return results
