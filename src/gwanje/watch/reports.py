"""Reports of missions, associations and firms: received, looked at by a due instant, linked, closed with an answer.

What people entered is an act (docs/adr/0010); names of people stand in the payload only, which can be erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.instants import day_start
from gwanje.watch.act_payloads import act_as_kept, act_model
from gwanje.watch.intake_rules import ReliabilityGrade, TriageClock

ReportStateKey = Literal["received", "triaged", "linked", "closed"]


@dataclass(frozen=True, slots=True)
class _ReportAct:
    by: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class ReportReceived(_ReportAct):
    """A report as it came in; `reporter` is a person or a firm and is shown to nobody who only lists."""

    kind: ClassVar[str] = "report-received"
    source: str = ""
    grade: str = ""
    items: tuple[str, ...] = ()
    text: str = ""
    marking: str = "internal"
    reporter: str = ""
    subject: str = ""
    message: str = field(default="", metadata={"about": "the id a mail bears"})
    sent: str = ""
    attachments: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def id(self) -> str:
        """What the report is called."""
        return f"RPT-{self.number}"


@dataclass(frozen=True, slots=True)
class ReportTriaged(_ReportAct):
    """Somebody looked at it: what he makes of it, and the grade where he corrects it."""

    kind: ClassVar[str] = "report-triaged"
    report: int = 0
    says: str = ""
    grade: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportLinked(_ReportAct):
    """It belongs to a notice, a measure, another report, a signal."""

    kind: ClassVar[str] = "report-linked"
    report: int = 0
    to: str = ""


@dataclass(frozen=True, slots=True)
class ReportClosed(_ReportAct):
    """Nothing more is done with it; the reporter was told what came of it, or there is a reason why not."""

    kind: ClassVar[str] = "report-closed"
    report: int = 0
    feedback: str = ""
    no_feedback: str = ""


ReportAct = ReportReceived | ReportTriaged | ReportLinked | ReportClosed
_KINDS: dict[str, type[ReportAct]] = {
    one.kind: one for one in (ReportReceived, ReportTriaged, ReportLinked, ReportClosed)
}


def report_payload(act: ReportAct) -> dict[str, Any]:
    """An act as the journal keeps it; number and instant stand beside the payload."""
    told = {name: value for name, value in asdict(act).items() if name not in {"number", "at"}}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def report_act(kind: str, number: int, at: datetime, payload: Mapping[str, Any]) -> ReportAct:
    """An act as it was kept; a kind that only a later version knows is refused."""
    return act_as_kept(act_model(_KINDS, kind, number, "reports"), number, at, payload)


def report_numbered(act: ReportAct, number: int) -> ReportAct:
    """The same act at its place in the journal."""
    return replace(act, number=number)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One report and what became of it."""

    received: ReportReceived
    acts: tuple[ReportTriaged | ReportLinked | ReportClosed, ...] = ()

    @property
    def state(self) -> ReportStateKey:
        """Where it stands."""
        kinds = {type(act) for act in self.acts}
        if ReportClosed in kinds:
            return "closed"
        if ReportLinked in kinds:
            return "linked"
        return "triaged" if ReportTriaged in kinds else "received"

    @property
    def grade(self) -> str:
        """The grade it has now."""
        return next(
            (a.grade for a in reversed(self.acts) if isinstance(a, ReportTriaged) and a.grade), self.received.grade
        )

    @property
    def items(self) -> tuple[str, ...]:
        """The items it concerns, those that triage added included."""
        more = (item for act in self.acts if isinstance(act, ReportTriaged) for item in act.items)
        return tuple(dict.fromkeys((*self.received.items, *more)))

    @property
    def links(self) -> tuple[str, ...]:
        """What it belongs to."""
        return tuple(dict.fromkeys(act.to for act in self.acts if isinstance(act, ReportLinked)))

    @property
    def closed(self) -> ReportClosed | None:
        """How it was closed."""
        return next((act for act in self.acts if isinstance(act, ReportClosed)), None)

    @property
    def last(self) -> int:
        """The number of the last entry on it: what somebody has seen who has seen everything."""
        return max((self.received.number, *(act.number for act in self.acts)))


def report_files(acts: Iterable[ReportAct], known: datetime | None = None) -> tuple[ReportFile, ...]:
    """Every report that was not erased, with what became of it, in the order in which they came."""
    every = [act for act in acts if known is None or act.at <= known]
    later: dict[int, list[ReportTriaged | ReportLinked | ReportClosed]] = {}
    for act in every:
        if not isinstance(act, ReportReceived):
            later.setdefault(act.report, []).append(act)
    received = (act for act in every if isinstance(act, ReportReceived))
    return tuple(ReportFile(act, tuple(later.get(act.number, ()))) for act in received)


@dataclass(frozen=True, slots=True)
class Due:
    """By when a report is looked at; `weekends_only`: public holidays were not known for the days that count."""

    instant: datetime
    weekends_only: bool


def triage_due(received: datetime, grade: ReliabilityGrade, clock: TriageClock, zone: ZoneInfo) -> Due:
    """By when somebody has to look at a report, by the grade of its source.

    Shapes and units:
        received: an instant; grade: hours, day and night, or working days; clock: weekends and public holidays;
        zone: the country's. Result: an instant; working days end at 24:00, the day of receipt is day 0.

    Source:
        Setting of the content; METHODS 5.3 gives no clock for reports.

    Differs:
        Without a list of public holidays that reaches so far, weekends alone are days off, and the result says so.

    Raises:
        Nothing.

    Example:
        >>> from gwanje.foundation.names import Name, Names
        >>> from gwanje.watch.measures import Phrase
        >>> seoul = ZoneInfo("Asia/Seoul")
        >>> grade = ReliabilityGrade(key="b", names=Names(en=Name(text="b")), working_days=1)
        >>> clock = TriageClock(basis=Phrase(en="a", ko="a"), duplicate_days=7, duplicate_likeness=0.6)
        >>> str(triage_due(datetime(2026, 11, 27, 9, tzinfo=seoul), grade, clock, seoul).instant)
        '2026-12-01 00:00:00+09:00'
    """
    if grade.hours is not None:
        return Due(received + timedelta(hours=grade.hours), weekends_only=False)
    day = received.astimezone(zone).date()
    left = grade.working_days or 0
    while left > 0 or not _is_working(day, clock):
        day += timedelta(days=1)
        left -= _is_working(day, clock)
    known_until = clock.holidays_until
    return Due(day_start(day + timedelta(days=1), zone), weekends_only=known_until is None or day > known_until)


def _is_working(day: date, clock: TriageClock) -> bool:
    return day.weekday() not in clock.weekend and day not in clock.holidays
