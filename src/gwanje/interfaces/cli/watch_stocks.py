"""The option of commands that read a file of stocks of a person's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gwanje.foundation.errors import RefusedInputError

if TYPE_CHECKING:
    from gwanje.answers.stock_files import StockTable
    from gwanje.interfaces.cli.options import Asked

Command = TypeVar("Command", bound=Callable[..., Any])


def stocks_option(command: Command) -> Command:
    """Give a command --stocks."""
    return click.option(
        "--stocks",
        "stocks",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        default=None,
        metavar="FILE",
        help="A table of stocks (CSV): item, owner, stock_date, unit, stock, daily_use; perhaps in_transit, "
        "alternative_daily. An empty cell is not told.",
    )(command)


def read_stock_file(asked: Asked, file: Path | None) -> StockTable | None:
    """The table of a file that a person gave; None without one."""
    if file is None:
        return None
    from gwanje.answers.stock_files import read_stocks  # noqa: PLC0415 - only when a file is given

    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "The file is not UTF-8", place=str(file), found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
    return read_stocks(asked.tower, file.name, text, asked.as_of)
