"""The commands that change what is held, on a state of their own: fetch, load, check, pack and unpack."""

import csv
import io
import json
import shutil
import sqlite3

import pytest

from towers import NEVERLAND, content_copy, copied, neverland_home, run

TRADE = NEVERLAND / "tables" / "nvl_trade.csv"


@pytest.fixture
def home(tmp_path):
    return copied(neverland_home(), tmp_path)


def revised(folder, old="2026,20,10,811230,1992,40,2", new="2026,20,10,811230,1992,44,2"):
    text = TRADE.read_text(encoding="utf-8")
    assert old in text
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "nvl_trade.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def moonstone(home, *options):
    asked = ("watch", "dependence", "--item", "hs1992:811230", "--year", "2026", "--format", "json")
    return run(*asked, *options, home=home).json()["years"][0]["import_value_usd"]


PRICES = """
key: nvl-prices
names: {en: {text: "Neverland prices"}}
publisher: Neverland Statistics
url: https://stats.neverland.example
licence: CC0-1.0
attribution: "Neverland Statistics (fictional)"
files:
  - {name: prices.csv, format: csv, max_bytes: 1000, url: "https://stats.neverland.example/prices.csv"}
tables:
  - name: prices
    file: prices.csv
    about: "Prices"
    grain: [year]
    columns:
      - {name: year, from: year, type: integer, unit: year, basis: "calendar year", vintage: "2031"}
      - {name: price_usd, from: price, type: number, unit: USD per kg, basis: "current prices", vintage: "2031"}
"""


def test_fetch_from_a_mirror_keeps_a_vintage_and_rebuilds(tmp_path):
    content, home = content_copy(tmp_path), tmp_path / "home"
    (content / "sources" / "nvl-prices.yaml").write_text(PRICES, encoding="utf-8")
    mirror = tmp_path / "mirror" / "nvl-prices"
    mirror.mkdir(parents=True)
    (mirror / "prices.csv").write_text("year,price\n2029,1.5\n2030,2\n", encoding="utf-8")
    listed = run("data", "list", home=home, content=content)
    assert "no data: load or fetch it" in listed.text
    asked = ("data", "fetch", "nvl-prices", "--mirror", str(mirror.parent))
    found = run(*asked, "--format", "json", home=home, content=content)
    assert found.code == 0, found.err
    (load,) = found.json()["loads"]
    assert load["new"] is True
    assert load["rows"] == {"prices": 2}
    again = run(*asked, home=home, content=content)
    assert "already here" in again.text
    assert "prices 2 rows" in again.text
    (mirror / "prices.csv").write_text("year,price\n2029,1.5\n2030,3\n", encoding="utf-8")
    newer = run(*asked, "--format", "csv", home=home, content=content)
    assert [row["new"] for row in csv.DictReader(io.StringIO(newer.text))] == ["True"]
    steps = run("data", "lineage", "prices.price_usd", "--format", "json", home=home, content=content).json()["steps"]
    assert len({step["sha256"] for step in steps}) == 2, "the earlier vintage stays readable"


def test_a_declared_checksum_is_held_against_the_mirror(home, tmp_path):
    revised(tmp_path / "mirror" / "nvl-trade")
    found = run("data", "fetch", "nvl-trade", "--mirror", str(tmp_path / "mirror"), home=home)
    assert (found.code, found.out) == (5, b"")
    assert "not the file that the source declares" in found.err
    shutil.copy(TRADE, tmp_path / "mirror" / "nvl-trade" / "nvl_trade.csv")
    same = run("data", "fetch", "nvl-trade", "--mirror", str(tmp_path / "mirror"), home=home)
    assert same.code == 0, same.err


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_a_load_did_is_told_in_flat_forms(home, tmp_path, form):
    found = run("data", "load", str(revised(tmp_path / "in")), "--source", "nvl-trade", "--format", form, home=home)
    assert (found.code, found.err) == (0, "")
    (row,) = list(csv.DictReader(io.StringIO(found.text))) if form == "csv" else found.table().to_pylist()
    assert str(row["new"]) == "True"
    assert row["rows"] == "trade 52 rows"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value_k", "value_m", ["value_k", "value_m"]),
        (",40,2\n", ",forty,2\n", ["forty", "row 5 column 'value_k'"]),
        ("811230,1992", "811230,2022", ["1992", "2022"]),
        ("2026,40,10", "2026,41,10", ["41", "partner code"]),
        ("2026,40,10,280530", "2026,40,10,280599", ["280599", "product code"]),
        ("2026,40,10", "2019,40,10", ["2019"]),
    ],
)
def test_a_refused_file_changes_nothing(home, tmp_path, old, new, says):
    before = run("data", "list", "--format", "json", home=home).json()["held"]
    found = run("data", "load", str(revised(tmp_path / "in", old, new)), "--source", "nvl-trade", home=home)
    assert (found.code, found.out) == (3, b"")
    for words in says:
        assert words in found.err, found.err
    assert "nvl_trade.csv" in found.err
    assert run("data", "list", "--format", "json", home=home).json()["held"] == before
    assert moonstone(home) == 40_000


