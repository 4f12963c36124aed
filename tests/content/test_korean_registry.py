"""The ministry before and after 30 December 2025, as public sources tell it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

import gwanje_korea
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.registry import Registry

pytestmark = pytest.mark.korea

ZONE = ZoneInfo("Asia/Seoul")
ROOT = Path(gwanje_korea.__file__).parent
EVE, DAY = "2025-12-29", "2025-12-30"
UNITS = [f"kr-u{number:02d}" for number in range(1, 23)] + ["kr-x01"]
KEYS = {
    "FN-01": "resource-industry",
    "FN-02": "supply-chain",
    "FN-03": "trade-security",
    "FN-04": "control-tower",
    "FN-05": "industrial-ai",
    "FN-06": "manufacturing-ai-cooperation",
    "FN-07": "machinery-robotics",
    "FN-08": "bio-industry",
    "FN-09": "korea-us-trade",
    "FN-10": "civil-military",
    "FN-11": "chemicals",
    "FN-12": "industrial-energy",
    "FN-13": "resource-safety",
    "FN-14": "regional-economy",
    "FN-15": "mid-sized-enterprises",
    "FN-16": "industrial-growth",
    "FN-17": "regulatory-reform",
    "FN-18": "regulatory-sandbox",
    "FN-19": "trade-agreements",
    "FN-20": "critical-materials",
    "FN-21": "resource-security",
    "FN-22": "energy-policy",
}
# mandate: lead or state on the eve, lead on the day, chain above the lead on the day ("?" a link nobody reports)
LEADS = {
    "FN-01": ("kr-u03", "kr-u03", ["kr-u02", "kr-u01"]),
    "FN-02": ("kr-u04", "kr-u04", ["kr-u02", "kr-u01"]),
    "FN-03": ("kr-u05", "kr-u05", ["kr-u02", "kr-u01"]),
    "FN-04": ("dispersed", "kr-u02", ["kr-u01"]),
    "FN-05": ("not_reported", "kr-u06", ["?", "kr-u01"]),
    "FN-06": ("not_reported", "kr-u08", ["kr-u06", "?", "kr-u01"]),
    "FN-07": ("kr-u09", "kr-u09", ["kr-u06", "?", "kr-u01"]),
    "FN-08": ("kr-u10", "kr-u10", ["kr-u06", "?", "kr-u01"]),
    "FN-09": ("not_reported", "kr-u11", ["?", "kr-u01"]),
    "FN-10": ("kr-u12", "kr-u12", ["?", "kr-u01"]),
    "FN-11": ("kr-u13", "kr-u13", ["?", "kr-u01"]),
    "FN-12": ("not_reported", "kr-u14", ["kr-u18", "kr-u20", "kr-u01"]),
    "FN-13": ("not_reported", "kr-u15", ["kr-u03", "kr-u02", "kr-u01"]),
    "FN-14": ("not_reported", "kr-u19", ["?", "kr-u01"]),
    "FN-15": ("not_reported", "kr-u19", ["?", "kr-u01"]),
    "FN-16": ("not_reported", "kr-u16", ["kr-u01"]),
    "FN-17": ("dispersed", "kr-u17", ["?", "kr-u16", "kr-u01"]),
    "FN-18": ("dispersed", "kr-u17", ["?", "kr-u16", "kr-u01"]),
    "FN-19": ("kr-u22", "kr-u22", ["?", "kr-u01"]),
    "FN-20": ("dispersed", "kr-u02", ["kr-u01"]),
    "FN-21": ("not_reported", "kr-u03", ["kr-u02", "kr-u01"]),
    "FN-22": ("kr-x01", "kr-x01", []),
}


def at(valid, known="2026-11-23"):
    return AsOf(parse_instant(valid, ZONE), parse_instant(known, ZONE, day_counts_from_its_end=True))


def path(holder):
    return [link.unit.id if link.unit else "?" for link in holder.chain]


@pytest.fixture(scope="module")
def files():
    return {found.relative_to(ROOT).as_posix(): found.read_text("utf-8") for found in ROOT.rglob("*.yaml")}


@pytest.fixture(scope="module")
def registry(files):
    return Registry.read(files, ZONE, compiled=at("2026-11-24").valid)


def test_every_unit_mandate_and_event_is_there(registry):
    for unit in UNITS:
        assert registry.find_unit(unit) == unit
    assert {mandate.id: mandate.key for mandate in registry.mandates()} == KEYS
    told = {fact for reform in registry.reforms(at(DAY)) for event in reform.events for fact in event.facts}
    assert {f"ORG-E{number:02d}" for number in range(24)} <= told


@pytest.mark.parametrize("mandate", LEADS)
def test_the_lead_on_both_days_and_the_chain_above_it(registry, mandate):
    eve, day, chain = LEADS[mandate]
    before, after = registry.who(mandate, at(EVE)), registry.who(KEYS[mandate], at(DAY))
    assert (before.lead.id if before.lead else before.state) == eve
    assert (after.state, after.lead.id, path(after)) == ("held", day, chain)


@pytest.mark.parametrize(
    ("mandate", "level", "temporary"),
    [
        ("trade-security", "bureau", False),
        ("control-tower", "office", False),
        ("manufacturing-ai-cooperation", "division", True),
        ("civil-military", "division", False),
        ("chemicals", "division", False),
        ("resource-safety", "team", False),
        ("mid-sized-enterprises", "bureau or office", False),
        ("trade-agreements", "not reported", False),
        ("energy-policy", "ministry", False),
    ],
)
def test_the_level_of_the_lead(registry, mandate, level, temporary):
    holder = registry.who(mandate, at(DAY))
    assert (holder.level, holder.lead.temporary) == (level, temporary)


def test_trade_security_keeps_its_bureau_and_changes_its_chain(registry):
    assert path(registry.who("trade-security", at(EVE))) == ["kr-u21", "kr-u01"]
    handover = registry.handover("trade-security", at(EVE), at(DAY))
    assert not handover.lead_changed
    names = registry.who("trade-security", at(DAY)).lead.names.as_answer()
    assert names["ko"] == {"text": "무역안보정책관", "status": "reported"}
    assert names["en"]["status"] == "provisional"


def test_known_before_the_cabinet_meeting_no_reform_after_it_a_plan(registry):
    known = {day: {r.id: r.status for r in registry.reforms(at(DAY, day))} for day in ("2025-12-22", "2025-12-24", DAY)}
    assert "kr-reform-2025-12-30" not in known["2025-12-22"]
    assert known["2025-12-24"]["kr-reform-2025-12-30"] == "planned"
    assert known[DAY]["kr-reform-2025-12-30"] == "in_force"
    assert path(registry.who("trade-security", at(DAY, "2025-12-22"))) == ["kr-u21", "?"]
    assert registry.who("control-tower", at(DAY, "2025-12-22")).state == "not_known"


def test_earlier_evidence_reaches_back_and_nothing_else_does(registry):
    assert registry.who("trade-security", at("2020-05-06")).lead.id == "kr-u05"
    assert registry.who("trade-security", at("2020-05-05")).state == "not_known"
    assert registry.who("chemicals", at("2019-12-03")).lead.id == "kr-u13"
    assert registry.who("supply-chain", at("2025-12-22")).state == "not_known"
    assert registry.show("kr-u01", at("2025-09-30")).placed.unit.called("ko") == "산업통상자원부"
    assert registry.show("kr-u01", at("2025-10-01")).placed.unit.called("ko") == "산업통상부"


def test_the_day_energy_left_stays_uncertain(registry):
    before, after = registry.who("energy-policy", at("2025-09-20")), registry.who("energy-policy", at("2025-10-01"))
    assert (before.lead.id, after.lead.id) == ("kr-u01", "kr-x01")
    for holder in (before, after):
        assert any("not later than 2025-10-01" in note.en for note in holder.notes)


def test_what_is_derived_says_so(registry):
    tower, security = registry.who("control-tower", at(DAY)), registry.who("resource-security", at(DAY))
    assert [unit.id for unit in tower.cooperating] == ["kr-u03", "kr-u04", "kr-u05"]
    assert any("Derived" in note.en for note in tower.notes)
    assert security.status == "unverified"
    assert registry.who("resource-security", at(DAY, "2026-02-01")).state == "not_reported"
    energy = registry.who("industrial-energy", at(DAY))
    assert energy.is_derived
    assert [unit.id for unit in energy.cooperating] == ["kr-x01"]
    assert registry.who("critical-materials", at(DAY)).inner_not_reported


def test_the_diff_covers_every_unit_the_article_names(registry):
    diff = registry.diff(at(EVE), at(DAY))
    assert {f"ORG-E{number:02d}" for number in range(1, 23)} <= diff.facts()
    assert {("ORG-E23",), ("ORG-E00",), ("ORG-F06",)} == {event.facts for event in diff.undated}
    assert diff.units() == set(UNITS)
    assert next(c for c in diff.changes if c.kind == "posts_changed").words.en.endswith("(difference of 9 unexplained)")


def test_no_name_is_known_before_the_source_that_carries_it(registry):
    ministry = registry.show("kr-u01", at("2025-11-01", "2025-11-01")).placed.unit
    assert ministry.names.ko.text == "산업통상부"
    assert ministry.names.en is None, "the old English name ended with the Korean one"
    assert "MO1" in registry.show("kr-u01", at(DAY)).placed.unit.sources
    early = {name.text for name in (n.name for n in registry.show("kr-u13", at("2025-11-01", "2025-11-01")).names)}
    assert early == {"화학산업팀"}


def test_a_planned_chain_makes_the_answer_planned(registry):
    assert registry.who("trade-security", at(DAY, "2025-12-24")).planned
    assert not registry.who("trade-security", at(EVE, "2025-12-24")).planned
    assert not registry.who("trade-security", at(DAY)).planned


def test_what_was_so_before_the_reform_is_not_said_after_it(registry):
    words = [note.en for note in registry.who("resource-industry", at(DAY)).notes]
    assert not any("vice minister" in word for word in words)
    assert any("unverified" in word for word in words), "its change of class is derived"


def test_energy_names_its_cooperating_unit_and_keeps_its_beginning(registry):
    energy = registry.who("energy-policy", at(DAY))
    assert [unit.id for unit in energy.cooperating] == ["kr-u14"]
    assert energy.since is None
    assert not registry.who("energy-policy", at(DAY, "2025-12-24")).planned
    assert any("not later than 2025-10-01" in note.en for note in energy.notes)


def test_missing_names_are_visible(registry):
    for unit in ("kr-u18", "kr-u19", "kr-u22"):
        assert registry.show(unit, at(DAY)).placed.unit.names.ko is None
    assert registry.show("kr-u14", at(DAY)).placed.unit.names.ko.status == "inferred"


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("기계로봇제조정책과", "kr-u09"),
        ("화학산업팀", "kr-u13"),
        ("free trade agreement", "kr-u22"),
        ("산업통상자원부", "kr-u01"),
    ],
)
def test_old_names_find_the_unit(registry, asked, unit):
    assert registry.find_unit(asked) == unit


def test_a_typing_mistake_is_answered_with_did_you_mean(registry):
    with pytest.raises(UnknownKeyError, match="kr-u05"):
        registry.find_unit("무역안보정챡관")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        *((f"RST-{number:02d}", "critical-materials") for number in (*range(1, 6), *range(7, 16), *range(19, 24))),
        ("RST-06a", "critical-materials"),
        ("RST-06b", "critical-materials"),
        ("PAU-4", "critical-materials"),
        ("PAU-5", "critical-materials"),
        ("rare-earth-magnets", "critical-materials"),
        ("natural-graphite", "critical-materials"),
        ("RST-17", "trade-security"),
        ("PAU-1", "trade-security"),
        ("TAR-06", "korea-us-trade"),
        ("HMZ-10", "resource-security"),
        ("RST-16", None),
        ("RST-18", None),
        ("PAU-2", None),
        ("PAU-3", None),
        ("crude-oil", None),
    ],
)
def test_routing(registry, asked, key):
    route = registry.route(asked)
    assert (route.mandate.key if route.mandate else None) == key
    assert route.reason
    assert route.derived == (key is not None)


def test_every_source_and_claim_cited_is_declared(files, registry):
    references = {row["id"] for row in yaml.safe_load(files["references.yaml"])}
    claims = {row["id"] for row in yaml.safe_load(files["claims.yaml"])}
    for entry in registry.entries:
        assert entry.sources, entry.place
        assert set(entry.sources) <= references, entry.place
        assert set(entry.claims) <= claims, entry.place
