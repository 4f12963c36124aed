"""The options every command has, and the question they make."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from gwanje.answers.tower import Tower
from gwanje.assembly import ask, ask_for_day, ask_latest, clock, open_tower, settings_from_environment
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language

Format = Literal["table", "json", "csv", "parquet"]
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Asked:
    """What the common options say; the tower is opened when it is first needed."""

    country: str
    on: str | None
    known: str | None
    format: Format
    lang: Language
    content: Path | None

    @cached_property
    def tower(self) -> Tower:
        """The tower for the chosen country and content."""
        return open_tower(settings_from_environment(country=self.country, content=self.content))

    @cached_property
    def as_of(self) -> AsOf:
        """The two times asked for; without --on, the instant of --known."""
        return ask(self.tower, self.on, self.known)

    @cached_property
    def as_of_latest(self) -> AsOf:
        """The two times for what people decide by the hour; without --on, the latest instant known or entered."""
        return ask_latest(self.tower, self.on, self.known)

    @cached_property
    def as_of_day(self) -> AsOf:
        """The two times for a whole day; without --on, today by the clock."""
        return ask_for_day(self.tower, self.on, self.known, clock=clock)


def common_options(command: Command) -> Command:
    """Give a command the options every command has; it receives them as `asked`."""

    @click.option(
        "--country",
        default="",
        metavar="ISO3",
        help="Country whose content is used; default: that of the content (KOR).",
    )
    @click.option("--on", default=None, metavar="TIME", help="The day or instant asked about, e.g. 2025-12-30.")
    @click.option(
        "--known", default=None, metavar="TIME", help="What could be known at this instant; default: the latest."
    )
    @click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv", "parquet"]),
        default="table",
        help="How to print the answer.",
    )
    @click.option("--lang", type=click.Choice(["en", "ko"]), default="en", help="Language of tables and pages.")
    @click.option(
        "--content",
        type=click.Path(path_type=Path),
        default=None,
        metavar="DIR",
        help="A folder with one more country's content.",
    )
    @functools.wraps(command)
    def wrapped(
        country: str,
        on: str | None,
        known: str | None,
        form: Format,
        lang: Language,
        content: Path | None,
        **others: Any,
    ) -> Any:
        asked = Asked(country=country, on=on, known=known, format=form, lang=lang, content=content)
        return command(asked, **others)

    return wrapped  # type: ignore[return-value]
