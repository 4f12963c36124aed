"""The packaged world tables: hashes, sizes, attributions, and every check value of their documentation."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import (
    Countries,
    Sources,
    catalogue,
    check_expectations,
    lineage,
    read_sources,
    staleness,
)
from gwanje.evidence.fetch import fetch
from gwanje.evidence.store import EvidenceStore, Warehouse
from gwanje.journal import open_journal

pytestmark = pytest.mark.korea

ROOT = Path(__file__).resolve().parents[2]
WORLD = ROOT / "src" / "gwanje_world"
REFERENCE = ROOT.parent / "shared" / "data" / "reference"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@contextmanager
def loopback(pages: Mapping[str, bytes]) -> Iterator[str]:
    """A publisher on this machine's loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = pages[self.path]
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def sources() -> Sources:
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    return read_sources(texts, ZoneInfo("Asia/Seoul"))


@pytest.fixture(scope="module")
def store(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvidenceStore]:
    folder = tmp_path_factory.mktemp("world")
    with open_journal(folder / "journal.sqlite") as journal:
        yield EvidenceStore(folder / "evidence", journal, sources, (WORLD / "tables",))


@pytest.fixture(scope="module")
def warehouse(store: EvidenceStore) -> Iterator[Warehouse]:
    store.build()
    with store.open_warehouse() as opened:
        yield opened


def test_embedded_files_are_the_declared_bytes(sources: Sources) -> None:
    declared = {f.name: f for key in sources if sources[key].embedded for f in sources[key].files}
    present = {p.name: p for p in (WORLD / "tables").iterdir()}
    assert set(declared) == set(present)
    for name, path in present.items():
        data = path.read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (declared[name].sha256, declared[name].bytes)
    assert sum(p.stat().st_size for p in present.values()) <= 30_000_000


def test_notice_attributes_every_embedded_source(sources: Sources) -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    for key in sources:
        source = sources[key]
        if source.embedded:
            assert source.attribution.split(";")[0] in notice
            assert all(file.name in notice for file in source.files)


def test_every_expectation_with_data_passes(warehouse: Warehouse, sources: Sources) -> None:
    summary = check_expectations(warehouse, sources)
    assert [r for r in summary.results if r.status == "failed"] == []
    assert summary.count("passed") == 54
    unchecked = {r.source for r in summary.results if r.status == "not checkable"}
    assert unchecked == {key for key in sources if not sources[key].embedded}, "all that users load, nothing else"


@pytest.mark.parametrize(
    ("code", "year", "supplier", "by_value", "by_mass"),
    [
        ("280530", 2024, "CHN", 0.802, 0.794),
        ("280530", 2023, "CHN", 0.865, None),
        ("284690", 2024, "CHN", 0.609, 0.922),
        ("250410", 2024, "CHN", 0.932, 0.972),
        ("270900", 2024, "SAU", 0.348, None),
        ("270900", 2024, "USA", 0.168, None),
    ],
)
def test_korean_suppliers(
    warehouse: Warehouse, code: str, year: int, supplier: str, by_value: float, by_mass: float | None
) -> None:
    trade = warehouse.as_known("trade", NOW)
    rows = trade.filter((trade.importer == "KOR") & (trade.hs == code) & (trade.year == year)).to_pyarrow().to_pylist()
    value = sum(r["import_value_usd"] for r in rows if r["exporter"] == supplier)
    assert value / sum(r["import_value_usd"] for r in rows) == pytest.approx(by_value, abs=0.0005)
    if by_mass is not None:
        with_mass = [r for r in rows if r["import_mass_t"] is not None]
        mass = sum(r["import_mass_t"] for r in with_mass if r["exporter"] == supplier)
        assert mass / sum(r["import_mass_t"] for r in with_mass) == pytest.approx(by_mass, abs=0.0005)


def test_not_known_before_the_slice_was_public(warehouse: Warehouse) -> None:
    assert warehouse.as_known("trade", datetime(2026, 7, 14, tzinfo=ZoneInfo("Asia/Seoul"))) is None
    assert warehouse.first_known("trade") == datetime(2026, 7, 15, tzinfo=ZoneInfo("Asia/Seoul"))
    assert warehouse.as_known("trade", datetime(2026, 7, 15, tzinfo=ZoneInfo("Asia/Seoul"))) is not None


def test_korea_in_the_input_output_table(warehouse: Warehouse) -> None:
    nodes, flows = warehouse.table("icio_nodes"), warehouse.table("icio_flows")
    country = nodes.select("node", "country")
    joined = flows.join(country.rename(supplier="country", supplier_node="node"), "supplier_node")
    joined = joined.join(country.rename(user="country", user_node="node"), "user_node")
    korea = joined.filter((joined.user == "KOR") & (joined.supplier != "KOR"))
    by_supplier = korea.group_by("supplier").aggregate(musd=korea.flow_musd.sum()).to_pyarrow().to_pylist()
    total = sum(row["musd"] for row in by_supplier)
    shares = {row["supplier"]: row["musd"] / total for row in by_supplier}
    assert total == pytest.approx(554_100, rel=0.0005)
    found = [round(shares[c], 3) for c in ("CHN", "USA", "JPN", "SAU", "AUS")]
    assert found == [0.225, 0.124, 0.075, 0.068, 0.063]


