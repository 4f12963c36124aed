"""In which order a chart shows the units of each column, so that its lines cross little, and how far apart they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwanje.answers.org_charting import ChartRow

Pairs = Sequence[tuple[str, str]]
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Ordered:
    """The rows of both columns from top to bottom."""

    before: tuple[ChartRow, ...]
    after: tuple[ChartRow, ...]


def ordered(before: Sequence[ChartRow], after: Sequence[ChartRow], pairs: Pairs) -> Ordered:
    """Both columns with siblings turned so that few lines cross; a tree stays a tree, gaps stay below units.

    `pairs` are the lines: the unit on the left, the unit on the right.
    """
    best = Ordered(tuple(before), tuple(after))
    fewest = crossings(best.before, best.after, pairs)
    joined = (pairs, [(right, left) for left, right in pairs])
    for start in (0, 1):
        sides = [tuple(before), tuple(after)]
        for turn in range(_ROUNDS):
            side = (start + turn) % 2
            sides[side] = _turned(sides[side], sides[1 - side], joined[side])
            now = crossings(sides[0], sides[1], pairs)
            if now < fewest:
                best, fewest = Ordered(sides[0], sides[1]), now
    return best


def crossings(before: Sequence[ChartRow], after: Sequence[ChartRow], pairs: Pairs) -> int:
    """How many pairs of lines cross."""
    left, right = ({row.unit: place for place, row in enumerate(rows) if row.unit} for rows in (before, after))
    ends = sorted((left[first], right[second]) for first, second in pairs if first in left and second in right)
    return sum(one[0] < other[0] and one[1] > other[1] for at, one in enumerate(ends) for other in ends[at + 1 :])


def _turned(rows: tuple[ChartRow, ...], other: Sequence[ChartRow], pairs: Pairs) -> tuple[ChartRow, ...]:
    """A column with the children of each row sorted by where their lines end on the other side."""
    places = {row.unit: float(place) for place, row in enumerate(other) if row.unit}
    ends: dict[str, list[float]] = {}
    for own, far in pairs:
        if far in places:
            ends.setdefault(own, []).append(places[far])
    below: dict[str, list[ChartRow]] = {}
    for row in rows:
        below.setdefault(row.above, []).append(row)

    def subtree(row: ChartRow) -> list[ChartRow]:
        return [row, *(one for child in below.get(row.key, []) for one in subtree(child))]

    def mean_end(row: ChartRow) -> float:
        found = [end for one in subtree(row) for end in ends.get(one.unit, ())]
        return sum(found) / len(found) if found else float(len(other))

    def walked(above: str) -> list[ChartRow]:
        children = sorted(
            below.get(above, []), key=lambda row: (("unit", "gap", "more").index(row.line), mean_end(row))
        )
        return [one for child in children for one in (child, *walked(child.key))]

    return tuple(walked(""))


def aligned(heights: Sequence[float], targets: Sequence[float | None], weights: Sequence[float]) -> list[float]:
    """The top of each of several blocks, kept in order and apart, as near as can be to where each would like to be.

    A block without a target follows the one above it. Blocks that would overlap are pooled and set together
    (pool adjacent violators, weighted least squares).
    """
    offset, offsets = 0.0, []
    for height in heights:
        offsets.append(offset)
        offset += height
    pools: list[tuple[float, float, int]] = []
    for target, weight, at in zip(targets, weights, offsets, strict=True):
        if target is None:
            if pools:
                place, mass, size = pools.pop()
                pools.append((place, mass, size + 1))
            else:
                pools.append((0.0, 1e-9, 1))
            continue
        pools.append((target - at, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            place, mass, size = pools.pop()
            place_above, mass_above, size_above = pools.pop()
            whole = mass + mass_above
            pools.append(((place * mass + place_above * mass_above) / whole, whole, size + size_above))
    shifts = [place for place, _, size in pools for _ in range(size)]
    return [max(0.0, shift) + at for shift, at in zip(shifts, offsets, strict=True)]
