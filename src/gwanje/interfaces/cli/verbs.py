"""A group of commands in which one verb may be left out: `notice FILE` is `notice read FILE`."""

from typing import Any

import click


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
