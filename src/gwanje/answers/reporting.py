"""Reports in hand: by when each is looked at, what it may repeat, whose affair it is, what became of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.instants_in_words import instant_words
from gwanje.answers.leads import lead_of
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.flows.settle_report import find_report
from gwanje.foundation.errors import WrongUseError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking, highest, parse_marking
from gwanje.watch import Due, ReportClosed, ReportFile, ReportLinked, ReportTriaged, triage_due, twins_of
from gwanje.watch.notices import notice_files
from gwanje.watch.reports import report_files

Json = dict[str, Any]


class ReportsAnswer(Answer):
    """Reports without their words and reporters: those that wait first, the first to fall due on top."""

    reports: tuple[Json, ...]
    totals: dict[str, int]
    overdue: int

    def rows(self) -> list[Json]:
        """One report a row."""
        return [
            {
                "id": one["id"],
                "received": one["received"],
                "source": one["source"],
                "grade": one["grade"],
                "items": " ".join(one["items"]),
                "state": one["state"],
                "due": one["due"],
                "overdue": one["overdue"],
                "weekends_only": one["weekends_only"],
                "links": " ".join(one["links"]),
                "marking": one["marking"],
                "lead": one["lead"]["en"],
            }
            for one in self.reports
        ]


class ReportAnswer(Answer):
    """One report in full."""

    report: Json
    text: str
    subject: str
    reporter: str
    sent: str
    attachments: tuple[str, ...]
    sha256: str
    due_words: Sentence
    twins: tuple[Json, ...]
    steps: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One step a row, its receipt first."""
        received = {"entry": self.report["entry"], "at": self.report["received"], "by": self.report["by"], "step": "received", "says": self.subject}  # fmt: skip
        return [received, *(dict(step) for step in self.steps)]


def report_number(asked: str) -> int:
    """The number of a report: RPT-7, or 7."""
    digits = asked.upper().removeprefix("RPT-")
    if not digits.isdigit():
        raise WrongUseError(
            f"'{asked}' is not a report",
            expected="RPT- and a number",
            found=asked,
            remedy="List them with gwanje watch report list",
        )
    return int(digits)


def reports(tower: Tower, as_of: AsOf, *, now: datetime, closed: bool = False) -> ReportsAnswer:
    """Reports that had come in by then; `now` is the instant by which they are late."""
    files = report_files(tower.watch_store.intake.acts(), as_of.known)
    chosen = [one for one in files if closed or one.state != "closed"]
    lines = [_line(tower, one, as_of, now) for one in chosen]
    waiting = sorted(lines, key=lambda one: (one["state"] != "received", one["due"], one["entry"]))
    totals: dict[str, int] = {}
    for one in files:
        totals[one.state] = totals.get(one.state, 0) + 1
    return ReportsAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest(_marking(one) for one in chosen),
        reports=tuple(waiting),
        totals=totals,
        overdue=sum(one["overdue"] for one in lines),
    )


def report(tower: Tower, number: int, as_of: AsOf, *, now: datetime) -> ReportAnswer:
    """One report with its words, and what it may repeat."""
    files = report_files(tower.watch_store.intake.acts(), as_of.known)
    file = find_report(files, number)
    received, due = file.received, _due(tower, file)
    return ReportAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=_marking(file),
        report=_line(tower, file, as_of, now),
        text=received.text,
        subject=received.subject,
        reporter=received.reporter,
        sent=received.sent,
        attachments=received.attachments,
        sha256=received.sha256,
        due_words=_due_words(tower, due, late=_is_late(file, due, now)),
        twins=tuple(
            {"report": twin.report, "alike": twin.alike, "days": twin.days}
            for twin in twins_of(received, files, tower.intake.clock, tower.zone)
        ),
        steps=tuple(_step(tower, act) for act in file.acts),
    )


def due_words(tower: Tower, number: int, known: datetime) -> Sentence:
    """By when a report is looked at, in words."""
    file = find_report(report_files(tower.watch_store.intake.acts(), known), number)
    return _due_words(tower, _due(tower, file), late=False)


