"""Who holds a mandate, on which day, as far as was known then."""

EVE, DAY = "2030-04-30", "2030-05-01"


def identities(holder):
    return [link.unit.id if link.unit else link.state for link in holder.chain]


def test_a_lead_comes_with_its_whole_chain_and_the_missing_link_says_so(registry, at):
    holder = registry.who("pixie-dust", at(EVE))
    assert (holder.state, holder.lead.id, holder.level) == ("held", "nv-u03", "team")
    assert identities(holder) == ["not_reported", "nv-u01"]
    assert holder.chain[0].called("en") == "crew: not reported"
    assert holder.chain[0].called("ko") == "선단: 보도되지 않음"


def test_the_chain_above_a_moved_unit_changes_on_the_day_and_not_before(registry, at):
    assert identities(registry.who("tides", at(EVE))) == ["nv-u02", "nv-u01"]
    assert identities(registry.who("tides", at(DAY))) == ["nv-u04", "nv-u01"]


def test_dispersed_lists_its_units_and_says_that_there_were_more(registry, at):
    holder = registry.who("lagoon-security", at(EVE))
    assert (holder.state, [unit.id for unit in holder.units], holder.incomplete) == (
        "dispersed",
        ["nv-u02", "nv-u03"],
        True,
    )
    assert holder.lead is None


def test_a_merged_mandate_has_one_lead_with_the_unit_within_it_and_its_partners(registry, at):
    holder = registry.who("lagoon-security", at(DAY))
    assert (holder.lead.id, holder.inner.id, [unit.id for unit in holder.cooperating]) == (
        "nv-u04",
        "nv-u06",
        ["nv-u02"],
    )
    assert holder.facts == ("NEV-06",)
    assert any("Derived" in note.en for note in holder.notes)


def test_four_states_and_not_known_are_told_apart(registry, at):
    states = {key: registry.who(key, at(EVE)).state for key in ("treasure-maps", "pixie-dust", "lagoon-security")}
    assert states == {"treasure-maps": "none", "pixie-dust": "held", "lagoon-security": "dispersed"}
    assert registry.who("storms", at("2030-03-05")).state == "not_reported"
    early = registry.who("storms", at("2030-02-01"))
    assert early.state == "not_known"
    assert "2030-03-01" in early.notes[0].en


def test_nothing_is_known_before_it_was_public(registry, at):
    holder = registry.who("pixie-dust", at(DAY, known="2030-02-28"))
    assert holder.state == "not_known"
    assert "public" in holder.notes[0].en


def test_cooperating_not_reported_is_not_the_same_as_nobody(registry, at):
    assert registry.who("pixie-dust", at(EVE)).cooperating is None
    assert [unit.id for unit in registry.who("tides", at(EVE)).cooperating] == ["nv-u02"]


def test_a_plan_known_ahead_is_marked_as_planned(registry, at):
    assert registry.who("lagoon-security", at(DAY, known="2030-04-15")).planned
    assert not registry.who("lagoon-security", at(DAY, known="2030-05-02")).planned


def test_a_day_nobody_knows_is_noted_on_both_sides_of_it(registry, at):
    before, after = registry.who("storms", at("2030-03-15")), registry.who("storms", at("2030-03-20"))
    assert (before.state, after.lead.id) == ("not_reported", "nv-u02")
    for holder in (before, after):
        assert any("not later than 2030-03-20" in note.en for note in holder.notes)
    assert after.since is None


def test_the_answer_has_the_agreed_shape(registry, at):
    answer = registry.who("treasure-maps", at(DAY)).as_answer()
    assert {"mandate", "state", "lead", "cooperating", "chain", "sources"} <= answer.keys()
    assert answer["mandate"]["key"] == "treasure-maps"
    assert answer["lead"]["names"]["ko"] == {"text": "보물선단", "status": "reported"}
    assert answer["inner"] == "not_reported"
    assert [link["id"] for link in answer["chain"]] == ["nv-u01"]
    missing = registry.who("crocodile-watch", at(EVE)).as_answer()
    assert missing["lead"]["names"]["ko"]["status"] == "missing"
    assert missing["chain"] == [{**missing["chain"][0], "id": None, "state": "not_reported", "link": "not_reported"}]
