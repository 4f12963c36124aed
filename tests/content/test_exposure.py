"""What hangs on Korean imports: the worked case of the method, what is not computable and why, and that every link is cited."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gwanje.answers.economies import economy_of
from gwanje.answers.exposing import codes_asked, exposure, exposure_of
from gwanje.answers.exposing_answer import ExposureAnswer
from gwanje.answers.exposing_imports import imports_of
from gwanje.assembly import ask
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.impact.regions import allocate_to_regions
from towers import korea, run_korea

pytestmark = pytest.mark.korea
METAL_AND_OTHER_COMPOUNDS = ("hs1992:280530", "hs1992:284690")


@cache
def asked(
    item: str, supplier: str, *, importer: str = "", known: str | None = None, codes: tuple[str, ...] = ()
) -> ExposureAnswer:
    tower = korea()
    only = codes_asked(tower, item, codes)
    return exposure(tower, item, supplier, ask(tower, None, known), importer=importer, only=only)


def test_rare_earths_weigh_a_quarter_of_a_percent_of_the_cell_and_never_the_cell():
    """45.9 of 16.9 thousand million USD: reporting the cell would overstate the item 369-fold."""
    found = asked("rare-earths", "CHN", codes=METAL_AND_OTHER_COMPOUNDS)
    assert found.status == "ok"
    assert found.value_musd == pytest.approx((45.8755, 45.8755), rel=1e-4)
    assert found.cell["musd"] == pytest.approx(16929, rel=1e-4)
    assert found.weight == pytest.approx((0.00271, 0.00271), rel=1e-3)
    assert found.cell["times_the_import"] == pytest.approx(369, abs=0.5)
    assert found.cell["is_the_exposure"] is False
    assert (found.trade_year, found.table_year) == (2024, 2022)
    assert "45.9 million USD (2024), 0.271" in found.headline.en
    assert "16.9 billion USD" in found.headline.en
    assert "that sum is not the exposure" in found.headline.en
    assert "이 총액은 노출액이 아님" in found.headline.ko
    assert "not a loss" in found.at_stake_words.en
    assert "lost sales" not in str(found.as_json())


def test_the_shares_are_those_of_the_table_worked_out_by_hand():
    found = asked("rare-earths", "CHN", codes=METAL_AND_OTHER_COMPOUNDS)
    economy = economy_of(korea(), ask(korea(), None, None))
    home = economy.nodes.where(regions=("KOR",))
    row = economy.dense[economy.nodes.at("CHN", "C20"), home]
    assert found.value_musd is not None
    direct = found.value_musd[1] / row.sum() * row / economy.output[home]
    own = economy.dense[np.ix_(home, home)] / economy.output[home]
    embodied = direct @ np.linalg.inv(np.eye(len(home)) - own)
    sectors = [economy.nodes.labels[place][1] for place in home]
    for user in found.users:
        at = sectors.index(user.sector)
        assert user.direct_share == pytest.approx((direct[at], direct[at]), rel=1e-9)
        assert user.embodied_share == pytest.approx((embodied[at], embodied[at]), rel=1e-9)
        assert user.output_musd == pytest.approx(economy.output[home][at])
        assert user.affected_share is None
        assert user.at_stake_musd == (0.0, user.output_musd)
    assert found.at_stake["affected_share"] == "unknown"
    assert found.at_stake["musd"] == pytest.approx((0, sum(user.output_musd for user in found.users)))
    assert "A01" not in {user.sector for user in found.users}, "an industry that is no user is not shown"
    assert found.industries == ()


def test_a_chain_is_the_sum_of_its_stages_and_names_those_without_data():
    whole, metals, compounds = (
        asked(item, "CHN") for item in ("rare-earths", "rare-earth-metals", "rare-earth-compounds")
    )
    assert whole.value_musd is not None
    assert metals.value_musd is not None
    assert compounds.value_musd is not None
    assert whole.value_musd[1] == pytest.approx(metals.value_musd[1] + compounds.value_musd[1], rel=1e-12)
    status = {stage.item: stage.status for stage in whole.stages}
    assert status["rare-earth-metals"] == status["rare-earth-compounds"] == "ok"
    assert status["rare-earth-magnets"] == status["rare-earth-alloys"] == status["rare-earth-ores"] == "no_data"
    direct = {user.sector: user.direct_share for user in whole.users}
    shared = [
        (user.sector, user.direct_share)
        for user in metals.users
        if user.sector in {one.sector for one in compounds.users}
    ]
    other = {user.sector: user.direct_share for user in compounds.users}
    for sector, share in shared:
        both, more = direct[sector], other[sector]
        assert both is not None
        assert share is not None
        assert more is not None
        assert both[1] == pytest.approx(share[1] + more[1], rel=1e-9)


def test_two_allocations_are_named_and_the_users_alone_bear_more():
    found = asked("natural-graphite", "CHN")
    whole, users = found.allocations["whole_row"], found.allocations["users_only"]
    assert whole["status"] == users["status"] == "ok"
    assert whole["cell_musd"] > users["cell_musd"]
    assert whole["weight"][1] < users["weight"][1]
    assert [stage.made_in for stage in found.stages] == ["B08"]
    assert [stage.isic for stage in found.stages] == ["0899"]
    crude = asked("crude-oil", "SAU")
    assert crude.status == "ok"
    assert crude.allocations["users_only"]["reason"] == "weight_above_one"


def test_a_code_that_holds_other_goods_gives_a_range_from_nothing():
    found = asked("terbium", "CHN")
    assert found.value_musd is not None
    assert found.weight is not None
    assert found.value_musd[0] == found.weight[0] == 0
    assert found.value_musd[1] == pytest.approx(45.8755, rel=1e-4)
    assert found.headline.en.startswith("Terbium from China: at most 45.9 million USD")
    assert any("other goods" in sentence.en for sentence in found.assumptions)


def test_a_control_that_covers_an_unknown_part_runs_from_nothing_to_the_whole_value():
    """RST-08 is mapped to 280530 and 284690 in part: the worked case of the method as an upper bound."""
    tower = korea()
    found = exposure(tower, "rare-earths", "CHN", ask(tower, None, None), measure="RST-08")
    assert found.measure == "RST-08"
    assert found.value_musd == pytest.approx((0, 45.8755), rel=1e-4)
    assert found.weight == pytest.approx((0, 0.00271), rel=1e-3)
    assert found.headline.en.startswith("Rare earths (the whole chain) from China: at most 45.9 million USD")
    assert any("RST-08 covers a part of these codes" in sentence.en for sentence in found.assumptions)
    for item, supplier, measure, why in (
        ("rare-earths", "JPN", "RST-08", "issued by CHN"),
        ("natural-graphite", "CHN", "RST-08", "mapped to no code of natural-graphite"),
    ):
        with pytest.raises(WrongUseError, match=why):
            exposure(tower, item, supplier, ask(tower, None, None), measure=measure)
    with pytest.raises(WrongUseError, match="not known by then"):
        exposure(tower, "rare-earths", "CHN", ask(tower, None, "2025-01-01"), measure="RST-08")


@pytest.mark.parametrize(
    ("item", "supplier", "status", "why"),
    [
        ("sulphur", "JPN", "not_computable", "no link from this item to a making sector is in the content"),
        ("rare-earth-magnets", "CHN", "no_data", "no trade data (not in the table: 850511)"),
        ("lng", "QAT", "not_computable", "Qatar is not among the 80 economies of the table"),
        ("natural-graphite", "COD", "no_data", "no import from"),
        ("naphtha", "SAU", "no_data", "no goods code of its own"),
        ("uranium-ores", "CHN", "no_data", "no import is recorded in 2024; this is not zero"),
    ],
)
def test_what_is_missing_is_named_and_no_number_takes_its_place(item, supplier, status, why):
    found = asked(item, supplier)
    assert found.status == status
    assert why in found.reason.en
    assert why in found.headline.en
    assert any("가" <= letter <= "힣" for letter in found.headline.ko)
    assert (found.value_musd, found.weight, found.cell, found.users) == (None, None, {}, ())
    assert [list(row) for row in found.rows()] == [["item", "importer", "supplier", "status", "reason"]]


def test_an_import_larger_than_the_cell_is_not_computable():
    found = [asked(item, "AUS") for item in ("iron-ore", "bituminous-coal", "precious-metal-ores")]
    for one in found:
        assert one.weight is None or one.weight[1] <= 1
    over = asked("precious-metal-ores", "PNG")
    assert over.status == "not_computable"


def test_nothing_was_known_before_the_slice_was_public():
    early = asked("rare-earths", "CHN", known="2026-07-01")
    assert early.status == "not_yet_known"
    assert "2026-07-14" in early.headline.en
    assert early.value_musd is None


def test_without_users_the_weight_is_given_and_no_industry_is_ranked():
    found = asked("scandium", "CHN")
    assert found.status == "ok"
    assert found.at_stake["status"] == "not_computable"
    assert "no using industry is listed" in found.at_stake_words.en
    assert [one["sector"] for one in found.industries][:3] == ["A01", "A02", "A03"]
    assert len(found.industries) == 50


def test_another_importer_and_names_are_found():
    found = asked("리튬 광석", "호주", importer="Japan")
    assert (found.item, found.supplier, found.importer) == ("lithium-ore", "AUS", "JPN")
    with pytest.raises(UnknownKeyError, match="Did you mean"):
        asked("rare-earths", "CHN", codes=("hs1992:280531",))


def test_every_link_is_cited_names_industries_of_the_table_and_gives_no_affected_share():
    tower = korea()
    economy = economy_of(tower, ask(tower, None, None))
    assert len(tower.links) >= 60
    for link in tower.links:
        record = link.record
        assert link.sectors_of == "icio-2022"
        for one in (record, *record.users):
            tower.references.check(one)
        assert "ISIC4" in record.sources
        assert {record.made_in, *(user.sector for user in record.users)} <= set(economy.nodes.sectors)
        assert not record.note or record.note_ko
        for user in record.users:
            assert user.affected is None, "a share of use is no affected share"
            assert user.uses.ko is not None
            assert user.uses.en is not None
            assert user.grade == "named" or "ISIC4" in user.sources


def test_every_link_that_has_trade_data_answers_for_its_largest_supplier():
    """None of them raises, none weighs more than its cell; of a cell that a supplier fills, all items fit in or say not."""
    tower, as_of = korea(), ask(korea(), None, None)
    items = [tower.items[link.record.item] for link in tower.links]
    counted = 0
    for imports in imports_of(tower, items, "KOR", as_of):
        if imports.status != "ok":
            continue
        largest = max(imports.suppliers, key=lambda name: imports.suppliers[name])
        found = exposure_of(tower, imports.item, ("KOR", tower.countries.canonical(largest)), as_of, [imports])
        assert found.status in ("ok", "not_computable")
        if found.status == "ok":
            counted += 1
            assert found.weight is not None
            assert 0 <= found.weight[0] <= found.weight[1] <= 1
            assert found.headline.sources == ("baci", "icio-2022")
    assert counted >= 40


def test_output_at_stake_is_spread_over_regions_and_says_how(tmp_path):
    """Two invented regions for every row of the concordance; the real accounts are the user's to load."""
    rows = korea().region_rows
    assert rows is not None
    lines = [
        f'{place},"{one.row}",명목,2022,{value}' for one in rows.rows for place, value in (("가도", 1), ("나도", 3))
    ]
    lines += [f'전국,"{one.row}",명목,2022,4' for one in rows.rows]
    file = tmp_path / "accounts.csv"
    file.write_text("\n".join(["province,industry,item,year,value", *lines]), encoding="utf-8")
    line = ("impact", "exposure", "--item", "natural-graphite", "--supplier", "CHN", "--regions", str(file))
    found = run_korea(*line, "--format", "json").json()
    shown = {row["region"]: row["at_stake_musd"][1] for row in found["regions"]["rows"]}
    total = sum(round(user["at_stake_musd"][1]) for user in found["users"])
    assert list(shown) == ["나도", "가도"]
    assert sum(shown.values()) == total
    assert shown["나도"] / total == pytest.approx(0.75, rel=1e-4)
    assert len(found["regions"]["sha256"]) == 64
    text = run_korea(*line, "--lang", "ko").text
    assert "비례 배분이며 지역 모형이 아님" in text
    file.write_text("province,industry,year\n", encoding="utf-8")
    refused = run_korea(*line)
    assert (refused.code, "no column value" in refused.err) == (3, True)


