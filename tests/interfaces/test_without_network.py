"""Everything but a download works with the network cut off: any attempt to reach an address ends the process."""

import os
import subprocess
import sys

import pytest

from towers import WORLD, world_home

CUT = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise SystemExit(f"the network was asked for: {event} {arguments[1:]}")

sys.addaudithook(refuse)
from gwanje.interfaces.cli.main import main
main(sys.argv[1:])
"""
COMMANDS = [
    ("today", "--on", "2026-11-05", "--format", "json"),
    ("brief", "rare-earths", "--format", "json"),
    ("watch", "dependence", "--item", "hs1992:280530", "--on", "2026-01-01", "--format", "json"),
    ("items", "coverage", "--format", "csv"),
    ("data", "check", "--format", "json"),
]


def cut_off(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"GWANJE_HOME": str(world_home()), "GWANJE_CONTENT_PACKAGES": WORLD}
    return subprocess.run(
        [sys.executable, "-c", CUT, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.korea
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments[:2]))
def test_it_answers_without_a_network(arguments: tuple[str, ...]) -> None:
    done = cut_off(*arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "the network was asked for" not in done.stderr
    assert done.stdout.strip()


@pytest.mark.korea
def test_the_cut_would_be_noticed() -> None:
    done = cut_off("data", "fetch", "usgs-mcs", "--address", "http://127.0.0.1:9")
    assert done.returncode != 0
    assert "the network was asked for" in done.stderr
