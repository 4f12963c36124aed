"""What content says about stocks: since when a count is old, and which claims and facts tell of stocks."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from gwanje.foundation.content import Record, parse_record
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.watch.indicators import Threshold

STOCK_COVER_FILE = "indicators/stock-cover.yaml"


class CitedStock(Record):
    """A disagreement or a fact that tells of stocks; without items it is of no single one."""

    id: OpaqueId
    items: tuple[Key, ...] = ()


class StockCover(Record):
    """What is cited about stocks beside what a person's own file says; nothing of it enters a calculation."""

    stale_after: Threshold | None = Field(default=None, description="age in days above which a count is called old")
    claims: tuple[CitedStock, ...] = ()
    facts: tuple[CitedStock, ...] = ()

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read indicators/stock-cover.yaml; content without it cites nothing and calls no count old."""
        text = files.get(STOCK_COVER_FILE)
        return cls() if text is None else parse_record(text, STOCK_COVER_FILE, cls)
