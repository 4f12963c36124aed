"""Running a scenario: which runs it takes, what they say together, and how it is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from gwanje.answers import simulating_words as say
from gwanje.answers.answer import SourceNote
from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.economies import economy_of, table_marking, table_sources
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.regional_accounts import BroughtFile
from gwanje.answers.regional_losses import SpreadAsked, regional_losses, size_losses, spread_asked
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_answer import IndustryLoss, ItemFigure, ReadingTold, RunTold, Simulation
from gwanje.answers.simulating_cases import PlannedRun, planned_runs
from gwanje.answers.simulating_chain import chain_of, sector_names
from gwanje.answers.simulating_figures import GatheredFigures, figures_of
from gwanje.answers.simulating_losses import LARGEST, Losses
from gwanje.answers.simulating_quantities import assumption_told, quantity
from gwanje.answers.simulating_runs import means_of, rules_of, run_names
from gwanje.answers.simulating_scenario import Given, require_dollars
from gwanje.answers.simulating_titles import titles_of
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.foundation.names import Language
from gwanje.impact import Economy
from gwanje.impact.scenarios import Assumption, FlowStop, Outcomes, assumptions, horizon, run_cases


def simulate_scenario(
    tower: Tower,
    given: Given,
    as_of: AsOf,
    *,
    table: TableChoice | None = None,
    progress: Callable[[int, int], None] | None = None,
    regions: BroughtFile | None = None,
    sizes: BroughtFile | None = None,
) -> Simulation:
    """Both readings side by side, over cover and affected share, with the bracket of ordinary inputs."""
    record, economy = given.record, economy_of(tower, as_of, table)
    require_dollars(economy)
    gathered = figures_of(tower, record, as_of, economy)
    spread = spread_asked(tower, record.importer, economy.year, regions, sizes)
    runs = planned_runs(record, gathered.figures)
    cases = [run.case for run in runs]
    days = horizon(record, cases)
    found = run_cases(economy, cases, days, progress=progress)
    return _Told(tower, given, as_of, economy, gathered, runs, found, days, spread).answer()


CARRIES = 0.25
"""The part of the whole range that one quantity alone must move before it is said to carry the result."""


class _Told:
    """The answer from what the runs gave."""

    def __init__(
        self,
        tower: Tower,
        given: Given,
        as_of: AsOf,
        economy: Economy,
        gathered: GatheredFigures,
        runs: Sequence[PlannedRun],
        found: Outcomes,
        days: int,
        spread: SpreadAsked,
    ) -> None:
        self.tower, self.given, self.record, self.as_of, self.economy = tower, given, given.record, as_of, economy
        self.gathered, self.runs, self.found, self.days, self.spread = gathered, runs, found, days, spread
        self.losses = Losses(runs, found, days)
        self.tables = table_sources(tower, economy)
        own = [one for one in gathered.sources if one not in economy.sources]
        told = [source for one in assumptions(self.record) for source in one.sources]
        self.cited = tuple(dict.fromkeys([*own, *told]))
        self.figure_sources = (*(one.id for one in self.tables), *self.cited, self.record.id)

    def answer(self) -> Simulation:
        """All of it."""
        record, tower, losses = self.record, self.tower, self.losses
        names: dict[str, str] = {lang: record.names.best(lang) for lang in _LANGUAGES}
        place: dict[str, str] = {lang: tower.countries.name(record.importer, lang) for lang in _LANGUAGES}
        readings = tuple(self._reading(key) for key in losses.keys)
        told = self._assumptions()
        industries = losses.industries(lambda sector: sector_names(tower, sector, self.economy.sector_names))
        chain, path = chain_of(tower, record, self.gathered, losses, industries), losses.path()
        grid = losses.grid()
        titles = titles_of(readings, path, industries, chain, grid, told, self.figure_sources)
        largest, left = industries[:LARGEST], industries[LARGEST:]
        shortest = min(run.case.shortest_cover() for run in self.runs)
        return Simulation(
            on=self.as_of.valid,
            known=self.as_of.known,
            country=tower.iso3,
            marking=highest([marking_of(tower, self.cited), table_marking(tower, self.economy), self.given.marking]),
            sources=self._sources(),
            scenario=record.id,
            key=record.key,
            names=names,
            importer=record.importer,
            importer_names=place,
            kind="simulation",
            days_asked=record.days,
            horizon_days=self.days,
            unit="M USD",
            normal_musd_per_day=float(self.found.normal.sum()),
            headline=say.headline(names, place, self.days, readings[-1].lost, self.figure_sources),
            titles=titles,
            kind_words=say.kind_words(self.days),
            normal_words=self._normal(place),
            readings=readings,
            model_words=say.model_words(record),
            carried_by=say.carried_by(told, record, readings[-1].lost, losses.normal),
            horizon_words=say.horizon_words(record, self.days, shortest),
            sensitivity=tuple(grid),
            cover_by_end=self._differ("cover_days"),
            share_by_end=self._differ("affected") or bool(self.gathered.cited_shares(record)),
            industries=tuple(industries),
            largest=tuple(largest),
            others=self._others(left),
            chain=chain,
            path=path,
            rules=rules_of(record, self.days),
            runs=tuple(self._run(at) for at in range(len(self.runs))),
            figures=self._figures(),
            assumptions=told,
            not_computable=(*self.gathered.missing, *say.limits_words(self.economy)),
            stopped=self._stopped(),
            figure_sources=self.figure_sources,
            notes=self.economy.notes,
            regions=regional_losses(self.spread, losses),
            sizes=size_losses(self.spread, losses),
            final_users=self._final_users(),
        )

    def _final_users(self) -> tuple[Sentence, ...]:
        """What final users go without, where a shock stops what they buy."""
        stops = [
            (at, one)
            for at, one in self.record.quantity_shocks
            if isinstance(one, FlowStop) and one.buyers != "industries"
        ]
        return tuple(
            say.final_users_words(self.tower, self.record, at, one, self.economy, self.figure_sources)
            for at, one in stops
        )

    def _sources(self) -> tuple[SourceNote, ...]:
        return (*self.tables, *source_notes(self.tower, self.cited), self.given.source)

    def _normal(self, place: dict[str, str]) -> Sentence:
        tables = [one.id for one in self.tables]
        return say.normal_words(place, float(self.found.normal.sum()), self.economy.year, tables)

    def _reading(self, key: str) -> ReadingTold:
        lost = self.losses.over(key, self.found.lost, self.losses.normal)
        low, middle, high = means_of(self.record)
        return ReadingTold(
            key=key,
            names=say.READINGS[key][0],
            words=say.reading_words(key, lost, self.figure_sources),
            lost=lost,
            low_means=low,
            middle_means=middle,
            high_means=high,
        )

    def _others(self, left: Sequence[IndustryLoss]) -> IndustryLoss | None:
        names = {"en": f"others ({len(left)})", "ko": f"기타 {len(left)}개 산업"}
        return self.losses.together([one.sector for one in left], names)

    def _run(self, at: int) -> RunTold:
        run = self.runs[at]
        return RunTold(
            name=run.case.name,
            names=run_names(self.tower, self.record, run),
            reading=run.reading,
            ordinary_inputs=str(run.case.ordinary_inputs),
            cover_days=run.cover,
            affected_share=run.affected,
            lost_musd=float(self.found.lost[at]),
            model_collapse_day=self.found.collapsed[at],
        )

    def _stopped(self) -> tuple[Sentence, ...]:
        days = ((at, day) for at, day in enumerate(self.found.collapsed) if day is not None)
        return tuple(say.stopped_words(run_names(self.tower, self.record, self.runs[at]), day) for at, day in days)

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
        swings = self.losses.swings()
        lost = self.losses.over(self.losses.telling, self.found.lost, self.losses.normal)
        most = max(swings, key=lambda name: swings[name]) if swings else None
        if most is not None and swings[most] < CARRIES * (lost.high_musd - lost.low_musd):
            most = None
        told = [self._with_cited_ends(one) for one in assumptions(self.record)]
        return tuple(
            assumption_told(self.tower, self.record, one, swing_musd=swings.get(one.name), carries=one.name == most)
            for one in told
        )

    def _differ(self, name: str) -> bool:
        """Whether several stops have different ranges of a quantity, so that no one number names a row."""
        named = [one for one in assumptions(self.record) if quantity(one.name) == name]
        return len({(one.low, one.high) for one in named}) > 1

    def _with_cited_ends(self, one: Assumption) -> Assumption:
        """A share that nobody gives for all users, with the ends that a source gives for some of them."""
        cited = self.gathered.cited_shares(self.record)
        if quantity(one.name) != "affected" or one.origin != "unknown" or not cited:
            return one
        note, note_ko = say.cited_ends(
            [(sector_names(self.tower, sector, self.economy.sector_names), ends) for sector, ends in cited.items()]
        )
        sources = tuple(source for source in self.gathered.sources if source not in self.economy.sources)
        return replace(one, note=note, note_ko=note_ko, sources=(*sources, self.record.id))


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
