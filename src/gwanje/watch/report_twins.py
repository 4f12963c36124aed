"""When two reports may be one: the same kind of source, an item in common, days near, letters alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gwanje.foundation.instants import days_between
from gwanje.foundation.names import search_form
from gwanje.watch.intake_rules import TriageClock
from gwanje.watch.reports import ReportFile, ReportReceived

_LETTERS = 3


def likeness(one: str, other: str) -> float:
    """How alike two texts are: the share of their runs of three letters that both have.

    Shapes and units:
        one, other: texts in any language. Result: dimensionless, from 0 to 1; 1 where the letters are the same.

    Source:
        Jaccard similarity of sets (P. Jaccard, 1912) over runs of three letters, signs and case left out.

    Differs:
        Hangul is compared letter by letter (jamo), so that endings weigh less than words.

    Raises:
        Nothing.

    Example:
        >>> likeness("Graphite is short.", "graphite is SHORT")
        1.0
    """
    first, second = _runs(one), _runs(other)
    if not first or not second:
        return float(first == second)
    return len(first & second) / len(first | second)


def _runs(text: str) -> frozenset[str]:
    letters = search_form(text)
    if len(letters) < _LETTERS:
        return frozenset({letters}) if letters else frozenset()
    return frozenset(letters[start : start + _LETTERS] for start in range(len(letters) - _LETTERS + 1))


@dataclass(frozen=True, slots=True)
class Twin:
    """A report that looks like another: the same source, an item in common, days near, letters alike."""

    report: str
    alike: float
    days: int


def twins_of(
    report: ReportReceived, others: Iterable[ReportFile], clock: TriageClock, zone: ZoneInfo
) -> tuple[Twin, ...]:
    """The earlier reports that this one may repeat, the most alike first.

    Shapes and units:
        report: one report; others: reports with what became of them; clock: days and likeness from the content.
        Result: reports of the same kind of source with an item in common (or none on both sides), not more days apart
        and at least as alike as the clock says, or mails that bear the same id; `alike` from 0 to 1, `days` calendar
        days of the country.

    Source:
        Project choice; days and likeness are settings of the content.

    Differs:
        Nothing is dropped: a person says that two reports are one.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC, datetime
        >>> from gwanje.watch.measures import Phrase
        >>> noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
        >>> clock = TriageClock(basis=Phrase(en="a", ko="a"), duplicate_days=7, duplicate_likeness=0.6)
        >>> first = ReportReceived("u", noon, 3, source="firm", items=("urea",), text="urea is short")
        >>> again = ReportReceived("u", noon, 4, source="firm", items=("urea",), text="Urea is short!")
        >>> [twin.report for twin in twins_of(again, [ReportFile(first)], clock, ZoneInfo("Asia/Seoul"))]
        ['RPT-3']
    """
    found = []
    for other in others:
        held = other.received
        if held.number == report.number or held.source != report.source:
            continue
        shared = set(report.items) & set(held.items) or not (report.items or held.items)
        days = abs(days_between(held.at, report.at, zone))
        alike = likeness(report.text, held.text)
        near = days <= clock.duplicate_days and alike >= clock.duplicate_likeness
        if (report.message and report.message == held.message) or (shared and near):
            found.append(Twin(held.id, alike, days))
    return tuple(sorted(found, key=lambda twin: (-twin.alike, twin.report)))
