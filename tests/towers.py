"""Towers and the command line as tests use them: built once a process, copied where a test changes their state."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq

from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, open_tower
from gwanje.interfaces.cli.main import main

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
NEVERLAND = TESTS / "neverland" / "content"
WORLD = "gwanje_world,gwanje_korea"
_WIDE = "400"
_rooms = ExitStack()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of the command line left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    def json(self) -> Any:
        """The one document on standard output; anything beside it fails."""
        return json.loads(self.text)

    def table(self) -> pa.Table:
        return pq.read_table(io.BytesIO(self.out))


def environment(home: Path, packages: str, more: dict[str, str]) -> dict[str, str]:
    """The environment of a run: nothing of the tester's own settings gets in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GWANJE_")}
    return kept | {"GWANJE_HOME": str(home), "GWANJE_CONTENT_PACKAGES": packages, "COLUMNS": _WIDE} | more


def run(*arguments: str, home: Path, content: Path | None = NEVERLAND, packages: str = "", **more: str) -> Outcome:
    """The command line in this process, with what it printed; by default on Neverland alone."""
    line = [*arguments, *([] if content is None else ["--content", str(content)])]
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
    code = 0
    with (
        patch.dict(os.environ, environment(home, packages, more), clear=True),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main(line)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 0
    return Outcome(code, out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]


def run_korea(*arguments: str, home: Path | None = None, **more: str) -> Outcome:
    """The command line on the packaged world and Korean content."""
    return run(*arguments, home=home or world_home(), content=None, packages=WORLD, **more)


def run_process(
    *arguments: str, home: Path, content: Path | None = NEVERLAND, packages: str = "", before: str = "", **more: str
) -> Outcome:
    """The command line in a process of its own; `before` is Python that runs there first."""
    line = [*arguments, *([] if content is None else ["--content", str(content)])]
    program = f"{before}\nfrom gwanje.interfaces.cli.main import main\nmain({line!r})"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        env=environment(home, packages, more),
        capture_output=True,
        check=False,
        timeout=180,
    )
    return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def _room(name: str) -> Path:
    return Path(_rooms.enter_context(tempfile.TemporaryDirectory(prefix=f"gwanje-{name}-", ignore_cleanup_errors=True)))


@cache
def neverland_home() -> Path:
    """A state folder with Neverland's warehouse built; for tests that only read."""
    home = _room("neverland")
    built = run("data", "check", home=home)
    assert built.code == 0, built.err
    return home


@cache
def world_home() -> Path:
    """A state folder with the world's warehouse built for Korea; for tests that only read."""
    home = _room("world")
    built = run("items", "coverage", home=home, content=None, packages=WORLD)
    assert built.code == 0, built.err
    return home


@cache
def korea() -> Tower:
    """The Korean tower on the world's warehouse."""
    tower = open_tower(Settings(home=world_home()))
    assert tower.warehouse is not None
    return tower


@cache
def neverland() -> Tower:
    """Neverland's tower, for tests that only read."""
    tower = open_tower(Settings(home=neverland_home(), packages=(), content=NEVERLAND))
    assert tower.warehouse is not None
    return tower


def copied(home: Path, into: Path) -> Path:
    """The same state under another folder: the journal copied, the bulky read-only files linked."""

    def take(source: str, target: str) -> None:
        if Path(source).name.startswith("journal"):
            shutil.copy2(source, target)
        else:
            os.link(source, target)

    target = into / "home"
    try:
        shutil.copytree(home, target, copy_function=take)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(home, target)
    return target


def content_copy(folder: Path) -> Path:
    """Neverland's content in a folder of its own, to be changed."""
    target = folder / "content"
    shutil.copytree(NEVERLAND, target)
    return target
