"""Floor 3: what the country depends on, what touches it, what ends soon, which levels hold. Pure but for `store`.

::

    answer = dependence(question, TradeStore(warehouse).tables(codes, "KOR", known), thresholds)
    register = Restrictions.read(files, zone, references.known_of)
    register.state("RST-14", AsOf(valid, known)).words.en
    sunsets(register.endings(), AsOf(valid, known), zone)["0-7"]
"""

from gwanje.watch.adoptions import (
    LevelAct,
    LevelAdopted,
    LevelConsulted,
    LevelDeclined,
    LevelExtended,
    LevelProposed,
    StationPassed,
    adopted_steps,
)
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
from gwanje.watch.criteria import Condition, Criterion, CriterionResult, Reading, check_condition, check_criterion
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
    INDICATORS,
    DependenceIndicators,
    Threshold,
    Thresholds,
    dependence_indicators,
    market_reading,
    ranking_flags,
)
from gwanje.watch.levels import LevelState, LevelStep, level_at
from gwanje.watch.measures import Measure, Pause, Phrase, RegisterNote
from gwanje.watch.own_measures import MeasureKind, OwnMeasure, RenewalGap, own_measure_state, renewal_gaps
from gwanje.watch.proposals import LevelAdvice, propose_level
from gwanje.watch.relapse import (
    RelapseEvent,
    RelapseHistory,
    RelapseLimits,
    RelapseState,
    Rule,
    Share,
    joint_state,
    relapses,
)
from gwanje.watch.restrictions import MeasureMatch, MeasureState, Restrictions
from gwanje.watch.schemes import Scheme, SchemeLevel, Schemes, Silence, Station
from gwanje.watch.sunsets import WINDOWS, EndingFact, Sunset, Window, reading_of, sunsets
from gwanje.watch.supply_events import (
    CITED_SHARES_FILE,
    RELAPSE_FILE,
    SUPPLY_EVENTS_FILE,
    CitedShares,
    Judged,
    RelapseNumbers,
    SupplyEvent,
    SupplyEventList,
    SupplyEvents,
    judged,
)

__all__ = [
    "CITED_SHARES_FILE",
    "INDICATORS",
    "RELAPSE_FILE",
    "SUPPLY_EVENTS_FILE",
    "WINDOWS",
    "CitedShares",
    "Condition",
    "Criterion",
    "CriterionResult",
    "DependenceAnswer",
    "DependenceIndicators",
    "DependenceQuestion",
    "DependenceYear",
    "EndingFact",
    "Judged",
    "LevelAct",
    "LevelAdopted",
    "LevelAdvice",
    "LevelConsulted",
    "LevelDeclined",
    "LevelExtended",
    "LevelProposed",
    "LevelState",
    "LevelStep",
    "Measure",
    "MeasureKind",
    "MeasureMatch",
    "MeasureState",
    "OwnMeasure",
    "Pause",
    "Phrase",
    "Reading",
    "RegisterNote",
    "RelapseEvent",
    "RelapseHistory",
    "RelapseLimits",
    "RelapseNumbers",
    "RelapseState",
    "RenewalGap",
    "Restrictions",
    "Rule",
    "Scheme",
    "SchemeLevel",
    "Schemes",
    "Share",
    "Silence",
    "Station",
    "StationPassed",
    "Sunset",
    "Supplier",
    "SupplyEvent",
    "SupplyEventList",
    "SupplyEvents",
    "Threshold",
    "Thresholds",
    "TradeTables",
    "UnitValueOutlier",
    "Window",
    "adopted_steps",
    "check_condition",
    "check_criterion",
    "dependence",
    "dependence_indicators",
    "distance_to_target",
    "ended_years",
    "herfindahl",
    "joint_state",
    "judged",
    "leading_supplier",
    "level_at",
    "market_reading",
    "mass_coverage",
    "normalised_herfindahl",
    "own_measure_state",
    "propose_level",
    "ranking_flags",
    "reading_of",
    "relapses",
    "renewal_gaps",
    "sunsets",
    "supplier_shares",
    "unit_value_outliers",
]
