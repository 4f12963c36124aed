"""Items: found by words, shown with their codes and chain, and which of them have data for which years."""

from collections.abc import Collection, Mapping
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.items import coverage as items_coverage
from gwanje.watch.store import TradeStore

Json = dict[str, Any]


class SearchAnswer(Answer):
    """Items by words, best first."""

    asked: str
    matches: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One match a row."""
        return [dict(match) for match in self.matches]


class ItemAnswer(Answer):
    """One item: names, codes on the day, chain, designations, grades, what it is not."""

    item: str
    id: str
    names: Json
    codes: tuple[Json, ...]
    no_codes: str
    chain: Json | None
    designations: tuple[Json, ...]
    grades: tuple[Json, ...]
    traps: tuple[Json, ...]
    note: str

    def rows(self) -> list[Json]:
        """One code a row."""
        return [dict(code) for code in self.codes] or [{"code": None, "why": self.no_codes or "the item is a chain"}]


class CoverageAnswer(Answer):
    """Which items have which data, for which years, and which have none and why."""

    totals: dict[str, int]
    items: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One item a row."""
        return [
            {
                "item": row["item"],
                "state": row["state"],
                "years": f"{row['years'][0]}–{row['years'][-1]} ({len(row['years'])})" if row["years"] else None,
                "codes": " ".join(code["code"] for code in row["codes"] if code["years"]),
                "why": row["why"],
            }
            for row in self.items
        ]


def search(tower: Tower, text: str, as_of: AsOf, *, lang: Language | None, limit: int) -> SearchAnswer:
    """Items whose names, keys or codes come nearest, typing mistakes allowed."""
    matches = tower.items.search(text, lang, limit)
    return SearchAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        asked=text,
        matches=tuple(
            {
                "item": match.item.key,
                "id": match.item.id,
                "ko": match.item.names.best("ko"),
                "en": match.item.names.best("en"),
                "matched": match.text,
                "score": round(match.score, 1),
            }
            for match in matches
        ),
    )


def item(tower: Tower, asked: str, as_of: AsOf) -> ItemAnswer:
    """One item by id, key, name or code."""
    record = tower.items.find(asked)
    chain = tower.items.chain(record.key)
    designations = tower.items.designations(record.key, as_of)
    cited = [source for designation in designations for source in designation.sources]
    return ItemAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=record.marking,
        sources=source_notes(
            tower, [*cited, *(source for source in record.sources if source in tower.references.by_id)]
        ),
        item=record.key,
        id=record.id,
        names=record.names.as_answer(),
        codes=tuple(code.as_answer() for code in tower.items.codes(record.key, on=as_of.valid)),
        no_codes=record.no_codes,
        chain=chain.as_answer() if chain else None,
        designations=tuple(one.model_dump(mode="json", by_alias=True) for one in designations),
        grades=tuple(grade.model_dump(mode="json") for grade in record.grades),
        traps=tuple(trap.model_dump(mode="json") for trap in record.traps),
        note=record.note,
    )


def inventory(tower: Tower, as_of: AsOf) -> Mapping[Code, Collection[int]]:
    """The years for which the country has import rows, by code, as known then."""
    store = TradeStore(tower.warehouse)
    found: dict[Code, set[int]] = {}
    for name in tower.countries.codes_for(tower.iso3):
        for code, years in store.import_years(name, as_of.known).items():
            found.setdefault(code, set()).update(years)
    return {code: sorted(years) for code, years in found.items()}


def coverage(tower: Tower, as_of: AsOf) -> CoverageAnswer:
    """Every item against the trade data known by then."""
    table = items_coverage(tower.items, inventory(tower, as_of), as_of.valid)
    body = table.as_answer()
    data = (
        [source.key for source, _ in tower.sources.feeding("trade")] if "trade" in tower.sources.table_names() else []
    )
    return CoverageAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, data),
        totals=body["totals"],
        items=tuple(body["items"]),
    )
