"""What changed between two days."""


def kinds(diff):
    return {(change.kind, change.subject) for change in diff.changes}


def test_every_change_of_the_reform_is_told(registry, at):
    diff = registry.diff(at("2030-04-30"), at("2030-05-01"))
    assert kinds(diff) == {
        ("posts_changed", "nv-u01"),
        ("class_changed", "nv-u02"),
        ("renamed", "nv-u03"),
        ("upgraded", "nv-u03"),
        ("established", "nv-u04"),
        ("made_permanent", "nv-u05"),
        ("renamed", "nv-u06"),
        ("moved", "nv-u06"),
        ("mandate_moved", "NF-02"),
        ("chain_changed", "NF-04"),
        ("mandate_moved", "NF-05"),
    }
    assert diff.facts() == {f"NEV-0{number}" for number in range(1, 10)}
    assert diff.units() == {"nv-u01", "nv-u02", "nv-u03", "nv-u04", "nv-u05", "nv-u06"}
    assert {fact for event in diff.undated for fact in event.facts} == {"NEV-10", "NEV-20"}


def test_changes_speak_both_languages(registry, at):
    diff = registry.diff(at("2030-04-30"), at("2030-05-01"))
    moved = next(change for change in diff.changes if change.kind == "moved")
    assert moved.words.en == "Tide and Current Watch moves: in Lagoon Crew → in Treasure Crew"
    assert moved.words.ko == "조류당직 이관: 산호초선단 소속 → 보물선단 소속"
    posts = next(change for change in diff.changes if change.kind == "posts_changed")
    assert "difference of 2 unexplained" in posts.words.en


def test_nothing_changes_between_a_day_and_itself(registry, at):
    assert registry.diff(at("2030-05-01"), at("2030-05-01")).changes == ()


def test_a_change_of_any_link_is_a_handover(registry, at):
    handover = registry.handover("tides", at("2030-04-30"), at("2030-05-01"))
    assert handover is not None
    assert not handover.lead_changed
    assert "Lagoon Crew" in handover.words.en
    assert registry.handover("pixie-dust", at("2030-04-30"), at("2030-05-01")) is None
    assert registry.handover("lagoon-security", at("2030-04-30"), at("2030-05-01")).lead_changed


def test_learning_something_is_not_a_move(registry, at):
    diff = registry.diff(at("2030-04-01", known="2030-02-01"), at("2030-04-01", known="2030-04-01"))
    assert {change.kind for change in diff.changes if change.subject != "NF-06"} == {"became_known"}
