"""The industries of an economy: pairs of a region and a sector, in the order they were given, found by label."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError, unknown_key

Label = tuple[str, str]
Positions = NDArray[np.int64]
NAMED = 12
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Nodes:
    """Industries by (region, sector). The order is the user's and is kept in every result."""

    labels: tuple[Label, ...]

    def __post_init__(self) -> None:
        seen: set[Label] = set()
        twice = [label for label in self.labels if label in seen or seen.add(label)]  # type: ignore[func-returns-value]
        if twice:
            raise RefusedInputError(
                "An industry stands twice in the table",
                place=in_words(twice[0]),
                expected="each pair of region and sector once",
                found=f"{len(twice)} of {len(self.labels)} stand again",
                remedy="Add the rows together, or give them names of their own",
            )
        if not self.labels:
            raise RefusedInputError(
                "The table has no industry",
                expected="at least one pair of region and sector",
                found="none",
                remedy="Give a table with rows",
            )

    @classmethod
    def from_index(cls, index: pd.Index, *, place: str) -> "Nodes":
        """The industries of a frame's axis, which must have two levels, region and sector."""
        if not isinstance(index, pd.MultiIndex) or index.nlevels != 2:
            raise RefusedInputError(
                "An axis of the table does not name industries",
                place=place,
                expected="a MultiIndex with two levels, region and sector",
                found=f"{index.nlevels} level, {type(index).__name__}",
                remedy="Set the index from the columns region and sector, as pymrio does",
            )
        if list(index.names) == ["sector", "region"]:
            raise RefusedInputError(
                "An axis of the table names sector before region",
                place=place,
                expected="the levels region, sector",
                found="the levels sector, region",
                remedy="Swap them with swaplevel(); nothing is guessed",
            )
        unnamed = [at for at, label in enumerate(index) if any(pd.isna(part) for part in label)]
        if unnamed:
            raise RefusedInputError(
                "An industry of the table has no name",
                place=f"{place}, position {unnamed[0] + 1}",
                expected="a region and a sector for every industry",
                found=f"{len(unnamed)} with an empty label",
                remedy="Name them; a label such as NA is kept where the file is read as text",
            )
        return cls(tuple((str(region), str(sector)) for region, sector in index))

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions, in the order first met."""
        return tuple(dict.fromkeys(region for region, _ in self.labels))

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """The sectors, in the order first met."""
        return tuple(dict.fromkeys(sector for _, sector in self.labels))

    @cached_property
    def region_of(self) -> Positions:
        """For every industry the position of its region among the regions."""
        place = {region: at for at, region in enumerate(self.regions)}
        return np.array([place[region] for region, _ in self.labels], dtype=np.int64)

    @cached_property
    def sector_of(self) -> Positions:
        """For every industry the position of its sector among the sectors."""
        place = {sector: at for at, sector in enumerate(self.sectors)}
        return np.array([place[sector] for _, sector in self.labels], dtype=np.int64)

    @cached_property
    def index(self) -> pd.MultiIndex:
        """The labels as pymrio writes them."""
        return pd.MultiIndex.from_tuples(self.labels, names=("region", "sector"))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every label as one text, `region/sector`."""
        return tuple(in_words(label) for label in self.labels)

    @cached_property
    def _position(self) -> dict[Label, int]:
        return {label: at for at, label in enumerate(self.labels)}

    def at(self, region: str, sector: str) -> int:
        """Where an industry stands; an unknown region or sector is refused with the nearest known ones."""
        self.require(regions=(region,), sectors=(sector,))
        found = self._position.get((region, sector))
        if found is None:
            raise unknown_key("industry", in_words((region, sector)), self.words)
        return found

    def where(self, *, regions: Iterable[str] | None = None, sectors: Iterable[str] | None = None) -> Positions:
        """Positions of every industry of these regions and sectors, in the order of the table; None means all."""
        wanted_regions = self.regions if regions is None else tuple(regions)
        wanted_sectors = self.sectors if sectors is None else tuple(sectors)
        self.require(regions=wanted_regions, sectors=wanted_sectors)
        in_region = np.isin(self.region_of, [self.regions.index(one) for one in wanted_regions])
        in_sector = np.isin(self.sector_of, [self.sectors.index(one) for one in wanted_sectors])
        return np.flatnonzero(in_region & in_sector).astype(np.int64)

    def require(self, *, regions: Sequence[str] = (), sectors: Sequence[str] = ()) -> None:
        """Refuse a region or sector that the table does not have."""
        for kind, asked, known in (("region", regions, self.regions), ("sector", sectors, self.sectors)):
            for one in asked:
                if one not in known:
                    raise unknown_key(f"{kind} of the table", one, known, remedy=f"The table has {some_of(known)}")


def some_of(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def in_words(label: Label) -> str:
    """An industry as one text."""
    return f"{label[0]}/{label[1]}"
