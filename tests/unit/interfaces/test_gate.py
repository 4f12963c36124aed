import pytest

from gwanje.foundation.errors import RefusedInputError
from gwanje.interfaces.paper.gate import require_sources, uncited_figures

CITED = '<html><body><p data-sources="baci">China supplies 93.2 % of it.</p><p>On 30 December 2025.</p></body></html>'


def test_a_cited_figure_passes() -> None:
    assert uncited_figures(CITED) == []
    assert require_sources(CITED, "page") == CITED


@pytest.mark.parametrize(
    "text", ["Korea buys 93 % of it.", "수입의 93%를 차지", "worth 40.9 million USD", "28,962 t in all", "4,090만 달러"]
)
def test_a_planted_uncited_figure_is_refused(text: str) -> None:
    page = CITED.replace("</body>", f"<div><span>{text}</span></div></body>")
    with pytest.raises(RefusedInputError, match="no source"):
        require_sources(page, "brief-x")


def test_a_figure_after_a_cited_element_is_seen() -> None:
    page = '<html><body><p><b data-sources="x">9 %</b> and 8 % more</p></body></html>'
    assert uncited_figures(page) == ["and 8 % more"]


def test_style_and_the_list_of_sources_are_not_figures() -> None:
    page = '<html><head><style>.a{width:50 %}</style></head><body><ol class="sources"><li>CC BY, 5 % sample</li></ol></body></html>'
    assert uncited_figures(page) == []
