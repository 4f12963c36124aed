"""Which items have which data, for which years, and which have none: a pure function of items and an inventory."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gwanje.foundation.codes import Code
from gwanje.items.chains import Chain, build_chain
from gwanje.items.memberships import CodeMembership
from gwanje.items.records import ItemRecord
from gwanje.items.registry import ItemRegistry

CoverageState = Literal["data", "part", "none"]
Inventory = Mapping[Code, Collection[int]] | Callable[[Code], Collection[int]]


@dataclass(frozen=True, slots=True)
class CodeCoverage:
    """One code of an item and the years with data for it."""

    membership: CodeMembership
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """What data an item has; anything short of everything says why."""

    item: ItemRecord
    state: CoverageState
    codes: tuple[CodeCoverage, ...]
    years: tuple[int, ...]
    why: str

    def as_answer(self) -> dict[str, Any]:
        """The coverage as every answer prints it."""
        return {
            "item": self.item.key,
            "id": self.item.id,
            "names": self.item.names.as_answer(),
            "state": self.state,
            "years": list(self.years),
            "codes": [{**code.membership.as_answer(), "years": list(code.years)} for code in self.codes],
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Every item's coverage, and how many have data, part of it, none."""

    items: tuple[ItemCoverage, ...]

    def count(self, state: CoverageState) -> int:
        """How many items are in a state."""
        return sum(1 for item in self.items if item.state == state)

    def of(self, key: str) -> ItemCoverage:
        """One item's coverage by key."""
        return next(item for item in self.items if item.item.key == key)

    def as_answer(self) -> dict[str, Any]:
        """The typed answer of `items coverage`."""
        states: tuple[CoverageState, ...] = ("data", "part", "none")
        totals = {state: self.count(state) for state in states}
        return {"totals": {"items": len(self.items), **totals}, "items": [item.as_answer() for item in self.items]}


def coverage(items: ItemRegistry, available: Inventory, on: datetime | None = None) -> CoverageTable:
    """Compare every item's codes with the years for which data are there."""
    by_key = {item.key: item for item in items.all()}
    plain = {item.key: _plain(items, item, available, on) for item in items.all() if item.chain is None}
    rows = [plain.get(item.key) or _chain(item, build_chain(item, by_key), plain) for item in items.all()]
    return CoverageTable(tuple(rows))


def _plain(items: ItemRegistry, item: ItemRecord, available: Inventory, on: datetime | None) -> ItemCoverage:
    codes = tuple(CodeCoverage(one, _years(available, one.code)) for one in items.codes(item.key, on=on))
    seen = [code for code in codes if code.years]
    years = tuple(sorted({year for code in seen for year in code.years}))
    if not codes:
        return ItemCoverage(item, "none", codes, years, f"no codes: {item.no_codes or 'none on that day'}")
    if not seen:
        listed = ", ".join(str(code.membership.code) for code in codes)
        return ItemCoverage(item, "none", codes, years, f"no data for {listed}")
    gaps = _gaps(codes, seen)
    return ItemCoverage(item, "part" if gaps else "data", codes, years, "; ".join(gaps))


def _years(available: Inventory, code: Code) -> tuple[int, ...]:
    years = available(code) if callable(available) else available.get(code, ())
    return tuple(sorted(years))


def _gaps(codes: tuple[CodeCoverage, ...], seen: list[CodeCoverage]) -> list[str]:
    """Why the data are not the whole item: codes that hold other goods too, or codes of the vintage without data."""
    gaps = [
        f"{code.membership.code} covers the item in {_HOW[code.membership.coverage]} ({code.membership.note})"
        for code in seen
        if not code.membership.is_whole
    ]
    vintages = {(code.membership.code.scheme, code.membership.code.vintage) for code in seen}
    silent = [
        str(code.membership.code)
        for code in codes
        if not code.years and (code.membership.code.scheme, code.membership.code.vintage) in vintages
    ]
    return [*gaps, *([f"no data for {', '.join(silent)}"] if silent else [])]


_HOW = {"part": "part", "mixed": "a mixture", "unknown": "an unknown share"}


def _chain(item: ItemRecord, chain: Chain, plain: Mapping[str, ItemCoverage]) -> ItemCoverage:
    """A chain has data as far as its stages have; a main product without data is named first."""
    on_chain = [plain[one.key] for one in chain.items() if one.chain is None]
    years = tuple(sorted({year for one in on_chain for year in one.years}))
    states = {one.state for one in on_chain}
    if states == {"data"}:
        return ItemCoverage(item, "data", (), years, "")
    without = [one.item.key for one in on_chain if one.state == "none"]
    main = chain.main_product
    if main is not None and main.key in without:
        without = [f"{main.key} (main product)", *(key for key in without if key != main.key)]
    partly = [one.item.key for one in on_chain if one.state == "part"]
    why = [f"no data: {', '.join(without)}"] if without else []
    why += [f"part only: {', '.join(partly)}"] if partly else []
    state: CoverageState = "none" if states <= {"none"} else "part"
    return ItemCoverage(item, state, (), years, "; ".join(why) or "no item stands on the chain")
