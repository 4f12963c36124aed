"""Units end and others follow; what they held never ends with them."""

import pytest

from gwanje.foundation.errors import ContentError

EVE, DAY = "2030-05-31", "2030-06-01"
MERGE = (
    "merge_units: {fact: NEV-40, units: [nv-u02, nv-u04], "
    "into: {unit: nv-u10, rank: crew, parent: nv-u01, names: {en: {text: Great Crew}, ko: {text: 큰선단}}}}"
)
SPLIT = (
    "split_unit: {{fact: NEV-41, unit: nv-u04, into: ["
    "{{unit: nv-u11, rank: crew, parent: nv-u01, names: {{en: {{text: Gold Crew}}}}, mandates: [{first}], units: [{units}]}}, "
    "{{unit: nv-u12, rank: crew, parent: nv-u01, names: {{en: {{text: Map Crew}}}}, mandates: [{second}]}}]}}"
)
FITTING = SPLIT.format(first="NF-02", second="NF-05", units="nv-u06")


def leads(registry, asof):
    return {one.key: registry.held_by(one.key, asof).path() for one in registry.mandates()}


def test_a_merger_takes_everything_over(with_second, at):
    registry = with_second(MERGE)
    before, after = leads(registry, at(EVE)), leads(registry, at(DAY))
    assert before["lagoon-security"] == ("nv-u06", "nv-u04", "nv-u01")
    assert after["lagoon-security"] == ("nv-u06", "nv-u10", "nv-u01"), "the unit within the lead stays"
    assert after["treasure-maps"] == ("nv-u10", "nv-u01")
    assert after["storms"][0] == "nv-u10", "also what it led before"
    assert after["tides"][:2] == ("nv-u06", "nv-u10"), "its units hang under the new one"
    tides = registry.who("tides", at(DAY))
    assert [unit.id for unit in tides.cooperating] == ["nv-u10"], "so does its part in what others lead"


def test_a_merged_unit_has_one_successor_and_is_still_found(with_second, at):
    registry = with_second(MERGE)
    card = registry.show("Treasure Crew", at(DAY))
    assert (card.placed.unit.state, card.placed.unit.successors) == ("ended", ("nv-u10",))
    assert card.placed.unit.as_answer()["ended"]["successors"] == ["nv-u10"]
    assert registry.show("nv-u04", at(EVE)).placed.unit.state == "exists"
    kinds = {(change.kind, change.subject) for change in registry.diff(at(EVE), at(DAY)).changes}
    assert {("merged", "nv-u02"), ("merged", "nv-u04"), ("established", "nv-u10")} <= kinds


def test_a_merger_into_one_of_them_needs_no_new_unit(with_second, at):
    registry = with_second("merge_units: {fact: NEV-40, units: [nv-u02, nv-u04], into: {unit: nv-u02}}")
    assert leads(registry, at(DAY))["treasure-maps"] == ("nv-u02", "nv-u01")
    assert registry.show("nv-u02", at(DAY)).placed.unit.state == "exists"


def test_a_dispersed_affair_whose_units_merge_has_a_lead(neverland_files, reread, at):
    mandates = neverland_files["registry/mandates.yaml"] + (
        "- id: NF-09\n  key: shells\n  names: {en: {text: Shells}}\n"
        "  before: [{state: dispersed, units: [nv-u02, nv-u03], attested: 2030-03-01, sources: [NV1]}]\n"
    )
    reform = (
        "id: nv-second\nnames: {en: {text: r}}\neffective: 2030-06-01\nsources: [NV4]\n"
        "basis: {act: a, decided: 2030-04-10}\nevents:\n"
        "  - merge_units: {units: [nv-u02, nv-u03], into: {unit: nv-u02}}\n"
    )
    files = {**neverland_files, "registry/mandates.yaml": mandates, "registry/reforms/nv-second.yaml": reform}
    registry = reread(files)
    assert registry.who("shells", at(EVE)).state == "dispersed"
    assert registry.who("shells", at(DAY)).lead.id == "nv-u02"


def test_a_split_hands_each_affair_and_unit_to_one_successor(with_second, at):
    registry = with_second(FITTING)
    after = leads(registry, at(DAY))
    assert after["lagoon-security"] == ("nv-u06", "nv-u11", "nv-u01")
    assert after["treasure-maps"] == ("nv-u12", "nv-u01")
    assert after["tides"] == ("nv-u06", "nv-u11", "nv-u01")
    assert registry.show("nv-u04", at(DAY)).placed.unit.successors == ("nv-u11", "nv-u12")


