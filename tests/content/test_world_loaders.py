"""Further sources that users load: each layout on a small file constructed from documentation, and on reference data.

No line of the small files is a copy of a publisher's file: names of columns follow the documentation, numbers are made up.
"""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import Sources, check_expectations, read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import RefusedInputError
from gwanje.journal import open_journal

pytestmark = pytest.mark.korea

ROOT = Path(__file__).resolve().parents[2]
WORLD = ROOT / "src" / "gwanje_world"
REFERENCE = ROOT.parent / "shared" / "data" / "reference"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
LOADERS = {
    "un-comtrade", "baci-full-year", "gpr", "gscpi", "world-mining-data", "chokepoint-transits", "mofcom-notices",
}  # fmt: skip
LOOKED_UP = {"baci-countries", "hs1992", "hs2012", "hs2022"}
COMTRADE = (
    "typeCode,freqCode,refPeriodId,period,reporterISO,flowCode,partnerISO,partner2Code,classificationCode,cmdCode,"
    "customsCode,motCode,netWgt,primaryValue,isAggregate\n"
)


@pytest.fixture(scope="module")
def sources() -> Sources:
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    return read_sources(texts, ZoneInfo("Asia/Seoul"))


@pytest.fixture
def store(sources: Sources, tmp_path: Path):
    chosen = {key: sources[key] for key in sources if key in LOADERS | LOOKED_UP}
    with open_journal(tmp_path / "journal.sqlite") as journal:
        yield EvidenceStore(tmp_path / "evidence", journal, Sources(chosen, zone=sources.zone), (WORLD / "tables",))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def keep(store: EvidenceStore, path: Path, source: str, known: datetime = NOW):
    return store.load(path, source, known=known, evidence="constructed", taken=NOW)


def rows_of(store: EvidenceStore, table: str, known: datetime = NOW):
    store.build()
    with store.open_warehouse() as warehouse:
        told = warehouse.as_known(table, known)
        return [] if told is None else told.to_pyarrow().to_pylist()


@pytest.mark.parametrize(
    "key",
    sorted(LOADERS | {"kr-customs-monthly", "usgs-mcs", "eu-crm", "worldbank-prices", "wgi-six-dimensions"}),
)
def test_a_loader_never_run_against_the_publisher_says_so(key: str, sources: Sources) -> None:
    korean = (ROOT / "src" / "gwanje_korea" / "sources" / "kr-customs-monthly.yaml").read_text(encoding="utf-8")
    caveats = sources[key].caveats if key in sources else tuple(korean.splitlines())
    told = " ".join(caveats)
    assert "never run against the live publisher" in told
    assert "constructed from documentation" in told


def comtrade_row(**changed: str) -> str:
    cells = {
        "typeCode": "C", "freqCode": "M", "refPeriodId": "20260101", "period": "202601", "reporterISO": "CHN",
        "flowCode": "X", "partnerISO": "KOR", "partner2Code": "0", "classificationCode": "H6", "cmdCode": "250410",
        "customsCode": "C00", "motCode": "0", "netWgt": "1200.5", "primaryValue": "3400", "isAggregate": "True",
    }  # fmt: skip
    return ",".join((cells | changed).values()) + "\n"


def test_comtrade_by_month(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    text = COMTRADE + comtrade_row() + comtrade_row(partnerISO="W00", primaryValue="9999") + comtrade_row(
        partnerISO="JPN", netWgt="", flowCode="M", classificationCode="H5"
    )  # fmt: skip
    report = keep(store, written(tmp_path, "TradeData_11_24_2026.csv", text), "un-comtrade")
    assert any("column 'partnerISO' says W00 (world total)" in note for note in report.notes)
    assert "customs_monthly: 1 of 2 rows tell no mass_t" in report.notes
    korea, japan = sorted(rows_of(store, "customs_monthly"), key=lambda row: row["partner"], reverse=True)
    assert (korea["month"], korea["flow"], korea["item_vintage"], korea["mass_t"]) == (
        "2026-01",
        "export",
        2022,
        1.2005,
    )
    assert (japan["flow"], japan["item_vintage"], japan["mass_t"]) == ("import", 2017, None)


def test_comtrade_names_the_partners_that_no_list_has(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = written(tmp_path, "TradeData.csv", COMTRADE + comtrade_row(partnerISO="_X") + comtrade_row())
    assert "partner: 1 codes that no list has are kept as published: _X" in keep(store, path, "un-comtrade").notes


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"freqCode": "A"}, "Expected: 'M' in every row"),
        ({"motCode": "2100"}, "Expected: '0' in every row"),
        ({"classificationCode": "S4"}, "'S4' is not known"),
        ({"flowCode": "RX"}, "'RX' is not known"),
        ({"period": "2026"}, "a month written YYYYMM"),
    ],
)  # fmt: skip
def test_comtrade_of_another_kind_is_refused(store: EvidenceStore, tmp_path: Path, changed, said) -> None:
    """Constructed from documentation."""
    path = written(tmp_path, "TradeData.csv", COMTRADE + comtrade_row(**changed))
    with pytest.raises(RefusedInputError) as caught:
        keep(store, path, "un-comtrade")
    assert said.lower() in str(caught.value).lower()
    assert "TradeData.csv row 2 column" in str(caught.value)


