"""How much an importer depends on single suppliers of an item, year by year, by value and by mass.

It calculates on the frames it is given; pandas itself is named in annotations only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gwanje.foundation.codes import Code
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, day_start
from gwanje.watch.concentration import (
    UnitValueOutlier,
    distance_to_target,
    herfindahl,
    leading_supplier,
    mass_coverage,
    supplier_shares,
    unit_value_outliers,
)
from gwanje.watch.indicators import (
    DependenceIndicators,
    MarketReading,
    Thresholds,
    dependence_indicators,
    market_reading,
    ranking_flags,
)
from gwanje.watch.trade_rows import (
    EXPORT_COLUMNS,
    IMPORT_COLUMNS,
    ImportRow,
    exports_by_year,
    imports_by_year,
    mass_by_supplier,
    value_by_supplier,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "EXPORT_COLUMNS",
    "IMPORT_COLUMNS",
    "DependenceAnswer",
    "DependenceQuestion",
    "DependenceYear",
    "Supplier",
    "TradeTables",
    "asked_years",
    "dependence",
    "ended_years",
]
_YEARS = 5


@dataclass(frozen=True, slots=True)
class DependenceQuestion:
    """Whose imports of what, as seen when; without years the last five that had ended and were known.

    `bloc` names suppliers counted as inside, `domestic_output_usd` the country's own output by year: with either of
    them the second dependence indicator is defined, and with neither it is not.
    """

    item: str
    codes: tuple[Code, ...]
    importer: str
    asof: AsOf
    zone: ZoneInfo
    years: tuple[int, ...] = ()
    bloc: tuple[str, ...] = ()
    domestic_output_usd: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TradeTables:
    """What the store found: rows with their labels, and which years the table covers as known then."""

    imports: pd.DataFrame
    world_exports: pd.DataFrame
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Supplier:
    """One supplier in one year; a share that is not known is None, never zero."""

    iso3: str
    value_usd: float
    mass_t: float | None
    share_value: float | None
    share_mass: float | None
    flags: tuple[str, ...] = ()

    def as_answer(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "iso3": self.iso3,
            "share_value": self.share_value,
            "share_mass": self.share_mass,
            "flags": list(self.flags),
            "import_value_usd": self.value_usd,
            "import_mass_t": self.mass_t,
        }


@dataclass(frozen=True, slots=True)
class DependenceYear:
    """One year of an answer; a year without rows is `no_data` and has no numbers at all."""

    year: int
    status: AnswerStatus
    reason: str = ""
    import_value_usd: float | None = None
    import_mass_t: float | None = None
    hhi_value: float | None = None
    hhi_mass: float | None = None
    top_by_value: Supplier | None = None
    top_by_mass: Supplier | None = None
    suppliers: tuple[Supplier, ...] = ()
    mass_coverage_value: float | None = None
    distance_to_target_value: float | None = None
    distance_to_target_mass: float | None = None
    codes_with_rows: tuple[str, ...] = ()
    outliers: tuple[tuple[str, UnitValueOutlier], ...] = ()
    indicators: DependenceIndicators | None = None
    hhi_world_exports: float | None = None
    market: MarketReading = "not computable"
    flags: tuple[str, ...] = ()

    def as_answer(self) -> dict[str, Any]:
        """The JSON form: the contract's keys first, what was added after them."""
        return {
            "year": self.year,
            "hhi_value": self.hhi_value,
            "hhi_mass": self.hhi_mass,
            "top_supplier": _top(self.top_by_value),
            "suppliers": [supplier.as_answer() for supplier in self.suppliers],
            "mass_coverage_value": self.mass_coverage_value,
            "status": self.status,
            "reason": self.reason,
            "top_supplier_by_mass": _top(self.top_by_mass),
            "import_value_usd": self.import_value_usd,
            "import_mass_t": self.import_mass_t,
            "distance_to_target_value": self.distance_to_target_value,
            "distance_to_target_mass": self.distance_to_target_mass,
            "codes_with_rows": list(self.codes_with_rows),
            "unit_value_outliers": [
                {"code": code, "iso3": one.supplier, "side": one.side, "times_mean": one.times_mean}
                for code, one in self.outliers
            ],
            "indicators": self.indicators.as_answer() if self.indicators else None,
            "hhi_world_exports": self.hhi_world_exports,
            "market": self.market,
            "flags": list(self.flags),
        }


