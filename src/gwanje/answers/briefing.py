"""The one-page brief as a type: everything an official needs to say about one item in a meeting."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from gwanje.answers.answer import Absence, AbsenceStatus, Answer, Plain
from gwanje.answers.level_states import StateKey
from gwanje.answers.level_steps import Reason
from gwanje.answers.morning import EndLine, LeadLine
from gwanje.answers.sentences import Sentence

Json = dict[str, Any]
SeriesStatus = Literal["ok", "not_yet_known", "no_data", "not_computable"]


class YearOfDependence(Plain):
    """One year of one item: the leading supplier by value and by mass."""

    year: int
    import_value_usd: float | None
    import_mass_t: float | None
    hhi_value: float | None
    hhi_mass: float | None
    top_value: str | None
    top_share_value: float | None
    top_mass: str | None
    top_share_mass: float | None
    mass_coverage_value: float | None


class Partner(Plain):
    """One supplier in the latest year."""

    iso3: str
    names: dict[str, str]
    share_value: float | None
    share_mass: float | None
    flags: tuple[str, ...] = ()


class OtherPartners(Plain):
    """The suppliers not shown by name, summed."""

    count: int
    share_value: float | None
    share_mass: float | None


class CitedFigure(Plain):
    """A figure from a publication, shown where trade data have none."""

    fact: str
    words: Sentence


class Stage(Plain):
    """One step of the processing chain and what is known of the country's dependence there."""

    item: str
    names: dict[str, str]
    position: str
    position_names: dict[str, str]
    codes: tuple[str, ...]
    is_main: bool
    status: SeriesStatus
    reason: Sentence
    series: tuple[YearOfDependence, ...] = ()
    supplier: dict[str, str] = Field(default_factory=dict)
    supplier_mass: dict[str, str] = Field(default_factory=dict)
    partners: tuple[Partner, ...] = ()
    others: OtherPartners | None = None
    world_hhi: float | None = None
    world_reading: str | None = None
    flags: tuple[str, ...] = ()
    by_code: tuple[Sentence, ...] = ()
    is_ranked: bool = Field(default=True, description="whether the latest year is current and large and steady enough")
    cautions: tuple[Sentence, ...] = Field(default=(), description="what to keep in mind before any share is read")
    cited: tuple[CitedFigure, ...] = ()
    sources: tuple[str, ...] = ()
    name_sources: tuple[str, ...] = ()

    @property
    def latest(self) -> YearOfDependence | None:
        """The newest year with a figure."""
        return self.series[-1] if self.series else None


class MeasureLine(Plain):
    """One foreign measure: its dates, its state that day, and how much of the trade code it covers."""

    id: str
    title: Sentence
    announced: str
    in_force: str
    state: str
    state_words: Sentence
    coverage: Sentence
    unverified: bool
    claims: tuple[str, ...]
    sources: tuple[str, ...]


class ExposureLine(Plain):
    """What hangs on it: weight and output at stake as ranges from low to high, or why they are not computable."""

    status: AbsenceStatus
    supplier: str | None = None
    words: Sentence
    at_stake: Sentence = Sentence(en="", ko="")
    carried_by: Sentence = Sentence(en="", ko="")
    value_musd: tuple[float, float] | None = None
    weight: tuple[float, float] | None = None
    at_stake_musd: tuple[float, float] | None = None


class ChainLink(Plain):
    """One unit on the way up to the ministry, with the status of its names."""

    unit: str | None
    kind: str
    names: dict[str, dict[str, str]]


class LeadChain(Plain):
    """Who leads on one day and everyone above."""

    on: date
    state: str
    chain: tuple[ChainLink, ...]
    words: Sentence


class Disagreement(Plain):
    """Two sources that do not agree, side by side."""

    claim: str
    about: Sentence
    side_a: Sentence
    side_b: Sentence
    adopted: Sentence
    sources: tuple[str, ...]


class Change(Plain):
    """One thing that differs from the last frozen brief of the same subject."""

    what: Sentence


class ChangesSince(Plain):
    """What changed since the brief frozen before; or that there is none."""

    frozen: str | None
    frozen_on: date | None
    words: Sentence
    changes: tuple[Change, ...] = ()


class BriefLevel(Plain):
    """One resource of one scheme; `by_criteria` is None where no source says whether its criterion was met."""

    scheme: str
    scheme_names: Json
    resource: str
    resource_names: Json
    state: StateKey
    levels: tuple[Json, ...]
    since: datetime | None
    ends: tuple[datetime, ...]
    is_raised: bool
    by_criteria: bool | None
    reason: Reason | None
    steps: tuple[str, ...]
    words: Sentence


class Brief(Answer):
    """One page to carry into a meeting."""

    subject: str
    subject_id: str
    names: dict[str, str]
    headline: Sentence
    caveat: Sentence
    stages: tuple[Stage, ...]
    main: str
    since: ChangesSince
    exposure: ExposureLine
    users: Absence
    loss: Absence
    measures: tuple[MeasureLine, ...]
    measures_words: Sentence
    levels: tuple[BriefLevel, ...] = ()
    levels_words: Sentence = Sentence(en="", ko="")
    countdowns: tuple[EndLine, ...]
    goal: float | None
    goal_words: Sentence
    lead: LeadLine
    lead_today: LeadChain
    lead_before: LeadChain | None
    disagreements: tuple[Disagreement, ...]
    disagreements_left_out: tuple[str, ...] = ()
    unknown: tuple[Sentence, ...]
    content_hash: str = ""
    freeze_number: int | None = None

    def rows(self) -> list[dict[str, Any]]:
        """Every stage and year as flat rows; a stage without data has one row, which says so."""
        absent: dict[str, Any] = dict.fromkeys(YearOfDependence.model_fields)
        return [
            {"item": stage.item, "status": stage.status, "reason": stage.reason.en, **year}
            for stage in self.stages
            for year in ([one.model_dump() for one in stage.series] or [absent])
        ]
