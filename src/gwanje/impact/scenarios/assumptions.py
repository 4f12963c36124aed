"""What is uncertain in a scenario: every range by name, in one fixed order, so that a draw means the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gwanje.impact.scenarios.assumed import Assumed
from gwanje.impact.scenarios.price_records import PriceJump
from gwanje.impact.scenarios.records import (
    CapacityLoss,
    FlowStop,
    PriceShock,
    QuantityShock,
    RampRecord,
    ScenarioRecord,
)

Origin = Literal["cited", "assumed", "unknown"]
UNKNOWN_SHARE = Assumed(low=0.0, high=1.0)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One quantity of the scenario: its range, and whether a source, the scenario, or nobody gives it."""

    name: str
    low: float
    high: float
    origin: Origin
    sources: tuple[str, ...] = ()
    note: str = ""
    note_ko: str = ""

    @property
    def is_one_number(self) -> bool:
        """Whether nothing is uncertain."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """Half-way between the ends."""
        return (self.low + self.high) / 2


Values = Mapping[str, float]


def assumptions(record: ScenarioRecord) -> tuple[Assumption, ...]:
    """Every quantity of a scenario that the dynamic model runs with, in the order of its shocks and then of the model.

    Shapes and units:
        record: a scenario. Result: one assumption a quantity; shares without unit, days, M USD; its origin beside it.

    Source:
        The scenario itself; what neither source nor scenario gives is the range from 0 to 1 and called unknown.

    Differs:
        Project choice: no published equation.

    Raises:
        Nothing.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.impact.scenarios import read_scenario
        >>> text = (
        ...     "{id: SCN-90, key: flood, names: {}, importer: OZZ, days: 30, shocks: [{kind: capacity_loss, "
        ...     "region: WDL, sectors: [ore], share: {low: 0.2, high: 0.6}, days: 20}]}"
        ... )
        >>> flood = read_scenario(text, "flood.yaml", ZoneInfo("UTC"))
        >>> [(one.name, one.low, one.high, one.origin) for one in assumptions(flood)]
        [('shocks.0.days', 20.0, 20.0, 'assumed'), ('shocks.0.share', 0.2, 0.6, 'assumed')]
    """
    found = [one for at, shock in record.quantity_shocks for one in _of_shock(f"shocks.{at}", shock)]
    model = record.model
    for name in ("psi", "inventory_days", "inventory_restoration_tau", "overproduction_max", "overproduction_tau"):
        given: Assumed = getattr(model, name)
        if name in model.model_fields_set:
            found.append(_assumption(f"model.{name}", given))
    return tuple(found)


def price_assumptions(record: ScenarioRecord) -> tuple[Assumption, ...]:
    """Every number of a scenario's shocks to prices, in the order of its shocks; the dynamic model knows none of them.

    Shapes and units:
        record: a scenario. Result: one assumption a number; rises, duties and shares without unit, days, M USD.

    Source:
        The scenario itself.

    Differs:
        Project choice: no published equation.

    Raises:
        Nothing.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.impact.scenarios import read_scenario
        >>> text = (
        ...     "{id: SCN-90, key: dear, names: {}, importer: OZZ, days: 30, shocks: [{kind: price_jump, "
        ...     "suppliers: [WDL], sectors: [ore], rise: {low: 0.2, high: 0.6}, days: 20}]}"
        ... )
        >>> dear = read_scenario(text, "dear.yaml", ZoneInfo("UTC"))
        >>> [(one.name, one.low, one.high) for one in price_assumptions(dear)][1:3]
        [('shocks.0.rise', 0.2, 0.6), ('shocks.0.pass_through', 1.0, 1.0)]
    """
    return tuple(one for at, shock in record.price_shocks for one in _of_price(f"shocks.{at}", shock))


def uncertain(record: ScenarioRecord) -> tuple[Assumption, ...]:
    """The quantities that have a range.

    Shapes and units:
        As `assumptions`.

    Source:
        The scenario itself.

    Differs:
        Project choice: no published equation.

    Raises:
        Nothing.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.impact.scenarios import read_scenario
        >>> text = (
        ...     "{id: SCN-90, key: flood, names: {}, importer: OZZ, days: 30, shocks: [{kind: capacity_loss, "
        ...     "region: WDL, sectors: [ore], share: {low: 0.2, high: 0.6}, days: 20}]}"
        ... )
        >>> flood = read_scenario(text, "flood.yaml", ZoneInfo("UTC"))
        >>> [one.name for one in uncertain(flood)]
        ['shocks.0.share']
    """
    return tuple(one for one in assumptions(record) if not one.is_one_number)


def at_middle(record: ScenarioRecord) -> dict[str, float]:
    """Every quantity at the middle of its range: a place to start a grid from, never an answer by itself.

    Shapes and units:
        record: a scenario. Result: a value for each name, in the unit of the quantity.

    Source:
        The scenario itself.

    Differs:
        Project choice: no published equation.

    Raises:
        Nothing.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.impact.scenarios import read_scenario
        >>> text = (
        ...     "{id: SCN-90, key: flood, names: {}, importer: OZZ, days: 30, shocks: [{kind: capacity_loss, "
        ...     "region: WDL, sectors: [ore], share: {low: 0.2, high: 0.6}, days: 20}]}"
        ... )
        >>> flood = read_scenario(text, "flood.yaml", ZoneInfo("UTC"))
        >>> at_middle(flood)
        {'shocks.0.days': 20.0, 'shocks.0.share': 0.4}
    """
    return {one.name: one.middle for one in assumptions(record)}


def _of_price(prefix: str, shock: PriceShock) -> Iterator[Assumption]:
    yield _assumption(f"{prefix}.days", shock.days)
    names = ("rise",) if isinstance(shock, PriceJump) else ("rate_before", "rate")
    for name in (*names, "pass_through", "covered"):
        given: Assumed | None = getattr(shock, name)
        if given is not None:
            yield _assumption(f"{prefix}.{name}", given)
    if isinstance(shock, PriceJump):
        for item, value in shock.value_musd.items():
            yield _assumption(f"{prefix}.value_musd.{item}", value)


def _of_shock(prefix: str, shock: QuantityShock) -> Iterator[Assumption]:
    yield _assumption(f"{prefix}.days", shock.days)
    if isinstance(shock, CapacityLoss):
        yield _assumption(f"{prefix}.share", shock.share)
        if shock.rebuild is not None:
            yield _assumption(f"{prefix}.rebuild.capital_musd", shock.rebuild.capital_musd)
        return
    for name in ("open_share", "covered", "moving_orders"):
        yield _assumption(f"{prefix}.{name}", getattr(shock, name))
    if isinstance(shock, FlowStop):
        return
    yield _assumption(f"{prefix}.affected", shock.affected)
    yield _assumption(f"{prefix}.essentiality", shock.essentiality)
    yield _assumption(f"{prefix}.cover_days", shock.cover_days)
    for item, share in shock.supplier_share.items():
        yield _assumption(f"{prefix}.supplier_share.{item}", share)
    for item, value in shock.value_musd.items():
        yield _assumption(f"{prefix}.value_musd.{item}", value)
    for name in ("switching", "substitution"):
        ramp: RampRecord | None = getattr(shock, name)
        if ramp is not None:
            yield _assumption(f"{prefix}.{name}.most", ramp.most)
            yield _assumption(f"{prefix}.{name}.lead_days", ramp.lead_days)
    if shock.release is not None:
        yield _assumption(f"{prefix}.release.share", shock.release.share)


def _assumption(name: str, given: Assumed | None) -> Assumption:
    if given is None:
        return Assumption(name, UNKNOWN_SHARE.low, UNKNOWN_SHARE.high, "unknown")
    origin: Origin = "cited" if given.sources else "assumed"
    return Assumption(name, given.low, given.high, origin, given.sources, given.note, given.note_ko)
