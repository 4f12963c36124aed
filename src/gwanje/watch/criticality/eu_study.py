"""The EU study of 2023 recomputed as far as its published tables carry: one reading per material of the study."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gwanje.watch.criticality.bounds import Bounds, read_share
from gwanje.watch.criticality.economic_importance import EconomicImportance, UseShare, economic_importance
from gwanje.watch.criticality.eu_records import (
    SCOPES,
    STAGES,
    EuReading,
    EuTables,
    PublishedScore,
    Scope,
    StageScope,
    SupplyRow,
    UseReading,
    UseRow,
)
from gwanje.watch.criticality.records import AreaNames, CriticalityNumbers, Material
from gwanje.watch.criticality.supply_risk import (
    SupplyShare,
    WeightedConcentration,
    factor_reading,
    implied_factor,
    supply_risk_term,
    weighted_concentration,
)

_HALF_LAST_DIGIT = 0.05


@dataclass
class EuStudy:
    """The published tables joined by name: country names through the alias table, materials through content."""

    tables: EuTables
    areas: AreaNames
    numbers: CriticalityNumbers
    materials: Iterable[Material]
    _by_scored: dict[str, Material] = field(init=False, default_factory=dict)
    _supply: dict[tuple[Scope, str, str], list[SupplyRow]] = field(init=False, default_factory=dict)
    _usual: dict[str, tuple[float, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._usual = _usual_value_added(self.tables.uses)
        for scope in SCOPES:
            for row in self.tables.supply[scope]:
                self._supply.setdefault((scope, row.stage, plain(row.material)), []).append(row)
        self._by_scored = {plain(one.eu.scored): one for one in self.materials if one.eu is not None}

    @property
    def largest_value_added(self) -> float:
        """The largest value added of an industry in the use table, million EUR; 0 without one."""
        return max((row.value_added for row in self.tables.uses if row.value_added is not None), default=0.0)

    def unmatched_names(self, *, as_written: bool = False) -> tuple[str, ...]:
        """Names of the supply tables that the governance table does not have, before or after the alias table."""
        names = {row.country for scope in SCOPES for row in self.tables.supply[scope]}
        return tuple(
            sorted(
                name
                for name in names
                if (name if as_written else self.areas.canonical(name)) not in self.tables.governance
            )
        )

    def readings(self) -> tuple[EuReading, ...]:
        """One reading per material of the study, in the order of the published table."""
        return tuple(self._reading(score) for score in self.tables.scores)

    def _reading(self, score: PublishedScore) -> EuReading:
        name = plain(score.material)
        content = self._by_scored.get(name)
        names = (name, *(content.eu.other_names if content and content.eu else ()))
        elements = content.eu.elements if content and content.eu else ()
        found = tuple(
            one
            for stage in STAGES
            for scope in SCOPES
            if (one := self._stage(stage, scope, names, elements)) is not None
        )
        terms = _terms(found)
        factor = implied_factor(score.supply_risk, terms.values())
        return EuReading(
            material=name,
            key=content.key if content else "",
            published=score,
            concentrations=found,
            terms=terms,
            factor=factor,
            factor_reading=factor_reading(factor),
            factor_when_rounded=factor_reading(_loosened(score.supply_risk, terms)),
            use=self._importance(score, names, elements),
        )

    def _stage(self, stage: str, scope: Scope, names: Sequence[str], elements: Sequence[str]) -> StageScope | None:
        own = self._concentration(stage, scope, names)
        if own is not None:
            return StageScope(STAGES[stage], scope, own.value, tuple(names), (own,))
        parts = {element: self._concentration(stage, scope, (element,)) for element in elements}
        told = {element: one for element, one in parts.items() if one is not None}
        if not told:
            return None
        mean = Bounds(
            math.fsum(one.value.low for one in told.values()) / len(told),
            math.fsum(one.value.high for one in told.values()) / len(told),
        )
        missing = tuple(element for element, one in parts.items() if one is None)
        return StageScope(STAGES[stage], scope, mean, tuple(told), tuple(told.values()), missing)

    def _concentration(self, stage: str, scope: Scope, names: Sequence[str]) -> WeightedConcentration | None:
        rows = [row for name in names for row in self._supply.get((scope, stage, plain(name)), ())]
        merged: dict[str, SupplyShare] = {}
        for row in rows:
            area = self.areas.canonical(row.country)
            trade = row.trade if row.trade is not None and self.numbers.is_step(row.trade) else None
            new = SupplyShare(area, read_share(row.share), self.tables.governance.get(area), trade)
            merged[area] = _added(merged[area], new) if area in merged else new
        return weighted_concentration(list(merged.values()), worst_trade=self.numbers.worst_trade)

    def _importance(self, score: PublishedScore, names: Sequence[str], elements: Sequence[str]) -> UseReading | None:
        own = self._uses(names)
        parts = {names[0]: own} if own is not None else {one: self._uses((one,)) for one in elements}
        told = {name: one for name, one in parts.items() if one is not None}
        if not told:
            return None
        count = len(told)
        value = Bounds(
            math.fsum(one.value.low for one in told.values()) / count,
            math.fsum(one.value.high for one in told.values()) / count,
        )
        most = math.fsum(one.with_missing for one in told.values()) / count
        published = score.economic_importance
        return UseReading(
            value=value,
            with_missing=most,
            missing_share=math.fsum(one.missing_share for one in told.values()) / count,
            ratio=Bounds(value.low / published, max(value.high, most) / published) if published else None,
            rows_of=tuple(told),
            unattributed=tuple(dict.fromkeys(use for one in told.values() for use in one.unattributed)),
            remarks=tuple(remark for name, one in told.items() for remark in _remarks(name, one)),
        )

    def _uses(self, names: Sequence[str]) -> EconomicImportance | None:
        wanted = {plain(name) for name in names}
        rows = [row for row in self.tables.uses if plain(row.material) in wanted]
        return economic_importance(
            [
                UseShare(row.application, read_share(row.share), row.sector, self._value_added(row))
                for row in rows
            ],
            largest_value_added=self.largest_value_added or 1.0,
        )  # fmt: skip

    def _value_added(self, row: UseRow) -> Bounds | None:
        """Value added of the row's industry; with bounds where most rows of it print another."""
        if row.sector is None or row.value_added is None:
            return None
        most = self._usual[plain(row.sector)]
        return Bounds(min(row.value_added, *most), max(row.value_added, *most))


