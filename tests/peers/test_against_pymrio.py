"""Static numbers beside pymrio 0.7: A, L, G, multipliers, on its own test table."""

import numpy as np
import pytest
from ask_peers import Answer
from tables import Table

from gwanje.impact import Economy, ghosh_inverse, leontief_inverse, output_multipliers

CLOSE = 1e-12  # relative to the largest entry


@pytest.fixture(scope="module")
def economy(test_table: Answer) -> Economy:
    return Economy.from_frames(*Table.read(test_table.arrays).frames())


def close(ours, theirs: np.ndarray) -> None:
    assert np.asarray(ours).shape == theirs.shape
    assert np.abs(np.asarray(ours) - theirs).max() <= CLOSE * np.abs(theirs).max()


def test_output_and_coefficients(economy, test_table) -> None:
    close(economy.output, test_table.arrays["output"])
    close(economy.coefficients(), test_table.arrays["A"])


def test_leontief_inverse(economy, test_table) -> None:
    close(leontief_inverse(economy), test_table.arrays["L"])


def test_ghosh_inverse(economy, test_table) -> None:
    close(ghosh_inverse(economy), test_table.arrays["G"])


def test_output_multipliers(economy, test_table) -> None:
    close(output_multipliers(economy), test_table.arrays["multipliers"])


def test_multipliers_of_emissions_and_primary_inputs(economy, test_table) -> None:
    """pymrio's M for its own extensions: what a unit of final demand takes with it all along its chain."""
    close(
        test_table.arrays["intensities"] @ np.asarray(leontief_inverse(economy)),
        test_table.arrays["intensity_multipliers"],
    )
