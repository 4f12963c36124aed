"""A reform that is only written down, looked at as if it were entered; nothing is recorded."""

from datetime import datetime
from pathlib import Path

from gwanje.answers.previews import candidate
from gwanje.answers.tower import Tower
from gwanje.assembly import clock
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.reading import read_text


def with_written(asked: Asked, target: str) -> tuple[Tower, str, datetime]:
    """The tower with the reform of a file in it, the reform's id, and the known time; an id is taken as it is."""
    tower, known = asked.tower, asked.as_of.known
    if target != "-" and not target.endswith((".yaml", ".yml")) and not Path(target).is_file():
        return tower, target, known
    text, name = read_text(target)
    tower, reform = candidate(tower, text, name=name, by="preview", at=clock())
    return tower, reform, max(known, tower.registry.latest_known() or known) if asked.known is None else known
