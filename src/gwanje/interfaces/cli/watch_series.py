"""The options of commands that read a monthly table of a person's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.monthly_files import MonthlyTable
    from gwanje.answers.monthly_notes import MonthlyNote
    from gwanje.interfaces.cli.options import Asked

Command = TypeVar("Command", bound=Callable[..., Any])


def series_options(command: Command) -> Command:
    """Give a command --series, --column and --code-vintage."""
    for option in (
        click.option(
            "--series",
            "file",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            default=None,
            metavar="FILE",
            help="A monthly table (CSV): item, partner, month, value_usd, mass_t; perhaps price_usd_t, published. "
            "Default: the customs figures that are loaded.",
        ),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="OURS=THEIRS",
            help="What a column is called in the file (value_usd=val, mass_kg=qty); may be repeated.",
        ),
        click.option(
            "--code-vintage",
            default="",
            metavar="VINTAGE",
            help="The vintage of bare codes in the file (hs2022).",
        ),
    ):
        command = option(command)
    return command


def read_series(asked: Asked, file: Path | None, columns: tuple[str, ...], code_vintage: str) -> MonthlyTable:
    """The table of a file that a person gave, or the customs figures that are loaded."""
    if file is None:
        from gwanje.answers.monthly_customs import loaded_months  # noqa: PLC0415 - only where no file is given

        return loaded_months(asked.tower, asked.as_of)
    from gwanje.answers.monthly_files import MonthlyFile, read_monthly  # noqa: PLC0415 - only when a file is given

    pairs = [one.partition("=") for one in columns]
    for ours, sign, theirs in pairs:
        if not (ours and sign and theirs):
            raise WrongUseError(
                "A column is named with an equals sign",
                expected="OURS=THEIRS",
                found=f"{ours}{sign}{theirs}",
                remedy="Write for example --column value_usd=val",
            )
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "The file is not UTF-8", place=str(file), found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
    named = {ours: theirs for ours, _, theirs in pairs}
    return read_monthly(asked.tower, MonthlyFile(file.name, text, named, code_vintage))


def has_months(asked: Asked) -> bool:
    """Whether customs figures of the country are loaded and known by then."""
    from gwanje.answers.monthly_customs import months_if_loaded  # noqa: PLC0415 - only where no file is given

    return months_if_loaded(asked.tower, asked.as_of) is not None


def note_lines(notes: Sequence[MonthlyNote], asked: Asked) -> list[str]:
    """What was noted while a table was read, in words."""
    say = words(asked.lang)
    return [say.say(f"note_{one.kind}", names=", ".join(one.names)) for one in notes]
