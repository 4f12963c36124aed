"""Criticality: EU supply risk as far as published tables carry it, GeoPolRisk, production, the structure of a supply.

::

    study = EuStudy(tables, content.areas, content.numbers, content.materials.values())
    counts = eu_summary(study.readings())
    production_concentration(ProductionTold({"OZZ": 60.0, "WNK": None}, total=100.0)).value

A door of its own; it is pure Python and stands on values that `watch.store` reads.
"""

from gwanje.watch.criticality.bounds import Bounds, Published, read_published, read_share, within_whole
from gwanje.watch.criticality.economic_importance import EconomicImportance, UseShare, economic_importance
from gwanje.watch.criticality.eu_records import (
    NOT_PUBLISHED,
    EuReading,
    EuTables,
    PublishedScore,
    Scope,
    StageScope,
    SupplyRow,
    UseReading,
    UseRow,
)
from gwanje.watch.criticality.eu_study import EuStudy
from gwanje.watch.criticality.eu_summary import EuSummary, eu_summary
from gwanje.watch.criticality.geopolitical_risk import (
    GeopoliticalRisk,
    ImportRisk,
    characterisation_factor,
    geopolitical_risk,
    import_risk,
    instability,
)
from gwanje.watch.criticality.production import (
    ProductionConcentration,
    ProductionTold,
    half_unit,
    production_concentration,
)
from gwanje.watch.criticality.records import (
    AREA_NAMES_FILE,
    CRITICALITY_FILE,
    ITEM_MATERIALS_FILE,
    MATERIALS_FILE,
    AreaName,
    AreaNames,
    CriticalityContent,
    CriticalityNumbers,
    EuNames,
    FeatureKey,
    FeatureWeight,
    ItemMaterial,
    Material,
    TradeStep,
    UsgsPlace,
)
from gwanje.watch.criticality.structure import Feature, StructureScore, StructureWord, feature, structure_score
from gwanje.watch.criticality.supply_risk import (
    DIMENSIONS,
    FactorReading,
    SupplyShare,
    WeightedConcentration,
    factor_reading,
    implied_factor,
    scaled_governance,
    supply_risk_term,
    weighted_concentration,
)
from gwanje.watch.criticality.usgs import (
    ImportReliance,
    ProductionYear,
    StatisticRow,
    import_reliance,
    usgs_production,
)

__all__ = [
    "AREA_NAMES_FILE",
    "CRITICALITY_FILE",
    "DIMENSIONS",
    "ITEM_MATERIALS_FILE",
    "MATERIALS_FILE",
    "NOT_PUBLISHED",
    "AreaName",
    "AreaNames",
    "Bounds",
    "CriticalityContent",
    "CriticalityNumbers",
    "EconomicImportance",
    "EuNames",
    "EuReading",
    "EuStudy",
    "EuSummary",
    "EuTables",
    "FactorReading",
    "Feature",
    "FeatureKey",
    "FeatureWeight",
    "GeopoliticalRisk",
    "ImportReliance",
    "ImportRisk",
    "ItemMaterial",
    "Material",
    "ProductionConcentration",
    "ProductionTold",
    "ProductionYear",
    "Published",
    "PublishedScore",
    "Scope",
    "StageScope",
    "StatisticRow",
    "StructureScore",
    "StructureWord",
    "SupplyRow",
    "SupplyShare",
    "TradeStep",
    "UseReading",
    "UseRow",
    "UseShare",
    "UsgsPlace",
    "WeightedConcentration",
    "characterisation_factor",
    "economic_importance",
    "eu_summary",
    "factor_reading",
    "feature",
    "geopolitical_risk",
    "half_unit",
    "implied_factor",
    "import_reliance",
    "import_risk",
    "instability",
    "production_concentration",
    "read_published",
    "read_share",
    "scaled_governance",
    "structure_score",
    "supply_risk_term",
    "usgs_production",
    "weighted_concentration",
    "within_whole",
]
