"""Relapses that pull an inspection forward; apart, because reading a year of trade imports pandas."""

from collections.abc import Iterable

from gwanje.answers.depending import trade_sources
from gwanje.answers.relapsing import relapse
from gwanje.answers.tower import Pull, Tower
from gwanje.foundation.instants import AsOf, known_day


def relapsed(tower: Tower, items: Iterable[str], as_of: AsOf) -> dict[str, Pull]:
    """The items of which the newest year of trade shows a relapse, from the day that year became known."""
    found: dict[str, Pull] = {}
    for item in items:
        snapshots = [s for source in trade_sources(tower) for s in tower.vintages.snapshots(source)]
        known = max((s.known for s in snapshots if s.known <= as_of.known), default=None)
        for series in relapse(tower, as_of, item=item).series if known is not None else ():
            newest = series.latest[-1].period if series.latest else ""
            if known is not None and any(one.met.period == newest for one in series.relapses):
                found[item] = (f"relapse of {series.series} in {newest}", known_day(known, tower.zone))
    return found
