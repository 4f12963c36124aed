"""Columns as content: where a value comes from in the file, its type, and what its numbers mean.

A column without unit, basis and vintage is refused here, so nothing unnamed reaches the warehouse (Convention U2).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from gwanje.foundation.content import Record

ColumnName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
ColumnType = Literal["integer", "number", "text", "boolean"]
MonthForm = Literal["YYYY.MM", "YYYYMM", "YYYY-MM", "YYYY/MM", "YYYY-MM-DD", "DD-Mon-YYYY", "YYYYMmm"]
Scalar = str | int | float | bool
NO_LAST_MONTH = "9999-12"
TOOL_COLUMNS = frozenset({"source", "snapshot", "known", "superseded"})


class Lookup(Record):
    """Where a value must stand before it is used: another table, its key column and the column to take."""

    table: ColumnName
    key: ColumnName
    value: ColumnName
    where: dict[str, Scalar] = Field(default_factory=dict)
    vintage_column: str = Field(default="", description="column of `where` that names the vintage, for the message")
    prefix: int = Field(default=0, ge=0, description="compare only the first so many characters; the value stays whole")
    kind: str = "code"


class Mark(Record):
    """Rows that get a word of their own in a status column, with the reason."""

    column: ColumnName
    values: tuple[Scalar, ...]
    word: str
    because: str


class ColumnSpec(Record):
    """One harmonised column: where it comes from, its type, and what its numbers mean."""

    name: ColumnName
    from_: str = Field(default="", alias="from")
    type: ColumnType
    unit: str = Field(min_length=1)
    basis: str = Field(min_length=1)
    vintage: str = Field(min_length=1)
    scale: float = 1.0
    pad: int = 0
    constant: Scalar | None = None
    series: bool = Field(default=False, description="holds the names of the columns that were turned into rows")
    length_of: str = Field(default="", description="column of the file whose characters are counted")
    nothing: bool = Field(default=False, description="the file has no such column: every value is missing")
    row_number: bool = Field(default=False, description="the row of the file, where rows have no key of their own")
    strip: str = Field(default="", description="characters that are removed at both ends of a text")
    month_form: MonthForm | None = Field(default=None, description="how the file writes a month; it becomes YYYY-MM")
    codes: dict[str, str] = Field(default_factory=dict, description="texts and what they become; another is refused")
    codes_file: str = Field(default="", description="content file with more codes, for example codes/iso2.yaml")
    list_file: str = Field(default="", description="content file of codes; a text that is none of them is noted")
    listed: tuple[str, ...] = ()
    lookup: Lookup | None = None
    marks: tuple[Mark, ...] = ()
    words: dict[str, str] = Field(default_factory=dict, description="texts that are no number, and their meaning")
    otherwise: Literal["refuse", "keep"] = "refuse"
    text_column: str = Field(default="", description="column that keeps the text as published")
    thousands: str = ""
    suffix: str = ""
    may_be_missing: bool = False
    code_digits: tuple[int, ...] = Field(default=(), description="how many digits a code has; another text is refused")
    at_least: float | None = Field(default=None, description="the least value allowed")
    within: tuple[float, float] | None = None
    within_months: tuple[str, str] | None = Field(default=None, description="first and last YYYY-MM of the vintage")
    equals: Scalar | None = None

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if self.name in TOOL_COLUMNS:
            raise ValueError(f"the column name '{self.name}' is kept for the warehouse")
        origins = [
            bool(self.from_),
            self.constant is not None,
            self.series,
            self.row_number,
            bool(self.length_of),
            self.nothing,
        ]
        if sum(origins) != 1:
            raise ValueError(
                f"column '{self.name}' has exactly one of: from, constant, series, row_number, length_of, nothing"
            )
        if (self.month_form or self.codes or self.codes_file) and self.type not in {"text", "integer"}:
            raise ValueError(f"column '{self.name}' has a month form or codes, so its type is text or integer")
        if self.code_digits and self.type != "text":
            raise ValueError(f"column '{self.name}' has code digits, so its type is text")
        if self.otherwise == "keep" and not self.text_column:
            raise ValueError(f"column '{self.name}' keeps text, so it needs a text_column")
        return self


class IgnoredColumn(Record):
    """A column of the file that is left out on purpose."""

    name: str
    because: str
