"""Economies: what is taken, what is noted, what is refused."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact import Economy, Nodes, aggregate

LABELS = [("OZZ", "ore"), ("OZZ", "metal"), ("WDL", "ore"), ("WDL", "metal")]
INDEX = pd.MultiIndex.from_tuples(LABELS, names=["region", "sector"])
FLOWS = np.array([[0.0, 4.0, 0.0, 1.0], [1.0, 0.0, 0.0, 2.0], [0.0, 1.0, 0.0, 3.0], [0.0, 0.0, 1.0, 0.0]])
DEMAND = pd.DataFrame(
    {("OZZ", "household"): [3.0, 6.0, 0.5, 1.0], ("WDL", "household"): [1.0, 1.0, 2.5, 8.0]}, index=INDEX
)


def flows(values: np.ndarray = FLOWS) -> pd.DataFrame:
    return pd.DataFrame(values, index=INDEX, columns=INDEX)


def test_output_is_the_row_and_value_added_what_inputs_leave() -> None:
    economy = Economy.from_frames(flows(), DEMAND)
    assert economy.output.tolist() == [9.0, 10.0, 7.0, 10.0]
    assert economy.value_added.tolist() == [8.0, 5.0, 6.0, 4.0]
    assert economy.unit == "M USD/yr"
    assert economy.final_columns == (("OZZ", "household"), ("WDL", "household"))
    assert not economy.limits
    assert economy.nodes.labels == tuple(LABELS)
    assert economy.coefficients()[0].tolist() == [0.0, 0.4, 0.0, 0.1]
    given = Economy.from_frames(flows(), DEMAND, pd.DataFrame({"indout": economy.output}, index=INDEX))
    assert given.output.tolist() == economy.output.tolist()


def test_everything_is_aligned_by_label_and_keeps_the_order_of_the_rows() -> None:
    turned = [2, 0, 3, 1]
    economy = Economy.from_frames(
        flows().iloc[:, turned], DEMAND.iloc[turned], pd.Series([7.0, 9.0, 10.0, 10.0], index=INDEX[turned])
    )
    plain = Economy.from_frames(flows(), DEMAND)
    np.testing.assert_array_equal(economy.dense, plain.dense)
    np.testing.assert_array_equal(economy.final_demand, plain.final_demand)
    np.testing.assert_array_equal(economy.output, plain.output)


def test_dense_and_sparse_are_one_economy() -> None:
    dense = Economy.from_frames(flows(), DEMAND)
    thin = Economy.from_arrays(
        dense.nodes, sparse.csr_array(FLOWS), DEMAND.to_numpy(), final_columns=dense.final_columns
    )
    assert thin.is_sparse
    np.testing.assert_array_equal(thin.output, dense.output)
    np.testing.assert_array_equal(thin.coefficient_table.toarray(), dense.coefficient_table)
    np.testing.assert_array_equal(
        thin.coefficients_within(np.array([1, 3])), dense.coefficients()[np.ix_([1, 3], [1, 3])]
    )


def test_negative_flows_move_to_a_column_of_their_own_and_are_counted() -> None:
    values = FLOWS.copy()
    values[0, 1], values[2, 3] = -0.5, -0.25
    economy = Economy.from_frames(flows(values), DEMAND)
    assert economy.final_columns[-1] == ("", "adjustment")
    assert economy.final_demand[:, -1].tolist() == [-0.5, 0.0, -0.25, 0.0]
    assert economy.dense.min() == 0.0
    np.testing.assert_allclose(economy.output, values.sum(axis=1) + DEMAND.to_numpy().sum(axis=1))
    (note,) = economy.notes
    assert "2 negative" in note
    assert "-0.75" in note
    thin = Economy.from_arrays(
        economy.nodes, sparse.csr_array(values), DEMAND.to_numpy(), final_columns=(("OZZ", "a"), ("WDL", "a"))
    )
    np.testing.assert_array_equal(thin.dense, economy.dense)
    np.testing.assert_array_equal(thin.final_demand, economy.final_demand)


def test_given_output_close_to_the_rows_is_kept_and_the_rest_is_noted() -> None:
    scaled = flows(FLOWS * 1000)
    total = pd.Series([9000.0, 10_000.0, 7000.0, 10_000.0], index=INDEX)
    near = total + np.array([0.9, 0.0, -0.9, 0.0])
    economy = Economy.from_frames(scaled, DEMAND * 1000, near)
    np.testing.assert_array_equal(economy.output, near)
    assert economy.checks[0].worst == pytest.approx(1.8 / 36_000)
    with pytest.raises(RefusedInputError, match="does not balance"):
        Economy.from_frames(scaled, DEMAND * 1000, total + np.array([9.0, 0.0, 0.0, 0.0]))


def test_a_little_negative_value_added_is_noted_and_much_is_refused() -> None:
    values = FLOWS.copy()
    values[2, 3] = 7.05
    demand = DEMAND.copy()
    demand.iloc[3, 1] = 9.0
    economy = Economy.from_frames(flows(values), demand, value_added=pd.Series([8.0, 5.0, 10.05, -0.05], index=INDEX))
    assert "WDL/metal" in economy.checks[-1].noted[0]
    with pytest.raises(RefusedInputError, match="Inputs cost more"):
        Economy.from_frames(flows(FLOWS.T * 30), DEMAND)


@pytest.mark.parametrize(
    ("table", "demand", "more", "words"),
    [
        (flows().rename(columns={"WDL": "WDN"}, level=0), DEMAND, {}, "columns of the intermediate table are not its"),
        (flows(), DEMAND.iloc[:3], {}, "1 missing"),
        (flows(np.where(FLOWS == 4.0, np.nan, FLOWS)), DEMAND, {}, "OZZ/ore to OZZ/metal"),
        (flows(np.where(FLOWS == 4.0, np.inf, FLOWS)), DEMAND, {}, "not finite"),
        (flows(), DEMAND.replace(8.0, np.nan), {}, "WDL/metal to column 2"),
        (flows().droplevel(0), DEMAND, {}, "does not name industries"),
        (flows().swaplevel(axis=0), DEMAND, {}, "sector before region"),
        (flows().rename(index={"WDL": None}, level=0), DEMAND, {}, "position 3"),
        (FLOWS, DEMAND, {}, "has no labels"),
        (flows(), DEMAND.to_numpy(), {}, "final demand"),
        (flows(), DEMAND, {"output": [9.0, 10.0, 7.0, 10.0]}, "not one column"),
        (flows(), DEMAND, {"output": pd.Series([9.0, 10.0, 7.0, np.nan], index=INDEX)}, "Output has values"),
        (flows(), DEMAND, {"output": pd.Series([9.0, 10.0, 7.0, -1.0], index=INDEX)}, "negative output"),
        (flows(), DEMAND, {"value_added": pd.Series([9.0, np.nan, 7.0, 1.0], index=INDEX)}, "Value added has values"),
        (flows().astype(object).replace(4.0, "four"), DEMAND, {}, "no number"),
    ],
)
def test_tables_that_do_not_hold_together_are_refused(table, demand, more, words: str) -> None:
    with pytest.raises(RefusedInputError, match=words):
        Economy.from_frames(table, demand, **more)


def test_an_industry_that_stands_twice_is_refused() -> None:
    twice = flows().set_axis(INDEX[[0, 1, 2, 2]], axis=0)
    with pytest.raises(RefusedInputError, match="stands twice"):
        Economy.from_frames(twice, DEMAND)


def test_units_that_disagree_are_refused() -> None:
    table, demand = flows(), DEMAND.copy()
    table.attrs["unit"], demand.attrs["unit"] = "M USD/yr", "M EUR/yr"
    with pytest.raises(RefusedInputError, match="disagree on their unit"):
        Economy.from_frames(table, demand)
    with pytest.raises(RefusedInputError, match="as stated: K USD"):
        Economy.from_frames(table, DEMAND, unit="K USD")


def test_shapes_that_do_not_fit_the_labels_are_refused() -> None:
    with pytest.raises(RefusedInputError, match="shape of their labels"):
        Economy.from_arrays(Nodes(tuple(LABELS)), np.eye(3), np.ones((4, 1)), final_columns=(("", "all"),))


def test_a_list_of_flows_with_a_pair_twice_is_refused() -> None:
    nodes = Nodes(tuple(LABELS[:2]))
    with pytest.raises(RefusedInputError, match="more than once"):
        Economy.from_long(nodes, [0, 0], [1, 1], [1.0, 1.0], [5.0, 5.0])
    economy = Economy.from_long(nodes, [0], [1], [1.0], [5.0, 5.0])
    assert economy.limits == {"final_demand_without_destination"}
    with pytest.raises(WrongUseError, match="cannot answer this"):
        economy.require("final_demand_without_destination", question="this")
    economy.require("no_rest_of_world", question="this")


def test_final_demand_without_destination_says_so() -> None:
    plain = DEMAND.sum(axis=1).to_frame("all")
    assert Economy.from_frames(flows(), plain).limits == {"final_demand_without_destination"}


def system(**parts: object) -> SimpleNamespace:
    return SimpleNamespace(**({"Z": flows(), "Y": DEMAND, "x": None, "unit": None} | parts))


def test_an_object_in_pymrios_form() -> None:
    units = pd.DataFrame({"unit": ["Mill USD"] * 4}, index=INDEX)
    economy = Economy.from_pymrio(system(unit=units, x=pd.DataFrame({"indout": [9.0, 10.0, 7.0, 10.0]}, index=INDEX)))
    assert economy.unit == "Mill USD"
    assert economy.output.tolist() == [9.0, 10.0, 7.0, 10.0]
    assert "does not state" in Economy.from_pymrio(system()).unit
    assert Economy.from_pymrio(system(), unit="M EUR", year=2019).year == 2019
    units.iloc[0, 0] = "tonnes"
    with pytest.raises(RefusedInputError, match="several units"):
        Economy.from_pymrio(system(unit=units))
    with pytest.raises(RefusedInputError, match="no Z"):
        Economy.from_pymrio(system(Z=None))
    with pytest.raises(RefusedInputError, match="not one column"):
        Economy.from_pymrio(system(x=DEMAND))


def test_aggregation_keeps_every_sum_and_says_what_went_where() -> None:
    economy = Economy.from_frames(flows(), DEMAND)
    small = aggregate(economy, regions={"OZZ": "both", "WDL": "both"})
    assert small.nodes.labels == (("both", "ore"), ("both", "metal"))
    assert small.final_columns == (("both", "household"),)
    assert small.dense.sum() == FLOWS.sum()
    assert small.output.tolist() == [16.0, 20.0]
    assert small.value_added.sum() == economy.value_added.sum()
    assert "both = OZZ + WDL" in small.notes[-1]
    thin = Economy.from_arrays(
        economy.nodes, sparse.csr_array(FLOWS), DEMAND.to_numpy(), final_columns=economy.final_columns
    )
    np.testing.assert_array_equal(aggregate(thin, sectors={"ore": "o", "metal": "o"}).dense, [[5.0, 3.0], [1.0, 4.0]])


@pytest.mark.parametrize(
    "sectors", [{"ore": "all"}, {"ore": "all", "metal": "all", "gas": "all"}, {"ore": "all", "metals": "all"}]
)
def test_a_concordance_that_does_not_fit_is_refused(sectors: dict[str, str]) -> None:
    with pytest.raises(RefusedInputError, match="does not fit the table"):
        aggregate(Economy.from_frames(flows(), DEMAND), sectors=sectors)


def test_unknown_labels_are_told_with_the_nearest() -> None:
    nodes = Economy.from_frames(flows(), DEMAND).nodes
    assert nodes.at("WDL", "metal") == 3
    with pytest.raises(WrongUseError, match="Did you mean metal"):
        nodes.at("WDL", "metall")
    with pytest.raises(WrongUseError, match="No region of the table is called 'XXX'"):
        nodes.where(regions=("XXX",))
    lopsided = Nodes((("OZZ", "ore"), ("WDL", "metal")))
    with pytest.raises(WrongUseError, match="No industry is called 'OZZ/metal'"):
        lopsided.at("OZZ", "metal")


def test_an_industry_without_output_has_zero_coefficients() -> None:
    values, demand = FLOWS.copy(), DEMAND.copy()
    values[3], values[:, 3] = 0.0, 0.0
    demand.iloc[3] = 0.0
    economy = Economy.from_frames(flows(values), demand)
    assert economy.active.tolist() == [True, True, True, False]
    assert not economy.coefficients()[:, 3].any()
