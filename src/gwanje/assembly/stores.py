"""Opening the evidence store when a question first needs data, and not before (docs/adr/0009)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gwanje.evidence import Sources
from gwanje.journal import Journal

if TYPE_CHECKING:
    from gwanje.evidence.store import EvidenceStore


def open_evidence(state: Path, journal: Journal, sources: Sources, packaged: Sequence[Path]) -> EvidenceStore:
    """The store over a state folder; readers, DuckDB, Ibis and pandas are imported with the first call."""
    from gwanje.evidence.store import EvidenceStore  # noqa: PLC0415 - most commands need no warehouse (docs/adr/0009)

    return EvidenceStore(state, journal, sources, packaged)