def test_unverified_and_not_hs_rows_say_so(warehouse: Warehouse) -> None:
    stability = warehouse.table("political_stability")
    unverified = stability.filter(stability.status == "unverified").country.to_pyarrow().to_pylist()
    assert set(unverified) == {"NCL", "PYF"}
    tree = warehouse.table("hs_tree")
    not_hs = set(tree.filter(tree.status == "not HS").code.to_pyarrow().to_pylist())
    assert not_hs == {"XXXX", "XXXXXX", "9999AA"}


def test_taiwan_under_both_codes(warehouse: Warehouse) -> None:
    countries = Countries.read({"countries.yaml": (WORLD / "countries.yaml").read_text(encoding="utf-8")})
    assert countries.codes_for("TWN") == ("TWN", "S19")
    codes = set(warehouse.table("trade_countries").country.to_pyarrow().to_pylist())
    assert all(code in countries for code in codes)
    assert {twin for c in ("BEL", "DEU", "SDN") for twin in (t.number for t in countries.get(c).twins)} == {
        58,
        280,
        736,
    }


def test_lineage_catalogue_and_staleness(warehouse: Warehouse, sources: Sources) -> None:
    (step,) = lineage("trade.import_value_usd", sources, warehouse)
    assert step.sha256 == "c2f350e9cd616de20c7aecc5b43126dd6ae11181960a000d6c526576e9b7a48a"
    assert (step.licence, step.attribution) == ("Etalab Open Licence 2.0", "CEPII, BACI")
    assert all(column.unit and all(column.vintage) for column in catalogue(sources))
    states = {staleness(sources[s.source], s.known, NOW).state for s in warehouse.snapshots()}
    assert states == {"not computable"}


FETCHED = {
    "usgs-mcs": {"MCS2026_Commodities_Data.csv": "minerals/usgs_mcs2026_commodities_data.csv"},
    "worldbank-prices": {
        "worldbank_pinksheet_monthly_1960_2026.csv": "prices/worldbank_pinksheet_monthly_1960_2026.csv",
        "worldbank_pinksheet_units.csv": "prices/worldbank_pinksheet_units.csv",
    },
    "eu-crm": {
        name: f"minerals/eu_crm/{name}"
        for name in (
            "dimension_CRMsOverTime.csv",
            "dimension_ScreenedMatGroupings.csv",
            "fact_EUSupplyShares_t.csv",
            "fact_GlobalSupplyShares_t.csv",
            "fact_MaterialUseShares.csv",
        )
    },
}
ROWS = {"mineral_statistics": 8886, "commodity_prices": 797 * 71, "commodity_price_units": 71, "crm_scores": 355}
ROWS |= {"crm_groups": 90, "crm_eu_supply": 907, "crm_global_supply": 2561, "crm_uses": 339}


@pytest.mark.reference
def test_fetch_load_and_check_from_a_loopback_publisher(sources: Sources, tmp_path: Path) -> None:
    for file in (name for files in FETCHED.values() for name in files.values()):
        if not (REFERENCE / file).is_file():
            pytest.skip(f"no reference data: {REFERENCE / file} is absent (users download it from the publisher)")
    pages = {f"/{k}/{n}": (REFERENCE / f).read_bytes() for k, files in FETCHED.items() for n, f in files.items()}
    with loopback(pages) as address, open_journal(tmp_path / "journal.sqlite") as journal:
        store = EvidenceStore(tmp_path / "evidence", journal, sources, ())
        bare = Sources({key: sources[key] for key in FETCHED})
        store.sources = bare
        for key, files in FETCHED.items():
            for got in fetch(sources[key], tmp_path / "downloads", address=address, only=tuple(files)):
                assert got.sha256 == hashlib.sha256(pages[f"/{key}/{got.file}"]).hexdigest()
                store.load(got.path, key, known=NOW, evidence="downloaded", taken=NOW, file=got.file, origin=got.origin)
        assert store.build().rows == ROWS
        with store.open_warehouse() as warehouse:
            summary = check_expectations(warehouse, bare)
            assert (summary.count("passed"), summary.count("failed")) == (12, 0)
            values = warehouse.table("mineral_statistics")
            withheld = values.filter(values.value_text == "W")
            assert withheld.count().to_pyarrow().as_py() == 224
            assert withheld.value.notnull().sum().to_pyarrow().as_py() in {0, None}
