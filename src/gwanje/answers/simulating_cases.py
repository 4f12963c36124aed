"""Which runs tell a scenario: two readings at the middle and the ends, a grid of cover and affected share, each range alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gwanje.impact.ario import Essentiality
from gwanje.impact.scenarios import Case, Figures, ItemStop, Reading, ScenarioRecord, at_middle, uncertain

MIDDLE, LOW, HIGH = "middle", "low", "high"
Role = Literal["middle", "least", "most", "grid", "alone"]
MORE_LOSES_LESS = ("open_share", "cover_days", "moving_orders", "switching.most", "substitution.most", "release.share")


@dataclass(frozen=True, eq=False)
class PlannedRun:
    """A case with what it is for: an end of its reading, a cell of the grid, or one range at one end, the rest in the middle."""

    case: Case
    reading: str
    role: Role
    cover: float | None = None
    affected: float | None = None
    ends: tuple[str, ...] = field(default=())
    quantity: str = ""


def planned_runs(record: ScenarioRecord, figures: Figures) -> list[PlannedRun]:
    """Every run of a scenario: of each reading the middle, then its ends; then the grid and each range alone."""
    stops = stops_of(record)
    if not stops:
        runs = [one for ordinary in ("none_critical", "all_critical") for one in _bracket(record, figures, ordinary)]
        return [*runs, *_alone(record, figures, "value_only", "all_critical", ())]
    runs = _bracket(record, figures, "value_only")
    runs.append(_run(record, figures, "value_only", "value_only", "middle", {}, "none_critical"))
    runs += _bracket(record, figures, "critical")
    runs.append(_run(record, figures, "critical", "critical", "most", extremes(record), "none_critical"))
    runs += _grid(record, figures, stops)
    in_grid = tuple(f"shocks.{stops[0]}.{one}" for one in ("cover_days", "affected")) if len(stops) == 1 else ()
    return [*runs, *_alone(record, figures, "critical", "critical", in_grid)]


def stops_of(record: ScenarioRecord) -> list[int]:
    """Where the stops of items stand among the shocks."""
    return [at for at, one in enumerate(record.shocks) if isinstance(one, ItemStop)]


def _run(
    record: ScenarioRecord,
    figures: Figures,
    reading: Reading,
    key: str,
    role: Role,
    changed: Mapping[str, float],
    ordinary: Essentiality = "all_critical",
    *,
    ends: tuple[str, ...] = (),
    quantity: str = "",
) -> PlannedRun:
    values = {**at_middle(record), **changed}
    stops = stops_of(record) if reading == "critical" else []
    told = ", ".join((*([quantity] if quantity else []), *ends)) or role
    case = Case(record, values, figures, reading, ordinary, f"{key}: {told}; ordinary inputs {ordinary}")
    cover = values[f"shocks.{stops[0]}.cover_days"] if stops else None
    affected = values[f"shocks.{stops[0]}.affected"] if stops else None
    return PlannedRun(case, key, role, cover, affected, ends, quantity)


def _bracket(record: ScenarioRecord, figures: Figures, key: str) -> list[PlannedRun]:
    """The middle and both ends of a reading; a key that names ordinary inputs stands for them."""
    reading: Reading = "critical" if key == "critical" else "value_only"
    ordinary: Essentiality = "none_critical" if key == "none_critical" else "all_critical"
    ends: tuple[tuple[Role, dict[str, float]], ...] = (
        ("middle", {}),
        ("least", extremes(record, least=True)),
        ("most", extremes(record)),
    )
    return [_run(record, figures, reading, key, role, changed, ordinary) for role, changed in ends]


def _grid(record: ScenarioRecord, figures: Figures, stops: Sequence[int]) -> Iterator[PlannedRun]:
    """Cover and affected share at low, middle and high, each stop at its own; one point where a quantity is one number."""
    for cover in _points(record, stops, "cover_days"):
        for share in _points(record, stops, "affected"):
            changed = {**_at(record, stops, "cover_days", cover), **_at(record, stops, "affected", share)}
            yield _run(record, figures, "critical", "critical", "grid", changed, ends=(cover, share))


def _points(record: ScenarioRecord, stops: Sequence[int], name: str) -> tuple[str, ...]:
    ranged = {one.name for one in uncertain(record)}
    return (LOW, MIDDLE, HIGH) if any(f"shocks.{at}.{name}" in ranged for at in stops) else (MIDDLE,)


def _at(record: ScenarioRecord, stops: Sequence[int], name: str, end: str) -> dict[str, float]:
    ranges = {one.name: one for one in uncertain(record)}
    names = [f"shocks.{at}.{name}" for at in stops]
    return {one: getattr(ranges[one], end) for one in names if one in ranges}


def _alone(
    record: ScenarioRecord, figures: Figures, reading: Reading, key: str, done: tuple[str, ...]
) -> Iterator[PlannedRun]:
    for one in uncertain(record):
        if one.name not in done:
            for end, value in ((LOW, one.low), (HIGH, one.high)):
                changed = {one.name: value}
                yield _run(record, figures, reading, key, "alone", changed, ends=(end,), quantity=one.name)


def extremes(record: ScenarioRecord, *, least: bool = False) -> dict[str, float]:
    """Every range at the end that loses most, or least; directions are laws of the model, and those without stay put."""
    found = {}
    for one in uncertain(record):
        if one.name.startswith("model.") or ".rebuild." in one.name:
            continue
        falls = one.name.endswith(MORE_LOSES_LESS)
        found[one.name] = one.low if falls is not least else one.high
    return found
