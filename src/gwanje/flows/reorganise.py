"""Enact a reform, or a new version of one: checked as a whole, kept as it was written, overlaps logged."""

from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.content import parse_record
from gwanje.foundation.errors import RefusedInputError
from gwanje.registry import (
    Preview,
    RecordedReform,
    RecordedReversal,
    ReformFile,
    Registry,
    RegistryInputs,
)
from gwanje.registry.store import RegistryStore


@dataclass(frozen=True, slots=True)
class Enacted:
    """A reform as it was recorded, and what it changes; None where nobody knows its day."""

    recorded: RecordedReform
    reform: str
    amends: bool
    preview: Preview | None


def reorganise(
    store: RegistryStore,
    inputs: RegistryInputs,
    text: str,
    *,
    name: str,
    by: str,
    at: datetime,
    base: int | None = None,
) -> Enacted:
    """Enact a reform written as text.

    Args:
        store: The registry's part of the journal.
        inputs: What the registry is read from, as the planner saw it.
        text: The reform, in the format of `registry/reforms/*.yaml`.
        name: What messages call the text: its file name.
        by: Who enters it: an office or an opaque id.
        at: When it is entered.
        base: The number of the last entry the planner knew; needed to amend a reform that was entered before.

    Raises:
        ContentError: the text is not understood, cites what nobody declared, or contradicts the state it meets.
        RefusedInputError: a binding check fails, or an amendment does not say which version it amends.
        ConflictError: somebody else entered something since; nothing was recorded.
    """
    reform = parse_record(text, name, ReformFile, zone=inputs.zone)
    here = inputs.base
    _refuse_blind_amendment(inputs, reform.id, text, base)
    act = RecordedReform(here + 1, at, by, text, name)
    candidate = Registry(inputs.with_act(act).make())
    if base is None and len(candidate.versions(reform.id)) > 1:
        raise RefusedInputError(
            f"{reform.id} is part of the content, so this would amend it",
            place=name,
            expected="the number of the last entry you have seen",
            found="no --base",
            remedy=f"Look at it with gwanje org preview {reform.id}, then give --base {here}",
        )
    preview = _refuse_failed_checks(candidate, reform.id, name, at)
    recorded = store.enter_reform(text, reform=reform.id, by=by, at=at, base=here if base is None else base)
    for overlap in preview.overlaps if preview is not None else ():
        store.log_overlap(overlap, by=by, at=at)
    return Enacted(recorded, reform.id, len(candidate.versions(reform.id)) > 1, preview)


def _refuse_blind_amendment(inputs: RegistryInputs, reform: str, text: str, base: int | None) -> None:
    earlier = [act for act in inputs.acts if isinstance(act, RecordedReform) and _is_version(act, reform, inputs)]
    if not earlier:
        return
    last = earlier[-1]
    backs = (act for act in inputs.acts if isinstance(act, RecordedReversal) and act.reform == reform)
    if last.text == text and not any(act.number > last.number for act in backs):
        raise RefusedInputError(
            f"{reform} stands already, word for word",
            place=f"entry {last.number}, by {last.by}, {last.at.isoformat(timespec='minutes')}",
            expected="a text that says something else",
            found="the same text",
            remedy="Nothing is left to enter",
        )
    if base is not None:
        return
    raise RefusedInputError(
        f"{reform} was entered before, so this would amend it",
        place=f"entry {last.number}, by {last.by}, {last.at.isoformat(timespec='minutes')}",
        expected="the number of the last entry you have seen",
        found="no --base",
        remedy=f"Look at it with gwanje org preview {reform}, then give --base {inputs.base}",
    )


def _is_version(act: RecordedReform, reform: str, inputs: RegistryInputs) -> bool:
    return parse_record(act.text, act.place, ReformFile, zone=inputs.zone).id == reform


def _refuse_failed_checks(candidate: Registry, reform: str, name: str, at: datetime) -> Preview | None:
    known = max(at, candidate.latest_known() or at)
    if candidate.reform(reform, known).effective is None:
        return None
    preview = candidate.preview(reform, known)
    if preview.refused:
        first = preview.refused[0]
        others = f"; {len(preview.refused) - 1} more checks fail" if len(preview.refused) > 1 else ""
        raise RefusedInputError(
            f"Check {first.check} fails for {first.subject}: {first.rule.en} {first.words.en}{others}",
            place=f"{name}; rule at {first.place}",
            expected=first.expected,
            found=first.found,
            remedy=first.remedy.en or "Correct the reform",
        )
    return preview
