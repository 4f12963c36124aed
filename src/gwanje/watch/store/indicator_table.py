"""The indicators of every item and month as one Ibis expression, the same on every engine that Ibis speaks to.

Two steps: `monthly_totals` adds the flows of suppliers to one row per item and month, `indicators` reads shares,
changes and scores from these rows. `refresh` brings both up to date after new or revised months, and touches no other
row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr.types import Table

__all__ = ["FlowColumns", "RankLimits", "indicators", "monthly_totals", "ranked", "refresh"]
WINDOW_MONTHS = 36
FEWEST_MONTHS = 24
ROUNDING = 1e-9  # a standard deviation of logarithms below it is what sums leave of equal numbers


@dataclass(frozen=True, slots=True)
class FlowColumns:
    """What the columns of a table of flows are called; `month` is a whole number that rises by one a month.

    With an empty `mass` everything by mass is left out of the expression, which then says nothing on diversification.
    """

    keys: tuple[str, ...] = ("item",)
    supplier: str = "partner"
    month: str = "month"
    value: str = "value_usd"
    mass: str = "mass_t"

    @property
    def grain(self) -> tuple[str, ...]:
        """The columns of one row of totals."""
        return (*self.keys, self.month)


FLOWS = FlowColumns()


@dataclass(frozen=True, slots=True)
class RankLimits:
    """What the conditions of a ranking are read against: shares and concentration in [0, 1], a change in logarithms."""

    share: float = 0.5
    concentration: float = 0.4
    change: float = 0.1


def monthly_totals(flows: Table, columns: FlowColumns = FLOWS) -> Table:
    """Sums over the suppliers of an item in a month: all that concentration, shares and changes need.

    Shapes and units:
        flows: one row per key, month and supplier; value in USD, mass in t or missing.
        Result: one row per key and month with suppliers (count of those with a value above 0), value_usd, value_squares
        (USD squared), value_top (USD), the same by mass (t), and value_with_mass (USD of suppliers that tell a mass).

    Source:
        Sufficient statistics of the Herfindahl-Hirschman index and the largest share; docs/methods.md.

    Differs:
        Nothing.

    Raises:
        Nothing: the engine reports a missing column.

    Example:
        >>> import ibis
        >>> rows = ibis.memtable({"item": ["a"] * 2, "month": [1, 1], "partner": ["x", "y"],
        ...                       "value_usd": [60.0, 20.0], "mass_t": [3.0, None]})
        >>> told = monthly_totals(rows).to_pyarrow().to_pylist()[0]
        >>> (told["suppliers"], told["value_usd"], told["value_top"], told["mass_t"], told["value_with_mass"])
        (2, 80.0, 60.0, 3.0, 60.0)
    """
    value = flows[columns.value]
    sums = {
        "suppliers": (value > 0).ifelse(1, ibis.null("int8")).count(),  # quicker than a filtered count
        "value_usd": value.sum(),
        "value_squares": (value * value).sum(),
        "value_top": value.max(),
    }
    if columns.mass:
        mass = flows[columns.mass]
        sums |= {
            "mass_t": mass.sum(),
            "mass_squares": (mass * mass).sum(),
            "mass_top": mass.max(),
            "value_with_mass": mass.notnull().ifelse(value, 0.0).sum(),
        }
    return flows.group_by(*columns.grain).aggregate(**sums)


def indicators(totals: Table, columns: FlowColumns = FLOWS) -> Table:
    """Concentration, largest share, changes and the 36-month score of every item and month.

    Shapes and units:
        totals: rows of `monthly_totals`. Result: one row each with suppliers; hhi_value, hhi_mass, top_share_value,
        top_share_mass, mass_coverage (share of the value whose suppliers tell a mass), all in [0, 1]; unit_value
        (USD/t); value_change, mass_change, unit_value_change (natural logarithm against the month before); value_score
        and unit_value_score (standard deviations of the 36 months before). Missing where a part is missing, where a
        denominator is 0, where the month before has no row, where fewer than 24 of the 36 months are told, and where
        these are all equal.

    Source:
        Herfindahl-Hirschman index; standard score against the moments of the months before; docs/methods.md.

    Differs:
        The score uses mean and standard deviation, which every engine computes alike; `watch.distress` has the robust
        seasonal score.

    Raises:
        Nothing: the engine reports a missing column.

    Example:
        >>> import ibis
        >>> rows = ibis.memtable({"item": ["a"] * 2, "month": [1, 1], "partner": ["x", "y"],
        ...                       "value_usd": [60.0, 20.0], "mass_t": [3.0, None]})
        >>> told = indicators(monthly_totals(rows)).to_pyarrow().to_pylist()[0]
        >>> (told["hhi_value"], told["top_share_value"], told["mass_coverage"], told["value_score"])
        (0.625, 0.75, 0.75, None)
    """
    value = totals["value_usd"]
    told: dict[str, Any] = {
        "hhi_value": totals["value_squares"] / (value * value).nullif(0.0),
        "top_share_value": totals["value_top"] / value.nullif(0.0),
    }
    logs: dict[str, Any] = {"log_value": _log(value)}
    kept = [*columns.grain, "suppliers", "value_usd"]
    if columns.mass:
        mass = totals["mass_t"]
        kept.append("mass_t")
        told |= {
            "hhi_mass": totals["mass_squares"] / (mass * mass).nullif(0.0),
            "top_share_mass": totals["mass_top"] / mass.nullif(0.0),
            "mass_coverage": totals["value_with_mass"] / value.nullif(0.0),
            "unit_value": (value / mass.nullif(0.0)).nullif(0.0),
        }
        logs |= {"log_mass": _log(mass), "log_unit_value": _log(value) - _log(mass)}
    rows = totals.select(*kept, **told, **logs)
    changes = {name.removeprefix("log_") + "_change": _change(rows, name, columns) for name in logs}
    scores = {name.removeprefix("log_") + "_score": _score(rows, name, columns) for name in logs if name != "log_mass"}
    return rows.select(*kept, *told, **changes, **scores)


def _log(amount: Any) -> Any:
    return (amount > 0).ifelse(amount, ibis.null("float64")).ln()


def _told(rows: Table, name: str, columns: FlowColumns) -> dict[str, Any]:
    """The months of an item in which a number is told, apart from the others: so a row before is a told one."""
    return {"group_by": [*(rows[key] for key in columns.keys), rows[name].notnull()], "order_by": rows[columns.month]}


def _change(rows: Table, name: str, columns: FlowColumns) -> Any:
    month, last = rows[columns.month], ibis.window(**_told(rows, name, columns))
    follows = month.lag().over(last) == month - 1
    return follows.ifelse(rows[name] - rows[name].lag().over(last), ibis.null("float64"))


def _score(rows: Table, name: str, columns: FlowColumns) -> Any:
    """Where the told month 24 back lies within the 36 before, at least 24 of them are told."""
    told = _told(rows, name, columns)
    before = ibis.window(**told, range=(-WINDOW_MONTHS, -1))
    month, series = rows[columns.month], rows[name]
    enough = month.lag(FEWEST_MONTHS).over(ibis.window(**told)) >= month - WINDOW_MONTHS
    spread = series.std(how="sample").over(before)
    score = (series - series.mean().over(before)) / spread.nullif(0.0)
    return (enough & (spread > ROUNDING)).ifelse(score, ibis.null("float64"))


def ranked(table: Table, month: int, limits: RankLimits, columns: FlowColumns = FLOWS) -> Table:
    """The items of one month in order of how many conditions they meet, each condition a column of its own.

    Shapes and units:
        table: rows of `indicators`; month: the whole number of the month; limits: the numbers they are read against.
        Result: one row per item of the month with rank (1 is first), met (count of conditions), not_computable (count
        of conditions with a missing part), each condition (true, false or missing), and the indicators. Ties stand in
        order of value, then of key.

    Source:
        Largest share against the national goal, concentration, and value that rises while mass falls: docs/methods.md.

    Differs:
        A count of conditions, not a weighted score; `watch` has the short list with weights.

    Raises:
        Nothing: the engine reports a missing column.

    Example:
        >>> import ibis
        >>> rows = ibis.memtable({"item": ["a", "a", "b"], "month": [1, 1, 1], "partner": ["x", "y", "x"],
        ...                       "value_usd": [60.0, 20.0, 9.0], "mass_t": [3.0, None, 1.0]})
        >>> told = ranked(indicators(monthly_totals(rows)), 1, RankLimits()).to_pyarrow().to_pylist()
        >>> [(row["rank"], row["item"], row["met"], row["not_computable"]) for row in told]
        [(1, 'a', 4, 2), (2, 'b', 4, 2)]
    """
    chosen = table.filter(table[columns.month] == month)
    conditions: dict[str, Any] = {
        "large_share_by_value": chosen["top_share_value"] >= limits.share,
        "large_share_by_mass": chosen["top_share_mass"] >= limits.share,
        "concentrated_by_value": chosen["hhi_value"] >= limits.concentration,
        "concentrated_by_mass": chosen["hhi_mass"] >= limits.concentration,
        "value_up_mass_down": (chosen["value_change"] > limits.change) & (chosen["mass_change"] < -limits.change),
        "dearer": chosen["unit_value_change"] > limits.change,
    }
    told = chosen.mutate(**conditions)
    met = _sum([told[name].fill_null(False).ifelse(1, 0) for name in conditions])  # noqa: FBT003 - an Ibis call
    open_ = _sum([told[name].isnull().ifelse(1, 0) for name in conditions])
    told = told.mutate(met=met, not_computable=open_)
    order = [ibis.desc("met"), ibis.desc("value_usd"), *columns.keys]
    return told.mutate(rank=ibis.row_number().over(order_by=order) + 1).order_by("rank")


def _sum(parts: Sequence[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def refresh(
    connection: Any,
    flows: Table,
    touched: Table,
    *,
    totals: str,
    table: str,
    columns: FlowColumns = FLOWS,
) -> tuple[int, int]:
    """Bring the stored totals and indicators up to date after rows of `flows` came or changed.

    Shapes and units:
        flows: every row as it stands now; touched: key columns and months whose rows came, changed or went.
        totals, table: names of the stored results of `monthly_totals` and `indicators` on the connection.
        Result: how many rows of totals and of indicators were written. Untouched: the totals of every other item and
        month, and the indicators of every item that is not touched, of months before the first touched one and of
        months more than 36 after the last one.

    Source:
        A row of indicators reads its own month and the 36 before it; so a month reaches 36 months on and no further.

    Differs:
        Nothing: the result is that of a full rebuild (tests compare the two).

    Raises:
        Nothing of its own: inside one transaction of the engine a fault leaves the tables as they were.

    Example:
        >>> import ibis
        >>> engine = ibis.duckdb.connect()
        >>> rows = {"item": ["a", "b"], "month": [1, 1], "partner": ["x", "x"], "mass_t": [3.0, 1.0]}
        >>> rows["value_usd"] = [6.0, 2.0]
        >>> _ = engine.create_table("totals", monthly_totals(ibis.memtable(rows)))
        >>> _ = engine.create_table("told", indicators(engine.table("totals")))
        >>> flows = ibis.memtable(rows | {"value_usd": [6.0, 4.0]})
        >>> refresh(engine, flows, ibis.memtable({"item": ["b"], "month": [1]}), totals="totals", table="told")
        (1, 1)
        >>> sorted(engine.table("told")["value_usd"].to_pyarrow().to_pylist())
        [4.0, 6.0]
    """
    marked = connection.create_table("touched_rows", touched.select(*columns.grain).distinct(), overwrite=True)
    bounds = marked.aggregate(first=marked[columns.month].min(), last=marked[columns.month].max())
    first, last = (int(value) for value in bounds.to_pyarrow().to_pylist()[0].values())
    fresh = monthly_totals(flows.semi_join(marked, list(columns.grain)), columns)
    fresh = connection.create_table("fresh_totals", fresh, overwrite=True)
    _delete(connection, totals, "touched_rows", columns.grain)
    connection.insert(totals, fresh.select(*connection.table(totals).columns))
    items = marked.select(*columns.keys).distinct()
    stored = connection.table(totals)
    month = stored[columns.month]
    near = stored.filter(month >= first - WINDOW_MONTHS, month <= last + WINDOW_MONTHS)
    near = near.semi_join(items, list(columns.keys))
    renewed = indicators(near, columns)
    renewed = renewed.filter(renewed[columns.month] >= first)
    renewed = connection.create_table("fresh_indicators", renewed, overwrite=True)
    _delete_span(connection, table, "touched_rows", columns, first, last + WINDOW_MONTHS)
    connection.insert(table, renewed.select(*connection.table(table).columns))
    written = [_rows(connection, "fresh_totals"), _rows(connection, "fresh_indicators")]
    for scratch in ("touched_rows", "fresh_totals", "fresh_indicators"):
        connection.drop_table(scratch)
    return written[0], written[1]


def _rows(connection: Any, table: str) -> int:
    return int(connection.table(table).count().to_pyarrow().as_py())


def _delete(connection: Any, table: str, marked: str, names: Sequence[str]) -> None:
    alike = " AND ".join(f'm."{name}" = "{table}"."{name}"' for name in names)
    connection.raw_sql(f'DELETE FROM "{table}" WHERE EXISTS (SELECT 1 FROM "{marked}" m WHERE {alike})')  # noqa: S608


def _delete_span(connection: Any, table: str, marked: str, columns: FlowColumns, first: int, last: int) -> None:
    alike = " AND ".join(f'm."{name}" = "{table}"."{name}"' for name in columns.keys)
    span = f'"{table}"."{columns.month}" BETWEEN {first} AND {last}'
    connection.raw_sql(
        f'DELETE FROM "{table}" WHERE {span} AND EXISTS (SELECT 1 FROM "{marked}" m WHERE {alike})'  # noqa: S608
    )
