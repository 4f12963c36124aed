"""What an exposure says: ranges of shares, under which allocation, or why it cannot be computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Range = tuple[float, float]
"""Lower and upper end; the same number twice where nothing is uncertain."""

Hindrance = Literal["value_missing", "no_making_sector", "cell_zero", "weight_above_one"]
ALLOCATIONS = ("whole_row", "users_only")


@dataclass(frozen=True, slots=True)
class Allocation:
    """How the value was spread over the buyers of the cell: over all of them, or over the listed users alone."""

    cell: float
    weight: Range | None
    hindrance: Hindrance | None = None


@dataclass(frozen=True, slots=True)
class UserExposure:
    """One using industry: what it makes in a year, and how much of the product is in it; None where not computable."""

    sector: str
    output: float
    affected: Range | None
    direct: Range | None
    embodied: Range | None
    direct_users_only: Range | None
    embodied_users_only: Range | None

    @property
    def at_stake(self) -> Range:
        """Output at stake: the cited affected share of its output, or anything from none to all of it."""
        low, high = self.affected or (0.0, 1.0)
        return low * self.output, high * self.output


@dataclass(frozen=True, slots=True)
class IndustryShares:
    """Shares of one industry of the importer under the whole-row allocation, whether it is a user or not."""

    sector: str
    direct: Range | None
    embodied: Range | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What hangs on an import. The cell is shown beside the weight and is not the exposure.

    `industries` stand in the order of the table and are not to be ranked; which of them use the product `users` says.
    """

    importer: str
    supplier: str
    products: tuple[str, ...]
    unit: str
    year: int | None
    hindrance: Hindrance | None
    hindered: tuple[str, ...] = ()
    value: Range | None = None
    cells: Mapping[str, float] = field(default_factory=dict)
    whole_row: Allocation | None = None
    users_only: Allocation | None = None
    users: tuple[UserExposure, ...] = ()
    industries: tuple[IndustryShares, ...] = ()

    @property
    def is_computable(self) -> bool:
        """Whether weight and shares exist; output at stake needs users as well."""
        return self.hindrance is None

    @property
    def cell(self) -> float:
        """What the importer's industries buy from the making industries of the supplier: all their goods together."""
        return sum(self.cells.values())

    @property
    def weight(self) -> Range | None:
        """The product's share in the cell."""
        return self.whole_row.weight if self.whole_row else None

    @property
    def unknown_affected(self) -> int:
        """How many users have no cited affected share."""
        return sum(1 for user in self.users if user.affected is None)

    @property
    def at_stake(self) -> Range | None:
        """Output at stake over all users; None where no user is listed or nothing is computable."""
        if not self.users or not self.is_computable:
            return None
        return sum(user.at_stake[0] for user in self.users), sum(user.at_stake[1] for user in self.users)
