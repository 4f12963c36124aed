"""gwanje (관제, control tower): what a country depends on, what changed, whose job it is today.

In a notebook::

    import gwanje

    tower = gwanje.open(country="KOR")
    then = gwanje.as_of(tower, on="2025-12-30")
    tower.registry.who("trade-security", then).as_answer()
    tower.warehouse.as_known("trade", then.known)          # an Ibis table; None: not yet known
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gwanje.processor import choose_matrix_kernels

if TYPE_CHECKING:
    from gwanje.answers.tower import Tower
    from gwanje.foundation.instants import AsOf

__all__ = ["as_of", "open"]
choose_matrix_kernels()  # NumPy is told before it is imported (docs/adr/0016)


def open(*, country: str = "", content: str | Path | None = None) -> Tower:  # noqa: A001 - the verb people expect
    """A tower for a notebook: the country's content and stores, as the environment and the arguments say."""
    from gwanje.assembly import open_tower, settings_from_environment  # noqa: PLC0415 - importing gwanje stays cheap

    return open_tower(settings_from_environment(country=country, content=Path(content) if content else None))


def as_of(tower: Tower, *, on: str | None = None, known: str | None = None) -> AsOf:
    """The two times of a question, with the defaults of the command line (Convention T6)."""
    from gwanje.assembly import ask  # noqa: PLC0415 - importing gwanje stays cheap

    return ask(tower, on, known)
