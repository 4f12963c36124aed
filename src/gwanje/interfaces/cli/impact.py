"""`gwanje impact`: what hangs on an import, and what breaks if it is cut."""

import click

from gwanje.interfaces.cli.deferred import DeferredCommands


def _tariffs() -> click.Command:
    from gwanje.interfaces.cli.impact_tariffs import tariffs  # noqa: PLC0415 - see DeferredCommands

    return tariffs


@click.group(commands=DeferredCommands(tariffs=_tariffs))
def impact() -> None:
    """What hangs on an import, what breaks if it is cut, what a tariff does to prices."""
