"""The economy that impact answers calculate on: the tower's own table as known then, or one that a person brings."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from gwanje.answers.answer import SourceNote
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.evidence.mrio_figaro import read_figaro
from gwanje.evidence.mrio_parsers import read_with_pymrio
from gwanje.evidence.mrio_tables import BroughtTable, read_frames
from gwanje.foundation.errors import (
    RefusedInputError,
    UnavailableError,
    UnknownKeyError,
    WrongUseError,
)
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.markings import Marking, highest
from gwanje.impact import Economy, Nodes
from gwanje.impact.store import NODES, InterCountryTable, TableStore

ROWS_CLOSE = 1e-4
BROUGHT = "brought:"


def economy_of(tower: Tower, as_of: AsOf, table: str | Path | TableChoice | None = None) -> Economy:
    """The economy as known then; `table` names a loaded source or the path of a table that a person brings.

    Raises:
        WrongUseError: no table was known by then; the message says since when one is.
        UnavailableError, RefusedInputError: the table a person brings cannot be read, or does not hold together.
    """
    if table is not None:
        choice = table if isinstance(table, TableChoice) else TableChoice(str(table))
        if choice.name not in tower.sources:
            return _brought(tower, choice)
        return _loaded(tower, as_of, choice.name)
    absent = absence(tower, as_of)
    if absent is not None:
        raise WrongUseError(
            "There is no input-output table to calculate on",
            expected="a table that was public at the known instant",
            found=absent[1],
            remedy="Ask with a later --known",
        )
    return _loaded(tower, as_of, _only_fitting(tower, TableStore(tower.warehouse), as_of))


def absence(tower: Tower, as_of: AsOf) -> tuple[AnswerStatus, str] | None:
    """Why the tower has no table of its own to calculate on, in English; None where it has one."""
    found = why_absent(tower, as_of)
    return None if found is None else (found[0], found[1].en)


def why_absent(tower: Tower, as_of: AsOf) -> tuple[AnswerStatus, Sentence] | None:
    """Why the tower has no table of its own to calculate on, and what that is called; None where it has one."""
    store = TableStore(tower.warehouse)
    if store.vintages(as_of.known):
        return None
    first = store.first_known()
    if first is None:
        return "no_data", Sentence(
            en="no loaded source gives an inter-country input-output table",
            ko="국제산업연관표를 담은 자료가 올라와 있지 않다",
        )
    day = known_day(first, tower.zone)
    return "not_yet_known", Sentence(
        en=f"no inter-country table was public by then; the first one became known on {day}",
        ko=f"그때까지 공개된 국제산업연관표가 없었다. 첫 표는 {day}에 알려졌다",
    )


def region_called(tower: Tower, economy: Economy, asked: str) -> str:
    """The table's name of a region: as it stands there, or a country by any of its names and codes."""
    regions = economy.nodes.regions
    if asked in regions:
        return asked
    try:
        names = tower.countries.codes_for(tower.countries.find(asked))
    except UnknownKeyError:
        names = ()
    for name in names:
        if name in regions:
            return name
    if names:
        economy.require("no_rest_of_world", question=f"anything about {asked}")
    economy.nodes.require(regions=(asked,))
    return asked


def table_sources(tower: Tower, economy: Economy) -> tuple[SourceNote, ...]:
    """The sources of an economy as they are printed; a table that a person brought is named with its hash."""
    return tuple(note for one in economy.sources for note in _source_note(tower, one))


def table_marking(tower: Tower, economy: Economy) -> Marking:
    """The marking of an economy's sources; what a person brings without one is internal."""
    own = [Marking.INTERNAL] if any(one.startswith(BROUGHT) for one in economy.sources) else []
    return highest([marking_of(tower, economy.sources), *own])


def _source_note(tower: Tower, source: str) -> tuple[SourceNote, ...]:
    if not source.startswith(BROUGHT):
        return source_notes(tower, [source])
    name, _, digest = source.removeprefix(BROUGHT).rpartition("@")
    return (SourceNote(id=name, kind="data", publisher="brought with --table, not dated", title=name, sha256=digest),)


