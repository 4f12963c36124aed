"""What each typed event needs to find, and what it changes: units and their names, places, kinds and terms."""

from collections.abc import Callable, Mapping

from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.registry import refusals
from gwanje.registry.content.events import ChangeKind, Correct, Establish, ExtendTerm, FinaliseNames, Move, Rename
from gwanje.registry.content.records import KindRecord, Parent
from gwanje.registry.entering.affairs import delegate, transfer
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.posts import change_posts, move_posts
from gwanje.registry.entering.steps import Step
from gwanje.registry.entering.succession import abolish, end_term, merge_units, split_unit
from gwanje.registry.entering.versions import DatedEvent
from gwanje.registry.entries import ABSENT


def enact(builder: LogBuilder, dated: DatedEvent) -> None:
    """Check one event against the state it meets and enter what it changes; without a day it is only checked."""
    change = dated.event.change
    if isinstance(change, FinaliseNames):
        for unit in (*(change.units if isinstance(change.units, tuple) else ()), *change.names):
            builder.declared("unit", unit, change.fact, change.place)
    if dated.effective is not None and not isinstance(change, Correct):
        _VERBS[dated.event.verb](Step(builder, dated, dated.effective))


def _establish(step: Step) -> None:
    new = step.typed(Establish)
    step.declared("unit", new.unit)
    step.declared("kind", new.rank)
    met = step.builder.log.standing(new.unit, "exists", step.now)
    if met is not None:
        found = "it exists" if met.has_value else "it existed and has ended; ids are never used again"
        raise step.refuse(f"unit {new.unit} not to exist", found, met)
    step.parent_must_exist(new.parent)
    if new.predecessor not in (None, "not reported"):
        step.declared("unit", new.predecessor)
    for aspect, value in (("exists", True), ("kind", new.rank), ("parent", new.parent)):
        step.put(new.unit, aspect, value)
    if new.predecessor is not None:
        step.put(new.unit, "predecessor", new.predecessor)
    if new.children is not None:
        step.put(new.unit, "children", new.children)
    if new.until is not None:
        _check_temporary(step, new.unit, new.rank)
        step.put(new.unit, "term", new.until)
    step.put_names(new.unit, new.names)
    step.builder.refuse_cycle(new.unit, step.now, step.place)


def _check_temporary(step: Step, unit: str, kind: str) -> None:
    if not step.builder.content.kinds[kind].temporary:
        raise step.refuse(f"unit {unit} to be of a kind that is set up for a time", f"a {kind} is not temporary")


def _rename(step: Step) -> None:
    renamed = step.typed(Rename)
    step.must_exist(renamed.unit)
    step.put_names(renamed.unit, renamed.names)


def _move(step: Step) -> None:
    moved = step.typed(Move)
    step.builder.parent_declared(moved.to, moved.fact, step.place)
    step.must_exist(moved.unit)
    step.parent_must_exist(moved.to)
    met = step.state(moved.unit, "parent")
    here = met.value if met is not None and isinstance(met.value, Parent) else None
    if here is None or (here.state, here.unit) != (moved.origin.state, moved.origin.unit):
        found = f"it is {_where(here)}" if here else "where it hangs is not known"
        raise step.refuse(f"unit {moved.unit} to be {_where(moved.origin)}", found, met)
    step.put(moved.unit, "parent", moved.to)
    step.builder.refuse_cycle(moved.unit, step.now, step.place)


def _where(parent: Parent) -> str:
    if parent.unit is not None:
        return f"in {parent.unit}"
    return "where nobody reports" if parent.state == "not reported" else "under no unit"


def _change_kind(step: Step) -> None:
    changed = step.typed(ChangeKind)
    step.declared("kind", changed.origin, changed.to)
    step.must_exist(changed.unit)
    met = step.state(changed.unit, "kind")
    if met is None or met.value != changed.origin:
        found = f"it is a {met.value}" if met else "its kind is not known"
        raise step.refuse(f"unit {changed.unit} to be a {changed.origin}", found, met)
    _check_direction(step, changed)
    step.put(changed.unit, "kind", changed.to)
    if step.dated.event.verb == "make_permanent" and step.state(changed.unit, "term") is not None:
        step.put(changed.unit, "term", ABSENT)
    step.put_names(changed.unit, changed.names)


