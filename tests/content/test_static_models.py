"""Static models on the packaged table of 2022: the economy as loaded, the worked extraction, what it cannot answer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from gwanje.answers.economies import absence, economy_of
from gwanje.answers.extracting import extraction
from gwanje.answers.pricing import prices
from gwanje.foundation.errors import UnavailableError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.impact import (
    Economy,
    Group,
    PriceRise,
    consumer_price_effect,
    extract_flow,
    output_multipliers,
    price_response,
)
from towers import korea

pytestmark = pytest.mark.korea

NOW = AsOf(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC))
BEFORE = AsOf(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 13, tzinfo=ZoneInfo("Asia/Seoul")))


@pytest.fixture(scope="module")
def economy() -> Economy:
    return economy_of(korea(), NOW)


def test_the_economy_as_loaded(economy: Economy) -> None:
    assert (len(economy), economy.intermediate.nnz, economy.year) == (4000, 4_279_320, 2022)
    assert economy.nodes.labels[:2] == (("AGO", "A01"), ("ARE", "A01"))
    assert (len(economy.nodes.regions), len(economy.nodes.sectors)) == (80, 50)
    assert int((~economy.active).sum()) == 51
    assert economy.limits == {"final_demand_without_destination", "no_rest_of_world"}
    assert economy.sources == ("icio-2022",)
    assert economy.output.sum() / 1e6 == pytest.approx(192.4, abs=0.05)
    assert economy.output[economy.nodes.where(regions=("KOR",))].sum() / 1e6 == pytest.approx(4.31, abs=0.005)
    assert economy.sector_names["C20"] == "Manufacture of chemicals and chemical products"
    assert any("Cyprus" in note or "CYP/H51" in note for check in economy.checks for note in check.noted)
    assert any("rest of the world was dropped" in note for note in economy.notes)
    assert economy_of(korea(), NOW) is economy
    assert economy_of(korea(), NOW, "icio-2022") is economy


def test_not_known_before_it_was_public() -> None:
    with pytest.raises(WrongUseError, match="became known on 2026-07-14"):
        economy_of(korea(), BEFORE)
    assert absence(korea(), BEFORE)[0] == "not_yet_known"
    answer = extraction(korea(), BEFORE, supplier="CHN", sectors=("C20",))
    assert (answer.status, answer.lost_sales, answer.regions) == ("not_yet_known", None, ())
    assert "2026-07-14" in answer.headline.ko
    assert prices(korea(), BEFORE, supplier="CHN", sectors=(), rise=0.1).status == "not_yet_known"


def test_chemicals_from_china_to_korea_are_lost_sales_in_china(economy: Economy) -> None:
    found = extract_flow(economy, Group(("CHN",), ("C20",)), Group(("KOR",)))
    assert found.cut / 1e3 == pytest.approx(16.9, abs=0.05)
    assert found.total / 1e3 == pytest.approx(51.2, abs=0.05)
    assert float(found.region_share.sel(region="CHN")) == pytest.approx(0.893, abs=0.0005)
    assert float(found.region_share.sel(region="KOR")) == pytest.approx(0.010, abs=0.0005)
    answer = extraction(korea(), NOW, supplier="중국", sectors=("C20",))
    assert (answer.supplier, answer.user, answer.unit) == ("CHN", "KOR", "M USD/yr")
    assert answer.lost_sales == found.total
    assert answer.headline.en.startswith("Supplier's lost sales: 51.2 billion USD")
    assert "not what hangs on the import" in answer.reading.en
    assert [one.region for one in answer.regions[:2]] == ["CHN", "USA"]
    assert answer.industries[0].sector == "C20"
    half = extract_flow(economy, Group(("CHN",), ("C20",)), Group(("KOR",)), share=0.5)
    assert 0 < half.total < found.total


def test_exact_and_first_order_prices_nearly_agree_and_consumer_prices_refuse(economy: Economy) -> None:
    rise = PriceRise(Group(("CHN",), ("C20",)), Group(("KOR",)), 0.5)
    response = price_response(economy, [rise])
    korean = response.exact.sel(region="KOR").to_series()
    assert korean.idxmax() == "C20"
    direct = 0.5 * economy.intermediate[[economy.nodes.at("CHN", "C20")]][:, [economy.nodes.at("KOR", "C20")]].sum()
    assert korean["C20"] > direct / economy.output[economy.nodes.at("KOR", "C20")] > 0.01
    gap = response.gap.values[economy.active]
    assert 0 <= gap.min() <= gap.max() < 1e-4
    with pytest.raises(WrongUseError, match="cannot answer consumer prices"):
        consumer_price_effect(economy, response, "KOR")
    answer = prices(korea(), NOW, supplier="CHN", sectors=("C20",), rise=0.5)
    assert answer.consumer_prices.status == "not_computable"
    assert answer.industries[0].price_rise == pytest.approx(korean["C20"])
    assert answer.industries[0].price_rise > answer.industries[0].within_country


def test_a_missing_economy_is_refused_with_the_file_that_has_it() -> None:
    with pytest.raises(WrongUseError, match=r"cannot answer anything about QAT.*OECD file"):
        extraction(korea(), NOW, supplier="QAT", sectors=("B06",))


def test_industries_without_output_are_missing(economy: Economy) -> None:
    found = output_multipliers(economy)
    assert int(np.isnan(found.values).sum()) == 51
    assert np.nanmin(found.values) >= 1.0


def test_a_table_that_nobody_has_is_told_with_those_loaded() -> None:
    with pytest.raises(UnavailableError, match=r"loaded source \(icio-2022\)"):
        economy_of(korea(), NOW, "icio-2030")
