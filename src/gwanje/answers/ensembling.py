"""Many draws of a scenario: run in batches at each end of how far ordinary inputs are needed, and told as bands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from gwanje.answers.economies import economy_of
from gwanje.answers.ensembling_answer import EnsembleAnswer
from gwanje.answers.ensembling_told import EndRun, Told
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.simulating_figures import GatheredFigures, figures_of
from gwanje.answers.simulating_scenario import Given, require_dollars
from gwanje.answers.tower import Tower
from gwanje.flows.run_ensemble import Pool, Progress, run_ensemble
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.impact import Economy
from gwanje.impact.scenarios import Case, EnsemblePlan, Reading, ScenarioRecord, spread, uncertain

OrdinaryInputs = Literal["both", "all_critical", "none_critical"]
End = Literal["all_critical", "none_critical"]
ENDS: Mapping[OrdinaryInputs, tuple[End, ...]] = {
    "both": ("all_critical", "none_critical"),
    "all_critical": ("all_critical",),
    "none_critical": ("none_critical",),
}
Tell = Callable[[str, Progress], None]


@dataclass(frozen=True, slots=True)
class Workers:
    """Who makes the batches, and the folder that keeps them."""

    pool: Pool = "process"
    count: int | None = None
    address: str | None = None
    folder: Path | None = None
    progress: Tell | None = None


def plan_of(record: ScenarioRecord, gathered: GatheredFigures, reading: Reading, **drawn: Any) -> EnsemblePlan:
    """The plan of an ensemble; a scenario without a range is refused, as every draw would be the same."""
    if not record.quantity_shocks:
        raise WrongUseError(
            "The scenario cuts nothing: there is nothing to draw",
            place=record.key,
            expected="a shock to quantities with a range",
            found="shocks to prices alone",
            remedy=f"Run it once (gwanje impact run {record.key}): its price effect is told from end to end",
        )
    if not uncertain(record):
        raise WrongUseError(
            "The scenario has no range: every draw would be the same",
            place=record.key,
            expected="a low and a high end for at least one quantity",
            found="one number for each",
            remedy=f"Run it once (gwanje impact run {record.key}), or give ranges in a file of your own",
        )
    return EnsemblePlan(Case(record, {}, gathered.figures, reading), **drawn)


def ensemble(
    tower: Tower,
    given: Given,
    as_of: AsOf,
    *,
    reading: Reading = "critical",
    ordinary_inputs: OrdinaryInputs = "both",
    table: TableChoice | None = None,
    workers: Workers | None = None,
    **drawn: Any,
) -> tuple[EnsembleAnswer, list[dict[str, Any]]]:
    """The answer, and every member with its inputs and losses as rows.

    `drawn` is members, seed and what else the plan of an ensemble has: sampler, batch, precision.
    """
    economy = economy_of(tower, as_of, table)
    require_dollars(economy)
    gathered = figures_of(tower, given.record, as_of, economy)
    plan, chosen = plan_of(given.record, gathered, reading, **drawn), workers or Workers()
    ends = [_run(plan, economy, end, chosen) for end in ENDS[ordinary_inputs]]
    answer = Told(tower, given, as_of, gathered, economy, ends).answer()
    return answer, [row for end in ends for row in _member_rows(end)]


def _run(plan: EnsemblePlan, economy: Economy, end: End, workers: Workers) -> EndRun:
    chosen = replace(plan, case=replace(plan.case, ordinary_inputs=end))
    told = [Progress(0, len(plan.batches()))]

    def progress(state: Progress) -> None:
        told.append(state)
        if workers.progress is not None:
            workers.progress(end, state)

    drawn = run_ensemble(
        chosen,
        economy,
        None if workers.folder is None else workers.folder / end,
        workers=workers.count,
        pool=workers.pool,
        address=workers.address,
        progress=progress,
    )
    return EndRun(end, chosen, chosen.fingerprint(economy), drawn, spread(chosen, drawn), told[-1])


def _member_rows(end: EndRun) -> list[dict[str, Any]]:
    lost = end.drawn.by_sector.sum(axis=1)
    return [
        {
            "ordinary_inputs": end.name,
            "member": member,
            "lost_musd": float(lost[at]),
            "model_collapse_day": None if np.isnan(end.drawn.collapsed[at]) else int(end.drawn.collapsed[at]),
            **values,
        }
        for at, (member, values) in enumerate(zip(end.drawn.members, end.plan.values(), strict=True))
    ]
