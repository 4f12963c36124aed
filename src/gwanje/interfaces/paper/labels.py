"""The words of pages, one catalogue per language; a word missing in one of them fails when the page is made."""

from functools import cache
from importlib.resources import files

import yaml

from gwanje.foundation.errors import ContentError
from gwanje.foundation.names import Language


class Labels:
    """The labels of one language; asking for one that is not there is an error, never a blank."""

    def __init__(self, lang: Language, words: dict[str, str]) -> None:
        self.lang = lang
        self._words = words

    def __getitem__(self, key: str) -> str:
        if key not in self._words:
            raise ContentError(
                f"The label '{key}' is missing in language {self.lang}",
                place=f"interfaces/paper/labels/{self.lang}.yaml",
                remedy="Add it there, and in the other language",
            )
        return self._words[key]

    def keys(self) -> set[str]:
        """Every label of this language."""
        return set(self._words)


@cache
def labels(lang: Language) -> Labels:
    """The catalogue of one language."""
    text = files("gwanje.interfaces.paper").joinpath("labels", f"{lang}.yaml").read_text(encoding="utf-8")
    return Labels(lang, yaml.safe_load(text))
