"""Cells to declared types: text to numbers by declared rules, typed columns cast without loss."""

import math
import re
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.readers import RawTable, refused
from gwanje.evidence.sources import ColumnSpec

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
_WORTH_IT = 1000
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def numbers_from_text(
    values: pa.ChunkedArray, column: ColumnSpec, raw: RawTable
) -> tuple[pa.Array | pa.ChunkedArray, list[str]]:
    """Numbers, whole numbers or yes/no from text cells; words the source declares stay no number, and are counted."""
    quick = _plain_numbers(values, column)
    if quick is not None:
        return quick
    results: list[float | int | bool | None] = []
    seen: dict[str, int] = {}
    for index, cell in enumerate(values.to_pylist()):
        text = None if cell is None else cell.strip()
        if not text:
            results.append(None)
            continue
        if text in column.words:
            seen[text] = seen.get(text, 0) + 1
            results.append(None)
            continue
        value = _one(text, column)
        if value is None and column.otherwise == "refuse":
            raise refused(
                f"Text stands in the {column.type} column '{column.from_ or column.name}'",
                raw.place(index, column.from_ or column.name),
                expected=_expected(column),
                found=f"'{text}'",
                remedy="Correct the cell, or declare the word with its meaning in the source",
            )
        if value is None:
            seen["other text"] = seen.get("other text", 0) + 1
        results.append(value)
    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return pa.array(results, type=kinds[column.type]), _words_told(column, seen)


def _words_told(column: ColumnSpec, seen: dict[str, int]) -> list[str]:
    return [
        f"{column.name}: {count} x '{word}' ({column.words.get(word, 'kept as text, no number')})"
        for word, count in sorted(seen.items())
    ]


def _plain_numbers(values: pa.ChunkedArray, column: ColumnSpec) -> tuple[pa.ChunkedArray, list[str]] | None:
    """The whole column at once where every cell is empty, a declared word or a plain number; else None."""
    if column.type == "boolean" or len(values) < _WORTH_IT:
        return None
    pattern = r"^[+-]?[0-9]{1,18}$" if column.type == "integer" else r"^[+-]?[0-9]+(\.[0-9]*)?$"
    bare = pc.utf8_trim_whitespace(values)
    bare = pc.if_else(pc.equal(bare, ""), None, bare)
    seen: dict[str, int] = {}
    if column.words:
        is_word = pc.is_in(bare, value_set=pa.array(list(column.words), type=pa.string()))
        counted = pc.value_counts(bare.filter(is_word)).to_pylist()
        seen = {entry["values"]: entry["counts"] for entry in counted if entry["values"] is not None}
        bare = pc.if_else(is_word, None, bare)
    if not pc.all(pc.match_substring_regex(bare, pattern), skip_nulls=True).as_py():
        return None
    unsigned = pc.utf8_ltrim(bare, characters="+")
    numbers = unsigned.cast(pa.int64() if column.type == "integer" else pa.float64())
    return numbers, _words_told(column, seen)


def _one(text: str, column: ColumnSpec) -> float | int | bool | None:
    if column.type == "boolean":
        return _TRUTH.get(text.lower())
    bare = text.removesuffix(column.suffix).strip() if column.suffix else text
    if column.thousands and re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(column.thousands)}\d{{3}})+(\.\d+)?", bare):
        bare = bare.replace(column.thousands, "")
    if not _NUMBER.match(bare):
        return None
    if column.type == "integer":
        return int(bare) if re.fullmatch(r"[+-]?\d+", bare) else None
    number = float(bare)
    return number if math.isfinite(number) else None


def _expected(column: ColumnSpec) -> str:
    words = f", or one of {', '.join(sorted(column.words))}" if column.words else ""
    return {"integer": "a whole number", "number": "a number", "boolean": "yes or no"}[column.type] + words


def coded(values: pa.ChunkedArray, column: ColumnSpec, raw: RawTable) -> pa.ChunkedArray:
    """Texts replaced by what the source declares for them; a text it does not declare is refused."""
    trimmed = pc.utf8_trim_whitespace(values.cast(pa.string()))
    position = pc.index_in(trimmed, value_set=pa.array(list(column.codes), type=pa.string()))
    if position.null_count > values.null_count:
        row = pc.index(pc.and_(pc.is_null(position), pc.is_valid(values)), pa.scalar(True)).as_py()  # noqa: FBT003
        found = trimmed[row].as_py()
        near = get_close_matches(found, list(column.codes), n=1, cutoff=0.6)
        shown = ", ".join(list(column.codes)[:12]) + (" ..." if len(column.codes) > 12 else "")
        raise refused(
            f"The {column.basis.split(';', maxsplit=1)[0]} '{found}' is not known",
            raw.place(row, column.from_),
            expected=f"one of {len(column.codes)} declared: {shown}",
            found=f"'{found}'",
            remedy=(f"Did you mean {near[0]}? " if near else "")
            + f"Correct it, or declare what it means under column {column.name} of the source or mapping; "
            "a row of totals is declared as one to leave out",
        )
    return pa.chunked_array([pa.array(list(column.codes.values()), type=pa.string())]).take(position)


def typed(values: pa.ChunkedArray, column: ColumnSpec, raw: RawTable) -> pa.ChunkedArray | pa.Array:
    """A column of a typed file in its declared type; another type is refused, never turned into missing values."""
    given = values.type
    is_text = pa.types.is_string(given) or pa.types.is_large_string(given)
    numeric = pa.types.is_integer(given) or pa.types.is_floating(given)
    fits = {
        "text": is_text or (column.pad > 0 and pa.types.is_integer(given)),
        "integer": pa.types.is_integer(given) or (column.lookup is not None),
        "number": numeric,
        "boolean": pa.types.is_boolean(given),
    }[column.type] or (column.lookup is not None and numeric)
    if not fits:
        raise refused(
            f"The column '{column.from_}' has another type than declared",
            raw.place(0, column.from_),
            expected=column.type,
            found=str(given),
            remedy="Load the file as published, or correct the type in the source",
        )
    if column.strip:
        return pc.utf8_trim(values.cast(pa.string()), characters=column.strip)
    if column.pad:
        return pc.utf8_lpad(values.cast(pa.string()), width=column.pad, padding="0")
    if column.lookup is not None:
        return values
    return values.cast(
        {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}[column.type]
    )
