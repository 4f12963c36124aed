"""The organisation as other programs take it: units, affairs and reforms at one `AsOf`, every gap a visible state."""

from collections.abc import Iterable, Iterator
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.org_exchange_entries import DatedEntries
from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangeEvent,
    ExchangePost,
    ExchangeReform,
    ExchangeSeat,
    ExchangeUnit,
    UnitKind,
    UnitParent,
)
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Name, Names
from gwanje.registry import ChainLink, Holder, PlacedUnit, PostView, ReformView, Scope, UnitView

Json = dict[str, Any]
_Held = tuple[Holder, Scope, Names]


class Organisation(Answer):
    """The whole organisation at one `AsOf`: everything an exchange format needs, and nothing that is not known."""

    kinds: tuple[UnitKind, ...]
    units: tuple[ExchangeUnit, ...]
    affairs: tuple[ExchangeAffair, ...]
    reforms: tuple[ExchangeReform, ...]
    posts: tuple[ExchangePost, ...] = ()
    people_told: bool = False

    def rows(self) -> list[Json]:
        """One unit a row."""
        return [
            {
                "unit": unit.id,
                **{lang: name.text if (name := unit.current(lang)) else None for lang in ("en", "ko")},
                "kind": unit.kind,
                "parent": unit.parent.unit or unit.parent.state,
                "within": unit.parent.within,
                "since": unit.since.isoformat() if unit.since else None,
            }
            for unit in self.units
        ]


def organisation(tower: Tower, as_of: AsOf, *, people: bool = False) -> Organisation:
    """Units, kinds, affairs, posts and reforms at an instant, as far as they were public by the known time.

    Args:
        tower: The country.
        as_of: The two times.
        people: Whether to tell who sits on the posts; names of persons leave the tower only when asked for.
    """
    entries = DatedEntries(tower, as_of)
    holders = list(_holders(tower, as_of, entries))
    posts = tuple(_post(tower, view, people=people) for view in tower.registry.people.posts(as_of))
    placed = _units(tower, as_of, holders, [post.unit for post in posts])
    units = tuple(_unit(one, entries, as_of) for one in placed)
    affairs = tuple(_affair(holder, scope, names) for holder, scope, names in holders)
    reforms = tuple(_reform(tower, view, entries) for view in tower.registry.reforms(as_of))
    events = [event for reform in reforms for event in reform.events]
    cited = [part.sources for parts in (units, affairs, reforms, events, posts) for part in parts]
    answer = Organisation(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, (source for sources in cited for source in sources)),
        kinds=_kinds(one.unit for one in placed),
        units=units,
        affairs=affairs,
        reforms=reforms,
        posts=posts,
        people_told=people,
    )
    return as_published(tower, answer)


def _holders(tower: Tower, as_of: AsOf, entries: DatedEntries) -> Iterator[_Held]:
    """Every affair in every scope that has a holding of its own; one nobody knows a holder of, once, with that state."""
    for mandate in tower.registry.mandates():
        found = [(_who(tower, mandate.id, as_of, scope), scope) for scope in entries.scopes(mandate.id)]
        names = {part.scope.part: part.names for holder, _ in found for part in holder.parts}
        told = [(holder, scope) for holder, scope in found if holder.answered_by == scope.key] or found[:1]
        yield from ((holder, scope, names.get(scope.part, Names())) for holder, scope in told)


def _who(tower: Tower, mandate: str, as_of: AsOf, scope: Scope) -> Holder:
    return tower.registry.who(mandate, as_of, scope=scope.part, scheme=scope.scheme, item=scope.item)


def _units(tower: Tower, as_of: AsOf, holders: list[_Held], others: list[str]) -> list[PlacedUnit]:
    """Every unit that exists, and those something else names though they are not known to exist, by id."""
    placed = {one.unit.id: one for one in tower.registry.structure(as_of).units}
    named = [unit for holder, _, _ in holders for unit in _named(holder)]
    waiting = [unit for one in placed.values() for unit in _above(one.unit)] + named + others
    while waiting:
        identity = waiting.pop()
        if identity not in placed:
            placed[identity] = tower.registry.show(identity, as_of).placed
            waiting += _above(placed[identity].unit)
    return [placed[identity] for identity in sorted(placed)]


def _above(view: UnitView) -> list[str]:
    return [unit for unit in (view.parent.unit, view.parent.within) if unit] if view.parent else []


def _named(holder: Holder) -> list[str]:
    units = (holder.lead, holder.inner, *(holder.cooperating or ()), *holder.units)
    return [unit.id for unit in units if unit is not None]


def _kinds(views: Iterable[UnitView]) -> tuple[UnitKind, ...]:
    found = {
        view.kind: UnitKind(key=view.kind, names=_plain(view.kind_names), level=view.level, temporary=view.temporary)
        for view in views
        if view.state == "exists" and view.kind != "not known"
    }
    return tuple(found[key] for key in sorted(found))


