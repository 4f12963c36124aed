"""Monthly customs figures that are loaded, as the history that signals, back-tests and relapses read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow.compute as pc

from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch.distress import History, SeriesKey
from gwanje.watch.store.customs_months import CUSTOMS_TABLE, CustomsMonths


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
    label = pc.binary_join_element_wise(rows["item"], rows["partner"], "\t").combine_chunks().dictionary_encode()
    keys = tuple(SeriesKey(*one.split("\t")) for one in label.dictionary.to_pylist())
    known = rows["known"].to_numpy().astype("datetime64[us]")
    history = History.from_columns(
        keys,
        label.indices.to_numpy().astype(np.int64),
        np.array(rows["month"].to_pylist(), dtype="datetime64[M]"),
        value_usd=_numbers(rows["value_usd"]),
        mass_t=_numbers(rows["mass_t"]),
        price_usd_t=np.full(rows.num_rows, np.nan),
        published=_last_day_before(known, tower, as_of),
    )
    return MonthlyTable(CUSTOMS_TABLE, history, sources=store.sources())


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
