"""Whole months that are off though each cell looks usual: a level moved by one place, sums that run on from January.

A market moves one item; a slip of the decimal point, or a sum from January on, moves all. So a month is refused only
where many items say the same, and noted where few do.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import ibis

from gwanje.evidence.readers import refused
from gwanje.evidence.revisions import ask

if TYPE_CHECKING:
    from gwanje.evidence.harmonise import Harmonised
    from gwanje.evidence.rows import ShiftCheck

_MANY_CELLS, _MANY_GOODS, _FEW = 20, 10, 3
_NOTED, _REFUSED = 3.0, 7.0
_RISING = 0.95


def check_levels(made: Harmonised, beside: ibis.Table, known: ibis.Table) -> list[str]:
    """Compare the middle cell of each month with its usual: by unit value, by value and by mass."""
    unit = beside["value"] / beside["mass"] / beside["usual_unit_value"]
    value, mass = beside["value"] / beside["usual_value"], beside["mass"] / beside["usual_mass"]
    told = beside.group_by("month").aggregate(
        cells=beside.count(),
        goods=beside["goods"].nunique(),
        unit=unit.median(),
        value=value.median(),
        mass=mass.median(),
    )
    rows = ask(known, told.order_by("month")).to_pylist()
    return [_level(made, row) for row in rows if row["cells"] >= _FEW and _furthest(row) >= _NOTED]


def _furthest(row: dict[str, Any]) -> float:
    """How far the unit value is off, or value and mass together."""
    return max(_off(row["unit"]), min(_off(row["value"]), _off(row["mass"])))


def _level(made: Harmonised, row: dict[str, Any]) -> str:
    """What to say of a month whose middle cell is off; raises where so many cells of so many items are no market's."""
    found = (
        f"unit value {row['unit']:.3g}, value {row['value']:.3g}, mass {row['mass']:.3g} times the usual in the "
        f"middle one of {row['cells']:,} cells of {row['goods']:,} items"
    )
    together = (row["value"] > 1) == (row["mass"] > 1)
    by_unit = _off(row["unit"]) >= _REFUSED and row["cells"] >= _MANY_CELLS
    by_both = together and min(_off(row["value"]), _off(row["mass"])) >= _REFUSED and row["goods"] >= _MANY_GOODS
    if by_unit or by_both:
        raise refused(
            f"The month {row['month']} as a whole is off against the other months",
            made.raw.file,
            expected="about the usual, the median of the months known",
            found=found,
            remedy="Check unit and decimals of value and mass; a unit that changed is declared in a mapping",
        )
    check = "check unit and decimals, and that it is a whole month"
    return f"{made.spec.name}: {row['month']} is far from the other months: {found}; {check}"


def check_sums(made: Harmonised, check: ShiftCheck, known: ibis.Table) -> list[str]:
    """Whether months of a year only ever rise from one to the next, as sums from January on do."""
    keys = list(check.by)
    new = _dated(ibis.memtable(made.table.select([*keys, check.time, check.value])), check)
    past = _dated(known.select(*keys, check.time, check.value), check)
    before = new.union(past.anti_join(new, [*keys, "year", "number"]))
    before = before.mutate(number=before["number"] + 1).rename(prior="amount")
    pairs = new.inner_join(before, [*keys, "year", "number"]).filter(lambda t: (t["prior"] > 0) & (t["amount"] > 0))
    told = pairs.aggregate(
        pairs=pairs.count(),
        rising=(pairs["amount"] >= pairs["prior"]).ifelse(1, 0).sum(),
        higher=(pairs["amount"] > pairs["prior"]).ifelse(1, 0).sum(),
        goods=pairs[check.goods].nunique(),
    )
    row = ask(known, told).to_pylist()[0]
    many, rising = int(row["pairs"]), int(row["rising"] or 0)
    if many < _FEW or rising < _RISING * many or int(row["higher"] or 0) < many / 2:
        return []
    found = f"{rising:,} of {many:,} cells, of {row['goods']:,} items, are no lower than the month before"
    if many >= _MANY_CELLS and row["goods"] >= _MANY_GOODS:
        raise refused(
            "The months read like sums from January on",
            made.raw.file,
            expected="months that rise and fall",
            found=found,
            remedy="Declare the rows as year_to_date in a mapping: they are kept apart from months",
        )
    return [f"{made.spec.name}: {found}; if they are sums from January on, declare them as year_to_date in a mapping"]


def _dated(rows: ibis.Table, check: ShiftCheck) -> ibis.Table:
    time = rows[check.time]
    return rows.select(
        *check.by, year=time.substr(0, 4), number=time.substr(5, 2).cast("int64"), amount=rows[check.value]
    )


def _off(times: float) -> float:
    """How far a ratio is from one, as a factor of at least one."""
    return math.exp(abs(math.log(times))) if times > 0 else math.inf
