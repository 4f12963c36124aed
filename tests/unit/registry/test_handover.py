"""Access follows affairs; the former lead has a limited time, and that is said."""

import pytest

GIVE = "transfer: {fact: NEV-30, mandates: [NF-01], from: nv-u03, to: nv-u02MORE}"


@pytest.mark.parametrize(("more", "until"), [("", "2030-06-15"), (", overlap_days: 5", "2030-06-06")])
def test_the_former_lead_may_look_in_for_a_time(with_second, at, more, until):
    registry = with_second(GIVE.replace("MORE", more))
    (overlap,) = registry.overlaps(at("2030-06-01"), mandate="NF-01")
    assert (overlap.unit, overlap.reform, overlap.facts) == ("nv-u03", "nv-second", ("NEV-30",))
    assert overlap.end.date().isoformat() == until
    last, over = (
        registry.access("nv-u03", "pixie-dust", at(day)) for day in (until[:-2] + f"{int(until[-2:]) - 1:02d}", until)
    )
    assert (last.basis, last.granted) == ("overlap", True)
    assert last.words.en.startswith("led it before and hands over (to the end of ")
    assert (over.basis, over.granted, over.words.ko) == ("none", False, "소관·협조 아님")


def test_no_overlap_where_none_is_wanted_or_the_unit_has_ended(with_second, at):
    assert with_second(GIVE.replace("MORE", ", overlap_days: 0")).overlaps(at("2030-06-01"), mandate="NF-01") == []
    merged = with_second("merge_units: {fact: NEV-31, units: [nv-u03, nv-u02], into: {unit: nv-u02}}")
    assert merged.overlaps(at("2030-06-01"), mandate="NF-01") == []


def test_every_ground_for_access(registry, at):
    day = at("2030-05-02")
    grounds = {
        ("nv-u04", "lagoon-security"): "lead",
        ("nv-u06", "lagoon-security"): "within",
        ("nv-u02", "lagoon-security"): "cooperates",
        ("nv-u01", "lagoon-security"): "above",
        ("nv-u05", "lagoon-security"): "none",
    }
    assert {pair: registry.access(*pair, day).basis for pair in grounds} == grounds
    assert registry.access("nv-u03", "lagoon-security", at("2030-04-30")).basis == "among"


def test_a_preview_lists_what_is_handed_over_before_its_day(with_second, instant):
    preview = with_second(GIVE.replace("MORE", "")).preview("nv-second", instant("2030-05-15"))
    assert preview.reform.status == "planned"
    assert [one.after.mandate.key for one in preview.handovers] == ["pixie-dust"]
    assert [one.unit for one in preview.overlaps] == ["nv-u03"]