def test_the_command_line_prints_the_case_in_both_languages():
    line = ("impact", "exposure", "--item", "rare-earths", "--supplier", "CHN")
    codes = tuple(part for code in METAL_AND_OTHER_COMPOUNDS for part in ("--code", code))
    english, korean = (run_korea(*line, *codes, "--lang", lang) for lang in ("en", "ko"))
    assert (english.code, korean.code) == (0, 0)
    assert "0.271\N{NO-BREAK SPACE}% of the 16.9 billion USD" in english.text
    assert "affected share unknown for 10 of 10 users" in english.text
    assert "169억 달러(2022년)의 0.271%" in korean.text
    assert "영향 비율 미상" in korean.text


def test_published_shares_add_up_for_every_row_and_year(reference_folder: Path) -> None:
    """The 25 rows of the Korean concordance on the regional accounts that users load; read, never copied."""
    pandas = pytest.importorskip("pandas")
    file = reference_folder / "korea" / "kr_grdp_province_industry_1985_2023.parquet"
    if not file.is_file():
        pytest.skip(f"no reference data: {file} is absent (users download it from Statistics Korea)")
    rows = korea().region_rows
    assert rows is not None
    table = pandas.read_parquet(file)
    nominal = table[(table["item"] == rows.measure) & (table["province"] != rows.national)]
    for year in (2000, 2010, 2015, 2020, 2023):
        of_year = nominal[nominal["year"] == year]
        wide = of_year.pivot_table(index="industry", columns="province", values="value", aggfunc="first")
        used = wide.loc[[one.row for one in rows.rows]]
        gap = (used.sum() - wide.loc["총부가가치(기초가격)"]).abs() / wide.loc["총부가가치(기초가격)"]
        assert float(gap.dropna().max()) < 1e-5, "the rows do not overlap and leave nothing out"
        if year == 2023:
            shares = {one.row: used.loc[one.row].to_dict() for one in rows.rows}
            found = allocate_to_regions(dict.fromkeys(rows.concordance, 1000.0), shares, rows.concordance)
            assert len(found.exact) == 17
            assert math.fsum(found.totals().values()) == pytest.approx(50_000, rel=1e-9)
