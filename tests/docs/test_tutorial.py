"""The tutorials work: their commands run in order, in one fresh home, and print the lines that they show."""

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
TUTORIALS = {"tutorial.md": 18, "tutorial-reform.md": 20, "tutorial-impact.md": 8, "tutorial-watch.md": 10}
"""Each page, and how many commands of gwanje it has at least."""
pytestmark = pytest.mark.korea


@dataclass
class Step:
    """One command of the tutorial and the lines shown under it; or a file that it says to write."""

    command: str
    shown: list[str] = field(default_factory=list)
    text: str = ""


def steps(text: str) -> Iterator[Step]:
    """Console blocks give commands; a YAML block that begins with `# path` is written there, `# +path` added to it."""
    for kind, block in re.findall(r"```(console|yaml)\n(.*?)```", text, re.DOTALL):
        if kind == "yaml":
            name, _, body = block.partition("\n")
            assert name.startswith("# "), f"this block names no file: {name}"
            path = name.removeprefix("# ").split()[0]
            yield Step(f"write {path}", text=body if path.startswith("+") else block)
        else:
            yield from commands(block)


def commands(block: str) -> Iterator[Step]:
    step = None
    for line in block.splitlines():
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
    """Just enough of a shell for the tutorials; an unknown command is a mistake in the tutorial."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys, self.last = monkeypatch, capsys, 0

    def run(self, step: Step) -> str:
        name, *words = shlex.split(step.command)
        if name == "gwanje":
            return self._gwanje(words)
        if name == "write":
            self._write(words[0], step.text)
        elif name == "export":
            for word in words:
                self.monkeypatch.setenv(*word.split("=", 1))
        elif name == "unset":
            for word in words:
                self.monkeypatch.delenv(word)
        elif name == "cp":
            shutil.copytree(words[1], words[2])
        elif name == "sed":
            self._sed(words[1], Path(words[2]))
        elif step.command == "echo $?":
            return str(self.last)
        else:
            assert step.command == "make today", f"this test cannot run '{step.command}'"
        return ""

    @staticmethod
    def _write(name: str, text: str) -> None:
        path = Path(name.removeprefix("+"))
        before = path.read_text(encoding="utf-8") if name.startswith("+") else ""
        path.write_text(before + text, encoding="utf-8")

    @staticmethod
    def _sed(expression: str, path: Path) -> None:
        _, before, after, _ = expression.split("/")
        text = path.read_text(encoding="utf-8")
        changed = re.sub(before, lambda _: after.replace("\\n", "\n"), text)
        assert changed != text, f"sed '{expression}' changes nothing in {path}"
        path.write_text(changed, encoding="utf-8")

    def _gwanje(self, words: list[str]) -> str:
        with pytest.raises(SystemExit) as left:
            main(words)
        sys.stdout.flush()
        printed = self.capsys.readouterr()
        self.last = int(left.value.code or 0)
        return printed.out + printed.err


@pytest.mark.parametrize("page", TUTORIALS)
def test_every_command_of_the_tutorial(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GWANJE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("GWANJE_CONTENT", "GWANJE_CONTENT_PACKAGES", "GWANJE_COUNTRY", "GWANJE_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    shell, told = Shell(monkeypatch, capsys), list(steps(text))
    assert sum(step.command.startswith("gwanje ") for step in told) >= TUTORIALS[page]
    for number, step in enumerate(told):
        printed = shell.run(step)
        for line in step.shown:
            assert appears(line, printed), f"$ {step.command}\nshown:   {line}\nprinted: {printed}"
        follows = told[number + 1].command if number + 1 < len(told) else ""
        refused = any(line.startswith("gwanje: ") for line in step.shown)
        if step.command.startswith("gwanje ") and follows != "echo $?" and not refused:
            assert shell.last == 0, f"$ {step.command} left with {shell.last}:\n{printed}"


def test_a_line_that_is_not_printed_would_be_seen() -> None:
    assert appears("China 0.609 … by mass", "  China 0.609\n by value, 0.922 by mass")
    assert not appears("China 0.609 by mass", "China 0.609 by value")
