"""Down to the desk: post, person, deputy, or which of them nobody entered."""

import pytest

from gwanje.foundation.errors import ContentError
from gwanje.registry import RecordedPeople, Registry


def test_the_desk_names_the_post_and_who_sits_there(registry, at):
    desk = registry.who("tides", at("2030-05-02")).desk
    assert (desk.state, desk.post.id, desk.post.contact) == ("person", "nv-p01", "shell no. 4")
    assert desk.words.en == "Keeper of the tides: Tink, Slightly (deputy)."
    assert desk.words.ko == "조류지기: 팅크, Slightly(대리)."


def test_a_deputy_whose_term_has_passed_does_not_stand_in(registry, at):
    post = registry.who("tides", at("2030-06-01")).desk.post
    assert [(seat.person, seat.over) for seat in post.seats] == [("nv-h01", "running"), ("nv-h02", "over")]
    assert registry.who("tides", at("2030-06-01")).desk.words.en == "Keeper of the tides: Tink."


@pytest.mark.parametrize(
    ("mandate", "day", "state", "words"),
    [
        ("pixie-dust", "2030-05-02", "post_not_known", "Post not known: enter it with gwanje org assign FILE."),
        ("treasure-maps", "2030-05-02", "division_not_known", "Watch not known: enter it with gwanje org assign FILE."),
        ("storms", "2030-03-05", "no_lead", "No lead, so no desk."),
    ],
)
def test_what_is_missing_is_an_answer(registry, at, mandate, day, state, words):
    desk = registry.who(mandate, at(day)).desk
    assert (desk.state, desk.words.en) == (state, words)


PEOPLE = """
posts:
  - id: nv-p05
    before:
      - {since: 2030-05-10, unit: nv-u04, names: {en: {text: Keeper of maps}}, sources: [NV4], known: 2030-05-10,
         duties: [{mandate: treasure-maps}]}
  - id: nv-p06
    before:
      - {since: 2030-05-10, unit: nv-u03, names: {en: {text: Keeper of glitter}}, sources: [NV4], known: 2030-05-10,
         duties: [{mandate: pixie-dust, scope: glitter}, {mandate: NF-01}]}
assignments:
  - {person: nv-h05, post: nv-p05, since: 2030-05-12, sources: [NV4], known: 2030-05-12}
"""


def test_people_entered_here_are_known_from_their_own_day(inputs, instant, at):
    act = RecordedPeople(1, instant("2030-05-10"), "office", PEOPLE)
    registry = Registry(inputs(act).make())
    assert (
        registry.who("treasure-maps", at("2030-05-11")).desk.words.en == "Keeper of maps; who sits there is not known."
    )
    assert registry.who("treasure-maps", at("2030-05-12")).desk.words.en == "Keeper of maps: nv-h05."
    assert registry.who("treasure-maps", at("2030-05-12", known="2030-05-09")).desk.state == "division_not_known"
    assert [post.id for post in registry.people.posts_of_person("nv-h05", at("2030-06-01"))] == ["nv-p05"]
    assert registry.access_of_person("nv-h05", "treasure-maps", at("2030-06-01"))[0].basis == "lead"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("unit: nv-u04", "unit: nv-u004"), "Did you mean 'nv-u04'"),
        (("mandate: treasure-maps", "mandate: treasure-map"), "treasure-map"),
        (("scope: glitter", "scope: gliter"), "Did you mean 'glitter'"),
        (("post: nv-p05", "post: nv-p55"), "Enter the post first"),
        (("posts:", "post:"), "Did you mean 'posts'"),
    ],
)
def test_people_that_do_not_fit_are_refused_with_their_line(inputs, instant, changed, said):
    act = RecordedPeople(1, instant("2030-05-10"), "office", PEOPLE.replace(*changed, 1), "people.yaml")
    with pytest.raises(ContentError, match=said) as refusal:
        inputs(act).make()
    assert refusal.value.place.startswith("people.yaml line")


def test_moving_a_unit_leaves_its_peoples_access_alone(registry, at):
    before, after = (registry.access_of_person("nv-h01", "tides", at(day)) for day in ("2030-04-30", "2030-05-01"))
    assert [one.basis for one in before] == [one.basis for one in after] == ["lead"]
    assert registry.overlaps(at("2030-05-01"), mandate="NF-04") == []


def test_what_rests_on_no_dated_publication_is_known_from_when_it_was_entered(inputs, instant, at):
    undated = PEOPLE.replace("sources: [NV4], known: 2030-05-10", "sources: [NV9]").replace(
        "sources: [NV4], known: 2030-05-12", "sources: [NV9]"
    )
    undated += "references: [{id: NV9, publisher: The crew's own order}]\n"
    act = RecordedPeople(1, instant("2030-07-01"), "office", undated)
    registry = Registry(inputs(act).make())
    early = registry.who("treasure-maps", at("2030-06-01", known="2030-06-30T00:00+00:00")).desk
    assert early.state == "division_not_known"
    assert registry.who("treasure-maps", at("2030-06-01", known="2030-07-01")).desk.state == "person"
    assert "NV9" in {reference.id for reference in registry.references}


def test_what_two_files_say_of_one_post_stands_together(inputs, instant, at):
    later = """
posts:
  - id: nv-p05
    before: [{since: 2030-09-01, known: 2030-09-01, unit: nv-u02, names: {en: {text: Keeper of reefs}}, sources: [NV4]}]
"""
    first = RecordedPeople(1, instant("2030-05-10"), "office", PEOPLE)
    registry = Registry(inputs(first, RecordedPeople(2, instant("2030-09-01"), "office", later)).make())
    assert [registry.people.post("nv-p05", at(day)).unit for day in ("2030-08-31", "2030-09-01")] == [
        "nv-u04",
        "nv-u02",
    ]
