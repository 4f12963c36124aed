"""Units end and others follow: merged into one, split into several, abolished, or at the end of their term.

What a unit held never ends with it: a merger takes everything over, a split hands each affair and each unit to exactly
one successor, and an abolished unit has nothing left (Convention R1).
"""

from collections import Counter

from gwanje.registry import refusals
from gwanje.registry.content.events import Abolish, MergeUnits, Share, SplitUnit, Successor
from gwanje.registry.content.records import Holding, Parent
from gwanje.registry.entering.posts import hand_over_posts, stock_of
from gwanje.registry.entering.steps import Step, replaced
from gwanje.registry.entries import ABSENT


def merge_units(step: Step) -> None:
    """Two units or more become one."""
    merged = step.typed(MergeUnits)
    step.must_exist(*merged.units)
    into = merged.into.unit
    old = frozenset(merged.units) - {into}
    _bring_into_being(step, merged.into)
    for unit in merged.units:
        if unit == into:
            continue
        for entry, holding in step.holdings_of(unit):
            step.put_holding(entry.subject, _in_other_hands(holding, old, into), derived=entry.derived, after=entry)
        for entry, parent in step.children_of(unit):
            if entry.subject not in old and entry.subject != into:
                step.put(entry.subject, "parent", _under(parent, into), after=entry)
        hand_over_posts(step, unit, into)
        _end(step, unit, (into,))
    step.builder.refuse_cycle(into, step.now, step.place)


def _bring_into_being(step: Step, new: Successor) -> None:
    if new.rank is None or new.parent is None:
        step.must_exist(new.unit)
        return
    step.declared("unit", new.unit)
    step.declared("kind", new.rank)
    met = step.builder.log.standing(new.unit, "exists", step.now)
    if met is not None:
        raise step.refuse(f"unit {new.unit} not to exist", "it exists" if met.has_value else "it has ended", met)
    step.parent_must_exist(new.parent)
    for aspect, value in (("exists", True), ("kind", new.rank), ("parent", new.parent)):
        step.put(new.unit, aspect, value)
    if new.children is not None:
        step.put(new.unit, "children", new.children)
    step.put_names(new.unit, new.names)


def _in_other_hands(holding: Holding, old: frozenset[str], new: str) -> Holding:
    """The same holding with some units become another; a dispersed one whose every unit became one is held by it."""
    lead = new if holding.lead in old else holding.lead
    inner = holding.inner if holding.inner not in old else new if lead not in (new, None) else None
    units = replaced(holding.units, old, new)
    partners: object = holding.cooperating
    if isinstance(holding.cooperating, tuple):
        partners = tuple(unit for unit in replaced(holding.cooperating, old, new) if unit != lead)
    if holding.state == "dispersed" and len(units) == 1 and not holding.incomplete:
        return holding.model_copy(update={"state": "held", "lead": new, "units": (), "cooperating": "not reported"})
    return holding.model_copy(update={"lead": lead, "inner": inner, "units": units, "cooperating": partners})


def _under(parent: Parent, unit: str) -> Parent:
    """The same place, with another unit above it."""
    if parent.state == "unit":
        return parent.model_copy(update={"unit": unit})
    return parent.model_copy(update={"within": unit})


def _end(step: Step, unit: str, successors: tuple[str, ...]) -> None:
    step.put(unit, "exists", ABSENT)
    if step.state(unit, "term") is not None:
        step.put(unit, "term", ABSENT)
    if successors:
        step.put(unit, "successors", successors)


def split_unit(step: Step) -> None:
    """One unit becomes two or more."""
    split = step.typed(SplitUnit)
    step.must_exist(split.unit)
    if split.unit in {share.unit for share in split.into}:
        raise step.refuse(
            f"unit {split.unit} to end in the split",
            "it is named as its own successor; a unit that stays is no split: establish the new one and transfer",
        )
    for share in split.into:
        _bring_into_being(step, share)
    _share_affairs(step, split)
    _share_units(step, split)
    _share_posts(step, split)
    _end(step, split.unit, tuple(share.unit for share in split.into))


