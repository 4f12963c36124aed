"""What people did about alert levels: proposed, consulted, adopted, declined, extended; plain values, in their order.

The machine proposes and never decides. These acts are what a tower adds to the steps that sources report.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar

from gwanje.watch.act_payloads import act_model
from gwanje.watch.levels import LevelStep

ENTRY = "entry-"
"""Before the number of an act: the id of the step that it makes."""


@dataclass(frozen=True, slots=True)
class StationPassed:
    """One station of the approval line: who stood there, when, on what he had seen, or why it was passed by."""

    station: str
    by: str
    at: datetime
    seen: int
    unit: str = ""
    says: str = ""
    waived: bool = False


@dataclass(frozen=True, slots=True)
class _Act:
    """What every act carries; `number` is its place in the journal, 0 before it has one."""

    scheme: str
    resource: str
    by: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class LevelProposed(_Act):
    """A draft: the readings that were given, what the criteria said to them, and the level they propose, if any.

    `beside`: what was measured of its items and decides nothing.
    """

    kind: ClassVar[str] = "level-proposed"
    level: str = ""
    outcome: str = "not_checkable"
    at_least: bool = False
    current: tuple[str, ...] = ()
    readings: tuple[Mapping[str, Any], ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    unit: str = ""
    beside: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class LevelConsulted(_Act):
    """What an office that was consulted says to a proposal."""

    kind: ClassVar[str] = "level-consulted"
    proposal: int = 0
    says: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LevelAdopted(_Act):
    """A level as a person adopted it, up, down or kept, with the line it passed and the reason where it overrides."""

    kind: ClassVar[str] = "level-adopted"
    before: str = ""
    level: str = ""
    effective: datetime | None = None
    until: datetime | None = None
    proposal: int = 0
    proposed: str = ""
    override_reason: str = ""
    note: str = ""
    form: str = ""
    line: tuple[StationPassed, ...] = ()
    seen: int = 0


@dataclass(frozen=True, slots=True)
class LevelDeclined(_Act):
    """Not raised, because …"""

    kind: ClassVar[str] = "level-declined"
    level: str = ""
    reason: str = ""
    proposal: int = 0
    unit: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class LevelExtended(_Act):
    """The level that holds goes on until another day."""

    kind: ClassVar[str] = "level-extended"
    level: str = ""
    effective: datetime | None = None
    until: datetime | None = None
    reason: str = ""
    line: tuple[StationPassed, ...] = ()
    seen: int = 0


@dataclass(frozen=True, slots=True)
class OwnMeasureEntered(_Act):
    """A measure of one's own country: what, of which kind, whose, from when and until when, and where that stands.

    `under`: the id of the step under which it was taken, adopted here or reported; empty where nobody named one.
    """

    kind: ClassVar[str] = "own-measure-entered"
    measure: str = ""
    what: str = ""
    owner: str = ""
    effective: datetime | None = None
    until: datetime | None = None
    source: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class OwnMeasureEnded(_Act):
    """A measure of one's own country is over before its term: which one, from when, and why."""

    kind: ClassVar[str] = "own-measure-ended"
    measure: str = ""
    effective: datetime | None = None
    reason: str = ""


LevelAct = (
    LevelProposed | LevelConsulted | LevelAdopted | LevelDeclined | LevelExtended | OwnMeasureEntered | OwnMeasureEnded
)
_CLASSES: tuple[type[LevelAct], ...] = (
    LevelProposed,
    LevelConsulted,
    LevelAdopted,
    LevelDeclined,
    LevelExtended,
    OwnMeasureEntered,
    OwnMeasureEnded,
)
_KINDS: dict[str, type[LevelAct]] = {one.kind: one for one in _CLASSES}


def payload_of(act: LevelAct) -> dict[str, Any]:
    """An act as the journal keeps it; its number and instant stand beside the payload."""
    told = {name: _written(value) for name, value in asdict(act).items() if name not in {"number", "at"}}
    return {name: value for name, value in told.items() if value is not None}


def act_from(kind: str, number: int, at: datetime, payload: Mapping[str, Any]) -> LevelAct:
    """An act as it was kept.

    Raises:
        UnavailableError: a later version of gwanje entered a kind of act that this one cannot read.
    """
    model = act_model(_KINDS, kind, number, "levels")
    known = {field.name for field in fields(model)}
    kept = {name: _read(name, value) for name, value in payload.items() if name in known}
    return model(**kept, number=number, at=at)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _written(part) for name, part in value.items()}
    return [_written(part) for part in value] if isinstance(value, tuple | list) else value


def _read(name: str, value: Any) -> Any:
    if name in {"effective", "until"}:
        return datetime.fromisoformat(value)
    if name == "line":
        return tuple(StationPassed(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in value)
    return tuple(value) if isinstance(value, list) else value


def about(acts: Iterable[LevelAct], scheme: str, resource: str, known: datetime) -> tuple[LevelAct, ...]:
    """The acts on one resource of one scheme that had been entered by then."""
    return tuple(act for act in acts if (act.scheme, act.resource) == (scheme, resource) and act.at <= known)


def adopted_steps(acts: Iterable[LevelAct]) -> tuple[LevelStep, ...]:
    """Every adoption and extension as a step of its resource, beside those that sources report.

    Shapes and units:
        acts: in the order in which they were entered. Result: one step for each adoption and extension; a step is known
        from when it was entered, holds from when it takes effect, and until its term where one was given.

    Source:
        Project choice: a step down and an extension are steps like every other (Convention R2).

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> noon = datetime(2030, 5, 1, 12, tzinfo=UTC)
        >>> act = LevelAdopted("alerts", "lagoon", "crew", noon, 7, before="none", level="attention", effective=noon)
        >>> adopted_steps([act])[0].id
        'entry-7'
    """
    return tuple(_steps(acts))


def _steps(acts: Iterable[LevelAct]) -> Iterator[LevelStep]:
    for act in acts:
        if isinstance(act, LevelAdopted | LevelExtended):
            yield LevelStep(
                id=f"{ENTRY}{act.number}",
                scheme=act.scheme,
                resource=act.resource,
                before=act.before if isinstance(act, LevelAdopted) else act.level,
                after=act.level,
                earliest=act.effective or act.at,
                known=act.at,
                ends=(act.until,) if act.until else (),
                order=act.number,
                keeps=isinstance(act, LevelExtended),
            )


def waiting(acts: Iterable[LevelAct]) -> tuple[LevelProposed, ...]:
    """Proposals that nobody has adopted or declined yet.

    Shapes and units:
        acts: in the order in which they were entered. Result: proposals in the same order.

    Source:
        Convention R2: the machine proposes, people decide.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> noon = datetime(2030, 5, 1, 12, tzinfo=UTC)
        >>> draft = LevelProposed("alerts", "lagoon", "crew", noon, 3, level="attention")
        >>> [act.number for act in waiting([draft, LevelDeclined("alerts", "lagoon", "boss", noon, 4, proposal=3)])]
        []
    """
    every = tuple(acts)
    answered = {act.proposal for act in every if isinstance(act, LevelAdopted | LevelDeclined)}
    return tuple(act for act in every if isinstance(act, LevelProposed) and act.number not in answered)


def numbered(act: LevelAct, number: int) -> LevelAct:
    """The same act at its place in the journal."""
    return replace(act, number=number)
