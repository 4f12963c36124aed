"""The reference pages say what the code says; every command, argument and option can be understood from its help."""

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from gwanje.foundation import errors

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "write_reference.py"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_reference", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = load_tool()
COMMANDS = {" ".join(path): command for path, command in reference.walk(reference.command_line, ())}


def test_the_pages_are_fresh() -> None:
    assert reference.stale() == [], "run `make docs` and commit the result"


def test_a_changed_or_foreign_page_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    for name, text in reference.pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert reference.stale() == []
    (tmp_path / "errors.md").write_text(reference.errors_page() + "\n", encoding="utf-8")
    (tmp_path / "old.md").write_text("a page nobody writes", encoding="utf-8")
    assert reference.stale() == ["errors.md", "old.md"]


def test_check_leaves_with_one_when_stale(tmp_path: Path) -> None:
    copy = tmp_path / "tools" / TOOL.name
    copy.parent.mkdir()
    copy.write_bytes(TOOL.read_bytes())
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    found = subprocess.run([sys.executable, copy, "--check"], capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "docs/reference/commands.md is not what the code says now" in found.stdout


def test_there_are_commands() -> None:
    assert {"gwanje today", "gwanje brief", "gwanje org who", "gwanje watch dependence"} <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert (command.help or "").strip().endswith((".", "!")), f"{name} does not say what it does"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert (parameter.help or "").strip().endswith("."), f"{name} {parameter.opts[0]} has no help"
        else:
            assert parameter.make_metavar(click.Context(command)).strip("[].") != "", f"{name} has a nameless argument"


def test_every_option_stands_on_the_page() -> None:
    text = reference.commands_page()
    for name, command in COMMANDS.items():
        for parameter in command.params:
            for word in (*parameter.opts, *parameter.secondary_opts) if isinstance(parameter, click.Option) else ():
                assert f"`{word}`" in text, f"{name} {word}"


def test_every_deliberate_error_stands_on_the_page() -> None:
    text = reference.errors_page()
    reference.modules()
    named = {fault.__name__ for _, fault in reference.exceptions(errors.GwanjeError, 0)}
    assert {"ContentError", "IntegrityError", "ConflictError"} <= named
    assert all(f"`{name}`" in text for name in named)


def test_the_tree_in_the_module_names_the_same_numbers() -> None:
    tree = [line for line in (errors.__doc__ or "").splitlines() if "Error " in line]
    assert len(tree) >= 8
    for line in tree:
        name, exit_code, status = line.replace("│", " ").replace("├──", " ").replace("└──", " ").split()[:3]
        fault = getattr(errors, name)
        assert (fault.exit_code, fault.http_status) == (int(exit_code), int(status)), name


def test_every_convention_number_that_is_cited_exists() -> None:
    numbers = set(
        re.findall(r"^- \*\*([A-Z]\d)\*\*", (ROOT / "CONVENTION.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert len(numbers) > 25
    cited = 0
    for folder, kind in (("src", "*.py"), ("tests", "*.py"), ("docs", "*.md")):
        for path in sorted((ROOT / folder).rglob(kind)):
            for group in re.findall(r"Convention ((?:[A-Z]\d(?:, | and | to )?)+)", path.read_text(encoding="utf-8")):
                missing = set(re.findall(r"[A-Z]\d", group)) - numbers
                assert not missing, f"{path.relative_to(ROOT)} cites Convention {', '.join(sorted(missing))}"
                cited += 1
    assert cited > 30


def test_every_public_calculation_stands_on_the_page_with_its_card() -> None:
    text = reference.calculations_page()
    for module in reference.ROOMS.values():
        for name in module.__all__:
            thing = getattr(module, name)
            if inspect.isfunction(thing) or inspect.isclass(thing):
                assert f"`{name}`" in text, name
    cards = text.split("\n## ")[1:]
    assert len(cards) >= 40
    for card in cards:
        for heading in reference.HEADINGS:
            assert f"**{heading}**" in card, f"{card.splitlines()[0]}: {heading}"
