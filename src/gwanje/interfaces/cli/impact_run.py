"""`gwanje impact run`: a scenario as a dated path of effects, both readings side by side, with what carries the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.impact_options import table_options
from gwanje.interfaces.cli.impact_scenario import own_file
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, to_stderr
from gwanje.interfaces.cli.reading import read_bytes
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.own_tables import TableChoice
    from gwanje.answers.price_effects_answer import ScenarioPrices
    from gwanje.answers.regional_accounts import BroughtFile
    from gwanje.answers.simulating_answer import IndustryLoss, SensitivityRow, Simulation


@click.command()
@click.argument("scenario", metavar="SCENARIO")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Write the page there in both languages, with JSON and the path by day as CSV and Parquet.",
)
@click.option(
    "--regions",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Regional accounts (CSV or Parquet) to spread the loss over, in proportion; no regional model.",
)
@click.option(
    "--firm-sizes",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Shares by size of firm (region, sector, size, share; CSV or Parquet) to spread the loss over, in proportion.",
)
@table_options
@common_options
def run(asked: Asked, scenario: str, out: Path | None, regions: Path | None, firm_sizes: Path | None, table: TableChoice | None) -> None:  # fmt: skip
    """Run SCENARIO, a key of the content or the path of a file: what the importer loses or pays, by industry."""
    from gwanje.answers.scenario_answers import answer_scenario  # noqa: PLC0415 - only this command needs the models
    from gwanje.answers.simulating_scenario import given_scenario  # noqa: PLC0415

    given = given_scenario(asked.tower, scenario, asked.as_of, own_file(scenario))
    files = {"regions": _brought(regions), "sizes": _brought(firm_sizes)}
    with to_stderr().status(words(asked.lang)["run_running"]) as status:

        def said(day: int, of: int) -> None:
            status.update(words(asked.lang).say("run_day", day=day, of=of))

        answer = answer_scenario(asked.tower, given, asked.as_of, table=table, progress=said, **files)
    if out is not None:
        from gwanje.interfaces.cli.scenario_files import write_scenario  # noqa: PLC0415 - only a page needs templates

        for path in write_scenario(answer, out, asked):
            click.echo(words(asked.lang).say("run_wrote", path=path), err=True)
    if out is None or asked.format != "table":
        _emit(answer, asked)
    else:
        click.echo(answer.headline.say(asked.lang))


def _emit(answer: Simulation | ScenarioPrices, asked: Asked) -> None:
    from gwanje.answers.price_effects_answer import ScenarioPrices  # noqa: PLC0415 - see above
    from gwanje.interfaces.cli.price_lines import price_lines, price_table  # noqa: PLC0415

    if isinstance(answer, ScenarioPrices):
        emit(answer, asked, table=price_table(answer.prices, asked), lead=[*price_lines(answer.prices, asked), ""])
        return
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _brought(path: Path | None) -> BroughtFile | None:
    from gwanje.answers.regional_accounts import BroughtFile  # noqa: PLC0415 - see above

    return None if path is None else BroughtFile(path.name, read_bytes(path))


def _lead(answer: Simulation, asked: Asked) -> list[str]:
    lang, say = asked.lang, words(asked.lang)
    lines = [answer.headline.say(lang), *(f"  {one.words.say(lang)}" for one in answer.readings)]
    lines += [answer.carried_by.say(lang), answer.horizon_words.say(lang), answer.model_words.say(lang)]
    lines += [one.say(lang) for one in (*answer.final_users, *answer.stopped, *answer.not_computable)]
    lines += [*_prices(answer, asked), *_spread(answer, asked)]
    if answer.sensitivity:
        lines += ["", say["run_sensitivity"], *(f"  {_cell(answer, one, asked)}" for one in answer.sensitivity)]
    return [*lines, "", say["run_assumptions"], *(f"  {one.words.say(lang)}" for one in answer.assumptions), ""]


def _prices(answer: Simulation, asked: Asked) -> list[str]:
    from gwanje.interfaces.cli.price_lines import price_lines, price_rows  # noqa: PLC0415 - see above

    if answer.prices is None or answer.not_added is None:
        return []
    lines = price_lines(answer.prices, asked, price_rows(answer.prices, asked))
    return ["", answer.not_added.say(asked.lang), *lines]


def _spread(answer: Simulation, asked: Asked) -> list[str]:
    """The loss by region and by size of firm, one a line, and that it is an allocation."""
    from gwanje.interfaces.cli.price_lines import spread_lines  # noqa: PLC0415 - see above

    return spread_lines(answer, asked)


def _cell(answer: Simulation, row: SensitivityRow, asked: Asked) -> str:
    from gwanje.answers.simulating_amounts import amounts_said  # noqa: PLC0415 - see above

    lost = amounts_said((row.lost_musd, row.lost_musd), (row.lost_share, row.lost_share), asked.lang)
    say = words(asked.lang)
    share = say[f"run_end_{row.share_end}"] if answer.share_by_end else f"{row.affected_share * 100:g} %"
    cover = say[f"run_end_{row.cover_end}"] if answer.cover_by_end else say.say("run_days", days=f"{row.cover_days:g}")
    return say.say("run_sensitivity_row", cover=cover, share=share, lost=lost)


def _table(answer: Simulation, asked: Asked) -> list[dict[str, object]]:
    from gwanje.answers.simulating_amounts import amount_said, lost_said  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)

    def row(one: IndustryLoss) -> dict[str, object]:
        lost = {reading.names[lang]: lost_said(one.lost[reading.key], lang) for reading in answer.readings}
        return {
            say["run_industry"]: f"{one.sector} {one.names[lang]}".strip(),
            say["run_normal"]: amount_said(one.normal_musd, lang),
            **lost,
            say["run_material"]: ", ".join(_material(answer, name, asked) for name in one.materials),
        }

    return [row(one) for one in (*answer.largest, *([answer.others] if answer.others else []))]


def _material(answer: Simulation, name: str, asked: Asked) -> str:
    return next((one.names[asked.lang] for one in answer.figures if one.item == name), name)
