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
    return table, demand, _one_column(system, "x"), _one_column(system, "v")


def _one_column(system: Any, name: str) -> "pd.Series[float] | None":
    output = getattr(system, name, None)
    if output is None or isinstance(output, pd.Series):
        return output
    if not isinstance(output, pd.DataFrame) or output.shape[1] != 1:
        raise RefusedInputError(
            "A total is not one column",
            place=name,
            expected="one number by industry: a column or a series",
            found=f"{getattr(output, 'shape', type(output).__name__)}",
            remedy=f"Give one column, or leave {name} out: it then follows from the flows",
        )
    return output.iloc[:, 0]


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
