"""A file that a person names on the command line."""

import sys
from pathlib import Path

from gwanje.foundation.errors import RefusedInputError, UnavailableError


def read_bytes(file: Path) -> bytes:
    """A file as a person gave it."""
    try:
        return file.read_bytes()
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=str(file), found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault


def read_text(file: Path | str) -> tuple[str, str]:
    """A text as a person gave it, and what messages call it; `-` is standard input."""
    if str(file) == "-":
        return sys.stdin.read(), "standard input"
    try:
        return Path(file).read_text(encoding="utf-8"), Path(file).name
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "This file is not UTF-8", place=str(file), found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=str(file), found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault
