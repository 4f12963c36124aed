"""Losses of capacity day by day: kept by shock, so that many scenarios need no table of days and industries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwanje.impact.ario.scenarios import Scenario
from gwanje.impact.nodes import Nodes
from gwanje.impact.statements import Floats


@dataclass(eq=False)
class DailyLosses:
    """The losses of every scenario on a day, scenarios x industries sorted by sector; one buffer for all days."""

    parts: list[tuple[int, NDArray[np.int64], Floats]]
    buffer: Floats

    @classmethod
    def of(cls, nodes: Nodes, order: NDArray[np.int64], scenarios: Sequence[Scenario], steps: int) -> "DailyLosses":
        """Checked paths, with their positions in the sorted order."""
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        parts = [
            (scenario, place[at], path)
            for scenario, one in enumerate(scenarios)
            for at, path in one.loss_parts(nodes, steps)
        ]
        return cls(parts, np.zeros((len(scenarios), len(order))))

    def on(self, day: int) -> Floats:
        """The losses of a day: the largest of those that act on an industry."""
        self.buffer.fill(0.0)
        for scenario, at, path in self.parts:
            row = self.buffer[scenario]
            row[at] = np.maximum(row[at], path[day])
        return self.buffer
