"""Take a reform back: withdrawn before its day, or undone from a day on; what built on it is named, nothing is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.instants import AsOf
from gwanje.registry import Overlap, RecordedReversal, Registry, RegistryInputs, StructuralChange
from gwanje.registry.store import RegistryStore


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a reform back says and changes: what ends and comes back on the day it is undone from."""

    act: RecordedReversal
    changes: tuple[StructuralChange, ...]
    overlaps: tuple[Overlap, ...]


def take_back_reform(
    store: RegistryStore,
    inputs: RegistryInputs,
    reform: str,
    *,
    on: datetime | None,
    reason: str,
    by: str,
    at: datetime,
    base: int | None = None,
) -> tuple[RecordedReversal, TakenBack]:
    """Withdraw a reform that is still a plan, or undo one that is in force from a day on; gives what that changes.

    Args:
        store: The registry's part of the journal.
        inputs: What the registry is read from, as the planner saw it.
        reform: Id of the reform.
        on: The day from which it is undone; None withdraws a plan.
        reason: Why; it stays readable for ever.
        by: Who decides it: an office or an opaque id.
        at: When it is entered.
        base: The number of the last entry the planner knew.

    Raises:
        UnknownKeyError: there is no such reform.
        RefusedInputError: a plan with a day to undo it from, a reform in force without one, or one taken back already.
        ContentError: something built on the reform; the message names it.
        ConflictError: somebody else entered something since; nothing was recorded.
    """
    back = consider_taking_back(inputs, reform, on=on, reason=reason, by=by, at=at)
    here = inputs.base if base is None else base
    recorded = store.take_back(reform, on=on, reason=reason, by=by, at=at, base=here)
    for overlap in back.overlaps:
        store.log_overlap(overlap, by=by, at=at)
    return recorded, back


def consider_taking_back(
    inputs: RegistryInputs, reform: str, *, on: datetime | None, reason: str, by: str, at: datetime
) -> TakenBack:
    """The same without recording anything.

    Raises:
        UnknownKeyError: there is no such reform.
        RefusedInputError: a plan with a day to undo it from, a reform in force without one, or one taken back already.
        ContentError: something built on the reform; the message names it.
    """
    before = Registry(inputs.make())
    view = before.reform(reform, max(at, before.latest_known() or at))
    days = [day for day in (view.effective, *(event.effective for event in view.events)) if day is not None]
    begun = min((day for day in days if day <= at), default=None)
    if view.taken_back is not None:
        raise RefusedInputError(
            f"{reform} is taken back already",
            expected="a reform that stands",
            found=f"{view.status} by {view.taken_back.by}: {view.taken_back.reason}",
            remedy="Enter it again (a plan as a new version, an undone one under another id), or leave it as it is",
        )
    if begun is not None and on is None:
        day = begun.astimezone(inputs.zone).date().isoformat()
        raise RefusedInputError(
            f"{reform} is in force since {day}; what was so on those days stays so",
            expected="the day from which it is undone",
            found="no --on",
            remedy="Give --on DAY; a mistake in what was recorded is mended with a 'correct' event instead",
        )
    first = min(days, default=None)
    if on is not None and first is not None and on < first:
        raise RefusedInputError(
            f"{reform} cannot be undone before it takes effect",
            expected=f"a day from {first.astimezone(inputs.zone).date().isoformat()} on, or none to withdraw the plan",
            found=on.astimezone(inputs.zone).date().isoformat(),
            remedy="Leave --on out to withdraw a plan",
        )
    act = RecordedReversal(inputs.base + 1, at, by, reform, reason, on)
    after = Registry(inputs.with_act(act).make())
    if on is None:
        return TakenBack(act, (), ())
    known = max(at, after.latest_known() or at)
    from_then = AsOf(on, known)
    overlaps = tuple(one for one in after.overlaps(from_then) if one.start == on and one.reform == f"reverse:{reform}")
    return TakenBack(act, after.diff(AsOf(on - timedelta(microseconds=1), known), from_then).changes, overlaps)
