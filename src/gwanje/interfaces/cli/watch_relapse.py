"""`gwanje watch relapse`: dependence that fell and creeps back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gwanje.foundation.errors import WrongUseError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_series import note_lines, read_series, series_options
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.relapsing_answer import Bounds, Relapses, RelapseSeries


@click.command()
@click.option(
    "--item", default="", metavar="ITEM-OR-CODE", help="An item (urea) or a code with its vintage (hs1992:284690)."
)
@click.option("--all", "every", is_flag=True, help="Every code of the trade table and every cited series of shares.")
@click.option(
    "--rule",
    type=click.Choice(["annual", "monthly"]),
    default="annual",
    help="Yearly shares, or shares over twelve months from a monthly table.",
)
@click.option("--importer", default="", metavar="ISO3", help="Any importing country; default: the tower's country.")
@series_options
@common_options
def relapse(asked: Asked, item: str, every: bool, rule: Literal["annual", "monthly"], importer: str, file: Path | None, columns: tuple[str, ...], code_vintage: str) -> None:  # fmt: skip  # noqa: FBT001
    """Dependence on one supplier that fell and creeps back, by value and by mass, held against sourced supply events."""
    if bool(item) == every:
        raise WrongUseError(
            "Say which series are meant",
            expected="--item ITEM or --all",
            found="both" if every else "neither",
            remedy="Give one of the two",
        )
    from gwanje.answers import relapsing  # noqa: PLC0415 - only this command needs pandas and numpy

    table = read_series(asked, file, columns, code_vintage) if file else None
    answer = relapsing.relapse(asked.tower, asked.as_of, item=item, rule=rule, importer=importer, monthly=table)
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: Relapses, asked: Asked) -> list[str]:
    say, counts = words(asked.lang), answer.counts
    name = asked.tower.countries.name(answer.importer, asked.lang)
    lines = [
        say.say(
            "relapse_head",
            rule=say[f"relapse_rule_{answer.rule}"],
            importer=name,
            series=counts["series"],
            data=counts["with_data"],
            value=counts.get("relapses_by_value", 0),
            mass=counts.get("relapses_by_mass", 0),
            other=counts.get("relapses_by_not_reported", 0),
        ),
        say.say(
            "relapse_judged",
            met=counts.get("supply_event", 0),
            false=counts.get("false_alarm", 0),
            open=counts.get("not_judged", 0),
        ),
    ]
    if len(answer.series) == 1:
        lines.append(_state_line(answer.series[0], asked))
    return lines + note_lines(answer.notes, asked)


def _state_line(one: RelapseSeries, asked: Asked) -> str:
    say = words(asked.lang)
    if one.status != "ok":
        return f"{one.series}: {say.of('absence', one.status)}. {one.reason}"
    line = say.say(
        "relapse_state",
        series=one.series,
        state=say.of("relapse_state", one.state),
        value=say.of("relapse_state", one.state_by_value),
        mass=say.of("relapse_state", one.state_by_mass),
        periods=one.periods,
        below=one.below_floor,
    )
    return f"{line} {say.say('relapse_basis_unknown')}" if one.reason else line


def _table(answer: Relapses, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["col_series"]: one.series,
            say["col_items"]: _items(one),
            say["col_quantity"]: say.of("quantity", found.quantity),
            say["col_supplier"]: found.supplier,
            say["col_peak"]: _told(found.peak),
            say["col_trough"]: _told(found.trough),
            say["col_met"]: _told(found.met),
            say["col_strength"]: round(found.strength, 2),
            say["col_verdict"]: say.of("verdict", found.verdict)
            + (f" ({', '.join(found.verdict_events)})" if found.verdict_events else ""),
            say["col_present"]: say.of("relapse_state", one.state),
        }
        for one in answer.series
        for found in one.relapses
    ]


def _items(one: RelapseSeries) -> str:
    more = len(one.items) - 1
    return f"{one.items[0]} +{more}" if more > 0 else " ".join(one.items)


def _told(share: Bounds) -> str:
    bounds = f"{share.low:.1%}" if share.low == share.high else f"{share.low:.1%}–{share.high:.1%}"
    return f"{share.period}: {bounds}"
