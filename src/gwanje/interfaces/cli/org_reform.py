"""`gwanje org preview | enact | reverse`: a reform before its day, entered, and taken back."""

import sys
from pathlib import Path

import click

from gwanje.answers.previews import candidate, preview
from gwanje.assembly import clock, instant_asked
from gwanje.flows.reorganise import Enacted, reorganise
from gwanje.flows.take_back_reform import take_back_reform
from gwanje.foundation.errors import RefusedInputError, UnavailableError
from gwanje.interfaces.cli.options import Asked, Command, common_options
from gwanje.interfaces.cli.org_preview import MARKS, preview_lines
from gwanje.interfaces.cli.output import emit, emit_report, footer
from gwanje.interfaces.cli.words import words
from gwanje.interfaces.cli.wrapping import line_width, wrapped_all

_REFUSED = RefusedInputError.exit_code


def read_text(file: Path | str) -> tuple[str, str]:
    """A text as a person gave it, and what messages call it; `-` is standard input."""
    if str(file) == "-":
        return sys.stdin.read(), "standard input"
    try:
        return Path(file).read_text(encoding="utf-8"), Path(file).name
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "This file is not UTF-8", place=str(file), found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=str(file), found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault


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
    tower, known = asked.tower, asked.as_of.known
    if target == "-" or target.endswith((".yaml", ".yml")) or Path(target).is_file():
        text, name = read_text(target)
        tower, target = candidate(tower, text, name=name, by="preview", at=clock())
        known = max(known, tower.registry.latest_known() or known) if asked.known is None else known
    answer = preview(tower, target, known, recorded=tower is asked.tower)
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
        say.say("done_effective", day=str(document["effective"])[:10]) if document["effective"] else say["done_no_day"],
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


@click.command()
@click.argument("reform")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays readable for ever.")
@by_option
@base_option
@common_options
def reverse(asked: Asked, reform: str, reason: str, by: str, base: int | None) -> None:
    """Take a reform back: without --on a plan is withdrawn, with --on a reform in force is undone from that day.

    What built on it is named, and then nothing is recorded. Past days stay as they were.
    """
    tower = asked.tower
    on = instant_asked(tower, asked.on) if asked.on is not None else None
    recorded, _ = take_back_reform(
        tower.registry_store, tower.registry_inputs, reform, on=on, reason=reason, by=by, at=clock(), base=base
    )
    day = on.astimezone(tower.zone).date().isoformat() if on else None
    document = {"reform": reform, "entry": recorded.number, "by": by, "reason": reason, "on": day}
    done = {"reform": reform, "number": recorded.number, "by": by}
    say = words(asked.lang)
    line = say.say("done_undone", day=day, **done) if day else say.say("done_withdrawn", **done)
    emit_report(asked, document, [document], [line])
