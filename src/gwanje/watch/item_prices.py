"""Which published price is that of a watched item, as content says; an item that is not listed has none."""

from collections.abc import Mapping

from gwanje.foundation.content import Record, parse_records, unique_records
from gwanje.foundation.identifiers import Key
from gwanje.watch.measures import Phrase

ITEM_PRICES_FILE = "indicators/item-prices.yaml"


class ItemPrice(Record):
    """One item and the series of the loaded price table that is read for it."""

    item: Key
    series: str
    note: Phrase | None = None


def item_prices(texts: Mapping[str, str]) -> dict[str, ItemPrice]:
    """The price series of every item that has one, by key of the item.

    Shapes and units:
        texts: content files by path. Result: one entry for each item that is listed; none where there is no file.

    Source:
        Content; which series is read for an item is a choice that stands there with its words.

    Differs:
        Nothing.

    Raises:
        ContentError: an item stands twice, or the file does not hold the keys of its record.

    Example:
        >>> text = "- {item: pixie-dust, series: Dust}"
        >>> item_prices({ITEM_PRICES_FILE: text})["pixie-dust"].series
        'Dust'
    """
    every = parse_records(texts.get(ITEM_PRICES_FILE, ""), ITEM_PRICES_FILE, ItemPrice)
    return unique_records("price of an item", ((one.item, one) for one in every))
