"""Tariffs as an answer: shares and unit values as told, tables of a person's own, no welfare in what is shown."""

import pytest

from gwanje.answers.tariff_goods import goods_told
from gwanje.answers.trade_files import LINES, read_trade_table
from gwanje.foundation.errors import RefusedInputError, WrongUseError

TABLE = "exporter,a,b\na,1,2.5\n\nb,0,1e3\n"


def test_goods_are_read_as_people_write_them():
    goods = goods_told(0.5, ["copper=0.4", "zinc = 0.1"], "2.5 USD/kg")
    assert goods.contents == {"copper": 0.4, "zinc": 0.1}
    assert (goods.claimed, goods.unit_value.amount, goods.unit_value.currency, goods.unit_value.per) == (
        0.5,
        2.5,
        "USD",
        "kg",
    )
    assert goods_told(None, [], "").unit_value is None


@pytest.mark.parametrize("share", ["copper", "copper=", "copper=40", "=0.4", "copper=nan", "copper=-0.1"])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(WrongUseError, match="not the share of a content"):
        goods_told(None, [share], "")


def test_a_content_told_twice_is_refused():
    with pytest.raises(WrongUseError, match="told twice"):
        goods_told(None, ["copper=0.1", "copper=0.2"], "")


@pytest.mark.parametrize("text", ["2.5", "USD/kg", "0 USD/kg", "-1 USD/kg", "inf USD/kg", "2.5 usd/kg", "2.5 USD/"])
def test_what_is_no_unit_value_is_refused(text):
    with pytest.raises(WrongUseError, match="not the worth of a unit"):
        goods_told(None, [], text)


def test_a_table_keeps_its_labels_and_lines():
    table = read_trade_table("\ufeff" + TABLE, "trade.csv")
    assert table.index.tolist() == table.columns.tolist() == ["a", "b"]
    assert table.loc["b", "b"] == 1000
    assert table.attrs[LINES] == {"a": 2, "b": 4}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ["holds no table", "0 lines"]),
        ("exporter,a,b\n", ["holds no table"]),
        (TABLE.replace("2.5", ""), ["The cell for the market 'b' is no number", "trade.csv line 2", "an empty cell"]),
        (TABLE.replace("2.5", "n/a"), ["trade.csv line 2", "Found: n/a"]),
        (TABLE.replace("1e3", "inf"), ["trade.csv line 4", "Found: inf"]),
        (TABLE.replace("2.5", "NaN"), ["trade.csv line 2"]),
        (TABLE.replace("1e3", "1_000"), ["trade.csv line 4", "without separators"]),
        (TABLE.replace("1e3", '"1,000"'), ["trade.csv line 4", "Found: 1,000"]),
        (TABLE.replace("2.5", "2.5,3"), ["another number of cells", "trade.csv line 2", "Found: 4 cells"]),
        (TABLE.replace("b,0", "a,0"), ["The exporter 'a' stands twice", "trade.csv line 4", "Found: a"]),
        (TABLE.replace("a,b", "a,a"), ["The market 'a' stands twice", "trade.csv line 1"]),
        (TABLE.replace("b,0", ",0"), ["One exporter has no name", "trade.csv line 4"]),
        ('exporter,a\na,"1\n', ["This is not a CSV table"]),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text, says):
    with pytest.raises(RefusedInputError) as refused:
        read_trade_table(text, "trade.csv")
    for part in says:
        assert part in str(refused.value)
