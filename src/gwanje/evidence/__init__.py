"""Floor 2: what is known and how we know it: sources, vintages, facts, claims, frozen pages, catalogue and lineage.

This front door is light: everybody who asks the tower anything comes through it. What reads files, builds and opens the
warehouse or downloads stands behind doors of its own: `evidence.store`, `evidence.fetch`, `evidence.concordances`
(docs/adr/0009).

::

    sources = read_sources(files, zone)
    Vintages(state, journal, sources, packaged_tables).snapshots()

    store = EvidenceStore(state, journal, sources, packaged_tables)     # from gwanje.evidence.store
    store.build()
    with store.open_warehouse() as warehouse:
        rows = warehouse.as_known("trade", known)      # None: not yet known
"""

from gwanje.evidence.catalogue import (
    CatalogueColumn,
    LineageStep,
    Staleness,
    catalogue,
    lineage,
    staleness,
)
from gwanje.evidence.checks import CheckResult, CheckSummary, check_expectations
from gwanje.evidence.claims import Claim, Claims, Unknown, Unknowns, disagreements_in
from gwanje.evidence.countries import Countries, Country, HomeCountry, read_home_country
from gwanje.evidence.facts import Fact, Facts
from gwanje.evidence.frozen_pages import FrozenPage, FrozenPages, page_hash
from gwanje.evidence.references import References
from gwanje.evidence.snapshots import Snapshot
from gwanje.evidence.sources import Source, Sources, read_sources
from gwanje.evidence.vintages import LoadReport, Vintages

__all__ = [
    "CatalogueColumn",
    "CheckResult",
    "CheckSummary",
    "Claim",
    "Claims",
    "Countries",
    "Country",
    "Fact",
    "Facts",
    "FrozenPage",
    "FrozenPages",
    "HomeCountry",
    "LineageStep",
    "LoadReport",
    "References",
    "Snapshot",
    "Source",
    "Sources",
    "Staleness",
    "Unknown",
    "Unknowns",
    "Vintages",
    "catalogue",
    "check_expectations",
    "disagreements_in",
    "lineage",
    "page_hash",
    "read_home_country",
    "read_sources",
    "staleness",
]
