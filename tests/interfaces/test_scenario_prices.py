"""Scenarios with shocks to prices, rebuilding, regions and sizes of firms: what is told, what is refused and where."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from towers import neverland_home, run, run_korea

HEAD = """id: OWN-9
key: dear
names: {en: {text: "Oz is dear"}, ko: {text: "오즈산 가격 상승"}}
importer: "NVL"
days: 60
known: 2030-01-01
shocks:
"""
JUMP = """  - kind: price_jump
    suppliers: ["OZZ"]
    sectors: [mine]
    days: 60
    rise: {low: 0.2, high: 0.5}
    pass_through: {low: 0.5, high: 1}
"""
TARIFF = """  - kind: tariff
    suppliers: ["WDL"]
    sectors: [works]
    days: {low: 30, high: 90}
    rate_before: 0.05
    rate: {low: 0.15, high: 0.25}
    basis: a security tariff that nobody has enacted
    covered: {low: 0, high: 0.2}
"""
FLOOD = """  - kind: capacity_loss
    region: "OZZ"
    sectors: [mine]
    days: {low: 10, high: 30}
    share: {low: 0.3, high: 0.9}
"""
FLOW = """  - kind: flow_stop
    suppliers: ["OZZ"]
    sectors: [works]
    buyers: final_users
    days: 30
