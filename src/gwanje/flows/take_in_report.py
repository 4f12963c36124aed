"""Take in reports: checked together, kept one by one, repetitions said; of a file with a fault nothing is kept."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.watch import IntakeRules, ReportDraft, ReportFile, ReportReceived, Twin, twins_of
from gwanje.watch.reports import report_files
from gwanje.watch.store import WatchStore

UNMARKED = Marking.INTERNAL
"""The marking of a report that says none."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A report as it was kept, what it may repeat, and whether it was in hand already."""

    report: ReportReceived
    twins: tuple[Twin, ...]
    again: bool = False


def take_in_reports(
    store: WatchStore,
    drafts: Sequence[ReportDraft],
    rules: IntakeRules,
    find_item: Callable[[str], str],
    zone: ZoneInfo,
    *,
    by: str,
    at: datetime,
) -> tuple[TakenIn, ...]:
    """Keep reports as they came.

    Args:
        store: The watch room's part of the journal.
        drafts: Reports as they were written.
        rules: Kinds of reporters, reliability grades and the clock of the content.
        find_item: From an id, key or name to the key of an item.
        zone: The country's zone, in which days are counted.
        by: Who takes them in: an office or an opaque id.
        at: When they are taken in; the clock of triage begins here.

    Raises:
        UnknownKeyError: a kind of reporter, a grade or an item is not known; nothing was kept.
        RefusedInputError: a report says nothing, or bears no marking there is; nothing was kept.
    """
    checked = [_checked(draft, rules, find_item, by, at) for draft in drafts]
    held = list(report_files(store.intake.acts()))
    done = []
    for report in checked:
        same = next((one.received for one in held if _is_same(one.received, report)), None)
        if same is not None:
            done.append(TakenIn(same, (), again=True))
            continue
        recorded = store.intake.record(report)
        assert isinstance(recorded, ReportReceived)
        done.append(TakenIn(recorded, twins_of(recorded, held, rules.clock, zone)))
        held.append(ReportFile(recorded))
    return tuple(done)


def _checked(
    draft: ReportDraft, rules: IntakeRules, find_item: Callable[[str], str], by: str, at: datetime
) -> ReportReceived:
    if not draft.text.strip():
        raise RefusedInputError(
            "This report says nothing", place=draft.place, expected="a text", found="nothing", remedy="Give its text"
        )
    return ReportReceived(
        by,
        at,
        source=rules.source(draft.source).key,
        grade=rules.grade(draft.grade).key,
        items=tuple(dict.fromkeys(find_item(one) for one in draft.items)),
        text=draft.text,
        marking=_marking(draft).word,
        reporter=draft.reporter,
        subject=draft.subject,
        message=draft.message,
        sent=draft.sent,
        attachments=draft.attachments,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
    )


def _marking(draft: ReportDraft) -> Marking:
    word = draft.marking.upper() or UNMARKED.name
    if word not in Marking.__members__:
        raise RefusedInputError(
            f"There is no marking '{draft.marking}'",
            place=draft.place,
            expected=", ".join(marking.word for marking in Marking),
            found=draft.marking,
            remedy="Correct the marking, or leave it out: a report without one is internal",
        )
    return Marking[word]


def _is_same(one: ReportReceived, other: ReportReceived) -> bool:
    """The same mail, or the same words on the same items from the same kind of source."""
    if one.message and one.message == other.message:
        return True
    return (one.sha256, one.source, one.items, one.reporter) == (
        other.sha256,
        other.source,
        other.items,
        other.reporter,
    ) and not (one.message or other.message)
