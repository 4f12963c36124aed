"""The EU study recomputed as far as its published tables carry, with counts over all its materials."""

from collections.abc import Sequence

from gwanje.answers.criticality_answer import Interval
from gwanje.answers.criticality_eu_answer import (
    EuConcentration,
    EuCounts,
    EuCriticality,
    EuImportance,
    EuMaterial,
)
from gwanje.answers.criticality_tables import (
    NONE,
    content_of,
    data_sources,
    interval,
    missing_tables,
    names_of,
    reason_of,
    status_of,
)
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch.criticality import (
    CriticalityContent,
    EuReading,
    EuStudy,
    EuTables,
    Material,
    PublishedScore,
    UseReading,
    eu_summary,
    scaled_governance,
)
from gwanje.watch.store.materials import EU_SUPPLY, GOVERNANCE, SCORES, USES, WORLD_SUPPLY, MaterialStore

NEEDED = (SCORES, WORLD_SUPPLY, EU_SUPPLY, USES, GOVERNANCE)
_IMPLIED = Sentence(
    en="The implied factor is SI * (1 - RIR) as the published supply risk implies it; the study's recycling rates, import "
    "reliance and substitution indices are not in its tables. A factor above one cannot be one.",
    ko="추정 계수는 공표된 공급위험에서 거꾸로 구한 SI × (1 - RIR)이다. 재활용률, 수입의존도, 대체지수는 공표 표에 없다. "
    "1을 넘는 값은 계수일 수 없다.",
)
_GROUPS = Sentence(
    en="A group without rows of its own is the mean of its elements; that the study does the same is assumed.",
    ko="자체 행이 없는 원소군은 원소 평균으로 구한다. 연구도 그렇게 했다는 것은 가정이다.",
)
_SHARES = Sentence(
    en="Shares are not rescaled: the part no row tells is shown as missing.",
    ko="비중은 다시 맞추지 않는다. 어느 행에도 없는 몫은 결측으로 보인다.",
)


def eu_criticality(tower: Tower, as_of: AsOf, wanted: Sequence[Material] | None) -> EuCriticality:
    """The whole study, or the materials wanted; the counts are always over the whole study."""
    content, store = content_of(tower), MaterialStore(tower.warehouse)
    years = (int(content.numbers.study_year.value), int(content.numbers.governance_year.value))
    missing = missing_tables(tower, store, as_of, NEEDED)
    used = data_sources(tower, NEEDED)
    head = {
        "on": as_of.valid, "known": as_of.known, "country": tower.iso3, "marking": marking_of(tower, used),
        "scheme": "eu", "study_year": years[0], "governance_year": years[1],
    }  # fmt: skip
    if missing:
        return EuCriticality(**head, status=status_of(missing), reason=reason_of(missing), missing=missing)
    study = eu_study(content, store, as_of)
    readings = study.readings()
    chosen = None if wanted is None else {one.eu.scored for one in wanted if one.eu is not None}
    shown = readings if chosen is None else [one for one in readings if one.material in chosen]
    without = [] if wanted is None else [one.key for one in wanted if one.eu is None]
    return EuCriticality(
        **head,
        sources=source_notes(tower, used),
        status="ok" if shown else "not_computable",
        reason=NONE if shown else _not_in_study(without),
        notes=(_IMPLIED, _GROUPS, _SHARES),
        largest_value_added_meur=study.largest_value_added,
        materials=tuple(_material(one, content) for one in shown),
        counts=_counts(study, readings, content),
    )


def eu_study(content: CriticalityContent, store: MaterialStore, as_of: AsOf) -> EuStudy:
    """The study of the loaded tables; every one of them was known then."""
    numbers = content.numbers
    estimates = store.governance(as_of.known, int(numbers.governance_year.value)) or {}
    tables = EuTables(
        scores=store.scores(as_of.known, int(numbers.study_year.value)) or (),
        supply={
            "world": store.supply(WORLD_SUPPLY, as_of.known) or (),
            "eu": store.supply(EU_SUPPLY, as_of.known) or (),
        },
        uses=store.uses(as_of.known) or (),
        governance={name: scaled_governance(one) for name, one in estimates.items()},
    )
    return EuStudy(tables, content.areas, numbers, content.materials.values())


def is_critical(score: PublishedScore, content: CriticalityContent) -> bool | None:
    """Whether the published values reach both thresholds; None where the material was not assessed."""
    if score.supply_risk is None or score.economic_importance is None:
        return None
    numbers = content.numbers
    return (
        score.supply_risk >= numbers.critical_supply_risk.value
        and score.economic_importance >= numbers.critical_economic_importance.value
    )


def _not_in_study(keys: Sequence[str]) -> Sentence:
    told = ", ".join(keys)
    return Sentence(
        en=f"the study does not score {told}" if told else "the study has no such material",
        ko=f"연구에 평가가 없음: {told}" if told else "연구에 그런 원자재가 없음",
    )


def _material(one: EuReading, content: CriticalityContent) -> EuMaterial:
    return EuMaterial(
        material=one.material,
        key=one.key,
        names=names_of(content.materials.get(one.key), one.material),
        published_supply_risk=one.published.supply_risk,
        published_economic_importance=one.published.economic_importance,
        is_critical=is_critical(one.published, content),
        concentrations=tuple(
            EuConcentration(
                stage=part.stage,
                scope=part.scope,
                value=_sure(part.value.low, part.value.high),
                missing_share=_sure(part.missing_share.low, part.missing_share.high),
                rows_of=part.rows_of,
                without_rows=part.without_rows,
                gaps=part.gaps,
            )
            for part in one.concentrations
        ),
        importance=_importance(one.use) if one.use else None,
        implied_factor=interval(one.factor),
        implied_reading=one.factor_reading,
        implied_reading_when_rounded=one.factor_when_rounded,
        not_published=one.not_published,
    )


def _importance(use: UseReading) -> EuImportance:
    return EuImportance(
        before_substitution=_sure(use.value.low, use.value.high),
        with_missing=use.with_missing,
        missing_share=use.missing_share,
        ratio_to_published=interval(use.ratio),
        rows_of=use.rows_of,
        unattributed=use.unattributed,
        remarks=use.remarks,
    )


def _sure(low: float, high: float) -> Interval:
    return Interval(low=low, high=high)


def _counts(study: EuStudy, readings: Sequence[EuReading], content: CriticalityContent) -> EuCounts:
    found = eu_summary(readings)
    return EuCounts(
        materials=found.scored,
        assessed=found.assessed,
        critical=tuple(one.material for one in readings if is_critical(one.published, content)),
        with_concentration=found.with_concentration,
        without_concentration=found.without_concentration,
        with_importance=found.with_importance,
        groups_with_importance=found.groups_with_importance,
        without_importance=found.without_importance,
        ratio_above_one=found.ratio_above_one,
        ratio_perhaps_above_one=found.ratio_perhaps_above_one,
        ratio_not_above_one=found.ratio_not_above_one,
        implied_factors=found.factors,
        outside=found.outside,
        perhaps_outside=found.perhaps_outside,
        outside_even_if_rounded=found.outside_even_if_rounded,
        share_outside=found.share_outside,
        share_perhaps_outside=found.share_perhaps_outside,
        names_failing_as_written=len(study.unmatched_names(as_written=True)),
        names_unmatched=study.unmatched_names(),
    )
