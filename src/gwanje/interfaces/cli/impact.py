"""`gwanje impact`: what hangs on an import, and what breaks if it is cut."""

import click

from gwanje.interfaces.cli.deferred import DeferredCommands


@click.group(commands=DeferredCommands())
def impact() -> None:
    """What hangs on an import, what breaks if it is cut, what a tariff does to prices."""
