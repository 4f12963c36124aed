"""What is done to the economy: losses of capacity, capped flows, missing materials, rebuilding, essentiality."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.ario.settings import Settings
from gwanje.impact.nodes import Label, Nodes
from gwanje.impact.statements import Floats

Recovery = Literal["none", "linear", "exponential"]
Essentiality = Literal["all_critical", "none_critical"]


@dataclass(frozen=True, slots=True)
class CapacityShock:
    """A loss of capacity of some industries: in full from `start` for `duration` days, then recovering.

    loss: share of capacity in [0, 1]; start: first day with the loss, 1 or later; recovery_days: to nothing (linear) or
    the time constant (exponential).
    """

    industries: tuple[Label, ...]
    loss: float
    start: int
    duration: int
    recovery: Recovery = "none"
    recovery_days: float = 0.0

    def __post_init__(self) -> None:
        refuse_unless_share("loss of capacity", self.loss)
        if self.start < 1 or self.duration < 0:
            raise WrongUseError(
                "A shock needs a day to begin and a length",
                expected="a start of 1 or later (day 0 is the undisturbed state) and 0 days or more",
                found=f"start {self.start}, duration {self.duration}",
                remedy="Count days from 0; the first day that can be disturbed is day 1",
            )
        if self.recovery != "none" and not self.recovery_days > 0:
            raise WrongUseError(
                f"A {self.recovery} recovery needs its time",
                expected="recovery_days above 0",
                found=str(self.recovery_days),
                remedy="Give recovery_days, or recovery 'none' for capacity that is back at once",
            )

    def path(self, steps: int) -> Floats:
        """The loss on every day."""
        days = np.arange(steps, dtype=np.float64)
        after = days - (self.start + self.duration) + 1
        full = (days >= self.start) & (after < 1)
        if self.recovery == "linear":
            tail = np.clip(1.0 - after / self.recovery_days, 0.0, 1.0)
        elif self.recovery == "exponential":
            tail = np.exp(-np.maximum(after, 0.0) / self.recovery_days)
        else:
            tail = np.zeros(steps)
        path: Floats = self.loss * np.where(full, 1.0, np.where(after >= 1, tail, 0.0))
        return path


@dataclass(frozen=True, eq=False)
class FlowCap:
    """A bilateral restriction: what suppliers may still deliver to buyers, as a share of normal, day by day.

    open_share: kappa in [0, 1], one number or one a day, 1 is open; covered: the share of the flow that the restriction
    covers, so that kappa = 1 - covered * (1 - open_share). switching: theta, the share of lost orders that can move to
    other suppliers of the same sector, one number or one a day.
    """

    suppliers: tuple[Label, ...]
    buyers: tuple[Label, ...]
    open_share: float | Floats
    covered: float = 1.0
    switching: float | Floats = 0.0

    def kappa(self, steps: int) -> Floats:
        """The share of the flow that stays open on every day."""
        refuse_unless_share("covered share of the flow", self.covered)
        return 1.0 - self.covered * (1.0 - daily_share("open share", self.open_share, steps))

    def theta(self, steps: int) -> Floats:
        """The share of lost orders that moves, on every day."""
        return daily_share("share of orders that move", self.switching, steps)


@dataclass(frozen=True, eq=False)
class FinalDemandCap:
    """What suppliers may still sell to the final users of one destination, as a share of normal, day by day.

    open_share, covered and switching as of a FlowCap: of the orders lost, the share `switching` moves to the other
    suppliers of the product, in proportion to what they sell to these final users. What the cap blocks is not the unmet
    final demand of a result: that is what suppliers are asked for and cannot make.
    """

    suppliers: tuple[Label, ...]
    destination: str
    open_share: float | Floats
    covered: float = 1.0
    switching: float | Floats = 0.0

    def as_flow_cap(self) -> FlowCap:
        """The same shares as of a cap between industries, which reads them."""
        return FlowCap(self.suppliers, (), self.open_share, self.covered, self.switching)


@dataclass(frozen=True, eq=False)
class Material:
    """A critical input that its cost share cannot carry: who uses it, how much hangs on it, how long it lasts.

    affected (a), essential (e): one number for each user, in [0, 1]; cover_days: days of normal use in stock at the
    start; supply: sigma, what arrives relative to normal use, one a day, or one for each day and user.
    """

    name: str
    users: tuple[Label, ...]
    affected: Floats
    essential: Floats
    cover_days: Floats
    supply: Floats

    def __post_init__(self) -> None:
        for what, values in (("affected share", self.affected), ("essentiality", self.essential)):
            if values.shape != (len(self.users),) or not np.all((values >= 0) & (values <= 1)):
                raise WrongUseError(
                    f"The {what} of material {self.name} cannot be used",
                    expected=f"{len(self.users)} numbers from 0 to 1, one for each user",
                    found=str(values),
                    remedy="An unknown share is a range: run it at both ends, or as an ensemble",
                )
        if self.cover_days.shape != (len(self.users),) or not np.all(self.cover_days >= 0):
            raise WrongUseError(
                f"The cover of material {self.name} cannot be used",
                expected=f"{len(self.users)} numbers of days, 0 or more",
                found=str(self.cover_days),
                remedy="Give days of normal use in stock; unknown cover is a range",
            )
        if not np.all(np.isfinite(self.supply)) or np.any(self.supply < 0):
            raise WrongUseError(
                f"The supply of material {self.name} cannot be used",
                expected="shares of normal use, 0 or more, for every day",
                found="negative or not finite numbers",
                remedy="Absent is not zero: write 0 only where nothing arrives",
            )


@dataclass(frozen=True, eq=False)
class Rebuild:
    """Lost capital that is rebuilt: M USD of demand on some suppliers, spread over `days` as it is delivered."""

    suppliers: tuple[Label, ...]
    amounts: Floats
    start: int
    days: float = 60.0


@dataclass(frozen=True, eq=False)
class Scenario:
    """Everything that happens in one run; `capacity_loss` (steps x industries) adds to the shocks by the larger one."""

    name: str = ""
    capacity_loss: Floats | None = None
    shocks: tuple[CapacityShock, ...] = ()
    flow_caps: tuple[FlowCap, ...] = ()
    materials: tuple[Material, ...] = ()
    rebuild: tuple[Rebuild, ...] = ()
    final_caps: tuple[FinalDemandCap, ...] = ()
    essentiality: Essentiality | Floats = "all_critical"
    settings: Settings | None = None

    def loss_parts(self, nodes: Nodes, steps: int) -> list[tuple[NDArray[np.int64], Floats]]:
        """Losses by shock: the positions that it touches, and the path of each, days x positions."""
        parts = []
        if self.capacity_loss is not None:
            path = checked_path(self.capacity_loss, nodes, steps)
            struck = np.flatnonzero(path.any(axis=0))
            parts.append((struck, path[:, struck]))
        for shock in self.shocks:
            at = np.array([nodes.at(region, sector) for region, sector in shock.industries], dtype=np.int64)
            parts.append((at, np.repeat(shock.path(steps)[:, None], len(at), axis=1)))
        return parts

    def losses(self, nodes: Nodes, steps: int) -> Floats:
        """The loss of capacity of every industry on every day: the largest of those that act."""
        found: Floats = np.zeros((steps, len(nodes)))
        for at, path in self.loss_parts(nodes, steps):
            found[:, at] = np.maximum(found[:, at], path)
        return found


def checked_path(given: Floats, nodes: Nodes, steps: int) -> Floats:
    """A path of losses that fits the table: a row for every day, row 0 undisturbed, shares only."""
    path = np.array(given, dtype=np.float64)
    if path.shape != (steps, len(nodes)):
        raise RefusedInputError(
            "The path of capacity losses does not fit",
            expected=f"{steps} days x {len(nodes)} industries",
            found=" x ".join(map(str, path.shape)),
            remedy="Give one row for every day, from day 0, and one column for every industry of the table",
        )
    bad = ~((path >= 0) & (path <= 1))
    if bad.any():
        day, at = (int(one) for one in np.argwhere(bad)[0])
        raise RefusedInputError(
            "A loss of capacity is a share",
            place=f"day {day}, {nodes.words[at]}",
            expected="from 0 to 1",
            found=f"{path[day, at]}; {int(bad.sum())} cells in all",
            remedy="Write 0.3 for 30 %; nothing can lose more than everything",
        )
    if path[0].any():
        raise RefusedInputError(
            "Day 0 is the undisturbed state",
            place=nodes.words[int(np.flatnonzero(path[0])[0])],
            expected="no loss in the first row",
            found=f"{np.count_nonzero(path[0])} losses",
            remedy="Let the shock begin on day 1",
        )
    return path


def daily_share(name: str, given: float | Floats, steps: int) -> Floats:
    """A share for every day, from one number or one a day."""
    values = (
        np.broadcast_to(np.asarray(given, dtype=np.float64), (steps,)) if np.ndim(given) == 0 else np.asarray(given)
    )
    if values.shape != (steps,) or not np.all((values >= 0) & (values <= 1)):
        raise WrongUseError(
            f"The {name} cannot be used",
            expected=f"a share from 0 to 1, one number or {steps}, one a day",
            found=f"{values.shape} values from {np.min(values)} to {np.max(values)}",
            remedy="Write 0.3 for 30 %",
        )
    return np.array(values)


def refuse_unless_share(name: str, value: float) -> None:
    """Refuse what is no share."""
    if not 0 <= value <= 1:
        raise WrongUseError(
            f"The {name} is no share",
            expected="from 0 to 1",
            found=str(value),
            remedy="Write 0.3 for 30 %; nothing can lose more than everything",
        )


def as_scenarios(given: "Floats | Scenario | Sequence[Scenario | Floats]") -> tuple[list[Scenario], bool]:
    """The scenarios of a call, and whether it was a list of them."""
    if isinstance(given, Scenario):
        return [given], False
    if isinstance(given, np.ndarray) and given.ndim == 2:
        return [Scenario(capacity_loss=given)], False
    return [one if isinstance(one, Scenario) else Scenario(capacity_loss=np.asarray(one)) for one in given], True
