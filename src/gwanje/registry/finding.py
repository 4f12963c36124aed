"""Finding a unit or mandate by id, key or name in any language and period; near misses answer "did you mean"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.names import search_form

_NEAR = 60.0
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: whose id, which of its texts met the question, and how well (0 to 100)."""

    id: str
    text: str
    score: float


class Finder:
    """The texts by which the things of one kind are called."""

    def __init__(self, kind: str, texts: Mapping[str, Iterable[str]]) -> None:
        self._kind = kind
        self._texts = [(identity, text, search_form(text)) for identity, names in texts.items() for text in names]

    def search(self, asked: str, limit: int = 5) -> list[Found]:
        """The nearest things, best first, each once, with the text that met the question."""
        form = search_form(asked)
        best: dict[str, Found] = {}
        for identity, text, known in self._texts:
            score = self._score(form, known)
            if score >= _NEAR and (identity not in best or score > best[identity].score):
                best[identity] = Found(identity, text, score)
        return sorted(best.values(), key=lambda found: (-found.score, found.id))[:limit]

    @staticmethod
    def _score(asked: str, known: str) -> float:
        if asked == known:
            return 100.0
        if not asked or not known:
            return 0.0
        part = 95.0 if len(asked) >= _SHORTEST_PART and asked in known else 0.0
        return max(part, min(fuzz.ratio(asked, known), 94.0), 0.85 * fuzz.partial_ratio(asked, known))

    def find(self, asked: str) -> str:
        """The one thing that is called so: exactly, or as the only one whose name holds these words."""
        candidates = self.search(asked, limit=len(self._texts) or 1)
        exact = [found.id for found in candidates if found.score >= 100.0]
        holding = [found.id for found in candidates if found.score >= 95.0]
        for unique in (exact, holding):
            if len(unique) == 1:
                return unique[0]
        raise self._refusal(asked, candidates)

    def _refusal(self, asked: str, candidates: list[Found]) -> UnknownKeyError:
        near = [f"{found.text} ({found.id})" for found in candidates[:3]]
        several = len([found for found in candidates if found.score >= 95.0]) > 1
        what = f"Several {self._kind}s are called like '{asked}'" if several else f"No {self._kind} is called '{asked}'"
        count = len({identity for identity, _, _ in self._texts})
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {count}; list them first."
        return UnknownKeyError(what, found=asked, expected=f"the id, key or name of one {self._kind}", remedy=hint)
