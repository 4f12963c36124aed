"""The answers the project promised to show on real data: dependence, who leads, coverage, lineage, checks."""

import hashlib

import pytest

from towers import ROOT, korea, run_korea

pytestmark = pytest.mark.korea

TRADE = ROOT / "src" / "gwanje_world" / "tables" / "baci_hs92_raw_materials_1995_2024.parquet"


def ask(*arguments: str):
    found = run_korea(*arguments, "--format", "json")
    assert (found.code, found.err) == (0, ""), found.err
    return found.json()


def dependence(item: str, *options: str):
    return ask("watch", "dependence", "--item", item, "--country", "KOR", "--on", "2026-01-01", *options)


def china(year):
    return next(one for one in year["suppliers"] if one["iso3"] == "CHN")


def test_rare_earth_metals_from_china_by_value():
    answer = dependence("hs1992:280530")
    assert (answer["status"], answer["item"], answer["importer"]) == ("ok", "hs1992:280530", "KOR")
    assert [year["year"] for year in answer["years"]] == [2024, 2023, 2022, 2021, 2020]
    assert [round(china(year)["share_value"], 3) for year in answer["years"][:2]] == [0.802, 0.865]
    assert round(china(answer["years"][0])["share_mass"], 3) == 0.794


def test_other_rare_earth_compounds_by_value_and_by_mass():
    newest = dependence("hs1992:284690")["years"][0]
    assert (round(china(newest)["share_value"], 3), round(china(newest)["share_mass"], 3)) == (0.609, 0.922)


def test_graphite_and_crude_oil_agree_with_the_check_values():
    graphite = dependence("hs1992:250410")["years"][0]
    assert (round(china(graphite)["share_value"], 3), round(china(graphite)["share_mass"], 3)) == (0.932, 0.972)
    crude = dependence("hs1992:270900")["years"][0]
    shares = {one["iso3"]: round(one["share_value"], 3) for one in crude["suppliers"]}
    assert (shares["SAU"], shares["USA"]) == (0.348, 0.168)


def test_before_the_slice_was_public_it_is_not_yet_known():
    answer = dependence("hs1992:280530", "--known", "2026-07-13")
    assert (answer["status"], answer["years"]) == ("not_yet_known", [])
    assert "2026-07-14" in answer["reason"]
    assert answer["sources"] == []
    assert dependence("hs1992:280530", "--known", "2026-07-14T23:59+09:00")["status"] == "not_yet_known"
    assert dependence("hs1992:280530", "--known", "2026-07-15")["status"] == "ok"


def test_the_keys_of_the_contract():
    answer = dependence("hs1992:280530")
    assert {"item", "importer", "status", "years", "on", "known", "marking", "sources"} <= set(answer)
    keys = {"year", "hhi_value", "hhi_mass", "top_supplier", "suppliers", "mass_coverage_value"}
    for year in answer["years"]:
        assert keys <= set(year)
        assert set(year["top_supplier"]) == {"iso3", "share_value", "share_mass"}
        assert all({"iso3", "share_value", "share_mass", "flags"} <= set(one) for one in year["suppliers"])
        shares = [one["share_value"] for one in year["suppliers"]]
        assert sum(shares) == pytest.approx(1)
        assert year["hhi_value"] == pytest.approx(sum(share * share for share in shares))
        assert 0 <= year["mass_coverage_value"] <= 1
    assert answer["sources"][0]["sha256"] == hashlib.sha256(TRADE.read_bytes()).hexdigest()
    assert answer["marking"] == "public"


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("hs1992:850511", "no_data"),
        ("urea", "no_data"),
        ("gallium", "no_data"),
        ("rare-earth-magnets", "no_data"),
        ("rare-earths", "not_computable"),
        ("naphtha", "not_computable"),
        ("rare-earth-technology", "not_computable"),
    ],
)
def test_no_data_is_said_and_is_never_zero(item, status):
    answer = dependence(item)
    assert answer["status"] == status
    assert answer["reason"]
    for year in answer["years"]:
        assert (year["hhi_value"], year["top_supplier"], year["suppliers"]) == (None, None, [])


def test_any_importer_taiwan_under_the_code_the_table_has_for_it():
    taiwan = ask("watch", "dependence", "--item", "hs1992:284690", "--importer", "TWN", "--year", "2024")
    assert (taiwan["importer"], taiwan["status"]) == ("TWN", "ok")
    assert "S19 (inferred" in taiwan["reason"]
    assert round(china(taiwan["years"][0])["share_mass"], 3) == 0.985
    japan = ask("watch", "dependence", "--item", "rare-earth-metals", "--importer", "일본", "--year", "2024")
    assert (japan["importer"], japan["status"]) == ("JPN", "ok")


def test_a_tiny_or_jumpy_code_is_flagged():
    gas = dependence("hs1992:271121", "--year", "2024")["years"][0]
    assert gas["flags"], "one cargo booked under the wrong code"


