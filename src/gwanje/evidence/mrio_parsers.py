"""Publishers' own files of input-output tables, read by pymrio's parsers where the optional extra `mrio` is installed.

gwanje hands the path over and takes Z, Y, x and unit. It has been run on no publisher's file: each result says so.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from gwanje.evidence.mrio_tables import BroughtTable, sha256_of
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError

Parser = Literal["exiobase3", "wiod", "oecd", "eora26", "gloria", "pymrio"]
PARSERS: tuple[Parser, ...] = ("exiobase3", "wiod", "oecd", "eora26", "gloria", "pymrio")
BY_YEAR = ("wiod", "oecd", "eora26", "gloria")


def read_with_pymrio(path: Path, parser: Parser, year: int | None) -> BroughtTable:
    """A table read by one of pymrio's parsers.

    Raises:
        UnavailableError: pymrio is not installed, or there is nothing at the path.
        WrongUseError: the parser needs a year.
        RefusedInputError: the parser could not read the files.
    """
    pymrio = _pymrio()
    if not path.exists():
        raise UnavailableError(
            "There is no input-output table at this path", place=str(path), found="nothing", remedy="Check the path"
        )
    if parser in BY_YEAR and path.is_dir() and year is None:
        raise WrongUseError(
            f"A folder of {parser} tables holds several years",
            place=str(path),
            expected="the year to read",
            found="none",
            remedy="Add --table-year",
        )
    system = _parsed(path, parser, _calls(pymrio, path, year)[parser])
    return BroughtTable(
        name=path.name,
        sha256=_bytes_of(path),
        Z=system.Z,
        Y=system.Y,
        x=system.x,
        unit=None if system.unit is None else pd.DataFrame(system.unit),
        notes=(_note(pymrio.__version__, parser),),
    )


def _calls(pymrio: Any, path: Path, year: int | None) -> dict[Parser, Callable[[], Any]]:
    return {
        "exiobase3": lambda: pymrio.parse_exiobase3(path),
        "wiod": lambda: pymrio.parse_wiod(path, year=year),
        "oecd": lambda: pymrio.parse_oecd(path, year=year),
        "eora26": lambda: pymrio.parse_eora26(path, year=year),
        "gloria": lambda: pymrio.parse_gloria(path, year=year),
        "pymrio": lambda: pymrio.load(path),
    }


def _pymrio() -> Any:
    try:
        import pymrio  # noqa: PLC0415 - an optional extra, needed here only
    except ImportError as fault:
        raise UnavailableError(
            "Publishers' own files are read by pymrio, which is not installed",
            expected="the optional extra mrio",
            found=str(fault),
            remedy="Install it: pip install 'gwanje[mrio]', or save the table as frames (Z and Y)",
        ) from fault
    return pymrio


def _parsed(path: Path, parser: Parser, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as fault:
        raise RefusedInputError(
            f"pymrio could not read this as a table of {parser}",
            place=str(path),
            found=f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else 'no message'}",
            remedy="Check the layout and the year, or save the table as frames (Z and Y) with pymrio first",
        ) from fault


def _bytes_of(path: Path) -> str:
    return sha256_of([path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()])


def _note(version: str, parser: Parser) -> str:
    if parser == "pymrio":
        return f"read by pymrio {version} from its own format"
    return f"read by pymrio {version} as {parser}; gwanje has run this parser on no file of the publisher"
