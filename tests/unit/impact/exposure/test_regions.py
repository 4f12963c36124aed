"""A national result over regions: adds up, is proportional, never spreads what is missing; invented places."""

import math
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import ContentError, RefusedInputError, WrongUseError
from gwanje.impact.regions import SAID, RegionRows, allocate_to_regions

ZONE = ZoneInfo("Asia/Seoul")
ROWS = {"land": {"north": 1.0, "south": 2.0, "isle": 0.0}, "works": {"north": 5.0, "south": 5.0, "isle": 5.0}}
CONCORDANCE = {"A01": "land", "C20": "works", "C26": "works"}
CONTENT = """
id: NV-REGIONS
sectors_of: nvl-io
sources: [NV1]
rows:
  - {row: land, names: {en: {text: land}}, sectors: [farm, mine]}
  - {row: works, names: {en: {text: works}}, sectors: [works]}
"""


@given(
    amount=st.floats(0, 1e9),
    weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=17).filter(lambda found: sum(found) > 1e-6),
    digits=st.integers(-2, 3),
)
def test_rounded_amounts_add_up_and_stay_within_one_step_of_the_exact_ones(amount, weights, digits):
    shares = {"works": {f"p{at}": weight for at, weight in enumerate(weights)}}
    found = allocate_to_regions({"C20": amount}, shares, {"C20": "works"}, digits=digits)
    step = 10.0**-digits
    rounded = [found.rounded[region]["C20"] for region in shares["works"]]
    exact = [found.exact[region]["C20"] for region in shares["works"]]
    assert math.fsum(exact) == pytest.approx(amount, rel=1e-12)
    assert math.fsum(rounded) == pytest.approx(round(amount / step) * step, rel=1e-12)
    for near, true in zip(rounded, exact, strict=True):
        assert abs(near - true) <= step * (1 + 1e-6) + amount * 1e-12


def test_each_industry_follows_its_own_row():
    found = allocate_to_regions({"A01": 9.0, "C20": 10.0, "C26": 1.0}, ROWS, CONCORDANCE)
    assert {region: amounts["A01"] for region, amounts in found.rounded.items()} == {"north": 3, "south": 6, "isle": 0}
    assert [found.rounded[region]["C20"] for region in ("north", "south", "isle")] == [4, 3, 3]
    assert [found.rounded[region]["C26"] for region in ("north", "south", "isle")] == [1, 0, 0]
    assert found.totals()["north"] == pytest.approx(3 + 11 / 3)
    assert found.concordance == CONCORDANCE
    assert found.said == SAID
    assert "not a regional model" in found.said


def test_the_unit_of_shares_and_amounts_changes_nothing():
    large = {row: {region: 1e6 * value for region, value in shares.items()} for row, shares in ROWS.items()}
    one, other = (
        allocate_to_regions({"A01": 9.0}, ROWS, CONCORDANCE),
        allocate_to_regions({"A01": 9.0}, large, CONCORDANCE),
    )
    assert one.rounded == other.rounded


@pytest.mark.parametrize("bad", [None, float("nan"), float("inf"), -1.0])
def test_a_region_without_a_share_is_refused_and_nothing_is_spread_over_the_others(bad):
    with pytest.raises(RefusedInputError, match="cannot be used"):
        allocate_to_regions({"A01": 9.0}, {"land": {"north": 1.0, "south": bad}}, CONCORDANCE)


def test_what_has_no_row_or_no_amount_is_refused():
    with pytest.raises(WrongUseError, match="no row of regional shares"):
        allocate_to_regions({"B05": 9.0}, ROWS, CONCORDANCE)
    with pytest.raises(WrongUseError, match="no row of regional shares"):
        allocate_to_regions({"A01": 9.0}, {"works": ROWS["works"]}, CONCORDANCE)
    with pytest.raises(RefusedInputError, match="cannot be used"):
        allocate_to_regions({"A01": 9.0}, {"land": {"north": 0.0}}, CONCORDANCE)
    with pytest.raises(RefusedInputError, match="cannot be spread"):
        allocate_to_regions({"A01": float("nan")}, ROWS, CONCORDANCE)


def test_a_concordance_is_read_from_content_and_holds_every_industry_once():
    rows = RegionRows.read_if_there({"impact/regions.yaml": CONTENT}, ZONE)
    assert rows is not None
    assert rows.concordance == {"farm": "land", "mine": "land", "works": "works"}
    assert RegionRows.read_if_there({}, ZONE) is None
    with pytest.raises(ContentError, match="mine stands again"):
        RegionRows.read_if_there({"impact/regions.yaml": CONTENT.replace("[works]", "[works, mine]")}, ZONE)
