"""What of an import has to pass a strait, item by item, and whether ships still pass it."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.criticality_tables import data_sources, missing_tables, reason_of, status_of
from gwanje.answers.depending import measure_each
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.watch import (
    Chokepoint,
    DependenceAnswer,
    RouteExposure,
    Routes,
    WeekOfTransits,
    route_exposure,
    week_of_transits,
)
from gwanje.watch.store import TABLE, TradeYears
from gwanje.watch.store.materials import MaterialStore
from gwanje.watch.store.transits import TRANSITS, TransitStore

Json = dict[str, Any]


class Span(Plain):
    """A share of an import: what must pass the strait, and what may."""

    low: float
    high: float


class ItemRoute(Plain):
    """One item: its imports of the latest year from behind the strait, by value and by mass, or why that is not known."""

    item: str
    names: Json
    status: AnswerStatus
    reason: str = ""
    year: int | None = None
    table: str | None = None
    value: Span | None = None
    mass: Span | None = None
    mass_coverage_value: float | None = None
    suppliers: tuple[Json, ...] = ()


class TransitWeek(Plain):
    """The last week of ships as known, beside the weeks before it, or why that is not known."""

    status: AnswerStatus
    words: Sentence
    last_day: str | None = None
    ships: float | None = None
    usual: float | None = None
    score: float | None = None
    fallen: bool | None = None


class Straits(Answer):
    """Route exposure: an exposure, not a loss; pipelines, stocks and other suppliers are not counted."""

    chokepoint: str
    names: Json
    importer: str
    transits: TransitWeek
    items: tuple[ItemRoute, ...]
    exporters: tuple[Json, ...]
    without_data: int

    def rows(self) -> list[Json]:
        """One item a row."""
        return [
            {
                "item": one.item,
                "status": one.status,
                "year": one.year,
                "table": one.table,
                "value_low": one.value.low if one.value else None,
                "value_high": one.value.high if one.value else None,
                "mass_low": one.mass.low if one.mass else None,
                "mass_high": one.mass.high if one.mass else None,
                "suppliers": " ".join(f"{s['iso3']}:{s['passes']}" for s in one.suppliers),
                "reason": one.reason,
            }
            for one in self.items
        ]


def straits(tower: Tower, as_of: AsOf, chokepoint: str, *, items: Sequence[str] = ()) -> Straits:
    """Every item that is asked for, or every one with imports from behind the strait, the most exposed first."""
    routes = Routes.read(tower.indicator_texts)
    strait = routes.get(chokepoint)
    asked = [tower.items.find(one).key for one in items] or [one.key for one in tower.items.all() if one.chain is None]
    trade = TradeYears(tower.warehouse, as_of.known)
    found = [
        _item(tower, strait, key, told, trade) for key, told in measure_each(tower, asked, tower.iso3, as_of).items()
    ]
    shown = [one for one in found if items or (one.value is not None and one.value.high > 0)]
    tables = {one.table for one in shown if one.table} or {TABLE}
    data = [*data_sources(tower, sorted(tables)), *_transit_sources(tower)]
    return Straits(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, data),
        sources=source_notes(tower, data),
        chokepoint=strait.key,
        names=strait.names.as_answer(),
        importer=tower.iso3,
        transits=_transits(tower, routes, strait, as_of),
        items=tuple(sorted(shown, key=_most_exposed)),
        exporters=tuple(one.model_dump() for one in strait.exporters),
        without_data=sum(one.value is None for one in found),
    )


def _most_exposed(one: ItemRoute) -> tuple[float, float, str]:
    spans = [span for span in (one.value, one.mass) if span is not None]
    return (-max((s.high for s in spans), default=-1.0), -max((s.low for s in spans), default=-1.0), one.item)


def _item(tower: Tower, strait: Chokepoint, key: str, told: DependenceAnswer, trade: TradeYears) -> ItemRoute:
    record, latest = tower.items[key], told.latest
    names = {"en": record.names.best("en"), "ko": record.names.best("ko")}
    if latest is None:
        status: AnswerStatus = "no_data" if told.status == "ok" else told.status
        return ItemRoute(item=key, names=names, status=status, reason=told.reason)
    passing = {one.iso3: one.passes for one in strait.exporters}
    return ItemRoute(
        item=key,
        names=names,
        status="ok",
        year=latest.year,
        table=behind.table if (behind := trade.of(told.codes).get(latest.year)) else None,
        value=_span(route_exposure({one.iso3: one.share_value for one in latest.suppliers}, passing)),
        mass=_span(route_exposure({one.iso3: one.share_mass for one in latest.suppliers}, passing)),
        mass_coverage_value=latest.mass_coverage_value,
        suppliers=tuple(
            {"iso3": s.iso3, "passes": passing[s.iso3], "share_value": s.share_value, "share_mass": s.share_mass}
            for s in latest.suppliers
            if s.iso3 in passing
        ),
    )


def _span(exposure: RouteExposure | None) -> Span | None:
    return None if exposure is None else Span(low=exposure.low, high=exposure.high)


def _transit_sources(tower: Tower) -> list[str]:
    if TRANSITS not in tower.sources.table_names():
        return []
    return [source.key for source, _ in tower.sources.feeding(TRANSITS) if tower.vintages.snapshots(source.key)]


def _transits(tower: Tower, routes: Routes, strait: Chokepoint, as_of: AsOf) -> TransitWeek:
    """The last whole week known before the day asked about."""
    missing = missing_tables(tower, MaterialStore(tower.warehouse), as_of, (TRANSITS,))
    daily = None if missing else TransitStore(tower.warehouse).daily(strait.called, as_of.known)
    if daily is None:
        return TransitWeek(status=status_of(missing), words=reason_of(missing))
    today = as_of.valid.astimezone(tower.zone).date()
    past = [(day, ships) for day, ships in daily if day < today]
    if not past:
        called = ", ".join(strait.called)
        return TransitWeek(
            status="no_data",
            words=Sentence(en=f"the table has no day of: {called}", ko=f"표에 해당 해협의 날짜 없음: {called}"),
        )
    last = past[-1][0]
    week = week_of_transits(
        past, last, looked_back=int(routes.weeks_looked_back.value), least=int(routes.weeks_least.value)
    )
    if week is None:
        return TransitWeek(
            status="not_computable",
            last_day=last.isoformat(),
            words=Sentence(
                en=f"a day of the week to {last} is not told, so the week is not counted",
                ko=f"{last}까지의 한 주 중 빠진 날이 있어 계산하지 않음",
            ),
        )
    fallen = None if week.score is None else week.score <= -routes.week_fall_at.value
    return TransitWeek(
        status="ok",
        last_day=last.isoformat(),
        ships=week.ships,
        usual=week.usual,
        score=week.score if week.score is not None and math.isfinite(week.score) else None,
        fallen=fallen,
        words=_week_words(week, tuple(_transit_sources(tower)), fallen=fallen),
    )


def _week_words(week: WeekOfTransits, sources: tuple[str, ...], *, fallen: bool | None) -> Sentence:
    first, last, usual = week.last_day - timedelta(days=6), week.last_day, week.usual
    said = {True: ("fewer than usual", "평소보다 적음"), False: ("not fewer than usual", "평소보다 적지 않음")}
    verdict = ("no score", "점수 없음") if fallen is None else said[fallen]
    beside = ("", "") if usual is None else (f", {usual:,.0f} in a usual one", f"(평소 {usual:,.0f}척)")
    return Sentence(
        en=f"{week.ships:,.0f} ships in the week {first} to {last}{beside[0]}: {verdict[0]}",
        ko=f"{first}~{last} 한 주 {week.ships:,.0f}척{beside[1]}: {verdict[1]}",
        sources=sources,
    )
