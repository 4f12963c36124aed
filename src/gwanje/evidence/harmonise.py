"""From the columns of a file to the columns of the warehouse: renamed, converted, looked up, refused with their place.

Names, factors and lists come from the source's declaration; nothing is guessed, filled in or dropped silently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.conversion import coded, numbers_from_text, typed
from gwanje.evidence.grain import check_grain, kept_rows
from gwanje.evidence.limits import check_limits, unlisted
from gwanje.evidence.months import months_from_text
from gwanje.evidence.readers import RawTable, refused
from gwanje.evidence.shaping import columns_of_the_file, origin_of, shaped
from gwanje.evidence.sources import ColumnSpec, Lookup, TableSpec

_ARROW = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_()}


@dataclass(frozen=True)
class Harmonised:
    """One table ready for the warehouse, with what was seen on the way."""

    spec: TableSpec
    table: pa.Table
    notes: tuple[str, ...]
    raw: RawTable


def harmonise(raw: RawTable, spec: TableSpec, tables: Mapping[str, pa.Table]) -> Harmonised:
    """Turn a raw file into one declared table; `tables` holds the tables that lookups need."""
    _check_columns(raw, spec)
    raw, notes = shaped(raw, spec)
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for column in spec.columns:
        if column.constant is not None:
            columns[column.name] = pa.repeat(pa.scalar(column.constant, type=_ARROW[column.type]), len(raw.table))
            continue
        if column.row_number:
            columns[column.name] = pa.array(range(raw.first_row, raw.first_row + len(raw.table)), type=pa.int64())
            continue
        if column.nothing:
            columns[column.name] = pa.nulls(len(raw.table), type=_ARROW[column.type])
            continue
        if column.length_of:
            columns[column.name] = pc.utf8_length(raw.table[column.length_of]).cast(pa.int64())
            continue
        values = raw.table[column.name if column.series else column.from_]
        text = values
        converted, column_notes = _converted(values, column, raw)
        notes.extend(column_notes)
        check_limits(converted, column, raw)
        notes.extend(unlisted(converted, column))
        columns[column.name] = _looked_up(converted, column, raw, tables)
        if column.text_column:
            columns[column.text_column] = text.cast(pa.string())
    for column in spec.columns:
        if column.marks:
            columns[column.name] = _marked(columns, column)
    table = pa.table(columns)
    table, raw, told = kept_rows(table, spec, raw)
    notes.extend(told)
    check_grain(table, spec, raw)
    return Harmonised(spec, table, tuple(notes), raw)


def _check_columns(raw: RawTable, spec: TableSpec) -> None:
    found = raw.table.column_names
    wanted = columns_of_the_file(spec)
    ignored = [column.name for column in spec.ignore]
    missing = [name for name in dict.fromkeys(wanted) if name not in found]
    unknown = [name for name in found if name not in wanted and name not in ignored]
    if missing:
        near = get_close_matches(missing[0], unknown, n=1, cutoff=0.4)
        raise refused(
            f"The column '{missing[0]}' is missing",
            f"{raw.file} row {max(raw.first_row - 1, 1)}",
            expected=", ".join(dict.fromkeys(wanted)),
            found=", ".join(found),
            remedy=(f"Did you mean '{near[0]}'? " if near else "")
            + f"Load a file of this layout, or declare the new name under table {spec.name} of the source",
        )
    if unknown and not spec.series_columns_to_rows:
        near = get_close_matches(unknown[0], [*wanted, *ignored], n=1, cutoff=0.6)
        raise refused(
            f"The column '{unknown[0]}' is not known",
            f"{raw.file} row {max(raw.first_row - 1, 1)}",
            expected=", ".join(dict.fromkeys([*wanted, *ignored])),
            found=", ".join(found),
            remedy=(f"Did you mean '{near[0]}'? " if near else "")
            + f"Declare it as a column of table {spec.name}, or under ignore with the reason",
        )


def _converted(
    values: pa.ChunkedArray, column: ColumnSpec, raw: RawTable
) -> tuple[pa.Array | pa.ChunkedArray, list[str]]:
    is_text = pa.types.is_string(values.type) or pa.types.is_large_string(values.type)
    notes: list[str] = []
    if is_text and column.type != "text" and not column.codes:
        converted, notes = numbers_from_text(values, column, raw)
    elif column.month_form:
        converted = months_from_text(values, column.month_form, raw, origin_of(column))
    elif column.codes:
        converted = coded(values, column, raw).cast(_ARROW[column.type])
    else:
        converted = typed(values, column, raw)
    if column.scale != 1.0:
        converted = _scaled(converted.cast(pa.float64()), column.scale)
    return converted, notes


def _scaled(values: pa.Array | pa.ChunkedArray, scale: float) -> pa.Array | pa.ChunkedArray:
    """Multiplied by the scale; a thousandth divides by a thousand, which leaves the nearest number."""
    inverse = round(1 / scale)
    if scale < 1 and 1 / inverse == scale:
        return pc.divide(values, float(inverse))
    return pc.multiply(values, scale)


def _looked_up(
    values: pa.Array | pa.ChunkedArray, column: ColumnSpec, raw: RawTable, tables: Mapping[str, pa.Table]
) -> pa.Array | pa.ChunkedArray:
    if column.lookup is None:
        return values
    lookup = column.lookup
    if lookup.table not in tables:
        raise refused(
            f"The column '{column.name}' looks up table {lookup.table}, which is not there",
            raw.file,
            expected=f"table {lookup.table}",
            found=", ".join(sorted(tables)) or "no table",
            remedy=f"Load the source of {lookup.table} first",
        )
    other = tables[lookup.table]
    chosen = other
    for name, wanted in lookup.where.items():
        chosen = chosen.filter(pc.equal(chosen[name], wanted))
    keys = chosen[lookup.key].combine_chunks()
    searched = pc.utf8_slice_codeunits(values, 0, lookup.prefix) if lookup.prefix else values
    position = pc.index_in(searched.cast(keys.type), value_set=keys)
    if position.null_count > values.null_count:
        unmatched = pc.and_(pc.is_null(position), pc.is_valid(values))
        row = pc.index(unmatched, pa.scalar(True)).as_py()  # noqa: FBT003 - an Arrow call
        raise _not_listed(searched[row].as_py(), row, column, lookup, raw, other, keys)
    if lookup.prefix:
        return values
    taken = chosen[lookup.value].combine_chunks().take(position)
    return taken.cast(_ARROW[column.type])


def _not_listed(
    value: object, row: int, column: ColumnSpec, lookup: Lookup, raw: RawTable, other: pa.Table, keys: pa.Array
) -> Exception:
    elsewhere: list[str] = []
    if lookup.vintage_column:
        held = other.filter(pc.equal(other[lookup.key], value))
        elsewhere = [str(v) for v in pc.unique(held[lookup.vintage_column]).to_pylist()]
    if elsewhere:
        return refused(
            f"The {lookup.kind} '{value}' belongs to another vintage",
            raw.place(row, column.from_),
            expected=f"vintage {lookup.where[lookup.vintage_column]}",
            found=f"'{value}' stands in vintage {', '.join(elsewhere)} only",
            remedy="Load the file of the declared vintage: codes never join across vintages",
        )
    near = get_close_matches(str(value), [str(key) for key in keys.to_pylist()], n=1, cutoff=0.6)
    return refused(
        f"The {lookup.kind} '{value}' is not known",
        raw.place(row, column.from_),
        expected=f"one of the {len(keys)} codes of {lookup.table}",
        found=f"'{value}'",
        remedy=(f"Did you mean {near[0]}? " if near else "") + f"Correct it, or load a newer {lookup.table} first",
    )


def _marked(columns: Mapping[str, pa.Array | pa.ChunkedArray], column: ColumnSpec) -> pa.Array | pa.ChunkedArray:
    result = columns[column.name]
    for mark in column.marks:
        subject = columns[mark.column]
        hit = pc.is_in(subject, value_set=pa.array(mark.values, type=subject.type))
        result = pc.if_else(hit, mark.word, result)
    return result
