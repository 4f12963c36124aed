"""What cannot be taken as it is: told with its place, both sides and the remedy."""

import numpy as np
import pandas as pd
import pytest

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact import cascade

SECTORS = {"ann": "ore", "bob": "metal"}
EDGES = [("ann", "bob", 1.0), ("bob", "ann", 2.0)]
NEED = pd.DataFrame(2, index=["ore", "metal"], columns=["ore", "metal"])


def refused(edges=EDGES, sectors=SECTORS, essential=NEED, **more):
    with pytest.raises(RefusedInputError) as fault:
        cascade.systemic_risk(edges, sectors, essential, **more)
    assert fault.value.exit_code == 3
    assert all([fault.value.place, fault.value.expected, fault.value.found, fault.value.remedy])
    return str(fault.value)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), -float("inf"), None, "5", pd.NA, True, [1]])
def test_a_weight_that_is_no_amount(weight):
    text = refused([("ann", "bob", 1.0), ("bob", "ann", weight)])
    assert "1 weight of the links cannot be used" in text
    assert "row 1" in text
    assert "absent is not zero" in text


@pytest.mark.parametrize("weight", [np.nan, -2.0, np.inf])
def test_a_bad_weight_in_a_column_of_numbers(weight):
    table = pd.DataFrame(EDGES, columns=["supplier", "buyer", "weight"], index=["x", "y"])
    table["weight"] = [1.0, weight]
    assert "row y" in refused(table)


def test_a_firm_without_a_sector():
    text = refused([("ann", "bobb", 1.0)])
    assert "'bobb'" in text
    assert "nearest known: 'bob'" in text
    assert "column buyer" in text


def test_a_firm_named_twice():
    assert "'ann'" in refused(sectors=[("ann", "ore"), ("bob", "metal"), ("ann", "metal")])


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA])
def test_a_missing_label(nothing):
    assert "without a supplier" in refused([(nothing, "bob", 1.0)])
    assert "without a sector" in refused(sectors=[("ann", "ore"), ("bob", nothing)])
    assert "without a firm" in refused(sectors=[("ann", "ore"), ("bob", "metal"), (nothing, "ore")])


def test_missing_doubled_and_unlabelled_columns():
    assert "no column weight" in refused(pd.DataFrame({"supplier": ["ann"], "buyer": ["bob"], "value": [1.0]}))
    doubled = pd.DataFrame([["ann", "bob", 1.0, 2.0]], columns=["supplier", "buyer", "weight", "weight"])
    assert "more than once" in refused(doubled)
    assert "no column sector" in refused(sectors=pd.DataFrame({"firm": ["ann"]}))
    assert "does not have the columns" in refused([("ann", "bob")])


def test_no_firm_and_no_money():
    assert "There are no firms" in refused(sectors={})
    assert "not computable" in refused([])
    assert "not computable" in refused([("ann", "bob", 0.0)])
    assert "larger unit" in refused([("ann", "bob", 1e308), ("bob", "ann", 1e308)])


@pytest.mark.parametrize("axis", ["index", "columns"])
def test_a_sector_that_the_matrix_does_not_have(axis):
    text = refused(essential=NEED.rename({"metal": "metals"}, axis=axis))
    assert "'metal'" in text
    assert "nearest known: 'metals'" in text
    assert ("rows" if axis == "index" else "columns") in text


@pytest.mark.parametrize("value", [3, -1, 0.5, float("nan"), None, "2", pd.NA])
def test_a_cell_that_is_no_level(value):
    need = NEED.astype(object)
    need.loc["ore", "metal"] = value
    text = refused(essential=need)
    assert "row 'ore', column 'metal'" in text
    assert "0 (negligible), 1 (non-essential) or 2 (essential)" in text


def test_a_sector_twice_in_the_matrix_and_a_matrix_without_labels():
    assert "stands twice" in refused(essential=pd.concat([NEED, NEED.iloc[:1]]))
    assert "no labels" in refused(essential=np.full((2, 2), 2))
    assert "no labels" in refused(essential="esential")


def test_sectors_that_no_firm_has_are_no_fault():
    wide = pd.DataFrame(9, index=["other", "metal", "ore"], columns=["ore", "other", "metal"])
    wide.loc[["ore", "metal"], ["ore", "metal"]] = 2
    assert cascade.systemic_risk(EDGES, SECTORS, wide).tolist() == [1, 1]


@pytest.mark.parametrize(
    "weights",
    [{"ann": 1}, {"ann": 1, "bob": -1}, {"ann": 0, "bob": 0}, {"ann": 1, "bob": None}, {"ann": 1, "bob": float("nan")}],
)
def test_weights_of_firms_that_cannot_be_used(weights):
    assert "weight of a firm" in refused(weights=weights)
