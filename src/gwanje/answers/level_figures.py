"""What loaded data say about the conditions of a level: imports, the leading supplier's share, world prices.

Only what was known at the known instant and had ended at the valid one is read; what is not there says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from gwanje.answers.depending import measure, sources_behind
from gwanje.answers.monthly_customs import months_if_loaded
from gwanje.answers.monthly_files import stated_lag
from gwanje.answers.sentences import percent, percent_ko
from gwanje.answers.signalling_structure import Structures
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, day_start
from gwanje.watch import (
    Condition,
    DependenceYear,
    Measured,
    Phrase,
    Reading,
    Scheme,
    item_prices,
)
from gwanje.watch.distress import DistressLimits
from gwanje.watch.store.prices import PriceStore

_YEAR = 12
Amounts = tuple[str, str, float | None, float | None]
"""What is compared, in both languages, now and before."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one item with their data sources, or why there are none."""

    found: tuple[Measured, ...] = ()
    sources: tuple[str, ...] = ()
    known: datetime | None = None
    absent: Phrase | None = None


def data_readings(tower: Tower, scheme: Scheme, resource: str, as_of: AsOf, taken: Iterable[str]) -> list[Reading]:
    """A reading from loaded data for every condition that names some and that nobody has read otherwise."""
    others, items = set(taken), items_of(scheme, resource)
    wanted = [one for key, one in scheme.conditions(resource).items() if one.data is not None and key not in others]
    return [_reading(tower, one, items, as_of) for one in wanted]


def items_of(scheme: Scheme, resource: str) -> tuple[str, ...]:
    """The watched items a resource stands for."""
    found = next((one for one in scheme.resources if one.key == resource), None)
    return found.items if found is not None else (resource,)


def _reading(tower: Tower, condition: Condition, items: tuple[str, ...], as_of: AsOf) -> Reading:
    each = [_figures(tower, condition, item, as_of) for item in items if item in tower.items]
    found = tuple(measured for one in each for measured in one.found)
    if not found:
        absent = next((one.absent for one in each if one.absent is not None), NOTHING)
        return Reading(condition.key, None, as_of.valid, (), absent=absent)
    return Reading(
        condition.key,
        None,
        as_of.valid,
        tuple(dict.fromkeys(source for one in each for source in one.sources)),
        known=max(one.known for one in each if one.known is not None),
        measured=found,
    )


NOTHING = Phrase(en="not seen: it stands for no watched item", ko="보이지 않음: 연결된 품목 없음")


def _figures(tower: Tower, condition: Condition, item: str, as_of: AsOf) -> Figures:
    if condition.data == "price":
        return price_figures(tower, item, as_of, is_level=condition.kind == "price-level")
    if condition.data == "leading-share":
        return share_figures(tower, item, as_of)
    return import_figures(tower, item, as_of, masses_only=condition.data == "import-mass")


def share_figures(tower: Tower, item: str, as_of: AsOf) -> Figures:
    """The change of the leading supplier's share against the year before, by value and by mass."""
    pair = _two_years(tower, item, as_of)
    if isinstance(pair, Figures):
        return pair
    now, before, sources = pair
    shares = (
        ("value", "금액", _top_value(now), _top_value(before)),
        ("mass", "중량", _top_mass(now), _top_mass(before)),
    )
    found = tuple(
        Measured(
            Phrase(
                en=f"leading supplier's share by {en}, against {before.year}",
                ko=f"최대 공급국 {ko} 비중, {before.year}년 대비",
            ),
            str(now.year),
            new - old,
            str(before.year),
        )
        for en, ko, new, old in shares
        if new is not None and old is not None
    )
    return _of_trade(tower, as_of, found, sources)


def import_figures(tower: Tower, item: str, as_of: AsOf, *, masses_only: bool = False) -> Figures:
    """The change of imports of the newest loaded month, or where none is loaded of the newest year."""
    found = _monthly(tower, item, as_of, masses_only=masses_only)
    if found is not None:
        return found
    pair = _two_years(tower, item, as_of)
    if isinstance(pair, Figures):
        return pair
    now, before, sources = pair
    amounts = [(*_mass_words(now, before), now.import_mass_t, before.import_mass_t)]
    if not masses_only:
        amounts.insert(0, ("value", "금액", now.import_value_usd, before.import_value_usd))
    return _of_trade(tower, as_of, tuple(_changes(amounts, str(now.year), str(before.year))), sources)


def _mass_words(now: DependenceYear, before: DependenceYear) -> tuple[str, str]:
    """That a mass leaves suppliers out whose mass is not reported, with how much of the value the rest covers."""
    least = min(one.mass_coverage_value or 0.0 for one in (now, before))
    if least >= 1:
        return "mass", "중량"
    return f"mass (reported for {percent(least)} of the value)", f"중량(금액의 {percent_ko(least)}만 보고)"


def _changes(amounts: Iterable[Amounts], period: str, before: str) -> Iterable[Measured]:
    for en, ko, new, old in amounts:
        if new is not None and old:
            basis = Phrase(en=f"imports by {en}, against {before}", ko=f"수입 {ko}, {before} 대비")
            yield Measured(basis, period, new / old - 1, before)


