"""What kind of statement a result is, and how a result carries it: unit, notes, kind, on every labelled array."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Statement = Literal["identity", "exposure", "simulation"]
Floats = NDArray[np.float64]
Coordinates = Mapping[str, Sequence[object]]


def labelled(
    values: Floats,
    axes: Sequence[tuple[str, Sequence[object]]],
    *,
    name: str,
    unit: str,
    kind: Statement,
    about: str,
    notes: Sequence[str] = (),
) -> xr.DataArray:
    """An array with its axes named, its unit, what it is about and what kind of statement it makes."""
    return xr.DataArray(
        values,
        dims=[axis for axis, _ in axes],
        coords={axis: list(labels) for axis, labels in axes},
        name=name,
        attrs={"unit": unit, "kind": kind, "about": about, "notes": tuple(notes)},
    )
