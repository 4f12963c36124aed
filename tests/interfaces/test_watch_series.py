"""Commands that read a monthly table of a person's own: signals, back-test, relapse by months; and files that are refused."""

import csv
import hashlib
import io
import json
from datetime import date

import pytest
from lxml import html

from gwanje.interfaces.paper.monthly_chart import monthly_chart
from towers import neverland_home, run

METALS = "hs1992:280530"
HEAD = "item,partner,month,value_usd,mass_t"


def months(first=2024, last=(2030, 9)):
    year, month = first, 1
    while (year, month) <= last:
        yield year, month
        year, month = year + month // 12, month % 12 + 1


def amount(partner, year, month):
    """A season with a little noise; Oz rises before its licence of March 2030 and falls after it."""
    usual = 100 + 10 * (month % 6) + (year * 31 + month * 17 + year * month) % 23
    if partner == "Oz":
        usual *= 3 if (year, month) == (2030, 2) else 0.1 if (2030, 3) <= (year, month) <= (2030, 6) else 1
    return usual


def table(partners=("Oz", "Wonderland"), item=METALS):
    return [
        f"{item},{partner},{year}-{month:02d},{5000 * amount(partner, year, month)},{amount(partner, year, month)}"
        for partner in partners
        for year, month in months()
    ]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "months.csv"
    path.write_text("\n".join([HEAD, *table()]) + "\n", encoding="utf-8")
    return path


def ask(*arguments):
    found = run("watch", *map(str, arguments), "--known", "2031-06-01", home=neverland_home())
    assert (found.code, found.err) == (0, ""), found.err
    return found


def test_signals_are_ranked_and_explained(file):
    answer = ask("signals", "--series", file, "--month", "2030-05", "--format", "json").json()
    assert (answer["month"], answer["knowable"], answer["weighting"]) == ("2030-05-01", "2030-06-11", "standard")
    (group,) = answer["shown"]
    assert (group["item"], group["items"], answer["below"]) == (METALS, ["pixie-dust-metals"], [])
    oz = group["signals"][0]
    assert (oz["partner"], oz["reached"], oz["stands"]) == ("OZZ", "caution", "caution")
    met = {sign["measure"]: sign for sign in oz["signs"] if sign["points"]}
    assert set(met) == {"mass_fall"}
    assert met["mass_fall"]["found"] >= met["mass_fall"]["strong"] == 6
    assert oz["structure"]["year"] == 2029
    assert oz["priority"] == pytest.approx(
        oz["points"] * max(oz["structure"]["share_value"], oz["structure"]["share_mass"])
    )
    assert (answer["scored"], answer["unscored"]) == (2, 0)


def test_what_was_not_public_then_is_not_there(file):
    late = run(
        "watch", "signals", "--series", str(file), "--known", "2030-04-05", "--format", "json", home=neverland_home()
    )
    assert late.json()["month"] == "2030-02-01"
    never = run("watch", "signals", "--series", str(file), "--known", "2020-04-05", home=neverland_home())
    assert never.code == 2
    assert "No row of the table was public by then" in never.err


def test_the_budget_draws_a_line(tmp_path):
    path = tmp_path / "many.csv"
    rows = [row for item in (METALS, "moonstone", "hs1992:250410") for row in table(item=item)]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    answer = ask("signals", "--series", path, "--month", "2030-05", "--budget", "1", "--format", "json").json()
    assert (len(answer["shown"]), len(answer["below"])) == (1, 2)
    assert answer["shown"][0]["priority"] >= max(one["priority"] for one in answer["below"])
    told = ask("signals", "--series", path, "--month", "2030-05", "--budget", "1").text
    assert "below the line: 2 items" in told
    only = ask("signals", "--series", path, "--month", "2030-05", "--item", "moonstone", "--format", "json").json()
    assert [group["item"] for group in only["shown"]] == ["moonstone"]
    assert only["shown"][0]["signals"][0]["structure"]["share_value"] is None


def test_a_quiet_month_says_so(file):
    found = ask("signals", "--series", file, "--month", "2029-05")
    assert "Nothing reaches a word" in found.text
    assert "단계에 이른 것이 없음" in ask("signals", "--series", file, "--month", "2029-05", "--lang", "ko").text


