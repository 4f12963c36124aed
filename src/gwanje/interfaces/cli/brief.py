"""`gwanje brief`: one page to carry into a meeting."""

from pathlib import Path

import click

from gwanje.answers.brief import brief as answer_brief
from gwanje.answers.brief import find_subject
from gwanje.answers.briefing import Brief
from gwanje.assembly import clock
from gwanje.evidence import FrozenPage
from gwanje.flows.freeze_brief import freeze_brief
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit


@click.command()
@click.argument("subjects", nargs=-1, required=True, metavar="ITEM-OR-MANDATE...")
@click.option("--freeze", is_flag=True, help="Keep the page as it is now, numbered and hashed.")
@click.option(
    "--since",
    type=int,
    default=None,
    metavar="ID",
    help="Say what changed since this frozen page; default: the last one.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="DIR", help="Write the page there."
)
@common_options
def brief(asked: Asked, subjects: tuple[str, ...], freeze: bool, since: int | None, out: Path | None) -> None:  # noqa: FBT001
    """One page on an item (natural-graphite), a chain (rare-earths) or an affair (critical-materials)."""
    if len(subjects) > 1 and asked.format != "table":
        raise click.UsageError(
            f"--format {asked.format} prints one document: give one subject, or write pages with --out"
        )
    by_the_hour = asked.as_of_latest if asked.on is None else asked.as_of
    for subject in subjects:
        earlier = _earlier(asked, subject, since)
        answer = answer_brief(asked.tower, subject, asked.as_of, since=earlier, levels_as_of=by_the_hour)
        if freeze:
            frozen = freeze_brief(asked.tower.frozen, answer.subject, answer.as_json(), at=clock())
            answer = answer.model_copy(update={"freeze_number": frozen.number})
            click.echo(f"frozen as no. {frozen.number}, sha256 {frozen.sha256}", err=True)
        if out is not None:
            from gwanje.interfaces.cli.pages import write_brief  # noqa: PLC0415 - only a page needs templates and HWPX

            for path in write_brief(answer, out, asked):
                click.echo(f"wrote {path}", err=True)
        if out is None or asked.format != "table":
            emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))
        else:
            click.echo(answer.headline.say(asked.lang))


def _earlier(asked: Asked, subject: str, since: int | None) -> FrozenPage | None:
    """The frozen page to compare with; without --since the last one, and with --known the last frozen by then."""
    if since is not None:
        return asked.tower.frozen.get(since)
    if asked.known is not None:
        return None
    pages = asked.tower.frozen.all(find_subject(asked.tower, subject).key)
    return pages[-1] if pages else None


def _lead(answer: Brief, asked: Asked) -> list[str]:
    lang = asked.lang
    lines = [answer.headline.say(lang), answer.caveat.say(lang), answer.levels_words.say(lang)]
    lines.append(answer.measures_words.say(lang))
    lines += [
        f"  {measure.id} {measure.title.say(lang)}: {measure.state_words.say(lang)}" for measure in answer.measures
    ]
    lines += [f"  {end.id} {end.when.say(lang)}" for end in answer.countdowns]
    exposed = answer.exposure
    lines += [one.say(lang) for one in (exposed.words, exposed.at_stake, exposed.carried_by) if one.en]
    lines += [
        answer.lead.words.say(lang),
        answer.users.reason.say(lang),
        answer.loss.reason.say(lang),
        answer.since.words.say(lang),
    ]
    return [*lines, *(f"  {change.what.say(lang)}" for change in answer.since.changes), ""]


def _table(answer: Brief, asked: Asked) -> list[dict[str, object]]:
    lang = asked.lang
    rows: list[dict[str, object]] = []
    for stage in answer.stages:
        latest = stage.latest
        rows.append(
            {
                "stage": stage.position_names[lang],
                "item": stage.names[lang],
                "year": latest.year if latest else None,
                "supplier": stage.supplier[lang],
                "by value": latest.top_share_value if latest else None,
                "by mass": latest.top_share_mass if latest else None,
                "": "main product" if stage.is_main else "",
                "why not": stage.reason.say(lang),
            }
        )
    return rows