@dataclass(frozen=True, slots=True)
class DependenceAnswer:
    """The answer of `watch dependence`; on, known, marking and sources are added where answers are made."""

    item: str
    importer: str
    status: AnswerStatus
    reason: str
    codes: tuple[Code, ...]
    years: tuple[DependenceYear, ...] = ()

    @property
    def latest(self) -> DependenceYear | None:
        """The newest year with numbers."""
        return max((year for year in self.years if year.status == "ok"), key=lambda year: year.year, default=None)

    def as_answer(self) -> dict[str, Any]:
        """The JSON form: the contract's keys first, what was added after them."""
        return {
            "item": self.item,
            "importer": self.importer,
            "status": self.status,
            "years": [year.as_answer() for year in self.years],
            "reason": self.reason,
            "codes": [str(code) for code in self.codes],
        }


def dependence(question: DependenceQuestion, tables: TradeTables | None, thresholds: Thresholds) -> DependenceAnswer:
    """Supplier shares, concentration and what stands beside them, for each year of the question.

    Shapes and units:
        tables: None where no vintage was known yet; imports: one row per year, supplier and code, value in USD, mass
        in tonnes, missing where not reported; world_exports: one row per year and exporter, USD; years: those the
        table covers. thresholds: content.
        Result: fractions in [0, 1], USD, tonnes; the newest year first. Status not_yet_known, no_data (no row in any
        year), not_computable (no code) or ok; a year without rows says no_data, never zero.

    Source:
        Herfindahl-Hirschman index of supplier shares; by value and by mass side by side is a project choice
        (Convention U3); docs/methods.md.

    Differs:
        Several codes are added up by value; tonnes of different codes are added up too and flagged
        `mass_of_different_goods`. Unit values are compared within one code only.

    Raises:
        WrongUseError: a column is missing, a row carries no code or supplier, or an amount is negative.

    Example:
        >>> import pandas as pd
        >>> from datetime import datetime
        >>> from gwanje.watch.indicators import Threshold
        >>> number = lambda value: Threshold(value=value, unit="1", basis="example")
        >>> limits = Thresholds(**{name: number(2.0) for name in Thresholds.model_fields} | {
        ...     "single_country_target": number(0.5)})
        >>> rows = pd.DataFrame({"year": [2030, 2030], "supplier": ["OZZ", "WDL"], "hs": ["250410"] * 2,
        ...     "hs_vintage": [1992] * 2, "import_value_usd": [3.0, 1.0], "import_mass_t": [1.0, 1.0]})
        >>> exports = pd.DataFrame(columns=list(EXPORT_COLUMNS))
        >>> noon = datetime(2031, 6, 1, tzinfo=ZoneInfo("UTC"))
        >>> asked = DependenceQuestion("it", (Code.parse("hs1992:250410"),), "NVL", AsOf(noon, noon), ZoneInfo("UTC"))
        >>> found = dependence(asked, TradeTables(rows, exports, (2030,)), limits).years[0]
        >>> (found.top_by_value.iso3, found.top_by_value.share_value, found.top_by_value.share_mass)
        ('OZZ', 0.75, 0.5)
    """
    empty = DependenceAnswer(question.item, question.importer, "ok", "", question.codes)
    if not question.codes:
        return replace(empty, status="not_computable", reason="the item has no goods code")
    if tables is None:
        return replace(empty, status="not_yet_known", reason="no vintage of the trade table was public yet")
    trade = _Trade(imports_by_year(tables.imports), exports_by_year(tables.world_exports), tables.years)
    found = tuple(
        _one_year(year, question, trade, thresholds)
        for year in asked_years(question.years, tables.years, question.asof, question.zone)
    )
    if any(year.status == "ok" for year in found):
        return replace(empty, years=found)
    status: AnswerStatus = "no_data"
    if found and all(year.status == "not_yet_known" for year in found):
        status = "not_yet_known"
    elif any(year.status == "not_computable" for year in found):
        status = "not_computable"
    reason = next((year.reason for year in found if year.status == status), "no year had ended and was known")
    return replace(empty, status=status, reason=reason, years=found)


