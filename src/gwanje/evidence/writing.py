"""Writing a build: the rows of each vintage, what was built from what, and when a revised row stopped standing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from gwanje.evidence.harmonise import Harmonised, harmonise
from gwanje.evidence.layouts import CUSTOMS_GRAIN, MONTHS, TO_DATE, layout_of, mapped_tables
from gwanje.evidence.readers import read_raw
from gwanje.evidence.snapshots import Snapshot, verified
from gwanje.evidence.sources import Sources, TableSpec
from gwanje.evidence.warehouse import connect

Progress = Callable[[str], None]
Locate = Callable[[Snapshot], Path]


@dataclass(frozen=True)
class Part:
    """The rows of one vintage in one table."""

    snapshot: Snapshot
    table: str
    rows: int


@dataclass(frozen=True)
class Plan:
    """What goes into a build: its id, its place in the sequence, declarations and vintages."""

    build_id: str
    declared: str
    sequence: int
    sources: Sources
    snapshots: Sequence[Snapshot]
    locate: Locate
    progress: Progress | None


def write_whole_build(path: Path, plan: Plan) -> tuple[list[Part], list[str]]:
    """Every vintage read again into a new file."""
    connection = connect(path, read_only=False)
    try:
        parts: list[Part] = []
        notes: list[str] = []
        kept: dict[str, list[tuple[Snapshot, pa.Table]]] = {}
        looked_up = looked_up_tables(plan.sources)
        feeding = feeding_vintages(plan.sources, plan.snapshots)
        for table in _in_order(plan.sources, feeding):
            for spec, snapshot in feeding[table]:
                made = _append_vintage(connection, plan, spec, snapshot, kept, parts, notes)
                if table in looked_up:
                    kept.setdefault(table, []).append((snapshot, made.table))
        notes.extend(_not_built(plan))
        _write_books(connection, plan, parts, notes)
        _write_superseded(connection, plan.sources, None)
        connection.con.execute("CHECKPOINT")
    finally:
        connection.disconnect()
    return parts, notes


def write_added_vintages(path: Path, plan: Plan, added: Sequence[Snapshot]) -> tuple[list[Part], list[str]]:
    """Only the rows of new vintages into a copy of the present build; what stood there stays."""
    connection = connect(path, read_only=False)
    try:
        held = connection.table("_tables").to_pyarrow().to_pylist()
        by_id = {snapshot.id: snapshot for snapshot in plan.snapshots}
        parts = [Part(by_id[row["snapshot"]], row["table"], row["rows"]) for row in held]
        told = {one.id for one in added}
        notes = [row["note"] for row in connection.table("_notes").to_pyarrow().to_pylist()]
        kept: dict[str, list[tuple[Snapshot, pa.Table]]] = {}
        wanted = _looked_up_by(plan.sources, added)
        feeding = feeding_vintages(plan.sources, plan.snapshots)
        for table in _in_order(plan.sources, feeding):
            for spec, snapshot in feeding[table]:
                if table in wanted and snapshot.id not in told:
                    made = _read(plan, spec, snapshot, kept)
                    kept.setdefault(table, []).append((snapshot, made.table))
                elif snapshot.id in told:
                    _append_vintage(connection, plan, spec, snapshot, kept, parts, notes)
        _write_books(connection, plan, parts, notes)
        _write_superseded(connection, plan.sources, sorted(told))
        connection.con.execute("CHECKPOINT")
    finally:
        connection.disconnect()
    return parts, notes


def _in_order(sources: Sources, feeding: Mapping[str, object]) -> list[str]:
    """Looked-up tables before those that look up; tables that only mappings make come last."""
    declared = [table for table in sources.table_names() if table in feeding]
    return declared + [table for table in feeding if table not in declared]


def looked_up_tables(sources: Sources) -> set[str]:
    """The tables that columns of other tables look up."""
    declared = {c.lookup.table for key in sources for t in sources[key].tables for c in t.columns if c.lookup}
    return declared | {"hs_tree"} if any(f.mapped for key in sources for f in sources[key].files) else declared


def _looked_up_by(sources: Sources, added: Sequence[Snapshot]) -> set[str]:
    """The tables that new vintages look up, and those that these look up in turn."""
    wanted = {
        column.lookup.table
        for snapshot in added
        if snapshot.source in sources
        for spec in layout_of(sources, snapshot)[1]
        for column in spec.columns
        if column.lookup
    }
    for name in reversed(sources.table_names()):
        if name in wanted:
            wanted |= {c.lookup.table for _, spec in sources.feeding(name) for c in spec.columns if c.lookup}
    return wanted


def feeding_vintages(sources: Sources, snapshots: Sequence[Snapshot]) -> dict[str, list[tuple[TableSpec, Snapshot]]]:
    """By table, the declarations and vintages behind it, oldest vintage of a source first."""
    by_file: dict[tuple[str, str], list[Snapshot]] = {}
    ordered = sorted(snapshots, key=lambda s: s.order)
    for snapshot in ordered:
        by_file.setdefault((snapshot.source, snapshot.file), []).append(snapshot)
    found: dict[str, list[tuple[TableSpec, Snapshot]]] = {}
    for table in sources.table_names():
        for source, spec in sources.feeding(table):
            held = by_file.get((source.key, spec.file), [])
            found.setdefault(table, []).extend((spec, snapshot) for snapshot in held)
    for table, mapped in mapped_tables(sources, ordered).items():
        found.setdefault(table, []).extend(mapped)
    return found


def _read(
    plan: Plan, spec: TableSpec, snapshot: Snapshot, kept: Mapping[str, Sequence[tuple[Snapshot, pa.Table]]]
) -> Harmonised:
    if plan.progress:
        plan.progress(f"{spec.name} from {snapshot.id}")
    file = layout_of(plan.sources, snapshot)[0]
    raw = read_raw(verified(plan.locate(snapshot), snapshot), file, spec.file)
    return harmonise(raw, spec, lookup_tables(kept, snapshot))


def _append_vintage(
    connection: Any,
    plan: Plan,
    spec: TableSpec,
    snapshot: Snapshot,
    kept: Mapping[str, Sequence[tuple[Snapshot, pa.Table]]],
    parts: list[Part],
    notes: list[str],
) -> Harmonised:
    made = _read(plan, spec, snapshot, kept)
    notes.extend(f"{snapshot.id}: {note}" for note in made.notes)
    _append(connection, spec, made.table, snapshot)
    parts.append(Part(snapshot, spec.name, len(made.table)))
    return made


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


def _append(connection: Any, spec: TableSpec, rows: pa.Table, snapshot: Snapshot) -> None:
    stamp = {
        "source": ibis.literal(snapshot.source),
        "snapshot": ibis.literal(snapshot.id),
        "known": ibis.literal(snapshot.known).cast("timestamp('UTC')"),
    }
    if spec.revised_by:
        stamp["superseded"] = ibis.null("timestamp('UTC')")
    stamped = ibis.memtable(rows).mutate(**stamp)
    if spec.name in connection.list_tables():
        connection.insert(spec.name, stamped)
    else:
        connection.create_table(spec.name, stamped)


def _write_superseded(connection: Any, sources: Sources, added: Sequence[str] | None) -> None:
    """Since when a newer vintage tells each row; with `added`, only what those vintages tell anew."""
    present = connection.list_tables()
    for table, columns in _revised_tables(sources).items():
        if table in present:
            _write_superseded_rows(connection.con, table, ("source", *columns), added)


def _write_superseded_rows(con: Any, table: str, names: Sequence[str], added: Sequence[str] | None) -> None:
    """First the keys that more than one vintage tells, often none; then only their rows."""
    keys = ", ".join(f't."{name}"' for name in names)
    if added is None:
        several = f'SELECT {keys} FROM "{table}" t GROUP BY ALL HAVING min(t.snapshot) <> max(t.snapshot)'  # noqa: S608
        con.execute(f"CREATE TEMP TABLE retold AS {several}")
    else:
        marks = ", ".join("?" for _ in added)
        bounds = ", ".join(f'min("{name}"), max("{name}")' for name in names)
        ends = con.execute(f'SELECT {bounds} FROM "{table}" WHERE snapshot IN ({marks})', [*added]).fetchone()  # noqa: S608
        if ends[0] is None:
            return
        near = " AND ".join(f't."{name}" BETWEEN ? AND ?' for name in names)
        alike = " AND ".join(f't."{name}" = n."{name}"' for name in names)
        con.execute(
            f'CREATE TEMP TABLE retold AS SELECT DISTINCT {keys} FROM "{table}" t '  # noqa: S608 - names are declared
            f'JOIN (SELECT * FROM "{table}" WHERE snapshot IN ({marks})) n ON {alike} AND t.snapshot <> n.snapshot '
            f"WHERE {near}",
            [*added, *ends],
        )
    same = " AND ".join(f't."{name}" = r."{name}"' for name in names)
    told = f'SELECT DISTINCT {keys}, t.snapshot FROM "{table}" t JOIN retold r ON {same}'  # noqa: S608
    con.execute(
        f"CREATE TEMP TABLE standing AS SELECT t.*, lead(p.since) OVER (PARTITION BY {keys} "  # noqa: S608
        "ORDER BY p.since, p.position, p.id) AS until "
        f"FROM ({told}) t JOIN (SELECT id, position, CAST(known AS TIMESTAMPTZ) AS since FROM _snapshots) p "
        "ON t.snapshot = p.id QUALIFY until IS NOT NULL"
    )
    alike = " AND ".join(f'"{table}"."{name}" = standing."{name}"' for name in (*names, "snapshot"))
    con.execute(
        f'UPDATE "{table}" SET superseded = standing.until FROM standing '  # noqa: S608 - names are declared
        f'WHERE {alike} AND standing.until IS DISTINCT FROM "{table}".superseded'
    )
    con.execute("DROP TABLE standing")
    con.execute("DROP TABLE retold")


def _revised_tables(sources: Sources) -> dict[str, tuple[str, ...]]:
    declared = {t.name: t.revised_by for key in sources for t in sources[key].tables if t.revised_by}
    mapped = any(file.mapped for key in sources for file in sources[key].files)
    return declared | ({MONTHS: CUSTOMS_GRAIN, TO_DATE: CUSTOMS_GRAIN} if mapped else {})


def _not_built(plan: Plan) -> list[str]:
    declared = {(source, file.name) for source in plan.sources for file in plan.sources[source].files}
    return [
        f"{snapshot.id}: kept, not built: its source is not in the loaded content"
        for snapshot in plan.snapshots
        if (snapshot.source, snapshot.file) not in declared
    ]


def _write_books(connection: Any, plan: Plan, parts: Sequence[Part], notes: Sequence[str]) -> None:
    """What was built, from what: the build checks itself against these tables."""
    text, whole = pa.string(), pa.int64()
    names = ["id", "source", "file", "sha256", "bytes", "known", "evidence", "taken", "origin", "position", "mapping"]
    rows = [
        {name: getattr(s, name) for name in names}
        | {"known": s.known.isoformat(), "taken": s.taken.isoformat() if s.taken else None}
        for s in sorted(plan.snapshots, key=lambda s: s.order)
    ]
    schema = pa.schema([(name, whole if name in {"bytes", "position"} else text) for name in names])
    _book(connection, "_snapshots", rows, schema)
    held = [{"table": part.table, "snapshot": part.snapshot.id, "rows": part.rows} for part in parts]
    _book(connection, "_tables", held, pa.schema([("table", text), ("snapshot", text), ("rows", whole)]))
    _book(connection, "_notes", [{"note": note} for note in notes], pa.schema([("note", text)]))
    about = {"build_id": plan.build_id, "declared": plan.declared, "sequence": plan.sequence}
    schema = pa.schema([("build_id", text), ("declared", text), ("sequence", whole)])
    _book(connection, "_build", [about], schema)


def _book(connection: Any, name: str, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    connection.create_table(name, pa.Table.from_pylist(rows, schema=schema), overwrite=True)
