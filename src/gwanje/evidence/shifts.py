"""A new file beside what is known already: shifted decimals are refused or noted.

A decimal that moved by three places shows in the unit value: value and mass of one item and partner move together from
month to month, unit values stay within a small factor. The comparison is against the median of the months known before.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.harmonise import Harmonised
from gwanje.evidence.readers import refused
from gwanje.evidence.revisions import ask, revised
from gwanje.evidence.rows import ShiftCheck
from gwanje.evidence.warehouse import connect
from gwanje.evidence.whole_months import check_levels, check_sums

_MONTHS_BACK = 12
_MONTHS_TO_COMPARE = 3
_SHOWN = 5


@dataclass(frozen=True)
class _Cell:
    """One cell whose unit value is off, with both sides."""

    index: int
    column: str
    found: float
    usual: float
    unit_value: float
    usual_unit_value: float
    months: int


def compare(made: Harmonised, known: ibis.Table | None) -> list[str]:
    """What the history says of a new file; raises where the file as a whole is off by the factor."""
    if made.spec.shifts is None:
        return []
    absent = _absent(made, made.spec.shifts)
    if known is None:
        return absent + _among_itself(made, made.spec.shifts)
    beside = _asked_once(made, made.spec.shifts, known)
    notes = _shifted(made, made.spec.shifts, known, beside)
    notes += check_levels(made, beside, known)
    notes += check_sums(made, made.spec.shifts, known)
    return absent + notes + revised(made, known)


def _absent(made: Harmonised, check: ShiftCheck) -> list[str]:
    """How many rows tell no value or no mass: missing, never zero."""
    rows = len(made.table)
    counted = [(name, made.table[name].null_count) for name in (check.value, check.mass)]
    return [f"{made.spec.name}: {count:,} of {rows:,} rows tell no {name}" for name, count in counted if count]


def _among_itself(made: Harmonised, check: ShiftCheck) -> list[str]:
    """Without a history the months of a file are compared with one another, where it has several."""
    none = f"{made.spec.name}: no earlier month is known, so unit values were not compared"
    if len(pc.unique(made.table[check.time])) < _MONTHS_TO_COMPARE:
        return [none]
    connection = connect(Path(":memory:"), read_only=False)
    try:
        own = connection.create_table("own", made.table)
        notes = check_levels(made, _asked_once(made, check, own), own)
        return [f"{none} with any but its own", *notes, *check_sums(made, check, own)]
    finally:
        connection.disconnect()


def check_months_are_over(made: Harmonised, known: datetime, zone: ZoneInfo) -> None:
    """A month that was not over when the file was public is not a month's figure yet."""
    column = made.spec.over_by_known
    running = known.astimezone(zone).strftime("%Y-%m")
    unfinished = pc.greater_equal(made.table[column], running)
    if not pc.any(unfinished).as_py():
        return
    row = pc.index(unfinished, pa.scalar(True)).as_py()  # noqa: FBT003 - an Arrow call
    raise refused(
        "The file tells of a month that was not over when it was public",
        made.raw.place(row, made.spec.column(column).from_),
        expected=f"a month before {running}, because the file counts as public from {known.isoformat()}",
        found=str(made.table[column][row]),
        remedy="Load it with the time it was published, or declare part-months as year_to_date in a mapping",
    )


def _shifted(made: Harmonised, check: ShiftCheck, known: ibis.Table, beside: ibis.Table) -> list[str]:
    limit = math.log10(check.factor / check.within)
    off = (beside["value"] / beside["mass"] / beside["usual_unit_value"]).log10().abs() >= limit
    counted = beside.aggregate(
        compared=beside.count(),
        off=off.ifelse(1, 0).sum(),
        **{name: beside[name].sum() for name in ("value", "mass", "usual_value", "usual_mass")},
    )
    sums = ask(known, counted).to_pylist()[0]
    compared, many = int(sums["compared"]), int(sums["off"] or 0)
    if not compared:
        return [f"{made.spec.name}: none of its items and partners is known from earlier months: nothing to compare"]
    if not many:
        _whole_file(made, check, sums, limit)
        return [f"{made.spec.name}: unit values of {compared:,} cells compared with earlier months: none is off"]
    cells = [_cell(row, check) for row in ask(known, beside.filter(off).order_by("index").limit(_SHOWN)).to_pylist()]
    if many >= check.at_least and many >= check.share * compared:
        first = cells[0]
        raise refused(
            f"The column of '{first.column}' is off by a factor of about {_times(first)} against earlier months",
            _place(made, first),
            expected=f"about {first.usual_unit_value:.3g} {_per(made, check)}, the median of {first.months} months",
            found=f"{first.unit_value:.3g} {_per(made, check)}; so in {many:,} of {compared:,} comparable cells",
            remedy="Check unit and decimals of the column; a unit that the publisher changed is declared in a mapping",
        )
    _whole_file(made, check, sums, limit)
    listed = "; ".join(
        f"{_place(made, cell)}: {cell.unit_value:.3g} {_per(made, check)}, usually {cell.usual_unit_value:.3g}"
        for cell in cells
    )
    more = f"; and {many - len(cells):,} more" if many > len(cells) else ""
    return [f"{made.spec.name}: {many:,} of {compared:,} unit values are off by hundreds or more: {listed}{more}"]


