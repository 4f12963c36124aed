"""The layouts of sources that are loaded, not shipped, on small files constructed from documentation.

No line of these files is a copy of a publisher's file: names of columns follow the documentation, numbers are made up.
"""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from gwanje.evidence import Sources, read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import RefusedInputError
from gwanje.journal import open_journal

pytestmark = pytest.mark.korea

WORLD = Path(__file__).resolve().parents[2] / "src" / "gwanje_world"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
USGS_HEADER = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes\n"
)


@pytest.fixture(scope="module")
def sources() -> Sources:
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    return read_sources(texts, ZoneInfo("Asia/Seoul"))


@pytest.fixture
def store(sources: Sources, tmp_path: Path):
    loadable = {key: sources[key] for key in sources if not sources[key].embedded}
    with open_journal(tmp_path / "journal.sqlite") as journal:
        yield EvidenceStore(tmp_path / "evidence", journal, Sources(loadable), ())


def rows_of(store: EvidenceStore, table: str, *columns: str) -> list[tuple[object, ...]]:
    store.build()
    with store.open_warehouse() as warehouse:
        found = warehouse.table(table).select(*columns).to_pyarrow().to_pylist()
    return [tuple(row[column] for column in columns) for row in found]


def test_usgs_words_stay_words(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = tmp_path / "MCS2026_Commodities_Data.csv"
    cells = ['"1,234"', "W", "NA", ">95", "—", "12.5", ""]
    lines = [f"TESTIUM,Section–One,Testium,Nowhere,Production,Mine,metric tons,2025,{cell},,No,\n" for cell in cells]
    path.write_bytes((USGS_HEADER + "".join(lines)).encode("cp1252"))
    store.load(path, "usgs-mcs", known=NOW, evidence="constructed", taken=NOW)
    found = rows_of(store, "mineral_statistics", "file_row", "value", "value_text")
    assert found == [
        (2, 1234.0, "1,234"),
        (3, None, "W"),
        (4, None, "NA"),
        (5, None, ">95"),
        (6, None, "—"),
        (7, 12.5, "12.5"),
        (8, None, None),
    ]


def test_usgs_in_another_encoding_is_refused(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = tmp_path / "MCS2026_Commodities_Data.csv"
    path.write_bytes((USGS_HEADER.replace("Unit", "Units")).encode("cp1252"))
    with pytest.raises(RefusedInputError, match="Did you mean 'Units'"):
        store.load(path, "usgs-mcs", known=NOW, evidence="constructed", taken=NOW)


def test_pink_sheet_workbook(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation: four rows of titles, names in row 5, units in row 6."""
    book = openpyxl.Workbook()
    book.active.title = "Monthly Prices"
    for row in (
        ["World Bank Commodity Price Data"],
        ["monthly prices"],
        ["constructed from documentation"],
        ["note"],
        [None, "Testium, world", "Otherium"],
        [None, "($/mt)", "($/kg)"],
        ["1960M01", 1.5, "…"],
        ["1960M02", "…", 2],
    ):
        book.active.append(row)
    path = tmp_path / "CMO-Historical-Data-Monthly.xlsx"
    book.save(path)
    store.load(path, "worldbank-prices", known=NOW, evidence="constructed", taken=NOW)
    assert rows_of(store, "commodity_prices", "month", "series", "price", "price_text") == [
        ("1960M01", "Testium, world", 1.5, "1.5"),
        ("1960M01", "Otherium", None, "…"),
        ("1960M02", "Testium, world", None, "…"),
        ("1960M02", "Otherium", 2.0, "2"),
    ]


def test_a_wide_refusal_points_into_the_wide_file(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = tmp_path / "worldbank_pinksheet_monthly_1960_2026.csv"
    path.write_text("month,Testium,Otherium\n1960M01,1,2\n1960M02,3,many\n", encoding="utf-8")
    with pytest.raises(RefusedInputError) as refusal:
        store.load(path, "worldbank-prices", known=NOW, evidence="constructed", taken=NOW)
    assert refusal.value.place == f"{path.name} row 3 column 'Otherium'"


def test_eu_shares_and_bounds(store: EvidenceStore, tmp_path: Path) -> None:
    """Constructed from documentation."""
    path = tmp_path / "fact_EUSupplyShares_t.csv"
    path.write_text("Material,Stage,Country,Share,t\nTestium,E,Nowhere,4%,0.8\nTestium,P,Elsewhere,<0.1%,1.0\n")
    store.load(path, "eu-crm", known=NOW, evidence="constructed", taken=NOW)
    assert rows_of(store, "crm_eu_supply", "country_name", "share", "share_text") == [
        ("Nowhere", 4.0, "4%"),
        ("Elsewhere", None, "<0.1%"),
    ]
