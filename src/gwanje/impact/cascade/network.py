"""A network of firms: who sells how much to whom, in which sector, and which inputs they cannot do without."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gwanje.foundation.errors import RefusedInputError, UnknownKeyError, unknown_key
from gwanje.impact.cascade.arrays import Links
from gwanje.impact.cascade.frames import Edges, Firms, Table, read_edges, read_essential, read_firms
from gwanje.impact.cascade.layout import added_up, layout

Floats = npt.NDArray[np.float64]
Everywhere = Literal["essential", "non_essential", "negligible"]
_LEVELS: dict[str, int] = {"negligible": 0, "non_essential": 1, "essential": 2}


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted while the links were read; none of it is an error."""

    firms: int
    links: int
    duplicate_links: int
    self_links: int
    zero_links: int
    firms_without_links: int
    firms_without_sales: int

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class FirmNetwork:
    """Firms, their links made ready for the spread of failures, and the share of each in all sales."""

    firms: pd.Index
    firm_sectors: pd.Index
    output_shares: Floats
    not_replaced: Floats
    noted: Noted
    links: Links

    @classmethod
    def from_frames(
        cls, edges: Table, sectors: Table | Mapping[Hashable, Hashable], essential: pd.DataFrame | Everywhere
    ) -> "FirmNetwork":
        """A network from links [supplier, buyer, weight], firms [firm, sector] and the matrix of essential inputs.

        Links named more than once are summed, links of a firm with itself are kept, links of weight 0 carry nothing;
        all three are counted in `noted`. In place of the matrix one word may stand for all pairs of sectors. A table of
        firms may have the column not_replaced: the share of what a firm no longer delivers that buyers do not get from
        others, from 0 to 1; without it nothing is replaced.

        Raises:
            RefusedInputError: a weight that is negative, missing or not finite; a firm or a sector that is missing,
                named twice or not known; a cell of the matrix other than 0, 1 or 2; a share that is none; no money in
                the whole network.
        """
        firms = read_firms(sectors)
        given = read_edges(edges, firms)
        summed = _summed(given, len(firms.labels))
        sales = added_up(summed.supplier, summed.weight, len(firms.labels))
        _refuse_no_money(sales, len(given.weight))
        links = layout(summed, firms, _levels(essential, firms))
        return cls(
            firms=firms.labels,
            firm_sectors=firms.sectors[firms.sector],
            output_shares=sales / sales.sum(),
            not_replaced=firms.not_replaced,
            noted=_noted(given, summed, sales),
            links=links,
        )

    def __len__(self) -> int:
        """How many firms there are."""
        return len(self.firms)

    def positions(self, firms: Sequence[Hashable]) -> npt.NDArray[np.int64]:
        """Where these firms stand.

        Raises:
            UnknownKeyError: a firm is not in the network; says the nearest known ones.
        """
        wanted = np.empty(len(firms), dtype=object)
        wanted[:] = list(firms)
        found = self.firms.get_indexer(pd.Index(wanted, dtype=object, tupleize_cols=False))
        for firm in _unknown(firms, found):
            raise _unknown_firm(firm, self.firms)
        return np.asarray(found, dtype=np.int64)


def _unknown(firms: Sequence[Hashable], found: npt.NDArray[np.intp]) -> Iterator[Hashable]:
    return (firm for firm, place in zip(firms, found, strict=True) if place < 0)


def _unknown_firm(firm: Hashable, known: pd.Index) -> UnknownKeyError:
    return unknown_key("firm", str(firm), (str(one) for one in known), remedy="Name a firm of the table of sectors")


def _levels(essential: pd.DataFrame | Everywhere, firms: Firms) -> npt.NDArray[np.int8]:
    if isinstance(essential, str) and essential in _LEVELS:
        return np.full((len(firms.sectors), len(firms.sectors)), _LEVELS[essential], dtype=np.int8)
    return read_essential(essential, firms)  # type: ignore[arg-type]  # any other word is refused there


def _summed(given: Edges, firms: int) -> Edges:
    """Each pair of firms once, sorted by supplier and buyer; pairs without money are left out."""
    pairs, place = np.unique(given.supplier * firms + given.buyer, return_inverse=True)
    weight = added_up(place, given.weight, len(pairs))
    carried = weight > 0
    supplier, buyer = np.divmod(pairs[carried], firms)
    return Edges(supplier, buyer, weight[carried])


def _noted(given: Edges, summed: Edges, sales: Floats) -> Noted:
    firms = len(sales)
    pairs = len(np.unique(given.supplier * firms + given.buyer))
    linked = np.zeros(firms, dtype=bool)
    linked[summed.supplier] = linked[summed.buyer] = True
    return Noted(
        firms=firms,
        links=len(summed.weight),
        duplicate_links=len(given.weight) - pairs,
        self_links=int((summed.supplier == summed.buyer).sum()),
        zero_links=pairs - len(summed.weight),
        firms_without_links=int((~linked).sum()),
        firms_without_sales=int((sales == 0).sum()),
    )


def _refuse_no_money(sales: Floats, links: int) -> None:
    with np.errstate(over="ignore"):
        total = float(sales.sum())
    if not 0 < total < np.inf:
        raise RefusedInputError(
            "The share of a firm in all sales is not computable",
            place="edges, column weight",
            expected="links whose weights sum to a finite amount above 0",
            found=f"{links} links, {total} in all",
            remedy="Give the links between the firms with their amounts"
            if total == 0
            else "Give the amounts in a larger unit",
        )
