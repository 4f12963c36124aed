"""`gwanje watch report`: what missions, associations and firms report, taken in, looked at, answered."""

import sys
from pathlib import Path

import click

from gwanje.answers import reporting
from gwanje.answers.attending_signals import raised_signals
from gwanje.assembly import clock
from gwanje.flows.read_report_mail import report_from_mail
from gwanje.flows.settle_report import erase_report, settle_report
from gwanje.flows.take_in_report import TakenIn, take_in_reports
from gwanje.foundation.errors import UnavailableError, WrongUseError
from gwanje.interfaces.cli.as_entered import as_entered, present
from gwanje.interfaces.cli.options import Asked, Command, common_options
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.verbs import VerbGroup, by_option
from gwanje.interfaces.cli.words import Words, words
from gwanje.watch import (
    ReportClosed,
    ReportDraft,
    ReportLinked,
    ReportTriaged,
    reports_from_csv,
)

_MARKINGS = click.Choice(["public", "internal", "restricted"])


@click.group(cls=VerbGroup, unsaid="take-in")
def report() -> None:
    """What missions, associations and firms report: taken in, looked at by a due instant, linked, answered.

    Without a verb a report is taken in: gwanje watch report --source mission --grade b --item urea --text words.
    """


@report.command("take-in")
@click.option("--source", default="", metavar="KEY", help="Kind of reporter, for example mission, association, firm.")
@click.option("--grade", default="", metavar="KEY", help="How far the reporter is trusted: a key of the content.")
@click.option(
    "--item", "items", multiple=True, metavar="ITEM", help="An item by id, key, name or code; may be repeated."
)
@click.option("--text", default=None, metavar="TEXT", help="What is reported; - reads it from standard input.")
@click.option("--csv", "table", default=None, metavar="FILE", help="Several reports as CSV (- for standard input).")
@click.option("--mail", default=None, metavar="FILE", help="One mail as a file (.eml; - for standard input).")
@click.option("--subject", default="", metavar="TEXT", help="A line that says what it is about.")
@click.option("--reporter", default="", metavar="TEXT", help="Who reports; shown by report show only, can be erased.")
@click.option("--marking", type=_MARKINGS, default=None, help="Who may see it; default: internal.")
@by_option
@common_options
def take_in(
    asked: Asked,
    source: str,
    grade: str,
    items: tuple[str, ...],
    text: str | None,
    table: str | None,
    mail: str | None,
    subject: str,
    reporter: str,
    marking: str | None,
    by: str,
) -> None:
    """Take in one report in words or as a mail, or several as CSV; repetitions are said, nothing is dropped."""
    tower = asked.tower
    ways = [one for one in (text, table, mail) if one is not None]
    if len(ways) != 1:
        raise WrongUseError(
            "A report comes in one way",
            expected="exactly one of --text, --csv, --mail",
            found=f"{len(ways)} of them",
            remedy="Give the words with --text, or - to read them from standard input",
        )
    if table is not None:
        drafts = reports_from_csv(*read_text(table))
    else:
        words_of = (
            _mail(mail, source, grade) if mail is not None else ReportDraft(source, grade, _text(text), place="--text")
        )
        drafts = (
            ReportDraft(
                words_of.source, words_of.grade, words_of.text, items, marking or "", reporter or words_of.reporter,
                subject or words_of.subject, words_of.message, words_of.sent, words_of.attachments, words_of.place,
            ),
        )  # fmt: skip
    done = take_in_reports(
        tower.watch_store, drafts, tower.intake, lambda one: tower.items.find(one).key, tower.zone, by=by, at=clock()
    )
    _tell(asked, done)


def _text(text: str | None) -> str:
    return sys.stdin.read() if text == "-" else text or ""


def _mail(file: str, source: str, grade: str) -> ReportDraft:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=file, found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault
    return report_from_mail(data, "standard input" if file == "-" else Path(file).name, source=source, grade=grade)


def _tell(asked: Asked, done: tuple[TakenIn, ...]) -> None:
    """What was taken in; neither words nor reporters are printed."""
    say, lines, rows = words(asked.lang), [], []
    for one in done:
        received = one.report
        due = reporting.due_words(asked.tower, received.number, received.at)
        row = {
            "id": received.id,
            "entry": received.number,
            "state": "again" if one.again else "received",
            "items": " ".join(received.items),
            "marking": received.marking,
            "due": due.say(asked.lang),
            "twins": " ".join(twin.report for twin in one.twins),
            "attachments_not_read": len(received.attachments),
        }
        rows.append(row)
        lines.append(say.say("rpt_again" if one.again else "rpt_done", **row))
        lines += [
            say.say("rpt_twin", report=twin.report, alike=f"{twin.alike:.0%}", days=twin.days) for twin in one.twins
        ]
        lines += [say.count("rpt_attachments", len(received.attachments))] if received.attachments else []
    emit_report(asked, {"reports": rows}, rows, lines)


