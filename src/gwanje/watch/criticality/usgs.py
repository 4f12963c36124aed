"""The Mineral Commodity Summaries read row by row: what is told of a mineral's production, and of what is imported."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gwanje.watch.criticality.bounds import Bounds, Published, Word, read_published
from gwanje.watch.criticality.production import (
    ProductionConcentration,
    ProductionTold,
    half_unit,
    production_concentration,
)

WORLD_TOTAL = "World total"
OTHER_COUNTRIES = "Other countries"
UNITED_STATES = "United States"
_LEFT_OUT = re.compile(r"(excludes|does not include)[^.]*(u\.s\.|united states)", re.IGNORECASE)
_ESTIMATED = re.compile(r"\bestimated\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """One row of the summaries as published."""

    section: str
    country: str
    statistic: str
    detail: str
    unit: str
    year: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductionYear:
    """World production of one mineral in one year: what is told, and its concentration where any number is."""

    year: int
    unit: str
    told: ProductionTold
    words: Mapping[str, Word]
    estimated: bool
    total_text: str
    concentration: ProductionConcentration | None


@dataclass(frozen=True, slots=True)
class ImportReliance:
    """Net import reliance of the United States as published, percent of consumption."""

    year: int
    detail: str
    published: Published


def usgs_production(rows: Sequence[StatisticRow], measure: str) -> tuple[ProductionYear, ...]:
    """World production of one mineral by year, with what is withheld, not available or left out of the total.

    Shapes and units:
        rows: of one chapter; measure: the statistic in detail, for example "Mine production".
        Result: one entry per year, the newest first; amounts in the unit of the rows, concentration dimensionless.

    Source:
        U.S. Geological Survey, Mineral Commodity Summaries 2026, data release; docs/methods-watch.md.

    Differs:
        Nothing is filled in: a country with "W" or "NA" has no number, "Other countries" stays a sum of unnamed ones.

    Raises:
        Nothing.

    Example:
        >>> row = lambda country, text, note="": StatisticRow(
        ...     "World Mine Production", country, "Production", "Mine production", "metric tons", "2030", text, note)
        >>> total = row("World total", "1,000", "Excludes U.S. production.")
        >>> rows = [row("Oz", "600"), row("United States", "W"), total]
        >>> found = usgs_production(rows, "Mine production")[0]
        >>> (found.concentration.not_told, found.concentration.is_bounded, dict(found.words))
        (('United States',), False, {'United States': 'withheld'})
    """
    mine = [row for row in rows if row.section.startswith("World") and row.statistic == "Production"]
    told = [row for row in mine if _is_measure(row.detail, measure) and _YEAR.fullmatch(row.year)]
    years = sorted({int(row.year) for row in told}, reverse=True)
    return tuple(_one_year(year, [row for row in told if int(row.year) == year]) for year in years)


def import_reliance(rows: Iterable[StatisticRow]) -> tuple[ImportReliance, ...]:
    """Net import reliance of the United States as published, the newest year first.

    Shapes and units:
        rows: of one chapter. Result: percent of consumption; ">50" has bounds from 50 to 100, "E" (net exporter) none.

    Source:
        U.S. Geological Survey, Mineral Commodity Summaries 2026, salient statistics.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> row = StatisticRow("Salient", "Oz", "Net import reliance", "of consumption", "percent", "2030", ">95")
        >>> import_reliance([row])[0].published.bounds
        Bounds(low=95.0, high=100.0)
    """
    found = [
        ImportReliance(int(row.year), row.detail, _percent(read_published(row.text, row.note)))
        for row in rows
        if "import reliance" in row.statistic.lower() and _YEAR.fullmatch(row.year)
    ]
    return tuple(sorted(found, key=lambda one: (-one.year, one.detail)))


def _one_year(year: int, rows: Sequence[StatisticRow]) -> ProductionYear:
    by_country = {row.country: row for row in rows}
    published = {country: read_published(row.text, row.note) for country, row in by_country.items()}
    total, others = by_country.get(WORLD_TOTAL), published.get(OTHER_COUNTRIES)
    whole = published[WORLD_TOTAL].bounds if total is not None else None
    producers = {
        country: one.bounds for country, one in published.items() if country not in (WORLD_TOTAL, OTHER_COUNTRIES)
    }
    is_left_out = total is not None and _LEFT_OUT.search(total.note) is not None
    told = ProductionTold(
        producers=producers,
        others=0.0 if others is None else _exact(others.bounds),
        total=_exact(whole),
        rounding=_rounding(total.text) if total is not None and _exact(whole) is not None else 0.0,
        outside_total=frozenset({UNITED_STATES} if is_left_out else ()),
    )
    return ProductionYear(
        year=year,
        unit=rows[0].unit,
        told=told,
        words={country: one.word for country, one in published.items() if one.word},
        estimated=total is not None and _ESTIMATED.search(total.note) is not None,
        total_text=total.text if total is not None else "",
        concentration=production_concentration(told),
    )


def _is_measure(detail: str, measure: str) -> bool:
    rest = detail.removeprefix(measure) if detail.startswith(measure) else None
    return rest is not None and (not rest or rest.strip(" :,") == "rounded")


def _exact(bounds: Bounds | None) -> float | None:
    return bounds.low if bounds is not None and bounds.is_exact else None


def _rounding(text: str) -> float:
    digits = text.replace(",", "").strip()
    return half_unit(text) if digits.isdigit() and int(digits) else 0.0


def _percent(published: Published) -> Published:
    if published.bounds is None or published.bounds.high <= 100 or published.bounds.low > 100:
        return published
    return Published(published.text, Bounds(published.bounds.low, 100.0), published.word)
