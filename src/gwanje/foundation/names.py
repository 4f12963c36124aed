"""Names by language, each with its status; a missing language is a visible state (Convention I2)."""

import re
import unicodedata
from typing import Literal

from gwanje.foundation.content import Record

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")
"""The languages everything is printed in."""

NameLanguage = Literal["ko", "en", "own"]
"""The languages a name may have: Korean, English, and the country's own where that is another one."""

NAME_LANGUAGES: tuple[NameLanguage, ...] = ("ko", "en", "own")
NameStatus = Literal["reported", "inferred", "provisional", "official", "missing"]

_NOT_LETTERS = re.compile(r"[\W_]+")


def search_form(text: str) -> str:
    """A text for comparing: Hangul as single letters (jamo), no case, accents kept, no spaces or signs."""
    return unicodedata.normalize("NFD", _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold())


class Name(Record):
    """One name in one language and how sure we are of it."""

    text: str
    status: NameStatus = "reported"
    note: str = ""


class Names(Record):
    """The names of one thing; `ko` and `en` may be missing, and then say so. `own`: in the country's own language."""

    ko: Name | None = None
    en: Name | None = None
    own: Name | None = None

    def best(self, lang: Language) -> str:
        """The name in a language, else in another one, else a visible gap."""
        order = (self.ko, self.en, self.own) if lang == "ko" else (self.en, self.own, self.ko)
        chosen = next((name for name in order if name is not None), None)
        return chosen.text if chosen else f"name missing ({lang})"

    def as_answer(self) -> dict[str, dict[str, str]]:
        """Both languages with their status, a missing one included."""
        told = {
            lang: {"text": name.text, "status": name.status}
            if name
            else {"text": f"name missing ({lang})", "status": "missing"}
            for lang, name in (("ko", self.ko), ("en", self.en))
        }
        return told if self.own is None else {**told, "own": {"text": self.own.text, "status": self.own.status}}

    def texts(self) -> tuple[str, ...]:
        """Every text, for search."""
        return tuple(name.text for name in (self.ko, self.en, self.own) if name)
