"""The vintages of one state folder: which files became known when, and where their bytes lie.

It reads the ledger and nothing else: no file of data, no warehouse. What reads files and builds is `store`, which a
question about people or measures never needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from gwanje.evidence.ledger import Ledger
from gwanje.evidence.snapshots import BlobStore, Snapshot, snapshot_id
from gwanje.evidence.sources import FileSpec, Source, Sources
from gwanje.foundation.errors import RefusedInputError

STREAM = "evidence-snapshots"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: the vintage it made or already had, and the rows it will give."""

    snapshot: Snapshot
    was_new: bool
    rows: dict[str, int]
    notes: tuple[str, ...]


class Vintages:
    """The ledger of one state folder, with the vintages that ship with the packages."""

    def __init__(self, folder: Path, ledger: Ledger, sources: Sources, packaged: Sequence[Path]) -> None:
        self.folder = folder
        self.sources = sources
        self.ledger = ledger
        self._packaged = tuple(packaged)
        self.blobs = BlobStore(folder / "blobs")

    def packaged_snapshots(self) -> tuple[Snapshot, ...]:
        """The vintages that ship with the packages; their path lies inside the package."""
        return tuple(_packaged(source, file) for source in self._embedded() for file in source.files)

    def _embedded(self) -> Iterator[Source]:
        return (self.sources[key] for key in self.sources if self.sources[key].embedded)

    def snapshots(self, source: str | None = None) -> tuple[Snapshot, ...]:
        """Every vintage, packaged and loaded, oldest first; the earliest evidence of being public counts."""
        found = {snapshot.id: snapshot for snapshot in self.packaged_snapshots()}
        for entry in self.ledger.read(STREAM):
            if entry.payload is None:
                continue
            snapshot = _from_payload(entry.payload, entry.position)
            held = found.get(snapshot.id)
            if held is None:
                found[snapshot.id] = snapshot
            elif snapshot.known < held.known:
                found[snapshot.id] = replace(held, known=snapshot.known, evidence=snapshot.evidence)
        chosen = [s for s in found.values() if source is None or s.source == source]
        return tuple(sorted(chosen, key=lambda s: (s.order, s.id)))

    def recorded_ids(self) -> set[str]:
        """The vintages the ledger has; an erased entry has none."""
        return {_from_payload(e.payload, e.position).id for e in self.ledger.read(STREAM) if e.payload}

    def record(self, kind: str, snapshot: Snapshot, *, at: datetime) -> Snapshot:
        """Write a vintage into the ledger; it comes back with its place there."""
        entry = self.ledger.append(STREAM, kind, snapshot_payload(snapshot), at=at)
        return replace(snapshot, position=entry.position)

    def locate(self, snapshot: Snapshot) -> Path:
        """Where the raw bytes of a vintage lie: in the state folder, or still in its package only."""
        kept = self.blobs.path(snapshot.sha256)
        if snapshot.origin == "packaged" and not kept.exists():
            for folder in self._packaged:
                if (folder / snapshot.file).exists():
                    return folder / snapshot.file
        return kept


def _packaged(source: Source, file: FileSpec) -> Snapshot:
    if source.known is None:
        raise RefusedInputError(
            f"The embedded source '{source.key}' has no known instant", place=source.place, remedy="Add known"
        )
    identity = snapshot_id(source.key, file.name, file.sha256)
    known = source.known
    return Snapshot(
        identity, source.key, file.name, file.sha256, file.bytes, known.instant, known.evidence, None, "packaged", 0
    )


def snapshot_payload(snapshot: Snapshot) -> dict[str, Any]:
    """A vintage as ledgers and packs write it down."""
    payload = {
        "source": snapshot.source,
        "file": snapshot.file,
        "sha256": snapshot.sha256,
        "bytes": snapshot.bytes,
        "known": snapshot.known.isoformat(),
        "evidence": snapshot.evidence,
        "taken": snapshot.taken.isoformat() if snapshot.taken else None,
        "origin": snapshot.origin,
    }
    if snapshot.again:
        payload["again"] = True
    return payload | ({"mapping": snapshot.mapping} if snapshot.mapping else {})


def _from_payload(payload: Any, position: int) -> Snapshot:
    mapping, again = str(payload.get("mapping", "")), bool(payload.get("again"))
    known = datetime.fromisoformat(payload["known"])
    identity = snapshot_id(
        payload["source"], payload["file"], payload["sha256"], mapping, again=known if again else None
    )
    return Snapshot(
        id=identity,
        source=payload["source"],
        file=payload["file"],
        sha256=payload["sha256"],
        bytes=payload["bytes"],
        known=known,
        evidence=payload["evidence"],
        taken=datetime.fromisoformat(payload["taken"]) if payload["taken"] else None,
        origin=payload["origin"],
        position=position,
        mapping=mapping,
        again=again,
    )
