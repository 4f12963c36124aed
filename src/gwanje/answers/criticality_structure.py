"""The structure of supply, item by item: what the trade table, production and the EU study say, as a list of features."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gwanje.answers.covering import short_cover
from gwanje.answers.criticality_answer import FeatureTold, Interval, ItemStructure, MissingTable, StructureCriticality
from gwanje.answers.criticality_eu import is_critical
from gwanje.answers.criticality_tables import (
    NONE,
    content_of,
    data_sources,
    missing_tables,
    reason_of,
    status_of,
)
from gwanje.answers.criticality_usgs import newest_production
from gwanje.answers.depending import measure_each
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.stock_files import StockTable
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import DependenceAnswer, DependenceYear, market_reading
from gwanje.watch.criticality import (
    CriticalityContent,
    Feature,
    Material,
    PublishedScore,
    feature,
    structure_score,
)
from gwanje.watch.store import FULL_YEAR, TABLE, TradeYears
from gwanje.watch.store.materials import SCORES, STATISTICS, MaterialStore

DIFFERS = "differs by value and mass"
_Values = tuple[float | None, float | None, Sentence]
_COARSE = Sentence(
    en="Low, raised or high by the points of the features met; where a feature is not known the word it could reach at "
    "most stands beside it. The features and their cut-offs are a choice of the content.",
    ko="충족된 항목의 점수에 따라 낮음·높아짐·높음으로 나눈다. 확인하지 못한 항목이 있으면 가능한 최고 단계를 함께 보인다. "
    "항목과 기준값은 콘텐츠가 정한 것이다.",
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What beside trade is loaded, read once."""

    content: CriticalityContent
    scores: dict[str, PublishedScore] | None
    stocks: StockTable | None
    leaders: dict[str, _Values] = field(default_factory=dict)


def structure_criticality(
    tower: Tower, as_of: AsOf, importer: str, *, items: Sequence[str], stocks: StockTable | None = None
) -> StructureCriticality:
    """The structure of each item; tables beside trade that are not loaded leave their feature not known."""
    store = MaterialStore(tower.warehouse)
    missing = missing_tables(tower, store, as_of, (TABLE, STATISTICS, SCORES))
    trade = tuple(one for one in missing if one.table == TABLE)
    used = data_sources(tower, (TABLE, STATISTICS, SCORES))
    head = {
        "on": as_of.valid, "known": as_of.known, "country": tower.iso3, "marking": marking_of(tower, used),
        "scheme": "structure", "importer": importer, "missing": missing,
    }  # fmt: skip
    if trade:
        return StructureCriticality(**head, status=status_of(trade), reason=reason_of(trade))
    content = content_of(tower)
    scores = store.scores(as_of.known, int(content.numbers.study_year.value))
    seen = _Seen(content, None if scores is None else {" ".join(one.material.split()): one for one in scores}, stocks)
    measured = measure_each(tower, items, importer, as_of)
    found = tuple(_item(tower, store, as_of, key, measured[key], seen, missing) for key in items)
    told = any(feature.met is not None for one in found for feature in one.features)
    used += [one for one in _whole_year_sources(tower, as_of, measured) if one not in used]
    head["marking"] = marking_of(tower, used)
    return StructureCriticality(
        **head,
        sources=(*source_notes(tower, used), *((stocks.own_note,) if stocks else ())),
        status="ok" if told else "no_data",
        reason=NONE if told else _unseen("no feature of these items", "이 품목에서 확인된 항목이 없음"),
        notes=(_COARSE,),
        items=found,
        counts={
            word: sum(one.reading == word for one in found) for word in dict.fromkeys(one.reading for one in found)
        },
    )


def _whole_year_sources(tower: Tower, as_of: AsOf, measured: Mapping[str, DependenceAnswer]) -> list[str]:
    """The sources of whole years that were loaded, where the latest year of an item is told by one."""
    trade = TradeYears(tower.warehouse, as_of.known)
    behind = [trade.of(one.codes).get(one.latest.year) for one in measured.values() if one.latest]
    return data_sources(tower, (FULL_YEAR,)) if any(one and one.table == FULL_YEAR for one in behind) else []


def _item(
    tower: Tower, store: MaterialStore, as_of: AsOf, key: str, answer: DependenceAnswer, seen: _Seen,
    missing: Sequence[MissingTable],
) -> ItemStructure:  # fmt: skip
    record = tower.items[key]
    latest = answer.latest
    materials = [seen.content.materials[one.material] for one in seen.content.of_items.get(key, ())]
    base = {
        "item": key,
        "names": {"en": record.names.best("en"), "ko": record.names.best("ko")},
        "materials": tuple(one.key for one in materials),
        "chain": record.stage.chain if record.stage else "",
        "stage": record.stage.position if record.stage else "",
    }
    numbers = seen.content.numbers
    values = _values(store, as_of, latest, materials, seen, missing)
    target = numbers.short_cover_days.value if numbers.short_cover_days else None
    values["short_cover"] = short_cover(tower, as_of, seen.stocks, key, target)
    features = [
        feature(
            one.feature, *values[one.feature][:2], cutoff=one.at, weight=one.weight, reason=values[one.feature][2].en
        )
        for one in numbers.features
    ]
    score = structure_score(
        features, raised=numbers.raised.value, high=numbers.high.value, least_seen=numbers.least_seen.value
    )
    by_value, by_mass = _readings(tower, latest)
    status = answer.status if latest is None or answer.status != "ok" else "ok"
    return ItemStructure(
        **base,
        year=latest.year if latest else None,
        status="no_data" if latest is None and status == "ok" else status,
        reason="" if latest else answer.reason,
        hhi_importer=latest.hhi_value if latest else None,
        hhi_importer_mass=latest.hhi_mass if latest else None,
        hhi_world_exports=latest.hhi_world_exports if latest else None,
        reading=by_value if by_value == by_mass else DIFFERS,
        reading_by_value=by_value,
        reading_by_mass=by_mass,
        word=score.word,
        word_at_most=score.word_at_most,
        points=Interval(low=score.low, high=score.high),
        points_possible=score.possible,
        features=tuple(_told(one, values[one.key][2]) for one in features),
        flags=latest.flags if latest else (),
    )


