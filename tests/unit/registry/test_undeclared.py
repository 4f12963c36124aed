"""Kinds, levels and counted units that nobody declares are refused when content is read, with place and nearest."""

import pytest

from gwanje.foundation.errors import ContentError
from gwanje.registry import RecordedReform, Registry

RENAME = "rename: {fact: NEV-70, unit: nv-u02, names: {en: {text: Reef Crew}}}"
RULE = (
    "- {id: NVR-9, rule: {en: A rule., ko: 규칙.}, check: children, kinds: [crew], of_level: division, "
    "at_least: 1, sources: [NV1]%s}\n"
)


def refused(make):
    with pytest.raises(ContentError) as fault:
        make()
    assert fault.value.place
    assert fault.value.expected
    return fault.value


@pytest.mark.parametrize(
    ("change", "found", "near"),
    [
        (("kinds: [crew]", "kinds: [crw]"), "crw", "crew"),
        (("of_level: division", "of_level: divison"), "divison", "division"),
        (("of_level: division", "of_kinds: [wacth]"), "wacth", "watch"),
        (("sources: [NV1]", "sources: [NV1], within: [minstry]"), "minstry", "ministry"),
        (("sources: [NV1]", "sources: [NV1], not_within: [bnad]"), "bnad", "band"),
    ],
)
def test_a_rule_about_a_kind_or_level_that_is_not_declared_is_refused(neverland_files, reread, change, found, near):
    checks = neverland_files["registry/checks.yaml"] + (RULE % "").replace(*change)
    fault = refused(lambda: reread({**neverland_files, "registry/checks.yaml": checks}))
    assert fault.found == found
    assert fault.remedy == f"Did you mean '{near}'?"
    assert fault.place.startswith("registry/checks.yaml line ")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ("{unit: nv-u99, classes: [{kind: crew, before: 1, after: 2}]}", "nv-u99"),
        ("{unit: nv-u01, classes: [{kind: creww, before: 1, after: 2}]}", "creww"),
    ],
)
def test_counts_of_an_unknown_unit_or_kind_are_refused(with_second, inputs, instant, reform_text, counts, found):
    assert refused(lambda: with_second(RENAME, more=f"counts: {counts}")).found == found
    entered = RecordedReform(1, instant("2030-05-01"), "planner", reform_text(RENAME, more=f"counts: {counts}"))
    fault = refused(lambda: Registry(inputs(entered).make()))
    assert (fault.found, fault.place.split(" line ")[0]) == (found, "journal/1.yaml")


def test_a_list_that_is_complete_at_a_mistyped_level_is_refused(neverland_files, reread, with_second):
    units = neverland_files["registry/units.yaml"] + "- {id: nv-u90, children: {complete: [divison]}}\n"
    assert refused(lambda: reread({**neverland_files, "registry/units.yaml": units})).found == "divison"
    born = (
        "establish: {fact: NEV-70, unit: nv-u30, rank: crew, parent: nv-u01, names: {en: {text: Star Crew}}, "
        "children: {complete: [taem]}}"
    )
    fault = refused(lambda: with_second(born))
    assert (fault.found, fault.remedy) == ("taem", "Did you mean 'team'?")


def test_a_unit_whose_kind_is_not_known_does_not_break_the_rule_about_terms(neverland_files, reread, reform_text, at):
    units = (
        neverland_files["registry/units.yaml"]
        + "- {id: nv-u90, before: [{since: 2029-01-01, names: {en: {text: Odd}}, parent: nv-u01, sources: [NV1]}]}\n"
    )
    reform = reform_text("rename: {fact: NEV-70, unit: nv-u90, names: {en: {text: Even}}}")
    files = {**neverland_files, "registry/units.yaml": units, "registry/reforms/nv-second.yaml": reform}
    checks = reread(files).preview("nv-second", at("2030-06-02").known).checks
    assert not [one for one in checks if one.check == "NVR-5"]
