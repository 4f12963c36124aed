"""The two rules that give no score of a month: relapse and front-loading, each with what it is made of and its record."""

from __future__ import annotations

from dataclasses import dataclass

from gwanje.answers.answer import SourceNote
from gwanje.answers.backtesting_answer import BackTest, EventTold, RunUp
from gwanje.answers.backtesting_words import NOT_COMPUTABLE
from gwanje.answers.indicating_answer import IndicatorTold, NumberTold, RuleOutcome, RuleRecord, SignTold
from gwanje.answers.indicating_relapses import relapse_records
from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking
from gwanje.watch import RelapseNumbers, Threshold, Thresholds
from gwanje.watch.distress import DistressLimits

RELAPSE, FRONT_LOADING = "relapse", "front-loading"
_NO_RUN_UP = Sentence(
    en="no record: not judged, no sourced event with an announcement before its first day concerns a series here",
    ko="실적 없음: 판정 불가, 시행 전에 발표된 사건에 해당하는 계열 없음",
)


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule as an indicator, the numbers it rests on, and the sources of its record."""

    indicator: IndicatorTold
    numbers: tuple[NumberTold, ...]
    sources: tuple[SourceNote, ...] = ()
    marking: Marking = Marking.PUBLIC


def rules_there(tower: Tower) -> tuple[str, ...]:
    """The rules that content has numbers for: relapse reads the target and the floor of dependence too."""
    is_there = Thresholds.read_if_there(tower.indicator_texts) is not None
    return (RELAPSE, FRONT_LOADING) if is_there else (FRONT_LOADING,)


def told_relapse(tower: Tower, as_of: AsOf, table: MonthlyTable | None, *, exporter: str, item: str) -> RuleTold:
    """The rule of relapses by its two kinds, held against sourced supply events."""
    limits, thresholds = RelapseNumbers.read(tower.indicator_texts), tower.thresholds
    records, sources, marking = relapse_records(tower, as_of, table, exporter=exporter, item=item)
    named = {
        "fall": limits.fall,
        "rebound": limits.rebound,
        "months": limits.months,
        "judging_months": limits.judging_months,
        "single_country_target": thresholds.single_country_target,
        "value_floor_usd": thresholds.value_floor_usd,
    }
    judged = next((one for one in records if one.status == "ok"), records[0])
    made_of = (
        _condition("fall", "fall from the peak", "정점에서 하락", "P - Q; P = running peak of the largest share, Q = "
                   "least share since", limits.fall),
        _condition("rebound", "rebound under the holder of the peak", "정점 보유국 아래 반등", "s - Q in one year of yearly "
                   f"shares, or in {limits.months.value:g} months in a row of shares over twelve months", limits.rebound),
    )  # fmt: skip
    return RuleTold(
        IndicatorTold(
            key=RELAPSE,
            names={"en": "Relapse into one supplier", "ko": "단일 공급국 의존 재상승"},
            kind="rule",
            is_baseline=False,
            signs=made_of,
            needs=("value_usd", "mass_t"),
            status=judged.status,
            record=judged.words,
            records=(),
            rule_records=records,
            needs_note=Sentence(
                en="Needs the yearly trade table or cited shares; the monthly rule a monthly table of imports, twelve "
                "months for a share. Judged only where a list of sourced supply events is kept.",
                ko="연간 무역표 또는 인용된 비중 필요. 월간 기준은 월별 수입표와 비중 하나에 12개월 필요. "
                "출처 있는 사건 목록이 있는 곳에서만 판정.",
            ),
        ),
        _numbers_of(named),
        sources,
        marking,
    )


def told_front_loading(limits: DistressLimits, tested: BackTest) -> RuleTold:
    """The run-up between an announcement and the first day of a measure: not an early warning, and it says so."""
    record = _run_up_record(tested)
    named = {
        name: getattr(limits, name)
        for name in ("front_loading_years", "front_loading_at", "publication_lag_days")
    }  # fmt: skip
    made_of = _condition(
        "front_loading", "run-up over the season", "계절 기대 대비 선수입",
        "F = Q(announcement to entry into force) / (Q(twelve months before) x median over up to "
        f"{limits.front_loading_years.value:g} years of the same months over their twelve before)",
        limits.front_loading_at,
    )  # fmt: skip
    return RuleTold(
        IndicatorTold(
            key=FRONT_LOADING,
            names={"en": "Front-loading, not an early warning", "ko": "선수입(조기 경보가 아님)"},
            kind="rule",
            is_baseline=False,
            signs=(made_of,),
            needs=("mass_t", "value_usd"),
            status=record.status,
            record=record.words,
            records=(),
            rule_records=(record,),
            needs_note=Sentence(
                en="Needs a measure with a day of announcement before its first day, and three years or more of months. "
                "A high number means hidden stock, not safety, and a fall afterwards is expected.",
                ko="시행 전 발표일이 있는 조치와 3년 이상의 월별 자료 필요. 높은 값은 안전이 아니라 숨은 재고를 뜻하며, "
                "이후 하락이 예상됨.",
            ),
        ),
        _numbers_of(named),
    )


def _run_up_record(tested: BackTest) -> RuleRecord:
    """Events whose run-up reached the limit, and those whose run-up did not; alarms elsewhere there are none."""
    if tested.status != "ok":
        return RuleRecord(rule="run_up", status="not_computable", words=NOT_COMPUTABLE)
    outcomes = [told for one in tested.events if (told := _run_up_told(one))]
    if not outcomes:
        return RuleRecord(rule="run_up", status="not_known", words=_NO_RUN_UP)
    hit = {event for one in outcomes if one.verdict == "hit" for event in one.events}
    missed = {event for one in outcomes if one.verdict == "miss" for event in one.events} - hit
    every = {event for one in outcomes for event in one.events}
    ahead = {event for one in outcomes if one.verdict == "hit" and (one.days_to_entry or 0) > 0 for event in one.events}
    covered, open_ = len(hit | missed), len(every - hit - missed)
    not_judged = (f", {open_} not computable", f", 계산 불가 {open_}건") if open_ else ("", "")
    return RuleRecord(
        rule="run_up",
        status="ok" if covered else "not_known",
        words=Sentence(
            en=f"record: {len(hit)} of {covered} events with a run-up ({len(ahead)} known ahead of entry into force)"
            f"{not_judged[0]}; false alarms not judged, it is computed only from an announcement on",
            ko=f"실적: 사건 {covered}건 중 선수입 {len(hit)}건(시행 전 인지 {len(ahead)}건){not_judged[1]}; "
            "발표 뒤에만 계산하므로 오경보는 판정 불가",
        ),
        series=len({(one.item, one.partner) for one in tested.events}),
        events_hit=len(hit),
        events_missed=len(missed),
        events_not_judged=open_,
        found=sum(one.verdict == "hit" for one in outcomes),
        outcomes=tuple(outcomes),
    )


def _run_up_told(event: EventTold) -> RuleOutcome | None:
    """The first month through which the run-up reached the limit, or the last one through which it did not."""
    if not event.run_up:
        return None
    met = next((one for one in event.run_up if one.is_met), None)
    shown: RunUp = met or event.run_up[-1]
    return RuleOutcome(
        events=(event.event,),
        series=event.item,
        quantity="value" if shown.ratio_mass is None else "mass",
        period=f"{shown.through:%Y-%m}",
        found=shown.ratio_value if shown.ratio_mass is None else shown.ratio_mass,
        verdict="hit" if met else "not judged" if shown.is_met is None else "miss",
        knowable=shown.knowable,
        days_to_entry=shown.days_to_entry,
    )


def _condition(name: str, en: str, ko: str, formula: str, limit: Threshold) -> SignTold:
    """A condition of a rule: its formula and the number from which it is met."""
    return SignTold(
        measure=name,
        names={"en": en, "ko": ko},
        formula=formula,
        at=limit.value,
        strong=None,
        weight=None,
        basis=limit.basis,
        needs=(),
    )


def _numbers_of(named: dict[str, Threshold]) -> tuple[NumberTold, ...]:
    return tuple(
        NumberTold(name=name, value=one.value, unit=one.unit, basis=one.basis, sources=one.sources)
        for name, one in named.items()
    )
