"""Random balanced economies for tests of identities: positive output, some zero flows, value added above zero."""

import numpy as np

from gwanje.impact import Economy, Nodes


def random_economy(seed: int, *, regions: int = 3, sectors: int = 4, sparse: bool = False, idle: int = 0) -> Economy:
    """A balanced economy with `regions` destinations of final demand; the last `idle` industries have no output."""
    rng = np.random.default_rng(seed)
    size = regions * sectors
    coefficients = rng.random((size, size)) * (rng.random((size, size)) < 0.7)
    coefficients *= rng.uniform(0.2, 0.8, size) / np.maximum(coefficients.sum(axis=0), 1e-12)
    demand = rng.random((size, regions)) * 10.0 ** rng.integers(0, 4, (size, 1))
    if idle:
        coefficients[-idle:], coefficients[:, -idle:], demand[-idle:] = 0.0, 0.0, 0.0
    output = np.linalg.solve(np.eye(size) - coefficients, demand.sum(axis=1))
    table = coefficients * output
    names = [f"R{at}" for at in range(regions)]
    labels = tuple((region, f"s{at}") for region in names for at in range(sectors))
    columns = [(region, "household") for region in names]
    if sparse:
        from scipy.sparse import csr_array

        return Economy.from_arrays(Nodes(labels), csr_array(table), demand, final_columns=columns)
    return Economy.from_arrays(Nodes(labels), table, demand, final_columns=columns)