def _two_years(
    tower: Tower, item: str, as_of: AsOf
) -> tuple[DependenceYear, DependenceYear, tuple[str, ...]] | Figures:
    """The newest two years that follow each other, with the sources behind them."""
    found = measure(tower, item, tower.iso3, as_of)
    years = [one for one in found.years if one.status == "ok"]
    if len(years) >= 2 and years[0].year - years[1].year == 1:
        return years[0], years[1], tuple(sources_behind(tower, found, as_of))
    why = f" ({found.reason})" if found.reason else ""
    return Figures(
        absent=Phrase(en=f"not seen: no two years of trade{why}", ko="보이지 않음: 연속한 두 해의 무역 자료 없음")
    )


def _top_value(year: DependenceYear) -> float | None:
    return year.top_by_value.share_value if year.top_by_value else None


def _top_mass(year: DependenceYear) -> float | None:
    return year.top_by_mass.share_mass if year.top_by_mass else None


def _of_trade(tower: Tower, as_of: AsOf, found: tuple[Measured, ...], sources: tuple[str, ...]) -> Figures:
    known = [one.known for key in sources for one in tower.vintages.snapshots(key) if one.known <= as_of.known]
    if not found or not known:
        return Figures(absent=Phrase(en="not seen: the amounts are not told", ko="보이지 않음: 수치가 보고되지 않음"))
    return Figures(found, sources, max(known))


def _monthly(tower: Tower, item: str, as_of: AsOf, *, masses_only: bool) -> Figures | None:
    """The newest loaded month of an item, against the month before and the year before; None where none is loaded."""
    table = months_if_loaded(tower, as_of)
    if table is None or "indicators/distress.yaml" not in tower.indicator_texts:
        return None
    lag = stated_lag(DistressLimits.read(tower.indicator_texts))
    today = np.datetime64(as_of.known.astimezone(tower.zone).date())
    panel = table.history.as_known(today, table.history.knowable(lag))
    structures = Structures(tower, as_of, as_of.valid.date())
    mine = [row for row, key in enumerate(panel.keys) if item in structures.items_of(key.item)]
    ended = [at for at, month in enumerate(panel.months) if _has_ended(month, tower, as_of)]
    told = {at for at in ended if mine and np.isfinite(panel.value_usd[mine, at]).any()}
    last = max(told, default=0)
    found: list[Measured] = []
    for before in sorted({last - _YEAR, last - 1} & told):
        values = [panel.value_usd[mine, at] for at in (last, before)]
        masses = [_whole(panel.mass_t[mine, at], panel.value_usd[mine, at]) for at in (last, before)]
        amounts: list[Amounts] = [("mass", "중량", masses[0], masses[1])]
        if not masses_only:
            amounts.insert(0, ("value", "금액", float(np.nansum(values[0])), float(np.nansum(values[1]))))
        found.extend(_changes(amounts, str(panel.months[last]), str(panel.months[before])))
    known = [one.known for key in table.sources for one in tower.vintages.snapshots(key) if one.known <= as_of.known]
    return Figures(tuple(found), table.sources, max(known)) if found else None


def _has_ended(month: np.datetime64, tower: Tower, as_of: AsOf) -> bool:
    following = date.fromisoformat(f"{month + 1}-01")
    return day_start(following, tower.zone) <= as_of.valid


def _whole(masses: np.ndarray, values: np.ndarray) -> float | None:
    """The mass of everything that has a value; None where one of them has no mass: part of a mass is no mass."""
    told = np.isfinite(values)
    return float(masses[told].sum()) if told.any() and np.isfinite(masses[told]).all() else None


def price_figures(tower: Tower, item: str, as_of: AsOf, *, is_level: bool = False) -> Figures:
    """The monthly price of an item, or its change against the month and against the same month of the year before."""
    price = item_prices(tower.indicator_texts).get(item)
    if price is None:
        return Figures(
            absent=Phrase(
                en="not seen: content names no world price of it", ko="보이지 않음: 국제가격 계열이 지정되지 않음"
            )
        )
    store = PriceStore(tower.warehouse)
    months, since = store.months(price.series, as_of.known), store.known_since(as_of.known)
    ended = {month: one for month, one in (months or {}).items() if _has_ended(np.datetime64(month, "M"), tower, as_of)}
    if not ended or since is None:
        return Figures(
            absent=Phrase(
                en=f"not seen: no world price ({price.series}) is loaded that was known then",
                ko=f"보이지 않음: 그 시점에 알려진 국제가격({price.series}) 자료 없음",
            )
        )
    last = max(ended)
    found = (_level(price.series, last, ended[last]),) if is_level else tuple(_price_changes(price.series, ended, last))
    if not found:
        return Figures(
            absent=Phrase(en="not seen: no earlier month to compare with", ko="보이지 않음: 비교할 이전 월 없음")
        )
    return Figures(found, store.sources(as_of.known), since)


def _level(series: str, month: date, price: float) -> Measured:
    basis = Phrase(en=f"{series}, monthly average", ko=f"{series}, 월평균")
    return Measured(basis, f"{month:%Y-%m}", price)


def _price_changes(series: str, prices: dict[date, float], last: date) -> Iterable[Measured]:
    month_before = date(last.year - (last.month == 1), last.month - 1 or _YEAR, 1)
    for before in (month_before, date(last.year - 1, last.month, 1)):
        if prices.get(before):
            basis = Phrase(
                en=f"{series}, monthly average, against {before:%Y-%m}", ko=f"{series} 월평균, {before:%Y-%m} 대비"
            )
            yield Measured(basis, f"{last:%Y-%m}", prices[last] / prices[before] - 1, f"{before:%Y-%m}")
