"""An ensemble is complete and the same whoever runs it, wherever it stops, and whatever is lost on the way."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gwanje.flows.run_ensemble import Progress, batches, run_ensemble, running
from gwanje.foundation.errors import RefusedInputError, UnavailableError, UnknownKeyError, WrongUseError
from gwanje.impact.scenarios import Case, Drawn, EnsemblePlan
from oz_ensemble import flood, plan, world

PROGRAM = Path(__file__).resolve().parents[1] / "oz_ensemble.py"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="ends processes by signal and finds them in /proc")


LONG = plan(64, days=400)


class StoppedError(Exception):
    """Raised in the middle of a run."""


def stop_after(count: int) -> Callable[[Progress], None]:
    def told(state: Progress) -> None:
        if state.done >= count:
            raise StoppedError

    return told


def same(one: Drawn, other: Drawn) -> bool:
    """Bit for bit."""
    arrays = ("normal", "by_day", "by_sector", "collapsed")
    labels = one.members == other.members and one.sectors == other.sectors
    return labels and all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def here() -> Drawn:
    return run_ensemble(plan(), world(), pool="here")


def test_every_member_is_there_and_loses_something(here: Drawn) -> None:
    assert here.members == tuple(range(32))
    assert here.by_day.shape == (32, 41)
    assert (here.by_sector.sum(axis=1) > 0).all()
    np.testing.assert_allclose(here.by_day.sum(axis=1), here.by_sector.sum(axis=1), rtol=1e-9)


@pytest.fixture(scope="module")
def long_here() -> Drawn:
    return run_ensemble(LONG, world(), pool="here")


def test_one_process_gives_the_same_bits(here: Drawn) -> None:
    assert same(run_ensemble(plan(), world(), pool="process", workers=1), here)


def test_another_seed_gives_other_numbers_and_the_same_seed_the_same(here: Drawn) -> None:
    assert same(run_ensemble(plan(), world(), pool="here"), here)
    assert not same(run_ensemble(plan(seed=2), world(), pool="here"), here)


def test_a_run_stopped_half_way_goes_on(tmp_path: Path, here: Drawn) -> None:
    with pytest.raises(StoppedError):
        run_ensemble(plan(), world(), tmp_path, pool="here", progress=stop_after(3))
    assert len(list(tmp_path.glob("batch-*.npz"))) == 3
    told: list[Progress] = []
    assert same(run_ensemble(plan(), world(), tmp_path, pool="here", progress=told.append), here)
    assert (told[0].done, told[0].kept, told[-1].done) == (3, 3, 8)


def test_a_finished_folder_is_read_and_nothing_is_run(
    tmp_path: Path, here: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_ensemble(plan(), world(), tmp_path, pool="here")
    monkeypatch.setattr(running, "results", lambda *_: pytest.fail("a batch was run"))
    assert same(run_ensemble(plan(), world(), tmp_path, pool="process"), here)


@LINUX
def test_a_killed_run_goes_on_and_its_workers_end_with_it(tmp_path: Path, long_here: Drawn) -> None:
    path = os.pathsep.join([str(PROGRAM.parent), *sys.path])
    command = [sys.executable, str(PROGRAM), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}) as run:
        assert run.stdout is not None
        while int(run.stdout.readline()) < 2:
            pass
        workers = [one for one in children(run.pid) if "spawn_main" in command_line(one)]
        run.kill()
    kept = len(list(tmp_path.glob("batch-*.npz")))
    assert 2 <= kept < 16
    assert len(workers) == 2
    until(lambda: not any(alive(one) for one in workers))
    told: list[Progress] = []
    again = run_ensemble(LONG, world(), tmp_path, pool="here", progress=told.append)
    assert (told[0].kept, told[0].damaged) == (kept, 0)
    assert same(again, long_here)


@LINUX
def test_two_processes_one_killed_then_stopped_then_gone_on_with(tmp_path: Path, long_here: Drawn) -> None:
    told: list[Progress] = []
    before = children()

    def kill_one_and_stop(state: Progress) -> None:
        told.append(state)
        if state.done == 2:
            worker = next(one for one in children() - before if "spawn_main" in command_line(one))
            os.kill(worker, signal.SIGKILL)
        if state.done == 12:
            raise StoppedError

    with pytest.raises(StoppedError):
        run_ensemble(LONG, world(), tmp_path, pool="process", workers=2, progress=kill_one_and_stop)
    assert told[-1].restarts == 1
    assert children() <= before
    assert same(run_ensemble(LONG, world(), tmp_path, pool="here", progress=told.append), long_here)
    assert told[-1].kept == 12


def test_workers_lost_again_and_again_are_given_up_with_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Drawn
) -> None:
    with pytest.raises(StoppedError):
        run_ensemble(plan(), world(), tmp_path, pool="here", progress=stop_after(3))

    def lost(*_: object) -> batches.Results:
        yield from ()
        raise batches.WorkersLostError

    monkeypatch.setattr(running, "results", lost)
    with pytest.raises(UnavailableError, match="3 of 8 batches are kept") as refusal:
        run_ensemble(plan(), world(), tmp_path, pool="process", workers=1)
    assert refusal.value.exit_code == 5
    monkeypatch.undo()
    assert same(run_ensemble(plan(), world(), tmp_path, pool="here"), here)


@pytest.mark.parametrize(
    ("other", "table"),
    [
        (plan(seed=2), world()),
        (plan(batch=8), world()),
        (plan(64), world()),
        (plan(sampler="lhs"), world()),
        (plan(precision="float32"), world()),
        (plan(days=41), world()),
        (replace(plan(), case=Case(flood(share=0.3), {}, {})), world()),
        (replace(plan(), case=Case(flood(), {}, {}, ordinary_inputs="none_critical")), world()),
        (plan(), world(6)),
    ],
    ids=["seed", "batch", "members", "sampler", "precision", "days", "scenario", "ordinary inputs", "table"],
)
def test_another_plan_is_refused_and_nothing_is_touched(tmp_path: Path, other: EnsemblePlan, table: object) -> None:
    with pytest.raises(StoppedError):
        run_ensemble(plan(), world(), tmp_path, pool="here", progress=stop_after(1))
    before = files(tmp_path)
    with pytest.raises(RefusedInputError, match="another ensemble") as refusal:
        run_ensemble(other, table, tmp_path, pool="here")  # type: ignore[arg-type]
    assert "seed 1" in refusal.value.found
    assert refusal.value.remedy
    assert files(tmp_path) == before


def test_other_packages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_ensemble(plan(), world(), tmp_path, pool="here")
    monkeypatch.setattr(running, "versions", lambda: {"gwanje": "9.9"})
    with pytest.raises(RefusedInputError, match="begun with other packages"):
        run_ensemble(plan(), world(), tmp_path, pool="here")


def test_a_worker_with_other_packages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "versions", lambda: {"gwanje": "9.9"})
    with pytest.raises(RefusedInputError, match="A worker computes with other packages"):
        run_ensemble(plan(), world(), pool="here")


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("harm", [flipped, lambda data: data[:100], lambda _: b""], ids=["a bit", "cut", "empty"])
def test_a_damaged_batch_is_made_again(tmp_path: Path, here: Drawn, harm: Callable[[bytes], bytes]) -> None:
    run_ensemble(plan(), world(), tmp_path, pool="here")
    whole = files(tmp_path)
    path = tmp_path / "batch-00003.npz"
    path.write_bytes(harm(path.read_bytes()))
    told: list[Progress] = []
    assert same(run_ensemble(plan(), world(), tmp_path, pool="here", progress=told.append), here)
    assert (told[0].kept, told[0].damaged) == (7, 1)
    assert files(tmp_path).keys() == whole.keys()
    told.clear()
    run_ensemble(plan(), world(), tmp_path, pool="here", progress=told.append)
    assert (told[0].kept, told[0].damaged) == (8, 0)


def test_a_batch_from_elsewhere_is_not_taken(tmp_path: Path, here: Drawn) -> None:
    run_ensemble(plan(), world(), tmp_path / "one", pool="here")
    run_ensemble(plan(seed=2), world(), tmp_path / "two", pool="here")
    shutil.copy(tmp_path / "two" / "batch-00001.npz", tmp_path / "one" / "batch-00001.npz")
    shutil.copy(tmp_path / "one" / "batch-00004.npz", tmp_path / "one" / "batch-00005.npz")
    told: list[Progress] = []
    assert same(run_ensemble(plan(), world(), tmp_path / "one", pool="here", progress=told.append), here)
    assert (told[0].kept, told[0].damaged) == (6, 2)


def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    run_ensemble(plan(), world(), tmp_path, pool="here")
    (tmp_path / "ensemble.json").write_text("{", encoding="utf-8")
    with pytest.raises(RefusedInputError, match="cannot be read"):
        run_ensemble(plan(), world(), tmp_path, pool="here")


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    def again(state: Progress) -> None:
        if state.done == 1:
            run_ensemble(plan(), world(), tmp_path, pool="here")

    with pytest.raises(UnavailableError, match="Another process"):
        run_ensemble(plan(), world(), tmp_path, pool="here", progress=again)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnavailableError, match="cannot be written"):
        run_ensemble(plan(), world(), tmp_path / "file", pool="here")


def test_what_the_table_lacks_is_said_before_a_folder_is_made(tmp_path: Path) -> None:
    strange = replace(plan(), case=Case(flood(sectors=["silk"]), {}, {}))
    with pytest.raises(UnknownKeyError, match="silk"):
        run_ensemble(strange, world(), tmp_path / "new", pool="process")
    with pytest.raises(WrongUseError, match="needs a worker"):
        run_ensemble(plan(), world(), tmp_path / "new", workers=0)
    assert not (tmp_path / "new").exists()


def test_a_refusal_in_a_worker_arrives_whole() -> None:
    strange = replace(plan(), case=Case(flood(sectors=["silk"]), {}, {}))
    refusal = pickle.loads(pickle.dumps(batches.Job.of(strange, world()).make(0)))
    assert isinstance(refusal, batches.Refusal)
    with pytest.raises(UnknownKeyError, match="silk") as fault:
        raise refusal.as_error()
    assert fault.value.remedy


def test_a_batch_too_large_for_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Drawn:
        raise MemoryError

    monkeypatch.setattr(batches, "run_batch", full)
    with pytest.raises(UnavailableError, match="memory of its worker"):
        run_ensemble(plan(), world(), pool="here")


def test_single_precision_is_close(here: Drawn) -> None:
    single = run_ensemble(plan(precision="float32"), world(), pool="here")
    assert not same(single, here)
    assert np.abs(single.by_day - here.by_day).max() < 1e-4 * here.normal.sum()


def test_without_dask_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "gwanje.flows.run_ensemble.dask_pool", raising=False)
    with pytest.raises(UnavailableError, match="Dask is not installed") as refusal:
        run_ensemble(plan(), world(), pool="dask")
    assert "gwanje[dask]" in refusal.value.remedy


def test_dask_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    dask_pool = pytest.importorskip("gwanje.flows.run_ensemble.dask_pool", reason="the extra dask")
    monkeypatch.setattr(dask_pool, "ANSWER_S", 0.5)
    with pytest.raises(UnavailableError, match="does not answer"):
        run_ensemble(plan(), world(), pool="dask", address="tcp://127.0.0.1:9")


@LINUX
def test_a_killed_dask_worker_is_replaced_and_the_numbers_are_the_same(tmp_path: Path, long_here: Drawn) -> None:
    pytest.importorskip("distributed", reason="the extra dask")
    before, killed = children(), []

    def kill_one(state: Progress) -> None:
        if state.done == 2:
            killed.append(max(one for one in children() - before if "spawn_main" in command_line(one)))
            os.kill(killed[0], signal.SIGKILL)

    assert same(run_ensemble(LONG, world(), tmp_path, pool="dask", workers=2, progress=kill_one), long_here)
    assert killed
    assert not alive(killed[0])
    assert children() <= before


def children(parent: int | None = None) -> set[int]:
    """Processes that this one, or another, began; also what they began."""
    if sys.platform != "linux":
        return set()
    found: set[int] = set()
    for one in Path(f"/proc/{parent or os.getpid()}/task").iterdir():
        for child in (one / "children").read_text(encoding="ascii").split():
            if alive(int(child)):
                found |= {int(child), *children(int(child))}
    return {one for one in found if "resource_tracker" not in command_line(one)}


def command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(reached: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
