"""What people enter cites only what somebody declared: publications and claims of content, or those it brings along."""

from collections.abc import Collection

from gwanje.registry import refusals
from gwanje.registry.content.events import ReformRecord
from gwanje.registry.content.personnel import PersonnelFile


def refuse_unknown_citations(told: ReformRecord | PersonnelFile, known: Collection[str]) -> None:
    """Refuse a source or a claim that nobody declared.

    Raises:
        ContentError: the first such id, with its place and the nearest known one.
    """
    for cited, place in told.cited():
        if cited not in known:
            raise refusals.unknown_citation(cited, known, place or told.place)
