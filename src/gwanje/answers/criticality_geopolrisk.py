"""GeoPolRisk of one importer, year by year; a year without production, trade or stability data is undefined."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gwanje.answers.criticality_answer import GeoPolRiskCriticality, GeoPolRiskMaterial, GeoPolRiskYear
from gwanje.answers.criticality_tables import (
    NONE,
    content_of,
    data_sources,
    interval,
    missing_tables,
    names_of,
    reason_of,
    status_of,
)
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import ended_years
from gwanje.watch.criticality import (
    Bounds,
    GeopoliticalRisk,
    Material,
    ProductionConcentration,
    ProductionTold,
    geopolitical_risk,
    import_risk,
    instability,
    production_concentration,
)
from gwanje.watch.store import FULL_YEAR, TABLE, ToldYear, TradeYears
from gwanje.watch.store.materials import MINING, STABILITY, MaterialStore, Row

if TYPE_CHECKING:
    import pandas as pd

    from gwanje.foundation.codes import Code

NEEDED = (MINING, STABILITY, TABLE)
_YEARS = 5
_TONNES = {"t": 1.0, "kg": 0.001}
_FORMULA = Sentence(
    en="Score = HHI of world production * import risk. The formula is carried out as documented; agreement with the "
    "published workbook was not tried. Production is content of the metal or oxide, imports are gross tonnes of the codes.",
    ko="점수 = 세계 생산 HHI × 수입 위험. 공개된 산식대로 계산했으며, 공표된 계산표와 맞춰 보지는 못했다. "
    "생산은 금속·산화물 함유량, 수입은 해당 코드의 총중량이다.",
)
_NO_CARRY = Sentence(
    en="No year is carried over: without production, trade or stability of the year itself it is undefined.",
    ko="다른 해의 값을 끌어 쓰지 않는다. 그해의 생산, 무역, 안정도 자료가 없으면 정의되지 않는다.",
)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What is loaded for one material."""

    importer: str
    production: Sequence[Row]
    told: Mapping[int, ToldYear]
    imports: Callable[[ToldYear], pd.DataFrame]


def geopolrisk_criticality(
    tower: Tower, as_of: AsOf, importer: str, wanted: Sequence[Material], *, years: Sequence[int] = ()
) -> GeoPolRiskCriticality:
    """GeoPolRisk of the materials wanted; without years the last five that ended and have production data."""
    store = MaterialStore(tower.warehouse)
    missing = missing_tables(tower, store, as_of, NEEDED)
    used = data_sources(tower, NEEDED)
    head = {
        "on": as_of.valid, "known": as_of.known, "country": tower.iso3, "marking": marking_of(tower, used),
        "scheme": "geopolrisk", "importer": importer,
    }  # fmt: skip
    if missing:
        return GeoPolRiskCriticality(**head, status=status_of(missing), reason=reason_of(missing), missing=missing)
    found = tuple(_material(tower, store, as_of, importer, one, years) for one in wanted)
    if any(year.trade_table == FULL_YEAR for one in found for year in one.years):
        used += [one for one in data_sources(tower, (FULL_YEAR,)) if one not in used]
        head["marking"] = marking_of(tower, used)
    told = any(year.status == "ok" for one in found for year in one.years)
    return GeoPolRiskCriticality(
        **head,
        sources=source_notes(tower, used),
        status="ok" if told else "not_computable",
        reason=NONE if told else _undefined("no year of it is defined", "정의되는 해가 없음"),
        notes=(_FORMULA, _NO_CARRY),
        materials=found,
    )


def _material(
    tower: Tower, store: MaterialStore, as_of: AsOf, importer: str, material: Material, years: Sequence[int]
) -> GeoPolRiskMaterial:
    content = content_of(tower)
    items = tuple(k for k, found in content.of_items.items() if material.key in {one.material for one in found})
    inputs = _inputs(tower, store, as_of, importer, material, items)
    told = sorted({int(row["year"]) for row in inputs.production}, reverse=True)
    chosen = sorted(set(years), reverse=True) or list(ended_years(told, as_of, tower.zone))[:_YEARS]
    return GeoPolRiskMaterial(
        material=material.key,
        names=names_of(material),
        mineral=material.mining,
        items=items,
        codes=tuple(dict.fromkeys(str(code) for one in inputs.told.values() for code in _had(one))),
        years=tuple(_year(inputs, store.stability(as_of.known, year), year, told) for year in chosen),
    )


