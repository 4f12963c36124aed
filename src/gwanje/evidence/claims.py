"""The claims ledger: where sources disagree both sides stay, and what is adopted says why (Convention S1)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, field_validator, model_validator

from gwanje.evidence.facts import Statement
from gwanje.evidence.references import References
from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import OpaqueId
from gwanje.foundation.instants import KnownInstant
from gwanje.foundation.markings import Marking, MarkingWord

Adopted = Literal["A", "B", "none"]
_KNOWN = "explicit known instant; default: the later of the two sides' earliest dated sources"


class Side(Record):
    """What one side says and who carries it."""

    statement: Statement
    sources: tuple[OpaqueId, ...] = ()
    carried_by: Statement | None = Field(default=None, description="who says it, where no publication is recorded")
    derived: bool = Field(default=False, description="arithmetic done here on a sourced figure")

    @model_validator(mode="after")
    def _somebody_says_it(self) -> Self:
        if not self.sources and self.carried_by is None:
            raise ValueError("a side names its sources, or in carried_by who says it")
        return self


class Claim(Record):
    """One disagreement between sources."""

    id: OpaqueId
    about: Statement
    a: Side
    b: Side
    adopted: Adopted
    adopted_on: date | None = None
    why: Statement
    status: Literal["conflicting", "settled"] = "conflicting"
    known: KnownInstant | None = Field(default=None, description=_KNOWN)
    marking: MarkingWord = Marking.PUBLIC
    note: str = ""

    @field_validator("adopted_on", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return date.fromisoformat(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _adoption_is_dated(self) -> Self:
        if (self.adopted == "none") != (self.adopted_on is None):
            raise ValueError("adopted_on goes with an adopted side, and only with one")
        return self

    @property
    def chosen(self) -> Side | None:
        """The adopted side; None where both stand."""
        return {"A": self.a, "B": self.b, "none": None}[self.adopted]


class _Telling(Record):
    """A file of another kind that brings disagreements with it; whatever else it says is read elsewhere."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    disagreements: tuple[Claim, ...] = ()


def disagreements_in(text: str, name: str, zone: ZoneInfo) -> tuple[Claim, ...]:
    """The disagreements a file brings under the key `disagreements`, each with its line."""
    return parse_record(text, name, _Telling, zone=zone).disagreements


@dataclass(frozen=True, slots=True)
class Claims:
    """Every disagreement of the loaded content."""

    by_id: Mapping[str, Claim]
    references: References

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo, references: References) -> Self:
        """Read claims.yaml; unknown sources and repeated ids are refused; content without it has none."""
        every = parse_records(files.get("claims.yaml", ""), "claims.yaml", Claim, zone=zone)
        for claim in every:
            for source in (*claim.a.sources, *claim.b.sources):
                references.get(source, place=claim.place)
        return cls(unique_records("claim", ((claim.id, claim) for claim in every)), references)

    def joined(self, more: Iterable[Claim], references: References) -> Self:
        """With disagreements that came otherwise, for example with a reform; unknown sources are refused."""
        both = dict(self.by_id)
        for claim in more:
            for source in (*claim.a.sources, *claim.b.sources):
                references.get(source, place=claim.place)
            if both.setdefault(claim.id, claim).model_dump() != claim.model_dump():
                raise ContentError(
                    f"The claim '{claim.id}' stands twice and says different things",
                    place=claim.place,
                    expected=f"what stands at {both[claim.id].place}",
                    found="another text",
                    remedy="Give the new disagreement an id of its own; ids are never used again",
                )
        return type(self)(both, references)

    def get(self, claim_id: str) -> Claim:
        """One disagreement; an unknown id is refused."""
        if claim_id not in self.by_id:
            raise unknown_key("claim", claim_id, self.by_id)
        return self.by_id[claim_id]

    def known_of(self, claim: Claim) -> datetime:
        """From when the disagreement could be seen: when both sides were public."""
        if claim.known is not None:
            return claim.known
        days = [self.references.earliest_published(side.sources, place=claim.place) for side in (claim.a, claim.b)]
        return max(self.references.compiled if day is None else day for day in days)

    def known_by(self, known: datetime) -> tuple[Claim, ...]:
        """The disagreements visible at an instant, in the order of their ids."""
        return tuple(claim for claim in self if self.known_of(claim) <= known)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)


class Unknown(Record):
    """Something that is not known and must not be claimed; it needs no source, only honesty."""

    id: OpaqueId
    statement: Statement
    concerns: tuple[OpaqueId, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What the loaded content knows that it does not know."""

    by_id: Mapping[str, Unknown]

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read unknowns.yaml; content without it claims no list of its gaps."""
        records = parse_records(files.get("unknowns.yaml", ""), "unknowns.yaml", Unknown)
        return cls(unique_records("gap", ((record.id, record) for record in records)))

    def about(self, record_id: str) -> tuple[Unknown, ...]:
        """The gaps that concern a fact, a measure, a pause or a claim."""
        return tuple(unknown for unknown in self if record_id in unknown.concerns)

    def __iter__(self) -> Iterator[Unknown]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)
