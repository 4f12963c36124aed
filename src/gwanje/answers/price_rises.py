"""From a scenario's shocks to prices to what the price model takes: who pays how much more of which cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from gwanje.answers.answer import SourceNote
from gwanje.answers.exposing_imports import imports_of
from gwanje.answers.price_effects_answer import Span
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_scenario import at_place
from gwanje.answers.tariff_goods import Goods
from gwanje.answers.tariffing import tariffs
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf, day_start
from gwanje.impact import Economy, Group, PriceRise
from gwanje.impact.scenarios import PriceJump, ScenarioRecord, TariffChange
from gwanje.impact.scenarios.assumed import Assumed
from gwanje.impact.tariffs import tariff_price_change

USD_PER_MUSD = 1e6
ENDS: tuple[str, ...] = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class CellRise:
    """A cell that becomes dearer: what it is worth in a year and by what part, after cover and pass-through."""

    sector: str
    flow_musd: float
    wedge: Span


@dataclass(frozen=True, slots=True)
class ShockRise:
    """One shock: its payer, its cells, the acts behind a duty, what is missing of it."""

    at: int
    shock: PriceJump | TariffChange
    payer: str
    cells: tuple[CellRise, ...]
    rates: tuple[Span, Span] | None = None
    acts: tuple[tuple[Sentence, ...], tuple[Sentence, ...]] = ((), ())
    cites: tuple[str, ...] = ()
    notes: tuple[SourceNote, ...] = ()
    missing: tuple[Sentence, ...] = field(default=())

    def rises(self, end: str) -> list[PriceRise]:
        """What the price model takes, at one end of every range."""
        return [
            PriceRise(Group(self.shock.suppliers, (cell.sector,)), Group((self.payer,)), getattr(cell.wedge, end))
            for cell in self.cells
        ]

    @property
    def flow_musd(self) -> float:
        """What the payer's industries buy of all its cells in a year."""
        return sum(cell.flow_musd for cell in self.cells)

    def bill(self, days: int) -> Span:
        """What the payers pay more in the shock's days of the scenario, at unchanged quantities, M USD."""
        given = self.shock.days
        lasts = (given.low, given.middle, given.high)
        yearly = {end: sum(cell.flow_musd * getattr(cell.wedge, end) for cell in self.cells) for end in ENDS}
        within = [max(0.0, min(one, days - self.shock.starts + 1)) / 365 for one in lasts]
        corners = [yearly[end] * part for end in ("low", "high") for part in (within[0], within[2])]
        return Span(low=min(corners), middle=yearly["middle"] * within[1], high=max(corners))


def rises_of(tower: Tower, record: ScenarioRecord, as_of: AsOf, economy: Economy) -> list[ShockRise]:
    """Every shock to prices of a scenario; what the table or the tariff record lacks is refused at its line."""
    return [_Shock(tower, record, as_of, economy, at, shock).rise() for at, shock in record.price_shocks]


