"""Building the warehouse: a new file with its own name, forced to disk, then the pointer is replaced by rename.

A builder killed at any moment leaves the present build as it was; its half-made file is removed by the next builder.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gwanje.evidence.layouts import layout_of
from gwanje.evidence.locking import only_builder
from gwanje.evidence.snapshots import Snapshot, fsync_path, make_folder, not_writable, write_whole
from gwanje.evidence.sources import Sources
from gwanje.evidence.warehouse import POINTER, open_warehouse, read_pointer
from gwanje.evidence.writing import (
    Plan,
    Progress,
    looked_up_tables,
    write_added_vintages,
    write_whole_build,
)
from gwanje.foundation.errors import IntegrityError, UnavailableError

LAYOUT = 2
"""Raise it when the meaning of harmonised rows changes: builds of an older layout are then built again."""

_KEPT_BUILDS = 2
_PER_BYTE = 3
"""How much room a byte of a file takes at most, kept and built: text becomes columns of numbers and labels."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: skipped where nothing had changed."""

    build_id: str
    sequence: int
    was_skipped: bool
    rows: Mapping[str, int]
    notes: tuple[str, ...]


def check_room(folder: Path, arriving: int) -> None:
    """Refuse a file that could be kept but not built: every later question would fail until there is room."""
    pointer = read_pointer(folder)
    present = folder / pointer.file if pointer else None
    if present is None or not present.exists():
        return
    needed, free = present.stat().st_size + _PER_BYTE * arriving, shutil.disk_usage(folder).free
    if free < needed:
        raise UnavailableError(
            "There is too little room on the disk to build the file in",
            place=str(folder),
            expected=f"{needed:,} bytes free: the present build once more, and the file",
            found=f"{free:,} bytes free",
            remedy="Free disk space, or set GWANJE_HOME to another folder; nothing was kept",
        )


def inputs_id(sources: Sources, snapshots: Sequence[Snapshot]) -> str:
    """One id for everything a build is made from: vintages, declarations, layout."""
    digest = hashlib.sha256(declarations_id(sources).encode())
    for snapshot in sorted(snapshots, key=lambda s: s.id):
        digest.update(f"{snapshot.id} {snapshot.sha256} {snapshot.known.isoformat()} {snapshot.position}\n".encode())
    return digest.hexdigest()[:16]


def declarations_id(sources: Sources) -> str:
    """One id for what is declared of the files, and for the layout of builds."""
    digest = hashlib.sha256(f"layout {LAYOUT}\n".encode())
    for key in sorted(sources):
        digest.update(sources[key].model_dump_json(by_alias=True).encode())
    for path, codes in sorted(sources.code_lists.items()):
        digest.update(f"{path} {sorted(codes.items())}".encode())
    return digest.hexdigest()


def build_warehouse(
    folder: Path,
    sources: Sources,
    vintages: Callable[[], Sequence[Snapshot]],
    locate: Callable[[Snapshot], Path],
    *,
    force: bool = False,
    wait: bool = True,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the warehouse up to date with the vintages; unchanged inputs are not built again unless forced.

    The vintages are asked for once the turn to build has come: another builder may have added some meanwhile.
    """
    with only_builder(folder / "build.lock", wait=wait):
        snapshots = vintages()
        build_id = inputs_id(sources, snapshots)
        pointer = read_pointer(folder)
        if pointer is not None and (folder / pointer.file).exists():
            with open_warehouse(folder) as present:
                _no_lost_vintage(present.snapshots(), snapshots)
                held = present.snapshots(), present.declared
                if pointer.build_id == build_id and not force:
                    return BuildReport(
                        build_id, pointer.sequence, was_skipped=True, rows=present.row_counts(), notes=()
                    )
        else:
            held = (), ""
        _remove_leftovers(folder)
        sequence = _next_sequence(folder, pointer.sequence if pointer else 0)
        name = f"{sequence:06d}-{build_id}.duckdb"
        half_made = folder / f"{name}.building"
        try:
            plan = Plan(build_id, declarations_id(sources), sequence, sources, snapshots, locate, progress)
            added = None if force or pointer is None else only_added(*held, plan)
            if added is None or pointer is None:
                parts, notes = write_whole_build(half_made, plan)
            else:
                shutil.copyfile(folder / pointer.file, half_made)
                parts, notes = write_added_vintages(half_made, plan, added)
            fsync_path(half_made)
            half_made.replace(folder / name)
            fsync_path(folder)
            text = json.dumps({"file": name, "build_id": build_id, "sequence": sequence}) + "\n"
            write_whole(folder / POINTER, text.encode())
        except (OSError, duckdb.IOException) as fault:
            _try_to_remove(half_made)
            raise not_writable(folder, fault) from fault
        _remove_old(folder, name)
    rows: dict[str, int] = {}
    for part in parts:
        rows[part.table] = rows.get(part.table, 0) + part.rows
    return BuildReport(build_id, sequence, was_skipped=False, rows=rows, notes=tuple(notes))


def only_added(before: Sequence[Snapshot], declared: str, plan: Plan) -> tuple[Snapshot, ...] | None:
    """The new vintages, where adding them to the present build gives what a whole build would; else None.

    Not so where a declaration changed, a vintage became known earlier, or a new one feeds a table that others look up.
    """
    now = {snapshot.id: snapshot for snapshot in plan.snapshots}
    if declared != plan.declared or any(now[s.id].order != s.order for s in before):
        return None
    held = {snapshot.id for snapshot in before}
    added = tuple(snapshot for snapshot in plan.snapshots if snapshot.id not in held)
    looked_up = looked_up_tables(plan.sources)
    for snapshot in added:
        if snapshot.source not in plan.sources:
            return None
        if any(table.name in looked_up for table in layout_of(plan.sources, snapshot)[1]):
            return None
    return added


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
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except PermissionError:
        return
