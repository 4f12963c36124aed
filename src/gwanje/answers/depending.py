"""Dependence of one importer on single suppliers, with the sources behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, known_day
from gwanje.watch import DependenceAnswer, DependenceQuestion, Thresholds, TradeTables, asked_years
from gwanje.watch import dependence as watch_dependence
from gwanje.watch.store import FULL_YEAR, TABLE, FullYears, TradeStore

Json = dict[str, Any]


class Dependence(Answer):
    """Supplier shares by value and by mass, concentration, flags: one entry per year, the newest first."""

    item: str
    importer: str
    status: AnswerStatus
    reason: str
    codes: tuple[str, ...]
    years: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One supplier a row."""
        return [
            {
                "item": self.item,
                "importer": self.importer,
                "year": year["year"],
                "supplier": supplier["iso3"],
                "import_value_usd": supplier["import_value_usd"],
                "import_mass_t": supplier["import_mass_t"],
                "share_value": supplier["share_value"],
                "share_mass": supplier["share_mass"],
                "flags": " ".join(supplier["flags"]),
            }
            for year in self.years
            for supplier in year["suppliers"]
        ]


def dependence(tower: Tower, asked: str, importer: str, as_of: AsOf, *, years: Sequence[int] = ()) -> Dependence:
    """The dependence of an importer on the suppliers of an item or a code."""
    found = measure(tower, asked, importer, as_of, years=years)
    data = sources_behind(tower, found, as_of)
    thresholds = [source for _, limit in tower.thresholds for source in limit.sources]
    cited = [*(data if found.status in ("ok", "no_data") else []), *(thresholds if found.status == "ok" else [])]
    body = found.as_answer()
    return Dependence(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, data),
        sources=source_notes(tower, cited),
        item=body["item"],
        importer=body["importer"],
        status=found.status,
        reason=body["reason"],
        codes=tuple(body["codes"]),
        years=tuple(body["years"]),
    )


def measure(tower: Tower, asked: str, importer: str, as_of: AsOf, *, years: Sequence[int] = ()) -> DependenceAnswer:
    """The kernel's own answer, for pages that say it in words."""
    return measure_each(tower, [asked], importer, as_of, years=years)[asked]


def measure_each(
    tower: Tower, asked: Sequence[str], importer: str, as_of: AsOf, *, years: Sequence[int] = ()
) -> dict[str, DependenceAnswer]:
    """The same for many items or codes, in few questions to the warehouse."""
    limits, store = tower.thresholds, TradeStore(tower.warehouse)
    place = tower.countries.find(importer)
    full, sliced = FullYears(tower.warehouse, as_of.known), frozenset(store.codes(as_of.known) or ())
    meant = {one: _codes(tower, one, as_of, full, sliced) for one in asked}
    chosen = asked_years(years, store.years(as_of.known), as_of, tower.zone)
    names = tower.countries.codes_for(place)
    groups = {one: codes for one, (_, codes, _) in meant.items() if codes}
    told = {name: store.tables_of(groups, name, as_of.known, chosen) for name in names} if groups else {}
    if full.covered():
        told = {name: full.beside(tables, groups, sliced, name, years) for name, tables in told.items()}
    found = {
        one: _measured(
            tower,
            DependenceQuestion(item, codes, place, as_of, tower.zone, tuple(years)),
            {name: tables[one] for name, tables in told.items() if one in tables},
            store,
            why,
            limits,
        )
        for one, (item, codes, why) in meant.items()
    }
    return {one: _with_full_years_named(tower, answer, as_of) for one, answer in found.items()}


def _with_full_years_named(tower: Tower, found: DependenceAnswer, as_of: AsOf) -> DependenceAnswer:
    """The answer, saying which of its years come from whole years that were loaded."""
    years = sorted(_full_years_of(tower, found, as_of))
    if found.status != "ok" or not years:
        return found
    words = f"from whole years of trade that were loaded: {', '.join(map(str, years))}"
    return replace(found, reason=f"{found.reason}; {words}" if found.reason else words)


