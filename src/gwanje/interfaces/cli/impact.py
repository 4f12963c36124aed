"""`gwanje impact`: what hangs on an import, and what breaks if it is cut."""

import click

from gwanje.interfaces.cli.deferred import DeferredCommands


def _run() -> click.Command:
    from gwanje.interfaces.cli.impact_run import run  # noqa: PLC0415 - see DeferredCommands

    return run


def _tariffs() -> click.Command:
    from gwanje.interfaces.cli.impact_tariffs import tariffs  # noqa: PLC0415 - see DeferredCommands

    return tariffs


def _exposure() -> click.Command:
    from gwanje.interfaces.cli.impact_exposure import exposure  # noqa: PLC0415 - see DeferredCommands

    return exposure


def _extraction() -> click.Command:
    from gwanje.interfaces.cli.impact_extraction import extraction  # noqa: PLC0415 - see DeferredCommands

    return extraction


def _prices() -> click.Command:
    from gwanje.interfaces.cli.impact_prices import prices  # noqa: PLC0415 - see DeferredCommands

    return prices


def _cascade() -> click.Command:
    from gwanje.interfaces.cli.impact_cascade import cascade  # noqa: PLC0415 - see DeferredCommands

    return cascade


def _ensemble() -> click.Command:
    from gwanje.interfaces.cli.impact_ensemble import ensemble  # noqa: PLC0415 - see DeferredCommands

    return ensemble


@click.group(
    commands=DeferredCommands(
        cascade=_cascade,
        run=_run,
        ensemble=_ensemble,
        extraction=_extraction,
        prices=_prices,
        exposure=_exposure,
        tariffs=_tariffs,
    )
)
def impact() -> None:
    """What hangs on an import, what breaks if it is cut, what a tariff does to prices."""
