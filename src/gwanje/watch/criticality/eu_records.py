"""The published tables of the EU study as values, and what is read from them for one material."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gwanje.watch.criticality.bounds import Bounds
from gwanje.watch.criticality.supply_risk import FactorReading, WeightedConcentration

Scope = Literal["world", "eu"]
STAGES = {"E": "extraction", "P": "processing"}
SCOPES: tuple[Scope, ...] = ("world", "eu")
NOT_PUBLISHED = ("recycling rate (EoL-RIR)", "import reliance", "substitution index of supply risk",
                 "substitution index of economic importance")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublishedScore:
    """Supply risk and economic importance of one material as printed; None where not assessed."""

    material: str
    supply_risk: float | None
    economic_importance: float | None


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """One row of a supply table as printed."""

    material: str
    stage: str
    country: str
    share: str
    trade: float | None


@dataclass(frozen=True, slots=True)
class UseRow:
    """One row of the use table as printed."""

    material: str
    application: str
    share: str
    sector: str | None
    value_added: float | None


@dataclass(frozen=True, slots=True)
class EuTables:
    """The published tables of one study, and governance by country name on the scale of the method."""

    scores: Sequence[PublishedScore]
    supply: Mapping[Scope, Sequence[SupplyRow]]
    uses: Sequence[UseRow]
    governance: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class StageScope:
    """HHI_WGI,t of one stage and scope of one material, and whose rows it stands on."""

    stage: str
    scope: Scope
    value: Bounds
    rows_of: tuple[str, ...]
    parts: tuple[WeightedConcentration, ...]
    without_rows: tuple[str, ...] = ()

    @property
    def missing_share(self) -> Bounds:
        """The part of the supply no row tells; of a group the largest among its elements."""
        every = [one.missing_share for one in self.parts]
        return Bounds(max(one.low for one in every), max(one.high for one in every))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Countries without governance, without t, or with a share that could not be read."""
        return tuple(
            dict.fromkeys(
                name for one in self.parts for name in (*one.without_governance, *one.without_trade, *one.unread)
            )
        )


@dataclass(frozen=True, slots=True)
class UseReading:
    """Economic importance before substitution of one material, and whose use rows it stands on."""

    value: Bounds
    with_missing: float
    missing_share: float
    ratio: Bounds | None
    rows_of: tuple[str, ...]
    unattributed: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EuReading:
    """What the published tables carry for one scored material."""

    material: str
    key: str
    published: PublishedScore
    concentrations: tuple[StageScope, ...]
    terms: Mapping[str, Bounds]
    factor: Bounds | None
    factor_reading: FactorReading
    factor_when_rounded: FactorReading
    use: UseReading | None = None
    not_published: tuple[str, ...] = NOT_PUBLISHED

    @property
    def is_group(self) -> bool:
        """Whether its uses are those of the elements of a group."""
        return self.use is not None and self.use.rows_of != (self.material,)
