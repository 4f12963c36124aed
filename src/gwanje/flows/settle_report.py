"""What becomes of a report: looked at, linked, closed with an answer to the reporter, erased."""

from dataclasses import replace
from datetime import datetime

from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import ReportClosed, ReportFile, ReportLinked, ReportTriaged
from gwanje.watch.reports import report_files
from gwanje.watch.store import WatchStore

Step = ReportTriaged | ReportLinked | ReportClosed


def settle_report(store: WatchStore, report: int, step: Step) -> Step:
    """Keep one step on a report.

    Raises:
        UnknownKeyError: no such report.
        RefusedInputError: it is closed already, is linked to itself, or is closed without an answer or a reason.
        ConflictError: somebody else entered something in between; nothing was recorded.
    """
    base = store.intake.base()
    file = find_report(report_files(store.intake.acts()), report)
    if file.closed is not None:
        raise RefusedInputError(
            "This report is closed",
            place=file.received.id,
            expected="a report that is open",
            found=f"closed by {file.closed.by}",
            remedy="Take what is new in as a report of its own, and link the two",
        )
    if isinstance(step, ReportClosed) and not (step.feedback.strip() or step.no_feedback.strip()):
        raise RefusedInputError(
            "A report is closed with an answer to the reporter",
            place=file.received.id,
            expected="what the reporter is told, or why he is told nothing",
            found="neither",
            remedy="Give --feedback, or --no-feedback with the reason",
        )
    if isinstance(step, ReportLinked) and step.to == file.received.id:
        raise RefusedInputError(
            "A report is not linked to itself", place=step.to, found=step.to, remedy="Give the id of something else"
        )
    recorded = store.intake.record(replace(step, report=report), base=base)
    assert isinstance(recorded, ReportTriaged | ReportLinked | ReportClosed)
    return recorded


def erase_report(store: WatchStore, report: int, *, reason: str, by: str, at: datetime) -> None:
    """Erase what a report says, and every step on it, for good.

    Raises:
        UnknownKeyError: no such report.
        RefusedInputError: no reason is given.
    """
    file = find_report(report_files(store.intake.acts()), report)
    for number in (*(act.number for act in file.acts), file.received.number):
        store.intake.erase(number, reason=reason, by=by, at=at)


def find_report(files: tuple[ReportFile, ...], number: int) -> ReportFile:
    """The report with this number; another one is refused."""
    found = next((one for one in files if one.received.number == number), None)
    if found is None:
        raise unknown_key("report", f"RPT-{number}", [one.received.id for one in files])
    return found