def test_a_file_that_is_not_there_or_empty(home, tmp_path):
    missing = run("data", "load", str(tmp_path / "none.csv"), "--source", "nvl-trade", home=home)
    assert (missing.code, missing.out) == (3, b"")
    assert "Check the path" in missing.err
    (tmp_path / "nvl_trade.csv").write_bytes(b"")
    empty = run("data", "load", str(tmp_path / "nvl_trade.csv"), "--source", "nvl-trade", home=home)
    assert (empty.code, "0 bytes" in empty.err) == (3, True)
    mirror = run("data", "fetch", "nvl-trade", "--mirror", str(tmp_path), home=home)
    assert (mirror.code, mirror.out) == (5, b"")
    assert "one folder per source" in mirror.err


def test_a_publication_day_needs_evidence_and_no_year_out_of_reach(home, tmp_path):
    path = revised(tmp_path / "in")
    far = run("data", "load", str(path), "--source", "nvl-trade", "--published", "0001-01-01", home=home)
    assert (far.code, "out of reach" in far.err) == (2, True)
    future = run("data", "load", str(path), "--source", "nvl-trade", "--published", "2190-01-01", home=home)
    assert (future.code, "cannot become known after it was taken" in future.err) == (2, True)
    dated = run(
        "data",
        "load",
        str(path),
        "--source",
        "nvl-trade",
        "--published",
        "2026-03-01",
        "--evidence",
        "page",
        "--format",
        "json",
        home=home,
    )
    assert dated.json()["loads"][0]["known"].startswith("2026-03-02")


def test_check_seals_and_verifies_against_the_seal(home, tmp_path):
    seal = tmp_path / "elsewhere" / "seal.json"
    seal.parent.mkdir()
    first = run("data", "check", "--seal", str(seal), home=home)
    assert first.code == 0, first.err
    assert "sealed 6 entries" in first.err
    second = run("data", "check", "--checkpoint", str(seal), "--format", "json", home=home)
    assert (second.code, second.json()["journal"]["covered_by_checkpoint"]) == (0, 6)
    missing = run("data", "check", "--checkpoint", str(tmp_path / "none.json"), home=home)
    assert (missing.code, missing.out) == (3, b"")
    assert "may itself be a sign" in missing.err


