"""The two-sector example of Miller and Blair (2009), chapter 2, to the four digits that are printed there."""

import numpy as np
import pandas as pd

from gwanje.impact import Economy, leontief_inverse, output_multipliers, quantity_response

INDEX = pd.MultiIndex.from_tuples([("here", "1"), ("here", "2")], names=["region", "sector"])
FLOWS = pd.DataFrame([[150.0, 500.0], [200.0, 100.0]], index=INDEX, columns=INDEX)
DEMAND = pd.DataFrame({("here", "final"): [350.0, 1700.0]}, index=INDEX)


def test_two_sectors() -> None:
    economy = Economy.from_frames(FLOWS, DEMAND)
    assert economy.output.tolist() == [1000.0, 2000.0]
    np.testing.assert_array_equal(economy.coefficients(), [[0.15, 0.25], [0.2, 0.05]])
    inverse = np.asarray(leontief_inverse(economy))
    np.testing.assert_allclose(inverse, [[1.2541, 0.3300], [0.2640, 1.1221]], atol=5e-5)
    np.testing.assert_allclose(output_multipliers(economy), [1.518, 1.452], atol=5e-4)
    response = quantity_response(economy, {("here", "1"): 250.0, ("here", "2"): -200.0})
    np.testing.assert_allclose(economy.output + np.asarray(response), [1247.5, 1841.6], atol=0.05)
