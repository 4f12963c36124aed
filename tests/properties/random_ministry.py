"""A ministry that changes at random, with a plain record beside it of what every day should look like.

The record knows nothing of entries, two times or the engine's rules: it is a few dictionaries, changed event by event.
What the registry answers is compared with it. Every event drawn is a valid one; the same seed gives the same ministry.
"""

import copy
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.registry import Registry

ZONE = ZoneInfo("Atlantic/Azores")
FIRST = date(2030, 1, 1)
KNOWN = "2029-06-01"
FOREVER = "2100-01-01"
KINDS = [
    {"key": "ministry", "level": "ministry", "rank": 70, "names": {"en": {"text": "ministry"}}},
    {"key": "office", "level": "office", "rank": 50, "names": {"en": {"text": "office"}}},
    {"key": "division", "level": "division", "rank": 20, "desk": True, "names": {"en": {"text": "division"}}},
    {"key": "team", "level": "team", "rank": 10, "names": {"en": {"text": "team"}}},
    {"key": "task-force", "level": "team", "rank": 10, "temporary": True, "names": {"en": {"text": "task force"}}},
]


@dataclass
class Record:
    """What is so on one day: units with kind, parent, name and posts; who leads each scope of each affair."""

    kind: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)
    posts: dict[str, int | None] = field(default_factory=dict)
    lead: dict[tuple[str, str], str] = field(default_factory=dict)

    def led_by(self, unit: str) -> list[tuple[str, str]]:
        return [scope for scope, lead in self.lead.items() if lead == unit]

    def below(self, unit: str) -> list[str]:
        return [one for one, parent in self.parent.items() if parent == unit]

    def above(self, unit: str) -> set[str]:
        path, current = set(), self.parent[unit]
        while current is not None:
            path.add(current)
            current = self.parent[current]
        return path

    def total_posts(self) -> int | None:
        known = list(self.posts.values())
        return None if None in known else sum(known)  # type: ignore[arg-type]


