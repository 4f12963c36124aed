"""A proposal reads what loaded data measure of its conditions, with source, period and known time, and nothing later."""

from datetime import date, timedelta

import pytest

from customs_answers import answer_of
from gwanje.testing import assert_journal_sound
from towers import copied, run_korea, world_home

pytestmark = pytest.mark.korea
KEY = "kr-customs-monthly"
PRICES = {"2025M02": 75, "2026M01": 70, "2026M02": 90}
LATER = PRICES | {"2025M03": 80, "2026M03": 20}
OIL = ("propose", "oil", "--scheme", "kr-resource-security", "--by", "kr-u03")
TOLD = ("--input", "producer-unrest=yes@cable-1", "--input", "transport-fear=yes@cable-1")
MARCH = ("--on", "2026-03-10", "--known", "2026-03-10")


def load(home, path, text, *options):
    path.write_text(text, encoding="utf-8")
    found = run_korea("data", "load", str(path), *options, "--evidence", "constructed from documentation", home=home)
    assert found.code == 0, found.err


def prices(home, folder, months, published):
    text = 'month,"Crude oil, Dubai"\n' + "".join(f"{month},{price}\n" for month, price in months.items())
    name = f"prices-{published}.csv"
    file = "worldbank_pinksheet_monthly_1960_2026.csv"
    load(home, folder / name, text, "--source", "worldbank-prices", "--file", file, "--published", published)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Prices to February known on 9 March, prices to March known in April; four years of graphite known in January."""
    folder = tmp_path_factory.mktemp("measured")
    home = copied(world_home(), folder)
    prices(home, folder, PRICES, "2026-03-08")
    prices(home, folder, LATER, "2026-04-03")
    load(home, folder / "graphite.xml", answer_of(range(48)), "--source", KEY, "--file", "nitemtrade.xml",
         "--published", "2026-01-15")  # fmt: skip
    return home


def asked(home, *arguments, code=0):
    found = run_korea("watch", "level", *arguments, "--format", "json", home=home)
    assert found.code == code, found.err
    return found.json()


def conditions(answer):
    return {part["condition"]: part for one in answer["results"] for part in one["conditions"]}


def beside(answer, kind):
    (found,) = [one for one in answer["beside"] if one["kind"] == kind]
    return found


def test_a_price_that_rose_by_both_comparisons_meets_its_criterion(home):
    answer = asked(home, *OIL, *TOLD, "--try", *MARCH)
    price = conditions(answer)["oil-price"]
    assert (price["outcome"], price["reading"]["sources"]) == ("met", ["worldbank-prices"])
    figures = [(one["period"], one["against"], one["value"]) for one in price["reading"]["measured"]]
    assert figures == [("2026-02", "2026-01", pytest.approx(90 / 70 - 1)), ("2026-02", "2025-02", pytest.approx(0.2))]
    assert price["reading"]["known"].startswith("2026-03-09"), "a publication day counts from its end"
    assert (answer["level"], answer["outcome"]) == ("관심", "proposed")


def test_what_became_known_later_changes_no_earlier_answer(home):
    """The March price says the contrary; it was not known in March, and in April it is read."""
    assert conditions(asked(home, *OIL, *TOLD, "--try", *MARCH))["oil-price"]["outcome"] == "met"
    before = conditions(asked(home, *OIL, *TOLD, "--try", "--on", "2026-03-08", "--known", "2026-03-08"))["oil-price"]
    assert (before["outcome"], before["reading"]) == ("not_checkable", None)
    assert "no world price (Crude oil, Dubai) is loaded that was known then" in before["why"]["en"]
    later = conditions(asked(home, *OIL, *TOLD, "--try", "--on", "2026-04-10", "--known", "2026-04-10"))["oil-price"]
    assert (later["outcome"], later["reading"]["measured"][0]["period"]) == ("not_met", "2026-03")
    running = conditions(asked(home, *OIL, "--try", "--on", "2026-03-31", "--known", "2026-04-10"))["oil-price"]
    assert running["reading"]["measured"][0]["period"] == "2026-02", "a month that has not ended is not read"


def test_what_a_person_reads_comes_before_data(home):
    price = conditions(asked(home, *OIL, "--input", "oil-price=5%@desk", "--try", *MARCH))["oil-price"]
    assert (price["outcome"], price["reading"]["value"], price["reading"]["sources"]) == ("not_met", 0.05, ["desk"])


def test_a_criterion_without_public_numbers_says_what_is_needed_and_shows_the_figures(home):
    answer = asked(home, "propose", "natural-graphite", "--scheme", "kr-industry-warning", "--by", "kr-u04", "--try",
                   "--on", "2026-02-01", "--known", "2026-07-20")  # fmt: skip
    assert answer["outcome"] == "not_checkable"
    told = conditions(answer)
    volume, price, share = (told[key] for key in ("import-volume", "world-price", "one-country-reliance"))
    assert {one["outcome"] for one in (volume, price, share)} == {"not_checkable"}
    assert "how much is asked for is not public" in volume["why"]["en"]
    assert "not public" in volume["needs"]["en"]
    assert {one["against"] for one in volume["reading"]["measured"]} == {"2024-12", "2025-11"}
    assert volume["reading"]["sources"] == [KEY]
    assert share["reading"]["measured"][0]["period"] == "2024"
    assert price["why"]["en"] == "not seen: content names no world price of it"
    assert beside(answer, "dependence")["figures"][0]["share_mass"] == pytest.approx(0.973, abs=0.001)
    signals = beside(answer, "signals")
    assert (signals["status"], signals["period"]) == ("ok", "2025-12")
    assert {one["id"] for one in beside(answer, "restrictions")["figures"]} >= {"RST-03"}
    assert beside(answer, "cover")["status"] == "no_data"


def test_without_a_month_the_years_are_read_and_one_comparison_decides_nothing(home):
    answer = asked(home, "propose", "oil", "--scheme", "kr-oil-manual-2011", "--by", "kr-u03", "--try",
                   "--on", "2026-08-01", "--known", "2026-08-01")  # fmt: skip
    told = conditions(answer)
    fall = told["import-volume-10"]
    assert (fall["outcome"], fall["reading"]["measured"][0]["against"]) == ("not_checkable", "2023")
    assert "one period only" in fall["why"]["en"]
    dubai = told["dubai-price"]
    assert (dubai["outcome"], dubai["reading"]["measured"][0]["value"]) == ("not_checkable", 20)
    assert "monthly figures do not tell for how many days" in dubai["why"]["en"]


def test_a_kept_proposal_keeps_what_was_measured(home, tmp_path):
    mine = copied(home, tmp_path)
    kept = asked(mine, *OIL, "--effective", "2026-08-01")
    assert beside(kept, "dependence")["status"] == "ok"
    (logged,) = asked(mine, "log", "oil")["acts"]
    assert logged["beside"] == kept["beside"]
    assert_journal_sound(mine / "KOR" / "journal.sqlite")


def test_people_read_the_figures_in_both_languages(home):
    english, korean = (
        run_korea("watch", "level", *OIL, *TOLD, "--try", *MARCH, "--lang", lang, home=home).text
        for lang in ("en", "ko")
    )
    assert "2026-02, Crude oil, Dubai, monthly average, against 2025-02: +20%" in english
    assert "read from worldbank-prices, known 2026-03-09" in english
    assert "needed: a report of the day" not in english, "what is answered needs nothing"
    assert "days of cover not seen: no data on stocks. Give --stocks FILE" in english
    assert "비축 일수 보이지 않음: 비축 자료 없음" in korean
    assert "월평균, 2025-02 대비: +20%" in korean


STOCKS = """item,owner,stock_date,unit,stock,in_transit,daily_use,alternative_daily
crude-oil,State company,2026-02-28,bbl,100000000,0,0,0
crude-oil,Refiners,2026-02-28,bbl,90000000,5000000,2800000,900000
"""
SHIPS = (
    "date,year,month,day,portid,portname,n_container,n_dry_bulk,n_general_cargo,n_roro,n_tanker,n_cargo,n_total,"
    "capacity_container,capacity_dry_bulk,capacity_general_cargo,capacity_roro,capacity_tanker,capacity_cargo,capacity,ObjectId"
)


def test_cover_beside_a_proposal_is_that_of_watch_cover(home, tmp_path):
    file = tmp_path / "stocks.csv"
    file.write_text(STOCKS, encoding="utf-8")
    told = beside(asked(home, *OIL, "--try", *MARCH, "--stocks", str(file)), "cover")
    alone = run_korea(
        "watch", "cover", "--stocks", str(file), "--item", "crude-oil", *MARCH, "--format", "json", home=home
    )
    (item,) = alone.json()["items"]
    days = [one["cover_days"] for one in (*item["owners"], item["together"])]
    assert [one["cover_days"] for one in told["figures"]] == days
    assert (days[0], days[1]) == (None, pytest.approx(95 / 2.8))
    assert (told["status"], told["period"], told["figures"][0]["file"]) == ("ok", "2026-02-28", "stocks.csv")
    assert "Refiners 33.9 d (2026-02-28, 10 d old)" in told["words"]["en"]
    assert "Refiners 33.9일(2026-02-28, 10일 전)" in told["words"]["ko"]
    later = ("--on", "2026-02-20", "--known", "2026-02-20", "--stocks", str(file))
    refused = run_korea("watch", "level", *OIL, "--try", *later, home=home)
    assert refused.code == 3
    assert "stocks.csv line 2" in refused.err


def test_an_item_without_a_line_and_owners_of_other_days_are_said(home, tmp_path):
    file = tmp_path / "stocks.csv"
    file.write_text(
        STOCKS.replace("crude-oil,State company,2026-02-28", "crude-oil,State company,2026-02-27"), encoding="utf-8"
    )
    told = beside(asked(home, *OIL, "--try", *MARCH, "--stocks", str(file)), "cover")
    assert told["words"]["en"].count("not added: their days differ") == 1
    file.write_text(STOCKS.replace("crude-oil", "urea"), encoding="utf-8")
    told = beside(asked(home, *OIL, "--try", *MARCH, "--stocks", str(file)), "cover")
    assert (told["status"], told["figures"]) == ("no_data", [])
    assert "no stock of it stands in stocks.csv" in told["words"]["en"]


def test_straits_beside_a_proposal_are_those_of_watch_routes_as_known_then(home, tmp_path):
    """Ships constructed from the documented columns of the publisher's file, public from 28 March on."""
    mine = copied(home, tmp_path)
    now = ("--on", "2026-08-01", "--known", "2026-08-01")
    ask = (*OIL, "--try")
    without = beside(asked(mine, *ask, *now), "transits")
    assert without["status"] == "no_data"
    assert "gwanje data load Daily_Chokepoints_Data.csv --source chokepoint-transits" in without["words"]["en"]
    days = [date(2025, 6, 1) + timedelta(days=at) for at in range(300)]
    rows = [
        f"{day:%Y/%m/%d},{day.year},{day.month},{day.day},chokepoint6,Strait of Hormuz,1,2,0,0,3,3,"
        f"{4 if day >= date(2026, 3, 2) else 100 + day.day % 5},1,1,1,1,1,1,5.5,1"
        for day in days
    ]
    load(mine, tmp_path / "Daily_Chokepoints_Data.csv", "\n".join([SHIPS, *rows]) + "\n",
         "--source", "chokepoint-transits", "--published", "2026-03-28")  # fmt: skip
    answer = asked(mine, *ask, *now)
    routes = run_korea("watch", "routes", "--item", "crude-oil", *now, "--format", "json", home=mine).json()
    ships, route = beside(answer, "transits"), beside(answer, "route")
    assert ships["words"]["en"] == f"Strait of Hormuz: {routes['transits']['words']['en']}"
    assert (ships["period"], ships["figures"][0]["ships"]) == ("2026-03-27", 28.0)
    assert ships["words"]["sources"] == ["chokepoint-transits"]
    assert route["figures"][0]["value"] == routes["items"][0]["value"]
    assert "from behind it 13.2\u00a0% to 71.1\u00a0% by value" in route["words"]["en"]
    assert "해협 안쪽 금액 13.2%~71.1%" in route["words"]["ko"]
    march = asked(mine, *ask, "--on", "2026-03-09", "--known", "2026-03-20")
    assert (beside(march, "transits")["status"], beside(march, "route")["status"]) == ("not_yet_known",) * 2
    past = asked(mine, *ask, "--effective", "2026-03-09")
    assert beside(past, "transits")["status"] == "not_yet_known", "what is entered now was not known then"


def test_what_does_not_come_from_behind_a_strait_has_no_ships_beside_it(home):
    answer = asked(home, "propose", "antimony-ores", "--scheme", "kr-industry-warning", "--by", "kr-u04", "--try",
                   "--on", "2026-08-01", "--known", "2026-08-01")  # fmt: skip
    assert beside(answer, "route")["status"] == "none"
    assert "transits" not in {one["kind"] for one in answer["beside"]}
