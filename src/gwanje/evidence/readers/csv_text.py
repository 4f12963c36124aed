"""CSV with a declared encoding and separator; ragged rows, NUL bytes and encoding faults are refused with their row."""

import csv
import gzip
import io
import zlib
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gwanje.evidence.readers.raw import MAX_RATIO, RawTable, header_names, refused, text_table
from gwanje.evidence.sources import FileSpec

_WORTH_IT = 4_000_000
_HEAD = 65_536
_BLOCK = 16_000_000


def read_csv(path: Path, spec: FileSpec, name: str) -> RawTable:
    """The whole file as text columns."""
    quick = _whole_at_once(path, spec, name) if path.stat().st_size >= _WORTH_IT else None
    if quick is not None:
        return quick
    text = _decoded(path, spec, name)
    rows: list[list[str | None]] = []
    names: list[str] | None = None
    first = spec.first_row or spec.header_row + 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=spec.separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if number == spec.header_row:
                names = header_names(row, name, number)
            elif number >= first and names is not None:
                if not row:
                    raise refused("A row is empty", f"{name} row {number}", remedy="Remove the empty row")
                if len(row) != len(names):
                    raise refused(
                        "A row has another number of cells than the header",
                        f"{name} row {number}",
                        expected=f"{len(names)} cells separated by '{spec.separator}'",
                        found=f"{len(row)} cells",
                        remedy="Check the separator and quotes of that row, or download the file again",
                    )
                rows.append(list(row))
    except csv.Error as fault:
        raise refused(
            "This is not well-formed CSV", f"{name} row {number + 1}", found=str(fault), remedy="Mend the quotes there"
        ) from fault
    if names is None:
        raise refused(
            "The file has no header",
            name,
            expected=f"a header in row {spec.header_row}",
            found=f"{number} rows",
            remedy="Download the file again, or correct header_row in the source",
        )
    return text_table(name, names, rows, first)


def _whole_at_once(path: Path, spec: FileSpec, name: str) -> RawTable | None:
    """A large UTF-8 file read by Arrow; None where anything is unusual: the careful reader then says what and where."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    if spec.encoding != "utf-8" or spec.first_row or head[:2] == b"\x1f\x8b" or b"\r" in head:
        return None
    lines = head.decode("utf-8-sig", errors="replace").split("\n")[: spec.header_row]
    if len(lines) < spec.header_row or any(line.count('"') % 2 for line in lines):
        return None
    try:
        first = next(csv.reader([lines[-1]], delimiter=spec.separator, strict=True))
    except (csv.Error, StopIteration):
        return None
    names = header_names(first, name, spec.header_row)
    reading = pacsv.ReadOptions(column_names=names, skip_rows=spec.header_row, block_size=_BLOCK)
    parsing = pacsv.ParseOptions(delimiter=spec.separator, newlines_in_values=False, ignore_empty_lines=False)
    converting = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        check_utf8=True,
    )
    try:
        table = pacsv.read_csv(path, reading, parsing, converting)
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    if any(pc.any(pc.match_substring_regex(table[one], '[\\x00"\\n\\r]')).as_py() for one in names):
        return None
    nothing = reduce(pc.and_, [pc.is_null(table[one]) for one in names])
    return None if pc.any(nothing).as_py() else RawTable(name, table, spec.header_row + 1)


def _decoded(path: Path, spec: FileSpec, name: str) -> str:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = _gunzipped(data, spec, name)
    if b"\x00" in data:
        row = data[: data.index(b"\x00")].count(b"\n") + 1
        raise refused("The file holds a NUL byte", f"{name} row {row}", remedy="Download it again; this is not text")
    encoding = "utf-8-sig" if spec.encoding == "utf-8" else spec.encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        row = data[: fault.start].count(b"\n") + 1
        raise refused(
            "The text is not in the declared encoding",
            f"{name} row {row}",
            expected=spec.encoding,
            found=f"byte 0x{data[fault.start]:02X}",
            remedy="Save the file in that encoding, or declare the right encoding in the source",
        ) from fault


def _gunzipped(data: bytes, spec: FileSpec, name: str) -> bytes:
    limit = min(spec.max_bytes, max(len(data), 1) * MAX_RATIO)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise refused(
            "The compressed file is cut off or damaged", name, found=str(fault), remedy="Download it again"
        ) from fault
    if len(unpacked) > limit:
        raise refused(
            "The compressed file unpacks to more than is allowed",
            name,
            expected=f"at most {limit} bytes",
            found="more",
            remedy="If it is genuine, raise max_bytes in the source",
        )
    return unpacked
