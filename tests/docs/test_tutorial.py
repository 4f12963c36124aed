"""The tutorial works: its commands run in order, in one fresh home, and print the lines that it shows."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gwanje.interfaces.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.korea


@dataclass
class Step:
    """One command of the tutorial and the lines shown under it."""

    command: str
    shown: list[str] = field(default_factory=list)


def steps(text: str) -> Iterator[Step]:
    step = None
    for line in "\n".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)).splitlines():
        if line.startswith("$ "):
            if step is not None:
                yield step
            step = Step(line.removeprefix("$ "))
        elif line.strip():
            assert step is not None, f"'{line}' is shown before any command"
            step.shown.append(line)
    if step is not None:
        yield step


def appears(shown: str, printed: str) -> bool:
    """Whether a shown line stands in what was printed; `…` stands for anything, and line breaks do not count."""
    parts = [re.escape(" ".join(part.split())) for part in shown.split("…")]
    return re.search(".*?".join(parts), " ".join(printed.split())) is not None


class Shell:
    """Just enough of a shell for the tutorial; an unknown command is a mistake in the tutorial."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys, self.last = monkeypatch, capsys, 0

    def run(self, command: str) -> str:
        name, *words = shlex.split(command)
        if name == "gwanje":
            return self._gwanje(words)
        if name == "export":
            for word in words:
                self.monkeypatch.setenv(*word.split("=", 1))
        elif name == "unset":
            for word in words:
                self.monkeypatch.delenv(word)
        elif name == "cp":
            shutil.copytree(words[1], words[2])
        elif name == "sed":
            _, before, after, _ = words[1].split("/")
            path = Path(words[2])
            path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        elif command == "echo $?":
            return str(self.last)
        else:
            assert command == "make today", f"this test cannot run '{command}'"
        return ""

    def _gwanje(self, words: list[str]) -> str:
        with pytest.raises(SystemExit) as left:
            main(words)
        sys.stdout.flush()
        printed = self.capsys.readouterr()
        self.last = int(left.value.code or 0)
        return printed.out + printed.err


def test_every_command_of_the_tutorial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GWANJE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("GWANJE_CONTENT", "GWANJE_CONTENT_PACKAGES", "GWANJE_COUNTRY", "GWANJE_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    shell, told = Shell(monkeypatch, capsys), list(steps(TEXT))
    assert sum(step.command.startswith("gwanje ") for step in told) >= 18
    for number, step in enumerate(told):
        printed = shell.run(step.command)
        for line in step.shown:
            assert appears(line, printed), f"$ {step.command}\nshown:   {line}\nprinted: {printed}"
        follows = told[number + 1].command if number + 1 < len(told) else ""
        if step.command.startswith("gwanje ") and follows != "echo $?":
            assert shell.last == 0, f"$ {step.command} left with {shell.last}:\n{printed}"


def test_a_line_that_is_not_printed_would_be_seen() -> None:
    assert appears("China 0.609 … by mass", "  China 0.609\n by value, 0.922 by mass")
    assert not appears("China 0.609 by mass", "China 0.609 by value")
