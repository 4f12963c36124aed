"""The same made-up world for every test of the dynamic model."""

import sys
from pathlib import Path

import pytest

from gwanje.impact import Economy

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def world() -> Economy:
    """Four regions, five sectors."""
    from made_up_world import made_up

    return made_up(7)
