"""Concentration of world production from the Mineral Commodity Summaries; what is withheld stays an interval."""

from collections.abc import Sequence

from gwanje.answers.criticality_answer import MineralTold, ProductionYearTold, RelianceTold, UsgsCriticality
from gwanje.answers.criticality_tables import (
    NONE,
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
from gwanje.watch.criticality import Material, ProductionYear, StatisticRow, import_reliance, usgs_production
from gwanje.watch.store.materials import STATISTICS, MaterialStore

_NEWEST = 2
_BOUNDS = Sentence(
    en="Withheld (W) and not available (NA) are never zero: the index is an interval, up to 1 where nothing bounds them. "
    "The named countries alone, with the others in the total only, stand beside it.",
    ko="비공개(W)와 자료 없음(NA)은 0이 아니다. 지수는 구간으로 보이며, 한도를 알 수 없으면 1까지 열려 있다. "
    "이름이 나온 나라만으로 구한 값을 함께 보인다.",
)


def usgs_criticality(tower: Tower, as_of: AsOf, wanted: Sequence[Material]) -> UsgsCriticality:
    """World production of the materials wanted, the newest two years, and US net import reliance as published."""
    store = MaterialStore(tower.warehouse)
    missing = missing_tables(tower, store, as_of, (STATISTICS,))
    used = data_sources(tower, (STATISTICS,))
    head = {
        "on": as_of.valid, "known": as_of.known, "country": tower.iso3, "marking": marking_of(tower, used),
        "scheme": "usgs",
    }  # fmt: skip
    if missing:
        return UsgsCriticality(**head, status=status_of(missing), reason=reason_of(missing), missing=missing)
    chapters = [one.usgs.chapter for one in wanted if one.usgs is not None]
    rows = store.statistics(as_of.known, chapters) or {}
    return UsgsCriticality(
        **head,
        sources=source_notes(tower, used),
        status="ok",
        reason=NONE,
        notes=(_BOUNDS,),
        minerals=tuple(_mineral(one, rows) for one in wanted),
    )


def newest_production(store: MaterialStore, as_of: AsOf, material: Material) -> ProductionYear | None:
    """The newest year of one material's production; None without the table, a chapter or a row."""
    if material.usgs is None or not store.has(STATISTICS, as_of.known):
        return None
    rows = store.statistics(as_of.known, (material.usgs.chapter,)) or {}
    years = usgs_production(rows.get(material.usgs.chapter, []), material.usgs.measure)
    return next((one for one in years if one.concentration is not None), None)


def _mineral(material: Material, rows: dict[str, list[StatisticRow]]) -> MineralTold:
    place = material.usgs
    mine = rows.get(place.chapter, []) if place else []
    years = usgs_production(mine, place.measure)[:_NEWEST] if place else ()
    told = any(one.concentration is not None for one in years)
    reliance = import_reliance(mine)
    newest = max((one.year for one in reliance), default=0)
    return MineralTold(
        material=material.key,
        names=names_of(material),
        chapter=place.chapter if place else "",
        measure=place.measure if place else "",
        status="ok" if told else "no_data",
        reason=NONE if told else _no_rows(material),
        years=tuple(_year(one) for one in years),
        us_net_import_reliance=tuple(
            RelianceTold(
                year=one.year,
                detail=one.detail,
                text=one.published.text,
                percent=interval(one.published.bounds),
                word=one.published.word,
            )
            for one in reliance
            if one.year == newest
        ),
    )


def _no_rows(material: Material) -> Sentence:
    return Sentence(
        en=f"not seen: content names no chapter with world production of {material.names.best('en')}, or it has no number",
        ko=f"자료 없음: {material.names.best('ko')} 세계 생산이 실린 장을 콘텐츠가 모르거나 그 장에 수치가 없음",
    )


def _year(one: ProductionYear) -> ProductionYearTold:
    found = one.concentration
    return ProductionYearTold(
        year=one.year,
        unit=one.unit,
        estimated=one.estimated,
        world_total=one.total_text,
        status="ok" if found else "not_computable",
        hhi_named_only=found.named_only if found else None,
        hhi=interval(found.value) if found else None,
        leader=found.leader if found else "",
        leader_share=interval(found.leader_share) if found else None,
        largest_share=interval(found.largest_share) if found else None,
        producers=found.producers if found else 0,
        others_share=found.others_share if found else None,
        not_told={country: one.words.get(country, "unread") for country in (found.not_told if found else ())},
        is_bounded=found.is_bounded if found else False,
    )
