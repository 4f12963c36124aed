"""The evidence store: vintages in a ledger, raw bytes beside it, the warehouse built from both.

It brings the readers, DuckDB and Ibis with it; who only asks which vintages there are uses `vintages`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from gwanje.evidence.building import BuildReport, build_warehouse, check_room
from gwanje.evidence.harmonise import Harmonised, harmonise
from gwanje.evidence.layouts import layout_of
from gwanje.evidence.ledger import Ledger
from gwanje.evidence.packs import PackedFile, UnpackedPack, make_pack, open_pack
from gwanje.evidence.readers import read_raw
from gwanje.evidence.shifts import check_months_are_over, compare
from gwanje.evidence.snapshots import Origin, Snapshot, examined_hash, make_folder, snapshot_id, verified
from gwanje.evidence.sources import Source, Sources, TableSpec
from gwanje.evidence.vintages import LoadReport, Vintages, snapshot_payload
from gwanje.evidence.warehouse import Warehouse, open_warehouse
from gwanje.evidence.writing import Progress, lookup_tables
from gwanje.foundation.errors import NotPermittedError, RefusedInputError, WrongUseError
from gwanje.foundation.markings import Marking
from gwanje.journal import PrivateKey, PublicKey

__all__ = ["BuildReport", "EvidenceStore", "Warehouse"]
PACKS = "evidence-packs"


class EvidenceStore(Vintages):
    """Vintages, raw bytes and builds of one state folder. Instants and handles come as arguments; no clock is read."""

    def __init__(self, folder: Path, ledger: Ledger, sources: Sources, packaged: Sequence[Path]) -> None:
        super().__init__(folder, ledger, sources, packaged)
        self.builds = folder / "builds"

    def _keep_packaged(self) -> None:
        """Keep the bytes of packaged vintages too, so that a later package never takes one away."""
        recorded = self.recorded_ids()
        for snapshot in self.packaged_snapshots():
            if snapshot.id not in recorded:
                self.blobs.put(verified(self.locate(snapshot), snapshot))
                self.record("snapshot-packaged", snapshot, at=snapshot.known)

    def load(
        self,
        path: Path,
        source_key: str,
        *,
        known: datetime,
        evidence: str,
        taken: datetime,
        file: str | None = None,
        origin: Origin = "loaded",
        mapping: str = "",
        again: bool = False,
    ) -> LoadReport:
        """Read a file strictly and keep it as a vintage; a refusal keeps nothing and changes nothing.

        Args:
            path: the file as downloaded or received.
            source_key: which source it is a vintage of.
            known: the earliest instant for which there is evidence that these bytes were public.
            evidence: what that evidence is.
            taken: when the file came into this store.
            file: which file of the source it is; may be left out where the source has one file or the names agree.
            origin: how it came here.
            mapping: the text that declares the columns, where the source leaves that to each file.
            again: the bytes are here already and count once more, where a later file replaced them by mistake.
        """
        source = self.sources[source_key]
        spec = source.file(file or _file_of(source, path, mapped=bool(mapping)))
        if known > taken:
            raise WrongUseError(
                "A file cannot become known after it was taken",
                expected=f"known at or before {taken.isoformat()}",
                found=known.isoformat(),
                remedy="Give the publication instant, or leave it out to count from the download",
            )
        sha256 = examined_hash(path)
        if sha256:
            check_room(self.builds, path.stat().st_size)
        identity = snapshot_id(source.key, spec.name, sha256, mapping, again=known if again else None)
        about = (source.key, spec.name, sha256, 0, known, evidence, taken, origin, 0, mapping, again)
        candidate = Snapshot(identity, *about)
        rows, notes = self._examine(path, candidate)
        return self._keep(path, candidate, rows, notes, taken)

    def _examine(
        self, path: Path, candidate: Snapshot, beside: Sequence[tuple[Snapshot, Path]] = ()
    ) -> tuple[dict[str, int], tuple[str, ...]]:
        """Read and harmonise a file without keeping it: what would be refused is refused here.

        `beside` are files that arrive together with it and may hold the tables it looks up.
        """
        file, tables = layout_of(self.sources, candidate)
        raw = read_raw(path, file, path.name)
        rows: dict[str, int] = {}
        notes: list[str] = []
        lookups = self._lookups(tables, candidate, beside)
        for table in tables:
            made = harmonise(raw, table, lookups)
            rows[table.name] = len(made.table)
            notes.extend(dict.fromkeys((*made.notes, *(table.caveats if candidate.mapping else ()))))
            if table.over_by_known and len(made.table):
                check_months_are_over(made, candidate.known, self.sources.zone)
            if table.shifts is not None:
                held = self._held(candidate)
                notes.extend(self._told_before(made, held) if held else self._beside_history(made, candidate))
        return rows, tuple(notes)

    def _beside_history(self, made: Harmonised, candidate: Snapshot) -> list[str]:
        """What the months that are known already say of a new file; the build is brought up to date for it first."""
        earlier = [s for s in self.snapshots(candidate.source) if s.known <= candidate.known]
        if not earlier:
            return compare(made, None)
        self.build()
        with self.open_warehouse() as warehouse:
            if made.spec.name not in warehouse.table_names:
                return compare(made, None)
            rows = warehouse.as_known(made.spec.name, candidate.known)
            return compare(made, None if rows is None else rows.filter(rows["source"] == candidate.source))

    def _held(self, candidate: Snapshot) -> Snapshot | None:
        """The same bytes, where they are here and were known no later: they change nothing."""
        held = next((s for s in self.snapshots(candidate.source) if s.id == candidate.id), None)
        return held if held is not None and held.known <= candidate.known else None

    def _told_before(self, made: Harmonised, held: Snapshot) -> list[str]:
        """How many rows of bytes that are here already no longer stand."""
        self.build()
        with self.open_warehouse() as warehouse:
            gone = warehouse.superseded_rows(made.spec.name, held)
        note = f"{made.spec.name}: these bytes are here since {held.known.isoformat()}; nothing changes"
        if gone:
            note += f"; {gone:,} of their {len(made.table):,} rows were replaced by later files and stay replaced: "
            note += "with --again they count from now on"
        return [note]

    def _keep(
        self, path: Path, candidate: Snapshot, rows: dict[str, int], notes: tuple[str, ...], taken: datetime
    ) -> LoadReport:
        size = self.blobs.put(path, candidate.sha256)[1]
        held = self._held(candidate)
        if held is not None:
            return LoadReport(held, was_new=False, rows=rows, notes=notes)
        is_new = all(snapshot.id != candidate.id for snapshot in self.snapshots(candidate.source))
        snapshot = replace(candidate, bytes=size)
        return LoadReport(self.record("snapshot-taken", snapshot, at=taken), is_new, rows, notes)

    def _lookups(
        self, tables: Sequence[TableSpec], candidate: Snapshot, beside: Sequence[tuple[Snapshot, Path]]
    ) -> dict[str, Any]:
        """The tables that the columns look up, harmonised from their vintages."""
        arriving = [(snapshot, path) for snapshot, path in beside if snapshot.id != candidate.id]
        held = [(snapshot, self.locate(snapshot)) for snapshot in self.snapshots()]
        wanted = {c.lookup.table for t in tables for c in t.columns if c.lookup}
        kept: dict[str, list[tuple[Snapshot, Any]]] = {}
        for name in (table for table in self.sources.table_names() if table in wanted):
            for feeding, spec in self.sources.feeding(name):
                for snapshot, path in [*held, *arriving]:
                    if (snapshot.source, snapshot.file) == (feeding.key, spec.file):
                        raw = read_raw(verified(path, snapshot), feeding.file(spec.file), spec.file)
                        made = harmonise(raw, spec, lookup_tables(kept, snapshot))
                        kept.setdefault(name, []).append((snapshot, made.table))
        return lookup_tables(kept, candidate)

    def build(self, *, force: bool = False, wait: bool = True, progress: Progress | None = None) -> BuildReport:
        """Bring the warehouse up to date; skipped where vintages and declarations are unchanged."""
        make_folder(self.builds)
        self._keep_packaged()
        return build_warehouse(
            self.builds, self.sources, self.snapshots, self.locate, force=force, wait=wait, progress=progress
        )

    def open_warehouse(self) -> Warehouse:
        """The present build, read-only."""
        return open_warehouse(self.builds)

    def verify_bytes(self) -> int:
        """Compare every vintage's bytes with its hash; returns how many were compared."""
        return sum(bool(verified(self.locate(snapshot), snapshot)) for snapshot in self.snapshots())

    def pack(
        self,
        destination: Path,
        key: PrivateKey,
        *,
        name: str,
        number: int,
        issued: datetime,
        expires: datetime,
        sources: tuple[str, ...] = (),
    ) -> tuple[Snapshot, ...]:
        """Write a signed data pack of loaded and packaged vintages, for networks without a connection."""
        chosen = [s for s in self.snapshots() if not sources or s.source in sources]
        for key_name in sources:
            source = self.sources[key_name]
            if source.marking > Marking.PUBLIC:
                raise NotPermittedError(
                    f"The source '{source.key}' is marked {source.marking.word}",
                    expected="public sources in a data pack",
                    found=source.marking.word,
                    remedy="Leave it out of the pack; it travels by the way its marking prescribes",
                )
        chosen = [s for s in chosen if self.sources[s.source].marking == Marking.PUBLIC]
        files = [PackedFile(snapshot_payload(s), verified(self.locate(s), s)) for s in chosen]
        make_pack(destination, files, key, name=name, number=number, issued=issued, expires=expires)
        return tuple(chosen)

    def unpack(self, path: Path, trusted: tuple[PublicKey, ...], *, at: datetime) -> tuple[LoadReport, ...]:
        """Check and read a signed pack wholly, then keep every file of it; a refused pack changes nothing."""
        with open_pack(path, trusted, at=at) as pack:
            self._no_older_pack(pack)
            beside = [(self._arriving(packed, at), packed.path) for packed in pack.files]
            examined = [(snapshot, path, *self._examine(path, snapshot, beside)) for snapshot, path in beside]
            reports = tuple(self._keep(path, snapshot, rows, notes, at) for snapshot, path, rows, notes in examined)
            about = {"name": pack.name, "number": pack.number, "signer": pack.signer, "manifest": pack.manifest_sha256}
            self.ledger.append(PACKS, "pack-accepted", about, at=at)
        return reports

    def _arriving(self, packed: PackedFile, at: datetime) -> Snapshot:
        about = packed.about
        source = self.sources[str(about["source"])]
        file, sha256 = source.file(str(about["file"])).name, str(about["sha256"])
        known = datetime.fromisoformat(str(about["known"]))
        mapping, again = str(about.get("mapping", "")), bool(about.get("again"))
        identity = snapshot_id(source.key, file, sha256, mapping, again=known if again else None)
        evidence = str(about["evidence"])
        return Snapshot(identity, source.key, file, sha256, 0, known, evidence, at, "pack", 0, mapping, again)

    def _no_older_pack(self, pack: UnpackedPack) -> None:
        for entry in self.ledger.read(PACKS):
            held = entry.payload
            if held and held["name"] == pack.name and held["signer"] == pack.signer and held["number"] > pack.number:
                raise RefusedInputError(
                    f"The pack '{pack.name}' is older than one already accepted",
                    expected=f"number {held['number']} or higher",
                    found=f"number {pack.number}",
                    remedy="Ask for the newest pack; an older one could hide later vintages",
                )


def _file_of(source: Source, path: Path, *, mapped: bool) -> str:
    names = [file.name for file in source.files if file.mapped == mapped] or [file.name for file in source.files]
    by_pattern = [file.name for file in source.files if file.pattern and re.fullmatch(file.pattern, path.name)]
    if len(by_pattern) == 1:
        return by_pattern[0]
    if path.name in names:
        return path.name
    if len(names) == 1:
        return names[0]
    raise WrongUseError(
        f"It is not clear which file of source '{source.key}' this is",
        place=path.name,
        expected=f"one of {', '.join(names)}",
        found=path.name,
        remedy="Name the file, or rename it as the publisher does",
    )
