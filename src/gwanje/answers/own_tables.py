"""Which input-output table a question is to be calculated on, as a person says it; reading it is somebody else's."""

from dataclasses import dataclass
from typing import Literal

Layout = Literal["frames", "exiobase3", "wiod", "oecd", "eora26", "gloria", "figaro", "pymrio"]
LAYOUTS: tuple[Layout, ...] = ("frames", "exiobase3", "wiod", "oecd", "eora26", "gloria", "figaro", "pymrio")


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A path or the name of a loaded source, in which layout, of which year."""

    name: str
    layout: Layout = "frames"
    year: int | None = None
