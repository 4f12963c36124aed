"""Which rows a table keeps, and that each of its keys stands once."""

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.readers import RawTable, refused
from gwanje.evidence.shaping import PickedRows
from gwanje.evidence.sources import TableSpec

_LARGEST_KEY = 2**62


def kept_rows(table: pa.Table, spec: TableSpec, raw: RawTable) -> tuple[pa.Table, RawTable, list[str]]:
    """The rows that belong into this table, counted where others stood beside them."""
    only = spec.only
    if only is None:
        return table, raw, []
    hit = pc.fill_null(pc.is_in(table[only.column], value_set=pa.array(only.values)), False)  # noqa: FBT003 - Arrow
    kept = table.filter(hit)
    away = len(table) - len(kept)
    if not away:
        return kept, raw, []
    words = ", ".join(sorted(set(pc.unique(table[only.column]).to_pylist()) - set(only.values)))
    return (
        kept,
        PickedRows(raw.file, kept, raw.first_row, raw, pc.indices_nonzero(hit)),
        [f"{spec.name}: {away:,} rows of another kind ({words}) are kept apart from this table"] if len(kept) else [],
    )


def check_grain(table: pa.Table, spec: TableSpec, raw: RawTable) -> None:
    """Refuse a file in which a key stands twice, with both rows."""
    if _keys_rise(table, spec.grain):
        return
    varying = [name for name in spec.grain if len(pc.unique(table[name])) > 1] or list(spec.grain[:1])
    counted = table.group_by(varying).aggregate([([], "count_all")])
    if len(counted) == len(table):
        return
    in_order = table.group_by(varying, use_threads=False).aggregate([([], "count_all")])  # threads mix the keys
    twice = in_order.filter(pc.greater(in_order["count_all"], 1)).slice(0, 1).to_pylist()[0]
    first, second = _where_it_stands(table, {name: twice[name] for name in varying})[:2]
    keys = ", ".join(f"{name} {table[name][first]}" for name in spec.grain)
    raise refused(
        f"Rows repeat: {len(table) - len(counted)} more than there are keys",
        f"{raw.file} rows {raw.row_of(first)} and {raw.row_of(second)}",
        expected=f"one row per {', '.join(spec.grain)}",
        found=f"{twice['count_all']} rows for {keys}; {_told_apart(table, first, second)}",
        remedy="Remove the repeated rows, or declare the finer grain in the source",
    )


def _where_it_stands(table: pa.Table, key: dict[str, object]) -> list[int]:
    rows = pa.array(range(len(table)), type=pa.int64())
    for name, wanted in key.items():
        cells = table[name].take(rows)
        same = pc.is_null(cells) if wanted is None else pc.equal(cells, pa.scalar(wanted, type=cells.type))
        rows = rows.filter(pc.fill_null(same, False).combine_chunks())  # noqa: FBT003 - an Arrow call
    return list(rows.to_pylist())


def _told_apart(table: pa.Table, first: int, second: int) -> str:
    """Whether two rows of one key say the same, else the first column in which they differ."""
    for name in table.column_names:
        one, other = table[name][first].as_py(), table[name][second].as_py()
        if one != other:
            return f"the first two differ: {name} {one} and {other}"
    return "the first two say the same in every column"


def _keys_rise(table: pa.Table, grain: tuple[str, ...]) -> bool:
    """Whether whole-number keys rise from row to row, packed into one number: a quick proof that none repeats."""
    packed, room = pa.repeat(pa.scalar(0, type=pa.int64()), len(table)), 1
    for name in grain:
        values = table[name].combine_chunks()
        if values.null_count or not len(values) or not pa.types.is_integer(values.type):
            return False
        bounds = pc.min_max(values).as_py()
        span = int(bounds["max"]) - int(bounds["min"]) + 1
        room *= span
        if room >= _LARGEST_KEY:
            return False
        packed = pc.add(pc.multiply(packed, span), pc.subtract(values, bounds["min"]))
    return bool(pc.all(pc.greater(packed[1:], packed[:-1])).as_py())