def test_the_back_test_counts_from_the_day_it_could_be_known(file):
    answer = ask(
        "backtest", "--series", file, "--weighting", "quick", "--weighting", "standard", "--format", "json"
    ).json()
    assert [(one["weighting"], one["lag_days"]) for one in answer["records"]] == [
        ("quick", 0), ("quick", 10), ("standard", 0), ("standard", 10), ("year-on-year", 0), ("year-on-year", 10),
    ]  # fmt: skip
    alarms = [one["outcomes"][0]["alarm"] for one in answer["records"]]
    assert [alarm["month"] for alarm in alarms] == ["2030-02-01"] * 2 + ["2030-03-01"] * 2 + ["2030-02-01"] * 2
    assert [(alarm["knowable"], alarm["days_to_entry"], alarm["days_to_shortfall"]) for alarm in alarms[:4]] == [
        ("2030-03-01", 0, 45), ("2030-03-11", -10, 35), ("2030-04-01", -31, 14), ("2030-04-11", -41, 4),
    ]  # fmt: skip
    assert {alarm["days_to_announcement"] - alarm["days_to_entry"] for alarm in alarms} == {-19}
    (told,) = answer["events"]
    (through,) = told["run_up"]
    assert through["ratio_mass"] == pytest.approx(3, rel=0.1)
    assert (through["is_met"], through["knowable"], told["run_up_label"]) == (
        True,
        "2030-03-11",
        "not an early warning",
    )
    assert told["months"][0]["month"] == "2029-12-01"


def test_the_back_test_reads_in_both_languages_and_as_rows(file):
    english = ask("backtest", "--series", file).text
    assert "Run-up through 2030-02, not an early warning" in english
    assert "too few events" in english
    assert "조기 경보가 아님" in ask("backtest", "--series", file, "--lang", "ko").text
    rows = list(csv.DictReader(io.StringIO(ask("backtest", "--series", file, "--format", "csv").text)))
    assert len(rows) == 4
    assert ask("backtest", "--series", file, "--format", "parquet").table().num_rows == 4


def test_frozen_content_is_recognised(file):
    frozen = ask("backtest", "--series", file, "--format", "json").json()["frozen"]
    assert ask("backtest", "--series", file, "--frozen", frozen[:12]).code == 0
    for wrong in ("0" * 64, frozen[:4]):
        refused = run("watch", "backtest", "--series", str(file), "--frozen", wrong, home=neverland_home())
        assert refused.code == 3
        assert frozen in refused.err


def test_exports_of_a_country_are_judged_by_their_buyers(tmp_path):
    path = tmp_path / "exports.csv"
    rows = [row.replace(",Oz,", ",Neverland,") for row in table()]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    answer = ask(
        "backtest", "--series", path, "--exports-of", "Oz", "--partner", "Neverland", "--format", "json"
    ).json()
    assert (answer["series"], answer["series_judged"]) == (2, 1)
    assert [(one["partner"], one["event"]) for one in answer["events"]] == [("NVL", "NSE-1")]
    signals = ask("signals", "--series", path, "--exports-of", "Oz", "--month", "2030-05", "--format", "json").json()
    assert [one["partner"] for group in signals["shown"] for one in group["signals"]] == ["OZZ"]


def test_relapse_by_months(tmp_path):
    path = tmp_path / "relapse.csv"
    rows = []
    for year, month in months(2026, (2030, 12)):
        share = 0.9 if year < 2028 else 0.6 if year < 2029 else 0.85
        rows += [
            f"{METALS},OZZ,{year}-{month:02d},{1e6 * share},{share}",
            f"{METALS},WDL,{year}-{month:02d},{1e6 * (1 - share)},{1 - share}",
        ]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    answer = ask("relapse", "--rule", "monthly", "--all", "--series", path, "--format", "json").json()
    (one,) = answer["series"]
    assert (one["basis"], one["state"]) == ("monthly file", "relapsed")
    assert {(event["quantity"], event["peak"]["period"], event["trough"]["period"]) for event in one["relapses"]} == {
        ("value", "2026-12", "2028-12"), ("mass", "2026-12", "2028-12"),
    }  # fmt: skip
    assert [event["verdict"] for event in one["relapses"]] == ["supply event", "supply event"]
    by_item = ask(
        "relapse", "--rule", "monthly", "--item", "pixie-dust-metals", "--series", path, "--format", "json"
    ).json()
    assert by_item["series"] == answer["series"]
    wrong = run(
        "watch",
        "relapse",
        "--item",
        "moonstone",
        "--rule",
        "monthly",
        "--series",
        str(path),
        "--known",
        "2031-06-01",
        home=neverland_home(),
    )
    assert (wrong.code, "has no rows of moonstone" in wrong.err) == (2, True)
    yearly = run("watch", "relapse", "--all", "--series", str(path), home=neverland_home())
    assert (yearly.code, "--rule monthly" in yearly.err) == (2, True)