def _check_direction(step: Step, changed: ChangeKind) -> None:
    verb, kinds = step.dated.event.verb, step.builder.content.kinds
    before, after = kinds[changed.origin], kinds[changed.to]
    if verb == "make_permanent":
        if not before.temporary or after.temporary:
            need = "a kind that is set up for a time to become one that is not"
            raise step.refuse(need, f"{before.key} is {_for_a_time(before)} and {after.key} {_for_a_time(after)}")
        return
    if before.temporary and not after.temporary:
        need = f"{before.key}, which {changed.unit} is, to be permanent"
        raise step.refuse(need, f"it is set up for a time: write make_permanent instead of {verb}")
    fits = "upgrade" if after.rank > before.rank else "downgrade" if after.rank < before.rank else "change_class"
    if verb != fits:
        sides = (before.key, before.rank), (after.key, after.rank)
        raise refusals.wrong_direction(verb, changed.fact, *sides, fits, step.place)


def _for_a_time(kind: KindRecord) -> str:
    return "set up for a time" if kind.temporary else "permanent"


def _extend_term(step: Step) -> None:
    extended = step.typed(ExtendTerm)
    step.must_exist(extended.unit)
    kind = step.state(extended.unit, "kind")
    _check_temporary(step, extended.unit, str(kind.value) if kind else "unit of unknown kind")
    met = step.state(extended.unit, "term")
    before = getattr(met.value, "ends", None) if met else None
    if before is not None and extended.until.ends[-1] <= before[-1]:
        new, old = (refusals.day_of(end, step.builder.zone) for end in (extended.until.ends[-1], before[-1]))
        raise step.refuse(f"the term of unit {extended.unit} to end before {new}", f"it runs until {old}", met)
    step.put(extended.unit, "term", extended.until)


def _finalise(step: Step) -> None:
    """Each name that is given becomes official; without names the event is only announced."""
    final = step.typed(FinaliseNames)
    outside = [unit for unit in final.names if isinstance(final.units, tuple) and unit not in final.units]
    if outside:
        raise step.refuse(f"names of {', '.join(final.units)} only", f"names of {', '.join(outside)} stand there too")
    step.put(step.dated.reform.id, "names finalised", tuple(final.names))
    for unit, names in final.names.items():
        step.must_exist(unit)
        for lang in NAME_LANGUAGES:
            name = getattr(names, lang)
            if name is None:
                continue
            if name.status != "official":
                raise step.refuse(f"the final name ({lang}) of unit {unit} to be official", f"it is {name.status}")
            met = step.state(unit, f"name:{lang}")
            if met is not None and getattr(met.value, "status", "") == "official":
                raise step.refuse(f"the name ({lang}) of unit {unit} not to be final", "it is official already", met)
        step.put_names(unit, names)


def refuse_shared_facts(dated: list[DatedEvent]) -> None:
    """Refuse a fact id that two reforms use: one id, one change."""
    owner: dict[str, DatedEvent] = {}
    for one in dated:
        fact = one.event.change.fact
        first = owner.setdefault(fact, one)
        if first.reform.id != one.reform.id and one.until_known is None and first.until_known is None:
            raise refusals.fact_used_twice(fact, first.event.change.place, one.event.change.place)


_VERBS: Mapping[str, Callable[[Step], None]] = {
    "establish": _establish,
    "rename": _rename,
    "move": _move,
    "merge_units": merge_units,
    "split_unit": split_unit,
    "abolish": abolish,
    "upgrade": _change_kind,
    "downgrade": _change_kind,
    "make_permanent": _change_kind,
    "change_class": _change_kind,
    "extend_term": _extend_term,
    "end_term": end_term,
    "transfer": transfer,
    "merge": transfer,
    "delegate": delegate,
    "change_posts": change_posts,
    "move_posts": move_posts,
    "finalise_names": _finalise,
}
