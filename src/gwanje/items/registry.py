"""The item registry of one country, read once from content."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.content import parse_records, unique_records
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, search_form
from gwanje.items.chains import Chain, build_chain, check_stages
from gwanje.items.memberships import CodeMembership, memberships_of, select
from gwanje.items.records import Designation, ItemRecord
from gwanje.items.search import Match, Search

FOLDER = "items/"


class ItemRegistry:
    """Items by id, key, name and code; memberships by day and vintage; chains."""

    def __init__(self, records: list[ItemRecord]) -> None:
        self._items = _unique(records)
        check_stages(self._items)
        self._by_id = {item.id: item for item in records}
        self._memberships = {item.key: memberships_of(item) for item in records}
        self._search = Search(records)

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo) -> Self:
        """Read every YAML file under `items/`; refuse what contradicts itself."""
        records: list[ItemRecord] = []
        for name, text in sorted(files.items()):
            if name.startswith(FOLDER) and name.endswith(".yaml"):
                records.extend(parse_records(text, name, ItemRecord, zone=zone))
        return cls(sorted(records, key=lambda item: item.id))

    def all(self) -> tuple[ItemRecord, ...]:
        """Every item, in the order of the ids."""
        return tuple(self._items.values())

    def __iter__(self) -> Iterator[ItemRecord]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, key: str) -> ItemRecord:
        """The item with this key or id."""
        found = self._items.get(key) or self._by_id.get(key)
        if found is None:
            raise self._refusal(key, [])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._items or key in self._by_id

    def find(self, asked: str) -> ItemRecord:
        """The one item with this id, key, name or code; else "did you mean"."""
        if asked in self:
            return self[asked]
        if looks_like_code(asked):
            return self._find_code(Code.parse(asked))
        form = search_form(asked)
        called = [item for item in self.all() if form in {search_form(text) for text in _texts(item)}]
        if len(called) == 1:
            return called[0]
        raise self._refusal(asked, called)

    def _find_code(self, code: Code) -> ItemRecord:
        members = self.items_of_code(code)
        whole = [item for item, membership in members if membership.is_whole]
        if len(whole) == 1:
            return whole[0]
        if len(members) == 1:
            return members[0][0]
        reasons = self.trap(code)
        if reasons:
            raise WrongUseError(
                f"{code} is not the item it looks like",
                expected="a code whose goods are the item",
                found="; ".join(f"{item.key}: {reason}" for item, reason in reasons),
                remedy="Ask for the item by its key, or load data under a code that names it.",
            )
        raise self._refusal(str(code), [item for item, _ in members])

    def trap(self, code: Code) -> list[tuple[ItemRecord, str]]:
        """The items a code looks like and is not, with the reason."""
        return [(item, trap.reason) for item in self.all() for trap in item.traps if Code.parse(trap.code) == code]

    def _refusal(self, asked: str, several: list[ItemRecord]) -> UnknownKeyError:
        near = several or [match.item for match in self.search(asked, limit=3)]
        what = f"Several items are called '{asked}'" if several else f"No item is called '{asked}'"
        named = " or ".join(f"{item.key} ({item.names.best('ko')})" for item in near[:5])
        return UnknownKeyError(
            what,
            found=asked,
            expected="the id, key, name or code of one item",
            remedy=f"Did you mean {named}?" if near else f"There are {len(self._items)}; see `gwanje items search`.",
        )

    def search(self, text: str, lang: Language | None = None, limit: int = 10) -> list[Match]:
        """Items by words, typing mistakes allowed, best first; a code finds every item it belongs to."""
        if looks_like_code(text):
            members = self.items_of_code(Code.parse(text))
            return [Match(item, str(one.code), None, 100.0 if one.is_whole else 90.0) for item, one in members][:limit]
        return self._search.search(text, lang, limit)

    def codes(
        self, item: str, *, on: datetime | None = None, vintage: int | None = None, scheme: str | None = None
    ) -> tuple[CodeMembership, ...]:
        """The codes of an item on a day, in a vintage and scheme; None stands for every one. A chain has none."""
        return select(self._memberships[self.find(item).key], on, vintage, scheme)

    def items_of_code(self, code: Code, on: datetime | None = None) -> tuple[tuple[ItemRecord, CodeMembership], ...]:
        """Every item a code belongs to, those it is wholly first."""
        every = (one for memberships in self._memberships.values() for one in memberships if one.code == code)
        return tuple((self._items[one.item], one) for one in select(every, on, None, None))

    def latest_known(self) -> datetime | None:
        """The latest known instant in the room's content; items themselves are definitions and carry none."""
        return max((one.known for item in self.all() for one in item.designations), default=None)

    def chain(self, item: str) -> Chain | None:
        """The chain an item heads or stands on, or None."""
        record = self.find(item)
        if record.chain is not None:
            return build_chain(record, self._items)
        return build_chain(self._items[record.stage.chain], self._items) if record.stage else None

    def designations(self, item: str, asof: AsOf) -> tuple[Designation, ...]:
        """The designations that were public and had begun; one whose end was not read is still listed, and says so."""
        return tuple(one for one in self.find(item).designations if _is_listed(one, asof))


def _is_listed(one: Designation, asof: AsOf) -> bool:
    begun = one.start if isinstance(one.start, datetime) else one.not_later_than
    ended = isinstance(one.until, datetime) and one.until <= asof.valid
    return one.known <= asof.known and begun is not None and begun <= asof.valid and not ended


def _texts(item: ItemRecord) -> tuple[str, ...]:
    return (*item.names.texts(), *item.other_names.ko, *item.other_names.en)


def _unique(records: list[ItemRecord]) -> dict[str, ItemRecord]:
    unique_records("item", ((identity, item) for item in records for identity in (item.id, item.key)))
    return {item.key: item for item in records}
