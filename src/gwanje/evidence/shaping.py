"""Rows of a file to rows of a table, before any value is read: rows left out, wide to long, one row to several.

A shaped table still knows in which row and column of the file each of its cells stands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.columns import ColumnSpec
from gwanje.evidence.readers import RawTable, refused
from gwanje.evidence.rows import DroppedRows
from gwanje.evidence.sources import TableSpec

_NO_NUMBER = re.compile(r"[^0-9.+-]")
_SAME_TOTAL = 1e-6


@dataclass(frozen=True)
class ShapedRows(RawTable):
    """Rows taken from a file: for each its row there, and the file's name of each column of each part."""

    file_rows: pa.Array | None = None
    parts: tuple[Mapping[str, str], ...] = ()

    def _within(self, index: int) -> int:
        return index % (len(self.table) // len(self.parts)) if self.parts else index

    def row_of(self, index: int) -> int:
        """The row of the file that a shaped row came from."""
        within = self._within(index)
        return self.first_row + (within if self.file_rows is None else int(self.file_rows[within].as_py()))

    def column_of(self, index: int, column: str) -> str:
        """The column of the file that a part took."""
        part = self.parts[index // (len(self.table) // len(self.parts))] if self.parts else {}
        return part.get(column, column)


def shaped(raw: RawTable, spec: TableSpec) -> tuple[RawTable, list[str]]:
    """The rows of the file that are data, one per row of the table, and what was left out."""
    notes: list[str] = []
    for drop in spec.drop:
        raw, told = _without(raw, drop, spec)
        notes.extend(told)
    if not len(raw.table):
        raise refused(
            "The file has no row of data",
            raw.file,
            expected="rows beside those that are left out",
            found="; ".join(notes) or "a header and nothing else",
            remedy="That is not a zero: ask for a month, an item and a partner that have figures",
        )
    for name, wanted in spec.must_be.items():
        _must_be(raw, name, wanted)
    if spec.parts is not None:
        raw = _in_parts(raw, spec)
    if spec.series_columns_to_rows:
        raw = _series_to_rows(raw, spec)
    return raw, notes


def _without(raw: RawTable, drop: DroppedRows, spec: TableSpec) -> tuple[RawTable, list[str]]:
    cells = pc.utf8_trim_whitespace(raw.table[drop.column].cast(pa.string()))
    hit = pc.fill_null(pc.is_in(cells, value_set=pa.array(drop.values)), False)  # noqa: FBT003 - an Arrow call
    count = pc.sum(hit).as_py() or 0
    if not count:
        return raw, []
    kept = pc.invert(hit)
    words = ", ".join(sorted(set(cells.filter(hit).to_pylist())))
    noun = "row" if count == 1 else "rows"
    notes = [f"{count} {noun} left out: column '{drop.column}' says {words} ({drop.because})"]
    rest = raw.table.filter(kept)
    if count == 1 and drop.totals:
        notes.extend(_totals_told(raw.table.filter(hit), rest, drop, spec))
    rows = pa.array(range(len(raw.table)), type=pa.int64())
    before = raw.file_rows if isinstance(raw, ShapedRows) and raw.file_rows is not None else rows
    kept_rows = before.filter(kept.combine_chunks() if isinstance(kept, pa.ChunkedArray) else kept)
    return ShapedRows(raw.file, rest, raw.first_row, kept_rows), notes


def _must_be(raw: RawTable, name: str, wanted: str) -> None:
    cells = pc.utf8_trim_whitespace(raw.table[name].cast(pa.string()))
    other = pc.fill_null(pc.not_equal(cells, wanted), True)  # noqa: FBT003 - an Arrow call
    if pc.any(other).as_py():
        row = pc.index(other, pa.scalar(True)).as_py()  # noqa: FBT003 - an Arrow call
        raise refused(
            f"The column '{name}' says what this table does not hold",
            raw.place(row, name),
            expected=f"'{wanted}' in every row",
            found=f"'{cells[row].as_py() or ''}'",
            remedy="Download the file without that breakdown: its rows would be counted twice",
        )


def _totals_told(total: pa.Table, rest: pa.Table, drop: DroppedRows, spec: TableSpec) -> list[str]:
    """Whether the total that the file tells is the sum of its rows; a cut-off answer shows here."""
    notes = []
    for column in drop.totals:
        told, summed = _plain_sum(total[column]), _plain_sum(rest[column])
        if told is None or summed is None:
            continue
        if abs(told - summed) > _SAME_TOTAL * max(abs(told), abs(summed)):
            notes.append(
                f"{spec.name}: the file's total of '{column}' is {told:,.0f}, its rows add up to {summed:,.0f}: "
                "rows may be missing"
            )
    return notes


def _plain_sum(cells: pa.ChunkedArray) -> float | None:
    """The sum of cells written as plain numbers; None where one is not."""
    texts = [text.replace(",", "").strip() for text in cells.cast(pa.string()).to_pylist() if text]
    if any(_NO_NUMBER.search(text) for text in texts):
        return None
    try:
        return sum(map(float, texts))
    except ValueError:
        return None


def _in_parts(raw: RawTable, spec: TableSpec) -> RawTable:
    """One row of the table per row of the file and part, the parts one after the other."""
    parts = spec.parts
    assert parts is not None
    taken = [{f"*{name}": column for name, column in columns.items()} for columns in parts.values.values()]
    used = {column for names in taken for column in names.values()}
    kept = [name for name in raw.table.column_names if name not in used]
    pieces = []
    for value, names in zip(parts.values, taken, strict=True):
        columns = {name: raw.table[name] for name in kept}
        columns |= {name: raw.table[column] for name, column in names.items()}
        columns[f"*{parts.column}"] = pa.repeat(pa.scalar(value), len(raw.table))
        pieces.append(pa.table(columns))
    rows = raw.file_rows if isinstance(raw, ShapedRows) else None
    return ShapedRows(raw.file, pa.concat_tables(pieces), raw.first_row, rows, tuple(taken))


def _series_to_rows(raw: RawTable, spec: TableSpec) -> RawTable:
    """One row per cell of the series columns; row numbers of messages keep pointing into the file."""
    kept = [column.from_ for column in spec.columns if column.from_ and column.from_ != "*"]
    series_name = next(column.name for column in spec.columns if column.series)
    series = [name for name in raw.table.column_names if name not in kept and name not in {i.name for i in spec.ignore}]
    rows, width = len(raw.table), len(series)
    order = pa.array([index for index in range(rows) for _ in range(width)], type=pa.int64())
    columns = {name: raw.table[name].take(order) for name in kept}
    columns[series_name] = pa.array(series * rows, type=pa.string())
    cells = [raw.table[name].to_pylist() for name in series]
    columns["*"] = pa.array([cells[s][r] for r in range(rows) for s in range(width)], type=pa.string())
    return _WideRaw(raw.file, pa.table(columns), raw.first_row, width, tuple(series))


@dataclass(frozen=True)
class _WideRaw(RawTable):
    width: int = 1
    series: tuple[str, ...] = ()

    def row_of(self, index: int) -> int:
        """The row of the wide file that one long row came from."""
        return self.first_row + index // self.width

    def column_of(self, index: int, column: str) -> str:
        """The series column of the wide file."""
        return self.series[index % self.width] if column == "*" else column


@dataclass(frozen=True)
class PickedRows(RawTable):
    """Some rows of another table of the same file, which says where they stand."""

    behind: RawTable | None = None
    picked: pa.Array | None = None

    def row_of(self, index: int) -> int:
        """The row of the file."""
        assert self.behind is not None
        assert self.picked is not None
        return self.behind.row_of(self.picked[index].as_py())

    def column_of(self, index: int, column: str) -> str:
        """The column of the file."""
        assert self.behind is not None
        assert self.picked is not None
        return self.behind.column_of(self.picked[index].as_py(), column)


def columns_of_the_file(spec: TableSpec) -> list[str]:
    """Every column of the file that a table reads, in the order of its declaration."""
    names = [column.from_ for column in spec.columns if column.from_ and not column.from_.startswith("*")]
    names += [column.length_of for column in spec.columns if column.length_of]
    names += [drop.column for drop in spec.drop] + list(spec.must_be)
    if spec.parts is not None:
        names += [column for part in spec.parts.values.values() for column in part.values()]
    return list(dict.fromkeys(names))


def origin_of(column: ColumnSpec) -> str:
    """What messages call the column: as the file does where it stands there."""
    return column.from_ or column.length_of or column.name
