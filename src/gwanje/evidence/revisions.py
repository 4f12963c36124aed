"""What a new file changes in months that are known already: told with both sides, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pyarrow as pa

    from gwanje.evidence.harmonise import Harmonised
    from gwanje.evidence.rows import ShiftCheck

_SHOWN = 5
_WORTH_COUNTING = 1e-9
_STATE = "state"


def ask(known: ibis.Table, expression: Any) -> pa.Table:
    """The answer of the engine that holds the history."""
    return known.get_backend().to_pyarrow(expression)


def revised(made: Harmonised, known: ibis.Table) -> list[str]:
    """How the file changes months that are known already."""
    check, grain = made.spec.shifts, list(made.spec.grain)
    assert check is not None
    months = sorted(pc.unique(made.table[check.time]).to_pylist())
    before = known.filter(known[check.time].isin(months))
    states = [_STATE] if _STATE in made.table.column_names else []
    new = ibis.memtable(made.table.select([*grain, check.value, check.mass, *states]))
    now = new.rename({"new_value": check.value, "new_mass": check.mass} | {f"new_{name}": name for name in states})
    both = now.inner_join(before, grain)
    known_already = _count(known, both)
    if not known_already:
        return []
    told = _changed(both, check)
    rows = ask(known, told.order_by(ibis.desc(told["gap"]), *grain).limit(_SHOWN)).to_pylist()
    many = _count(known, told)
    note = f"{made.spec.name}: {known_already:,} cells of {months[0]} to {months[-1]} were known already"
    note += "" if many else ", none is revised"
    for row in rows:
        key = ", ".join(str(row[name]) for name in grain)
        note += f"; revised: {key}: {_told(row, check)}"
    note += f"; and {many - len(rows)} more revised" if many > len(rows) else ""
    note += _less_sure(known, both) if states else ""
    where = _same(before, new, [name for name in grain if name not in {"partner", "partner_code"}])
    gone = _count(known, before.filter(where).anti_join(now, grain))
    note += f"; {gone:,} cells known before are not in this file: they stay as last told" if gone else ""
    return [note]


def _changed(both: ibis.Table, check: ShiftCheck) -> ibis.Table:
    """The cells whose value or mass is another one now; a number that came or went missing counts too."""
    scale = ibis.greatest(both[check.value].abs(), both["new_value"].abs(), 1.0)
    gap = (both["new_value"] - both[check.value]).abs() / scale
    tonnes = ibis.greatest(both[check.mass].abs(), both["new_mass"].abs(), _WORTH_COUNTING)
    heavier = (both["new_mass"] - both[check.mass]).abs() / tonnes
    went = (both["new_value"].isnull() != both[check.value].isnull()) | (
        both["new_mass"].isnull() != both[check.mass].isnull()
    )
    return both.filter((gap > _WORTH_COUNTING) | (heavier > _WORTH_COUNTING) | went).mutate(gap=gap)


def _less_sure(known: ibis.Table, both: ibis.Table) -> str:
    """Months that were confirmed before and are told as provisional now: the later file counts all the same."""
    back = _count(known, both.filter(both[_STATE] == "confirmed", both[f"new_{_STATE}"] == "provisional"))
    return f"; {back:,} cells that were confirmed are provisional in this file, and count as that now" if back else ""


def _same(before: ibis.Table, new: ibis.Table, keys: Sequence[str]) -> Any:
    """Rows of the items, months and flows that the file has."""
    return reduce(and_, [before[name].isin(new.select(name).distinct()[name]) for name in keys])


def _told(row: dict[str, Any], check: ShiftCheck) -> str:
    return (
        f"{_plain(row[check.value])} to {_plain(row['new_value'])} USD, "
        f"{_plain(row[check.mass])} to {_plain(row['new_mass'])} t"
    )


def _plain(number: float | None) -> str:
    return "missing" if number is None else f"{number:,.6g}"


def _count(known: ibis.Table, rows: ibis.Table) -> int:
    return int(ask(known, rows.aggregate(n=rows.count())).to_pylist()[0]["n"])