def tamper(home, *statements):
    raw = sqlite3.connect(home / "NVL" / "journal.sqlite")
    guards = [name for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'")]
    assert guards
    for name in guards:
        raw.execute(f'drop trigger "{name}"')
    for statement in statements:
        assert raw.execute(statement).rowcount == 1
    raw.commit()
    raw.close()


def test_an_altered_journal_asks_for_attention(home):
    tamper(home, "update journal_entry set kind = 'altered' where position = 3")
    found = run("data", "check", home=home)
    assert found.code == 1, found.err
    assert "Entry 3 does not follow" in found.text
    assert "the journal does not hold" in found.text
    assert "sound" not in found.text
    answer = run("data", "check", "--format", "json", home=home)
    assert (answer.code, answer.json()["passed"], answer.json()["not_checkable"]) == (1, 0, 11)
    assert answer.json()["journal"]["findings"]
    other = run("today", home=home)
    assert (other.code, other.out) == (5, b"")
    assert "restore the last copy that verifies" in other.err


@pytest.mark.parametrize("with_payload", [True, False])
def test_a_cut_tail_is_seen_with_the_seal(home, tmp_path, with_payload):
    seal = tmp_path / "seal.json"
    assert run("data", "check", "--seal", str(seal), home=home).code == 0
    cut = ["journal_entry", *(["journal_payload"] if with_payload else [])]
    tamper(home, *(f"delete from {table} where position = 6" for table in cut))
    found = run("data", "check", "--checkpoint", str(seal), "--format", "json", home=home)
    assert (found.code, found.err) == (1, "")
    assert found.json()["journal"]["findings"]
    sealed = run("data", "check", "--checkpoint", str(seal), "--seal", str(seal), home=home)
    assert sealed.code == 1, "what does not hold is not sealed"
    assert "sealed" not in sealed.err


def test_a_failing_expectation_asks_for_attention(tmp_path):
    content = content_copy(tmp_path)
    source = content / "sources" / "nvl-stability.yaml"
    text = source.read_text(encoding="utf-8")
    expectation = '{kind: absent, where: {country: "NRN"}, because: "Narnia is not rated: no data, not zero"}'
    assert expectation in text
    source.write_text(
        text.replace(expectation, '{kind: rows, equals: 21, because: "somebody miscounted"}'), encoding="utf-8"
    )
    found = run("data", "check", home=tmp_path / "home", content=content)
    assert found.code == 1, found.err
    assert "10 expectations passed, 1 failed" in found.text
    for words in ("political_stability", "20", "21", "somebody miscounted"):
        assert words in found.text
    form = run("data", "check", "--format", "json", home=tmp_path / "home", content=content)
    assert (form.code, form.json()["failed"]) == (1, 1)


def test_altered_bytes_ask_for_attention(home):
    blobs = sorted((home / "NVL" / "blobs").rglob("*"), key=lambda path: path.is_file() and path.stat().st_size)
    blob = blobs[-1]
    data = blob.read_bytes()
    blob.unlink()
    blob.write_bytes(data[:-1] + b"!")
    found = run("data", "check", home=home)
    assert (found.code, found.err) == (1, "")
    assert "0 files compared" in found.text
    assert "bytes of the snapshots" in found.text
    assert blob.name in found.text


def test_a_pack_carries_every_vintage_to_a_place_without_a_connection(home, tmp_path):
    assert run("data", "load", str(revised(tmp_path / "in")), "--source", "nvl-trade", home=home).code == 0
    pack = tmp_path / "world.pack"
    made = run("data", "pack", str(pack), "--number", "7", "--format", "json", home=home)
    assert (made.code, made.err) == (0, "")
    key = made.json()["public_key"]
    there = tmp_path / "there"
    no_key = run("data", "unpack", str(pack), home=there)
    assert (no_key.code, no_key.out) == (3, b"")
    assert "No trusted key was given" in no_key.err
    taken = run("data", "unpack", str(pack), "--key", key, "--format", "json", home=there)
    assert taken.code == 0, taken.err
    assert sum(load["new"] for load in taken.json()["loads"]) >= 1
    assert moonstone(there, "--known", "2030-12-31") == 44_000
    older = run("data", "pack", str(tmp_path / "older.pack"), "--number", "3", home=home)
    assert older.code == 0
    assert "7 files" in older.text
    refused = run("data", "unpack", str(tmp_path / "older.pack"), "--key", key, home=there)
    assert (refused.code, refused.out) == (3, b"")
    trusted = there / "NVL" / "keys" / "trusted"
    trusted.mkdir(parents=True)
    shutil.copy(key, trusted / "sender.pem")
    assert run("data", "unpack", str(pack), home=there).code == 0


def test_a_pack_with_one_byte_changed_is_refused_whole(home, tmp_path):
    pack = tmp_path / "world.pack"
    made = run("data", "pack", str(pack), "--number", "1", "--format", "json", home=home).json()
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(bytes(data))
    there = tmp_path / "there"
    found = run("data", "unpack", str(pack), "--key", made["public_key"], home=there)
    assert found.code in (3, 5), found.err
    assert found.out == b""
    for other in ("not a pack", ""):
        pack.write_text(other, encoding="utf-8")
        assert run("data", "unpack", str(pack), "--key", made["public_key"], home=there).code == 3
    listed = run("data", "list", "--format", "json", home=there).json()
    assert {row["vintages"] for row in listed["held"]} <= {0, 1, 2}
    assert json.dumps(listed)


def test_a_pack_of_one_source_and_of_an_unknown_one(home, tmp_path):
    one = run(
        "data",
        "pack",
        str(tmp_path / "one.pack"),
        "--number",
        "1",
        "--source",
        "nvl-stability",
        "--format",
        "csv",
        home=home,
    )
    assert len(list(csv.DictReader(io.StringIO(one.text)))) == 1
    unknown = run("data", "pack", str(tmp_path / "x.pack"), "--number", "1", "--source", "nvl-stabilty", home=home)
    assert (unknown.code, unknown.out) == (2, b"")
    assert "Did you mean nvl-stability" in unknown.err
    assert not (tmp_path / "x.pack").exists()
