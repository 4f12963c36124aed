"""The answer about an exposure as a type: weight beside the cell, users, allocations, output at stake, every stage."""

from typing import Any

from pydantic import Field

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus

Json = dict[str, Any]
Numbers = tuple[float, float] | None


class StageOfExposure(Plain):
    """One item that is counted, or why it is not."""

    item: str
    names: dict[str, str]
    status: AnswerStatus
    reason: Sentence
    words: Sentence
    year: int | None
    table: str | None
    value_usd: float | None
    codes: tuple[Json, ...]
    codes_without_rows: tuple[str, ...]
    made_in: str | None
    isic: str | None
    link: str | None
    sources: tuple[str, ...] = ()


class UserOfItem(Plain):
    """One using industry: what for, its output, and how much of the product is in it; ranges from low to high."""

    sector: str
    names: dict[str, str]
    uses: tuple[dict[str, str], ...]
    grade: str
    output_musd: float
    affected_share: Numbers
    direct_share: Numbers
    embodied_share: Numbers
    direct_share_users_only: Numbers
    embodied_share_users_only: Numbers
    at_stake_musd: tuple[float, float]
    sources: tuple[str, ...]


class ExposureAnswer(Answer):
    """What hangs on it: an exposure, not a loss; nothing is simulated and nothing is subtracted."""

    item: str
    names: dict[str, str]
    importer: str
    supplier: str
    measure: str | None = None
    kind: str = "exposure"
    status: AbsenceStatus
    reason: Sentence
    headline: Sentence
    at_stake_words: Sentence
    allocation_words: Sentence = Sentence(en="", ko="")
    carried_by: Sentence = Sentence(en="", ko="")
    assumptions: tuple[Sentence, ...] = ()
    trade_year: int | None = None
    table_year: int | None = None
    value_musd: Numbers = None
    weight: Numbers = None
    cell: Json = Field(default_factory=dict)
    allocations: Json = Field(default_factory=dict)
    at_stake: Json = Field(default_factory=dict)
    users: tuple[UserOfItem, ...] = ()
    industries: tuple[Json, ...] = ()
    regions: Json = Field(default_factory=dict)
    sizes: Json = Field(default_factory=dict)
    stages: tuple[StageOfExposure, ...]

    def rows(self) -> list[Json]:
        """One using industry a row; without users one row that says why."""
        head = {"item": self.item, "importer": self.importer, "supplier": self.supplier}
        if not self.users:
            return [{**head, "status": self.status, "reason": self.reason.en or self.at_stake_words.en}]
        return [{**head, **_flat(user)} for user in self.users]


def _flat(user: UserOfItem) -> Json:
    flat: Json = {"sector": user.sector, "name": user.names["en"], "output_musd": user.output_musd}
    pairs = ("direct_share", "embodied_share", "direct_share_users_only", "embodied_share_users_only")
    for name in (*pairs, "affected_share", "at_stake_musd"):
        low, high = getattr(user, name) or (None, None)
        flat |= {f"{name}_low": low, f"{name}_high": high}
    return flat
