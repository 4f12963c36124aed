"""The gates can fail: a planted upward import, a bare clock call and an uncited figure each turn red, in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "*.parquet")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(TOOLS / command[0]), *command[1:]],
        cwd=tree,
        env={"PYTHONPATH": str(tree / "src"), "PATH": "/usr/bin:/bin", "HOME": str(tree)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def plant(tree: Path, path: str, line: str) -> None:
    target = tree / "src" / path
    target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")


def test_a_planted_upward_import_breaks_the_floors(tree: Path) -> None:
    clean = run(tree, "lint-imports", "--no-cache")
    assert clean.returncode == 0, clean.stdout[-2000:]
    plant(tree, "gwanje/watch/concentration.py", "from gwanje.answers.sentences import Sentence as Planted")
    red = run(tree, "lint-imports", "--no-cache")
    assert red.returncode == 1
    assert "gwanje.watch.concentration" in red.stdout
    assert "BROKEN" in red.stdout


def test_a_bare_clock_call_is_banned_outside_the_assembly(tree: Path) -> None:
    command = ("ruff", "check", "--no-cache", "--select", "TID251", "src")
    assert run(tree, *command).returncode == 0
    plant(tree, "gwanje/registry/holders.py", "PLANTED = datetime.now()")
    red = run(tree, *command)
    assert red.returncode == 1
    assert "TID251" in red.stdout
    assert "holders.py" in red.stdout


PLANTED = """
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from gwanje.answers.answer import Absence
from gwanje.answers.morning import EndWindows, Heartbeat, LevelStrip, Today
from gwanje.answers.sentences import Sentence
from gwanje.interfaces.paper import today_page

quiet = Sentence(en="Quiet.", ko="이상 없음.")
beat = Heartbeat(items=0, quiet_items=0, sources=0, sources_total=0, facts=0, oldest_days=None, oldest_source=None, words=quiet)
noon = datetime(2031, 5, 1, tzinfo=UTC)
nothing = Absence(status="none", reason=quiet)
page = Today(on=noon, known=noon, country="NVL", headline=quiet, levels=LevelStrip(rest=quiet), new=(), ends=EndWindows(), overdue=nothing, stale=(),
             feeds=(), waiting=nothing, heartbeat=beat)
print(len(today_page(page, "en", ZoneInfo("UTC"), "x.html")))
"""


def test_an_uncited_figure_planted_in_a_template_refuses_the_page(tree: Path) -> None:
    clean = run(tree, "python", "-c", PLANTED)
    assert clean.returncode == 0, clean.stderr[-2000:]
    template = tree / "src/gwanje/interfaces/paper/templates/today.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("<h1", "<p>Oz supplies 93 % of it.</p><h1", 1), encoding="utf-8")
    red = run(tree, "python", "-c", PLANTED)
    assert red.returncode == 1
    assert "have no source" in red.stderr
    assert "93 %" in red.stderr
