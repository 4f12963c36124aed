"""Search in Korean and English, with typing mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FIRST_HANGUL, LAST_HANGUL, FINALS = 0xAC00, 0xD7A3, 28


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("요정가루", "pixie-dust"),
        ("요정갸루", "pixie-dust"),
        ("월장석을", "moonstone"),
        ("월 장 석", "moonstone"),
        ("moonstoen", "moonstone"),
        ("MOONSTONE", "moonstone"),
        ("lagoon grafite", "lagoon-graphite"),
        ("날개 자석의", "pixie-dust-magnets"),
        ("it-9007", "nectar"),
        ("hs1992:250490", "lagoon-graphite"),
    ],
)
def test_the_nearest_item_comes_first(items, asked, key):
    assert items.search(asked)[0].item.key == key


def test_a_match_shows_which_text_met_and_how_well(items):
    best = items.search("산호흑연")[0]
    assert (best.text, best.lang, best.score) == ("산호흑연", "ko", 100.0)
    assert all(match.score < 100 for match in items.search("산호흑염"))


def test_language_and_limit_narrow_the_search(items):
    assert {match.lang for match in items.search("magnets", lang="en")} <= {"en", None}
    assert len(items.search("pixie dust", limit=2)) == 2


def test_nothing_near_finds_nothing(items):
    assert items.search("잠수함") == []
    assert items.search("") == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(place=st.integers(0, 3), final=st.integers(0, FINALS - 1), name=st.sampled_from(["요정가루", "산호흑연"]))
def test_one_wrong_jamo_still_finds_the_item(items, place, final, name):
    code = ord(name[place])
    assert FIRST_HANGUL <= code <= LAST_HANGUL
    wrong = chr(code - (code - FIRST_HANGUL) % FINALS + final)
    asked = name[:place] + wrong + name[place + 1 :]
    right = {match.item.key for match in items.search(name, limit=1)}
    assert right <= {match.item.key for match in items.search(asked, limit=3)}
