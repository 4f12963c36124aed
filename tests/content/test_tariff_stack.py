"""US duties on Korean goods: three lines on six days as the facts have them, each day as known; rows against their facts."""

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from gwanje.evidence import Claims, Facts, References
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.impact.tariffs import TariffQuestion, TariffStacks, tariff_rate

pytestmark = pytest.mark.korea

SEOUL, EASTERN = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
CONTENT = Path(__file__).resolve().parents[2] / "src" / "gwanje_korea"
TEXTS = {p.relative_to(CONTENT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(CONTENT.rglob("*.yaml"))}
REFERENCES = References.read(TEXTS, SEOUL)
CLAIMS = Claims.read(TEXTS, SEOUL, REFERENCES)
FACTS = Facts.read(TEXTS, SEOUL, REFERENCES)
STACK = TariffStacks.read(TEXTS, SEOUL, REFERENCES.known_of).get("USA")
DAYS = ("2025-03-01", "2025-05-01", "2025-07-01", "2025-12-01", "2026-03-01", "2026-04-15")
TRACKER = "us_tariff_tracker"


def rate(code, on, known="2026-11-23", claimed=1.0, **more):
    found = STACK.line_of(Code.parse(code))
    assert found.line is not None, found.reason
    at = AsOf(parse_instant(f"{on} America/New_York", SEOUL), parse_instant(known, SEOUL, day_counts_from_its_end=True))
    return tariff_rate(STACK, TariffQuestion(found.digits, "KOR", at, claimed, **more))


@pytest.mark.parametrize(
    ("code", "fact"), [("hs2022:870323", "TAR-L1"), ("hs2022:854231", "TAR-L2"), ("hs2022:720838", "TAR-L3")]
)
def test_three_lines_on_six_days_come_out_as_the_facts_have_them(code, fact):
    """The sums of the facts were made by hand, apart from these rows."""
    told = [figure.value for figure in FACTS.get(fact).figures]
    told = told * 6 if len(told) == 1 else told
    found = [rate(code, day) for day in DAYS]
    assert [(one.status, one.low, one.high) for one in found] == [
        ("ok", pytest.approx(value), pytest.approx(value)) for value in told
    ]


def test_magnets_are_free_under_the_agreement_and_pay_the_general_rate_without_it():
    for day in DAYS:
        assert rate("hts2025:8505110070", day).high == 0
        assert rate("hts2025:8505110070", day, claimed=0.0).low == pytest.approx(0.021)


def test_on_the_first_of_december_the_car_was_known_to_pay_25_percent():
    """15% was announced and not enacted; the notice of 4 December made it 15% back to 1 November."""
    known_then = rate("hs2022:870323", "2025-12-01", known="2025-12-01")
    assert (known_then.low, known_then.high) == pytest.approx((0.25, 0.25))
    assert [(s.row.fact, s.state) for s in known_then.trace if s.state == "announced"] == [("TAR-02", "announced")]
    assert rate("hs2022:870323", "2025-12-01", known="2025-12-03").low == pytest.approx(0.25)
    assert rate("hs2022:870323", "2025-12-01", known="2025-12-04").low == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("code", "day", "before", "after"),
    [
        ("hs2022:720838", "2025-03-12", 0.0, 0.25),
        ("hs2022:720838", "2025-06-04", 0.25, 0.50),
        (
            "hs2022:870323",
            "2025-04-03",
            None,
            0.25,
        ),  # phase 1 of the reciprocal tariffs: announced on the 2nd, not read
        ("hs2022:870323", "2025-11-01", 0.25, 0.15),
    ],
)
def test_a_duty_begins_at_one_minute_past_midnight_in_the_east_of_the_us(code, day, before, after):
    found = STACK.line_of(Code.parse(code))
    for clock, expected in (("00:00", before), ("00:01", after)):
        at = AsOf(
            datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=EASTERN), datetime(2026, 11, 23, tzinfo=SEOUL)
        )
        assert tariff_rate(STACK, TariffQuestion(found.digits, "KOR", at, 1.0)).low == (
            None if expected is None else pytest.approx(expected)
        )


def test_the_trace_of_a_car_names_acts_days_and_disputes():
    trace = rate("hs2022:870323", "2025-05-01").trace
    steps = {step.row.fact: step for step in trace if step.row.stage != "exemption"}
    assert steps["TAR-12"].row.claims == ("CLM-26",)
    assert "9903.94.01" in steps["TAR-12"].row.article
    assert steps["TAR-12"].until == datetime(2025, 11, 1, 0, 1, tzinfo=EASTERN)
    assert steps["TAR-01"].state == "exempted"
    last = rate("hs2022:870323", "2026-03-01").trace
    assert {step.row.id: step.state for step in last}["UST-06"] == "exempted"


def test_what_is_open_is_a_range_never_a_guess():
    truck, battery, memory = (
        rate(code, "2026-03-01") for code in ("hs2022:870421", "hs2022:850760", "hts2025:8473301140")
    )
    assert (truck.low, truck.high) == pytest.approx((0.25, 0.50))
    assert (battery.low, battery.high) == pytest.approx((0.0, 0.15))
    assert (memory.low, memory.high) == pytest.approx((0.0, 0.25))
    assert all(one.open_questions for one in (truck, battery, memory))
    foil = rate("hs2022:741011", "2026-03-01", contents={"copper": 0.9})
    assert (foil.low, foil.high) == pytest.approx((0.45, 0.45))
    assert rate("hs2022:741011", "2025-09-01").status == "not_computable"


