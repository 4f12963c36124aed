"""The wheel holds everything a stranger needs: content, tables, templates, labels, migrations, the typing mark."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.korea
def test_every_file_of_the_packages_travels(names: set[str]) -> None:
    here = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert len(here) > 150
    assert here <= names, sorted(here - names)[:5]


@pytest.mark.korea
@pytest.mark.parametrize(
    "needed",
    [
        "gwanje/py.typed",
        "gwanje/interfaces/paper/templates/brief.html",
        "gwanje/interfaces/paper/labels/ko.yaml",
        "gwanje/journal/migrations/env.py",
        "gwanje_world/tables/baci_hs92_raw_materials_1995_2024.parquet",
        "gwanje_korea/registry/reforms/kr-reform-2025-12-30.yaml",
    ],
)
def test_what_a_stranger_needs_is_there(names: set[str], needed: str) -> None:
    assert needed in names


def test_licence_and_attributions_travel(names: set[str]) -> None:
    assert {Path(name).name for name in names} >= {"LICENSE", "NOTICE"}
    assert not {name for name in names if name.startswith("tests/")}
