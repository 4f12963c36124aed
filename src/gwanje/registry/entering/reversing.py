"""A reform undone from a day on: every field it changed gets back the value it had, unless something built on it."""

from dataclasses import dataclass, replace
from datetime import datetime

from gwanje.foundation.instants import AsOf
from gwanje.registry import refusals
from gwanje.registry.content.recorded import RecordedReversal
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.posts import PostFlow
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
        if standing is not None and standing.reform != reform and standing.order > fields[0].order:
            raise refusals.changed_since(reform, subject, aspect, standing, reversal.place, builder.zone)
        if subject in ended and aspect != "exists":
            continue
        value = before.value if before is not None else ABSENT
        builder.put(_undone(fields[-1], value, reversal, before))


def _before(builder: LogBuilder, first: Entry) -> Entry | None:
    """What held in a field just before the reform first changed it."""
    earlier = [
        one
        for one in builder.log.of(first.subject, first.aspect)
        if one.until_known is None and (one.starts_at, one.order) < (first.starts_at, first.order)
    ]
    return earlier[-1] if earlier else None


def _return_posts(builder: LogBuilder, reversal: Reversal, flows: list[Entry]) -> None:
    for entry in flows:
        if isinstance(entry.value, PostFlow):
            undone = _undone(entry, entry.value.undone(), reversal, None)
            builder.put(replace(undone, claims=entry.claims))


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
        reform=f"reverse:{reversal.recorded.reform}",
    )
