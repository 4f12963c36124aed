from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.codes import Code
from gwanje.foundation.errors import ContentError, UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.watch import Restrictions

LATE = "2031-06-30T00:00+00:00"


def asof(valid, known=LATE):
    return AsOf(datetime.fromisoformat(valid), datetime.fromisoformat(known))


def key(register, measure, valid, known=LATE):
    return register.state(measure, asof(valid, known)).key


def test_announced_then_in_force_in_the_issuers_zone(register):
    assert key(register, "NRS-1", "2030-02-09T14:59+00:00") == "not_announced"
    assert key(register, "NRS-1", "2030-02-09T15:00+00:00") == "announced"
    assert key(register, "NRS-1", "2030-02-28T14:59+00:00") == "announced"
    assert key(register, "NRS-1", "2030-02-28T15:00+00:00") == "in_force"
    assert register.state("NRS-1", asof("2030-04-01T00:00+00:00")).words.en == "in force since 2030-03-01"


def test_paused_before_it_took_effect_and_both_readings_of_the_end(register):
    assert key(register, "NRS-2", "2030-03-04T14:59+00:00") == "announced"
    assert key(register, "NRS-2", "2030-03-04T15:00+00:00") == "paused"
    state = register.state("NRS-2", asof("2030-05-01T00:00+00:00"))
    assert (state.in_force, state.pause.id, len(state.ends)) == (False, "NPA-1", 2)
    assert "2030-06-10 00:00 Asia/Tokyo or 2030-06-11 00:00 Asia/Tokyo" in state.words.en
    assert key(register, "NRS-2", "2030-06-09T15:00+00:00") == "pause_over_by_one_reading"
    assert key(register, "NRS-2", "2030-06-10T15:00+00:00") == "pause_over_state_not_known"
    over = register.state("NRS-2", asof("2031-01-01T00:00+00:00"))
    assert over.in_force is None
    assert over.words.en == "pause over by both; state not known"


def test_a_single_stated_reading_claims_no_more_than_it_says(register):
    state = register.state("NRS-3", asof("2031-06-20T00:00+00:00"))
    assert state.words.en == "pause over by its stated reading; state not known"


def test_a_plan_counts_until_its_pause_is_known(register):
    assert key(register, "NRS-2", "2030-04-02T00:00+00:00", "2030-03-04T00:00+00:00") == "in_force"
    assert key(register, "NRS-2", "2030-04-02T00:00+00:00", "2030-03-07T00:00+00:00") == "paused"


def test_parts_take_effect_apart(register):
    state = register.state("NRS-3", asof("2030-06-01T00:00+00:00"))
    assert (state.key, state.parts, state.in_force) == ("in_force_in_part", ("1",), True)


def test_expiry_by_one_reading_then_expired(register):
    assert key(register, "NRS-5", "2030-05-31T23:00+00:00") == "in_force"
    assert key(register, "NRS-5", "2030-06-01T00:00+00:00") == "over_by_one_reading"
    assert key(register, "NRS-5", "2030-06-02T00:00+00:00") == "expired"
    assert register.in_force("NRS-5", asof("2030-06-02T00:00+00:00")) is False


def test_revoked_ongoing_unknown_and_planned(register):
    assert key(register, "NRS-6", "2030-05-14T00:00+00:00") == "in_force"
    assert key(register, "NRS-6", "2030-05-15T00:00+00:00") == "revoked"
    assert key(register, "NRS-7", "2030-04-01T00:00+00:00") == "in_force"
    assert key(register, "NRS-7", "2030-03-04T00:00+00:00") == "not_announced"
    assert key(register, "NRS-4", "2030-06-01T00:00+00:00") == "in_force_not_known"
    assert register.in_force("NRS-4", asof("2030-06-01T00:00+00:00")) is None
    state = register.state("NRS-9", asof("2030-06-01T00:00+00:00"))
    assert (state.key, state.words.en) == ("announced", "announced, planned from 2030-12-01")


def test_nothing_is_known_before_it_was_public(register):
    early = "2030-02-10T23:59+00:00"
    assert key(register, "NRS-1", "2030-04-01T00:00+00:00", early) == "not_known_yet"
    assert register.in_force("NRS-1", asof("2030-04-01T00:00+00:00", early)) is None
    assert register.states(asof("2030-04-01T00:00+00:00", early)) == ()


