"""End a measure of one's own country before its term: from when, and why; what was said before stays as it was said."""

from datetime import datetime

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import Actor, LevelAct, OwnMeasure, OwnMeasureEnded
from gwanje.watch.decisions import check_reason
from gwanje.watch.store import WatchStore


def end_own_measure(
    store: WatchStore, scheme: str, measure: OwnMeasure, at: datetime, reason: str, actor: Actor
) -> LevelAct:
    """Keep that a measure is over before its term.

    Raises:
        RefusedInputError: no reason is given, it has not begun or is over by then, or it was ended already.
        ConflictError: somebody else entered something in between; nothing was recorded.
    """
    base = store.levels.base()
    check_reason(measure.id, reason, overrides=True, what="ended before its term, and nobody says why")
    if measure.early is not None:
        raise _refused(measure, "a measure that nobody has ended", f"ended on {measure.early.at.isoformat()}")
    begins = measure.begins_latest or measure.begins
    if at <= begins:
        raise _refused(measure, f"an instant after its first, {begins.isoformat()}", at.isoformat())
    if measure.ends and at >= measure.ends[0]:
        raise _refused(measure, f"an instant before its end, {measure.ends[0].isoformat()}", at.isoformat())
    ended = OwnMeasureEnded(scheme, "", actor.by, actor.at, measure=measure.id, effective=at, reason=reason)
    return store.levels.record(ended, base=base)


def _refused(measure: OwnMeasure, expected: str, found: str) -> RefusedInputError:
    return RefusedInputError(
        f"{measure.id} cannot be ended early from then on",
        place=measure.kind,
        expected=expected,
        found=found,
        remedy="Look at its span with gwanje watch level --replay, and give another --effective",
    )
