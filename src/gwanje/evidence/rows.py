"""Rows as content: which are left out, how one becomes several, which belong here, and what history they must fit."""

from pydantic import Field

from gwanje.evidence.columns import ColumnName
from gwanje.foundation.content import Record


class DroppedRows(Record):
    """Rows of the file that are no data, for example totals: left out and counted."""

    column: str
    values: tuple[str, ...] = Field(min_length=1)
    because: str = Field(min_length=1)
    totals: tuple[str, ...] = Field(default=(), description="columns whose sum over the other rows the row must tell")


class RowParts(Record):
    """One row of the file that holds several rows of the table, for example imports beside exports."""

    column: ColumnName
    values: dict[str, dict[ColumnName, str]] = Field(
        min_length=1, description="by value of the column: for each column of the table its column of the file"
    )


class KeptRows(Record):
    """Rows that belong into this table; the others belong into another one of the same file."""

    column: ColumnName
    values: tuple[str, ...] = Field(min_length=1)


class ShiftCheck(Record):
    """How a shifted decimal shows: unit values against the earlier months of the same key."""

    by: tuple[ColumnName, ...] = Field(min_length=1)
    time: ColumnName
    value: ColumnName
    mass: ColumnName
    goods: ColumnName = Field(default="item", description="column of the goods: one market moves one of them, not all")
    factor: float = Field(default=1000.0, gt=1)
    within: float = Field(default=2.0, gt=1, description="a ratio counts as shifted from factor / within on")
    share: float = Field(default=0.5, gt=0, le=1, description="refused from this share of the comparable cells on")
    at_least: int = Field(default=3, ge=1, description="and from so many shifted cells on; fewer are noted")
