"""Who is hit through whom: the supplier, what is cut, the industries it holds back, and the rest behind them."""

from collections.abc import Mapping, Sequence

from gwanje.answers.simulating_answer import Chain, ChainFlow, ChainPart, IndustryLoss
from gwanje.answers.simulating_figures import GatheredFigures
from gwanje.answers.simulating_losses import Losses
from gwanje.answers.simulating_quantities import span_said
from gwanje.answers.tower import Tower
from gwanje.foundation.names import Language
from gwanje.foundation.names import Names as OfNames
from gwanje.impact.scenarios import Assumption, CapacityLoss, FlowStop, ItemStop, ScenarioRecord, assumptions

SHOWN = 7
OTHERS, REST, SHOCKS = "others", "rest", "shocks"
Names = dict[str, str]


def chain_of(
    tower: Tower, record: ScenarioRecord, gathered: GatheredFigures, losses: Losses, industries: Sequence[IndustryLoss]
) -> Chain:
    """The chain in the run that loses most."""
    return _Chained(tower, record, gathered, losses, industries).chain()


class _Chained:
    """One chain while it is put together."""

    def __init__(
        self,
        tower: Tower,
        record: ScenarioRecord,
        gathered: GatheredFigures,
        losses: Losses,
        industries: Sequence[IndustryLoss],
    ) -> None:
        self.tower, self.record, self.losses = tower, record, losses
        self.figures = {item: figures for (_, item), figures in gathered.figures.items()}
        self.industries = {one.sector: one for one in industries}
        row = losses.found.lost_by_sector[losses.worst]
        self.high = {sector: max(0.0, float(lost)) for sector, lost in zip(losses.found.sectors, row, strict=True)}
        self.gained = max(0.0, sum(self.high.values()) - float(row.sum()))
        binds = losses.found.binds[losses.worst]
        self.held = {sector: names for sector, names in zip(losses.found.sectors, binds, strict=True) if names}

    def chain(self) -> Chain:
        """All of it."""
        causes = self._causes()
        items = [one for one in causes if one in self.figures]
        behind = [one for one in self._ranked() if one not in self.held] if items else []
        first = [one for one in self._ranked() if one not in behind]
        shown, left = (first, []) if len(first) <= SHOWN + 1 else (first[:SHOWN], first[SHOWN:])
        users = [self._one(sector) for sector in shown]
        if left:
            users.append(self._several(OTHERS, left, _others(len(left))))
        targets = [*((sector, (sector,)) for sector in shown), *([(OTHERS, tuple(left))] if left else [])]
        flows = self._item_flows(items, targets) if items else self._shock_flows(list(causes), users)
        return Chain(
            reading=self.losses.telling,
            run=self.losses.found.names[self.losses.worst],
            total_musd=sum(self.high.values()),
            gained_musd=self.gained,
            other_shocks=bool(items) and any(not isinstance(one, ItemStop) for _, one in self.record.quantity_shocks),
            supplier=self._supplier(),
            causes=tuple(self._cause(key, names, flows) for key, names in causes.items()),
            users=tuple(users),
            rest=self._several(REST, behind, _rest(len(behind))) if behind else None,
            flows=tuple(flows),
        )

    def _ranked(self) -> list[str]:
        hit = [sector for sector, lost in self.high.items() if lost > 0 and sector in self.industries]
        return sorted(hit, key=lambda sector: (-self.high[sector], sector))

    def _one(self, sector: str) -> ChainPart:
        told = self.industries[sector]
        low, high = self._low(sector), self.high[sector]
        return ChainPart(key=sector, names=told.names, count=1, low_musd=low, high_musd=high)

    def _low(self, sector: str) -> float:
        return min(max(0.0, self.industries[sector].lost[self.losses.telling].low_musd), self.high[sector])

    def _several(self, key: str, sectors: Sequence[str], names: Names) -> ChainPart:
        return ChainPart(
            key=key,
            names=names,
            count=len(sectors),
            low_musd=sum(self._low(sector) for sector in sectors),
            high_musd=sum(self.high[sector] for sector in sectors),
        )

    def _item_flows(self, items: Sequence[str], targets: Sequence[tuple[str, tuple[str, ...]]]) -> list[ChainFlow]:
        found = []
        for target, sectors in targets:
            for item in items:
                held = [sector for sector in sectors if item in self.held.get(sector, ())]
                if held:
                    found.append(self._flow(item, target, held))
        return found

    def _flow(self, item: str, target: str, sectors: Sequence[str]) -> ChainFlow:
        """What an item holds back; an industry that two items hold back is divided evenly, and said to be shared."""
        parts = {sector: 1.0 / len(self.held[sector]) for sector in sectors}
        return ChainFlow(
            source=item,
            target=target,
            low_musd=sum(self._low(sector) * part for sector, part in parts.items()),
            high_musd=sum(self.high[sector] * part for sector, part in parts.items()),
            unknown=any(self._is_unknown(item, sector) for sector in sectors),
            shared=any(part < 1 for part in parts.values()),
        )

    def _is_unknown(self, item: str, sector: str) -> bool:
        stops = [one for one in self.record.shocks if isinstance(one, ItemStop) and item in one.items]
        return all(one.affected is None for one in stops) and sector not in self.figures[item].affected

    def _shock_flows(self, causes: Sequence[str], users: Sequence[ChainPart]) -> list[ChainFlow]:
        return [
            ChainFlow(
                source=causes[0],
                target=user.key,
                low_musd=user.low_musd,
                high_musd=user.high_musd,
                unknown=False,
                shared=False,
            )
            for user in users
        ]

    def _cause(self, key: str, names: Names, flows: Sequence[ChainFlow]) -> ChainPart:
        own = [one for one in flows if one.source == key]
        return ChainPart(
            key=key,
            names=names,
            count=1,
            low_musd=sum(one.low_musd for one in own),
            high_musd=sum(one.high_musd for one in own),
        )

    def _causes(self) -> dict[str, Names]:
        """Items that are cut; without any the shock itself, several shocks together as one."""
        items = {item: _names(self.tower.items.find(item).names) for item in self.figures}
        if items:
            return items
        told = [self._shock_names(at) for at, _ in self.record.quantity_shocks]
        return {SHOCKS: {lang: "; ".join(one[lang] for one in told) for lang in _LANGUAGES}}

    def _shock_names(self, at: int) -> Names:
        shock = self.record.shocks[at]
        ranges: Mapping[str, Assumption] = {one.name: one for one in assumptions(self.record)}
        if isinstance(shock, CapacityLoss):
            sectors, share = self._sectors(shock.sectors), span_said(ranges[f"shocks.{at}.share"])
            return {
                "en": f"{sectors['en']}: {share['en']} of capacity lost",
                "ko": f"{sectors['ko']}: 생산능력 {share['ko']} 상실",
            }
        if isinstance(shock, FlowStop):
            sectors, covered = self._sectors(shock.sectors), span_said(ranges[f"shocks.{at}.covered"])
            return {
                "en": f"{sectors['en']}: {covered['en']} of deliveries stopped or cut",
                "ko": f"{sectors['ko']}: 공급 물량의 {covered['ko']} 차질",
            }
        return {"en": "", "ko": ""}

    def _sectors(self, sectors: Sequence[str]) -> Names:
        called = [sector_names(self.tower, sector) for sector in sectors]
        return {lang: ", ".join(one[lang] for one in called) for lang in _LANGUAGES}

    def _supplier(self) -> Names:
        found: list[str] = []
        for _, shock in self.record.quantity_shocks:
            if isinstance(shock, ItemStop):
                found.append(shock.supplier)
            elif isinstance(shock, FlowStop):
                found += shock.suppliers
            else:
                found.append(shock.region)
        countries = list(dict.fromkeys(found))
        return {lang: ", ".join(self.tower.countries.name(one, lang) for one in countries) for lang in _LANGUAGES}


def sector_names(tower: Tower, sector: str, table: Mapping[str, str] | None = None) -> Names:
    """An industry in both languages, from the links of the content; else as the table calls it, or its code."""
    for link in tower.links:
        if sector in link.sector_names:
            return {lang: link.sector_names[sector].best(lang) for lang in _LANGUAGES}
    called = (table or {}).get(sector, "") or sector
    return {"en": called, "ko": called}


def _names(names: OfNames) -> Names:
    return {lang: names.best(lang) for lang in _LANGUAGES}


def _others(count: int) -> Names:
    return {"en": f"others ({count})", "ko": f"기타 {count}개 산업"}


def _rest(count: int) -> Names:
    return {"en": f"{count} other industries, behind them", "ko": f"그 뒤의 다른 산업 {count}개"}


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
