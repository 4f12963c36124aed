"""Opening the evidence store, and reading links of impact, when a question first needs them (docs/adr/0009)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gwanje.evidence import References, Sources
from gwanje.journal import Journal

if TYPE_CHECKING:
    from gwanje.evidence.store import EvidenceStore
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
