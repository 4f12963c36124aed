"""`gwanje watch calendar`: inspections by grade, meetings and rounds by their rhythm, what is overdue."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gwanje.answers import inspecting, inspecting_log
from gwanje.assembly import clock, instant_asked
from gwanje.flows.complete_check import complete_check
from gwanje.flows.reopen_check import reopen_check
from gwanje.interfaces.cli.as_entered import as_entered
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.verbs import VerbGroup, by_option
from gwanje.interfaces.cli.words import words


@click.group(cls=VerbGroup, unsaid="show")
def calendar() -> None:
    """When the next inspection, meeting or round is due: last completed one and its interval, pulled forward by an alert."""


@calendar.command("show")
@click.option("--all", "every", is_flag=True, help="Items whose grade is not known too.")
@common_options
def show(asked: Asked, every: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """What is due when, overdue first."""
    answer = inspecting.check_calendar(asked.tower, as_entered(asked), every_item=every)
    say = words(asked.lang)
    lead = [say.count("cal_overdue", answer.overdue)]
    lead += [say.count("cal_not_graded", answer.not_graded)] if answer.not_graded else []
    lead += [answer.basis.say(asked.lang)] if answer.basis else [say["cal_no_rules"]]
    table = [
        {
            "id": one.id,
            say["col_what"]: one.what.say(say.lang).rstrip("."),
            say["col_state"]: one.words.say(say.lang),
            say["col_due"]: one.due.isoformat() if one.due else None,
            say["col_last"]: one.last.isoformat() if one.last else None,
            say["col_grade"]: one.grade,
            say["col_every"]: say.of("every", one.interval) if one.interval else "",
            say["col_lead"]: one.lead.words.say(say.lang),
        }
        for one in answer.lines
    ]
    emit(answer, asked, table=table, lead=lead)


@calendar.command("complete")
@click.argument("subject", metavar="ITEM-OR-CADENCE")
@click.option("--day", default=None, metavar="DAY", help="The day it took place; default: today.")
@click.option("--grade", default="", metavar="GRADE", help="The grade of the item, where the list is not public.")
@click.option("--note", default="", metavar="TEXT", help="What was found, in a line.")
@by_option
@common_options
def complete(asked: Asked, subject: str, day: str | None, grade: str, note: str, by: str) -> None:
    """Enter that an inspection, a meeting or a round took place; the next one counts from that day."""
    tower, now = asked.tower, clock()
    when = (instant_asked(tower, day) if day is not None else now).astimezone(tower.zone).date()
    rules = tower.intake.attention
    grades = [one.grade for one in rules.inspections] if rules else []
    key = inspecting.check_subject(tower, subject)
    act = complete_check(tower.watch_store, key, when, tower.zone, by=by, at=now, grade=grade, grades=grades, note=note)
    line = _next(asked, key, when)
    say = words(asked.lang)
    lines = [say.say("cal_done", subject=key, day=act.day, number=act.number, by=by)]
    lines += [say.say("cal_next", words=line.words.say(asked.lang), due=line.due)] if line and line.due else []
    document = {
        "subject": key,
        "day": act.day,
        "entry": act.number,
        "by": by,
        "next": line.due.isoformat() if line and line.due else None,
    }
    emit_report(asked, document, [document], lines)


@calendar.command("reopen")
@click.argument("entry", type=int)
@click.option("--reason", required=True, metavar="TEXT", help="What was wrong; it stays readable.")
@by_option
@common_options
def reopen(asked: Asked, entry: int, reason: str, by: str) -> None:
    """Take back a check that was entered as completed by mistake; the one before it counts again from now on.

    ENTRY is the number that complete printed. What was said before stays as it was said.
    """
    act, check = reopen_check(asked.tower.watch_store, entry, reason=reason, by=by, at=clock())
    line = _line(asked, check.subject)
    say = words(asked.lang)
    lines = [say.say("cal_reopened", subject=check.subject, day=check.day, check=entry, number=act.number, by=by)]
    lines += [say.say("cal_next", words=line.words.say(asked.lang), due=line.due)] if line and line.due else []
    document = {
        "subject": check.subject,
        "day": check.day,
        "reopened": entry,
        "entry": act.number,
        "by": by,
        "last": line.last.isoformat() if line and line.last else None,
        "next": line.due.isoformat() if line and line.due else None,
    }
    emit_report(asked, document, [document], lines)


@calendar.command("log")
@click.argument("subject", metavar="[ITEM-OR-CADENCE]", default="")
@common_options
def log(asked: Asked, subject: str) -> None:
    """What was entered about checks, in order: completed, and taken back with the reason."""
    key = inspecting.check_subject(asked.tower, subject) if subject else ""
    answer = inspecting_log.check_log(asked.tower, as_entered(asked), subject=key)
    say = words(asked.lang)
    table = [
        {
            say["cal_log_entry"]: one["entry"],
            say["cal_log_at"]: f"{datetime.fromisoformat(one['at']).astimezone(asked.tower.zone):%Y-%m-%d %H:%M}",
            say["col_what"]: _kind(one, asked),
            say["cal_log_subject"]: one["subject"],
            say["cal_log_day"]: one["day"],
            say["cal_log_by"]: one["by"],
            say["cal_log_why"]: one["why"],
        }
        for one in answer.acts
    ]
    emit(answer, asked, table=table, lead=[] if answer.acts else [say["cal_log_none"]])


def _kind(one: dict[str, Any], asked: Asked) -> str:
    """What an entry did; a completed check that was taken back says by which entry."""
    say = words(asked.lang)
    if one["of"]:
        return say.say("cal_log_reopened", check=one["of"])
    return say.say("cal_log_taken_back", entry=one["reopened"]) if one["reopened"] else say["cal_log_completed"]


@calendar.command("pack")
@click.argument("subject", metavar="ITEM-OR-CADENCE")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Write the pages there; without it they are only listed.",
)
@common_options
def pack(asked: Asked, subject: str, out: Path | None) -> None:
    """The pages that a meeting, a round or an inspection needs: mornings of its affairs, cycles, briefs, each with why."""
    from gwanje.answers.meeting_packs import meeting_pack  # noqa: PLC0415 - only a pack reads trade data

    answer = meeting_pack(asked.tower, asked.as_of_day, subject)
    if out is not None:
        from gwanje.interfaces.cli.pack_files import write_pack  # noqa: PLC0415 - only a pack needs templates

        for path in write_pack(answer, out, asked):
            click.echo(words(asked.lang).say("run_wrote", path=path), err=True)
    say = words(asked.lang)
    lead = [f"{answer.what.say(say.lang).rstrip('.')}: {answer.due.say(say.lang)}"]
    lead += [say.say("cal_left_out", items=", ".join(answer.left_out))] if answer.left_out else []
    table = [
        *({say["col_what"]: say["cal_pack_today"], "": one, say["cal_pack_why"]: ""} for one in answer.mandates),
        *(
            {say["col_what"]: say["cal_pack_cycle"], "": one.scheme, say["cal_pack_why"]: f"{one.first}..{one.last}"}
            for one in answer.cycles
        ),
        *(
            {say["col_what"]: say["cal_pack_brief"], "": one.item, say["cal_pack_why"]: one.because.say(say.lang)}
            for one in answer.briefs
        ),
    ]
    emit(answer, asked, table=table, lead=lead)


def _next(asked: Asked, key: str, day: date) -> inspecting.CheckLine | None:
    line = _line(asked, key)
    return line if line is not None and line.last is not None and line.last >= day else None


def _line(asked: Asked, key: str) -> inspecting.CheckLine | None:
    """Where a check stands now."""
    answer = inspecting.check_calendar(asked.tower, as_entered(asked), every_item=True)
    return next((one for one in answer.lines if one.id == key), None)
