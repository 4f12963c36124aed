"""The arrays that the compiled loops read and write.

A node is one firm in one of the two directions: node i is firm i as a buyer (input shortage), node n + i is the same
firm as a supplier (lost customers). A slot is a sum of shares in which a node loses: one for each sector of essential
inputs, one for all non-essential inputs, one for all customers. What is left of a node is 1 minus its largest slot.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Places = npt.NDArray[np.uint32]
Marks = npt.NDArray[np.uint8]
Size = np.uintp
"""The length of a list or a place in one; unsigned, so that none is taken for a place counted from the end."""


class Links(NamedTuple):
    """Who passes a loss on to whom, written twice.

    By source: node f adds `share` of its loss to `slot` of `node`, for links start[f] to start[f+1]. By slot: slot q
    takes `taken` of the loss of `source`, for links into[q] to into[q+1]. Node t owns slots slot_start[t] to
    slot_start[t+1].
    """

    start: Counts
    node: Places
    slot: Places
    share: Floats
    slot_start: Counts
    into: Counts
    source: Places
    taken: Floats


class Shocks(NamedTuple):
    """The firms hit in each scenario: those of scenario s are start[s] to start[s+1], with what is left of them."""

    start: Counts
    firm: Places
    left: Floats


class Outcome(NamedTuple):
    """What is written for each scenario; the last two have no rows where nobody asks for single firms."""

    risk: Floats
    downstream: Floats
    upstream: Floats
    rounds: Counts
    last_fall: Floats
    left_downstream: Floats
    left_upstream: Floats
