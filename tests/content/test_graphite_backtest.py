"""The graphite control of December 2023 and the gallium control of August 2023 in China's monthly exports, frozen first.

The figures are UN Comtrade's, reporter China; the file is read where it lies and skipped where it is not.
"""

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest

from towers import run_korea

FILE = "trade_china/china_monthly_exports_hs6_partner_2017_2024.csv"
FROZEN = "6d3ec9fac20ef640daeabe0be4ee9e10a21d613fffa1aa2065c0f7d53ee88b27"
"""The hash of the indicators and of the sourced events that these results come from: change one, publish both."""
COLUMNS = [
    option
    for pair in ("item=hs6", "partner=partner_name", "month=period_dt", "value_usd=val", "mass_kg=qty")
    for option in ("--column", pair)
]
GRAPHITE, GALLIUM = "hs2022:250410", "hs2022:811292"
pytestmark = [pytest.mark.korea, pytest.mark.reference]


@pytest.fixture(scope="module")
def file(reference_folder: Path) -> Path:
    path = reference_folder / FILE
    if not path.is_file():
        pytest.skip(f"no reference data: {path} is absent (users download it from UN Comtrade)")
    return path


@cache
def backtest(file: Path, *more: str):
    found = run_korea(
        "watch", "backtest", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--exports-of", "CHN", "--partner", "KOR",
        "--weighting", "standard", "--weighting", "short-memory", "--frozen", FROZEN, *more, "--format", "json",
    )  # fmt: skip
    assert (found.code, found.err) == (0, ""), found.err
    return found.json()


def event(answer, item):
    return next(one for one in answer["events"] if one["item"] == item)


def month(answer, item, name):
    return next(one for one in event(answer, item)["months"] if one["month"] == f"{name}-01")


def outcome(answer, weighting, lag, item):
    record = next(one for one in answer["records"] if (one["weighting"], one["lag_days"]) == (weighting, lag))
    return next(one for one in record["outcomes"] if one["item"] == item)


def seen(answer, weighting, lag, item):
    signs = outcome(answer, weighting, lag, item)["signs"]
    return {one["measure"]: (one["seen"]["month"], one["seen"]["knowable"]) for one in signs if one["seen"]}


def test_the_result_carries_the_hash_it_was_frozen_with(file):
    assert backtest(file)["frozen"] == FROZEN
    refused = run_korea(
        "watch", "backtest", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--frozen", "0" * 64
    )
    assert refused.code == 3
    assert "not those that were frozen" in refused.err


def test_november_was_out_of_season_by_1_81_and_a_miss_at_two(file):
    answer = backtest(file)
    october, november = month(answer, GRAPHITE, "2023-10"), month(answer, GRAPHITE, "2023-11")
    assert (round(october["mass_t"]), round(november["mass_t"])) == (2971, 13885)
    assert october["signs"]["mass_rise"] < 0
    assert round(november["signs"]["mass_rise"], 2) == 1.81
    assert round(november["signs"]["value_rise"], 2) == 0.21
    assert (november["points"], november["word"]) == (0.0, "")
    assert "mass_rise" not in seen(answer, "standard", 0, GRAPHITE)


def test_november_was_knowable_on_the_day_of_entry_at_best_and_twenty_days_later_in_fact(file):
    november = month(backtest(file), GRAPHITE, "2023-11")
    assert (november["knowable_at_lag_0"], november["knowable"]) == ("2023-12-01", "2023-12-21")
    through = event(backtest(file), GRAPHITE)["run_up"][-1]
    assert through["through"] == "2023-11-01"
    assert (round(through["ratio_mass"], 2), round(through["ratio_value"], 2), through["is_met"]) == (1.6, 1.16, True)
    assert round(through["half_year_ratio_mass"], 2) == 2.08
    assert (through["days_to_entry_at_lag_0"], through["days_to_entry"]) == (0, -20)
    first = event(backtest(file), GRAPHITE)["run_up"][0]
    assert (round(first["ratio_mass"], 2), first["is_met"], first["days_to_entry"]) == (0.64, False, 10)
    assert event(backtest(file), GRAPHITE)["run_up_label"] == "not an early warning"
    assert round(event(backtest(file), GRAPHITE)["after_ratio_mass"], 2) == 0.23


