"""Catalogue, lineage, expectations, staleness, concordances, countries, and what their content may not be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gwanje.evidence import (
    Countries,
    Sources,
    catalogue,
    check_expectations,
    lineage,
    read_home_country,
    read_sources,
    staleness,
)
from gwanje.evidence.catalogue import transformation
from gwanje.evidence.concordances import read_concordance, same_codes
from gwanje.evidence.sources import Cadence, FileSpec
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import ContentError, RefusedInputError, UnknownKeyError, WrongUseError

from .conftest import AZORES, LATER, NEVERLAND, content_texts


def test_every_column_has_unit_basis_and_vintage(sources: Sources) -> None:
    columns = catalogue(sources)
    assert {c.table for c in columns} == set(sources.table_names())
    assert all(c.unit and all(c.basis) and all(c.vintage) and c.sources for c in columns)
    (value,) = [c for c in columns if (c.table, c.name) == ("trade", "import_value_usd")]
    assert (value.unit, value.marking.word) == ("USD", "public")


@pytest.mark.parametrize("field", ["unit", "basis", "vintage"])
def test_a_column_without_unit_basis_or_vintage_is_refused(field: str) -> None:
    texts = content_texts(NEVERLAND / "content")
    text = texts["sources/nvl-stability.yaml"]
    line = next(line for line in text.splitlines() if "stability_estimate, from" in line)
    before, _, rest = line.partition(f"{field}: ")
    value = '"-2.5 to 2.5, high means stable", ' if field == "basis" else rest[: rest.index(",") + 2]
    texts["sources/nvl-stability.yaml"] = text.replace(line, before + rest.removeprefix(value))
    with pytest.raises(ContentError, match=field) as refusal:
        read_sources(texts, AZORES)
    assert "nvl-stability.yaml line" in refusal.value.place


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("licence:", "license:", "Did you mean|licence"),
        ("known: {instant: 2031-03-01", "cadence: {days: 0", "cadence|known"),
        ("grain: [country, year]", "grain: [country, month]", "names unknown column month"),
        ("file: nvl_stability.csv", "file: other.csv", "not listed under files"),
        ("embedded: true\nknown", "embedded: true\nknwon", "knwon"),
        ("name: country_name, from", "name: country, from", "stands twice"),
        ("name: year, from", "name: known, from", "kept for the warehouse"),
    ],
)
def test_faulty_source_content_names_its_line(old: str, new: str, what: str) -> None:
    texts = content_texts(NEVERLAND / "content")
    assert old in texts["sources/nvl-stability.yaml"]
    texts["sources/nvl-stability.yaml"] = texts["sources/nvl-stability.yaml"].replace(old, new, 1)
    with pytest.raises(ContentError, match=what) as refusal:
        read_sources(texts, AZORES)
    assert "nvl-stability.yaml" in refusal.value.place


def test_two_sources_may_not_differ_on_one_column() -> None:
    texts = content_texts(NEVERLAND / "content")
    other = texts["sources/nvl-stability.yaml"].replace("key: nvl-stability", "key: nvl-other")
    texts["sources/nvl-other.yaml"] = other.replace("type: number, unit: index", "type: number, unit: percent")
    with pytest.raises(ContentError, match="stability_estimate"):
        read_sources(texts, AZORES)


def test_lineage_goes_back_to_hash_and_licence(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    path = revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2")
    store.load(path, "nvl-trade", known=LATER, evidence="download", taken=LATER)
    store.build()
    with store.open_warehouse() as warehouse:
        newest, oldest = lineage("trade.import_value_usd", store.sources, warehouse)
        assert newest.known == LATER
        assert newest.origin == "loaded"
        assert oldest.sha256 == store.sources["nvl-trade"].files[0].sha256
        assert (oldest.licence, oldest.unit) == ("CC0-1.0", "USD")
        assert "multiply by 1000" in oldest.steps
        assert oldest.known_evidence == "stamp of the archive (fictional)"
        with pytest.raises(UnknownKeyError, match="Did you mean import_value_usd"):
            lineage("trade.import_value", store.sources, warehouse)
        with pytest.raises(WrongUseError, match=r"TABLE\.COLUMN"):
            lineage("trade", store.sources, warehouse)


def test_transformation_names_each_step(sources: Sources) -> None:
    trade = next(t for t in sources["nvl-trade"].tables if t.name == "trade")
    assert transformation(trade.column("exporter")) == (
        "read column 'exporter' of the file",
        "look up trade_countries.country_code, take country",
        "no value is missing",
    )


def test_expectations_pass_fail_and_say_when_they_cannot_be_checked(
    store: EvidenceStore, revised: Callable[..., Path]
) -> None:
    store.build()
    with store.open_warehouse() as warehouse:
        summary = check_expectations(warehouse, store.sources)
        assert summary.passed
        assert summary.count("passed") == 11
        more = {**store.sources.by_key}
        more["nvl-io"] = more["nvl-io"].model_copy(update={"key": "nvl-absent"})
        absent = check_expectations(warehouse, Sources({"nvl-absent": more["nvl-io"]}))
        assert [r.status for r in absent.results] == ["not checkable"] * 3
        assert absent.count("passed") == 0
        faulty = more["nvl-trade"]
        table = faulty.tables[0]
        wrong = tuple(
            e.model_copy(update={"equals": (e.equals or 0) + 1}) if e.equals is not None else e for e in table.expect
        )
        faulty = faulty.model_copy(update={"tables": (table.model_copy(update={"expect": wrong}),)})
        failed = check_expectations(warehouse, Sources({"nvl-trade": faulty}))
        assert not failed.passed
        (rows,) = [r for r in failed.results if r.check == "rows"]
        assert (rows.measured, rows.expected, rows.because) == ("52", "53", "rows as made")


def test_a_cut_balance_fails(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    path = revised("0,0,12", "0,0,13", name="nvl_io_flows.csv", file="nvl_io_flows.csv")
    store.load(path, "nvl-io", known=LATER, evidence="mail", taken=LATER)
    nodes = revised(file="nvl_io_nodes.csv", name="nvl_io_nodes.csv")
    nodes.write_text(nodes.read_text().replace("Neverland", "Never Land"))
    store.load(nodes, "nvl-io", known=LATER, evidence="mail", taken=LATER)
    store.build()
    with store.open_warehouse() as warehouse:
        failed = [r for r in check_expectations(warehouse, store.sources).results if r.status == "failed"]
    assert [(r.check, r.measured) for r in failed] == [("io-rows", "1"), ("io-columns", "1")]


def test_staleness_needs_cited_cadence_and_lag(sources: Sources) -> None:
    source, known = sources["nvl-trade"], datetime(2031, 3, 2, tzinfo=UTC)
    answer = staleness(source, known, LATER)
    assert (answer.state, answer.next_expected) == ("not computable", None)
    assert "cadence and publication lag" in answer.reason
    assert staleness(source, None, LATER).state == "no data"
    cited = source.model_copy(
        update={"cadence": Cadence(days=30, cited="handbook"), "publication_lag": Cadence(days=10, cited="handbook")}
    )
    states = [staleness(cited, known, known + timedelta(days=days)).state for days in (29, 30, 39, 40)]
    assert states == ["fresh", "due", "due", "overdue"]


LAYOUT = FileSpec(name="c.csv", format="csv")


def concordance(path: Path, text: str, weight: str = ""):
    path.write_text(text)
    return read_concordance(path, LAYOUT, origin=("new", "hs", 2022), target=("old", "hs", 1992), weight_column=weight)


def test_splits_are_visible_and_never_spread(tmp_path: Path) -> None:
    made = concordance(tmp_path / "c.csv", "new,old\n811292,811230\n811292,811291\n280530,280530\n")
    split = made.split(Code.parse("hs2022:811292"))
    assert [(str(p.target), p.weight) for p in split.parts] == [("hs1992:811230", None), ("hs1992:811291", None)]
    assert split.share_exact is False
    assert made.split(Code.parse("hs2022:280530")).share_exact is False
    assert len(made.inexact) == 2
    with pytest.raises(UnknownKeyError):
        made.split(Code.parse("hs2022:850511"))


def test_stated_shares_must_be_whole(tmp_path: Path) -> None:
    head = "new,old,w\n811292,811230,0.25\n"
    made = concordance(tmp_path / "c.csv", head + "811292,811291,0.75\n", "w")
    assert made.split(Code.parse("hs2022:811292")).share_exact is True
    for tail, what in (
        ("811292,811291,0.70\n", "do not sum to 1"),
        ("811292,811291,1.70\n", "outside 0 to 1"),
        ("811292,811291,many\n", "row 3 column 'w'"),
        ("811292,811230,0.75\n", "stands twice"),
        ("811292,81129,0.75\n", "row 3 column 'old'"),
    ):
        with pytest.raises(RefusedInputError, match=what):
            concordance(tmp_path / "c.csv", head + tail, "w")


def test_same_digits_are_an_inference(store: EvidenceStore) -> None:
    store.build()
    with store.open_warehouse() as warehouse:
        made = same_codes(warehouse, 1992, 2022)
        assert {str(code) for code in made.splits} == {"hs1992:250410", "hs1992:280530", "hs1992:850511"}
        assert not any(split.share_exact for split in made.splits.values())
        with pytest.raises(UnknownKeyError, match="2017"):
            same_codes(warehouse, 1992, 2017)


def test_countries_by_code_alias_and_name() -> None:
    countries = Countries.read(content_texts(NEVERLAND / "content"))
    assert countries.name("O19", "ko") == "오즈"
    assert countries.canonical("O19") == "OZZ"
    assert countries.alias("O19").status == "inferred"
    assert countries.codes_for("OZZ") == ("OZZ", "O19")
    assert countries.name("NRN", "ko") == "Narnia"
    assert countries.name("QQQ", "en") == "QQQ"
    assert countries.find("네버랜드") == "NVL"
    assert [twin.number for twin in countries.get("WDL").twins] == [21]
    with pytest.raises(UnknownKeyError, match="Did you mean Lilliput"):
        countries.find("Liliput")


def test_home_country_reads_its_own_days() -> None:
    home = read_home_country(content_texts(NEVERLAND / "content"))
    assert (home.iso3, home.compiled) == ("NVL", datetime(2031, 5, 2, tzinfo=AZORES))
    with pytest.raises(ContentError, match="names no country"):
        read_home_country({})
    with pytest.raises(ContentError, match="not a known zone"):
        read_home_country({"country.yaml": 'iso3: "NVL"\nzone: Nowhere/Land\nnames: {}\ncompiled: 2031-05-01\n'})