def test_the_disputed_rate_of_section_122_was_open_until_a_side_was_adopted():
    assert CLAIMS.get("CLM-19").adopted == "A"
    found = rate("hs2022:854231", "2026-03-01", known="2026-03-15", open_claims=frozenset({"CLM-19"}))
    assert (found.low, found.high) == pytest.approx((0.0, 0.15))
    assert {question.key[0] for question in found.open_questions} == {"rate", "scope"}


def test_nothing_is_claimed_after_the_end_of_the_tracker():
    assert rate("hs2022:870323", "2026-04-29").status == "ok"
    assert rate("hs2022:870323", "2026-04-30").status == "not_computable"
    assert rate("hs2022:870323", "2024-12-31").status == "not_computable"


def test_every_row_stands_on_a_fact_and_says_when_it_was_known_as_the_fact_does():
    for row in STACK.rows:
        REFERENCES.check(row)
        assert set(row.claims) <= set(CLAIMS.by_id)
        if row.fact is None:
            assert row.stage == "base", row.id
            continue
        fact = FACTS.get(row.fact)
        assert set(row.sources) <= set(fact.sources), row.id
        assert REFERENCES.known_of(row) >= REFERENCES.known_of(fact) or row.stage in ("base", "preference"), row.id
        if row.stage in ("security", "emergency"):
            assert REFERENCES.known_of(row) == REFERENCES.known_of(fact), row.id
            assert set(row.claims) == set(fact.claims), row.id
            assert row.status == fact.status, row.id


def test_every_tariff_fact_with_a_rate_for_a_recorded_line_has_its_rows():
    used = {row.fact for row in STACK.rows}
    told = {fact.id for fact in FACTS if fact.id.startswith("TAR-") and fact.kind == "tariff"}
    assert told - used == {"TAR-08", "TAR-17", "TAR-19"}, "a count of lines, the history of TAR-17b, an inquiry"


def reference(folder: Path, name: str) -> Path:
    if not (folder / name).exists():
        pytest.skip(f"no reference data: {folder / name} is absent (users download it from the publisher)")
    return folder / name


def as_rate(text: str) -> float:
    return 0.0 if text == "Free" else float(text.removesuffix("%")) / 100


def test_base_rates_and_whole_subheadings_are_those_of_the_schedule(reference_folder):
    table = pd.read_parquet(reference(reference_folder, "us_hts/hts_2025_basic_edition.parquet"))
    table["digits"] = table.hts_number.fillna("").str.replace(".", "", regex=False)
    for line in STACK.lines:
        digits = line.code.partition(":")[2].replace(".", "")
        eight = table[table.digits.str[:8].eq(digits[:8]) & table.general_rate.fillna("").ne("")].iloc[0]
        assert rate(f"hts2025:{digits}", "2025-01-15", claimed=0.0).low == pytest.approx(as_rate(eight.general_rate)), (
            line.code
        )
        special = eight.special_rate or ""
        under = 0.25 if "25% (KR)" in special else 0.0 if "KR" in special else as_rate(eight.general_rate)
        assert rate(f"hts2025:{digits}", "2025-01-15").low == pytest.approx(under), line.code
        if line.whole_of:
            six = line.whole_of.partition(":")[2]
            assert {one[:8] for one in table.digits if one.startswith(six) and len(one) >= 8} == {digits[:8]}


@pytest.mark.parametrize(
    ("name", "column", "rows"),
    [
        ("resources_ieepa_exempt_products.csv", "hts10", ["UST-X5"]),
        ("resources_s122_exempt_products.csv", "hts8", ["UST-X8"]),
        ("resources_s232_copper_products.csv", "hts10", ["UST-15"]),
        ("resources_s232_semi_products.csv", "hts10", ["UST-16"]),
    ],
)
def test_codes_taken_from_the_tracker_stand_in_its_lists(reference_folder, name, column, rows):
    with reference(reference_folder, f"{TRACKER}/{name}").open(encoding="utf-8") as file:
        listed = [line[column] for line in csv.DictReader(file)]
    by_id = {row.id: row for row in STACK.rows}
    for code in (code for row in rows for code in (*by_id[row].products, *by_id[row].perhaps)):
        digits = code.partition(":")[2].replace(".", "")
        assert any(one.startswith(digits) or digits.startswith(one) for one in listed), code


def test_recorded_lines_that_no_exemption_row_names_are_on_no_list_of_the_tracker(reference_folder):
    """What the rows leave out is out in the tracker too: cars, trucks, steel, copper foil."""
    for name, row in (
        ("resources_ieepa_exempt_products.csv", "UST-X5"),
        ("resources_s122_exempt_products.csv", "UST-X8"),
    ):
        listed = reference(reference_folder, f"{TRACKER}/{name}").read_text(encoding="utf-8").replace('"', "").split()
        named = {
            code.partition(":")[2].replace(".", "")[:8] for one in STACK.rows if one.id == row for code in one.products
        }
        for line in STACK.lines:
            digits = line.code.partition(":")[2].replace(".", "")[:8]
            assert any(one.startswith(digits) for one in listed) == (digits in named), (name, line.code)
