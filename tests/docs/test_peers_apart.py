"""Copyleft peers stay apart: in no lock but their own, imported by nothing but the scripts that run beside them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"boario", "pymrio", "progressbar"}
BESIDE = ROOT / "benchmarks" / "peers"


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_boario_is_in_no_lock_but_its_own() -> None:
    for name in ("core.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert not re.search(r"^(boario|pymrio)==", text, re.MULTILINE), name
    assert "boario" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_peer_lock_names_no_address_and_carries_hashes() -> None:
    text = (ROOT / "requirements" / "peers.txt").read_text(encoding="utf-8")
    assert {"boario", "pymrio", "progressbar2"} <= set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert "://" not in text
    assert not re.search(r"--(extra-)?index|--find-links|--trusted-host", text)
    assert text.count("--hash=sha256:") > text.count("==")


def test_only_the_scripts_beside_them_import_the_peers() -> None:
    scripts = sorted(BESIDE.glob("*.py"))
    assert PEERS & set.union(*map(imported, scripts)), "nothing imports the peers: does this test still see them?"
    for path in scripts:
        assert "gwanje" not in imported(path), f"{path.name} runs beside the peers and must not import gwanje"
    others = [path for name in ("src/gwanje/impact", "benchmarks", "tests") for path in (ROOT / name).rglob("*.py")]
    for path in others:
        if not path.is_relative_to(BESIDE):
            assert "boario" not in imported(path), f"{path.relative_to(ROOT)} imports a GPL peer"
