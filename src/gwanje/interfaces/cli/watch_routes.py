"""`gwanje watch routes`: what of each import has to pass a strait, and whether ships still pass it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import best_name, words

if TYPE_CHECKING:
    from gwanje.answers.straits import Span, Straits


@click.command()
@click.option(
    "--chokepoint", default="hormuz", metavar="KEY", show_default=True, help="A strait of indicators/routes.yaml."
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="Only this item; may be repeated.")
@common_options
def routes(asked: Asked, chokepoint: str, items: tuple[str, ...]) -> None:
    """Of each import the share from behind a strait, from what must pass it to what may; an exposure, not a loss."""
    from gwanje.answers.straits import straits  # noqa: PLC0415 - only this command reads trade data

    answer = straits(asked.tower, asked.as_of, chokepoint, items=items)
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked, is_named=bool(items)))


def _lead(answer: Straits, asked: Asked, *, is_named: bool) -> list[str]:
    say = words(asked.lang)
    lines = [
        say.say("rte_head", strait=best_name(answer.names, say), items=sum(one.status == "ok" for one in answer.items)),
        say.say("rte_transits", words=answer.transits.words.say(say.lang)),
    ]
    for passes in ("all", "part"):
        named = [
            asked.tower.countries.name(one["iso3"], say.lang) for one in answer.exporters if one["passes"] == passes
        ]
        lines.append(say.say(f"rte_{passes}", names=", ".join(named)))
    if answer.without_data:
        lines.append(say.say("rte_without", n=answer.without_data))
    if is_named:
        silent = [one for one in answer.items if one.status != "ok" and one.reason]
        lines += [f"{one.names[say.lang]}: {one.reason}" for one in silent]
    return [*lines, say["rte_kind"], ""]


def _table(answer: Straits, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["rte_item"]: one.names[say.lang],
            say["rte_year"]: one.year,
            say["rte_value"]: _said(one.value) if one.status == "ok" else say.of("absence", one.status),
            say["rte_mass"]: _said(one.mass),
            say["rte_from"]: ", ".join(asked.tower.countries.name(s["iso3"], say.lang) for s in one.suppliers),
        }
        for one in answer.items
    ]


def _said(span: Span | None) -> str:
    if span is None:
        return "–"
    low, high = f"{span.low * 100:.1f}", f"{span.high * 100:.1f}"
    return f"{low} %" if low == high else f"{low}–{high} %"
