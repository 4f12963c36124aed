"""Each indicator with what it is made of and the record that a back-test gives it on the figures that are loaded."""

from __future__ import annotations

from dataclasses import replace

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.backtesting import BackTestQuestion, backtest, chosen_key, indicators, not_computable
from gwanje.answers.backtesting_answer import BackTest, RecordTold
from gwanje.answers.backtesting_words import record_words
from gwanje.answers.indicating_answer import Indicators, IndicatorTold, NumberTold, SignTold
from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import Threshold
from gwanje.watch.distress import SIGN_WORDS, DistressLimits, Weighting

NOT_COMPUTABLE = Sentence(
    en="record not computable: load customs months or give --series",
    ko="실적 계산 불가: 월별 자료 적재 또는 --series 필요",
)


def told_indicators(
    tower: Tower, as_of: AsOf, table: MonthlyTable | None, question: BackTestQuestion, *, key: str = ""
) -> Indicators:
    """One indicator, or all of them, with the record at lag 0 and at the real lag; `table` None: no record."""
    limits = DistressLimits.read(tower.indicator_texts)
    known = indicators(limits)
    chosen = [chosen_key(known, key.replace("_", "-"))] if key else list(known.values())
    asked = replace(question, weightings=tuple(one.key for one in chosen))
    tested = not_computable(tower, as_of, asked) if table is None else backtest(tower, as_of, table, asked)
    numbers = _numbers(limits)
    cited = source_notes(tower, (source for one in numbers for source in one.sources))
    return Indicators(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=tested.marking,
        sources=tuple({note.id: note for note in (*tested.sources, *cited)}.values()),
        page_of=chosen[0].key if key else "",
        indicators=tuple(_told(one, tested, {single.key for single in limits.weightings}) for one in chosen),
        numbers=numbers,
        alarm_level=limits.alarm_level,
        file=tested.file,
        frozen=tested.frozen,
        frozen_files=tested.frozen_files,
        events=tested.events if key else (),
        notes=tested.notes,
    )


def _told(one: Weighting, tested: BackTest, weightings: set[str]) -> IndicatorTold:
    records = tuple(record for record in tested.records if record.weighting == one.key)
    needs = dict.fromkeys(column for feature in one.features for column in SIGN_WORDS[feature.measure].needs)
    status, record = _record(records)
    return IndicatorTold(
        key=one.key,
        names=dict(one.names),
        kind="weighting" if one.key in weightings else "sign",
        is_baseline=one.is_baseline,
        signs=tuple(
            SignTold(
                measure=feature.measure,
                names=dict(SIGN_WORDS[feature.measure].names),
                formula=SIGN_WORDS[feature.measure].formula,
                at=feature.at,
                strong=feature.strong,
                weight=feature.weight,
                basis=feature.basis,
                needs=SIGN_WORDS[feature.measure].needs,
            )
            for feature in one.features
        ),
        needs=tuple(needs),
        status=status,
        record=record,
        records=records,
    )


def _record(records: tuple[RecordTold, ...]) -> tuple[AbsenceStatus, Sentence]:
    """The record at the real lag in one phrase: counts, never a rate of few."""
    if not records:
        return "not_computable", NOT_COMPUTABLE
    return record_words(records[-1])


def _numbers(limits: DistressLimits) -> tuple[NumberTold, ...]:
    named = ((name, getattr(limits, name)) for name in type(limits).model_fields)
    return tuple(
        NumberTold(name=name, value=one.value, unit=one.unit, basis=one.basis, sources=one.sources)
        for name, one in named
        if isinstance(one, Threshold)
    )
