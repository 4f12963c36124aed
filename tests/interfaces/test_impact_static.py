"""`gwanje impact extraction` and `gwanje impact prices` on Neverland and on a table that a person brings."""

import pandas as pd
import pytest

from towers import neverland_home, run

LABELS = pd.MultiIndex.from_tuples([("reg1", "ore"), ("reg1", "metal"), ("reg2", "ore"), ("reg2", "metal")])
FLOWS = pd.DataFrame(
    [[0.0, 4.0, 0.0, 1.0], [1, 0, 0, 2], [0, 1, 0, 3], [0, 0, 1, 0]], index=LABELS, columns=LABELS
).rename_axis(index=["region", "sector"])
DEMAND = pd.DataFrame(
    [[3.0, 1.0], [6, 1], [0.5, 2.5], [1, 8]],
    index=FLOWS.index,
    columns=pd.MultiIndex.from_tuples([("reg1", "household"), ("reg2", "household")]),
)


@pytest.fixture
def brought(tmp_path):
    FLOWS.to_csv(tmp_path / "Z.csv")
    DEMAND.to_csv(tmp_path / "Y.csv")
    return tmp_path


def ask(*arguments):
    return run("impact", *arguments, home=neverland_home())


def test_a_brought_table_has_its_own_regions_unit_and_marking(brought):
    found = ask("extraction", "--supplier", "reg2", "--user", "reg1", "--table", str(brought), "--format", "json")
    answer = found.json()
    assert (answer["status"], answer["marking"], answer["flow_cut"]) == ("ok", "internal", 1.0)
    assert "does not state" in answer["unit"]
    assert answer["sources"][0]["publisher"] == "brought with --table, not dated"
    assert len(answer["sources"][0]["sha256"]) == 64
    assert {one["region"] for one in answer["regions"]} == {"reg1", "reg2"}


def test_consumer_prices_where_the_table_has_destinations(brought):
    asked = ("prices", "--from", "reg2", "--importer", "reg1", "--rise", "0.1", "--table", str(brought))
    answer = ask(*asked, "--format", "json").json()
    effect = answer["consumer_prices"]
    assert (effect["status"], effect["products_left_out"]) == ("ok", 0)
    assert effect["direct"] == pytest.approx(0.1 * 1.5 / 10.5)
    assert effect["rise"] > effect["direct"]
    assert "What final users pay" in ask(*asked).text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("extraction", "--supplier", "OZZ", "--sector", "mines"), 2, "Did you mean mine"),
        (("extraction", "--supplier", "QQQ"), 2, "The table has NVL, OZZ, WDL"),
        (("extraction", "--supplier", "OZZ", "--share", "1.5"), 2, "not in the range"),
        (("extraction", "--supplier", "OZZ", "--share", "nan"), 2, "from 0 to 1"),
        (("prices", "--from", "NVL", "--rise", "0.1"), 2, "comes from another country"),
        (("prices", "--from", "OZZ", "--rise", "-1"), 2, "above -1"),
        (("prices", "--from", "OZZ", "--rise", "0.1", "--pass-through", "2"), 2, "not in the range"),
        (("prices", "--from", "OZZ", "--rise", "0.1", "--table", "nowhere"), 5, "loaded source (nvl-io)"),
        (("prices", "--from", "OZZ", "--rise", "0.1", "--layout", "mine"), 2, "exiobase3"),
    ],
)
def test_what_is_refused(arguments, code, words):
    found = ask(*arguments)
    assert found.code == code
    assert words in found.err.replace("'", "")
    assert not found.out


def test_a_table_without_the_towers_country_says_what_it_has(brought):
    found = ask("prices", "--from", "reg2", "--rise", "0.1", "--table", str(brought))
    assert found.code == 2
    assert "reg1, reg2" in found.err


def test_a_table_that_does_not_balance_is_refused_and_nothing_printed(brought):
    output = pd.DataFrame({"indout": [9.0, 10.0, 7.0, 90.0]}, index=FLOWS.index)
    output.to_csv(brought / "x.csv")
    found = ask("prices", "--from", "reg2", "--importer", "reg1", "--rise", "0.1", "--table", str(brought))
    assert (found.code, found.out) == (3, b"")
    assert "does not balance" in found.err
    assert "reg2/metal" in found.err


def test_before_the_table_was_public_the_answer_says_so():
    answer = ask("extraction", "--supplier", "OZZ", "--known", "2031-02-01", "--format", "json").json()
    assert answer["status"] == "not_yet_known"
    assert "2031-03-01" in answer["reason"]["en"]
    assert answer["regions"] == []
