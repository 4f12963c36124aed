"""Every event finds the state it changes, or is refused with place, both sides and remedy."""

import pytest

from gwanje.foundation.errors import ContentError, UnknownKeyError

REFORM = """
id: nv-reform-2030-06-01
names: {{en: {{text: another}}}}
effective: {day}
sources: [NV4]
basis: {{act: another, decided: 2030-04-10}}
events:
  - {event}
"""


def with_event(files, event, day="2030-06-01"):
    return {**files, "registry/reforms/nv-second.yaml": REFORM.format(event=event, day=day)}


REFUSED = {
    "upgrade of what is no gang any more": (
        "upgrade: {fact: NEV-50, unit: nv-u03, from: gang, to: watch}",
        ["Upgrade NEV-50", "nv-u03 to be a gang on 2030-05-31", "it is a watch since 2030-05-01", "NEV-03", "line"],
    ),
    "move from where it is not": (
        "move: {fact: NEV-51, unit: nv-u06, from: nv-u02, to: nv-u01}",
        ["Move NEV-51", "in nv-u02", "in nv-u04 since 2030-05-01 (NEV-02"],
    ),
    "second establishment": (
        "establish: {fact: NEV-52, unit: nv-u04, rank: crew, parent: nv-u01, names: {}}",
        ["Establish NEV-52", "not to exist", "NEV-01"],
    ),
    "transfer from who does not hold it": (
        "transfer: {fact: NEV-53, mandates: [NF-01], from: nv-u02, to: nv-u04}",
        ["Transfer NEV-53", "held by nv-u02", "held by nv-u03", "NV1"],
    ),
    "a cycle": (
        "move: {fact: NEV-54, unit: nv-u04, from: nv-u01, to: nv-u06}",
        ["above itself", "nv-u04 in nv-u06 in nv-u04"],
    ),
    "a unit that nobody declared": (
        "move: {fact: NEV-55, unit: nv-u77, from: nv-u01, to: nv-u04}",
        ["unit 'nv-u77'", "Establish nv-u77 in the reform, declare it under 'units', or correct the id."],
    ),
    "an id with two characters swapped": (
        "move: {fact: NEV-55, unit: nv-0u6, from: nv-u01, to: nv-u04}",
        ["unit 'nv-0u6'", "Did you mean 'nv-u06'"],
    ),
    "an affair by a key with a slip": (
        "transfer: {fact: NEV-55, mandates: [pixie-dusk], from: nv-u03, to: nv-u04}",
        ["mandate 'pixie-dusk'", "Did you mean 'pixie-dust'"],
    ),
    "an upgrade that leads down": (
        "upgrade: {fact: NEV-56, unit: nv-u03, from: watch, to: gang}",
        ["NEV-56", "watch has rank 20 and gang rank 10", "Write downgrade instead"],
    ),
    "posts that do not add up, with no claim": (
        "change_posts: {fact: NEV-57, unit: nv-u01, announced: 5, listed_before: 40, listed_after: 43}",
        ["NEV-57 announces +5", "+3", "claim"],
    ),
    "two verbs in one event": (
        "{rename: {fact: NEV-58, unit: nv-u03, names: {}}, finalise_names: {fact: NEV-58}}",
        ["exactly one verb"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_place_both_sides_and_remedy(neverland_files, reread, case):
    event, said = REFUSED[case]
    with pytest.raises(ContentError) as refusal:
        reread(with_event(neverland_files, event))
    for words in said:
        assert words in str(refusal.value)
    assert "registry/reforms/nv-second.yaml line" in refusal.value.place
    assert refusal.value.remedy


def test_two_leads_for_one_scope_on_one_day_are_refused(neverland_files, reread):
    event = "transfer: {fact: NEV-60, mandates: [NF-05], from: nv-u04, to: nv-u02}"
    with pytest.raises(ContentError, match="two leads from 2030-05-01") as refusal:
        reread(with_event(neverland_files, event, day="2030-05-01"))
    assert "exactly one lead" in str(refusal.value)


def test_two_leads_before_the_reforms_are_refused(neverland_files, reread):
    mandates = neverland_files["registry/mandates.yaml"] + (
        "- id: NF-09\n  key: ghosts\n  names: {en: {text: Ghosts}}\n  before:\n"
        "    - {lead: nv-u02, attested: 2030-03-01, sources: [NV1]}\n"
        "    - {lead: nv-u03, attested: 2030-03-01, sources: [NV1]}\n"
    )
    with pytest.raises(ContentError, match="NF-09, scope 'whole'"):
        reread({**neverland_files, "registry/mandates.yaml": mandates})


def test_two_scopes_may_have_two_leads(neverland_files, reread, at):
    mandates = neverland_files["registry/mandates.yaml"] + (
        "- id: NF-09\n  key: ghosts\n  names: {en: {text: Ghosts}}\n  before:\n"
        "    - {lead: nv-u02, attested: 2030-03-01, sources: [NV1], scope: day}\n"
        "    - {lead: nv-u03, attested: 2030-03-01, sources: [NV1], scope: night}\n"
    )
    registry = reread({**neverland_files, "registry/mandates.yaml": mandates})
    leads = {scope: registry.who("ghosts", at("2030-04-01"), scope=scope).lead.id for scope in ("day", "night")}
    assert leads == {"day": "nv-u02", "night": "nv-u03"}
    with pytest.raises(UnknownKeyError, match="scope of mandate ghosts"):
        registry.who("ghosts", at("2030-04-01"))


def test_a_cycle_in_the_state_before_is_refused(neverland_files, reread):
    units = neverland_files["registry/units.yaml"].replace("kind: crew, parent: nv-u01", "kind: crew, parent: nv-u06")
    with pytest.raises(ContentError, match="above itself"):
        reread({**neverland_files, "registry/units.yaml": units})


def test_ids_are_declared_once(neverland_files, reread):
    units = neverland_files["registry/units.yaml"] + "- id: nv-u04\n"
    with pytest.raises(ContentError, match="'nv-u04' stands twice"):
        reread({**neverland_files, "registry/units.yaml": units})


def test_a_unit_that_is_not_there_yet_is_told_with_what_brings_it_in(with_second):
    rename = "rename: {fact: NEV-80, unit: UNIT, names: {en: {text: x}}}"
    new = "establish: {fact: NEV-81, unit: nv-u31, rank: crew, parent: nv-u01, names: {en: {text: New}}MORE}"
    with pytest.raises(ContentError, match=r"but it is attested only from 2030-03-01 \(NV1, .*units.yaml line 9"):
        with_second(rename.replace("UNIT", "nv-u02"), day="2030-02-01")
    later = new.replace("MORE", ", effective: 2030-07-01")
    with pytest.raises(ContentError, match=r"but NEV-81 \(.*\) brings it into being only on 2030-07-01"):
        with_second(f"{rename.replace('UNIT', 'nv-u31')}\n{later}")
    someday = new.replace("MORE", ", effective: not known")
    with pytest.raises(ContentError, match=r"NEV-81 \(.*\) brings it into being on a day that is not known"):
        with_second(f"{rename.replace('UNIT', 'nv-u31')}\n{someday}")


def test_naming_a_cooperating_unit_takes_nothing_away(with_second, at):
    more = "transfer: {fact: NEV-80, mandates: [NF-02], from: nv-u04, to: nv-u04, cooperating: [nv-u02, nv-u03]}"
    registry = with_second(more)
    before, after = (registry.who("NF-02", at(day)) for day in ("2030-05-31", "2030-06-01"))
    assert (before.inner.id, after.inner.id) == ("nv-u06", "nv-u06"), "the lead stays, and so does who works within it"
    assert [unit.id for unit in after.cooperating] == ["nv-u02", "nv-u03"]
    changes = registry.diff(at("2030-05-31"), at("2030-06-01")).changes
    assert [(one.kind, one.words.en) for one in changes] == [
        ("cooperation_changed", "Security of the lagoon, cooperating: Lagoon Crew → Lagoon Crew, Fairy Dust Watch")
    ]
    kept = with_second("transfer: {fact: NEV-80, mandates: [NF-02], from: nv-u04, to: nv-u04, inner: nv-u06}")
    assert [unit.id for unit in kept.who("NF-02", at("2030-06-01")).cooperating] == ["nv-u02"]


NOT_ACCEPTED = {
    "a lead that is its own inner unit": (
        "transfer: {fact: NEV-70, mandates: [NF-01], from: nv-u03, to: nv-u02, inner: nv-u02}",
        "named under 'inner' too",
    ),
    "a lead that cooperates with itself": (
        "transfer: {fact: NEV-70, mandates: [NF-01], from: nv-u03, to: nv-u02, cooperating: [nv-u02]}",
        "named under 'cooperating' too",
    ),
    "a unit that follows itself": (
        "abolish: {fact: NEV-70, unit: nv-u03, successors: [nv-u03]}",
        "its own successor",
    ),
    "a permanent kind reached by an upgrade": (
        "upgrade: {fact: NEV-70, unit: nv-u31, from: lookout, to: crew}",
        "write make_permanent instead of upgrade",
    ),
    "final names of another unit than those named": (
        "finalise_names: {fact: NEV-70, units: [nv-u02], names: {nv-u03: {en: {text: x, status: official}}}}",
        "names of nv-u03 stand there too",
    ),
    "an event written before the one it needs": (
        "rename: {fact: NEV-70, unit: nv-u32, names: {en: {text: x}}}",
        "in a later line: write it before this",
    ),
}
NEW = "establish: {fact: NEV-7N, unit: nv-u3N, rank: RANK, parent: nv-u01, names: {en: {text: New N}}}"


@pytest.mark.parametrize("case", NOT_ACCEPTED)
def test_what_contradicts_itself_is_not_accepted(with_second, case):
    event, said = NOT_ACCEPTED[case]
    lookout, crew = (
        NEW.replace("7N", f"7{n}").replace("3N", f"3{n}").replace("RANK", rank)
        for n, rank in ((1, "lookout"), (2, "crew"))
    )
    with pytest.raises(ContentError, match=said):
        with_second("\n".join([lookout, event, crew]))
