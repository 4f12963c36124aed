"""`gwanje impact exposure`: what hangs on an import of an item from one supplier."""

from __future__ import annotations

from pathlib import Path
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
    "--control",
    default="",
    metavar="RST-ID",
    help="Only what this measure of the supplier covers (RST-08); a part of unknown size gives a range.",
)
@click.option(
    "--table",
    default=None,
    metavar="SOURCE",
    help="The source of another inter-country table; default: the one that is loaded.",
)
@click.option(
    "--regions",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    metavar="FILE",
    help="Regional accounts (CSV or Parquet) to spread the output at stake over, in proportion.",
)
@click.option(
    "--firm-sizes",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    metavar="FILE",
    help="Shares by size of firm (region, sector, size, share; CSV or Parquet) to spread the output at stake over.",
)
@common_options
def exposure(asked: Asked, item: str, supplier: str, importer: str, codes: tuple[str, ...], control: str, table: str | None, regions: Path | None, firm_sizes: Path | None) -> None:  # fmt: skip
    """What hangs on an import: the product's weight, the industries that use it, their output at stake; not a loss."""
    from gwanje.answers import exposing  # noqa: PLC0415 - only this command needs numpy and pandas

    answer = exposing.exposure(
        asked.tower,
        item,
        supplier,
        asked.as_of,
        importer=importer,
        only=exposing.codes_asked(asked.tower, item, codes),
        measure=control,
        table=table,
    )
    if regions is not None:
        from gwanje.answers.exposing_regions import with_regions  # noqa: PLC0415 - see above

        answer = with_regions(asked.tower, answer, regions.name, regions.read_bytes())
    if firm_sizes is not None:
        from gwanje.answers.exposing_sizes import with_sizes  # noqa: PLC0415 - see above
        from gwanje.answers.regional_accounts import BroughtFile  # noqa: PLC0415 - see above

        answer = with_sizes(asked.tower, answer, BroughtFile(firm_sizes.name, firm_sizes.read_bytes()))
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
    return [*lines, *_regions(answer, asked), *_sizes(answer, asked), ""]


def _regions(answer: ExposureAnswer, asked: Asked) -> list[str]:
    """One region a line, what they were spread by, and that it is no regional model."""
    from gwanje.answers.exposing_words import range_en, range_ko  # noqa: PLC0415 - only this command needs numpy and pandas

    found, lang = answer.regions, asked.lang
    if not found:
        return []
    amounts = range_ko if lang == "ko" else range_en
    head = words(lang).say("exposure_regions", file=found["name"], year=found["year"])
    lines = [f"  {row['region']}: {amounts(row['at_stake_musd'])}" for row in found["rows"]]
    return [head, *lines, f"  {found['said'][lang]}"]


def _sizes(answer: ExposureAnswer, asked: Asked) -> list[str]:
    """One size of firm a line, of every region where the file tells them apart."""
    from gwanje.answers.exposing_words import range_en, range_ko  # noqa: PLC0415 - only this command needs numpy and pandas

    found, lang = answer.sizes, asked.lang
    if not found:
        return []
    amounts = range_ko if lang == "ko" else range_en
    head = words(lang).say("exposure_sizes", file=found["name"])
    names = [f"{row['region']} {row['size']}".strip() for row in found["rows"]]
    lines = [f"  {name}: {amounts(row['at_stake_musd'])}" for name, row in zip(names, found["rows"], strict=True)]
    return [head, *lines, f"  {found['said'][lang]}"]


def _table(answer: ExposureAnswer, asked: Asked) -> list[dict[str, object]]:
    from gwanje.answers.exposing_words import range_en, range_ko, shares_en, shares_ko  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)
    amounts, shares = (range_ko, shares_ko) if lang == "ko" else (range_en, shares_en)

    is_cited = any(user.affected_share for user in answer.users)

    def row(user: UserOfItem) -> dict[str, object]:
        cells: dict[str, object] = {
            say["exposure_sector"]: f"{user.sector} {user.names[lang]}",
            say["exposure_direct"]: shares(user.direct_share),
            say["exposure_embodied"]: shares(user.embodied_share),
            say["exposure_direct_users"]: shares(user.direct_share_users_only),
            say["exposure_output"]: amounts((user.output_musd, user.output_musd)),
        }
        if is_cited:
            affected = shares(user.affected_share) if user.affected_share else say["exposure_unknown"]
            cells |= {say["exposure_affected"]: affected, say["exposure_at_stake"]: amounts(user.at_stake_musd)}
        return cells | {say["exposure_uses"]: "; ".join(use[lang] for use in user.uses)}

    return [row(user) for user in answer.users]
