"""The folder of an ensemble: what it is of, and every finished batch, each whole or not at all."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from gwanje.evidence.locking import only_builder
from gwanje.flows.run_ensemble.batches import Made
from gwanje.foundation.errors import RefusedInputError, UnavailableError
from gwanje.impact.scenarios import Drawn, EnsemblePlan

MANIFEST = "ensemble.json"
LAYOUT = 1
NUMBERS = ("normal", "by_day", "by_sector", "collapsed")
DAMAGE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a folder holds: finished batches, and those that are not as they were written."""

    batches: Mapping[int, Made]
    damaged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder for the batches of one plan on one table, made by one set of packages."""

    folder: Path
    fingerprint: str
    versions: Mapping[str, str]

    @contextmanager
    def taken(self, plan: EnsemblePlan) -> Iterator[None]:
        """Take the folder for this plan: begin it, or go on with it; nobody else writes there meanwhile.

        Raises:
            RefusedInputError: the folder belongs to another plan, or was begun with other packages; nothing is touched.
            UnavailableError: it cannot be written, or another process has taken it.
        """
        self._refuse_another()
        self._writing(lambda: self.folder.mkdir(parents=True, exist_ok=True))
        lock = self.folder / "ensemble.lock"
        self._writing(lock.touch)
        with ExitStack() as held:
            try:
                held.enter_context(only_builder(lock, wait=False))
            except UnavailableError as fault:
                raise UnavailableError(
                    "Another process runs an ensemble in this folder",
                    place=str(self.folder),
                    found=fault.found,
                    remedy="Wait until it is done, or take another folder",
                ) from fault
            self._refuse_another()
            if not (self.folder / MANIFEST).exists():
                self._write(MANIFEST, _json(self._said(plan)))
            yield

    def read(self, count: int) -> Kept:
        """Every finished batch of the folder; one that is not as it was written is not taken."""
        found: dict[int, Made] = {}
        damaged = []
        for at in range(count):
            path = self.folder / _name(at)
            if not path.exists():
                continue
            made = self._read_one(path, at)
            if made is None:
                damaged.append(at)
            else:
                found[at] = made
        return Kept(found, tuple(damaged))

    def keep(self, batch: int, made: Made) -> None:
        """Write a finished batch."""
        drawn = made.drawn
        arrays: dict[str, Any] = {
            "members": np.array(drawn.members, dtype=np.int64),
            "sectors": np.array(drawn.sectors),
            **{name: getattr(drawn, name) for name in NUMBERS},
            "processor": np.array(made.processor),
        }
        digest = np.array(self._digest(batch, arrays))
        self._write(_name(batch), lambda file: np.savez(file, **arrays, digest=digest))

    def _read_one(self, path: Path, batch: int) -> Made | None:
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                arrays = {name: held[name] for name in held.files}
            if str(arrays.pop("digest")) != self._digest(batch, arrays):
                return None
            processor = str(arrays.pop("processor"))
            drawn = Drawn(
                members=tuple(arrays["members"].tolist()),
                sectors=tuple(arrays["sectors"].tolist()),
                **{name: arrays[name] for name in NUMBERS},
            )
            return Made(drawn, dict(self.versions), processor)
        except DAMAGE:
            return None

    def _digest(self, batch: int, arrays: Mapping[str, Any]) -> str:
        digest = hashlib.sha256(f"{LAYOUT} {self.fingerprint} {batch}".encode())
        for name in sorted(arrays):
            array = arrays[name]
            digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def _said(self, plan: EnsemblePlan) -> dict[str, Any]:
        return {
            "layout": LAYOUT,
            "fingerprint": self.fingerprint,
            "versions": dict(self.versions),
            "scenario": plan.case.record.id,
            "reading": plan.case.reading,
            "ordinary_inputs": plan.case.ordinary_inputs if isinstance(plan.case.ordinary_inputs, str) else "given",
            **{one.name: getattr(plan, one.name) for one in fields(plan) if one.name != "case"},
        }

    def _refuse_another(self) -> None:
        path = self.folder / MANIFEST
        if not path.exists():
            return
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            theirs = (said["layout"], said["fingerprint"])
            packages = said["versions"]
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise RefusedInputError(
                "The folder of the ensemble cannot be read",
                place=str(path),
                expected="what this program wrote there when the ensemble began",
                found=f"{type(fault).__name__}: {fault}",
                remedy="Take another folder; nothing was changed in this one",
            ) from fault
        if theirs != (LAYOUT, self.fingerprint):
            raise RefusedInputError(
                "The folder holds another ensemble",
                place=str(self.folder),
                expected=f"the plan {self.fingerprint[:12]} of this scenario, table, seed and number of members",
                found=f"the plan {str(theirs[1])[:12]}: {_told(said)}",
                remedy="Take another folder, or ask as it was asked then; nothing was changed in this one",
            )
        if packages != dict(self.versions):
            raise RefusedInputError(
                "The ensemble was begun with other packages, and the numbers of two do not belong together",
                place=str(self.folder),
                expected=_listed(self.versions),
                found=_listed(packages),
                remedy="Take another folder, or go on with the packages it was begun with",
            )

    def _write(self, name: str, fill: Callable[[Any], object]) -> None:
        part = self.folder / f"{name}.part"

        def whole() -> None:
            with part.open("wb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.folder / name)

        self._writing(whole)

    def _writing(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as fault:
            raise UnavailableError(
                "The folder of the ensemble cannot be written",
                place=str(self.folder),
                found=fault.strerror or str(fault),
                remedy="Give a folder you may write to, with room on the disk; finished batches are kept",
            ) from fault


def _name(batch: int) -> str:
    return f"batch-{batch:05d}.npz"


def _json(said: dict[str, Any]) -> Callable[[Any], object]:
    return lambda file: file.write(f"{json.dumps(said, indent=2)}\n".encode())


def _told(said: Mapping[str, Any]) -> str:
    names = ("scenario", "reading", "ordinary_inputs", "members", "seed", "sampler", "batch", "precision")
    return ", ".join(f"{name} {said.get(name)}" for name in names)


def _listed(packages: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in packages.items())
