"""A reform cites only what somebody declared: publications and claims of content, or those it brings with it."""

from collections.abc import Collection

from gwanje.registry import refusals
from gwanje.registry.content.events import ReformRecord


def refuse_unknown_citations(reform: ReformRecord, known: Collection[str]) -> None:
    """Refuse a source or a claim that neither content nor the reform itself declares.

    Raises:
        ContentError: the first such id, with the nearest known one.
    """
    own = {one.id for one in reform.references} | {str(one.get("id")) for one in reform.disagreements}
    for cited, place in reform.cited():
        if cited not in known and cited not in own:
            raise refusals.unknown_citation(cited, [*own, *known], place or reform.place)
