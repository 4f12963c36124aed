"""Floor 2: what is known and how we know it: sources, vintages, strict readers, catalogue, lineage, warehouse.

::

    sources = read_sources(files, zone)
    store = EvidenceStore(state, journal, sources, packaged_tables)
    store.build()
    with store.open_warehouse() as warehouse:
        rows = warehouse.as_known("trade", known)      # None: not yet known
"""

from gwanje.evidence.building import BuildReport, build_warehouse
from gwanje.evidence.catalogue import (
    CatalogueColumn,
    LineageStep,
    Staleness,
    catalogue,
    lineage,
    staleness,
)
from gwanje.evidence.checks import CheckResult, CheckSummary, check_expectations
from gwanje.evidence.claims import Claim, Claims, Unknown, Unknowns
from gwanje.evidence.concordances import Concordance, Part, Split, read_concordance, same_codes
from gwanje.evidence.countries import Countries, Country, HomeCountry, read_home_country
from gwanje.evidence.facts import Fact, Facts
from gwanje.evidence.fetch import FetchedFile, fetch
from gwanje.evidence.frozen_pages import FrozenPage, FrozenPages, page_hash
from gwanje.evidence.packs import signer_of
from gwanje.evidence.references import References
from gwanje.evidence.snapshots import Snapshot
from gwanje.evidence.sources import Source, Sources, read_sources
from gwanje.evidence.store import EvidenceStore, LoadReport
from gwanje.evidence.warehouse import NotYetKnown, Warehouse, open_warehouse

__all__ = [
    "BuildReport",
    "CatalogueColumn",
    "CheckResult",
    "CheckSummary",
    "Claim",
    "Claims",
    "Concordance",
    "Countries",
    "Country",
    "EvidenceStore",
    "Fact",
    "Facts",
    "FetchedFile",
    "FrozenPage",
    "FrozenPages",
    "HomeCountry",
    "LineageStep",
    "LoadReport",
    "NotYetKnown",
    "Part",
    "References",
    "Snapshot",
    "Source",
    "Sources",
    "Split",
    "Staleness",
    "Unknown",
    "Unknowns",
    "Warehouse",
    "build_warehouse",
    "catalogue",
    "check_expectations",
    "fetch",
    "lineage",
    "open_warehouse",
    "page_hash",
    "read_concordance",
    "read_home_country",
    "read_sources",
    "same_codes",
    "signer_of",
    "staleness",
]
