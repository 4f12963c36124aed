"""What part of an affair a holding is about: the whole, a named part, one scheme, one watched item, or these together.

The more is said, the narrower the scope; a question is answered by the narrowest holding that covers it. Two holdings
that overlap without one lying within the other would give two leads where they meet, and are refused (Convention R1).
"""

from dataclasses import dataclass
from typing import Self

WHOLE = "whole"
"""The part of an affair that is not divided."""
_PREFIX = "holding:"


@dataclass(frozen=True, slots=True)
class Scope:
    """A named part (or the whole), under one scheme (or any), for one item (or any)."""

    part: str = WHOLE
    scheme: str = ""
    item: str = ""

    @classmethod
    def of_aspect(cls, aspect: str) -> Self:
        """The scope a field of the log is about."""
        part, *more = aspect.removeprefix(_PREFIX).split(";")
        said = dict(one.split("=", 1) for one in more)
        return cls(part, said.get("scheme", ""), said.get("item", ""))

    @property
    def aspect(self) -> str:
        """The field of the log that holds it."""
        return _PREFIX + self.key

    @property
    def key(self) -> str:
        """The scope as one word: `whole`, `day`, `whole;scheme=grades;item=magnets`."""
        more = [f"{name}={value}" for name, value in (("scheme", self.scheme), ("item", self.item)) if value]
        return ";".join([self.part, *more])

    @property
    def narrowness(self) -> int:
        """How much is said: the narrowest holding that covers a question answers it."""
        return (self.part != WHOLE) + bool(self.scheme) + bool(self.item)

    def covers(self, asked: "Scope") -> bool:
        """Whether a holding of this scope answers for another one."""
        return self.part in (WHOLE, asked.part) and self.scheme in ("", asked.scheme) and self.item in ("", asked.item)

    def meets(self, other: "Scope") -> "Scope | None":
        """The scope in which two overlap without one covering the other; None where that is nowhere."""
        if self.covers(other) or other.covers(self):
            return None
        sides = (
            (self.part, other.part, WHOLE),
            (self.scheme, other.scheme, ""),
            (self.item, other.item, ""),
        )
        if any(first != second and open_ not in (first, second) for first, second, open_ in sides):
            return None
        return Scope(*(second if first == open_ else first for first, second, open_ in sides))


EVERYTHING = Scope()
"""The whole of an affair, under any scheme, for any item."""
