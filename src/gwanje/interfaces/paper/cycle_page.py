"""A replayed cycle as self-contained HTML: how far levels rose, as known then and as known now, and what ran beside them."""

from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers.replay_answer import Replay, ReplayDay
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.cycle_chart import cycle_chart
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template

_WIDTHS = {"wide": 1100.0, "paper": 710.0, "narrow": 345.0}


def cycle_page(answer: Replay, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    names = answer.scheme_names[lang]["text"]
    page = page_template("cycle.html").render(
        **common(answer, lang, zone, twin, "cycle.css"),
        kind=f"{words['cycle_title']} · {answer.scheme}",
        kind_sources=(),
        title=f"{names} · {answer.first}–{answer.last}",
        about=words["cycle_about"].format(scheme=names, first=answer.first, last=answer.last),
        drawn={
            size: cycle_chart(answer, lang, words, width=width, name=f"cycle-{size}") for size, width in _WIDTHS.items()
        },
        days=[_told(one, answer, lang) for one in answer.days if not one.quiet],
        silent=[answer.resource_names[one].get(lang, {})["text"] for one in answer.silent_resources],
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
    )
    return require_sources(page, f"cycle-{answer.scheme}")


def _told(day: ReplayDay, answer: Replay, lang: Language) -> dict[str, Any]:
    """What moved on a day."""
    return {
        "day": day.day,
        "beat": day.heartbeat,
        "levels": [
            {"name": answer.resource_names[one.resource][lang]["text"], "level": one}
            for one in day.levels
            if one.moved or one.proposal_words
        ],
        "measures": [one for one in day.measures if one.changed],
        "new": day.new,
        "gaps": day.gaps,
    }
