"""Ten processes append while SIGKILL strikes at random: what was acknowledged is there, and the chain verifies."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from gwanje.journal import open_journal, seal_journal

WRITERS = 10
CHILD = Path(__file__).parent / "appending_child.py"
LONGEST_SECONDS = 900


def _start(location: str, folder: Path, life: int) -> subprocess.Popen:
    command = [sys.executable, str(CHILD), location, str(folder / f"{life}.acknowledged"), f"life-{life}"]
    with (folder / f"{life}.faults").open("w") as faults:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=faults)


def _acknowledged(folder: Path) -> list[str]:
    """Every whole line; a line cut by SIGKILL was not acknowledged."""
    return [
        line
        for file in folder.glob("*.acknowledged")
        for line in file.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]


def _acknowledges(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _kill(writer: subprocess.Popen) -> None:
    writer.send_signal(signal.SIGKILL)
    writer.wait()


def test_nothing_acknowledged_is_lost(location, tmp_path, entry_count, key, at, record_property):
    chance, kills, at_work, life = random.Random(20261110), 0, 0, WRITERS
    least_kills = max(WRITERS, entry_count // 50)
    folder = tmp_path / "acknowledged"
    folder.mkdir()
    writers = [_start(location, folder, number) for number in range(WRITERS)]
    lives = list(range(WRITERS))
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        while len(_acknowledged(folder)) < entry_count or at_work < least_kills:
            assert time.monotonic() < deadline, "the writers make no progress"
            time.sleep(chance.uniform(0.02, 0.6))
            victim = chance.randrange(WRITERS)
            works = _acknowledges(folder / f"{lives[victim]}.acknowledged")
            if kills >= least_kills and not works:
                continue  # some die while they open the store; not all, or a slow machine never gets on
            assert writers[victim].poll() is None, "a writer ended by itself"
            _kill(writers[victim])
            kills, at_work = kills + 1, at_work + works
            writers[victim], lives[victim] = _start(location, folder, life), life
            life += 1
    finally:
        for writer in writers:
            _kill(writer)
    faults = [text for file in folder.glob("*.faults") if (text := file.read_text())]
    assert not faults, faults[0]

    acknowledged = [line.split() for line in _acknowledged(folder)]
    with open_journal(location) as journal:
        entries = list(journal.read())
        checkpoint = seal_journal(journal, None, key=key, at=at)
        assert journal.verify(checkpoint, trusted=key.public_key()).sound
    positions = [int(position) for position, _, _ in acknowledged]
    assert len(positions) == len(set(positions)) >= entry_count
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    by_position = {entry.position: entry for entry in entries}
    lost = [
        position
        for position, link, number in acknowledged
        if int(position) not in by_position
        or by_position[int(position)].link != link
        or by_position[int(position)].payload["number"] != int(number)
    ]
    assert lost == []
    unacknowledged = len(entries) - len(acknowledged)
    assert 0 <= unacknowledged <= kills + WRITERS
    report = f"{len(entries)} entries, {len(acknowledged)} acknowledged, 0 lost, {kills} kills ({at_work} at work)"
    record_property("sigkill", report)
    print(f"{'PostgreSQL' if '://' in location else 'SQLite'}: {report}", file=sys.stderr)  # noqa: T201
