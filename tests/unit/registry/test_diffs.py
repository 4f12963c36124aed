"""What changed between two days."""

from gwanje.registry import RecordedReform, RecordedReversal, Registry


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


def test_only_what_a_reform_changes_itself_is_told_of_it(with_second, neverland_files, reread, reform_text, instant):
    steps = "\n".join(
        [
            "rename: {fact: NEV-96, unit: nv-u02, names: {en: {text: Reef Crew}}}",
            "rename: {fact: NEV-97, unit: nv-u05, names: {en: {text: Clock Watch}}, effective: 2030-06-20}",
        ]
    )
    between = reform_text(
        "transfer: {fact: NEV-98, mandates: [NF-06], from: nv-u02, to: nv-u04}", day="2030-06-10"
    ).replace("nv-second", "nv-between")
    files = {
        **neverland_files,
        "registry/reforms/nv-second.yaml": reform_text(steps),
        "registry/reforms/nv-between.yaml": between,
    }
    preview = reread(files).preview("nv-second", instant("2030-12-01"))
    assert preview.handovers == ()
    assert {change.kind for change in preview.diff.changes} == {"renamed"}
    assert (preview.eve.valid, preview.day.valid) == (instant("2030-05-31"), instant("2030-06-20"))


def test_a_part_that_falls_back_into_the_whole_is_told(with_second, reform_text, inputs, instant, at):
    text = reform_text("transfer: {fact: NEV-99, mandates: [NF-01], scope: glitter, from: nv-u03, to: nv-u04}")
    acts = (
        RecordedReform(1, instant("2030-05-01"), "p", text),
        RecordedReversal(2, instant("2030-06-05"), "minister", "nv-second", "no", instant("2030-06-20")),
    )
    changes = Registry(inputs(*acts).make()).diff(at("2030-06-19"), at("2030-06-20")).changes
    assert [(one.kind, one.words.en) for one in changes] == [
        ("part_moved", "Pixie-dust supply [glitter]: Treasure Crew → Fairy Dust Watch")
    ]


def test_another_unit_within_the_lead_is_told_with_its_event(with_second, at):
    registry = with_second("transfer: {fact: NEV-90, mandates: [NF-05], from: nv-u04, to: nv-u04, inner: nv-u06}")
    changes = registry.diff(at("2030-05-31"), at("2030-06-01")).changes
    assert [(one.kind, one.facts[0]) for one in changes] == [("chain_changed", "NEV-90")]
