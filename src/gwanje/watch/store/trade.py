"""The door of `watch` to the warehouse: one table expression per question, rows with labels, no calculation.

The warehouse comes in open; its tables build the expressions, so neither Ibis nor pandas is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gwanje.foundation.codes import Code
from gwanje.watch.dependence import TradeTables
from gwanje.watch.store.trade_frames import by_code, imports_of, is_any, joined, within, world_exports

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from gwanje.evidence.warehouse import Warehouse

TABLE = "trade"


@dataclass(frozen=True, slots=True)
class TradeStore:
    """Bilateral trade as it was known at an instant."""

    warehouse: Warehouse

    def tables(
        self, codes: Sequence[Code], importer: str, known: datetime, years: Sequence[int] = ()
    ) -> TradeTables | None:
        """Imports of one country and the world's exports of the same codes; None where nothing was known yet.

        Where years are named only they come, and the year before the first, with which it is compared.
        """
        trade = self._known(known)
        if trade is None:
            return None
        rows = within(trade.filter(is_any(trade, codes)), years)
        return TradeTables(imports_of(rows, importer), world_exports(rows), self._covered(trade, known))

    def imports(
        self, codes: Sequence[Code], importer: str, known: datetime, years: Sequence[int]
    ) -> pd.DataFrame | None:
        """The first of these tables alone."""
        trade = self._known(known)
        return None if trade is None else imports_of(within(trade.filter(is_any(trade, codes)), years), importer)

    def tables_of(
        self, groups: Mapping[str, Sequence[Code]], importer: str, known: datetime, years: Sequence[int]
    ) -> dict[str, TradeTables]:
        """The same for many groups of codes, in two questions to the warehouse; empty where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return {}
        rows = within(trade.filter(is_any(trade, {code for codes in groups.values() for code in codes})), years)
        imports, exports = imports_of(rows, importer), world_exports(rows, by_code=True)
        mine, world = by_code(imports), by_code(exports)
        covered = self._covered(trade, known)
        return {
            name: TradeTables(joined(mine, codes, imports), joined(world, codes, exports), covered)
            for name, codes in groups.items()
        }

    def first_known(self) -> datetime | None:
        """When the first vintage of the trade table became known."""
        return self.warehouse.first_known(TABLE) if TABLE in self.warehouse.table_names else None

    def codes(self, known: datetime) -> tuple[Code, ...] | None:
        """Every code that has rows at all, as known then; None where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return None

        def ask() -> tuple[Code, ...]:
            found = trade.select("hs_vintage", "hs").distinct().to_pandas()
            return tuple(sorted(Code("hs", int(row.hs_vintage), str(row.hs)) for row in found.itertuples()))

        return self.warehouse.once((TABLE, "codes", known), ask)

    def years(self, known: datetime) -> tuple[int, ...]:
        """The years the trade table covers, as known then; none where nothing was known yet."""
        trade = self._known(known)
        return () if trade is None else self._covered(trade, known)

    def import_years(self, importer: str, known: datetime) -> dict[Code, tuple[int, ...]]:
        """For every code the years in which the importer has rows, as known then; empty where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return {}
        mine = trade.filter(trade.importer == importer)
        found: dict[Code, list[int]] = {}
        for row in mine.select("hs_vintage", "hs", "year").distinct().order_by("year").to_pandas().itertuples():
            found.setdefault(Code("hs", int(row.hs_vintage), str(row.hs)), []).append(int(row.year))
        return {code: tuple(years) for code, years in found.items()}

    def _known(self, known: datetime) -> ibis.Table | None:
        return self.warehouse.as_known(TABLE, known) if TABLE in self.warehouse.table_names else None

    def _covered(self, trade: ibis.Table, known: datetime) -> tuple[int, ...]:
        def ask() -> tuple[int, ...]:
            return tuple(int(year) for year in sorted(trade.select("year").distinct().to_pandas()["year"]))

        return self.warehouse.once((TABLE, "years", known), ask)