def test_measures_for_items_and_codes_respect_the_vintage(register):
    now = asof("2030-06-01T00:00+00:00")
    by_item = register.measures_for(now, items=["pixie-dust-magnets"])
    assert [match.measure.id for match in by_item] == ["NRS-1"]
    assert by_item[0].controlled_share.en == "no goods code: share not computable"
    by_code = register.measures_for(now, codes=[Code.parse("hs1992:280530")])
    assert [match.measure.id for match in by_code] == ["NRS-1", "NRS-3"]
    assert by_code[0].controlled_share.en == "controlled share of this code: part, size unknown"
    assert [m.measure.id for m in register.measures_for(now, codes=[Code.parse("hs2022:250410")])] == ["NRS-1", "NRS-3"]
    unknown = register.measures_for(now, codes=[Code.parse("hs2022:250410")])[0]
    assert unknown.controlled_share.en == "controlled share of this code: unknown"
    full = register.measures_for(now, codes=[Code.parse("hs1992:250410")])
    assert {match.measure.id for match in full} == {"NRS-2", "NRS-7"}
    assert full[0].controlled_share.en == "controlled share of this code: all of it"
    assert register.measures_for(now, codes=[Code.parse("hs2022:280530")]) == ()


def test_new_between_lists_measures_and_pauses_by_the_day_they_became_known(register):
    start, end = datetime.fromisoformat("2030-03-01T00:00+00:00"), datetime.fromisoformat("2030-03-10T00:00+00:00")
    assert [record.id for record in register.new_between(start, end)] == ["NRS-5", "NRS-6", "NPA-1", "NRS-7"]
    assert register.latest_known() == datetime.fromisoformat("2030-06-21T00:00+00:00")


def test_endings_hold_pauses_and_expiries(register):
    assert {fact.id for fact in register.endings()} == {"NPA-1", "NPA-2", "NRS-5"}
    pause = next(fact for fact in register.endings() if fact.id == "NPA-1")
    assert pause.subjects == ("lagoon-graphite",)


def test_notes_and_unknown_ids(register):
    assert [note.id for note in register.notes_on("NPA-1")] == ["NNO-1"]
    with pytest.raises(UnknownKeyError, match="NRS-8"):
        register.get("NRS-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("measures.yaml", "mapped_as: [NRS-1]", "mapped_as: [NRS-8]", "mapped_as names 'NRS-8'"),
        ("measures.yaml", "held_by: NPA-1", "held_by: NPA-8", "held_by names 'NPA-8'"),
        ("measures.yaml", "- id: NRS-9", "- id: NRS-1", "stands twice"),
        ("measures.yaml", 'digits: "280530"', 'digits: "28053"', "not a Harmonized System code"),
        ("measures.yaml", "zone: Europe/London", "zone: Europe/Wonder", "not a known zone"),
        ("measures.yaml", "[{ongoing: true}]", "[{ongoing: true, from: 2030-01-01}]", "exactly one of"),
        ("measures.yaml", "planned: 2030-04-01, held_by: NPA-1", "planned: 2030-04-01", "go together"),
        ("measures.yaml", "  kind: quota\n", "  kynd: quota\n", "Did you mean 'kind'"),
        ("pauses.yaml", "of: [NRS-2]", "of: [NRS-8]", "of names 'NRS-8'"),
        ("pauses.yaml", "named: 2031-06-19", "named: 2029-06-19", "ends after it begins"),
        ("notes.yaml", "concerns: [NRS-2, NPA-1]", "concerns: [NRS-2, NPA-8]", "concerns names 'NPA-8'"),
        ("notes.yaml", "sources: [NV2]", "sources: [NV8]", "not in references.yaml"),
    ],
)
def test_content_faults_name_file_and_line(texts, azores, references, file, old, new, words):
    path = f"restrictions/{file}"
    assert old in texts[path]
    broken = texts | {path: texts[path].replace(old, new, 1)}
    with pytest.raises(ContentError, match=words) as fault:
        Restrictions.read(broken, azores, references.known_of)
    assert f"{path} line" in str(fault.value)


def test_content_without_a_register_has_no_measures(references):
    empty = Restrictions.read({}, ZoneInfo("Atlantic/Azores"), references.known_of)
    assert len(empty) == 0
    assert empty.states(asof("2030-06-01T00:00+00:00")) == ()
    assert empty.latest_known() is None
