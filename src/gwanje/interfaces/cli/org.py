"""`gwanje org`: units, affairs and who holds them, for any day."""

import click

from gwanje.answers import holders
from gwanje.assembly import instant_asked
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.deferred import DeferredCommands
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.org_units import (
    affairs_lines,
    affairs_rows,
    diff_rows,
    refuse_later_first,
    show_rows,
    structure_lines,
    unit_lines,
    unit_row,
    who_lines,
    who_rows,
)
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import Naming, words


def _preview() -> click.Command:
    from gwanje.interfaces.cli.org_reform import preview_command  # noqa: PLC0415 - see DeferredCommands

    return preview_command


def _enact() -> click.Command:
    from gwanje.interfaces.cli.org_reform import enact  # noqa: PLC0415 - see DeferredCommands

    return enact


def _reverse() -> click.Command:
    from gwanje.interfaces.cli.org_reform import reverse  # noqa: PLC0415 - see DeferredCommands

    return reverse


def _ledger() -> click.Command:
    from gwanje.interfaces.cli.org_desk import ledger  # noqa: PLC0415 - see DeferredCommands

    return ledger


def _handover() -> click.Command:
    from gwanje.interfaces.cli.org_desk import handover  # noqa: PLC0415 - see DeferredCommands

    return handover


def _assign() -> click.Command:
    from gwanje.interfaces.cli.org_desk import assign  # noqa: PLC0415 - see DeferredCommands

    return assign


def _chart() -> click.Command:
    from gwanje.interfaces.cli.org_chart import chart  # noqa: PLC0415 - see DeferredCommands

    return chart


def _export() -> click.Command:
    from gwanje.interfaces.cli.org_exchange import export  # noqa: PLC0415 - see DeferredCommands

    return export


def _import() -> click.Command:
    from gwanje.interfaces.cli.org_exchange import import_  # noqa: PLC0415 - see DeferredCommands

    return import_


@click.group(
    commands=DeferredCommands(
        preview=_preview,
        enact=_enact,
        reverse=_reverse,
        ledger=_ledger,
        handover=_handover,
        assign=_assign,
        chart=_chart,
        export=_export,
        **{"import": _import},
    )
)
def org() -> None:
    """Who is responsible since when: affairs, units, reforms."""


@org.command()
@click.argument("mandate", required=False)
@click.option("--scope", default="", metavar="PART", help="Only this part of the affair.")
@click.option("--scheme", default="", metavar="KEY", help="Only under this scheme.")
@click.option("--item", default="", metavar="ITEM", help="Only for this watched item, by id, key or name.")
@click.option("--also-on", default=None, metavar="DAY", help="Without MANDATE: a second day beside --on.")
@common_options
def who(asked: Asked, mandate: str | None, scope: str, scheme: str, item: str, also_on: str | None) -> None:
    """The lead of an affair, every unit above it, and the desk it is on; without MANDATE, every affair.

    MANDATE is an id, a key (trade-security) or a name in any language.
    """
    if mandate is None:
        known = asked.as_of.known
        later = [AsOf(instant_asked(asked.tower, also_on), known)] if also_on is not None else []
        _print_affairs(asked, [asked.as_of, *later])
        return
    say = words(asked.lang)
    answer = holders.who(asked.tower, mandate, asked.as_of, scope=scope, scheme=scheme, item=item)
    if asked.format != "table":
        emit(answer, asked)
        return
    naming = Naming(asked.tower, asked.as_of, say)
    emit(
        answer, asked, table=who_rows(answer, naming, say), lead=list(who_lines(answer, naming, say, asked.tower.zone))
    )


def _print_affairs(asked: Asked, as_ofs: list[AsOf]) -> None:
    """Every affair, on one or several days side by side."""
    answer, say = holders.mandates(asked.tower, as_ofs), words(asked.lang)
    if asked.format != "table":
        emit(answer, asked)
        return
    namings = {day: _naming(asked, as_of) for day, as_of in zip(answer.days, as_ofs, strict=True)}
    emit(answer, asked, table=affairs_rows(answer, namings, say), lead=list(affairs_lines(answer, say)))


def _naming(asked: Asked, as_of: AsOf) -> Naming:
    """The names of every unit that stands on a day, read once."""
    standing = (placed.unit for placed in asked.tower.registry.structure(as_of).units)
    return Naming(asked.tower, as_of, words(asked.lang), standing)


@org.command()
@click.argument("unit", required=False)
@common_options
def show(asked: Asked, unit: str | None) -> None:
    """One unit by id or any name it has had; without UNIT, the whole structure of the day."""
    say = words(asked.lang)
    if unit is None:
        structure = holders.structure(asked.tower, asked.as_of)
        if asked.format != "table":
            emit(structure, asked)
            return
        rows = show_rows(structure, _naming(asked, asked.as_of), say)
        emit(structure, asked, table=rows, lead=list(structure_lines(structure, asked.tower, say)))
        return
    answer = holders.unit(asked.tower, unit, asked.as_of)
    naming = Naming(asked.tower, asked.as_of, say)
    steps = [("unit", answer.unit), *(("above", one) for one in answer.chain)]
    steps += [("below", one) for one in answer.children]
    rows = [unit_row(role, one, naming, say) for role, one in steps] if asked.format == "table" else []
    emit(answer, asked, table=rows, lead=list(unit_lines(answer, asked.tower, naming, say)) if rows else ())


@org.command()
@click.argument("earlier", metavar="D1")
@click.argument("later", metavar="D2")
@click.option("--mandates", is_flag=True, help="Show every affair side by side instead of the changes.")
@common_options
def diff(asked: Asked, earlier: str, later: str, mandates: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """What changed between two days, each change with the facts behind it."""
    tower, known = asked.tower, asked.as_of.known
    days = [AsOf(valid=instant_asked(tower, day), known=known) for day in (earlier, later)]
    refuse_later_first(days[0], days[1], (earlier, later))
    if mandates:
        _print_affairs(asked, days)
        return
    answer, say = holders.diff(tower, days[0], days[1]), words(asked.lang)
    if asked.format != "table":
        emit(answer, asked)
        return
    between = {"earlier": say.day(answer.earlier), "later": say.day(answer.later)}
    lead = [say.count("diff_changes", len(answer.changes), **between)]
    lead += [
        say.say("diff_undated", words=event["words"][asked.lang], facts=" ".join(event["facts"]))
        for event in answer.undated
    ]
    emit(answer, asked, table=diff_rows(answer, _naming(asked, days[1]), say), lead=lead)
