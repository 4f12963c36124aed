"""Scenarios: what a ministry fears, as text with ranges and sources; what the model runs; what many draws say of it."""

from gwanje.impact.scenarios.assumptions import Assumption, assumptions, at_middle, price_assumptions, uncertain
from gwanje.impact.scenarios.building import Case, Figures, ItemFigures, Reading
from gwanje.impact.scenarios.ensembles import Drawn, EnsemblePlan, Spread, put_together, run_batch, spread
from gwanje.impact.scenarios.price_records import PriceJump, TariffChange
from gwanje.impact.scenarios.records import (
    CapacityLoss,
    FlowStop,
    ItemStop,
    ScenarioBook,
    ScenarioRecord,
    read_scenario,
)
from gwanje.impact.scenarios.running import Outcomes, horizon, run_cases
from gwanje.impact.scenarios.sampling import draws

__all__ = [
    "Assumption",
    "CapacityLoss",
    "Case",
    "Drawn",
    "EnsemblePlan",
    "Figures",
    "FlowStop",
    "ItemFigures",
    "ItemStop",
    "Outcomes",
    "PriceJump",
    "Reading",
    "ScenarioBook",
    "ScenarioRecord",
    "Spread",
    "TariffChange",
    "assumptions",
    "at_middle",
    "draws",
    "horizon",
    "price_assumptions",
    "put_together",
    "read_scenario",
    "run_batch",
    "run_cases",
    "spread",
    "uncertain",
]