class RandomMinistry:
    """Draws valid events one after another, each on its own day, and keeps the record of every day."""

    def __init__(self, seed: int, *, units: int = 9, mandates: int = 7, posts: bool = True) -> None:
        self.draw = random.Random(seed)
        self.next_unit = 0
        self.now = Record()
        self.day = FIRST
        self.reforms: list[dict[str, Any]] = []
        self.days: dict[date, Record] = {}
        self.given_today: set[tuple[str, str]] = set()
        self._found(units, mandates, posts)

    def _found(self, units: int, mandates: int, posts: bool) -> None:
        root = self._new_id()
        self._be(root, "ministry", None)
        for _ in range(units - 1):
            kind = self.draw.choice(["office", "division", "team"])
            self._be(self._new_id(), kind, self.draw.choice(list(self.now.kind)))
        for number in range(mandates):
            self.now.lead[f"rm-m{number:03d}", "whole"] = self.draw.choice(list(self.now.kind))
        if posts:
            for unit in self.now.kind:
                self.now.posts[unit] = self.draw.randint(0, 40)
        self.founding = copy.deepcopy(self.now)
        self.days[self.day] = copy.deepcopy(self.now)

    def _new_id(self) -> str:
        self.next_unit += 1
        return f"rm-u{self.next_unit:04d}"

    def _be(self, unit: str, kind: str, parent: str | None) -> None:
        self.now.kind[unit], self.now.parent[unit] = kind, parent
        self.now.name[unit], self.now.posts[unit] = f"Name of {unit}", None

    def _end(self, unit: str) -> None:
        for table in (self.now.kind, self.now.parent, self.now.name, self.now.posts):
            del table[unit]

    def change(self, events: int, *, a_day: int = 1) -> None:
        """Draw so many events, `a_day` of them on each day, one reform a day."""
        while events > 0:
            self.day += timedelta(days=1)
            self.given_today.clear()
            drawn = [event for event in (self._event() for _ in range(min(a_day, events))) if event is not None]
            events -= a_day
            if drawn:
                self.reforms.append(self.reform(drawn))
            self.days[self.day] = copy.deepcopy(self.now)

    def reform(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": f"rm-reform-{self.day.isoformat()}",
            "names": {"en": {"text": f"Reform of {self.day}"}},
            "effective": self.day.isoformat(),
            "known": KNOWN,
            "sources": ["RM1"],
            "basis": {"act": "an act", "decided": KNOWN},
            "events": events,
        }

    def _event(self) -> dict[str, Any] | None:
        verbs = [
            self._establish, self._establish, self._rename, self._move, self._merge, self._split, self._abolish,
            self._upgrade, self._transfer, self._transfer, self._transfer_part, self._move_posts, self._change_posts,
        ]  # fmt: skip
        for verb in self.draw.sample(verbs, len(verbs)):
            event = verb()
            if event is not None:
                return event
        return None

    def _some(self, units: list[str]) -> str | None:
        return self.draw.choice(sorted(units)) if units else None

    def _some_scope(self, scopes: list[tuple[str, str]]) -> tuple[str, str] | None:
        return self.draw.choice(sorted(scopes)) if scopes else None

    def _not_root(self) -> list[str]:
        return [unit for unit, parent in self.now.parent.items() if parent is not None]

    def _establish(self) -> dict[str, Any]:
        unit, parent = self._new_id(), self.draw.choice(sorted(self.now.kind))
        kind = self.draw.choice(["office", "division", "team"])
        self._be(unit, kind, parent)
        return {"establish": {"unit": unit, "rank": kind, "parent": parent, "names": _name(self.now.name[unit])}}

    def _rename(self) -> dict[str, Any]:
        unit = self.draw.choice(sorted(self.now.kind))
        self.now.name[unit] = f"Name {self.draw.randint(0, 9999)} of {unit}"
        return {"rename": {"unit": unit, "names": _name(self.now.name[unit])}}

    def _move(self) -> dict[str, Any] | None:
        unit = self._some(self._not_root())
        if unit is None:
            return None
        to = self._some(
            [
                one
                for one in self.now.kind
                if one not in (unit, self.now.parent[unit]) and unit not in self.now.above(one)
            ]
        )
        if to is None:
            return None
        before, self.now.parent[unit] = self.now.parent[unit], to
        return {"move": {"unit": unit, "from": before, "to": to}}

    def _merge(self) -> dict[str, Any] | None:
        candidates = self._not_root()
        if len(candidates) < 5:
            return None
        merged = self.draw.sample(sorted(candidates), 2)
        free = [one for one in self.now.kind if one not in merged and not self.now.above(one) & set(merged)]
        parent = self._some(free)
        if parent is None:
            return None
        into, kind = self._new_id(), self.draw.choice(["office", "division"])
        known = [self.now.posts[unit] for unit in merged]
        self._be(into, kind, parent)
        self.now.posts[into] = None if None in known else sum(known)  # type: ignore[arg-type]
        for unit in merged:
            self._hand_over(unit, into)
            for below in self.now.below(unit):
                if below not in merged:
                    self.now.parent[below] = into
        for unit in merged:
            self._end(unit)
        successor = {"unit": into, "rank": kind, "parent": parent, "names": _name(self.now.name[into])}
        return {"merge_units": {"units": merged, "into": successor}}

    def _hand_over(self, unit: str, to: str) -> None:
        for scope in self.now.led_by(unit):
            self.now.lead[scope] = to

    def _split(self) -> dict[str, Any] | None:
        unit = self._some(self._not_root())
        if unit is None:
            return None
        parent, stock = self.now.parent[unit], self.now.posts[unit]
        shares = [{"unit": self._new_id(), "mandates": [], "units": []} for _ in range(self.draw.choice([2, 2, 3]))]
        for share in shares:
            self._be(share["unit"], "division", parent)
            share |= {"rank": "division", "parent": parent, "names": _name(self.now.name[share["unit"]])}
        for mandate in dict.fromkeys(mandate for mandate, _ in self.now.led_by(unit)):
            share = self.draw.choice(shares)
            share["mandates"].append(mandate)
            for scope in [one for one in self.now.led_by(unit) if one[0] == mandate]:
                self.now.lead[scope] = share["unit"]
        for below in self.now.below(unit):
            share = self.draw.choice(shares)
            share["units"].append(below)
            self.now.parent[below] = share["unit"]
        if stock is not None:
            self._share_posts(shares, stock)
        self._end(unit)
        return {"split_unit": {"unit": unit, "into": shares}}

    def _share_posts(self, shares: list[dict[str, Any]], stock: int) -> None:
        left = stock
        for share in shares[:-1]:
            share["posts"] = self.draw.randint(0, left)
            left -= share["posts"]
        shares[-1]["posts"] = left
        for share in shares:
            self.now.posts[share["unit"]] = share["posts"]

    def _abolish(self) -> dict[str, Any] | None:
        idle = [unit for unit in self._not_root() if not self.now.led_by(unit) and not self.now.below(unit)]
        idle = [unit for unit in idle if not self.now.posts[unit]]
        unit = self._some(idle)
        if unit is None:
            return None
        self._end(unit)
        return {"abolish": {"unit": unit}}

    def _upgrade(self) -> dict[str, Any] | None:
        unit = self._some([one for one, kind in self.now.kind.items() if kind in ("team", "division")])
        if unit is None:
            return None
        before = self.now.kind[unit]
        self.now.kind[unit] = {"team": "division", "division": "office"}[before]
        return {"upgrade": {"unit": unit, "from": before, "to": self.now.kind[unit]}}

    def _transfer(self) -> dict[str, Any] | None:
        scope = self._some_scope([one for one in self.now.lead if one not in self.given_today])
        if scope is None:
            return None
        to = self._some([unit for unit in self.now.kind if unit != self.now.lead[scope]])
        if to is None:
            return None
        self.given_today.add(scope)
        before, self.now.lead[scope] = self.now.lead[scope], to
        return {"transfer": {"mandates": [scope[0]], "scope": scope[1], "from": before, "to": to}}

    def _transfer_part(self) -> dict[str, Any] | None:
        whole = [
            mandate for mandate, part in self.now.lead if part == "whole" and (mandate, "some") not in self.now.lead
        ]
        mandate = self._some(whole)
        to = self._some([unit for unit in self.now.kind if mandate and unit != self.now.lead[mandate, "whole"]])
        if mandate is None or to is None:
            return None
        self.now.lead[mandate, "some"] = to
        self.given_today.add((mandate, "some"))
        return {"transfer": {"mandates": [mandate], "scope": "some", "from": self.now.lead[mandate, "whole"], "to": to}}

    def _move_posts(self) -> dict[str, Any] | None:
        rich = self._some([unit for unit, posts in self.now.posts.items() if posts])
        to = self._some([unit for unit, posts in self.now.posts.items() if posts is not None and unit != rich])
        if rich is None or to is None:
            return None
        posts = self.draw.randint(1, self.now.posts[rich] or 1)
        self.now.posts[rich] -= posts  # type: ignore[operator]
        self.now.posts[to] += posts  # type: ignore[operator]
        return {"move_posts": {"from": rich, "to": to, "posts": posts}}

    def _change_posts(self) -> dict[str, Any] | None:
        unit = self._some([one for one, posts in self.now.posts.items() if posts is not None])
        if unit is None:
            return None
        more = self.draw.randint(0, 9)
        self.now.posts[unit] += more  # type: ignore[operator]
        return {"change_posts": {"unit": unit, "announced": more}}

    def files(self, *more: dict[str, Any]) -> dict[str, str]:
        """The content files: what was so at the beginning, and every reform."""
        first = {"since": FIRST.isoformat(), "known": KNOWN, "sources": ["RM1"]}
        units = [
            {"id": unit, "before": [{**first, "kind": kind, "parent": parent or "none", "names": _name(self.founding.name[unit])}]}
            for unit, (kind, parent) in _zipped(self.founding.kind, self.founding.parent)
        ]  # fmt: skip
        mandates = [
            {
                "id": mandate,
                "key": mandate,
                "names": _name(f"Affair {mandate}"),
                "parts": [{"key": "some", "names": _name("some of it")}],
                "before": [{**first, "lead": lead}],
            }
            for (mandate, _), lead in self.founding.lead.items()
        ]
        listed = [
            {"change_posts": {"unit": unit, "announced": 0, "listed_before": posts, "listed_after": posts}}
            for unit, posts in self.founding.posts.items()
            if posts is not None
        ]
        lists = [{**self.reform(listed), "id": "rm-lists", "effective": FIRST.isoformat()}] if listed else []
        reforms = {f"registry/reforms/{one['id']}.yaml": _yaml(one) for one in [*lists, *self.reforms, *more]}
        return {
            "registry/kinds.yaml": _yaml(KINDS),
            "registry/units.yaml": _yaml(units),
            "registry/mandates.yaml": _yaml(mandates),
            **reforms,
        }

    def registry(self, *more: dict[str, Any], acts: Any = ()) -> Registry:
        return Registry.read(self.files(*more), ZONE, compiled=at(FIRST).known, acts=acts)


def _zipped(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    return [(key, (value, second[key])) for key, value in first.items()]


def _name(text: str) -> dict[str, Any]:
    return {"en": {"text": text}}


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def at(day: date, known: str = FOREVER) -> AsOf:
    return AsOf(parse_instant(day, ZONE), parse_instant(known, ZONE))


def seen(registry: Registry, asof: AsOf) -> Record:
    """The registry's answer in the form of the record."""
    record = Record()
    for placed in registry.structure(asof).units:
        unit = placed.unit
        record.kind[unit.id] = unit.kind
        record.parent[unit.id] = unit.parent.unit if unit.parent else None
        record.name[unit.id] = unit.names.best("en")
        record.posts[unit.id] = registry.posts_of(unit.id, asof)
    for mandate in registry.mandates():
        holder = registry.who(mandate.id, asof)
        if holder.lead is not None:
            record.lead[mandate.id, "whole"] = holder.lead.id
        for part in holder.parts:
            if part.lead is not None:
                record.lead[mandate.id, part.scope.part] = part.lead.id
    return record
