"""Critical inputs whose cost share says nothing: cover, supply and what output they still allow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.kernels import UNBOUND
from gwanje.impact.ario.scenarios import Material
from gwanje.impact.nodes import Nodes
from gwanje.impact.statements import Floats


@dataclass(eq=False)
class MaterialCover:
    """One material in one scenario: the cover that each user still has, in days of normal use."""

    name: str
    scenario: int
    positions: NDArray[np.int64]
    weight: Floats
    target: Floats
    supply: Floats
    cover: Floats

    def limit(self, day: int) -> Floats:
        """The share of normal output that the material allows each user on a day; no bound where nothing is missing."""
        available = np.minimum(1.0, self.supply[day] + self.cover)
        allowed: Floats = 1.0 - self.weight * (1.0 - available)
        return np.where(allowed < 1.0, allowed, UNBOUND)

    def use(self, day: int, running: Floats) -> None:
        """Take what is used from supply and cover; `running` is output relative to normal."""
        used = np.minimum(self.supply[day] + self.cover, running)
        self.cover = np.minimum(self.target, self.cover + (self.supply[day] - used))


def material_covers(
    nodes: Nodes, order: NDArray[np.int64], given: Sequence[Sequence[Material]], steps: int
) -> list[MaterialCover]:
    """The materials of every scenario, with the positions of their users in the sorted order."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    found = []
    for scenario, materials in enumerate(given):
        for one in materials:
            users = np.array([place[nodes.at(region, sector)] for region, sector in one.users], dtype=np.int64)
            supply = one.supply if one.supply.ndim == 2 else np.repeat(one.supply[:, None], len(users), axis=1)
            if supply.shape != (steps, len(users)):
                raise WrongUseError(
                    f"The supply of material {one.name} does not fit the run",
                    expected=f"{steps} days, for all users or for each of {len(users)}",
                    found=" x ".join(map(str, one.supply.shape)),
                    remedy="Give one share of normal use for every day, from day 0",
                )
            cover = one.cover_days.astype(np.float64)
            found.append(
                MaterialCover(one.name, scenario, users, one.affected * one.essential, cover, supply, cover.copy())
            )
    return found


def supply_path(
    steps: int,
    *,
    open_shares: Sequence[tuple[float, Floats]],
    switching: Floats | float = 0.0,
    substitution: Floats | float = 0.0,
    release: Floats | float = 0.0,
) -> Floats:
    """Supply of a material relative to normal daily use: open suppliers, switching, substitution, stock release.

    Shapes and units:
        open_shares: for each supplier its share of normal supply and kappa, one number a day (steps), 1 is open;
        switching, substitution, release: shares of normal use, one number or one a day. Result: steps.

    Source:
        sigma(t) of docs/methods-impact.md, critical inputs.

    Differs:
        Project choice: no published equation.

    Raises:
        WrongUseError: the suppliers' shares sum to more than 1.

    Example:
        >>> supply_path(3, open_shares=[(0.75, np.array([1.0, 0.0, 0.0])), (0.25, np.ones(3))])
        array([1.  , 0.25, 0.25])
    """
    total = sum(share for share, _ in open_shares)
    if total > 1 + 1e-9 or any(share < 0 for share, _ in open_shares):
        raise WrongUseError(
            "The suppliers' shares are more than the whole",
            expected="shares from 0 that sum to 1 at most",
            found=str(total),
            remedy="Take the shares from gwanje watch dependence",
        )
    supply = np.zeros(steps)
    for share, kappa in open_shares:
        supply = supply + share * kappa
    path: Floats = supply + np.asarray(switching) + np.asarray(substitution) + np.asarray(release)
    return path


def ramp(steps: int, *, most: float, start: int, lead_days: float, days: float) -> Floats:
    """A ramp towards `most`: nothing until start plus lead, then most * (1 - exp(-(t - start - lead)/days)).

    Shapes and units:
        most: share of normal use; start: day; lead_days, days: days, days above 0. Result: steps.

    Source:
        Switching and substitution ramps of docs/methods-impact.md, critical inputs.

    Differs:
        Project choice: no published equation.

    Raises:
        WrongUseError: the time constant is not above 0.

    Example:
        >>> ramp(4, most=0.5, start=1, lead_days=1, days=1.0).round(3)
        array([0.   , 0.   , 0.   , 0.316])
    """
    if not days > 0:
        raise WrongUseError(
            "A ramp needs a time constant", expected="days above 0", found=str(days), remedy="Give the days it takes"
        )
    since = np.arange(steps) - start - lead_days
    path: Floats = np.where(since >= 0, most * (1.0 - np.exp(-np.maximum(since, 0.0) / days)), 0.0)
    return path
