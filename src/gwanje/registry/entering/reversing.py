"""A reform undone from a day on: every field it changed gets back the value it had, unless something built on it."""

from dataclasses import dataclass, replace
from datetime import datetime

from gwanje.foundation.instants import AsOf
from gwanje.registry import refusals
from gwanje.registry.content.recorded import RecordedReversal
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.posts import look_at_posts, undone_flows
from gwanje.registry.entering.versions import END_OF_TIME
from gwanje.registry.entries import ABSENT, Entry


@dataclass(frozen=True, slots=True)
class Reversal:
    """A reform, the day it is undone from, and since when that is known."""

    recorded: RecordedReversal
    on: datetime

    @property
    def place(self) -> str:
        """What messages call it."""
        return self.recorded.place


def reverse(builder: LogBuilder, reversal: Reversal) -> None:
    """Enter the values that held before the reform; units it brought into being end, with the name they had."""
    now = AsOf(reversal.on, END_OF_TIME)
    reform = reversal.recorded.reform
    own = sorted(
        (entry for entry in builder.log if entry.reform == reform and entry.until_known is None),
        key=lambda entry: (entry.starts_at, entry.order),
    )
    ended = {one.subject for one in own if one.aspect == "exists" and _before(builder, one) is None}
    for subject, aspect in dict.fromkeys((entry.subject, entry.aspect) for entry in own):
        fields = [entry for entry in own if (entry.subject, entry.aspect) == (subject, aspect)]
        if aspect == "posts":
            _return_posts(builder, reversal, fields)
            continue
        before = _before(builder, fields[0])
        standing = builder.log.standing(subject, aspect, now)
        if standing is not None and _is_built_on(standing, reform, fields):
            raise refusals.changed_since(reform, subject, aspect, standing, reversal.place, builder.zone)
        if subject in ended and aspect != "exists":
            continue
        value = before.value if before is not None else ABSENT
        builder.put(_undone(fields[-1], value, reversal, before))
    _undo_corrected(builder, reversal)


def _is_built_on(standing: Entry, reform: str, fields: list[Entry]) -> bool:
    """Whether somebody changed the field since; another reversal that left it as the reform had made it did not."""
    if standing.reform == reform or standing.order <= fields[0].order:
        return False
    return not (standing.reform.startswith(_UNDONE) and standing.value == fields[-1].value)


def _undo_corrected(builder: LogBuilder, reversal: Reversal) -> None:
    """What was believed until a later correction is undone too, for as long as it was believed."""
    reform, entered = reversal.recorded.reform, reversal.recorded.at
    believed = [
        entry
        for entry in builder.log
        if entry.reform == reform and entry.until_known is not None and entry.until_known > entered
    ]
    for entry in {
        (one.subject, one.aspect, one.until_known): one for one in believed if one.aspect != "posts"
    }.values():
        before = _before(builder, entry)
        undone = _undone(entry, before.value if before is not None else ABSENT, reversal, before)
        builder.put(replace(undone, until_known=entry.until_known))


_UNDONE = "reverse:"


def _before(builder: LogBuilder, first: Entry) -> Entry | None:
    """What held in a field just before the reform first changed it."""
    earlier = [
        one
        for one in builder.log.of(first.subject, first.aspect)
        if one.until_known is None and (one.starts_at, one.order) < (first.starts_at, first.order)
    ]
    return earlier[-1] if earlier else None


def _return_posts(builder: LogBuilder, reversal: Reversal, flows: list[Entry]) -> None:
    for entry, back in undone_flows(builder.log, flows):
        builder.put(replace(_undone(entry, back, reversal, None), claims=entry.claims))
    look_at_posts(builder, flows[0].subject, reversal.on)


def _undone(entry: Entry, value: object, reversal: Reversal, before: Entry | None) -> Entry:
    return Entry(
        subject=entry.subject,
        aspect=entry.aspect,
        value=value,
        start=reversal.on,
        known=max(reversal.recorded.at, entry.known),
        order=0,
        verb="reverse",
        fact=entry.fact,
        also=entry.also,
        sources=before.sources if before is not None and before.sources else entry.sources,
        status=before.status if before is not None else entry.status,
        claims=before.claims if before is not None else (),
        derived=before.derived if before is not None else "",
        note=reversal.recorded.reason,
        place=reversal.place,
        reform=f"{_UNDONE}{reversal.recorded.reform}",
    )
