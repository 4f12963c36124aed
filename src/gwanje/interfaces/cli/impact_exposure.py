"""`gwanje impact exposure`: what hangs on an import of an item from one supplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.exposing_answer import ExposureAnswer, UserOfItem


@click.command()
@click.option(
    "--item",
    required=True,
    metavar="ITEM",
    help="An item (natural-graphite) or a chain (rare-earths), by key, id or name.",
)
@click.option("--supplier", required=True, metavar="ISO3", help="The supplying country.")
@click.option("--importer", default="", metavar="ISO3", help="Any importing country; default: the tower's country.")
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Only this code of the item, with its vintage (hs1992:280530); may be repeated.",
)
@click.option(
    "--table",
    default=None,
    metavar="SOURCE",
    help="The source of another inter-country table; default: the one that is loaded.",
)
@common_options
def exposure(asked: Asked, item: str, supplier: str, importer: str, codes: tuple[str, ...], table: str | None) -> None:  # fmt: skip
    """What hangs on an import: the product's weight, the industries that use it, their output at stake; not a loss."""
    from gwanje.answers import exposing  # noqa: PLC0415 - only this command needs numpy and pandas

    answer = exposing.exposure(
        asked.tower,
        item,
        supplier,
        asked.as_of,
        importer=importer,
        only=exposing.codes_asked(asked.tower, item, codes),
        table=table,
    )
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: ExposureAnswer, asked: Asked) -> list[str]:
    lang, say = asked.lang, words(asked.lang)
    lines = [answer.headline.say(lang)]
    if answer.status == "ok":
        lines += [answer.at_stake_words.say(lang), answer.allocation_words.say(lang)]
    if answer.status == "ok" or len(answer.stages) > 1:
        lines += [say["exposure_stages"], *(f"  {stage.words.say(lang)}" for stage in answer.stages)]
    if answer.assumptions:
        lines += [say["exposure_supposes"], *(f"  {sentence.say(lang)}" for sentence in answer.assumptions)]
    if answer.industries:
        lines.append(say["exposure_no_users"])
    return [*lines, ""]


def _table(answer: ExposureAnswer, asked: Asked) -> list[dict[str, object]]:
    from gwanje.answers.exposing_words import range_en, range_ko, shares_en, shares_ko  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)
    amounts, shares = (range_ko, shares_ko) if lang == "ko" else (range_en, shares_en)

    def row(user: UserOfItem) -> dict[str, object]:
        return {
            say["exposure_sector"]: f"{user.sector} {user.names[lang]}",
            say["exposure_uses"]: "; ".join(use[lang] for use in user.uses),
            say["exposure_output"]: amounts((user.output_musd, user.output_musd)),
            say["exposure_direct"]: shares(user.direct_share),
            say["exposure_embodied"]: shares(user.embodied_share),
            say["exposure_direct_users"]: shares(user.direct_share_users_only),
            say["exposure_affected"]: shares(user.affected_share) if user.affected_share else say["exposure_unknown"],
            say["exposure_at_stake"]: amounts(user.at_stake_musd),
        }

    return [row(user) for user in answer.users]
