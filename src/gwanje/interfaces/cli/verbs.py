"""Groups of commands for what people enter: one verb may be left out, `notice FILE` is `notice read FILE`."""

from typing import Any

import click

from gwanje.interfaces.cli.options import Command


class VerbGroup(click.Group):
    """A group that puts a verb in where none stands first; help stays help."""

    def __init__(self, *args: Any, unsaid: str, **others: Any) -> None:
        super().__init__(*args, **others)
        self.unsaid = unsaid

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in."""
        first = args[0] if args else ""
        if first not in self.commands and first not in ctx.help_option_names:
            args = [self.unsaid, *args]
        return super().parse_args(ctx, args)


def by_option(command: Command) -> Command:
    """Who enters something: an office or an opaque id, kept for ever."""
    return click.option(
        "--by", default="analyst", metavar="OFFICE", help="Who enters it: an office or an opaque id, kept for ever."
    )(command)
