"""The organisation as other programs take it: units, affairs and reforms at one `AsOf`, every gap a visible state."""

from collections.abc import Iterable, Iterator
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangeEvent,
    ExchangeReform,
    ExchangeUnit,
    NameUse,
    UnitKind,
    UnitParent,
    UsedName,
)
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, Name, Names
from gwanje.registry import ChainLink, DatedName, EventView, Holder, ReformView, UnitView

Json = dict[str, Any]
_LANGUAGES: tuple[Language, Language] = ("ko", "en")


class Organisation(Answer):
    """The whole organisation at one `AsOf`: everything an exchange format needs, and nothing that is not known."""

    kinds: tuple[UnitKind, ...]
    units: tuple[ExchangeUnit, ...]
    affairs: tuple[ExchangeAffair, ...]
    reforms: tuple[ExchangeReform, ...]

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


def organisation(tower: Tower, as_of: AsOf) -> Organisation:
    """Units, kinds, affairs and reforms at an instant, as far as they were public by the known time."""
    holders = list(_holders(tower, as_of))
    views = _units(tower, as_of, holders)
    units = tuple(_unit(tower, view, as_of) for view in views)
    affairs = tuple(_affair(holder, scope) for holder, scope in holders)
    reforms = tuple(_reform(tower, view, as_of) for view in tower.registry.reforms(as_of))
    events = [event for reform in reforms for event in reform.events]
    cited = [part.sources for parts in (units, affairs, reforms, events) for part in parts]
    answer = Organisation(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, (source for sources in cited for source in sources)),
        kinds=_kinds(views),
        units=units,
        affairs=affairs,
        reforms=reforms,
    )
    return as_published(tower, answer)


def _holders(tower: Tower, as_of: AsOf) -> Iterator[tuple[Holder, dict[str, str]]]:
    """Every affair in every scope that was public; an affair nobody knew a holder of comes once, with that state."""
    aspects: dict[str, dict[str, bool]] = {}
    for entry in tower.registry.entries:
        if entry.aspect.startswith("holding:"):
            public = aspects.setdefault(entry.subject, {})
            is_public = entry.is_visible(AsOf(valid=entry.start, known=as_of.known))
            public[entry.aspect] = public.get(entry.aspect, False) or is_public
    for mandate in tower.registry.mandates():
        for scope in _scopes(aspects.get(mandate.id, {})):
            yield tower.registry.who(mandate.id, as_of, **scope), scope


def _scopes(aspects: dict[str, bool]) -> list[dict[str, str]]:
    """The public scopes of one affair, the whole first; if none is public, the first that will be."""
    public = [aspect for aspect, is_public in aspects.items() if is_public] or list(aspects)[:1]
    scopes = []
    for aspect in sorted(public, key=lambda one: (one != "holding:whole", one)):
        part, *narrower = aspect.removeprefix("holding:").split(";")
        scopes.append({"scope": part, **dict(one.split("=", 1) for one in narrower)})
    return scopes


def _units(tower: Tower, as_of: AsOf, holders: list[tuple[Holder, dict[str, str]]]) -> list[UnitView]:
    """Every unit that exists, and those another one or an affair names though they are not known to exist, by id."""
    views = {placed.unit.id: placed.unit for placed in tower.registry.structure(as_of).units}
    named = [unit for holder, _ in holders for unit in _named(holder)]
    waiting = [unit for view in views.values() for unit in _above(view)] + named
    while waiting:
        identity = waiting.pop(0)
        if identity not in views:
            views[identity] = tower.registry.show(identity, as_of).placed.unit
            waiting += _above(views[identity])
    return [views[identity] for identity in sorted(views)]


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


def _unit(tower: Tower, view: UnitView, as_of: AsOf) -> ExchangeUnit:
    """One unit; of one that is not known to exist then, only what it will be called."""
    exists = view.state == "exists"
    card = tower.registry.show(view.id, as_of)
    return ExchangeUnit(
        id=view.id,
        state=view.state,
        names=tuple(_names(view, card.names, as_of)),
        kind=view.kind if exists else "not known",
        level=view.level if exists else "not known",
        parent=_parent(view, card.placed.chain),
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


def _names(view: UnitView, history: tuple[DatedName, ...], as_of: AsOf) -> Iterator[UsedName]:
    """For each language the former names, the earliest first, then the one the unit is called by."""
    for lang in _LANGUAGES:
        spoken = [dated for dated in history if dated.lang == lang]
        ended = [dated for dated in spoken if dated.end is not None and dated.end <= as_of.valid]
        yield from (_used(dated, "former") for dated in ended if dated.start is None or dated.start != dated.end)
        name = view.names.ko if lang == "ko" else view.names.en
        if name is None:
            continue
        open_ones = [dated for dated in spoken if dated not in ended and dated.name == name]
        exists = view.state == "exists"
        now = [dated for dated in open_ones if exists and (dated.start is None or dated.start <= as_of.valid)]
        start = next(iter(now or open_ones), None)
        yield UsedName(
            lang=lang,
            text=name.text,
            status=name.status,
            use="current" if now else "coming",
            start=start.start if start else None,
            note=name.note,
        )


def _used(dated: DatedName, use: NameUse) -> UsedName:
    name = dated.name
    return UsedName(
        lang=dated.lang,
        text=name.text,
        status=name.status,
        use=use,
        start=dated.start,
        end=dated.end,
        note=name.note,
    )


def _affair(holder: Holder, scope: dict[str, str]) -> ExchangeAffair:
    return ExchangeAffair(
        id=holder.mandate.id,
        key=holder.mandate.key,
        names=_plain(holder.mandate.names),
        scope=scope["scope"],
        scheme=scope.get("scheme", ""),
        item=scope.get("item", ""),
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


def _reform(tower: Tower, view: ReformView, as_of: AsOf) -> ExchangeReform:
    events = tuple(_events(tower, view, as_of))
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


def _events(tower: Tower, view: ReformView, as_of: AsOf) -> Iterator[ExchangeEvent]:
    affairs = frozenset(mandate.id for mandate in tower.registry.mandates())
    met: dict[str, int] = {}
    for event in view.events:
        identity = ".".join([event.facts[0], event.verb, *event.subjects])
        met[identity] = met.get(identity, 0) + 1
        units = tuple(subject for subject in event.subjects if subject not in affairs)
        fates = {unit: _fate(tower, unit, event, as_of) for unit in units}
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


def _fate(tower: Tower, unit: str, event: EventView, as_of: AsOf) -> str:
    """Whether a unit begins or ends the instant an event takes effect, else that it stays."""
    if event.effective is None:
        return "stays"
    then = AsOf(valid=event.effective, known=max(as_of.known, event.known))
    view = tower.registry.show(unit, then).placed.unit
    if str(view.state) == "ended":
        return "went"
    return "came" if view.since == event.effective and event.verb not in {"rename", "move"} else "stays"