"""
ACCOUNTS = """region,row,year,measure,value
all islands,land,2029,nominal,100
north,land,2029,nominal,60
south,land,2029,nominal,40
north,making,2029,nominal,10
south,making,2029,nominal,90
"""
SIZES = "sector,size,share\nland,small,0.7\nland,large,0.3\nmaking,small,0.2\nmaking,large,0.8\n"


def ask(*arguments: str):
    return run("impact", *arguments, home=neverland_home())


def written(folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_price_jump_is_the_price_command_at_both_ends(tmp_path: Path) -> None:
    told = ask("run", written(tmp_path, HEAD + JUMP), "--format", "json").json()
    assert (told["kind"], told["prices"]["kind"], told["prices"]["shocks"][0]["extra_kind"]) == (
        "exposure",
        "exposure",
        "identity",
    )
    for end, rise in (("low", 0.2 * 0.5), ("high", 0.5)):
        plain = ask("prices", "--from", "OZZ", "--sector", "mine", "--rise", str(rise), "--format", "json").json()
        expected = {one["sector"]: (one["price_rise"], one["within_country"]) for one in plain["industries"]}
        for one in told["prices"]["industries"]:
            got = (one["price_rise"][end], one["within_country"][end])
            assert got == pytest.approx(expected[one["sector"]], rel=1e-12)
            assert 0 <= one["own_imports"][end] <= one["price_rise"][end]
    shock = told["prices"]["shocks"][0]
    assert shock["extra_musd"]["high"] == pytest.approx(shock["flow_musd"] * 0.5 * 60 / 365)
    assert shock["extra_musd"]["low"] == pytest.approx(shock["flow_musd"] * 0.1 * 60 / 365)
    assert not shock["is_upper_bound"]
    assert told["prices"]["consumer_rise"] is None
    assert "load the OECD file" in told["prices"]["consumer_words"]["en"]
    assert "none is invented" in told["prices"]["demand_words"]["en"]


def test_a_duty_moves_the_price_by_its_change_over_one_and_the_old_one(tmp_path: Path) -> None:
    answer = ask("run", written(tmp_path, HEAD + TARIFF), "--format", "json").json()
    shock = answer["prices"]["shocks"][0]
    assert shock["price_rise"]["low"] == 0
    assert shock["price_rise"]["high"] == pytest.approx(0.2 * 0.2 / 1.05)
    assert shock["extra_musd"]["high"] == pytest.approx(shock["flow_musd"] * 0.2 * 0.2 / 1.05 * 60 / 365)
    assert shock["is_upper_bound"]
    assert "upper bound" in answer["prices"]["reading"]["en"]
    assert "a security tariff that nobody has enacted" in shock["words"]["en"]


def test_items_are_weighed_by_their_own_value_in_the_cell(tmp_path: Path) -> None:
    item = JUMP.replace("sectors: [mine]", "items: [pixie-dust-metals]\n    value_musd: {pixie-dust-metals: 3}")
    told = ask("run", written(tmp_path, HEAD + item), "--format", "json").json()["prices"]
    shock = told["shocks"][0]
    assert shock["sectors"] == ["mine"]
    assert shock["price_rise"]["high"] == pytest.approx(0.5 * 3 / shock["flow_musd"])
    absent = JUMP.replace("sectors: [mine]", "items: [moonstone]")
    found = ask("run", written(tmp_path, HEAD + absent), "--format", "json").json()["prices"]
    assert (found["status"], found["industries"]) == ("not_computable", [])
    assert "no making industry is known" in found["not_computable"][0]["en"]


def test_what_is_cut_and_what_is_dear_stand_apart_and_are_not_added(tmp_path: Path) -> None:
    flood = ask("run", written(tmp_path, HEAD + FLOOD), "--format", "json").json()
    path = written(tmp_path, HEAD + FLOOD + JUMP)
    both = ask("run", path, "--format", "json").json()
    assert both["readings"] == flood["readings"]
    assert [one["name"] for one in both["assumptions"]] == ["shocks.0.days", "shocks.0.share"]
    assert {one["name"].partition(".")[2].partition(".")[0] for one in both["prices"]["assumptions"]} == {"1"}
    alone = ask("run", written(tmp_path, HEAD + JUMP, "alone.yaml"), "--format", "json").json()
    assert both["prices"]["industries"] == alone["prices"]["industries"]
    assert flood["prices"] is None
    found = ask("run", path, "--lang", "ko", "--out", str(tmp_path / "out"))
    assert found.code == 0, found.err
    page = (tmp_path / "out" / "scenario-dear.html").read_text(encoding="utf-8")
    assert "합산하지 않음" in page
    assert "are not added" in (tmp_path / "out" / "scenario-dear.en.html").read_text(encoding="utf-8")
    assert "합산하지 않음" in ask("run", path, "--lang", "ko").text


def test_prices_alone_have_a_page_and_rows_in_both_languages(tmp_path: Path) -> None:
    found = ask("run", written(tmp_path, HEAD + JUMP + TARIFF), "--out", str(tmp_path / "out"))
    assert found.code == 0, found.err
    assert "not a loss of output" in found.text
    page = (tmp_path / "out" / "scenario-dear.ko.html").read_text(encoding="utf-8")
    assert "예측도 생산 손실도 아님" in page
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "scenario-dear.csv").read_text(encoding="utf-8"))))
    answer = json.loads((tmp_path / "out" / "scenario-dear.json").read_text(encoding="utf-8"))
    assert [row["sector"] for row in rows] == [one["sector"] for one in answer["prices"]["industries"]]
    assert float(rows[0]["price_rise_high"]) == answer["prices"]["industries"][0]["price_rise"]["high"]


@pytest.mark.parametrize(
    ("shock", "change", "code", "says"),
    [
        (JUMP, ("{low: 0.2, high: 0.5}", "-1"), 3, ["a rise is above -1", "mine.yaml line 12"]),
        (JUMP, ("{low: 0.5, high: 1}", "1.5"), 3, ["a share lies between 0 and 1", "mine.yaml line 13"]),
        (JUMP, ("sectors: [mine]", "sectors: [mines]"), 2, ["'mines'", "mine.yaml line 8", "Did you mean mine"]),
        (JUMP, ('["OZZ"]', '["NVL"]'), 2, ["come from another country", "mine.yaml line 8"]),
        (JUMP, ('["OZZ"]', '["LLP"]'), 2, ["mine.yaml line 8", "dearer goods of LLP", "Load the OECD file"]),
        (JUMP, ("sectors: [mine]", "items: [pixie-dust-metals]\n    value_musd: {pixie-dust-metals: -3}"), 3, ["an amount is 0 or more", "mine.yaml line 11"]),
        (JUMP, ("    sectors: [mine]\n", ""), 3, ["either items or sectors", "mine.yaml line 8"]),
        (JUMP, ("    days: 60", "    days: 60\n    starts: 61"), 3, ["shock 1 begins on day 61, after the 60 days", "mine.yaml line 1"]),
        (FLOOD, ("    share", "    rebuild: {capital_musd: 5, built_by: {works: 1}, starts: 70}\n    share"), 3, ["rebuilding of shock 1 begins on day 70"]),
        (JUMP + JUMP, ("", ""), 2, ["Two price rises stand on one flow"]),
        (TARIFF, ("high: 0.25", "high: 25"), 3, ["a duty is 0 to 10 times the value", "mine.yaml line 13"]),
        (TARIFF, ("    basis: a security tariff that nobody has enacted\n", ""), 3, ["rate_before, rate and basis", "mine.yaml line 8"]),
        (TARIFF, ("    covered: {low: 0, high: 0.2}\n", ""), 3, ["covered", "mine.yaml line 8"]),
        (TARIFF, ("    suppliers", "    lines: x\n    suppliers"), 3, ["Unknown key 'lines'", "Did you mean 'line'"]),
        (FLOOD, ("    share", "    rebuild: {capital_musd: 5, built_by: {works: 0.7}, starts: 9}\n    share"), 3, ["shares from 0 to 1 that sum to 1", "mine.yaml line 12"]),
        (FLOOD, ("    share", "    rebuild: {capital_musd: -5, built_by: {works: 1}, starts: 9}\n    share"), 3, ["an amount is 0 or more"]),
        (FLOOD, ("    share", "    rebuild: {capital_musd: 5, built_by: {wrks: 1}, starts: 9}\n    share"), 2, ["'wrks'", "mine.yaml line 8"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_shock_is_refused_at_its_line(
    tmp_path: Path, shock: str, change: tuple[str, str], code: int, says: list[str]
) -> None:
    assert change[0] in shock
    found = ask("run", written(tmp_path, HEAD + shock.replace(*change)))
    assert (found.code, found.out) == (code, b""), found.err
    for words in says:
        assert words in found.err, found.err


def test_the_ensemble_draws_what_is_cut_and_refuses_prices_alone(tmp_path: Path) -> None:
    found = ask("ensemble", written(tmp_path, HEAD + JUMP), "--members", "4")
    assert found.code == 2
    assert "cuts nothing" in found.err
    drawn = ("--members", "4", "--workers", "1", "--format", "json")
    both = ask("ensemble", written(tmp_path, HEAD + FLOOD + JUMP), *drawn).json()
    plain = ask("ensemble", written(tmp_path, HEAD + FLOOD), *drawn).json()
    assert [end["lost_musd"] for end in both["ends"]] == [end["lost_musd"] for end in plain["ends"]]
    assert any("gwanje impact run" in one["en"] for one in both["not_computable"])


def test_regions_and_sizes_add_up_and_say_what_they_are(tmp_path: Path) -> None:
    files = ("--regions", written(tmp_path, ACCOUNTS, "a.csv"), "--firm-sizes", written(tmp_path, SIZES, "s.csv"))
    path = written(tmp_path, HEAD + FLOOD)
    answer = ask("run", path, *files, "--format", "json").json()
    regions, sizes = answer["regions"], answer["sizes"]
    assert (regions["year"], regions["reading"]) == (2029, answer["readings"][-1]["key"])
    assert "proportional allocation, not a regional model" in regions["said"]["en"]
    lost = {run["lost_musd"] for run in answer["runs"] if run["reading"] == regions["reading"]}
    for end, total in (("least", min(lost)), ("most", max(lost))):
        assert sum(row["lost_musd"][end] for row in regions["rows"]) == pytest.approx(total, abs=0.02)
        assert sum(row["lost_musd"][end] for row in sizes["rows"]) == pytest.approx(total, abs=0.02)
    assert "not known" in sizes["said"]["en"]
    text = ask("run", path, *files, "--lang", "ko").text
    assert "지역별 생산 차질" in text
    assert "기업 규모별 생산 차질" in text
    assert ask("run", path, *files, "--out", str(tmp_path / "out")).code == 0
    assert "proportional allocation" in (tmp_path / "out" / "scenario-dear.html").read_text(encoding="utf-8")


def test_an_exposure_is_spread_over_sizes_of_firms_too(tmp_path: Path) -> None:
    asked = ("exposure", "--item", "pixie-dust-metals", "--supplier", "OZZ")
    sizes = ("--firm-sizes", written(tmp_path, SIZES, "s.csv"))
    answer = ask(*asked, *sizes, "--format", "json").json()
    for end in (0, 1):
        whole = sum(user["at_stake_musd"][end] for user in answer["users"])
        assert sum(row["at_stake_musd"][end] for row in answer["sizes"]["rows"]) == pytest.approx(whole, abs=2)
    assert "기업 규모별" in ask(*asked, *sizes, "--lang", "ko").text
    by_region = (
        SIZES.replace("sector,", "region,sector,")
        .replace("\nland", "\nnorth,land")
        .replace("\nmaking", "\nnorth,making")
    )
    refused = ask(*asked, "--firm-sizes", written(tmp_path, by_region, "r.csv"))
    assert (refused.code, "need the regions" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("regions", "sizes", "code", "says"),
    [
        (ACCOUNTS.replace("north,making,2029,nominal,10\n", ""), None, 3, "Absent is not zero"),
        ("region,row\nnorth,land\n", None, 3, "no column year, value"),
        (None, SIZES.replace("small,0.7", "small,1.7"), 3, "row 2"),
        (None, SIZES.replace("small,0.7", "small,0.6"), 3, "shares that sum to 1"),
        (None, "sector,size,share\nland,small,1\n", 3, "shares by size for sector"),
        (None, "region,sector,size,share\nnorth,land,small,1\n", 2, "need the regions"),
        (None, "sector,share\nland,1\n", 3, "no column size"),
    ],
)
def test_shares_that_cannot_be_used_are_refused(
    tmp_path: Path, regions: str | None, sizes: str | None, code: int, says: str
) -> None:
    files: list[str] = []
    for option, text in (("--regions", regions), ("--firm-sizes", sizes)):
        files += [] if text is None else [option, written(tmp_path, text, f"{option[2:]}.csv")]
    found = ask("run", written(tmp_path, HEAD + FLOOD), *files)
    assert (found.code, found.out) == (code, b""), found.err
    assert says in found.err


def test_a_price_effect_has_no_regions(tmp_path: Path) -> None:
    found = ask("run", written(tmp_path, HEAD + JUMP), "--regions", written(tmp_path, ACCOUNTS, "a.csv"))
    assert found.code == 2
    assert "is not spread over regions" in found.err


@pytest.mark.korea
def test_a_recorded_duty_names_its_acts_and_a_day_beyond_the_record_is_refused(tmp_path: Path) -> None:
    cars = (HEAD + TARIFF).replace('"NVL"', '"KOR"').replace('["WDL"]', '["KOR"]\n    levied_by: "USA"')
    cars = cars.replace("sectors: [works]", "sectors: [C29]").replace("    rate_before: 0.05\n", "")
    cars = cars.replace("    rate: {low: 0.15, high: 0.25}\n", "    rate_on: [2025-03-01, 2025-05-01]\n")
    cars = cars.replace("basis: a security tariff that nobody has enacted", 'line: "hts2025:8703.23.01"')
    found = run_korea("impact", "run", written(tmp_path, cars), "--format", "json")
    assert found.code == 0, found.err
    shock = found.json()["prices"]["shocks"][0]
    assert shock["payer"] == "USA"
    assert any("section-232-cars" in act["en"] for act in shock["acts"])
    assert shock["price_rise"]["high"] == pytest.approx(0.2 * 0.25)
    for change in (
        ("2025-05-01", "2026-08-01"),
        ("8703.23.01", "9999.99.99"),
        ('levied_by: "USA"', 'levied_by: "JPN"'),
    ):
        late = run_korea("impact", "run", written(tmp_path, cars.replace(*change)))
        assert late.code in (2, 3), late.err
        assert not late.out
        assert "mine.yaml line 8" in late.err


def test_final_users_go_without_on_a_table_that_tells_them_apart(tmp_path: Path) -> None:
    labels = pd.MultiIndex.from_tuples(
        [(region, sector) for region in ("NVL", "OZZ") for sector in ("mine", "works")], names=["region", "sector"]
    )
    flows = [[0.0, 4.0, 0.0, 1.0], [1, 0, 0, 2], [0, 1, 0, 3], [0, 0, 1, 0]]
    pd.DataFrame(flows, index=labels, columns=pd.MultiIndex.from_tuples(list(labels))).to_csv(tmp_path / "Z.csv")
    homes = pd.MultiIndex.from_tuples([("NVL", "household"), ("OZZ", "household")])
    pd.DataFrame([[3.0, 1.0], [6, 1], [0.5, 2.5], [3, 8]], index=labels, columns=homes).to_csv(tmp_path / "Y.csv")
    pd.DataFrame({"unit": ["M USD"] * 4}, index=labels).to_csv(tmp_path / "unit.csv")
    stop = FLOW.replace("days: 30", "days: 30\n    moving_orders: {low: 0, high: 1}")
    found = ask("run", written(tmp_path, HEAD + stop), "--table", str(tmp_path), "--format", "json")
    assert found.code == 0, found.err
    answer = found.json()
    assert "final users bought 3 million USD a year" in answer["final_users"][0]["en"]
    by_name = {run["name"]: run["lost_musd"] for run in answer["runs"]}
    none_moves, all_move = (by_name[f"all_critical: {end}; ordinary inputs all_critical"] for end in ("most", "least"))
    assert none_moves > all_move > 0, "who supplied them loses orders; what others take over they can make only in part"
    industries = ask(
        "run",
        written(tmp_path, HEAD + stop.replace("final_users", "industries")),
        "--table",
        str(tmp_path),
        "--format",
        "json",
    )
    assert industries.json()["final_users"] == []


@pytest.mark.korea
def test_a_closed_flow_to_final_users_is_refused_on_the_packaged_table_with_the_file_to_load(tmp_path: Path) -> None:
    text = FLOW.replace("OZZ", "CHN").replace("works", "C26")
    found = run_korea("impact", "run", written(tmp_path, HEAD.replace('"NVL"', '"KOR"') + text))
    assert (found.code, found.out) == (2, b"")
    assert "mine.yaml line 8" in found.err
    assert "Load the OECD file" in found.err
