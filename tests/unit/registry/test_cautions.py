"""What a planner is asked to look at again, and that nothing is said where nothing is wrong."""

import pytest

RENAME = "rename: {fact: NEV-80, unit: nv-u02, names: {en: {text: Reef Crew}}}"
NEW = (
    "establish: {fact: NEV-81, unit: nv-u31, rank: crew, parent: nv-u01, names: {en: {text: New}}, predecessor: nv-u03}"
)
GIVES = "transfer: {fact: NEV-82, mandates: [NF-01], from: nv-u03, to: nv-u31}"


@pytest.fixture
def cautions(with_second, instant):
    def ask(events, **more):
        return [one.en for one in with_second(events, **more).preview("nv-second", instant("2031-12-01")).cautions]

    return ask


def test_a_plain_reform_has_none(cautions):
    assert cautions(RENAME) == []


def test_days_out_of_order(cautions):
    assert cautions(RENAME, day="2030-04-01") == [
        "It is decided on 2030-04-10, after it takes effect on 2030-04-01.",
        "It is known from 2030-04-11 only, after it took effect on 2030-04-01: earlier answers stay as they were.",
    ]
    assert cautions(RENAME, day="2031-06-01") == [
        "It takes effect on 2031-06-01, more than a year after it is decided on 2030-04-10."
    ]


def test_a_predecessor_that_goes_on_and_gives_nothing(cautions):
    assert cautions(NEW) == ["New is said to follow Fairy Dust Watch, which goes on and hands no affair over."]
    assert cautions(f"{NEW}\n{GIVES}") == []


def test_posts_in_all_against_the_events(cautions):
    posts = "change_posts: {fact: NEV-83, unit: nv-u01, announced: +2}"
    assert cautions(posts, more="posts: {total: +2}") == []
    assert cautions(posts, more="posts: {total: +3}") == ["+3 posts in all, but the events add up to +2."]
    assert cautions(RENAME, more="posts: {total: +3}") == ["+3 posts in all, but no event says whose."]


def test_names_that_are_promised_only(cautions):
    promised = "finalise_names: {fact: NEV-84}"
    assert cautions(f"{RENAME}\n{promised}") == [
        "Names are to become official on 2030-06-01, but none is given: they stay provisional."
    ]
    assert cautions(f"{RENAME}\nfinalise_names: {{fact: NEV-84, effective: not known}}") == []


def test_a_part_that_stays_behind(cautions):
    part = (
        "transfer: {fact: NEV-85, mandates: [NF-01], scope: glitter, from: nv-u03, to: nv-u04, effective: 2030-05-10}"
    )
    back = (
        "transfer: {fact: NEV-86, mandates: [NF-01], scope: glitter, from: nv-u04, to: nv-u03, effective: 2030-05-20}"
    )
    whole = "transfer: {fact: NEV-87, mandates: [NF-01], from: nv-u03, to: nv-u02}"
    assert cautions(f"{part}\n{back}\n{whole}") == [
        "Pixie-dust supply goes, its part [glitter] stays with Fairy Dust Watch: transfer it too if it goes."
    ]
    assert cautions(whole) == []
