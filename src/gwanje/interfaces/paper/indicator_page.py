"""The page of an indicator, or the list of all, as self-contained HTML: what it is made of, and its record."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from gwanje.answers.indicating_answer import Indicators
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.indicator_chart import indicator_chart, span_of
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template

_WIDTHS = {"wide": 1100.0, "paper": 710.0, "narrow": 345.0}


def indicator_page(answer: Indicators, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    name = answer.indicators[0].names[lang] if answer.page_of else words["indicators_title"]
    page = page_template("indicator.html").render(
        **common(answer, lang, zone, twin, "indicator.css"),
        drawn=_drawn(answer, lang, words),
        told_events=_events(answer, lang),
        kind=words["indicators_title"],
        kind_sources=(),
        title=f"{words['indicators_title']} · {name}",
        name=name,
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
        cited=[source.id for source in answer.sources] or list(answer.frozen_files),
    )
    return require_sources(page, "indicator")


def _drawn(answer: Indicators, lang: Language, words: PageWords) -> list[dict[str, Markup]]:
    """Each series in the widths of a screen, of paper and of a telephone."""
    paths = answer.indicators[0].paths if answer.page_of else ()
    span = span_of(paths) if paths else None
    return [
        {
            size: indicator_chart(path, lang, words, width=width, name=f"path-{at}-{size}", span=span)
            for size, width in _WIDTHS.items()
        }
        for at, path in enumerate(paths)
        if span
    ]


def _events(answer: Indicators, lang: Language) -> list[str]:
    """What each event on a drawing is, once."""
    paths = answer.indicators[0].paths if answer.page_of else ()
    return list(dict.fromkeys(f"{one.event}: {one.what[lang]}" for path in paths for one in path.events))
