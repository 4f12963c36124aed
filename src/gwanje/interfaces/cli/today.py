"""`gwanje today`: the morning page."""

from pathlib import Path

import click

from gwanje.answers.morning import Today
from gwanje.answers.today import today as answer_today
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import best_name, words


@click.command()
@click.option("--mandate", default=None, metavar="KEY", help="Only what goes to this affair, e.g. trade-security.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="DIR", help="Write the page there."
)
@click.option(
    "--brief",
    "briefs",
    multiple=True,
    metavar="ITEM-OR-MANDATE",
    help="Write this brief beside the page; may be repeated.",
)
@common_options
def today(asked: Asked, mandate: str | None, out: Path | None, briefs: tuple[str, ...]) -> None:
    """What is new, what ends soon, what is overdue, what is quiet and how we know."""
    if briefs and out is None:
        raise click.UsageError("--brief writes a page: say where with --out DIR")
    answer = answer_today(asked.tower, asked.as_of_day, mandate=mandate)
    if out is not None:
        _write(answer, out, briefs, asked)
    if out is None or asked.format != "table":
        emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))
    else:
        click.echo(answer.headline.say(asked.lang))


def _write(answer: Today, out: Path, briefs: tuple[str, ...], asked: Asked) -> None:
    from gwanje.interfaces.cli.pages import write_today  # noqa: PLC0415 - only a page needs templates and HWPX

    written = write_today(answer, out, asked)
    if briefs:
        from gwanje.answers.brief import brief as answer_brief  # noqa: PLC0415 - only a brief needs pandas
        from gwanje.interfaces.cli.pages import write_brief  # noqa: PLC0415

        for subject in briefs:
            written += write_brief(answer_brief(asked.tower, subject, asked.as_of), out, asked)
    for path in written:
        click.echo(f"wrote {path}", err=True)


def _lead(answer: Today, asked: Asked) -> list[str]:
    lang = asked.lang
    levels = [f"{best_name(one.resource_names, words(lang))}: {one.words.say(lang)}" for one in answer.levels.marks]
    owed = [one.reason.say(lang) for one in (answer.waiting, answer.overdue) if one.status == "ok"]
    return [answer.headline.say(lang), *levels, answer.heartbeat.words.say(lang), *owed, ""]


def _table(answer: Today, asked: Asked) -> list[dict[str, str]]:
    lang = asked.lang
    rows = [
        {
            "": "new",
            "id": thing.id,
            "day": str(thing.known_on),
            "what": thing.what.say(lang),
            "lead": thing.lead.words.say(lang),
        }
        for thing in answer.new
    ]
    windows = {
        "0-7": answer.ends.week,
        "8-30": answer.ends.month,
        "31-90": answer.ends.quarter,
        "passed": answer.ends.passed,
    }
    rows += [
        {
            "": f"ends {window}",
            "id": end.id,
            "day": f"{end.days_left:+d} d",
            "what": f"{end.what.say(lang)}: {end.when.say(lang)}",
            "lead": end.lead.words.say(lang),
        }
        for window, ends in windows.items()
        for end in ends
    ]
    return rows