def ended_years(years: Iterable[int], asof: AsOf, zone: ZoneInfo) -> tuple[int, ...]:
    """The years that had ended at the valid instant, newest first.

    Shapes and units:
        years: calendar years the table covers as known; zone: the country's.
        Result: those whose last instant is not later than `asof.valid`.

    Source:
        Convention T1: periods are half-open, a year ends when the next begins in the country's zone.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import datetime
        >>> utc = ZoneInfo("UTC")
        >>> day = datetime(2026, 1, 1, tzinfo=utc)
        >>> ended_years([2024, 2025, 2026], AsOf(day, day), utc)
        (2025, 2024)
    """
    return tuple(sorted({y for y in years if day_start(date(y + 1, 1, 1), zone) <= asof.valid}, reverse=True))


def asked_years(years: Sequence[int], covered: Iterable[int], asof: AsOf, zone: ZoneInfo) -> tuple[int, ...]:
    """The years that are asked for: those named, or the last five that had ended and are covered.

    Shapes and units:
        years, covered: calendar years; zone: the country's. Result: calendar years, each once, the newest first.

    Source:
        Convention T1 for what had ended; five years are a project choice.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import datetime
        >>> utc = ZoneInfo("UTC")
        >>> day = datetime(2026, 6, 1, tzinfo=utc)
        >>> asked_years((), range(2010, 2027), AsOf(day, day), utc)
        (2025, 2024, 2023, 2022, 2021)
    """
    return tuple(sorted(set(years), reverse=True)) if years else ended_years(covered, asof, zone)[:_YEARS]


@dataclass(frozen=True, slots=True)
class _Trade:
    """The same as TradeTables, as plain rows by year."""

    imports: Mapping[int, Sequence[ImportRow]]
    exports: Mapping[int, Mapping[str, float]]
    years: tuple[int, ...]


def _one_year(year: int, question: DependenceQuestion, trade: _Trade, thresholds: Thresholds) -> DependenceYear:
    if trade.years and year < min(trade.years):
        return DependenceYear(year, "no_data", f"the table begins with {min(trade.years)}")
    if year not in trade.years or year not in ended_years([year], question.asof, question.zone):
        return DependenceYear(year, "not_yet_known", "the year had not ended or is not in the table as known")
    rows = trade.imports.get(year, ())
    if sum(row.value for row in rows) <= 0:
        seen = "no import is recorded; this is not zero"
        return DependenceYear(year, "no_data", seen if trade.exports else "not seen: no trade data for its codes")
    if len({row.vintage for row in rows}) > 1:
        return DependenceYear(year, "not_computable", "rows of more than one HS vintage cannot be added up")
    described = _described(year, rows, thresholds)
    previous = trade.imports.get(year - 1, ())
    flags = ranking_flags(
        described.import_value_usd,
        math.fsum(row.value for row in previous) if previous else None,
        floor_usd=thresholds.value_floor_usd.value,
        jump_factor=thresholds.yearly_jump_factor.value,
    )
    asked = {code.digits for code in question.codes if code.vintage == rows[0].vintage}
    if asked - set(described.codes_with_rows):
        flags = (*flags, "codes_without_rows")
    market = _market(described, question, trade.exports.get(year, {}), thresholds)
    return replace(market, flags=(*described.flags, *flags))


