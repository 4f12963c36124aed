"""What kind of statement a result is, and how a result carries it: unit, notes, kind, on every labelled array."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from gwanje.impact import nodes

Statement = Literal["identity", "exposure", "simulation"]
Floats = nodes.Floats
Axis = Sequence[object] | pd.MultiIndex


def labelled(
    values: Floats,
    axes: Sequence[tuple[str, Axis]],
    *,
    name: str,
    unit: str,
    kind: Statement,
    about: str,
    notes: Sequence[str] = (),
) -> xr.DataArray:
    """An array with its axes named, its unit, what it is about and what kind of statement it makes.

    An axis of industries is given as `nodes.index`; its levels, region and sector, are then found by name.
    """
    levels = {axis: labels for axis, labels in axes if isinstance(labels, pd.MultiIndex)}
    made = xr.DataArray(
        values,
        dims=[axis for axis, _ in axes],
        coords={axis: list(labels) for axis, labels in axes if axis not in levels},
        name=name,
        attrs={"unit": unit, "kind": kind, "about": about, "notes": tuple(notes)},
    )
    for axis, index in levels.items():
        made = made.assign_coords(xr.Coordinates.from_pandas_multiindex(index, axis))
    return made


def missing_where(values: Floats, without: NDArray[np.bool_]) -> Floats:
    """The values with those of industries without output missing: a ratio to nothing is not zero (Convention A1)."""
    masked: Floats = np.where(without, np.nan, values)
    return masked
