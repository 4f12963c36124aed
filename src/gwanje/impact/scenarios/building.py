"""From a scenario and a value for each of its quantities to what the dynamic model runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.ario import (
    CapacityShock,
    Essentiality,
    FinalDemandCap,
    FlowCap,
    Material,
    Rebuild,
    Scenario,
    Settings,
    ramp,
    supply_path,
)
from gwanje.impact.nodes import Label, Nodes
from gwanje.impact.scenarios.assumptions import Values
from gwanje.impact.scenarios.records import CapacityLoss, FlowStop, ItemStop, RampRecord, ScenarioRecord
from gwanje.impact.statements import Floats

Reading = Literal["value_only", "critical"]


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What data and content say of an item for one importer and supplier; None is not known.

    made_in: sector of the table; users: sectors that use it; affected: a by sector where cited; value_musd: imports
    from the supplier, M USD a year; cell_musd: what the importer's industries buy of that sector from the supplier;
    supplier_share: the supplier's share of the importer's supply.
    """

    item: str
    made_in: str | None
    users: tuple[str, ...]
    value_musd: float | None
    cell_musd: float | None
    supplier_share: float | None
    affected: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def weight(self) -> float | None:
        """The item's share of the cell; None where it is not computable."""
        if self.value_musd is None or not self.cell_musd or self.value_musd > self.cell_musd:
            return None
        return self.value_musd / self.cell_musd


Figures = Mapping[tuple[int, str], ItemFigures]