def _inputs(
    tower: Tower, store: MaterialStore, as_of: AsOf, importer: str, material: Material, items: Sequence[str]
) -> _Inputs:
    production = (store.mining(as_of.known, material.mining) or ()) if material.mining else ()
    trade = TradeYears(tower.warehouse, as_of.known)
    every = [member.code for item in items for member in tower.items.codes(item, on=as_of.valid, scheme="hs")]

    def imports(told: ToldYear) -> pd.DataFrame:
        found = trade.imports(told, importer)
        return found.assign(supplier=[tower.countries.canonical(str(one)) for one in found["supplier"]])

    return _Inputs(importer, production, trade.of(every), imports)


def _year(inputs: _Inputs, stability: dict[str, float] | None, year: int, told: Sequence[int]) -> GeoPolRiskYear:
    rows = [row for row in inputs.production if int(row["year"]) == year]
    if not rows:
        span = f"{min(told)}-{max(told)}" if told else "none"
        return _not(year, f"no production data of that year (there is {span})", f"그해 생산 자료 없음(있는 해: {span})")
    if not stability:
        return _not(year, "no political stability of that year", "그해 정치적 안정 지표 없음")
    behind = inputs.told.get(year)
    if behind is None:
        return _not(year, "no trade data of its codes in that year", "그해 해당 코드의 무역 자료 없음")
    factor = _TONNES.get(str(rows[0]["unit"]))
    if factor is None:
        unit = rows[0]["unit"]
        return _not(year, f"production is in {unit}, imports are in tonnes", f"생산 단위는 {unit}, 수입은 톤")
    concentration = production_concentration(ProductionTold({str(r["country"]): r["production"] for r in rows}))
    imported = inputs.imports(behind)
    masses = {str(s): _known(m) for s, m in imported.groupby("supplier")["import_mass_t"].sum(min_count=1).items()}
    own, flags = _own_production(rows, inputs.importer, factor)
    estimates = {country: instability(one) for country, one in stability.items()}
    risk = import_risk(masses, estimates, production=own)
    if concentration is None or risk is None:
        return _not(year, "nothing was produced or imported with a known mass", "중량을 아는 생산 또는 수입이 없음")
    price = _unit_price(imported)
    told_score = geopolitical_risk(_at(concentration.named_only), risk.value, unit_price_usd_kg=price)
    return GeoPolRiskYear(
        year=year,
        status="ok",
        reason=NONE,
        hhi_production_told=concentration.named_only,
        hhi_production=interval(concentration.value),
        production_not_reported=concentration.not_told,
        trade_table=behind.table,
        codes=tuple(str(code) for code in _had(behind)),
        import_risk=interval(risk.value),
        imports_t=risk.imports,
        own_production_t=own,
        suppliers_without_estimate=risk.without_governance,
        share_without_estimate=risk.share_without_governance,
        suppliers_without_mass=risk.without_amount,
        score_told=interval(told_score.score),
        score=interval(_whole(concentration, risk.value).score),
        unit_price_usd_kg=price,
        midpoint_usd_kg=interval(told_score.midpoint),
        flags=(*flags, *(("codes_not_in_table",) if behind.absent else ())),
    )


def _had(told: ToldYear) -> list[Code]:
    """The codes that the table of a year has."""
    return [code for code in told.codes if code not in told.absent]


def _own_production(rows: Sequence[Row], importer: str, factor: float) -> tuple[float, tuple[str, ...]]:
    """The importer's production in tonnes; where it is not told, zero with a flag: the risk is then an upper bound."""
    mine = [row["production"] for row in rows if row["country"] == importer]
    if not mine:
        return 0.0, ("own_production_not_listed",)
    if mine[0] is None:
        return 0.0, ("own_production_not_reported",)
    return float(mine[0]) * factor, ()


def _unit_price(imported: pd.DataFrame) -> float | None:
    """Unit value of the imports that have a mass, USD per kg."""
    weighed = imported[imported["import_mass_t"] > 0]
    mass = float(weighed["import_mass_t"].sum())
    return float(weighed["import_value_usd"].sum()) / mass / 1000 if mass > 0 else None


def _whole(concentration: ProductionConcentration, risk: Bounds) -> GeopoliticalRisk:
    return geopolitical_risk(concentration.value, risk)


def _at(value: float) -> Bounds:
    return Bounds(value, value)


def _known(value: object) -> float | None:
    number = float(value) if isinstance(value, int | float) else math.nan
    return number if math.isfinite(number) else None


def _not(year: int, en: str, ko: str) -> GeoPolRiskYear:
    return GeoPolRiskYear(year=year, status="not_computable", reason=_undefined(en, ko))


def _undefined(en: str, ko: str) -> Sentence:
    return Sentence(en=f"undefined: {en}", ko=f"정의되지 않음: {ko}")
