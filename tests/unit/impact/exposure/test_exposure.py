"""Importer-side exposure: the invariants of the method, on made and on random tables; nothing here is a real place."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError, UnknownKeyError, WrongUseError
from gwanje.impact.economy import Economy
from gwanje.impact.exposure import ImportedProduct, Use, exposure
from gwanje.impact.nodes import Nodes

REGIONS, SECTORS = ("NVL", "OZZ", "WDL"), ("farm", "mine", "works", "ferry")
LABELS = tuple((region, sector) for region in REGIONS for sector in SECTORS)
UNIT = "M USD/yr"


def an_economy(seed: int = 7, *, unit: str = UNIT, scale: float = 1.0, is_sparse: bool = False) -> Economy:
    draw = np.random.default_rng(seed)
    table = draw.uniform(0, 10, (12, 12)) * (draw.uniform(size=(12, 12)) > 0.2)
    demand = draw.uniform(70, 120, (12, 1))
    held = sparse.csr_array(table * scale) if is_sparse else table * scale
    return Economy.from_arrays(Nodes(LABELS), held, demand * scale, final_columns=(("", "all uses"),), unit=unit)


def dust(value: float | None = 1.0, *users: Use, name: str = "dust", made_in: str | None = "mine", **other):
    """Pixie dust from Oz into Neverland."""
    about = {"importer": "NVL", "supplier": "OZZ", "unit": UNIT, **other}
    return ImportedProduct(name, made_in=made_in, value=value, users=users, **about)


WORKS, FERRY = Use("works"), Use("ferry")


def row_of(economy: Economy, made_in: str = "mine") -> np.ndarray:
    nodes = economy.nodes
    return economy.dense[nodes.at("OZZ", made_in)][nodes.where(regions=("NVL",))]


@given(seed=st.integers(0, 500), part=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_direct_share_never_exceeds_the_coefficient_and_the_embodied_share_is_no_smaller(seed, part):
    economy = an_economy(seed)
    value = part * row_of(economy).sum()
    found = exposure(economy, [dust(value, *(Use(sector) for sector in SECTORS))])
    coefficients = economy.coefficients()
    assert found.weight == pytest.approx((part, part), rel=1e-12)
    for user in found.users:
        most = coefficients[economy.nodes.at("OZZ", "mine"), economy.nodes.at("NVL", user.sector)]
        assert user.direct[1] <= most * (1 + 1e-12)
        assert user.embodied[1] >= user.direct[1] * (1 - 1e-12)


@given(seed=st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_what_is_embodied_equals_the_sum_over_the_inverse_and_all_of_it_reaches_final_demand(seed):
    """Against the inverse written out; and embodied shares times final output give back the whole value."""
    economy = an_economy(seed)
    value = 0.3 * row_of(economy).sum()
    found = exposure(economy, [dust(value, *(Use(sector) for sector in SECTORS))])
    home = economy.nodes.where(regions=("NVL",))
    own = economy.coefficients_within(home)
    direct = np.array([user.direct[1] for user in found.users])
    embodied = np.array([user.embodied[1] for user in found.users])
    assert embodied == pytest.approx(direct @ np.linalg.inv(np.eye(4) - own), rel=1e-10)
    final_output = (np.eye(4) - own) @ economy.output[home]
    assert float(embodied @ final_output) == pytest.approx(value, rel=1e-10)


@given(seed=st.integers(0, 500), cut=st.floats(0.01, 0.99))
@settings(max_examples=20, deadline=None)
def test_splitting_an_item_adds_up(seed, cut):
    economy = an_economy(seed)
    value = 0.3 * row_of(economy).sum()
    users = tuple(Use(sector) for sector in SECTORS)
    whole = exposure(economy, [dust(value, *users)])
    one, other = (exposure(economy, [dust(value * part, *users)]) for part in (cut, 1 - cut))
    both = exposure(economy, [dust(value * cut, *users, name="a"), dust(value * (1 - cut), *users, name="b")])
    for basis in ("direct", "embodied", "direct_users_only", "embodied_users_only"):
        total = getattr(one.users[0], basis)[1] + getattr(other.users[0], basis)[1]
        assert total == pytest.approx(getattr(whole.users[0], basis)[1], rel=1e-12)
        assert total == pytest.approx(getattr(both.users[0], basis)[1], rel=1e-12)
    assert both.weight == pytest.approx(whole.weight, rel=1e-12)
    assert both.at_stake == whole.at_stake


def test_products_of_two_cells_add_their_shares():
    economy = an_economy()
    ore, metal = dust(1.0, WORKS, name="ore"), dust(2.0, FERRY, name="metal", made_in="works")
    both, first, second = (exposure(economy, some) for some in ([ore, metal], [ore], [metal]))
    assert set(both.cells) == {"mine", "works"}
    assert both.cell == pytest.approx(first.cell + second.cell)
    assert [user.sector for user in both.users] == ["works", "ferry"]
    alone = exposure(economy, [replace(metal, users=(WORKS,))])
    assert both.users[0].direct[1] == pytest.approx(first.users[0].direct[1] + alone.users[0].direct[1], rel=1e-12)


def test_items_of_one_cell_that_exceed_it_together_are_not_computable():
    economy = an_economy()
    cell = row_of(economy).sum()
    assert exposure(economy, [dust(cell, WORKS)]).weight == pytest.approx((1, 1))
    over = exposure(economy, [dust(0.6 * cell, name="a"), dust(0.6 * cell, name="b")])
    assert (over.hindrance, over.hindered) == ("weight_above_one", ("a", "b"))
    assert over.weight is None
    assert over.at_stake is None


@pytest.mark.parametrize(
    ("product", "why"),
    [
        (dust(None, WORKS), "value_missing"),
        (dust(1.0, WORKS, made_in=None), "no_making_sector"),
        (dust(1e6, WORKS), "weight_above_one"),
    ],
)
def test_what_is_missing_is_named_and_nothing_takes_its_place(product, why):
    found = exposure(an_economy(), [product])
    assert (found.is_computable, found.hindrance, found.hindered) == (False, why, ("dust",))
    assert found.value is None
    assert found.weight is None
    assert found.users == ()
    assert found.at_stake is None


def test_an_empty_cell_is_not_computable():
    economy = an_economy()
    table = economy.dense.copy()
    table[economy.nodes.at("OZZ", "mine"), economy.nodes.where(regions=("NVL",))] = 0
    empty = Economy.from_arrays(economy.nodes, table, economy.final_demand, final_columns=economy.final_columns)
    assert exposure(empty, [dust(1.0, WORKS)]).hindrance == "cell_zero"
    assert exposure(empty, [dust(None, WORKS)]).hindrance == "value_missing"


def test_an_unknown_affected_share_gives_none_to_all_of_the_output():
    economy = an_economy()
    known = exposure(economy, [dust(1.0, Use("works", (0.1, 0.3)), Use("ferry", (0.2, 0.2)))])
    unknown = exposure(economy, [dust(1.0, Use("works", (0.1, 0.3)), FERRY)])
    works, ferry = (economy.output[economy.nodes.at("NVL", sector)] for sector in ("works", "ferry"))
    assert known.at_stake == pytest.approx((0.1 * works + 0.2 * ferry, 0.3 * works + 0.2 * ferry))
    assert unknown.at_stake == pytest.approx((0.1 * works, 0.3 * works + ferry))
    assert (known.unknown_affected, unknown.unknown_affected) == (0, 1)


def test_a_user_of_several_products_counts_once():
    economy = an_economy()
    both = exposure(
        economy, [dust(1.0, Use("works", (0.1, 0.3)), name="a"), dust(1.0, Use("works", (0.2, 0.9)), name="b")]
    )
    assert [user.affected for user in both.users] == [(0.2, 1.0)]
    one_unknown = exposure(economy, [dust(1.0, Use("works", (0.1, 0.3)), name="a"), dust(1.0, WORKS, name="b")])
    assert one_unknown.users[0].affected is None


def test_without_users_weight_and_cell_are_given_and_nothing_is_at_stake():
    found = exposure(an_economy(), [dust(1.0)])
    assert found.is_computable
    assert found.weight is not None
    assert found.at_stake is None
    assert found.users_only is None


def test_a_control_that_covers_an_unknown_part_gives_an_interval_from_nothing():
    economy = an_economy()
    whole, part = exposure(economy, [dust(1.0, WORKS)]), exposure(economy, [dust(1.0, WORKS, covered="unknown_part")])
    assert part.value == (0.0, 1.0)
    assert part.weight == (0.0, whole.weight[1])
    assert part.users[0].direct == (0.0, whole.users[0].direct[1])
    assert part.users[0].embodied == (0.0, whole.users[0].embodied[1])


def test_the_two_allocations_are_named_and_users_alone_bear_more():
    economy = an_economy()
    found = exposure(economy, [dust(1.0, WORKS, FERRY)])
    assert found.whole_row.cell == pytest.approx(row_of(economy).sum())
    assert found.users_only.cell == pytest.approx(row_of(economy)[2:].sum())
    assert found.users_only.weight[1] == pytest.approx(1.0 / found.users_only.cell)
    assert all(user.direct_users_only[1] > user.direct[1] for user in found.users)
    assert {user.sector for user in found.users} == {"works", "ferry"}, "no industry that is not a user is shown"


def test_users_and_industries_stand_in_the_order_of_the_table_and_are_not_ranked():
    found = exposure(an_economy(), [dust(1.0, FERRY, WORKS)])
    assert [user.sector for user in found.users] == ["works", "ferry"]
    assert [one.sector for one in found.industries] == list(SECTORS)
    assert found.industries[2].direct == found.users[0].direct


def test_a_value_that_the_users_alone_could_not_have_bought_leaves_the_other_allocation():
    economy = an_economy()
    row = row_of(economy)
    found = exposure(economy, [dust(float(row[2]) + 0.5 * float(row[[0, 1, 3]].sum()), WORKS)])
    assert found.is_computable
    assert found.users_only.hindrance == "weight_above_one"
    assert found.users[0].direct is not None
    assert found.users[0].direct_users_only is None


def test_the_unit_changes_nothing_and_another_unit_is_refused():
    small, large = an_economy(), an_economy(unit="USD/yr", scale=1e6)
    one, other = exposure(small, [dust(1.0, WORKS)]), exposure(large, [dust(1e6, WORKS, unit="USD/yr")])
    assert one.weight == pytest.approx(other.weight, rel=1e-12)
    assert one.users[0].embodied == pytest.approx(other.users[0].embodied, rel=1e-12)
    assert other.at_stake[1] == pytest.approx(1e6 * one.at_stake[1], rel=1e-12)
    with pytest.raises(RefusedInputError, match="different units"):
        exposure(large, [dust(1.0, WORKS)])


def test_sparse_and_dense_tables_and_any_order_of_industries_agree():
    economy = an_economy()
    thin = an_economy(is_sparse=True)
    order = np.random.default_rng(3).permutation(12)
    index = economy.nodes.index
    table = pd.DataFrame(economy.dense, index=index, columns=index).iloc[order, order]
    mixed = Economy.from_frames(table, pd.DataFrame({("", "all uses"): economy.demand}, index=index).iloc[order])
    asked = [dust(1.0, FERRY, WORKS)]
    first, second, third = (exposure(one, asked) for one in (economy, thin, mixed))
    for other in (second, third):
        assert other.at_stake == pytest.approx(first.at_stake, rel=1e-12)
        theirs = {user.sector: user.embodied for user in other.users}
        for mine in first.users:
            assert theirs[mine.sector] == pytest.approx(mine.embodied, rel=1e-10)


def test_an_industry_without_output_has_no_share():
    economy = an_economy()
    table, demand = economy.dense.copy(), economy.final_demand.copy()
    idle = economy.nodes.at("NVL", "ferry")
    table[idle, :], table[:, idle], demand[idle] = 0, 0, 0
    still = Economy.from_arrays(economy.nodes, table, demand, final_columns=economy.final_columns)
    found = exposure(still, [dust(1.0, WORKS, FERRY)])
    assert (found.users[1].direct, found.users[1].embodied, found.users[1].output) == (None, None, 0.0)


def test_wrong_questions_are_refused():
    economy = an_economy()
    with pytest.raises(WrongUseError, match="one importer to one supplier"):
        exposure(economy, [])
    with pytest.raises(WrongUseError, match="one importer to one supplier"):
        exposure(economy, [dust(1.0), dust(1.0, supplier="WDL")])
    with pytest.raises(UnknownKeyError, match="Did you mean"):
        exposure(economy, [dust(1.0, Use("work"))])
    with pytest.raises(UnknownKeyError):
        exposure(economy, [dust(1.0, supplier="XYZ")])
    with pytest.raises(UnknownKeyError):
        exposure(economy, [dust(1.0, made_in="mines")])
    with pytest.raises(RefusedInputError, match="cannot be used"):
        dust(float("nan"))
    with pytest.raises(RefusedInputError, match="cannot be used"):
        dust(-1.0)
    for wrong in ((0.5, 0.2), (-0.1, 0.2), (0.2, 1.2), (float("nan"), 0.5)):
        with pytest.raises(WrongUseError, match="no range of shares"):
            Use("works", wrong)
