"""The economy that impact answers calculate on: the tower's own table as known then, or one that a person brings."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, known_day
from gwanje.impact import Economy, Nodes
from gwanje.impact.store import NODES, InterCountryTable, TableStore

ROWS_CLOSE = 1e-4


def economy_of(tower: Tower, as_of: AsOf, table: str | Path | None = None) -> Economy:
    """The economy as known then; `table` is the source of another table in the warehouse.

    Raises:
        WrongUseError: no table was known by then; the message says since when one is.
    """
    absent = absence(tower, as_of)
    if table is None and absent is not None:
        raise WrongUseError(
            "There is no input-output table to calculate on",
            expected="a table that was public at the known instant",
            found=absent[1],
            remedy="Ask with a later --known",
        )
    store = TableStore(tower.warehouse)
    source = _chosen(tower, store, as_of, None if table is None else str(table))
    kept = tower.economies
    key = store.vintages(as_of.known)[source]
    if key not in kept:
        kept[key] = _economy(tower, store.table(source, as_of.known))
    return kept[key]


def absence(tower: Tower, as_of: AsOf) -> tuple[AnswerStatus, str] | None:
    """Why there is no table to calculate on, and what that is called; None where there is one."""
    store = TableStore(tower.warehouse)
    if store.vintages(as_of.known):
        return None
    first = store.first_known()
    if first is None:
        return "no_data", "no loaded source gives an inter-country input-output table"
    day = known_day(first, tower.zone)
    return "not_yet_known", f"no inter-country table was public by then; the first one became known on {day}"


def _chosen(tower: Tower, store: TableStore, as_of: AsOf, asked: str | None) -> str:
    """The source asked for, or the only one; of several, the only one with the tower's country."""
    known = tuple(store.vintages(as_of.known))
    if asked is not None:
        if asked not in known:
            raise WrongUseError(
                "No such input-output table is loaded",
                expected=f"one of {', '.join(known) or 'none'}",
                found=asked,
                remedy="Load it first, or name a table that is loaded",
            )
        return asked
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
    said = (_cut_note(economy, table), _published_note(economy, table))
    return replace(economy, notes=(*economy.notes, *tower.sources[table.source].caveats, *said))


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
