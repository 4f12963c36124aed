"""What content says about distress: the numbers of the scores, weighted features, cut-offs of the four words."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from gwanje.foundation.content import Record, parse_record
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key
from gwanje.watch.distress.seasonal import Baseline
from gwanje.watch.indicators import Threshold

DISTRESS_FILE = "indicators/distress.yaml"
MeasureName = Literal[
    "value_rise",
    "value_fall",
    "mass_rise",
    "mass_fall",
    "unit_value_rise",
    "price_rise",
    "squeeze",
    "value_share_rise",
    "mass_share_rise",
    "value_change_up",
    "value_change_down",
    "mass_change_up",
    "mass_change_down",
    "value_year_on_year",
    "mass_year_on_year",
]
LevelWord = Literal["attention", "caution", "alert", "serious"]
LEVELS: tuple[LevelWord, ...] = get_args(LevelWord)


class WeightedFeature(Record):
    """One sign: from which number it is met, from which strongly, and how many points it gives each time."""

    measure: MeasureName
    at: float
    strong: float | None = None
    weight: float = Field(gt=0)
    basis: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.strong is not None and self.strong <= self.at:
            raise ValueError("a strong sign needs a larger number than a sign")
        return self


class Weighting(Record):
    """Weighted features under a name, so that two can be compared; what it leaves out is the file's own."""

    key: Key
    names: Mapping[Literal["en", "ko"], str]
    features: tuple[WeightedFeature, ...] = ()
    window_months: int | None = None
    months_up: int | None = Field(default=None, ge=1)
    is_baseline: bool = False


class Cutoffs(Record):
    """Points from which each of the four words applies."""

    attention: float = Field(gt=0)
    caution: float
    alert: float
    serious: float
    basis: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        numbers = self.points
        if list(numbers) != sorted(set(numbers)):
            raise ValueError("each word needs more points than the one before")
        return self

    @property
    def points(self) -> tuple[float, float, float, float]:
        """The four numbers, the lowest first."""
        return self.attention, self.caution, self.alert, self.serious


class DistressLimits(Record):
    """The numbers of the distress indicators; content, not code."""

    window_months: Threshold
    least_points: Threshold
    spread_floor: Threshold
    squeeze_dearer: Threshold
    squeeze_less: Threshold
    change_slack: Threshold
    change_limit: Threshold
    front_loading_years: Threshold
    front_loading_at: Threshold
    months_up: Threshold
    months_down: Threshold
    budget: Threshold
    publication_lag_days: Threshold
    january_with_february: bool
    window_before_days: Threshold
    window_after_days: Threshold
    events_for_rates: Threshold
    alarm_level: LevelWord
    cutoffs: Cutoffs
    signs: tuple[WeightedFeature, ...] = Field(min_length=1)
    weightings: tuple[Weighting, ...] = Field(min_length=1)

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read indicators/distress.yaml; content without it has no distress indicators."""
        if DISTRESS_FILE not in files:
            raise ContentError(
                "The content has no distress indicators",
                place=DISTRESS_FILE,
                expected="one mapping with their numbers and weightings",
                found="no such file",
                remedy="Add it; docs/content.md shows the format",
            )
        return parse_record(files[DISTRESS_FILE], DISTRESS_FILE, cls)

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        keys = [one.key for one in self.weightings]
        if len(keys) != len(set(keys)):
            raise ValueError("each weighting has a key of its own")
        return self

    def weighting(self, key: str) -> Weighting:
        """One weighting by its key with its features, its own or the file's; an unknown one is refused."""
        found = {one.key: one for one in self.weightings}
        if key not in found:
            raise unknown_key("weighting", key, found)
        chosen = found[key]
        return chosen if chosen.features else chosen.model_copy(update={"features": self.signs})

    def baseline_for(self, weighting: Weighting) -> Baseline:
        """What the scores of a weighting are measured by."""
        window = weighting.window_months or int(self.window_months.value)
        return Baseline(window, int(self.least_points.value), self.spread_floor.value)


def content_hash(files: Mapping[str, str], *names: str) -> str:
    """The sha256 of content files in the order of their names: what was frozen can be recognised by it.

    Shapes and units:
        files: texts by path; names: those that count.
        Result: 64 hexadecimal digits.

    Source:
        SHA-256, FIPS 180-4.

    Differs:
        Each text is preceded by its name and its length, so that text cannot wander from one file to the next.

    Raises:
        KeyError: a name is not there.

    Example:
        >>> content_hash({"a.yaml": "x: 1"}, "a.yaml")[:12]
        '64250e9df120'
    """
    whole = sha256()
    for name in sorted(names):
        body = files[name].encode("utf-8")
        whole.update(f"{name}\n{len(body)}\n".encode())
        whole.update(body)
    return whole.hexdigest()
