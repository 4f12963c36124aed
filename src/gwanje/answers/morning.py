"""The morning page as a type: what is new, what ends, what is overdue, what is stale, what waits, and the heartbeat."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from gwanje.answers.answer import Absence, Answer, Plain
from gwanje.answers.sentences import Sentence

EndKind = Literal["suspension", "expiry", "term"]
NewKind = Literal["reform", "measure", "suspension", "level", "tariff", "fact", "data"]


class LeadLine(Plain):
    """Whose job it is: the affair, the unit that leads it that day, and how sure we are."""

    mandate: str | None = None
    unit: str | None = None
    state: str
    derived: bool = False
    words: Sentence


class NewThing(Plain):
    """Something that became known in the fourteen days before."""

    id: str
    kind: NewKind
    known_on: date
    about: str = Field(default="", description="the day the fact is about, as the source gives it")
    what: Sentence
    unverified: bool = False
    conflicting: tuple[str, ...] = ()
    lead: LeadLine


class EndLine(Plain):
    """Something with an end: every instant at which it may be over, and the days left by the earlier reading."""

    id: str
    kind: EndKind
    what: Sentence
    ends: tuple[datetime, ...]
    days_left: int
    when: Sentence
    wording: str
    reading: str
    state: str
    unverified: bool = False
    lead: LeadLine
    items: tuple[str, ...] = ()


class EndWindows(Plain):
    """Ends by how soon they come by the earlier reading; `passed` looks thirty days back."""

    week: tuple[EndLine, ...] = Field(default=(), alias="0-7")
    month: tuple[EndLine, ...] = Field(default=(), alias="8-30")
    quarter: tuple[EndLine, ...] = Field(default=(), alias="31-90")
    passed: tuple[EndLine, ...] = ()

    def all(self) -> tuple[EndLine, ...]:
        """Every end, the nearest first."""
        return (*self.week, *self.month, *self.quarter, *self.passed)


class Staleness(Plain):
    """Whether a source's newest snapshot is older than its own cadence allows."""

    source: str
    state: Literal["fresh", "due", "overdue", "not computable", "no data"]
    known_on: date | None
    words: Sentence


class LevelMark(Plain):
    """One resource of a scheme that stands, or may stand, at a level; ranks count from 0, the scheme's level of nothing."""

    scheme: str
    scheme_names: dict[str, Any]
    resource: str
    resource_names: dict[str, Any]
    state: str
    ranks: tuple[int, ...]
    words: Sentence
    lead: LeadLine


class LevelStrip(Plain):
    """The levels that stand, scheme by scheme, and in words where none does."""

    marks: tuple[LevelMark, ...] = ()
    rest: Sentence


class Heartbeat(Plain):
    """Proof of life: how much was looked at, so that silence means something."""

    items: int
    quiet_items: int
    sources: int
    sources_total: int
    facts: int
    oldest_days: int | None
    oldest_source: str | None
    words: Sentence


class Today(Answer):
    """The page an official opens every morning."""

    mandate: str | None = None
    headline: Sentence
    levels: LevelStrip
    new: tuple[NewThing, ...]
    ends: EndWindows
    overdue: Absence
    stale: tuple[Staleness, ...]
    feeds: tuple[Sentence, ...]
    waiting: Absence
    heartbeat: Heartbeat

    def rows(self) -> list[dict[str, Any]]:
        """New things and ends as one list, soonest first."""
        new = [
            {
                "list": "new",
                "id": thing.id,
                "day": str(thing.known_on),
                "what": thing.what.en,
                "lead": thing.lead.words.en,
            }
            for thing in self.new
        ]
        ends = [
            {
                "list": f"ends {name}",
                "id": end.id,
                "day": end.ends[0].isoformat(),
                "what": end.what.en,
                "lead": end.lead.words.en,
            }
            for name, lines in (
                ("0-7", self.ends.week),
                ("8-30", self.ends.month),
                ("31-90", self.ends.quarter),
                ("passed", self.ends.passed),
            )
            for end in lines
        ]
        levels = [
            {
                "list": "level",
                "id": f"{one.scheme} {one.resource}",
                "day": "",
                "what": one.words.en,
                "lead": one.lead.words.en,
            }
            for one in self.levels.marks
        ]
        return levels + new + ends