def _brought(tower: Tower, choice: TableChoice) -> Economy:
    """The economy of a table that a person brings; its vintage is not dated, so --known says nothing about it."""
    path = Path(choice.name)
    if not path.exists():
        known = ", ".join(TableStore(tower.warehouse).sources()) or "none"
        raise UnavailableError(
            "No input-output table is called so",
            expected=f"a path that exists, or a loaded source ({known})",
            found=choice.name,
            remedy="Check the path",
        )
    read = _read(path, choice)
    key = (read.sha256, choice.layout, str(choice.year))
    if key not in tower.economies:
        made = Economy.from_pymrio(read, year=choice.year, sources=(f"{BROUGHT}{read.name}@{read.sha256}",))
        tower.economies[key] = made.with_notes(*read.notes)
    return tower.economies[key]


def _read(path: Path, choice: TableChoice) -> BroughtTable:
    if choice.layout == "frames":
        return read_frames(path)
    if choice.layout == "figaro":
        return read_figaro(path, choice.year)
    return read_with_pymrio(path, choice.layout, choice.year)


def _loaded(tower: Tower, as_of: AsOf, source: str) -> Economy:
    store = TableStore(tower.warehouse)
    known = store.vintages(as_of.known)
    if source not in known:
        raise WrongUseError(
            "This source gave no input-output table by then",
            place=source,
            expected=f"one of {', '.join(known) or 'none'}",
            found="no table known at that instant",
            remedy="Name another source, or ask with a later --known",
        )
    key = known[source]
    if key not in tower.economies:
        tower.economies[key] = _economy(tower, store.table(source, as_of.known))
    return tower.economies[key]


def _only_fitting(tower: Tower, store: TableStore, as_of: AsOf) -> str:
    """The only source of a table; of several, the only one with the tower's country."""
    known = tuple(store.vintages(as_of.known))
    if len(known) == 1:
        return known[0]
    fitting = [source for source in known if tower.iso3 in store.regions(source, as_of.known)]
    if len(fitting) == 1:
        return fitting[0]
    raise WrongUseError(
        f"Several input-output tables are loaded, and {len(fitting)} of them have {tower.iso3}",
        expected="one table to calculate on",
        found=", ".join(known),
        remedy="Name one of them with --table",
    )


def _economy(tower: Tower, table: InterCountryTable) -> Economy:
    economy = Economy.from_long(
        Nodes(table.labels),
        table.supplier,
        table.user,
        table.flow,
        table.final_demand,
        year=table.year,
        limits=frozenset({"final_demand_without_destination", "no_rest_of_world"}),
        sources=(table.source,),
    )
    said = (_LEFT_OVER, _cut_note(economy, table), _published_note(economy, table))
    caveats = tower.sources[table.source].caveats
    return replace(economy, notes=(*economy.notes, *caveats, *said), sector_names=table.sector_names)


_LEFT_OVER = (
    "What the listed inputs leave of output contains inputs from the rest of the world: it is not value added alone"
)


def _cut_note(economy: Economy, table: InterCountryTable) -> str:
    off = np.abs(economy.output - table.balanced_output)
    share = float(off.sum()) / float(table.balanced_output.sum())
    if not share <= ROWS_CLOSE:
        at = int(np.argmax(off))
        raise RefusedInputError(
            "The flows and the industries of a table do not belong together: rows do not add up to output",
            place=f"{table.source}, {NODES}, {economy.nodes.words[at]}",
            expected=f"differences of at most {ROWS_CLOSE:g} of all output",
            found=f"{share:.3g}",
            remedy="Load the industries and the flows of the same edition",
        )
    return (
        "Output is the sum of the row (flows kept and final demand); the output that closed the rows before small "
        f"flows were cut differs by at most {off.max():.3g} {economy.unit} ({share:.1e} of all output)"
    )


def _published_note(economy: Economy, table: InterCountryTable) -> str:
    off = np.abs(economy.output - table.published_output)
    share = float(off.sum()) / float(table.published_output.sum())
    return f"Published output differs from it by at most {off.max():.3g} {economy.unit} ({share:.1e} of all output)"
