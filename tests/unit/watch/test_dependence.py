from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch import DependenceQuestion, TradeTables, dependence, ended_years

NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)
AZORES = ZoneInfo("Atlantic/Azores")
CODE = Code.parse("hs1992:280530")
OTHER = Code.parse("hs1992:250410")
COLUMNS = ["year", "supplier", "hs", "hs_vintage", "import_value_usd", "import_mass_t"]


def asked(*codes, valid=NOON, years=()):
    return DependenceQuestion("pixie-dust", codes or (CODE,), "NVL", AsOf(valid, NOON), AZORES, years)


def tables(rows, exports=(), years=(2026, 2027, 2028, 2029, 2030)):
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"import_value_usd": float, "import_mass_t": float})
    world = pd.DataFrame(exports, columns=["year", "exporter", "hs_vintage", "export_value_usd"])
    return TradeTables(frame, world, tuple(years))


def row(year, supplier, value, mass, code="280530", vintage=1992):
    return (year, supplier, code, vintage, value, mass)


def year_of(answer, year):
    return next(one for one in answer.years if one.year == year)


def test_shares_by_value_and_by_mass_stand_side_by_side(thresholds):
    found = dependence(asked(), tables([row(2030, "OZZ", 8e6, 50), row(2030, "WDL", 2e6, 50)]), thresholds)
    year = year_of(found, 2030)
    assert found.status == "ok"
    assert (year.top_by_value.iso3, year.top_by_value.share_value, year.top_by_value.share_mass) == ("OZZ", 0.8, 0.5)
    assert year.hhi_value == pytest.approx(0.68)
    assert year.hhi_mass == pytest.approx(0.5)
    assert year.distance_to_target_value == pytest.approx(0.3)
    assert year.mass_coverage_value == 1


def test_missing_mass_is_said_and_covered_value_shown(thresholds):
    rows = [row(2030, "OZZ", 6e6, 50), row(2030, "WDL", 2e6, 50), row(2030, "NRN", 2e6, None)]
    year = year_of(dependence(asked(), tables(rows), thresholds), 2030)
    silent = next(s for s in year.suppliers if s.iso3 == "NRN")
    assert silent.share_value == pytest.approx(0.2)
    assert silent.share_mass is None
    assert silent.flags == ("mass_missing",)
    assert year.mass_coverage_value == pytest.approx(0.8)
    assert sum(s.share_mass for s in year.suppliers if s.share_mass is not None) == pytest.approx(1)


def test_no_mass_at_all_leaves_mass_missing(thresholds):
    year = year_of(dependence(asked(), tables([row(2030, "OZZ", 6e6, None)]), thresholds), 2030)
    assert (year.hhi_mass, year.import_mass_t, year.top_by_mass, year.distance_to_target_mass) == (None,) * 4
    assert year.hhi_value == 1


def test_year_without_rows_is_no_data_not_zero(thresholds):
    found = dependence(asked(), tables([row(2029, "OZZ", 6e6, 1)], [(2030, "OZZ", 1992, 5.0)]), thresholds)
    year = year_of(found, 2030)
    assert found.status == "ok"
    assert (year.status, year.hhi_value, year.import_value_usd, year.suppliers) == ("no_data", None, None, ())
    assert "not zero" in year.reason
    assert found.latest.year == 2029


def test_the_five_last_ended_years_by_default(thresholds):
    rows = [row(year, "OZZ", 6e6, 1) for year in range(2020, 2033)]
    found = dependence(asked(), tables(rows, years=range(2020, 2033)), thresholds)
    assert [year.year for year in found.years] == [2030, 2029, 2028, 2027, 2026]


def test_a_year_ends_when_the_next_begins_in_the_countrys_zone():
    seoul = ZoneInfo("Asia/Seoul")
    before = datetime(2025, 12, 31, 14, 59, 59, tzinfo=UTC)
    assert ended_years([2025], AsOf(before, before), seoul) == ()
    after = datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert ended_years([2025], AsOf(after, after), seoul) == (2025,)


