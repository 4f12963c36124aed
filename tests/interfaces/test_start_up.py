"""A command waits only for what it needs: by what a fresh process has imported at its end, not by the clock."""

import ast
import json
from pathlib import Path

import pytest

from gwanje.interfaces.cli.main import gwanje
from towers import NEVERLAND, ROOT, neverland_home, run, run_process

HEAVY = {
    "pandas",
    "numpy",
    "ibis",
    "duckdb",
    "pyarrow",
    "hwpx",
    "openpyxl",
    "rdflib",
    "lxml",
    "jinja2",
    "httpx",
    "alembic",
}
TELL = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), file=sys.stderr))
"""
LIGHT = {
    "org-who": ("org", "who", "pixie-dust"),
    "org-who-all": ("org", "who"),
    "org-who-json": ("org", "who", "pixie-dust", "--format", "json"),
    "org-who-csv": ("org", "who", "pixie-dust", "--format", "csv"),
    "org-show": ("org", "show"),
    "org-diff": ("org", "diff", "2030-04-30", "2030-05-01"),
    "watch-sunsets": ("watch", "sunsets", "--on", "2030-06-01"),
    "watch-restrictions": ("watch", "restrictions", "--on", "2030-06-01"),
    "items-search": ("items", "search", "요정가루"),
    "items-show": ("items", "show", "moonstone"),
    "data-list": ("data", "list"),
    "data-claims": ("data", "claims"),
    "today": ("today", "--on", "2030-06-01"),
}
DEFERRING = {
    "__init__.py",
    "impact/__init__.py",
    "assembly/stores.py",
    "evidence/mrio_parsers.py",
    "flows/run_ensemble/pools.py",
    "journal/schema.py",
    "watch/store/full_year.py",
}
"""The files below the interfaces in which an import stands inside a function; docs/adr/0009 says why."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A state folder that has its journal; making one needs Alembic, once."""
    folder = tmp_path_factory.mktemp("home")
    assert run("org", "who", home=folder).code == 0
    return folder


def imported(*arguments, home, content=NEVERLAND):
    found = run_process(*arguments, home=home, content=content, before=TELL)
    assert found.code == 0, found.err
    assert found.out
    return set(json.loads(found.err.splitlines()[-1]))


@pytest.mark.parametrize("name", LIGHT)
def test_a_question_without_data_imports_nothing_heavy(name, home):
    there = imported(*LIGHT[name], home=home)
    assert {"gwanje", "click", "pydantic"} <= there
    assert there & HEAVY == set()


def test_a_question_about_data_imports_what_reads_them():
    there = imported("watch", "dependence", "--item", "pixie-dust-metals", home=neverland_home())
    assert {"pandas", "ibis", "duckdb"} <= there
    assert there & {"hwpx", "jinja2", "alembic"} == set()


def test_the_first_command_of_all_makes_the_journal(tmp_path):
    assert "alembic" in imported("org", "who", home=tmp_path / "new")


def test_help_and_version_open_nothing(tmp_path):
    assert imported("--version", home=tmp_path / "none", content=None) & (HEAVY | {"pydantic", "sqlalchemy"}) == set()
    shown = imported("-h", home=tmp_path / "none", content=None)
    assert shown & {"ibis", "duckdb", "hwpx", "openpyxl", "httpx", "alembic"} == set()
    assert not (tmp_path / "none").exists()


def test_every_command_is_found_under_its_own_name():
    assert {name: command.name for name, command in gwanje.commands.items()} == {name: name for name in gwanje.commands}
    assert len(gwanje.commands) >= 6


def test_a_slip_in_the_name_of_a_command_is_answered_with_the_nearest(tmp_path):
    found = run("wach", home=tmp_path / "none", content=None)
    assert found.code == 2
    assert "watch" in found.err


def test_imports_inside_functions_stand_where_the_decision_says():
    source = ROOT / "src" / "gwanje"
    files = [path for path in source.rglob("*.py") if path.relative_to(source).parts[0] != "interfaces"]
    deferring = {path.relative_to(source).as_posix() for path in files if defers(path)}
    assert deferring == DEFERRING
    decision = (ROOT / "docs" / "adr" / "0009-heavy-libraries-are-imported-when-needed.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in decision or f"`gwanje/{name}`" in decision for name in DEFERRING)


def defers(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(isinstance(node, ast.Import | ast.ImportFrom) for function in functions for node in ast.walk(function))
