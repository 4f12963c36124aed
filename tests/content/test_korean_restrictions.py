"""The Korean register of foreign restrictions: its counts, its states, both readings of every pause of 2026."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import Facts, References
from gwanje.evidence.claims import Unknowns
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRegistry
from gwanje.watch import EndingFact, Phrase, Restrictions, sunsets

pytestmark = pytest.mark.korea

SEOUL = ZoneInfo("Asia/Seoul")
CONTENT = Path(__file__).resolve().parents[2] / "src" / "gwanje_korea"
TEXTS = {p.relative_to(CONTENT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(CONTENT.rglob("*.yaml"))}
REFERENCES = References.read(TEXTS, SEOUL)
REGISTER = Restrictions.read(TEXTS, SEOUL, REFERENCES.known_of)
FACTS = Facts.read(TEXTS, SEOUL, REFERENCES)
PAUSED_BY = {"PAU-1": "RST-17", "PAU-2": "RST-18", "PAU-3": "RST-16", "PAU-4": "RST-14", "PAU-5": "RST-06b"}


def asof(valid, known=None):
    moment = datetime.fromisoformat(valid).replace(tzinfo=SEOUL)
    return AsOf(moment, datetime.fromisoformat(known).replace(tzinfo=SEOUL) if known else moment)


def all_endings():
    tariffs = [
        EndingFact(f.id, Phrase(en=f.statement.en, ko=f.statement.ko), f.ends, FACTS.known_of(f), sources=f.sources)
        for f in FACTS
        if f.ends is not None
    ]
    return [*REGISTER.endings(), *tariffs]


def windows(day):
    found = sunsets(all_endings(), asof(day), SEOUL)
    return {window: {one.fact.id: one.days_left for one in ends} for window, ends in found.items()}


def test_twenty_four_measures_fourteen_with_goods():
    assert len(REGISTER) == 24
    assert sum(measure.has_goods_map for measure in REGISTER) == 14
    assert sorted(REGISTER.pauses) == ["PAU-1", "PAU-2", "PAU-3", "PAU-4", "PAU-5"]
    assert len(REGISTER.notes) == 5
    assert {m.id for m in REGISTER} == {f"RST-{n:02}" for n in range(1, 24) if n != 6} | {"RST-06a", "RST-06b"}


def test_coverage_of_the_slice_as_stated():
    with_goods = [measure for measure in REGISTER if measure.has_goods_map]
    counted = Counter(measure.slice.match for measure in with_goods)
    assert counted == {"full": 1, "part": 8, "old": 1, "none": 4}
    assert {m.id for m in with_goods if m.slice.match in {"full", "part"}} == {
        "RST-03", "RST-05", "RST-06b", "RST-07", "RST-08", "RST-11", "RST-15", "RST-22", "RST-23",
    }  # fmt: skip
    assert [m.id for m in with_goods if m.slice.match == "old"] == ["RST-02"]
    assert {m.id for m in with_goods if m.slice.match == "none"} == {"RST-01", "RST-04", "RST-12", "RST-21"}
    assert {m.id for m in REGISTER if not m.has_goods_map} == {m.id for m in REGISTER if m.slice.match == "no-goods"}
    met = {code for measure in REGISTER for code in measure.slice.codes}
    assert len(met) == 9
    assert len(met - {"hs1992:811230"}) == 8


def test_every_code_met_by_the_slice_is_mapped_in_that_vintage():
    for measure in REGISTER:
        mapped = {str(code) for code in REGISTER.codes_of(measure)}
        assert set(measure.slice.codes) <= mapped, measure.id
        assert bool(measure.slice.codes) == bool(measure.slice.sources), measure.id


def test_items_of_the_register_are_items_somebody_watches():
    watched = {item.key for item in ItemRegistry.read(TEXTS, SEOUL)}
    for measure in REGISTER:
        assert set(measure.items) <= watched, measure.id


def test_nothing_is_known_before_it_was_announced_or_begun():
    for measure in REGISTER:
        first = measure.announced.first
        if first is not None:
            assert REGISTER.known_of(measure) >= measure.begins(first), measure.id
    for pause in REGISTER.pauses.values():
        assert REGISTER.known_of(pause) >= pause.begins, pause.id


def test_tungsten_powder_and_magnets_of_the_slice_are_not_confused_with_the_notices():
    now = asof("2025-12-30")
    assert REGISTER.measures_for(now, codes=[Code.parse("hs1992:810110")]) == ()
    assert {m.measure.id for m in REGISTER.measures_for(now, codes=[Code.parse("hs2022:811292")])} == {
        "RST-02",
        "RST-06b",
    }
    assert {m.measure.id for m in REGISTER.measures_for(now, codes=[Code.parse("hs1992:811292")])} == set()
    dysprosium = REGISTER.measures_for(now, codes=[Code.parse("hs1992:280530")])
    assert {match.controlled_share.en for match in dysprosium} == {"controlled share of this code: part, size unknown"}
    graphite = {match.measure.id: match for match in REGISTER.measures_for(now, codes=[Code.parse("hs1992:250410")])}
    assert set(graphite) == {"RST-03", "RST-06b"}
    assert graphite["RST-03"].controlled_share.en == "controlled share of this code: unknown"


def test_two_notices_were_in_force_for_a_month():
    for day, state in (
        ("2025-10-08T23:59", "not_known_yet"),
        ("2025-10-20", "in_force"),
        ("2025-11-07T00:59", "in_force"),
        ("2025-11-07T01:01", "paused"),
        ("2025-12-30", "paused"),
    ):
        assert REGISTER.state("RST-14", asof(day, "2025-11-09" if "11-07" in day else None)).key == state, day
    part = REGISTER.state("RST-13", asof("2025-10-20"))
    assert (part.key, part.parts) == ("in_force_in_part", ("1(3)",))
    for planned in ("RST-09", "RST-10", "RST-11", "RST-12"):
        assert REGISTER.state(planned, asof("2025-11-01")).key == "announced"
        assert REGISTER.in_force(planned, asof("2025-11-20")) is False


P, ONE, BOTH = "paused", "pause_over_by_one_reading", "pause_over_state_not_known"


@pytest.mark.parametrize(
    ("moment", "states"),
    [
        ("2026-10-20", (P, P, P, P, P)),
        ("2026-11-05", (P, P, P, P, P)),
        ("2026-11-10T00:30", (P, P, P, P, P)),
        ("2026-11-10T01:30", (P, P, ONE, ONE, P)),
        ("2026-11-10T14:30", (BOTH, ONE, ONE, ONE, P)),
        ("2026-11-11T01:00", (BOTH, ONE, BOTH, BOTH, P)),
        ("2026-11-11T14:00", (BOTH, BOTH, BOTH, BOTH, P)),
        ("2026-11-23", (BOTH, BOTH, BOTH, BOTH, P)),
        ("2026-11-27T01:00", (BOTH, BOTH, BOTH, BOTH, ONE)),
        ("2026-11-28", (BOTH, BOTH, BOTH, BOTH, ONE)),
        ("2026-11-28T01:00", (BOTH, BOTH, BOTH, BOTH, BOTH)),
    ],
)
def test_both_readings_of_every_pause(moment, states):
    found = tuple(REGISTER.state(PAUSED_BY[pause], asof(moment)).key for pause in sorted(PAUSED_BY))
    assert found == states


def test_an_expiry_nobody_reports_stands_beside_in_force():
    now = asof("2026-11-23")
    assert REGISTER.state("RST-01", now).words.en == "in force since 2021-10-15; not known whether it has ended"
    assert REGISTER.state("RST-03", now).words.en == "in force since 2023-12-01"


def test_the_latest_possible_day_of_announcement_claims_nothing_before_it():
    late = "2026-11-24"
    for measure, day in (("RST-04", "2024-06-01"), ("RST-05", "2024-08-20"), ("RST-22", "2026-03-01")):
        assert REGISTER.in_force(measure, asof(day, late)) is None, measure
    assert REGISTER.state("RST-03", asof("2023-10-01", late)).key == "not_announced"


def test_a_title_alone_never_covers_a_whole_code():
    assert "full" not in {coverage for measure in REGISTER for coverage in REGISTER.codes_of(measure).values()}


def test_a_measure_names_every_stage_its_notice_prints():
    items = ItemRegistry.read(TEXTS, SEOUL)
    for item in items:
        assert {fact for fact in item.facts if fact.startswith("RST") and item.chain is None} == {
            measure.id for measure in REGISTER if item.key in measure.items and item.chain is None
        }, item.key


def test_the_stated_reading_speaks_of_one_reading_only():
    words = REGISTER.state("RST-17", asof("2026-11-23")).words
    assert words.en == "pause over by its stated reading; state not known"
    assert REGISTER.state("RST-14", asof("2026-11-23")).words.en == "pause over by both; state not known"


def test_no_state_claims_that_a_measure_bites_again():
    for pause, measure in PAUSED_BY.items():
        assert REGISTER.in_force(measure, asof("2026-12-31")) is None
        assert [gap.id for gap in Unknowns.read(TEXTS).about(pause)] == ["UNK-07"]


def test_four_mornings():
    assert windows("2025-12-30") == {"0-7": {}, "8-30": {}, "31-90": {}, "passed": {}}
    four = {"PAU-1": 21, "PAU-2": 21, "PAU-3": 21, "PAU-4": 21}
    assert windows("2026-10-20") == {"0-7": {}, "8-30": four, "31-90": {"PAU-5": 38}, "passed": {}}
    five = dict.fromkeys(four, 5)
    assert windows("2026-11-05") == {"0-7": five, "8-30": {"PAU-5": 22}, "31-90": {}, "passed": {}}
    gone = dict.fromkeys(four, -13)
    assert windows("2026-11-23") == {"0-7": {"PAU-5": 4}, "8-30": {}, "31-90": {}, "passed": gone}


def test_a_pause_ends_today_and_licensing_was_never_paused():
    today = sunsets(REGISTER.endings(), asof("2026-11-10"), SEOUL)["0-7"]
    assert {one.fact.id: one.days_left for one in today} == dict.fromkeys(("PAU-1", "PAU-2", "PAU-3", "PAU-4"), 0)
    beijing = next(one for one in today if one.fact.id == "PAU-4").as_answer()
    assert beijing["ends"][0] == {"instant": "2026-11-10T00:00:00+08:00", "zone": "Asia/Shanghai"}
    assert beijing["wording"] == "自即日起至2026年11月10日"
    for licence in ("RST-02", "RST-03", "RST-05", "RST-07", "RST-08"):
        assert REGISTER.in_force(licence, asof("2025-12-30")) is True


def test_the_surcharge_ends_in_daylight_time():
    assert windows("2026-07-17")["0-7"]["TAR-06"] == 7
    ends = FACTS.get("TAR-06").ends.ends[0].astimezone(SEOUL)
    assert ends.isoformat() == "2026-07-24T13:01:00+09:00"
    assert FACTS.get("TAR-06").when.start.astimezone(SEOUL).isoformat() == "2026-02-24T14:01:00+09:00"