@dataclass(frozen=True, slots=True)
class _Shock:
    """One shock while it is read."""

    tower: Tower
    record: ScenarioRecord
    as_of: AsOf
    economy: Economy
    at: int
    shock: PriceJump | TariffChange

    def rise(self) -> ShockRise:
        """What becomes dearer for whom."""
        shock = self.shock
        levied = shock.levied_by if isinstance(shock, TariffChange) else None
        payer = levied or self.record.importer
        with at_place(shock.place):
            self._require(payer)
            if isinstance(shock, TariffChange):
                return self._tariff(shock, payer)
            if shock.items:
                return self._items(shock, payer)
        scale = _over(lambda rise, passed, part: rise * passed * part, shock.rise, shock.pass_through, shock.covered)
        return ShockRise(self.at, shock, payer, self._cells(shock.sectors, payer, scale))

    def _require(self, payer: str) -> None:
        absent = [one for one in (*self.shock.suppliers, payer) if one not in self.economy.nodes.regions]
        if absent:
            self.economy.require("no_rest_of_world", question=f"what dearer goods of {', '.join(absent)} would do")
        made_in = self.shock.made_in.values() if isinstance(self.shock, PriceJump) else ()
        self.economy.nodes.require(regions=tuple(absent), sectors=(*self.shock.sectors, *made_in))
        if payer in self.shock.suppliers:
            raise WrongUseError(
                "Goods that become dearer at the border come from another country",
                expected=f"suppliers other than {payer}",
                found=payer,
                remedy="Name the other countries; with a tariff of another country, levied_by says which",
            )

    def _cells(self, sectors: Sequence[str], payer: str, wedge: Span) -> tuple[CellRise, ...]:
        return tuple(CellRise(sector, self._cell(sector, payer), wedge) for sector in sectors)

    def _cell(self, sector: str, payer: str) -> float:
        nodes = self.economy.nodes
        rows = nodes.where(regions=self.shock.suppliers, sectors=(sector,))
        columns = nodes.where(regions=(payer,))
        return float(self.economy.intermediate[rows][:, columns].sum())

    def _items(self, shock: PriceJump, payer: str) -> ShockRise:
        """Items by their weight in the cell of the industry that makes them; several of one cell add up."""
        weights: dict[str, list[Span]] = {}
        missing, cites = [], []
        for key in shock.items:
            made_in, value, sources = self._item(shock, key, payer)
            cell = None if made_in is None else self._cell(made_in, payer)
            if made_in is None or value is None or not cell or value.high > cell:
                missing.append(_not_weighed(self.tower, key, made_in, value, cell))
                continue
            cites += sources
            spans = [value.low / cell, value.middle / cell, value.high / cell]
            weights.setdefault(made_in, []).append(Span(**dict(zip(ENDS, spans, strict=True))))
        cells = []
        for sector, found in weights.items():
            weight = Assumed(low=sum(one.low for one in found), high=sum(one.high for one in found))
            self._require_part(sector, weight)
            wedge = _over(_product, shock.rise, shock.pass_through, shock.covered, weight)
            cells.append(CellRise(sector, self._cell(sector, payer), wedge))
        return ShockRise(self.at, shock, payer, tuple(cells), cites=tuple(cites), missing=tuple(missing))

    def _require_part(self, sector: str, weight: Assumed) -> None:
        if weight.high > 1:
            raise RefusedInputError(
                "The items are worth more than all that is bought of their industry",
                place=self.shock.place,
                expected=f"values that sum to at most the cell of {sector}",
                found=f"{weight.high:.3g} times the cell",
                remedy="Check the values of the items; they are in million US dollars a year",
            )

    def _item(self, shock: PriceJump, key: str, payer: str) -> tuple[str | None, Assumed | None, list[str]]:
        """Who makes an item and what is imported of it from the supplier in a year, M USD."""
        item = self.tower.items.find(key)
        link = self.tower.links.of(item.key, self.as_of.known)
        made_in = shock.made_in.get(key) or (link.record.made_in if link else None)
        sources = list(link.record.sources) if link else []
        if key in shock.value_musd:
            return made_in, shock.value_musd[key], [*sources, *shock.value_musd[key].sources]
        found = imports_of(self.tower, (item,), payer, self.as_of)[0]
        if found.status != "ok":
            return made_in, None, sources
        usd = sum(found.from_supplier(self.tower.countries.codes_for(shock.suppliers[0])).values())
        value = usd / USD_PER_MUSD
        return made_in, Assumed(low=value, high=value), [*sources, *found.sources]

    def _tariff(self, shock: TariffChange, payer: str) -> ShockRise:
        acts: tuple[tuple[Sentence, ...], tuple[Sentence, ...]] = ((), ())
        notes: tuple[SourceNote, ...] = ()
        before: Assumed
        after: Assumed
        if shock.rate_before is not None and shock.rate is not None:
            before, after = shock.rate_before, shock.rate
            change = _over(_duty, before, after)
        else:
            first, second = (self._recorded(shock, payer, at) for at in (0, 1))
            before, after = first.rate, second.rate
            acts, notes = (first.acts, second.acts), (*first.notes, *second.notes)
            change = _same_goods(first, second)
        spread = Assumed(low=change.low, high=change.high)
        wedge = _over(_product, spread, shock.pass_through, shock.covered)
        middle = change.middle * shock.pass_through.middle * shock.covered.middle
        cells = self._cells(shock.sectors, payer, wedge.model_copy(update={"middle": middle}))
        rates = tuple(Span(low=one.low, middle=one.middle, high=one.high) for one in (before, after))
        return ShockRise(self.at, shock, payer, cells, (rates[0], rates[1]), acts, notes=notes)

    def _recorded(self, shock: TariffChange, payer: str, which: int) -> "_Recorded":
        """The rate of a recorded line on one of the two days, with the acts behind it; without one, a refusal."""
        day: date = shock.rate_on[which] if shock.rate_on else date.max
        asked = AsOf(day_start(day, self.tower.zone), self.as_of.known)
        answer = tariffs(
            self.tower, shock.line, payer, shock.suppliers[0], [asked], Goods(claimed=shock.preference_claimed)
        )
        found = answer.days[0]
        if found["rate"] is None:
            raise RefusedInputError(
                f"The duty on {shock.line} cannot be told for {day}",
                place=shock.place,
                expected="a day and a line whose rows are recorded whole",
                found=(found["reason"] or {"en": found["status"]})["en"],
                remedy="Ask for a recorded line and day (gwanje impact tariffs), or give rate_before, rate and basis",
            )
        used = [row for row in found["trace"] if row["state"] in ("used", "perhaps")]
        acts = tuple(_act(row) for row in used)
        ways = [found[name] for name in ("rate_if_claimed", "rate_if_not_claimed")]
        alternatives = tuple(Assumed(low=way["low"], high=way["high"]) for way in ways if way is not None)
        rate = Assumed(low=found["rate"]["low"], high=found["rate"]["high"])
        return _Recorded(rate, alternatives, acts, answer.sources)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """The duty of a line on a day, each way in which a preference may be claimed, and the acts behind it."""

    rate: Assumed
    ways: tuple[Assumed, ...]
    acts: tuple[Sentence, ...]
    notes: tuple[SourceNote, ...]


