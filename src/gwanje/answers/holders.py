"""Who holds an affair, what a unit is, how the structure stands, and what changed between two days."""

from collections.abc import Iterable
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking
from gwanje.registry import Holder, Structure

Json = dict[str, Any]


class Who(Answer):
    """The lead of an affair, its cooperating units, and every link above the lead up to the ministry."""

    mandate: Json
    scope: str
    state: str
    lead: Json | None
    level: str
    temporary: bool
    inner: Json | str | None
    cooperating: tuple[Json, ...]
    cooperating_reported: bool
    units: tuple[Json, ...]
    incomplete: bool
    chain: tuple[Json, ...]
    since: str | None
    planned: bool
    facts: tuple[str, ...]
    claims: tuple[str, ...]
    status: str
    derived: bool
    notes: tuple[Json, ...]
    answered_by: str
    parts: tuple[Json, ...]
    delegation: Json | None
    desk: Json | None

    def rows(self) -> list[Json]:
        """The chain, lowest first, one unit a row."""
        inner = [("within", self.inner)] if isinstance(self.inner, dict) else []
        lead = [("lead", self.lead)] if self.lead else []
        steps = [
            *inner,
            *lead,
            *(("above", link) for link in self.chain),
            *(("cooperates", unit) for unit in self.cooperating),
        ]
        steps += [("among", unit) for unit in self.units]
        return [_unit_row(role, unit) for role, unit in steps] or [{"role": self.state, "unit": None}]


class UnitAnswer(Answer):
    """One unit: its chain, children, every name it has had, and the affairs it has a part in."""

    unit: Json
    chain: tuple[Json, ...]
    children: tuple[Json, ...]
    names: tuple[Json, ...]
    leads: tuple[Json, ...]
    cooperates: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """The unit, what stands above and below it."""
        return [
            _unit_row("unit", self.unit),
            *(_unit_row("above", link) for link in self.chain),
            *(_unit_row("below", child) for child in self.children),
        ]


class StructureAnswer(Answer):
    """Every unit that exists on a day, and how many are not known to; and what was entered here but fits no more."""

    units: tuple[Json, ...]
    not_known: tuple[str, ...]
    reforms: tuple[Json, ...]
    unapplied: tuple[str, ...] = ()

    def rows(self) -> list[Json]:
        """One unit a row, with the unit above it."""
        return [
            {**_unit_row("unit", unit), "above": unit["chain"][0]["names"]["en"]["text"] if unit["chain"] else None}
            for unit in self.units
        ]


class DiffAnswer(Answer):
    """What changed between two days; `on` is the later one."""

    earlier: str
    later: str
    changes: tuple[Json, ...]
    undated: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One change a row."""
        return [
            {
                "kind": change["kind"],
                "subject": change["subject"],
                "en": change["words"]["en"],
                "ko": change["words"]["ko"],
                "status": change["status"],
                "facts": " ".join(change["facts"]),
            }
            for change in self.changes
        ]


class MandatesAnswer(Answer):
    """Every affair and who leads it, on one or several days side by side."""

    days: tuple[str, ...]
    mandates: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One affair a row, a column for each day."""
        return [dict(row) for row in self.mandates]


def _unit_row(role: str, unit: Json) -> Json:
    names = unit["names"]
    return {
        "role": role,
        "unit": unit["id"],
        "kind": unit["kind"],
        "ko": names["ko"]["text"],
        "ko_status": names["ko"]["status"],
        "en": names["en"]["text"],
        "en_status": names["en"]["status"],
    }


def who(tower: Tower, mandate: str, as_of: AsOf, *, scope: str = "", scheme: str = "", item: str = "") -> Who:
    """The holder of one affair, or of a part of it, under a scheme, for an item."""
    if scheme or item or scope:
        watched = tower.items.find(item).key if item else ""
        holder = tower.registry.who(mandate, as_of, scope=scope or "whole", scheme=scheme, item=watched)
    else:
        holder = tower.registry.held_by(mandate, as_of)
    fields = holder.as_answer()
    post = holder.desk.post if holder.desk else None
    cited = [*fields.pop("sources"), *_unit_sources(holder), *(post.sources if post else ())]
    found = Who(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=post.marking if post else Marking.PUBLIC,
        sources=source_notes(tower, cited),
        **fields,
    )
    return as_published(tower, found)


