"""The reform of 30 December 2025 as a planner sees it: what balances, what stands open, what cannot be checked."""

import json

import pytest

from gwanje.answers.previews import preview
from gwanje.foundation.instants import AsOf, parse_instant
from towers import WORLD, copied, korea, run_korea, run_process, world_home

pytestmark = pytest.mark.korea

REFORM = "kr-reform-2025-12-30"
MANDATES = 22
ARTICLE = [f"kr-u{number:02d}" for number in range(1, 23)] + ["kr-x01"]


@pytest.fixture(scope="module")
def answer():
    return preview(korea(), REFORM, korea().latest_known())


def at(day, known="2026-11-23"):
    zone = korea().zone
    return AsOf(parse_instant(day, zone), parse_instant(known, zone, day_counts_from_its_end=True))


def outcome(answer, check, subject):
    return next(one for one in answer.checks if (one["check"], one["subject"]) == (check, subject))


@pytest.mark.parametrize(
    ("check", "subject", "expected"),
    [
        ("ORG-R1", "kr-u02", "passed"),
        ("ORG-R1", "kr-u16", "not_checkable"),
        ("ORG-R1", "kr-u20", "not_checkable"),
        ("ORG-R1", "kr-u21", "not_checkable"),
        ("ORG-R2", "kr-u01", "not_checkable"),
        ("ORG-R2a", "kr-u08", "not_checkable"),
        ("ORG-R3", "kr-u01", "not_checkable"),
        ("ORG-R4", "kr-u01", "open"),
        ("ORG-R5", REFORM, "passed"),
        ("ORG-R6b", "kr-u03", "not_checkable"),
        ("ORG-R6b", "kr-u04", "not_checkable"),
        ("ORG-R6b", "kr-u05", "not_checkable"),
        ("ORG-R6a", "kr-u06", "not_checkable"),
    ],
)
def test_every_rule_of_the_reform(answer, check, subject, expected):
    assert outcome(answer, check, subject)["outcome"] == expected


def test_the_rules_say_why(answer):
    assert "only if 2 of kr-u14, kr-u17 replaced another division" in outcome(answer, "ORG-R3", "kr-u01")["words"]["en"]
    assert outcome(answer, "ORG-R6a", "kr-u06")["words"]["en"].endswith("(4 named); met by the named children.")
    assert (
        outcome(answer, "ORG-R4", "kr-u01")["words"]["ko"] == "산업통상부: 정원 차이 9명, CLM-01에 따라 미해결로 표시."
    )
    assert not answer.refused


def test_both_ledgers_show_both_sides(answer):
    (line,) = answer.ledger
    assert (line["listed_before"], line["listed_after"], line["announced"], line["difference"]) == (783, 810, 36, -9)
    assert (line["balance"], line["by_kind"], line["claims"]) == ("open", {"director-level": 1}, ["CLM-01"])
    claims = {claim["id"]: claim for claim in answer.claims}
    assert {"CLM-01", "CLM-03", "CLM-04", "CLM-06", "CLM-08", "CLM-09", "CLM-10", "CLM-24"} <= set(claims)
    assert (claims["CLM-01"]["a"]["statement"]["en"], claims["CLM-01"]["adopted"]) == ("+36", "none")


def test_events_are_told_in_order_with_their_facts(answer):
    facts = [event["facts"][0] for event in answer.events]
    assert facts[:5] == ["ORG-E01", "ORG-E02", "ORG-E02", "ORG-E03", "ORG-E04"]
    assert {f"ORG-E{number:02d}" for number in range(1, 24)} <= {
        fact for event in answer.events for fact in event["facts"]
    }
    assert answer.events[-1]["state"] == "not_known"


def test_handovers_are_counted_by_what_is_known_of_the_day_before(answer):
    assert answer.affairs == MANDATES
    assert answer.handed_over == {
        "new_lead": 0,
        "same_lead_other_chain": 5,
        "one_lead_instead_of_several": 4,
        "before_not_reported": 9,
        "before_nobody": 0,
        "parts_to_another_lead": 0,
    }


def test_what_hangs_on_an_affair_moves_with_it_before_its_day(answer):
    moving = {item["id"]: (item["kind"], item["from"], item["to"]) for item in answer.moving}
    assert moving["RST-08"] == ("measure", "dispersed", "kr-u02")
    assert moving["rare-earth-magnets"] == ("item", "dispersed", "kr-u02")
    assert moving["PAU-1"] == ("end", "kr-u05", "kr-u05")
    assert all(item["mandate"] in {one["mandate"] for one in answer.handovers} for item in answer.moving)


