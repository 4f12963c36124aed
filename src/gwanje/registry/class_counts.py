"""The units of each kind that a reform adds, held against the counts a source lists before and after."""

from collections.abc import Mapping
from typing import Literal

from gwanje.registry.events import ChangeKind, Counts, Establish, Event, MergeUnits, ReformRecord, SplitUnit
from gwanje.registry.records import KindRecord
from gwanje.registry.units import Words

Verdict = Literal["passed", "failed", "not_checkable"]


def added_by_kind(reform: ReformRecord) -> tuple[dict[str, int], dict[str, list[str]]]:
    """What the events add to each kind; and the new units whose predecessor nobody reports: they may replace one."""
    added: dict[str, int] = {}
    doubtful: dict[str, list[str]] = {}
    for event in reform.events:
        change = event.change
        if isinstance(change, Establish):
            added[change.rank] = added.get(change.rank, 0) + 1
            if change.predecessor == "not reported":
                doubtful.setdefault(change.rank, []).append(change.unit)
        elif isinstance(change, ChangeKind):
            added[change.origin] = added.get(change.origin, 0) - 1
            added[change.to] = added.get(change.to, 0) + 1
        else:
            for kind in _successors(event):
                added[kind] = added.get(kind, 0) + 1
    return added, doubtful


def _successors(event: Event) -> list[str]:
    change = event.change
    if isinstance(change, MergeUnits):
        return [change.into.rank] if change.into.rank else []
    if isinstance(change, SplitUnit):
        return [share.rank for share in change.into if share.rank]
    return []


def ends_units(reform: ReformRecord) -> bool:
    """Whether the reform ends units: their kinds are not part of the events, so counts cannot be derived from them."""
    return any(event.verb in {"merge_units", "split_unit", "abolish", "end_term"} for event in reform.events)


def count_words(
    reform: ReformRecord, counts: Counts, kinds: Mapping[str, KindRecord]
) -> tuple[Verdict, Words, str, str]:
    """The verdict, in words, with what is listed and what the events add."""
    added, doubtful = added_by_kind(reform)
    expected = ", ".join(
        f"{one.kind} {one.before} to {one.after} ({one.after - one.before:+d})" for one in counts.classes
    )
    found = ", ".join(f"{one.kind} {added.get(one.kind, 0):+d}" for one in counts.classes)
    if ends_units(reform):
        words = Words(
            "The reform ends units whose kinds the events do not state: not checkable.",
            "종료되는 조직의 직급이 명시되지 않아 확인할 수 없음.",
        )
        return "not_checkable", words, expected, found
    needed, wrong = [], []
    for one in counts.classes:
        surplus = added.get(one.kind, 0) - (one.after - one.before)
        may = doubtful.get(one.kind, [])
        if surplus and 0 < surplus <= len(may):
            needed.append((one.kind, surplus, may))
        elif surplus:
            wrong.append(one.kind)
    return _verdict(needed, wrong, kinds, expected, found)


def _verdict(
    needed: list[tuple[str, int, list[str]]],
    wrong: list[str],
    kinds: Mapping[str, KindRecord],
    expected: str,
    found: str,
) -> tuple[Verdict, Words, str, str]:
    if wrong:
        named = [(kinds[kind].names.best("en"), kinds[kind].names.best("ko")) for kind in wrong]
        words = Words(
            f"The events do not give the listed counts of {', '.join(en for en, _ in named)}.",
            f"{', '.join(ko for _, ko in named)} 수가 사건과 목록 사이에 맞지 않음.",
        )
        return "failed", words, expected, found
    if needed:
        parts = [
            f"{number} of {', '.join(units)} replaced another {kinds[kind].names.best('en')}"
            for kind, number, units in needed
        ]
        parts_ko = [
            f"{', '.join(units)} 중 {number}개가 기존 {kinds[kind].names.best('ko')}를 대체"
            for kind, number, units in needed
        ]
        words = Words(
            f"The counts fit only if {'; '.join(parts)}: their predecessors are not reported, so not checkable.",
            f"{'; '.join(parts_ko)}한 경우에만 일치. 전신 조직이 보도되지 않아 확인할 수 없음.",
        )
        return "not_checkable", words, expected, found
    return (
        "passed",
        Words("The events give the listed counts.", "사건과 목록의 직급별 조직 수가 일치함."),
        expected,
        found,
    )
