"""Criticality on the packaged content: without data a remedy, with the publishers' tables the figures that were promised.

The tables are read from ../shared/data/reference; where one is absent the test is skipped and names the file.
"""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from gwanje.answers.criticality import criticality
from gwanje.assembly import Settings, open_tower
from gwanje.foundation.instants import AsOf
from gwanje.watch.criticality import AREA_NAMES_FILE, CriticalityContent
from towers import copied, korea, run_korea, world_home

pytestmark = pytest.mark.korea

KNOWN = datetime(2026, 11, 20, tzinfo=UTC)
NOW = AsOf(datetime(2026, 11, 26, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC))
FILES = {
    "eu-crm": tuple(
        f"minerals/eu_crm/{name}.csv"
        for name in ("dimension_CRMsOverTime", "fact_EUSupplyShares_t", "fact_GlobalSupplyShares_t", "fact_MaterialUseShares")
    ),
    "usgs-mcs": ("minerals/usgs_mcs2026_commodities_data.csv",),
    "wgi-six-dimensions": ("governance/wgi_six_dimensions_1996_2022.parquet",),
    "world-mining-data": ("mining/world_mining_data_2018_2024.parquet",),
}  # fmt: skip
NAMED = {
    "usgs-mcs": "MCS2026_Commodities_Data.csv",
    "world-mining-data": "world_mining_data.parquet",
}
OUTSIDE = ("Arsenic", "Beryllium", "Gallium", "Hafnium", "HREEs", "Kaolin clay", "Phosphorus", "Scandium", "Xenon")
EIGHT = {"natural-graphite", "rare-earths", "cobalt", "lithium", "nickel", "tungsten", "antimony", "manganese"}


@pytest.fixture(scope="module")
def loaded(reference_folder: Path, tmp_path_factory: pytest.TempPathFactory):
    tower = open_tower(Settings(home=copied(world_home(), tmp_path_factory.mktemp("criticality"))))
    for source, files in FILES.items():
        for file in files:
            path = reference_folder / file
            if not path.is_file():
                pytest.skip(f"no reference data: {path} is absent (users download it from the publisher)")
            tower.evidence.load(path, source, known=KNOWN, evidence="test", taken=KNOWN, file=NAMED.get(source))
    return tower


@pytest.fixture(scope="module")
def study(loaded):
    return criticality(loaded, NOW, scheme="eu")


def test_without_data_nothing_is_seen_and_the_remedy_stands_there():
    for scheme, source in (("eu", "eu-crm"), ("usgs", "usgs-mcs"), ("geopolrisk", "world-mining-data")):
        found = run_korea("watch", "criticality", "--all", "--scheme", scheme, "--format", "json")
        assert (found.code, found.err) == (0, "")
        answer = found.json()
        assert (answer["status"], answer["sources"]) == ("no_data", [] if scheme != "geopolrisk" else answer["sources"])
        assert source in " ".join(one["remedy"] for one in answer["missing"])
        assert answer["reason"]["en"].startswith("not seen: no data")


def test_structure_without_loaded_tables_says_what_it_did_not_see():
    found = run_korea("watch", "criticality", "--item", "natural-graphite", "--lang", "ko")
    assert found.code == 0
    assert "단일 공급원" in found.text
    assert "gwanje data fetch usgs-mcs" in found.text
    answer = run_korea("watch", "criticality", "--item", "natural-graphite", "--format", "json").json()
    features = {one["feature"]: one for one in answer["items"][0]["features"]}
    assert features["leader_share_mass"]["met"] is True
    assert features["single_producer"]["met"] is None
    assert features["single_producer"]["value"] is None


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 2),
        (("--all", "--item", "lithium"), 2),
        (("--material", "unobtanium"), 2),
        (("--all", "--year", "2023"), 2),
        (("--all", "--importer", "JPN"), 2),
    ],
)
def test_what_is_not_one_question_is_refused(options, code):
    assert run_korea("watch", "criticality", "--scheme", "eu", *options).code == code


def test_content_is_whole():
    content = CriticalityContent.read(korea().indicator_texts)
    assert {one.item for found in content.of_items.values() for one in found} <= {item.key for item in korea().items}
    scored = [one.eu.scored for one in content.materials.values() if one.eu]
    assert len(scored) == len(set(scored)) == 71
    assert {
        key for key, one in content.materials.items() if one.usgs and one.usgs.measure == "Mine production"
    } == EIGHT