def _same_goods(before: _Recorded, after: _Recorded) -> Span:
    """The change between two days: whoever claims a preference on one claims it on the other."""
    if len(before.ways) != len(after.ways) or not before.ways:
        return _over(_duty, before.rate, after.rate)
    spans = [_over(_duty, one, other) for one, other in zip(before.ways, after.ways, strict=True)]
    return Span(
        low=min(one.low for one in spans),
        middle=sum(one.middle for one in spans) / len(spans),
        high=max(one.high for one in spans),
    )


def _product(*factors: float) -> float:
    found = 1.0
    for one in factors:
        found *= one
    return found


def _duty(before: float, after: float) -> float:
    return float(tariff_price_change(before, after, 1.0))  # type: ignore[arg-type]


def _over(of: Callable[..., float], *ranges: Assumed) -> Span:
    """A function over ranges, monotone in each: the least and the most of the corners, and the value of the middles."""
    corners = [of(*corner) for corner in product(*((one.low, one.high) for one in ranges))]
    return Span(low=min(corners), middle=of(*(one.middle for one in ranges)), high=max(corners))


def _act(row: dict[str, object]) -> Sentence:
    """A row of the tariff record: its basis, its article, since when, with its id."""
    since, until = str(row["from"])[:10], str(row["until"] or "")[:10]
    ends = (f" until {until}", f"~{until}") if until else ("", "~")
    perhaps = (" (perhaps: open whether it counts)", "(적용 여부 미정)") if row["state"] == "perhaps" else ("", "")
    sources = row["sources"]
    cited = tuple(str(one) for one in sources) if isinstance(sources, list) else ()
    return Sentence(
        en=f"{row['basis']}: {row['article']}, from {since}{ends[0]}{perhaps[0]} ({row['id']})",
        ko=f"{row['basis']}: {row['article']}, {since}{ends[1]}{perhaps[1]}({row['id']})",
        sources=cited,
    )


def _not_weighed(tower: Tower, key: str, made_in: str | None, value: Assumed | None, cell: float | None) -> Sentence:
    """Why an item has no weight in a cell."""
    names = tower.items.find(key).names
    if made_in is None:
        why = ("no making industry is known", "생산 산업 미상")
    elif value is None:
        why = ("no trade data", "교역 자료 없음")
    elif not cell:
        why = ("nothing is bought of its industry from there", "해당 산업에서 산 것이 없음")
    else:
        why = ("its value is more than all that is bought of its industry", "품목 금액이 산업 전체 구입액보다 큼")
    return Sentence(
        en=f"{names.best('en')}: what it does to prices is not computable ({why[0]}).",
        ko=f"{names.best('ko')}: 가격 영향 계산 불가({why[1]}).",
    )
