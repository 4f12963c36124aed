"""What Korea imports through Hormuz, held against the shares of `watch dependence`, and ships as they were known."""

from datetime import date, timedelta

import pytest

from gwanje.answers.depending import dependence
from gwanje.answers.straits import straits
from gwanje.assembly import ask
from towers import copied, korea, run_korea, world_home

pytestmark = pytest.mark.korea
MUST, MAY = {"KWT", "QAT", "BHR"}, {"IRQ", "ARE", "SAU", "IRN"}
HEAD = (
    "date,year,month,day,portid,portname,n_container,n_dry_bulk,n_general_cargo,n_roro,n_tanker,n_cargo,n_total,"
    "capacity_container,capacity_dry_bulk,capacity_general_cargo,capacity_roro,capacity_tanker,capacity_cargo,capacity,ObjectId"
)


@pytest.mark.parametrize("item", ["crude-oil", "natural-graphite"])
def test_the_bounds_are_sums_of_the_shares(item):
    tower = korea()
    (found,) = straits(tower, ask(tower, None, None), "hormuz", items=[item]).items
    year = dependence(tower, item, "KOR", ask(tower, None, None)).years[0]
    for span, share in ((found.value, "share_value"), (found.mass, "share_mass")):
        must = sum(one[share] or 0 for one in year["suppliers"] if one["iso3"] in MUST)
        may = sum(one[share] or 0 for one in year["suppliers"] if one["iso3"] in MAY)
        assert (span.low, span.high) == (pytest.approx(must), pytest.approx(must + may))
    if item == "crude-oil":
        assert (round(found.value.low, 3), round(found.value.high, 3)) == (0.132, 0.711)


def test_what_has_no_data_is_not_known_and_ships_ask_for_their_file():
    tower = korea()
    found = straits(tower, ask(tower, None, None), "hormuz", items=["helium"])
    assert (found.items[0].status, found.items[0].value) == ("no_data", None)
    assert found.transits.status == "no_data"
    assert "gwanje data load Daily_Chokepoints_Data.csv --source chokepoint-transits" in found.transits.words.en
    before = straits(tower, ask(tower, "2026-03-05", "2026-03-05"), "hormuz", items=["crude-oil"])
    assert before.items[0].status == "not_yet_known"
    assert run_korea("watch", "routes", "--chokepoint", "hormus").code == 2


def test_ships_count_up_to_the_day_and_only_as_known(tmp_path):
    """Constructed from the documented columns of the publisher's file."""
    begin, lines = date(2025, 6, 1), [HEAD]
    for at in range(300):
        day = begin + timedelta(days=at)
        ships = 4 if day >= date(2026, 3, 2) else 100 + at % 5
        lines.append(
            f"{day:%Y/%m/%d},{day.year},{day.month},{day.day},chokepoint6,Strait of Hormuz,1,2,0,0,3,3,{ships},1,1,1,1,1,1,5.5,1"
        )
    home = copied(world_home(), tmp_path)
    file = tmp_path / "Daily_Chokepoints_Data.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = run_korea("data", "load", str(file), "--source", "chokepoint-transits", "--published", "2026-03-28",
                       "--evidence", "constructed", home=home)  # fmt: skip
    assert loaded.code == 0, loaded.err

    def ships(on, known="2026-11-24"):
        asked = ("watch", "routes", "--item", "crude-oil", "--on", on, "--known", known, "--format", "json")
        return run_korea(*asked, home=home).json()["transits"]

    assert (ships("2026-03-02")["last_day"], ships("2026-03-02")["fallen"]) == ("2026-03-01", False)
    fallen = ships("2026-03-09")
    assert (fallen["last_day"], fallen["ships"], fallen["fallen"]) == ("2026-03-08", 28.0, True)
    assert ships("2026-03-09", "2026-03-20")["status"] == "not_yet_known"
