"""Monthly customs figures that are loaded, as the history that signals, back-tests and relapses read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.monthly_vintages import vintage_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch.distress import History, SeriesKey
from gwanje.watch.store.customs_months import CUSTOMS_TABLE, CustomsMonths

_SHOWN = 5


def loaded_months(tower: Tower, as_of: AsOf) -> MonthlyTable:
    """The country's monthly imports as they were loaded; where there are none the question needs a file."""
    found = months_if_loaded(tower, as_of)
    if found is None:
        raise WrongUseError(
            "No monthly table is loaded",
            expected=f"rows of {tower.iso3} in the table {CUSTOMS_TABLE} known by then, or a file",
            found="none",
            remedy="Give a file with --series, or load customs figures with gwanje data load or fetch",
        )
    return found


def months_if_loaded(tower: Tower, as_of: AsOf) -> MonthlyTable | None:
    """The country's monthly imports, revisions with the instant each became known; None where none was known yet."""
    store = CustomsMonths(tower.warehouse)
    rows = store.rows(tower.iso3, "import", as_of.known)
    if rows is None or not rows.num_rows:
        return None
    rows, notes = _of_one_source_each(rows)
    label = pc.binary_join_element_wise(rows["item"], rows["partner"], "\t").combine_chunks().dictionary_encode()
    month = rows["month"].combine_chunks().dictionary_encode()
    series = label.indices.to_numpy().astype(np.int64)
    months = np.array(month.dictionary.to_pylist(), dtype="datetime64[M]")[month.indices.to_numpy()]
    published = _last_day_before(rows["known"].to_numpy().astype("datetime64[us]"), tower, as_of)
    last = _last_of_a_day(series, months, published)
    history = History.from_columns(
        tuple(SeriesKey(*one.split("\t")) for one in label.dictionary.to_pylist()),
        series[last],
        months[last],
        value_usd=_numbers(rows["value_usd"])[last],
        mass_t=_numbers(rows["mass_t"])[last],
        price_usd_t=np.full(int(last.sum()), np.nan),
        published=published[last],
    )
    notes += _provisional(rows["state"].combine_chunks().dictionary_encode(), series, months)
    notes += vintage_notes(tower, {key.item for key in history.keys})
    return MonthlyTable(CUSTOMS_TABLE, history, notes, tuple(pc.unique(rows["source"]).to_pylist()))


def _of_one_source_each(rows: Any) -> tuple[Any, tuple[MonthlyNote, ...]]:
    """Of an item that several sources tell, the rows of the one with the most: two tellings are no revision."""
    if len(pc.unique(rows["source"])) == 1:
        return rows, ()
    counted = rows.group_by(["item", "source"]).aggregate([([], "count_all")]).to_pylist()
    told: dict[str, list[tuple[int, str]]] = {}
    for row in sorted(counted, key=lambda row: (-row["count_all"], row["source"])):
        told.setdefault(row["item"], []).append((row["count_all"], row["source"]))
    several = {item: [source for _, source in found] for item, found in told.items() if len(found) > 1}
    if not several:
        return rows, ()
    left_out = [f"{item}\t{source}" for item, (_, *others) in several.items() for source in others]
    label = pc.binary_join_element_wise(rows["item"], rows["source"], "\t")
    names = [f"{item} ({used}; not {', '.join(others)})" for item, (used, *others) in sorted(several.items())]
    shown = (*names[:_SHOWN], *([f"+{len(names) - _SHOWN}"] if len(names) > _SHOWN else []))
    kept = rows.filter(pc.invert(pc.is_in(label, value_set=pa.array(left_out))))
    return kept, (MonthlyNote(kind="items_of_several_sources", names=shown),)


def _last_of_a_day(series: np.ndarray, months: np.ndarray, published: np.ndarray) -> np.ndarray:
    """Of what became known of a cell on one day the last counts: rows stand by cell, the oldest first."""
    same = (series[1:] == series[:-1]) & (months[1:] == months[:-1]) & (published[1:] == published[:-1])
    return np.append(~same, [True])


def _provisional(state: Any, series: np.ndarray, months: np.ndarray) -> tuple[MonthlyNote, ...]:
    """The months whose latest figures are provisional, in part or wholly."""
    words = state.dictionary.to_pylist()
    if "provisional" not in words:
        return ()
    newest = np.append((series[1:] != series[:-1]) | (months[1:] != months[:-1]), [True])
    found = np.unique(months[newest & (state.indices.to_numpy() == words.index("provisional"))])
    if not found.size:
        return ()
    ends = f"{found[0]} … {found[-1]} ({found.size})" if found.size > 1 else str(found[0])
    return (MonthlyNote(kind="provisional_months", names=(ends,)),)


def _numbers(column: object) -> np.ndarray:
    numbers: np.ndarray = pc.cast(pc.fill_null(column, float("nan")), "float64").to_numpy()
    return numbers


def _last_day_before(known: np.ndarray, tower: Tower, as_of: AsOf) -> np.ndarray:
    """The day from whose end a row was public, in the country's zone: an instant within a day counts from its end.

    What became known on the day of the question itself, before its instant, is there for the question.
    """
    instants, back = np.unique(known, return_inverse=True)
    days = np.array([_day(instant, tower) for instant in instants], dtype="datetime64[D]")
    yesterday = np.datetime64(as_of.known.astimezone(tower.zone).date()) - 1
    earlier: np.ndarray = np.minimum(days, yesterday)[back]
    return earlier


def _day(instant: np.datetime64, tower: Tower) -> date:
    moment: datetime = instant.astype("datetime64[us]").astype(object)
    return (moment.replace(tzinfo=UTC).astimezone(tower.zone) - timedelta(microseconds=1)).date()
