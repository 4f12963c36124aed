"""Take in reports: checked together, kept one by one, repetitions said; of a file with a fault nothing is kept.

Where it is stopped between two reports, the same file taken in again keeps the rest, and none twice.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import GwanjeError, RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.watch import IntakeRules, ReportDraft, ReportFile, ReportReceived, Twin, twins_of
from gwanje.watch.reports import report_files
from gwanje.watch.store import WatchStore

UNMARKED = Marking.INTERNAL
"""The marking of a report that says none."""
LONGEST = 200_000
"""Characters of a report."""


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
        RefusedInputError: a report says nothing, is too long, or bears no marking there is, or rows of a file are at
            fault, each named by its line; nothing was kept.
    """
    checked = _all_checked(drafts, lambda draft: _checked(draft, rules, find_item, by, at))
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


def _all_checked(
    drafts: Sequence[ReportDraft], check: Callable[[ReportDraft], ReportReceived]
) -> tuple[ReportReceived, ...]:
    """Every report checked; where several came together, each that is at fault is named by its line."""
    if len(drafts) == 1 and " line " not in drafts[0].place:
        return (check(drafts[0]),)
    checked, faults = [], []
    for draft in drafts:
        try:
            checked.append(check(draft))
        except GwanjeError as fault:
            faults.append((draft.place, fault.what))
    if faults:
        raise RefusedInputError(
            "Rows of this file are no reports; nothing of it was kept",
            place=faults[0][0],
            expected="a source, a grade, a text, and items and markings there are",
            found=f"{len(faults)} of {len(drafts)} rows: {'; '.join(f'{place}: {what}' for place, what in faults)}",
            remedy="Correct these rows, and take the whole file in again",
        )
    return tuple(checked)


def _checked(
    draft: ReportDraft, rules: IntakeRules, find_item: Callable[[str], str], by: str, at: datetime
) -> ReportReceived:
    if not draft.text.strip():
        raise RefusedInputError(
            "This report says nothing", place=draft.place, expected="a text", found="nothing", remedy="Give its text"
        )
    if len(draft.text) > LONGEST:
        raise RefusedInputError(
            "This is longer than a report",
            place=draft.place,
            expected=f"at most {LONGEST:,} characters",
            found=f"{len(draft.text):,}",
            remedy="Give what it says in short; keep the rest beside it",
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
    """The same mail with the same words, or the same words on the same items from the same kind of source."""
    if one.message and (one.message, one.sha256) == (other.message, other.sha256):
        return True
    return (one.sha256, one.source, one.items, one.reporter) == (
        other.sha256,
        other.source,
        other.items,
        other.reporter,
    ) and not (one.message or other.message)
