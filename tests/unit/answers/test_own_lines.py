"""Lines of a person's own CSV file: every fault has its line, and no cell is taken for another."""

import hashlib
from datetime import date

import pytest

from gwanje.answers.monthly_files import MonthlyFile, read_monthly
from gwanje.answers.own_lines import OwnLines, amount, day
from gwanje.answers.stock_files import read_stocks
from gwanje.assembly import ask
from gwanje.foundation.errors import RefusedInputError
from towers import neverland


def test_lines_keep_their_numbers_over_quoted_newlines_and_empty_lines():
    file = OwnLines("x.csv", '\ufeff a , b\n1,"two\nlines"\n\n3,4\n')
    assert file.header == ("a", "b")
    assert [(one.number, one.cells) for one in file.lines(("a",), "nothing")] == [
        (3, {"a": "1", "b": "two\nlines"}),
        (5, {"a": "3", "b": "4"}),
    ]
    assert file.sha256 == hashlib.sha256(file.text.encode()).hexdigest()


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\n"])
def test_lines_end_as_any_system_ends_them(ends):
    (line,) = OwnLines("x.csv", ends.join(["a,b", "1,2", ""])).lines(("a", "b"), "nothing")
    assert (line.number, line.cells) == (2, {"a": "1", "b": "2"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file holds no rows"),
        ("a,b\n", "The file holds no rows"),
        ("a,a\n1,2\n", "The column a stands twice"),
        ("a,b\n1,2,3\n", "x.csv line 2"),
        ("a,b\n1\n", "Found: 1 cells"),
        ('a,b\n1,"2\n', "This is not a CSV table"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(text, said):
    with pytest.raises(RefusedInputError) as caught:
        list(OwnLines("x.csv", text).lines(("a", "b"), "The file holds no rows"))
    assert said in str(caught.value)
    assert caught.value.remedy


def test_an_amount_is_a_number_or_absent_and_never_guessed():
    assert (amount("", "stock", "x"), amount("1.5", "stock", "x"), amount("0", "stock", "x")) == (None, 1.5, 0.0)
    for cell in ("1,000", "1_000", "-1", "nan", "1e400", "5 t", "１　0"):
        with pytest.raises(RefusedInputError, match="is no amount"):
            amount(cell, "stock", "x")


def test_a_day_is_written_with_hyphens():
    assert day("2030-12-31", "stock_date", "x", "2030-12-31") == date(2030, 12, 31)
    for cell in ("20301231", "2030-W40-1", "31/12/2030", "2030-02-30", ""):
        with pytest.raises(RefusedInputError, match="is no day"):
            day(cell, "stock_date", "x", "2030-12-31")


STOCKS = "item,owner,stock_date,unit,stock,daily_use\n"


def test_a_cell_of_unit_without_a_letter_stands_under_the_wrong_name():
    as_of = ask(neverland(), None, None)
    with pytest.raises(RefusedInputError, match="The cell of unit is no unit"):
        read_stocks(neverland(), "x.csv", f"{STOCKS}pixie-dust-metals,A,2030-01-01,5,5,2\n", as_of)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("item,partner,month,value_usd,value_usd", "The column value_usd stands twice"),
        ("item,partner,month,val,val", "The column val stands twice"),
    ],
)
def test_two_columns_of_one_name_are_not_taken_for_one(head, said):
    """The last of the two was read without a word."""
    columns = {"value_usd": "val"} if "val,val" in head and "usd" not in head else {}
    with pytest.raises(RefusedInputError, match=said):
        read_monthly(neverland(), MonthlyFile("x.csv", f"{head}\nhs1992:280530,OZZ,2030-01,5,9\n", columns))


def test_blanks_around_a_name_are_no_part_of_it():
    """A monthly file with ' value_usd' in its first line ended in a traceback."""
    text = "item, partner, month, value_usd\nhs1992:280530,OZZ,2030-01,5\n"
    assert read_monthly(neverland(), MonthlyFile("x.csv", text)).history.knowable is not None


def test_a_month_that_is_none_is_shown_as_it_stands():
    with pytest.raises(RefusedInputError) as caught:
        read_monthly(neverland(), MonthlyFile("x.csv", "item,partner,month,value_usd\nhs1992:280530,OZZ,2030/01,5\n"))
    assert "Found: 2030/01." in str(caught.value)
