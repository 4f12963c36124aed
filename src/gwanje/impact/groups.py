"""A group of industries as a question names it: these regions, these sectors, or all of them."""

from dataclasses import dataclass

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.nodes import Nodes, Positions


@dataclass(frozen=True, slots=True)
class Group:
    """Industries by region and sector; None means all of them."""

    regions: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        given: tuple[tuple[str, object], ...] = (("regions", self.regions), ("sectors", self.sectors))
        for kind, asked in given:
            if asked is not None and not (isinstance(asked, tuple) and asked):
                raise WrongUseError(
                    f"A group names its {kind} in the wrong form",
                    expected=f"a tuple of {kind}, or None for all",
                    found=repr(asked),
                    remedy="Write ('KOR',), with the comma",
                )

    def positions(self, nodes: Nodes) -> Positions:
        """Where its industries stand; an unknown region or sector, or a group without industries, is refused."""
        found = nodes.where(regions=self.regions, sectors=self.sectors)
        if not found.size:
            raise WrongUseError(
                "No industry of the table is in this group",
                place=self.words,
                expected="at least one industry",
                found="none: these regions do not have these sectors",
                remedy="Name a region and a sector that stand together in the table",
            )
        return found

    @property
    def words(self) -> str:
        """The group as one text."""
        regions = "all regions" if self.regions is None else " + ".join(self.regions)
        sectors = "all sectors" if self.sectors is None else " + ".join(self.sectors)
        return f"{regions}, {sectors}"
