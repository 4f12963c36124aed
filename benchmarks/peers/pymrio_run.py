"""Static numbers by pymrio, from a request in a folder. Runs inside `.peers`; see benchmarks/ask_peers.py.

Request: table as in boario_run.py; `wanted` among "table", "A", "L", "B", "G", "multipliers", "extensions".
Answer: those arrays (nodes in the table's own order, labels beside them). `multipliers`: column sums of L, by pymrio's
    own multiplier function with one unit per unit of output. `extensions` (test table only): `intensities` and
    `intensity_multipliers`, one row per line of its extensions.
"""

from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pandas as pd
import pymrio
from exchanged import folder_named, labels, read, system, table, write


def static(found: pymrio.IOSystem) -> dict[str, Callable[[], dict[str, np.ndarray]]]:
    """What can be asked for, each computed by pymrio when asked."""
    if found.x is None:
        found.x = pymrio.calc_x(found.Z, found.Y)
    coefficients = pymrio.calc_A(found.Z, found.x)

    def leontief() -> pd.DataFrame:
        return pymrio.calc_L(coefficients)

    def extensions() -> dict[str, np.ndarray]:
        found.calc_all()
        every = list(found.get_extensions(data=True))
        return {
            "intensities": np.vstack([one.S.to_numpy() for one in every]),
            "intensity_multipliers": np.vstack([one.M.to_numpy() for one in every]),
        }

    def multipliers() -> dict[str, np.ndarray]:
        unit = pd.DataFrame(np.ones((1, len(found.Z))), index=["output"], columns=found.Z.columns)
        return {"multipliers": pymrio.calc_M(unit, leontief()).to_numpy().ravel()}

    return {
        "table": lambda: table(found),
        "A": lambda: {"A": coefficients.to_numpy()},
        "L": lambda: {"L": leontief().to_numpy()},
        "B": lambda: {"B": pymrio.calc_B(found.Z, found.x).to_numpy()},
        "G": lambda: {"G": pymrio.calc_G(pymrio.calc_B(found.Z, found.x)).to_numpy()},
        "multipliers": multipliers,
        "extensions": extensions,
    }


def main() -> None:
    folder = folder_named()
    request, arrays = read(folder)
    found = system(request, arrays)
    can = static(found)
    answer = labels(found)
    for name in request["wanted"]:
        answer |= can[name]()
    write(folder, answer, {"versions": {name: version(name) for name in ("pymrio", "numpy", "pandas")}})


if __name__ == "__main__":
    main()
