"""One line on one day as known on a day: the rate, or the range an open question leaves, and every row behind it."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.impact.tariffs.applicable import Candidate, Candidates, OpenKey, candidates
from gwanje.impact.tariffs.open_choices import Choice, OpenQuestion, choices_of, combined
from gwanje.impact.tariffs.records import TariffRow, TariffWords, tariff_words
from gwanje.impact.tariffs.stack import TariffStack
from gwanje.impact.tariffs.stacking import Settled, Stacked, UnitValue, row_order, stacked

RateStatus = Literal["ok", "not_yet_known", "not_computable"]
StepState = Literal["used", "perhaps", "exempted", "exempts", "announced"]
_MOST_OPEN = 12


@dataclass(frozen=True, slots=True)
class TariffQuestion:
    """What is imported, from where, when as known when, and what is told about the goods.

    `preference_claimed` is the share of the trade that claims the preference, None where nobody knows; `open_claims`
    names disagreements in which no side is adopted.
    """

    digits: str
    partner: str
    as_of: AsOf
    preference_claimed: float | None = None
    contents: Mapping[str, float] = field(default_factory=dict)
    unit_value: UnitValue | None = None
    open_claims: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        shares = {"the share that claims the preference": self.preference_claimed, **self.contents}
        for name, share in shares.items():
            if share is not None and not 0 <= share <= 1:
                raise WrongUseError(
                    f"'{name}' is not a share", expected="from 0 to 1", found=str(share), remedy="Write 0.4 for 40%"
                )
        worth = self.unit_value
        if worth is not None and not (math.isfinite(worth.amount) and worth.amount > 0):
            raise WrongUseError(
                "A unit value is above 0",
                expected="money for one unit",
                found=str(worth.amount),
                remedy="Give for example 2.5",
            )


@dataclass(frozen=True, slots=True)
class TariffStep:
    """One row of the trace: how it stands on the day, its end as known then, and what it adds at least and at most."""

    row: TariffRow
    state: StepState
    until: datetime | None
    added_low: float | None = None
    added_high: float | None = None
    exempted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TariffRate:
    """The rate as a fraction of the value: `low` and `high` are one number unless something is open."""

    status: RateStatus
    low: float | None
    high: float | None
    trace: tuple[TariffStep, ...]
    open_questions: tuple[OpenQuestion, ...] = ()
    holds_until: datetime | None = None
    reason: TariffWords | None = None


def tariff_rate(stack: TariffStack, question: TariffQuestion) -> TariffRate:
    """The rate of a line on a day, with the ordered trace of the rows behind it.

    Shapes and units:
        stack: the rows of one importer; question: one line of its schedule, one partner, the two times.
        Result: a fraction of the customs value, as the lowest and the highest that what is open allows; each step says
        what it adds. Not computable where a row that counts has no rate, or the line has no general rate on the day.

    Source:
        Project choice; docs/methods-impact.md. Periods are half-open; what was not known is not used (Convention T2).

    Differs:
        A share of the trade that is known (a preference claimed in part) gives the mean; where several such shares meet
        and do not simply add, how they overlap is not known and the range is given.

    Raises:
        WrongUseError: shares outside [0, 1], a unit value at or below 0.
        RefusedInputError: two rows of one basis hold at one time, more than 12 open questions.

    Example:
        >>> from datetime import UTC, datetime
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.foundation.content import parse_records
        >>> from gwanje.foundation.instants import Period
        >>> every = 'from: 2024-01-01, article: Order, products: ["oz2024:6904"], partners: ["*"], sources: [OZ1]'
        >>> rows = parse_records(
        ...     "[{id: oz-t1, basis: general, stage: base, rule: replace, rate: 0.05, " + every + "},"
        ...     "{id: oz-t2, basis: order, stage: emergency, rule: floor, rate: 0.15, " + every + "}]",
        ...     "oz.yaml", TariffRow, zone=ZoneInfo("UTC"))
        >>> noon = datetime(2024, 6, 1, 12, tzinfo=UTC)
        >>> oz = TariffStack("OZZ", ("*",), "oz2024", "hs2022", Period(), (), tuple(rows), lambda _: noon)
        >>> found = tariff_rate(oz, TariffQuestion("690410", "WDL", AsOf(noon, noon)))
        >>> found.status, round(found.low, 3), [step.row.id for step in found.trace]
        ('ok', 0.15, ['oz-t1', 'oz-t2'])
    """
    at = question.as_of
    if not stack.speaks_for(question.partner):
        return TariffRate("not_computable", None, None, (), reason=_other_partner(stack, question.partner))
    if at.valid not in stack.covered:
        return TariffRate("not_computable", None, None, (), reason=_outside(stack))
    found = candidates(stack, question.digits, question.partner, at)
    choices, questions = choices_of(found.levied, question.preference_claimed, question.contents, question.open_claims)
    runs = list(_runs(found, choices, question))
    questions = tuple(one for one in questions if _matters(one, runs))
    trace, until = _trace(found, runs), found.next_change(at.valid)
    if missing := _without_base(found, stack, question):
        return TariffRate(missing[0], None, None, trace, holds_until=until, reason=missing[1])
    without = [run.stack.reason for run in runs if run.stack.reason is not None]
    if without:
        why = without[0] if len(without) == len(runs) else _by_one_answer(without[0])
        return TariffRate("not_computable", None, None, trace, questions, until, why)
    ends = list(_ends(runs))
    return TariffRate("ok", min(ends), max(ends), trace, questions, until)


@dataclass(frozen=True, slots=True)
class _Run:
    """The stack for one way in which everything open may be settled."""

    settled: Mapping[Choice, float]
    rows: tuple[TariffRow, ...]
    stack: Stacked


def _runs(found: Candidates, choices: Sequence[Choice], question: TariffQuestion) -> Iterator[_Run]:
    if len(choices) > _MOST_OPEN:
        raise RefusedInputError(
            "Too much is open about this line",
            expected=f"at most {_MOST_OPEN} open questions",
            found=str(len(choices)),
            remedy="Record which products the rows cover, or ask about a narrower code",
        )
    for sides in itertools.product(*(choice.sides for choice in choices)):
        by_key = {choice.key: side for choice, side in zip(choices, sides, strict=True)}
        rows = tuple(found.applying(by_key))
        _refuse_two_of_one_basis(rows)
        rates = {name: side for (kind, name), side in by_key.items() if kind == "rate"}
        contents = {name: side for (kind, name), side in by_key.items() if kind == "content"}
        settled = Settled({**contents, **question.contents}, question.unit_value, rates)
        yield _Run(dict(zip(choices, sides, strict=True)), rows, stacked(rows, settled))


def _matters(question: OpenQuestion, runs: Sequence[_Run]) -> bool:
    """Whether any two ways that differ in this alone give different rates."""
    seen: dict[frozenset[tuple[OpenKey, float]], float | None] = {}
    for run in runs:
        others = frozenset((choice.key, side) for choice, side in run.settled.items() if choice.key != question.key)
        if seen.setdefault(others, run.stack.total) != run.stack.total:
            return True
    return False


def _ends(runs: Sequence[_Run]) -> Iterator[float]:
    """The lowest and highest rate of every group of runs that differ only in what has known shares."""
    groups: dict[tuple[float, ...], dict[tuple[float, ...], float]] = {}
    for run in runs:
        free = tuple(side for choice, side in run.settled.items() if choice.weight is None)
        sides = tuple(side for choice, side in run.settled.items() if choice.weight is not None)
        if run.stack.total is not None:
            groups.setdefault(free, {})[sides] = run.stack.total
    weights = [choice.weight for choice in runs[0].settled if choice.weight is not None]
    for totals in groups.values():
        yield from combined(totals, weights)


def _trace(found: Candidates, runs: Sequence[_Run]) -> tuple[TariffStep, ...]:
    steps = [_step(one, runs) for one in sorted(found.levied, key=lambda one: row_order(one.row))]
    announced = [
        TariffStep(one.row, "announced", one.until)
        for one in sorted(found.announced, key=lambda one: row_order(one.row))
    ]
    return (*(step for step in steps if step is not None), *announced)


def _step(one: Candidate, runs: Sequence[_Run]) -> TariffStep | None:
    row = one.row
    present = [run.stack for run in runs if row in run.rows]
    if not present:
        return None
    always = len(present) == len(runs)
    if row.rule == "exempt_if":
        acts = any(row.id in by for stack in present for by in stack.exempted.values())
        return TariffStep(row, "exempts" if always else "perhaps", one.until) if acts else None
    by = tuple(dict.fromkeys(identity for stack in present for identity in stack.exempted.get(row.id, ())))
    counted = [stack.added[row.id] for stack in present if row.id in stack.added]
    if by and not counted:
        return TariffStep(row, "exempted", one.until, exempted_by=by)
    amounts = counted if always and not by else [*counted, 0.0]
    lowest, highest = (min(amounts), max(amounts)) if counted else (None, None)
    return TariffStep(row, "used" if always and not by else "perhaps", one.until, lowest, highest, by)


def _without_base(
    found: Candidates, stack: TariffStack, question: TariffQuestion
) -> tuple[RateStatus, TariffWords] | None:
    if any(one.row.stage == "base" and not one.needs for one in found.levied):
        return None
    later = AsOf(question.as_of.valid, max(stack.known_of(row) for row in stack.rows))
    if any(one.row.stage == "base" for one in candidates(stack, question.digits, question.partner, later).levied):
        return "not_yet_known", tariff_words(
            "the general rate of this line was not yet known", "이 세번의 기본세율은 아직 알려지지 않았음"
        )
    return "not_computable", tariff_words(
        "no general rate of this line is recorded for that day", "그날 이 세번의 기본세율이 기록되지 않음"
    )


def _refuse_two_of_one_basis(rows: Sequence[TariffRow]) -> None:
    seen: dict[tuple[str, str], TariffRow] = {}
    for row in rows:
        other = seen.setdefault((row.basis, row.stage), row)
        if row.rule != "exempt_if" and other is not row:
            raise RefusedInputError(
                f"Two rows of the basis '{row.basis}' hold at one time",
                place=row.place,
                expected="one row of a basis on a day",
                found=f"{other.id} and {row.id}",
                remedy="Let the later one replace the earlier, or write the end of the earlier",
            )


def _by_one_answer(words: TariffWords) -> TariffWords:
    return tariff_words(
        f"{words.en}; it counts by one answer to what is open", f"{words.ko}. 미정 사항에 따라 적용될 수 있음"
    )


def _other_partner(stack: TariffStack, partner: str) -> TariffWords:
    listed = ", ".join(stack.exporters)
    return tariff_words(
        f"what {stack.importer} levies on goods from {partner} is not recorded; recorded: {listed}",
        f"{partner}산에 대한 {stack.importer}의 관세는 기록되지 않음. 기록된 상대국: {listed}",
    )


def _outside(stack: TariffStack) -> TariffWords:
    start, end = (f"{at:%Y-%m-%d}" if at is not None else "" for at in (stack.covered.start, stack.covered.end))
    return tariff_words(
        f"the content speaks for days from {start} and before {end} only", f"기록은 {start}부터 {end} 전까지만 있음"
    )