REFUSED = {
    "an affair that nobody takes over": (
        SPLIT.format(first="NF-02", second="", units="nv-u06"),
        ["Split NEV-41 of unit nv-u04", "mandate NF-05", "none of them", "'mandates' of exactly one successor"],
    ),
    "an affair that two take over": (
        SPLIT.format(first="NF-02, NF-05", second="NF-05", units="nv-u06"),
        ["mandate NF-05", "nv-u11 and nv-u12"],
    ),
    "a unit that nobody takes over": (
        SPLIT.format(first="NF-02", second="NF-05", units=""),
        ["unit nv-u06", "none of them", "'units'"],
    ),
    "an affair that was never there": (
        SPLIT.format(first="NF-02, NF-03", second="NF-05", units="nv-u06"),
        ["mandate NF-03 to belong to unit nv-u04"],
    ),
    "a split that keeps the unit": (
        FITTING.replace("nv-u12, rank: crew, parent: nv-u01, names: {en: {text: Map Crew}}", "nv-u04"),
        ["nv-u04 to end in the split", "establish the new one and transfer"],
    ),
    "posts for one successor only": (
        FITTING.replace("mandates: [NF-02]", "posts: 4, mandates: [NF-02]"),
        ["must hand over all its posts", "4 + ?"],
    ),
    "an orphaned affair": (
        "abolish: {fact: NEV-42, unit: nv-u05}",
        [
            "mandate NF-03, scope 'whole', would be left without a lead",
            "NEV-42 ends unit nv-u05",
            "Add a transfer of NF-03",
        ],
    ),
    "a stranded unit": (
        (
            "abolish: {fact: NEV-43, unit: nv-u04}\n"
            "transfer: {fact: NEV-44, mandates: [NF-02, NF-05], from: nv-u04, to: nv-u02}"
        ),
        ["unit nv-u06 would hang under nv-u04", "Add a move of nv-u06"],
    ),
    "an end that is no end of a term": (
        "end_term: {fact: NEV-45, unit: nv-u02}",
        ["a kind that is set up for a time", "abolish it"],
    ),
    "a merger into a unit that is there": (
        MERGE.replace("nv-u10", "nv-u03"),
        ["unit nv-u03 not to exist", "it exists"],
    ),
    "a successor without a parent": (
        MERGE.replace("parent: nv-u01, ", ""),
        ["rank, parent and names"],
    ),
    "an event after the end": (
        (
            "abolish: {fact: NEV-46, unit: nv-u05}\n"
            "transfer: {fact: NEV-47, mandates: [NF-03], from: nv-u05, to: nv-u02}\n"
            "rename: {fact: NEV-48, unit: nv-u05, names: {en: {text: Old Croc}}}"
        ),
        ["Rename NEV-48", "nv-u05 to exist", "it has ended", "NEV-46"],
    ),
    "an id that is used again": (
        (
            "abolish: {fact: NEV-46, unit: nv-u05}\n"
            "transfer: {fact: NEV-47, mandates: [NF-03], from: nv-u05, to: nv-u02}\n"
            "establish: {fact: NEV-49, unit: nv-u05, rank: crew, parent: nv-u01, names: {}}"
        ),
        ["ids are never used again"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_place_both_sides_and_remedy(with_second, case):
    events, said = REFUSED[case]
    with pytest.raises(ContentError) as refusal:
        with_second(events)
    for words in said:
        assert words in str(refusal.value)
    assert "registry/reforms/nv-second.yaml line" in refusal.value.place
    assert refusal.value.remedy


def test_the_order_within_a_day_is_the_planners(with_second, at):
    ending = "abolish: {fact: NEV-46, unit: nv-u05, successors: [nv-u02]}"
    giving = "transfer: {fact: NEV-47, mandates: [NF-03], from: nv-u05, to: nv-u02}"
    for events in (f"{ending}\n{giving}", f"{giving}\n{ending}"):
        registry = with_second(events)
        assert registry.who("crocodile-watch", at(DAY)).lead.id == "nv-u02"
        assert registry.show("Crocodile", at(DAY)).placed.unit.successors == ("nv-u02",)


TERM = "{wording: until the autumn, named: 2030-09-01, reading: exclusive, zone: Atlantic/Azores}"
LATER = "{wording: until the spring, named: 2031-03-01, reading: unknown, zone: Atlantic/Azores}"
LOOKOUT = f"establish: {{fact: NEV-70, unit: nv-u20, rank: lookout, parent: nv-u02, names: {{en: {{text: Smoke Lookout}}}}, until: {TERM}}}"


def test_a_term_runs_is_extended_and_passes_visibly(with_second, at):
    registry = with_second(
        f"{LOOKOUT}\nextend_term: {{fact: NEV-71, unit: nv-u20, until: {LATER}, effective: 2030-08-20}}"
    )
    states = {
        day: registry.show("nv-u20", at(day)).placed.unit
        for day in ("2030-06-02", "2030-08-21", "2031-03-01", "2031-04-01")
    }
    assert [view.term_state for view in states.values()] == ["running", "running", "over by one reading", "over"]
    assert states["2031-04-01"].state == "exists", "an end that has passed is a state, not a disappearance"
    assert states["2030-08-21"].as_answer()["term"]["wording"] == "until the spring"
    changes = registry.diff(at("2030-08-19"), at("2030-08-20")).changes
    assert [(one.kind, one.words.en) for one in changes] == [
        ("term_changed", "Smoke Lookout runs on: until the autumn → until the spring")
    ]


def test_terms_are_for_temporary_kinds_and_only_grow(with_second):
    with pytest.raises(ContentError, match="a crew is not temporary"):
        with_second(f"extend_term: {{fact: NEV-72, unit: nv-u04, until: {TERM}}}")
    with pytest.raises(ContentError, match="to end before 2030-09-01"):
        with_second(f"{LOOKOUT.replace(TERM, LATER)}\nextend_term: {{fact: NEV-73, unit: nv-u20, until: {TERM}}}")


def test_a_permanent_unit_has_no_term_any_more(with_second, at):
    registry = with_second(
        f"{LOOKOUT}\nmake_permanent: {{fact: NEV-74, unit: nv-u20, from: lookout, to: watch, effective: 2030-08-01}}\n"
    )
    assert registry.show("nv-u20", at("2030-07-01")).placed.unit.term is not None
    assert registry.show("nv-u20", at("2030-08-02")).placed.unit.term is None


def test_a_term_may_end_early(with_second, at):
    registry = with_second(f"{LOOKOUT}\nend_term: {{fact: NEV-75, unit: nv-u20, effective: 2030-07-01}}")
    assert registry.show("nv-u20", at("2030-07-01")).placed.unit.state == "ended"
    assert [one.kind for one in registry.diff(at("2030-06-30"), at("2030-07-01")).changes] == ["term_ended"]


def test_final_names_replace_provisional_ones(with_second, at):
    final = "names: {nv-u02: {en: {text: Lagoon Band, status: official}}}"
    registry = with_second(f"finalise_names: {{fact: NEV-76, {final}}}")
    assert registry.show("nv-u02", at(EVE)).placed.unit.names.en.status == "provisional"
    assert registry.show("nv-u02", at(DAY)).placed.unit.names.en.status == "official"
    assert registry.find_unit("Lagoon Crew") == registry.find_unit("Lagoon Band") == "nv-u02"
    with pytest.raises(ContentError, match="to be official"):
        with_second(f"finalise_names: {{fact: NEV-76, {final.replace('official', 'reported')}}}")
    with pytest.raises(ContentError, match="it is official already"):
        with_second("finalise_names: {fact: NEV-76, names: {nv-u01: {en: {text: Ministry, status: official}}}}")


def test_the_unit_within_a_lead_is_followed_by_its_successor(with_second, at):
    merged = "merge_units: {fact: NEV-95, units: [nv-u06, nv-u05], into: {unit: nv-u31, rank: watch, parent: nv-u04, names: {en: {text: New}}}}"
    held = with_second(merged).who("NF-02", at("2030-06-01"))
    assert (held.lead.id, held.inner.id) == ("nv-u04", "nv-u31")


def followed(day):
    return "\n".join(
        [
            "abolish: {fact: NEV-96, unit: nv-u03, successors: [nv-u31]}",
            "transfer: {fact: NEV-97, mandates: [NF-01], from: nv-u03, to: nv-u02}",
            f"establish: {{fact: NEV-98, unit: nv-u31, rank: watch, parent: nv-u02, names: {{en: {{text: New}}}}, effective: {day}}}",
        ]
    )


def test_a_unit_is_followed_by_one_that_is_there_that_day(with_second, at):
    registry = with_second(followed(DAY))
    assert registry.show("nv-u03", at(DAY)).placed.unit.successors == ("nv-u31",)
    with pytest.raises(ContentError, match=r"NEV-98 \(.*\) brings it into being only on 2030-07-01"):
        with_second(followed("2030-07-01"))
