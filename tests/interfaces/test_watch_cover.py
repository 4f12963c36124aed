"""`watch cover`: own stocks owner by owner, what is only cited beside them, files that are refused, the structure fed."""

import csv
import hashlib
import io
from importlib.resources import files

import pytest

from towers import content_copy, neverland_home, run

HEAD = "item,owner,stock_date,stock,in_transit,daily_use,alternative_daily,unit"
STOCKS = (
    "moonstone,Harbour office,2030-05-31,900,100,10,4,t",
    "월장석,Dwarf mine,2030-05-31,300,,0,0,t",
    "nectar,Fairies,2030-05-01,50,0,5,5,barrels",
    "hs1992:280530,Oz pool,2030-05-31,40,0,0,0,t",
    "pixie-dust-metals,Island,2030-04-30,40,0,1,0,t",
)
CITING = (
    'stale_after: {value: 20, unit: days, basis: "invented"}\n'
    "claims: [{id: NCL-2, items: [moonstone]}]\nfacts: [{id: NVF-5, items: [nectar]}]\n"
)


def written(folder, *lines, head=HEAD):
    path = folder / "stocks.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def citing(tmp_path):
    content = content_copy(tmp_path)
    (content / "indicators" / "stock-cover.yaml").write_text(CITING, encoding="utf-8")
    return content


def ask(*arguments, **more):
    return run("watch", *map(str, arguments), "--on", "2030-06-05", home=neverland_home(), **more)


