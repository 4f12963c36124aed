"""What an object in pymrio's form holds, told apart by the names of its parts; pymrio itself is not needed."""

from typing import Any

import pandas as pd

from gwanje.foundation.errors import RefusedInputError

Frames = tuple[pd.DataFrame, pd.DataFrame, "pd.Series[float] | None", "pd.Series[float] | None"]


def frames_of(system: Any) -> Frames:
    """Z, Y and, where they are there, x and v of an object in pymrio's form."""
    table, demand = getattr(system, "Z", None), getattr(system, "Y", None)
    missing = [name for name, part in (("Z", table), ("Y", demand)) if not isinstance(part, pd.DataFrame)]
    if missing or not isinstance(table, pd.DataFrame) or not isinstance(demand, pd.DataFrame):
        raise RefusedInputError(
            "An input-output system lacks a table",
            place=type(system).__name__,
            expected="Z and Y as frames",
            found=f"no {' and no '.join(missing)}",
            remedy="Compute them first (calc_all), or load the parts with the flows in money",
        )
    return table, demand, one_column(getattr(system, "x", None), "x"), one_column(getattr(system, "v", None), "v")


def one_column(total: Any, name: str) -> "pd.Series[float] | None":
    """A total by industry as a series: a series, or a frame of one column; None stays None."""
    if total is None or isinstance(total, pd.Series):
        return total
    if not isinstance(total, pd.DataFrame) or total.shape[1] != 1:
        raise RefusedInputError(
            "A total is not one column",
            place=name,
            expected="one number by industry: a series, or a frame of one column",
            found=f"{type(total).__name__} of shape {getattr(total, 'shape', 'unknown')}",
            remedy=f"Give one labelled column, or leave {name} out: it then follows from the flows",
        )
    return total.iloc[:, 0]


def refuse_unlabelled(**frames: Any) -> None:
    """Refuse tables that are no frames: without labels nothing can be aligned (Convention A4)."""
    for name, frame in frames.items():
        if not isinstance(frame, pd.DataFrame):
            raise RefusedInputError(
                "A table has no labels",
                place=name.replace("_", " "),
                expected="a frame with region and sector on its axes",
                found=type(frame).__name__,
                remedy="Give a frame, or arrays in the order of named industries with Economy.from_arrays",
            )


def unit_of(system: Any) -> str | None:
    """The one unit of an object in pymrio's form; several are refused; None where it states none."""
    stated = getattr(system, "unit", None)
    if stated is None:
        return None
    units = [str(one).strip() for one in pd.unique(pd.DataFrame(stated).to_numpy().ravel()) if not pd.isna(one)]
    if len(units) > 1:
        raise RefusedInputError(
            "An input-output system has several units",
            place="unit",
            expected="one unit of money for all industries",
            found=", ".join(units[:5]),
            remedy="Use the monetary table; rows in tonnes or joules cannot be added to money",
        )
    return units[0] if units else None
