"""The door of `watch` to monthly customs figures: every vintage known by then, each row with when it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import ibis

    from gwanje.evidence.warehouse import Warehouse

CUSTOMS_TABLE = "customs_monthly"
Flow = Literal["import", "export"]


@dataclass(frozen=True, slots=True)
class CustomsMonths:
    """Customs figures of one reporter, revisions beside what they revised."""

    warehouse: Warehouse

    def rows(self, reporter: str, flow: Flow, known: datetime) -> Any | None:
        """An Arrow table of item, partner, month, value_usd, mass_t, state, source and known; oldest first.

        None where nothing was known yet. A row that another one replaced at the instant it became known never stood.
        """
        if CUSTOMS_TABLE not in self.warehouse.table_names:
            return None
        if not self.warehouse.vintages_known(CUSTOMS_TABLE, known):
            return None
        table = self._every_vintage(known)
        stood = table.superseded.isnull() | (table.superseded > table.known)
        mine = table.filter(table.reporter == reporter, table.flow == flow, stood)
        labelled = mine.select(
            "month",
            "value_usd",
            "mass_t",
            "state",
            "source",
            "known",
            item=mine.item_scheme + mine.item_vintage.cast("string") + ":" + mine["item"],
            partner=mine.partner.fill_null(mine.partner_code),
        )
        return labelled.order_by("item", "partner", "month", "known").to_pyarrow()

    def _every_vintage(self, known: datetime) -> ibis.Table:
        """What was superseded later stands here too: it was what people saw until then."""
        chosen = [snapshot.id for snapshot in self.warehouse.vintages_known(CUSTOMS_TABLE, known)]
        table = self.warehouse.table(CUSTOMS_TABLE)
        return table.filter(table["snapshot"].isin(chosen))
