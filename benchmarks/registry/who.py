"""Who leads an affair, on the packaged Korean content, beside the same question over a pandas table of dated rows.

The peer holds the registry's dated entries as a frame and filters it for every link of the chain; it knows no names,
notes, plans or gaps. Leads and chains must agree, or the benchmark fails. Prints one JSON document.

Usage: python benchmarks/registry/who.py [--repeats N]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import yaml

from gwanje.evidence import References, read_home_country
from gwanje.foundation.instants import AsOf
from gwanje.registry import Registry

KOREA = Path(__file__).resolve().parents[2] / "src" / "gwanje_korea"
SEOUL = ZoneInfo("Asia/Seoul")
KNOWN = datetime(2026, 11, 24, tzinfo=SEOUL)
BEFORE, AFTER = (AsOf(datetime(2025, 12, day, tzinfo=SEOUL), KNOWN) for day in (29, 30))
Chain = list[str] | None


def read_registry(texts: dict[str, str]) -> Registry:
    references = References.read(texts, read_home_country(texts).zone_info)
    return Registry.read(
        texts, SEOUL, compiled=references.compiled, references_known={one.id: one.published for one in references}
    )


def parse_alone(texts: dict[str, str]) -> int:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = [name for name in texts if name.startswith("registry/") or name in {"references.yaml", "country.yaml"}]
    return len([yaml.load(texts[name], Loader=loader) for name in read])


def as_frame(registry: Registry) -> pd.DataFrame:
    rows = [(e.subject, e.aspect, e.start, e.known, e.order, e.value) for e in registry.entries]
    frame = pd.DataFrame(rows, columns=["subject", "aspect", "start", "known", "order", "value"])
    return frame.sort_values(["start", "order"], kind="stable", ignore_index=True)


def value_at(frame: pd.DataFrame, subject: str, aspect: str, at: AsOf) -> Any:
    found = frame[
        (frame["subject"] == subject)
        & (frame["aspect"] == aspect)
        & (frame["start"] <= at.valid)
        & (frame["known"] <= at.known)
    ]
    return found["value"].iloc[-1] if len(found) else None


def who_pandas(frame: pd.DataFrame, mandate: str, at: AsOf) -> Chain:
    holding = value_at(frame, mandate, "holding:whole", at)
    unit = getattr(holding, "lead", None)
    chain = []
    while unit is not None:
        chain.append(str(unit))
        parent = value_at(frame, unit, "parent", at)
        unit = getattr(parent, "upward", None)
    return chain or None


def who_gwanje(registry: Registry, mandate: str, at: AsOf) -> Chain:
    holder = registry.who(mandate, at)
    if holder.lead is None:
        return None
    return [holder.lead.id, *(link.unit.id for link in holder.chain if link.unit is not None)]


def timed(act: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    spans, result = [], act()
    for _ in range(repeats):
        begun = time.perf_counter()
        result = act()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans), result


def main() -> None:
    parser = argparse.ArgumentParser(description="Who leads an affair, beside plain pandas.")
    parser.add_argument(
        "--repeats", type=int, default=20, help="measured runs after one that warms up; the median counts"
    )
    repeats = parser.parse_args().repeats
    texts = {path.relative_to(KOREA).as_posix(): path.read_text(encoding="utf-8") for path in KOREA.rglob("*.yaml")}
    read_seconds, registry = timed(lambda: read_registry(texts), repeats)
    parse_seconds, _ = timed(lambda: parse_alone(texts), repeats)
    frame = as_frame(registry)
    questions = [(mandate.id, at) for mandate in registry.mandates() for at in (BEFORE, AFTER)]
    ours, chains = timed(lambda: [who_gwanje(registry, *question) for question in questions], repeats)
    theirs, others = timed(lambda: [who_pandas(frame, *question) for question in questions], repeats)
    if chains != others:
        raise SystemExit(
            f"the two disagree: {[pair for pair in zip(questions, chains, others, strict=True) if pair[1] != pair[2]]}"
        )
    diff_seconds, diff = timed(lambda: registry.diff(BEFORE, AFTER), repeats)
    structure_seconds, structure = timed(lambda: registry.structure(AFTER), repeats)
    report = {
        "benchmark": "registry/who",
        "repeats": repeats,
        "entries": len(registry.entries),
        "questions": len(questions),
        "with_a_lead": sum(chain is not None for chain in chains),
        "who": {
            "gwanje_us": round(1e6 * ours / len(questions), 1),
            "pandas_us": round(1e6 * theirs / len(questions), 1),
            "gwanje_over_pandas": round(ours / theirs, 4),
        },
        "read": {
            "gwanje_ms": round(1000 * read_seconds, 1),
            "yaml_alone_ms": round(1000 * parse_seconds, 1),
            "gwanje_over_yaml_alone": round(read_seconds / parse_seconds, 2),
        },
        "diff_ms": round(1000 * diff_seconds, 2),
        "changes": len(diff.changes),
        "structure_ms": round(1000 * structure_seconds, 2),
        "units": len(structure.units),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
