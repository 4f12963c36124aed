"""Dependence that fell and creeps back: a scan of every code, or one item, by value and by mass side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from gwanje.answers.depending import trade_sources
from gwanje.answers.monthly_customs import months_if_loaded
from gwanje.answers.monthly_files import MonthlyTable
from gwanje.answers.relapsing_answer import Basis, Bounds, Quantity, RelapseFound, Relapses, RelapseSeries
from gwanje.answers.relapsing_judged import EventBook
from gwanje.answers.relapsing_monthly import monthly_leaders
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.watch import (
    CitedShares,
    RelapseHistory,
    RelapseLimits,
    RelapseNumbers,
    RelapseState,
    Rule,
    Share,
    SupplyEvents,
    ended_years,
    joint_state,
    leading_supplier,
    relapses,
    supplier_shares,
)
from gwanje.watch.store import TradeStore

_COLUMNS: dict[Quantity, str] = {"value": "import_value_usd", "mass": "import_mass_t"}


def relapse(
    tower: Tower, as_of: AsOf, *, item: str = "", rule: Rule = "annual", importer: str = "",
    monthly: MonthlyTable | None = None,
) -> Relapses:  # fmt: skip
    """The relapses of one item or code, or of every code of the trade table and every cited series of shares."""
    place = tower.countries.find(importer or tower.iso3)
    numbers = RelapseNumbers.read(tower.indicator_texts)
    limits = numbers.limits(tower.thresholds)
    events = SupplyEvents.read(tower.indicator_texts, tower.zone, tower.references.known_of)
    book = EventBook(tower, events, as_of, int(numbers.judging_months.value))
    if rule == "monthly":
        monthly = monthly or months_if_loaded(tower, as_of)
        series = _monthly(tower, item, as_of, limits, book, monthly)
        data = list(monthly.sources) if monthly else []
    elif monthly is not None:
        raise WrongUseError(
            "A monthly table was given for the yearly rule", expected="--rule monthly", found="--rule annual",
            remedy="Ask with --rule monthly, or without --series",
        )  # fmt: skip
    else:
        series = [*_annual(tower, item, place, as_of, limits, book), *_cited(tower, item, place, as_of, limits, book)]
        data = trade_sources(tower) if any(one.basis == "trade table" for one in series) else []
    if not series:
        series = [_nothing(item, *_why(tower, item, as_of, book))]
    cited = [source for one in series for source in one.sources]
    cited += book.cited(event for one in series for found in one.relapses for event in found.verdict_events)
    return Relapses(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, data),
        sources=source_notes(tower, [*data, *cited]),
        rule=rule,
        importer=place,
        series=tuple(series),
        counts=_counts(series),
        limits={"fall": limits.fall, "rebound": limits.rebound, "months": limits.months if rule == "monthly" else None,
                "target": limits.target, "floor_usd": limits.floor_usd},
        notes=monthly.notes if monthly else (),
    )  # fmt: skip


def _annual(
    tower: Tower, item: str, place: str, as_of: AsOf, limits: RelapseLimits, book: EventBook
) -> list[RelapseSeries]:
    store = TradeStore(tower.warehouse)
    codes = _codes(tower, item, as_of, store)
    if not codes:
        return []
    frames = [
        tables.imports
        for name in tower.countries.codes_for(place)
        if (tables := store.tables(codes, name, as_of.known)) is not None
    ]
    if not frames:
        return []
    rows = pd.concat(frames, ignore_index=True)
    ended = set(ended_years({int(year) for year in rows["year"].unique()}, as_of, tower.zone))
    rows = rows[rows["year"].isin(ended)]
    leaders = {quantity: yearly_leaders(rows, column) for quantity, column in _COLUMNS.items()}
    found = []
    for code in codes:
        shares = {quantity: by_code.get((code.vintage, code.digits), ()) for quantity, by_code in leaders.items()}
        if not any(shares.values()):
            found.append(_nothing(str(code), "no_data", "no import is recorded; this is not zero"))
            continue
        items = tuple(record.key for record, _ in tower.items.items_of_code(code))
        found.append(_series(str(code), items, "trade table", "annual", shares, limits, book))
    return found


def yearly_leaders(rows: pd.DataFrame, column: str) -> dict[tuple[int, str], tuple[Share, ...]]:
    """By vintage and digits the largest share of every year by one column, with the year's imports for the floor.

    A year in which the largest supplier by value has no mass is left out by mass: the largest share is not known.
    """
    keys = ["hs_vintage", "hs", "year"]
    summed = rows.groupby([*keys, "supplier"])[column].sum(min_count=1).dropna().reset_index()
    usd = rows.groupby(keys)["import_value_usd"].sum().to_dict()
    first = _first_by_value(rows, keys)
    amounts: dict[tuple[int, str, int], dict[str, float | None]] = {}
    for vintage, digits, year, supplier, amount in zip(*(summed[name] for name in summed.columns), strict=True):
        amounts.setdefault((int(vintage), str(digits), int(year)), {})[str(supplier)] = float(amount)
    found: dict[tuple[int, str], list[Share]] = {}
    for vintage, digits, year in sorted(amounts):
        shares = supplier_shares(amounts[vintage, digits, year])
        lead = leading_supplier(shares)
        if first[vintage, digits, year] not in shares:
            continue
        if lead is not None and (share := shares[lead]) is not None:
            trade = float(usd[vintage, digits, year])
            found.setdefault((vintage, digits), []).append(Share.exactly(str(year), lead, min(1.0, share), trade))
    return {code: tuple(series) for code, series in found.items()}


def _first_by_value(rows: pd.DataFrame, keys: list[str]) -> dict[tuple[int, str, int], str]:
    """The largest supplier by value of every code and year."""
    summed = rows.groupby([*keys, "supplier"])["import_value_usd"].sum().reset_index()
    found: dict[tuple[int, str, int], tuple[float, str]] = {}
    for vintage, digits, year, supplier, usd in zip(*(summed[name] for name in summed.columns), strict=True):
        place = int(vintage), str(digits), int(year)
        found[place] = max(found.get(place, (-1.0, "")), (float(usd), str(supplier)))
    return {place: supplier for place, (_, supplier) in found.items()}


def _cited(
    tower: Tower, item: str, place: str, as_of: AsOf, limits: RelapseLimits, book: EventBook
) -> list[RelapseSeries]:
    wanted = "" if looks_like_code(item) else tower.items.find(item).key if item else ""
    found = []
    for one in book.events.cited:
        if one.importer != place or (item and one.item != wanted) or book.events.known_of(one) > as_of.known:
            continue
        found.append(_cited_series(one, limits, book))
    return found


def _cited_series(one: CitedShares, limits: RelapseLimits, book: EventBook) -> RelapseSeries:
    quantity: Quantity = one.basis
    shares = {quantity: one.as_shares()}
    made = _series(one.item, (one.item,), "cited shares", "annual", shares, limits, book)
    reason = "the sources do not say whether by value or by mass" if quantity == "not reported" else ""
    return made.model_copy(update={"sources": one.sources, "reason": reason})


def _monthly(
    tower: Tower, item: str, as_of: AsOf, limits: RelapseLimits, book: EventBook, monthly: MonthlyTable | None
) -> list[RelapseSeries]:
    if monthly is None:
        return [_nothing(item or "all", "no_data", "not seen: no monthly table is loaded; give one with --series")]
    return [
        _series(name, book.items_of(name), "monthly file", "monthly", shares, limits, book)
        for name, shares in monthly_leaders(tower, monthly, item, as_of)
    ]


def _series(
    name: str, items: tuple[str, ...], basis: Basis, rule: Rule,
    shares: dict[Quantity, tuple[Share, ...]], limits: RelapseLimits, book: EventBook,
) -> RelapseSeries:  # fmt: skip
    found: dict[Quantity, RelapseHistory] = {q: relapses(series, rule, limits) for q, series in shares.items()}
    nothing = RelapseHistory(rule, (), "not computable", 0, ())
    value, mass = found.get("value", nothing), found.get("mass", nothing)
    alone = found.get("not reported")
    longest = max(found.values(), key=lambda one: one.periods, default=nothing)
    return RelapseSeries(
        series=name,
        items=items,
        basis=basis,
        status="ok" if longest.periods else "no_data",
        reason="" if longest.periods else "every period is under the floor of trade",
        state=_of_one(alone.state) if alone else joint_state(value.state, mass.state),
        state_by_value=value.state,
        state_by_mass=mass.state,
        periods=longest.periods,
        below_floor=max(len(one.below_floor) for one in found.values()),
        latest=tuple(_bounds(series[-1]) for series in shares.values() if series),
        first_period=min((series[0].period for series in shares.values() if series), default=""),
        relapses=tuple(
            RelapseFound(
                quantity=quantity,
                certainty=event.certainty,
                supplier=event.holder,
                peak=_bounds(event.peak),
                trough=_bounds(event.trough),
                met=_bounds(event.met),
                strength=event.strength,
                verdict=(verdict := book.judge(items, _first_day(event.met.period))).verdict,
                verdict_events=verdict.events,
                verdict_reason=verdict.reason,
            )
            for quantity, history in found.items()
            for event in history.events
        ),
    )


def _of_one(state: RelapseState) -> RelapseState:
    """What a share of unknown basis may be called: never improving or diversified."""
    return "not computable" if state in ("improving", "diversified") else state


def _nothing(name: str, status: AnswerStatus, reason: str) -> RelapseSeries:
    none: RelapseState = "not computable"
    return RelapseSeries(series=name, items=(), basis="trade table", status=status, reason=reason, state=none,
                         state_by_value=none, state_by_mass=none, periods=0, below_floor=0, latest=(), relapses=())  # fmt: skip


def _why(tower: Tower, item: str, as_of: AsOf, book: EventBook) -> tuple[AnswerStatus, str]:
    if any(one.item == item and book.events.known_of(one) > as_of.known for one in book.events.cited):
        return "not_yet_known", "the shares that sources tell were not public by then"
    first = TradeStore(tower.warehouse).first_known()
    if first is not None and first > as_of.known:
        return "not_yet_known", "no vintage of the trade table was public by then"
    return "no_data", f"not seen: no trade table and no cited shares{f' of {item}' if item else ''}"


def _codes(tower: Tower, item: str, as_of: AsOf, store: TradeStore) -> tuple[Code, ...]:
    known = store.codes(as_of.known) or ()
    if not item:
        return known
    if looks_like_code(item):
        return (Code.parse(item),)
    record = tower.items.find(item)
    if record.chain is not None:
        return ()
    mine = {member.code for member in tower.items.codes(record.key, on=as_of.valid, scheme="hs")}
    return tuple(code for code in known if code in mine)


def _bounds(share: Share) -> Bounds:
    return Bounds(period=share.period, holder=share.holder, low=share.low, high=share.high)


def _first_day(period: str) -> date:
    return date(int(period[:4]), int(period[5:7]) if len(period) > 4 else 1, 1)


def _counts(series: Sequence[RelapseSeries]) -> dict[str, int]:
    found: Iterable[RelapseFound] = [event for one in series for event in one.relapses]
    counts = {"series": len(series), "with_data": sum(one.status == "ok" for one in series)}
    for event in found:
        for name in (f"relapses_by_{event.quantity.replace(' ', '_')}", event.verdict.replace(" ", "_")):
            counts[name] = counts.get(name, 0) + 1
    for one in series:
        counts[f"state_{one.state.replace(' ', '_')}"] = counts.get(f"state_{one.state.replace(' ', '_')}", 0) + 1
    return counts
