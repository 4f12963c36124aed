"""The post ledger: what each unit was listed with, what came and went, and where the lists do not add up.

A difference is never forced: it is refused without a cited claim, and stands open and visible with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.registry.entering.posts import PostFlow, flows_of, is_undoing, net_change, stock_of
from gwanje.registry.entries import Entry, Log

BalanceState = Literal["balanced", "open", "not_comparable", "not_listed"]


@dataclass(frozen=True, slots=True)
class PostLine:
    """One day of a unit's posts: listed before and after, announced, moved in and out, and the difference left.

    `gap`: how many more posts a list begins with than were there, or than the list before it ends with; it is part of
    the difference.
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
    """How many more posts the lists of a day begin with than were there, or than the list before them ends with."""
    lists = _lists(flow for _, flow in told)
    if not lists or is_undoing(told[0][0]):
        return 0
    between = sum(after[0] - before[1] for before, after in pairwise(lists))
    there = stock_of(log, unit, AsOf(asof.valid - timedelta(microseconds=1), asof.known))
    first = lists[0][0]
    if there is None or first == there + _undone_on(log, unit, asof):
        return between
    return first - there + between


def _lists(flows: Iterable[PostFlow]) -> list[tuple[int, int]]:
    """What is listed before and after; a list that is told twice is one list."""
    pairs = ((flow.listed_before, flow.listed_after) for flow in flows)
    return list(dict.fromkeys((before, after) for before, after in pairs if before is not None and after is not None))


def _undone_on(log: Log, unit: str, asof: AsOf) -> int:
    """By how many posts what is undone on a day changes the unit."""
    undone: dict[str, list[PostFlow]] = {}
    for entry, flow in flows_of(log, unit, asof):
        if entry.start == asof.valid and is_undoing(entry):
            undone.setdefault(entry.reform, []).append(flow)
    return sum(net_change(flows) for flows in undone.values())


def _line(unit: str, day: datetime, told: list[tuple[Entry, PostFlow]], gap: int) -> PostLine:
    flows = [flow for _, flow in told]
    lists = _lists(flows)
    announced = [flow.announced for flow in flows if flow.announced is not None]
    moved = [flow.moved for flow in flows if flow.moved]
    explained = [flow.moved for flow in flows if flow.moved and not flow.beside_list]
    said = sum(announced) + sum(explained) if announced or explained else None
    change = sum(after - before for before, after in lists) if lists else None
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
        listed_before=lists[0][0] if lists else None,
        listed_after=lists[-1][1] if lists else None,
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
