"""From a panel to scores that can be read: every sign by name, the points it gave, and the word that follows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gwanje.watch.distress.change_points import running_excess
from gwanje.watch.distress.panel import Floats, MonthlyPanel
from gwanje.watch.distress.records import DistressLimits, MeasureName, WeightedFeature, Weighting
from gwanje.watch.distress.seasonal import Baseline, seasonal_score, seasonal_step
from gwanje.watch.distress.share_jumps import share_step
from gwanje.watch.distress.squeeze import squeeze_margin

Levels = npt.NDArray[np.int64]
NO_SCORE = -1
_NEVER_BELOW = 99


@dataclass(frozen=True, slots=True)
class MetFeature:
    """One sign of one month: the number found (None: not seen), where it is met, and the points it gave."""

    measure: MeasureName
    found: float | None
    at: float
    strong: float | None
    weight: float
    points: float
    basis: str


def measures(
    panel: MonthlyPanel, names: Iterable[MeasureName], limits: DistressLimits, baseline: Baseline
) -> dict[MeasureName, Floats]:
    """The numbers of every sign asked for, for every series and month.

    Shapes and units:
        panel: monthly grids; names: signs; limits, baseline: content.
        Result: one grid a sign, series by month, dimensionless, larger is more unusual; NaN where it cannot be seen.
        Scores are seasonal scores; shares are of the item in the month; changes are cumulative sums; year_on_year is
        the size of the change over the same month a year before, as a fraction.

    Source:
        docs/methods-watch.md, one equation for each sign.

    Differs:
        Only columns up to a month are used for that month: cutting later months off changes no earlier number.

    Raises:
        WrongUseError: an amount is negative or infinite.

    Example:
        >>> from gwanje.watch.distress.examples import example_limits, example_panel
        >>> limits, panel = example_limits(), example_panel()
        >>> found = measures(panel, ["mass_fall"], limits, limits.baseline_for(limits.weighting("falls")))
        >>> bool(found["mass_fall"][0, -1] > 2)
        True
    """
    ready = _Scores(panel, limits, baseline)
    return {name: ready.find(name) for name in dict.fromkeys(names)}


class _Scores:
    """Scores that several signs share, each computed once."""

    def __init__(self, panel: MonthlyPanel, limits: DistressLimits, baseline: Baseline) -> None:
        self._panel, self._limits, self._baseline = panel, limits, baseline
        self._steps: dict[str, Floats] = {}
        self._scored: dict[str, Floats] = {}
        self._makers: Mapping[MeasureName, Callable[[], Floats]] = {
            "value_rise": lambda: self._score("value"),
            "value_fall": lambda: -self._score("value"),
            "mass_rise": lambda: self._score("mass"),
            "mass_fall": lambda: -self._score("mass"),
            "unit_value_rise": lambda: self._score("unit_value"),
            "price_rise": lambda: self._score("price"),
            "squeeze": self._squeeze,
            "value_share_rise": lambda: self._score("value_share"),
            "mass_share_rise": lambda: self._score("mass_share"),
            "value_change_up": lambda: self._excess(self._score("value")),
            "value_change_down": lambda: self._excess(-self._score("value")),
            "mass_change_up": lambda: self._excess(self._score("mass")),
            "mass_change_down": lambda: self._excess(-self._score("mass")),
            "value_year_on_year": lambda: np.abs(np.expm1(self._step("value"))),
            "mass_year_on_year": lambda: np.abs(np.expm1(self._step("mass"))),
        }

    def find(self, name: MeasureName) -> Floats:
        return self._makers[name]()

    def _step(self, name: str) -> Floats:
        if name not in self._steps:
            panel = self._panel
            makers: dict[str, Callable[[], Floats]] = {
                "value": lambda: seasonal_step(panel.value_usd),
                "mass": lambda: seasonal_step(panel.mass_t),
                "unit_value": lambda: seasonal_step(panel.unit_value),
                "price": lambda: seasonal_step(panel.price_usd_t),
                "value_share": lambda: share_step(panel.shares(panel.value_usd)),
                "mass_share": lambda: share_step(panel.shares(panel.mass_t)),
            }
            self._steps[name] = makers[name]()
        return self._steps[name]

    def _score(self, name: str) -> Floats:
        if name not in self._scored:
            self._scored[name] = seasonal_score(self._step(name), self._baseline)
        return self._scored[name]

    def _squeeze(self) -> Floats:
        dearer, less = self._limits.squeeze_dearer.value, self._limits.squeeze_less.value
        return squeeze_margin(self._score("unit_value"), self._score("mass"), dearer=dearer, less=less)

    def _excess(self, scores: Floats) -> Floats:
        return running_excess(scores, slack=self._limits.change_slack.value, limit=self._limits.change_limit.value)


def points_of(found: Mapping[MeasureName, Floats], weighting: Weighting) -> Floats:
    """The points of every series and month: each sign met gives its weight, each strongly met one gives it again.

    Shapes and units:
        found: a grid for each sign of the weighting, from `measures`.
        Result: series by month, points, 0 or more; NaN where no sign at all can be seen.

    Source:
        A weighted count of signs, a project choice; docs/methods-watch.md.

    Differs:
        A sign that cannot be seen gives nothing and is told as not seen; nothing is filled in for it.

    Raises:
        KeyError: a sign of the weighting has no grid.

    Example:
        >>> feature = WeightedFeature(measure="mass_fall", at=2, strong=4, weight=1.5, basis="example")
        >>> only = Weighting(key="only", names={"en": "Only", "ko": "하나"}, features=(feature,))
        >>> points_of({"mass_fall": np.array([[1.0, 2.0, 5.0, np.nan]])}, only).tolist()
        [[0.0, 1.5, 3.0, nan]]
    """
    grids = [found[one.measure] for one in weighting.features]
    points = np.zeros_like(grids[0])
    seen = np.zeros(points.shape, dtype=bool)
    for feature, grid in zip(weighting.features, grids, strict=True):
        points += feature.weight * _times_met(grid, feature)
        seen |= np.isfinite(grid)
    return np.where(seen, points, np.nan)


def _times_met(grid: Floats, feature: WeightedFeature) -> Levels:
    with np.errstate(invalid="ignore"):
        times: Levels = (grid >= feature.at).astype(np.int64)
        if feature.strong is not None:
            times = times + (grid >= feature.strong)
    return times


def words_reached(points: Floats, cutoffs: tuple[float, ...]) -> Levels:
    """How many of the four words each month reaches by its points alone.

    Shapes and units:
        points: series by month, NaN where there is no score; cutoffs: points, the lowest first.
        Result: 0 (none) to 4 (serious); -1 where there is no score.

    Source:
        Cut-offs from content, a project choice; docs/methods-watch.md.

    Differs:
        Points at a cut-off reach the word.

    Raises:
        Nothing.

    Example:
        >>> words_reached(np.array([[0.0, 1.0, 9.0, np.nan]]), (1.0, 2.0, 3.0, 5.0)).tolist()
        [[0, 1, 4, -1]]
    """
    with np.errstate(invalid="ignore"):
        reached = sum((points >= cut).astype(np.int64) for cut in cutoffs)
    return np.where(np.isnan(points), NO_SCORE, reached)


def settled(reached: Levels, *, months_up: int, months_down: int) -> Levels:
    """The word that stands: it rises when some months in a row reach it, and falls after more that do not.

    Shapes and units:
        reached: series by month, from `words_reached`; months_up, months_down: months in a row, 1 or more.
        Result: 0 to 4. A month without a score lets nothing rise and nothing fall.

    Source:
        Two months up and three down are a project choice; docs/methods-watch.md.

    Differs:
        It rises to the lowest word of the months in a row and falls to their highest.

    Raises:
        Nothing.

    Example:
        >>> settled(np.array([[0, 2, 1, 0, 0, 0]]), months_up=2, months_down=3).tolist()
        [[0, 0, 1, 1, 1, 0]]
    """
    stands = np.zeros_like(reached)
    held = np.zeros(reached.shape[0], dtype=np.int64)
    ceiling = np.where(reached == NO_SCORE, _NEVER_BELOW, reached)
    for month in range(reached.shape[1]):
        if month + 1 >= months_up:
            lowest = reached[:, month + 1 - months_up : month + 1].min(axis=1)
            held = np.maximum(held, lowest)
        if month + 1 >= months_down:
            highest = ceiling[:, month + 1 - months_down : month + 1].max(axis=1)
            held = np.minimum(held, highest)
        stands[:, month] = held
    return stands


def explained(
    found: Mapping[MeasureName, Floats], weighting: Weighting, row: int, column: int
) -> tuple[MetFeature, ...]:
    """Every sign of one series and month with the number found and the points it gave; nothing is hidden.

    Shapes and units:
        found: a grid for each sign of the weighting, from `measures`; row, column: one series and month.
        Result: one entry a sign in the order of the weighting; `found` is None where the sign cannot be seen.

    Source:
        The weighted count of `points_of`, taken apart; docs/methods-watch.md.

    Differs:
        Signs that gave nothing are listed as well.

    Raises:
        KeyError: a sign of the weighting has no grid.

    Example:
        >>> feature = WeightedFeature(measure="mass_fall", at=2, strong=4, weight=1.5, basis="example")
        >>> only = Weighting(key="only", names={"en": "Only", "ko": "하나"}, features=(feature,))
        >>> told = explained({"mass_fall": np.array([[5.0]])}, only, 0, 0)
        >>> (told[0].found, told[0].points)
        (5.0, 3.0)
    """
    told = []
    for feature in weighting.features:
        number = float(found[feature.measure][row, column])
        times = int(number >= feature.at) + int(feature.strong is not None and number >= feature.strong)
        told.append(
            MetFeature(
                feature.measure,
                number if np.isfinite(number) else None,
                feature.at,
                feature.strong,
                feature.weight,
                feature.weight * times,
                feature.basis,
            )
        )
    return tuple(told)
