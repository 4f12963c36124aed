"""One column of the chart of a reform: the units of a day as a tree, gaps as lines of their own, the rest counted."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gwanje.answers.org_chart_fates import HolderPairs, elsewhere
from gwanje.answers.org_charting import Affair, ChartColumn, ChartRow, Fate, Json, Standing
from gwanje.registry import ChainLink, Holder, PlacedUnit

Posts = Callable[[str], tuple[int | None, bool]]
"""How many posts a unit has, None where no source lists them, and whether the lists do not add up."""
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit hangs in a column: under which standing unit, and across which links that are missing."""

    above: str
    missing: tuple[ChainLink, ...]

    @property
    def gap_key(self) -> str:
        """The same for all units that hang under one unit across the same gap; empty without a gap."""
        return f"gap:{self.above}:{'/'.join(link.identity for link in self.missing)}" if self.missing else ""


@dataclass(frozen=True, slots=True)
class Day:
    """One side of the comparison: who stands, who holds what, and who held it on the other day."""

    label: str
    standing: Standing
    holders: HolderPairs
    posts: Posts
    is_later: bool

    def pairs(self) -> Iterable[tuple[Holder, Holder]]:
        """The holder of each affair on this day and on the other one."""
        return ((second, first) if self.is_later else (first, second) for first, second in self.holders)


def natural(text: str) -> list[tuple[int, str]]:
    """An order in which u2 stands before u10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(text) if part]


def place_of(placed: PlacedUnit, standing: Standing) -> Place:
    """The nearest unit above that stands, and every link between that is not reported, not known or does not stand."""
    missing: list[ChainLink] = []
    for link in placed.chain:
        if link.unit is not None and link.unit.id in standing:
            return Place(link.unit.id, tuple(missing))
        missing.append(link)
    return Place("", tuple(missing))


def lineage(unit: str, standing: Standing) -> list[str]:
    """The standing units above a unit, the nearest first."""
    return [link.unit.id for link in standing[unit].chain if link.unit is not None and link.unit.id in standing]


def column(day: Day, shown: set[str], fates: dict[str, Fate]) -> ChartColumn:
    """The column of one day with the units to be shown; every other one is counted under the nearest shown unit."""
    rows = _Tree(day, shown, fates).rows()
    return ChartColumn(
        day=day.label,
        units=len(day.standing),
        shown=sum(row.line == "unit" for row in rows),
        rows=tuple(rows),
        without_lead=_without_lead(day),
    )


def _without_lead(day: Day) -> Json:
    """The affairs without one named lead, by the state that stands for it."""
    states: dict[str, list[str]] = {}
    for holder, _ in day.pairs():
        if holder.lead is None:
            states.setdefault(holder.state, []).append(holder.mandate.key)
    return states


class _Tree:
    """Builds the rows of a column from the top down."""

    def __init__(self, day: Day, shown: set[str], fates: dict[str, Fate]) -> None:
        self._day = day
        self._fates = fates
        standing = day.standing
        self._places = {unit: place_of(standing[unit], standing) for unit in standing if unit in shown}
        self._hanging: dict[str, list[str]] = {}
        for unit in sorted(self._places, key=natural):
            self._hanging.setdefault(self._places[unit].above, []).append(unit)
        self._affairs = _affairs(day)
        self._hidden: dict[str, list[str]] = {}
        for unit in standing:
            if unit not in shown:
                nearest = next((above for above in lineage(unit, standing) if above in shown), "")
                self._hidden.setdefault(nearest, []).append(unit)

    def rows(self) -> list[ChartRow]:
        """Units without anything above first, then those whose place is not told, then what is not drawn."""
        return self._under("", 0)

    def _under(self, above: str, depth: int) -> list[ChartRow]:
        """What hangs under a unit: children, then each gap with its children, then the count of the rest."""
        hanging = self._hanging.get(above, [])
        rows: list[ChartRow] = []
        for unit in hanging:
            if not self._places[unit].missing:
                rows += self._unit(unit, above, depth)
        gaps = {self._places[unit].gap_key: self._places[unit] for unit in hanging if self._places[unit].missing}
        for key, place in sorted(gaps.items()):
            rows.append(_gap_row(key, place, depth))
            for unit in hanging:
                if self._places[unit].gap_key == key:
                    rows += self._unit(unit, key, depth + 1)
        if above in self._hidden:
            rows.append(self._more_row(above, depth))
        return rows

    def _unit(self, unit: str, above: str, depth: int) -> list[ChartRow]:
        placed = self._day.standing[unit]
        view = placed.unit
        has = self._affairs.get(unit, [])
        posts, disputed = self._day.posts(unit)
        row = ChartRow(
            line="unit",
            key=unit,
            above=above,
            depth=depth,
            unit=unit,
            names=view.names.as_answer(),
            kind=view.kind,
            kind_names=view.kind_names.as_answer(),
            level=view.level,
            status=view.status,
            link_status=placed.chain[0].status if placed.chain else "reported",
            affairs=tuple(affair for affair in has if affair.part != "shares"),
            shares=tuple(affair for affair in has if affair.part == "shares"),
            posts=posts,
            posts_disputed=disputed,
        )
        return [row, *self._under(unit, depth + 1)]

    def _more_row(self, above: str, depth: int) -> ChartRow:
        hidden = self._hidden[above]
        changed = sum(self._fates[unit].main != "unchanged" for unit in hidden)
        key = f"more:{above}"
        return ChartRow(line="more", key=key, above=above, depth=depth, more=len(hidden), more_changed=changed)


def _gap_row(key: str, place: Place, depth: int) -> ChartRow:
    first = place.missing[0]
    return ChartRow(
        line="gap",
        key=key,
        above=place.above,
        depth=depth,
        level=first.level,
        status=first.state if first.unit is None else "not_standing",
        words={
            "en": ", ".join(link.called("en") for link in place.missing),
            "ko": ", ".join(link.called("ko") for link in place.missing),
        },
    )


def _affairs(day: Day) -> dict[str, list[Affair]]:
    """The affairs each unit has a part in on this day: as lead, as the unit within the lead, or as one of several."""
    found: dict[str, list[Affair]] = {}
    for holder, other in day.pairs():
        parts = [("lead", holder.lead), ("inner", holder.inner), *(("shares", unit) for unit in holder.units)]
        for part, unit in parts:
            if unit is not None:
                where, words = elsewhere(unit.id, other)
                view = holder.mandate.as_answer()
                told = {"part": part, "status": holder.status, "elsewhere": where, "elsewhere_words": words}
                found.setdefault(unit.id, []).append(Affair.model_validate({**view, **told}))
    return found
