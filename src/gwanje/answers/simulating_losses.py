"""What the runs of a scenario lost together: over a reading, by day, by industry, with each range alone."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gwanje.answers.simulating_answer import DayOfPath, IndustryLoss, Lost, SensitivityRow
from gwanje.answers.simulating_cases import HIGH, LOW, MIDDLE, PlannedRun
from gwanje.impact.scenarios import Outcomes

ROUNDING = 1e-9
LARGEST = 10
Amounts = NDArray[np.float64]


class Losses:
    """The runs and what came of them; every amount is told with its share of what is made normally in the same time."""

    def __init__(self, runs: Sequence[PlannedRun], found: Outcomes, days: int) -> None:
        self.runs, self.found, self.days = runs, found, days
        self.normal = float(found.normal.sum()) * days
        keys = list(dict.fromkeys(run.reading for run in runs))
        self.of = {key: [at for at, run in enumerate(runs) if run.reading == key] for key in keys}
        middles = {run.reading: at for at, run in reversed(list(enumerate(runs))) if run.role == MIDDLE}
        self.middle = {key: middles[key] for key in keys}

    @property
    def telling(self) -> str:
        """The reading that the headline tells: as a critical input; without such, the one that loses most."""
        if "critical" in self.of:
            return "critical"
        most = {key: float(self.found.lost[self.of[key]].max()) for key in self.of}
        exceeds = most["none_critical"] - most["all_critical"] > ROUNDING * self.normal
        return "none_critical" if exceeds else "all_critical"

    @property
    def keys(self) -> list[str]:
        """Both readings, the telling one last."""
        return sorted(self.of, key=lambda key: key == self.telling)

    @property
    def worst(self) -> int:
        """The run of the telling reading that loses most."""
        runs = self.of[self.telling]
        return runs[int(np.argmax(self.found.lost[runs]))]

    def over(self, key: str, lost: Amounts, normal: float) -> Lost:
        """The least, the middle and the most of a reading, from one number a run."""
        runs = self.of[key]
        ends = (float(lost[runs].min()), float(lost[self.middle[key]]), float(lost[runs].max()))
        low, middle, high = (0.0 if abs(one) <= ROUNDING * normal else one for one in ends)
        share = (lambda one: one / normal) if normal > 0 else (lambda _: 0.0)
        return Lost(
            low_musd=low,
            middle_musd=middle,
            high_musd=high,
            low_share=share(low),
            middle_share=share(middle),
            high_share=share(high),
        )

    def by_reading(self, lost: Amounts, normal: float) -> dict[str, Lost]:
        """The same for each reading."""
        return {key: self.over(key, lost, normal) for key in self.keys}

    def path(self) -> tuple[DayOfPath, ...]:
        """Day by day, day 0 undisturbed."""
        by_day, normal = self.found.lost_by_day, float(self.found.normal.sum())
        return tuple(DayOfPath(day=day, lost=self.by_reading(by_day[:, day], normal)) for day in range(self.days + 1))

    def industries(self, name: Callable[[str], dict[str, str]]) -> list[IndustryLoss]:
        """Every industry that loses in some run, the largest loss of the telling reading first."""
        lost = self.found.lost_by_sector
        told = [self._industry(at, sector, name(sector), lost) for at, sector in enumerate(self.found.sectors)]
        hit = [one for one in told if any(lost.high_musd > 0 for lost in one.lost.values())]
        return sorted(hit, key=lambda one: (-one.lost[self.telling].high_musd, one.sector))

    def _industry(self, at: int, sector: str, names: dict[str, str], lost: Amounts) -> IndustryLoss:
        normal = float(self.found.normal[at]) * self.days
        materials = {name for run in self.of[self.telling] for name in self.found.binds[run][at]}
        return IndustryLoss(
            sector=sector,
            names=names,
            count=1,
            normal_musd=normal,
            lost=self.by_reading(lost[:, at], normal),
            materials=tuple(sorted(materials)),
        )

    def together(self, sectors: Sequence[str], names: dict[str, str]) -> IndustryLoss | None:
        """Several industries as one, run by run: the sum of their highs would mix runs."""
        if not sectors:
            return None
        rows = [self.found.sectors.index(sector) for sector in sectors]
        normal = float(self.found.normal[rows].sum()) * self.days
        return IndustryLoss(
            sector="",
            names=names,
            count=len(rows),
            normal_musd=normal,
            lost=self.by_reading(self.found.lost_by_sector[:, rows].sum(axis=1), normal),
            materials=(),
        )

    def grid(self) -> list[SensitivityRow]:
        """Cover by affected share."""
        return [
            SensitivityRow(
                cover_end=run.ends[0],
                share_end=run.ends[1],
                cover_days=run.cover,
                affected_share=run.affected,
                lost_musd=self._rounded(at),
                lost_share=self._rounded(at) / self.normal,
            )
            for at, run in enumerate(self.runs)
            if run.role == "grid" and run.cover is not None and run.affected is not None
        ]

    def _rounded(self, at: int) -> float:
        lost = float(self.found.lost[at])
        return 0.0 if abs(lost) <= ROUNDING * self.normal else lost

    def swings(self) -> dict[str, float]:
        """How far each range moves the loss when it alone goes from end to end, the rest in the middle; by name."""
        ends: dict[str, list[float]] = {}
        for at, run in enumerate(self.runs):
            if run.role == "alone":
                ends.setdefault(run.quantity, []).append(float(self.found.lost[at]))
        return {name: abs(lost[1] - lost[0]) for name, lost in ends.items()} | self._grid_swings()

    def _grid_swings(self) -> dict[str, float]:
        """The two quantities of the grid, along its middle row and column; of a single stop."""
        cells = {run.ends: float(self.found.lost[at]) for at, run in enumerate(self.runs) if run.role == "grid"}
        found = {}
        alone = [at for at, one in enumerate(self.runs[0].case.record.shocks) if one.kind in _STOPS]
        if len(alone) == 1:
            for name, ends in (("cover_days", _COVER_ENDS), ("affected", _SHARE_ENDS)):
                if all(end in cells for end in ends):
                    found[f"shocks.{alone[0]}.{name}"] = abs(cells[ends[1]] - cells[ends[0]])
        return found


_STOPS = ("item_stop", "licence_delay")
_COVER_ENDS = ((LOW, MIDDLE), (HIGH, MIDDLE))
_SHARE_ENDS = ((MIDDLE, LOW), (MIDDLE, HIGH))
