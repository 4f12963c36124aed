"""Building the warehouse: a new file with its own name, forced to disk, then the pointer is replaced by rename.

A builder killed at any moment leaves the present build as it was; its half-made file is removed by the next builder.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from gwanje.evidence.harmonise import harmonise
from gwanje.evidence.locking import only_builder
from gwanje.evidence.readers import read_raw
from gwanje.evidence.snapshots import Snapshot, fsync_path, make_folder, not_writable, verified, write_whole
from gwanje.evidence.sources import Sources
from gwanje.evidence.warehouse import POINTER, connect, open_warehouse, read_pointer
from gwanje.foundation.errors import IntegrityError

LAYOUT = 1
"""Raise it when the meaning of harmonised rows changes: builds of an older layout are then built again."""

Progress = Callable[[str], None]
_KEPT_BUILDS = 2


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: skipped where nothing had changed."""

    build_id: str
    sequence: int
    was_skipped: bool
    rows: Mapping[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    snapshot: Snapshot
    table: str
    rows: int


def inputs_id(sources: Sources, snapshots: Sequence[Snapshot]) -> str:
    """One id for everything a build is made from: vintages, declarations, layout."""
    digest = hashlib.sha256(f"layout {LAYOUT}\n".encode())
    for snapshot in sorted(snapshots, key=lambda s: s.id):
        digest.update(f"{snapshot.id} {snapshot.sha256} {snapshot.known.isoformat()} {snapshot.position}\n".encode())
    for key in sorted(sources):
        digest.update(sources[key].model_dump_json(by_alias=True).encode())
    return digest.hexdigest()[:16]


def build_warehouse(
    folder: Path,
    sources: Sources,
    snapshots: Sequence[Snapshot],
    locate: Callable[[Snapshot], Path],
    *,
    force: bool = False,
    wait: bool = True,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the warehouse up to date with the snapshots; unchanged inputs are not built again unless forced."""
    build_id = inputs_id(sources, snapshots)
    with only_builder(folder / "build.lock", wait=wait):
        pointer = read_pointer(folder)
        if pointer is not None and (folder / pointer.file).exists():
            with open_warehouse(folder) as present:
                _no_lost_vintage(present.snapshots(), snapshots)
                if pointer.build_id == build_id and not force:
                    return BuildReport(
                        build_id, pointer.sequence, was_skipped=True, rows=present.row_counts(), notes=()
                    )
        _remove_leftovers(folder)
        sequence = _next_sequence(folder, pointer.sequence if pointer else 0)
        name = f"{sequence:06d}-{build_id}.duckdb"
        half_made = folder / f"{name}.building"
        try:
            parts, notes = _write(half_made, build_id, sequence, sources, snapshots, locate, progress)
            fsync_path(half_made)
            half_made.replace(folder / name)
            fsync_path(folder)
            text = json.dumps({"file": name, "build_id": build_id, "sequence": sequence}) + "\n"
            write_whole(folder / POINTER, text.encode())
        except OSError as fault:
            raise not_writable(folder, fault) from fault
        _remove_old(folder, name)
    rows: dict[str, int] = {}
    for part in parts:
        rows[part.table] = rows.get(part.table, 0) + part.rows
    return BuildReport(build_id, sequence, was_skipped=False, rows=rows, notes=tuple(notes))


def _no_lost_vintage(before: Sequence[Snapshot], now: Sequence[Snapshot]) -> None:
    """Every vintage of the present build must be among the inputs; those of content not loaded now are kept aside."""
    missing = sorted({s.id for s in before} - {s.id for s in now})
    if missing:
        raise IntegrityError(
            "A rebuild would lose a vintage",
            expected=f"every snapshot of the present build, among them {missing[0]}",
            found=f"{len(missing)} missing",
            remedy="Load the missing files again or restore the state folder; the present build stays",
        )


def _write(
    path: Path,
    build_id: str,
    sequence: int,
    sources: Sources,
    snapshots: Sequence[Snapshot],
    locate: Callable[[Snapshot], Path],
    progress: Progress | None,
) -> tuple[list[_Part], list[str]]:
    connection = connect(path, read_only=False)
    try:
        parts: list[_Part] = []
        notes: list[str] = []
        kept: dict[str, list[tuple[Snapshot, pa.Table]]] = {}
        looked_up = {c.lookup.table for key in sources for t in sources[key].tables for c in t.columns if c.lookup}
        by_file: dict[tuple[str, str], list[Snapshot]] = {}
        for snapshot in sorted(snapshots, key=lambda s: s.order):
            by_file.setdefault((snapshot.source, snapshot.file), []).append(snapshot)
        for table in sources.table_names():
            for source, spec in sources.feeding(table):
                for snapshot in by_file.get((source.key, spec.file), []):
                    if progress:
                        progress(f"{table} from {snapshot.id}")
                    raw = read_raw(verified(locate(snapshot), snapshot), source.file(spec.file), spec.file)
                    made = harmonise(raw, spec, lookup_tables(kept, snapshot))
                    notes.extend(f"{snapshot.id}: {note}" for note in made.notes)
                    _append(connection, table, made.table, snapshot)
                    parts.append(_Part(snapshot, table, len(made.table)))
                    if table in looked_up:
                        kept.setdefault(table, []).append((snapshot, made.table))
        declared = {(source, file.name) for source in sources for file in sources[source].files}
        notes.extend(
            f"{snapshot.id}: kept, not built: its source is not in the loaded content"
            for snapshot in snapshots
            if (snapshot.source, snapshot.file) not in declared
        )
        _write_books(connection, build_id, sequence, snapshots, parts, notes)
        connection.con.execute("CHECKPOINT")
    finally:
        connection.disconnect()
    return parts, notes


def lookup_tables(kept: Mapping[str, Sequence[tuple[Snapshot, pa.Table]]], snapshot: Snapshot) -> dict[str, pa.Table]:
    """Of each looked-up table and source the newest vintage known with the snapshot, else its first one."""
    chosen: dict[str, pa.Table] = {}
    for name, vintages in kept.items():
        by_source: dict[str, list[tuple[Snapshot, pa.Table]]] = {}
        for vintage in vintages:
            by_source.setdefault(vintage[0].source, []).append(vintage)
        parts = []
        for options in by_source.values():
            in_time = [option for option in options if option[0].known <= snapshot.known]
            parts.append((in_time[-1] if in_time else options[0])[1])
        chosen[name] = pa.concat_tables(parts)
    return chosen


def _append(connection: Any, name: str, rows: pa.Table, snapshot: Snapshot) -> None:
    stamped = ibis.memtable(rows).mutate(
        source=ibis.literal(snapshot.source),
        snapshot=ibis.literal(snapshot.id),
        known=ibis.literal(snapshot.known).cast("timestamp('UTC')"),
    )
    if name in connection.list_tables():
        connection.insert(name, stamped)
    else:
        connection.create_table(name, stamped)


def _write_books(
    connection: Any,
    build_id: str,
    sequence: int,
    snapshots: Sequence[Snapshot],
    parts: Sequence[_Part],
    notes: Sequence[str],
) -> None:
    """What was built, from what: the build checks itself against these three tables."""
    text, whole = pa.string(), pa.int64()
    names = ["id", "source", "file", "sha256", "bytes", "known", "evidence", "taken", "origin", "position"]
    rows = [
        {name: getattr(s, name) for name in names}
        | {"known": s.known.isoformat(), "taken": s.taken.isoformat() if s.taken else None}
        for s in sorted(snapshots, key=lambda s: s.order)
    ]
    schema = pa.schema([(name, whole if name in {"bytes", "position"} else text) for name in names])
    connection.create_table("_snapshots", pa.Table.from_pylist(rows, schema=schema))
    held = [{"table": part.table, "snapshot": part.snapshot.id, "rows": part.rows} for part in parts]
    schema = pa.schema([("table", text), ("snapshot", text), ("rows", whole)])
    connection.create_table("_tables", pa.Table.from_pylist(held, schema=schema))
    schema = pa.schema([("note", text)])
    connection.create_table("_notes", pa.Table.from_pylist([{"note": note} for note in notes], schema=schema))
    schema = pa.schema([("build_id", text), ("sequence", whole)])
    connection.create_table(
        "_build", pa.Table.from_pylist([{"build_id": build_id, "sequence": sequence}], schema=schema)
    )


def _next_sequence(folder: Path, present: int) -> int:
    numbers = [int(path.name[:6]) for path in folder.glob("[0-9]*.duckdb*") if path.name[:6].isdigit()]
    return max([present, *numbers]) + 1


def _remove_leftovers(folder: Path) -> None:
    make_folder(folder)
    for path in [*folder.glob("*.building*"), *folder.glob("*.part")]:
        _try_to_remove(path)


def _remove_old(folder: Path, present: str) -> None:
    """Keep the present build and the one before it; a file that a reader still holds is left for the next time."""
    builds = sorted(path for path in folder.glob("*.duckdb") if path.name != present)
    for path in builds[: max(len(builds) - _KEPT_BUILDS + 1, 0)]:
        _try_to_remove(path)


def _try_to_remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return