@dataclass(frozen=True, eq=False)
class Case:
    """One run of a scenario: its values, whether materials bind, and whether ordinary inputs are critical."""

    record: ScenarioRecord
    values: Values
    figures: Figures
    reading: Reading = "critical"
    ordinary_inputs: Essentiality = "all_critical"
    name: str = ""

    def scenario(self, nodes: Nodes, steps: int) -> Scenario:
        """What the model runs."""
        shocks: list[CapacityShock] = []
        caps: list[FlowCap] = []
        materials: list[Material] = []
        rebuild: list[Rebuild] = []
        final: list[FinalDemandCap] = []
        for at, shock in self.record.quantity_shocks:
            if isinstance(shock, CapacityLoss):
                shocks.append(self._capacity(at, shock))
                rebuild += self._rebuild(at, shock)
            elif isinstance(shock, FlowStop):
                caps += self._flow(at, shock, nodes, steps)
                final += self._final(at, shock, steps)
            else:
                caps += self._item_caps(at, shock, nodes, steps)
                if self.reading == "critical":
                    materials += self._materials(at, shock, nodes, steps)
        return Scenario(
            name=self.name,
            shocks=tuple(shocks),
            flow_caps=tuple(_merged(caps)),
            materials=tuple(materials),
            rebuild=tuple(rebuild),
            final_caps=tuple(final),
            essentiality=self.ordinary_inputs,
            settings=self.settings(),
        )

    def settings(self) -> Settings:
        """Parameters of the model in this run."""
        model, given = self.record.model, self.values

        def of(name: str) -> float:
            return float(given.get(f"model.{name}", getattr(model, name).middle))

        return Settings(
            psi=of("psi"),
            inventory_days=of("inventory_days"),
            inventory_restoration_tau=of("inventory_restoration_tau"),
            overproduction_max=of("overproduction_max"),
            overproduction_tau=of("overproduction_tau"),
            order_rule=model.order_rule,
        )

    def shortest_cover(self) -> float:
        """The shortest stock that the run knows, in days: of a critical item, or of ordinary inputs."""
        covers = [
            self.values[f"shocks.{at}.cover_days"]
            for at, one in self.record.quantity_shocks
            if isinstance(one, ItemStop)
        ]
        ordinary = self.values.get("model.inventory_days", self.record.model.inventory_days.middle)
        return min([*covers, ordinary]) if covers else ordinary

    def _open(self, at: int, shock: ItemStop | FlowStop, steps: int) -> Floats:
        """The share of the flow that is open on each day, before what the restriction covers."""
        path: Floats = np.ones(steps)
        last = shock.starts + round(self.values[f"shocks.{at}.days"])
        path[shock.starts : last] = self.values[f"shocks.{at}.open_share"]
        return path

    def _capacity(self, at: int, shock: CapacityLoss) -> CapacityShock:
        return CapacityShock(
            industries=tuple((shock.region, sector) for sector in shock.sectors),
            loss=self.values[f"shocks.{at}.share"],
            start=shock.starts,
            duration=round(self.values[f"shocks.{at}.days"]),
            recovery=shock.recovery,
            recovery_days=shock.recovery_days,
        )

    def _rebuild(self, at: int, shock: CapacityLoss) -> list[Rebuild]:
        """What is rebuilt, divided among those who build it, M USD."""
        given = shock.rebuild
        if given is None:
            return []
        capital = self.values[f"shocks.{at}.rebuild.capital_musd"]
        suppliers = tuple((given.supplier or shock.region, sector) for sector in given.built_by)
        return [Rebuild(suppliers, capital * np.array(list(given.built_by.values())), given.starts, given.days)]

    def _flow(self, at: int, shock: FlowStop, nodes: Nodes, steps: int) -> list[FlowCap]:
        if shock.buyers == "final_users":
            return []
        cap = FlowCap(
            suppliers=_sellers(shock),
            buyers=_industries(nodes, self.record.importer),
            open_share=self._open(at, shock, steps),
            covered=self.values[f"shocks.{at}.covered"],
            switching=self.values[f"shocks.{at}.moving_orders"],
        )
        return [cap]

    def _final(self, at: int, shock: FlowStop, steps: int) -> list[FinalDemandCap]:
        if shock.buyers == "industries":
            return []
        cap = FinalDemandCap(
            suppliers=_sellers(shock),
            destination=self.record.importer,
            open_share=self._open(at, shock, steps),
            covered=self.values[f"shocks.{at}.covered"],
            switching=self.values[f"shocks.{at}.moving_orders"],
        )
        return [cap]

    def _item_caps(self, at: int, shock: ItemStop, nodes: Nodes, steps: int) -> list[FlowCap]:
        found = []
        for item in shock.items:
            figures = self.figures[at, item]
            weight = self._weight(at, figures)
            if figures.made_in is None or weight is None:
                continue
            found.append(
                FlowCap(
                    suppliers=((shock.supplier, figures.made_in),),
                    buyers=_industries(nodes, self.record.importer),
                    open_share=self._open(at, shock, steps),
                    covered=weight * self.values[f"shocks.{at}.covered"],
                    switching=self.values[f"shocks.{at}.moving_orders"],
                )
            )
        return found

    def _weight(self, at: int, figures: ItemFigures) -> float | None:
        value = self.values.get(f"shocks.{at}.value_musd.{figures.item}", figures.value_musd)
        if value is None or not figures.cell_musd or value > figures.cell_musd:
            return None
        return value / figures.cell_musd

    def _materials(self, at: int, shock: ItemStop, nodes: Nodes, steps: int) -> list[Material]:
        found = []
        for item in shock.items:
            figures = self.figures[at, item]
            share = self.values.get(f"shocks.{at}.supplier_share.{item}", figures.supplier_share)
            if share is None or not figures.users:
                continue
            users = tuple((self.record.importer, sector) for sector in figures.users)
            nodes.require(sectors=figures.users)
            count = len(users)
            affected = self.values[f"shocks.{at}.affected"]
            found.append(
                Material(
                    name=item,
                    users=users,
                    affected=np.array([self._affected(shock, figures, sector, affected) for sector in figures.users]),
                    essential=np.full(count, self.values[f"shocks.{at}.essentiality"]),
                    cover_days=np.full(count, self.values[f"shocks.{at}.cover_days"]),
                    supply=self._supply(at, shock, share, steps),
                )
            )
        return found

    def _affected(self, shock: ItemStop, figures: ItemFigures, sector: str, drawn: float) -> float:
        """The affected share of a user: the scenario's own; else the draw between the cited ends, or from 0 to 1."""
        if shock.affected is not None:
            return drawn
        low, high = figures.affected.get(sector, (0.0, 1.0))
        return low + drawn * (high - low)

    def _supply(self, at: int, shock: ItemStop, share: float, steps: int) -> Floats:
        covered = self.values[f"shocks.{at}.covered"]
        kappa = 1.0 - covered * (1.0 - self._open(at, shock, steps))
        release: Floats = np.zeros(steps)
        if shock.release is not None:
            first = shock.release.starts
            release[first : first + shock.release.days] = self.values[f"shocks.{at}.release.share"]
        return supply_path(
            steps,
            open_shares=[(share, kappa), (1.0 - share, np.ones(steps))],
            switching=self._ramp(at, "switching", shock.switching, shock, steps),
            substitution=self._ramp(at, "substitution", shock.substitution, shock, steps),
            release=release,
        )

    def _ramp(self, at: int, name: str, given: RampRecord | None, shock: ItemStop, steps: int) -> Floats:
        if given is None:
            nothing: Floats = np.zeros(steps)
            return nothing
        lead = self.values[f"shocks.{at}.{name}.lead_days"]
        most = self.values[f"shocks.{at}.{name}.most"]
        return ramp(steps, most=most, start=shock.starts, lead_days=lead, days=given.days)


def _sellers(shock: FlowStop) -> tuple[Label, ...]:
    return tuple((supplier, sector) for supplier in shock.suppliers for sector in shock.sectors)


def _industries(nodes: Nodes, region: str) -> tuple[Label, ...]:
    nodes.require(regions=(region,))
    return tuple(label for label in nodes.labels if label[0] == region)


def _merged(caps: list[FlowCap]) -> list[FlowCap]:
    """Caps on the same supplier and buyers become one: their covered shares add up, on each day."""
    found: dict[tuple[Label, ...], FlowCap] = {}
    for cap in caps:
        key = cap.suppliers
        if key not in found:
            found[key] = cap
            continue
        first = found[key]
        steps = len(np.atleast_1d(first.open_share))
        closed = (1.0 - first.kappa(steps)) + (1.0 - cap.kappa(steps))
        if np.max(closed) > 1 + 1e-9:
            raise RefusedInputError(
                "Two restrictions on one supplier close more than its whole flow",
                place=", ".join("/".join(label) for label in key),
                expected="shares of the flow that sum to 1 at most",
                found=f"{np.max(closed):.3g}",
                remedy="Check the values of the items against the cell they stand in",
            )
        found[key] = FlowCap(key, first.buyers, 1.0 - np.minimum(closed, 1.0), switching=first.switching)
    return list(found.values())
