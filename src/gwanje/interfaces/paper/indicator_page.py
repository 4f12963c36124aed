"""The page of an indicator, or the list of all, as self-contained HTML: what it is made of, and its record."""

from zoneinfo import ZoneInfo

from gwanje.answers.indicating_answer import Indicators
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template


def indicator_page(answer: Indicators, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    name = answer.indicators[0].names[lang] if answer.page_of else words["indicators_title"]
    page = page_template("indicator.html").render(
        **common(answer, lang, zone, twin, "signals.css"),
        kind=words["indicators_title"],
        kind_sources=(),
        title=f"{words['indicators_title']} · {name}",
        name=name,
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
        cited=[source.id for source in answer.sources] or list(answer.frozen_files),
    )
    return require_sources(page, "indicator")
