"""What content says about criticality: materials and their names in each table, numbers of the methods, features."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key
from gwanje.foundation.names import Names
from gwanje.watch.indicators import Threshold

CRITICALITY_FILE = "indicators/criticality.yaml"
MATERIALS_FILE = "indicators/materials.yaml"
ITEM_MATERIALS_FILE = "indicators/item-materials.yaml"
AREA_NAMES_FILE = "indicators/area-names.yaml"
FeatureKey = Literal[
    "importer_concentration_value",
    "importer_concentration_mass",
    "leader_share_value",
    "leader_share_mass",
    "world_concentration",
    "single_producer",
    "eu_critical",
    "short_cover",
]


class AreaName(Record):
    """A country's name in one publisher's tables and what it is called in the table it is joined to."""

    name: str
    stands_for: str = Field(alias="as")
    status: Literal["reported", "inferred"]
    because: str


class AreaNames(Record):
    """Names that fail as written, each with what it stands for."""

    names: tuple[AreaName, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        every = [one.name for one in self.names]
        twice = {one for one in every if every.count(one) > 1}
        if twice:
            raise ValueError(f"a name stands twice: {', '.join(sorted(twice))}")
        return self

    def canonical(self, name: str) -> str:
        """The name in the governance table; a name that is not listed stays as it is."""
        return self._by_name.get(name, name)

    @property
    def _by_name(self) -> dict[str, str]:
        return {one.name: one.stands_for for one in self.names}


class EuNames(Record):
    """A material in the EU tables: the name it is scored under, its other names, a group's elements."""

    scored: str
    other_names: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    because: str = ""


class UsgsPlace(Record):
    """Where a mineral stands in the Mineral Commodity Summaries; `measure` is the statistic in detail."""

    chapter: str
    measure: str


class Material(Record):
    """One material and where each data set keeps it."""

    key: Key
    names: Names
    eu: EuNames | None = None
    usgs: UsgsPlace | None = None
    mining: str = ""
    note: str = ""


class ItemMaterial(Record):
    """Which material a watched item is made of, and how far that carries."""

    item: Key
    material: Key
    because: str = ""


class TradeStep(Record):
    """One step of the trade parameter t and what it is taken to mean."""

    value: float = Field(gt=0)
    meaning: str


class FeatureWeight(Record):
    """One feature of the structure: from which number it is met, and how many points it gives."""

    feature: FeatureKey
    at: float
    weight: float = Field(gt=0)
    basis: str


class CriticalityNumbers(Record):
    """The numbers of the criticality methods; content, not code."""

    study_year: Threshold
    governance_year: Threshold
    critical_supply_risk: Threshold
    critical_economic_importance: Threshold
    trade_steps: tuple[TradeStep, ...] = Field(min_length=1)
    features: tuple[FeatureWeight, ...] = Field(min_length=1)
    raised: Threshold
    high: Threshold
    least_seen: Threshold
    short_cover_days: Threshold | None = None

    @property
    def worst_trade(self) -> float:
        """The largest step of t."""
        return max(one.value for one in self.trade_steps)

    def is_step(self, trade: float) -> bool:
        """Whether a printed t is one of the steps."""
        return any(abs(one.value - trade) <= 1e-9 * one.value for one in self.trade_steps)


class CriticalityContent:
    """Everything content says about criticality; a missing file of it is an error when it is asked for."""

    def __init__(
        self,
        numbers: CriticalityNumbers,
        materials: Mapping[str, Material],
        of_items: Mapping[str, tuple[ItemMaterial, ...]],
        areas: AreaNames,
    ) -> None:
        self.numbers = numbers
        self.materials = dict(materials)
        self.of_items = dict(of_items)
        self.areas = areas

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read the four files of criticality under indicators/."""
        for needed in (CRITICALITY_FILE, MATERIALS_FILE, AREA_NAMES_FILE):
            if needed not in files:
                raise ContentError(
                    "The content cannot answer about criticality",
                    place=needed,
                    expected=f"{CRITICALITY_FILE}, {MATERIALS_FILE} and {AREA_NAMES_FILE}",
                    found="no such file",
                    remedy="Add it; docs/content.md shows the format",
                )
        listed = parse_records(files[MATERIALS_FILE], MATERIALS_FILE, Material)
        materials = unique_records("material", ((one.key, one) for one in listed))
        of_items: dict[str, tuple[ItemMaterial, ...]] = {}
        for one in parse_records(files.get(p := ITEM_MATERIALS_FILE, ""), p, ItemMaterial):
            if one.material not in materials:
                raise unknown_key("material", one.material, materials)
            of_items[one.item] = (*of_items.get(one.item, ()), one)
        return cls(
            parse_record(files[CRITICALITY_FILE], CRITICALITY_FILE, CriticalityNumbers),
            materials,
            of_items,
            parse_record(files[AREA_NAMES_FILE], AREA_NAMES_FILE, AreaNames),
        )

    def find(self, asked: str) -> Material:
        """One material by its key, a name in any language, or its name in the EU tables."""
        wanted = " ".join(asked.split()).casefold()
        for one in self.materials.values():
            eu = (one.eu.scored, *one.eu.other_names) if one.eu else ()
            if wanted in {text.casefold() for text in (one.key, *one.names.texts(), *eu)}:
                return one
        raise unknown_key("material", asked, self.materials)
