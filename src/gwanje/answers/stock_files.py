"""A table of stocks of a person's own, read by line: item, owner, day of the count, what is there and what is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gwanje.answers.answer import SourceNote
from gwanje.answers.own_lines import OwnLine, OwnLines, amount, day
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import GwanjeError, RefusedInputError
from gwanje.foundation.instants import AsOf, known_day

NEEDED = ("item", "owner", "stock_date", "unit", "stock", "daily_use")
AMOUNTS = ("stock", "in_transit", "daily_use", "alternative_daily")
COLUMNS = ("item", "owner", "stock_date", *AMOUNTS, "unit")
OWN_STOCKS = "own-stocks"


@dataclass(frozen=True, slots=True)
class StockLine:
    """What one owner told of one item on one day; None is not told."""

    line: int
    item: str
    owner: str
    stock_date: date
    unit: str
    stock: float | None
    in_transit: float | None
    daily_use: float | None
    alternative_daily: float | None


@dataclass(frozen=True, slots=True)
class StockTable:
    """The lines of a file of stocks, and what it held."""

    name: str
    lines: tuple[StockLine, ...]
    sha256: str
    columns_not_used: tuple[str, ...] = ()

    @property
    def own_note(self) -> SourceNote:
        """The file as a source: its name and what it held."""
        return SourceNote(id=OWN_STOCKS, kind="data", publisher=self.name, sha256=self.sha256)

    def of(self, item: str) -> tuple[StockLine, ...]:
        """The lines of one item, in the order of the file."""
        return tuple(one for one in self.lines if one.item == item)


def read_stocks(tower: Tower, name: str, text: str, as_of: AsOf) -> StockTable:
    """The lines of a file of stocks; whatever cannot be read is refused with its line, and nothing is taken from it.

    Raises:
        RefusedInputError: a column is missing or stands twice, a cell is no amount, no day or no item, an owner tells of an
            item twice, or a count lies after the times asked for.
    """
    file = OwnLines(name, text)
    _check_header(file.header, f"{name} line 1")
    lines = tuple(_lines(tower, file, as_of))
    unused = tuple(one for one in file.header if one not in COLUMNS)
    return StockTable(name, lines, file.sha256, unused)


def _check_header(header: tuple[str, ...], place: str) -> None:
    missing = [one for one in NEEDED if one not in header]
    if missing:
        raise RefusedInputError(
            f"The column {missing[0]} is not in the file",
            place=place,
            expected=f"{', '.join(NEEDED)}, each once; perhaps in_transit and alternative_daily",
            found=", ".join(header) or "nothing",
            remedy="Name the columns so in the first line",
        )


def _lines(tower: Tower, file: OwnLines, as_of: AsOf) -> Iterator[StockLine]:
    seen: dict[tuple[str, str], int] = {}
    for own in file.lines(COLUMNS, "The file holds no stocks"):
        line, place = _line(tower, own, as_of), own.place
        first = seen.setdefault((line.item, line.owner.casefold()), line.line)
        if first != line.line:
            raise RefusedInputError(
                f"{line.owner} tells of {line.item} twice",
                place=place,
                expected="one line for each item and owner",
                found=f"line {first} tells of it too",
                remedy="Keep the line of the day that is meant; it is not known whether the two add up",
            )
        yield line


def _line(tower: Tower, own: OwnLine, as_of: AsOf) -> StockLine:
    cells, place = own.cells, own.place
    amounts = {column: amount(cells.get(column, ""), column, place) for column in AMOUNTS}
    return StockLine(
        line=own.number,
        item=_item(tower, cells["item"], place),
        owner=_words(cells["owner"], "owner", place),
        stock_date=_counted(tower, cells["stock_date"], place, as_of),
        unit=_unit(cells["unit"], place),
        **amounts,
    )


def _unit(cell: str, place: str) -> str:
    unit = _words(cell, "unit", place)
    if not any(letter.isalpha() for letter in unit):
        raise RefusedInputError(
            "The cell of unit is no unit",
            place=place,
            expected="the unit of the amounts, for example t",
            found=unit,
            remedy="Check that the cells stand under their names",
        )
    return unit


def _item(tower: Tower, cell: str, place: str) -> str:
    try:
        return tower.items.find(cell).key
    except GwanjeError as fault:
        raise RefusedInputError(
            f"The item '{cell}' was not understood",
            place=place,
            expected="the key, a name or a code with its vintage of one watched item",
            found=cell or "an empty cell",
            remedy=fault.remedy,
        ) from fault


def _words(cell: str, column: str, place: str) -> str:
    if not cell:
        raise RefusedInputError(
            f"The cell of {column} is empty",
            place=place,
            expected="who holds the stock" if column == "owner" else "the unit of the amounts, for example t",
            found="an empty cell",
            remedy="A stock is shown with its owner, its day and its unit, or not at all",
        )
    return " ".join(cell.split())


def _counted(tower: Tower, cell: str, place: str, as_of: AsOf) -> date:
    counted = day(cell, "stock_date", place, "the day of the count, for example 2026-03-31")
    last = min(as_of.valid.astimezone(tower.zone).date(), known_day(as_of.known, tower.zone))
    if counted > last:
        raise RefusedInputError(
            "The stock was counted after the times asked for",
            place=place,
            expected=f"a day up to {last}, by --on and --known",
            found=str(counted),
            remedy="Ask with a later --on and --known, or give the count that was known then",
        )
    return counted
