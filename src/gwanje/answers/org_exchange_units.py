"""Which units are told at an `AsOf`, and what is said of each: those that exist, that have ended, or that others name."""

from collections.abc import Iterable

from gwanje.answers.org_exchange_entries import DatedEntries
from gwanje.answers.org_exchange_parts import ExchangeUnit, UnitKind, UnitParent
from gwanje.answers.tower import Tower
from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES, Name, Names
from gwanje.registry import ChainLink, PlacedUnit, UnitView


def units_told(tower: Tower, as_of: AsOf, entries: DatedEntries, named: Iterable[str]) -> list[PlacedUnit]:
    """Every unit that exists or has ended, and those something else names though they are not known to exist, by id."""
    placed = {one.unit.id: one for one in tower.registry.structure(as_of).units}
    waiting = [unit for one in placed.values() for unit in _above(one.unit)] + [*named]
    for identity in entries.gone():
        if identity not in placed:
            found = tower.registry.show(identity, as_of).placed
            if found.unit.state == "ended":
                placed[identity] = found
                waiting += found.unit.successors
    while waiting:
        identity = waiting.pop()
        if identity not in placed:
            placed[identity] = tower.registry.show(identity, as_of).placed
            waiting += _above(placed[identity].unit)
    return [placed[identity] for identity in sorted(placed)]


def _above(view: UnitView) -> list[str]:
    if view.parent is None or view.state == "ended":
        return []
    return [unit for unit in (view.parent.unit, view.parent.within) if unit]


def kinds_told(tower: Tower) -> tuple[UnitKind, ...]:
    """Every kind of unit content declares, with its rank, by key."""
    kinds = sorted(tower.registry.kinds(), key=lambda kind: kind.key)
    return tuple(
        UnitKind(
            key=kind.key,
            names=plain(kind.names),
            level=kind.level,
            temporary=kind.temporary,
            rank=kind.rank,
            desk=kind.desk,
        )
        for kind in kinds
    )


def plain(names: Names) -> Names:
    """The names without the place they were read from, so that equal answers are equal."""
    spoken = {lang: name for lang in NAME_LANGUAGES if (name := getattr(names, lang)) is not None}
    return Names(**{lang: Name(text=one.text, status=one.status, note=one.note) for lang, one in spoken.items()})


def exchange_unit(tower: Tower, placed: PlacedUnit, entries: DatedEntries, as_of: AsOf) -> ExchangeUnit:
    """One unit; of one that has ended, what it was and who followed; of one to come, what it will be called."""
    view = placed.unit
    exists, ended = view.state == "exists", view.state == "ended"
    begins = view.since if exists else view.ended_on
    return ExchangeUnit(
        id=view.id,
        state=view.state,
        names=tuple(entries.names(view)),
        kind=view.kind if exists or ended else "not known",
        level=view.level if exists or ended else "not known",
        parent=UnitParent(state="not_known") if ended else _parent(view, placed.chain),
        since=entries.began(view.id) if ended else view.since,
        planned=begins is not None and begins > as_of.known,
        term=_term(tower, view.term),
        term_state=view.term_state,
        ended=view.ended_on,
        ended_by=view.ended_by,
        successors=view.successors,
        complete_levels=() if ended else view.children.complete,
        incomplete=True if ended else view.children.incomplete,
        status=view.status,
        claims=view.claims,
        sources=view.sources,
        notes=tuple(note.en for note in view.notes),
    )


def _term(tower: Tower, term: Ending | None) -> Ending | None:
    """The ending without the place it was read from."""
    return None if term is None else Ending.model_validate(term.model_dump(), context={"zone": tower.zone})


def _parent(view: UnitView, chain: tuple[ChainLink, ...]) -> UnitParent:
    parent = view.parent
    if parent is None:
        return UnitParent(state="not_known")
    return UnitParent(
        state="not_reported" if parent.state == "not reported" else parent.state,
        unit=parent.unit,
        within=parent.within,
        missing_level=parent.missing_level,
        status=parent.status,
        note=parent.note,
        planned=bool(chain) and chain[0].planned,
    )
