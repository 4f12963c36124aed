"""The door of `watch` to loaded tables about materials: rows as they were known at an instant, no calculation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gwanje.watch.criticality.eu_records import PublishedScore, SupplyRow, UseRow
from gwanje.watch.criticality.usgs import StatisticRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gwanje.evidence.warehouse import Warehouse

SCORES, WORLD_SUPPLY, EU_SUPPLY, USES = "crm_scores", "crm_global_supply", "crm_eu_supply", "crm_uses"
GOVERNANCE = "governance_estimates"
STABILITY = "political_stability"
STATISTICS = "mineral_statistics"
MINING = "mine_production"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MaterialStore:
    """Tables about materials; a table nobody has loaded, or that was not public then, is None and never empty rows."""

    warehouse: Warehouse

    def has(self, table: str, known: datetime) -> bool:
        """Whether a vintage of the table was known then."""
        return table in self.warehouse.table_names and bool(self.warehouse.vintages_known(table, known))

    def first_known(self, table: str) -> datetime | None:
        """When the first vintage of a table became known; None where nobody has loaded one."""
        return self.warehouse.first_known(table) if table in self.warehouse.table_names else None

    def scores(self, known: datetime, year: int) -> tuple[PublishedScore, ...] | None:
        """Published supply risk and economic importance of one study."""
        rows = self._rows(SCORES, known, ("material", "supply_risk", "economic_importance"), year=year)
        return (
            None
            if rows is None
            else tuple(
                PublishedScore(str(row["material"]), _number(row["supply_risk"]), _number(row["economic_importance"]))
                for row in rows
            )
        )

    def supply(self, table: str, known: datetime) -> tuple[SupplyRow, ...] | None:
        """Supply shares of the world or of the EU as printed."""
        rows = self._rows(table, known, ("material", "stage", "country_name", "share_text", "trade_parameter"))
        return (
            None
            if rows is None
            else tuple(
                SupplyRow(
                    str(row["material"]),
                    str(row["stage"]),
                    str(row["country_name"]),
                    str(row["share_text"] or ""),
                    _number(row["trade_parameter"]),
                )
                for row in rows
            )
        )

    def uses(self, known: datetime) -> tuple[UseRow, ...] | None:
        """Shares of end use as printed, with the value added of the industry."""
        columns = ("material", "application", "share_text", "nace_sector", "value_added_meur")
        rows = self._rows(USES, known, columns)
        return (
            None
            if rows is None
            else tuple(
                UseRow(
                    str(row["material"]),
                    str(row["application"] or ""),
                    str(row["share_text"] or ""),
                    row["nace_sector"],
                    _number(row["value_added_meur"]),
                )
                for row in rows
            )
        )

    def governance(self, known: datetime, year: int) -> dict[str, dict[str, float | None]] | None:
        """The six estimates of one year by country name."""
        rows = self._rows(GOVERNANCE, known, ("country_name", "dimension", "estimate"), year=year)
        if rows is None:
            return None
        found: dict[str, dict[str, float | None]] = {}
        for row in rows:
            found.setdefault(str(row["country_name"]), {})[str(row["dimension"])] = _number(row["estimate"])
        return found

    def stability(self, known: datetime, year: int) -> dict[str, float] | None:
        """Political stability of one year by three letters; a country without an estimate is left out."""
        rows = self._rows(STABILITY, known, ("country", "stability_estimate"), year=year)
        if rows is None:
            return None
        told = {str(row["country"]): _number(row["stability_estimate"]) for row in rows}
        return {country: one for country, one in told.items() if one is not None}

    def statistics(self, known: datetime, chapters: Sequence[str]) -> dict[str, list[StatisticRow]] | None:
        """Rows of some chapters of the Mineral Commodity Summaries, in the order of the file."""
        columns = ("file_row", "chapter", "section", "country_name", "statistic", "statistic_detail", "unit",
                   "year_text", "value_text", "notes")  # fmt: skip
        rows = self._rows(STATISTICS, known, columns, chapter=tuple(chapters))
        if rows is None:
            return None
        found: dict[str, list[StatisticRow]] = {}
        for row in rows:
            texts = [str(row[name] or "") for name in columns[2:]]
            found.setdefault(str(row["chapter"]), []).append(StatisticRow(*texts))
        return found

    def mining(self, known: datetime, mineral: str) -> tuple[Row, ...] | None:
        """Production of one mineral by country and year; what is not reported is None."""
        rows = self._rows(MINING, known, ("mineral", "country", "year", "production", "unit"), mineral=mineral)
        return None if rows is None else tuple({**row, "production": _number(row["production"])} for row in rows)

    def _rows(self, name: str, known: datetime, columns: Iterable[str], **wanted: Any) -> tuple[Row, ...] | None:
        table = self.warehouse.as_known(name, known) if name in self.warehouse.table_names else None
        if table is None:
            return None
        for column, value in wanted.items():
            several = isinstance(value, list | tuple)
            table = table.filter(table[column].isin(list(value)) if several else table[column] == value)
        chosen = [column for column in columns if column in table.columns]
        order = [table["file_row"]] if "file_row" in table.columns else [table[column] for column in chosen]
        rows: list[Row] = table.order_by(order).select(*chosen).to_pyarrow().to_pylist()
        return tuple(rows)


def _number(value: Any) -> float | None:
    """A number of a row; an empty cell and NaN are missing."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None
