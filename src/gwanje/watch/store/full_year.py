"""The door of `watch` to whole years of trade in all goods that were loaded: what stands beside the embedded slice.

A code and year of the slice is read from the slice; a whole year tells the codes that the slice does not have, and the
years after it. The two are never added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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

FULL_YEAR = "trade_full_year"


@dataclass(frozen=True, slots=True)
class FullYears:
    """Bilateral trade in all goods, by year and revision of the codes, as it was known at an instant."""

    warehouse: Warehouse
    known: datetime

    def covered(self) -> dict[int, tuple[int, ...]]:
        """By revision of the codes the years that were loaded; empty where none was known yet."""
        table = self._table()
        if table is None:
            return {}

        def ask() -> dict[int, tuple[int, ...]]:
            found: dict[int, list[int]] = {}
            for row in table.select("hs_vintage", "year").distinct().order_by("year").to_pandas().itertuples():
                found.setdefault(int(row.hs_vintage), []).append(int(row.year))
            return {vintage: tuple(years) for vintage, years in found.items()}

        return self.warehouse.once((FULL_YEAR, "covered", self.known), ask)

    def years_beside(self, codes: Sequence[Code], sliced: Collection[Code], slice_years: Sequence[int]) -> set[int]:
        """The years that a whole year tells of codes: all that are loaded, or those the slice does not cover."""
        covered = self.covered()
        years = {year for code in self.one_revision(codes, sliced) for year in covered.get(code.vintage, ())}
        return years - set(slice_years) if any(code in sliced for code in codes) else years

    def beside(
        self,
        told: Mapping[str, TradeTables],
        groups: Mapping[str, Sequence[Code]],
        sliced: Collection[Code],
        importer: str,
        years: Sequence[int],
    ) -> dict[str, TradeTables]:
        """The tables of the slice with those of the whole years beside them, for each group of codes."""
        groups = {name: self.one_revision(codes, sliced) for name, codes in groups.items()}
        wanted = {
            name: self.years_beside(codes, sliced, told[name].years if name in told else ())
            for name, codes in groups.items()
        }
        table, codes = self._table(), {code for name, codes in groups.items() if wanted[name] for code in codes}
        if table is None or not codes:
            return dict(told)
        rows = within(table.filter(is_any(table, codes)), years)
        imports, exports = imports_of(rows, importer), world_exports(rows, by_code=True)
        mine, world = by_code(imports), by_code(exports)
        found = dict(told)
        for name, more in wanted.items():
            if more:
                here = TradeTables(
                    _of_years(joined(mine, groups[name], imports), more),
                    _of_years(joined(world, groups[name], exports), more),
                    tuple(sorted(more)),
                )
                inside = any(code in sliced for code in groups[name])
                found[name] = _together(told[name], here) if inside and name in told else here
        return found

    def imports(self, codes: Sequence[Code], importer: str, years: Sequence[int]) -> pd.DataFrame | None:
        """What one country imported of codes in those years and the one before; None where none was known yet."""
        table = self._table()
        return None if table is None else imports_of(within(table.filter(is_any(table, codes)), years), importer)

    def one_revision(self, codes: Sequence[Code], sliced: Collection[Code]) -> tuple[Code, ...]:
        """Codes outside the slice of the revision whose newest year is the latest: the same goods are never added."""
        if any(code in sliced for code in codes):
            return tuple(codes)
        covered = self.covered()
        own = [code for code in codes if code.scheme == "hs" and code.vintage in covered]
        newest = max(((max(covered[code.vintage]), code.vintage) for code in own), default=(0, 0))[1]
        return tuple(code for code in own if code.vintage == newest)

    def _table(self) -> ibis.Table | None:
        return self.warehouse.as_known(FULL_YEAR, self.known) if FULL_YEAR in self.warehouse.table_names else None


def _of_years(rows: pd.DataFrame, years: Collection[int]) -> pd.DataFrame:
    return rows[rows["year"].isin(years)]


def _together(one: TradeTables, other: TradeTables) -> TradeTables:
    """Years of the slice and years of whole files, which have no year in common."""
    import pandas as pd  # noqa: PLC0415 - only where whole years were loaded

    return TradeTables(
        pd.concat([one.imports, other.imports], ignore_index=True),
        pd.concat([one.world_exports, other.world_exports], ignore_index=True),
        tuple(sorted({*one.years, *other.years})),
    )
