"""Handing over: who may still look in, who may work on an affair and why, and what hangs on an affair.

Access follows affairs, not people. A unit that moves keeps what it holds, so its people's access does not change. An
affair that goes to another unit leaves the former lead a limited time to hand over, and that time is logged.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from gwanje.foundation.instants import AsOf, day_start
from gwanje.registry.content.reading import Content
from gwanje.registry.content.records import Holding
from gwanje.registry.entries import Entry, Log
from gwanje.registry.scopes import Scope
from gwanje.registry.units import Words

AccessBasis = Literal["lead", "within", "cooperates", "among", "above", "overlap", "none"]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something open that hangs on an affair: an end to come, a case, a permit clock, a name still provisional.

    `ends`: every instant at which it may end, by each reading of its wording, the earliest first; none where nobody
    says when.
    """

    kind: str
    id: str
    mandate: str
    words: Words
    ends: tuple[datetime, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def due(self) -> datetime | None:
        """The earliest instant at which it may end."""
        return self.ends[0] if self.ends else None

    def as_answer(self) -> dict[str, Any]:
        """The item as every answer prints it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "mandate": self.mandate,
            "words": self.words.as_answer(),
            "due": self.due.isoformat() if self.due else None,
            "ends": [end.isoformat() for end in self.ends],
            "sources": list(self.sources),
        }


class OpenItems(Protocol):
    """What a room that keeps open things offers, so that they are handed over with their affair."""

    def open_items(self, asof: AsOf) -> Iterable[OpenItem]:
        """Everything open at an `AsOf`, each with the key of the affair it hangs on."""
        ...


@dataclass(frozen=True, slots=True)
class Overlap:
    """The former lead of an affair may still look in, from one instant to another."""

    mandate: str
    scope: str
    unit: str
    start: datetime
    end: datetime
    facts: tuple[str, ...]
    reform: str

    def runs(self, at: datetime) -> bool:
        """Whether it runs at an instant."""
        return self.start <= at < self.end

    def as_answer(self) -> dict[str, Any]:
        """The overlap as every answer prints it."""
        return {
            "mandate": self.mandate,
            "scope": self.scope,
            "unit": self.unit,
            "from": self.start.isoformat(),
            "until": self.end.isoformat(),
            "facts": list(self.facts),
            "reform": self.reform,
        }


@dataclass(frozen=True, slots=True)
class Access:
    """Whether a unit may work on an affair at an instant, and why."""

    unit: str
    mandate: str
    basis: AccessBasis
    words: Words
    until: datetime | None = None

    @property
    def granted(self) -> bool:
        """Whether there is any ground."""
        return self.basis != "none"


class Handovers:
    """Overlaps and access, read off the log."""

    def __init__(self, log: Log, content: Content, zone: ZoneInfo) -> None:
        self._log = log
        self._content = content
        self._zone = zone

    def overlaps(self, asof: AsOf, *, mandate: str | None = None, unit: str | None = None) -> list[Overlap]:
        """Every overlap that has begun or will begin, as known by then; those of one affair or one unit only."""
        wanted = self._content.mandates if mandate is None else (mandate,)
        found = (overlap for one in wanted for overlap in self._of_mandate(one, asof))
        return [overlap for overlap in found if unit in (None, overlap.unit)]

    def _of_mandate(self, mandate: str, asof: AsOf) -> Iterator[Overlap]:
        for aspect in self._log.aspects(mandate, "holding:"):
            told = [one for one in self._log.of(mandate, aspect) if _is_told(one, asof.known)]
            for place, (before, after) in enumerate(itertools.pairwise(told)):
                for overlap in self._between(mandate, aspect, before, after, asof):
                    back = _named_again(overlap.unit, told[place + 2 :])
                    if back is None or back > overlap.start:
                        yield overlap if back is None else replace(overlap, end=min(overlap.end, back))

    def _between(self, mandate: str, aspect: str, before: Entry, after: Entry, asof: AsOf) -> Iterator[Overlap]:
        old, new = before.value, after.value
        if not isinstance(old, Holding) or not isinstance(new, Holding) or old.lead is None or not after.fact:
            return
        gone = [unit for unit in (old.lead, old.inner) if unit not in (None, "not reported", *new.named_units)]
        ending = self._end_of(mandate, aspect, after, asof.known)
        for unit in dict.fromkeys(str(one) for one in gone):
            standing = self._log.standing(unit, "exists", AsOf(after.start, asof.known))
            if standing is not None and standing.has_value and ending > after.start:
                scope = Scope.of_aspect(aspect).key
                yield Overlap(mandate, scope, unit, after.start, ending, after.facts, after.reform)

    def _end_of(self, mandate: str, aspect: str, after: Entry, known: datetime) -> datetime:
        own = self._log.of(mandate, aspect.replace("holding:", "overlap:", 1))
        given = [entry.value for entry in own if entry.start == after.start and _is_told(entry, known)]
        days = given[-1] if given and isinstance(given[-1], int) else self._content.access.overlap_days
        day = after.start.astimezone(self._zone).date() + timedelta(days=days)
        return day_start(day, self._zone)

    def access(self, unit: str, mandate: str, asof: AsOf) -> Access:
        """Whether a unit may work on an affair, and the strongest ground for it."""
        chains_above: set[str] = set()
        for aspect in self._log.aspects(mandate, "holding:"):
            entry = self._log.at(mandate, aspect, asof)
            if entry is None or not isinstance(entry.value, Holding):
                continue
            ground = _ground(unit, entry.value)
            if ground is not None:
                return Access(unit, mandate, ground, _GROUNDS[ground])
            chains_above |= self._above(entry.value.lead, asof)
        if unit in chains_above:
            return Access(unit, mandate, "above", _GROUNDS["above"])
        running = [one for one in self.overlaps(asof, mandate=mandate, unit=unit) if one.runs(asof.valid)]
        if running:
            last_day = (running[-1].end.astimezone(self._zone) - timedelta(days=1)).date().isoformat()
            words = Words(
                f"{_GROUNDS['overlap'].en} (to the end of {last_day})", f"{_GROUNDS['overlap'].ko}({last_day}까지)"
            )
            return Access(unit, mandate, "overlap", words, running[-1].end)
        return Access(unit, mandate, "none", _GROUNDS["none"])

    def _above(self, lead: str | None, asof: AsOf) -> set[str]:
        above: set[str] = set()
        current = lead
        while current is not None:
            entry = self._log.at(current, "parent", asof)
            current = getattr(entry.value, "upward", None) if entry is not None else None
            if current in above:
                break
            if current is not None:
                above.add(current)
        return above


def _ground(unit: str, held: Holding) -> AccessBasis | None:
    if unit == held.lead:
        return "lead"
    if unit == held.inner:
        return "within"
    if unit in held.partners:
        return "cooperates"
    return "among" if unit in held.units else None


def _named_again(unit: str, later: Iterable[Entry]) -> datetime | None:
    """When a former lead has a part in the affair again."""
    held = (one for one in later if isinstance(one.value, Holding) and unit in one.value.named_units)
    return next((one.start for one in held), None)


def _is_told(entry: Entry, known: datetime) -> bool:
    return entry.known <= known and (entry.until_known is None or known < entry.until_known)


_GROUNDS: dict[AccessBasis, Words] = {
    "lead": Words("leads it", "주관"),
    "within": Words("does the work within the lead", "주관 조직 내 담당"),
    "cooperates": Words("cooperates", "협조"),
    "among": Words("is one of several that hold it", "분산 소관 중 하나"),
    "above": Words("stands above the lead", "주관 조직의 상위"),
    "overlap": Words("led it before and hands over", "이전 소관, 인계 기간"),
    "none": Words("has no part in it", "소관·협조 아님"),
}