def test_hhi_for_every_scored_material(study):
    counts = study.counts
    assert (counts.materials, counts.assessed, counts.with_concentration) == (71, 70, 70)
    assert counts.without_concentration == ("Bauxite",)


def test_both_thresholds_are_reached_by_the_list_of_34_but_for_two(study):
    """The list of 2023 holds 34 materials; copper and nickel stand on it as strategic ones, below the threshold of SR."""
    assert len(study.counts.critical) == 32
    assert not {"Copper", "Nickel"} & set(study.counts.critical)


def test_importance_for_41_of_71_and_the_element_groups(study):
    counts = study.counts
    assert len(counts.with_importance) == 41
    assert counts.groups_with_importance == ("HREEs", "LREEs", "PGMs")
    assert len(counts.without_importance) == 27
    assert (len(counts.ratio_above_one), len(counts.ratio_perhaps_above_one)) == (35, 6)
    assert counts.ratio_not_above_one == ("Aggregates", "Fluorspar", "Selenium")


def test_the_honesty_figure(study):
    counts = study.counts
    assert counts.implied_factors == 70
    assert set(counts.outside) == set(OUTSIDE)
    assert counts.share_outside == pytest.approx(9 / 70)
    assert len(counts.perhaps_outside) == 20
    assert len(counts.outside_even_if_rounded) == 6
    assert all(len(one.not_published) == 4 for one in study.materials)


def test_names_of_countries_go_through_the_alias_table(study):
    content = CriticalityContent.read(korea().indicator_texts)
    assert study.counts.names_failing_as_written == len(content.areas.names) == 23, AREA_NAMES_FILE
    assert study.counts.names_unmatched == ()


def test_world_concentration_against_a_calculation_of_its_own(study, reference_folder: Path):
    """The same sum in a data frame, from the files themselves, for materials whose shares are all exact."""
    aliases = {one.name: one.stands_for for one in CriticalityContent.read(korea().indicator_texts).areas.names}
    governance = pd.read_parquet(reference_folder / FILES["wgi-six-dimensions"][0])
    estimates = governance[governance["year"] == 2021].groupby("country_name")["estimate"].mean().astype(float)
    rows = pd.read_csv(reference_folder / "minerals/eu_crm/fact_GlobalSupplyShares_t.csv")
    rows["wgi"] = (2.5 - rows["Country"].replace(aliases).map(estimates)) * 2
    compared = 0
    for one in study.materials:
        for part in one.concentrations:
            mine = rows[(rows["Material"] == one.material) & (rows["Stage"] == part.stage[0].upper())]
            if part.scope == "world" and len(mine) and mine["Share"].str.fullmatch(r"[\d.]+%").all():
                share = mine["Share"].str.rstrip("%").astype(float) / 100
                assert part.value.low == pytest.approx((share**2 * mine["wgi"] * mine["t"]).sum(), rel=1e-6), (
                    one.material
                )
                compared += 1
    assert compared >= 20


def test_importance_of_one_material_by_hand(study):
    aggregates = next(one for one in study.materials if one.material == "Aggregates")
    assert aggregates.importance.before_substitution.low == pytest.approx(10 * 64990 / 204200)


def test_shares_that_are_bounds_stay_bounds(study):
    silicon = next(one for one in study.materials if one.material == "Silicon metal")
    eu = next(part for part in silicon.concentrations if part.scope == "eu")
    assert eu.gaps == ("Germany",), "its share is printed without a sign and is not guessed"
    assert eu.value.low < eu.value.high


def test_eight_minerals_of_the_summaries(loaded):
    answer = criticality(loaded, NOW, scheme="usgs")
    found = {one.material: one for one in answer.minerals}
    assert set(found) == EIGHT | {"gallium"}
    told = {
        key: (round(one.years[1].hhi_named_only, 3), one.years[1].leader, one.years[1].is_bounded)
        for key, one in found.items()
        if key in EIGHT
    }
    assert told == {
        "natural-graphite": (0.676, "China", True), "rare-earths": (0.519, "China", True),
        "cobalt": (0.577, "Congo (Kinshasa)", True), "lithium": (0.235, "Australia", False),
        "nickel": (0.405, "Indonesia", True), "tungsten": (0.678, "China", True),
        "antimony": (0.264, "China", True), "manganese": (0.238, "South Africa", True),
    }  # fmt: skip
    lithium = found["lithium"]
    assert [year.not_told for year in lithium.years] == [{"United States": "withheld"}] * 2
    assert lithium.years[0].hhi.high == 1.0
    assert [(one.text, one.percent.low, one.percent.high) for one in lithium.us_net_import_reliance] == [
        (">50", 50, 100)
    ]
    exporter = [one for one in found["rare-earths"].us_net_import_reliance if one.word == "net_exporter"]
    assert [one.percent for one in exporter] == [None]


