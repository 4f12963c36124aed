"""Turning source ids into the notes that are printed: publications that facts cite, and data sets with licence and hash."""

from collections.abc import Iterable
from datetime import datetime

from gwanje.answers.answer import SourceNote
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import known_day
from gwanje.foundation.markings import Marking, highest


def source_notes(tower: Tower, ids: Iterable[str]) -> tuple[SourceNote, ...]:
    """One note per id, in the order first met; an id that nobody knows is refused."""
    return tuple(_note(tower, identity) for identity in dict.fromkeys(ids))


def _note(tower: Tower, identity: str) -> SourceNote:
    if identity in tower.sources:
        source = tower.sources[identity]
        snapshots = tower.evidence.snapshots(identity)
        newest = snapshots[-1] if snapshots else None
        return SourceNote(
            id=identity,
            kind="data",
            publisher=source.publisher,
            title=source.names.best("en"),
            published=f"known {_day(tower, newest.known)}" if newest else "",
            licence=source.licence,
            attribution=source.attribution,
            sha256=newest.sha256 if newest else "",
        )
    reference = tower.references.get(identity)
    return SourceNote(
        id=identity,
        kind="reference",
        publisher=reference.publisher,
        locator=reference.locator,
        published=_day(tower, reference.published) if reference.published else "n.d.",
        weak=reference.weak,
    )


def _day(tower: Tower, known: datetime) -> str:
    return known_day(known, tower.zone).isoformat()


def marking_of(tower: Tower, ids: Iterable[str]) -> Marking:
    """The highest marking among the data sources cited."""
    return highest(tower.sources[identity].marking for identity in ids if identity in tower.sources)
