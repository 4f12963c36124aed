"""A declared mapping: which column of a user's file is which, in which unit, form, code scheme and vintage.

A mapping is a small YAML text that is kept with the vintage it reads. It becomes the same declaration that a source
has, so a mapped file is read by the same strict rules as a publisher's.
"""

from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from gwanje.evidence.columns import MonthForm
from gwanje.foundation.content import Record, parse_record

Flow = Literal["import", "export"]
Iso3 = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z][A-Z0-9]{2}$")]
USD = {"USD": 1.0, "thousand USD": 1e3, "million USD": 1e6}
TONNES = {"t": 1.0, "kg": 0.001, "g": 1e-6, "thousand t": 1e3}


class MappedFile(Record):
    """How the bytes of the file are laid out."""

    format: Literal["csv", "xlsx", "parquet", "json", "xml"] = "csv"
    encoding: Literal["utf-8", "cp1252", "cp949"] = "utf-8"
    separator: str = Field(default=",", min_length=1, max_length=1)
    sheet: str = ""
    header_row: int = Field(default=1, ge=1)
    first_row: int = Field(default=0, ge=0)
    records_at: str = ""


class MappedWord(Record):
    """A word that is the same in every row, or a column whose texts stand for such words."""

    column: str = ""
    constant: str = ""
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if bool(self.column) == bool(self.constant):
            raise ValueError("give either column, with words, or constant")
        return self


class MappedMonth(Record):
    """The column of the month and how it is written."""

    column: str
    form: MonthForm


class MappedItem(Record):
    """The column of the item code, with the scheme and vintage of the codes (Convention I3)."""

    column: str
    scheme: str = Field(min_length=1)
    vintage: int = Field(ge=1988)


class MappedPartner(Record):
    """The column of the partner and the list its codes belong to."""

    column: str
    list: Literal["iso2", "iso3", "own"]
    codes: dict[str, Iso3] = Field(default_factory=dict, description="own codes, or codes beside those of the list")


class MappedAmount(Record):
    """A column of amounts and its unit; `unit` says by what it is multiplied to USD or tonnes."""

    column: str
    unit: str


class MappedFlow(Record):
    """The amounts of one flow, where imports and exports stand in columns of their own."""

    value: MappedAmount
    mass: MappedAmount | None = None


class MappedTotals(Record):
    """Rows that are totals: left out and counted."""

    column: str
    values: tuple[str, ...] = Field(min_length=1)


class Mapping(Record):
    """A user's customs file, declared."""

    reporter: Iso3
    file: MappedFile = MappedFile()
    month: MappedMonth
    item: MappedItem
    partner: MappedPartner
    flow: MappedWord | None = None
    value: MappedAmount | None = None
    mass: MappedAmount | None = None
    flows: dict[Flow, MappedFlow] = Field(default_factory=dict)
    state: MappedWord
    totals: tuple[MappedTotals, ...] = ()
    thousands: str = ""
    missing: tuple[str, ...] = Field(default=(), description="words that stand for a missing amount")
    ignore: dict[str, str] = Field(default_factory=dict, description="columns left out, each with the reason")

    @model_validator(mode="after")
    def _has_amounts_once(self) -> Self:
        if bool(self.flows) == (self.value is not None and self.flow is not None):
            raise ValueError("give either flow and value (and mass), or flows with the columns of each")
        if self.flows and (self.flow or self.value or self.mass):
            raise ValueError("with flows, leave out flow, value and mass")
        _one_unit(self._amounts("value"), USD, "value")
        _one_unit(self._amounts("mass"), TONNES, "mass")
        if unknown := self.states - {"provisional", "confirmed", "year_to_date"}:
            raise ValueError(f"a state is provisional, confirmed or year_to_date, not {', '.join(sorted(unknown))}")
        flows = set(self.flow.words.values()) or {self.flow.constant} if self.flow else set()
        if other := flows - {"import", "export"}:
            raise ValueError(f"a flow is import or export, not {', '.join(sorted(other))}")
        return self

    @property
    def states(self) -> frozenset[str]:
        """Every state that a row of the file can have."""
        return frozenset(self.state.words.values()) or frozenset({self.state.constant})

    def _amounts(self, which: Literal["value", "mass"]) -> list[MappedAmount]:
        given = [getattr(self, which), *(getattr(flow, which) for flow in self.flows.values())]
        return [amount for amount in given if amount is not None]


def _one_unit(amounts: list[MappedAmount], units: dict[str, float], which: str) -> None:
    for amount in amounts:
        if amount.unit not in units:
            raise ValueError(f"the unit of {which} is one of {', '.join(units)}, not '{amount.unit}'")
    if len({amount.unit for amount in amounts}) > 1:
        raise ValueError(f"the {which} columns of all flows are in one unit")


@lru_cache(maxsize=64)
def read_mapping(text: str) -> Mapping:
    """The mapping of a text; an unknown key, unit or state is refused with its line."""
    return parse_record(text, "mapping", Mapping)
