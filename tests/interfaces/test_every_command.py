"""Every command on Neverland alone, in every format: one document, nothing beside it, and the essentials for people."""

import csv
import io
import json

import pytest

from towers import NEVERLAND, copied, neverland_home, run

DAY = ("--on", "2030-06-05")
QUESTIONS = {
    "today": (("today", *DAY), ["NPA-1", "NRS-5", "lead not known", "Quiet: 6 of 7 items"]),
    "today-reform": (("today", "--on", "2030-05-01"), ["The May reform", "takes effect today"]),
    "today-mandate": (("today", "--mandate", "lagoon-security", "--on", "2031-06-15"), ["Only Security of the lagoon: One suspension", "NPA-2", "+4 d", "Lead: Tide and Current Watch, Treasure Crew (lead derived)"]),
    "brief-item": (("brief", "pixie-dust-metals"), ["80\N{NO-BREAK SPACE}% of its pixie-dust metals from Oz by value", "NRS-1"]),
    "brief-chain": (("brief", "pixie-dust"), ["No trade data: pixie-dust magnets, the main product", "0.873"]),
    "brief-mandate": (("brief", "tides"), ["Tides and currents", "no watched item is routed to this affair"]),
    "data-list": (("data", "list"), ["nvl-trade", "CC0-1.0", "embedded", "2031-03-01"]),
    "data-check": (("data", "check"), ["11 expectations passed, 0 failed", "6 files compared", "trade 52"]),
    "data-lineage": (("data", "lineage", "trade.import_value_usd"), ["e57f1aaf6eb509113fe8584bc816cdb6", "CC0-1.0", "multiply by 1000"]),
    "data-claims": (("data", "claims"), ["NCL-1", "the crocodile", "a clock"]),
    "items-search": (("items", "search", "pixi-dust metal"), ["pixie-dust-metals", "it-9002"]),
    "items-search-korean": (("items", "search", "요정가루"), ["요정가루", "pixie-dust"]),
    "items-search-code": (("items", "search", "hs1992:280530"), ["pixie-dust-metals"]),
    "items-show": (("items", "show", "moonstone"), ["월장석", "hs2022:811292"]),
    "items-show-chain": (("items", "show", "pixie-dust"), ["pixie-dust-magnets (main product)"]),
    "items-coverage": (("items", "coverage"), ["7 items: 1 with data, 2 in part, 4 without data", "no data for hs1992:850511"]),
    "org-who": (("org", "who", "pixie-dust"), ["nv-u03", "요정가루당직", "provisional", "cooperating units: not reported"]),
    "org-who-all": (("org", "who"), ["Watching the crocodile", "Crocodile Lookout (nv-u05 < not reported)"]),
    "org-who-dispersed": (("org", "who", "lagoon-security", "--on", "2030-04-30"), ["shared by several units (Lagoon Crew, Fairy Dust Gang). [not every unit is named]", "nv-u02", "nv-u03"]),
    "org-show": (("org", "show"), ["6 units exist on 1 May 2031.", "Ministry of Islands", "Korean name missing", "reform nv-reform-2030-05-01: in force"]),
    "org-show-unit": (("org", "show", "nv-u03"), ["Fairy Dust Gang", "start not known – 2030-04-30", "leads: Pixie-dust supply (pixie-dust)"]),
    "org-diff": (("org", "diff", "2030-04-30", "2030-05-01"), ["11 changes", "NEV-08", "day not known"]),
    "org-diff-mandates": (("org", "diff", "2030-04-30", "2030-05-01", "--mandates"), ["shared by several units: Lagoon Crew (nv-u02), Fairy Dust Gang (nv-u03)", "changes"]),
    "org-who-also": (("org", "who", "--on", "2030-04-30", "--also-on", "2030-05-01"), ["2030-04-30", "2030-05-01", "Tides and currents", "3 of them change hands or chain"]),
    "org-who-part": (("org", "who", "pixie-dust", "--scope", "glitter"), ["answered by the holding of: whole", "Post not known: enter it"]),
    "org-who-desk": (("org", "who", "tides", "--on", "2030-05-02"), ["desk: Keeper of the tides: Tink, Slightly (deputy)."]),
    "org-preview": (("org", "preview", "nv-reform-2030-05-01"), ["The May reform (nv-reform-2030-05-01)", "NEV-02", "NVR-4: No affair loses its lead.", "1 stands open under a claim", "open difference (2) CLM-90", "1 gets one lead instead of several"]),
    "org-ledger": (("org", "ledger"), ["Ministry of Islands (nv-u01): 43 posts as listed (disputed: CLM-90)", "40 → 43", "open"]),
    "org-ledger-none": (("org", "ledger", "nv-u02"), ["posts not known"]),
    "org-handover": (("org", "handover", "nv-u04", "nv-reform-2030-05-01"), ["Treasure Crew [provisional name] (nv-u04), 30 April 2030 → 1 May 2030: 2 affairs come, 1 affair through a unit below.", "contacts: none recorded", "Security of the lagoon", "comes"]),
    "org-handover-stays": (("org", "handover", "Tide Watch", "2030-04-30", "2030-05-01"), ["contact: Keeper of the tides shell no. 4", "stays, under another chain"]),
    "watch-dependence": (("watch", "dependence", "--item", "pixie-dust-metals"), ["OZZ 0.800 by value, OZZ 0.873 by mass", "mass_missing"]),
    "watch-dependence-none": (("watch", "dependence", "--item", "nectar"), ["not_computable", "its code was not read"]),
    "watch-restrictions": (("watch", "restrictions", *DAY), ["8 measures known", "expired", "revoked on 2030-05-15"]),
    "watch-restrictions-item": (("watch", "restrictions", "--item", "lagoon-graphite", *DAY), ["NRS-2", "paused"]),
    "watch-sunsets": (("watch", "sunsets", *DAY), ["NPA-1", "until 10 June 2030", "unknown"]),
    "watch-sunsets-none": (("watch", "sunsets", "--on", "2030-01-01"), ["Nothing ends within 90 days"]),
    "watch-relapse": (("watch", "relapse", "--item", "moonstone"), ["moonstone: relapsing", "not judged", "2027: 90.0%"]),
    "impact-exposure": (("impact", "exposure", "--item", "pixie-dust-metals", "--supplier", "OZZ"), ["800,000 USD (2030), 2.11\N{NO-BREAK SPACE}% of the 38 million USD", "that sum is not the exposure", "65.4 to 948 million USD", "unknown for 1 of 2 users", "10\N{NO-BREAK SPACE}% to 30\N{NO-BREAK SPACE}%", "An exposure, not a loss"]),
    "impact-exposure-none": (("impact", "exposure", "--item", "moonstone", "--supplier", "OZZ"), ["not computable"]),
    "impact-extraction": (("impact", "extraction", "--supplier", "OZZ", "--sector", "mine"), ["Supplier's lost sales: 49.2 million USD", "89.6\N{NO-BREAK SPACE}% of it in Oz", "It is not what hangs on the import", "OZZ Oz"]),
    "impact-prices": (("impact", "prices", "--from", "Oz", "--sector", "mine", "--rise", "0.5"), ["1.04\N{NO-BREAK SPACE}% (mine)", "not computable", "+1.0362 %"]),
}  # fmt: skip
EVERY = pytest.mark.parametrize("name", QUESTIONS)