def late_reports(tower: Tower, known: datetime, now: datetime) -> tuple[ReportFile, ...]:
    """Reports that nobody has looked at though it was due."""
    if tower.intake.given_clock is None:
        return ()
    files = report_files(tower.watch_store.intake.acts(), known)
    return tuple(one for one in files if _is_late(one, _due(tower, one), now))


def waiting_reports(tower: Tower, known: datetime) -> tuple[ReportFile, ...]:
    """Reports that nobody has looked at yet."""
    return tuple(one for one in report_files(tower.watch_store.intake.acts(), known) if one.state == "received")


def linkable(tower: Tower, asked: str, signals: Iterable[str] = ()) -> str:
    """The id of something a report can belong to: a notice, a measure, a pause, a fact, a report, an item, a signal.

    Raises:
        UnknownKeyError: nothing in this tower has this id.
    """
    reports_held = [one.received.id for one in report_files(tower.watch_store.intake.acts())]
    notices_held = [one.draft.id for one in notice_files(tower.watch_store.notices.acts())]
    known = [*tower.restrictions.measures, *tower.restrictions.pauses, *tower.facts.by_id, *reports_held, *notices_held]
    known += signals
    if asked in known or asked in tower.items:
        return asked
    raise unknown_key(
        "notice, measure, report, fact, signal or item", asked, [*known, *(one.key for one in tower.items)]
    )


def _marking(file: ReportFile) -> Marking:
    return parse_marking(file.received.marking)


def _due(tower: Tower, file: ReportFile) -> Due:
    grade = tower.intake.grade(file.received.grade)
    return triage_due(file.received.at, grade, tower.intake.clock, tower.zone)


def due_instant(tower: Tower, file: ReportFile) -> datetime:
    """By when a report is looked at."""
    return _due(tower, file).instant


def _is_late(file: ReportFile, due: Due, now: datetime) -> bool:
    return file.state == "received" and due.instant <= now


def _due_words(tower: Tower, due: Due, *, late: bool) -> Sentence:
    when = instant_words(due.instant.astimezone(tower.zone), tower.zone)
    doubt = ("; public holidays not counted: only weekends are days off", "(공휴일 미반영, 주말만 휴무로 계산)")
    en = f"{'was due' if late else 'due'} {when.en}{doubt[0] if due.weekends_only else ''}"
    ko = f"{'기한 경과' if late else '기한'} {when.ko}{doubt[1] if due.weekends_only else ''}"
    return Sentence(en=en, ko=ko)


def _line(tower: Tower, file: ReportFile, as_of: AsOf, now: datetime) -> Json:
    """One report as a list shows it: no words of it, no reporter."""
    received, due = file.received, _due(tower, file)
    lead = lead_of(tower, file.items, as_of).words
    return {
        "id": received.id,
        "entry": received.number,
        "received": received.at.astimezone(tower.zone).isoformat(timespec="minutes"),
        "by": received.by,
        "source": received.source,
        "grade": file.grade,
        "items": list(file.items),
        "state": file.state,
        "due": due.instant.astimezone(tower.zone).isoformat(timespec="minutes"),
        "weekends_only": due.weekends_only,
        "overdue": _is_late(file, due, now),
        "links": list(file.links),
        "marking": received.marking,
        "answered": bool(file.closed and file.closed.feedback),
        "lead": {"en": lead.en, "ko": lead.ko},
    }


def _step(tower: Tower, act: ReportTriaged | ReportLinked | ReportClosed) -> Json:
    told: Json = {
        "entry": act.number,
        "at": act.at.astimezone(tower.zone).isoformat(timespec="minutes"),
        "by": act.by,
        "step": act.kind.removeprefix("report-"),
    }
    if isinstance(act, ReportTriaged):
        return told | {
            "says": " ".join(part for part in (act.says, act.grade and f"[{act.grade}]", *act.items) if part)
        }
    if isinstance(act, ReportLinked):
        return told | {"says": act.to}
    return told | {"says": act.feedback or act.no_feedback, "answered": bool(act.feedback)}
