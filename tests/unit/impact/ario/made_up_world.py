"""A made-up world of a few regions and sectors."""

import numpy as np

from gwanje.impact import Economy, Nodes


def made_up(seed: int, regions: int = 4, sectors: int = 5, *, filled: float = 0.7, scale: float = 1.0) -> Economy:
    """A balanced table with random flows; some cells are empty."""
    rng = np.random.default_rng(seed)
    nodes = Nodes(tuple((f"r{r}", f"s{s}") for r in range(regions) for s in range(sectors)))
    size = len(nodes)
    flows = rng.random((size, size)) * (rng.random((size, size)) < filled) * scale
    demand = rng.random((size, 2)) * size * scale * 0.5 + flows.sum(axis=0)[:, None] * 0.6
    return Economy.from_arrays(nodes, flows, demand, final_columns=(("r0", "all"), ("r1", "all")))
