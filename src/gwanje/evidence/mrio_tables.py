"""An input-output table that a person brings: frames saved as CSV, tab-separated text or Parquet in pymrio's layout.

A folder holds `Z` and `Y`, perhaps `x`, `v` and `unit`. Rows carry region and sector; Z has two header rows (region,
sector), Y has region and category. Labels stay text: a region NA is Namibia, a sector 01 keeps its zero.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gwanje.foundation.errors import RefusedInputError, UnavailableError

SUFFIXES = {".parquet": "", ".csv": ",", ".txt": "\t", ".tsv": "\t"}
NEEDED, OPTIONAL = ("Z", "Y"), ("x", "v", "unit")
LABEL_COLUMNS = 2


@dataclass(frozen=True, eq=False, slots=True)
class BroughtTable:
    """Frames as they were read, with the hash of their bytes; whether they balance is asked of the economy."""

    name: str
    sha256: str
    Z: pd.DataFrame
    Y: pd.DataFrame
    x: pd.DataFrame | None = None
    v: pd.DataFrame | None = None
    unit: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


def read_frames(path: Path) -> BroughtTable:
    """The table saved as frames in a folder, or beside the Z file named."""
    files = _files(path)
    try:
        frames = {name: _read(file, header=2 if name in NEEDED else 1) for name, file in files.items()}
        digest = sha256_of(files.values())
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return BroughtTable(
        name=_folder(path).resolve().name,
        sha256=digest,
        Z=frames["Z"],
        Y=frames["Y"],
        x=frames.get("x"),
        v=frames.get("v"),
        unit=frames.get("unit"),
    )


def sha256_of(files: Iterable[Path]) -> str:
    """One hash for the bytes of some files, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(files):
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _files(path: Path) -> dict[str, Path]:
    if not path.exists():
        raise UnavailableError(
            "There is no input-output table at this path",
            place=str(path),
            expected="a folder, or the Z file in it",
            found="nothing",
            remedy="Check the path",
        )
    if path.is_file() and path.stem != "Z":
        raise RefusedInputError(
            "A table is named by its folder or by its Z file",
            place=str(path),
            expected="a folder with Z and Y",
            found=path.name,
            remedy="Name the folder; raw files of a publisher need --layout",
        )
    found: dict[str, Path] = {}
    for name in (*NEEDED, *OPTIONAL):
        here = [file for suffix in SUFFIXES if (file := _folder(path) / f"{name}{suffix}").is_file()]
        if len(here) > 1:
            raise RefusedInputError(
                f"The table has more than one file for {name}",
                place=str(_folder(path)),
                expected="one",
                found=", ".join(file.name for file in here),
                remedy="Keep the one that counts in a folder of its own",
            )
        found |= {name: here[0]} if here else {}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise RefusedInputError(
            "An input-output table lacks a part",
            place=str(_folder(path)),
            expected=f"files Z and Y ({', '.join(SUFFIXES)})",
            found=f"no {' and no '.join(missing)}",
            remedy="Save the flows as Z and final demand as Y; raw files of a publisher need --layout",
        )
    return found


def _read(file: Path, *, header: int) -> pd.DataFrame:
    try:
        return pd.read_parquet(file) if file.suffix == ".parquet" else _read_text(file, header)
    except (ValueError, pd.errors.ParserError, IndexError) as fault:
        raise RefusedInputError(
            "A part of the input-output table cannot be read",
            place=str(file),
            expected=f"{LABEL_COLUMNS} label columns and {header} header rows, then numbers",
            found=str(fault).splitlines()[0] if str(fault) else type(fault).__name__,
            remedy="Save the frame with its labels, as pandas and pymrio do",
        ) from fault


def _read_text(file: Path, header: int) -> pd.DataFrame:
    """A frame saved as text; labels are read as text, and only an empty cell is missing."""
    separator = SUFFIXES[file.suffix]
    top = pd.read_csv(file, sep=separator, header=None, nrows=header + 1, dtype=str, keep_default_na=False)
    if len(top) <= header:
        raise ValueError(f"only {len(top)} rows")
    above, labels = _header(top, header)
    as_text: dict[Any, Any] = dict.fromkeys(range(LABEL_COLUMNS), str)
    empty: dict[Any, list[str]] = {at: [""] for at in range(LABEL_COLUMNS, top.shape[1])}
    body = pd.read_csv(
        file, sep=separator, header=None, skiprows=above, dtype=as_text, keep_default_na=False, na_values=empty
    )
    rows = pd.MultiIndex.from_frame(body.iloc[:, :LABEL_COLUMNS], names=["region", "sector"])
    return body.iloc[:, LABEL_COLUMNS:].set_axis(labels, axis=1).set_axis(rows, axis=0)


def _header(top: pd.DataFrame, header: int) -> tuple[int, pd.Index]:
    """How many rows stand above the numbers, and the labels of the columns.

    Final demand without destination has one header row: its second row has both labels and numbers already. Below two
    header rows pandas writes the names of the label columns in a row of their own.
    """
    cells = top.iloc[:, LABEL_COLUMNS:]
    second = top.iloc[1]
    if header == 1 or (all(second[:LABEL_COLUMNS].str.strip()) and all(map(_is_number, second[LABEL_COLUMNS:]))):
        return 1, pd.Index(cells.iloc[0].tolist())
    names_below = not any(cells.iloc[header].str.strip())
    return header + int(names_below), pd.MultiIndex.from_arrays(cells.iloc[:header].to_numpy().tolist())


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _unreadable(path: Path, fault: OSError) -> UnavailableError:
    return UnavailableError(
        "The input-output table cannot be read",
        place=str(fault.filename or path),
        found=fault.strerror or str(fault),
        remedy="Check that the files are there and may be read",
    )
