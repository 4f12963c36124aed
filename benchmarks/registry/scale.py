"""A large organisation: how `who`, the whole structure and reading grow, beside pandas on the same dated entries.

The organisation is drawn with a seed: units in a tree of offices, bureaus, divisions and teams; affairs led by them;
reforms that rename, move, transfer, establish, merge and abolish, until the log holds the entries asked for. The peer
holds the same entries as a frame sorted by subject and looks a chain up by binary search and filtering; both must name
the same chains. Prints one JSON document.

Usage: python benchmarks/registry/scale.py [--units N] [--reforms N] [--entries N] [--seed N] [--steps N]
"""

import argparse
import json
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from gwanje.foundation.instants import AsOf, day_start
from gwanje.registry import Registry
from gwanje.registry.content.events import ReformRecord
from gwanje.registry.content.reading import Content
from gwanje.registry.content.records import KindRecord, MandateRecord, UnitRecord
from gwanje.registry.entering.making import make_from

ZONE = ZoneInfo("Asia/Seoul")
FIRST = date(1990, 1, 1)
KINDS = ("office", "bureau", "division", "team")
CONTEXT = {"zone": ZONE}


class LargeOrganisation:
    """A tree of units that reforms change, with a record of what holds, so that every event drawn is a valid one."""

    def __init__(self, units: int, reforms: int, entries: int, seed: int) -> None:
        self.draw = random.Random(seed)
        self.parent: dict[str, str] = {}
        self.children: dict[str, set[str]] = {"lg-u000000": set()}
        self.led: dict[str, set[str]] = {}
        self.lead: dict[str, str] = {}
        self.records = [self._unit("lg-u000000", "ministry", "none")]
        alive = ["lg-u000000"]
        for number in range(1, units):
            unit, parent = f"lg-u{number:06d}", alive[self.draw.randrange(min(len(alive), 1 + number // 3))]
            self.records.append(self._unit(unit, KINDS[min(3, number.bit_length() // 4)], parent))
            self._hang(unit, parent)
            alive.append(unit)
        self.alive = alive
        self.mandates = [self._mandate(number) for number in range(units // 2)]
        base = 4 * units + len(self.mandates)
        self.per_reform = max(1, round((entries - base) / reforms / 1.35))
        self.reforms = [self._reform(number) for number in range(reforms)]

    def _hang(self, unit: str, parent: str) -> None:
        self.parent[unit] = parent
        self.children.setdefault(unit, set())
        self.children[parent].add(unit)

    def _unit(self, unit: str, kind: str, parent: str) -> UnitRecord:
        said = {
            "since": FIRST, "known": FIRST, "kind": kind, "parent": parent, "sources": ["LG1"],
            "names": {"ko": {"text": f"조직 {unit}"}, "en": {"text": f"Unit {unit}"}},
        }  # fmt: skip
        return UnitRecord.model_validate({"id": unit, "before": [said]}, context=CONTEXT)

    def _mandate(self, number: int) -> MandateRecord:
        mandate, lead = f"lg-m{number:06d}", self.draw.choice(self.alive)
        self.lead[mandate] = lead
        self.led.setdefault(lead, set()).add(mandate)
        held = {"since": FIRST, "known": FIRST, "lead": lead, "sources": ["LG1"]}
        return MandateRecord.model_validate(
            {"id": mandate, "key": f"affair-{number}", "names": {"en": {"text": f"Affair {number}"}}, "before": [held]},
            context=CONTEXT,
        )

    def _reform(self, number: int) -> ReformRecord:
        day = FIRST + timedelta(days=10 * (number + 1))
        self.today: set[str] = set()
        events = [self._event(number, place) for place in range(self.per_reform)]
        told = {
            "id": f"lg-reform-{number:05d}", "names": {"en": {"text": f"Reform {number}"}}, "effective": day,
            "known": day - timedelta(days=5), "sources": ["LG1"], "basis": {"act": "act", "decided": day},
            "events": events,
        }  # fmt: skip
        return ReformRecord.model_validate(told, context=CONTEXT)

    def _event(self, reform: int, place: int) -> dict[str, Any]:
        chance = self.draw.random()
        if chance < 0.45:
            return self._transfer()
        if chance < 0.70:
            unit = self.draw.choice(self.alive)
            return {"rename": {"unit": unit, "names": {"en": {"text": f"Unit {unit} of {reform}"}}}}
        if chance < 0.88:
            return self._move() or self._transfer()
        if chance < 0.96:
            return self._establish(reform, place)
        return self._abolish() or self._transfer()

    def _transfer(self) -> dict[str, Any]:
        mandate = self.draw.choice([one for one in self.draw.choices(list(self.lead), k=20) if one not in self.today])
        self.today.add(mandate)
        before, to = self.lead[mandate], self.draw.choice(self.alive)
        while to == before:
            to = self.draw.choice(self.alive)
        self.led[before].discard(mandate)
        self.led.setdefault(to, set()).add(mandate)
        self.lead[mandate] = to
        return {"transfer": {"mandates": [mandate], "from": before, "to": to}}

    def _move(self) -> dict[str, Any] | None:
        unit, to = self.draw.choice(self.alive[1:]), self.draw.choice(self.alive)
        above = to
        while above in self.parent:
            if above == unit:
                return None
            above = self.parent[above]
        before = self.parent[unit]
        if to in (unit, before):
            return None
        self.children[before].discard(unit)
        self._hang(unit, to)
        return {"move": {"unit": unit, "from": before, "to": to}}

    def _establish(self, reform: int, place: int) -> dict[str, Any]:
        unit, parent = f"lg-n{reform:05d}x{place:04d}", self.draw.choice(self.alive)
        self._hang(unit, parent)
        self.alive.append(unit)
        return {
            "establish": {"unit": unit, "rank": "team", "parent": parent, "names": {"en": {"text": f"Team {unit}"}}}
        }

    def _abolish(self) -> dict[str, Any] | None:
        place = self.draw.randrange(1, len(self.alive))
        unit = self.alive[place]
        if self.children[unit] or self.led.get(unit):
            return None
        self.alive[place] = self.alive[-1]
        self.alive.pop()
        self.children[self.parent.pop(unit)].discard(unit)
        return {"abolish": {"unit": unit}}

    def content(self) -> Content:
        kinds = [("ministry", 70), *((kind, 50 - 10 * rank) for rank, kind in enumerate(KINDS))]
        records = {
            kind: KindRecord.model_validate(
                {"key": kind, "level": kind, "rank": rank, "names": {"en": {"text": kind}}, "desk": kind == "division"}
            )
            for kind, rank in kinds
        }
        return Content(
            kinds=records,
            units={unit.id: unit for unit in self.records},
            mandates={mandate.id: mandate for mandate in self.mandates},
            reforms=tuple(self.reforms),
            routes=(),
        )  # fmt: skip


class Peer:
    """The same entries in pandas, sorted by subject; who, by binary search and filtering."""

    def __init__(self, registry: Registry) -> None:
        rows = [
            (e.subject, e.aspect, e.starts_at, e.known_at, e.order, e.value, e.has_value)
            for e in registry.entries
            if e.aspect in ("parent", "holding:whole", "exists")
        ]
        frame = pd.DataFrame(rows, columns=["subject", "aspect", "start", "known", "order", "value", "is"])
        frame["field"] = frame["subject"] + "|" + frame["aspect"]
        self.frame = frame.sort_values(["field", "start", "order"], kind="stable", ignore_index=True)
        self.fields = self.frame["field"].to_numpy()

    def value(self, subject: str, aspect: str, at: AsOf) -> Any:
        field = f"{subject}|{aspect}"
        low, high = np.searchsorted(self.fields, field), np.searchsorted(self.fields, field, side="right")
        rows = self.frame.iloc[low:high]
        seen = rows[(rows["start"] <= at.valid.timestamp()) & (rows["known"] <= at.known.timestamp())]
        return seen["value"].iloc[-1] if len(seen) else None

    def chain(self, mandate: str, at: AsOf) -> list[str]:
        unit = getattr(self.value(mandate, "holding:whole", at), "lead", None)
        chain = []
        while unit is not None:
            chain.append(str(unit))
            unit = getattr(self.value(unit, "parent", at), "upward", None)
        return chain


def chain_of(registry: Registry, mandate: str, at: AsOf) -> list[str]:
    holder = registry.who(mandate, at)
    return [holder.lead.id, *(link.unit.id for link in holder.chain if link.unit is not None)] if holder.lead else []


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = act()
    return time.perf_counter() - begun, result


def measure(units: int, reforms: int, entries: int, seed: int, *, questions: int = 400) -> dict[str, Any]:
    drawn, organisation = timed(lambda: LargeOrganisation(units, reforms, entries, seed))
    made, registry = timed(lambda: Registry(make_from(organisation.content(), ZONE, _when(FIRST))))
    draw = random.Random(seed + 1)
    last = FIRST + timedelta(days=10 * (reforms + 1))
    days = [FIRST + timedelta(days=draw.randrange((last - FIRST).days)) for _ in range(questions)]
    asked = [(draw.choice(organisation.mandates).id, AsOf(_when(day), _when(last))) for day in days]
    spans = [timed(lambda pair=pair: chain_of(registry, *pair)) for pair in asked]
    peer_made, peer = timed(lambda: Peer(registry))
    peers = [timed(lambda pair=pair: peer.chain(*pair)) for pair in asked[:100]]
    for ours, theirs in zip(spans, peers, strict=False):
        if ours[1] != theirs[1]:
            raise SystemExit(f"the two disagree: {ours[1]} and {theirs[1]}")
    days = [FIRST + (last - FIRST) * share for share in (0.02, 0.5, 1.0)]
    charts = [timed(lambda day=day: registry.structure(AsOf(_when(day), _when(last)))) for day in days]
    who = sorted(seconds for seconds, _ in spans)
    theirs = statistics.median(seconds for seconds, _ in peers)
    return {
        "units_at_first": units,
        "units_ever": len(organisation.records)
        + sum(1 for reform in organisation.reforms for one in reform.events if one.establish),
        "reforms": reforms,
        "events": sum(len(reform.events) for reform in organisation.reforms),
        "entries": len(registry.entries),
        "draw_s": round(drawn, 2),
        "enter_s": round(made, 2),
        "enter_us_per_entry": round(1e6 * made / len(registry.entries), 1),
        "who_ms_median": round(1000 * statistics.median(who), 3),
        "who_ms_worst_of_400": round(1000 * who[-1], 3),
        "pandas_ms_median": round(1000 * theirs, 3),
        "who_over_pandas": round(statistics.median(who) / theirs, 3),
        "pandas_table_s": round(peer_made, 2),
        "chart_s_early_middle_last": [round(seconds, 3) for seconds, _ in charts],
        "units_on_those_days": [len(chart.units) for _, chart in charts],
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _when(day: date | datetime) -> datetime:
    return day_start(day, ZONE)


def main() -> None:
    parser = argparse.ArgumentParser(description="A large organisation: who, the whole structure, reading.")
    parser.add_argument("--units", type=int, default=10_000, help="units before the reforms")
    parser.add_argument("--reforms", type=int, default=1_000, help="reforms")
    parser.add_argument("--entries", type=int, default=100_000, help="dated entries in all, about")
    parser.add_argument("--seed", type=int, default=20251230, help="seed of the drawing")
    parser.add_argument(
        "--steps", type=int, default=3, help="how many sizes, each three times smaller than the one before"
    )
    asked = parser.parse_args()
    sizes = [3**step for step in range(asked.steps)]
    runs = [
        measure(asked.units // size, asked.reforms // size, asked.entries // size, asked.seed)
        for size in reversed(sizes)
    ]
    print(json.dumps({"benchmark": "registry/scale", "seed": asked.seed, "runs": runs}, indent=2))


if __name__ == "__main__":
    main()
