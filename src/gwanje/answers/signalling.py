"""The ranked, explained short list of a month: distress of item and partner times how much of the item comes from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from gwanje.answers.backtesting import FROZEN
from gwanje.answers.depending import trade_sources
from gwanje.answers.monthly_files import MonthlyTable, panel_known, stated_lag
from gwanje.answers.signalling_answer import Below, MonthAmount, Sign, Signal, SignalGroup, Signals, Structure
from gwanje.answers.signalling_headline import signals_headline
from gwanje.answers.signalling_records import Records
from gwanje.answers.signalling_structure import Structures
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import LANGUAGES, Language
from gwanje.watch.distress import (
    LEVELS,
    SIGN_WORDS,
    DistressLimits,
    MeasureName,
    MetFeature,
    MonthlyPanel,
    Said,
    Weighting,
    content_hash,
    explained,
    own_percentile,
    said,
)

_YEAR = 12
_SHOWN = 4 * _YEAR + 1
_WORDS = ("", *LEVELS)


@dataclass(frozen=True, slots=True)
class SignalQuestion:
    """Which weighting, month (default: the newest known), budget (default: content) and item.

    `exports_of` says that the table is that country's exports: then only what goes to the tower's country is told.
    """

    weighting: str = "standard"
    month: date | None = None
    budget: int | None = None
    item: str = ""
    exports_of: str = ""


def signals(tower: Tower, as_of: AsOf, table: MonthlyTable, question: SignalQuestion) -> Signals:
    """What is unusual in a month of imports, ranked by distress and dependence, within the budget of attention."""
    limits = DistressLimits.read(tower.indicator_texts)
    weighting, lag = limits.weighting(question.weighting), stated_lag(limits)
    today = np.datetime64(as_of.known.astimezone(tower.zone).date())
    history = table.history
    panel = panel_known(history, lag, as_of, tower.zone)
    spoken = said(history.public_by(today, lag), weighting, limits, lag)
    column = len(panel.months) - 1 if question.month is None else panel.column(question.month)
    told_of = date.fromisoformat(f"{panel.months[column]}-01")
    structures = Structures(tower, as_of, told_of)
    exporter = tower.countries.find(question.exports_of) if question.exports_of else ""
    month = _Month(tower, panel, spoken, weighting, column, structures, exporter)
    groups = _grouped(tower, month.signals(_wanted(tower, question.item, structures, panel)), structures)
    budget = int(limits.budget.value) if question.budget is None else question.budget
    records = Records(tower, as_of, spoken, weighting, limits, lag, exporter=exporter)
    data = [*table.sources, *(trade_sources(tower) if structures.is_used else [])]
    files = tuple(name for name in FROZEN if name in tower.indicator_texts)
    notes = (*table.own_note, *source_notes(tower, [*data, *records.cited]))
    return Signals(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, data),
        sources=notes,
        headline=signals_headline(groups, told_of, tuple(note.id for note in notes)),
        file=table.name,
        month=told_of,
        knowable=_knowable(spoken, column),
        weighting=weighting.key,
        budget=budget,
        scale=LEVELS,
        shown=tuple(groups[:budget]),
        below=tuple(
            Below(item=one.item, names=one.names, priority=one.priority, signals=len(one.signals))
            for one in groups[budget:]
        ),
        scored=int(np.isfinite(spoken.points[:, column]).sum()),
        unscored=int((~np.isfinite(spoken.points[:, column])).sum()),
        masses_not_reported=history.masses_not_reported,
        records=(records.of_weighting(), *records.of_signs(_met(groups[:budget], spoken))),
        series_judged=records.judged,
        frozen=content_hash(tower.indicator_texts, *files),
        notes=table.notes_of(exporter),
    )


def _met(groups: Iterable[SignalGroup], spoken: Said) -> list[MeasureName]:
    """The signs that met on the short list, in the order of the weighting."""
    met = {s.measure for group in groups for one in group.signals for s in one.signs if s.points}
    return [name for name in spoken.found if name in met]


class _Month:
    """The signals of one month: every series that reaches a word, or at which one still stands."""

    def __init__(
        self, tower: Tower, panel: MonthlyPanel, spoken: Said, weighting: Weighting, column: int,
        structures: Structures, exporter: str,
    ) -> None:  # fmt: skip
        self._tower, self._panel, self._spoken, self._weighting = tower, panel, spoken, weighting
        self._column, self._structures = column, structures
        self._exporter, self._home = exporter, tower.iso3
        self._percentile = own_percentile(spoken.found["squeeze"]) if "squeeze" in spoken.found else None

    def signals(self, wanted: set[str] | None) -> list[Signal]:
        """Those of the items wanted, or of all."""
        spoken, column = self._spoken, self._column
        telling = (spoken.reached[:, column] > 0) | (spoken.stands[:, column] > 0)
        return [
            self._signal(int(row))
            for row in np.flatnonzero(telling & np.isfinite(spoken.points[:, column]))
            if (wanted is None or spoken.keys[row].item in wanted)
            and (not self._exporter or spoken.keys[row].partner == self._home)
        ]

    def _signal(self, row: int) -> Signal:
        panel, spoken, column = self._panel, self._spoken, self._column
        key, before = panel.keys[row], column - _YEAR
        supplier = self._exporter or key.partner
        structure = self._structures.of(key.item, supplier)
        points = float(spoken.points[row, column])
        told = explained(spoken.found, self._weighting, row, column)
        squeezed = any(one.measure == "squeeze" and one.points for one in told)
        return Signal(
            item=key.item,
            partner=supplier,
            partner_names={lang: self._tower.countries.name(supplier, lang) for lang in LANGUAGES},
            value_usd=_known(panel.value_usd[row, column]),
            mass_t=_known(panel.mass_t[row, column]),
            value_year_before_usd=_known(panel.value_usd[row, before]) if before >= 0 else None,
            mass_year_before_t=_known(panel.mass_t[row, before]) if before >= 0 else None,
            points=points,
            reached=_WORDS[int(spoken.reached[row, column])],
            stands=_WORDS[int(spoken.stands[row, column])],
            squeeze_percentile=None if self._percentile is None or not squeezed else _known(self._percentile[row, column]),
            signs=tuple(_sign(one) for one in told),
            structure=structure,
            priority=points * _weight_of(structure),
            series=self._series(row),
        )  # fmt: skip

    def _series(self, row: int) -> tuple[MonthAmount, ...]:
        """The month and the years before it, as they were known."""
        panel, last = self._panel, self._column + 1
        return tuple(
            MonthAmount(
                month=date.fromisoformat(f"{panel.months[at]}-01"),
                value_usd=_known(panel.value_usd[row, at]),
                mass_t=_known(panel.mass_t[row, at]),
            )
            for at in range(max(0, last - _SHOWN), last)
        )


def _sign(one: MetFeature) -> Sign:
    """A sign with its name and what it found in both languages."""
    names: dict[Language, str] = dict(SIGN_WORDS[one.measure].names)
    told: dict[Language, str]
    if one.found is None:
        told = {"en": f"{names['en']}: not seen", "ko": f"{names['ko']}: 보이지 않음"}
    else:
        met = one.found >= one.at
        told = {
            "en": f"{names['en']} {one.found:.2f}, {'met' if met else 'not met'} at {one.at:g}",
            "ko": f"{names['ko']} {one.found:.2f}, 기준 {one.at:g} {'충족' if met else '미달'}",
        }
    return Sign(measure=one.measure, found=one.found, at=one.at, strong=one.strong, weight=one.weight,
                points=one.points, basis=one.basis, names=names, told=told)  # fmt: skip


def _weight_of(structure: Structure) -> float:
    """The larger of the two shares; 1 where it is not known: what cannot be seen is not ranked down."""
    shares = [one for one in (structure.share_value, structure.share_mass) if one is not None]
    return max(shares) if shares else 1.0


def _grouped(tower: Tower, found: list[Signal], structures: Structures) -> list[SignalGroup]:
    by_item: dict[str, list[Signal]] = {}
    for one in sorted(found, key=lambda one: (-one.priority, one.item, one.partner)):
        by_item.setdefault(one.item, []).append(one)
    return [
        SignalGroup(
            rank=rank,
            item=item,
            items=structures.items_of(item),
            names=_names(tower, item, structures.items_of(item)),
            priority=mine[0].priority,
            signals=tuple(mine),
        )
        for rank, (item, mine) in enumerate(by_item.items(), start=1)
    ]


def _names(tower: Tower, item: str, items: tuple[str, ...]) -> dict[Language, str]:
    """What people call it: the names of its items, or the code where none is watched."""
    return {lang: ", ".join(tower.items[key].names.best(lang) for key in items) or item for lang in LANGUAGES}


def _wanted(tower: Tower, item: str, structures: Structures, panel: MonthlyPanel) -> set[str] | None:
    if not item:
        return None
    asked = item if ":" in item else tower.items.find(item).key
    names = {key.item for key in panel.keys}
    found = {name for name in names if asked in (name, *structures.items_of(name))}
    if not found:
        raise WrongUseError(
            f"The file has no rows of {item}", expected=", ".join(sorted(names)[:10]), found=item,
            remedy="Ask for an item of the file, or leave --item out",
        )  # fmt: skip
    return found


def _knowable(spoken: Said, column: int) -> date:
    days = spoken.knowable[:, column]
    latest: date = days[~np.isnat(days)].max().astype(object)
    return latest


def _known(number: np.float64) -> float | None:
    return float(number) if np.isfinite(number) else None
