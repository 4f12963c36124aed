"""`gwanje impact prices`: what a dearer import does to the prices of the importer's industries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.impact_options import SHOWN, more_of, table_options
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.own_tables import TableChoice
    from gwanje.answers.pricing import Prices


@click.command()
@click.option(
    "--from", "supplier", required=True, metavar="REGION", help="The supplying country, or a region of the table."
)
@click.option(
    "--sector",
    "sectors",
    multiple=True,
    metavar="CODE",
    help="A supplying industry of the table (C20); may be repeated. Default: all.",
)
@click.option(
    "--rise", type=float, required=True, help="By what fraction the import price rises: 0.5 is half as much again."
)
@click.option(
    "--pass-through",
    type=click.FloatRange(0, 1),
    default=1.0,
    help="The part of the rise that reaches the users, from 0 to 1.",
)
@click.option("--importer", default="", metavar="REGION", help="The importing country; default: the tower's country.")
@table_options
@common_options
def prices(
    asked: Asked,
    supplier: str,
    sectors: tuple[str, ...],
    rise: float,
    pass_through: float,
    importer: str,
    table: TableChoice | None,
) -> None:
    """Price rises of the importer's industries, exact and to first order; a short-run cost push, not welfare."""
    from gwanje.answers import pricing  # noqa: PLC0415 - only impact commands need numpy and scipy

    answer = pricing.prices(
        asked.tower,
        asked.as_of,
        supplier=supplier,
        sectors=sectors,
        rise=rise,
        importer=importer,
        pass_through=pass_through,
        table=table,
    )
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: Prices, asked: Asked) -> list[str]:
    lang, say = asked.lang, words(asked.lang)
    lines = [answer.headline.say(lang)]
    consumer = answer.consumer_prices
    if answer.status != "ok" or consumer is None:
        return lines
    if consumer.rise is None:
        told = say.say("static_consumer_absent", reason=consumer.reason.say(lang))
    else:
        told = say.say("static_consumer", rise=_points(consumer.rise))
    return [*lines, answer.reading.say(lang), told, *more_of(len(answer.industries), lang), ""]


def _table(answer: Prices, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["static_industry"]: f"{one.sector} {one.name}".strip(),
            say["static_exact"]: _points(one.price_rise),
            say["static_first_order"]: _points(one.first_order),
            say["static_within"]: _points(one.within_country),
        }
        for one in answer.industries[:SHOWN]
    ]


def _points(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:+.4f} %"
