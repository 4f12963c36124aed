"""The catalogue: every column with unit, basis, vintage and marking; and the way from a column back to bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from gwanje.evidence.layouts import mapped_tables
from gwanje.evidence.snapshots import Snapshot
from gwanje.evidence.sources import ColumnSpec, Lookup, Source, Sources, TableSpec
from gwanje.foundation.errors import WrongUseError, unknown_key
from gwanje.foundation.markings import Marking, highest

if TYPE_CHECKING:
    from gwanje.evidence.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class CatalogueColumn:
    """One column as the catalogue knows it; several sources may feed it."""

    table: str
    name: str
    type: str
    unit: str
    basis: tuple[str, ...]
    vintage: tuple[str, ...]
    sources: tuple[str, ...]
    marking: Marking


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One vintage behind a column: from the publisher's bytes, step by step, to the warehouse."""

    source: str
    publisher: str
    url: str
    obtained: str
    attribution: str
    licence: str
    marking: Marking
    file: str
    sha256: str
    bytes: int
    snapshot: str
    origin: str
    known: datetime
    known_evidence: str
    steps: tuple[str, ...]
    unit: str
    basis: str
    vintage: str
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staleness:
    """Whether a source should have published something newer by now, or why that cannot be said."""

    source: str
    state: Literal["due", "overdue", "fresh", "not computable", "no data"]
    newest_known: datetime | None
    next_expected: datetime | None
    reason: str


def catalogue(sources: Sources) -> tuple[CatalogueColumn, ...]:
    """Every column of every harmonised table, in the order of the tables."""
    columns: list[CatalogueColumn] = []
    for table in sources.table_names():
        feeding = sources.feeding(table)
        for name in _column_names(feeding[0][1]):
            specs = [(source, spec.column(name)) for source, spec in feeding]
            columns.append(
                CatalogueColumn(
                    table,
                    name,
                    "text" if specs[0][1].text_column == name else specs[0][1].type,
                    "text as published" if specs[0][1].text_column == name else specs[0][1].unit,
                    tuple(dict.fromkeys(column.basis for _, column in specs)),
                    tuple(dict.fromkeys(column.vintage for _, column in specs)),
                    tuple(source.key for source, _ in specs),
                    highest(source.marking for source, _ in specs),
                )
            )
    return tuple(columns)


def _column_names(spec: TableSpec) -> list[str]:
    return [name for column in spec.columns for name in (column.name, column.text_column) if name]


def lineage(column: str, sources: Sources, warehouse: Warehouse) -> tuple[LineageStep, ...]:
    """Every vintage behind `table.column`, newest first, down to file, hash, licence and attribution."""
    table, dot, name = column.partition(".")
    if not dot:
        raise WrongUseError(
            f"'{column}' names no column",
            expected="TABLE.COLUMN",
            found=column,
            remedy="Write for example trade.import_value_usd",
        )
    steps: list[LineageStep] = []
    mapped = mapped_tables(sources, warehouse.snapshots()).get(table, [])
    steps.extend(_step(sources[s.source], spec, spec.column(name), s) for spec, s in mapped)
    for source, spec in () if mapped and table not in sources.table_names() else sources.feeding(table):
        if name not in _column_names(spec):
            raise unknown_key(f"column of {table}", name, _column_names(spec))
        if table not in warehouse.table_names:
            continue
        held = [s for s in warehouse.snapshots(source.key, table=table) if s.file == spec.file]
        steps.extend(_step(source, spec, spec.column(name), snapshot) for snapshot in held)
    return tuple(sorted(steps, key=lambda step: (step.known, step.snapshot), reverse=True))


def _step(source: Source, spec: TableSpec, column: ColumnSpec, snapshot: Snapshot) -> LineageStep:
    return LineageStep(
        source=source.key,
        publisher=source.publisher,
        url=source.url,
        obtained=source.obtained,
        attribution=source.attribution,
        licence=source.licence,
        marking=source.marking,
        file=snapshot.file,
        sha256=snapshot.sha256,
        bytes=snapshot.bytes,
        snapshot=snapshot.id,
        origin=snapshot.origin,
        known=snapshot.known,
        known_evidence=snapshot.evidence,
        steps=transformation(column),
        unit=column.unit,
        basis=column.basis,
        vintage=column.vintage,
        caveats=(*source.caveats, *spec.caveats),
    )


def transformation(column: ColumnSpec) -> tuple[str, ...]:
    """What is done to a column of the file, step by step, in words."""
    steps = [_origin(column)]
    if column.words or column.otherwise == "keep":
        steps.append("words that are no number stay without a number; the text is kept")
    if column.month_form:
        steps.append(f"read the month as written {column.month_form}, write it YYYY-MM")
    if column.codes:
        steps.append(f"replace the text by its declared code ({len(column.codes)} declared)")
    if column.suffix or column.thousands:
        steps.append(f"read without '{column.suffix or column.thousands}'")
    if column.pad:
        steps.append(f"pad with zeros to {column.pad} digits, as text")
    if column.scale != 1.0:
        steps.append(f"multiply by {column.scale:g}")
    if column.lookup:
        steps.append(_looked_up(column.lookup))
    steps.extend(f"'{mark.word}' where {mark.column} is one of {mark.values}: {mark.because}" for mark in column.marks)
    steps.append("missing stays missing" if column.may_be_missing or column.words else "no value is missing")
    return tuple(steps)


def _origin(column: ColumnSpec) -> str:
    if column.from_ == "*":
        return "read the cells under the series names"
    if column.from_.startswith("*"):
        return "take the column of each part of a row, as the source or mapping declares"
    told = {
        f"read column '{column.from_}' of the file": bool(column.from_),
        "take the column name of each cell of the wide file": column.series,
        "row number of the file": column.row_number,
        f"count the characters of column '{column.length_of}' of the file": bool(column.length_of),
        "the file has no such column: missing": column.nothing,
    }
    return next((words for words, applies in told.items() if applies), f"constant {column.constant}")


def _looked_up(lookup: Lookup) -> str:
    if lookup.prefix:
        return f"compare the first {lookup.prefix} characters with {lookup.table}.{lookup.key}"
    return f"look up {lookup.table}.{lookup.key}, take {lookup.value}"


def staleness(source: Source, newest_known: datetime | None, at: datetime) -> Staleness:
    """Whether a newer vintage was to be expected: only where cadence and publication lag are both cited."""
    if newest_known is None:
        return Staleness(source.key, "no data", None, None, "nothing loaded")
    if source.cadence is None or source.publication_lag is None:
        missing = [
            word
            for word, cited in (("cadence", source.cadence), ("publication lag", source.publication_lag))
            if cited is None
        ]
        reason = f"staleness not computable: no cited {' and '.join(missing)}"
        return Staleness(source.key, "not computable", newest_known, None, reason)
    due = newest_known + timedelta(days=source.cadence.days)
    late = due + timedelta(days=source.publication_lag.days)
    state: Literal["due", "overdue", "fresh"] = "fresh" if at < due else "due" if at < late else "overdue"
    reason = f"every {source.cadence.days} days ({source.cadence.cited}), lag {source.publication_lag.days} days"
    return Staleness(source.key, state, newest_known, due, f"{reason} ({source.publication_lag.cited})")
