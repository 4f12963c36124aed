"""Finding items by Korean or English words with typing mistakes; a score always shows which of its texts met."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from gwanje.foundation.names import Language, search_form
from gwanje.items.records import ItemRecord

_PARTICLES = re.compile(r"(?<=[가-힣]{2})(으로|에서|까지|부터|은|는|이|가|을|를|의|에|로|와|과|도)$")
_LOWEST = 62.0
_PART_LEAST = 2


@dataclass(frozen=True, slots=True)
class Match:
    """An item, which of its texts met the question, in which language, and how well (0 to 100)."""

    item: ItemRecord
    text: str
    lang: Language | None
    score: float


@dataclass(frozen=True, slots=True)
class _Text:
    item: ItemRecord
    text: str
    lang: Language | None
    form: str


class Search:
    """The texts by which items are called: names in both languages, other names, keys and ids."""

    def __init__(self, items: Iterable[ItemRecord]) -> None:
        self._texts = [text for item in items for text in _texts_of(item)]

    def search(self, asked: str, lang: Language | None, limit: int) -> list[Match]:
        """The nearest items, best first, each once."""
        forms = _forms(asked)
        best: dict[str, Match] = {}
        for text in self._texts:
            if lang is not None and text.lang not in {lang, None}:
                continue
            score = max((_score(form, text.form) for form in forms), default=0.0)
            if score >= _LOWEST and (text.item.id not in best or score > best[text.item.id].score):
                best[text.item.id] = Match(text.item, text.text, text.lang, score)
        ranked = sorted(best.values(), key=lambda match: (-match.score, len(match.text), match.item.id))
        return ranked[:limit]


def _texts_of(item: ItemRecord) -> list[_Text]:
    spoken: list[tuple[Language | None, str]] = [(None, item.id), (None, item.key)]
    if item.names.ko:
        spoken.append(("ko", item.names.ko.text))
    if item.names.en:
        spoken.append(("en", item.names.en.text))
    spoken += [("ko", text) for text in item.other_names.ko]
    spoken += [("en", text) for text in item.other_names.en]
    return [_Text(item, text, lang, search_form(text)) for lang, text in spoken]


def _forms(asked: str) -> list[str]:
    """What was asked, as typed and with Korean particles taken off each word."""
    bare = " ".join(_PARTICLES.sub("", word) for word in asked.split())
    return [form for form in dict.fromkeys((search_form(asked), search_form(bare))) if form]


def _score(asked: str, known: str) -> float:
    if asked == known:
        return 100.0
    whole = min(fuzz.ratio(asked, known), 97.0)
    if len(asked) >= _PART_LEAST and asked in known:
        share = len(asked) / len(known)
        return max(whole, 80.0 + 15.0 * share + (2.0 if known.startswith(asked) else 0.0))
    if len(asked) > len(known):
        return whole
    return max(whole, 0.8 * fuzz.partial_ratio(asked, known) if len(asked) > 5 else 0.0)
