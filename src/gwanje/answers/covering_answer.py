"""What the answer about days of cover holds: each owner apart, what may be added, and what is only cited."""

from datetime import date
from typing import Any, Literal

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.sentences import Sentence
from gwanje.foundation.figures import AnswerStatus

Json = dict[str, Any]
Stress = Literal["days", "covered", "not_computable"]
NotAdded = Literal["", "one_owner", "units_differ", "days_differ", "same_use_told"]


class Cover(Plain):
    """How long one owner's stock lasts, or that of several together; None is not computable, never zero.

    `stress` says how `stress_days` is to be read: `covered` is an alternative supply that covers the use, without end.
    """

    owners: tuple[str, ...]
    lines: tuple[int, ...]
    stock_date: date
    age_days: int
    is_old: bool | None
    unit: str
    stock: float | None
    in_transit: float | None
    daily_use: float | None
    alternative_daily: float | None
    status: AnswerStatus
    reason: Sentence
    cover_days: float | None
    stock_alone_days: float | None
    stress: Stress
    stress_days: float | None
    cover_months: float | None
    not_told: tuple[str, ...]


class ItemCover(Plain):
    """One item: each owner apart, all together where they may be added, else why they are not."""

    item: str
    names: dict[str, str]
    owners: tuple[Cover, ...]
    together: Cover | None
    not_added: NotAdded


class StockSide(Plain):
    """What one side says about a stock, and who carries it."""

    words: Sentence
    carried_by: Sentence | None = None


class CitedStockTold(Plain):
    """A disagreement or a fact about stocks, as it is cited; nothing of it enters a calculation."""

    id: str
    kind: Literal["claim", "fact"]
    status: str
    about: Sentence | None
    sides: tuple[StockSide, ...]
    adopted: Literal["A", "B", "none"] | None = None
    why: Sentence | None = None


class Covers(Answer):
    """Days of cover of an own file of stocks, and beside it what content cites about stocks."""

    status: AnswerStatus
    reason: Sentence
    items: tuple[ItemCover, ...] = ()
    stale_after_days: float | None = None
    columns_not_used: tuple[str, ...] = ()
    cited: tuple[CitedStockTold, ...] = ()

    def rows(self) -> list[Json]:
        """One owner and item a row; what is added stands under `together`. Without a file, what is cited."""
        if not self.items:
            return [_cited_row(one, side) for one in self.cited for side in one.sides]
        return [
            _row(item.item, cover, is_together=cover is item.together)
            for item in self.items
            for cover in (*item.owners, *((item.together,) if item.together else ()))
        ]


def _row(item: str, cover: Cover, *, is_together: bool) -> Json:
    return {
        "item": item,
        "owner": "; ".join(cover.owners),
        "together": is_together,
        "stock_date": cover.stock_date.isoformat(),
        "age_days": cover.age_days,
        "is_old": cover.is_old,
        "unit": cover.unit,
        "stock": cover.stock,
        "in_transit": cover.in_transit,
        "daily_use": cover.daily_use,
        "alternative_daily": cover.alternative_daily,
        "status": cover.status,
        "cover_days": cover.cover_days,
        "stock_alone_days": cover.stock_alone_days,
        "stress": cover.stress,
        "stress_days": cover.stress_days,
        "cover_months": cover.cover_months,
        "not_told": " ".join(cover.not_told),
        "reason": cover.reason.en,
    }


def _cited_row(one: CitedStockTold, side: StockSide) -> Json:
    return {
        "id": one.id,
        "kind": one.kind,
        "status": one.status,
        "says": side.words.en,
        "carried_by": side.carried_by.en if side.carried_by else "",
        "sources": " ".join(side.words.sources),
    }
