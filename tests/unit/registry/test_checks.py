"""Rules as content: passed, failed with both sides, open under a claim, or not checkable; each with its own message."""

import pytest

from gwanje.registry import RecordedReform, Registry

DAY = "2030-06-01"
NEW = "establish: {fact: NEV-10x, unit: nv-u3N, rank: RANK, parent: PARENT, names: {en: {text: New N}}MORE}"


def establish(number, rank, parent, more=""):
    return (
        NEW.replace("10x", f"1{number}x")
        .replace("3N", f"3{number}")
        .replace("RANK", rank)
        .replace("PARENT", parent)
        .replace("MORE", more)
        .replace("New N", f"New {number}")
    )


def results(registry, instant, check):
    preview = registry.preview("nv-second", instant("2030-12-01"))
    return {one.subject: one for one in preview.checks if one.check == check}


COMPLETE = ", children: {complete: [division], incomplete: false}"


def test_a_complete_crew_with_one_watch_fails(with_second, instant):
    registry = with_second("\n".join([establish(1, "crew", "nv-u01", COMPLETE), establish(2, "watch", "nv-u31")]))
    found = results(registry, instant, "NVR-1")["nv-u31"]
    assert (found.outcome, found.refuses, found.expected, found.found) == (
        "failed",
        True,
        "at least 2",
        "1 named: nv-u32",
    )
    assert found.remedy.en == "Move units to or from New 1 until the rule is met, or declare its list incomplete."
    assert registry.preview("nv-second", instant("2030-12-01")).refused == (found,)


def test_a_complete_crew_with_two_watches_passes(with_second, instant):
    events = [
        establish(1, "crew", "nv-u01", COMPLETE),
        establish(2, "watch", "nv-u31"),
        establish(3, "watch", "nv-u31"),
    ]
    found = results(with_second("\n".join(events)), instant, "NVR-1")["nv-u31"]
    assert (found.outcome, found.words.en) == ("passed", "New 1 has 2: New 2, New 3.")


def test_an_incomplete_list_is_not_checkable_and_says_when_it_is_met_all_the_same(with_second, instant):
    events = [
        establish(1, "crew", "nv-u01"),
        establish(2, "watch", "nv-u31"),
        establish(3, "watch", "nv-u31"),
        establish(4, "crew", "nv-u01"),
    ]
    found = results(with_second("\n".join(events)), instant, "NVR-1")
    assert {unit: one.outcome for unit, one in found.items()} == {"nv-u31": "not_checkable", "nv-u34": "not_checkable"}
    assert found["nv-u31"].words.en.endswith("(2 named); met by the named children.")
    assert found["nv-u34"].words.en.endswith("(0 named).")


def test_at_most_is_not_met_by_the_named_ones(with_second, instant):
    found = results(with_second(establish(1, "lookout", "nv-u02")), instant, "NVR-2")["nv-u01"]
    assert (found.outcome, found.found) == ("not_checkable", "1 named: nv-u31")
    assert "met by" not in found.words.en


def test_terms_stated_or_not(with_second, instant):
    until = ", until: {wording: until autumn, named: 2030-09-01, reading: exclusive, zone: Atlantic/Azores}"
    registry = with_second("\n".join([establish(1, "lookout", "nv-u02", until), establish(2, "lookout", "nv-u02")]))
    assert {unit: one.outcome for unit, one in results(registry, instant, "NVR-5").items()} == {
        "nv-u31": "passed",
        "nv-u32": "not_checkable",
    }


def test_posts_per_unit_where_a_list_says_so(with_second, instant):
    few = "change_posts: {fact: NEV-12x, unit: nv-u31, listed_before: 0, listed_after: 2, announced: 2}"
    registry = with_second("\n".join([establish(1, "watch", "nv-u02"), few, establish(2, "watch", "nv-u02")]))
    found = results(registry, instant, "NVR-6")
    assert {unit: (one.outcome, one.refuses) for unit, one in found.items()} == {
        "nv-u31": ("failed", False),
        "nv-u32": ("not_checkable", False),
    }


COUNTS = "counts: {unit: nv-u01, sources: [NV4], classes: [{kind: KIND, before: 5, after: AFTER}]}"


