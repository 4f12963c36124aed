"""Each indicator with what it is made of and the record that a back-test gives it on the figures that are loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.backtesting import BackTestQuestion, BackTestRun, indicators, not_computable, run_backtest
from gwanje.answers.backtesting_answer import BackTest, RecordTold
from gwanje.answers.backtesting_words import NOT_COMPUTABLE, record_words
from gwanje.answers.indicating_answer import Indicators, IndicatorTold, NumberTold, PathTold, SignTold
from gwanje.answers.indicating_paths import paths_of
from gwanje.answers.indicating_rules import RELAPSE, rules_there, told_front_loading, told_relapse
from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.watch import Threshold
from gwanje.watch.distress import SIGN_WORDS, DistressLimits, Weighting


def told_indicators(
    tower: Tower, as_of: AsOf, table: MonthlyTable | None, question: BackTestQuestion, *, key: str = ""
) -> Indicators:
    """One indicator, or all of them, with the record at lag 0 and at the real lag; `table` None: no record."""
    limits = DistressLimits.read(tower.indicator_texts)
    known, rules, asked_for = indicators(limits), rules_there(tower), key.replace("_", "-")
    if asked_for and asked_for not in (*known, *rules):
        raise unknown_key("indicator", key, (*known, *rules))
    chosen = [one for name, one in known.items() if asked_for in ("", name)]
    wanted = replace(question, weightings=tuple(one.key for one in chosen) or (limits.weightings[0].key,))
    run = None if table is None else run_backtest(tower, as_of, table, wanted)
    tested = not_computable(tower, as_of, wanted) if run is None else run.answer
    exporter = tower.countries.find(question.exports_of) if question.exports_of else ""
    by_rule = [
        told_relapse(tower, as_of, table, exporter=exporter, item=question.item)
        if name == RELAPSE
        else told_front_loading(limits, tested)
        for name in rules
        if asked_for in ("", name)
    ]
    own = (_numbers(limits),) if chosen else ()
    numbers = _once(one for part in (*own, *(rule.numbers for rule in by_rule)) for one in part)
    cited = source_notes(tower, (source for one in numbers for source in one.sources))
    notes = [*tested.sources, *cited, *(note for rule in by_rule for note in rule.sources)]
    weightings = {single.key for single in limits.weightings}
    return Indicators(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest((tested.marking, *(rule.marking for rule in by_rule))),
        sources=tuple({note.id: note for note in notes}.values()),
        page_of=asked_for,
        indicators=(
            *(_told(one, tested, weightings, _paths(tower, run, one) if asked_for else ((), 0)) for one in chosen),
            *(rule.indicator for rule in by_rule),
        ),
        numbers=numbers,
        alarm_level=limits.alarm_level,
        file=tested.file,
        frozen=tested.frozen,
        frozen_files=tested.frozen_files,
        events=tested.events if key else (),
        notes=tested.notes,
    )


def _paths(tower: Tower, run: BackTestRun | None, one: Weighting) -> tuple[tuple[PathTold, ...], int]:
    return ((), 0) if run is None else paths_of(tower, run, one)


def _once(numbers: Iterable[NumberTold]) -> tuple[NumberTold, ...]:
    """Each number by its name, the first time it is met."""
    found: dict[str, NumberTold] = {}
    for one in numbers:
        found.setdefault(one.name, one)
    return tuple(found.values())


def _told(
    one: Weighting, tested: BackTest, weightings: set[str], drawn: tuple[tuple[PathTold, ...], int]
) -> IndicatorTold:
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
        paths=drawn[0],
        series_not_drawn=drawn[1],
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
