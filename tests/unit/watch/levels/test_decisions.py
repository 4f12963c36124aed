"""What a decision must bring, and the content of a scheme that contradicts itself."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.errors import ContentError, NotPermittedError, RefusedInputError, UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.watch import Actor, LevelConsulted, LevelProposed, Schemes, StationOfDay
from gwanje.watch.decisions import (
    NOT_ASKED,
    check_in_force,
    check_place,
    check_reason,
    check_term,
    is_override,
    line_passed,
)

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
LINE = [
    StationOfDay("draft", needed=True, units=("nv-u05",)),
    StationOfDay("consult", needed=True, units=("nv-u02",)),
    StationOfDay("sign", needed=True, units=("nv-u01",)),
]
DRAFT = LevelProposed("alerts", "lagoon", "nv-u05", NOON, 3, level="attention", outcome="proposed", unit="nv-u05")
AGREED = LevelConsulted("alerts", "lagoon", "nv-u02", NOON, 4, proposal=3, says="agreed", unit="nv-u02")
BOSS = Actor("nv-u01", NOON, "nv-u01")


def none_met(*, at_least):
    return LevelProposed("alerts", "lagoon", "nv-u05", NOON, 3, outcome="none_met", at_least=at_least)


@pytest.mark.parametrize(
    ("level", "proposal", "overrides"),
    [
        ("attention", DRAFT, False),
        ("caution", DRAFT, True),
        ("none", DRAFT, True),
        ("attention", None, True),
        ("none", none_met(at_least=False), False),
        ("none", none_met(at_least=True), True),
        ("attention", none_met(at_least=False), True),
    ],
)
def test_whoever_goes_beyond_the_criteria_overrides_up_and_down(level, proposal, overrides):
    assert is_override(level, "none", proposal) is overrides


def test_an_override_without_a_reason_is_refused():
    for reason in ("", "  "):
        with pytest.raises(RefusedInputError, match="no reason"):
            check_reason("attention", reason, overrides=True)
    check_reason("attention", "", overrides=False)


def test_the_whole_line_is_passed_in_its_order():
    passed = line_passed(LINE, DRAFT, [AGREED], BOSS, {})
    assert [(one.station, one.by, one.says) for one in passed] == [
        ("draft", "nv-u05", ""),
        ("consult", "nv-u02", "agreed"),
        ("sign", "nv-u01", ""),
    ]


def test_a_station_that_was_not_passed_is_named():
    with pytest.raises(RefusedInputError, match=r"station 'consult' \(nv-u02\)"):
        line_passed(LINE, DRAFT, [], BOSS, {})
    with pytest.raises(RefusedInputError, match="station 'draft'"):
        line_passed(LINE, None, [AGREED], BOSS, {})
    elsewhere = LevelConsulted("alerts", "lagoon", "nv-u06", NOON, 4, proposal=3, says="agreed", unit="nv-u06")
    with pytest.raises(RefusedInputError, match="station 'consult'"):
        line_passed(LINE, DRAFT, [elsewhere], BOSS, {})


def test_a_station_passed_by_keeps_the_reason():
    passed = line_passed(LINE, None, [], BOSS, {"draft": "by shell", "consult": "mermaids asleep"})
    assert [(one.station, one.waived, one.says) for one in passed] == [
        ("draft", True, "by shell"),
        ("consult", True, "mermaids asleep"),
        ("sign", False, ""),
    ]


def test_who_drafted_cannot_sign():
    alone = Actor("nv-u05", NOON, "")
    with pytest.raises(RefusedInputError, match="cannot sign"):
        line_passed(LINE, DRAFT, [AGREED], alone, {})


def test_another_unit_does_not_sign_and_an_unknown_office_is_kept_as_written():
    with pytest.raises(NotPermittedError, match="does not stand at the station 'sign'"):
        line_passed(LINE, DRAFT, [AGREED], Actor("nv-u02", NOON, "nv-u02"), {})
    assert line_passed(LINE, DRAFT, [AGREED], Actor("the captain", NOON), {})[-1].by == "the captain"
    check_place([StationOfDay("sign", needed=True)], "sign", Actor("nv-u02", NOON, "nv-u02"))


def test_a_term_that_cannot_run_is_refused():
    check_term(NOON, None)
    with pytest.raises(RefusedInputError, match="over before it begins"):
        check_term(NOON, NOON)


SCHEME = """
key: alerts
names: {en: {text: Alerts}, ko: {text: 경보}}
sources: [NV1]
levels:
  - {key: none, names: {en: {text: no level}}}
  - {key: attention, names: {en: {text: attention}, ko: {text: 관심}}}
resources: [{key: lagoon, names: {en: {text: Lagoon}}, items: [lagoon-graphite]}]
criteria:
  - id: NVC-1
    level: attention
    resources: [lagoon]
    conditions: [{key: ticking, kind: reported, about: {en: ticking, ko: 똑딱}}]
    sources: [NV1]
