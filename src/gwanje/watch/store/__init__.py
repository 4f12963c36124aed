"""The doors of `watch` to what is kept: trade in the warehouse, and acts of people in the journal.

::

    TradeStore(warehouse).tables(codes, "KOR", known)
    WatchStore(journal).levels.adopt(decision, by="kr-u01", at=instant, base=4)
"""

from gwanje.watch.store.acts import ActStream
from gwanje.watch.store.code_trees import CodeTrees
from gwanje.watch.store.full_year import FULL_YEAR, FullYears
from gwanje.watch.store.room import WatchStore
from gwanje.watch.store.trade import TABLE, TradeStore
from gwanje.watch.store.trade_years import ToldYear, TradeYears

__all__ = [
    "FULL_YEAR",
    "TABLE",
    "ActStream",
    "CodeTrees",
    "FullYears",
    "ToldYear",
    "TradeStore",
    "TradeYears",
    "WatchStore",
]
