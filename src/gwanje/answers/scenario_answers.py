"""A scenario as it is answered: what is cut through the dynamic model, what costs more through the price model."""

from collections.abc import Callable

from gwanje.answers.economies import economy_of, table_marking, table_sources
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.price_effects import PricesTold, price_effects
from gwanje.answers.price_effects_answer import ScenarioPrices
from gwanje.answers.price_effects_words import NOT_ADDED
from gwanje.answers.regional_accounts import BroughtFile
from gwanje.answers.simulating import simulate_scenario
from gwanje.answers.simulating_answer import Simulation
from gwanje.answers.simulating_scenario import Given, at_place, require_dollars
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.foundation.names import Language
from gwanje.impact import Economy
from gwanje.impact.economy import UNIT
from gwanje.impact.scenarios import ScenarioRecord


def answer_scenario(
    tower: Tower,
    given: Given,
    as_of: AsOf,
    *,
    table: TableChoice | None = None,
    progress: Callable[[int, int], None] | None = None,
    regions: BroughtFile | None = None,
    sizes: BroughtFile | None = None,
) -> Simulation | ScenarioPrices:
    """Both parts of a scenario, never added to each other; one without anything cut has the price effect alone."""
    record = given.record
    if not record.price_shocks:
        return simulate_scenario(tower, given, as_of, table=table, progress=progress, regions=regions, sizes=sizes)
    _refuse_spread_alone(record, regions or sizes)
    economy = economy_of(tower, as_of, table)
    require_dollars(economy)
    with at_place(record.place):
        _require_importer(economy, record.importer)
    tables = [note.id for note in table_sources(tower, economy)]
    told = price_effects(tower, record, as_of, economy, tables)
    if not record.quantity_shocks:
        return _prices_alone(tower, given, as_of, economy, told)
    answer = simulate_scenario(tower, given, as_of, table=table, progress=progress, regions=regions, sizes=sizes)
    return _together(tower, answer, told)


def _refuse_spread_alone(record: ScenarioRecord, file: BroughtFile | None) -> None:
    if file is not None and not record.quantity_shocks:
        raise WrongUseError(
            "A price effect is not spread over regions or sizes of firms",
            place=record.place,
            expected="a scenario in which something is cut",
            found="shocks to prices alone",
            remedy="Leave --regions and --firm-sizes out; price rises are told by industry",
        )


def _require_importer(economy: Economy, importer: str) -> None:
    if importer not in economy.nodes.regions:
        economy.require("no_rest_of_world", question=f"what {importer} would pay")
    economy.nodes.require(regions=(importer,))


def _together(tower: Tower, answer: Simulation, told: PricesTold) -> Simulation:
    """A simulation with the price effect beside it; sources and marking are those of both."""
    known = {note.id for note in answer.sources}
    own = source_notes(tower, [one for one in told.cited if one not in known])
    more = [note for note in (*own, *told.notes) if note.id not in known]
    marking = highest([answer.marking, marking_of(tower, told.cited)])
    unique = {note.id: note for note in more}
    return answer.model_copy(
        update={
            "prices": told.effects,
            "not_added": NOT_ADDED,
            "sources": (*answer.sources[:-1], *unique.values(), answer.sources[-1]),
            "marking": marking,
        }
    )


def _prices_alone(tower: Tower, given: Given, as_of: AsOf, economy: Economy, told: PricesTold) -> ScenarioPrices:
    record, tables = given.record, table_sources(tower, economy)
    own = source_notes(tower, told.cited)
    notes = {note.id: note for note in (*tables, *own, *told.notes)}
    return ScenarioPrices(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest([marking_of(tower, told.cited), table_marking(tower, economy), given.marking]),
        sources=(*notes.values(), given.source),
        scenario=record.id,
        key=record.key,
        names={lang: record.names.best(lang) for lang in _LANGUAGES},
        importer=record.importer,
        importer_names={lang: tower.countries.name(record.importer, lang) for lang in _LANGUAGES},
        days_asked=record.days,
        unit=UNIT,
        table_year=economy.year,
        headline=told.effects.headline,
        prices=told.effects,
        figure_sources=tuple(dict.fromkeys((*notes, record.id))),
        notes=economy.notes,
    )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
