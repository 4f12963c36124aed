"""Finding units and mandates by any of their names."""

import pytest

from gwanje.foundation.errors import UnknownKeyError


@pytest.mark.parametrize("asked", ["nv-u03", "Fairy Dust Gang", "fairy dust watch", "요정가루패", "요정 가루 당직"])
def test_old_and_new_names_find_the_unit(registry, asked):
    assert registry.find_unit(asked) == "nv-u03"


def test_the_only_name_that_holds_the_words_is_found(registry):
    assert registry.find_unit("Crocodile") == "nv-u05"


def test_mandates_are_found_by_id_key_and_name(registry):
    assert {registry.find_mandate(asked).id for asked in ("NF-02", "lagoon-security", "산호초 안보")} == {"NF-02"}


def test_a_typing_mistake_is_answered_with_did_you_mean(registry):
    with pytest.raises(UnknownKeyError, match=r"Did you mean .*nv-u03"):
        registry.find_unit("요정가루폐")
    with pytest.raises(UnknownKeyError, match="tides"):
        registry.find_mandate("tydes")
    assert registry.search_units("crocodyle lookuot")[0].id == "nv-u05"


def test_several_that_fit_are_never_chosen_from(registry):
    with pytest.raises(UnknownKeyError, match="Several"):
        registry.find_unit("Crew")


def test_nothing_near_says_how_many_there_are(registry):
    with pytest.raises(UnknownKeyError, match="There are 6"):
        registry.find_mandate("zzzzqqqq")
