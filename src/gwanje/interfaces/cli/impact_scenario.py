"""A scenario argument: a key of the content, or the path of a person's own file."""

from pathlib import Path

from gwanje.interfaces.cli.reading import read_text


def own_file(asked: str) -> tuple[str, str] | None:
    """The text and the name of a person's file; None where the argument names a scenario of the content."""
    path = Path(asked)
    looks_like_file = path.suffix.lower() in {".yaml", ".yml"} or "/" in asked or "\\" in asked
    return read_text(path) if looks_like_file else None
