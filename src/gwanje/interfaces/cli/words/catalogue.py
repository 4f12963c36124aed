"""One catalogue of words per language; a word that is missing in one of them is an error, never a blank."""

from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from gwanje.foundation.errors import ContentError
from gwanje.foundation.names import Language


def local_day(text: str, zone: ZoneInfo) -> date:
    """The day an instant falls on in a zone; a bare day is that day."""
    return _on(text, zone, timedelta())


def last_day(text: str, zone: ZoneInfo) -> date:
    """The last day before an end, which is itself not part of the period."""
    return _on(text, zone, timedelta(microseconds=1))


def _on(text: str, zone: ZoneInfo, before: timedelta) -> date:
    moment = datetime.fromisoformat(text)
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return (local - before).date()


class Words:
    """The words of one language."""

    def __init__(self, lang: Language, texts: dict[str, str]) -> None:
        self.lang = lang
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        if key not in self._texts:
            raise ContentError(
                f"The word '{key}' is missing in language {self.lang}",
                place=f"interfaces/cli/words/{self.lang}.yaml",
                remedy="Add it there, and in the other language",
            )
        return self._texts[key]

    def say(self, key: str, **values: Any) -> str:
        """A sentence with its values."""
        return self[key].format(**values)

    def count(self, key: str, n: int, **values: Any) -> str:
        """A sentence about a number: its form for one, or for any other number."""
        return self[f"{key}_one" if n == 1 else f"{key}_many"].format(n=n, **values)

    def of(self, group: str, key: str) -> str:
        """The word for a key of a group, such as a state; one that nobody has named yet is shown without its signs."""
        slug = "".join(sign if sign.isalnum() else "_" for sign in key)
        return self._texts.get(f"{group}_{slug}", key.replace("_", " ").rstrip(": "))

    def day(self, text: str, zone: ZoneInfo | None = None) -> str:
        """A day as people write it; of an instant, the day it is in a zone."""
        when = date.fromisoformat(text) if zone is None else local_day(text, zone)
        if self.lang == "ko":
            return f"{when.year}년 {when.month}월 {when.day}일"
        return f"{when.day} {when:%B} {when.year}"

    def keys(self) -> set[str]:
        """Every key of this language."""
        return set(self._texts)


@cache
def words(lang: Language) -> Words:
    """The catalogue of one language."""
    text = files("gwanje.interfaces.cli").joinpath("words", f"{lang}.yaml").read_text(encoding="utf-8")
    return Words(lang, yaml.safe_load(text))