def _plain(names: Names) -> Names:
    """The names without the place they were read from, so that equal answers are equal."""
    return Names(
        **{
            lang: Name(text=name.text, status=name.status, note=name.note)
            for lang, name in (("ko", names.ko), ("en", names.en))
            if name is not None
        }
    )


def _unit(placed: PlacedUnit, entries: DatedEntries, as_of: AsOf) -> ExchangeUnit:
    """One unit; of one that is not known to exist then, only what it will be called."""
    view = placed.unit
    exists = view.state == "exists"
    return ExchangeUnit(
        id=view.id,
        state=view.state,
        names=tuple(entries.names(view)),
        kind=view.kind if exists else "not known",
        level=view.level if exists else "not known",
        parent=_parent(view, placed.chain),
        since=view.since,
        planned=view.since is not None and view.since > as_of.known,
        complete_levels=view.children.complete,
        incomplete=view.children.incomplete,
        status=view.status,
        claims=view.claims,
        sources=view.sources,
        notes=view.notes,
    )


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


def _affair(holder: Holder, scope: Scope, part_names: Names) -> ExchangeAffair:
    return ExchangeAffair(
        id=holder.mandate.id,
        key=holder.mandate.key,
        names=_plain(holder.mandate.names),
        scope=scope.part,
        part_names=_plain(part_names),
        scheme=scope.scheme,
        item=scope.item,
        state=holder.state,
        lead=holder.lead.id if holder.lead else None,
        inner=holder.inner.id if holder.inner else None,
        inner_not_reported=holder.inner_not_reported,
        cooperating=tuple(unit.id for unit in holder.cooperating) if holder.cooperating is not None else None,
        units=tuple(unit.id for unit in holder.units),
        incomplete=holder.incomplete,
        since=holder.since,
        planned=holder.planned,
        status=holder.status,
        facts=holder.facts,
        claims=holder.claims,
        sources=holder.sources,
        notes=tuple(note.as_answer() for note in holder.notes),
    )


def _post(tower: Tower, view: PostView, *, people: bool) -> ExchangePost:
    seats = [
        ExchangeSeat.model_validate(
            {"person": seat.person, "names": _plain(seat.names or Names()), "role": seat.role, "term": seat.over}
        )
        for seat in view.seats
        if people
    ]
    return ExchangePost(
        id=view.id,
        unit=view.unit,
        names=_plain(view.names),
        kind=view.kind or "",
        head=view.head,
        contact=view.contact,
        duties=tuple(_duty(tower.registry.find_mandate(duty.mandate).id, duty.about) for duty in view.duties),
        seats=tuple(seats),
        sources=view.sources,
    )


def _duty(mandate: str, scope: Scope) -> str:
    whole = scope == Scope()
    return mandate if whole else ":".join([mandate, scope.part, scope.scheme, scope.item]).rstrip(":")


def _reform(tower: Tower, view: ReformView, entries: DatedEntries) -> ExchangeReform:
    events = tuple(_events(tower, view, entries))
    came = _once(event.came for event in events)
    went = _once(event.went for event in events)
    renamed = _once(event.units for event in events if event.verb == "rename")
    moved = _once(event.units for event in events if event.verb == "move")
    return ExchangeReform(
        id=view.id,
        names=_plain(view.names),
        act=view.act,
        decided=view.decided,
        effective=view.effective,
        day_is_exact=view.day_is_exact,
        state=view.status,
        came=came,
        went=went,
        renamed=renamed,
        moved=moved,
        changed=tuple(
            unit for unit in _once(event.units for event in events) if unit not in {*came, *went, *renamed, *moved}
        ),
        affairs=_once(event.affairs for event in events),
        events=events,
        claims=view.claims,
        sources=view.sources,
    )


def _once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def _events(tower: Tower, view: ReformView, entries: DatedEntries) -> Iterator[ExchangeEvent]:
    affairs = frozenset(mandate.id for mandate in tower.registry.mandates())
    met: dict[str, int] = {}
    for event in view.events:
        identity = ".".join([event.facts[0], event.verb, *event.subjects])
        met[identity] = met.get(identity, 0) + 1
        units = tuple(subject for subject in event.subjects if subject not in affairs)
        fates = {unit: entries.fate(unit, event) for unit in units}
        yield ExchangeEvent(
            id=identity if met[identity] == 1 else f"{identity}.{met[identity]}",
            verb=event.verb,
            words=event.words.as_answer(),
            effective=event.effective,
            day_is_exact=event.day_is_exact and event.effective is not None,
            state=event.state,
            units=units,
            came=tuple(unit for unit, fate in fates.items() if fate == "came"),
            went=tuple(unit for unit, fate in fates.items() if fate == "went"),
            affairs=tuple(subject for subject in event.subjects if subject in affairs),
            status=event.status,
            facts=event.facts,
            sources=event.sources,
        )
