"""Parquet: the footer, the sizes and the types are checked before a row is used; NaN and infinity are refused."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gwanje.evidence.readers.raw import MAX_UNPACKED_BYTES, RawTable, refused


def read_parquet(path: Path, name: str) -> RawTable:
    """The whole file with its own types."""
    try:
        file = pq.ParquetFile(path)
        unpacked = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        if unpacked > MAX_UNPACKED_BYTES:
            raise refused(
                "The file unpacks to more than is allowed",
                name,
                expected=f"at most {MAX_UNPACKED_BYTES} bytes",
                found=f"{unpacked} bytes",
                remedy="Cut the file into parts",
            )
        table = file.read()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as fault:
        raise refused(
            "The Parquet file is cut off or damaged",
            name,
            expected="a whole file with header, row groups and footer",
            found=f"{path.stat().st_size} bytes; {str(fault).splitlines()[0]}",
            remedy="Copy or download it again and compare its sha256",
        ) from fault
    names = table.column_names
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise refused(f"The column '{twice[0]}' stands twice", name, remedy="Rename or remove one of the two")
    for column in names:
        _finite(table[column], name, column)
    return RawTable(name, table, 1)


def _finite(values: pa.ChunkedArray, name: str, column: str) -> None:
    if not pa.types.is_floating(values.type):
        return
    bad = pc.fill_null(pc.invert(pc.is_finite(values)), False)  # noqa: FBT003 - an Arrow call
    if pc.any(bad).as_py():
        row = pc.index(bad, pa.scalar(True)).as_py() + 1  # noqa: FBT003 - an Arrow call
        raise refused(
            "A number is NaN or infinite",
            f"{name} row {row} column '{column}'",
            expected="a finite number, or an empty cell where the value is missing",
            found=str(values[row - 1].as_py()),
            remedy="Absent is not zero and not NaN: leave the cell empty (Convention A1)",
        )