def test_who_leads_trade_security_before_and_after():
    before, after = (ask("org", "who", "trade-security", "--on", f"2025-12-{day}") for day in (29, 30))
    assert before["lead"]["id"] == after["lead"]["id"] == "kr-u05"
    assert before["state"] == after["state"] == "held"
    assert (before["chain"][0]["id"], after["chain"][0]["id"]) == ("kr-u21", "kr-u02")
    assert after["chain"][-1]["id"] == "kr-u01"
    for answer in (before, after):
        names = answer["lead"]["names"]
        assert names["ko"] == {"text": "무역안보정책관", "status": "reported"}
        assert (names["en"]["text"], names["en"]["status"]) == ("Trade Security Policy Director", "provisional")
        for link in answer["chain"]:
            assert {"text", "status"} <= set(link["names"]["ko"])
    assert after["chain"][0]["names"]["ko"]["text"] == "산업자원안보실"
    assert after["chain"][0]["names"]["en"]["text"] == "Industry Resources Security Office"
    assert after["cooperating_reported"] is False


def test_the_reform_is_not_known_before_it_was_announced():
    earlier = ask("org", "who", "trade-security", "--on", "2025-12-30", "--known", "2025-12-22")
    assert "kr-u02" not in {link.get("id") for link in earlier["chain"]}
    structure = ask("org", "show", "--on", "2025-12-30", "--known", "2025-12-22")
    assert "kr-u02" in structure["not_known"]
    assert "kr-reform-2025-12-30" not in {reform["id"] for reform in structure["reforms"]}


def test_the_reform_stands_as_planned_and_changes_nothing_before_its_day():
    eve = ask("org", "show", "--on", "2025-12-29", "--known", "2025-12-24")
    status = {reform["id"]: reform["status"] for reform in eve["reforms"]}
    assert status["kr-reform-2025-12-30"] == "planned"
    assert "kr-u02" not in {unit["id"] for unit in eve["units"]}
    planned = ask("org", "show", "--on", "2025-12-30", "--known", "2025-12-24")
    assert "kr-u02" in {unit["id"] for unit in planned["units"]}
    assert {reform["id"]: reform["status"] for reform in planned["reforms"]}["kr-reform-2025-12-30"] == "planned"
    whole = ask("org", "show", "--on", "2025-12-30")
    assert {reform["id"]: reform["status"] for reform in whole["reforms"]}["kr-reform-2025-12-30"] == "in_force"


def test_the_difference_of_the_two_days():
    answer = ask("org", "diff", "2025-12-29", "2025-12-30")
    facts = {fact for change in answer["changes"] for fact in change["facts"]}
    assert {"ORG-E01", "ORG-E04", "ORG-E06", "ORG-E09", "ORG-E13", "ORG-E22"} <= facts
    assert ask("org", "diff", "2025-12-30", "2025-12-30")["changes"] == []


def test_coverage_counts_add_up():
    answer = ask("items", "coverage")
    totals = answer["totals"]
    assert totals["items"] == len(answer["items"]) == totals["data"] + totals["part"] + totals["none"]
    assert totals == {"items": 116, "data": 64, "part": 21, "none": 31}
    state = {row["item"]: row["state"] for row in answer["items"]}
    assert (state["natural-graphite"], state["rare-earths"], state["gallium"], state["urea"]) == (
        "data",
        "part",
        "none",
        "none",
    )
    assert all(row["why"] for row in answer["items"] if row["state"] != "data")
    none_known = ask("items", "coverage", "--known", "2026-01-01")["totals"]
    assert (none_known["data"], none_known["part"]) == (0, 0)


def test_lineage_goes_back_to_the_packaged_bytes_and_their_licence():
    (step,) = ask("data", "lineage", "trade.import_value_usd")["steps"]
    assert step["sha256"] == hashlib.sha256(TRADE.read_bytes()).hexdigest()
    assert (step["publisher"], step["licence"], step["unit"]) == ("CEPII", "Etalab Open Licence 2.0", "USD")
    assert "multiply by 1000" in step["steps"]
    assert step["known"] == "2026-07-15T00:00:00+09:00"
    assert ask("data", "lineage", "trade.import_value_usd", "--known", "2026-07-13")["steps"] == []


def test_the_data_hold_what_was_promised_of_them():
    answer = ask("data", "check")
    assert (answer["failed"], answer["journal"]["findings"]) == (0, [])
    assert answer["passed"] == 54
    assert answer["files_compared"] == 9
    assert answer["tables"]["trade"] == 1_264_888
    loaded_only = {row["source"] for row in answer["results"] if row["status"] == "not checkable"}
    declared = korea().evidence.sources
    assert loaded_only == {key for key in declared if not declared[key].embedded}


def test_restrictions_and_search_in_both_languages():
    register = ask("watch", "restrictions", "--on", "2025-12-30")
    states = {measure["id"]: measure["state"] for measure in register["measures"]}
    assert (states["RST-08"], states["RST-11"], states["RST-06b"]) == ("in_force", "paused", "paused")
    touched = {measure["id"] for measure in ask("watch", "restrictions", "--item", "natural-graphite")["measures"]}
    assert touched >= {"RST-03", "RST-06b"}
    for words in ("흑연", "천연흑연", "graphit", "natual graphite"):
        assert "natural-graphite" in {match["item"] for match in ask("items", "search", words)["matches"]}, words


def test_every_reference_printed_is_one_of_the_content():
    printed = {note["id"] for note in ask("watch", "restrictions")["sources"] if note["kind"] == "reference"}
    assert printed
    assert printed <= set(korea().references.by_id)