@report.command("list")
@click.option("--closed", is_flag=True, help="Those that are closed too.")
@common_options
def list_command(asked: Asked, closed: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Reports that wait, the first to fall due on top; neither their words nor who reported."""
    as_of = as_entered(asked)
    answer = reporting.reports(asked.tower, as_of, now=present(asked, as_of), closed=closed)
    say = words(asked.lang)
    totals = ", ".join(f"{say.of('rptstate', key)} {number}" for key, number in sorted(answer.totals.items()))
    lead = [say.say("rpt_totals", totals=totals or say["rpt_none"])]
    lead += [say.count("rpt_overdue", answer.overdue)] if answer.overdue else []
    lead += [say["rpt_no_holidays"]] if any(one["weekends_only"] for one in answer.reports) else []
    emit(answer, asked, table=[_row(one, say) for one in answer.reports], lead=lead)


def _row(one: dict[str, object], say: Words) -> dict[str, object]:
    items, links, lead = one["items"], one["links"], one["lead"]
    assert isinstance(items, list)
    assert isinstance(links, list)
    assert isinstance(lead, dict)
    return {
        "id": one["id"],
        say["col_source"]: one["source"],
        say["col_grade"]: one["grade"],
        say["col_item"]: " ".join(items),
        say["col_state"]: say.of("rptstate", str(one["state"])),
        say["col_due"]: f"{one['due']}{say['rpt_late'] if one['overdue'] else ''}",
        say["col_links"]: " ".join(links),
        say["col_lead"]: lead[say.lang],
    }


@report.command("show")
@click.argument("report_id", metavar="ID")
@common_options
def show(asked: Asked, report_id: str) -> None:
    """One report with its words, its reporter, what it may repeat, and every step on it."""
    as_of = as_entered(asked)
    answer = reporting.report(asked.tower, reporting.report_number(report_id), as_of, now=present(asked, as_of))
    say, head = words(asked.lang), answer.report
    lead = [
        say.say(
            "rpt_title", id=head["id"], source=head["source"], grade=head["grade"], items=" ".join(head["items"]) or "—",
            state=say.of("rptstate", head["state"]), due=answer.due_words.say(asked.lang), lead=head["lead"][asked.lang],
        )
    ]  # fmt: skip
    lead += [say.say("rpt_reporter", reporter=answer.reporter)] if answer.reporter else []
    lead += [say.say("rpt_subject", subject=answer.subject)] if answer.subject else []
    lead += [say.say("rpt_sent", sent=answer.sent)] if answer.sent else []
    lead += [say.say("rpt_unread", files=", ".join(answer.attachments))] if answer.attachments else []
    lead += [
        say.say("rpt_twin", report=one["report"], alike=f"{one['alike']:.0%}", days=one["days"]) for one in answer.twins
    ]
    lead += [answer.text]
    table = [
        {"n": row["entry"], say["col_day"]: row["at"], say["col_by"]: row["by"], say["col_state"]: say.of("rptstate", row["step"]), say["col_says"]: row["says"]}
        for row in answer.rows()
    ]  # fmt: skip
    emit(answer, asked, table=table, lead=lead)


def _report_argument(command: Command) -> Command:
    return click.argument("report_id", metavar="ID")(command)


@report.command("triage")
@_report_argument
@click.option("--says", required=True, metavar="TEXT", help="What you make of it.")
@click.option("--grade", default="", metavar="KEY", help="The grade, where it was wrong.")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="An item it concerns besides; may be repeated.")
@by_option
@common_options
def triage(asked: Asked, report_id: str, says: str, grade: str, items: tuple[str, ...], by: str) -> None:
    """Say what you make of a report: its clock stops."""
    tower = asked.tower
    known = tower.intake.grade(grade).key if grade else ""
    keys = tuple(dict.fromkeys(tower.items.find(one).key for one in items))
    _settle(asked, report_id, ReportTriaged(by, clock(), says=says, grade=known, items=keys))


@report.command("link")
@_report_argument
@click.option("--to", required=True, metavar="ID", help="A notice, a measure, another report, a signal.")
@by_option
@common_options
def link(asked: Asked, report_id: str, to: str, by: str) -> None:
    """Say what a report belongs to; what gwanje can look up must be there."""
    as_of = as_entered(asked)
    signals = [one.id for one in raised_signals(asked.tower, as_of, now=present(asked, as_of))]
    _settle(asked, report_id, ReportLinked(by, clock(), to=reporting.linkable(asked.tower, to, signals)))


@report.command("close")
@_report_argument
@click.option("--feedback", default="", metavar="TEXT", help="What the reporter is told; sending it is yours.")
@click.option("--no-feedback", default="", metavar="TEXT", help="Why the reporter is told nothing.")
@by_option
@common_options
def close(asked: Asked, report_id: str, feedback: str, no_feedback: str, by: str) -> None:
    """Close a report with an answer to the reporter, or with the reason why there is none."""
    _settle(asked, report_id, ReportClosed(by, clock(), feedback=feedback, no_feedback=no_feedback))


@report.command("erase")
@_report_argument
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays readable for ever: nothing private here.")
@by_option
@common_options
def erase(asked: Asked, report_id: str, reason: str, by: str) -> None:
    """Erase the words and the reporter of a report for good; that it was there, who erased it and why stays."""
    number = reporting.report_number(report_id)
    erase_report(asked.tower.watch_store, number, reason=reason, by=by, at=clock())
    line = words(asked.lang).say("rpt_erased", id=f"RPT-{number}", by=by)
    emit_report(asked, {"id": f"RPT-{number}", "erased": True}, [{"id": f"RPT-{number}"}], [line])


def _settle(asked: Asked, report_id: str, step: ReportTriaged | ReportLinked | ReportClosed) -> None:
    number = reporting.report_number(report_id)
    done = settle_report(asked.tower.watch_store, number, step)
    say = words(asked.lang)
    state = say.of("rptstate", done.kind.removeprefix("report-"))
    line = say.say("rpt_step", id=f"RPT-{number}", state=state, number=done.number, by=done.by)
    document = {"id": f"RPT-{number}", "entry": done.number, "step": done.kind.removeprefix("report-"), "by": done.by}
    emit_report(asked, document, [document], [line])