BACI = "t,i,j,k,v,q\n2023,156,410,{code},1500.5,{mass}\n2023,842,410,250410,20,           NA\n"


def test_one_full_year_of_baci(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation: a later release of the year replaces it wholly, another year stays beside it."""
    first = BACI.format(code="10111", mass="2.5")
    keep(store, written(tmp_path, "BACI_HS92_Y2023_V202401b.csv", first), "baci-full-year", NOW.replace(month=1))
    other = "t,i,j,k,v,q\n2022,156,410,250410,7,1\n"
    keep(store, written(tmp_path, "BACI_HS92_Y2022_V202401b.csv", other), "baci-full-year", NOW.replace(month=2))
    later = "t,i,j,k,v,q\n2023,156,410,250410,30,4\n"
    keep(store, written(tmp_path, "BACI_HS92_Y2023_V202501.csv", later), "baci-full-year", NOW.replace(month=3))
    before = {
        (row["year"], row["exporter"], row["hs"]): row
        for row in rows_of(store, "trade_full_year", NOW.replace(month=2))
    }
    assert set(before) == {(2022, "CHN", "250410"), (2023, "CHN", "010111"), (2023, "USA", "250410")}
    assert before[2023, "CHN", "010111"]["import_value_usd"] == 1_500_500.0
    assert before[2023, "USA", "250410"]["import_mass_t"] is None
    after = {(row["year"], row["exporter"], row["hs"]) for row in rows_of(store, "trade_full_year")}
    assert after == {(2022, "CHN", "250410"), (2023, "CHN", "250410")}


def test_a_full_year_in_the_file_of_another_revision_is_refused(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = written(tmp_path, "BACI_HS92_Y2023_V202501.csv", BACI.format(code="850760", mass="1"))
    with pytest.raises(RefusedInputError, match="'850760' stands in vintage 2012, 2022 only"):
        keep(store, path, "baci-full-year")
    path = written(tmp_path, "BACI_HS22_Y2023_V202501.csv", BACI.format(code="850760", mass="1"))
    assert keep(store, path, "baci-full-year").rows == {"trade_full_year": 2}


def test_indices_are_read_by_month(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    risk = "month,GPR,GPRH,GPRC_KOR,var_name\n1950-06,,300.5,,GPR\n2026-01,120.25,110,0.5,\n"
    keep(store, written(tmp_path, "data_gpr_export.csv", risk), "gpr")
    pressure = "date,gscpi\n31-Jan-2026,-0.5\n28-Feb-2026,1.25\n"
    keep(store, written(tmp_path, "gscpi_data.csv", pressure), "gscpi")
    told = {(row["month"], row["series"]): row["index"] for row in rows_of(store, "geopolitical_risk")}
    assert told["1950-06", "GPR"] is None, "before its beginning an index is missing, not zero"
    assert (told["1950-06", "GPRH"], told["2026-01", "GPRC_KOR"]) == (300.5, 0.5)
    assert [row["pressure"] for row in rows_of(store, "supply_chain_pressure")] == [-0.5, 1.25]


def test_mining_transits_and_notices(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    mining = "mineral,country_iso3,country_code,country_name,year,production,unit,source_flag\nTestium (REO),CHN,156,China,2023,,t,r\n"
    keep(store, written(tmp_path, "world_mining_data.csv", mining), "world-mining-data")
    transits = (
        "date,year,month,day,portid,portname,n_container,n_dry_bulk,n_general_cargo,n_roro,n_tanker,n_cargo,n_total,"
        "capacity_container,capacity_dry_bulk,capacity_general_cargo,capacity_roro,capacity_tanker,capacity_cargo,"
        "capacity,ObjectId\n2026/03/01,2026,3,1,chokepoint6,Strait of Test,1,2,0,0,3,3,6,1,1,1,1,1,1,5000.5,1\n"
    )
    keep(store, written(tmp_path, "Daily_Chokepoints_Data.csv", transits), "chokepoint-transits")
    notices = "date,title,effective,url,file\n,Notice of a test,from the day of issue,http://notices.example/1,a.md\n"
    keep(store, written(tmp_path, "mofcom_notices.csv", notices), "mofcom-notices")
    (mined,) = rows_of(store, "mine_production")
    assert (mined["production"], mined["flag"]) == (None, "reported")
    (day,) = rows_of(store, "chokepoint_transits")
    assert (day["tankers"], day["all_ships"], day["capacity_t"]) == (3, 6, 5000.5)
    (notice,) = rows_of(store, "foreign_notices")
    assert (notice["posted_text"], notice["effective_text"]) == (None, "from the day of issue")


REFERENCE_FILES = {
    "gpr": ("governance/gpr_monthly_1900_2026.csv", "geopolitical_risk", 1516 * 48),
    "gscpi": ("governance/gscpi_monthly_1998_2026.csv", "supply_chain_pressure", 338),
    "world-mining-data": ("mining/world_mining_data_2018_2024.parquet", "mine_production", 13_678),
    "chokepoint-transits": ("chokepoints/warint_chokepoint_context.csv", "chokepoint_context", 8),
    "mofcom-notices": ("controls/china/cn_export_control_minerals_index.csv", "foreign_notices", 30),
}


@pytest.mark.reference
@pytest.mark.parametrize("key", sorted(REFERENCE_FILES))
def test_reference_data_load_whole(key: str, store: EvidenceStore) -> None:
    file, table, rows = REFERENCE_FILES[key]
    path = REFERENCE / file
    if not path.is_file():
        pytest.skip(f"no reference data: {path} is absent (users download it from the publisher)")
    assert keep(store, path, key).rows == {table: rows}
    store.build()
    with store.open_warehouse() as warehouse:
        failed = [
            result for result in check_expectations(warehouse, store.sources).results if result.status == "failed"
        ]
        assert failed == []


CHINA = """# constructed from documentation: the columns of a table derived from UN Comtrade, reporter China
reporter: CHN
month: {column: period_dt, form: YYYY-MM-DD}
item: {column: hs6, scheme: hs, vintage: 2017}
partner: {column: partner_name, list: own, codes: {CODES}}
flow: {constant: export}
value: {column: val, unit: USD}
mass: {column: qty, unit: kg}
state: {constant: confirmed}
ignore: {uv: "value by weight, computed"}
"""


@pytest.mark.reference
def test_reference_chinas_exports_by_month_through_a_mapping(sources: Sources, tmp_path: Path) -> None:
    """Korea's graphite of October to December 2023: cited beside the notice of 20 October and the control of 1 December."""
    path = REFERENCE / "trade_china" / "china_monthly_exports_hs6_partner_2017_2024.csv"
    if not path.is_file():
        pytest.skip(f"no reference data: {path} is absent (users download it from the publisher)")
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    names = sorted({line.rsplit(",", 4)[0].split(",", 1)[1].strip('"') for line in lines})
    codes = {name: f"X{number:02d}" for number, name in enumerate(names)} | {"South Korea": "KOR"}
    mapping = CHINA.replace("{CODES}", repr(codes))
    korean = (ROOT / "src" / "gwanje_korea" / "sources" / "kr-customs-monthly.yaml").read_text(encoding="utf-8")
    lists = (WORLD / "codes" / "iso2.yaml").read_text(encoding="utf-8")
    own = read_sources({"sources/a.yaml": korean, "codes/iso2.yaml": lists}, ZoneInfo("Asia/Seoul"))
    with open_journal(tmp_path / "journal.sqlite") as journal:
        store = EvidenceStore(tmp_path / "evidence", journal, own, ())
        report = store.load(
            path, "kr-customs-monthly", known=NOW, evidence="reference", taken=NOW, mapping=mapping, file="customs-file"
        )
        assert report.rows == {"customs_monthly": 6442}
        assert "item codes are not compared with a tree: none of HS 2017 is loaded" in report.notes
        told = [r for r in rows_of(store, "customs_monthly") if (r["partner"], r["item"]) == ("KOR", "250410")]
    by_month = {row["month"]: row for row in told}
    assert by_month["2023-10"]["mass_t"] == pytest.approx(2971, abs=0.5)
    assert by_month["2023-11"]["mass_t"] == pytest.approx(13885, abs=0.5)
    assert by_month["2023-12"]["value_usd"] == pytest.approx(2.0e6, rel=0.03)