def plain(text: str) -> str:
    """A printed name on one line, for comparing."""
    return " ".join(text.split())


def _usual_value_added(uses: Sequence[UseRow]) -> dict[str, tuple[float, ...]]:
    """The value added that most rows of an industry print; several where as many rows print each."""
    printed: dict[str, Counter[float]] = {}
    for row in uses:
        if row.sector is not None and row.value_added is not None:
            printed.setdefault(plain(row.sector), Counter())[row.value_added] += 1
    return {
        sector: tuple(value for value, times in counted.items() if times == max(counted.values()))
        for sector, counted in printed.items()
    }


def _terms(found: Sequence[StageScope]) -> dict[str, Bounds]:
    by_place = {(one.stage, one.scope): one.value for one in found}
    terms = {
        stage: supply_risk_term(by_place.get((stage, "world")), by_place.get((stage, "eu")))
        for stage in STAGES.values()
    }
    return {stage: term for stage, term in terms.items() if term is not None}


def _loosened(published: float | None, terms: Mapping[str, Bounds]) -> Bounds | None:
    """The implied factor where the published value may be rounded to its last digit."""
    if published is None:
        return None
    low = implied_factor(max(0.0, published - _HALF_LAST_DIGIT), terms.values())
    high = implied_factor(published + _HALF_LAST_DIGIT, terms.values())
    return None if low is None or high is None else Bounds(low.low, high.high)


def _added(first: SupplyShare, second: SupplyShare) -> SupplyShare:
    """Two rows of one country: shares add up; where t differs, neither is taken."""
    share = first.share.plus(second.share) if first.share is not None and second.share is not None else None
    return SupplyShare(first.country, share, first.governance, first.trade if first.trade == second.trade else None)


def _remarks(name: str, importance: EconomicImportance) -> tuple[str, ...]:
    over = importance.attributed_share.low
    return (f"the use shares of {name} sum to {over:.2f}",) if over > 1 + 5e-3 else ()
