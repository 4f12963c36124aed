import pytest

from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.errors import GwanjeError, RefusedInputError, UnknownKeyError, WrongUseError, unknown_key
from gwanje.foundation.figures import Figure
from gwanje.foundation.markings import Marking, highest, parse_marking


def test_a_code_keeps_its_vintage_and_leading_zeros_convention_i3() -> None:
    code = Code.parse("hs1992:010110")
    assert (code.scheme, code.vintage, code.digits, str(code)) == ("hs", 1992, "010110", "hs1992:010110")
    assert Code.parse("hs2022:811292") != Code.parse("hs1992:811292")


@pytest.mark.parametrize(
    "text", ["280530", "hs:280530", "hs92:280530", "hs1992:28053", "hs1992:28053x", "hs1992-280530"]
)
def test_a_code_without_vintage_or_with_wrong_digits_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError):
        Code.parse(text)


def test_what_looks_like_a_code() -> None:
    assert looks_like_code("hs1992:280530")
    assert not looks_like_code("rare-earth-magnets")


def test_a_figure_has_a_source_and_a_value_or_a_reason() -> None:
    assert Figure(0.5, "1", "share", ("oz-trade",)).value == 0.5
    for wrong in (
        {"value": 0.5, "sources": ()},
        {"value": 0.5, "sources": ("",)},
        {"value": None, "sources": ("a",)},
        {"value": 0.5, "sources": ("a",), "status": "no_data"},
    ):
        with pytest.raises(RefusedInputError):
            Figure(**{"unit": "1", "about": "share", **wrong})


def test_a_result_inherits_the_highest_marking_convention_m1() -> None:
    assert highest([Marking.PUBLIC, Marking.RESTRICTED, Marking.INTERNAL]) is Marking.RESTRICTED
    assert highest([]) is Marking.PUBLIC
    with pytest.raises(ValueError, match="public, internal, restricted"):
        parse_marking("secret")


def test_an_unknown_key_says_did_you_mean() -> None:
    error = unknown_key("item", "stardst", ["stardust", "moonstone"])
    assert isinstance(error, UnknownKeyError)
    assert "Did you mean stardust?" in str(error)
    assert error.exit_code == 2


def test_every_error_class_has_an_exit_code_and_a_status_convention_e2() -> None:
    def below(base: type[GwanjeError]) -> list[type[GwanjeError]]:
        return [base, *(deeper for child in base.__subclasses__() for deeper in below(child))]

    for kind in below(GwanjeError):
        assert kind.exit_code in {2, 3, 4, 5}
        assert 400 <= kind.http_status < 600


def test_a_message_has_its_four_parts_convention_e1() -> None:
    text = str(RefusedInputError("It broke", place="a.csv row 3", expected="a number", found="'x'", remedy="Mend it"))
    assert text == "It broke (a.csv row 3). Expected: a number. Found: 'x'. Mend it."
