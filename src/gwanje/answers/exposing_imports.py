"""What one country imports of an item in the latest year known, by code and supplier, or why that is not known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from gwanje.answers.criticality_tables import data_sources
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, known_day
from gwanje.items import CodeMembership, ItemRecord
from gwanje.watch import ended_years
from gwanje.watch.store import FULL_YEAR, TABLE, ToldYear, TradeStore, TradeYears


@dataclass(frozen=True, slots=True)
class ItemImports:
    """An item's imports in one year: USD by code and supplier; a code without a row is absent, not zero."""

    item: ItemRecord
    status: AnswerStatus
    reason: Sentence
    year: int | None = None
    members: tuple[CodeMembership, ...] = ()
    usd: Mapping[Code, Mapping[str, float]] = field(default_factory=dict)
    table: str = TABLE
    sources: tuple[str, ...] = ()

    @property
    def is_whole_year(self) -> bool:
        """Whether a whole year that was loaded tells it, not the embedded slice."""
        return self.table == FULL_YEAR

    @property
    def suppliers(self) -> dict[str, float]:
        """Every supplier's value over all codes."""
        found: dict[str, float] = {}
        for values in self.usd.values():
            for supplier, value in values.items():
                found[supplier] = found.get(supplier, 0.0) + value
        return found

    def from_supplier(self, names: Collection[str]) -> dict[CodeMembership, float]:
        """The value of each code that came from a supplier, under any of its names in the table."""
        found: dict[CodeMembership, float] = {}
        for member in self.members:
            rows = [value for supplier, value in self.usd.get(member.code, {}).items() if supplier in names]
            if rows:
                found[member] = sum(rows)
        return found

    @property
    def silent(self) -> tuple[Code, ...]:
        """The codes of the item that have no row at all that year."""
        return tuple(member.code for member in self.members if member.code not in self.usd)


def imports_of(
    tower: Tower,
    items: Sequence[ItemRecord],
    importer: str,
    as_of: AsOf,
    only: Collection[Code] = (),
) -> tuple[ItemImports, ...]:
    """The imports of items in the newest year that had ended and was known; `only` keeps some of their codes.

    Whole years that were loaded tell what the slice does not. Several items are the stages of one chain, held to one
    year: the newest of those that the slice tells, where there are any.
    """
    trade = TradeYears(tower.warehouse, as_of.known)
    if trade.is_empty:
        return tuple(_not_yet(tower, item) for item in items)
    members = {item.key: _members(tower, item, as_of, only) for item in items}
    told = {key: _ended(tower, trade.of([one.code for one in own]), as_of) for key, own in members.items()}
    year = _year_of_all([one for one in told.values() if one])
    read = [one[year] for one in told.values() if one and year in one]
    usd = _usd(tower, trade, read, importer)
    return tuple(_of_item(tower, item, members[item.key], told[item.key], year, usd) for item in items)


def _ended(tower: Tower, told: Mapping[int, ToldYear] | None, as_of: AsOf) -> dict[int, ToldYear] | None:
    """The years that had ended by then; None where no table has the codes at all."""
    return {year: told[year] for year in ended_years(told, as_of, tower.zone)} if told else None


def _year_of_all(told: Sequence[Mapping[int, ToldYear]]) -> int | None:
    """The newest year of the items that the slice tells, or of all where it tells none."""
    sliced = [years for years in told if any(one.table == TABLE for one in years.values())]
    return max((max(years) for years in sliced or told), default=None)


def _members(tower: Tower, item: ItemRecord, as_of: AsOf, only: Collection[Code]) -> tuple[CodeMembership, ...]:
    """The item's codes in every revision; a year is told in one of them."""
    every = tower.items.codes(item.key, on=as_of.valid, scheme="hs")
    return tuple(one for one in every if not only or one.code in only)