def _receiver(step: Step, split: SplitUnit, what: str, subject: str, field: str) -> Share:
    """The one share that names something; none or several are refused."""
    shares = [share for share in split.into if subject in getattr(share, field)]
    if len(shares) != 1:
        places = " and ".join(share.unit for share in shares) or "none of them"
        raise refusals.not_shared_once(split.fact, split.unit, f"{what} {subject}", places, field, step.place)
    return shares[0]


def _share_affairs(step: Step, split: SplitUnit) -> None:
    held = step.holdings_of(split.unit)
    leading = {entry.subject for entry, holding in held if split.unit in (holding.lead, holding.inner)}
    for entry, holding in held:
        if entry.subject in leading:
            to = _receiver(step, split, "mandate", entry.subject, "mandates").unit
        else:
            named = [share.unit for share in split.into if entry.subject in share.mandates]
            to = named[0] if named else split.into[0].unit
        step.put_holding(
            entry.subject, _in_other_hands(holding, frozenset({split.unit}), to), derived=entry.derived, after=entry
        )
    _refuse_extra(step, split, "mandate", "mandates", {entry.subject for entry, _ in held})


def _share_units(step: Step, split: SplitUnit) -> None:
    children = [(entry, parent) for entry, parent in step.children_of(split.unit)]
    new = {share.unit for share in split.into}
    for entry, parent in children:
        if entry.subject not in new:
            to = _receiver(step, split, "unit", entry.subject, "units").unit
            step.put(entry.subject, "parent", _under(parent, to), after=entry)
    _refuse_extra(step, split, "unit", "units", {entry.subject for entry, _ in children})


def _refuse_extra(step: Step, split: SplitUnit, what: str, field: str, held: set[str]) -> None:
    named = Counter(subject for share in split.into for subject in getattr(share, field))
    for subject in named:
        step.declared(what, subject)
        if subject not in held:
            need = f"{what} {subject} to belong to unit {split.unit}"
            raise step.refuse(need, f"it does not; {field} lists what the successors take over from it")


def _share_posts(step: Step, split: SplitUnit) -> None:
    given = [share.posts for share in split.into]
    stock = stock_of(step.builder.log, split.unit, step.now)
    if all(posts is None for posts in given):
        return
    named = [posts for posts in given if posts is not None]
    if len(named) < len(given) or (stock is not None and sum(named) != stock):
        found = f"{' + '.join('?' if posts is None else str(posts) for posts in given)}"
        raise refusals.posts_not_shared(split.fact, split.unit, stock, found, step.place)
    for share in split.into:
        if share.posts is not None:
            hand_over_posts(step, split.unit, share.unit, share.posts)


def abolish(step: Step) -> None:
    """A unit ends; that nothing hangs on it any more is checked when the day's other events are entered too."""
    ended = step.typed(Abolish)
    step.must_exist(ended.unit)
    if ended.unit in ended.successors:
        raise step.refuse(f"other units to follow {ended.unit}", "it is named as its own successor")
    for unit in ended.successors:
        step.declared("unit", unit)
        if _comes_later_or_has_ended(step, unit):
            step.must_exist(unit)
    _end(step, ended.unit, ended.successors)


def _comes_later_or_has_ended(step: Step, unit: str) -> bool:
    """Evidence of a unit may be of a later day than its beginning; an event that brings it into being may not."""
    birth, met = step.builder.coming.get(unit), step.builder.log.standing(unit, "exists", step.now)
    late = birth is not None and birth.at is not None and birth.at > step.at
    return late or (met is not None and not met.has_value and met.start < step.at)


def end_term(step: Step) -> None:
    """A unit that was set up for a time ends with its term, or before."""
    ended = step.typed(Abolish)
    step.must_exist(ended.unit)
    kind = step.state(ended.unit, "kind")
    if kind is None or not step.builder.content.kinds[str(kind.value)].temporary:
        found = f"a {kind.value} is not temporary; to end it, abolish it" if kind else "its kind is not known"
        raise step.refuse(f"unit {ended.unit} to be of a kind that is set up for a time", found, kind)
    abolish(step)
