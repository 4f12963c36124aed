"""From an item to the industries that make it and use it: what sources say, and how sure that is.

A link is content. A share that says where a material goes is no affected share: that one is not known until cited.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_record, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.names import Language, Names

FOLDER = "impact/uses/"
Grade = Literal["named", "assigned"]
"""named: the source names the industry; assigned: it names the use, and the class of an industry takes it in."""


class CitedRange(CitedRecord):
    """A quantity between two ends, each from 0 upwards, with its sources."""

    low: float = Field(ge=0, allow_inf_nan=False)
    high: float = Field(ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("the low end is not above the high end")
        return self


class UserRecord(CitedRecord):
    """One industry that uses the item, and what for; what is not cited is not known."""

    sector: str
    uses: Names
    grade: Grade
    affected: CitedRange | None = None
    essentiality: CitedRange | None = None
    cover_days: CitedRange | None = None

    @model_validator(mode="after")
    def _shares_are_shares(self) -> Self:
        if any(one is not None and one.high > 1 for one in (self.affected, self.essentiality)):
            raise ValueError("an affected share and an essentiality are at most 1")
        return self


class LinkRecord(CitedRecord):
    """One item: the industry whose product it is, by a class of ISIC Rev. 4, and the industries that use it."""

    id: OpaqueId
    item: Key
    made_in: str
    isic: str
    users: tuple[UserRecord, ...] = ()

    @model_validator(mode="after")
    def _users_once(self) -> Self:
        sectors = [user.sector for user in self.users]
        if len(set(sectors)) != len(sectors):
            raise ValueError("each industry stands once among the users")
        return self


class SectorName(Record):
    """What an industry of the table is called in a sentence."""

    code: str
    names: Names


class LinksFile(Record):
    """Links of one classification of industries, that of a data source's table, and what those are called."""

    sectors_of: Key
    sectors: tuple[SectorName, ...]
    links: tuple[LinkRecord, ...]

    @model_validator(mode="after")
    def _every_sector_named(self) -> Self:
        named = {one.code for one in self.sectors}
        used = {sector for link in self.links for sector in (link.made_in, *(user.sector for user in link.users))}
        if used - named:
            raise ValueError(
                f"every industry used has its name under sectors; missing: {', '.join(sorted(used - named))}"
            )
        return self


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the table whose industries it names."""

    record: LinkRecord
    sectors_of: str
    sector_names: Mapping[str, Names]

    def called(self, sector: str, lang: Language) -> str:
        """An industry by its code and its name."""
        name = self.sector_names[sector].best(lang)
        return f"{name}({sector})" if lang == "ko" else f"{name} ({sector})"


class Links:
    """Every link by item, as known at an instant."""

    def __init__(self, links: Mapping[str, Link], known_of: Callable[[CitedRecord], datetime]) -> None:
        self._by_item = dict(links)
        self._known_of = known_of

    @classmethod
    def read(
        cls,
        files: Mapping[str, str],
        zone: ZoneInfo,
        known_of: Callable[[CitedRecord], datetime],
        items: Collection[str],
    ) -> Self:
        """Read every YAML file under `impact/uses/`; an item that is not declared is refused."""
        found: list[Link] = []
        for name, text in sorted(files.items()):
            if name.startswith(FOLDER) and name.endswith(".yaml"):
                file = parse_record(text, name, LinksFile, zone=zone)
                called = {one.code: one.names for one in file.sectors}
                found += [Link(record, file.sectors_of, called) for record in file.links]
        records = [link.record for link in found]
        unique_records("link", ((identity, one) for one in records for identity in (one.id, one.item)))
        for record in records:
            _require_declared(record, items)
            known_of(record)
        return cls({link.record.item: link for link in found}, known_of)

    def of(self, item: str, known: datetime) -> Link | None:
        """The link of an item that was known by then; None where there was none."""
        link = self._by_item.get(item)
        return link if link is not None and self._known_of(link.record) <= known else None

    def __iter__(self) -> Iterator[Link]:
        return iter(self._by_item.values())

    def __len__(self) -> int:
        return len(self._by_item)


def _require_declared(record: LinkRecord, items: Collection[str]) -> None:
    if record.item not in items:
        near = unknown_key("item", record.item, items)
        raise ContentError(
            f"The link '{record.id}' is for '{record.item}', which is not declared",
            place=record.place,
            expected="the key of a declared item",
            found=record.item,
            remedy=near.remedy,
        )
