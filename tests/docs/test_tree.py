"""The tree is the glossary: only listed names at the top, no drawer names, and every path the documents name exists."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    ".ci", ".gitignore", ".importlinter", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "CONVENTION.md", "LICENSE",
    "Makefile", "NOTICE", "README.md", "SECURITY.md", "benchmarks", "docs", "pyproject.toml", "requirements", "src", "tests", "tools",
}  # fmt: skip
DRAWERS = {"utils", "helpers", "common", "core", "manager", "managers", "misc", "tools"}
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
NAMED = re.compile(
    r"`((?:src|tests|docs|tools|benchmarks|requirements|gwanje_world|gwanje_korea|evidence|interfaces)/[\w./-]*\w)`"
)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return listed.splitlines()


def test_only_listed_names_at_the_top() -> None:
    assert {path.split("/", 1)[0] for path in tracked()} <= TOP


def test_no_drawer_names() -> None:
    for path in tracked():
        if path.startswith("src/"):
            assert not DRAWERS & {part.removesuffix(".py") for part in path.split("/")}, path


def test_every_path_named_in_a_document_exists() -> None:
    named = [(document, path) for document in DOCUMENTS for path in NAMED.findall(document.read_text(encoding="utf-8"))]
    assert len(named) > 5
    for document, path in named:
        places = [ROOT / path, ROOT / "src" / path, ROOT / "src" / "gwanje" / path]
        assert any(place.exists() for place in places), f"{document.name} names {path}, which does not exist"


def test_at_most_ten_make_targets() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = next(line for line in text.splitlines() if line.startswith(".PHONY")).split(":")[1].split()
    assert len(targets) <= 10
    assert {"today", "test", "soak", "check", "bench", "docs"} <= set(targets)
