"""A monthly table of a person's own, read by line: item, partner, month, value and mass, with what was noted on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from gwanje.answers.answer import SourceNote
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.monthly_vintages import vintage_notes
from gwanje.answers.own_lines import MONTH, OwnLines, amount, day
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.errors import GwanjeError, RefusedInputError, UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch.distress import DistressLimits, History, Lag, MonthlyPanel, MonthlyRow, SeriesKey

NEEDED = ("item", "partner", "month", "value_usd")
MASSES = ("mass_t", "mass_kg")
COLUMNS = (*NEEDED, *MASSES, "price_usd_t", "published")
_TOTALS = {"world", "total", "all countries", "합계", "총계", "세계"}
OWN_FILE = "own-file"


@dataclass(frozen=True, slots=True)
class MonthlyFile:
    """Where the rows are, what their columns are called, and the vintage of bare codes."""

    name: str
    text: str
    columns: Mapping[str, str] = field(default_factory=dict)
    code_vintage: str = ""


@dataclass(frozen=True, slots=True)
class MonthlyTable:
    """The rows of a file or of the warehouse, the data sources behind them, and what a reader should know about them."""

    name: str
    history: History
    notes: tuple[MonthlyNote, ...] = ()
    sources: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def own_note(self) -> tuple[SourceNote, ...]:
        """A file of the person's own as a source: its name and what it held; none where the rows are of the warehouse."""
        return (SourceNote(id=OWN_FILE, kind="data", publisher=self.name, sha256=self.sha256),) if self.sha256 else ()

    def notes_of(self, exporter: str) -> tuple[MonthlyNote, ...]:
        """The notes; where the table is one country's exports, that its shares are those of its buyers."""
        return (*self.notes, MonthlyNote(kind="shares_of_buyers", names=(exporter,))) if exporter else self.notes


def read_monthly(tower: Tower, file: MonthlyFile) -> MonthlyTable:
    """The rows of a monthly file; whatever cannot be read is refused with its line, and nothing is taken from it."""
    own = OwnLines(file.name, file.text)
    header = own.header
    where = _places(file, header)
    names = _Names(tower, file.code_vintage)
    lines = own.lines(tuple(where.values()), "The file holds no rows")
    rows = [_row({ours: one.cells[theirs] for ours, theirs in where.items()}, one.place, names) for one in lines]
    notes = list(names.notes())
    if unused := [name for name in header if name not in where.values()]:
        notes.append(MonthlyNote(kind="columns_not_used", names=tuple(unused)))
    if "mass_t" not in where and "mass_kg" not in where:
        notes.append(MonthlyNote(kind="no_mass"))
    notes += vintage_notes(tower, names.items())
    return MonthlyTable(file.name, History.from_rows(rows), tuple(notes), sha256=own.sha256)


def stated_lag(limits: DistressLimits) -> Lag:
    """The lag that content states for rows without a publication day."""
    return Lag(int(limits.publication_lag_days.value), limits.january_with_february)


def panel_known(history: History, lag: Lag, as_of: AsOf, zone: ZoneInfo) -> MonthlyPanel:
    """The panel as it could be seen at the known instant; a file that was not public by then is refused."""
    panel = history.as_known(np.datetime64(as_of.known.astimezone(zone).date()), history.knowable(lag))
    if not panel.months.size:
        raise WrongUseError(
            "No row of the table was public by then",
            expected=f"a known instant after {history.knowable(lag).min()}",
            found=as_of.known.isoformat(),
            remedy="Ask with a later --known",
        )
    return panel