def test_asked_years_come_as_asked_and_unknown_ones_say_so(thresholds):
    found = dependence(asked(years=(2028, 2031)), tables([row(2028, "OZZ", 6e6, 1)]), thresholds)
    assert [(year.year, year.status) for year in found.years] == [(2031, "not_yet_known"), (2028, "ok")]
    only = dependence(asked(years=(2031,)), tables([row(2028, "OZZ", 6e6, 1)]), thresholds)
    assert only.status == "not_yet_known"


def test_absences_are_four_different_answers(thresholds):
    assert dependence(asked(), None, thresholds).status == "not_yet_known"
    assert dependence(replace(asked(), codes=()), tables([]), thresholds).status == "not_computable"
    unseen = dependence(asked(), tables([]), thresholds)
    assert (unseen.status, unseen.reason) == ("no_data", "not seen: no trade data for its codes")
    seen = dependence(asked(), tables([], [(2030, "OZZ", 1992, 5.0)]), thresholds)
    assert seen.reason == "no import is recorded; this is not zero"
    early = datetime(1990, 1, 1, tzinfo=UTC)
    assert dependence(asked(valid=early), tables([row(2030, "OZZ", 1, 1)]), thresholds).status == "no_data"


def test_two_vintages_are_never_added_up(thresholds):
    rows = [row(2030, "OZZ", 6e6, 1), row(2030, "OZZ", 6e6, 1, vintage=2022)]
    found = dependence(asked(years=(2030,)), tables(rows), thresholds)
    assert found.status == "not_computable"
    assert "vintage" in found.reason


def test_several_codes_add_up_by_value_and_flag_the_mass(thresholds):
    rows = [row(2030, "OZZ", 6e6, 1), row(2030, "OZZ", 2e6, 1, "250410"), row(2030, "WDL", 2e6, 2, "250410")]
    year = year_of(dependence(asked(CODE, OTHER), tables(rows), thresholds), 2030)
    assert year.top_by_value.share_value == pytest.approx(0.8)
    assert "mass_of_different_goods" in year.flags
    assert year.codes_with_rows == ("250410", "280530")


def test_a_code_without_rows_beside_one_with_rows_is_flagged(thresholds):
    year = year_of(dependence(asked(CODE, OTHER), tables([row(2030, "OZZ", 6e6, 1)]), thresholds), 2030)
    assert "codes_without_rows" in year.flags


def test_partly_missing_mass_of_one_supplier_is_flagged(thresholds):
    rows = [row(2030, "OZZ", 6e6, 1), row(2030, "OZZ", 2e6, None, "250410")]
    year = year_of(dependence(asked(CODE, OTHER), tables(rows), thresholds), 2030)
    assert year.suppliers[0].flags == ("mass_partly_missing",)
    assert year.mass_coverage_value == pytest.approx(0.75)


def test_unit_values_are_compared_within_one_code_only(thresholds):
    rows = [row(2030, "OZZ", 6e6, 10), row(2030, "WDL", 6e6, 10), row(2030, "OZZ", 6e6, 1e5, "250410")]
    year = year_of(dependence(asked(CODE, OTHER), tables(rows), thresholds), 2030)
    assert year.outliers == ()
    outlier = [row(2030, "OZZ", 6e6, 1000), row(2030, "WDL", 1e6, 1)]
    year = year_of(dependence(asked(), tables(outlier), thresholds), 2030)
    wdl = next(s for s in year.suppliers if s.iso3 == "WDL")
    assert wdl.flags == ("unit_value_outlier_high",)


def test_jumps_and_small_years_are_flagged(thresholds):
    rows = [row(2028, "OZZ", 5e5, 1), row(2029, "OZZ", 5e5, 1), row(2030, "LLP", 53e6, 1)]
    found = dependence(asked(), tables(rows), thresholds)
    assert year_of(found, 2030).flags == ("yearly_jump",)
    assert year_of(found, 2029).flags == ("value_below_floor",)


