"""The handover sheet of a unit: what comes, goes and stays, what hangs on it, rules, contacts, and who may look in."""

from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.open_items import open_items
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.registry import Holder, path_in_words

Json = dict[str, Any]


class HandoverSheet(Answer):
    """One unit between two days: its affairs on both, open items, rules, contacts, overlaps."""

    unit: Json
    earlier: str
    later: str
    affairs: tuple[Json, ...]
    open_items: tuple[Json, ...]
    rules: tuple[Json, ...]
    contacts: tuple[Json, ...]
    overlaps: tuple[Json, ...]
    logged: tuple[Json, ...]
    names: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One affair a row."""
        return [
            {
                "affair": affair["mandate"]["key"] + (f" [{affair['part']}]" if affair["part"] else ""),
                "what": affair["what"],
                "before": affair["before"]["en"],
                "after": affair["after"]["en"],
                "open": sum(item["mandate"] == affair["mandate"]["key"] for item in self.open_items),
            }
            for affair in self.affairs
        ]


def handover_sheet(tower: Tower, unit: str, earlier: AsOf, later: AsOf) -> HandoverSheet:
    """What a unit hands over and takes over between two days, and what stays with it."""
    registry = tower.registry
    identity = registry.find_unit(unit)
    view = registry.show(identity, later).placed.unit
    affairs = [affair for one in registry.mandates() for affair in _affairs(tower, identity, one.key, earlier, later)]
    keys = list(dict.fromkeys(affair["mandate"]["key"] for affair in affairs))
    items = open_items(tower, later, keys)
    posts = registry.people.posts(later, identity)
    overlaps = [one for one in registry.overlaps(later) if one.unit == identity or _concerns(tower, one.mandate, keys)]
    cited = [*view.sources, *(source for item in items for source in item.sources)]
    cited += [source for affair in affairs for source in affair["sources"]]
    cited += [source for post in posts for source in post.sources]
    answer = HandoverSheet(
        on=later.valid,
        known=later.known,
        country=tower.iso3,
        marking=highest(post.marking for post in posts),
        sources=source_notes(tower, cited),
        unit=view.as_answer(),
        earlier=earlier.valid.astimezone(tower.zone).date().isoformat(),
        later=later.valid.astimezone(tower.zone).date().isoformat(),
        affairs=tuple(affairs),
        open_items=tuple(item.as_answer() for item in items),
        rules=tuple(
            {"mandate": key, "routes": list(registry.routes_to(key))} for key in keys if registry.routes_to(key)
        ),
        contacts=tuple(post.as_answer() for post in posts),
        overlaps=tuple(one.as_answer() for one in overlaps),
        logged=tuple(one for one in tower.registry_store.overlaps_logged() if one["unit"] == identity),
        names=tuple(_names(tower, identity, later)),
    )
    return as_published(tower, answer)


def _concerns(tower: Tower, mandate: str, keys: list[str]) -> bool:
    return tower.registry.find_mandate(mandate).key in keys


def _affairs(tower: Tower, unit: str, mandate: str, earlier: AsOf, later: AsOf) -> list[Json]:
    """The unit's part in one affair on both days, and in each narrower part of it that has a lead of its own."""
    before, after = (tower.registry.held_by(mandate, as_of) for as_of in (earlier, later))
    pairs = [("", before, after)]
    for part in {one.scope: one for holder in (before, after) for one in holder.parts}.values():
        asked = {"scope": part.scope.part, "scheme": part.scope.scheme, "item": part.scope.item}
        sides = [tower.registry.who(mandate, as_of, **asked) for as_of in (earlier, later)]
        pairs.append((part.names.best("en") if part.names.texts() else part.scope.key, sides[0], sides[1]))
    told = (_affair(unit, label, old, new) for label, old, new in pairs)
    return [affair for affair in told if affair is not None]


def _affair(unit: str, part: str, before: Holder, after: Holder) -> Json | None:
    """The unit's part on both days; None where it has none on either."""
    parts = [_part(unit, holder) for holder in (before, after)]
    if parts == ["none", "none"]:
        return None
    return {
        "mandate": after.mandate.as_answer(),
        "part": part or None,
        "what": _what(parts[0], parts[1], before, after),
        "part_before": parts[0],
        "part_after": parts[1],
        "before": {lang: path_in_words(before, lang) for lang in ("ko", "en")},
        "after": {lang: path_in_words(after, lang) for lang in ("ko", "en")},
        "desk": after.desk.as_answer() if after.desk else None,
        "facts": list(after.facts),
        "sources": list(dict.fromkeys((*before.sources, *after.sources))),
    }


def _part(unit: str, holder: Holder) -> str:
    if unit in {one.id for one in (holder.lead, holder.inner) if one is not None}:
        return "leads"
    return "cooperates" if unit in {one.id for one in (*(holder.cooperating or ()), *holder.units)} else "none"


def _what(before: str, after: str, old: Holder, new: Holder) -> str:
    if before == after:
        return "stays, under another chain" if old.path() != new.path() else "stays"
    if before == "none":
        return "comes" if old.state != "not_known" else "comes; who held it is not known"
    return "goes" if after == "none" else f"{before} before, {after} after"


def _names(tower: Tower, unit: str, as_of: AsOf) -> list[Json]:
    """Every name the unit has had, with its status and period; provisional ones wait for an official one."""
    return [
        {
            "lang": name.lang,
            "text": name.name.text,
            "status": name.name.status,
            "from": name.start.isoformat() if name.start else None,
            "until": name.end.isoformat() if name.end else None,
        }
        for name in tower.registry.show(unit, as_of).names
    ]
