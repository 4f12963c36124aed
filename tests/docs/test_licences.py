"""No GPL, AGPL or LGPL in the core: the licence of every locked core package is read from what is installed."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|GNU (?:Affero |Lesser )?General Public)", re.IGNORECASE)


def locked(name: str) -> list[str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return [found[1] for line in lines if (found := re.match(r"([a-z0-9][a-z0-9._-]*)==", line))]


def licence_words(package: str) -> str:
    found = metadata(package)
    classifiers = [text for text in found.get_all("Classifier") or [] if text.startswith("License")]
    return " ".join([found.get("License-Expression") or "", (found.get("License") or "")[:200], *classifiers])


def test_no_copyleft_in_the_core() -> None:
    packages = locked("core.txt")
    assert len(packages) > 40
    read = 0
    for package in packages:
        try:
            words = licence_words(package)
        except PackageNotFoundError:  # locked for another Python or system
            continue
        read += 1
        assert words.strip(), f"{package} states no licence; look it up and say so in docs/dependencies.md"
        assert not COPYLEFT.search(words), f"{package}: {words}"
    assert read > 40


def test_the_test_would_see_copyleft() -> None:
    assert COPYLEFT.search(licence_words("psycopg"))


def test_locks_name_no_address_and_carry_hashes() -> None:
    for name in ("core.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"--(extra-)?index|--find-links|--trusted-host", text)
        assert text.count("--hash=sha256:") > text.count("==")


def test_every_core_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("]\n", 1)[0]
    names = re.findall(r'"([a-z0-9-]+)', block)
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert len(names) >= 18
    missing = [name for name in names if name not in reasons]
    assert not missing, f"docs/dependencies.md does not say why: {missing}"
