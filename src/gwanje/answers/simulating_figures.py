"""What data and content say of a scenario's items: value, share of the supplier, making and using industries."""

from dataclasses import dataclass, field

from gwanje.answers.exposing_imports import ItemImports, imports_of
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_scenario import at_place
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.impact import Economy
from gwanje.impact.ario import bought_by
from gwanje.impact.scenarios import CapacityLoss, FlowStop, ItemFigures, ItemStop, ScenarioRecord
from gwanje.impact.scenarios.records import QuantityShock, Shock
from gwanje.items import ItemRecord

USD_PER_MUSD = 1e6


@dataclass(frozen=True, slots=True)
class GatheredFigures:
    """Figures by shock and item, the sources behind them, and what is missing, in words."""

    figures: dict[tuple[int, str], ItemFigures]
    sources: tuple[str, ...]
    missing: tuple[Sentence, ...] = field(default=())

    def cited_shares(self, record: ScenarioRecord) -> dict[str, tuple[float, float]]:
        """Affected shares that a source gives and the scenario does not overrule, by using industry."""
        left = [one for (at, _), one in self.figures.items() if _leaves_share(record.shocks[at])]
        return {sector: ends for one in left for sector, ends in one.affected.items()}


def figures_of(tower: Tower, record: ScenarioRecord, as_of: AsOf, economy: Economy) -> GatheredFigures:
    """Figures for every item of every stop; an economy that the table lacks is refused with the file that has it."""
    _require_table_has(record, economy)
    found: dict[tuple[int, str], ItemFigures] = {}
    sources: list[str] = [*economy.sources, *record.sources]
    missing: list[Sentence] = []
    for at, shock in record.quantity_shocks:
        if not isinstance(shock, ItemStop):
            continue
        for key in shock.items:
            with at_place(shock.place):
                item = tower.items.find(key)
            gathered = _Gathered(tower, record, shock, item, as_of, economy)
            found[at, key] = gathered.figures()
            sources += gathered.sources
            missing += gathered.missing(found[at, key])
    return GatheredFigures(found, tuple(dict.fromkeys(sources)), tuple(missing))


def _leaves_share(shock: Shock) -> bool:
    return isinstance(shock, ItemStop) and shock.affected is None


def _require_table_has(record: ScenarioRecord, economy: Economy) -> None:
    """Refuse an economy or an industry that the table lacks, at the line of the shock that names it."""
    with at_place(record.place):
        _require(economy, (record.importer,), ())
    for _, shock in record.quantity_shocks:
        with at_place(shock.place):
            _require(economy, *_named(shock))
            if isinstance(shock, FlowStop) and shock.buyers != "industries":
                bought_by(economy, record.importer)


def _named(shock: QuantityShock) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The economies and the industries that a shock names."""
    if isinstance(shock, CapacityLoss):
        rebuild = shock.rebuild
        builders = (rebuild.supplier or shock.region, *rebuild.built_by) if rebuild else ()
        return (shock.region, *builders[:1]), (*shock.sectors, *builders[1:])
    if isinstance(shock, FlowStop):
        return shock.suppliers, shock.sectors
    own = shock.industries.values()
    made = [one.made_in for one in own if one.made_in is not None]
    return (shock.supplier,), (*made, *(user for one in own for user in one.users))


def _require(economy: Economy, regions: tuple[str, ...], sectors: tuple[str, ...]) -> None:
    absent = [iso3 for iso3 in dict.fromkeys(regions) if iso3 not in economy.nodes.regions]
    if absent:
        economy.require("no_rest_of_world", question=f"what {', '.join(absent)} would do")
    economy.nodes.require(regions=tuple(absent), sectors=sectors)


class _Gathered:
    """One item of one stop."""

    def __init__(
        self, tower: Tower, record: ScenarioRecord, shock: ItemStop, item: ItemRecord, as_of: AsOf, economy: Economy
    ) -> None:
        self.tower, self.record, self.shock, self.item, self.economy = tower, record, shock, item, economy
        self.link = tower.links.of(item.key, as_of.known)
        self.imports: ItemImports = imports_of(tower, (item,), record.importer, as_of)[0]
        linked = list(self.link.record.sources) if self.link else []
        traded = self.imports.sources if self.imports.status == "ok" else ()
        self.sources = [*linked, *traded]

    def figures(self) -> ItemFigures:
        """What is known of it."""
        made_in, users = self._industries()
        total = sum(self.imports.suppliers.values())
        names = self.tower.countries.codes_for(self.shock.supplier)
        value = sum(self.imports.from_supplier(names).values())
        known = self.imports.status == "ok"
        return ItemFigures(
            item=self.item.key,
            made_in=made_in,
            users=users,
            value_musd=value / USD_PER_MUSD if known else None,
            cell_musd=None if made_in is None else self._cell(made_in),
            supplier_share=value / total if known and total else None,
            affected=self._affected(users),
        )

    def _industries(self) -> tuple[str | None, tuple[str, ...]]:
        own = self.shock.industries.get(self.item.key)
        linked = self.link.record if self.link else None
        made_in = own.made_in if own and own.made_in else linked.made_in if linked else None
        users = own.users if own else tuple(user.sector for user in linked.users) if linked else ()
        return made_in, users

    def _affected(self, users: tuple[str, ...]) -> dict[str, tuple[float, float]]:
        if self.link is None:
            return {}
        return {
            user.sector: (user.affected.low, user.affected.high)
            for user in self.link.record.users
            if user.affected is not None and user.sector in users
        }

    def _cell(self, made_in: str) -> float:
        nodes = self.economy.nodes
        row = nodes.at(self.shock.supplier, made_in)
        columns = nodes.where(regions=(self.record.importer,))
        return float(self.economy.intermediate[[row]][:, columns].sum())

    def missing(self, figures: ItemFigures) -> list[Sentence]:
        """What cannot be computed for it, and why."""
        name = {lang: self.item.names.best(lang) for lang in ("en", "ko")}
        shock, found = self.shock, []
        valued = figures.value_musd is not None or self.item.key in shock.value_musd
        if not valued or figures.made_in is None or not figures.cell_musd:
            why = ("no trade data", "교역 자료 없음") if not valued else ("no making industry", "생산 산업 미상")
            found.append(
                Sentence(
                    en=f"{name['en']}: its cost share is not computable ({why[0]}); the value-only reading leaves it out.",
                    ko=f"{name['ko']}: 비용 비중 계산 불가({why[1]}). 금액 기준 결과에서 제외.",
                )
            )
        shared = figures.supplier_share is not None or self.item.key in shock.supplier_share
        if not shared or not figures.users:
            why = (
                ("the supplier's share is not known", "공급국 비중 미상")
                if not shared
                else ("no using industry", "사용 산업 미상")
            )
            found.append(
                Sentence(
                    en=f"{name['en']}: what hangs on it is not computable ({why[0]}); the critical reading leaves it out.",
                    ko=f"{name['ko']}: 핵심 투입재 효과 계산 불가({why[1]}). 해당 결과에서 제외.",
                )
            )
        return found
