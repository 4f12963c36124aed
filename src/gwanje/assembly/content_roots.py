"""Content roots: packages opened by name as resources, or a folder; each gives its texts by relative path."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from gwanje.foundation.errors import ContentError, UnavailableError, WrongUseError

_LARGEST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class ContentRoot:
    """One content package or folder: its name, its YAML texts, and where its tables lie."""

    name: str
    place: Traversable
    texts: dict[str, str]


def open_package(name: str) -> ContentRoot:
    """An installed data-only package."""
    try:
        place = files(name)
    except ModuleNotFoundError as fault:
        raise UnavailableError(
            f"The content package '{name}' is not installed",
            expected="every name in GWANJE_CONTENT_PACKAGES to be installed",
            found=name,
            remedy="Install it, or take its name out of GWANJE_CONTENT_PACKAGES",
        ) from fault
    return ContentRoot(name, place, dict(_texts(place, "")))


def open_folder(folder: Path) -> ContentRoot:
    """A content folder given with --content."""
    if not folder.is_dir():
        raise WrongUseError(
            f"The content folder '{folder}' does not exist",
            expected="a folder with country.yaml and content beside it",
            found="nothing" if not folder.exists() else "a file",
            remedy="Give --content the folder that holds country.yaml; the format is in docs/content.md",
        )
    return ContentRoot(folder.name, folder, dict(_texts(folder, "")))


def _texts(place: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for child in sorted(place.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{child.name}"
        if child.is_dir():
            if not child.name.startswith(("__", ".")):
                yield from _texts(child, f"{path}/")
        elif child.name.endswith(".yaml"):
            yield path, _read(child, path)


def _read(child: Traversable, path: str) -> str:
    data = child.read_bytes()
    if len(data) > _LARGEST_TEXT:
        raise ContentError(
            "A content file is too large to be text written by people",
            place=path,
            expected=f"at most {_LARGEST_TEXT} bytes",
            found=f"{len(data)} bytes",
            remedy="Put tables into Parquet or CSV and declare them as a source",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise ContentError(
            "A content file is not UTF-8", place=path, found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
