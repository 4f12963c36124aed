"""Trade that is old, small or jumpy names no leading supplier; a share by mass stands with its own country."""

import pytest

from gwanje.answers.brief import brief
from gwanje.assembly import ask
from gwanje.interfaces.paper import brief_outline, brief_page
from towers import korea

pytestmark = pytest.mark.korea


def brief_on(subject, on=None, known=None):
    return brief(korea(), subject, ask(korea(), on, known))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("natural-gas-gaseous", "10-fold or more"),
        ("germanium", "No import recorded since 2006, in data to 2024"),
        ("uranium-ores", "No import recorded since 2019, in data to 2024"),
        ("tin-ores", "suppliers are not ranked"),
    ],
)
def test_the_headline_ranks_nobody(item, said):
    headline = brief_on(item).headline
    assert said in headline.en
    assert "buys" not in headline.en
    assert "들여옴" not in headline.ko


def test_a_share_by_mass_is_never_given_to_the_leader_by_value():
    answer = brief_on("germanium")
    stage = answer.stages[0]
    assert (stage.latest.top_value, stage.latest.top_mass) == ("USA", "JPN")
    page = brief_page(answer, "en", korea().zone, twin="other.html")
    assert "Japan 40.4" in page.split("charts", 1)[0].replace("\N{NO-BREAK SPACE}", " ") or "Japan 40.4" in page
    lines = str(brief_outline(answer, korea().zone).blocks)
    assert "일본 중량 40.4%" in lines
    assert "40.4%(JPN)" in lines


def test_nothing_from_after_the_known_time_stands_on_a_brief():
    answer = brief_on("rare-earths", "2025-12-30", "2025-12-31")
    assert all(note.published < "2026" for note in answer.sources if note.published[:1].isdigit())
    assert {claim.adopted.en for claim in answer.disagreements} == {"none by then"}
    assert not any("2026" in sentence.en for sentence in answer.unknown)
    assert "not yet known" in answer.caveat.en.lower()
