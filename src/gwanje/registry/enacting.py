"""What each typed event needs to find, and what it changes (Convention R1)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from gwanje.registry import refusals
from gwanje.registry.entries import Entry
from gwanje.registry.reading import DatedEvent, LogBuilder
from gwanje.registry.records import (
    ChangeKind,
    Establish,
    FinaliseNames,
    Holding,
    Move,
    Parent,
    PostChange,
    Rename,
    Transfer,
)


def enact(builder: LogBuilder, dated: DatedEvent) -> None:
    """Check one event against the state it meets and enter what it changes; without a day it is only checked."""
    change = dated.event.change
    if isinstance(change, PostChange):
        _check_posts(dated, change)
    if isinstance(change, FinaliseNames) and isinstance(change.units, tuple):
        for unit in change.units:
            builder.declared("unit", unit, change.fact, change.place)
    if dated.effective is not None:
        _VERBS[dated.event.verb](builder, dated, dated.effective)


def _entry(dated: DatedEvent, at: datetime, subject: str, aspect: str, value: object) -> Entry:
    change = dated.event.change
    return Entry(
        subject=subject,
        aspect=aspect,
        value=value,
        start=at,
        known=dated.known,
        order=0,
        verb=dated.event.verb,
        fact=change.fact,
        also=change.also,
        start_is_exact=dated.day_is_exact,
        not_later_than=not dated.day_is_exact,
        sources=dated.sources,
        status=change.status,
        claims=change.claims,
        note=change.note,
        place=change.place,
    )


def _refuse(
    builder: LogBuilder, dated: DatedEvent, at: datetime, need: str, found: str, met: Entry | None
) -> Exception:
    change = dated.event.change
    return refusals.precondition(
        dated.event.verb, change.fact, need, found, met, at, change.place or dated.reform.place, builder.zone
    )


def _must_exist(builder: LogBuilder, dated: DatedEvent, at: datetime, unit: str) -> None:
    change = dated.event.change
    builder.declared("unit", unit, change.fact, change.place)
    if builder.state(unit, "exists", at) is None:
        raise _refuse(builder, dated, at, f"unit {unit} to exist", "no statement or event brings it into being", None)


def _establish(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    new = _typed(dated, Establish)
    builder.declared("unit", new.unit, new.fact, new.place)
    builder.declared("kind", new.rank, new.fact, new.place)
    builder.parent_declared(new.parent, new.fact, new.place)
    met = builder.state(new.unit, "exists", at)
    if met is not None:
        raise _refuse(builder, dated, at, f"unit {new.unit} not to exist", "it exists", met)
    if new.parent.upward is not None:
        _must_exist(builder, dated, at, new.parent.upward)
    for aspect, value in (("exists", True), ("kind", new.rank), ("parent", new.parent)):
        builder.put(_entry(dated, at, new.unit, aspect, value))
    _put_names(builder, dated, at, new.unit)
    builder.refuse_cycle(new.unit, at, new.place)


def _put_names(builder: LogBuilder, dated: DatedEvent, at: datetime, unit: str) -> None:
    names = getattr(dated.event.change, "names", None)
    for lang in ("ko", "en"):
        name = getattr(names, lang, None)
        if name is not None:
            builder.put(_entry(dated, at, unit, f"name:{lang}", name))


def _rename(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    renamed = _typed(dated, Rename)
    _must_exist(builder, dated, at, renamed.unit)
    _put_names(builder, dated, at, renamed.unit)


def _move(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    moved = _typed(dated, Move)
    builder.parent_declared(moved.to, moved.fact, moved.place)
    _must_exist(builder, dated, at, moved.unit)
    if moved.to.upward is not None:
        _must_exist(builder, dated, at, moved.to.upward)
    met = builder.state(moved.unit, "parent", at)
    here = met.value if met is not None and isinstance(met.value, Parent) else None
    if here is None or (here.state, here.unit) != (moved.origin.state, moved.origin.unit):
        need = f"unit {moved.unit} to be {_where(moved.origin)}"
        found = f"it is {_where(here)}" if here else "where it hangs is not known"
        raise _refuse(builder, dated, at, need, found, met)
    builder.put(_entry(dated, at, moved.unit, "parent", moved.to))
    builder.refuse_cycle(moved.unit, at, moved.place)


def _where(parent: Parent) -> str:
    if parent.unit is not None:
        return f"in {parent.unit}"
    return "where nobody reports" if parent.state == "not reported" else "under no unit"


def _change_kind(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    changed = _typed(dated, ChangeKind)
    for kind in (changed.origin, changed.to):
        builder.declared("kind", kind, changed.fact, changed.place)
    _must_exist(builder, dated, at, changed.unit)
    met = builder.state(changed.unit, "kind", at)
    if met is None or met.value != changed.origin:
        found = f"it is a {met.value}" if met else "its kind is not known"
        raise _refuse(builder, dated, at, f"unit {changed.unit} to be a {changed.origin}", found, met)
    _check_direction(builder, dated, at, changed)
    builder.put(_entry(dated, at, changed.unit, "kind", changed.to))
    _put_names(builder, dated, at, changed.unit)


def _check_direction(builder: LogBuilder, dated: DatedEvent, at: datetime, changed: ChangeKind) -> None:
    before, after = builder.content.kinds[changed.origin], builder.content.kinds[changed.to]
    right = {
        "upgrade": after.rank > before.rank,
        "downgrade": after.rank < before.rank,
        "make_permanent": before.temporary and not after.temporary,
        "change_class": after.rank == before.rank,
    }[dated.event.verb]
    if not right:
        need = f"'{before.key}' and '{after.key}' to be kinds that a {dated.event.verb.replace('_', ' ')} leads between"
        found = f"their ranks are {before.rank} and {after.rank}"
        raise _refuse(builder, dated, at, need, found, None)


def _transfer(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    given = _typed(dated, Transfer)
    _must_exist(builder, dated, at, given.to)
    partners = given.cooperating if isinstance(given.cooperating, tuple) else ()
    for unit in (given.inner, *partners):
        if unit is not None and unit != "not reported":
            _must_exist(builder, dated, at, unit)
    for mandate in given.mandates:
        builder.declared("mandate", mandate, given.fact, given.place)
        _transfer_one(builder, dated, at, given, mandate)


def _transfer_one(builder: LogBuilder, dated: DatedEvent, at: datetime, given: Transfer, mandate: str) -> None:
    aspect = f"holding:{given.scope}"
    met = builder.state(mandate, aspect, at)
    new = replace(_entry(dated, at, mandate, aspect, None), derived=given.derived)
    if met is not None and met.fact and met.start == at:
        raise refusals.two_leads(mandate, given.scope, met, new, builder.zone)
    here = met.value.lead or met.value.state if met is not None and isinstance(met.value, Holding) else None
    if here != given.origin:
        found = f"it is {_held(here)}" if here else "who held it is not known"
        raise _refuse(builder, dated, at, f"mandate {mandate} to be {_held(given.origin)}", found, met)
    holding = Holding(
        lead=given.to,
        inner=given.inner,
        cooperating=given.cooperating,
        derived=given.derived,
        scope=given.scope,
        sources=dated.sources,
    )
    builder.put(replace(new, value=holding))


def _held(origin: str) -> str:
    return origin if origin in {"dispersed", "not reported", "none"} else f"held by {origin}"


def _posts(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    posts = _typed(dated, PostChange)
    _must_exist(builder, dated, at, posts.unit)
    builder.put(_entry(dated, at, posts.unit, "posts", posts))


def _check_posts(dated: DatedEvent, posts: PostChange) -> None:
    if posts.listed_before is None or posts.listed_after is None or posts.claims:
        return
    listed = posts.listed_after - posts.listed_before
    if listed != posts.announced:
        raise refusals.imbalance(posts.fact, posts.announced, listed, posts.place or dated.reform.place)


def _finalise(builder: LogBuilder, dated: DatedEvent, at: datetime) -> None:
    """Its names come as renames of their own; the event itself changes nothing."""
    builder.put(_entry(dated, at, dated.reform.id, "names finalised", dated.event.change))


_ChangeType = TypeVar("_ChangeType")


def _typed(dated: DatedEvent, kind: type[_ChangeType]) -> _ChangeType:
    change = dated.event.change
    if not isinstance(change, kind):
        raise TypeError(f"{dated.event.verb} does not carry a {kind.__name__}")
    return change


_VERBS: Mapping[str, Callable[[LogBuilder, DatedEvent, datetime], None]] = {
    "establish": _establish,
    "rename": _rename,
    "move": _move,
    "upgrade": _change_kind,
    "downgrade": _change_kind,
    "make_permanent": _change_kind,
    "change_class": _change_kind,
    "transfer": _transfer,
    "merge": _transfer,
    "change_posts": _posts,
    "finalise_names": _finalise,
}
