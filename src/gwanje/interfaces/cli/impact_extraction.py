"""`gwanje impact extraction`: what suppliers no longer sell when a flow between industries falls away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.impact_options import SHOWN, more_of, table_options
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.extracting import Extraction
    from gwanje.answers.own_tables import TableChoice


@click.command()
@click.option("--supplier", required=True, metavar="REGION", help="The supplying country, or a region of the table.")
@click.option(
    "--sector",
    "sectors",
    multiple=True,
    metavar="CODE",
    help="A supplying industry of the table (C20); may be repeated. Default: all.",
)
@click.option(
    "--user", default="", metavar="REGION", help="The country whose industries buy; default: the tower's country."
)
@click.option(
    "--user-sector",
    "user_sectors",
    multiple=True,
    metavar="CODE",
    help="A using industry of the table; may be repeated. Default: all.",
)
@click.option(
    "--share", type=click.FloatRange(0, 1), default=1.0, help="The share of the flow that falls away, from 0 to 1."
)
@table_options
@common_options
def extraction(
    asked: Asked,
    supplier: str,
    sectors: tuple[str, ...],
    user: str,
    user_sectors: tuple[str, ...],
    share: float,
    table: TableChoice | None,
) -> None:
    """The supplier's lost sales when a flow falls away, by region; not what hangs on the import (impact exposure)."""
    from gwanje.answers import extracting  # noqa: PLC0415 - only impact commands need numpy and scipy

    answer = extracting.extraction(
        asked.tower,
        asked.as_of,
        supplier=supplier,
        sectors=sectors,
        user=user,
        user_sectors=user_sectors,
        share=share,
        table=table,
    )
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: Extraction, asked: Asked) -> list[str]:
    lines = [answer.headline.say(asked.lang)]
    if answer.status == "ok":
        lines += [answer.reading.say(asked.lang), *more_of(len(answer.regions), asked.lang), ""]
    return lines


def _table(answer: Extraction, asked: Asked) -> list[dict[str, object]]:
    from gwanje.answers.amounts_in_words import amount_en, amount_ko  # noqa: PLC0415 - see above
    from gwanje.answers.exposing_words import share_en, share_ko  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)
    amount, share = (amount_ko, share_ko) if lang == "ko" else (amount_en, share_en)
    return [
        {
            say["static_region"]: f"{one.region} {one.names[lang]}" if one.names[lang] != one.region else one.region,
            say["static_lost_sales"]: amount(one.lost_sales, answer.unit),
            say["static_share_of_loss"]: None if one.share_of_loss is None else share(one.share_of_loss),
            say["static_share_of_output"]: None if one.share_of_output is None else share(one.share_of_output),
        }
        for one in answer.regions[:SHOWN]
    ]
