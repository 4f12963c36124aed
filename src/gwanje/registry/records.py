"""What content says about units, mandates and reforms; `docs/content.md` describes each key.

A value nobody reports is written `not reported`, never left out: a field that is left out says nothing at all.
"""

from typing import Any, Literal

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant
from gwanje.foundation.names import Names

NotReported = Literal["not reported"]
WHOLE: Key = "whole"
"""The scope of a mandate that is not divided."""


class KindRecord(Record):
    """A kind of unit, with the level it stands at and its rank: a greater rank is a higher class."""

    key: Key
    names: Names
    level: str
    rank: int
    temporary: bool = False


class Parent(Record):
    """Where a unit hangs: under a unit, under none, or not reported though within some unit."""

    state: Literal["unit", "none", "not reported"] = "unit"
    unit: OpaqueId | None = None
    within: OpaqueId | None = Field(default=None, description="the nearest unit above that is known")
    missing_level: str = Field(default="", description="which level of the chain nobody reports")
    status: Literal["reported", "derived", "assumed"] = "reported"
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"state": value} if value in {"none", "not reported"} else {"unit": value}
        if isinstance(value, dict) and "within" in value and "state" not in value:
            return {**value, "state": "not reported"}
        return value

    @model_validator(mode="after")
    def _unit_matches_state(self) -> "Parent":
        if (self.state == "unit") != (self.unit is not None):
            raise ValueError("a parent names a unit, or says 'none' or 'not reported'")
        return self

    @property
    def upward(self) -> str | None:
        """The next unit above that is known, across a gap if need be."""
        return self.unit or self.within


class UnitStatement(CitedRecord):
    """What sources say a unit was, from a day on; a start that is not known is attested from its earliest evidence."""

    since: ValidInstant | None = None
    attested: ValidInstant | None = None
    kind: Key | None = None
    parent: Parent | None = None
    names: Names | None = None


class Children(Record):
    """How complete the list of a unit's children is, level by level."""

    complete: tuple[str, ...] = ()
    incomplete: bool = True
    note: str = ""


class UnitRecord(Record):
    """A unit: an opaque id, and what was true of it before the reforms in content; an empty list is a unit to come."""

    id: OpaqueId
    before: tuple[UnitStatement, ...] = ()
    children: Children = Children()
    note: str = ""


class Holding(CitedRecord):
    """Who held a mandate, in one of four states."""

    since: ValidInstant | None = None
    attested: ValidInstant | None = None
    state: Literal["held", "dispersed", "not reported", "none"] = "held"
    lead: OpaqueId | None = None
    inner: OpaqueId | NotReported | None = Field(
        default=None, description="the unit within the lead that does the work"
    )
    units: tuple[OpaqueId, ...] = Field(default=(), description="the units of a dispersed mandate, as far as named")
    incomplete: bool = Field(default=False, description="there were more units than those named")
    cooperating: tuple[OpaqueId, ...] | NotReported = "not reported"
    derived: str = Field(default="", description="why the lead or a cooperating unit is an inference")
    scope: Key = WHOLE

    @model_validator(mode="after")
    def _lead_matches_state(self) -> "Holding":
        if (self.state == "held") != (self.lead is not None):
            raise ValueError("a held mandate names its lead, and only a held one does")
        if self.units and self.state != "dispersed":
            raise ValueError("only a dispersed mandate lists its units; a held one has a lead and cooperating units")
        return self


class MandateRecord(Record):
    """An affair that outlives the units holding it."""

    id: OpaqueId
    key: Key
    names: Names
    before: tuple[Holding, ...] = Field(min_length=1)
    note: str = ""


class Change(CitedRecord):
    """What every event of a reform carries; sources and known are the reform's unless the event has its own."""

    fact: OpaqueId
    also: tuple[OpaqueId, ...] = ()
    sources: tuple[OpaqueId, ...] = ()
    effective: ValidInstant | Literal["not known"] | None = Field(default=None, union_mode="left_to_right")
    not_later_than: ValidInstant | None = Field(default=None, description="the day is not known, but by then it was so")


class Establish(Change):
    """A unit comes into being."""

    unit: OpaqueId
    rank: Key
    parent: Parent
    names: Names
    predecessor: OpaqueId | NotReported | None = None


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


class Transfer(Change):
    """One mandate or several go to a unit; several going to one are merged there."""

    mandates: tuple[OpaqueId, ...] = Field(min_length=1)
    origin: OpaqueId | Literal["dispersed", "not reported", "none"] = Field(alias="from")
    to: OpaqueId
    inner: OpaqueId | NotReported | None = None
    cooperating: tuple[OpaqueId, ...] | NotReported = "not reported"
    derived: str = ""
    scope: Key = WHOLE


class PostChange(Change):
    """Posts added or taken away, as announced and as listed; the two need not agree, then a claim says so."""

    unit: OpaqueId
    announced: int
    director_level: int = 0
    listed_before: int | None = None
    listed_after: int | None = None


class FinaliseNames(Change):
    """Provisional names become official ones."""

    units: tuple[OpaqueId, ...] | Literal["all"] = "all"


class Event(Record):
    """One entry of a reform: exactly one verb."""

    establish: Establish | None = None
    rename: Rename | None = None
    move: Move | None = None
    upgrade: ChangeKind | None = None
    downgrade: ChangeKind | None = None
    make_permanent: ChangeKind | None = None
    change_class: ChangeKind | None = None
    transfer: Transfer | None = None
    merge: Transfer | None = None
    change_posts: PostChange | None = None
    finalise_names: FinaliseNames | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> "Event":
        if len(self._given()) != 1:
            raise ValueError(f"an event has exactly one verb, this one has {len(self._given())}")
        return self

    def _given(self) -> list[str]:
        return [verb for verb in type(self).model_fields if getattr(self, verb) is not None]

    @property
    def verb(self) -> str:
        """What the event does."""
        return self._given()[0]

    @property
    def change(self) -> Change:
        """The event's values."""
        value: Change = getattr(self, self.verb)
        return value


class Basis(Record):
    """The legal act a reform rests on."""

    act: str
    decided: ValidInstant


class Posts(Record):
    """Posts as the reform was announced; the claims are the disagreements about them."""

    total: int
    director_level: int = 0
    claims: tuple[OpaqueId, ...] = ()


class ReformRecord(CitedRecord):
    """A dated transaction that moves mandates and units: ordered, typed, cited events."""

    id: OpaqueId
    names: Names
    effective: ValidInstant | Literal["not known"] = Field(union_mode="left_to_right")
    basis: Basis
    events: tuple[Event, ...] = Field(min_length=1)
    posts: Posts | None = None


class RouteRecord(Record):
    """Which mandate facts and items go to; `*` at the end of a fact id stands for the rest of it."""

    facts: tuple[str, ...] = ()
    items: tuple[Key, ...] = ()
    mandate: Key | Literal["not known"] = Field(union_mode="left_to_right")
    basis: Literal["derived", "reported"] = "derived"
    note: str = ""
