"""Units, their names and states."""


def test_a_unit_to_come_is_not_yet_established_and_before_the_plan_not_known(registry, at):
    assert registry.show("nv-u04", at("2030-04-30")).placed.unit.state == "not_yet_established"
    assert registry.show("nv-u04", at("2030-04-30", known="2030-04-09")).placed.unit.state == "not_known"
    assert registry.show("nv-u04", at("2030-05-01")).placed.unit.state == "exists"


def test_what_starts_at_an_unknown_time_is_not_known_before_its_earliest_evidence(registry, at):
    structure = registry.structure(at("2030-02-01"))
    assert [placed.unit.id for placed in structure.units] == ["nv-u01"]
    assert set(structure.not_known) == {"nv-u02", "nv-u03", "nv-u05", "nv-u06"}


def test_old_names_have_periods_and_a_name_changes_by_language(registry, at):
    names = registry.show("nv-u06", at("2030-05-01")).names
    english = [(name.name.text, name.end is None) for name in names if name.lang == "en"]
    assert english == [("Tide Watch", False), ("Tide and Current Watch", True)]
    view = registry.show("nv-u06", at("2030-05-01")).placed.unit
    assert (view.called("en"), view.called("ko")) == ("Tide and Current Watch", "조류당직")


def test_a_missing_name_is_a_visible_state(registry, at):
    unit = registry.show("nv-u05", at("2030-04-30")).placed.unit
    assert unit.names.as_answer()["ko"]["status"] == "missing"
    assert unit.called("ko") == "Crocodile Lookout"


def test_kinds_and_levels_follow_the_day(registry, at):
    before, after = (registry.show("nv-u03", at(day)).placed.unit for day in ("2030-04-30", "2030-05-01"))
    assert registry.show("nv-u02", at("2030-05-01")).placed.unit.status == "unverified"
    assert (before.kind, before.level, after.kind, after.level) == ("gang", "team", "watch", "division")
    assert registry.show("nv-u05", at("2030-04-30")).placed.unit.temporary
    assert not registry.show("nv-u05", at("2030-05-01")).placed.unit.temporary


def test_show_gives_children_and_mandates(registry, at):
    card = registry.show("Treasure Crew", at("2030-05-01"))
    assert [child.id for child in card.children] == ["nv-u06"]
    assert {holder.mandate.key for holder in card.leads} == {"lagoon-security", "treasure-maps"}
    assert {h.mandate.key for h in registry.show("nv-u02", at("2030-05-01")).cooperates} == {"lagoon-security", "tides"}


def test_names_are_not_told_before_they_were_public(registry, at):
    assert (
        registry.show("nv-u03", at("2030-05-01", known="2030-02-01")).placed.unit.called("en")
        == "nv-u03 (name missing)"
    )
