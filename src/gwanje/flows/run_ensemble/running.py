"""The run: what is kept is taken over, the rest is made, each batch is kept when it is done."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from gwanje.flows.run_ensemble.batches import Job, Made, Refusal, WorkersLostError, versions
from gwanje.flows.run_ensemble.checkpoints import Checkpoints
from gwanje.flows.run_ensemble.pools import Pool, cores, results
from gwanje.flows.run_ensemble.progress import Progress, Tell
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError
from gwanje.impact import Economy
from gwanje.impact.scenarios import Drawn, EnsemblePlan, put_together

RESTARTS_IN_VAIN = 3  # replaced workers that are lost again before they finish one batch


def run_ensemble(
    plan: EnsemblePlan,
    economy: Economy,
    folder: Path | None = None,
    *,
    workers: int | None = None,
    pool: Pool = "process",
    address: str | None = None,
    progress: Tell | None = None,
) -> Drawn:
    """What every member of an ensemble loses; the same numbers for any number of workers and any pool.

    Shapes and units:
        folder: keeps every finished batch, and a run of the same plan goes on there; None keeps nothing. workers: None
        is one for each processor. address: of a Dask scheduler; None is a cluster on this machine. progress: told
        after every batch. Result: members x days and members x sectors, M USD.

    Source:
        Batches of a fixed size in one fixed order of the drawn points, each on one thread: docs/methods.md.

    Differs:
        Project choice: no published equation.

    Raises:
        RefusedInputError: the folder holds another plan; nothing there is touched.
        UnavailableError: workers are lost again and again, Dask is absent, the folder cannot be written.
        WrongUseError: no worker, or a region or sector that the table does not have.

    Example:
        >>> import numpy as np
        >>> from gwanje.impact import Nodes
        >>> from gwanje.impact.scenarios import Case, ScenarioRecord
        >>> two = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> economy = Economy.from_arrays(
        ...     two,
        ...     np.array([[0.0, 4.0], [1.0, 0.0]]),
        ...     np.array([[6.0], [9.0]]),
        ...     final_columns=(("OZZ", "all uses"),),
        ... )
        >>> share = {"low": 0.2, "high": 0.6}
        >>> loss = {"kind": "capacity_loss", "region": "OZZ", "sectors": ["ore"], "days": 5, "share": share}
        >>> about = {"id": "SCN-90", "key": "flood", "names": {"en": {"text": "A flood"}}, "sources": ["OZ1"]}
        >>> flood = ScenarioRecord.model_validate({**about, "importer": "OZZ", "days": 10, "shocks": [loss]})
        >>> drawn = run_ensemble(EnsemblePlan(Case(flood, {}, {}), members=4, seed=1), economy, pool="here")
        >>> drawn.by_day.shape, bool((drawn.by_sector.sum(axis=1) > 0).all())
        ((4, 11), True)
    """
    _refuse_unless_possible(plan, economy, workers)
    job = Job.of(plan, economy)
    with ExitStack() as opened:
        checkpoints = None
        if folder is not None:
            checkpoints = Checkpoints(folder, plan.fingerprint(economy), versions())
            opened.enter_context(checkpoints.taken(plan))
        run = _Run(job, checkpoints, pool, workers or cores(), address, progress)
        return run.all()


def _refuse_unless_possible(plan: EnsemblePlan, economy: Economy, workers: int | None) -> None:
    """What the table lacks, or what cannot be drawn, is said before anything begins."""
    if workers is not None and workers < 1:
        raise WrongUseError(
            "An ensemble needs a worker",
            expected="1 or more",
            found=str(workers),
            remedy="Leave it out for one per core",
        )
    economy.nodes.require(regions=(plan.case.record.importer,))
    plan.cases()[0].scenario(economy.nodes, plan.days() + 1).loss_parts(economy.nodes, plan.days() + 1)


@dataclass(eq=False)
class _Run:
    """One call: the batches made and kept so far, and how often workers had to be replaced."""

    job: Job
    checkpoints: Checkpoints | None
    pool: Pool
    workers: int
    address: str | None
    tell: Tell | None

    def all(self) -> Drawn:
        """Every batch, put together."""
        count = len(self.job.plan.batches())
        found: dict[int, Made] = {}
        state = Progress(0, count)
        if self.checkpoints is not None:
            kept = self.checkpoints.read(count)
            found.update(kept.batches)
            state = replace(state, kept=len(found), damaged=len(kept.damaged))
        self._told(state, found)
        in_vain = 0
        while missing := [at for at in range(count) if at not in found]:
            before = len(found)
            try:
                self._some(missing, found, state)
            except WorkersLostError as fault:
                in_vain = 0 if len(found) > before else in_vain + 1
                state = replace(state, restarts=state.restarts + 1)
                if in_vain >= RESTARTS_IN_VAIN:
                    raise self._given_up(len(found), count) from fault
        return put_together([made.drawn for made in found.values()])

    def _some(self, missing: Sequence[int], found: dict[int, Made], state: Progress) -> None:
        """The batches that are missing, until all are done or workers are lost."""
        with closing(results(self.pool, self.job, self.workers, missing, self.address)) as coming:
            for at, made in coming:
                if isinstance(made, Refusal):
                    raise made.as_error()
                _refuse_other_packages(made)
                if self.checkpoints is not None:
                    self.checkpoints.keep(at, made)
                found[at] = made
                self._told(state, found)

    def _told(self, state: Progress, found: dict[int, Made]) -> None:
        if self.tell is not None:
            processors = tuple(sorted({made.processor for made in found.values()}))
            self.tell(replace(state, done=len(found), processors=processors))

    def _given_up(self, done: int, count: int) -> UnavailableError:
        kept = f"{done} of {count} batches are kept" if self.checkpoints else "nothing was kept: no folder was given"
        return UnavailableError(
            "The workers of the ensemble end before they finish a batch",
            place=str(self.checkpoints.folder) if self.checkpoints else "",
            expected="workers that last",
            found=f"{RESTARTS_IN_VAIN} times new workers, lost again; {kept}",
            remedy="Often memory runs out: take fewer workers or smaller batches. A script of your own must call this "
            "below if __name__ == '__main__'. The same call in the folder goes on",
        )


def _refuse_other_packages(made: Made) -> None:
    ours = versions()
    if made.versions != ours:
        raise RefusedInputError(
            "A worker computes with other packages than this run",
            expected=", ".join(f"{name} {one}" for name, one in ours.items()),
            found=", ".join(f"{name} {one}" for name, one in made.versions.items()),
            remedy="Install the same packages on every worker; what is finished is kept",
        )
