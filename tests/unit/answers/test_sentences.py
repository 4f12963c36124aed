import pytest
from pydantic import ValidationError

from gwanje.answers.sentences import (
    Sentence,
    join,
    mass_en,
    mass_ko,
    money_en,
    money_ko,
    percent,
    percent_ko,
    with_particle,
)
from gwanje.foundation.errors import RefusedInputError


@pytest.mark.parametrize(
    ("en", "ko"),
    [("A share of 93 %.", "비중."), ("A share.", "비중 93%."), ("Worth 5 million USD", "금액"), ("x", "4,090만 달러")],
)
def test_a_quantity_without_a_source_cannot_be_said(en: str, ko: str) -> None:
    with pytest.raises((RefusedInputError, ValidationError), match="without a source"):
        Sentence(en=en, ko=ko)
    assert Sentence(en=en, ko=ko, sources=("oz-trade",)).say("ko") == ko


def test_joining_keeps_every_source_once() -> None:
    whole = join([Sentence(en="9 %.", ko="9%.", sources=("a",)), Sentence(en="8 %.", ko="8%.", sources=("b", "a"))])
    assert whole.en == "9 %. 8 %."
    assert whole.sources == ("a", "b")


@pytest.mark.parametrize(
    ("share", "words", "korean"),
    [
        (0.93219, "93.2 %", "93.2%"),
        (0.5, "50 %", "50%"),
        (1.0, "100 %", "100%"),
        (0.99996, "over 99.9 %", "99.9% 초과"),
        (0.0004, "under 0.1 %", "0.1% 미만"),
        (0.0, "0 %", "0%"),
    ],
)
def test_shares_never_round_to_what_they_are_not(share: float, words: str, korean: str) -> None:
    assert percent(share).replace("\u00a0", " ") == words
    assert percent_ko(share) == korean


def test_money_and_mass_in_both_languages() -> None:
    assert (money_en(40.9e6), money_ko(40.9e6)) == ("40.9 million USD", "4,090만 달러")
    assert (money_en(6.4e8), money_ko(6.4e8)) == ("640 million USD", "6.4억 달러")
    assert (mass_en(28962), mass_ko(28962)) == ("29,000 tonnes", "29,000톤")
    assert money_en(950.0) == "950 USD"


@pytest.mark.parametrize(("noun", "expected"), [("흑연", "흑연을"), ("희토류", "희토류를"), ("NdFeB", "NdFeB을(를)")])
def test_particles_follow_the_last_sound(noun: str, expected: str) -> None:
    assert with_particle(noun, "을", "를") == expected
