"""Leading shares over twelve months from a monthly table, for the monthly rule."""

from collections.abc import Iterator
from typing import Literal

from gwanje.answers.monthly_files import MonthlyTable, panel_known, stated_lag
from gwanje.answers.national_codes import international
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch import Share
from gwanje.watch.distress import DistressLimits, twelve_month_leaders

Leaders = dict[Literal["value", "mass", "not reported"], tuple[Share, ...]]


def monthly_leaders(tower: Tower, table: MonthlyTable, item: str, as_of: AsOf) -> Iterator[tuple[str, Leaders]]:
    """Each item of the table, or the one asked for, with its leading shares by value and by mass, as known then."""
    limits = DistressLimits.read(tower.indicator_texts)
    panel = panel_known(table.history, stated_lag(limits), as_of, tower.zone)
    names = sorted({key.item for key in panel.keys})
    wanted = _called(tower, item)
    chosen = [name for name in names if not item or name == wanted or wanted in _items(tower, name)]
    if not chosen:
        raise WrongUseError(
            f"The file has no rows of {item}", place=table.name, expected=", ".join(names[:10]), found=item,
            remedy="Ask for an item of the file, or leave --item out",
        )  # fmt: skip
    for name in chosen:
        yield (
            name,
            {
                "value": twelve_month_leaders(panel, name, by="value_usd"),
                "mass": twelve_month_leaders(panel, name, by="mass_t"),
            },
        )


def _called(tower: Tower, item: str) -> str:
    if not item:
        return ""
    return str(Code.parse(item)) if looks_like_code(item) else tower.items.find(item).key


def _items(tower: Tower, name: str) -> list[str]:
    if not looks_like_code(name):
        return [name]
    return [record.key for record, _ in tower.items.items_of_code(international(Code.parse(name)))]
