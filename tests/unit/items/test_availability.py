"""Coverage: which items have which data, and why not."""

from zoneinfo import ZoneInfo

from gwanje.foundation.codes import Code
from gwanje.foundation.instants import parse_instant
from gwanje.items import coverage

HELD = {
    Code.parse("hs1992:280530"): {2029, 2030},
    Code.parse("hs1992:250410"): {2030},
    Code.parse("hs1992:811230"): {2026},
}


def test_an_item_wholly_seen_has_data_and_its_years(items):
    metals = coverage(items, HELD).of("pixie-dust-metals")
    assert (metals.state, metals.years, metals.why) == ("data", (2029, 2030), "")


def test_a_code_without_rows_beside_one_with_rows_makes_a_part(items):
    graphite = coverage(items, HELD).of("lagoon-graphite")
    assert (graphite.state, graphite.why) == ("part", "no data for hs1992:250490")


def test_a_code_that_holds_other_goods_makes_a_part(items):
    held = {Code.parse("hs1992:850511"): [2030]}
    magnets = coverage(items, held).of("pixie-dust-magnets")
    assert magnets.state == "part"
    assert "magnets of all metals" in magnets.why


def test_an_item_without_codes_or_rows_says_why(items):
    table = coverage(items, HELD)
    assert table.of("nectar").why == "no codes: its code was not read"
    assert table.of("pixie-dust-magnets").why == "no data for hs1992:850511"


def test_a_chain_names_its_main_product_first_when_it_is_missing(items):
    chain = coverage(items, HELD).of("pixie-dust")
    assert chain.state == "part"
    assert chain.why == "no data: pixie-dust-magnets (main product), pixie-dust-ores"
    assert coverage(items, {}).of("pixie-dust").state == "none"


def test_another_vintage_is_no_gap_but_another_day_is_another_code(items):
    zone = ZoneInfo("Atlantic/Azores")
    late = coverage(items, HELD, on=parse_instant("2029-01-01", zone))
    assert late.of("pixie-dust-metals").state == "data"
    assert late.of("moonstone").state == "none"


def test_totals_add_up_and_a_function_serves_as_inventory(items):
    by_mapping, by_function = coverage(items, HELD), coverage(items, lambda code: HELD.get(code, ()))
    assert by_mapping == by_function
    totals = by_mapping.as_answer()["totals"]
    assert totals == {"items": 7, "data": 2, "part": 2, "none": 3}
