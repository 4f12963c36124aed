"""`gwanje org preview | enact | reverse`: a reform before its day, entered, and taken back."""

import sys
from typing import Any
from zoneinfo import ZoneInfo

import click

from gwanje.answers.previews import preview
from gwanje.assembly import clock, instant_asked
from gwanje.flows.reorganise import Enacted, reorganise
from gwanje.flows.take_back_reform import consider_taking_back, take_back_reform
from gwanje.foundation.errors import RefusedInputError
from gwanje.interfaces.cli.options import Asked, Command, common_options
from gwanje.interfaces.cli.org_candidates import with_written
from gwanje.interfaces.cli.org_preview import MARKS, preview_lines
from gwanje.interfaces.cli.output import emit, emit_report, footer
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.words import Words, local_day, words
from gwanje.interfaces.cli.wrapping import line_width, wrapped_all

_REFUSED = RefusedInputError.exit_code


def by_option(command: Command) -> Command:
    """Who enters something: an office or an opaque id, kept for ever."""
    return click.option(
        "--by", default="planner", metavar="OFFICE", help="Who enters it: an office or an opaque id, kept for ever."
    )(command)


def base_option(command: Command) -> Command:
    """The last entry a planner has seen."""
    return click.option(
        "--base",
        type=int,
        default=None,
        metavar="N",
        help="The number of the last entry you have seen (preview prints it); somebody faster is told.",
    )(command)


@click.command("preview")
@click.argument("target", metavar="FILE-OR-REFORM")
@common_options
def preview_command(asked: Asked, target: str) -> None:
    """A reform before its day: events in words, checks, ledgers, who takes over what, what moves.

    FILE-OR-REFORM is a file in the format of registry/reforms (- for standard input), or the id of a reform. Nothing is
    recorded. Leaves with 3 when a binding check fails.
    """
    tower, reform, known = with_written(asked, target)
    answer = preview(tower, reform, known, recorded=tower is asked.tower)
    if asked.format == "table":
        lines = [*preview_lines(answer, tower, asked.lang), footer(answer, asked)]
        click.echo("\n".join(wrapped_all(lines, line_width())))
    else:
        emit(answer, asked)
    if answer.refused:
        sys.exit(_REFUSED)


@click.command()
@click.argument("file", metavar="FILE")
@by_option
@base_option
@common_options
def enact(asked: Asked, file: str, by: str, base: int | None) -> None:
    """Enter a reform, or a new version of one, so that it takes effect on its day.

    FILE is in the format of registry/reforms (- for standard input). It is checked as a whole first; on a refusal
    nothing is recorded.
    """
    tower, (text, name) = asked.tower, read_text(file)
    done = reorganise(
        tower.registry_store,
        tower.registry_inputs,
        text,
        name=name,
        by=by,
        at=clock(),
        base=base,
    )
    outcomes: list[str] = [result.outcome for result in done.preview.checks] if done.preview else []
    checks = {outcome: outcomes.count(outcome) for outcome in MARKS}
    overlaps = [one.as_answer() for one in done.preview.overlaps] if done.preview else []
    document = {
        "reform": done.reform,
        "entry": done.recorded.number,
        "by": by,
        "amends": done.amends,
        "effective": _effective(done),
        "checks": checks,
        "overlaps": overlaps,
    }
    say = words(asked.lang)
    kinds = [outcome for outcome, number in checks.items() if number]
    lines = [
        say.say(
            "done_amended" if done.amends else "done_entered",
            reform=done.reform,
            number=done.recorded.number,
            by=by,
        ),
        _effective_words(done, tower.zone, say),
        say.say(
            "done_checks",
            counts=", ".join(say.count(f"pre_{one}", checks[one]) for one in kinds) or say["pre_no_checks"],
        ),
        say.count("done_overlaps", len(overlaps)),
    ]
    emit_report(asked, document, [{"reform": done.reform, "entry": done.recorded.number, "by": by}], lines)


def _effective(done: Enacted) -> str | None:
    instant = done.preview.reform.effective if done.preview else None
    return instant.isoformat() if instant else None


def _effective_words(done: Enacted, zone: ZoneInfo, say: Words) -> str:
    effective = _effective(done)
    return say.say("done_effective", day=local_day(effective, zone)) if effective else say["done_no_day"]


@click.command()
@click.argument("reform")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays readable for ever.")
@click.option("--try", "only_try", is_flag=True, help="Only say what it would change; nothing is recorded.")
@by_option
@base_option
@common_options
def reverse(
    asked: Asked,
    reform: str,
    reason: str,
    only_try: bool,  # noqa: FBT001 - a flag of the command line
    by: str,
    base: int | None,
) -> None:
    """Take a reform back: without --on a plan is withdrawn, with --on a reform in force is undone from that day.

    What built on it is named, and then nothing is recorded. Past days stay as they were.
    """
    tower, say = asked.tower, words(asked.lang)
    on = instant_asked(tower, asked.on) if asked.on is not None else None
    told: dict[str, Any] = {"on": on, "reason": reason, "by": by, "at": clock()}
    if only_try:
        number, back = None, consider_taking_back(tower.registry_inputs, reform, **told)
    else:
        recorded, back = take_back_reform(tower.registry_store, tower.registry_inputs, reform, base=base, **told)
        number = recorded.number
    day = on.astimezone(tower.zone).date().isoformat() if on else None
    changes = [change.as_answer() for change in back.changes]
    document = {"reform": reform, "entry": number, "by": by, "reason": reason, "on": day, "changes": changes}
    key = ("would_be" if only_try else "done") + ("_undone" if day else "_withdrawn")
    lines = [say.say(key, day=day, reform=reform, number=number, by=by)]
    lines += [f"  {change['words'][say.lang]}" for change in changes]
    emit_report(asked, document, [{key: document[key] for key in ("reform", "entry", "by", "reason", "on")}], lines)