def test_relapse_by_years_with_cited_bounds():
    answer = ask("relapse", "--item", "moonstone", "--format", "json").json()
    cited = next(one for one in answer["series"] if one["basis"] == "cited shares")
    assert (cited["state"], cited["state_by_mass"]) == ("relapsing", "relapsing")
    assert [(event["certainty"], event["verdict"]) for event in cited["relapses"]] == [
        ("possible relapse", "not judged")
    ]
    every = ask("relapse", "--all", "--format", "json").json()
    assert every["counts"]["series"] == len(every["series"])


GOOD = f"{METALS},OZZ,2030-01,10,1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        (HEAD, "no rows"),
        (f"item,partner,month\n{METALS},OZZ,2030-01", "The column value_usd is not in the file"),
        (f"{HEAD},mass_kg\n{GOOD},1", "one in kilograms"),
        (f"{HEAD}\n{GOOD}\n{GOOD}", "twice"),
        (f"{HEAD}\n{METALS},OZZ,2030-01,ten,1", "line 2"),
        (f"{HEAD}\n{METALS},OZZ,2030-01,-1,1", "0 or more"),
        (f"{HEAD}\n{METALS},OZZ,2030-01,nan,1", "is no amount"),
        (f"{HEAD}\n{METALS},OZZ,2030-13,1,1", "no day"),
        (f"{HEAD}\n280530,OZZ,2030-01,1,1", "--code-vintage"),
        (f"{HEAD}\npixi-dust-metal,OZZ,2030-01,1,1", "Did you mean"),
        (f"{HEAD}\n{METALS},World,2030-01,1,1", "counted twice"),
        (f"{HEAD}\n{METALS},OZZ,2030-01,1", "number of cells"),
        (f'{HEAD}\n"{METALS}x"y,OZZ,2030-01,1,1', "not a CSV table"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(tmp_path, text, said):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    for command in ("signals", "backtest"):
        found = run("watch", command, "--series", str(path), "--known", "2031-06-01", home=neverland_home())
        assert found.code == 3, found.err
        assert said in found.err
        assert found.out == b""


def test_columns_are_mapped_and_what_is_not_used_is_said(tmp_path):
    path = tmp_path / "mapped.csv"
    lines = ["hs,land,when,val,kg,extra"]
    lines += [f"280530,Atlantis,{date(y, m, 1)},{amount('x', y, m)},{1000 * amount('x', y, m)},1" for y, m in months()]
    path.write_text("\n".join(lines), encoding="utf-8")
    mapping = ["item=hs", "partner=land", "month=when", "value_usd=val", "mass_kg=kg"]
    options = [part for pair in mapping for part in ("--column", pair)]
    found = ask("signals", "--series", path, *options, "--code-vintage", "hs1992", "--format", "json").json()
    assert found["notes"] == [
        {"kind": "partners_not_known", "names": ["Atlantis"]},
        {"kind": "columns_not_used", "names": ["extra"]},
    ]
    assert found["scored"] == 1
    for wrong, said in (("valu=val", "no column of a monthly table"), ("value_usd", "equals sign")):
        refused = run("watch", "signals", "--series", str(path), "--column", wrong, home=neverland_home())
        assert (refused.code, said in refused.err) == (2, True)


def test_an_unknown_weighting_is_refused_with_the_nearest(file):
    found = run("watch", "backtest", "--series", str(file), "--weighting", "standart", home=neverland_home())
    assert found.code == 2
    assert "Did you mean standard" in found.err


def test_the_short_list_is_a_page_too_and_a_month_without_a_number_is_no_zero(file, tmp_path):
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if ",Oz,2029-11," not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    told = run("watch", "signals", "--series", str(file), "--month", "2030-05", "--known", "2031-06-01", "--out", str(out),
               home=neverland_home())  # fmt: skip
    assert told.code == 0, told.err
    assert told.text.strip() == "May 2030: 1 item asks to be looked at, first Pixie-dust metals from Oz."
    names = {f"signals-2030-05.{end}" for end in ("html", "ko.html", "json", "csv")}
    assert {path.name for path in out.iterdir()} == names
    for name in ("html", "ko.html"):
        root = html.document_fromstring((out / f"signals-2030-05.{name}").read_bytes())
        (mass, value) = root.xpath("//div[@class='months']/svg")
        for drawing, series in ((mass, "line-1"), (value, "line-2")):
            assert len(drawing.xpath(f".//line[@class='{series}']")) == 48 - 2, (
                "49 months, and two lines lead to the gap"
            )
            assert len(drawing.xpath(".//circle[@class='open']")) == 1
    twin = json.loads((out / "signals-2030-05.json").read_text(encoding="utf-8"))
    (own,) = [note for note in twin["sources"] if note["id"] == "own-file"]
    assert own["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    months = {point["month"]: point["mass_t"] for point in twin["shown"][0]["signals"][0]["series"]}
    assert (len(months), months["2029-11-01"]) == (49, None)


def test_a_month_without_its_number_has_no_dot_at_zero():
    months = [(date(2030, month, 1), 5.0 if month < 6 else None) for month in range(1, 7)]
    drawn = html.fromstring(str(monthly_chart(
        months, title="Mass", unit="t", last="not told", before="not told", series=1, name="m", width=380
    )))  # fmt: skip
    assert drawn.xpath(".//circle") == []
    assert len(drawn.xpath(".//line[@class='line-1']")) == 4


def test_what_met_carries_its_record_and_it_is_that_of_the_indicator(file, tmp_path):
    asked = ("--series", file, "--format", "json")
    answer = ask("signals", "--month", "2030-05", *asked).json()
    whole, *signs = answer["records"]
    assert (whole["indicator"], whole["measure"], [one["measure"] for one in signs]) == ("standard", "", ["mass_fall"])
    for one in answer["records"]:
        (indicator,) = ask("indicator", one["indicator"], *asked).json()["indicators"]
        assert one["record"] == indicator["record"]
        late = indicator["records"][-1]
        for name in ("lag_days", "events_hit", "events_covered", "misses", "false_alarms", "alarms_not_judged"):
            assert one[name] == late[name], name
    assert whole["record"]["en"].startswith("record: 1 of 1 events (0 ahead of entry into force), 0 false alarms in ")
    assert " not judged in " in whole["record"]["en"]
    assert "판정 불가" in whole["record"]["ko"]
    english = ask("signals", "--series", file, "--month", "2030-05").text
    assert f"mass down: {signs[0]['record']['en']}" in english
    assert f"Standard: {whole['record']['en']}" in english
    (row,) = csv.DictReader(io.StringIO(ask("signals", "--month", "2030-05", "--series", file, "--format", "csv").text))
    assert row["records"] == f"standard: {whole['record']['en']}; mass_fall: {signs[0]['record']['en']}"
    run("watch", "signals", "--series", str(file), "--month", "2030-05", "--known", "2031-06-01", "--out",
        str(tmp_path / "out"), home=neverland_home())  # fmt: skip
    page = (tmp_path / "out" / "signals-2030-05.ko.html").read_text(encoding="utf-8")
    assert whole["record"]["ko"] in page
    assert signs[0]["record"]["ko"] in page


def test_a_short_list_without_a_list_of_events_says_that_it_has_no_record_and_what_tells_the_events(tmp_path):
    path = tmp_path / "moonstone.csv"
    path.write_text("\n".join([HEAD, *table(item="moonstone")]), encoding="utf-8")
    answer = ask("signals", "--series", path, "--month", "2030-05", "--format", "json").json()
    assert {one["status"] for one in answer["records"]} == {"not_known"}
    assert all(one["events_covered"] is None for one in answer["records"])
    for lang, said in (("en", "no record: not judged"), ("ko", "실적 없음")):
        told = ask("signals", "--series", path, "--month", "2030-05", "--lang", lang).text
        assert told.count(said) == 1, "it is said once, not under each sign"
        assert "gwanje watch backtest" in told


@pytest.mark.parametrize("command", ["signals", "backtest", "indicator"])
def test_codes_of_a_vintage_that_no_item_has_are_named_with_the_vintages_that_items_have(tmp_path, command):
    path = tmp_path / "later.csv"
    path.write_text("\n".join([HEAD, *table(item="280530")]), encoding="utf-8")
    asked = ("--series", path, "--code-vintage")
    note = {"kind": "codes_of_another_vintage", "names": ["hs2017:280530 (hs1992, hs2022)"]}
    assert note in ask(command, *asked, "hs2017", "--format", "json").json()["notes"]
    assert "items have them as: hs2017:280530 (hs1992, hs2022)" in ask(command, *asked, "hs2017").text
    assert "품목에 있는 연도판: hs2017:280530 (hs1992, hs2022)" in ask(command, *asked, "hs2017", "--lang", "ko").text
    assert ask(command, *asked, "hs1992", "--format", "json").json()["notes"] == []


@pytest.mark.parametrize("command", ["signals", "backtest", "indicator"])
def test_shares_in_a_table_of_exports_are_said_to_be_the_buyers(tmp_path, command):
    path = tmp_path / "exports.csv"
    path.write_text("\n".join([HEAD, *(row.replace(",Oz,", ",Neverland,") for row in table())]), encoding="utf-8")
    asked = (command, "--series", path, "--exports-of", "Oz")
    assert ask(*asked, "--format", "json").json()["notes"] == [{"kind": "shares_of_buyers", "names": ["OZZ"]}]
    assert "each buyer's share of these exports" in ask(*asked).text
    assert "구매국이 차지하는 비중" in ask(*asked, "--lang", "ko").text
    assert "a buyer's share" in " ".join(ask(command, "--help").text.split())


def indicator(key, path, *more):
    return ask("indicator", key, "--series", path, *more, "--format", "json").json()["indicators"][0]


def test_relapse_and_front_loading_stand_among_the_indicators_with_their_record(file):
    listed = {one["key"]: one for one in ask("indicator", "--series", file, "--format", "json").json()["indicators"]}
    assert (listed["relapse"]["kind"], listed["front-loading"]["kind"]) == ("rule", "rule")
    (run_up,) = indicator("front-loading", file)["rule_records"]
    assert (run_up["events_hit"], run_up["events_missed"], run_up["false_alarms"]) == (1, 0, None)
    (found,) = run_up["outcomes"]
    (told,) = ask("backtest", "--series", file, "--format", "json").json()["events"]
    assert (found["verdict"], found["found"]) == ("hit", told["run_up"][0]["ratio_mass"])
    assert (found["knowable"], found["days_to_entry"]) == ("2030-03-11", -10)
    assert run_up["words"]["en"].startswith("record: 1 of 1 events with a run-up (0 known ahead of entry into force); ")
    assert "오경보는 판정 불가" in run_up["words"]["ko"]
    for lang, said in (("en", "not an early warning"), ("ko", "조기 경보가 아님")):
        assert said in ask("indicator", "front-loading", "--series", file, "--lang", lang).text
    without = ask("indicator", "front-loading", "--format", "json").json()["indicators"][0]
    assert (without["status"], without["rule_records"][0]["events_hit"]) == ("not_computable", 0)
    assert "load customs months" in without["record"]["en"]


def test_a_relapse_is_judged_where_a_list_of_events_is_kept_and_a_miss_needs_all_the_months_around_an_event(tmp_path):
    def written(name, item, *, until=(2030, 12), back=0.85):
        path = tmp_path / name
        rows = []
        for year, month in months(2026, until):
            share = 0.9 if year < 2028 else 0.6 if year < 2029 else back
            rows += [f"{item},OZZ,{year}-{month:02d},{1e6 * share},{share}",
                     f"{item},WDL,{year}-{month:02d},{1e6 * (1 - share)},{1 - share}"]  # fmt: skip
        path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        return path

    def monthly(path, *more):
        yearly, by_month = indicator("relapse", path, *more)["rule_records"]
        assert (yearly["rule"], by_month["rule"]) == ("annual", "monthly")
        return by_month

    met = monthly(written("met.csv", METALS))
    assert (met["events_hit"], met["events_missed"], met["false_alarms"], met["found_not_judged"]) == (1, 0, 0, 0)
    assert {(one["quantity"], one["verdict"], tuple(one["events"])) for one in met["outcomes"]} == {
        ("value", "hit", ("NSE-1",)), ("mass", "hit", ("NSE-1",))}  # fmt: skip
    other = monthly(written("other.csv", "moonstone"))
    assert (other["events_hit"], other["found_not_judged"], other["status"]) == (0, 2, "not_known")
    calm = written("calm.csv", METALS, back=0.6)
    early = monthly(calm)
    assert (early["events_missed"], early["events_not_judged"]) == (0, 1), "the two years after it are not told yet"
    long = written("long.csv", METALS, until=(2032, 8), back=0.6)
    (late,) = run("watch", "indicator", "relapse", "--series", str(long), "--known", "2032-12-01", "--format", "json",
                  home=neverland_home()).json()["indicators"]  # fmt: skip
    assert (late["rule_records"][1]["events_missed"], late["rule_records"][1]["events_not_judged"]) == (1, 0)
    exports = monthly(written("exports.csv", METALS), "--exports-of", "Oz")
    assert (exports["status"], "a buyer's" in exports["words"]["en"]) == ("not_computable", True)


def page_of(key, path, out, *more):
    done = run("watch", "indicator", key, "--series", str(path), *more, "--known", "2031-06-01", "--out", str(out),
               home=neverland_home())  # fmt: skip
    assert done.code == 0, done.err
    return {lang: html.document_fromstring((out / f"indicator-{key}.{end}").read_bytes())
            for lang, end in (("en", "html"), ("ko", "ko.html"))}  # fmt: skip


def test_the_page_draws_what_was_said_from_the_day_it_could_be_known_beside_the_days_of_the_event(file, tmp_path):
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if ",Oz,2029-11," not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    pages = page_of("mass-fall", file, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "indicator-mass-fall.json").read_text(encoding="utf-8"))
    oz, wonderland = told["indicators"][0]["paths"]
    assert (oz["partner"], wonderland["partner"], wonderland["events"]) == ("OZZ", "WDL", [])
    months_of = {one["month"]: one for one in oz["points"]}
    assert "2029-11-01" not in months_of, "a month without a row was never known"
    october = months_of["2029-10-01"]
    assert (october["knowable"], october["stands_until"]) == ("2029-11-11", "2029-12-11"), "November was due by then"
    assert [(one["month"], one["knowable"]) for one in oz["points"] if one["alarm"]] == [("2030-04-01", "2030-05-11")]
    assert months_of["2030-04-01"]["found"] >= oz["at"] == 3
    (event,) = oz["events"]
    assert (event["event"], event["announced"], event["in_force"], event["first_shortfall"]) == (
        "NSE-1", "2030-02-10", "2030-03-01", "2030-04-15")  # fmt: skip
    for lang, said in (("en", "NSE-1 in force"), ("ko", "NSE-1 시행")):
        for size in ("wide", "paper", "narrow"):
            first, second = pages[lang].xpath(f"//div[@class='{size}']/svg")
            assert len(first.xpath(".//line[@class='rule thin']")) == 3
            assert any(said in text.text_content() for text in first.xpath(".//text"))
            assert (len(first.xpath(".//circle")), len(second.xpath(".//circle"))) == (1, 0)
            hatched = [len(one.xpath(".//rect[contains(@fill, 'hatch')]")) for one in (first, second)]
            assert hatched == [hatched[1] + 1, hatched[1]], "the month without a row is hatched, not drawn over"
            assert len(first.xpath(".//polyline")) == len(second.xpath(".//polyline")) + 1
            assert "alarm" in first.get("aria-label") or "경보" in first.get("aria-label")


@pytest.mark.parametrize("key", ["relapse", "front-loading"])
def test_a_rule_has_its_page_in_both_languages(file, tmp_path, key):
    pages = page_of(key, file, tmp_path / "out")
    one = json.loads((tmp_path / "out" / f"indicator-{key}.json").read_text(encoding="utf-8"))["indicators"][0]
    for lang, root in pages.items():
        text = root.text_content()
        assert one["record"][lang] in text
        assert one["needs_note"][lang] in text
        assert all(sign["formula"] in text for sign in one["signs"])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / f"indicator-{key}.csv").read_text(encoding="utf-8"))))
    assert [row["record"] for row in rows] == [record["words"]["en"] for record in one["rule_records"]]
