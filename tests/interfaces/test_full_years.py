"""A whole year of trade in all goods, loaded: what the slice does not tell is answered from it, and nothing is added."""

import pytest

from towers import copied, run_korea, world_home

pytestmark = pytest.mark.korea
MAGNETS, GRAPHITE = "hs1992:850511", "hs1992:250410"
ROWS = "2023,156,410,850511,300,10\n2023,392,410,850511,100,4\n2023,156,842,850511,50,2\n2023,156,410,250410,999999,1\n"
OXIDE = "2025,156,410,282560,7000,5\n"
BATTERIES = {"22": "2024,156,410,850760,5,90\n", "12": "2024,156,410,850760,4,90\n"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Constructed from documentation: a year that the slice has too, and a later one that it has not."""
    folder = tmp_path_factory.mktemp("years")
    home = copied(world_home(), folder)
    files = {"BACI_HS92_Y2023_V202601.csv": ROWS + ROWS.replace("2023,", "2025,") + OXIDE}
    files |= {f"BACI_HS{revision}_Y2024_V202601.csv": rows for revision, rows in BATTERIES.items()}
    for name, rows in files.items():
        path = folder / name
        path.write_text("t,i,j,k,v,q\n" + rows, encoding="utf-8")
        loaded = run_korea("data", "load", str(path), "--source", "baci-full-year", "--published", "2026-11-01",
                           "--evidence", "constructed", home=home)  # fmt: skip
        assert loaded.code == 0, loaded.err
    return home


def ask(home, item, *more):
    found = run_korea("watch", "dependence", "--item", item, *more, "--format", "json", home=home)
    assert found.code == 0, found.err
    answer = found.json()
    return answer, {year["year"]: year for year in answer["years"]}, {note["id"] for note in answer["sources"]}


def test_a_code_outside_the_slice_is_answered_from_the_years_that_were_loaded(home):
    answer, years, sources = ask(home, MAGNETS)
    assert set(years) == {2025, 2023}
    assert "from whole years of trade that were loaded: 2023, 2025" in answer["reason"]
    one = years[2023]
    assert (one["import_value_usd"], one["import_mass_t"], one["hhi_value"]) == (400_000.0, 14.0, pytest.approx(0.625))
    assert (one["top_supplier"]["iso3"], one["top_supplier"]["share_value"]) == ("CHN", 0.75)
    assert one["hhi_world_exports"] == pytest.approx((350**2 + 100**2) / 450**2)
    assert "baci-full-year" in sources
    assert "baci" not in sources


def test_a_year_of_the_slice_is_read_from_the_slice_alone(home):
    plain = run_korea("watch", "dependence", "--item", GRAPHITE, "--year", "2023", "--format", "json").json()
    _, years, sources = ask(home, GRAPHITE)
    assert years[2023] == plain["years"][0]
    assert sorted(years) == [2021, 2022, 2023, 2024, 2025]
    assert years[2025]["import_value_usd"] == 999_999_000.0
    assert sources >= {"baci", "baci-full-year"}


def test_before_it_was_known_it_tells_nothing(home):
    answer, _, sources = ask(home, MAGNETS, "--known", "2026-10-31")
    assert (answer["status"], "baci-full-year" in sources) == ("no_data", False)


def exposed(home, item, *more):
    asked = ("impact", "exposure", "--item", item, "--supplier", "CHN", *more, "--format", "json")
    answer = run_korea(*asked, home=home).json()
    return answer, {one["item"]: one for one in answer["stages"]}, {note["id"] for note in answer["sources"]}


def test_an_exposure_of_a_code_outside_the_slice_is_read_from_a_whole_year(home):
    answer, stages, sources = exposed(home, "germanium", "--code", "hs1992:282560")
    assert (answer["status"], answer["trade_year"], answer["value_musd"]) == ("ok", 2025, [0.0, 7.0])
    assert (stages["germanium"]["table"], stages["germanium"]["value_usd"]) == ("trade_full_year", 7_000_000.0)
    assert ("baci-full-year" in sources, "baci" in sources) == (True, False)
    assert "baci-full-year" in answer["headline"]["sources"]
    assert any("From the whole year 2025 of trade that was loaded" in one["en"] for one in answer["assumptions"])


def test_an_exposure_of_a_year_of_the_slice_stays_as_it_was(home):
    more = ("--on", "2025-06-01")
    plain = run_korea(
        "impact", "exposure", "--item", "natural-graphite", "--supplier", "CHN", *more, "--format", "json"
    )
    answer, _, sources = exposed(home, "natural-graphite", *more)
    assert (answer["trade_year"], "baci-full-year" in sources) == (2024, False)
    assert answer["value_musd"] == plain.json()["value_musd"]
    early, _, _ = exposed(home, "germanium", "--code", "hs1992:282560", "--known", "2026-10-31")
    assert (early["status"], early["value_musd"]) == ("no_data", None)


def test_stages_of_one_chain_are_of_one_year(home):
    _, stages, _ = exposed(home, "rare-earths", "--on", "2025-06-01")
    assert (stages["rare-earth-metals"]["status"], stages["rare-earth-metals"]["year"]) == ("ok", 2024)
    magnets = stages["rare-earth-magnets"]
    assert (magnets["status"], magnets["value_usd"]) == ("no_data", None)
    assert (
        "no trade data of 2024, the year of the other stages; ask for it alone (there is 2023)"
        in (magnets["reason"]["en"])
    )


def test_another_revision_of_one_item_is_read_alone_and_never_added(home):
    answer, stages, _ = exposed(home, "lithium-ion-batteries")
    assert (stages["lithium-ion-batteries"]["year"], stages["lithium-ion-batteries"]["value_usd"]) == (2024, 5_000.0)
    assert [one["code"] for one in stages["lithium-ion-batteries"]["codes"]] == ["hs2022:850760"]
    assert answer["status"] == "not_computable"


def test_codes_of_two_revisions_are_refused(home):
    codes = ("--code", "hs1992:250410", "--code", "hs2022:250410")
    found = run_korea("impact", "exposure", "--item", "natural-graphite", "--supplier", "CHN", *codes, home=home)
    assert found.code == 2
    assert "Name the codes of one vintage" in found.err


def test_routes_and_structure_name_the_whole_year_behind_them(home):
    routes = run_korea("watch", "routes", "--item", "rare-earth-magnets", "--format", "json", home=home).json()
    assert (routes["items"][0]["year"], routes["items"][0]["table"]) == (2025, "trade_full_year")
    assert [note["id"] for note in routes["sources"]] == ["baci-full-year"]
    crude = run_korea(
        "watch", "routes", "--item", "crude-oil", "--on", "2025-06-01", "--format", "json", home=home
    ).json()
    assert (crude["items"][0]["table"], [note["id"] for note in crude["sources"]]) == ("trade", ["baci"])
    asked = ("watch", "criticality", "--item", "rare-earth-magnets", "--scheme", "structure", "--format", "json")
    assert "baci-full-year" in {note["id"] for note in run_korea(*asked, home=home).json()["sources"]}


def test_two_revisions_of_one_year_are_not_added_in_dependence(home):
    answer, years, _ = ask(home, "lithium-ion-batteries")
    assert (answer["status"], years[2024]["import_value_usd"]) == ("ok", 5_000.0)
    assert answer["codes"] == ["hs2022:850760"]


def test_a_year_in_another_revision_than_that_of_the_slice_is_read_with_the_codes_of_that_revision(tmp_path):
    home, path = copied(world_home(), tmp_path), tmp_path / "BACI_HS22_Y2024_V202601.csv"
    path.write_text("t,i,j,k,v,q\n2024,156,410,850511,300,10\n2024,392,410,850511,100,4\n", encoding="utf-8")
    loaded = run_korea("data", "load", str(path), "--source", "baci-full-year", "--published", "2026-11-01",
                       "--evidence", "constructed", home=home)  # fmt: skip
    assert loaded.code == 0, loaded.err
    answer, years, sources = ask(home, "rare-earth-magnets")
    assert (answer["codes"], years[2024]["top_supplier"]["share_value"]) == (["hs2022:850511"], 0.75)
    assert sources >= {"baci-full-year"}
    _, stages, _ = exposed(home, "rare-earth-magnets")
    assert stages["rare-earth-magnets"]["value_usd"] == 300_000.0


def test_a_supplier_that_is_the_importer_is_refused(home):
    found = run_korea("impact", "exposure", "--item", "natural-graphite", "--supplier", "KOR", home=home)
    assert (found.code, "a supplier other than KOR" in found.err) == (2, True)


def test_a_named_item_without_a_route_says_why(home):
    found = run_korea("watch", "routes", "--item", "rare-earths", home=home).text
    assert "it is a chain of stages; ask for one of them: rare-earth-ores" in found


def test_pages_that_say_it_in_words_name_the_whole_year_behind_them(home):
    brief = run_korea("brief", "rare-earth-magnets", "--format", "json", home=home).json()
    cited = {one["item"]: set(one["sources"]) for one in brief["stages"] if one["status"] == "ok"}
    assert cited["rare-earth-magnets"] == {"baci-full-year"}
    asked = ("watch", "level", "propose", "rare-earth-magnets", "--scheme", "kr-industry-warning", "--by", "kr-u04")
    kept = run_korea(*asked, "--try", "--format", "json", home=home).json()
    (beside,) = (one for one in kept["beside"] if one["kind"] == "dependence")
    assert (beside["period"], beside["words"]["sources"]) == ("2025", ["baci-full-year"])


DEARER = """id: OWN-9
key: dearer-germanium
names: {en: {text: "Germanium is dearer"}, ko: {text: "게르마늄 가격 상승"}}
importer: "KOR"
days: 60
shocks:
  - {kind: price_jump, suppliers: ["CHN"], items: [germanium], days: 60, rise: {low: 0.2, high: 0.5}, pass_through: 1}
"""


def test_a_scenario_takes_the_value_of_an_item_from_the_whole_year_and_names_it(home, tmp_path):
    path = tmp_path / "dearer.yaml"
    path.write_text(DEARER, encoding="utf-8")
    told = run_korea("impact", "run", str(path), "--format", "json", home=home).json()
    assert told["prices"]["status"] == "ok"
    assert "baci-full-year" in {note["id"] for note in told["sources"]}
    plain = run_korea("impact", "run", str(path), "--format", "json").json()
    assert plain["prices"]["status"] != "ok"