def _full_years_of(tower: Tower, found: DependenceAnswer, as_of: AsOf) -> set[int]:
    """The years of an answer that the embedded slice does not tell."""
    store, full = TradeStore(tower.warehouse), FullYears(tower.warehouse, as_of.known)
    if not full.covered():
        return set()
    beside = full.years_beside(found.codes, store.codes(as_of.known) or (), store.years(as_of.known))
    return beside & {year.year for year in found.years}


def _measured(
    tower: Tower,
    question: DependenceQuestion,
    told: Mapping[str, TradeTables],
    store: TradeStore,
    why: str,
    limits: Thresholds,
) -> DependenceAnswer:
    tables, note = _united(tower, told)
    found = watch_dependence(question, tables, limits)
    if found.status == "not_computable" and why:
        return replace(found, reason=why, years=())
    if found.status == "not_yet_known" and (first := store.first_known()) is not None and first > question.asof.known:
        reason = (
            "no vintage of the trade table was public by then; the first one became known on "
            f"{known_day(first, tower.zone)}"
        )
        return replace(found, reason=reason, years=())
    return replace(found, reason=note) if found.status == "ok" and note else found


def _united(tower: Tower, told: Mapping[str, TradeTables]) -> tuple[TradeTables | None, str]:
    """The importer's rows under every code that the trade table may use for it, and a note where that is an alias."""
    with_rows = {name: tables for name, tables in told.items() if not tables.imports.empty}
    if not with_rows:
        return next(iter(told.values()), None), ""
    first = next(iter(with_rows.values()))
    aliases = [alias for name in with_rows if (alias := tower.countries.alias(name)) is not None]
    note = "; ".join(f"the table has it as {alias.code} ({alias.status}: {alias.because})" for alias in aliases)
    return replace(first, imports=pd.concat([one.imports for one in with_rows.values()], ignore_index=True)), note


def _codes(
    tower: Tower, asked: str, as_of: AsOf, full: FullYears, sliced: frozenset[Code]
) -> tuple[str, tuple[Code, ...], str]:
    """What is asked for, its codes in the revision that a trade table has, and why there are none."""
    if looks_like_code(asked) or _is_bare_code(asked):
        return asked, (Code.parse(asked),), ""
    item = tower.items.find(asked)
    if item.chain is not None:
        chain = tower.items.chain(item.key)
        stages = ", ".join(one.key for one in chain.items()) if chain else ""
        return item.key, (), f"it is a chain of stages; ask for one of them: {stages}"
    every = tuple(member.code for member in tower.items.codes(item.key, on=as_of.valid, scheme="hs"))
    vintages = {code.vintage for code in sliced}
    usable = tuple(code for code in every if code.vintage in vintages)
    if full.covered() and not sliced.intersection(usable):
        usable = full.one_revision(every, sliced) or usable
    return item.key, usable or every, "" if every else f"it has no goods code: {item.no_codes or 'none on that day'}"


def _is_bare_code(asked: str) -> bool:
    """Digits and dots only: a code whose vintage was left out, which no item is called."""
    digits = asked.strip().replace(".", "")
    return digits.isdigit() and len(digits) >= 4


def sources_behind(tower: Tower, found: DependenceAnswer, as_of: AsOf) -> list[str]:
    """The sources of the slice, of whole years that were loaded, or both: those that the years of an answer rest on."""
    full, sliced = _full_years_of(tower, found, as_of), TradeStore(tower.warehouse).codes(as_of.known) or ()
    rests_on_slice = not full or any(code in sliced for code in found.codes)
    return [*(trade_sources(tower) if rests_on_slice else []), *(_feeding(tower, FULL_YEAR) if full else [])]


def trade_sources(tower: Tower) -> list[str]:
    """The sources that feed the trade table."""
    return _feeding(tower, TABLE)


def _feeding(tower: Tower, table: str) -> list[str]:
    if table not in tower.sources.table_names():
        return []
    feeding = (source.key for source, _ in tower.sources.feeding(table))
    return [key for key in dict.fromkeys(feeding) if tower.vintages.snapshots(key)]
