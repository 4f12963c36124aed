"""A scenario as content writes it: what happens, to what, for how long; every assumption with its range and source."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_record, unique_records
from gwanje.foundation.errors import unknown_key
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.names import Names
from gwanje.impact.scenarios.assumed import (
    Assumed,
    AssumedAmount,
    AssumedDays,
    AssumedShare,
    IndustriesRecord,
    Iso3,
    Timed,
)
from gwanje.impact.scenarios.price_records import PriceJump, TariffChange

FOLDER = "impact/scenarios/"


class RampRecord(Record):
    """What comes in place of the lost supply, up to a share of normal use, after a lead time."""

    most: AssumedShare
    lead_days: AssumedDays
    days: float = Field(gt=0)


class ReleaseRecord(Record):
    """A release of stocks: a share of normal use for some days."""

    share: AssumedShare
    starts: int = Field(ge=1)
    days: int = Field(ge=1)


class ItemStop(Timed):
    """Less of some items from one supplier to the scenario's importer: an export stop, a quota, a delay of licences."""

    kind: Literal["item_stop", "licence_delay"]
    items: tuple[Key, ...] = Field(min_length=1)
    supplier: Iso3
    open_share: AssumedShare = AssumedShare(low=0, high=0)
    covered: AssumedShare = AssumedShare(low=1, high=1)
    supplier_share: Mapping[Key, AssumedShare] = {}
    value_musd: Mapping[Key, AssumedAmount] = {}
    industries: Mapping[Key, IndustriesRecord] = {}
    affected: AssumedShare | None = None
    essentiality: AssumedShare = AssumedShare(low=1, high=1)
    cover_days: AssumedDays
    moving_orders: AssumedShare = AssumedShare(low=0, high=0)
    switching: RampRecord | None = None
    substitution: RampRecord | None = None
    release: ReleaseRecord | None = None

    @model_validator(mode="after")
    def _about_its_items(self) -> Self:
        strange = [one for one in (*self.supplier_share, *self.value_musd, *self.industries) if one not in self.items]
        if strange:
            raise ValueError(
                f"supplier_share, value_musd, industries: only of the items of the stop; not of {strange[0]}"
            )
        return self


