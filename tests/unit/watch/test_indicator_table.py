"""One expression for every item and month: against plain Python, on PostgreSQL, and refreshed against a full rebuild."""

import doctest
import math
import random
import statistics
from collections import defaultdict

import ibis
import pyarrow as pa
import pytest

from gwanje.watch.store import indicator_table
from gwanje.watch.store.indicator_table import RankLimits, indicators, monthly_totals, ranked, refresh
from postgres_cluster import cluster_or_skip

ITEMS, MONTHS, PARTNERS = 6, 60, 5
KEYS = ("item", "month")


def made_up(seed: int = 7) -> list[dict]:
    draw = random.Random(seed)
    rows = []
    for item in range(ITEMS):
        for month in range(MONTHS):
            if draw.random() < 0.05:
                continue  # a month without a row is a gap, not a zero
            for partner in range(PARTNERS):
                if draw.random() < 0.3:
                    continue
                value = 0.0 if draw.random() < 0.03 else draw.lognormvariate(8 + item, 0.6)
                mass = None if draw.random() < 0.1 else draw.choice([0.0, *[draw.lognormvariate(2, 0.5)] * 20])
                rows.append(
                    {"item": f"i{item}", "month": month, "partner": f"p{partner}", "value_usd": value, "mass_t": mass}
                )
    return rows


def as_table(rows: list[dict]) -> pa.Table:
    kinds = [("item", pa.string()), ("month", pa.int64()), ("partner", pa.string())]
    return pa.Table.from_pylist(rows, schema=pa.schema([*kinds, ("value_usd", pa.float64()), ("mass_t", pa.float64())]))


def told(table, connection) -> dict[tuple, dict]:
    return {(row["item"], row["month"]): row for row in connection.to_pyarrow(table).to_pylist()}


def by_hand(rows: list[dict]) -> dict[tuple, dict]:
    """The same numbers in plain Python, from the definitions."""
    months = defaultdict(list)
    for row in rows:
        months[row["item"], row["month"]].append(row)
    found = {}
    for key, flows in months.items():
        values = [row["value_usd"] for row in flows]
        masses = [row["mass_t"] for row in flows if row["mass_t"] is not None]
        total, mass = sum(values), sum(masses) if masses else None
        found[key] = {
            "suppliers": sum(value > 0 for value in values),
            "hhi_value": sum((value / total) ** 2 for value in values) if total else None,
            "hhi_mass": sum((one / mass) ** 2 for one in masses) if mass else None,
            "top_share_value": max(values) / total if total else None,
            "top_share_mass": max(masses) / mass if mass else None,
            "mass_coverage": sum(r["value_usd"] for r in flows if r["mass_t"] is not None) / total if total else None,
            "log_value": math.log(total) if total else None,
            "log_mass": math.log(mass) if mass else None,
        }
    for (item, month), row in found.items():
        before = found.get((item, month - 1), {})
        for name in ("value", "mass"):
            now, then = row[f"log_{name}"], before.get(f"log_{name}")
            row[f"{name}_change"] = None if now is None or then is None else now - then
        past = [found[item, m]["log_value"] for m in range(month - 36, month) if (item, m) in found]
        past = [one for one in past if one is not None]
        enough = len(past) >= 24 and row["log_value"] is not None
        row["value_score"] = (row["log_value"] - statistics.fmean(past)) / statistics.stdev(past) if enough else None
    return found


def same(found: dict, expected: dict, names, tolerance=1e-9) -> None:
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        for name in names:
            one, other = found[key][name], row[name]
            if other is None or one is None:
                assert one is other, (key, name, one, other)
            else:
                assert one == pytest.approx(other, rel=tolerance, abs=1e-12), (key, name)


@pytest.fixture
def connection():
    opened = ibis.duckdb.connect()
    yield opened
    opened.disconnect()


def test_the_examples_of_the_cards_run() -> None:
    result = doctest.testmod(indicator_table)
    assert (result.failed, result.attempted > 15) == (0, True)


def test_the_expression_says_what_the_definitions_say(connection) -> None:
    rows = made_up()
    flows = connection.create_table("flows", as_table(rows))
    found = told(indicators(monthly_totals(flows)), connection)
    expected = by_hand(rows)
    names = [name for name in next(iter(expected.values())) if not name.startswith("log_")]
    same(found, expected, names)
    assert any(row["value_score"] is not None for row in found.values())
    assert any(row["value_change"] is None for row in found.values()), "after a gap there is no change"


def test_after_equal_months_there_is_no_score(connection) -> None:
    """What sums leave of equal numbers is no spread: a score over it would be a large number about nothing."""
    draw = random.Random(5)
    rows = []
    for item in range(200):
        parts = [draw.lognormvariate(8, 3) for _ in range(5)]
        for month in range(50):
            turned = parts[month % 5 :] + parts[: month % 5]  # the same sum, added in another order
            grown = 2 if month == 49 else 1
            rows += [
                {"item": f"i{item}", "month": month, "partner": f"p{n}", "value_usd": part * grown, "mass_t": 0.1}
                for n, part in enumerate(turned)
            ]
    found = told(indicators(monthly_totals(connection.create_table("flows", as_table(rows)))), connection)
    assert {row["value_score"] for row in found.values()} == {None}
    assert found["i0", 49]["value_change"] == pytest.approx(math.log(2))


