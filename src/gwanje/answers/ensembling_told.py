"""What the members of an ensemble gave, as its answer: bands by day and industry, drivers, the worst member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gwanje.answers import ensembling_words as say
from gwanje.answers.economies import table_marking, table_sources
from gwanje.answers.ensembling_answer import (
    AssumedRange,
    Band,
    DayBand,
    Driver,
    EndOfBracket,
    EnsembleAnswer,
    IndustryBand,
    Input,
    WorstMember,
)
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_chain import sector_names
from gwanje.answers.simulating_figures import GatheredFigures
from gwanje.answers.simulating_quantities import assumption_words, quantity_names, span_said
from gwanje.answers.simulating_scenario import Given
from gwanje.answers.simulating_words import horizon_words
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.flows.run_ensemble import Progress, versions
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.foundation.names import Language
from gwanje.impact import Economy
from gwanje.impact.scenarios import Assumption, Drawn, EnsemblePlan, Spread, assumptions, uncertain

CHANCE = 3.0  # over the root of the members less one: a smaller rank correlation is not told from chance
ROUNDING = 1e-9
LANGUAGES: tuple[Language, ...] = ("en", "ko")


@dataclass(frozen=True, eq=False)
class EndRun:
    """All members at one end, as they were run."""

    name: str
    plan: EnsemblePlan
    fingerprint: str
    drawn: Drawn
    spread: Spread
    last: Progress


class Told:
    """The answer from what the members gave."""

    def __init__(
        self,
        tower: Tower,
        given: Given,
        as_of: AsOf,
        gathered: GatheredFigures,
        economy: Economy,
        ends: Sequence[EndRun],
    ) -> None:
        self.tower, self.given, self.record, self.as_of = tower, given, given.record, as_of
        self.gathered, self.economy, self.runs = gathered, economy, ends
        self.origins = {one.name: one.origin for one in assumptions(self.record)}
        self.tables = table_sources(tower, economy)
        own = [one for one in gathered.sources if one not in economy.sources]
        told = [source for one in assumptions(self.record) for source in one.sources]
        self.cited = tuple(dict.fromkeys([*own, *told]))
        self.sources = (*(one.id for one in self.tables), *self.cited, self.record.id)

    def answer(self) -> EnsembleAnswer:
        """All of it."""
        record, tower, plan, drawn = self.record, self.tower, self.runs[0].plan, self.runs[0].drawn
        ends = tuple(self._end(run) for run in self.runs)
        names: dict[Language, str] = {lang: record.names.best(lang) for lang in LANGUAGES}
        place: dict[Language, str] = {lang: tower.countries.name(record.importer, lang) for lang in LANGUAGES}
        shortest = min(case.shortest_cover() for case in plan.cases())
        readings = [*say.end_words(ends, self.sources)]
        readings += [say.reading_words(record, plan.case.reading), say.draws_words(plan, len(uncertain(record)))]
        return EnsembleAnswer(
            on=self.as_of.valid,
            known=self.as_of.known,
            country=tower.iso3,
            marking=highest([marking_of(tower, self.cited), table_marking(tower, self.economy), self.given.marking]),
            sources=(*self.tables, *source_notes(tower, self.cited), self.given.source),
            status="ok" if any(end.lost_musd for end in ends) else "not_computable",
            scenario=record.id,
            key=record.key,
            names=dict(names),
            importer=record.importer,
            reading=plan.case.reading,
            days_asked=record.days,
            horizon_days=drawn.days,
            normal_musd_per_day=float(drawn.normal.sum()),
            members=plan.members,
            seed=plan.seed,
            sampler=plan.sampler,
            batch=plan.batch,
            precision=plan.precision,
            versions=versions(),
            headline=say.headline(names, place, drawn.days, ends, self.sources),
            readings_words=tuple(readings),
            settled_words=say.settled_words(ends, self.sources),
            drivers_words=say.drivers_words(ends),
            worst_words=say.worst_words(ends, self.sources),
            collapse_words=tuple(say.collapse_words(end, plan.members) for end in ends if end.members_collapsed),
            horizon_words=horizon_words(record, drawn.days, _three(shortest)),
            ends=ends,
            assumptions=self._assumptions(),
            not_computable=(*self.gathered.missing, *say.prices_left_out(record)),
            notes=self.economy.notes,
        )

    def _end(self, run: EndRun) -> EndOfBracket:
        drawn, found = run.drawn, run.spread
        lost, half = (self._band(one, drawn.normal_output) for one in (found.lost, found.half))
        return EndOfBracket(
            ordinary_inputs=run.name,
            fingerprint=run.fingerprint,
            members_counted=len(drawn.counted),
            members_collapsed=found.collapsed,
            lost_musd=lost,
            lost_share=None if lost is None else _scaled(lost, drawn.normal_output),
            first_half_musd=half,
            first_half_share=None if half is None else _scaled(half, drawn.normal_output),
            drivers=self._drivers(found, len(drawn.counted)),
            worst=self._worst(run),
            path=self._path(run),
            industries=self._industries(run),
            processors=run.last.processors,
        )

    def _band(self, lost: Mapping[float, float], normal: float) -> Band | None:
        """What is less than rounding leaves of normal output is nothing."""
        if not lost:
            return None
        low, middle, high = (_not_rounding(lost[p], normal) for p in sorted(lost))
        return Band(p5=low, p50=middle, p95=high)

    def _drivers(self, found: Spread, count: int) -> tuple[Driver, ...]:
        least = CHANCE / np.sqrt(count - 1) if count > 1 else np.inf
        told = [
            Driver(
                name=name,
                words=self._quantity(name),
                origin=self.origins[name],
                rank_correlation=strength,
                clear=strength is not None and abs(strength) >= least,
            )
            for name, strength in found.drivers.items()
        ]
        return tuple(sorted(told, key=lambda one: (-abs(one.rank_correlation or 0.0), one.name)))

    def _quantity(self, name: str) -> Sentence:
        return Sentence(**quantity_names(self.tower, self.record, name))

    def _worst(self, run: EndRun) -> WorstMember | None:
        found, drawn = run.spread, run.drawn
        if found.worst is None:
            return None
        lost = _not_rounding(float(drawn.by_sector[drawn.members.index(found.worst)].sum()), drawn.normal_output)
        inputs = [self._input(one, found.worst_values[one.name]) for one in uncertain(self.record)]
        return WorstMember(
            member=found.worst, lost_musd=lost, lost_share=lost / drawn.normal_output, inputs=tuple(inputs)
        )

    def _input(self, one: Assumption, value: float) -> Input:
        said = span_said(replace(one, low=_three(value), high=_three(value)))
        return Input(
            name=one.name, words=self._quantity(one.name), value=value, said=Sentence(**said, sources=self.sources)
        )

    def _path(self, run: EndRun) -> tuple[DayBand, ...]:
        found, normal = run.spread.lost_by_day, float(run.drawn.normal.sum())
        days = range(run.drawn.days + 1) if found else ()
        bands = ((day, self._band({p: float(path[day]) for p, path in found.items()}, normal)) for day in days)
        return tuple(DayBand(day=day, **band.model_dump()) for day, band in bands if band is not None)

    def _industries(self, run: EndRun) -> tuple[IndustryBand, ...]:
        found, drawn, told = run.spread.lost_by_sector, run.drawn, []
        for at, sector in enumerate(drawn.sectors if found else ()):
            normal = float(drawn.normal[at]) * drawn.days
            band = self._band({p: float(lost[at]) for p, lost in found.items()}, normal)
            if band is not None and any((band.p5, band.p50, band.p95)):
                names = sector_names(self.tower, sector, self.economy.sector_names)
                share = _scaled(band, normal)
                told.append(
                    IndustryBand(sector=sector, names=names, normal_musd=normal, share=share, **band.model_dump())
                )
        return tuple(sorted(told, key=lambda one: (-one.p50, -one.p95, one.sector)))

    def _assumptions(self) -> tuple[AssumedRange, ...]:
        return tuple(
            AssumedRange(
                name=one.name,
                words=assumption_words(self.tower, self.record, one),
                low=one.low,
                high=one.high,
                origin=one.origin,
                sources=one.sources,
            )
            for one in assumptions(self.record)
        )


def _not_rounding(lost: float, normal: float) -> float:
    return 0.0 if abs(lost) <= ROUNDING * normal else lost


def _scaled(band: Band, normal: float) -> Band:
    return Band(p5=band.p5 / normal, p50=band.p50 / normal, p95=band.p95 / normal)


def _three(value: float) -> float:
    """Three significant digits, for prose."""
    return float(f"{value:.3g}")
