"""The post ledger: what each unit was listed with, what came and went, and where the lists do not add up.

A difference is never forced: it is refused without a cited claim, and stands open and visible with one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.registry.entering.posts import PostFlow, flows_of, is_undoing, net_change, stock_of
from gwanje.registry.entries import Entry, Log

BalanceState = Literal["balanced", "open", "not_comparable", "not_listed"]


@dataclass(frozen=True, slots=True)
class PostLine:
    """One day of a unit's posts: listed before and after, announced, moved in and out, and the difference left.

    `gap`: by how much the list begins with more posts than were there the day before; it is part of the difference.
    `balance`: balanced; open (a difference under a cited claim); not_comparable (lists, but nobody says what changed);
    not_listed (changes, but no list to hold them against).
    """

    unit: str
    on: datetime
    day_is_exact: bool
    listed_before: int | None
    listed_after: int | None
    announced: int | None
    moved_in: int
    moved_out: int
    by_kind: tuple[tuple[str, int], ...]
    difference: int | None
    gap: int
    balance: BalanceState
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    status: FactStatus
    reforms: tuple[str, ...]
    notes: tuple[str, ...]

    def as_answer(self) -> dict[str, Any]:
        """The line as every answer prints it."""
        return {
            "unit": self.unit,
            "on": self.on.isoformat(),
            "day_is_exact": self.day_is_exact,
            "listed_before": self.listed_before,
            "listed_after": self.listed_after,
            "listed_change": self.listed_change,
            "announced": self.announced,
            "moved_in": self.moved_in,
            "moved_out": self.moved_out,
            "by_kind": dict(self.by_kind),
            "difference": self.difference,
            "gap": self.gap,
            "balance": self.balance,
            "facts": list(self.facts),
            "sources": list(self.sources),
            "claims": list(self.claims),
            "status": self.status,
            "reforms": list(self.reforms),
            "notes": list(self.notes),
        }

    @property
    def listed_change(self) -> int | None:
        """What the lists show."""
        if self.listed_before is None or self.listed_after is None:
            return None
        return self.listed_after - self.listed_before


def ledger_of(log: Log, unit: str, asof: AsOf) -> list[PostLine]:
    """The ledger of one unit: a line for every day on which its posts changed, and one for each reform undone then."""
    by_day: dict[tuple[datetime, str], list[tuple[Entry, PostFlow]]] = {}
    for entry, flow in flows_of(log, unit, asof):
        if not flow.says_something:
            continue
        by_day.setdefault((entry.start, entry.reform if is_undoing(entry) else ""), []).append((entry, flow))
    return [_line(unit, day, told, _gap(log, unit, AsOf(day, asof.known), told)) for (day, _), told in by_day.items()]


def _gap(log: Log, unit: str, asof: AsOf, told: list[tuple[Entry, PostFlow]]) -> int:
    """How many posts a list begins with that were not there the day before, or were there and are not in it."""
    listed = [flow.listed_before for _, flow in told if flow.is_list]
    if not listed or listed[0] is None or is_undoing(told[0][0]):
        return 0
    there = stock_of(log, unit, AsOf(asof.valid - timedelta(microseconds=1), asof.known))
    if there is None:
        return 0
    undone = net_change([flow for entry, flow in flows_of(log, unit, asof) if _is_undone_on(entry, asof.valid)])
    return 0 if listed[0] == there + undone else listed[0] - there


def _is_undone_on(entry: Entry, day: datetime) -> bool:
    return entry.start == day and is_undoing(entry)


def _line(unit: str, day: datetime, told: list[tuple[Entry, PostFlow]], gap: int) -> PostLine:
    flows = [flow for _, flow in told]
    listed = [flow for flow in flows if flow.listed_before is not None and flow.listed_after is not None]
    announced = [flow.announced for flow in flows if flow.announced is not None]
    moved = [flow.moved for flow in flows if flow.moved]
    before = listed[0].listed_before if listed else None
    after = listed[-1].listed_after if listed else None
    said = sum(announced) + sum(moved) if announced or moved else None
    change = after - before if before is not None and after is not None else None
    difference = _difference(change, said, gap)
    kinds: dict[str, int] = {}
    for flow in flows:
        for kind, count in flow.by_kind:
            kinds[kind] = kinds.get(kind, 0) + count
    entries = [entry for entry, _ in told]
    return PostLine(
        unit=unit,
        on=day,
        day_is_exact=all(entry.start_is_exact for entry in entries),
        listed_before=before,
        listed_after=after,
        announced=sum(announced) if announced else None,
        moved_in=sum(count for count in moved if count > 0),
        moved_out=-sum(count for count in moved if count < 0),
        by_kind=tuple(sorted(kinds.items())),
        difference=difference,
        gap=gap,
        balance=_balance(change, difference),
        facts=_merged([entry.facts for entry in entries]),
        sources=_merged([entry.sources for entry in entries]),
        claims=_merged([entry.claims for entry in entries]),
        status=next((entry.status for entry in entries if entry.status != "reported"), "reported"),
        reforms=tuple(dict.fromkeys(entry.reform for entry in entries if entry.reform)),
        notes=tuple(dict.fromkeys(text for entry, flow in told for text in (entry.note, flow.derived) if text)),
    )


def _difference(change: int | None, said: int | None, gap: int) -> int | None:
    """What is left between the lists and what is said of them, with the posts missing since the list before."""
    if change is None or (said is None and not gap):
        return None
    return gap if said is None else change + gap - said


def _balance(change: int | None, difference: int | None) -> BalanceState:
    if change is None:
        return "not_listed"
    if difference is None:
        return "not_comparable"
    return "balanced" if difference == 0 else "open"


def _merged(groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))
