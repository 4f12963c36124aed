"""`gwanje impact tariffs`: what is levied on a day and by which act; what a change of tariffs does to trade and prices."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from gwanje.assembly import instant_asked
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.words import words

_FILE = click.Path(path_type=Path)


@click.command()
@click.option(
    "--code", default="", metavar="CODE", help="A tariff line or subheading with its vintage (hs2022:8703.23)."
)
@click.option("--importer", default="", metavar="ISO3", help="With --code: the country that levies the duty.")
@click.option(
    "--exporter",
    default="",
    metavar="ISO3",
    help="With --code: where the goods come from; default: the tower's country.",
)
@click.option("--also-on", default=None, metavar="TIME", help="With --code: a second day, compared with --on.")
@click.option(
    "--claimed",
    type=click.FloatRange(0, 1),
    default=None,
    metavar="SHARE",
    help="With --code: share of the trade that claims the preference; default: not known.",
)
@click.option(
    "--content-share",
    "shares",
    multiple=True,
    metavar="NAME=SHARE",
    help="With --code: the share of a content in the value (copper=0.4); may be repeated.",
)
@click.option(
    "--unit-value",
    default="",
    metavar="AMOUNT",
    help="With --code: what a unit is worth, for duties by quantity (2.5 USD/kg).",
)
@click.option(
    "--trade",
    type=_FILE,
    default=None,
    metavar="FILE",
    help="A CSV table of trade: exporters in rows, markets in columns.",
)
@click.option(
    "--before",
    type=_FILE,
    default=None,
    metavar="FILE",
    help="With --trade: powers of tariffs (1 + rate) before, the same countries.",
)
@click.option(
    "--after",
    type=_FILE,
    default=None,
    metavar="FILE",
    help="With --trade: powers of tariffs (1 + rate) after, the same countries.",
)
@click.option(
    "--demand",
    type=float,
    multiple=True,
    metavar="NUMBER",
    help="With --trade: elasticity of demand, below 0; repeat it for a range.",
)
@click.option(
    "--supply",
    type=float,
    multiple=True,
    metavar="NUMBER",
    help="With --trade: elasticity of supply, above 0; repeat it for a range.",
)
@click.option(
    "--substitution",
    type=float,
    multiple=True,
    metavar="NUMBER",
    help="With --trade: elasticity of substitution, above 0; repeat it for a range.",
)
@common_options
def tariffs(asked: Asked, code: str, importer: str, exporter: str, also_on: str | None, claimed: float | None, shares: tuple[str, ...], unit_value: str, trade: Path | None, before: Path | None, after: Path | None, demand: tuple[float, ...], supply: tuple[float, ...], substitution: tuple[float, ...]) -> None:  # fmt: skip
    """The duty on a line on a day, act by act (--code); or what a change of tariffs does to trade and prices (--trade)."""
    line: dict[str, object] = {"--code": code, "--importer": importer}
    line_only: dict[str, object] = {"--exporter": exporter, "--also-on": also_on, "--claimed": claimed is not None, "--content-share": shares, "--unit-value": unit_value}  # fmt: skip
    table: dict[str, object] = {"--trade": trade, "--before": before, "--after": after, "--demand": demand, "--supply": supply, "--substitution": substitution}  # fmt: skip
    if trade is not None:
        _refuse_others(table, line | line_only, "--trade")
        files = [path for path in (trade, before, after) if path is not None]
        _print_effects(asked, files, (demand, supply, substitution))
    else:
        _refuse_others(line, table, "--code")
        _print_stack(asked, code, (importer, exporter), also_on, claimed, shares, unit_value)


def _refuse_others(needed: Mapping[str, object], foreign: Mapping[str, object], mode: str) -> None:
    missing = [name for name, given in needed.items() if not given]
    wrong = [name for name, given in foreign.items() if given]
    if missing or wrong:
        raise WrongUseError(
            "These options do not make a question",
            expected=f"{mode} with {', '.join(name for name in needed if name != mode)}"
            + ("" if wrong or mode == "--trade" else ", or --trade with --before, --after and elasticities"),
            found=f"also {', '.join(wrong)}" if wrong else f"no {', '.join(missing)}",
            remedy="Ask for one line with --code and --importer, or give three tables and three elasticities",
        )


def _print_stack(asked: Asked, code: str, countries: tuple[str, str], also_on: str | None, claimed: float | None, shares: Sequence[str], unit_value: str) -> None:  # fmt: skip
    from gwanje.answers import tariff_goods, tariffing  # noqa: PLC0415 - only this command needs pandas
    from gwanje.interfaces.cli.tariff_lines import stack_lines, stack_rows  # noqa: PLC0415

    tower, first = asked.tower, asked.as_of
    as_ofs = [first] if also_on is None else [first, AsOf(instant_asked(tower, also_on), first.known)]
    goods = tariff_goods.goods_told(claimed, shares, unit_value)
    answer = tariffing.tariffs(tower, code, countries[0], countries[1] or tower.iso3, as_ofs, goods)
    say = words(asked.lang)
    emit(answer, asked, table=stack_rows(answer, say), lead=list(stack_lines(answer, say, tower)))


def _print_effects(
    asked: Asked, files: Sequence[Path], elasticities: tuple[Sequence[float], Sequence[float], Sequence[float]]
) -> None:
    from gwanje.answers import trade_effects  # noqa: PLC0415 - only this command needs pandas
    from gwanje.interfaces.cli.tariff_lines import effect_lines, effect_rows  # noqa: PLC0415

    trade, before, after = (trade_effects.TradeFile(*read_text(file)) for file in files)
    answer = trade_effects.trade_effects(asked.tower, (trade, before, after), elasticities, asked.as_of)
    say = words(asked.lang)
    emit(answer, asked, table=effect_rows(answer, say), lead=list(effect_lines(answer, say)))
