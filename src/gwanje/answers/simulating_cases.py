"""Which runs tell a scenario: by cost share alone, as a critical input over cover and affected share, and the bracket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gwanje.impact.ario import Essentiality
from gwanje.impact.scenarios import Case, Figures, ItemStop, Reading, ScenarioRecord, at_middle, uncertain

MIDDLE, LOW, HIGH = "middle", "low", "high"


@dataclass(frozen=True, eq=False)
class PlannedRun:
    """A case with where it stands in the grid; cover and affected are None where the scenario has none."""

    case: Case
    cover: float | None = None
    affected: float | None = None
    in_grid: bool = False


def planned_runs(record: ScenarioRecord, figures: Figures) -> list[PlannedRun]:
    """Every run of a scenario, the middle ones first."""
    stops = [at for at, one in enumerate(record.shocks) if isinstance(one, ItemStop)]
    runs = [
        _run(record, figures, "value_only", {}, MIDDLE),
        _run(record, figures, "value_only", {}, MIDDLE, "none_critical"),
    ]
    runs += _ends(record, figures, "value_only")
    if not stops:
        return runs
    covers = _points(record, stops, "cover_days")
    shares = _points(record, stops, "affected")
    for cover in covers:
        for share in shares:
            runs.append(_gridded(record, figures, stops, cover, share))
    runs += _ends(record, figures, "critical")
    worst = _extremes(record)
    runs.append(_run(record, figures, "critical", worst, "all ends that lose most", "none_critical"))
    return runs


def _run(
    record: ScenarioRecord,
    figures: Figures,
    reading: Reading,
    changed: Mapping[str, float],
    name: str,
    ordinary: Essentiality = "all_critical",
) -> PlannedRun:
    values = {**at_middle(record), **changed}
    stops = [at for at, one in enumerate(record.shocks) if isinstance(one, ItemStop)]
    cover = values[f"shocks.{stops[0]}.cover_days"] if stops and reading == "critical" else None
    affected = values[f"shocks.{stops[0]}.affected"] if stops and reading == "critical" else None
    case = Case(record, values, figures, reading, ordinary, f"{reading}: {name}; ordinary inputs {ordinary}")
    return PlannedRun(case, cover, affected)


def _gridded(
    record: ScenarioRecord, figures: Figures, stops: Sequence[int], cover: tuple[str, float], share: tuple[str, float]
) -> PlannedRun:
    changed: dict[str, float] = {}
    for at in stops:
        changed[f"shocks.{at}.cover_days"] = cover[1]
        changed[f"shocks.{at}.affected"] = share[1]
    run = _run(record, figures, "critical", changed, f"cover {cover[0]}, affected share {share[0]}")
    return PlannedRun(run.case, cover[1], share[1], in_grid=True)


def _points(record: ScenarioRecord, stops: Sequence[int], name: str) -> list[tuple[str, float]]:
    """Low, middle and high of a quantity of the first stop; one point where it is one number."""
    ranges = {one.name: one for one in uncertain(record)}
    found = ranges.get(f"shocks.{stops[0]}.{name}")
    if found is None:
        return [(MIDDLE, at_middle(record)[f"shocks.{stops[0]}.{name}"])]
    return [(LOW, found.low), (MIDDLE, found.middle), (HIGH, found.high)]


MORE_LOSES_LESS = ("open_share", "cover_days", "moving_orders", "switching.most", "substitution.most", "release.share")


def _extremes(record: ScenarioRecord, *, least: bool = False) -> dict[str, float]:
    """Every range at the end that loses most, or least; both directions are laws of the model, tested as such."""
    found = {}
    for one in uncertain(record):
        if one.name.startswith("model."):
            continue
        falls = one.name.endswith(MORE_LOSES_LESS)
        found[one.name] = one.low if falls is not least else one.high
    return found


def _ends(record: ScenarioRecord, figures: Figures, reading: Reading) -> list[PlannedRun]:
    return [
        _run(record, figures, reading, _extremes(record, least=least), f"all ends that lose {word}")
        for least, word in ((True, "least"), (False, "most"))
    ]
