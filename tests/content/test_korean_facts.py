"""The Korean facts: complete by their ids, cited, dated, in both languages; the Hormuz replay; figures that agree."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from gwanje.evidence import Claims, Facts, References, read_sources
from gwanje.evidence.claims import Unknowns
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRegistry
from gwanje.journal import open_journal
from gwanje.watch import DependenceQuestion, LevelStep, Thresholds, dependence, level_at
from gwanje.watch.store import TradeStore

pytestmark = [pytest.mark.korea, pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")]

SEOUL = ZoneInfo("Asia/Seoul")
SOURCE = Path(__file__).resolve().parents[2] / "src"
CONTENT, WORLD = SOURCE / "gwanje_korea", SOURCE / "gwanje_world"
TEXTS = {p.relative_to(CONTENT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(CONTENT.rglob("*.yaml"))}
REFERENCES = References.read(TEXTS, SEOUL)
CLAIMS = Claims.read(TEXTS, SEOUL, REFERENCES)
FACTS = Facts.read(TEXTS, SEOUL, REFERENCES, claims=CLAIMS.by_id)
NOW = datetime(2026, 11, 24, tzinfo=SEOUL)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def expected_ids(prefix, numbers):
    return {f"{prefix}-{number:02}" for number in numbers}


def test_every_fact_id_is_there():
    instruments = [*range(1, 8), *range(10, 17), *range(20, 26), *range(30, 37), *range(40, 49), *range(50, 56), 57, 58]
    wanted = expected_ids("INS", [*instruments, *range(70, 75), 80, 81, 83])
    wanted |= expected_ids("TAR", range(1, 20)) | expected_ids("HMZ", range(1, 18))
    assert wanted <= set(FACTS.by_id)
    added = {f"CAD-{n}" for n in range(1, 9)} | {f"REC-{n}" for n in range(1, 6)} | {f"TAR-L{n}" for n in range(1, 5)}
    assert set(FACTS.by_id) - wanted == added | {"HMZ-13b", "INS-36b", "INS-81b", "TAR-17b"}


def test_claims_and_gaps_are_complete():
    assert set(CLAIMS.by_id) == expected_ids("CLM", range(1, 29))
    assert set(Unknowns.read(TEXTS).by_id) == expected_ids("UNK", range(1, 13))
    undecided = {claim.id for claim in CLAIMS if claim.adopted == "none"}
    assert undecided == expected_ids("CLM", [1, 2, 6, 7, 9, 13, 15, 16, 17, 21, 28])
    assert {claim.id for claim in CLAIMS if claim.adopted == "B"} == {"CLM-08", "CLM-10"}


def test_subjects_are_items_or_mandates_somebody_holds():
    items = {item.key for item in ItemRegistry.read(TEXTS, SEOUL)}
    mandates = {mandate["key"] for mandate in yaml.safe_load(TEXTS["registry/mandates.yaml"])}
    for fact in FACTS:
        assert set(fact.subjects) <= items | mandates, fact.id


def test_korean_statements_are_korean_and_english_ones_english():
    def hangul(text):
        return any("가" <= letter <= "힣" for letter in text)

    for fact in FACTS:
        assert hangul(fact.statement.ko), fact.id
        assert not hangul(fact.statement.en.replace("재정경제부", "").replace("총계", "")) or fact.id == "INS-54"
    for claim in CLAIMS:
        assert hangul(claim.about.ko), claim.id


def test_weak_sources_alone_never_stand_as_reported():
    weak = {fact.id for fact in FACTS if REFERENCES.rests_on_weak_sources_only(fact)}
    assert weak == {"INS-24", "INS-81b"}
    assert {FACTS.get(fact_id).status for fact_id in weak} == {"unverified"}


def test_figures_that_other_rooms_rely_on():
    target = FACTS.get("INS-04").figures[0]
    assert (target.key, target.value, target.bound) == ("single-country-target", 0.5, "at most")
    magnets = {figure.key: figure for figure in FACTS.get("INS-80").figures if figure.key}
    assert (magnets["imports"].value, magnets["imports"].unit, magnets["imports"].bound) == (
        640,
        "million USD",
        "about",
    )
    assert magnets["share-china"].value == 0.879
    months = {figure.key: figure.value for figure in FACTS.get("INS-06").figures}
    assert months == {"inspection-grade-1": 3, "inspection-grade-2": 6, "inspection-grade-3": 12}
    assert [fact.schedule.every for fact in FACTS.of_kind("cadence")] == [
        "day", "half month", "quarter", "half year", "year", "quarter", "two weeks", "month",
    ]  # fmt: skip


def test_new_on_a_quiet_morning_is_not_what_was_only_typed_in():
    assert FACTS.new_between(moment("2026-11-09"), NOW) == ()
    assert {fact.id for fact in FACTS.undated_between(moment("2026-11-09"), NOW)} >= {"INS-25", "INS-70"}
    reform_week = {fact.id for fact in FACTS.new_between(moment("2025-12-16"), moment("2025-12-31"))}
    assert reform_week == {"INS-42", "INS-43"}


def test_the_notice_of_december_was_not_known_on_the_first():
    assert "TAR-14" not in {fact.id for fact in FACTS.known_by(moment("2025-12-02"))}
    assert "TAR-14" in {fact.id for fact in FACTS.known_by(moment("2025-12-05"))}


def steps():
    for fact in FACTS:
        for change in fact.levels:
            latest = fact.when.end if fact.when.precision == "between" else None
            known = FACTS.known_of(fact)
            words = (change.scheme, change.resource, change.before, change.after)
            yield LevelStep(fact.id, *words, fact.when.start, known, latest)


def oil(valid, known=None):
    state = level_at(list(steps()), "kr-resource-security", "oil", AsOf(moment(valid), moment(known) if known else NOW))
    return None if state is None else state.levels


def test_replay_no_level_on_the_fourth_of_march_two_on_the_fifth():
    scheme = "kr-resource-security"
    early, late = AsOf(moment("2026-03-04"), NOW), AsOf(moment("2026-03-05T15:00"), NOW)
    found = list(steps())
    assert [level_at(found, scheme, resource, early) for resource in ("oil", "gas")] == [None, None]
    assert [level_at(found, scheme, resource, late).levels for resource in ("oil", "gas")] == [("관심",), ("관심",)]


def test_replay_the_gas_level_was_an_override_with_its_reason():
    change = FACTS.get("HMZ-06").levels[0]
    assert change.criterion_met is False
    assert change.override_reason.en == "unrest in producer countries and signs of market strain"


def test_replay_the_day_of_the_alert_step_is_not_known():
    assert oil("2026-05-01") == ("주의", "경계")
    assert oil("2026-05-01", "2026-05-01") == ("주의",)
    assert oil("2026-06-30T23:59") == ("주의", "경계")
    assert oil("2026-07-01") == ("주의",)
    assert FACTS.get("HMZ-15").when.precision == "between"


def test_replay_the_first_ceiling_has_lapsed_and_a_second_exists():
    first, second = FACTS.get("HMZ-08"), FACTS.get("HMZ-13")
    assert first.ends.state(moment("2026-03-26T23:59")) == "running"
    assert first.ends.state(moment("2026-03-27")) == "over"
    assert second.when.start == moment("2026-03-27")
    assert second.ends.state(moment("2026-04-10")) == "over"


def test_replay_measures_elsewhere_end_with_the_step_down():
    for fact_id in ("HMZ-12", "HMZ-14"):
        fact = FACTS.get(fact_id)
        assert (fact.actors, fact.status, fact.ended_by) == (("other ministry",), "unverified", "HMZ-16")
        assert fact.ends.ends == (moment("2026-07-01"),)
    assert FACTS.get("HMZ-11").term.en == "temporary, end not read"


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TradeStore]:
    folder = tmp_path_factory.mktemp("korea")
    texts = {p.relative_to(WORLD).as_posix(): p.read_text(encoding="utf-8") for p in WORLD.rglob("*.yaml")}
    with open_journal(folder / "journal.sqlite") as journal:
        sources = read_sources(texts, SEOUL)
        evidence = EvidenceStore(folder / "evidence", journal, sources, (WORLD / "tables",))
        evidence.build()
        with evidence.open_warehouse() as warehouse:
            yield TradeStore(warehouse)


def year_of(trade, digits, year, *, known=NOW, valid="2026-01-01"):
    codes = (Code.parse(f"hs1992:{digits}"),)
    asked = DependenceQuestion(str(codes[0]), codes, "KOR", AsOf(moment(valid), known), SEOUL)
    answer = dependence(asked, trade.tables(codes, "KOR", known), Thresholds.read(TEXTS))
    return answer, next((one for one in answer.years if one.year == year), None)


@pytest.mark.parametrize(
    ("digits", "year", "by_value", "by_mass"),
    [
        ("280530", 2024, 0.802, 0.794),
        ("280530", 2023, 0.865, 0.839),
        ("280530", 2022, 0.860, None),
        ("284690", 2024, 0.609, 0.922),
        ("284690", 2023, 0.705, 0.945),
        ("250410", 2024, 0.932, 0.972),
        ("250410", 2023, 0.971, None),
        ("250410", 2022, 0.908, None),
        ("250410", 2021, 0.859, None),
    ],
)
def test_cited_shares_agree_with_the_packaged_table(trade, digits, year, by_value, by_mass):
    _, found = year_of(trade, digits, year)
    assert found.top_by_value.iso3 == "CHN"
    assert round(found.top_by_value.share_value, 3) == by_value
    if by_mass is not None:
        assert round(found.top_by_value.share_mass, 3) == by_mass


def test_japan_is_another_product_or_grade(trade):
    _, found = year_of(trade, "280530", 2024)
    japan = next(one for _, one in found.outliers if one.supplier == "JPN")
    assert round(japan.times_mean) == 60
    assert len(found.suppliers) == 11
    assert sum("mass_missing" in supplier.flags for supplier in found.suppliers) == 2


def test_the_slice_is_not_known_before_its_stamp(trade):
    answer, found = year_of(trade, "280530", 2024, known=moment("2026-07-14"))
    assert (answer.status, found) == ("not_yet_known", None)
    assert year_of(trade, "280530", 2024, known=moment("2026-07-15"))[0].status == "ok"


@pytest.mark.parametrize("digits", ["250390", "283030", "811230", "261210", "252400"])
def test_codes_without_korean_rows_in_2024_say_no_data(trade, digits):
    _, found = year_of(trade, digits, 2024)
    assert (found.status, found.import_value_usd, found.hhi_value) == ("no_data", None, None)


def test_magnets_are_not_seen_and_one_cargo_of_gas_is_flagged(trade):
    answer, _ = year_of(trade, "850511", 2024)
    assert (answer.status, answer.reason) == ("no_data", "not seen: no trade data for its codes")
    _, gas = year_of(trade, "271121", 2024)
    assert gas.top_by_value.iso3 == "MOZ"
    assert "yearly_jump" in gas.flags
