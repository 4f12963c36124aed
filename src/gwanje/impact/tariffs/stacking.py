"""The arithmetic of one stack of duties, once it is settled which rows apply: the total, and what each row added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.tariffs.records import RULES, STAGES, SpecificDuty, TariffRow, TariffWords, tariff_words


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one unit of the goods is worth at the border: what turns a specific duty into a rate."""

    amount: float
    currency: str
    per: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Everything a stack needs beside its rows: the content of a part of the goods, a unit value, rates that differ."""

    contents: Mapping[str, float] = field(default_factory=dict)
    unit_value: UnitValue | None = None
    rates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stacked:
    """The total as a fraction of the value, or why there is none; and what each row added, or which rows exempt it."""

    total: float | None
    added: Mapping[str, float]
    exempted: Mapping[str, tuple[str, ...]]
    reason: TariffWords | None = None


def row_order(row: TariffRow) -> tuple[int, int, str, str]:
    """The place of a row in the stack: its stage, its rule, then its name; never the order it was written in."""
    return STAGES.index(row.stage), RULES.index(row.rule), row.basis, row.id


def stacked(rows: Sequence[TariffRow], settled: Settled) -> Stacked:
    """The stack of rows that apply, in the fixed order.

    Shapes and units:
        rows: rows that apply to one product on one day, in any order; rates are fractions of the value.
        settled: content shares from 0 to 1 by name, one unit value, rates that stand in for a row's own.
        Result: the total as a fraction of the value with what each row added; the parts add up to the total. No total
        where a row that counts has no rate.

    Source:
        Project choice; docs/methods-impact.md: base (general or preference), safeguard, security, emergency,
        exemptions. `add` adds c, `replace` sets the total to c, `max_of` raises it to c, `content_share` adds c times
        a share of the value, `floor` adds max(0, c - base), where base is the general or preferential rate.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: two rows of one stage both replace the total.

    Example:
        >>> stacked([], Settled()).total
        0.0
    """
    ordered = sorted(rows, key=row_order)
    exempted = _exempted(ordered)
    total, base = 0.0, 0.0
    added: dict[str, float] = {}
    for row in ordered:
        if row.rule == "exempt_if" or row.id in exempted:
            continue
        _refuse_second_replacement(row, ordered, exempted)
        rate, reason = _rate(row, settled)
        if rate is None:
            return Stacked(None, {}, exempted, reason)
        change = _change(row, rate, total, base, settled)
        if change is None:
            words = tariff_words(
                f"the {row.content} content of the goods is not known ({row.id})",
                f"{row.content} 함량을 알 수 없음({row.id})",
            )
            return Stacked(None, {}, exempted, words)
        added[row.id] = change
        total += change
        if row.stage in ("base", "preference"):
            base = total
    return Stacked(total, added, exempted)


def content_of(row: TariffRow, settled: Settled) -> float | None:
    """The share of the value a content duty is charged on; None where nobody told it."""
    given = settled.contents.get(row.content or "")
    return given if given is not None else row.content_share


def _exempted(rows: Sequence[TariffRow]) -> dict[str, tuple[str, ...]]:
    """The rows that do not count, with the exemptions that say so."""
    bases = {row.basis for row in rows if row.rule != "exempt_if"}
    exempting = [row for row in rows if row.rule == "exempt_if" and (not row.where or bases.intersection(row.where))]
    found = {
        row.id: tuple(one.id for one in exempting if row.basis in one.exempts)
        for row in rows
        if row.rule != "exempt_if"
    }
    return {identity: by for identity, by in found.items() if by}


def _rate(row: TariffRow, settled: Settled) -> tuple[float | None, TariffWords | None]:
    if row.not_recorded is not None:
        why = row.not_recorded
        return None, tariff_words(
            f"the rate of {row.id} ({row.article}) is not recorded: {why.en}",
            f"{row.id}({row.article})의 세율이 기록되지 않음: {why.ko}",
        )
    rate = settled.rates.get(row.id, row.rate or 0.0)
    if row.specific is None:
        return rate, None
    specific, why_not = _by_value(row, row.specific, settled.unit_value)
    return (None, why_not) if specific is None else (rate + specific, None)


def _by_value(row: TariffRow, duty: SpecificDuty, worth: UnitValue | None) -> tuple[float | None, TariffWords | None]:
    wanted = f"{duty.currency}/{duty.per}"
    if worth is None:
        return None, tariff_words(
            f"{row.id} ({row.article}) is a duty of {duty.amount:g} {wanted}: it needs a unit value",
            f"{row.id}({row.article})는 {duty.amount:g} {wanted}의 종량세로 단가가 있어야 함",
        )
    given = f"{worth.currency}/{worth.per}"
    if given != wanted:
        return None, tariff_words(
            f"{row.id} ({row.article}) is a duty in {wanted}, and the unit value is in {given}",
            f"{row.id}({row.article})는 {wanted} 종량세인데 단가는 {given}",
        )
    return duty.amount / worth.amount, None


def _change(row: TariffRow, rate: float, total: float, base: float, settled: Settled) -> float | None:
    if row.rule == "replace":
        return rate - total
    if row.rule == "add":
        return rate
    if row.rule == "floor":
        return max(0.0, rate - base)
    if row.rule == "max_of":
        return max(0.0, rate - total)
    share = content_of(row, settled)
    return None if share is None else rate * share


def _refuse_second_replacement(
    row: TariffRow, rows: Sequence[TariffRow], exempted: Mapping[str, tuple[str, ...]]
) -> None:
    rivals = [
        other.id
        for other in rows
        if other.rule == row.rule == "replace" and other.stage == row.stage and other.id not in exempted
    ]
    if len(rivals) > 1:
        raise RefusedInputError(
            "Two tariff rows of one stage both set the total",
            place=row.place,
            expected=f"one row with the rule replace in the stage {row.stage}",
            found=" and ".join(rivals),
            remedy="Give one of them another stage or rule, or its end",
        )
