"""The store against a real Neverland warehouse: rows with labels, as known on a day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.journal import open_journal
from gwanje.watch import DependenceQuestion, asked_years, dependence
from gwanje.watch.store import TradeStore

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland"
LATER = datetime(2031, 6, 1, tzinfo=UTC)
METAL = Code.parse("hs1992:280530")
# Ibis 12 still calls DuckDB's fetch_arrow_table; DuckDB 1.5 announces another name for it.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], azores: ZoneInfo) -> Iterator[TradeStore]:
    folder = tmp_path_factory.mktemp("watch")
    with open_journal(folder / "journal.sqlite") as journal:
        evidence = EvidenceStore(
            folder / "evidence", journal, read_sources(texts, azores), (NEVERLAND / "content" / "tables",)
        )
        evidence.build()
        with evidence.open_warehouse() as warehouse:
            yield TradeStore(warehouse)


def answer(trade, thresholds, azores, known=LATER, *codes):
    codes = codes or (METAL,)
    question = DependenceQuestion("pixie-dust-metals", codes, "NVL", AsOf(LATER, known), azores)
    return dependence(question, trade.tables(codes, "NVL", known), thresholds)


def test_oz_reaches_eighty_percent_by_construction(trade, thresholds, azores):
    found = answer(trade, thresholds, azores)
    assert [year.year for year in found.years] == [2030, 2029, 2028, 2027, 2026]
    top = found.years[0].top_by_value
    assert (top.iso3, top.share_value) == ("OZZ", pytest.approx(0.8))
    silent = next(s for s in found.years[0].suppliers if s.iso3 == "NRN")
    assert silent.flags == ("mass_missing",)


def test_before_the_file_was_public_nothing_is_known(trade, thresholds, azores):
    known = datetime(2031, 2, 1, tzinfo=UTC)
    assert trade.tables([METAL], "NVL", known) is None
    assert trade.codes(known) is None
    assert answer(trade, thresholds, azores, known).status == "not_yet_known"
    assert trade.first_known() > known


def test_other_vintages_and_other_goods_are_not_seen(trade, thresholds, azores):
    assert answer(trade, thresholds, azores, LATER, Code.parse("hs2022:280530")).status == "no_data"
    assert answer(trade, thresholds, azores, LATER, Code.parse("hs1992:850511")).status == "no_data"
    assert METAL in trade.codes(LATER)
    assert Code.parse("hs1992:850511") not in trade.codes(LATER)


def test_national_codes_do_not_match_anything(trade):
    found = trade.tables([Code.parse("cn2025:2504101000")], "NVL", LATER)
    assert found.imports.empty
    assert found.years == (2026, 2027, 2028, 2029, 2030)


def test_world_exports_sum_over_importers(trade):
    found = trade.tables([METAL], "NVL", LATER)
    oz = found.world_exports.query("exporter == 'OZZ' and year == 2026")["export_value_usd"]
    assert float(oz.iloc[0]) == pytest.approx(700_000)


def test_many_groups_of_codes_are_told_as_each_alone(trade, thresholds, azores):
    codes = trade.codes(LATER)
    groups = {
        "one": (METAL,),
        "all, and one twice": (*codes, METAL),
        "none in the table": (Code.parse("hs1992:850511"), Code.parse("cn2025:2504101000")),
        "no code": (),
    }
    years = asked_years((), trade.years(LATER), AsOf(LATER, LATER), azores)
    told = trade.tables_of(groups, "NVL", LATER, years)
    assert list(told) == list(groups)
    for name, some in groups.items():
        question = DependenceQuestion(name, some, "NVL", AsOf(LATER, LATER), azores)
        assert dependence(question, told[name], thresholds) == dependence(
            question, trade.tables(some, "NVL", LATER), thresholds
        )
    assert trade.tables_of(groups, "NVL", datetime(2031, 2, 1, tzinfo=UTC), years) == {}


def test_named_years_bring_the_year_before_and_no_more(trade):
    found = trade.tables([METAL], "NVL", LATER, (2028, 2029))
    assert set(found.imports["year"]) == set(found.world_exports["year"]) == {2027, 2028, 2029}
    assert found.years == (2026, 2027, 2028, 2029, 2030)
