"""Every refusal names file, row and column, both sides and a remedy, and the warehouse before still answers."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.evidence import Sources
from gwanje.evidence.harmonise import harmonise
from gwanje.evidence.readers import read_raw
from gwanje.evidence.sources import FileSpec, TableSpec
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import RefusedInputError

from .conftest import LATER

NUMBERS = TableSpec.model_validate(
    {
        "name": "numbers",
        "file": "numbers",
        "about": "one number per key",
        "grain": ["key"],
        "columns": [
            {"name": "key", "from": "key", "type": "text", "unit": "name", "basis": "key", "vintage": "1"},
            {"name": "amount", "from": "amount", "type": "number", "unit": "t", "basis": "mass", "vintage": "1"},
        ],
    }
)


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("hs_vintage,value_k", "hs_vintage,value_kusd", "row 1", "Did you mean 'value_kusd'"),
        ("value_k,mass_t", "value_k,mass_t,colour", "row 2", "another number of cells"),
        ("value_k,mass_t", "value_k,value_k", "row 1 column 7", "stands twice in the header"),
        ("value_k,mass_t", "value_k,", "row 1 column 7", "has no name"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,1992,many,100", "column 'value_k'", "Found: 'many'"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,1992,NaN,100", "column 'value_k'", "Found: 'NaN'"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,1992,inf,100", "column 'value_k'", "Found: 'inf'"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,1992,,100", "column 'value_k'", "A value is missing"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,2022,500,100", "column 'hs_vintage'", "another vintage"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,850760,1992,500,100", "column 'hs'", "vintage 2022 only"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,999999,1992,500,100", "column 'hs'", "product code '999999'"),
        ("2026,20,10,280530,1992,500,100", "2019,20,10,280530,1992,500,100", "column 'year'", "2026 to 2030"),
        ("2026,20,10,280530,1992,500,100", "2026,77,10,280530,1992,500,100", "column 'exporter'", "partner code '77'"),
        ("2026,20,10,280530,1992,500,100", "2026.5,20,10,280530,1992,500,100", "column 'year'", "a whole number"),
        ("2026,20,10,280530,1992,500,100", '2026,20,10,280530,1992,"500,100', "row", "well-formed CSV"),
        ("2026,20,10,250410,1992,900,950", "2026,20,10,280530,1992,900,950", "nvl_trade.csv", "Rows repeat"),
        ("2026,20,10,280530,1992,500,100", "2026,20,10,280530,1992,5\x0000,100", "row", "NUL byte"),
    ],
)
def test_a_faulty_trade_file_is_refused_and_the_old_warehouse_answers(
    store: EvidenceStore, revised: Callable[..., Path], old: str, new: str, place: str, what: str
) -> None:
    store.build()
    vintages = store.snapshots()
    with pytest.raises(RefusedInputError) as refusal:
        store.load(revised(old, new), "nvl-trade", known=LATER, evidence="mail", taken=LATER)
    message = str(refusal.value)
    assert place in message
    assert what in message
    assert "nvl_trade.csv" in refusal.value.place
    assert refusal.value.remedy
    assert store.snapshots() == vintages
    assert store.build().was_skipped
    with store.open_warehouse() as warehouse:
        assert warehouse.row_counts()["trade"] == 52


def test_the_row_of_a_refusal_is_the_row_of_the_file(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    path = revised("2030,40,10,280530,1992,50,", "2030,40,10,280530,1992,fifty,")
    row = path.read_text().splitlines().index("2030,40,10,280530,1992,fifty,") + 1
    with pytest.raises(RefusedInputError) as refusal:
        store.load(path, "nvl-trade", known=LATER, evidence="mail", taken=LATER)
    assert refusal.value.place == f"nvl_trade.csv row {row} column 'value_k'"


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def read(path: Path, form: str, **layout: object) -> pa.Table:
    return harmonise(read_raw(path, FileSpec(name=path.name, format=form, **layout)), NUMBERS, {}).table


def test_parquet_whole_and_cut_at_every_length(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", key=["a", "b"], amount=[1.5, 2.0])
    assert read(path, "parquet").to_pylist() == [{"key": "a", "amount": 1.5}, {"key": "b", "amount": 2.0}]
    whole = path.read_bytes()
    for length in range(1, len(whole), 37):
        path.write_bytes(whole[:length])
        with pytest.raises(RefusedInputError, match="cut off or damaged"):
            read(path, "parquet")


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"key": ["a"], "amount": ["one"]}, "Text stands in the number column 'amount'"),
        ({"key": [1], "amount": [1.0]}, "another type than declared"),
        ({"key": ["a", "b"], "amount": [1.0, float("nan")]}, "row 2 column 'amount'"),
        ({"key": ["a"], "amount": [float("-inf")]}, "NaN or infinite"),
        ({"key": ["a"], "amount": [True]}, "another type than declared"),
        ({"key": ["a"], "amount": [None]}, "another type than declared"),
        ({"key": ["a"], "amont": [1.0]}, "Did you mean 'amont'"),
        ({"key": ["a"], "amount": [1.0], "extra": [1]}, "The column 'extra' is not known"),
    ],
)
def test_parquet_refusals(tmp_path: Path, columns: dict[str, object], what: str) -> None:
    with pytest.raises(RefusedInputError, match=what):
        read(parquet(tmp_path / "a.parquet", **columns), "parquet")


def test_csv_encoding_fault_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("key,amount\nCôte,1\n".encode("cp1252"))
    with pytest.raises(RefusedInputError, match="row 2") as refusal:
        read(path, "csv")
    assert "byte 0xF4" in str(refusal.value)
    assert read(path, "csv", encoding="cp1252")["key"].to_pylist() == ["Côte"]


def test_csv_separator_byte_order_mark_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfkey;amount\n"two\nlines";2\n')
    assert read(path, "csv", separator=";").to_pylist() == [{"key": "two\nlines", "amount": 2.0}]


def test_gzip_bomb_and_cut_gzip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"key,amount\n" + b"a,1\n" * 2_000_000))
    with pytest.raises(RefusedInputError, match="unpacks to more than is allowed"):
        read(path, "csv")
    path.write_bytes(gzip.compress(b"key,amount\na,1\n")[:-6])
    with pytest.raises(RefusedInputError, match="cut off or damaged"):
        read(path, "csv")


def workbook(path: Path, rows: list[list[object]], sheet: str = "data") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_xlsx_values_formulas_and_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Title"], ["key", "amount"], ["a", 1.5], ["b", 2]])
    rows = read(path, "xlsx", sheet="data", header_row=2).to_pylist()
    assert rows == [{"key": "a", "amount": 1.5}, {"key": "b", "amount": 2.0}]
    with pytest.raises(RefusedInputError, match="has no sheet 'other'"):
        read(path, "xlsx", sheet="other")
    formula = workbook(tmp_path / "b.xlsx", [["key", "amount"], ["a", "=1+1"]])
    with pytest.raises(RefusedInputError, match="row 2 column 2"):
        read(formula, "xlsx", sheet="data")


def test_xlsx_zip_bomb_and_cut_file_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["key", "amount"], ["a", 1]])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RefusedInputError, match="cut off or damaged"):
        read(path, "xlsx", sheet="data")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(RefusedInputError, match="zip bomb"):
        read(path, "xlsx", sheet="data")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"rows": [{"key": "a", "amount": 1.25}]}', ""),
        ('{"rows": [{"key": "a", "key": "b", "amount": 1}]}', "The key 'key' stands twice"),
        ('{"rows": [{"key": "a", "amount": NaN}]}', "NaN or infinite"),
        ('{"rows": [{"key": "a", "amount": {"t": 1}}]}', "A value is nested"),
        ('{"rows": [{"key": "a", "amount": 1}', "not valid JSON"),
        ('{"data": []}', "has no 'rows'"),
        ('{"rows": ' + "[" * 100_000, "nested too deeply|not valid JSON"),
    ],
)
def test_json(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    if not what:
        assert read(path, "json", records_at="rows").to_pylist() == [{"key": "a", "amount": 1.25}]
        return
    with pytest.raises(RefusedInputError, match=what):
        read(path, "json", records_at="rows")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<d><row><key>a</key><amount>1.25</amount></row></d>", ""),
        ("<d><row><key>a</key><amount>1.25</row></d>", "not well-formed XML"),
        ('<!DOCTYPE d [<!ENTITY x "9">]><d><row><key>a</key><amount>&x;</amount></row></d>', "document type"),
        (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><row><key>&x;</key><amount>1</amount></row></d>',
            "document type",
        ),
        ("<d><row><key>a</key><key>b</key><amount>1</amount></row></d>", "stands twice"),
        ("<d><line/></d>", "has no element 'row'"),
    ],
)
def test_xml(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)
    if not what:
        assert read(path, "xml", records_at="row").to_pylist() == [{"key": "a", "amount": 1.25}]
        return
    with pytest.raises(RefusedInputError, match=what):
        read(path, "xml", records_at="row")


def test_too_large_and_empty_files(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,amount\na,1\n")
    with pytest.raises(RefusedInputError, match="at most 5 bytes"):
        read(path, "csv", max_bytes=5)
    path.write_text("")
    with pytest.raises(RefusedInputError, match="The file is empty"):
        read(path, "csv")
    with pytest.raises(RefusedInputError, match="cannot be opened"):
        read(tmp_path / "absent.csv", "csv")


def test_withheld_is_not_zero(tmp_path: Path) -> None:
    """Constructed from documentation: words that stand for no number, thousands commas, bounds."""
    path = tmp_path / "a.csv"
    path.write_text('key,amount\na,W\nb,"1,234"\nc,>95\nd,0\n')
    data = json.loads(NUMBERS.model_dump_json(by_alias=True))
    words = {"words": {"W": "withheld"}, "thousands": ",", "otherwise": "keep", "text_column": "as_text"}
    data["columns"][1] |= words
    made = harmonise(read_raw(path, FileSpec(name="a.csv", format="csv")), TableSpec.model_validate(data), {})
    assert made.table["amount"].to_pylist() == [None, 1234.0, None, 0.0]
    assert made.table["as_text"].to_pylist() == ["W", "1,234", ">95", "0"]
    assert made.notes == ("amount: 1 x 'W' (withheld)", "amount: 1 x 'other text' (kept as text, no number)")


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_keep_every_digit(tmp_path_factory: pytest.TempPathFactory, rows: list[float]) -> None:
    folder = tmp_path_factory.mktemp("digits")
    (folder / "a.csv").write_text("key,amount\n" + "".join(f"{i},{v!r}\n" for i, v in enumerate(rows)))
    (folder / "a.json").write_text(json.dumps([{"key": str(i), "amount": v} for i, v in enumerate(rows)]))
    assert read(folder / "a.csv", "csv")["amount"].to_pylist() == rows
    assert read(folder / "a.json", "json")["amount"].to_pylist() == rows


@settings(max_examples=150, deadline=None)
@given(data=st.binary(min_size=1, max_size=400), form=st.sampled_from(["csv", "parquet", "xlsx", "json", "xml"]))
def test_any_bytes_are_refused_or_read_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, form: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"a.{form}"
    path.write_bytes(data)
    refusal = None
    try:
        read(path, form, sheet="data", records_at="row")
    except RefusedInputError as fault:
        refusal = fault
    assert refusal is None or (path.name in refusal.place and refusal.remedy)


def test_the_sources_of_neverland_feed_the_contract_tables(sources: Sources) -> None:
    assert set(sources.table_names()) >= {"trade", "trade_countries", "hs_tree", "icio_flows", "icio_nodes"}