def _described(year: int, rows: Sequence[ImportRow], thresholds: Thresholds) -> DependenceYear:
    values, masses = value_by_supplier(rows), mass_by_supplier(rows)
    codes = tuple(sorted({row.hs for row in rows}))
    outliers = _outliers(codes, rows, thresholds.unit_value_factor.value)
    share_value, share_mass = supplier_shares(values), supplier_shares(masses)
    missing = {row.supplier for row in rows if row.mass is None}
    suppliers = tuple(
        Supplier(
            iso3=supplier,
            value_usd=values[supplier],
            mass_t=masses[supplier],
            share_value=share_value[supplier],
            share_mass=share_mass[supplier],
            flags=_supplier_flags(supplier, masses[supplier], outliers, missing),
        )
        for supplier in sorted(values, key=lambda s: (-values[s], s))
    )
    by_code = {supplier.iso3: supplier for supplier in suppliers}
    first, heaviest = leading_supplier(share_value), leading_supplier(share_mass)
    top, top_mass = by_code.get(first or ""), by_code.get(heaviest or "")
    target = thresholds.single_country_target.value
    known_masses = [mass for mass in masses.values() if mass is not None]
    return DependenceYear(
        year=year,
        status="ok",
        import_value_usd=math.fsum(values.values()),
        import_mass_t=math.fsum(known_masses) if known_masses else None,
        hhi_value=herfindahl(share_value),
        hhi_mass=herfindahl(share_mass),
        top_by_value=top,
        top_by_mass=top_mass,
        suppliers=suppliers,
        mass_coverage_value=mass_coverage(
            {str(n): row.value for n, row in enumerate(rows)}, {str(n): row.mass for n, row in enumerate(rows)}
        ),
        distance_to_target_value=distance_to_target(top.share_value if top else None, target),
        distance_to_target_mass=distance_to_target(top_mass.share_mass if top_mass else None, target),
        codes_with_rows=codes,
        outliers=outliers,
        flags=("mass_of_different_goods",) if len(codes) > 1 else (),
    )


def _outliers(
    codes: Sequence[str], rows: Sequence[ImportRow], factor: float
) -> tuple[tuple[str, UnitValueOutlier], ...]:
    found: list[tuple[str, UnitValueOutlier]] = []
    for code in codes:
        part = [row for row in rows if row.hs == code]
        far = unit_value_outliers(value_by_supplier(part), mass_by_supplier(part), factor=factor)
        found.extend((code, one) for one in far)
    return tuple(found)


def _supplier_flags(
    supplier: str, mass: float | None, outliers: Sequence[tuple[str, UnitValueOutlier]], missing: set[str]
) -> tuple[str, ...]:
    flags = sorted({f"unit_value_outlier_{one.side}" for _, one in outliers if one.supplier == supplier})
    if mass is None:
        flags.append("mass_missing")
    elif supplier in missing:
        flags.append("mass_partly_missing")
    return tuple(flags)


def _market(
    described: DependenceYear, question: DependenceQuestion, exports: Mapping[str, float], thresholds: Thresholds
) -> DependenceYear:
    world = herfindahl(supplier_shares(exports)) if exports else None
    outside = {s.iso3: s.value_usd for s in described.suppliers if s.iso3 not in question.bloc}
    indicators = dependence_indicators(
        concentration=herfindahl(supplier_shares(outside)) if question.bloc else described.hhi_value,
        imports_usd=described.import_value_usd,
        exports_usd=exports.get(question.importer),
        domestic_output_usd=question.domestic_output_usd.get(described.year),
        extra_bloc_imports_usd=sum(outside.values()) if question.bloc else None,
        thresholds=thresholds,
    )
    reading = market_reading(
        described.hhi_value,
        world,
        importer_high=thresholds.importer_concentration.value,
        world_high=thresholds.world_concentration.value,
    )
    return replace(described, indicators=indicators, hhi_world_exports=world, market=reading)


def _top(supplier: Supplier | None) -> dict[str, Any] | None:
    if supplier is None:
        return None
    return {"iso3": supplier.iso3, "share_value": supplier.share_value, "share_mass": supplier.share_mass}
