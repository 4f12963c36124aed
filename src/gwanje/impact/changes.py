"""Amounts that a question gives by label, set in the order of an economy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.nodes import Label, Nodes, in_words
from gwanje.impact.statements import Floats


def of_some(nodes: Nodes, given: Any, what: str) -> Floats:
    """One number an industry; those not named are not changed, which is zero and no gap."""
    values = np.zeros(len(nodes))
    for label, amount in _pairs(given, what).items():
        values[nodes.at(*label)] = amount
    return values


def of_all(nodes: Nodes, given: Any, what: str, *, needed: Any) -> Floats:
    """One number for every industry that needs one; a missing one is refused, because absent is not zero."""
    pairs = _pairs(given, what)
    missing = [nodes.words[at] for at, label in enumerate(nodes.labels) if needed[at] and label not in pairs]
    if missing:
        raise WrongUseError(
            f"{what} is not given for every industry",
            place=", ".join(missing[:3]),
            expected="a number for every industry with output",
            found=f"{len(missing)} missing",
            remedy="Write 0 where it is 0; absent is not zero (Convention A1)",
        )
    return of_some(nodes, given, what)


def _pairs(given: Any, what: str) -> Mapping[Label, float]:
    if not isinstance(given, Mapping | pd.Series):
        raise WrongUseError(
            f"{what} has no labels",
            expected="a mapping or a series by (region, sector)",
            found=type(given).__name__,
            remedy="Give {(region, sector): amount}; alignment is by label (Convention A4)",
        )
    if isinstance(given, pd.Series) and not given.index.is_unique:
        raise WrongUseError(
            f"{what} names an industry twice",
            expected="each industry once",
            found=str(given.index[given.index.duplicated()][0]),
            remedy="Add the amounts together first",
        )
    pairs: dict[Label, float] = {}
    for label, amount in given.items():
        if not (isinstance(label, tuple) and len(label) == 2):
            raise WrongUseError(
                f"{what} is not given by industry",
                expected="labels of two parts, region and sector",
                found=repr(label),
                remedy="Write ('KOR', 'C20')",
            )
        pairs[(str(label[0]), str(label[1]))] = _finite(amount, in_words(label), what)
    return pairs


def _finite(amount: Any, place: str, what: str) -> float:
    if isinstance(amount, bool) or not isinstance(amount, int | float | np.number) or not np.isfinite(amount):
        raise WrongUseError(
            f"{what} has something that is no finite number",
            place=place,
            expected="a finite number",
            found=repr(amount),
            remedy="Leave the industry out where nothing is known about it",
        )
    return float(amount)


def fraction(value: float, what: str) -> float:
    """A share from 0 to 1, or a refusal."""
    if not (np.isfinite(value) and 0 <= value <= 1):
        raise WrongUseError(
            f"{what} is not a share", expected="a number from 0 to 1", found=f"{value:g}", remedy="Write 0.5 for 50 %"
        )
    return float(value)


def refuse_without_output(nodes: Nodes, active: Any, change: Floats, what: str) -> None:
    """Refuse a change for an industry that has no output: its coefficients are not known."""
    strange = np.flatnonzero((change != 0) & ~active)
    if strange.size:
        raise WrongUseError(
            f"An industry without output cannot have {what}",
            place=nodes.words[int(strange[0])],
            expected="an industry with output in the year of the table",
            found=f"{strange.size} without",
            remedy="Choose an industry that the table has figures for; nothing is known about this one",
        )
