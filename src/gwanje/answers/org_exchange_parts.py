"""The parts of the organisation as other programs take it: names, parents, kinds, units, affairs, reforms; each frozen."""

from datetime import datetime
from typing import Any, Literal

from gwanje.answers.answer import Plain
from gwanje.foundation.citations import FactStatus
from gwanje.foundation.endings import Ending
from gwanje.foundation.names import NameLanguage, Names, NameStatus

Json = dict[str, Any]
ParentState = Literal["unit", "none", "not_reported", "not_known"]
NameUse = Literal["current", "former", "coming", "last"]


class UsedName(Plain):
    """One name in one language; no start means that the start is not known. `last`: borne when the unit ended."""

    lang: NameLanguage
    text: str
    status: NameStatus
    use: NameUse
    start: datetime | None = None
    end: datetime | None = None
    note: str = ""


class UnitParent(Plain):
    """Where a unit hangs: under a unit, under none, not reported (though within some unit), or not known."""

    state: ParentState
    unit: str | None = None
    within: str | None = None
    missing_level: str = ""
    status: Literal["reported", "derived", "assumed"] = "reported"
    note: str = ""
    planned: bool = False


class UnitKind(Plain):
    """A kind of unit; the rank is None where a file that came in does not carry it."""

    key: str
    names: Names
    level: str
    temporary: bool = False
    rank: int | None = None
    desk: bool = False


class ExchangeUnit(Plain):
    """One unit. Beside those that exist: those that have ended, and those something else names, with their state.

    `ended_by` is the fact id of what ended it, `successors` who followed; `term` is until when a temporary unit runs.
    """

    id: str
    state: str
    names: tuple[UsedName, ...]
    kind: str
    level: str
    parent: UnitParent
    since: datetime | None
    planned: bool = False
    term: Ending | None = None
    term_state: str = "none"
    ended: datetime | None = None
    ended_by: str = ""
    successors: tuple[str, ...] = ()
    complete_levels: tuple[str, ...] = ()
    incomplete: bool = True
    status: FactStatus = "reported"
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def current(self, lang: NameLanguage) -> UsedName | None:
        """The name used at the instant asked about, else one already public, or the last of one that ended; None: missing."""
        return next((one for one in self.names if one.lang == lang and one.use != "former"), None)


class ExchangeAffair(Plain):
    """Who holds an affair, or one scope of it; `cooperating` None means that no source names cooperating units."""

    id: str
    key: str
    names: Names
    scope: str
    part_names: Names = Names()
    scheme: str = ""
    item: str = ""
    state: str
    lead: str | None = None
    inner: str | None = None
    inner_not_reported: bool = False
    cooperating: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    incomplete: bool = False
    since: datetime | None = None
    planned: bool = False
    status: FactStatus = "reported"
    facts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[Json, ...] = ()

    @property
    def whole_key(self) -> str:
        """The id with its scope: what tells two holdings of one affair apart."""
        more = [part for part in (self.scheme, self.item) if part]
        return ":".join([self.id, self.scope, *more])


class ExchangeDelegation(Plain):
    """Who decides in place of whom, a unit or a post; `ends` are the instants at which it may be over, none: no end told."""

    affair: str
    scope: str
    scheme: str = ""
    item: str = ""
    origin: str
    to: str
    posts: tuple[str, ...] = ()
    form: Names
    since: datetime
    ends: tuple[datetime, ...] = ()
    state: str
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def whole_key(self) -> str:
        """What tells two delegations apart."""
        more = [part for part in (self.scheme, self.item) if part]
        return ":".join([self.affair, self.scope, *more])


class ExchangeSeat(Plain):
    """A person on a post; `term` says whether the term is running, or over by one reading or by every one."""

    person: str
    names: Names
    role: Literal["holder", "acting", "deputy"]
    term: str = "running"


class ExchangePost(Plain):
    """A post and the affairs it works on: `FN-04`, or `FN-04:part:scheme:item`."""

    id: str
    unit: str
    names: Names
    kind: str = ""
    head: bool = False
    contact: str = ""
    duties: tuple[str, ...] = ()
    seats: tuple[ExchangeSeat, ...] = ()
    sources: tuple[str, ...] = ()


class ExchangeEvent(Plain):
    """One event of a reform, in words; of the units it is about, those that begin or end with it, and who follows them."""

    id: str
    verb: str
    words: Json
    effective: datetime | None
    day_is_exact: bool
    state: str
    units: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    successors: tuple[str, ...] = ()
    affairs: tuple[str, ...]
    status: FactStatus
    facts: tuple[str, ...]
    sources: tuple[str, ...]


class ExchangeReform(Plain):
    """One public reform, and what became of the units it names; `decided` None: no source reports the day of the act."""

    id: str
    names: Names
    act: str
    decided: datetime | None
    effective: datetime | None
    day_is_exact: bool
    state: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    renamed: tuple[str, ...]
    moved: tuple[str, ...]
    changed: tuple[str, ...]
    affairs: tuple[str, ...]
    events: tuple[ExchangeEvent, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
