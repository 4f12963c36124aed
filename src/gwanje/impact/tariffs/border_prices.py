"""How a change of a tariff moves the price of an import: what a price model takes in."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError

Rates = float | NDArray[np.float64] | pd.Series | pd.DataFrame


def tariff_price_change(rate_before: Any, rate_after: Any, pass_through: Any) -> Rates:
    """How far the price of an import moves, tariff included, when its tariff changes.

    Shapes and units:
        rate_before, rate_after: rates as fractions of the value, above -1; numbers, arrays of one shape, or series or
        frames of one set of labels (the order of the first is kept). pass_through: dimensionless, from 0 to 1, one
        number or one for each flow in the same form.
        Result: fraction of the price before, in the form of rate_before.

    Source:
        dp = rho * dt / (1 + t0), the import price term of the Leontief price model (Miller and Blair 2009, chapter 2);
        docs/methods-impact.md.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: NaN, a rate at or below -1, a pass-through outside [0, 1], labels or shapes that do not fit.

    Example:
        >>> round(float(tariff_price_change(0.025, 0.15, 0.8)), 4)
        0.0976
    """
    before = _rates(rate_before, "rate_before", rate_before)
    after = _rates(rate_after, "rate_after", rate_before)
    passed = _rates(pass_through, "pass_through", rate_before)
    for name, values in (("rate_before", before), ("rate_after", after)):
        _refuse((values <= -1).any(), name, "a rate above -1", values)
    _refuse(((passed < 0) | (passed > 1)).any(), "pass_through", "a share from 0 to 1", passed)
    change = passed * (after - before) / (1 + before)
    if isinstance(rate_before, pd.DataFrame):
        return pd.DataFrame(change, index=rate_before.index, columns=rate_before.columns)
    if isinstance(rate_before, pd.Series):
        return pd.Series(change, index=rate_before.index)
    return change if change.ndim else float(change)


def _rates(given: Any, name: str, model: Any) -> NDArray[np.float64]:
    """Numbers in the order of the first of the tables; a single number serves all."""
    if isinstance(given, pd.DataFrame | pd.Series):
        given = _in_order(given, name, model)
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise RefusedInputError(
            f"{name} is not made of numbers", found=str(fault), remedy="Give fractions such as 0.15"
        ) from fault
    _refuse(not np.isfinite(values).all(), name, "finite numbers", values)
    shape = np.shape(model)
    if values.ndim and values.shape != shape:
        raise RefusedInputError(
            f"{name} has another shape than rate_before",
            expected=f"one number, or shape {shape}",
            found=f"shape {values.shape}",
            remedy="Give one number for each flow",
        )
    return values


def _in_order(given: pd.DataFrame | pd.Series, name: str, model: Any) -> Any:
    axes = [model.index, model.columns] if isinstance(model, pd.DataFrame) else [getattr(model, "index", pd.Index([]))]
    own = [given.index, given.columns] if isinstance(given, pd.DataFrame) else [given.index]
    fits = type(given) is type(model) and all(
        len(a) == len(b) == len(set(a)) and set(a) == set(b) for a, b in zip(axes, own, strict=False)
    )
    if not fits:
        raise RefusedInputError(
            f"The labels of {name} are not those of rate_before",
            expected=f"a {type(model).__name__} with the same labels, each once",
            found=f"a {type(given).__name__} with {' x '.join(str(len(axis)) for axis in own)} labels",
            remedy="Give the same flows in both; the order does not matter",
        )
    return given.reindex(index=axes[0], columns=axes[1]) if isinstance(given, pd.DataFrame) else given.reindex(axes[0])


def _refuse(wrong: Any, name: str, expected: str, values: NDArray[np.float64]) -> None:
    if wrong:
        shown = ", ".join(f"{value:g}" for value in np.ravel(values)[:6])
        raise RefusedInputError(
            f"{name} cannot be used",
            expected=expected,
            found=shown,
            remedy="Rates are fractions (0.15 for 15%); absent is not zero",
        )
