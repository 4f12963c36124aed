"""`docs/content.md` says the truth: its examples are read by the program, and its tables name every key of every record."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.answers.tariff_goods import goods_told
from gwanje.answers.tariffing import tariffs
from gwanje.answers.today import today
from gwanje.evidence.claims import Claim, Unknown
from gwanje.evidence.countries import Country, HomeCountry
from gwanje.evidence.facts import Fact
from gwanje.evidence.sources import CodeList, Source
from gwanje.foundation.citations import CitedRecord, Reference
from gwanje.foundation.content import Record, parse_record, parse_records
from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf, day_start
from gwanje.impact.links import LinksFile
from gwanje.impact.regions import RegionRows
from gwanje.impact.scenarios.records import ScenariosFile
from gwanje.impact.tariffs import TariffStackFile
from gwanje.items.records import ItemRecord
from gwanje.registry.content.events import Change, ReformRecord
from gwanje.registry.content.personnel import PersonnelFile
from gwanje.registry.content.records import (
    AccessRecord,
    DelegationRecord,
    KindRecord,
    MandateRecord,
    RouteRecord,
    UnitRecord,
)
from gwanje.registry.content.rules import CheckRecord
from gwanje.testing import tower_on
from gwanje.watch.cover_content import StockCover
from gwanje.watch.criticality import AreaNames, CriticalityNumbers, ItemMaterial, Material
from gwanje.watch.distress import DistressLimits
from gwanje.watch.indicators import Thresholds
from gwanje.watch.intake_rules import AttentionRules, ReliabilityGrade, ReportSource, TriageClock
from gwanje.watch.item_prices import ItemPrice
from gwanje.watch.measures import Measure, Pause, RegisterNote
from gwanje.watch.notice_reading import GoodsWords, NoticeIssuer
from gwanje.watch.routes import Routes
from gwanje.watch.schemes import Scheme
from gwanje.watch.supply_events import CitedShares, RelapseNumbers, SupplyEventList

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Pacific/Honolulu")
TEXT = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
BLOCKS = {
    block.split("\n", 1)[0].removeprefix("# "): block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
}
LISTS: dict[str, type[Record]] = {
    "countries.yaml": Country, "references.yaml": Reference, "claims.yaml": Claim, "unknowns.yaml": Unknown, "items/": ItemRecord,
    "registry/kinds.yaml": KindRecord, "registry/units.yaml": UnitRecord, "registry/mandates.yaml": MandateRecord,
    "registry/checks.yaml": CheckRecord, "registry/delegations.yaml": DelegationRecord,
    "registry/routing.yaml": RouteRecord, "restrictions/measures.yaml": Measure, "restrictions/pauses.yaml": Pause,
    "indicators/cited-shares.yaml": CitedShares, "indicators/supply-events.yaml": SupplyEventList,
    "indicators/materials.yaml": Material, "indicators/item-materials.yaml": ItemMaterial, "indicators/item-prices.yaml": ItemPrice,
    "intake/grades.yaml": ReliabilityGrade, "intake/sources.yaml": ReportSource, "intake/issuers.yaml": NoticeIssuer,
    "intake/goods.yaml": GoodsWords, "restrictions/notes.yaml": RegisterNote, "instruments/": Fact, "tariffs/": Fact, "timelines/": Fact, "calendar/": Fact,
}  # fmt: skip
MAPPINGS: dict[str, type[Record]] = {
    "intake/clock.yaml": TriageClock, "intake/attention.yaml": AttentionRules,
    "registry/access.yaml": AccessRecord, "registry/personnel.yaml": PersonnelFile,
    "country.yaml": HomeCountry, "codes/": CodeList, "sources/": Source, "registry/reforms/": ReformRecord, "indicators/dependence.yaml": Thresholds,
    "indicators/routes.yaml": Routes, "indicators/distress.yaml": DistressLimits, "indicators/relapse.yaml": RelapseNumbers,
    "indicators/criticality.yaml": CriticalityNumbers, "indicators/area-names.yaml": AreaNames,
    "indicators/stock-cover.yaml": StockCover,
    "impact/uses/": LinksFile, "impact/regions.yaml": RegionRows,
    "tariffs/stacks/": TariffStackFile, "impact/scenarios/": ScenariosFile, "levels/": Scheme,
}  # fmt: skip
TABLE = re.compile(r"<!-- keys of (\w+) -->\n\|[^\n]*\n\|---\|---\|---\|\n((?:\|[^\n]*\n)+)")
TABLES: dict[str, str] = dict(TABLE.findall(TEXT))


def every_record(base: type[Record] = Record) -> Iterator[type[Record]]:
    for model in base.__subclasses__():
        if model.__module__.startswith("gwanje.") and not model.__name__.startswith("_"):
            yield model
        yield from every_record(model)


def keys_of(model: type[Record]) -> dict[str, bool]:
    """The keys a record has of its own, and whether it is refused without them."""
    parent = next((base for base in model.__bases__ if base in (CitedRecord, Change)), None)
    inherited = {name: info.is_required() for name, info in parent.model_fields.items()} if parent else {}
    fields = model.model_fields
    own = {name: info for name, info in fields.items() if inherited.get(name) is not info.is_required()}
    return {info.alias or name: info.is_required() for name, info in own.items()}


def model_for(path: str) -> tuple[type[Record], bool]:
    """The model of a content file, and whether the file holds a list of them."""
    for models, is_list in ((MAPPINGS, False), (LISTS, True)):
        for known, model in models.items():
            if path == known or (known.endswith("/") and path.startswith(known)):
                return model, is_list
    raise AssertionError(f"no reader is known for the example '{path}'")


MODELS = {model.__name__: model for model in every_record()}


def test_each_kind_of_file_has_an_example() -> None:
    shown = {model_for(path)[0] for path in BLOCKS}
    assert shown == {*LISTS.values(), *MAPPINGS.values()}
    assert TEXT.count("```yaml") == len(BLOCKS), "two examples bear the same name"


@pytest.mark.parametrize("path", sorted(BLOCKS))
def test_example_is_read_by_its_model(path: str) -> None:
    model, is_list = model_for(path)
    if is_list:
        assert parse_records(BLOCKS[path], path, model, zone=ZONE)
    else:
        assert parse_record(BLOCKS[path], path, model, zone=ZONE)


def test_the_examples_together_are_a_country(tmp_path: Path) -> None:
    for path, text in BLOCKS.items():
        (tmp_path / "oz" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "oz" / path).write_text(text, encoding="utf-8")
    tower = tower_on(tmp_path / "oz", home=tmp_path / "home")
    assert tower.iso3 == "OZZ"
    assert len(tower.items) == 3
    assert len(tower.restrictions) == 2
    assert {fact.id for fact in tower.facts} == {"OZF-1", "OZF-2", "OZF-3", "OZT-1", "OZX-1", "OZK-1"}
    assert tower.claims.get("OZC-1").chosen is not None
    assert [scheme.key for scheme in tower.schemes] == ["oz-alerts"]
    assert [one.key for one in tower.scenarios] == ["brick-stop"]
    assert [link.called("roads", "en") for link in tower.links] == ["road building (roads)"]
    assert tower.region_rows is not None
    assert tower.region_rows.concordance == {"works": "making", "roads": "building"}
    known = day_start(date(2024, 12, 31), ZONE)
    before, after = (AsOf(day_start(date(2024, month, 1), ZONE), known) for month in (6, 7))
    held = [tower.registry.who("road-supply", at) for at in (before, after)]
    assert [view.lead.id for view in held if view.lead] == ["oz-u02", "oz-u03"]


def test_the_example_of_a_stack_answers(tmp_path: Path) -> None:
    for path, text in BLOCKS.items():
        (tmp_path / "oz" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "oz" / path).write_text(text, encoding="utf-8")
    tower = tower_on(tmp_path / "oz", home=tmp_path / "home")
    day = AsOf(day_start(date(2024, 8, 1), ZONE), day_start(date(2024, 12, 31), ZONE))
    goods = goods_told(None, [], "0.4 WNK/kg")
    answer = tariffs(tower, "hs2022:690410", "Winkie Country", "OZZ", [day], goods)
    assert answer.days[0]["rate"] == {"low": pytest.approx(0.05), "high": pytest.approx(0.10)}
    assert [step["state"] for step in answer.days[0]["trace"]] == ["used", "perhaps", "perhaps"]
    assert [one["question"]["en"] for one in answer.days[0]["open"]] == ["whether the bricks are glazed"]


def test_two_files_are_enough(tmp_path: Path) -> None:
    (tmp_path / "oz" / "indicators").mkdir(parents=True)
    (tmp_path / "oz" / "country.yaml").write_text(BLOCKS["country.yaml"], encoding="utf-8")
    limits = BLOCKS["indicators/dependence.yaml"].replace(", facts: [OZF-1]", "").replace(", sources: [OZ1]", "")
    (tmp_path / "oz" / "indicators" / "dependence.yaml").write_text(limits, encoding="utf-8")
    tower = tower_on(tmp_path / "oz", home=tmp_path / "home")
    day = day_start(date(2024, 7, 1), ZONE)
    page = today(tower, AsOf(day, day))
    assert page.country == "OZZ"
    assert not page.new
    assert not page.ends.all()


def test_an_example_with_a_mistake_would_be_seen() -> None:
    with pytest.raises(ContentError, match="Did you mean 'publisher'"):
        parse_records(
            BLOCKS["references.yaml"].replace("publisher:", "publsher:"), "references.yaml", Reference, zone=ZONE
        )


def test_every_record_has_its_table() -> None:
    assert len(MODELS) > 55
    assert set(TABLES) == set(MODELS)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_table_names_every_key_and_whether_it_is_needed(name: str) -> None:
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in TABLES[name].splitlines()]
    assert all(meaning for _, _, meaning in rows)
    assert {key.strip("`"): needed == "yes" for key, needed, _ in rows} == keys_of(MODELS[name])
