"""Criteria of a warning level as content writes them, and whether readings meet them: met, not met, not checkable."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.watch.measures import Phrase

ConditionKind = Literal[
    "reported", "stock-share", "price-change", "volume-change", "price-level", "cover-days", "reliance-change"
]
Edges = Literal["included", "excluded", "not known"]
Outcome = Literal["met", "not_met", "not_checkable"]
Stated = Literal["met", "not_met"]
Combination = Literal["all", "any", "not known"]
DataKind = Literal["import-value-and-mass", "import-mass", "leading-share", "price"]
_UNITS = {
    "stock-share": "share of the obligation",
    "price-change": "share",
    "volume-change": "share",
    "reliance-change": "share",
    "cover-days": "days",
}
SHARES = frozenset({"stock-share", "price-change", "volume-change", "reliance-change"})
"""Kinds whose values are fractions: 0.1 is ten percent (Convention U1)."""
CHANGES = frozenset({"price-change", "volume-change", "reliance-change"})
"""Kinds whose values compare two periods."""


class Condition(Record):
    """One condition of a criterion that a value, or a reported fact, meets or does not meet."""

    key: Key
    about: Phrase
    kind: ConditionKind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    edges: Edges = Field(default="not known", description="whether a value on a bound still counts")
    days: int | None = Field(default=None, ge=1, description="for how many days it must have held")
    data: DataKind | None = Field(default=None, description="the loaded figures that are held against it")
    needs: Phrase | None = Field(default=None, description="what would be needed to check it, where data cannot")

    @model_validator(mode="after")
    def _bounds_fit_the_kind(self) -> Self:
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if self.kind == "reported" and bounds:
            raise ValueError("a reported fact has no bounds; it holds or it does not")
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            raise ValueError("low lies above high")
        if self.kind == "price-level" and not self.unit:
            raise ValueError("a price level names its unit, for example USD per barrel")
        return self

    @property
    def has_bounds(self) -> bool:
        """Whether there is a number to hold a value against."""
        return self.low is not None or self.high is not None

    @property
    def measured_in(self) -> str:
        """The unit of its values; a reported fact has none."""
        return self.unit or _UNITS.get(self.kind, "")


class Criterion(CitedRecord):
    """What must be so for a level to be proposed, as far as sources give it."""

    id: OpaqueId
    level: str = Field(default="", description="the level it stands for; absent where no source says for which")
    resources: tuple[Key, ...] = Field(default=(), description="for which resources; all, if absent")
    article: Phrase | None = None
    combine: Combination = Field(default="not known", description="how several conditions go together")
    public: Literal["whole", "part"] = Field(default="part", description="whether the sources give all of it")
    conditions: tuple[Condition, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure that loaded data give for a condition; of a change, `against` is the period it is compared with."""

    basis: Phrase
    period: str
    value: float
    against: str = ""

    def as_answer(self) -> dict[str, Any]:
        """The figure as answers and the journal print it."""
        basis = {"en": self.basis.en, "ko": self.basis.ko}
        return {"basis": basis, "period": self.period, "against": self.against or None, "value": self.value}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value somebody gives for a condition, with where it comes from; of a reported fact it is True or False.

    `stated`: a source says that the condition is met, or not, and gives no value. `measured`: figures of loaded data,
    one for each comparison that may be meant. `absent`: why there is no figure, where data were looked for.
    """

    condition: str
    value: float | bool | None
    at: datetime
    sources: tuple[str, ...]
    days: int | None = None
    known: datetime | None = None
    said_by: Phrase | None = None
    stated: Stated | None = None
    measured: tuple[Measured, ...] = ()
    absent: Phrase | None = None

    def as_answer(self) -> dict[str, Any]:
        """The reading as answers and the journal print it."""
        told: dict[str, Any] = {
            "condition": self.condition,
            "value": self.value,
            "at": self.at.isoformat(),
            "sources": list(self.sources),
        }
        more: dict[str, Any] = {
            "days": self.days,
            "stated": self.stated,
            "said_by": self.said_by and self.said_by.model_dump(),
        }
        if self.measured:
            more["measured"] = [one.as_answer() for one in self.measured]
            more["known"] = self.known and self.known.isoformat()
        return told | {name: value for name, value in more.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition against its reading."""

    condition: Condition
    outcome: Outcome
    why: Phrase
    reading: Reading | None = None

    def as_answer(self) -> dict[str, Any]:
        """The result with the two values that met."""
        condition = self.condition
        return {
            "condition": condition.key,
            "kind": condition.kind,
            "about": {"en": condition.about.en, "ko": condition.about.ko},
            "outcome": self.outcome,
            "why": {"en": self.why.en, "ko": self.why.ko},
            "low": condition.low,
            "high": condition.high,
            "edges": condition.edges if condition.has_bounds else None,
            "unit": condition.measured_in,
            "needs": {"en": condition.needs.en, "ko": condition.needs.ko} if condition.needs else None,
            "reading": self.reading.as_answer() if self.reading else None,
        }


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion against the readings given."""

    criterion: Criterion
    outcome: Outcome
    why: Phrase
    conditions: tuple[ConditionResult, ...]

    def as_answer(self) -> dict[str, Any]:
        """The result, condition by condition, with what is not public about it."""
        criterion = self.criterion
        article = criterion.article
        return {
            "criterion": criterion.id,
            "level": criterion.level or None,
            "article": {"en": article.en, "ko": article.ko} if article else None,
            "outcome": self.outcome,
            "why": {"en": self.why.en, "ko": self.why.ko},
            "combine": criterion.combine,
            "public": criterion.public,
            "status": criterion.status,
            "conditions": [one.as_answer() for one in self.conditions],
            "sources": list(criterion.sources),
        }


def check_condition(condition: Condition, reading: Reading | None) -> ConditionResult:
    """Whether one reading meets one condition; a value on a bound of unknown edge is not checkable.

    Shapes and units:
        condition: from content. reading: a value in the unit of the condition (shares as fractions), True or False for
        a reported fact, figures of loaded data for every comparison that may be meant, or None where nobody gave one.
        Result: met, not_met or not_checkable, with the reason in both languages.

    Source:
        Project choice: what a source does not say about a bound is not guessed (Convention A3). Figures of data decide
        only where all of them say the same: against which period a change counts is seldom public. A figure of a month
        says nothing about single days.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: a value that is no number, or a yes or no where a number is needed, and the reverse.

    Example:
        >>> from datetime import UTC
        >>> stock = Condition(key="stock", about=Phrase(en="stock", ko="비축"), kind="stock-share", low=0.8, high=1.0)
        >>> check_condition(stock, Reading("stock", 1.0, datetime(2030, 5, 1, tzinfo=UTC), ("NV4",))).outcome
        'not_checkable'
    """
    if reading is None or reading.absent is not None:
        none = Phrase(en="no reading was given", ko="입력값 없음")
        return ConditionResult(condition, "not_checkable", reading.absent or none if reading else none)
    if reading.measured:
        return _measured(condition, reading)
    if reading.stated is not None:
        words = ("stated without a value", "값 없이 제시됨")
        return ConditionResult(condition, reading.stated, _phrase(words), reading)
    _refuse_wrong_kind(condition, reading)
    if condition.kind == "reported":
        words = ("reported", "보도됨") if reading.value else ("reported not to hold", "해당 없음으로 보도됨")
        return ConditionResult(condition, "met" if reading.value else "not_met", _phrase(words), reading)
    if not condition.has_bounds:
        words = ("how much is asked for is not public", "기준값 비공개")
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    return _against_bounds(condition, reading)


def check_criterion(criterion: Criterion, readings: Mapping[str, Reading]) -> CriterionResult:
    """Whether readings meet a criterion; where it is not public how conditions combine, only unanimity decides.

    Shapes and units:
        criterion: from content. readings: by key of their condition; those of other criteria are ignored.
        Result: met, not_met or not_checkable, with every condition's own result.

    Source:
        Project choice: Kleene's three values; with an unknown combination only what every combination gives is said.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: as check_condition.

    Example:
        >>> two = [Condition(key=key, about=Phrase(en=key, ko=key), kind="reported") for key in ("unrest", "fear")]
        >>> criterion = Criterion(id="NVC-1", level="attention", conditions=tuple(two), sources=("NV4",))
        >>> check_criterion(criterion, {}).outcome
        'not_checkable'
    """
    results = tuple(check_condition(one, readings.get(one.key)) for one in criterion.conditions)
    outcomes = {one.outcome for one in results}
    outcome = _combined(criterion.combine if len(results) > 1 else "all", outcomes)
    return CriterionResult(criterion, outcome, _why(criterion, outcome, outcomes), results)


def _combined(combine: Combination, outcomes: set[Outcome]) -> Outcome:
    if len(outcomes) == 1:
        return next(iter(outcomes))
    if combine == "all":
        return "not_met" if "not_met" in outcomes else "not_checkable"
    if combine == "any":
        return "met" if "met" in outcomes else "not_checkable"
    return "not_checkable"


def _why(criterion: Criterion, outcome: Outcome, outcomes: set[Outcome]) -> Phrase:
    part = (", as far as it is public", "(공개된 범위에서)") if criterion.public == "part" else ("", "")
    if outcome == "met":
        return Phrase(en=f"met{part[0]}", ko=f"충족{part[1]}")
    if outcome == "not_met":
        return Phrase(en=f"not met{part[0]}", ko=f"미충족{part[1]}")
    if criterion.combine == "not known" and {"met", "not_met"} <= outcomes:
        return Phrase(
            en="not checkable: how the conditions combine is not public", ko="확인 불가: 조건의 결합 방식 비공개"
        )
    return Phrase(en="not checkable: a condition could not be checked", ko="확인 불가: 확인할 수 없는 조건 있음")


def _against_bounds(condition: Condition, reading: Reading) -> ConditionResult:
    value = float(reading.value or 0.0)
    if value in (condition.low, condition.high) and condition.edges == "not known":
        words = ("the value lies on a bound, and whether the bound counts is not known", "경계값 포함 여부 알 수 없음")
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    if not _is_inside(condition, value):
        return ConditionResult(condition, "not_met", Phrase(en="outside the bounds", ko="기준 범위 밖"), reading)
    if condition.days is not None and reading.days is None:
        words = ("for how many days it has held was not given", "지속 일수 입력 없음")
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    if condition.days is not None and reading.days is not None and reading.days < condition.days:
        words = (f"held for {reading.days} of {condition.days} days", f"{condition.days}일 중 {reading.days}일 지속")
        return ConditionResult(condition, "not_met", _phrase(words), reading)
    return ConditionResult(condition, "met", Phrase(en="within the bounds", ko="기준 범위 안"), reading)


def _measured(condition: Condition, reading: Reading) -> ConditionResult:
    """What every figure says alike; where they differ, or are of a month and days are asked for, nothing is said."""
    if not condition.has_bounds:
        words = ("measured; how much is asked for is not public", "측정됨, 기준값 비공개")
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    if condition.days is not None:
        words = (
            f"monthly figures do not tell for how many days it held; {condition.days} days are asked for",
            f"월별 수치로는 지속 일수를 알 수 없음(기준 {condition.days}일)",
        )
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    if condition.kind in CHANGES and len({one.against for one in reading.measured}) < 2:
        words = (
            "measured against one period only, and against which one it counts is not public",
            "한 기간과만 비교되었으며 비교 기간은 비공개",
        )
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    each = [_against_bounds(condition, replace(reading, value=one.value, measured=())) for one in reading.measured]
    if len({one.outcome for one in each}) > 1:
        words = (
            "the comparisons do not agree, and which one counts is not public",
            "비교 기준에 따라 결과가 다르며 어느 기준인지 비공개",
        )
        return ConditionResult(condition, "not_checkable", _phrase(words), reading)
    return ConditionResult(condition, each[0].outcome, each[0].why, reading)


def _is_inside(condition: Condition, value: float) -> bool:
    included = condition.edges == "included"
    above = condition.low is None or value > condition.low or (included and value == condition.low)
    return above and (condition.high is None or value < condition.high or (included and value == condition.high))


def _refuse_wrong_kind(condition: Condition, reading: Reading) -> None:
    value, wanted = reading.value, condition.kind == "reported"
    is_number = value is not None and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(value, bool) if wanted else is_number:
        return
    raise RefusedInputError(
        f"This is no reading for '{condition.key}': {condition.about.en}",
        expected="yes or no" if condition.kind == "reported" else f"a number ({condition.measured_in})",
        found=str(reading.value),
        remedy="Give yes or no for a reported fact, and a number for everything that is measured",
    )


def _phrase(words: tuple[str, str]) -> Phrase:
    return Phrase(en=words[0], ko=words[1])