def ask(name, *options):
    return run(*QUESTIONS[name][0], *options, home=neverland_home())


@EVERY
def test_a_table_says_the_essentials(name):
    found = ask(name)
    assert (found.code, found.err) == (0, "")
    for essential in QUESTIONS[name][1]:
        assert essential in found.text, found.text
    assert "· NVL · public" in found.text.splitlines()[-1]


@EVERY
def test_json_is_one_document_and_nothing_else(name):
    found = ask(name, "--format", "json")
    assert (found.code, found.err) == (0, "")
    answer = found.json()
    assert {"on", "known", "country", "marking", "sources"} <= set(answer)
    assert (answer["country"], answer["marking"]) == ("NVL", "public")
    assert json.dumps(answer, ensure_ascii=False, indent=2) == found.text.rstrip("\n")


@EVERY
def test_csv_parses_and_parquet_reads_back_to_the_same_rows(name):
    text, file = ask(name, "--format", "csv"), ask(name, "--format", "parquet")
    assert (text.code, text.err, file.code, file.err) == (0, "", 0, "")
    rows = list(csv.reader(io.StringIO(text.text), strict=True))
    table = file.table()
    assert len(table) == max(0, len(rows) - 1)
    if rows:
        assert rows[0] == table.column_names
        assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", ["today", "brief-chain", "watch-dependence"])
def test_korean_is_spoken_where_asked_for(name):
    found = ask(name, "--lang", "ko")
    assert found.code == 0
    assert any("가" <= letter <= "힣" for letter in found.text)
    assert found.text != ask(name).text


def test_a_stage_without_data_stands_in_the_flat_forms_too():
    rows = list(csv.DictReader(io.StringIO(ask("brief-chain", "--format", "csv").text)))
    status = {row["item"]: row["status"] for row in rows}
    assert status == {"pixie-dust-ores": "no_data", "pixie-dust-metals": "ok", "pixie-dust-magnets": "no_data"} or (
        status["pixie-dust-magnets"] == "no_data" and status["pixie-dust-ores"] == "not_computable"
    )
    silent = [row for row in rows if row["item"] == "pixie-dust-magnets"]
    assert [row["top_share_value"] for row in silent] == [""]


def test_dependence_has_the_keys_of_the_contract():
    answer = ask("watch-dependence", "--format", "json").json()
    assert (answer["item"], answer["importer"], answer["status"]) == ("pixie-dust-metals", "NVL", "ok")
    assert [year["year"] for year in answer["years"]] == [2030, 2029, 2028, 2027, 2026]
    wanted = {"year", "hhi_value", "hhi_mass", "top_supplier", "suppliers", "mass_coverage_value"}
    newest = answer["years"][0]
    assert wanted <= set(newest)
    assert set(newest["top_supplier"]) >= {"iso3", "share_value", "share_mass"}
    assert newest["top_supplier"]["share_value"] == pytest.approx(0.8)
    assert newest["top_supplier"]["share_mass"] == pytest.approx(140 / 160.4)
    narnia = next(one for one in newest["suppliers"] if one["iso3"] == "NRN")
    assert (narnia["share_mass"], narnia["flags"]) == (None, ["mass_missing"])
    assert newest["mass_coverage_value"] == pytest.approx(0.95)