def test_names_that_are_not_official_are_tasks(answer):
    names = {one["unit"]: one["names"] for one in answer.names}
    assert names["kr-u02"] == {"en": {"text": "Industry Resources Security Office", "status": "provisional"}}
    assert names["kr-u18"]["ko"]["status"] == "missing"
    assert "kr-u01" not in names


def test_before_the_cabinet_met_nobody_knew_of_it():
    unknown = run_korea("org", "preview", REFORM, "--known", "2025-12-22")
    assert unknown.code == 2
    assert "No reform with the id 'kr-reform-2025-12-30' was public by 2025-12-22 00:00 KST" in unknown.err
    assert run_korea("org", "preview", REFORM, "--known", "2025-12-24").text.splitlines()[1].startswith("planned, ")
    assert run_korea("org", "preview", REFORM, "--known", "2025-12-30").text.splitlines()[1].startswith("in force, ")


def test_every_affair_on_both_days_as_one_table():
    rows = run_korea("org", "who", "--on", "2025-12-29", "--also-on", "2025-12-30", "--format", "csv").text.splitlines()
    assert len(rows) == MANDATES + 1
    assert "trade-security,kr-u05 < kr-u21 < kr-u01,kr-u05 < kr-u02 < kr-u01,True" in rows
    assert "civil-military,kr-u12 < not_reported < kr-u01,kr-u12 < not_reported < kr-u01,False" in rows


def test_the_diff_names_every_unit_of_the_article():
    diff = json.loads(run_korea("org", "diff", "2025-12-29", "2025-12-30", "--format", "json").text)
    assert {unit for change in diff["changes"] for unit in change["units"]} == set(ARTICLE)


def test_an_office_left_with_two_bureaus_is_refused(tmp_path):
    text = """
id: kr-two-bureaus
names: {en: {text: Trade security leaves the office, status: inferred}}
effective: 2030-01-01
known: 2026-11-01
sources: [KH1]
basis: {act: "직제", decided: 2026-11-01}
events:
  - move: {unit: kr-u05, from: kr-u02, to: kr-u21}
"""
    (tmp_path / "two.yaml").write_text(text, encoding="utf-8")
    home = copied(world_home(), tmp_path)
    seen = run_korea("org", "preview", str(tmp_path / "two.yaml"), home=home)
    assert seen.code == 3
    assert "✗ Industry Resources Security Office has 2" in seen.text
    refused = run_korea("org", "enact", str(tmp_path / "two.yaml"), home=home)
    assert refused.code == 3
    assert "Check ORG-R1 fails for kr-u02: An office (실) needs at least three bureau-level units." in refused.err
    assert "Expected: at least 3. Found: 2 named: kr-u03, kr-u04." in refused.err


def test_the_desk_is_not_guessed():
    registry = korea().registry
    assert registry.who("trade-security", at("2025-12-30")).desk.state == "division_not_known"
    assert registry.who("chemicals", at("2025-12-30")).desk.state == "post_not_known"
    minister = registry.people.posts(at("2025-12-30"), "kr-u01")[0]
    assert (minister.seats[0].names.best("en"), minister.seats[0].names.ko) == ("Kim Jung-kwan", None)
    assert registry.people.posts(at("2025-12-01", "2025-12-01"), "kr-u01") == []


def test_moving_the_bureau_leaves_its_access_alone_and_the_old_office_has_none():
    registry = korea().registry
    days = [at("2025-12-29"), at("2025-12-30")]
    assert [registry.access("kr-u05", "trade-security", day).basis for day in days] == ["lead", "lead"]
    assert [registry.access("kr-u21", "trade-security", day).basis for day in days] == ["above", "none"]
    assert [registry.access("kr-u02", "trade-security", day).basis for day in days] == ["none", "above"]


def test_energy_posts_are_listed_and_not_explained():
    lines = {one: line for line in korea().registry.ledger(at("2025-12-30")) for one in line.reforms}
    energy = lines["kr-energy-2025"]
    assert (energy.listed_before, energy.listed_after, energy.balance, energy.day_is_exact) == (
        957,
        783,
        "not_comparable",
        False,
    )


def test_a_preview_builds_no_warehouse_and_reads_no_table(tmp_path):
    found = run_process("org", "preview", REFORM, home=tmp_path, content=None, packages=WORLD)
    assert found.code == 0, found.err
    assert [path.name for path in (tmp_path / "KOR").iterdir() if not path.name.startswith("journal")] == []