def counted(with_second, instant, events, kind, after):
    more = COUNTS.replace("AFTER", str(after)).replace("KIND", kind)
    return results(with_second("\n".join(events), more=more), instant, "NVR-7")["nv-u01"]


@pytest.mark.parametrize(
    ("kind", "after", "predecessor", "outcome", "words"),
    [
        ("crew", 7, "", "passed", "The events give the listed counts."),
        ("crew", 6, "", "failed", "The events do not give the listed counts: crew +1 listed, +2 named."),
        ("crew", 6, ", predecessor: not reported", "not_checkable", "only if 1 of nv-u31 replaced another crew"),
        ("crew", 5, ", predecessor: not reported", "failed", "The events do not give"),
        (
            "watch",
            6,
            "",
            "not_checkable",
            "rest on units that no event names, so not checkable: watch +1 listed, +2 named",
        ),
    ],
)
def test_class_counts(with_second, instant, kind, after, predecessor, outcome, words):
    events = [establish(1, kind, "nv-u01", predecessor), establish(2, kind, "nv-u01")]
    found = counted(with_second, instant, events, kind, after)
    assert found.outcome == outcome
    assert words in found.words.en


def test_class_counts_see_mergers_and_moves_across_ministries(with_second, instant):
    merge = "merge_units: {fact: NEV-15x, units: [nv-u02, nv-u04], into: {unit: nv-u04}}"
    assert counted(with_second, instant, [merge], "band", 4).outcome == "passed", "the lagoon band is no more"
    away = [
        establish(1, "ministry", "none"),
        "move: {fact: NEV-16x, unit: nv-u04, from: nv-u01, to: nv-u31}",
    ]
    assert counted(with_second, instant, away, "crew", 4).outcome == "passed"


def test_a_unit_whose_place_was_not_known_may_have_been_there_before(with_second, instant):
    comes = ["move: {fact: NEV-17x, unit: nv-u05, from: not reported, to: nv-u02}"]
    assert counted(with_second, instant, comes, "watch", 5).words.en.startswith("The counts fit only if 1 of nv-u05")
    nothing = results(with_second("\n".join(comes)), instant, "NVR-7")["nv-second"]
    assert nothing.words.en.startswith("No source lists units by kind")


def test_leads_are_kept_and_an_open_ledger_stays_open(registry, instant):
    preview = registry.preview("nv-reform-2030-05-01", instant("2031-01-01"))
    outcomes = {(one.check, one.subject): one.outcome for one in preview.checks}
    assert outcomes["NVR-4", "nv-reform-2030-05-01"] == "passed"
    assert outcomes["NVR-3", "nv-u01"] == "open"
    assert preview.claims() == ("CLM-90",)
    assert not preview.refused


def test_a_rule_is_held_against_reforms_of_its_time_only(with_second, instant):
    registry = with_second(establish(1, "watch", "nv-u02"), day="2040-06-01")
    checks = {one.check for one in registry.preview("nv-second", instant("2041-01-01")).checks}
    assert "NVR-7" not in checks
    assert "NVR-4" in checks


def test_a_reform_without_a_day_cannot_be_previewed(registry, instant):
    with pytest.raises(Exception, match="Did you mean nv-storms"):
        registry.preview("nv-storm", instant("2031-01-01"))


def test_a_staged_reform_is_checked_on_each_of_its_days(with_second, instant):
    short = establish(1, "crew", "nv-u01", COMPLETE)
    late = establish(3, "watch", "nv-u31", ", effective: 2030-07-01")
    preview = with_second("\n".join([short, establish(2, "watch", "nv-u31"), late])).preview(
        "nv-second", instant("2030-12-01")
    )
    found = [one for one in preview.checks if one.check == "NVR-1" and one.subject == "nv-u31"]
    assert [(one.outcome, one.on, one.found) for one in found] == [
        ("failed", instant("2030-06-01"), "1 named: nv-u32"),
        ("passed", instant("2030-07-01"), "2 named: nv-u32, nv-u33"),
    ], "for a month the crew has one watch"


