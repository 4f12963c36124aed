"""What BoARIO and gwanje are both asked to run: tables, losses of capacity, parameters under both sides' names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ask_peers import BoarioRun
from tables import Table, grouped, packaged

from gwanje.impact import ario

RULES = ("alt", "noalt")
REGIONS = {
    "KOR": "KOR",
    "CHN": "CHN",
    "JPN": "JPN",
    "TWN": "TWN",
    "USA": "USA",
    "DEU": "EUR",
    "FRA": "EUR",
    "ITA": "EUR",
}
REGIONS |= {"AUS": "MIN", "CHL": "MIN", "COD": "MIN", "ZAF": "MIN", "PER": "MIN"}
SECTORS = {"A": "farm", "B": "mines", "C1": "light", "C2": "heavy", "C3": "other_making", "D": "power", "E": "water"}
SECTORS |= {"F": "building", "G": "trade", "H": "transport", "I": "stay", "J": "information"}
Path = Callable[[Table, int], np.ndarray]


@dataclass(frozen=True)
class Case:
    """One run: what is lost, how long, BoARIO's names for the parameters that are not the published ones."""

    steps: int
    loss: Path
    model: dict[str, Any] = field(default_factory=dict)
    short: bool = False  # whether inputs bind somewhere

    def run(self, table: Table, rule: str) -> BoarioRun:
        return BoarioRun(self.parameters(table, rule), self.steps, path=self.loss(table, self.steps))

    def parameters(self, table: Table, rule: str) -> dict[str, Any]:
        found = published(rule) | self.model
        if found.get("inventory_dict") == "by sector":
            names = sorted(set(table.sectors))
            found["inventory_dict"] = {name: ["inf", 5, 12, 30][at % 4] for at, name in enumerate(names)}
        return found


def published(rule: str) -> dict[str, Any]:
    return {
        "psi_param": 0.8,
        "main_inv_dur": 90,
        "inventory_restoration_tau": 60,
        "alpha_max": 1.25,
        "alpha_tau": 365,
        "order_type": rule,
        "monetary_factor": 10**6,
    }


def settings(model: dict[str, Any], *, compat: bool) -> ario.Settings:
    """The same parameters under our names."""
    days = model.get("inventory_dict", model["main_inv_dur"])
    if isinstance(days, dict):
        days = {name: np.inf if day == "inf" else day for name, day in days.items()}
    return ario.Settings(
        psi=model["psi_param"],
        inventory_days=days,
        inventory_restoration_tau=model["inventory_restoration_tau"],
        overproduction_max=model["alpha_max"],
        overproduction_tau=model["alpha_tau"],
        order_rule=model["order_type"],
        compat="boario-0.7.2" if compat else None,
    )


def struck(share: float, first: int, last: int, *, every: int = 5) -> Path:
    """Every fifth industry loses a share of its capacity in the steps first .. last - 1."""

    def path(table: Table, steps: int) -> np.ndarray:
        loss = np.zeros((steps, len(table.output)))
        loss[first:last, ::every] = share
        return loss

    return path


def weather(table: Table, steps: int) -> np.ndarray:
    """Another loss for each industry and step."""
    loss = np.random.default_rng(20260723).beta(0.3, 2.0, (steps, len(table.output)))
    loss[0] = 0.0
    return loss


def nothing(table: Table, steps: int) -> np.ndarray:
    return np.zeros((steps, len(table.output)))


def without_sector(sector: str) -> Path:
    """A whole sector stops everywhere from the second step on."""

    def path(table: Table, steps: int) -> np.ndarray:
        loss = np.zeros((steps, len(table.output)))
        loss[1:, table.sectors == sector] = 1.0
        return loss

    return path


OTHER = {"psi_param": 0.95, "main_inv_dur": 20, "inventory_restoration_tau": 15, "alpha_max": 1.6, "alpha_tau": 30}
CASES = {
    "undisturbed": Case(60, nothing),
    "mild": Case(150, struck(0.2, 5, 25)),
    "short stocks, great loss": Case(150, struck(0.9, 3, 40), {"main_inv_dur": 10}, short=True),
    "all is lost": Case(80, struck(1.0, 1, 20, every=11), {"main_inv_dur": 15}, short=True),
    "another loss each step": Case(120, weather, {"main_inv_dur": 5}, short=True),
    "other parameters": Case(150, struck(0.5, 10, 60), OTHER, short=True),
    "days by sector, some never bind": Case(120, struck(0.8, 2, 30), {"inventory_dict": "by sector"}, short=True),
    "stocks of a day become two": Case(60, struck(0.3, 2, 10), {"main_inv_dur": 1}, short=True),
}


def small_world() -> Table:
    """The packaged inter-country table in 8 regions x 13 sectors."""
    whole = packaged()
    regions = {name: REGIONS.get(name, "REST") for name in set(whole.regions)}
    sectors = {name: SECTORS.get(name[:2], SECTORS.get(name[:1], "services")) for name in set(whole.sectors)}
    return grouped(whole, regions, sectors)


def changed(table: Table, intermediate: np.ndarray, demand: np.ndarray) -> Table:
    """The table with other flows; output are its row sums."""
    output = intermediate.sum(1) + demand.sum(1)
    labels = (table.regions, table.sectors, table.final_regions, table.final_categories)
    return Table(intermediate, demand, output, *labels)


def idle(table: Table, place: int) -> Table:
    """The table without what one industry makes and buys: an industry with no output."""
    intermediate, demand = table.intermediate.copy(), table.final_demand.copy()
    intermediate[place], intermediate[:, place], demand[place] = 0.0, 0.0, 0.0
    return changed(table, intermediate, demand)


def with_tiny_input(table: Table, place: int, sector: str, share: float) -> Table:
    """The table where one industry takes a tiny share of its output from one sector."""
    intermediate = table.intermediate.copy()
    rows = table.sectors == sector
    intermediate[rows, place] *= share * table.output[place] / intermediate[rows, place].sum()
    return changed(table, intermediate, table.final_demand)


def in_units(table: Table, factor: float) -> Table:
    return changed(table, factor * table.intermediate, factor * table.final_demand)
