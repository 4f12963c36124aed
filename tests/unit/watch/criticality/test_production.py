"""Concentration of production: what is withheld is an interval that holds whatever it may be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality import (
    Bounds,
    ProductionTold,
    StatisticRow,
    half_unit,
    import_reliance,
    production_concentration,
    usgs_production,
)

AMOUNT = st.floats(0.1, 1000)


def ends(bounds):
    return bounds.low, bounds.high


def index(amounts):
    total = math.fsum(amounts)
    return math.fsum(one**2 for one in amounts) / total**2


def test_everything_told_is_one_number():
    found = production_concentration(ProductionTold({"A": 60.0, "B": 40.0, "C": 0.0}))
    assert ends(found.value) == pytest.approx((0.52, 0.52))
    assert (found.leader, found.producers, found.is_bounded) == ("A", 2, True)


def test_withheld_and_left_out_of_the_total_has_no_bound():
    told = ProductionTold({"A": 60.0, "US": None}, total=60.0, outside_total=frozenset({"US"}))
    found = production_concentration(told)
    assert (found.value.high, found.is_bounded, found.leader_share.low) == (1.0, False, 0.0)
    assert (found.not_told, found.largest_share) == (("US",), Bounds(0.5, 1.0))


def test_what_the_total_leaves_belongs_to_countries_without_a_name():
    found = production_concentration(ProductionTold({"A": 60.0, "B": 20.0}, total=100.0, rounding=5.0))
    assert found.others_share == pytest.approx(15 / 95)


def test_nothing_known_is_no_index():
    assert production_concentration(ProductionTold({"A": None})) is None
    assert production_concentration(ProductionTold({"A": 0.0})) is None


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_bad_amounts_are_refused(bad):
    with pytest.raises(WrongUseError):
        production_concentration(ProductionTold({"A": bad}))


@given(st.lists(AMOUNT, min_size=1, max_size=6), st.lists(AMOUNT, min_size=1, max_size=3), st.floats(0, 1))
def test_every_division_of_what_is_withheld_lies_within_the_bounds(known, hidden, part):
    total = math.fsum(known) + math.fsum(hidden)
    producers = {f"k{n}": one for n, one in enumerate(known)} | {f"h{n}": None for n in range(len(hidden))}
    bounded = production_concentration(ProductionTold(producers, total=total)).value
    scaled = [one * part for one in hidden]
    for divided in (hidden, [math.fsum(hidden)], scaled):
        assert bounded.low - 1e-9 <= index([*known, *divided]) <= bounded.high + 1e-9
        largest = max(*known, *divided) / math.fsum([*known, *divided])
        share = production_concentration(ProductionTold(producers, total=total)).largest_share
        assert share.low - 1e-9 <= largest <= share.high + 1e-9
    free = production_concentration(ProductionTold(producers)).value
    assert free.low - 1e-9 <= index([*known, *hidden]) <= free.high


@given(st.lists(AMOUNT, min_size=1, max_size=6), st.lists(AMOUNT, min_size=1, max_size=5))
def test_unnamed_countries_are_many_or_one(known, others):
    producers = {f"k{n}": one for n, one in enumerate(known)}
    found = production_concentration(ProductionTold(producers, others=math.fsum(others)))
    assert found.value.low - 1e-9 <= index([*known, *others]) <= found.value.high + 1e-9
    largest = max(*known, *others) / math.fsum([*known, *others])
    assert found.largest_share.low - 1e-9 <= largest <= found.largest_share.high + 1e-9


@given(st.lists(st.tuples(AMOUNT, st.floats(0.01, 1), st.floats(0, 1)), min_size=2, max_size=5))
def test_intervals_of_amounts_hold_every_amount(parts):
    producers = {f"k{n}": Bounds(top * low, top) for n, (top, low, _) in enumerate(parts)}
    inside = [top * low + (top - top * low) * at for top, low, at in parts]
    found = production_concentration(ProductionTold(producers))
    assert found.value.low - 1e-9 <= index(inside) <= found.value.high + 1e-9
    assert found.largest_share.low - 1e-9 <= max(inside) / math.fsum(inside) <= found.largest_share.high + 1e-9


def test_rounding_of_a_total():
    assert [half_unit(text) for text in ("302,000", "3,710,000", "847")] == [500, 5000, 0.5]
    with pytest.raises(WrongUseError):
        half_unit("about 5")


def row(country, text, note="", detail="Mine production", year="2030", statistic="Production", section="World Mine"):
    return StatisticRow(section, country, statistic, detail, "metric tons", year, text, note)


def test_rows_of_the_summaries():
    rows = [
        row("Oz", "600"), row("Ev", "—"), row("United States", "W"), row("Other countries", "100"),
        row("World total", "1,000", "Estimated.", detail="Mine production: rounded"),
        row("Oz", "9", detail="Mine production: Palladium"), row("Oz", "5", section="Salient Statistics"),
        row("Oz", "7", statistic="Reserves"), row("Oz", "8", year="2021–24"),
    ]  # fmt: skip
    (found,) = usgs_production(rows, "Mine production")
    assert dict(found.told.producers) == {"Oz": Bounds(600, 600), "Ev": Bounds(0, 0), "United States": None}
    assert (found.told.others, found.told.total, found.told.rounding) == (100, 1000, 500)
    assert (found.estimated, dict(found.words), found.concentration.is_bounded) == (
        True, {"United States": "withheld"}, True)  # fmt: skip


@pytest.mark.parametrize("note", ["Excludes U.S. production.", "Does not include production in the United States."])
def test_a_total_that_leaves_the_united_states_out_bounds_nothing(note):
    rows = [row("Oz", "600"), row("United States", "W"), row("World total", "600", note)]
    assert not usgs_production(rows, "Mine production")[0].concentration.is_bounded


def test_import_reliance_keeps_its_text():
    rows = [row("United States", text, statistic="Net import reliance") for text in (">50", "E", "91")]
    assert [(one.published.text, one.published.bounds) for one in import_reliance(rows)] == [
        (">50", Bounds(50, 100)), ("E", None), ("91", Bounds(91, 91))]  # fmt: skip
