"""Handling markings: every fact has one, a result inherits the highest (Convention M1)."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer


class Marking(IntEnum):
    """Who may see it, from everyone upwards."""

    PUBLIC = 0
    INTERNAL = 1
    RESTRICTED = 2

    @property
    def word(self) -> str:
        """The word printed on pages and in JSON."""
        return self.name.lower()


def highest(markings: Iterable[Marking]) -> Marking:
    """The marking of something made from several parts; nothing marked is public."""
    return max(markings, default=Marking.PUBLIC)


def parse_marking(value: Any) -> Marking:
    """Read the word of a marking."""
    if isinstance(value, Marking):
        return value
    if isinstance(value, str) and value.upper() in Marking.__members__:
        return Marking[value.upper()]
    words = ", ".join(marking.word for marking in Marking)
    raise ValueError(f"marking is one of {words}, not {value!r}")


MarkingWord = Annotated[
    Marking, BeforeValidator(parse_marking), PlainSerializer(lambda marking: marking.word, return_type=str)
]