def _asked_once(made: Harmonised, check: ShiftCheck, known: ibis.Table) -> ibis.Table:
    """Each new row beside its history, joined once for all that is asked of it."""
    return ibis.memtable(ask(known, _beside_history(made, check, known)))


def _beside_history(made: Harmonised, check: ShiftCheck, known: ibis.Table) -> ibis.Table:
    """Each new row that has a history: its amounts, and the medians of the months known before."""
    keys = list(check.by)
    table = made.table.append_column("index", pa.array(range(len(made.table)), type=pa.int64()))
    new = ibis.memtable(table.select([*keys, check.time, check.value, check.mass, "index"]))
    since = _earlier(pc.max(made.table[check.time]).as_py(), _MONTHS_BACK)
    past = known.filter(known[check.time] >= since, known[check.value] > 0, known[check.mass] > 0)
    past = past.semi_join(new, keys)
    usual = past.group_by(keys).aggregate(
        usual_unit_value=(past[check.value] / past[check.mass]).median(),
        usual_value=past[check.value].median(),
        usual_mass=past[check.mass].median(),
        months=past[check.time].nunique(),
    )
    new = new.filter(new[check.value] > 0, new[check.mass] > 0)
    joined = new.inner_join(usual, keys)
    return joined.select(
        "index", "usual_unit_value", "usual_value", "usual_mass", "months",
        value=joined[check.value], mass=joined[check.mass], month=joined[check.time], goods=joined[check.goods],
    )  # fmt: skip


def _cell(row: dict[str, Any], check: ShiftCheck) -> _Cell:
    """The cell of a row that moved further from its median: the value or the mass."""
    by_value = abs(math.log10(row["value"] / row["usual_value"]))
    by_mass = abs(math.log10(row["mass"] / row["usual_mass"]))
    which = "value" if by_value > by_mass else "mass"
    column = check.value if which == "value" else check.mass
    unit_value = row["value"] / row["mass"]
    return _Cell(
        row["index"], column, row[which], row[f"usual_{which}"], unit_value, row["usual_unit_value"], row["months"]
    )


def _whole_file(made: Harmonised, check: ShiftCheck, sums: dict[str, Any], limit: float) -> None:
    """Value and mass that moved together leave every unit value as it was: their sums show it."""
    if sums["compared"] < check.at_least:
        return
    for which, column in (("value", check.value), ("mass", check.mass)):
        found, usually = sums[which], sums[f"usual_{which}"]
        if abs(math.log10(found / usually)) >= limit:
            raise refused(
                f"The sum of '{column}' is off by a factor of about {found / usually:.3g} against earlier months",
                made.raw.file,
                expected=f"about {usually:.3g}, the sum of the medians of {sums['compared']:,} items and partners",
                found=f"{found:.3g}",
                remedy="Check unit and decimals of the column; where the publisher changed it, declare it in a mapping",
            )


def _place(made: Harmonised, cell: _Cell) -> str:
    return made.raw.place(cell.index, made.spec.column(cell.column).from_ or cell.column)


def _per(made: Harmonised, check: ShiftCheck) -> str:
    return f"{made.spec.column(check.value).unit} per {made.spec.column(check.mass).unit}"


def _times(cell: _Cell) -> str:
    ratio = cell.found / cell.usual
    return f"{ratio:,.0f}" if ratio >= 1 else f"1/{1 / ratio:,.0f}"


def _earlier(month: str, back: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 - back
    return f"{count // 12}-{count % 12 + 1:02d}"
