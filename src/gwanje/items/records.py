"""What content says about items: what people watch, with the codes that come and go around it."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from gwanje.foundation.codes import Code
from gwanje.foundation.content import Record
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import KnownInstant, ValidInstant
from gwanje.foundation.markings import Marking, MarkingWord
from gwanje.foundation.names import Names

Coverage = Literal["all", "part", "mixed", "unknown"]
"""How much of a code is the item: all of it; a part; several items of one notice mixed in it; not known."""

COVERAGE_ORDER: dict[Coverage, int] = {"all": 0, "part": 1, "mixed": 2, "unknown": 3}


class Membership(Record):
    """One code that belongs to an item, in one vintage or in several with the same goods, for a period."""

    scheme: str
    code: str
    vintage: int | None = None
    vintages: tuple[int, ...] = ()
    start: ValidInstant | None = Field(default=None, alias="from")
    until: ValidInstant | None = None
    coverage: Coverage
    note: str = ""

    @model_validator(mode="after")
    def _has_vintages_that_parse(self) -> "Membership":
        if (self.vintage is None) == (not self.vintages):
            raise ValueError("a code names its vintage, or its vintages where the goods are the same in all of them")
        if self.coverage != "all" and not self.note:
            raise ValueError("a code that is not wholly the item says why in its note")
        try:
            self.as_codes()
        except WrongUseError as fault:
            raise ValueError(str(fault)) from fault
        return self

    def as_codes(self) -> tuple[Code, ...]:
        """The codes with their vintages."""
        years = self.vintages or (self.vintage,)
        return tuple(Code.parse(f"{self.scheme}{year}:{self.code}") for year in years)


class Trap(Record):
    """A code that looks like the item and is not; it is refused with its reason wherever it is asked for."""

    code: str
    reason: str

    @field_validator("code")
    @classmethod
    def _parses(cls, value: str) -> str:
        try:
            Code.parse(value)
        except WrongUseError as fault:
            raise ValueError(str(fault)) from fault
        return value


class Position(Record):
    """One stage of a chain, from the ground to the product."""

    position: Key
    names: Names


class ChainRecord(Record):
    """The stages of a chain in order, and the product people mean when they name the chain."""

    positions: tuple[Position, ...] = Field(min_length=1)
    main_product: Key | None = None


class StageRecord(Record):
    """Where an item stands in a chain, and what it is made from."""

    chain: Key
    position: Key
    made_from: tuple[Key, ...] = ()


class Grade(Record):
    """The grade of an item under one scheme; a grade nobody publishes is unknown, with the reason."""

    scheme: Key
    grade: str
    reason: str = ""
    sources: tuple[OpaqueId, ...] = ()

    @model_validator(mode="after")
    def _unknown_has_a_reason(self) -> "Grade":
        if self.grade == "unknown" and not self.reason:
            raise ValueError("an unknown grade says why it is unknown")
        if self.grade != "unknown" and not self.sources:
            raise ValueError("a grade cites its source")
        return self


class Designation(Record):
    """An item is designated under a scheme, perhaps for a time; an end that was not read stays so."""

    scheme: Key
    names: Names
    start: ValidInstant | Literal["not known"] = Field(alias="from", union_mode="left_to_right")
    not_later_than: ValidInstant | None = None
    until: ValidInstant | Literal["not read"] | None = Field(default=None, union_mode="left_to_right")
    temporary: bool = False
    fact: OpaqueId
    sources: tuple[OpaqueId, ...] = Field(min_length=1)
    claims: tuple[OpaqueId, ...] = ()
    known: KnownInstant
    note: str = ""


class CitedFigure(Record):
    """A fact that says something where trade data say nothing."""

    fact: OpaqueId
    about: Names


class OtherNames(Record):
    """Further words people use for an item."""

    ko: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class ItemRecord(Record):
    """A thing people watch."""

    id: OpaqueId
    key: Key
    names: Names
    other_names: OtherNames = OtherNames()
    chain: ChainRecord | None = None
    stage: StageRecord | None = None
    codes: tuple[Membership, ...] = ()
    no_codes: str = Field(default="", description="why the item has no code")
    traps: tuple[Trap, ...] = ()
    grades: tuple[Grade, ...] = ()
    designations: tuple[Designation, ...] = ()
    cited: tuple[CitedFigure, ...] = ()
    facts: tuple[OpaqueId, ...] = ()
    sources: tuple[OpaqueId, ...] = Field(min_length=1)
    marking: MarkingWord = Marking.PUBLIC
    note: str = ""

    @field_validator("names", mode="before")
    @classmethod
    def _plain_names(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {lang: {"text": name} if isinstance(name, str) else name for lang, name in value.items()}

    @model_validator(mode="after")
    def _codes_or_a_reason(self) -> "ItemRecord":
        if not self.codes and not self.no_codes:
            raise ValueError("an item without codes says why in 'no_codes'")
        if self.codes and self.no_codes:
            raise ValueError("an item with codes has no reason for having none; keep one of 'codes' and 'no_codes'")
        return self
