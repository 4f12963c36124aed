"""The organisation as other programs take it: units, affairs and reforms at one `AsOf`, every gap a visible state."""

from collections.abc import Iterable, Iterator
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.org_exchange_entries import DatedEntries
from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangeDelegation,
    ExchangeEvent,
    ExchangePost,
    ExchangeReform,
    ExchangeSeat,
    ExchangeUnit,
    UnitKind,
)
from gwanje.answers.org_exchange_units import exchange_unit, kinds_told, plain, units_told
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.foundation.names import Names
from gwanje.registry import Holder, PostView, ReformView, Scope

Json = dict[str, Any]
_Held = tuple[Holder, Scope, Names]
_Followers = dict[str, tuple[str, tuple[str, ...]]]
"""Of each unit that has ended: the fact that ended it, and who followed."""


class Organisation(Answer):
    """The whole organisation at one `AsOf`: everything an exchange format needs, and nothing that is not known.

    `language` is the tag of the names in the country's own language; empty where content does not say.
    """

    language: str = ""
    kinds: tuple[UnitKind, ...]
    units: tuple[ExchangeUnit, ...]
    affairs: tuple[ExchangeAffair, ...]
    reforms: tuple[ExchangeReform, ...]
    posts: tuple[ExchangePost, ...] = ()
    delegations: tuple[ExchangeDelegation, ...] = ()
    people_told: bool = False

    def rows(self) -> list[Json]:
        """One unit a row."""
        return [
            {
                "unit": unit.id,
                **{lang: name.text if (name := unit.current(lang)) else None for lang in ("en", "ko", "own")},
                "kind": unit.kind,
                "parent": unit.parent.unit or unit.parent.state,
                "within": unit.parent.within,
                "since": unit.since.isoformat() if unit.since else None,
                "state": unit.state,
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
    views = tower.registry.people.posts(as_of)
    posts = tuple(_post(tower, view, people=people) for view in views)
    delegations = tuple(_delegations(tower, as_of, entries))
    named = [unit for holder, _, _ in holders for unit in _named(holder)] + [post.unit for post in posts]
    named += [side for one in delegations for side in (one.origin, one.to) if side not in one.posts]
    units = tuple(exchange_unit(tower, one, entries, as_of) for one in units_told(tower, as_of, entries, named))
    affairs = tuple(_affair(holder, scope, names) for holder, scope, names in holders)
    followers = {unit.id: (unit.ended_by, unit.successors) for unit in units if unit.state == "ended"}
    reforms = tuple(_reform(tower, view, entries, followers) for view in tower.registry.reforms(as_of))
    events = [event for reform in reforms for event in reform.events]
    cited = [part.sources for parts in (units, affairs, delegations, reforms, events, posts) for part in parts]
    answer = Organisation(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        language=tower.country.language or "",
        marking=highest(view.marking for view in views),
        sources=source_notes(tower, (source for sources in cited for source in sources)),
        kinds=kinds_told(tower),
        units=units,
        affairs=affairs,
        reforms=reforms,
        posts=posts,
        delegations=delegations,
        people_told=people,
    )
    return as_published(tower, answer)


def _holders(tower: Tower, as_of: AsOf, entries: DatedEntries) -> Iterator[_Held]:
    """Every affair in every scope that has a holding of its own; one nobody knows a holder of, once, with that state."""
    for mandate in tower.registry.mandates(as_of.known):
        found = [(_who(tower, mandate.id, as_of, scope), scope) for scope in entries.scopes(mandate.id)]
        names = {part.scope.part: part.names for holder, _ in found for part in holder.parts}
        told = [(holder, scope) for holder, scope in found if holder.answered_by == scope.key] or found[:1]
        yield from ((holder, scope, names.get(scope.part, Names())) for holder, scope in told)


def _who(tower: Tower, mandate: str, as_of: AsOf, scope: Scope) -> Holder:
    return tower.registry.who(mandate, as_of, scope=scope.part, scheme=scope.scheme, item=scope.item)


def _named(holder: Holder) -> list[str]:
    units = (holder.lead, holder.inner, *(holder.cooperating or ()), *holder.units)
    return [unit.id for unit in units if unit is not None]


def _delegations(tower: Tower, as_of: AsOf, entries: DatedEntries) -> Iterator[ExchangeDelegation]:
    """Every delegation that runs or ran out, each once, in the widest scope that answers with it."""
    for mandate in tower.registry.mandates():
        seen = set()
        for scope in entries.delegated(mandate.id):
            try:
                given = _who(tower, mandate.id, as_of, scope).delegation
            except UnknownKeyError:  # a part nobody declared: the registry answers no question about it
                continue
            if given is None or (given.origin, given.to, given.since, given.facts) in seen:
                continue
            seen.add((given.origin, given.to, given.since, given.facts))
            sides = (given.origin, given.to)
            yield ExchangeDelegation(
                affair=mandate.id,
                scope=scope.part,
                scheme=scope.scheme,
                item=scope.item,
                origin=given.origin,
                to=given.to,
                posts=tuple(side for side in sides if tower.registry.people.post(side, as_of) is not None),
                form=plain(given.form),
                since=given.since,
                ends=given.ends,
                state=given.state,
                facts=given.facts,
                sources=given.sources,
            )


def _affair(holder: Holder, scope: Scope, part_names: Names) -> ExchangeAffair:
    return ExchangeAffair(
        id=holder.mandate.id,
        key=holder.mandate.key,
        names=plain(holder.mandate.names),
        scope=scope.part,
        part_names=plain(part_names),
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
            {"person": seat.person, "names": plain(seat.names or Names()), "role": seat.role, "term": seat.over}
        )
        for seat in view.seats
        if people
    ]
    return ExchangePost(
        id=view.id,
        unit=view.unit,
        names=plain(view.names),
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


def _reform(tower: Tower, view: ReformView, entries: DatedEntries, followers: _Followers) -> ExchangeReform:
    events = tuple(_events(tower, view, entries, followers))
    came = _once(event.came for event in events)
    went = _once(event.went for event in events)
    renamed = _once(event.units for event in events if event.verb == "rename")
    moved = _once(event.units for event in events if event.verb == "move")
    return ExchangeReform(
        id=view.id,
        names=plain(view.names),
        act=view.act.en,
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


def _events(tower: Tower, view: ReformView, entries: DatedEntries, followers: _Followers) -> Iterator[ExchangeEvent]:
    affairs = frozenset(mandate.id for mandate in tower.registry.mandates())
    met: dict[str, int] = {}
    for event in view.events:
        identity = ".".join([event.facts[0], event.verb, *event.subjects])
        met[identity] = met.get(identity, 0) + 1
        units = tuple(subject for subject in event.subjects if subject not in affairs)
        fates = {unit: entries.fate(unit, event) for unit in units}
        after = [followers[unit] for unit, fate in fates.items() if fate == "went" and unit in followers]
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
            successors=_once(follow for fact, follow in after if fact in event.facts),
            affairs=tuple(subject for subject in event.subjects if subject in affairs),
            status=event.status,
            facts=event.facts,
            sources=event.sources,
        )
