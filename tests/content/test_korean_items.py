"""The items Korea watches: every code stands in the tree of its vintage, every code of the slice has an item."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
import yaml

import gwanje_korea
import gwanje_world
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.items import ItemRegistry, coverage

pytestmark = pytest.mark.korea

ZONE = ZoneInfo("Asia/Seoul")
ROOT = Path(gwanje_korea.__file__).parent
TABLES = Path(gwanje_world.__file__).parent / "tables"
REQUIRED = [
    "natural-graphite",
    "rare-earths",
    "rare-earth-metals",
    "rare-earth-compounds",
    "rare-earth-magnets",
    "gallium",
    "germanium",
    "antimony",
    "tungsten",
    "urea",
    "crude-oil",
    "naphtha",
]
REGISTER_CODES = [
    "310210",
    "282560",
    "250410",
    "250490",
    "380110",
    "380190",
    "820320",
    "820411",
    "820412",
    "261710",
    "283090",
    "282580",
    "280450",
    "284180",
    "284990",
    "810210",
    "280530",
    "284610",
    "284690",
    "850511",
    "151110",
    "260600",
    "253090",
    "261220",
    "270900",
    "271111",
    "280429",
    "280130",
]


@pytest.fixture(scope="module")
def items():
    files = {found.relative_to(ROOT).as_posix(): found.read_text("utf-8") for found in ROOT.rglob("*.yaml")}
    return ItemRegistry.read(files, ZONE)


@pytest.fixture(scope="module")
def trees():
    names = {1992: "hs92", 2012: "hs12", 2022: "hs22"}
    return {
        year: set(pq.read_table(TABLES / f"{name}_product_tree.parquet", columns=["code"])["code"].to_pylist())
        for year, name in names.items()
    }


@pytest.fixture(scope="module")
def slice_codes():
    rows = pq.read_table(TABLES / "baci_product_codes_hs92.parquet").to_pylist()
    return [Code("hs", 1992, row["hs92"]) for row in rows if row["in_slice"]]


def test_every_hs_code_and_trap_stands_in_the_tree_of_its_vintage(items, trees):
    codes = [one.code for item in items for one in items.codes(item.key)]
    codes += [Code.parse(trap.code) for item in items for trap in item.traps]
    checked = [code for code in codes if code.scheme == "hs"]
    assert len(checked) > 250
    assert [str(code) for code in checked if code.digits not in trees[code.vintage]] == []


def test_every_code_of_the_slice_belongs_to_an_item(items, slice_codes):
    assert len(slice_codes) == 74
    assert [str(code) for code in slice_codes if not items.items_of_code(code)] == []


@pytest.mark.parametrize("key", REQUIRED)
def test_the_keys_others_rely_on_resolve_and_cite(items, key):
    assert items.find(key).sources


@pytest.mark.parametrize("digits", REGISTER_CODES)
def test_codes_that_are_the_same_in_all_vintages_are_there_in_all(items, digits):
    for vintage in (1992, 2012, 2022):
        assert items.items_of_code(Code("hs", vintage, digits))


@pytest.mark.parametrize(
    ("key", "code", "there"),
    [
        ("germanium", "hs1992:811230", True),
        ("germanium", "hs2012:811230", False),
        ("gallium", "hs1992:811291", True),
        ("gallium", "hs2022:811292", True),
        ("gallium", "hs1992:811292", False),
        ("indium", "hs1992:811291", True),
        ("indium", "hs2012:811292", True),
        ("lithium-ion-batteries", "hs1992:850760", False),
        ("lithium-ion-batteries", "hs2012:850760", True),
        ("bismuth", "hs2012:810600", True),
        ("bismuth", "hs2022:810610", True),
        ("antimony-metal", "hs1992:811000", True),
        ("antimony-metal", "hs2022:811010", True),
        ("cobalt-metal", "hs1992:810510", True),
        ("cobalt-metal", "hs2022:810520", True),
        ("tungsten-metal", "hs1992:810191", True),
        ("tungsten-metal", "hs2022:810194", True),
        ("graphite-products", "hs1992:681510", True),
        ("graphite-products", "hs2022:681519", True),
        ("germanium", "cn2023:8112921010", True),
        ("rare-earth-magnets", "hts2025:8505.11.00.70", True),
    ],
)
def test_vintages_are_kept_apart(items, key, code, there):
    assert (Code.parse(code) in {one.code for one in items.codes(key)}) is there


def test_naphtha_has_no_code_and_its_trap_is_refused_in_every_vintage(items):
    assert items.codes("naphtha") == ()
    for vintage in (1992, 2012, 2022):
        with pytest.raises(WrongUseError, match="naphtha"):
            items.find(f"hs{vintage}:271012")


def test_the_slip_in_the_gallium_notice_is_a_trap(items):
    assert items.trap(Code.parse("cn2023:8110929010"))[0][0].key == "gallium"


def test_naphtha_is_designated_for_a_time_whose_end_was_not_read(items):
    def on(day):
        instant = parse_instant(day, ZONE)
        return items.designations("naphtha", AsOf(instant, parse_instant("2026-11-23", ZONE)))

    assert on("2026-03-17") == ()
    assert [(one.fact, one.until, one.temporary) for one in on("2026-03-18")] == [("HMZ-11", "not read", True)]


def test_the_rare_earth_chain_runs_from_ore_to_magnet(items):
    chain = items.chain("rare-earths")
    assert [stage.position for stage in chain.stages] == ["ore", "oxide", "metal", "alloy", "magnet"]
    assert chain.main_product.key == "rare-earth-magnets"
    assert {figure.fact for figure in chain.main_product.cited} == {"INS-80", "INS-81"}


def test_coverage_of_the_slice(items, slice_codes):
    table = coverage(items, dict.fromkeys(slice_codes, range(1995, 2025)))
    assert table.of("natural-graphite").state == "data"
    assert table.of("rare-earths").why.startswith("no data: rare-earth-magnets (main product)")
    nothing = ("rare-earth-magnets", "gallium", "urea", "naphtha", "graphite-anode-materials", "lithium-ion-batteries")
    assert {table.of(key).state for key in nothing} == {"none"}
    assert table.as_answer()["totals"] == {"items": 116, "data": 64, "part": 21, "none": 31}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("천연흑연", "natural-graphite"),
        ("천염흑연", "natural-graphite"),
        ("히토류", "rare-earths"),
        ("희토류를", "rare-earths"),
        ("희토류 자석의", "rare-earth-magnets"),
        ("요수", "urea"),
        ("텅스탠", "tungsten"),
        ("게르마뉴", "germanium"),
        ("neodimium magnet", "rare-earth-magnets"),
        ("lithium hydroxyde", "lithium-hydroxide"),
        ("납사", "naphtha"),
    ],
)
def test_search_in_both_languages_with_typing_mistakes(items, asked, key):
    assert items.search(asked)[0].item.key == key


def test_a_word_for_several_goods_is_no_name_of_one(items):
    for word in ("천연가스", "석탄"):
        with pytest.raises(UnknownKeyError, match="Did you mean"):
            items.find(word)


def test_every_item_has_both_names_a_known_source_and_an_unknown_grade_with_its_reason(items):
    references = {row["id"] for row in yaml.safe_load((ROOT / "references.yaml").read_text("utf-8"))}
    for item in items:
        assert item.names.ko
        assert item.names.en
        assert set(item.sources) <= references, item.key
        assert {(grade.grade, bool(grade.reason)) for grade in item.grades} == {("unknown", True)}
        assert item.facts or item.sources == ("BAC",), item.key
