"""A whole year of trade in all goods, loaded: what the slice does not tell is answered from it, and nothing is added."""

import pytest

from towers import copied, run_korea, world_home

pytestmark = pytest.mark.korea
MAGNETS, GRAPHITE = "hs1992:850511", "hs1992:250410"
ROWS = "2023,156,410,850511,300,10\n2023,392,410,850511,100,4\n2023,156,842,850511,50,2\n2023,156,410,250410,999999,1\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Constructed from documentation: a year that the slice has too, and a later one that it has not."""
    folder = tmp_path_factory.mktemp("years")
    home = copied(world_home(), folder)
    path = folder / "BACI_HS92_Y2023_V202601.csv"
    path.write_text("t,i,j,k,v,q\n" + ROWS + ROWS.replace("2023,", "2025,"), encoding="utf-8")
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