def full(connection, flows):
    totals = monthly_totals(flows)
    connection.create_table("totals", totals, overwrite=True)
    connection.create_table("told", indicators(connection.table("totals")), overwrite=True)


@pytest.mark.parametrize("months", [[MONTHS], [MONTHS - 1], [20], [0], [5, 41]])
def test_a_refresh_equals_a_full_rebuild_and_touches_nothing_else(connection, months) -> None:
    rows = made_up()
    flows = connection.create_table("flows", as_table(rows))
    full(connection, flows)
    items = ("i1", "i4")
    new = [row for row in rows if not (row["item"] in items and row["month"] in months)]
    for item in items:
        for month in months:
            new += [
                {"item": item, "month": month, "partner": f"p{n}", "value_usd": 999.0 + n, "mass_t": 2.0}
                for n in (0, 3)
            ]
    flows = connection.create_table("flows", as_table(new), overwrite=True)
    connection.raw_sql("ALTER TABLE told ADD COLUMN written_at INTEGER DEFAULT 1")
    connection.raw_sql("ALTER TABLE told ALTER COLUMN written_at SET DEFAULT 2")
    touched = ibis.memtable({"item": [i for i in items for _ in months], "month": [*months] * len(items)})
    stored = connection.table("told").drop("written_at")
    connection.raw_sql("CREATE TABLE kept AS SELECT * FROM told")
    connection.create_table("told", stored, overwrite=True)
    refresh(connection, flows, touched, totals="totals", table="told")
    after = told(connection.table("told"), connection)
    before = told(connection.table("kept"), connection)
    for (item, month), row in before.items():
        if item not in items or month < min(months) or month > max(months) + 36:
            assert {name: row[name] for name in row if name != "written_at"} == after[item, month]
    connection.create_table("again", indicators(monthly_totals(flows)), overwrite=True)
    again = told(connection.table("again"), connection)
    same(after, again, [name for name in next(iter(again.values())) if name not in KEYS])
    assert int(connection.table("totals").count().execute()) == len(again)


def test_a_refresh_that_takes_rows_away(connection) -> None:
    rows = made_up()
    flows = connection.create_table("flows", as_table(rows))
    full(connection, flows)
    left = [row for row in rows if (row["item"], row["month"]) != ("i2", 30)]
    flows = connection.create_table("flows", as_table(left), overwrite=True)
    touched = ibis.memtable({"item": ["i2"], "month": [30]})
    refresh(connection, flows, touched, totals="totals", table="told")
    after = told(connection.table("told"), connection)
    assert ("i2", 30) not in after
    again = told(indicators(monthly_totals(flows)), connection)
    same(after, again, [name for name in next(iter(again.values())) if name not in KEYS])


def test_the_ranking_shows_what_it_counts(connection) -> None:
    rows = [
        {"item": "one", "month": 1, "partner": "a", "value_usd": 100.0, "mass_t": 10.0},
        {"item": "one", "month": 2, "partner": "a", "value_usd": 150.0, "mass_t": 5.0},
        {"item": "many", "month": 2, "partner": "a", "value_usd": 500.0, "mass_t": None},
        {"item": "many", "month": 2, "partner": "b", "value_usd": 500.0, "mass_t": None},
        {"item": "many", "month": 2, "partner": "c", "value_usd": 500.0, "mass_t": None},
    ]
    flows = connection.create_table("flows", as_table(rows))
    first, second = connection.to_pyarrow(ranked(indicators(monthly_totals(flows)), 2, RankLimits())).to_pylist()
    assert (first["rank"], first["item"], first["met"], first["not_computable"]) == (1, "one", 6, 0)
    assert first["value_up_mass_down"] is True
    assert (second["item"], second["met"]) == ("many", 0)
    assert second["large_share_by_mass"] is None, "without a mass the condition is open, not false"
    assert second["not_computable"] == 4


@pytest.fixture(scope="module")
def cluster():
    with cluster_or_skip() as running:
        yield running


@pytest.mark.postgres
def test_postgresql_says_the_same_within_a_billionth(connection, cluster) -> None:
    rows = made_up()
    here = told(indicators(monthly_totals(connection.create_table("flows", as_table(rows)))), connection)
    names = [name for name in next(iter(here.values())) if name not in KEYS]
    other = ibis.postgres.connect(user="postgres", host=str(cluster.folder), database="postgres")
    try:
        flows = other.create_table("flows", as_table(rows))
        same(told(indicators(monthly_totals(flows)), other), here, names)
        full(other, flows)
        touched = ibis.memtable({"item": ["i1", "i2"], "month": [40, 12]})
        refresh(other, flows, touched, totals="totals", table="told")
        same(told(other.table("told"), other), here, names)
    finally:
        other.disconnect()
