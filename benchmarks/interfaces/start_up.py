"""How long a command takes from a shell, in fresh processes, beside `python -c pass` and `python -c "import pandas"`.

State is warm: every command runs once before it is measured, so the journal and the warehouse are there. User time is
what the processor worked for the child alone; the rounds go through all commands in turn, so that a busy moment of the
machine falls on all of them. A command that fails, or prints nothing, ends the benchmark. Prints one JSON document.

Usage: python benchmarks/interfaces/start_up.py [--repeats N]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

PEERS = {"python -c pass": ["-c", "pass"], 'python -c "import pandas"': ["-c", "import pandas"]}
QUESTIONS = {
    "--version": ["--version"],
    "org who": ["org", "who", "trade-security", "--on", "2025-12-30"],
    "org diff": ["org", "diff", "2025-12-29", "2025-12-30"],
    "watch sunsets": ["watch", "sunsets", "--on", "2026-11-05"],
    "items search": ["items", "search", "희토류자석"],
    "data list": ["data", "list"],
    "today": ["today", "--on", "2025-12-30"],
    "watch dependence": ["watch", "dependence", "--item", "hs1992:280530", "--on", "2026-01-01"],
}
COMMANDS = {name: ["-m", "gwanje.interfaces.cli.main", *words] for name, words in QUESTIONS.items()}


class Spent(NamedTuple):
    """What one process took."""

    user: float
    wall: float


def spent(arguments: Sequence[str], environment: Mapping[str, str], *, says_something: bool) -> Spent:
    with tempfile.TemporaryFile() as out:
        begun = time.perf_counter()
        child = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0 or (says_something and os.fstat(out.fileno()).st_size == 0):
            raise SystemExit(f"{' '.join(arguments)} left with {child.returncode}")
    return Spent(usage.ru_utime, wall)


def main() -> None:
    parser = argparse.ArgumentParser(description="Start-up of the command line, each command in fresh processes.")
    parser.add_argument("--repeats", type=int, default=5, help="measured rounds after one that warms up")
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GWANJE_")}
        environment = kept | {"GWANJE_HOME": home, "COLUMNS": "120"}
        for words in COMMANDS.values():
            spent(words, environment, says_something=True)
        measured: dict[str, list[Spent]] = {name: [] for name in (*PEERS, *COMMANDS)}
        for _ in range(repeats):
            for name, words in (PEERS | COMMANDS).items():
                measured[name].append(spent(words, environment, says_something=name in COMMANDS))
    user = {name: statistics.median(one.user for one in runs) for name, runs in measured.items()}
    wall = {name: statistics.median(one.wall for one in runs) for name, runs in measured.items()}
    pandas = user['python -c "import pandas"']
    report = {
        "benchmark": "interfaces/start_up",
        "repeats": repeats,
        "python": ".".join(map(str, sys.version_info[:3])),
        "seconds": {
            name: {
                "user": round(user[name], 3),
                "wall": round(wall[name], 3),
                "user_over_import_pandas": round(user[name] / pandas, 2),
            }
            for name in measured
        },
    }
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
