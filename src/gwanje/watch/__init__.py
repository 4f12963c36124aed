"""Floor 3: what the country depends on, which foreign measures touch it, what ends soon. Pure but for `store`.

::

    answer = dependence(question, TradeStore(warehouse).tables(codes, "KOR", known), thresholds)
    register = Restrictions.read(files, zone, references.known_of)
    register.state("RST-14", AsOf(valid, known)).words.en
    sunsets(register.endings(), AsOf(valid, known), zone)["0-7"]
"""

from gwanje.watch.concentration import (
    UnitValueOutlier,
    distance_to_target,
    herfindahl,
    leading_supplier,
    mass_coverage,
    normalised_herfindahl,
    supplier_shares,
    unit_value_outliers,
)
from gwanje.watch.dependence import (
    DependenceAnswer,
    DependenceQuestion,
    DependenceYear,
    Supplier,
    TradeTables,
    dependence,
    ended_years,
)
from gwanje.watch.indicators import (
    DependenceIndicators,
    Threshold,
    Thresholds,
    dependence_indicators,
    market_reading,
    ranking_flags,
)
from gwanje.watch.levels import LevelState, LevelStep, level_at
from gwanje.watch.measures import Measure, Pause, Phrase, RegisterNote
from gwanje.watch.restrictions import MeasureMatch, MeasureState, Restrictions
from gwanje.watch.sunsets import WINDOWS, EndingFact, Sunset, Window, reading_of, sunsets

__all__ = [
    "WINDOWS",
    "DependenceAnswer",
    "DependenceIndicators",
    "DependenceQuestion",
    "DependenceYear",
    "EndingFact",
    "LevelState",
    "LevelStep",
    "Measure",
    "MeasureMatch",
    "MeasureState",
    "Pause",
    "Phrase",
    "RegisterNote",
    "Restrictions",
    "Sunset",
    "Supplier",
    "Threshold",
    "Thresholds",
    "TradeTables",
    "UnitValueOutlier",
    "Window",
    "dependence",
    "dependence_indicators",
    "distance_to_target",
    "ended_years",
    "herfindahl",
    "leading_supplier",
    "level_at",
    "market_reading",
    "mass_coverage",
    "normalised_herfindahl",
    "ranking_flags",
    "reading_of",
    "sunsets",
    "supplier_shares",
    "unit_value_outliers",
]