silences: [{resource: lagoon, after: 2030-06-01, unknown: NVN-1, known: 2030-07-01}]
readings: [{condition: ticking, resource: lagoon, value: true, at: 2030-05-01, sources: [NV1], known: 2030-05-02}]
"""


def schemes(text=SCHEME, **more):
    files = {"levels/alerts.yaml": text, "items/items.yaml": "not read here"} | more
    return Schemes.read(files, ZoneInfo("UTC"), lambda record: record.known or NOON)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("level: attention", "level: attenton", "has no level 'attenton'"),
        ("resources: [lagoon]", "resources: [lagon]", "has no resource 'lagon'"),
        ("condition: ticking", "condition: tocking", "has no condition 'tocking'"),
        ("[{resource: lagoon, after", "[{resource: forest, after", "has no resource 'forest'"),
        ("key: attention", "key: none", "stands twice"),
        ("value: true,", "", "either a value or stated"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused_with_its_place(old, new, words):
    assert old in SCHEME
    with pytest.raises(ContentError, match=words) as refused:
        schemes(SCHEME.replace(old, new))
    assert "levels/alerts.yaml line" in str(refused.value)


def test_a_scheme_is_found_by_name_and_its_levels_by_theirs():
    found = schemes()
    assert found.get("경보").key == "alerts"
    assert found.get("alerts").level("관심").key == found.get("alerts").level("Attention").key == "attention"
    with pytest.raises(UnknownKeyError, match="Did you mean attention"):
        found.get("alerts").level("atention")
    with pytest.raises(UnknownKeyError, match="Did you mean alerts"):
        found.get("alert")
    with pytest.raises(ContentError, match="stands twice"):
        schemes(**{"levels/more.yaml": SCHEME})


def test_a_step_must_fit_a_scheme_that_is_loaded_and_only_that():
    found = schemes()
    found.check_step("alerts", "lagoon", ("none", "attention"), "here")
    found.check_step("tides", "anything", ("none",), "here")
    for resource, levels in (("forest", ("none",)), ("lagoon", ("panic",))):
        with pytest.raises(ContentError):
            found.check_step("alerts", resource, levels, "here")


def test_what_no_source_tells_is_told_from_when_that_was_known():
    scheme = schemes().get("alerts")
    at = lambda valid, known: AsOf(datetime(2030, *valid, tzinfo=UTC), datetime(2030, *known, tzinfo=UTC))  # noqa: E731
    assert scheme.silent_since("lagoon", at((6, 2), (7, 2))).unknown == "NVN-1"
    assert scheme.silent_since("lagoon", at((6, 2), (6, 2))) is None
    assert scheme.silent_since("lagoon", at((5, 2), (7, 2))) is None


def test_readings_are_those_of_the_span_and_known_by_then():
    found = schemes()
    scheme, day = found.get("alerts"), lambda number: datetime(2030, 5, number, tzinfo=UTC)
    assert [one.value for one in found.readings(scheme, "lagoon", day(1), day(2), day(3))] == [True]
    assert found.readings(scheme, "lagoon", day(1), day(2), day(2)) == []
    assert found.readings(scheme, "lagoon", day(2), day(3), day(9)) == []


@pytest.mark.parametrize(
    ("more", "year", "is_in_force"),
    [
        ("", 2030, True),
        ("from: 2031-01-01", 2030, False),
        ("from: 2029-01-01", 2030, True),
        ("ended: {en: long ago, ko: 오래전}", 2030, False),
        ("ends: {wording: until May 2030, named: 2030-05-01, zone: UTC}", 2029, True),
        ("ends: {wording: until May 2030, named: 2030-05-01, zone: UTC}", 2031, False),
    ],
)
def test_no_level_is_raised_under_a_scheme_that_is_not_in_force(more, year, is_in_force):
    scheme, day = schemes(SCHEME + more).get("alerts"), datetime(year, 6, 1, tzinfo=UTC)
    assert scheme.in_force(day) is is_in_force
    if is_in_force:
        check_in_force(scheme, day)
    else:
        with pytest.raises(RefusedInputError, match="is not in force on that day"):
            check_in_force(scheme, day)


def test_between_two_readings_of_its_end_a_scheme_is_not_relied_on():
    scheme = schemes(SCHEME + "ends: {wording: until 1 May 2030, named: 2030-05-01, zone: UTC}").get("alerts")
    hours = [datetime(2030, *when, tzinfo=UTC) for when in ((4, 30, 23), (5, 1, 1), (5, 2, 1))]
    assert [scheme.in_force(hour) for hour in hours] == [True, False, False]


def test_an_office_that_need_not_be_asked_and_was_not_is_not_passed_by_in_silence() -> None:
    free = [replace(one, needed=False) if one.station == "consult" else one for one in LINE]
    (told,) = [one for one in line_passed(free, DRAFT, [], BOSS, {}) if one.station == "consult"]
    assert (told.waived, told.by, told.says) == (True, BOSS.by, NOT_ASKED)
    (asked,) = [one for one in line_passed(free, DRAFT, [AGREED], BOSS, {}) if one.station == "consult"]
    assert not asked.waived
