"""Drawing the quantities of a scenario: scrambled Sobol points or a Latin hypercube, from a recorded seed."""

from typing import Literal

import numpy as np
from scipy.stats import qmc

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.scenarios.assumptions import assumptions, uncertain
from gwanje.impact.scenarios.records import ScenarioRecord
from gwanje.impact.statements import Floats

Sampler = Literal["sobol", "lhs"]


def draws(record: ScenarioRecord, members: int, seed: int, sampler: Sampler = "sobol") -> list[dict[str, float]]:
    """A value for every quantity of the scenario, for every member; those with one number keep it.

    Shapes and units:
        members: how many, a power of two for Sobol points; seed: recorded with the result.
        Result: one mapping of name to value for each member, in the units of the scenario.

    Source:
        Scrambled Sobol points (Owen 1998) and Latin hypercubes (McKay 1979), as SciPy makes them.

    Differs:
        Every range is uniform between its ends: nothing more is known of it.

    Raises:
        WrongUseError: no member, not a power of two for Sobol points, or a seed below 0.

    Example:
        >>> flood = ScenarioRecord.model_validate(
        ...     {
        ...         "id": "SCN-90",
        ...         "key": "flood",
        ...         "names": {"en": {"text": "A flood"}},
        ...         "importer": "OZZ",
        ...         "days": 60,
        ...         "sources": ["OZ1"],
        ...         "shocks": [
        ...             {
        ...                 "kind": "capacity_loss",
        ...                 "region": "OZZ",
        ...                 "sectors": ["ore"],
        ...                 "days": 20,
        ...                 "share": {"low": 0.2, "high": 0.6},
        ...             }
        ...         ],
        ...     }
        ... )
        >>> made = draws(flood, 4, seed=1)
        >>> sorted(made[0]), {one["shocks.0.days"] for one in made}
        (['shocks.0.days', 'shocks.0.share'], {20.0})
        >>> all(0.2 <= one["shocks.0.share"] <= 0.6 for one in made), draws(flood, 4, seed=1) == made
        (True, True)
    """
    loose = uncertain(record)
    fixed = {one.name: one.low for one in assumptions(record) if one.is_one_number}
    points = unit_points(len(loose), members, seed, sampler)
    return [
        {**fixed, **{one.name: one.low + point * (one.high - one.low) for one, point in zip(loose, row, strict=True)}}
        for row in points.tolist()
    ]


def unit_points(dimensions: int, members: int, seed: int, sampler: Sampler) -> Floats:
    """Points in the unit cube, members x dimensions."""
    if members < 1 or (sampler == "sobol" and members & (members - 1)):
        raise WrongUseError(
            "So many members cannot be drawn",
            expected="1 or more, and a power of two for Sobol points (64, 128, 256, 512, 1024)",
            found=f"{members} with {sampler}",
            remedy="Take a power of two, or --sampler lhs",
        )
    if seed < 0:
        raise WrongUseError(
            "A seed is a count",
            expected="0 or more",
            found=str(seed),
            remedy="Give another seed; it stands in the result",
        )
    if not dimensions:
        nothing: Floats = np.zeros((members, 0))
        return nothing
    if sampler == "sobol":
        points: Floats = qmc.Sobol(dimensions, scramble=True, rng=seed).random_base2(members.bit_length() - 1)
        return points
    cube: Floats = qmc.LatinHypercube(dimensions, rng=seed).random(members)
    return cube