@pytest.fixture
def with_rule(neverland_files, reread, reform_text):
    """Neverland with another reform, and something in its files replaced."""

    def make(events, file, old, new):
        assert old in neverland_files[file]
        return reread(
            {
                **neverland_files,
                file: neverland_files[file].replace(old, new),
                "registry/reforms/nv-second.yaml": reform_text("\n".join(events)),
            }
        )

    return make


def watches(count, more=""):
    return [establish(1, "crew", "nv-u01", more), *(establish(n, "watch", "nv-u31") for n in range(2, 2 + count))]


BOTH = ("registry/checks.yaml", "at_least: 2,", "at_least: 2, at_most: 3,")


def test_more_named_than_allowed_is_proven_on_an_incomplete_list_too(with_rule, instant):
    found = results(with_rule(watches(4), *BOTH), instant, "NVR-1")["nv-u31"]
    assert (found.outcome, found.refuses) == ("failed", True)
    assert found.words.en == "New 1 has 4 at least: New 2, New 3, New 4, New 5."
    assert found.found == "4 named: nv-u32, nv-u33, nv-u34, nv-u35, on a list that is not complete"
    assert found.remedy.en == "Move units from New 1 until no more than 3 are left."


def test_an_incomplete_list_proves_the_least_number_and_not_the_greatest(with_rule, instant):
    found = results(with_rule(watches(2), *BOTH), instant, "NVR-1")["nv-u31"]
    assert found.outcome == "not_checkable"
    assert found.words.en.endswith("(2 named); at least 2 is met by the named children.")
    complete = results(with_rule(watches(2, COMPLETE), *BOTH), instant, "NVR-1")["nv-u31"]
    assert complete.outcome == "passed"


LED_UNTIL = "  before: [{lead: nv-u03, attested: 2030-03-01, sources: [NV1]}"
RENAME = "rename: {fact: NEV-18x, unit: nv-u02, names: {en: {text: Reef}}}"


def test_affairs_are_counted_once_however_many_parts_have_a_lead(with_rule, instant):
    part = f"{LED_UNTIL}, {{lead: nv-u02, attested: 2030-03-01, scope: glitter, sources: [NV1]}}"
    found = results(with_rule([RENAME], "registry/mandates.yaml", LED_UNTIL, part), instant, "NVR-4")["nv-second"]
    assert (found.outcome, found.found) == ("passed", "0")
    assert found.words.en == "6 affairs that had a lead the day before have one."


def test_an_affair_that_loses_its_leads_is_named_once_with_those_who_led_it(with_rule, instant):
    gone = "{state: not reported, since: 2030-06-01, sources: [NV1]"
    lost = (
        f"{LED_UNTIL}, {gone}}}, {{lead: nv-u02, attested: 2030-03-01, scope: glitter, sources: [NV1]}},"
        f" {gone}, scope: glitter}}"
    )
    found = results(with_rule([RENAME], "registry/mandates.yaml", LED_UNTIL, lost), instant, "NVR-4")["nv-second"]
    assert (found.outcome, found.found) == ("failed", "1: NF-01")
    assert (
        found.words.en
        == "1 of 6 affairs without a lead, with who led them: Pixie-dust supply NF-01 (Fairy Dust Watch, Lagoon Crew)."
    )


def test_no_difference_stands_open_under_no_claim(inputs, reform_text, instant):
    """What an amendment put right later is not told as open before."""
    first = "change_posts: {fact: NEV-19x, unit: nv-u02, announced: 3, listed_before: 40, listed_after: 43}"
    wrong = first.replace("announced: 3", "announced: 9")
    acts = [
        RecordedReform(number, instant(f"2030-05-0{number}"), "p", reform_text(events))
        for number, events in enumerate((wrong, first), start=1)
    ]
    registry = Registry(inputs(*acts).make())
    preview = registry.preview("nv-second", instant("2030-05-01"))
    found = next(one for one in preview.checks if one.check == "NVR-3")
    assert (found.outcome, found.words.en) == (
        "failed",
        "Lagoon Crew: a difference of 6 posts, and no claim records it.",
    )
    assert found.remedy.en.startswith("Correct the counts")
    assert registry.preview("nv-second", instant("2030-05-03")).checks