def test_each_owner_stands_apart_and_is_added_where_unit_and_day_agree(tmp_path, citing):
    path = written(tmp_path, *STOCKS)
    found = ask("cover", "--stocks", path, "--format", "json", content=citing)
    assert (found.code, found.err) == (0, "")
    answer = found.json()
    moonstone, nectar, metals = answer["items"]
    assert [one["item"] for one in answer["items"]] == ["moonstone", "nectar", "pixie-dust-metals"]
    harbour, mine = moonstone["owners"]
    assert (harbour["owners"], harbour["stock_date"], harbour["age_days"]) == (["Harbour office"], "2030-05-31", 5)
    assert (harbour["cover_days"], harbour["stress_days"], harbour["stress"]) == (100, 150, "days")
    assert harbour["cover_months"] == pytest.approx((900 + 4 * 365 / 12) / (10 * 365 / 12))
    assert (mine["cover_days"], mine["status"], mine["not_told"]) == (None, "not_computable", ["in_transit"])
    together = moonstone["together"]
    assert (together["stock"], together["in_transit"], together["cover_days"]) == (1200, None, None)
    assert (together["stock_alone_days"], together["stress_days"], together["lines"]) == (120, 200, [2, 3])
    (fairies,) = nectar["owners"]
    assert (fairies["cover_days"], fairies["stress"], fairies["stress_days"], fairies["is_old"]) == (
        10,
        "covered",
        None,
        True,
    )
    assert (nectar["not_added"], metals["not_added"], metals["together"]) == ("one_owner", "days_differ", None)
    own = answer["sources"][0]
    assert (own["publisher"], own["sha256"]) == (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    assert [one["id"] for one in answer["cited"]] == ["NCL-2", "NVF-5"]


def test_units_that_differ_and_a_use_told_twice_are_not_added(tmp_path):
    def why(*lines):
        (item,) = ask("cover", "--stocks", written(tmp_path, *lines), "--format", "json").json()["items"]
        assert len(item["owners"]) == 2
        return item["not_added"]

    assert why("nectar,A,2030-05-01,5,0,1,0,t", "nectar,B,2030-05-01,5,0,2,0,kg") == "units_differ"
    assert why("nectar,A,2030-05-01,5,0,2,0,t", "nectar,B,2030-05-01,9,0,2,0,t") == "same_use_told"
    assert why("nectar,A,2030-05-01,5,0,0,0,t", "nectar,B,2030-05-01,9,0,0,0,t") == ""


def test_people_read_it_in_both_languages(tmp_path, citing):
    path = written(tmp_path, *STOCKS)
    english, korean = (
        ask("cover", "--stocks", path, content=citing),
        ask("cover", "--stocks", path, "--lang", "ko", content=citing),
    )
    for essential in ("without end", "not computable (nothing is used)", "not computable (not told: in transit)", "counted on different days",
                      "an old count, 35 days", "NCL-2 [sources disagree] how many lost boys: six [NV1] / seven [a mermaid] · adopted: the first (the only written side)", "Oz pool", "(5 days before)"):  # fmt: skip
        assert essential in english.text, english.text
    for essential in ("무한", "계산 불가(사용량이 0)", "기준일이 다름", "오래된 재고", "인어"):
        assert essential in korean.text, korean.text
    rows = list(csv.DictReader(io.StringIO(ask("cover", "--stocks", path, "--format", "csv").text)))
    assert [(row["owner"], row["together"]) for row in rows][2] == ("Harbour office; Dwarf mine", "True")
    assert ask("cover", "--stocks", path, "--format", "parquet").table().num_rows == len(rows) == 6


def test_without_a_file_there_is_no_data_and_what_is_cited_still_stands(tmp_path, citing):
    answer = ask("cover", "--item", "nectar", "--format", "json", content=citing).json()
    assert (answer["status"], answer["items"]) == ("no_data", [])
    assert [one["id"] for one in answer["cited"]] == ["NVF-5"]
    assert "no data on stocks. Give --stocks FILE" in ask("cover").text
    other = written(tmp_path, STOCKS[0]).rename(tmp_path / "5 t.csv")
    assert "no data on stocks of nectar in 5 t.csv" in ask("cover", "--stocks", other, "--item", "nectar").text


def test_a_choice_between_two_sides_is_not_told_before_it_was_made(citing):
    claims = citing / "claims.yaml"
    written_early = claims.read_text(encoding="utf-8").replace("- id: NCL-2\n", "- id: NCL-2\n  known: 2030-03-10\n")
    claims.write_text(written_early, encoding="utf-8")

    def told(known):
        answer = ask("cover", "--known", known, "--item", "moonstone", "--format", "json", content=citing).json()
        return [(one["id"], one["adopted"], one["why"] and one["why"]["en"]) for one in answer["cited"]]

    assert told("2030-03-25") == [("NCL-2", "none", None)]
    assert told("2030-04-05") == [("NCL-2", "A", "the only written side")]
    assert told("2020-01-01") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("unicorn,A,2030-05-01,1,0,1,0,t", "'unicorn' was not understood"),
        ("nectar,,2030-05-01,1,0,1,0,t", "owner is empty"),
        ("nectar,A,2030-05-01,1,0,1,0,", "unit is empty"),
        ("nectar,A,May,1,0,1,0,t", "stock_date is no day"),
        ("nectar,A,2030-06-06,1,0,1,0,t", "counted after the times asked for"),
        ("nectar,A,2030-05-01,-1,0,1,0,t", "stock is no amount"),
        ("nectar,A,2030-05-01,1,0,inf,0,t", "daily_use is no amount"),
        ('nectar,A,2030-05-01,"1,000",0,1,0,t', "stock is no amount"),
        ("nectar,A,2030-05-01,1,0,1,t", "another number of cells"),
        ("월장석,harbour  OFFICE,2030-05-01,1,0,1,0,t", "twice"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, line, said):
    found = ask("cover", "--stocks", written(tmp_path, STOCKS[0], line))
    assert (found.code, found.out) == (3, b"")
    assert said in " ".join(found.err.split())
    assert "stocks.csv line 3" in found.err


def test_a_count_is_held_against_what_could_be_known(tmp_path):
    path = written(tmp_path, STOCKS[0])
    assert ask("cover", "--stocks", path, "--known", "2030-06-01").code == 0
    refused = ask("cover", "--stocks", path, "--known", "2030-05-31")
    assert (refused.code, "up to 2030-05-30" in refused.err) == (3, True)


@pytest.mark.parametrize("head", [HEAD.replace("owner", "holder"), HEAD.replace("in_transit", "stock")])
def test_a_column_that_is_missing_or_stands_twice_is_refused(tmp_path, head):
    found = ask("cover", "--stocks", written(tmp_path, STOCKS[0], head=head))
    assert (found.code, "stocks.csv line 1" in found.err) == (3, True)


def test_content_that_cites_what_it_does_not_have_is_refused(tmp_path, citing):
    (citing / "indicators" / "stock-cover.yaml").write_text("claims: [{id: NCL-9}]\n", encoding="utf-8")
    found = ask("cover", content=citing)
    assert (found.code, "'NCL-9' is not in the content" in found.err) == (3, True)


def test_the_structure_of_a_supply_sees_stocks_that_are_told(tmp_path):
    content = content_copy(tmp_path)
    for name in ("criticality", "materials", "area-names"):
        text = files("gwanje_world").joinpath("indicators", f"{name}.yaml").read_text(encoding="utf-8")
        (content / "indicators" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def short(*lines, scheme="structure"):
        path = written(tmp_path, *lines)
        found = ask(
            "criticality",
            "--item",
            "pixie-dust-metals",
            "--scheme",
            scheme,
            "--stocks",
            path,
            "--format",
            "json",
            content=content,
        )
        assert (found.code, found.err) == (0, ""), found.err
        answer = found.json()
        assert answer["sources"][-1]["publisher"] == "stocks.csv"
        told = {one["feature"]: one for one in answer["items"][0]["features"]}["short_cover"]
        return told["met"], told["reason"]["en"]

    metals = "pixie-dust-metals,{},2030-05-31,{},{},{},,t"
    assert short(metals.format("Island", 990, 5, 10)) == (
        True,
        "99.5 days, target 100; Island, 2030-05-31 (5 days old)",
    )
    assert short(metals.format("Island", 990, 10, 10))[0] is False
    assert short(metals.format("Island", 1000, "", 10))[0] is False
    assert short(metals.format("Island", 990, "", 10)) == (None, "not seen: not told: in transit")
    assert short(metals.format("A", 990, 10, 10), metals.format("B", 500, 0, 0))[0] is False
    assert short(metals.format("A", 9, 1, 10), metals.format("B", 5, 0, 10))[1].endswith("not added")
    assert short("nectar,A,2030-05-01,1,0,1,0,t") == (None, "not seen: no data on stocks")
    refused = ask("criticality", "--all", "--scheme", "eu", "--stocks", tmp_path / "stocks.csv", content=content)
    assert (refused.code, "--stocks says nothing to this scheme" in refused.err) == (2, True)
