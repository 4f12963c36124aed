"""Rules a reform must satisfy, as content says them: dated, cited, and of one of a few kinds the engine can count.

A rule that counts knows completeness: where the list of units counted is not complete it answers "not checkable".
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant

CheckKind = Literal[
    "children", "number", "class-counts", "posts-balance", "leads-kept", "posts-per-unit", "term-stated"
]


class RuleText(Record):
    """The rule as one sentence in both languages."""

    en: str = Field(min_length=1)
    ko: str = Field(min_length=1)


class CheckRecord(CitedRecord):
    """One rule; `kinds` are the units it is about, `of_level` the level of the units it counts below them."""

    id: OpaqueId
    rule: RuleText
    check: CheckKind
    kinds: tuple[Key, ...] = ()
    within: tuple[Key, ...] = Field(default=(), description="only units that hang under a unit of one of these kinds")
    not_within: tuple[Key, ...] = Field(default=(), description="only units that hang under none of these kinds")
    of_level: str = ""
    of_kinds: tuple[Key, ...] = ()
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    start: ValidInstant | None = Field(default=None, alias="from")
    until: ValidInstant | None = None
    binding: bool = Field(default=True, description="whether a reform that fails it is refused")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        counts = self.check in {"children", "number", "posts-per-unit"}
        if counts != (self.at_least is not None or self.at_most is not None):
            raise ValueError(f"a rule of kind '{self.check}' {'needs' if counts else 'has no'} at_least or at_most")
        if counts and not self.kinds:
            raise ValueError(f"a rule of kind '{self.check}' names in 'kinds' the units it is about")
        if self.check == "children" and not (self.of_level or self.of_kinds):
            raise ValueError("a rule about children says in 'of_level' or 'of_kinds' what it counts")
        return self
