"""Structure of a supply as a visible list of features with the values that met, and one coarse word for them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gwanje.foundation.errors import WrongUseError

StructureWord = Literal["low", "raised", "high", "not computable"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: the value found, from where it is met, and its weight; `met` is None where it cannot be said."""

    key: str
    weight: float
    cutoff: float | None
    low: float | None
    high: float | None
    met: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StructureScore:
    """Points of what is met, up to what could be met, and the words they reach."""

    low: float
    high: float
    possible: float
    word: StructureWord
    word_at_most: StructureWord
    features: tuple[Feature, ...]

    @property
    def seen(self) -> float:
        """The weight of the features that could be told, of all."""
        return math.fsum(one.weight for one in self.features if one.met is not None) / self.possible


def feature(
    key: str, low: float | None, high: float | None, *, cutoff: float, weight: float, reason: str = ""
) -> Feature:
    """One feature held against its cut-off: met, not met, or not known.

    Shapes and units:
        low, high: bounds of the value, None where there is none; cutoff: in the value's unit; weight: points.
        Result: met where the whole interval is above the cut-off, not met where none of it is, else not known. A value
        at the cut-off is not above it.

    Source:
        Project choice; docs/methods-watch.md.

    Differs:
        Nothing.

    Raises:
        WrongUseError: the weight is not above zero, or a number is NaN.

    Example:
        >>> [feature("hhi", low, high, cutoff=0.4, weight=1).met for low, high in ((0.5, 0.6), (0.1, 0.4), (0.3, 0.9))]
        [True, False, None]
    """
    if not weight > 0 or any(one is not None and math.isnan(one) for one in (low, high, cutoff)):
        raise WrongUseError(
            f"The feature '{key}' cannot be weighed",
            expected="a weight above 0 and numbers, or None",
            found=f"weight {weight}, {low} to {high}, cut-off {cutoff}",
            remedy="Give None for what is not known",
        )
    if low is None and high is None:
        return Feature(key, weight, cutoff, None, None, None, reason or "no value")
    met: bool | None = None
    if low is not None and low > cutoff:
        met = True
    elif high is not None and high <= cutoff:
        met = False
    told = reason if met is not None else reason or "the cut-off lies within its bounds"
    return Feature(key, weight, cutoff, low, high, met, told)


def structure_score(features: Sequence[Feature], *, raised: float, high: float, least_seen: float) -> StructureScore:
    """Points of the features that are met, between those that are surely met and those that may be.

    Shapes and units:
        features: with weights in points; raised, high: shares of the points from which a word applies, 0 to 1;
        least_seen: the share of the weight that must be told, 0 to 1.
        Result: points; a word for what is surely met and one for what may be met at most. Too little seen gives "not
        computable".

    Source:
        Project choice; docs/methods-watch.md.

    Differs:
        Three words, no ranking by points: the scale is coarse on purpose.

    Raises:
        WrongUseError: there is no feature, or the shares are not in order.

    Example:
        >>> told = [feature("a", 0.5, 0.5, cutoff=0.4, weight=2), feature("b", None, None, cutoff=0.4, weight=1)]
        >>> found = structure_score(told, raised=0.3, high=0.75, least_seen=0.5)
        >>> (found.low, found.high, found.word, found.word_at_most)
        (2.0, 3.0, 'raised', 'high')
    """
    if not features or not 0 < raised < high <= 1:
        raise WrongUseError(
            "A structure needs features and cut-offs in order",
            expected="at least one feature, and 0 < raised < high <= 1",
            found=f"{len(features)} features, raised {raised}, high {high}",
            remedy="Look at indicators/criticality.yaml",
        )
    possible = math.fsum(one.weight for one in features)
    surely = math.fsum(one.weight for one in features if one.met is True)
    perhaps = surely + math.fsum(one.weight for one in features if one.met is None)
    seen = math.fsum(one.weight for one in features if one.met is not None) / possible
    enough = seen >= least_seen
    return StructureScore(
        low=surely,
        high=perhaps,
        possible=possible,
        word=_word(surely / possible, raised, high) if enough else "not computable",
        word_at_most=_word(perhaps / possible, raised, high) if enough else "not computable",
        features=tuple(features),
    )


def _word(share: float, raised: float, high: float) -> StructureWord:
    if share >= high:
        return "high"
    return "raised" if share >= raised else "low"
