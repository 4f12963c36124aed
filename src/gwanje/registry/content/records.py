"""What content says about units and mandates; `docs/content.md` describes each key. Reforms: `events`.

A value nobody reports is written `not reported`, never left out: a field that is left out says nothing at all.
"""

from typing import Any, Literal

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.endings import Ending
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant
from gwanje.foundation.names import Names
from gwanje.registry.scopes import WHOLE, Scope

NotReported = Literal["not reported"]


class KindRecord(Record):
    """A kind of unit, with the level it stands at and its rank: a greater rank is a higher class."""

    key: Key
    names: Names
    level: str
    rank: int
    temporary: bool = False
    desk: bool = Field(default=False, description="whether single cases are worked on at this level")


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
    term: Ending | None = Field(default=None, description="until when a unit set up for a time runs")


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
    note_ko: str = ""


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
    scope: Key = Field(default=WHOLE, description="the part of the mandate")
    scheme: Key | None = Field(default=None, description="only under this scheme")
    item: Key | None = Field(default=None, description="only for this item")

    @property
    def about(self) -> Scope:
        """The part, scheme and item together."""
        return Scope(self.scope, self.scheme or "", self.item or "")

    @property
    def partners(self) -> tuple[str, ...]:
        """The cooperating units, none where nobody reports them."""
        return self.cooperating if isinstance(self.cooperating, tuple) else ()

    @property
    def named_units(self) -> tuple[str, ...]:
        """Every unit that has a part in it."""
        named = (self.lead, self.inner, *self.units, *self.partners)
        return tuple(dict.fromkeys(unit for unit in named if unit is not None and unit != "not reported"))

    @model_validator(mode="after")
    def _lead_matches_state(self) -> "Holding":
        if (self.state == "held") != (self.lead is not None):
            raise ValueError("a held mandate names its lead, and only a held one does")
        if self.units and self.state != "dispersed":
            raise ValueError("only a dispersed mandate lists its units; a held one has a lead and cooperating units")
        return self


class PartRecord(Record):
    """A named part of an affair that may go to another unit than the rest."""

    key: Key
    names: Names


class MandateRecord(Record):
    """An affair that outlives the units holding it."""

    id: OpaqueId
    key: Key
    names: Names
    parts: tuple[PartRecord, ...] = ()
    before: tuple[Holding, ...] = Field(min_length=1)
    note: str = ""


class RouteRecord(Record):
    """Which mandate facts and items go to; `*` at the end of a fact id stands for the rest of it."""

    facts: tuple[str, ...] = ()
    items: tuple[Key, ...] = ()
    mandate: Key | Literal["not known"] = Field(union_mode="left_to_right")
    basis: Literal["derived", "reported"] = "derived"
    note: str = ""


class DelegationRecord(Record):
    """A form in which deciding may be passed on, as the country calls it: standing, or in a superior's absence."""

    key: Key
    names: Names
    needs_end: bool = Field(default=False, description="whether it is always for a time")


class AccessRecord(Record):
    """How long the former lead of a transferred affair may still look in, unless the transfer says otherwise."""

    overlap_days: int = Field(default=30, ge=0, le=365)
    because: str = "house rule, from no source"
