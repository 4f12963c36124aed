"""Numbers as publishers print them: exact, bounded, withheld, absent; what is not a number never becomes zero."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gwanje.foundation.errors import WrongUseError

Word = Literal["", "withheld", "not_available", "not_applicable", "net_exporter", "unread"]
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PLAIN = re.compile(rf"([<>]?)\s*({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})")
_WORDS: dict[str, Word] = {"W": "withheld", "NA": "not_available", "XX": "not_applicable", "E": "net_exporter"}
_HALF_UNIT = "½"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most a number can be; `high` is infinite where nothing bounds it."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and self.low <= self.high):
            raise WrongUseError(
                "These bounds hold nothing",
                expected="a finite lower bound that is not above the upper one",
                found=f"{self.low} to {self.high}",
                remedy="Give the smaller number first; a number that is not known is None",
            )

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are one number."""
        return self.low == self.high

    def plus(self, other: "Bounds") -> "Bounds":
        """The bounds of a sum."""
        return Bounds(self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> "Bounds":
        """The bounds of a multiple; the factor is not negative."""
        return Bounds(self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Published:
    """A printed value: bounds where it tells any, else the word for why it tells none."""

    text: str
    bounds: Bounds | None
    word: Word = ""


def read_published(text: str, note: str = "") -> Published:
    """What a printed value tells: a number, bounds, or why there is none.

    Shapes and units:
        text: as printed, in the unit of its row; note: the footnote beside it.
        Result: bounds in the same unit. "<50" is [0, 50], ">95" has no upper bound, "330 - 390" is both; a long dash
        is "zero or none" and becomes [0, 0]; "s" is [0, 0.5] where the note says less than half a unit. "W", "NA",
        "XX" and "E" have no bounds and keep their word; anything else is "unread".

    Source:
        U.S. Geological Survey, Mineral Commodity Summaries: signs of the data release; European Commission, study on
        critical raw materials 2023: "<0.1%".

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> read_published("1,270,000").bounds
        Bounds(low=1270000.0, high=1270000.0)
        >>> (read_published("W").bounds, read_published("W").word, read_published(">95").bounds.high)
        (None, 'withheld', inf)
    """
    told = text.strip()
    if told in {"—", "–"}:
        return Published(text, Bounds(0.0, 0.0))
    if told == "s":
        return Published(text, Bounds(0.0, 0.5)) if _HALF_UNIT in note else Published(text, None, "unread")
    if told in _WORDS:
        return Published(text, None, _WORDS[told])
    between = _RANGE.fullmatch(told)
    if between is not None:
        first, last = (float(one.replace(",", "")) for one in between.groups())
        return Published(text, Bounds(first, last)) if first <= last else Published(text, None, "unread")
    plain = _PLAIN.fullmatch(told)
    if plain is None:
        return Published(text, None, "unread")
    number = float(plain[2].replace(",", ""))
    low, high = {"<": (0.0, number), ">": (number, math.inf), "": (number, number)}[plain[1]]
    return Published(text, Bounds(low, high))


def read_share(text: str) -> Bounds | None:
    """A printed share of supply or use as a fraction.

    Shapes and units:
        text: percent with its sign, for example "62.8%", "<0.1%" or ">0%".
        Result: fractions in [0, 1]; "<0.1%" is [0, 0.001], ">0%" is [0, 1]. None where the text is no share, for
        example a number without the sign: what it means is not guessed.

    Source:
        European Commission, study on critical raw materials 2023, tables of supply and use shares.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> read_share("<0.1%")
        Bounds(low=0.0, high=0.001)
        >>> read_share("6") is None
        True
    """
    if not text.strip().endswith("%"):
        return None
    found = read_published(text.strip().removesuffix("%")).bounds
    if found is None or found.low > 100 or (math.isfinite(found.high) and found.high > 100):
        return None
    return Bounds(found.low / 100, min(1.0, found.high / 100))


def within_whole(shares: Sequence[Bounds | None]) -> list[Bounds | None]:
    """Shares of one whole, an open one such as ">0%" bounded by what the others leave.

    Shapes and units:
        shares: fractions of one whole, None where a share could not be read.
        Result: the same, in order; a share that is not exact and reaches 1 ends where the lower bounds of the others
        leave nothing, and never below its own lower bound.

    Source:
        Project choice: shares of one whole sum to one.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> within_whole([Bounds(0.7, 0.7), Bounds(0.0, 1.0)])[1].high
        0.30000000000000004
    """
    told = math.fsum(one.low for one in shares if one is not None)
    return [
        one
        if one is None or one.is_exact or one.high < 1
        else Bounds(one.low, min(1.0, max(one.low, 1 - told + one.low)))
        for one in shares
    ]
