"""What one country imports of an item in the latest year known, by code and supplier, or why that is not known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf, known_day
from gwanje.items import CodeMembership, ItemRecord
from gwanje.watch import ended_years
from gwanje.watch.store import TradeStore


@dataclass(frozen=True, slots=True)
class ItemImports:
    """An item's imports in one year: USD by code and supplier; a code without a row is absent, not zero."""

    item: ItemRecord
    status: AnswerStatus
    reason: Sentence
    year: int | None = None
    members: tuple[CodeMembership, ...] = ()
    usd: Mapping[Code, Mapping[str, float]] = field(default_factory=dict)

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
    tower: Tower, items: Sequence[ItemRecord], importer: str, as_of: AsOf, only: Collection[Code] = ()
) -> tuple[ItemImports, ...]:
    """The imports of items in the newest year that had ended and was known; `only` keeps some of their codes."""
    store = TradeStore(tower.warehouse)
    known = store.codes(as_of.known)
    if known is None:
        return tuple(_not_yet(tower, item, store) for item in items)
    members = {item.key: _members(tower, item, known, as_of, only) for item in items}
    codes = list(dict.fromkeys(one.code for some in members.values() for one in some))
    if not codes:
        return tuple(ItemImports(item, "no_data", _NO_CODE) for item in items)
    ended = ended_years(store.years(as_of.known), as_of, tower.zone)
    if not ended:
        return tuple(_not_yet(tower, item, store) for item in items)
    usd = _by_code(_rows(tower, store, codes, importer, as_of, ended[0]))
    return tuple(_of_year(item, members[item.key], usd, ended[0], known) for item in items)


def _members(
    tower: Tower, item: ItemRecord, known: Collection[Code], as_of: AsOf, only: Collection[Code]
) -> tuple[CodeMembership, ...]:
    """The item's codes in the vintages of the trade table."""
    vintages = {code.vintage for code in known}
    every = tower.items.codes(item.key, on=as_of.valid, scheme="hs")
    return tuple(one for one in every if one.code.vintage in vintages and (not only or one.code in only))


def _of_year(
    item: ItemRecord,
    members: tuple[CodeMembership, ...],
    usd: Mapping[Code, Mapping[str, float]],
    year: int,
    known: Collection[Code],
) -> ItemImports:
    own = {one.code: usd[one.code] for one in members if one.code in usd}
    if own:
        return ItemImports(item, "ok", Sentence(en="", ko=""), year, members, own)
    if not members:
        return ItemImports(item, "no_data", _NO_CODE)
    covered = any(one.code in known for one in members)
    reason = _no_import(year) if covered else _not_in_table([one.code for one in members])
    return ItemImports(item, "no_data", reason, year, members)


def _by_code(rows: pd.DataFrame) -> dict[Code, dict[str, float]]:
    """USD by code and supplier."""
    usd: dict[Code, dict[str, float]] = {}
    labels = (rows["hs_vintage"].tolist(), rows["hs"].tolist(), rows["supplier"].tolist())
    for vintage, digits, supplier, value in zip(*labels, rows["import_value_usd"].tolist(), strict=True):
        values = usd.setdefault(Code("hs", int(vintage), str(digits)), {})
        values[str(supplier)] = values.get(str(supplier), 0.0) + float(value)
    return usd


def _rows(
    tower: Tower, store: TradeStore, codes: Sequence[Code], importer: str, as_of: AsOf, year: int
) -> pd.DataFrame:
    """The importer's rows of a year under every code that the trade table may use for it."""
    names = tower.countries.codes_for(importer)
    found = [store.imports(codes, name, as_of.known, (year,)) for name in names]
    rows = pd.concat([one for one in found if one is not None], ignore_index=True)
    return rows[rows["year"] == year]


def _not_yet(tower: Tower, item: ItemRecord, store: TradeStore) -> ItemImports:
    first = store.first_known()
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


def _not_in_table(codes: Sequence[Code]) -> Sentence:
    digits = ", ".join(dict.fromkeys(code.digits for code in codes))
    return Sentence(
        en=f"no trade data (not in the table: {digits})", ko=f"무역 자료 없음(표에 없는 품목번호: {digits})"
    )


def _no_import(year: int) -> Sentence:
    return Sentence(
        en=f"no import is recorded in {year}; this is not zero", ko=f"{year}년 수입 기록 없음(0이라는 뜻은 아님)"
    )
