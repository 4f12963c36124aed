"""`gwanje`: the command group, and the one place where errors become messages and exit codes."""

import sys
from collections.abc import Sequence

import click

from gwanje.foundation.errors import GwanjeError, UnavailableError
from gwanje.interfaces.cli.deferred import DeferredCommands


def _today() -> click.Command:
    from gwanje.interfaces.cli.today import today  # noqa: PLC0415 - see DeferredCommands

    return today


def _brief() -> click.Command:
    from gwanje.interfaces.cli.brief import brief  # noqa: PLC0415 - see DeferredCommands

    return brief


def _data() -> click.Command:
    from gwanje.interfaces.cli.data import data  # noqa: PLC0415 - see DeferredCommands

    return data


def _items() -> click.Command:
    from gwanje.interfaces.cli.items import items  # noqa: PLC0415 - see DeferredCommands

    return items


def _org() -> click.Command:
    from gwanje.interfaces.cli.org import org  # noqa: PLC0415 - see DeferredCommands

    return org


def _impact() -> click.Command:
    from gwanje.interfaces.cli.impact import impact  # noqa: PLC0415 - see DeferredCommands

    return impact


def _watch() -> click.Command:
    from gwanje.interfaces.cli.watch import watch  # noqa: PLC0415 - see DeferredCommands

    return watch


@click.group(
    commands=DeferredCommands(
        today=_today, brief=_brief, data=_data, items=_items, org=_org, watch=_watch, impact=_impact
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="gwanje")
def gwanje() -> None:
    """Control tower (관제): what a country depends on, what has just changed, and whose job it is today."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the exit code of the convention (E2)."""
    try:
        code = gwanje.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing half-done was kept.", err=True)
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except GwanjeError as fault:
        click.echo(f"gwanje: {fault}", err=True)
        sys.exit(fault.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (PermissionError, OSError) as fault:
        click.echo(f"gwanje: {_system_refusal(fault)}", err=True)
        sys.exit(UnavailableError.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _system_refusal(fault: OSError) -> UnavailableError:
    return UnavailableError(
        "The operating system refused a file operation",
        place=str(fault.filename or ""),
        found=fault.strerror or str(fault),
        remedy="Check that the folder exists, is writable and has room; GWANJE_HOME says where gwanje keeps its state",
    )


if __name__ == "__main__":
    main()