def test_the_morning_has_the_keys_of_the_contract():
    answer = ask("today", "--format", "json").json()
    assert {"new", "ends", "overdue", "stale", "waiting", "heartbeat"} <= set(answer)
    assert list(answer["ends"]) == ["0-7", "8-30", "31-90", "passed"]
    end = answer["ends"]["0-7"][0]
    assert (end["id"], end["days_left"], len(end["ends"])) == ("NPA-1", 4, 2)
    assert end["lead"]["state"] == "not_known"


def test_a_page_on_one_affair_says_so_and_its_heartbeat_is_the_towers():
    whole = ask("today", "--format", "json").json()
    part = ask("today", "--mandate", "storms", "--format", "json").json()
    assert (part["new"], part["ends"]["0-7"], part["ends"]["passed"]) == ([], [], [])
    assert part["headline"]["en"].startswith("Only Storms: Quiet")
    assert part["heartbeat"] == whole["heartbeat"]
    assert whole["heartbeat"]["quiet_items"] == 6


def test_two_subjects_make_two_tables():
    found = run("brief", "moonstone", "nectar", home=neverland_home())
    assert found.code == 0
    assert "moonstone" in found.text.lower()
    assert "nectar" in found.text.lower()


def test_pages_are_written_whole_in_both_languages(tmp_path):
    found = run("brief", "pixie-dust", "moonstone", "--out", str(tmp_path), home=neverland_home())
    assert found.code == 0
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {
        f"brief-{item}{end}" for item in ("pixie-dust", "moonstone") for end in (".html", ".ko.html", ".json", ".hwpx")
    }
    twin = json.loads((tmp_path / "brief-pixie-dust.json").read_text(encoding="utf-8"))
    assert twin["headline"]["en"] in found.text
    assert found.err.count("wrote ") == 8


def test_out_with_json_still_prints_one_document(tmp_path):
    found = run("today", *DAY, "--out", str(tmp_path), "--format", "json", home=neverland_home())
    assert found.json() == json.loads((tmp_path / "today.json").read_text(encoding="utf-8"))
    assert (tmp_path / "today.html").is_file()
    assert (tmp_path / "today.ko.html").is_file()


def test_the_chosen_language_takes_the_plain_name(tmp_path):
    run("today", *DAY, "--out", str(tmp_path), "--lang", "ko", home=neverland_home())
    assert '<html lang="ko">' in (tmp_path / "today.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in (tmp_path / "today.en.html").read_text(encoding="utf-8")


def test_another_importer_and_one_year():
    found = run(
        "watch",
        "dependence",
        "--item",
        "hs1992:280530",
        "--importer",
        "lilliput",
        "--year",
        "2030",
        "--format",
        "json",
        home=neverland_home(),
    ).json()
    assert (found["importer"], [year["year"] for year in found["years"]]) == ("LLP", [2030])
    assert found["years"][0]["top_supplier"]["share_value"] == pytest.approx(2 / 3)


def test_version_and_help_need_no_content(tmp_path):
    for arguments in (["--version"], ["--help"], ["brief", "--help"], ["data", "fetch", "-h"]):
        found = run(*arguments, home=tmp_path / "none", content=None)
        assert found.code == 0
        assert found.text
    assert not (tmp_path / "none").exists()


def test_an_importer_is_found_under_the_code_the_table_has_for_it(tmp_path):
    """The table may know a country by an alias; its imports are then not nothing."""
    home, trade = copied(neverland_home(), tmp_path), tmp_path / "nvl_trade.csv"
    text = (NEVERLAND / "tables" / "nvl_trade.csv").read_text(encoding="utf-8")
    trade.write_text(text.rstrip("\n") + "\n2029,40,90,280530,1992,500,100\n", encoding="utf-8")
    asked = (
        "watch",
        "dependence",
        "--item",
        "hs1992:280530",
        "--importer",
        "OZZ",
        "--year",
        "2029",
        "--format",
        "json",
    )
    assert run(*asked, home=home).json()["status"] == "no_data"
    loaded = run("data", "load", str(trade), "--source", "nvl-trade", home=home)
    assert loaded.code == 0, loaded.err
    answer = run(*asked, "--known", "2030-12-31", home=home).json()
    assert (answer["status"], answer["importer"]) == ("ok", "OZZ")
    assert "O19 (inferred" in answer["reason"]
    assert answer["years"][0]["top_supplier"]["iso3"] == "NRN"
    assert run(*asked, home=home).json()["status"] == "no_data", (
        "the packaged vintage became known later and says nothing"
    )