def test_a_shorter_memory_sees_november_and_no_earlier(file):
    answer = backtest(file)
    assert seen(answer, "short-memory", 0, GRAPHITE)["mass_rise"] == ("2023-11-01", "2023-12-01")
    assert seen(answer, "short-memory", 20, GRAPHITE)["mass_rise"] == ("2023-11-01", "2023-12-21")


@pytest.mark.parametrize(
    ("weighting", "lag", "told_of", "knowable", "entry"),
    [
        ("standard", 0, "2024-01-01", "2024-02-01", -62),
        ("standard", 20, "2024-01-01", "2024-03-21", -111),
        ("short-memory", 0, "2023-12-01", "2024-01-01", -31),
        ("short-memory", 20, "2023-12-01", "2024-01-21", -51),
        ("year-on-year", 0, "2023-09-01", "2023-10-01", 61),
        ("year-on-year", 20, "2023-09-01", "2023-10-21", 41),
    ],
)
def test_every_alarm_of_ours_came_after_the_control(file, weighting, lag, told_of, knowable, entry):
    alarm = outcome(backtest(file), weighting, lag, GRAPHITE)["alarm"]
    assert (alarm["month"], alarm["knowable"], alarm["days_to_entry"]) == (told_of, knowable, entry)
    assert alarm["days_to_announcement"] == entry - 42
    assert alarm["days_to_shortfall"] is None


def test_gallium_had_no_run_up_and_no_sign(file):
    answer = backtest(file)
    (through,) = event(answer, GALLIUM)["run_up"]
    assert round(through["half_year_ratio_mass"], 2) == 1.11
    assert (round(through["ratio_mass"], 2), through["is_met"]) == (1.46, False)
    for weighting in ("standard", "short-memory"):
        for lag in (0, 20):
            assert outcome(answer, weighting, lag, GALLIUM)["alarm"] is None
            assert outcome(answer, weighting, lag, GALLIUM)["covered"]
            assert seen(answer, weighting, lag, GALLIUM) == {}


def test_two_events_give_counts_and_no_rates_and_chance_does_as_well(file):
    for record in backtest(file)["records"]:
        assert (record["events_covered"], record["events_hit"], record["hits"], record["misses"]) == (2, 1, 1, 1)
        assert record["hit_rate"] is None
        assert set(record["events_without_series"]) == {"SUP-1", "SUP-2", "SUP-5", "SUP-6", "SUP-7"}
    standard = next(one for one in backtest(file)["records"] if (one["weighting"], one["lag_days"]) == ("standard", 20))
    assert (standard["false_alarms"], round(standard["series_years"], 2)) == (3, 3.5)
    assert (standard["alarms_not_judged"], round(standard["series_years_not_judged"], 2)) == (3, 9.25)
    assert round(standard["random_hits_expected"], 2) == 0.81


def test_what_was_known_in_november_2023_says_the_same_of_the_months_before(file):
    then = backtest(file, "--known", "2023-11-25")
    assert then["last_month"] == "2023-10-01"
    now = {one["month"]: one for one in event(backtest(file), GRAPHITE)["months"]}
    for one in event(then, GRAPHITE)["months"]:
        assert one == now[one["month"]]


def test_masses_of_zero_are_masses_that_nobody_reported(file):
    assert backtest(file)["masses_not_reported"] == 146
    assert backtest(file)["series"] == 110


