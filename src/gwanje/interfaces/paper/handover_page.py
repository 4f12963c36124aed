"""The handover sheet of a unit as self-contained HTML: prints on A4, one sheet where it fits, never cut."""

from zoneinfo import ZoneInfo

from gwanje.answers.handover_sheets import HandoverSheet
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.handover_lists import (
    affair_groups,
    below,
    contacts,
    desks,
    open_counts,
    open_groups,
    open_heading,
    others_logged,
    overlaps,
    quiet_affairs,
    readings_told,
    rules,
    rules_heading,
)
from gwanje.interfaces.paper.handover_words import HandoverWords
from gwanje.interfaces.paper.rendering import common, numbers, page_template

_SIGNERS = ("gives", "takes", "confirms")


def handover_page(answer: HandoverSheet, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The sheet in one language; `twin` is the file name of the other language."""
    words = HandoverWords(answer, lang, zone)
    say = words.say
    page = page_template("handover.html").render(
        **common(answer, lang, zone, twin, "handover.css", css=_edges(words)),
        kind=f"{say['sheet_title']} · {words.unit_name}",
        kind_sources=(),
        title=f"{words.unit_name} · {say['sheet_title']} · {answer.later}",
        words=words,
        finding=words.finding(),
        groups=affair_groups(words),
        below=below(words),
        open_groups=open_groups(words),
        open_heading=open_heading(words),
        open_counts=open_counts(words),
        quiet_affairs=quiet_affairs(words),
        readings_told=readings_told(words),
        rules=rules(words),
        rules_heading=rules_heading(words),
        desks=desks(words),
        contacts=contacts(words),
        overlaps=overlaps(words),
        others_logged=list(others_logged(words)),
        signers=_SIGNERS,
        numbers=numbers(answer.sources),
    )
    return require_sources(page, f"handover-{answer.unit['id']}")


def _edges(words: HandoverWords) -> str:
    """What stands in the margins of every printed sheet: whose paper it is, its marking, which sheet of how many."""
    marking = words.say[f"marking_{words.answer.marking.word}"]
    left = _css_text(f"{words.say['sheet_title']} · {words.unit_name} · {words.answer.later}")
    return (
        f"@page {{ @bottom-left {{ content: {left} }} @bottom-center {{ content: {_css_text(marking)} }}"
        ' @bottom-right { content: counter(page) " / " counter(pages) } }\n'
    )


def _css_text(text: str) -> str:
    """A text as a style sheet takes it: every sign but letters and digits as its number."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text) + '"'
