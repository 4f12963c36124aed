"""The handover sheet of a unit: what comes, goes and stays, what hangs on it, rules, contacts, and who may look in."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.handover_affairs import affairs_below, affairs_of, chain_told
from gwanje.answers.open_items import open_item_told, open_items
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.registry import Overlap, PlacedUnit

Json = dict[str, Any]


class HandoverSheet(Answer):
    """One unit between two days: its affairs on both, those led by units below it, open items, rules, contacts."""

    unit: Json
    earlier: str
    later: str
    affairs: tuple[Json, ...]
    below: tuple[Json, ...]
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
    placed = registry.show(identity, later).placed
    affairs, holders = affairs_of(tower, identity, earlier, later)
    keys = list(dict.fromkeys(affair["mandate"]["key"] for affair in affairs))
    items = open_items(tower, later, keys)
    posts = registry.people.posts(later, identity)
    desks = [holder.desk.post for holder in holders if holder.desk is not None and holder.desk.post is not None]
    running = [one for one in registry.overlaps(later) if one.end > later.valid]
    overlaps = [one for one in running if one.unit == identity or _concerns(tower, one.mandate, keys)]
    cited = [*placed.unit.sources, *(source for item in items for source in item.sources)]
    cited += [source for affair in affairs for source in affair["sources"]]
    cited += [source for post in (*posts, *desks) for source in post.sources]
    answer = HandoverSheet(
        on=later.valid,
        known=later.known,
        country=tower.iso3,
        marking=highest(post.marking for post in (*posts, *desks)),
        sources=source_notes(tower, cited),
        unit=_unit(tower, placed, earlier),
        earlier=earlier.valid.astimezone(tower.zone).date().isoformat(),
        later=later.valid.astimezone(tower.zone).date().isoformat(),
        affairs=tuple(affairs),
        below=tuple(affairs_below(tower, identity, earlier, later)),
        open_items=tuple(open_item_told(item, later, tower.zone) for item in items),
        rules=tuple(
            {"mandate": key, "routes": list(registry.routes_to(key))} for key in keys if registry.routes_to(key)
        ),
        contacts=tuple({**post.as_answer(), "sources": list(post.sources)} for post in posts),
        overlaps=tuple(_overlap(tower, one, later) for one in overlaps),
        logged=tuple(_logged(tower, identity, overlaps, later)),
        names=tuple(_names(tower, identity, later)),
    )
    return as_published(tower, answer)


def _concerns(tower: Tower, mandate: str, keys: list[str]) -> bool:
    return tower.registry.find_mandate(mandate).key in keys


def _unit(tower: Tower, placed: PlacedUnit, earlier: AsOf) -> Json:
    """The unit with its kind in words and the chain above it on the days on which it stands."""
    view = placed.unit
    sides = {"before": tower.registry.show(view.id, earlier).placed, "after": placed}
    chain = {
        side: chain_told(one) for side, one in sides.items() if one.unit.state not in {"not_yet_established", "ended"}
    }
    kinds = {"kind_names": view.kind_names.as_answer()} if view.kind_names.texts() else {}
    return {**view.as_answer(), **kinds, "chain": chain, "sources": list(view.sources)}


def _overlap(tower: Tower, one: Overlap, as_of: AsOf) -> Json:
    unit = tower.registry.show(one.unit, as_of).placed.unit
    mandate = tower.registry.find_mandate(one.mandate)
    return {**one.as_answer(), "unit_names": unit.names.as_answer(), "mandate_names": mandate.names.as_answer()}


def _logged(tower: Tower, unit: str, overlaps: Iterable[Overlap], as_of: AsOf) -> Iterator[Json]:
    """What the log held by the known time of this unit, and of the other units on this sheet."""
    on_sheet = [one.as_answer() for one in overlaps]
    for entry in tower.registry_store.overlaps_logged():
        told = {key: entry.get(key) for key in _OVERLAP}
        here = entry["unit"] == unit or any(told == {key: one[key] for key in _OVERLAP} for one in on_sheet)
        if here and datetime.fromisoformat(entry["at"]) <= as_of.known:
            yield entry


_OVERLAP = ("mandate", "scope", "unit", "from", "until")


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
