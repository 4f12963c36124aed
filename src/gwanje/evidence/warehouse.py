"""The warehouse as readers see it: one whole build, opened read-only by its real path, whatever builders do meanwhile.

Each build has its own file; a pointer file names the present one and is replaced by rename. A reader keeps its build
until it closes it. Rows carry source, snapshot and known instant; several vintages of a source live side by side.
"""

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import duckdb
import ibis

from gwanje.evidence.snapshots import Snapshot
from gwanje.foundation.errors import IntegrityError, UnavailableError, unknown_key

POINTER = "current.json"
SETTINGS: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_TRIES = 50
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class NotYetKnown:
    """A table none of whose vintages was public at the asked instant; `first_known` is when the first one was."""

    table: str
    asked: datetime
    first_known: datetime | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which build is the present one."""

    file: str
    build_id: str
    sequence: int


def read_pointer(folder: Path) -> Pointer | None:
    """The pointer of a builds folder; None where nothing was built yet."""
    try:
        data = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        return Pointer(str(data["file"]), str(data["build_id"]), int(data["sequence"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise IntegrityError(
            "The pointer to the present warehouse cannot be read",
            place=str(folder / POINTER),
            found=str(fault),
            remedy="Build the warehouse again; raw files and vintages are kept apart from it",
        ) from fault


def connect(path: Path, *, read_only: bool) -> Any:
    """A connection that downloads nothing and prints nothing: standard output belongs to answers (Convention E4)."""
    connection = ibis.duckdb.connect(path, read_only=read_only, **SETTINGS)
    connection.con.execute("SET enable_progress_bar = false")
    return connection


def open_warehouse(folder: Path) -> "Warehouse":
    """Open the present build; where it was replaced between pointer and open, the new one."""
    seen = ""
    for _ in range(_TRIES):
        pointer = read_pointer(folder)
        if pointer is None:
            break
        path = folder / pointer.file
        try:
            connection = connect(path, read_only=True)
        except (duckdb.IOException, duckdb.InvalidInputException, OSError) as fault:
            if seen == pointer.file and path.exists():
                raise IntegrityError(
                    "The warehouse cannot be opened",
                    place=str(path),
                    found=str(fault).splitlines()[0],
                    remedy="Build it again; raw files and vintages are kept apart from it",
                ) from fault
            seen = pointer.file
            continue
        return Warehouse(connection, path)
    raise UnavailableError(
        "There is no warehouse yet" if not seen else "The present warehouse is missing",
        place=str(folder),
        expected="one build of the warehouse",
        found=seen or "none",
        remedy="Build it first: gwanje today or gwanje data check does so",
    )


class Warehouse:
    """One build, read-only; use it as a context or close it."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self.path = path
        build = connection.table("_build").to_pyarrow().to_pylist()[0]
        self.build_id: str = build["build_id"]
        self.declared: str = build.get("declared", "")
        self.sequence: int = build["sequence"]
        self._snapshots = tuple(_snapshot(row) for row in connection.table("_snapshots").to_pyarrow().to_pylist())
        self._held: list[dict[str, Any]] = connection.table("_tables").to_pyarrow().to_pylist()
        self._told: dict[Hashable, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.disconnect()

    @property
    def table_names(self) -> tuple[str, ...]:
        """The harmonised tables of this build."""
        return tuple(sorted({row["table"] for row in self._held}))

    def table(self, name: str) -> ibis.Table:
        """Every row of a table, all vintages; each row names its source, snapshot and known instant."""
        if name not in self.table_names:
            raise unknown_key("table", name, self.table_names)
        found: ibis.Table = self.once(("table", name), lambda: self._connection.table(name))
        return found

    def once(self, question: Hashable, ask: Callable[[], Told]) -> Told:
        """The answer to a question about this build, asked once: a build never changes."""
        if question not in self._told:
            self._told[question] = ask()
        return cast("Told", self._told[question])

    def snapshots(self, source: str | None = None, *, table: str | None = None) -> tuple[Snapshot, ...]:
        """The vintages of this build, oldest first; of one source or behind one table where asked."""
        behind = {row["snapshot"] for row in self._held if table is None or row["table"] == table}
        return tuple(s for s in self._snapshots if (source is None or s.source == source) and s.id in behind)

    def is_revised_in_part(self, name: str) -> bool:
        """Whether a newer vintage of a table replaces what it tells anew, and leaves the rest as it was told."""
        return "superseded" in self.table(name).columns

    def superseded_rows(self, name: str, snapshot: Snapshot) -> int:
        """How many rows of one vintage a newer one tells anew."""
        if not self.is_revised_in_part(name):
            return 0
        table = self.table(name)
        gone = table.filter(table["snapshot"] == snapshot.id, table["superseded"].notnull())
        return int(gone.count().execute())

    def vintages_known(self, name: str, known: datetime) -> tuple[Snapshot, ...]:
        """Of each source behind a table, the newest snapshot that was known by then.

        Every one that was known by then, oldest first, where newer vintages replace parts.
        """
        if self.is_revised_in_part(name):
            return tuple(snapshot for snapshot in self.snapshots(table=name) if snapshot.known <= known)
        newest: dict[str, Snapshot] = {}
        for snapshot in self.snapshots(table=name):
            best = newest.get(snapshot.source)
            if snapshot.known <= known and (best is None or snapshot.order > best.order):
                newest[snapshot.source] = snapshot
        return tuple(newest.values())

    def as_known(self, name: str, known: datetime) -> ibis.Table | None:
        """The rows of the newest vintages known by then; None means not yet known."""
        chosen = self.vintages_known(name, known)
        if not chosen:
            return None
        table = self.table(name)
        if self.is_revised_in_part(name):
            asked = ibis.literal(known).cast("timestamp('UTC')")
            until = table["superseded"]
            return table.filter(table["known"] <= asked, until.isnull() | (until > asked)).drop("superseded")
        return table.filter(table["snapshot"].isin([snapshot.id for snapshot in chosen]))

    def first_known(self, name: str) -> datetime | None:
        """When the first vintage behind a table became known."""
        return min((snapshot.known for snapshot in self.snapshots(table=name)), default=None)

    def not_yet_known(self, name: str, known: datetime) -> NotYetKnown:
        """What to say where `as_known` is None."""
        return NotYetKnown(name, known, self.first_known(name))

    def latest_known(self) -> datetime | None:
        """The latest known instant of all vintages."""
        return max((snapshot.known for snapshot in self._snapshots), default=None)

    def row_counts(self) -> dict[str, int]:
        """Rows by table, all vintages, as counted now."""
        return {name: int(self.table(name).count().execute()) for name in self.table_names}

    def verify(self) -> None:
        """Compare every table with what the builder wrote down; a mixed or cut build is an integrity fault."""
        for name in self.table_names:
            table = self.table(name)
            counted = table.group_by("snapshot").aggregate(n=table.count()).to_pyarrow().to_pylist()
            found = {row["snapshot"]: row["n"] for row in counted}
            expected = {row["snapshot"]: row["rows"] for row in self._held if row["table"] == name and row["rows"]}
            if found != expected:
                raise IntegrityError(
                    f"Table {name} of build {self.build_id} is not what was built",
                    place=str(self.path),
                    expected=str(expected),
                    found=str(found),
                    remedy="Build the warehouse again; raw files and vintages are kept apart from it",
                )


def _snapshot(row: dict[str, Any]) -> Snapshot:
    taken = datetime.fromisoformat(row["taken"]).astimezone(UTC) if row["taken"] else None
    return Snapshot(
        id=row["id"],
        source=row["source"],
        file=row["file"],
        sha256=row["sha256"],
        bytes=row["bytes"],
        known=datetime.fromisoformat(row["known"]),
        evidence=row["evidence"],
        taken=taken,
        origin=row["origin"],
        position=row["position"],
        mapping=row.get("mapping") or "",
    )
