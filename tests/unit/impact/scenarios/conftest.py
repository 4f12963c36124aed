"""Lets these tests import `oz_ensemble`, which several folders share."""

import sys
from pathlib import Path

TESTS = str(Path(__file__).resolve().parents[3])
if TESTS not in sys.path:
    sys.path.append(TESTS)
