"""`gwanje impact ensemble`: many draws of a scenario in batches, as bands, with what drives them and the worst member."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gwanje.interfaces.cli.impact_options import table_options
from gwanje.interfaces.cli.impact_scenario import own_file
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, json_text, parquet_bytes, to_stderr
from gwanje.interfaces.cli.words import words
from gwanje.interfaces.cli.writing import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from gwanje.answers.ensembling_answer import EnsembleAnswer, IndustryBand
    from gwanje.flows.run_ensemble import Progress
    from gwanje.foundation.names import Language

MOST_INDUSTRIES = 12


@click.command()
@click.argument("scenario", metavar="SCENARIO")
@click.option("--members", type=click.IntRange(min=1), default=256, help="How many draws; a power of two for Sobol.")
@click.option("--seed", type=click.IntRange(min=0), default=1, help="The seed of the draws; it stands in the answer.")
@click.option(
    "--sampler", type=click.Choice(["sobol", "lhs"]), default="sobol", help="Sobol points or Latin hypercube."
)
@click.option("--workers", type=click.IntRange(min=1), default=None, help="How many workers; default: one per core.")
@click.option(
    "--pool",
    type=click.Choice(["process", "dask", "here"]),
    default="process",
    help="Processes, Dask workers (pip install 'gwanje[dask]'), or this process alone; the numbers are the same.",
)
@click.option("--scheduler", default=None, metavar="ADDRESS", help="A running Dask scheduler; default: one of its own.")
@click.option(
    "--batch", type=click.IntRange(min=1), default=32, help="How many members run together; part of the plan."
)
@click.option(
    "--reading",
    type=click.Choice(["critical", "value_only"]),
    default="critical",
    help="Items as critical inputs, or as their share of cost alone.",
)
@click.option(
    "--ordinary-inputs",
    type=click.Choice(["both", "all_critical", "none_critical"]),
    default="both",
    help="Both ends of how far ordinary inputs are needed, or one of them in half the time.",
)
@click.option(
    "--precision",
    type=click.Choice(["float64", "float32"]),
    default="float64",
    help="Double precision, or single in less time: it moves the loss of a member by up to about 0.05 %.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Keep finished batches and the result there; the same command goes on where it was stopped.",
)
@table_options
@common_options
def ensemble(asked: Asked, scenario: str, out: Path | None, **options: Any) -> None:
    """Draw SCENARIO many times over its ranges: bands of the loss, what drives the spread, the worst member."""
    from gwanje.answers import ensembling  # noqa: PLC0415 - only this command needs the model
    from gwanje.answers.simulating_scenario import given_scenario  # noqa: PLC0415

    if options["scheduler"] is not None and options["pool"] != "dask":
        raise click.UsageError("--scheduler is the address of a Dask scheduler: it needs --pool dask.")
    given = given_scenario(asked.tower, scenario, asked.as_of, own_file(scenario))
    with _said_when_stopped(asked, out), _bars(asked) as progress:
        workers = ensembling.Workers(
            options.pop("pool"), options.pop("workers"), options.pop("scheduler"), out, progress
        )
        answer, members = ensembling.ensemble(asked.tower, given, asked.as_of, workers=workers, **options)
    if out is not None:
        written = write_files(
            out,
            {
                "members.parquet": parquet_bytes(members),
                "path.parquet": parquet_bytes(answer.rows()),
                "industries.parquet": parquet_bytes(answer.industry_rows()),
                "drivers.parquet": parquet_bytes(answer.driver_rows()),
                "answer.json": f"{json_text(answer.as_json())}\n".encode(),
            },
        )
        to_stderr().print(words(asked.lang).say("ensemble_written", out=str(out), count=len(written)), highlight=False)
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


@contextmanager
def _said_when_stopped(asked: Asked, out: Path | None) -> Iterator[None]:
    """Ctrl-C is answered with what is kept, and where."""
    try:
        yield
    except KeyboardInterrupt:
        if out is not None:
            to_stderr().print(words(asked.lang).say("ensemble_stopped", out=str(out)), highlight=False)
        raise


@contextmanager
def _bars(asked: Asked) -> Iterator[Callable[[str, Progress], None]]:
    """Batches done and time left, for each end, on standard error."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415 - only long commands show progress

    say = words(asked.lang)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=to_stderr()) as bars:
        tasks: dict[str, TaskID] = {}

        def told(end: str, state: Progress) -> None:
            if end not in tasks:
                tasks[end] = bars.add_task(say[f"ensemble_{end}"], total=state.total, completed=0)
                for name in ("kept", "damaged"):
                    if getattr(state, name):
                        bars.print(say.say(f"ensemble_{name}", count=getattr(state, name), total=state.total))
            if state.restarts > restarts.get(end, 0):
                restarts[end] = state.restarts
                bars.print(say.say("ensemble_restarted", count=state.restarts))
            bars.update(tasks[end], completed=state.done)

        restarts: dict[str, int] = {}
        yield told


def _lead(answer: EnsembleAnswer, asked: Asked) -> list[str]:
    lang, say = asked.lang, words(asked.lang)
    lines = [answer.headline.say(lang), *(f"  {one.say(lang)}" for one in answer.readings_words)]
    told = (*answer.drivers_words, *answer.worst_words, *answer.settled_words, *answer.collapse_words)
    lines += [one.say(lang) for one in (*told, answer.horizon_words, *answer.not_computable)]
    if any(len(end.processors) > 1 for end in answer.ends):
        lines.append(say["ensemble_processors"])
    assumed = [f"  {one.words.say(lang)}" for one in answer.assumptions]
    return [*lines, "", say["run_assumptions"], *assumed, "", say["ensemble_table"]]


def _table(answer: EnsembleAnswer, asked: Asked) -> list[dict[str, object]]:
    """The industries that lose most at either end, their bands side by side."""
    lost: dict[str, dict[str, IndustryBand]] = {}
    for end in answer.ends:
        for one in end.industries:
            lost.setdefault(one.sector, {})[end.ordinary_inputs] = one
    largest = sorted(lost, key=lambda sector: (-max(one.p50 for one in lost[sector].values()), sector))
    return [_row(answer, asked.lang, lost[sector]) for sector in largest[:MOST_INDUSTRIES]]


def _row(answer: EnsembleAnswer, lang: Language, bands: dict[str, IndustryBand]) -> dict[str, object]:
    from gwanje.answers.simulating_amounts import NOTHING, amount_said, amounts_said  # noqa: PLC0415 - see above

    say, first = words(lang), next(iter(bands.values()))
    medians = [(one.p50, one.share.p50) for one in bands.values()]
    low, high = min(medians), max(medians)
    row: dict[str, object] = {
        say["run_industry"]: f"{first.sector} {first.names[lang]}",
        say["run_normal"]: amount_said(first.normal_musd, lang),
        say["ensemble_median"]: amounts_said((low[0], high[0]), (low[1], high[1]), lang),
    }
    for end in answer.ends:
        band = bands.get(end.ordinary_inputs)
        row[say[f"ensemble_band_{end.ordinary_inputs}"]] = (
            NOTHING[lang] if band is None else amounts_said((band.p5, band.p95), (band.share.p5, band.share.p95), lang)
        )
    return row