def test_world_market_and_indicators(thresholds):
    exports = [
        (2030, "OZZ", 1992, 40.0),
        (2030, "WDL", 1992, 40.0),
        (2030, "LLP", 1992, 15.0),
        (2030, "NVL", 1992, 5.0),
    ]
    year = year_of(dependence(asked(), tables([row(2030, "OZZ", 10.0, 1)], exports), thresholds), 2030)
    assert year.hhi_world_exports == pytest.approx(0.345)
    assert year.market == "single-source"
    assert year.indicators.import_export_ratio == pytest.approx(2)
    assert year.indicators.dependent is True


def test_a_bloc_or_a_home_output_defines_the_second_indicator(thresholds):
    rows = [row(2030, "OZZ", 6.0, 1), row(2030, "WDL", 2.0, 1), row(2030, "LLP", 2.0, 1)]
    found = tables(rows, [(2030, "NVL", 1992, 5.0)])
    alone = year_of(dependence(asked(), found, thresholds), 2030).indicators
    assert alone.penetration is None
    inside = year_of(dependence(replace(asked(), bloc=("OZZ",)), found, thresholds), 2030).indicators
    assert (inside.concentration, inside.penetration, inside.import_export_ratio) == (0.5, 0.4, 0.8)
    home = year_of(dependence(replace(asked(), domestic_output_usd={2030: 30.0}), found, thresholds), 2030).indicators
    assert (home.penetration, home.import_export_ratio) == (0.25, 2.0)
    with pytest.raises(WrongUseError, match="two meanings"):
        dependence(replace(asked(), bloc=("OZZ",), domestic_output_usd={2030: 30.0}), found, thresholds)


def test_contract_keys_of_the_json(thresholds):
    found = dependence(asked(), tables([row(2030, "OZZ", 8e6, 50)]), thresholds).as_answer()
    assert list(found)[:4] == ["item", "importer", "status", "years"]
    year = found["years"][0]
    contract = ["year", "hhi_value", "hhi_mass", "top_supplier", "suppliers", "mass_coverage_value"]
    assert list(year)[:6] == contract
    assert set(year["top_supplier"]) == {"iso3", "share_value", "share_mass"}
    assert list(year["suppliers"][0])[:4] == ["iso3", "share_value", "share_mass", "flags"]
    empty = found["years"][1]
    assert (empty["status"], empty["top_supplier"], empty["suppliers"]) == ("no_data", None, [])


def test_tables_without_labels_are_refused(thresholds):
    good = tables([row(2030, "OZZ", 8e6, 50)])
    with pytest.raises(WrongUseError, match="import_mass_t"):
        dependence(asked(), replace(good, imports=good.imports.drop(columns="import_mass_t")), thresholds)
    nameless = tables([row(2030, None, 8e6, 50)])
    with pytest.raises(WrongUseError, match="no supplier or no code"):
        dependence(asked(), nameless, thresholds)


@settings(max_examples=40, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(["OZZ", "WDL", "LLP", "NRN"]), st.floats(1, 1e8), st.none() | st.floats(0.1, 1e6)),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one[0],
    )
)
def test_any_table_gives_shares_that_hold_together(thresholds, rows):
    year = year_of(dependence(asked(), tables([row(2030, *one) for one in rows]), thresholds), 2030)
    assert sum(s.share_value for s in year.suppliers) == pytest.approx(1)
    masses = [s.share_mass for s in year.suppliers if s.share_mass is not None]
    assert not masses or sum(masses) == pytest.approx(1)
    assert 1 / len(rows) - 1e-9 <= year.hhi_value <= 1
    assert 0 <= year.mass_coverage_value <= 1
    assert [s.value_usd for s in year.suppliers] == sorted((s.value_usd for s in year.suppliers), reverse=True)
    assert all((s.share_mass is None) == ("mass_missing" in s.flags) for s in year.suppliers)


def test_a_year_before_the_table_is_no_data_and_never_yet_to_come(thresholds):
    found = dependence(asked(years=(1994,)), tables([row(2030, "OZZ", 8e6, 50)]), thresholds)
    assert (found.status, found.reason) == ("no_data", "the table begins with 2026")
