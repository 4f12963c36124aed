"""What content or a local file says about posts and who sits on them: dated facts of their own, apart from reforms."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord, Reference
from gwanje.foundation.content import Record
from gwanje.foundation.endings import Ending
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant
from gwanje.foundation.names import Names
from gwanje.registry.scopes import WHOLE, Scope

_Cited = TypeVar("_Cited", bound=CitedRecord)


class Duty(Record):
    """An affair a post works on, whole or in part."""

    mandate: Key | OpaqueId
    scope: Key = WHOLE
    scheme: Key | None = None
    item: Key | None = None

    @property
    def about(self) -> Scope:
        """The part, scheme and item."""
        return Scope(self.scope, self.scheme or "", self.item or "")


class PostStatement(CitedRecord):
    """What a post was, from a day on: the unit it belongs to, its title, its affairs, how to reach it."""

    since: ValidInstant | None = None
    attested: ValidInstant | None = None
    unit: OpaqueId
    names: Names
    kind: Key | None = None
    head: bool = Field(default=False, description="whether it heads the unit")
    duties: tuple[Duty, ...] = ()
    contact: str = Field(default="", description="a mailbox or telephone of the post, not of a person")


class PostRecord(Record):
    """A post: an opaque id, and what was said of it."""

    id: OpaqueId
    before: tuple[PostStatement, ...] = Field(min_length=1)


class AssignmentRecord(CitedRecord):
    """Who sits on a post, since when and until when, as its holder, as its deputy, or acting for it."""

    person: OpaqueId
    names: Names | None = None
    post: OpaqueId
    role: Literal["holder", "deputy", "acting"] = "holder"
    since: ValidInstant | None = None
    attested: ValidInstant | None = None
    until: Ending | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.since is not None and self.attested is not None:
            raise ValueError("an assignment begins on a known day (since) or is first attested on one, not both")
        return self


class PersonnelFile(Record):
    """Posts and assignments, as one file brings them."""

    posts: tuple[PostRecord, ...] = ()
    assignments: tuple[AssignmentRecord, ...] = ()
    references: tuple[Reference, ...] = ()

    def known_when_entered(self, at: datetime, published: Mapping[str, datetime | None]) -> Self:
        """The same; what states no known day and rests on no dated publication is known from when it was entered."""
        days = {**published, **{one.id: one.published for one in self.references}}

        def dated(record: _Cited) -> _Cited:
            is_dated = record.known is not None or any(days.get(source) is not None for source in record.sources)
            return record if is_dated else record.model_copy(update={"known": at})

        posts = tuple(
            one.model_copy(update={"before": tuple(dated(said) for said in one.before)}) for one in self.posts
        )
        return self.model_copy(update={"posts": posts, "assignments": tuple(dated(one) for one in self.assignments)})

    def cited(self) -> Iterator[tuple[str, str]]:
        """Every publication and claim it rests on, each with its place."""
        records: list[CitedRecord] = [*self.assignments, *(said for post in self.posts for said in post.before)]
        for record in records:
            yield from ((cited, record.place) for cited in (*record.sources, *record.claims))