def _places(file: MonthlyFile, header: tuple[str, ...]) -> dict[str, str]:
    """Which column of the file each of ours is."""
    if unknown := sorted(set(file.columns) - set(COLUMNS)):
        raise WrongUseError(
            f"'{unknown[0]}' is no column of a monthly table",
            expected=", ".join(COLUMNS),
            found=unknown[0],
            remedy="Write --column OURS=THEIRS, for example value_usd=val",
        )
    where = {ours: file.columns.get(ours, ours) for ours in COLUMNS}
    where = {ours: theirs for ours, theirs in where.items() if theirs in header}
    missing = [ours for ours in (*NEEDED, *file.columns) if ours not in where]
    if missing:
        raise RefusedInputError(
            f"The column {file.columns.get(missing[0], missing[0])} is not in the file",
            place=f"{file.name} line 1",
            expected=", ".join(NEEDED),
            found=", ".join(header) or "nothing",
            remedy="Name it with --column OURS=THEIRS, for example value_usd=val",
        )
    if all(mass in where for mass in MASSES):
        raise RefusedInputError(
            "The file has a mass in tonnes and one in kilograms",
            place=f"{file.name} line 1",
            expected="mass_t or mass_kg",
            found="both",
            remedy="Leave one of the two out",
        )
    return where


def _row(cells: dict[str, str], place: str, names: "_Names") -> MonthlyRow:
    mass = amount(cells.get("mass_t", ""), "mass_t", place)
    kilograms = amount(cells.get("mass_kg", ""), "mass_kg", place)
    return MonthlyRow(
        key=SeriesKey(names.item(cells["item"], place), names.partner(cells["partner"], place)),
        month=_month(cells["month"], place),
        value_usd=amount(cells["value_usd"], "value_usd", place),
        mass_t=mass if kilograms is None else kilograms / 1000,
        price_usd_t=amount(cells.get("price_usd_t", ""), "price_usd_t", place),
        published=day(cells["published"], "published", place, "2023-12-20") if cells.get("published") else None,
    )


def _month(cell: str, place: str) -> date:
    whole = f"{cell}-01" if MONTH.fullmatch(cell) else cell
    return day(whole, "month", place, "2023-11 or 2023-11-01").replace(day=1)


class _Names:
    """Items and partners as the tower calls them; each name of a file is looked up once."""

    def __init__(self, tower: Tower, vintage: str) -> None:
        self._tower, self._vintage = tower, vintage
        self._items: dict[str, str] = {}
        self._partners: dict[str, str] = {}
        self._unknown: set[str] = set()

    def item(self, cell: str, place: str) -> str:
        if cell not in self._items:
            self._items[cell] = self._item(cell, place)
        return self._items[cell]

    def partner(self, cell: str, place: str) -> str:
        if cell not in self._partners:
            self._partners[cell] = self._partner(cell, place)
        return self._partners[cell]

    def items(self) -> tuple[str, ...]:
        """Every item and code that was looked up."""
        return tuple(self._items.values())

    def notes(self) -> list[MonthlyNote]:
        """Partners that no list of countries knows stay as they are called."""
        names = tuple(sorted(self._unknown))
        return [MonthlyNote(kind="partners_not_known", names=names)] if names else []

    def _item(self, cell: str, place: str) -> str:
        asked = f"{self._vintage}:{cell}" if self._vintage and cell.replace(".", "").isdigit() else cell
        try:
            if looks_like_code(asked) or asked.isdigit():
                return str(Code.parse(asked))
            return self._tower.items.find(asked).key
        except GwanjeError as fault:
            raise RefusedInputError(
                f"The item '{cell}' was not understood",
                place=place,
                expected="an item, or a code with its vintage",
                found=cell or "an empty cell",
                remedy=f"{fault.remedy}. Bare codes of one vintage: --code-vintage hs2022",
            ) from fault

    def _partner(self, cell: str, place: str) -> str:
        if not cell or cell.casefold() in _TOTALS:
            raise RefusedInputError(
                "A row is no partner's",
                place=place,
                expected="one partner in each row",
                found=cell or "an empty cell",
                remedy="Take rows of totals out: they would be counted twice",
            )
        try:
            return self._tower.countries.find(cell)
        except UnknownKeyError:
            self._unknown.add(cell)
            return cell
