"""Opening the evidence store, reading links of impact, and finding relapses, when a question first needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gwanje.evidence import References, Sources
from gwanje.journal import Journal

if TYPE_CHECKING:
    from gwanje.answers.tower import Pull, Tower
    from gwanje.evidence.store import EvidenceStore
    from gwanje.foundation.instants import AsOf
    from gwanje.impact.links import Links
    from gwanje.impact.regions import RegionRows
    from gwanje.impact.scenarios.records import ScenarioBook


def open_evidence(state: Path, journal: Journal, sources: Sources, packaged: Sequence[Path]) -> EvidenceStore:
    """The store over a state folder; readers, DuckDB, Ibis and pandas are imported with the first call."""
    from gwanje.evidence.store import EvidenceStore  # noqa: PLC0415 - most commands need no warehouse (docs/adr/0009)

    return EvidenceStore(state, journal, sources, packaged)


def read_links(texts: Mapping[str, str], zone: ZoneInfo, references: References, items: Collection[str]) -> Links:
    """Which industries make and use an item; the room of impact stands on numpy, which most commands do without."""
    from gwanje.impact.links import Links  # noqa: PLC0415 - most commands calculate nothing (docs/adr/0009)

    return Links.read(texts, zone, references.known_of, items)


def read_region_rows(texts: Mapping[str, str], zone: ZoneInfo) -> RegionRows | None:
    """Which row of the regional accounts an industry belongs to; None where content does not say."""
    from gwanje.impact.regions import RegionRows  # noqa: PLC0415 - most commands calculate nothing (docs/adr/0009)

    return RegionRows.read_if_there(texts, zone)


def read_scenarios(texts: Mapping[str, str], zone: ZoneInfo, references: References) -> ScenarioBook:
    """The scenarios of the content."""
    from gwanje.impact.scenarios.records import ScenarioBook  # noqa: PLC0415 - most commands calculate nothing

    return ScenarioBook.read(texts, zone, references.known_of)


def find_relapses(tower: Tower, items: Iterable[str], as_of: AsOf) -> dict[str, Pull]:
    """Relapses in the newest year of trade; pandas is imported with the first question that needs them."""
    from gwanje.answers.inspecting_relapses import relapsed  # noqa: PLC0415 - see docs/adr/0009

    return relapsed(tower, items, as_of)
