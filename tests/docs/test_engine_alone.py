"""The engine knows no country: with the packaged content gone, its tests still open and a Neverland morning still runs.

What the tests do without it is seen where they run (tests/unit/conftest.py); here stands what happens on import.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GONE = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"gwanje_world", "gwanje_korea"}:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)
sys.meta_path.insert(0, Gone())
"""
OPEN_EVERY_ENGINE_TEST = """
import pytest
sys.exit(pytest.main(["-q", "--collect-only", "-p", "no:cacheprovider", "-m", "not korea", "tests/unit"]))
"""
MORNING = """
from gwanje.interfaces.cli.main import main
main(["today", "--on", "2030-06-01", "--content", "tests/neverland/content", "--format", "json"])
"""


def run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "GWANJE_HOME": str(home / "state"),
        "GWANJE_CONTENT_PACKAGES": "",
    }
    return subprocess.run(
        [sys.executable, "-c", GONE + code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )


def test_the_packages_are_really_gone(tmp_path: Path) -> None:
    assert run("import gwanje_korea", tmp_path).returncode == 1


def test_the_engines_own_tests_open_without_any_packaged_content(tmp_path: Path) -> None:
    found = run(OPEN_EVERY_ENGINE_TEST, tmp_path)
    assert found.returncode == 0, found.stdout[-3000:]
    assert "tests collected" in found.stdout


def test_a_neverland_morning_opens_without_any_packaged_content(tmp_path: Path) -> None:
    found = run(MORNING, tmp_path)
    assert found.returncode == 0, found.stderr[-2000:]
    assert '"country": "NVL"' in found.stdout
