"""Numbers of others: BoARIO and pymrio, each a separate process in `.peers` (benchmarks/ask_peers.py)."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (str(HERE), str(HERE.parents[1] / "benchmarks")):
    if folder not in sys.path:
        sys.path.append(folder)

from ask_peers import ABSENT, PEER_PYTHON, Answer, ask  # noqa: E402 - found once the paths above are set


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.peers)


@pytest.fixture(scope="session")
def peer(require_all: bool) -> Callable[..., Answer]:
    """How to ask a peer; without `.peers` the test is skipped and says so, or fails under GWANJE_REQUIRE_ALL=1."""
    if not PEER_PYTHON.exists():
        if require_all:
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    return ask


@pytest.fixture(scope="session")
def test_table(peer) -> Answer:
    """pymrio's own test table (6 regions x 8 sectors) with pymrio's static numbers."""
    wanted = ["table", "A", "L", "B", "G", "multipliers", "extensions"]
    return peer("pymrio_run.py", {"table": "pymrio-test", "wanted": wanted})
