"""The options of every impact command that calculates on an input-output table."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from gwanje.answers.own_tables import LAYOUTS, Layout, TableChoice
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.words import words

SHOWN = 12
Command = TypeVar("Command", bound=Callable[..., Any])


def table_options(command: Command) -> Command:
    """Give a command --table, --layout and --table-year; it receives them as `table`, None for the tower's own."""

    @click.option(
        "--table",
        "name",
        default=None,
        metavar="PATH-OR-SOURCE",
        help="Another input-output table: a folder with Z and Y (CSV, text or Parquet in pymrio's layout), or a loaded source.",
    )
    @click.option(
        "--layout",
        type=click.Choice(LAYOUTS),
        default="frames",
        help="How that folder or file is laid out; all but frames and figaro need pip install 'gwanje[mrio]'.",
    )
    @click.option(
        "--table-year",
        type=click.IntRange(1900, 2199),
        default=None,
        help="The year of that table, needed where a folder holds several.",
    )
    @functools.wraps(command)
    def wrapped(*given: Any, name: str | None, layout: Layout, table_year: int | None, **others: Any) -> Any:
        table = None if name is None else TableChoice(name, layout, table_year)
        return command(*given, table=table, **others)

    return wrapped  # type: ignore[return-value]


def more_of(count: int, lang: Language) -> list[str]:
    """A line that says how many rows are not shown; none where all are."""
    return [words(lang).say("static_more", n=count, shown=SHOWN)] if count > SHOWN else []
