"""Running a scenario: which runs it takes, what they say together, and how it is told."""

from collections.abc import Callable, Sequence

import numpy as np

from gwanje.answers import simulating_words as say
from gwanje.answers.economies import economy_of
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_answer import (
    AssumptionTold,
    DayOfPath,
    IndustryLoss,
    ItemFigure,
    Numbers,
    RunTold,
    SensitivityRow,
    Simulation,
)
from gwanje.answers.simulating_cases import PlannedRun, planned_runs
from gwanje.answers.simulating_figures import GatheredFigures, figures_of
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.impact.scenarios import Outcomes, ScenarioRecord, assumptions, horizon, read_scenario, run_cases

ROUNDING = 1e-9


def scenario_of(tower: Tower, asked: str, as_of: AsOf, own: tuple[str, str] | None = None) -> ScenarioRecord:
    """A scenario of the content by key, id or name, or the one a person's file holds (its text and its name)."""
    if own is not None:
        return read_scenario(own[0], own[1], tower.zone)
    return tower.scenarios.find(asked, as_of.known)


def simulate_scenario(
    tower: Tower,
    record: ScenarioRecord,
    as_of: AsOf,
    *,
    table: TableChoice | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Both readings side by side, over cover and affected share, with the bracket of ordinary inputs."""
    economy = economy_of(tower, as_of, table)
    gathered = figures_of(tower, record, as_of, economy)
    runs = planned_runs(record, gathered.figures)
    cases = [run.case for run in runs]
    days = horizon(record, cases)
    found = run_cases(economy, cases, days, progress=progress)
    return _Told(tower, record, as_of, gathered, runs, found, days, economy.notes).answer()


class _Told:
    """The answer from what the runs gave."""

    def __init__(
        self,
        tower: Tower,
        record: ScenarioRecord,
        as_of: AsOf,
        gathered: GatheredFigures,
        runs: Sequence[PlannedRun],
        found: Outcomes,
        days: int,
        notes: Sequence[str],
    ) -> None:
        self.tower, self.record, self.as_of, self.gathered = tower, record, as_of, gathered
        self.runs, self.found, self.days, self.notes = runs, found, days, notes
        self.normal = float(found.normal.sum()) * days
        told = [source for one in assumptions(record) for source in one.sources]
        self.sources = tuple(dict.fromkeys([*gathered.sources, *told]))
        reading = [run.case.reading for run in runs]
        self.plain = [at for at, one in enumerate(reading) if one == "value_only"]
        self.critical = [at for at, one in enumerate(reading) if one == "critical"]

    def answer(self) -> Simulation:
        """All of it."""
        record, tower = self.record, self.tower
        plain = self._span(self.found.lost[self.plain])
        critical = self._span(self.found.lost[self.critical]) if self.critical else None
        names: dict[str, str] = {lang: record.names.best(lang) for lang in _LANGUAGES}
        place: dict[str, str] = {lang: tower.countries.name(record.importer, lang) for lang in _LANGUAGES}
        grid = self._grid()
        shortest = min(run.case.shortest_cover() for run in self.runs)
        return Simulation(
            on=self.as_of.valid,
            known=self.as_of.known,
            country=tower.iso3,
            marking=marking_of(tower, self.sources),
            sources=source_notes(tower, self.sources),
            scenario=record.id,
            key=record.key,
            names=names,
            importer=record.importer,
            kind="simulation",
            days_asked=record.days,
            horizon_days=self.days,
            unit="M USD",
            normal_musd_per_day=float(self.found.normal.sum()),
            headline=say.headline(names, place, self.days, critical or plain, self.sources),
            readings_words=self._readings(plain, critical),
            carried_by=say.carried_by(grid, record, self._origins()),
            horizon_words=say.horizon_words(record, self.days, shortest),
            value_only_musd=plain,
            critical_musd=critical,
            sensitivity=tuple(grid),
            industries=self._industries(),
            path=self._path(),
            runs=tuple(self._run(at) for at in range(len(self.runs))),
            figures=self._figures(),
            assumptions=self._assumptions(),
            not_computable=self.gathered.missing,
            notes=tuple(self.notes),
        )

    def _readings(self, plain: Numbers, critical: Numbers | None) -> tuple[Sentence, ...]:
        told = [say.value_only_words(plain, self.normal, self.sources)]
        if critical is not None:
            told.append(say.critical_words(critical, self.normal, self.sources))
        return (*told, say.model_words(self.record))

    def _span(self, lost: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Numbers:
        low, high = (float(one) for one in (lost.min(), lost.max()))
        small = ROUNDING * self.normal
        return (0.0 if abs(low) < small else low, 0.0 if abs(high) < small else high)

    def _grid(self) -> list[SensitivityRow]:
        rows = []
        for at, run in enumerate(self.runs):
            if run.in_grid and run.cover is not None and run.affected is not None:
                lost = self._span(self.found.lost[[at]])[0]
                rows.append(
                    SensitivityRow(
                        cover_days=run.cover, affected_share=run.affected, lost_musd=lost, lost_share=lost / self.normal
                    )
                )
        return rows

    def _origins(self) -> dict[str, str]:
        return {one.name.partition(".")[2].partition(".")[2]: one.origin for one in assumptions(self.record)}

    def _industries(self) -> tuple[IndustryLoss, ...]:
        lost, normal = self.found.lost_by_sector, self.found.normal * self.days
        told = []
        for at, sector in enumerate(self.found.sectors):
            critical = self._span(lost[self.critical, at]) if self.critical else (0.0, 0.0)
            materials = {name for run in self.critical for name in self.found.binds[run][at]}
            told.append(
                IndustryLoss(
                    sector=sector,
                    names=self._sector_names(sector),
                    normal_musd=float(normal[at]),
                    value_only_musd=self._span(lost[self.plain, at]),
                    critical_musd=critical,
                    materials=tuple(sorted(materials)),
                )
            )
        hit = [one for one in told if one.critical_musd[1] > 0 or one.value_only_musd[1] > 0]
        return tuple(sorted(hit, key=lambda one: (-max(one.critical_musd[1], one.value_only_musd[1]), one.sector)))

    def _sector_names(self, sector: str) -> dict[str, str]:
        for link in self.tower.links:
            if sector in link.sector_names:
                return {lang: link.sector_names[sector].best(lang) for lang in _LANGUAGES}
        return {"en": sector, "ko": sector}

    def _path(self) -> tuple[DayOfPath, ...]:
        by_day = self.found.lost_by_day
        middle = self._middle()
        return tuple(
            DayOfPath(
                day=day,
                value_only_musd=self._span(by_day[self.plain, day]),
                critical_musd=self._span(by_day[self.critical, day]) if self.critical else (0.0, 0.0),
                critical_middle_musd=self._span(by_day[[middle], day])[0],
            )
            for day in range(self.days + 1)
        )

    def _middle(self) -> int:
        """The run with cover and affected share in the middle of the grid; without a grid the first run."""
        grid = [at for at, run in enumerate(self.runs) if run.in_grid]
        return grid[len(grid) // 2] if grid else self.plain[0]

    def _run(self, at: int) -> RunTold:
        run = self.runs[at]
        return RunTold(
            name=run.case.name,
            reading=run.case.reading,
            ordinary_inputs=str(run.case.ordinary_inputs),
            cover_days=run.cover,
            affected_share=run.affected,
            lost_musd=self._span(self.found.lost[[at]])[0],
            model_collapse_day=self.found.collapsed[at],
        )

    def _figures(self) -> tuple[ItemFigure, ...]:
        told = {one.item: one for one in self.gathered.figures.values()}
        return tuple(
            ItemFigure(
                item=one.item,
                names={lang: self.tower.items.find(one.item).names.best(lang) for lang in _LANGUAGES},
                made_in=one.made_in,
                users=one.users,
                value_musd=one.value_musd,
                cell_musd=one.cell_musd,
                supplier_share=one.supplier_share,
            )
            for one in told.values()
        )

    def _assumptions(self) -> tuple[AssumptionTold, ...]:
        return tuple(
            AssumptionTold(
                name=one.name,
                words=say.assumption_words(self.tower, self.record, one),
                low=one.low,
                high=one.high,
                origin=one.origin,
                sources=one.sources,
            )
            for one in assumptions(self.record)
        )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