class RebuildRecord(Record):
    """Capital that is rebuilt after a loss: what it costs, who builds it, and how fast the rest is asked for."""

    capital_musd: AssumedAmount
    built_by: Mapping[str, float] = Field(min_length=1)
    supplier: Iso3 | None = None
    starts: int = Field(ge=1)
    days: float = Field(default=60.0, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _shares_of_the_whole(self) -> Self:
        shares = tuple(self.built_by.values())
        if any(not 0 <= one <= 1 for one in shares) or abs(sum(shares) - 1) > SHARES_SUM_TO_ONE:
            raise ValueError(f"built_by: shares from 0 to 1 that sum to 1, here {sum(shares):g}")
        return self


SHARES_SUM_TO_ONE = 1e-6


class CapacityLoss(Timed):
    """Industries of one economy lose a share of their capacity: a strike, a flood, a cyber attack."""

    kind: Literal["capacity_loss"]
    region: Iso3
    sectors: tuple[str, ...] = Field(min_length=1)
    share: AssumedShare
    recovery: Literal["none", "linear", "exponential"] = "none"
    recovery_days: float = Field(default=0.0, ge=0)
    rebuild: RebuildRecord | None = None


class FlowStop(Timed):
    """What industries of other economies sell to the importer's industries or final users, or the part by a route."""

    kind: Literal["flow_stop", "route_closed"]
    suppliers: tuple[Iso3, ...] = Field(min_length=1)
    sectors: tuple[str, ...] = Field(min_length=1)
    buyers: Literal["industries", "final_users", "all"] = "industries"
    open_share: AssumedShare = AssumedShare(low=0, high=0)
    covered: AssumedShare = AssumedShare(low=1, high=1)
    moving_orders: AssumedShare = AssumedShare(low=0, high=0)


QuantityShock = ItemStop | CapacityLoss | FlowStop
PriceShock = PriceJump | TariffChange
Shock = Annotated[ItemStop | CapacityLoss | FlowStop | PriceJump | TariffChange, Field(discriminator="kind")]


class ModelRanges(Record):
    """Parameters of the dynamic model where they are not the published ones; a range is drawn in an ensemble."""

    psi: AssumedShare = AssumedShare(low=0.8, high=0.8)
    inventory_days: AssumedDays = AssumedDays(low=90, high=90)
    inventory_restoration_tau: AssumedDays = AssumedDays(low=60, high=60)
    overproduction_max: Assumed = Assumed(low=1.25, high=1.25)
    overproduction_tau: AssumedDays = AssumedDays(low=365, high=365)
    order_rule: Literal["alt", "noalt"] = "alt"


class ScenarioRecord(CitedRecord):
    """One scenario of a country's content, or of a person's file."""

    id: OpaqueId
    key: Key
    names: Names
    importer: Iso3
    days: int = Field(ge=2, le=1095)
    shocks: tuple[Shock, ...] = Field(min_length=1)
    model: ModelRanges = ModelRanges()
    horizon_beyond_cover: int = Field(default=90, ge=0)

    @model_validator(mode="after")
    def _begins_within_its_days(self) -> Self:
        for at, one in enumerate(self.shocks, start=1):
            rebuild = one.rebuild if isinstance(one, CapacityLoss) else None
            for what, starts in (("shock", one.starts), ("rebuilding of shock", rebuild.starts if rebuild else 1)):
                if starts > self.days:
                    raise ValueError(f"{what} {at} begins on day {starts}, after the {self.days} days of the scenario")
        return self

    @property
    def quantity_shocks(self) -> tuple[tuple[int, QuantityShock], ...]:
        """What the dynamic model runs: each shock with its place among all of them."""
        return tuple((at, one) for at, one in enumerate(self.shocks) if not isinstance(one, PriceShock))

    @property
    def price_shocks(self) -> tuple[tuple[int, PriceShock], ...]:
        """What the price model answers: each shock with its place among all of them."""
        return tuple((at, one) for at, one in enumerate(self.shocks) if isinstance(one, PriceShock))


class ScenariosFile(Record):
    """The scenarios of one file."""

    scenarios: tuple[ScenarioRecord, ...] = Field(min_length=1)


class ScenarioBook:
    """Every scenario of the content, by id and key."""

    def __init__(self, records: Mapping[str, ScenarioRecord], known_of: Callable[[CitedRecord], datetime]) -> None:
        self._records = dict(records)
        self._known_of = known_of

    @classmethod
    def read(
        cls, files: Mapping[str, str], zone: ZoneInfo, known_of: Callable[[CitedRecord], datetime]
    ) -> "ScenarioBook":
        """Read every YAML file under `impact/scenarios/`."""
        found = [
            record
            for name, text in sorted(files.items())
            if name.startswith(FOLDER) and name.endswith(".yaml")
            for record in parse_record(text, name, ScenariosFile, zone=zone).scenarios
        ]
        unique_records("scenario", ((identity, one) for one in found for identity in (one.id, one.key)))
        for record in found:
            known_of(record)
        return cls({record.key: record for record in found}, known_of)

    def find(self, asked: str, known: datetime) -> ScenarioRecord:
        """A scenario by key, id or name, that was public by then; an unknown one is refused with the nearest."""
        for record in self._records.values():
            if asked in (record.key, record.id, *record.names.texts()) and self._known_of(record) <= known:
                return record
        public = [key for key, one in self._records.items() if self._known_of(one) <= known]
        raise unknown_key("scenario", asked, public, remedy="Give the path of a scenario file, or write one")

    def __iter__(self) -> Iterator[ScenarioRecord]:
        return iter(self._records.values())


class OwnScenario(ScenarioRecord):
    """A scenario of a person's own file: it may cite nothing, and is then the person's assumption throughout."""

    sources: tuple[OpaqueId, ...] = ()


class OwnScenariosFile(Record):
    """A person's file in the layout of content."""

    scenarios: tuple[OwnScenario, ...] = Field(min_length=1, max_length=1)


def read_scenario(text: str, name: str, zone: ZoneInfo) -> ScenarioRecord:
    """The single scenario of a person's file: the record itself, or a file of scenarios that holds one.

    Shapes and units:
        text: YAML; name: what messages call it; zone: of the country, for its dates. Result: the scenario.

    Source:
        The format stands in docs/content.md.

    Differs:
        A person's own file may cite nothing; content must.

    Raises:
        ContentError: an unknown key, a share above 1, a wrong type; names the line.

    Example:
        >>> text = (
        ...     "{id: SCN-90, key: flood, names: {}, importer: OZZ, days: 30, shocks: [{kind: capacity_loss, "
        ...     "region: WDL, sectors: [ore], share: 0.4, days: 20}]}"
        ... )
        >>> read_scenario(text, "flood.yaml", ZoneInfo("UTC")).shocks[0].share.high
        0.4
    """
    if any(line.startswith("scenarios:") for line in text.splitlines()):
        return parse_record(text, name, OwnScenariosFile, zone=zone).scenarios[0]
    return parse_record(text, name, OwnScenario, zone=zone)
