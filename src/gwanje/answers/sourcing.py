"""Turning source ids into the notes that are printed: publications that facts cite, and data sets with licence and hash."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from gwanje.answers.answer import Answer, SourceNote
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import known_day
from gwanje.foundation.markings import Marking, highest

Answered = TypeVar("Answered", bound=Answer)


def source_notes(tower: Tower, ids: Iterable[str]) -> tuple[SourceNote, ...]:
    """One note per id, in the order first met; an id that nobody knows is refused."""
    return tuple(_note(tower, identity) for identity in dict.fromkeys(ids))


def _note(tower: Tower, identity: str) -> SourceNote:
    if identity in tower.sources:
        source = tower.sources[identity]
        snapshots = tower.vintages.snapshots(identity)
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


def _with_marking(tower: Tower, answer: Answered) -> Answered:
    """The same answer with at least the marking of every publication it cites (Convention M1)."""
    cited = (tower.references.get(note.id).marking for note in answer.sources if note.kind == "reference")
    return answer.model_copy(update={"marking": highest([answer.marking, *cited])})


def as_published(tower: Tower, answer: Answered) -> Answered:
    """The same answer without publications that came after its known time; a record keeps at least one source.

    It bears at least the marking of what it cites.
    """
    answer = _with_marking(tower, answer)
    late = frozenset(
        reference.id
        for reference in tower.references
        if reference.published is not None and reference.published > answer.known
    )
    if not late:
        return answer
    shown: Answered = _without(answer, late)
    cited = set(_cited_in(shown))
    notes = tuple(note for note in answer.sources if note.id not in late or note.id in cited)
    return shown.model_copy(update={"sources": notes})


def _without(value: Any, late: frozenset[str]) -> Any:
    """A value with the late ids taken out of every list called `sources` that holds others too."""
    if isinstance(value, BaseModel):
        parts = {name: _part(name, getattr(value, name), late) for name in type(value).model_fields}
        return value.model_copy(update=parts)
    if isinstance(value, dict):
        return {name: _part(name, part, late) for name, part in value.items()}
    return type(value)(_without(part, late) for part in value) if isinstance(value, tuple | list) else value


def _part(name: str, value: Any, late: frozenset[str]) -> Any:
    if name != "sources" or not isinstance(value, tuple | list):
        return _without(value, late)
    return type(value)(one for one in value if one not in late) or value


def _cited_in(value: Any) -> Iterable[str]:
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "sources" and isinstance(part, tuple | list):
                yield from (one for one in part if isinstance(one, str))
            else:
                yield from _cited_in(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _cited_in(part)
