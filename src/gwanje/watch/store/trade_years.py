"""Which table tells a year of some codes: the embedded slice, or a whole year that was loaded; never both.

A year of the slice is read from the slice alone where it has one of the codes; whole years tell the years beside it,
and codes that it does not have. Codes of one revision are read, never of two: of the slice's revision where there is
one, else of the one whose newest year is the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gwanje.foundation.codes import Code
from gwanje.watch.store.full_year import FULL_YEAR, FullYears
from gwanje.watch.store.trade import TABLE, TradeStore

if TYPE_CHECKING:
    import pandas as pd

    from gwanje.evidence.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class ToldYear:
    """A year of some codes, all of one revision, and the table that tells it."""

    year: int
    table: str
    codes: tuple[Code, ...]
    absent: tuple[Code, ...] = ()
    """Codes of them that the table does not have at all."""


@dataclass(frozen=True, slots=True)
class TradeYears:
    """The slice and the whole years that were loaded, as they were known at an instant."""

    warehouse: Warehouse
    known: datetime

    @property
    def is_empty(self) -> bool:
        """Whether no trade table of either kind was known yet."""
        return self._slice.codes(self.known) is None and not self._covered

    def of(self, codes: Sequence[Code]) -> dict[int, ToldYear]:
        """By year the table that tells it; empty where none has any of the codes."""
        told = [years for revision in self._revisions(codes) if (years := self._of_one(revision))]
        sliced = [years for years in told if years[max(years)].codes[0].vintage in self._slice_vintages]
        return max(sliced or told, key=lambda years: (max(years), years[max(years)].codes[0].vintage), default={})

    def imports(self, told: ToldYear, importer: str) -> pd.DataFrame:
        """What one country imported of the codes in that year: a row for each code and supplier."""
        if told.table == TABLE:
            found = self._slice.imports(told.codes, importer, self.known, (told.year,))
        else:
            found = self._whole.imports(told.codes, importer, (told.year,))
        if found is None:
            raise LookupError(f"{told.table} of {told.year} was not known by {self.known}")
        return found[found["year"] == told.year]

    def _of_one(self, codes: tuple[Code, ...]) -> dict[int, ToldYear]:
        """The years of codes that are all of one revision."""
        whole = self._covered.get(codes[0].vintage, ())
        years = {year: ToldYear(year, FULL_YEAR, codes) for year in whole}
        absent = tuple(code for code in codes if code not in self._sliced)
        if len(absent) < len(codes):
            years |= {year: ToldYear(year, TABLE, codes, absent) for year in self._slice.years(self.known)}
        return dict(sorted(years.items()))

    def _revisions(self, codes: Sequence[Code]) -> list[tuple[Code, ...]]:
        wanted = [code for code in dict.fromkeys(codes) if code.scheme == "hs"]
        vintages = dict.fromkeys(code.vintage for code in wanted)
        return [tuple(code for code in wanted if code.vintage == vintage) for vintage in vintages]

    @property
    def _slice(self) -> TradeStore:
        return TradeStore(self.warehouse)

    @property
    def _whole(self) -> FullYears:
        return FullYears(self.warehouse, self.known)

    @property
    def _covered(self) -> dict[int, tuple[int, ...]]:
        return self._whole.covered()

    @property
    def _sliced(self) -> tuple[Code, ...]:
        return self._slice.codes(self.known) or ()

    @property
    def _slice_vintages(self) -> frozenset[int]:
        return frozenset(code.vintage for code in self._sliced)