def _of_item(
    tower: Tower,
    item: ItemRecord,
    members: tuple[CodeMembership, ...],
    told: Mapping[int, ToldYear] | None,
    year: int | None,
    usd: Mapping[str, Mapping[Code, Mapping[str, float]]],
) -> ItemImports:
    if not members:
        return ItemImports(item, "no_data", _NO_CODE)
    if told is None:
        return ItemImports(item, "no_data", _not_in_table([one.code for one in members]), year, members)
    if not told or year is None:
        return ItemImports(item, "no_data", _NONE_ENDED, None, members)
    here = told.get(year)
    if here is None:
        return ItemImports(item, "no_data", _of_other_years(told, year), year, members)
    members = tuple(one for one in members if one.code in here.codes)
    own = {one.code: usd[here.table][one.code] for one in members if one.code in usd[here.table]}
    behind = tuple(data_sources(tower, (here.table,)))
    status: AnswerStatus = "ok" if own else "no_data"
    reason = Sentence(en="", ko="") if own else _no_import(year)
    return ItemImports(item, status, reason, year, members, own, here.table, behind)


def _usd(
    tower: Tower, trade: TradeYears, told: Sequence[ToldYear], importer: str
) -> dict[str, dict[Code, dict[str, float]]]:
    """USD by table, code and supplier, under every code that a trade table may use for the importer."""
    found: dict[str, dict[Code, dict[str, float]]] = {}
    for table in dict.fromkeys(one.table for one in told):
        here = [one for one in told if one.table == table]
        asked = replace(here[0], codes=tuple(dict.fromkeys(code for one in here for code in one.codes)))
        rows = [trade.imports(asked, name) for name in tower.countries.codes_for(importer)]
        found[table] = _by_code(pd.concat(rows, ignore_index=True))
    return found


def _by_code(rows: pd.DataFrame) -> dict[Code, dict[str, float]]:
    """USD by code and supplier."""
    usd: dict[Code, dict[str, float]] = {}
    labels = (rows["hs_vintage"].tolist(), rows["hs"].tolist(), rows["supplier"].tolist())
    for vintage, digits, supplier, value in zip(*labels, rows["import_value_usd"].tolist(), strict=True):
        values = usd.setdefault(Code("hs", int(vintage), str(digits)), {})
        values[str(supplier)] = values.get(str(supplier), 0.0) + float(value)
    return usd


def _not_yet(tower: Tower, item: ItemRecord) -> ItemImports:
    first = TradeStore(tower.warehouse).first_known()
    if first is None:
        nothing = Sentence(en="no trade table is loaded", ko="무역 자료 미적재")
        return ItemImports(item, "no_data", nothing)
    day = known_day(first, tower.zone)
    reason = Sentence(
        en=f"not yet known: the first vintage of the trade table became known on {day}",
        ko=f"그 시점에는 알려지지 않음: 무역 자료는 {day}부터 알려짐",
    )
    return ItemImports(item, "not_yet_known", reason)


_NO_CODE = Sentence(en="no trade data: it has no goods code of its own", ko="무역 자료 없음: 고유 품목번호 없음")


_NONE_ENDED = Sentence(
    en="no year of the trade data had ended by then; ask with a later --on",
    ko="그때까지 끝난 연도의 무역 자료 없음; --on을 더 늦게 지정할 것",
)


def _of_other_years(told: Mapping[int, ToldYear], year: int) -> Sentence:
    """That the other stages are of a year in which no table has the codes of this one."""
    years = ", ".join(map(str, sorted(told)))
    return Sentence(
        en=f"no trade data of {year}, the year of the other stages; ask for it alone (there is {years})",
        ko=f"다른 단계의 기준 연도인 {year}년 무역 자료 없음; 이 품목만 따로 물을 것(있는 연도: {years})",
    )


def _not_in_table(codes: Sequence[Code]) -> Sentence:
    digits = ", ".join(dict.fromkeys(code.digits for code in codes))
    return Sentence(
        en=f"no trade data (not in the table: {digits})", ko=f"무역 자료 없음(표에 없는 품목번호: {digits})"
    )


def _no_import(year: int) -> Sentence:
    return Sentence(
        en=f"no import is recorded in {year}; this is not zero", ko=f"{year}년 수입 기록 없음(0이라는 뜻은 아님)"
    )
