"""What a reform says: ordered, dated, typed events, each with exactly one verb; keys: `docs/content.md`."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord, Reference
from gwanje.foundation.content import Record
from gwanje.foundation.endings import Ending
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant
from gwanje.foundation.names import Names
from gwanje.registry.content.records import Children, MandateRecord, NotReported, Parent, UnitRecord
from gwanje.registry.scopes import WHOLE, Scope

UnknownDay = Literal["not known"]


class Change(CitedRecord):
    """What every event of a reform carries; sources and known are the reform's unless the event has its own."""

    fact: OpaqueId | Literal[""] = Field(
        default="", description="id of the event; by default the reform's id and its place"
    )
    also: tuple[OpaqueId, ...] = ()
    sources: tuple[OpaqueId, ...] = ()
    effective: ValidInstant | UnknownDay | None = Field(default=None, union_mode="left_to_right")
    not_later_than: ValidInstant | None = Field(default=None, description="the day is not known, but by then it was so")


class Establish(Change):
    """A unit comes into being; one that is set up for a time says until when."""

    unit: OpaqueId
    rank: Key
    parent: Parent
    names: Names
    predecessor: OpaqueId | NotReported | None = None
    until: Ending | None = None
    children: Children | None = None


class Rename(Change):
    """A unit, or every unit whose name follows a pattern, takes another name."""

    unit: OpaqueId
    names: Names
    pattern: str = ""


class Move(Change):
    """A unit hangs under another one; what it holds stays with it."""

    unit: OpaqueId
    origin: Parent = Field(alias="from")
    to: Parent


class ChangeKind(Change):
    """A unit becomes a unit of another kind: upgraded, downgraded, made permanent, or of another class."""

    unit: OpaqueId
    origin: Key = Field(alias="from")
    to: Key
    names: Names | None = None


class Successor(Record):
    """The unit that several become, or one of those that one becomes; without a rank it must exist already."""

    unit: OpaqueId
    rank: Key | None = None
    parent: Parent | None = None
    names: Names | None = None
    children: Children | None = None

    @model_validator(mode="after")
    def _new_or_not(self) -> "Successor":
        if (self.rank is None) != (self.parent is None) or (self.rank is None) != (self.names is None):
            raise ValueError("a new unit has rank, parent and names; one that exists already has none of them here")
        return self


class MergeUnits(Change):
    """Two units or more become one; it takes over their affairs, their units and their posts."""

    units: tuple[OpaqueId, ...] = Field(min_length=2)
    into: Successor


class Share(Successor):
    """One successor of a split, and what it takes over."""

    mandates: tuple[OpaqueId | Key, ...] = ()
    units: tuple[OpaqueId, ...] = ()
    posts: int | None = Field(default=None, ge=0)


class SplitUnit(Change):
    """One unit becomes two or more; each of its affairs and units goes to exactly one of them."""

    unit: OpaqueId
    into: tuple[Share, ...] = Field(min_length=2)


class Abolish(Change):
    """A unit ends; whatever it held has gone elsewhere by then."""

    unit: OpaqueId
    successors: tuple[OpaqueId, ...] = ()


class ExtendTerm(Change):
    """A unit that is set up for a time runs on."""

    unit: OpaqueId
    until: Ending


class Transfer(Change):
    """One mandate or several go to a unit, whole or in part; several going to one are merged there."""

    mandates: tuple[OpaqueId | Key, ...] = Field(min_length=1)
    origin: OpaqueId | Literal["dispersed", "not reported", "none"] = Field(alias="from")
    to: OpaqueId
    inner: OpaqueId | NotReported | None = None
    cooperating: tuple[OpaqueId, ...] | NotReported = "not reported"
    derived: str = ""
    scope: Key = WHOLE
    scheme: Key | None = None
    item: Key | None = None
    overlap_days: int | None = Field(
        default=None, ge=0, le=365, description="how long the former lead may still look in"
    )

    @property
    def about(self) -> Scope:
        """The part, scheme and item that go."""
        return Scope(self.scope, self.scheme or "", self.item or "")


class Delegate(Change):
    """Deciding passes to another unit or post for a time; the lead and the responsibility stay where they are."""

    mandates: tuple[OpaqueId | Key, ...] = Field(min_length=1)
    origin: OpaqueId = Field(alias="from")
    to: OpaqueId
    form: Key = Field(description="how: a key of the country's delegations")
    until: Ending | None = None
    scope: Key = WHOLE
    scheme: Key | None = None
    item: Key | None = None

    @property
    def about(self) -> Scope:
        """The part, scheme and item that are delegated."""
        return Scope(self.scope, self.scheme or "", self.item or "")


