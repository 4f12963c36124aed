"""What is told after every batch."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Batches done of all, and what happened on the way.

    kept: found in the folder and taken over; damaged: found there, not as they were written, and made again; restarts:
    how often lost workers were replaced; processors: what computed the batches. Several processors may differ in the
    last digits, so that only numbers of one of them are the same bit for bit.
    """

    done: int
    total: int
    kept: int = 0
    damaged: int = 0
    restarts: int = 0
    processors: tuple[str, ...] = ()


Tell = Callable[[Progress], None]
