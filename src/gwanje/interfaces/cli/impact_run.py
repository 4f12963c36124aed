"""`gwanje impact run`: a scenario as a dated path of effects, both readings side by side, with what carries the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.impact_options import table_options
from gwanje.interfaces.cli.impact_scenario import own_file
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, to_stderr
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.own_tables import TableChoice
    from gwanje.answers.simulating_answer import IndustryLoss, Simulation

MOST_INDUSTRIES = 12


@click.command()
@click.argument("scenario", metavar="SCENARIO")
@table_options
@common_options
def run(asked: Asked, scenario: str, table: TableChoice | None) -> None:
    """Run SCENARIO, a key of the content or the path of a file: what the importer loses, by day and industry."""
    from gwanje.answers import simulating  # noqa: PLC0415 - only this command needs the model

    record = simulating.scenario_of(asked.tower, scenario, asked.as_of, own_file(scenario))
    with to_stderr().status(words(asked.lang)["run_running"]) as status:

        def said(day: int, of: int) -> None:
            status.update(words(asked.lang).say("run_day", day=day, of=of))

        answer = simulating.simulate_scenario(asked.tower, record, asked.as_of, table=table, progress=said)
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: Simulation, asked: Asked) -> list[str]:
    from gwanje.answers.simulating_words import amount  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)
    lines = [answer.headline.say(lang), *(f"  {one.say(lang)}" for one in answer.readings_words)]
    lines += [answer.carried_by.say(lang), answer.horizon_words.say(lang)]
    lines += [one.say(lang) for one in answer.not_computable]
    if answer.sensitivity:
        lines += ["", say["run_sensitivity"]]
        for row in answer.sensitivity:
            lost = amount(row.lost_musd, lang)
            lines.append(
                f"  {say.say('run_sensitivity_row', cover=f'{row.cover_days:g}', share=f'{row.affected_share:g}', lost=lost)}"
            )
    stopped = [one for one in answer.runs if one.model_collapse_day is not None]
    lines += [say.say("run_collapse", run=one.name, day=one.model_collapse_day or 0) for one in stopped]
    return [*lines, "", say["run_assumptions"], *(f"  {one.words.say(lang)}" for one in answer.assumptions), ""]


def _table(answer: Simulation, asked: Asked) -> list[dict[str, object]]:
    from gwanje.answers.simulating_words import amounts  # noqa: PLC0415 - see above

    lang, say = asked.lang, words(asked.lang)

    def row(one: IndustryLoss) -> dict[str, object]:
        return {
            say["run_industry"]: f"{one.sector} {one.names[lang]}",
            say["run_normal"]: amounts((one.normal_musd, one.normal_musd), lang),
            say["run_value_only"]: amounts(one.value_only_musd, lang),
            say["run_critical"]: amounts(one.critical_musd, lang),
            say["run_material"]: ", ".join(one.materials),
        }

    return [row(one) for one in answer.industries[:MOST_INDUSTRIES]]
