"""The publications that facts cite, and from which instant a fact was public (Convention T2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Literal, Self
from zoneinfo import ZoneInfo

from gwanje.evidence.countries import read_home_country
from gwanje.foundation.citations import CitedRecord, Reference
from gwanje.foundation.content import parse_records, unique_records
from gwanje.foundation.errors import ContentError, unknown_key

KnownBasis = Literal["stated", "published", "compiled"]
"""Why a fact counts as known: a day stated beside it, its earliest dated source, or the day content was compiled."""


@dataclass(frozen=True, slots=True)
class References:
    """Every publication of the loaded content, by its key."""

    by_id: Mapping[str, Reference]
    compiled: datetime

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo) -> Self:
        """Read every `references.yaml` of the content; a key that stands twice is refused."""
        paths = [path for path in sorted(files) if path.rsplit("/", 1)[-1] == "references.yaml"]
        every = (one for path in paths for one in parse_records(files[path], path, Reference, zone=zone))
        found = unique_records("reference", ((reference.id, reference) for reference in every))
        return cls(found, read_home_country(files).compiled)

    def joined(self, more: Iterable[Reference]) -> Self:
        """With publications that came otherwise, for example with a reform; the same one told twice counts once."""
        both = dict(self.by_id)
        for reference in more:
            held = both.setdefault(reference.id, reference)
            if held.model_dump() != reference.model_dump():
                raise ContentError(
                    f"The reference '{reference.id}' stands twice and says different things",
                    place=reference.place,
                    expected=f"{held.publisher}, {held.locator or 'no locator'} (at {held.place})",
                    found=f"{reference.publisher}, {reference.locator or 'no locator'}",
                    remedy="Give the new publication a key of its own; keys are never used again",
                )
        return type(self)(both, self.compiled)

    def get(self, key: str, *, place: str = "") -> Reference:
        """One publication; an unknown key is refused, at the place that cites it where that is known."""
        reference = self.by_id.get(key)
        if reference is not None:
            return reference
        if not place:
            raise unknown_key("reference", key, self.by_id)
        near = get_close_matches(key, self.by_id, n=1, cutoff=0.5)
        raise ContentError(
            f"The source '{key}' is not in references.yaml",
            place=place,
            expected="the key of a publication",
            found=key,
            remedy=f"Did you mean '{near[0]}'?" if near else "Add the publication to references.yaml first",
        )

    def published(self, key: str) -> datetime | None:
        """The instant from which a publication was certainly public; None where no day is recorded."""
        return self.get(key).published

    def earliest_published(self, keys: Iterable[str], *, place: str = "") -> datetime | None:
        """The earliest dated publication among several; None where none has a day."""
        days = [self.get(key, place=place).published for key in keys]
        return min((day for day in days if day is not None), default=None)

    def known_of(self, record: CitedRecord) -> datetime:
        """The earliest instant for which there is evidence that this was public."""
        return self._known(record)[0]

    def known_basis(self, record: CitedRecord) -> KnownBasis:
        """Which evidence `known_of` rests on."""
        return self._known(record)[1]

    def _known(self, record: CitedRecord) -> tuple[datetime, KnownBasis]:
        if record.known is not None:
            return record.known, "stated"
        earliest = self.earliest_published(record.sources, place=record.place)
        return (self.compiled, "compiled") if earliest is None else (earliest, "published")

    def check(self, record: CitedRecord) -> None:
        """Refuse a record that cites a publication nobody recorded."""
        for key in record.sources:
            self.get(key, place=record.place or "a record made in memory")

    def rests_on_weak_sources_only(self, record: CitedRecord) -> bool:
        """Whether every source of a record is marked weak."""
        return all(self.get(key).weak for key in record.sources)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)
