"""A scenario's shocks to prices: rises by using industry through the price model, and what they cost unchanged buyers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwanje.answers import price_effects_words as say
from gwanje.answers.answer import SourceNote
from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.price_effects_answer import IndustryPriceRange, PriceEffects, PriceShockTold, Span
from gwanje.answers.price_rises import ENDS, ShockRise, rises_of
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_chain import sector_names
from gwanje.answers.simulating_quantities import assumption_told
from gwanje.answers.simulating_scenario import at_place
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.impact import Economy, PriceRise, consumer_price_effect, import_price_response, price_response
from gwanje.impact.prices import PriceResponse
from gwanje.impact.scenarios import ScenarioRecord, price_assumptions
from gwanje.impact.wedges import wedge_table

LARGEST = 10
NOTHING = 1e-12
Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PricesTold:
    """The effects, with the sources that they cite beyond those of the table."""

    effects: PriceEffects
    cited: tuple[str, ...]
    notes: tuple[SourceNote, ...]


def price_effects(
    tower: Tower, record: ScenarioRecord, as_of: AsOf, economy: Economy, sources: Sequence[str]
) -> PricesTold:
    """What the shocks to prices of a scenario do to the importer's industries, with quantities fixed."""
    shocks = rises_of(tower, record, as_of, economy)
    linked = [source for one in shocks for source in one.cites]
    assumed = [source for one in price_assumptions(record) for source in one.sources]
    noted = [note.id for one in shocks for note in one.notes]
    cited = tuple(dict.fromkeys((*record.sources, *linked, *assumed)))
    told = _Told(tower, record, economy, shocks, tuple(dict.fromkeys((*sources, *cited, *noted, record.id))))
    notes = {note.id: note for one in shocks for note in one.notes}
    return PricesTold(told.effects(), cited, tuple(notes.values()))


class _Told:
    """The effects while they are put together."""

    def __init__(
        self,
        tower: Tower,
        record: ScenarioRecord,
        economy: Economy,
        shocks: Sequence[ShockRise],
        sources: tuple[str, ...],
    ) -> None:
        self.tower, self.record, self.economy, self.shocks, self.sources = tower, record, economy, shocks, sources
        self.inside = economy.nodes.where(regions=(record.importer,))
        self.place: dict[str, str] = {lang: tower.countries.name(record.importer, lang) for lang in _LANGUAGES}

    def effects(self) -> PriceEffects:
        """All of it."""
        missing = tuple(one for shock in self.shocks for one in shock.missing)
        rises = {end: [one for shock in self.shocks for one in shock.rises(end)] for end in ENDS}
        if not rises["high"]:
            return self._nothing(missing)
        with at_place(self.record.place):
            responses = {end: price_response(self.economy, rises[end]) for end in ENDS}
            industries = self._industries(responses, rises)
        consumer = self._consumer(responses)
        return PriceEffects(
            status="ok",
            headline=say.headline(self.record, self.place, industries, self.sources),
            reading=say.reading(self.shocks),
            shocks=tuple(self._shock(one) for one in self.shocks),
            industries=tuple(industries),
            largest=tuple(industries[:LARGEST]),
            others=max(0, len(industries) - LARGEST),
            consumer_words=say.consumer(self.place, consumer, self.sources),
            consumer_rise=consumer,
            demand_words=say.NO_DEMAND,
            assumptions=self._assumptions(),
            not_computable=missing,
        )

    def _nothing(self, missing: tuple[Sentence, ...]) -> PriceEffects:
        return PriceEffects(
            status="not_computable",
            headline=say.nothing(self.record),
            reading=say.reading(()),
            shocks=(),
            industries=(),
            largest=(),
            others=0,
            consumer_words=say.NOTHING,
            consumer_rise=None,
            demand_words=say.NO_DEMAND,
            assumptions=self._assumptions(),
            not_computable=missing,
        )

    def _industries(
        self, responses: dict[str, PriceResponse], rises: dict[str, list[PriceRise]]
    ) -> list[IndustryPriceRange]:
        """Every industry with output, the largest rise or fall first."""
        exact = {end: responses[end].exact.values[self.inside] for end in ENDS}
        own = {end: _own_imports(self.economy, rises[end])[self.inside] for end in ENDS}
        within = {end: self._within(rises[end]) for end in ENDS}
        found = []
        for at, node in enumerate(self.inside.tolist()):
            if np.isnan(exact["high"][at]):
                continue
            sector = self.economy.nodes.labels[node][1]
            found.append(
                IndustryPriceRange(
                    sector=sector,
                    names=sector_names(self.tower, sector, self.economy.sector_names),
                    own_imports=_span(own, at),
                    price_rise=_span(exact, at),
                    within_country=None if within["high"] is None else _span(within, at),
                )
            )
        return sorted(found, key=lambda one: (-max(abs(one.price_rise.high), abs(one.price_rise.low)), one.sector))

    def _within(self, rises: Sequence[PriceRise]) -> Amounts | None:
        """Rises with prices elsewhere fixed; only what the importer's own industries pay counts."""
        importer = self.record.importer
        own = [one for one in rises if one.users.regions == (importer,)]
        if not own:
            return None
        values: Amounts = import_price_response(self.economy, importer, own).values
        return values

    def _consumer(self, responses: dict[str, PriceResponse]) -> Span | None:
        if "final_demand_without_destination" in self.economy.limits:
            return None
        found = {end: consumer_price_effect(self.economy, responses[end], self.record.importer).rise for end in ENDS}
        return Span(low=min(found.values()), middle=found["middle"], high=max(found.values()))

    def _shock(self, one: ShockRise) -> PriceShockTold:
        bill = one.bill(self.record.days)
        flow = one.flow_musd
        wedge = {
            end: sum(cell.flow_musd * getattr(cell.wedge, end) for cell in one.cells) / flow if flow > 0 else 0.0
            for end in ENDS
        }
        words = say.shock_words(self.tower, self.record, one, bill, self.economy, self.sources)
        return PriceShockTold(
            shock=one.at + 1,
            kind=one.shock.kind,
            suppliers=one.shock.suppliers,
            sectors=tuple(cell.sector for cell in one.cells),
            payer=one.payer,
            words=words,
            acts=say.acts(one),
            flow_musd=flow,
            price_rise=Span(**wedge),
            extra_musd=bill,
            is_upper_bound=one.shock.pass_through.low == 1,
        )

    def _assumptions(self) -> tuple[AssumptionTold, ...]:
        return tuple(assumption_told(self.tower, self.record, one) for one in price_assumptions(self.record))


def _own_imports(economy: Economy, rises: Sequence[PriceRise]) -> Amounts:
    """What dearer imports add to an industry's own costs, before anything is passed on: the column sums of A times w."""
    direct: Amounts = np.asarray(wedge_table(economy, rises).sum(axis=0)).ravel()
    return direct


def _span(of: dict[str, Amounts] | dict[str, Amounts | None], at: int) -> Span:
    values = {end: 0.0 if array is None else float(array[at]) for end, array in of.items()}
    told = {end: 0.0 if abs(one) < NOTHING else one for end, one in values.items()}
    return Span(low=min(told.values()), middle=told["middle"], high=max(told.values()))


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
