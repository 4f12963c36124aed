"""Named consistency checks of an economy: each says what it compared, on which scale, and what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.nodes import Floats, Nodes

ROWS_CLOSE = 1e-4
ROW_NOTED = 1e-3
VALUE_ADDED_BELOW = 0.01
NOTED_BY_NAME = 5
FRAME_UNIT = "M USD/yr"


@dataclass(frozen=True, slots=True)
class BalanceCheck:
    """One check that passed: its name, the largest relative difference found, and the industries worth a note."""

    name: str
    scale: str
    worst: float
    noted: tuple[str, ...] = ()


def one_unit(frames: Mapping[str, Any], stated: str | None) -> str:
    """The unit of all frames, from `attrs['unit']` or as stated; units that disagree are refused."""
    units = {
        name: str(frame.attrs["unit"]) for name, frame in frames.items() if frame is not None and "unit" in frame.attrs
    }
    if stated is not None:
        units["as stated"] = stated
    if len(set(units.values())) > 1:
        raise RefusedInputError(
            "The tables disagree on their unit",
            expected="one unit for all of them",
            found=", ".join(f"{name}: {unit}" for name, unit in units.items()),
            remedy="Convert them to one unit first; gwanje converts no money by itself",
        )
    return next(iter(units.values()), FRAME_UNIT)


def aligned(table: pd.DataFrame, rows: Nodes, columns: Nodes) -> Floats:
    """The table with its columns in the order of its rows; labels that do not meet are refused."""
    missing = sorted(set(rows.labels) - set(columns.labels))
    extra = sorted(set(columns.labels) - set(rows.labels))
    if missing or extra:
        raise RefusedInputError(
            "The columns of the intermediate table are not its rows",
            expected="the same industries on both axes",
            found=f"{len(missing)} in rows only, first {missing[:1]}; {len(extra)} in columns only, first {extra[:1]}",
            remedy="Correct the labels; alignment is by label (Convention A4)",
        )
    try:
        values = table.to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise RefusedInputError(
            "The intermediate table holds something that is no number",
            expected="numbers only",
            found=str(fault),
            remedy="Read the file again with its header and label columns named",
        ) from fault
    if rows.labels == columns.labels:
        return values
    order = {label: at for at, label in enumerate(columns.labels)}
    return values[:, [order[label] for label in rows.labels]]


def rows_of(frame: pd.DataFrame, nodes: Nodes, place: str) -> pd.DataFrame:
    """The rows of a frame in the order of the industries; labels that do not meet are refused."""
    found = Nodes.from_index(frame.index, place=f"rows of {place}")
    missing = [label for label in nodes.labels if label not in set(found.labels)]
    extra = [label for label in found.labels if label not in set(nodes.labels)]
    if missing or extra:
        raise RefusedInputError(
            f"The rows of {place} are not those of the intermediate table",
            expected=f"{len(nodes)} industries",
            found=f"{len(missing)} missing (first {missing[:1]}), {len(extra)} too many (first {extra[:1]})",
            remedy="Give every table the same industries; alignment is by label (Convention A4)",
        )
    order = {label: at for at, label in enumerate(found.labels)}
    return frame.iloc[[order[label] for label in nodes.labels]]


def refuse_repeated(pairs: int, given: int) -> None:
    """Refuse a list of flows in which a pair stands twice."""
    if pairs != given:
        raise RefusedInputError(
            "A flow stands more than once in the list",
            expected="each pair of supplier and user once",
            found=f"{given} flows between {pairs} pairs",
            remedy="Add them together first, or load one vintage only; nothing is added up silently",
        )


def refuse_shapes(nodes: Nodes, table: Any, demand: Floats, names: Sequence[tuple[str, str]]) -> None:
    """Refuse tables that do not have the shape of their labels."""
    size = len(nodes)
    if table.shape != (size, size) or demand.shape != (size, len(names)):
        raise RefusedInputError(
            "The tables do not have the shape of their labels",
            expected=f"{size} x {size} and {size} x {len(names)}",
            found=f"{' x '.join(map(str, table.shape))} and {' x '.join(map(str, demand.shape))}",
            remedy="Give one row and column for every industry",
        )


def refuse_not_finite(table: Any, demand: Floats, nodes: Nodes) -> None:
    """Refuse NaN and infinity; absent is not zero (Convention A1)."""
    values = table.data if sparse.issparse(table) else table
    for name, array in (("intermediate table", values), ("final demand", demand)):
        bad = int(np.size(array) - np.count_nonzero(np.isfinite(array)))
        if bad:
            raise RefusedInputError(
                f"The {name} has cells that are not finite numbers",
                place=_first_bad(table if name == "intermediate table" else demand, nodes),
                expected="a finite number in every cell",
                found=f"{bad} cells with NaN or infinity",
                remedy="Absent is not zero: write 0 only where the publisher says so, or leave the industry out",
            )


def _first_bad(table: Any, nodes: Nodes) -> str:
    array = table.toarray() if sparse.issparse(table) else np.asarray(table)
    row, column = np.argwhere(~np.isfinite(array))[0]
    to = nodes.words[column] if array.shape[1] == len(nodes) else f"column {column + 1}"
    return f"{nodes.words[row]} to {to}"


def set_negatives_aside(
    table: Any, demand: Floats, names: tuple[tuple[str, str], ...], unit: str
) -> tuple[Any, Floats, tuple[tuple[str, str], ...], str]:
    """Move negative intermediate cells to a column of final demand of their own, so that every row keeps its sum."""
    values = table.data if sparse.issparse(table) else table
    count = int(np.count_nonzero(values < 0))
    if not count:
        return table, demand, names, ""
    if sparse.issparse(table):
        below = table.copy()
        below.data = np.minimum(below.data, 0.0)
        kept = table.copy()
        kept.data = np.maximum(kept.data, 0.0)
    else:
        below, kept = np.minimum(table, 0.0), np.maximum(table, 0.0)
    moved = np.asarray(below.sum(axis=1)).ravel()
    note = (
        f"{count} negative intermediate cells, {moved.sum():.6g} {unit} in all, stand in the column adjustment of "
        "final demand; nothing was clipped"
    )
    return kept, np.column_stack([demand, moved]), (*names, ("", "adjustment")), note


def checked_balance(
    rows: Floats, output: Floats | None, nodes: Nodes, unit: str
) -> tuple[Floats, tuple[BalanceCheck, ...]]:
    """Output that closes the rows: the row sums, or the given one where it does so within the tolerance."""
    total = rows if output is None else np.asarray(output, dtype=np.float64)
    if not np.all(np.isfinite(total)):
        at = int(np.flatnonzero(~np.isfinite(total))[0])
        raise RefusedInputError(
            "Output has values that are not finite numbers",
            place=nodes.words[at],
            expected="a finite number for every industry",
            found=str(total[at]),
            remedy="Give output for every industry, or none at all: it is then the sum of the row",
        )
    below = np.flatnonzero(total < -1e-9 * np.abs(total).sum())
    if below.size:
        raise RefusedInputError(
            "An industry has negative output",
            place=nodes.words[int(below[0])],
            expected="0 or more",
            found=f"{total[below[0]]:.6g} {unit}, {below.size} industries in all",
            remedy="Look at its final demand: stock changes larger than the sales are not output",
        )
    total = np.maximum(total, 0.0)
    if output is None:
        return total, (BalanceCheck("rows close", "output is the sum of its row", 0.0),)
    residual = rows - total
    scale = float(total.sum())
    off = float(np.abs(residual).sum()) / scale if scale else 0.0
    worst = np.argsort(-np.abs(residual))[:3]
    if off > ROWS_CLOSE:
        raise RefusedInputError(
            "The table does not balance: sales and final demand do not add up to output",
            place=", ".join(nodes.words[int(at)] for at in worst),
            expected=f"differences of at most {ROWS_CLOSE:g} of all output in sum",
            found=f"{off:.3g} of {scale:.6g} {unit}; the first of these is off by {residual[worst[0]]:.6g}",
            remedy="Check that the three tables are of one year, unit and price basis, or leave output out",
        )
    relative = np.divide(np.abs(residual), total, out=np.zeros_like(total), where=total > 0)
    noted = _noted(relative, relative > ROW_NOTED, nodes)
    return total, (BalanceCheck("rows close", "sum of all output", off, noted),)


def _noted(relative: Floats, which: NDArray[np.bool_], nodes: Nodes) -> tuple[str, ...]:
    found = [int(at) for at in np.argsort(-relative) if which[at]]
    said = [f"{nodes.words[at]}: {relative[at]:.2%} of its output" for at in found[:NOTED_BY_NAME]]
    return (*said, f"and {len(found) - len(said)} more") if len(found) > len(said) else tuple(said)


def checked_value_added(
    output: Floats, inputs: Floats, given: Floats | None, nodes: Nodes, unit: str
) -> tuple[Floats, BalanceCheck]:
    """Value added, given or derived; far below zero is refused, a little below is noted."""
    added = output - inputs if given is None else np.asarray(given, dtype=np.float64)
    if not np.all(np.isfinite(added)):
        at = int(np.flatnonzero(~np.isfinite(added))[0])
        raise RefusedInputError(
            "Value added has values that are not finite numbers",
            place=nodes.words[at],
            expected="a finite number for every industry",
            found=str(added[at]),
            remedy="Give value added for every industry, or none at all: it is then output less inputs",
        )
    limit = VALUE_ADDED_BELOW * output + 1e-12 * float(output.sum())
    far = np.flatnonzero(added < -limit)
    if far.size:
        raise RefusedInputError(
            "Inputs cost more than the output is worth",
            place=", ".join(nodes.words[int(at)] for at in far[:3]),
            expected=f"value added no further below zero than {VALUE_ADDED_BELOW:.0%} of output",
            found=f"{far.size} industries; the first: {added[far[0]]:.6g} of {output[far[0]]:.6g} {unit}",
            remedy="Check the orientation of the table: rows sell, columns buy",
        )
    share = np.divide(added, output, out=np.zeros_like(output), where=output > 0)
    noted = _noted(-share, share < -1e-9, nodes)
    return added, BalanceCheck(
        "value added is not negative", "output of the industry", float(max(-share.min(), 0.0)), noted
    )