def _unit_sources(holder: Holder) -> Iterable[str]:
    named = (*(link.unit for link in holder.chain), *(holder.cooperating or ()), *holder.units)
    units = [holder.lead, holder.inner, *named]
    return [source for unit in units if unit is not None for source in unit.sources]


def unit(tower: Tower, asked: str, as_of: AsOf) -> UnitAnswer:
    """One unit by id or by any name it has had."""
    card = tower.registry.show(asked, as_of)
    placed = card.placed.as_answer()
    view = card.placed.unit
    answer = UnitAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, [*view.sources, *(source for name in card.names for source in name.sources)]),
        unit={key: value for key, value in placed.items() if key != "chain"}
        | {"notes": [note.as_answer() for note in view.notes], "claims": list(view.claims)},
        chain=tuple(placed["chain"]),
        children=tuple(child.as_answer() for child in card.children),
        names=tuple(
            {
                "lang": name.lang,
                "text": name.name.text,
                "status": name.name.status,
                "from": name.start.isoformat() if name.start else None,
                "until": name.end.isoformat() if name.end else None,
            }
            for name in card.names
        ),
        leads=tuple(
            [holder.mandate.as_answer() for holder in card.leads]
            + [{**holder.mandate.as_answer(), "part": part.as_answer()} for holder, part in card.parts]
        ),
        cooperates=tuple(holder.mandate.as_answer() for holder in card.cooperates),
    )
    return as_published(tower, answer)


def structure(tower: Tower, as_of: AsOf) -> StructureAnswer:
    """Every unit that exists at an instant, with the reforms public by then."""
    found: Structure = tower.registry.structure(as_of)
    reforms = tower.registry.reforms(as_of)
    cited = [source for placed in found.units for source in placed.unit.sources]
    answer = StructureAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, [*cited, *(source for reform in reforms for source in reform.sources)]),
        units=tuple(placed.as_answer() for placed in found.units),
        not_known=found.not_known,
        reforms=tuple(reform.as_answer() for reform in reforms),
        unapplied=tuple(f"entry {one.act.number}: {one.why}" for one in tower.registry.unapplied),
    )
    return as_published(tower, answer)


def diff(tower: Tower, earlier: AsOf, later: AsOf) -> DiffAnswer:
    """Every change of units and affairs between two instants, with the facts behind it."""
    found = tower.registry.diff(earlier, later)
    body = found.as_answer()
    cited = [source for change in found.changes for source in change.sources]
    answer = DiffAnswer(
        on=later.valid,
        known=later.known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        earlier=earlier.valid.astimezone(tower.zone).date().isoformat(),
        later=later.valid.astimezone(tower.zone).date().isoformat(),
        changes=tuple(body["changes"]),
        undated=tuple(body["undated"]),
    )
    return as_published(tower, answer)


def mandates(tower: Tower, as_ofs: list[AsOf]) -> MandatesAnswer:
    """Every affair with its lead and chain on each of several days."""
    days = [as_of.valid.astimezone(tower.zone).date().isoformat() for as_of in as_ofs]
    rows, cited = [], []
    for mandate in tower.registry.mandates(as_ofs[-1].known):
        holders = [tower.registry.held_by(mandate.key, as_of) for as_of in as_ofs]
        cited += [source for holder in holders for source in (*holder.sources, *_unit_sources(holder))]
        rows.append(_side_by_side(mandate.key, days, holders))
        for scope in {part.scope: None for holder in holders for part in holder.parts}:
            asked = {"scope": scope.part, "scheme": scope.scheme, "item": scope.item}
            parts = [tower.registry.who(mandate.key, as_of, **asked) for as_of in as_ofs]
            rows.append(_side_by_side(f"{mandate.key} [{scope.key}]", days, parts))
    last = as_ofs[-1]
    answer = MandatesAnswer(
        on=last.valid,
        known=last.known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        days=tuple(days),
        mandates=tuple(rows),
    )
    return as_published(tower, answer)


def _side_by_side(label: str, days: list[str], holders: list[Holder]) -> Json:
    """One affair or part of one, a column for each day."""
    columns = {day: _path(holder) for day, holder in zip(days, holders, strict=True)}
    return {"mandate": label, **columns, "handover": any(holders[0].path() != one.path() for one in holders[1:])}


def _path(holder: Holder) -> str:
    if holder.lead is None:
        units = ", ".join(unit.id for unit in holder.units)
        return holder.state + (f" ({units})" if units else "")
    return " < ".join(step.rstrip(":") for step in holder.path())