def _readings(tower: Tower, latest: DependenceYear | None) -> tuple[str, str]:
    """The reading by value and by mass: nothing is called diversified on value alone (Convention U3)."""
    if latest is None:
        return "not computable", "not computable"
    limits = tower.thresholds
    by_mass = market_reading(
        latest.hhi_mass,
        latest.hhi_world_exports,
        importer_high=limits.importer_concentration.value,
        world_high=limits.world_concentration.value,
    )
    return latest.market, by_mass


def _values(
    store: MaterialStore, as_of: AsOf, year: DependenceYear | None, materials: Sequence[Material], seen: _Seen,
    missing: Sequence[MissingTable],
) -> dict[str, _Values]:  # fmt: skip
    top, heavy = (year.top_by_value, year.top_by_mass) if year else (None, None)
    when = str(year.year) if year else ""
    return {
        "importer_concentration_value": _exact(year.hhi_value if year else None, when),
        "importer_concentration_mass": _exact(year.hhi_mass if year else None, when),
        "leader_share_value": _exact(top.share_value if top else None, f"{top.iso3} {when}" if top else ""),
        "leader_share_mass": _exact(heavy.share_mass if heavy else None, f"{heavy.iso3} {when}" if heavy else ""),
        "world_concentration": _exact(year.hhi_world_exports if year else None, when),
        "single_producer": _single_producer(store, as_of, materials, seen, missing),
        "eu_critical": _eu_critical(materials, seen, missing),
    }


def _single_producer(
    store: MaterialStore, as_of: AsOf, materials: Sequence[Material], seen: _Seen, missing: Sequence[MissingTable]
) -> _Values:
    lacking = _lacking(missing, STATISTICS)
    if lacking:
        return None, None, _unseen(*lacking)
    for material in materials:
        if material.key not in seen.leaders and material.usgs is not None:
            found = newest_production(store, as_of, material)
            told = found.concentration if found else None
            seen.leaders[material.key] = (
                (
                    told.largest_share.low,
                    told.largest_share.high,
                    _same(f"{told.leader} {found.year}, {material.usgs.measure}"),
                )
                if found is not None and told is not None
                else (None, None, _unseen("no production in the summaries", "요약에 생산 수치 없음"))
            )
        if material.key in seen.leaders:
            return seen.leaders[material.key]
    return (
        None,
        None,
        _unseen("content names no production of its material", "콘텐츠에 원자재 생산 통계가 지정되지 않음"),
    )


def _eu_critical(materials: Sequence[Material], seen: _Seen, missing: Sequence[MissingTable]) -> _Values:
    lacking = _lacking(missing, SCORES)
    if lacking or seen.scores is None:
        return None, None, _unseen(*(lacking or ("no data", "자료 없음")))
    verdicts = {
        material.eu.scored: is_critical(seen.scores[material.eu.scored], seen.content)
        for material in materials
        if material.eu is not None and material.eu.scored in seen.scores
    }
    told = {name: verdict for name, verdict in verdicts.items() if verdict is not None}
    if not told:
        return None, None, _unseen("the EU study does not score it", "EU 연구에 평가 없음")
    value = 1.0 if any(told.values()) else 0.0
    listed = ", ".join(told)
    return value, value, Sentence(en=f"published values of {listed}", ko=f"공표값: {listed}")


def _lacking(missing: Sequence[MissingTable], table: str) -> tuple[str, str] | None:
    remedy = next((one.remedy for one in missing if one.table == table), "")
    return (f"no data. {remedy}", f"자료 없음. {remedy}") if remedy else None


def _unseen(en: str, ko: str) -> Sentence:
    return Sentence(en=f"not seen: {en}", ko=f"확인 못 함: {ko}")


def _between(reason: Sentence) -> Sentence:
    return Sentence(en=f"{reason.en}; the cut-off lies within its bounds", ko=f"{reason.ko}; 기준값이 구간 안에 있음")


def _same(text: str) -> Sentence:
    return Sentence(en=text, ko=text)


def _exact(value: float | None, reason: str) -> _Values:
    return value, value, _same(reason) if value is not None else _unseen("no trade row", "무역 자료 없음")


def _told(one: Feature, reason: Sentence) -> FeatureTold:
    value = None if one.low is None or one.high is None else Interval(low=one.low, high=one.high)
    is_between = one.met is None and value is not None
    return FeatureTold(
        feature=one.key,
        value=value,
        met_above=one.cutoff,
        met=one.met,
        weight=one.weight,
        reason=_between(reason) if is_between else reason,
    )