def test_geopolrisk_by_hand_and_undefined_elsewhere(loaded, reference_folder: Path):
    answer = criticality(loaded, NOW, scheme="geopolrisk", material="rare-earths", years=(2017, 2023, 2025))
    years = {year.year: year for year in answer.materials[0].years}
    assert [years[year].status for year in (2017, 2025)] == ["not_computable"] * 2
    assert "no production data of that year (there is 2018-2024)" in years[2017].reason.en
    assert years[2017].score is None
    mining = pd.read_parquet(reference_folder / FILES["world-mining-data"][0])
    mine = mining[(mining["mineral"] == "Rare Earths (REO)") & (mining["year"] == 2023)]["production"].dropna()
    assert years[2023].hhi_production_told == pytest.approx(float((mine**2).sum() / mine.sum() ** 2))
    assert years[2023].score_told.low == pytest.approx(years[2023].hhi_production_told * years[2023].import_risk.low)
    assert "own_production_not_listed" in years[2023].flags


def test_gallium_has_production_but_no_trade(loaded):
    answer = criticality(loaded, NOW, scheme="geopolrisk", item="gallium")
    assert {year.status for year in answer.materials[0].years} == {"not_computable"}
    item = criticality(loaded, NOW, scheme="structure", item="gallium").items[0]
    assert (item.status, item.word, item.reading) == ("no_data", "not computable", "not computable")
    assert {one.feature for one in item.features if one.met} == {"single_producer", "eu_critical"}


def test_a_producer_that_is_not_told_may_be_the_largest(loaded):
    item = criticality(loaded, NOW, scheme="structure", item="lithium-carbonate").items[0]
    single = next(one for one in item.features if one.feature == "single_producer")
    assert (single.met, single.value.high) == (None, 1.0)
    assert "the cut-off lies within its bounds" in single.reason.en


def test_before_it_was_loaded_it_is_not_yet_known(loaded):
    early = AsOf(NOW.valid, datetime(2026, 11, 1, tzinfo=UTC))
    assert criticality(loaded, early, scheme="eu").status == "not_yet_known"
    assert criticality(loaded, early, scheme="usgs").status == "not_yet_known"


def test_nothing_is_called_diversified_on_value_alone(loaded):
    answer = criticality(loaded, NOW, scheme="structure", item="rare-earth-compounds")
    item = answer.items[0]
    assert (item.reading_by_value, item.reading_by_mass) == ("diversified", "diversifiable")
    assert item.reading == "differs by value and mass"


def test_geopolrisk_of_a_code_that_only_a_whole_year_has(reference_folder: Path, tmp_path: Path):
    """Gallium is not in the slice; constructed from documentation, a whole year tells its imports and nothing else does."""
    path = tmp_path / "BACI_HS92_Y2022_V202601.csv"
    path.write_text("t,i,j,k,v,q\n2022,156,410,811291,300,10\n2022,392,410,811291,100,30\n", encoding="utf-8")
    tower = open_tower(Settings(home=copied(world_home(), tmp_path)))
    for source, file in (
        ("baci-full-year", path),
        *((one, reference_folder / FILES[one][0]) for one in ("wgi-six-dimensions", "world-mining-data")),
    ):
        if not file.is_file():
            pytest.skip(f"no reference data: {file} is absent (users download it from the publisher)")
        tower.evidence.load(file, source, known=KNOWN, evidence="test", taken=KNOWN, file=NAMED.get(source))
    answer = criticality(tower, NOW, scheme="geopolrisk", item="gallium", years=(2021, 2022))
    years = {year.year: year for year in answer.materials[0].years}
    assert (years[2021].status, years[2022].status) == ("not_computable", "ok"), years[2022].reason.en
    assert (years[2022].trade_table, years[2022].imports_t) == ("trade_full_year", 40.0)
    assert years[2022].unit_price_usd_kg == pytest.approx(400_000 / 40 / 1000)
    assert "baci-full-year" in {note.id for note in answer.sources}
