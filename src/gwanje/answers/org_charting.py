"""The parts of the chart of a reform: what stands in each column, and what happened to each unit."""

from typing import Any, Literal

from pydantic import Field

from gwanje.answers.answer import Answer, Plain
from gwanje.registry import PlacedUnit

Json = dict[str, Any]
Standing = dict[str, PlacedUnit]
"""The units that exist on one day, by id."""

Outcome = Literal[
    "unchanged",
    "established",
    "moved",
    "upgraded",
    "downgraded",
    "made_permanent",
    "class_changed",
    "renamed",
    "gained_affair",
    "lost_affair",
    "named_lead",
    "affair_changed",
    "term_extended",
    "term_ended",
    "posts_changed",
    "restored",
    "became_known",
    "abolished",
    "merged",
    "split",
    "ended",
    "changed",
]
"""What happened to a unit. `named_lead`: it leads an affair whose lead before is not reported. `changed`: anything else."""

OUTCOMES: tuple[Outcome, ...] = (
    "abolished",
    "merged",
    "split",
    "term_ended",
    "ended",
    "established",
    "restored",
    "became_known",
    "moved",
    "upgraded",
    "downgraded",
    "made_permanent",
    "class_changed",
    "renamed",
    "term_extended",
    "gained_affair",
    "lost_affair",
    "named_lead",
    "affair_changed",
    "posts_changed",
    "changed",
    "unchanged",
)
"""Every outcome, the weightiest first: the first one that applies gives a unit its colour."""


class Affair(Plain):
    """An affair with its names, the unit's part in it, and who led it on the other day."""

    id: str
    key: str
    names: Json
    part: Literal["lead", "inner", "shares"]
    status: str = "reported"
    elsewhere: str
    elsewhere_words: Json

    @property
    def stays(self) -> bool:
        """Whether the same unit has it on the other day."""
        return self.elsewhere == "same"


class ChartRow(Plain):
    """One line of a column: a unit, a gap in a chain, or the units that are not drawn.

    `above` is the key of the row it hangs under, or empty. A gap carries its words; `more` counts what is not drawn.
    `posts` None: no source lists them; disputed: the lists do not add up.
    """

    line: Literal["unit", "gap", "more"]
    key: str
    above: str = ""
    depth: int = 0
    unit: str = ""
    names: Json = Field(default_factory=dict)
    kind: str = ""
    kind_names: Json = Field(default_factory=dict)
    level: str = ""
    status: str = "reported"
    link_status: str = "reported"
    words: Json = Field(default_factory=dict)
    affairs: tuple[Affair, ...] = ()
    shares: tuple[Affair, ...] = ()
    posts: int | None = None
    posts_disputed: bool = False
    more: int = 0
    more_changed: int = 0


class ChartColumn(Plain):
    """The structure on one day: how many units are known, how many are drawn, and the affairs nobody is named to lead."""

    day: str
    units: int
    shown: int
    rows: tuple[ChartRow, ...]
    without_lead: Json

    def row_of(self, unit: str) -> ChartRow | None:
        """The row of one unit."""
        return next((row for row in self.rows if row.unit == unit), None)


class Happened(Plain):
    """One thing that happened to a unit, in words, with the facts behind it."""

    outcome: Outcome
    words: Json
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    status: str = "reported"


class Fate(Plain):
    """What became of one unit between the two days; `main` is the weightiest of what happened.

    `successors` are the units that follow one that ended, as far as they are told.
    """

    unit: str
    names: Json
    main: Outcome
    happened: tuple[Happened, ...]
    successors: tuple[str, ...] = ()


class Gathering(Plain):
    """The unit under which most units come together that stood elsewhere before."""

    unit: str
    names: Json
    kind_names: Json
    level: str
    is_new: bool
    moved: tuple[str, ...]
    moved_level: str


class Succession(Plain):
    """Units that end together in what follows them: several become one, or one becomes several."""

    how: Literal["merged", "split"]
    before: tuple[str, ...]
    after: tuple[str, ...]
    levels: tuple[str, ...]
    kind_names: Json
    names: Json
    is_new: bool


class OrgChart(Answer):
    """Two days of the structure side by side: every unit drawn, where it went, and what happened to it."""

    earlier: str
    later: str
    planned: bool
    focus: Json | None
    before: ChartColumn
    after: ChartColumn
    links: tuple[Fate, ...]
    arrived: tuple[Fate, ...]
    ended: tuple[Fate, ...]
    counts: dict[str, int]
    gathering: Gathering | None
    successions: tuple[Succession, ...] = ()
    reforms: tuple[Json, ...]
    undated: tuple[Json, ...]

    def fate(self, unit: str) -> Fate | None:
        """What became of one unit that is drawn."""
        return next((fate for fate in (*self.links, *self.arrived, *self.ended) if fate.unit == unit), None)

    def rows(self) -> list[Json]:
        """One unit a row: where it stood, where it stands, and what happened."""
        rows = []
        for fate in (*self.links, *self.arrived, *self.ended):
            sides = [column.row_of(fate.unit) for column in (self.before, self.after)]
            rows.append(
                {
                    "unit": fate.unit,
                    "en": fate.names["en"]["text"],
                    "ko": fate.names["ko"]["text"],
                    "above_before": sides[0].above if sides[0] else None,
                    "above_after": sides[1].above if sides[1] else None,
                    "main": fate.main,
                    "what": "; ".join(one.words["en"] for one in fate.happened),
                    "facts": " ".join(dict.fromkeys(fact for one in fate.happened for fact in one.facts)),
                }
            )
        return rows
