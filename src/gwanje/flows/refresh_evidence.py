"""Bring a source's files here from its publisher or a mirror, keep them as vintages, and rebuild the warehouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gwanje.evidence import LoadReport
from gwanje.evidence.fetch import FetchedFile, fetch
from gwanje.evidence.store import BuildReport, EvidenceStore


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came, what it became, and the build that now holds it."""

    files: tuple[FetchedFile, ...]
    loads: tuple[LoadReport, ...]
    build: BuildReport


def refresh_evidence(
    store: EvidenceStore,
    source_key: str,
    downloads: Path,
    *,
    clock: Callable[[], datetime],
    mirror: Path | None = None,
    address: str = "",
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Refreshed:
    """Fetch, load strictly, rebuild; a refused file changes nothing that was there before.

    A fetched file counts as known from the instant it arrived: there is no earlier evidence that it was public.
    """
    source = store.sources[source_key]
    files = fetch(source, downloads, mirror=mirror, address=address, progress=progress)
    taken = clock()
    loads = tuple(
        store.load(
            file.path,
            source.key,
            known=taken,
            evidence=f"{file.origin} from {file.address}",
            taken=taken,
            file=file.file,
            origin=file.origin,
        )
        for file in files
    )
    return Refreshed(files, loads, store.build())
