"""One reform as it was written down, for a planner's table: the version that was public, without what came later."""

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.registry import ReformFile


class ReformTable(Answer):
    """A reform with its events; `left_out` names what was not public by the known time."""

    reform: ReformFile
    status: str
    left_out: tuple[str, ...] = ()


def reform_table(tower: Tower, reform: str, as_of: AsOf) -> ReformTable:
    """The reform with this id, in the version that was public by the known time.

    Raises:
        UnknownKeyError: no reform with this id was public by then; says "did you mean".
    """
    view = tower.registry.reform(reform, as_of.known)
    version = next(one for one in reversed(tower.registry.versions(reform)) if one.known <= as_of.known)
    told, left_out = _public(version.reform, as_of)
    cited = [*told.sources, *(source for event in told.events for source in event.change.sources)]
    answer = ReformTable(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest([told.marking, *(event.change.marking for event in told.events)]),
        sources=source_notes(tower, cited),
        reform=told,
        status=view.status,
        left_out=left_out,
    )
    return as_published(tower, answer)


def _public(reform: ReformFile, as_of: AsOf) -> tuple[ReformFile, tuple[str, ...]]:
    """Events and counts that were public; where one is left out, the others keep the ids their places gave them."""
    left_out: list[str] = []
    events = []
    for place, event in enumerate(reform.events, 1):
        change = event.change
        fact = change.fact or f"{reform.id}-{place:02d}"
        if change.known is not None and change.known > as_of.known:
            left_out.append(f"event {fact}")
        else:
            events.append(event.model_copy(update={event.verb: change.model_copy(update={"fact": fact})}))
    counts = reform.counts
    if counts is not None and counts.known is not None and counts.known > as_of.known:
        left_out.append("the counts of units")
        counts = None
    shown = events if len(events) < len(reform.events) else reform.events
    return reform.model_copy(update={"events": tuple(shown), "counts": counts}), tuple(left_out)
