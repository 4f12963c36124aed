"""The units of each kind within a ministry before and after a reform, held against the counts a source lists.

Only units that are named can be counted. Where the ministry's list is not complete, a difference proves nothing: units
that no event names may make it up. Where a new unit's predecessor is not reported it may stand in the place of another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gwanje.registry.content.events import Counts
from gwanje.registry.content.records import KindRecord
from gwanje.registry.units import Chains, UnitView, Words

Verdict = Literal["passed", "failed", "not_checkable"]


@dataclass
class ClassChanges:
    """What the named units add to each kind, and the new ones that may have replaced a unit of the same kind."""

    added: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, list[str]] = field(default_factory=dict)

    def count(self, kind: str, number: int) -> None:
        """Count a unit in or out."""
        self.added[kind] = self.added.get(kind, 0) + number


def class_changes(units: Iterable[str], ministry: str, before: Chains, after: Chains) -> ClassChanges:
    """How the named units of a ministry change by kind: established, ended, moved in or out, of another kind."""
    changes = ClassChanges()
    for unit in units:
        old, new = _kind_within(unit, ministry, before), _kind_within(unit, ministry, after)
        if old == new:
            continue
        if old is not None:
            changes.count(old, -1)
        if new is not None:
            changes.count(new, 1)
            if old is None and _may_replace(before.view(unit), after.view(unit)):
                changes.doubtful.setdefault(new, []).append(unit)
    return changes


def _kind_within(unit: str, ministry: str, chains: Chains) -> str | None:
    view = chains.view(unit)
    if view.state != "exists":
        return None
    return view.kind if ministry in {link.identity for link in chains.above(unit)} else None


def _may_replace(before: UnitView, after: UnitView) -> bool:
    """Whether a unit that is counted in may have been there before, or have taken another one's place."""
    return after.predecessor == "not reported" or before.state in {"exists", "not_known"}


def count_words(
    counts: Counts, changes: ClassChanges, ministry: UnitView, kinds: Mapping[str, KindRecord]
) -> tuple[Verdict, Words, str, str]:
    """The verdict, in words, with what is listed and what the named units give."""
    expected = ", ".join(
        f"{one.kind} {one.before} to {one.after} ({one.after - one.before:+d})" for one in counts.classes
    )
    found = ", ".join(f"{one.kind} {changes.added.get(one.kind, 0):+d}" for one in counts.classes)
    replaced: list[tuple[str, int, list[str]]] = []
    wrong: list[Gap] = []
    unnamed: list[Gap] = []
    for one in counts.classes:
        added, listed = changes.added.get(one.kind, 0), one.after - one.before
        may = changes.doubtful.get(one.kind, [])
        if 0 < added - listed <= len(may):
            replaced.append((one.kind, added - listed, may))
        elif added != listed:
            complete = kinds[one.kind].level in ministry.children.complete
            (wrong if complete else unnamed).append((one.kind, listed, added))
    verdict, words = _verdict(replaced, wrong, unnamed, kinds)
    return verdict, words, expected, found


Gap = tuple[str, int, int]
"""A kind, what the list adds to it, and what the named units add to it."""


def _verdict(
    replaced: list[tuple[str, int, list[str]]], wrong: list[Gap], unnamed: list[Gap], kinds: Mapping[str, KindRecord]
) -> tuple[Verdict, Words]:
    if wrong:
        en, ko = _gaps(wrong, kinds)
        return "failed", Words(f"The events do not give the listed counts: {en}.", f"사건과 목록이 맞지 않음: {ko}.")
    if unnamed:
        en, ko = _gaps(unnamed, kinds)
        return "not_checkable", Words(
            f"The listed counts rest on units that no event names, so not checkable: {en}.",
            f"사건에 나오지 않은 조직이 있어 발표된 수를 확인할 수 없음: {ko}.",
        )
    if replaced:
        return "not_checkable", _replaced(replaced, kinds)
    return "passed", Words("The events give the listed counts.", "사건과 목록의 직급별 조직 수가 일치함.")


def _gaps(gaps: list[Gap], kinds: Mapping[str, KindRecord]) -> tuple[str, str]:
    names = [kinds[kind].names for kind, *_ in gaps]
    en = [
        f"{name.best('en')} {listed:+d} listed, {added:+d} named"
        for name, (_, listed, added) in zip(names, gaps, strict=True)
    ]
    ko = [
        f"{name.best('ko')} 목록 {listed:+d}, 사건 {added:+d}"
        for name, (_, listed, added) in zip(names, gaps, strict=True)
    ]
    return "; ".join(en), "; ".join(ko)


def _replaced(replaced: list[tuple[str, int, list[str]]], kinds: Mapping[str, KindRecord]) -> Words:
    en = [
        f"{number} of {', '.join(units)} replaced another {kinds[kind].names.best('en')}"
        for kind, number, units in replaced
    ]
    ko = [
        f"{', '.join(units)} 중 {number}개가 기존 {kinds[kind].names.best('ko')}를 대체"
        for kind, number, units in replaced
    ]
    return Words(
        f"The counts fit only if {'; '.join(en)}: their predecessors are not reported, so not checkable.",
        f"{'; '.join(ko)}한 경우에만 일치. 전신 조직이 보도되지 않아 확인할 수 없음.",
    )
