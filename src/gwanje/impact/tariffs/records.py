"""Tariffs as content: one row for each legal basis and period, with its source; lines of a schedule."""

from typing import Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import Iso3, Key, OpaqueId
from gwanje.foundation.instants import ValidInstant

Stage = Literal["base", "preference", "safeguard", "security", "emergency", "exemption"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The fixed order in which rows are stacked; exemptions decide last."""
Rule = Literal["replace", "add", "content_share", "floor", "max_of", "exempt_if"]
RULES: tuple[Rule, ...] = get_args(Rule)
"""The fixed order within a stage."""
EVERY = "*"
"""Every product, or every partner."""


class TariffWords(Record):
    """A few words in both languages."""

    en: str = Field(min_length=1)
    ko: str = Field(min_length=1)


def tariff_words(en: str, ko: str) -> TariffWords:
    """Words made here, not read."""
    return TariffWords(en=en, ko=ko)


class SpecificDuty(Record):
    """A duty by quantity: so much money for one unit; it is a rate only beside a unit value."""

    amount: float = Field(ge=0, allow_inf_nan=False)
    currency: str = Field(min_length=1)
    per: str = Field(min_length=1)


class RivalRate(Record):
    """Another rate that a side of a disagreement claims for the same row."""

    claim: OpaqueId
    rate: float = Field(gt=-1, allow_inf_nan=False)


class TariffLine(CitedRecord):
    """A line of the importer's schedule whose rows are recorded."""

    code: str
    names: TariffWords
    whole_of: str = Field(default="", description="the subheading that has no other line")


class TariffRow(CitedRecord):
    """One duty of one legal basis for some products, from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: OpaqueId
    fact: OpaqueId | None = Field(default=None, description="the dated fact this row puts into numbers")
    basis: Key
    stage: Stage
    article: str = Field(min_length=1)
    rule: Rule
    rate: float | None = Field(default=None, gt=-1, allow_inf_nan=False)
    specific: SpecificDuty | None = None
    not_recorded: TariffWords | None = Field(default=None, description="why there is no rate here")
    products: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = Field(default=(), description="products it may cover: nobody recorded which")
    question: TariffWords | None = Field(default=None, description="what would settle whether it covers them")
    partners: tuple[str, ...] = Field(min_length=1)
    start: ValidInstant = Field(alias="from")
    until: ValidInstant | None = Field(default=None, description="its own end, not included")
    replaces: tuple[OpaqueId, ...] = Field(default=(), description="rows that end where this one begins")
    scope_share: float | Literal["unknown"] = Field(default=1.0, description="share of the trade in its products")
    content: Key | None = None
    content_share: float | None = Field(default=None, ge=0, le=1)
    exempts: tuple[Key, ...] = ()
    where: tuple[Key, ...] = Field(default=(), description="bases one of which must apply for the exemption")
    standing: Literal["enacted", "announced"] = "enacted"
    rivals: tuple[RivalRate, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for holds, why in self._promises():
            if not holds:
                raise ValueError(why)
        return self

    def _promises(self) -> list[tuple[Any, str]]:
        """What every row must keep, and the words for one that does not."""
        priced = self.rate is not None or self.specific is not None
        exempting = self.rule == "exempt_if"
        share = self.scope_share
        return [
            (self.products or self.perhaps, "a row names its products, or says which it perhaps covers"),
            (exempting == (self.stage == "exemption"), "the rule exempt_if and the stage exemption go together"),
            (exempting or priced != (self.not_recorded is not None), "a row has a rate, or says why none is recorded"),
            (not (exempting and (priced or self.not_recorded)), "an exemption has no rate"),
            (exempting == bool(self.exempts), "an exemption, and only one, names the bases it exempts from"),
            (exempting or not self.where, "only an exemption has where"),
            (self.stage not in ("base", "preference") or self.rule == "replace", "a base rate has the rule replace"),
            (self.specific is None or self.rule in ("add", "replace"), "a specific duty is added or replaces"),
            ((self.rule == "content_share") == (self.content is not None), "content goes with the rule content_share"),
            (self.content is not None or self.content_share is None, "content_share says what the content is"),
            (share == "unknown" or 0 < share <= 1, "scope_share is above 0 and at most 1, or unknown"),
            (self.question or not (self.perhaps or share == "unknown"), "an open scope has a question to settle it"),
            (self.until is None or self.start < self.until, "a row ends after it begins"),
            (self.id not in self.replaces, "a row does not replace itself"),
            (all(rival.claim in self.claims for rival in self.rivals), "a rival rate names a claim of this row"),
            (self.status != "conflicting" or self.claims, "a conflicting row names its disagreement in claims"),
        ]  # fmt: skip


class TariffStackFile(Record):
    """What one importer levies: its schedule, the days the content speaks for, its lines and rows."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    importer: Iso3
    exporters: tuple[str, ...] = Field(min_length=1, description="partners whose rows are recorded whole")
    schedule: str = Field(pattern=r"^[a-z][a-z-]*\d{4}$", description="scheme and edition of its lines")
    harmonized: str = Field(pattern=r"^hs\d{4}$", description="the HS edition its first six digits are")
    start: ValidInstant = Field(alias="from", description="nothing is claimed before")
    until: ValidInstant = Field(description="nothing is claimed from then on")
    leaves_out: TariffWords | None = Field(default=None, description="duties that no row stands for")
    lines: tuple[TariffLine, ...] = Field(min_length=1)
    rows: tuple[TariffRow, ...] = Field(min_length=1)
