"""Strict readers: one file in, its columns as they stand out, or a refusal with place and remedy. They change nothing.

A reader does not rename, convert, fill in or drop: that is `evidence.harmonise`. It never returns part of a file.
"""

from pathlib import Path

from gwanje.evidence.readers.csv_text import read_csv
from gwanje.evidence.readers.json_records import read_json
from gwanje.evidence.readers.parquet import read_parquet
from gwanje.evidence.readers.raw import RawTable, refused
from gwanje.evidence.readers.workbook import read_xlsx
from gwanje.evidence.readers.xml_records import read_xml
from gwanje.evidence.sources import FileSpec

__all__ = ["RawTable", "read_raw", "refused"]


def read_raw(path: Path, spec: FileSpec, name: str = "") -> RawTable:
    """Read one file as its source declares it; `name` is what messages call it."""
    shown = name or path.name
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise refused("The file cannot be opened", shown, found=str(fault), remedy="Check the path") from fault
    if size > spec.max_bytes:
        raise refused(
            "The file is larger than its source allows",
            shown,
            expected=f"at most {spec.max_bytes} bytes",
            found=f"{size} bytes",
            remedy="If it is genuine, raise max_bytes in the source",
        )
    if size == 0:
        raise refused("The file is empty", shown, found="0 bytes", remedy="Download it again")
    if spec.format == "parquet":
        return read_parquet(path, shown)
    if spec.format == "csv":
        return read_csv(path, spec, shown)
    if spec.format == "xlsx":
        return read_xlsx(path, spec, shown)
    if spec.format == "json":
        return read_json(path, spec, shown)
    return read_xml(path, spec, shown)