class PostChange(Change):
    """Posts added or taken away, as announced and as listed; the two need not agree, then a claim says so."""

    unit: OpaqueId
    announced: int | None = None
    director_level: int = 0
    by_kind: dict[Key, int] = Field(default_factory=dict)
    listed_before: int | None = Field(default=None, ge=0)
    listed_after: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _says_something(self) -> "PostChange":
        if self.announced is None and (self.listed_before is None or self.listed_after is None):
            raise ValueError("a change of posts says how many were announced, or how many are listed before and after")
        return self

    @property
    def listed(self) -> int | None:
        """The difference of the two lists."""
        if self.listed_before is None or self.listed_after is None:
            return None
        return self.listed_after - self.listed_before


class MovePosts(Change):
    """Posts go from one unit to another; none is made and none is lost."""

    origin: OpaqueId | NotReported = Field(alias="from")
    to: OpaqueId | NotReported
    posts: int = Field(gt=0)
    by_kind: dict[Key, int] = Field(default_factory=dict)
    derived: str = ""

    @model_validator(mode="after")
    def _one_side_is_named(self) -> "MovePosts":
        if self.origin == self.to:
            raise ValueError("posts move between two different units, at least one of them named")
        return self


class FinaliseNames(Change):
    """Provisional names become official ones: each with its final text, or, before it is known, as an event to come."""

    units: tuple[OpaqueId, ...] | Literal["all"] = "all"
    names: dict[OpaqueId, Names] = Field(default_factory=dict)


class Correct(Change):
    """An earlier event was recorded wrongly: from its known time on, what it said is replaced, or taken back."""

    corrects: OpaqueId
    instead: "Event | None" = None


class Event(Record):
    """One entry of a reform: exactly one verb."""

    establish: Establish | None = None
    rename: Rename | None = None
    move: Move | None = None
    merge_units: MergeUnits | None = None
    split_unit: SplitUnit | None = None
    abolish: Abolish | None = None
    upgrade: ChangeKind | None = None
    downgrade: ChangeKind | None = None
    make_permanent: ChangeKind | None = None
    change_class: ChangeKind | None = None
    extend_term: ExtendTerm | None = None
    end_term: Abolish | None = None
    transfer: Transfer | None = None
    merge: Transfer | None = None
    delegate: Delegate | None = None
    change_posts: PostChange | None = None
    move_posts: MovePosts | None = None
    finalise_names: FinaliseNames | None = None
    correct: Correct | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> "Event":
        if len(self._given()) != 1:
            raise ValueError(f"an event has exactly one verb, this one has {len(self._given())}")
        return self

    def _given(self) -> list[str]:
        return [verb for verb in type(self).model_fields if getattr(self, verb) is not None]

    @cached_property
    def verb(self) -> str:
        """What the event does."""
        return self._given()[0]

    @property
    def change(self) -> Change:
        """The event's values."""
        value: Change = getattr(self, self.verb)
        return value


Correct.model_rebuild()


class Basis(Record):
    """The legal act a reform rests on."""

    act: str
    act_ko: str = Field(default="", description="the act in Korean; without it the act is shown as it is")
    decided: ValidInstant | NotReported = Field(union_mode="left_to_right")


class Posts(Record):
    """Posts as the reform was announced; the claims are the disagreements about them."""

    total: int
    director_level: int = 0
    claims: tuple[OpaqueId, ...] = ()


class ClassCount(Record):
    """How many units of one kind there were before and after, as a source lists them."""

    kind: Key
    before: int = Field(ge=0)
    after: int = Field(ge=0)


class Counts(CitedRecord):
    """The units of a ministry by kind, before and after, as a source lists them."""

    unit: OpaqueId
    sources: tuple[OpaqueId, ...] = ()
    classes: tuple[ClassCount, ...] = Field(min_length=1)


class ReformRecord(CitedRecord):
    """A dated transaction that moves mandates and units: ordered, typed, cited events.

    A reform that is entered on its own brings the publications it cites, and the affairs and units it speaks of that
    nobody declared before.
    """

    id: OpaqueId
    names: Names
    effective: ValidInstant | UnknownDay = Field(union_mode="left_to_right")
    basis: Basis
    events: tuple[Event, ...] = Field(min_length=1)
    posts: Posts | None = None
    counts: Counts | None = None
    references: tuple[Reference, ...] = ()
    units: tuple[UnitRecord, ...] = ()
    mandates: tuple[MandateRecord, ...] = ()
    disagreements: tuple[dict[str, Any], ...] = Field(default=(), description="claims, in the format of claims.yaml")

    def cited(self) -> Iterator[tuple[str, str]]:
        """Every publication and claim it rests on, those of its units and affairs included, each with its place."""
        records: list[CitedRecord] = [self, *(event.change for event in self.events)]
        records += [one.correct.instead.change for one in self.events if one.correct and one.correct.instead]
        records += [self.counts] if self.counts is not None else []
        records += [said for unit in self.units for said in unit.before]
        records += [held for mandate in self.mandates for held in mandate.before]
        for record in records:
            yield from ((cited, record.place) for cited in (*record.sources, *record.claims))
        if self.posts is not None:
            yield from ((claim, self.posts.place) for claim in self.posts.claims)
