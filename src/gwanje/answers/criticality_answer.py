"""What the answers of `watch criticality` hold: one kind for each scheme, with what is missing and how to get it."""

from typing import Any, Literal

from pydantic import Field

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus

Scheme = Literal["eu", "geopolrisk", "usgs", "structure"]
Json = dict[str, Any]


class Interval(Plain):
    """The least and the most a number can be; without `high` nothing bounds it."""

    low: float
    high: float | None


class MissingTable(Plain):
    """A table that nobody has loaded, or that was not public then, and the command that brings it."""

    table: str
    source: str
    status: AnswerStatus
    remedy: str


class Criticality(Answer):
    """What every scheme says: whether it could be answered, and which tables it lacks."""

    scheme: Scheme
    status: AnswerStatus
    reason: Sentence
    missing: tuple[MissingTable, ...] = ()
    notes: tuple[Sentence, ...] = ()


class ProductionYearTold(Plain):
    """World production of one mineral in one year."""

    year: int
    unit: str
    estimated: bool
    world_total: str
    status: AnswerStatus
    hhi_named_only: float | None
    hhi: Interval | None
    leader: str
    leader_share: Interval | None
    largest_share: Interval | None
    producers: int
    others_share: float | None
    not_told: dict[str, str]
    is_bounded: bool


class RelianceTold(Plain):
    """Net import reliance of the United States as published, percent."""

    year: int
    detail: str
    text: str
    percent: Interval | None
    word: str


class MineralTold(Plain):
    """One mineral of the Mineral Commodity Summaries."""

    material: str
    names: dict[str, str]
    chapter: str
    measure: str
    status: AnswerStatus
    reason: Sentence
    years: tuple[ProductionYearTold, ...]
    us_net_import_reliance: tuple[RelianceTold, ...]


class UsgsCriticality(Criticality):
    """Concentration of world production from the Mineral Commodity Summaries."""

    minerals: tuple[MineralTold, ...] = ()

    def rows(self) -> list[Json]:
        """One mineral and year a row."""
        return [_usgs_row(mineral, year) for mineral in self.minerals for year in mineral.years]


class GeoPolRiskYear(Plain):
    """GeoPolRisk of one material and year, or why it is undefined."""

    year: int
    status: AnswerStatus
    reason: Sentence
    hhi_production_told: float | None = None
    hhi_production: Interval | None = None
    production_not_reported: tuple[str, ...] = ()
    trade_table: str | None = None
    codes: tuple[str, ...] = ()
    import_risk: Interval | None = None
    imports_t: float | None = None
    own_production_t: float | None = None
    suppliers_without_estimate: tuple[str, ...] = ()
    share_without_estimate: float | None = None
    suppliers_without_mass: tuple[str, ...] = ()
    score_told: Interval | None = None
    score: Interval | None = None
    unit_price_usd_kg: float | None = None
    midpoint_usd_kg: Interval | None = None
    flags: tuple[str, ...] = ()


class GeoPolRiskMaterial(Plain):
    """GeoPolRisk of one material."""

    material: str
    names: dict[str, str]
    mineral: str
    items: tuple[str, ...]
    codes: tuple[str, ...]
    years: tuple[GeoPolRiskYear, ...]


class GeoPolRiskCriticality(Criticality):
    """GeoPolRisk of one importer."""

    importer: str
    materials: tuple[GeoPolRiskMaterial, ...] = ()

    def rows(self) -> list[Json]:
        """One material and year a row."""
        return [_risk_row(self.importer, one, year) for one in self.materials for year in one.years]


class FeatureTold(Plain):
    """One feature of the structure with the value that met it."""

    feature: str
    value: Interval | None
    met_above: float | None
    met: bool | None
    weight: float
    reason: Sentence


class ItemStructure(Plain):
    """The structure of one item's supply."""

    item: str
    names: dict[str, str]
    materials: tuple[str, ...]
    chain: str
    stage: str
    year: int | None
    status: AnswerStatus
    reason: str
    hhi_importer: float | None
    hhi_importer_mass: float | None
    hhi_world_exports: float | None
    reading: str
    reading_by_value: str
    reading_by_mass: str
    word: str
    word_at_most: str
    points: Interval | None
    points_possible: float | None
    features: tuple[FeatureTold, ...]
    flags: tuple[str, ...]


class StructureCriticality(Criticality):
    """The structure of supply, item by item."""

    importer: str
    items: tuple[ItemStructure, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)

    def rows(self) -> list[Json]:
        """One item a row."""
        return [_structure_row(self.importer, one) for one in self.items]


def ends(name: str, interval: Interval | None) -> Json:
    """Both ends of an interval as two columns; a missing one is empty."""
    return {f"{name}_low": interval.low if interval else None, f"{name}_high": interval.high if interval else None}


def _usgs_row(mineral: MineralTold, year: ProductionYearTold) -> Json:
    return {
        "material": mineral.material,
        "measure": mineral.measure,
        "year": year.year,
        "estimated": year.estimated,
        "status": year.status,
        "hhi_named_only": year.hhi_named_only,
        **ends("hhi", year.hhi),
        "leader": year.leader,
        **ends("leader_share", year.leader_share),
        **ends("largest_share", year.largest_share),
        "producers": year.producers,
        "others_share": year.others_share,
        "not_told": "; ".join(f"{country}: {word}" for country, word in year.not_told.items()),
        "unit": year.unit,
        "world_total": year.world_total,
    }


def _risk_row(importer: str, one: GeoPolRiskMaterial, year: GeoPolRiskYear) -> Json:
    return {
        "material": one.material,
        "importer": importer,
        "year": year.year,
        "status": year.status,
        "hhi_production_told": year.hhi_production_told,
        **ends("hhi_production", year.hhi_production),
        "trade_table": year.trade_table,
        "codes": " ".join(year.codes),
        **ends("import_risk", year.import_risk),
        **ends("score_told", year.score_told),
        **ends("score", year.score),
        "unit_price_usd_kg": year.unit_price_usd_kg,
        **ends("midpoint_usd_kg", year.midpoint_usd_kg),
        "flags": " ".join(year.flags),
        "reason": year.reason.en,
    }


def _structure_row(importer: str, one: ItemStructure) -> Json:
    return {
        "item": one.item,
        "importer": importer,
        "chain": one.chain,
        "stage": one.stage,
        "year": one.year,
        "status": one.status,
        "reading": one.reading,
        "reading_by_value": one.reading_by_value,
        "reading_by_mass": one.reading_by_mass,
        "hhi_importer": one.hhi_importer,
        "hhi_importer_mass": one.hhi_importer_mass,
        "hhi_world_exports": one.hhi_world_exports,
        "word": one.word,
        "word_at_most": one.word_at_most,
        **ends("points", one.points),
        "points_possible": one.points_possible,
        "met": " ".join(part.feature for part in one.features if part.met is True),
        "not_known": " ".join(part.feature for part in one.features if part.met is None),
        "flags": " ".join(one.flags),
    }
