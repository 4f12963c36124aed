"""The affairs on a handover sheet: those a unit has a part in, and those led by a unit below it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.registry import EventView, Holder, MandateView, PlacedUnit, UnitView, path_in_words

Json = dict[str, Any]
HolderPair = tuple[Holder, Holder]
_CHAIN_CHANGED = "stays, under another chain"


def affairs_of(tower: Tower, unit: str, earlier: AsOf, later: AsOf) -> tuple[list[Json], list[Holder]]:
    """The unit's part in every affair on both days, and the holders on the later day, for what is cited and marked."""
    told: list[Json] = []
    holders: list[Holder] = []
    chains = _chain_facts(tower, earlier, later)
    events = _events(tower, later)
    for mandate in tower.registry.mandates():
        for part, before, after in _pairs(tower, mandate, earlier, later):
            affair = _affair(unit, part, (before, after), chains.get(mandate.id, ()))
            if affair is not None:
                affair["events"] = _events_told(affair["facts"], (before, after), events)
                told.append(affair)
                holders.append(after)
    return told, holders


def affairs_below(tower: Tower, unit: str, earlier: AsOf, later: AsOf) -> list[Json]:
    """The affairs, and parts of one, led by a unit below this one on either day: they come, go and stay with it."""
    told = []
    for mandate in tower.registry.mandates():
        for part, before, after in _pairs(tower, mandate, earlier, later):
            below = _below(unit, part, (before, after))
            if below is not None:
                told.append(below)
    return told


def _below(unit: str, part: Json | None, pair: HolderPair) -> Json | None:
    """What becomes of one affair led below; where it stays, but with another unit below, both are named."""
    first, last = (_through(unit, holder) for holder in pair)
    led = last or first
    if led is None:
        return None
    other = first if first is not None and first.id != led.id else None
    return {
        "mandate": pair[1].mandate.as_answer(),
        **_part_told(part),
        "through": _named(led),
        **({"through_before": _named(other)} if other is not None else {}),
        "what": "stays" if first and last else "comes" if last else "goes",
        **_paths(pair),
    }


def _named(unit: UnitView) -> Json:
    return {"id": unit.id, "names": unit.names.as_answer()}


def _part_told(part: Json | None) -> Json:
    named = part["part_names"] if part else None
    return {"part": part["part"] if part else None, **({"part_names": named} if named else {})}


def _through(unit: str, holder: Holder) -> UnitView | None:
    """The lead below the unit; None where the unit has a part of its own, or stands elsewhere."""
    own = {one.id for one in (holder.lead, holder.inner) if one is not None}
    above = {link.unit.id for link in holder.chain if link.unit is not None}
    return holder.lead if unit in above and unit not in own else None


def _pairs(
    tower: Tower, mandate: MandateView, earlier: AsOf, later: AsOf
) -> Iterator[tuple[Json | None, Holder, Holder]]:
    """The whole affair on both days, then each narrower part of it that has a lead of its own."""
    before, after = (tower.registry.held_by(mandate.key, as_of) for as_of in (earlier, later))
    yield None, before, after
    for part in {one.scope: one for holder in (before, after) for one in holder.parts}.values():
        asked = {"scope": part.scope.part, "scheme": part.scope.scheme, "item": part.scope.item}
        sides = [tower.registry.who(mandate.key, as_of, **asked) for as_of in (earlier, later)]
        named = bool(part.names.texts())
        label = part.names.best("en") if named else part.scope.key
        yield {"part": label, "part_names": part.names.as_answer() if named else None}, sides[0], sides[1]


def _affair(unit: str, part: Json | None, pair: HolderPair, moved: tuple[str, ...]) -> Json | None:
    """The unit's part on both days; None where it has none on either."""
    before, after = pair
    parts = [_part(unit, holder) for holder in pair]
    if parts == ["none", "none"]:
        return None
    what = _what(parts[0], parts[1], before, after)
    facts = moved if what == _CHAIN_CHANGED else after.facts
    return {
        "mandate": after.mandate.as_answer(),
        **_part_told(part),
        "what": what,
        "part_before": parts[0],
        "part_after": parts[1],
        **_paths(pair),
        "desk": after.desk.as_answer() if after.desk else None,
        "facts": list(facts),
        "sources": list(dict.fromkeys((*before.sources, *after.sources))),
    }


def _paths(pair: HolderPair) -> Json:
    return {
        side: {lang: path_in_words(holder, lang) for lang in ("ko", "en")}
        for side, holder in zip(("before", "after"), pair, strict=True)
    }


def _part(unit: str, holder: Holder) -> str:
    """What a unit has to do with an affair: it leads, works within the lead, cooperates, or is one of several."""
    if holder.lead is not None and holder.lead.id == unit:
        return "leads"
    if holder.inner is not None and holder.inner.id == unit:
        return "within"
    if unit in {one.id for one in holder.cooperating or ()}:
        return "cooperates"
    return "shares" if unit in {one.id for one in holder.units} else "none"


def _what(before: str, after: str, old: Holder, new: Holder) -> str:
    if before == after:
        return _CHAIN_CHANGED if old.path() != new.path() else "stays"
    if before == "none":
        return "comes" if old.state != "not_known" else "comes; who held it is not known"
    return "goes" if after == "none" else f"{before} before, {after} after"


def _chain_facts(tower: Tower, earlier: AsOf, later: AsOf) -> Mapping[str, tuple[str, ...]]:
    """The events that moved what stands above the lead, by affair."""
    if earlier == later:
        return {}
    changes = tower.registry.diff(earlier, later).changes
    return {one.subject: one.facts for one in changes if one.kind == "chain_changed"}


def _events(tower: Tower, as_of: AsOf) -> list[EventView]:
    return [event for reform in tower.registry.reforms(as_of) for event in reform.events]


def _events_told(facts: Iterable[str], pair: HolderPair, events: Iterable[EventView]) -> list[Json]:
    """Each fact once with the event behind it, of those that are about the affair or a unit of its chain."""
    wanted = set(facts)
    about = {pair[1].mandate.id, *pair[0].unit_ids(), *pair[1].unit_ids()}
    told: dict[str, Json] = {}
    for event in events:
        for fact in wanted.intersection(event.facts):
            if about.intersection(event.subjects):
                told.setdefault(fact, {"fact": fact, "words": event.words.as_answer()})
    return list(told.values())


def chain_told(placed: PlacedUnit) -> list[Json]:
    """The units above a unit, lowest first; a link nobody reports says so."""
    return [{"id": link.unit.id if link.unit else None, "names": _link_names(link)} for link in placed.chain]


def _link_names(link: Any) -> Json:
    if link.unit is not None:
        names: Json = link.unit.names.as_answer()
        return names
    return {lang: {"text": link.called(lang), "status": "reported"} for lang in ("ko", "en")}
