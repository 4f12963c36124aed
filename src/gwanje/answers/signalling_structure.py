"""How much of an item comes from a partner, from the yearly trade table; every code is fetched once, when first needed."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import pandas as pd

from gwanje.answers.national_codes import international
from gwanje.answers.signalling_answer import Structure
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.watch import ended_years
from gwanje.watch.store import TradeStore


class Structures:
    """Shares of partners in the country's imports of the last known year that had ended before a month."""

    def __init__(self, tower: Tower, as_of: AsOf, month: date) -> None:
        self._tower, self._as_of, self._month = tower, as_of, month
        self._items: dict[str, tuple[str, ...]] = {}
        self._codes: dict[str, list[Code]] = {}
        self.is_used = False

    def items_of(self, name: str) -> tuple[str, ...]:
        """The items that have a code, or the item itself."""
        if name not in self._items:
            is_code = looks_like_code(name)
            found = self._tower.items.items_of_code(international(Code.parse(name))) if is_code else ()
            self._items[name] = tuple(record.key for record, _ in found) if is_code else (name,)
        return self._items[name]

    def of(self, name: str, partner: str) -> Structure:
        """The partner's share in the code, or in the first code of the item that the trade table has."""
        if self._by_code is None:
            return _absent(
                "not_yet_known", "no vintage of the trade table was public by then", "당시 공개된 무역표 없음"
            )
        for code in self._codes_of(name):
            mine = self._by_code.get((code.vintage, code.digits))
            if mine is not None:
                return self._share(mine, code, partner, int(mine["year"].iloc[0]))
        return _absent(
            "no_data", "not seen: no yearly trade data for its codes", "확인 불가: 해당 코드의 연간 무역 자료 없음"
        )

    def _codes_of(self, name: str) -> list[Code]:
        """The code itself, then those of its items that the table may hold."""
        if name not in self._codes:
            self._codes[name] = self._find_codes(name)
        return self._codes[name]

    def _find_codes(self, name: str) -> list[Code]:
        first = [international(Code.parse(name))] if looks_like_code(name) else []
        more = [m.code for item in self.items_of(name) for m in self._tower.items.codes(item, scheme="hs")]
        digits = {code.digits for code in first}
        return [*first, *sorted({code for code in more if not digits or code.digits in digits})]

    def _share(self, rows: pd.DataFrame, code: Code, partner: str, year: int) -> Structure:
        self.is_used = True
        names = self._tower.countries.codes_for(partner)
        own = rows[rows["supplier"].isin(names)]
        if own.empty and not self._is_listed(partner):
            return Structure(status="no_data", reason="no list of countries knows the partner: its share is not known")
        value, mass = float(rows["import_value_usd"].sum()), float(rows["import_mass_t"].sum())
        own_mass = own["import_mass_t"].sum(min_count=1)
        no_mass = bool(pd.isna(own_mass)) and not own.empty
        return Structure(
            status="ok",
            year=year,
            code=str(code),
            share_value=float(own["import_value_usd"].sum()) / value if value > 0 else None,
            share_mass=None if no_mass or mass <= 0 else (0.0 if own.empty else float(own_mass) / mass),
        )

    def _is_listed(self, partner: str) -> bool:
        try:
            return bool(self._tower.countries.find(partner))
        except UnknownKeyError:
            return False

    @cached_property
    def _by_code(self) -> dict[tuple[int, str], pd.DataFrame] | None:
        """By vintage and digits every import of the country in that year, in one question to the warehouse."""
        store = TradeStore(self._tower.warehouse)
        codes = store.codes(self._as_of.known)
        if codes is None:
            return None
        found = [
            tables.imports
            for name in self._tower.countries.codes_for(self._tower.iso3)
            if (tables := store.tables(codes, name, self._as_of.known)) is not None
        ]
        rows = pd.concat(found, ignore_index=True)
        ended = ended_years({int(year) for year in rows["year"].unique()}, self._as_of, self._tower.zone)
        before = [year for year in ended if year < self._month.year][:1]
        chosen = rows[rows["year"].isin(before)]
        parts = [part for _, part in chosen.groupby(["hs_vintage", "hs"])]
        return {(int(part["hs_vintage"].iloc[0]), str(part["hs"].iloc[0])): part for part in parts}


def _absent(status: AnswerStatus, en: str, ko: str) -> Structure:
    """No share, and why in both languages."""
    return Structure(status=status, reason=en, reasons={"en": en, "ko": ko})
