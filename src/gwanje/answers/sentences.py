"""Sentences in Korean and English that carry their sources, and how numbers are written in prose."""

import re
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.names import Language

QUANTITY = re.compile(
    r"\d[\d.,]*\s?(?:%|percent|USD|dollars|million|billion|trillion|tonnes|kt\b|t\b|points|퍼센트"
    r"|(?:[천만억조]+\s?(?:\d[\d.,]*\s?[천만억]*\s?)?)?(?:달러|톤|원\b|원[이을의에과]|배럴))"
)
"""A number with a unit: what must never be printed without a source."""


_NARROW = "\u00a0"
"""Between a number and its sign: the two never part at the end of a line."""


class Sentence(BaseModel):
    """One statement in both languages with the ids of the sources that carry it; a quantity without a source is refused."""

    model_config = ConfigDict(frozen=True)

    en: str
    ko: str
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _cited(self) -> Self:
        for text in (self.en, self.ko):
            found = QUANTITY.search(text)
            if found and not self.sources:
                raise RefusedInputError(
                    f"The sentence '{text[:80]}' prints {found.group()} without a source",
                    expected="at least one source id",
                    found="none",
                    remedy="Give the sources of the figure (Convention S2)",
                )
        return self

    def say(self, lang: Language) -> str:
        """The sentence in one language."""
        return self.ko if lang == "ko" else self.en

    def then(self, following: "Sentence") -> "Sentence":
        """Two sentences in a row, with the sources of both."""
        return Sentence(
            en=f"{self.en} {following.en}".strip(),
            ko=f"{self.ko} {following.ko}".strip(),
            sources=tuple(dict.fromkeys((*self.sources, *following.sources))),
        )


def join(sentences: list[Sentence]) -> Sentence:
    """All sentences in a row."""
    whole = Sentence(en="", ko="")
    for sentence in sentences:
        whole = whole.then(sentence)
    return whole


def percent(share: float) -> str:
    """A share in prose: at most three significant digits, never rounded up to a whole it does not reach."""
    points = share * 100
    if 99.95 <= points < 100:
        return f"over 99.9{_NARROW}%"
    return f"{points:.3g}{_NARROW}%" if points >= 0.1 or points == 0 else f"under 0.1{_NARROW}%"


def percent_ko(share: float) -> str:
    """The same share as Korean offices write it, without the space."""
    words = percent(share).replace(_NARROW, "")
    return words.replace("over 99.9%", "99.9% 초과").replace("under 0.1%", "0.1% 미만")


def money_en(usd: float) -> str:
    """US dollars in prose, three significant digits."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(usd) >= size:
            return f"{usd / size:.3g} {word} USD"
    return f"{usd:,.0f} USD"


def money_ko(usd: float) -> str:
    """US dollars in Korean prose: 만, 억 and 조 rather than thousands."""
    for size, word in ((1e12, "조"), (1e8, "억"), (1e4, "만")):
        if abs(usd) >= size:
            return f"{_three(usd / size)}{word} 달러"
    return f"{usd:,.0f} 달러"


def mass_en(tonnes: float) -> str:
    """Tonnes in prose."""
    return f"{tonnes / 1e6:.3g} million tonnes" if tonnes >= 1e6 else f"{_three(tonnes)} tonnes"


def mass_ko(tonnes: float) -> str:
    """Tonnes in Korean prose."""
    return f"{_three(tonnes / 1e4)}만 톤" if tonnes >= 1e5 else f"{_three(tonnes)}톤"


def _three(value: float) -> str:
    """Three significant digits without an exponent, thousands separated."""
    if value == 0:
        return "0"
    digits = max(0, 3 - len(str(int(abs(value)))) if abs(value) >= 1 else 3)
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{rounded:,.0f}"


def with_particle(noun: str, after_consonant: str, after_vowel: str) -> str:
    """A Korean noun with the particle its last sound asks for; other scripts get the form after a vowel in brackets."""
    last = noun.rstrip()[-1:]
    if "가" <= last <= "힣":
        return noun + (after_consonant if (ord(last) - ord("가")) % 28 else after_vowel)
    return f"{noun}{after_consonant}({after_vowel})" if last else noun
