"""One thing that stands beside a proposal, as every part that measures tells it."""

from typing import Any

from gwanje.answers.answer import AbsenceStatus, Plain
from gwanje.answers.sentences import Sentence

Json = dict[str, Any]


class Beside(Plain):
    """One thing measured of an item, with its period; `status` says why there is none."""

    item: str
    kind: str
    status: AbsenceStatus
    period: str = ""
    figures: tuple[Json, ...] = ()
    words: Sentence