def test_the_months_after_the_control_stand_on_the_short_list(file):
    found = run_korea("watch", "signals", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--exports-of", "CHN",
                      "--month", "2024-02", "--format", "json")  # fmt: skip
    assert (found.code, found.err) == (0, "")
    answer = found.json()
    graphite = next(group for group in answer["shown"] if group["item"] == GRAPHITE)
    (signal,) = graphite["signals"]
    assert (signal["partner"], signal["stands"], round(signal["mass_t"])) == ("CHN", "alert", 672)
    assert {one["measure"] for one in signal["signs"] if one["points"]} == {"mass_fall", "value_fall"}
    assert (signal["structure"]["year"], round(signal["structure"]["share_mass"], 3)) == (2023, 0.987)
    assert signal["priority"] == pytest.approx(
        signal["points"] * max(signal["structure"]["share_value"], signal["structure"]["share_mass"])
    )


def test_flat_rows_say_the_same(file):
    found = run_korea("watch", "backtest", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--exports-of", "CHN",
                      "--partner", "KOR", "--item", GRAPHITE, "--format", "csv")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(found.text)))
    assert {row["frozen"] for row in rows} == {FROZEN}
    assert [(row["weighting"], row["lag_days"], row["alarm_knowable"], row["days_to_entry"]) for row in rows][:2] == [
        ("standard", "0", "2024-02-01", "-62"),
        ("standard", "20", "2024-03-21", "-111"),
    ]
    assert json.dumps(rows)


def indicator(file, *arguments):
    return run_korea("watch", "indicator", *arguments, "--series", str(file), *COLUMNS, "--code-vintage", "hs2022",
                     "--exports-of", "CHN", "--partner", "KOR")  # fmt: skip


def test_the_record_of_an_indicator_is_that_of_the_back_test(file):
    answer = indicator(file, "standard", "--format", "json").json()
    (one,) = answer["indicators"]
    assert answer["frozen"] == FROZEN
    assert one["records"] == [
        record for record in backtest(file)["records"] if record["weighting"] == "standard"
    ]  # the same numbers from the same rows
    assert one["record"]["en"] == (
        "record: 1 of 2 events (0 ahead of entry into force), 3 false alarms in 3.5 series-years, 3 not judged in 9.2"
    )
    assert one["record"]["ko"].startswith("실적: 사건 2건 중 1건")


def test_every_indicator_has_a_record_or_says_why_not(file):
    found = {one["key"]: one for one in indicator(file, "--format", "json").json()["indicators"]}
    assert {"standard", "year-on-year", "mass-fall", "squeeze", "mass-year-on-year"} <= set(found)
    assert (found["price-rise"]["status"], found["price-rise"]["records"][-1]["events_covered"]) == ("no_data", 0)
    assert "empty until loaded" in found["price-rise"]["record"]["en"]
    lead = next(one for one in found["value-fall"]["records"][-1]["outcomes"] if one["item"] == GRAPHITE)["alarm"]
    assert (lead["knowable"], lead["days_to_announcement"], lead["days_to_entry"]) == ("2023-11-21", -32, 10)


def test_without_a_table_the_record_is_not_computable_and_the_events_are_told(tmp_path):
    answer = run_korea("watch", "indicator", "standard", "--format", "json").json()
    (one,) = answer["indicators"]
    assert (one["status"], one["records"], one["record"]["en"]) == (
        "not_computable", [], "record not computable: load customs months or give --series")  # fmt: skip
    asked = ("watch", "backtest", "--item", "urea", "--weighting", "standard")
    urea = run_korea(*asked, "--format", "json")
    assert (urea.code, urea.json()["status"], urea.json()["records"]) == (0, "not_computable", [])
    days = {one["event"]: (one["in_force"], one["first_shortfall"], one["sources"]) for one in urea.json()["events"]}
    assert days == {"SUP-1": ("2021-10-15", None, ["JA2", "KT2"]), "SUP-2": (None, "2023-11-30", ["AS5", "KT2"])}
    assert run_korea(*asked, "--format", "json").text == urea.text
    assert "Load customs months" in run_korea(*asked, "--format", "csv").text
    assert run_korea(*asked, "--against", "short-memery").code == 2
    assert run_korea("watch", "indicator", "mass-fal").code == 2
    assert run_korea("watch", "indicator", "squeeze", "--out", str(tmp_path), "--lang", "ko").code == 0
    pages = {one.name: one.read_text(encoding="utf-8") for one in tmp_path.iterdir()}
    assert {"indicator-squeeze.html", "indicator-squeeze.en.html", "indicator-squeeze.json"} <= set(pages)
    assert "실적 계산 불가" in pages["indicator-squeeze.html"]
    assert "not computable" in pages["indicator-squeeze.en.html"]


