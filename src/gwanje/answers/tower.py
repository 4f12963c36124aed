"""The tower: everything loaded for one country, handed to the functions that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gwanje.evidence import (
    Claims,
    Countries,
    Facts,
    FrozenPages,
    HomeCountry,
    References,
    Sources,
    Unknowns,
    Vintages,
)
from gwanje.foundation.errors import IntegrityError
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRegistry
from gwanje.registry import Registry, RegistryInputs
from gwanje.watch import IntakeRules, Restrictions, Schemes, Thresholds

if TYPE_CHECKING:
    from gwanje.evidence.store import EvidenceStore, Warehouse
    from gwanje.impact import Economy
    from gwanje.impact.links import Links
    from gwanje.impact.regions import RegionRows
    from gwanje.impact.scenarios.records import ScenarioBook
    from gwanje.registry.store import RegistryStore
    from gwanje.watch.store import WatchStore


Pull = tuple[str, date]
"""What pulls an inspection forward, and the day it began."""


@dataclass
class Tower:
    """One country's content and stores, as the assembly put them together; the warehouse is built when first needed."""

    country: HomeCountry
    zone: ZoneInfo
    references: References
    claims: Claims
    unknowns: Unknowns
    facts: Facts
    given_registry: Registry
    registry_inputs: RegistryInputs
    registry_store: RegistryStore
    watch_store: WatchStore
    items: ItemRegistry
    given_restrictions: Restrictions
    schemes: Schemes
    given_thresholds: Thresholds | None
    countries: Countries
    sources: Sources
    vintages: Vintages
    open_evidence: Callable[[], EvidenceStore]
    read_links: Callable[[], Links]
    read_region_rows: Callable[[], RegionRows | None]
    read_scenarios: Callable[[], ScenarioBook]
    frozen: FrozenPages
    state: Path
    journal_address: str | Path
    find_relapses: Callable[[Tower, Iterable[str], AsOf], dict[str, Pull]] = lambda _tower, _items, _as_of: {}
    build_notice: Callable[[str], None] = lambda _: None
    registry_fault: IntegrityError | None = None
    notices_fault: IntegrityError | None = None
    tariff_texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    indicator_texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    intake_texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    economies: dict[tuple[str, ...], Economy] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def evidence(self) -> EvidenceStore:
        """The store that reads files and builds; `vintages` says which ones there are without opening it."""
        return self.open_evidence()

    @cached_property
    def warehouse(self) -> Warehouse:
        """The present build, brought up to date first."""
        self.evidence.build(progress=self.build_notice)
        return self.evidence.open_warehouse()

    @cached_property
    def links(self) -> Links:
        """Which industries make and use an item, as content says; read when first asked for."""
        return self.read_links()

    @cached_property
    def region_rows(self) -> RegionRows | None:
        """Which row of the regional accounts an industry belongs to; None where content does not say."""
        return self.read_region_rows()

    @cached_property
    def scenarios(self) -> ScenarioBook:
        """The scenarios of the content; read when first asked for."""
        return self.read_scenarios()

    @cached_property
    def intake(self) -> IntakeRules:
        """What content says about reports, notices and attention; read when first asked for."""
        return IntakeRules.read(self.intake_texts).checked(self.items, self.facts.by_id)

    @property
    def restrictions(self) -> Restrictions:
        """The register of foreign measures: content, and what people confirmed.

        Raises:
            IntegrityError: what people confirmed is not as it was recorded; no answer may rest on it.
        """
        if self.notices_fault is not None:
            raise self.notices_fault
        return self.given_restrictions

    @property
    def thresholds(self) -> Thresholds:
        """The numbers dependence is read against; content without them is refused here, when it is asked for them."""
        return self.given_thresholds or Thresholds.read({})

    @property
    def registry(self) -> Registry:
        """Who is responsible since when.

        Raises:
            IntegrityError: what people entered is not as it was recorded; no answer may rest on it.
        """
        if self.registry_fault is not None:
            raise self.registry_fault
        return self.given_registry

    @property
    def keys(self) -> Path:
        """The folder of this installation's keys."""
        return self.state / "keys"

    @property
    def iso3(self) -> str:
        """The country as three letters."""
        return self.country.iso3

    def latest_known(self) -> datetime:
        """The latest known instant in the loaded content and snapshots: the default of --known."""
        instants = [
            self.country.compiled,
            self.facts.latest_known(),
            self.registry.latest_known(),
            self.given_restrictions.latest_known(),
            self.schemes.latest_known(),
            max((act.at for act in self.watch_store.levels.acts()), default=None),
            max((snapshot.known for snapshot in self.vintages.snapshots()), default=None),
        ]
        return max(instant for instant in instants if instant is not None)

    def latest_entered(self) -> datetime:
        """The latest known instant, or the latest act of people in the watch room, whichever is later."""
        room = self.watch_store
        streams = (room.notices.acts(), room.intake.acts(), room.attention.acts())
        acts = [act.at for acts in streams for act in acts]
        return max([self.latest_known(), *acts])