def test_urea_is_judged_on_months_that_a_person_gives(tmp_path):
    rows = ["item,partner,month,value_usd,mass_t"]
    for at in range(72):
        mass = (100 + 5 * (at % 12) + at * 7 % 5) * (0.1 if at >= 58 else 1)
        rows.append(f"urea,China,{2017 + at // 12}-{at % 12 + 1:02d},{300 * mass:.0f},{mass:.1f}")
    own = tmp_path / "urea.csv"
    own.write_text("\n".join(rows), encoding="utf-8")
    found = run_korea(
        "watch", "backtest", "--item", "urea", "--series", str(own), "--against", "mass-fall", "--format", "json"
    )
    assert (found.code, found.err) == (0, "")
    alarms = {
        (record["weighting"], record["lag_days"]): (one["alarm"]["month"], one["alarm"]["days_to_entry"])
        for record in found.json()["records"]
        for one in record["outcomes"]
        if one["event"] == "SUP-1" and one["alarm"]
    }
    assert alarms["mass-fall", 20] == ("2021-12-01", -98)
    assert alarms["mass-fall", 0] == ("2021-12-01", -78)


def test_every_reason_of_the_short_list_is_told_in_both_languages(file):
    found = run_korea("watch", "signals", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--exports-of", "CHN",
                      "--month", "2024-02", "--format", "json").json()  # fmt: skip
    signs = [sign for group in found["shown"] for one in group["signals"] for sign in one["signs"]]
    assert any(sign["told"]["ko"].startswith("중량 감소 3.") and sign["told"]["ko"].endswith("충족") for sign in signs)
    assert any(sign["told"]["en"] == "price up: not seen" for sign in signs)
    assert all(set(sign["names"]) == set(sign["told"]) == {"en", "ko"} for sign in signs)


def test_the_short_list_tells_the_same_record_as_the_indicator(file):
    found = run_korea("watch", "signals", "--series", str(file), *COLUMNS, "--code-vintage", "hs2022", "--exports-of", "CHN",
                      "--month", "2024-02", "--format", "json").json()  # fmt: skip
    told = {one["indicator"]: one["record"] for one in found["records"]}
    assert set(told) == {"standard", "mass-fall", "value-fall", "mass-change-down"}
    every = indicator(file, "--format", "json").json()["indicators"]
    assert told == {one["key"]: one["record"] for one in every if one["key"] in told}
    assert found["series_judged"] == 3


def test_front_loading_and_relapse_have_their_record_too(file):
    (run_up,) = indicator(file, "front-loading", "--format", "json").json()["indicators"][0]["rule_records"]
    assert (run_up["events_hit"], run_up["events_missed"]) == (1, 1)
    assert {(one["events"][0], one["verdict"], round(one["found"], 2), one["days_to_entry"]) for one in run_up["outcomes"]} == {
        ("SUP-3", "hit", 1.6, -20), ("SUP-4", "miss", 1.46, -20)}  # fmt: skip
    relapse = indicator(file, "relapse", "--format", "json").json()["indicators"][0]
    yearly, monthly = relapse["rule_records"]
    assert (yearly["events_hit"], yearly["events_missed"], yearly["false_alarms"], yearly["found_not_judged"]) == (
        2,
        0,
        0,
        140,
    )
    assert [(one["events"], one["series"], one["period"]) for one in yearly["outcomes"]] == [
        (["SUP-1", "SUP-2"], "urea", "2023")
    ]
    assert monthly["status"] == "not_computable"
