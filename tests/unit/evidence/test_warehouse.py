"""The warehouse: vintages side by side, known time, whole builds only, nothing lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gwanje.evidence.locking import only_builder
from gwanje.evidence.store import EvidenceStore
from gwanje.evidence.warehouse import NotYetKnown, open_warehouse, read_pointer
from gwanje.foundation.errors import IntegrityError, UnavailableError, UnknownKeyError
from gwanje.journal import open_journal

from .conftest import AZORES, LATER, NEVERLAND
from .read_neverland import assert_one_build

BEFORE = datetime(2031, 3, 1, tzinfo=UTC)
HERE = Path(__file__).resolve().parent


def load_revision(store: EvidenceStore, path: Path, known: datetime) -> str:
    report = store.load(path, "nvl-trade", known=known, evidence="download", taken=known, file="nvl_trade.csv")
    assert report.was_new
    return report.snapshot.id


def value_of(store: EvidenceStore, known: datetime) -> float | None:
    with store.open_warehouse() as warehouse:
        rows = warehouse.as_known("trade", known)
        if rows is None:
            return None
        chosen = rows.filter((rows.year == 2026) & (rows.importer == "NVL") & (rows.hs == "811230"))
        return float(chosen.import_value_usd.sum().to_pyarrow().as_py())


def test_units_codes_and_missing_mass(store: EvidenceStore) -> None:
    store.build()
    with store.open_warehouse() as warehouse:
        trade = warehouse.table("trade")
        rows = trade.filter((trade.year == 2030) & (trade.importer == "NVL") & (trade.hs == "280530"))
        found = {row["exporter"]: row for row in rows.to_pyarrow().to_pylist()}
    assert found["OZZ"]["import_value_usd"] == 800_000
    assert found["NRN"]["import_mass_t"] is None
    assert found["WDL"]["exporter_code"] == 22
    assert found["OZZ"]["source"] == "nvl-trade"
    assert found["OZZ"]["known"] == datetime(2031, 3, 2, tzinfo=AZORES)


def test_nothing_is_known_before_it_was_public(store: EvidenceStore) -> None:
    store.build()
    with store.open_warehouse() as warehouse:
        assert warehouse.as_known("trade", BEFORE) is None
        answer = warehouse.not_yet_known("trade", BEFORE)
        assert answer == NotYetKnown("trade", BEFORE, datetime(2031, 3, 2, tzinfo=AZORES))
        assert warehouse.as_known("trade", answer.first_known) is not None
        with pytest.raises(UnknownKeyError, match="Did you mean trade"):
            warehouse.as_known("trades", LATER)


def test_vintages_live_side_by_side(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    store.build()
    load_revision(store, revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2"), LATER)
    assert not store.build().was_skipped
    assert value_of(store, LATER - timedelta(seconds=1)) == 40_000
    assert value_of(store, LATER) == 44_000
    assert value_of(store, BEFORE) is None
    with store.open_warehouse() as warehouse:
        assert len(warehouse.snapshots("nvl-trade")) == 2
        assert warehouse.table("trade").count().to_pyarrow().as_py() == 104


def test_unchanged_inputs_are_not_built_again(store: EvidenceStore) -> None:
    first = store.build()
    second = store.build()
    assert (first.was_skipped, second.was_skipped) == (False, True)
    assert second.rows == first.rows
    assert store.build(force=True).sequence == first.sequence + 1


def test_loading_the_same_bytes_again_adds_nothing(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    path = revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2")
    load_revision(store, path, LATER)
    again = store.load(path, "nvl-trade", known=LATER, evidence="again", taken=LATER, file="nvl_trade.csv")
    assert not again.was_new
    earlier = LATER - timedelta(days=9)
    store.load(path, "nvl-trade", known=earlier, evidence="older mail", taken=LATER, file="nvl_trade.csv")
    assert [s.known for s in store.snapshots("nvl-trade")][-1] == earlier


def test_a_reader_keeps_its_build_while_others_follow(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    store.build()
    with store.open_warehouse() as held:
        load_revision(store, revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2"), LATER)
        for _ in range(4):
            store.build(force=True)
        assert held.row_counts()["trade"] == 52
        with store.open_warehouse() as fresh:
            assert fresh.row_counts()["trade"] == 104
            assert fresh.sequence == held.sequence + 4


def test_a_reader_that_loses_the_race_takes_the_next_build(
    store: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.build()
    stale = read_pointer(store.builds)
    assert stale is not None
    for _ in range(3):
        store.build(force=True)
    assert not (store.builds / stale.file).exists()
    answers = [stale, stale]
    monkeypatch.setattr(
        "gwanje.evidence.warehouse.read_pointer", lambda folder: answers.pop() if answers else read_pointer(folder)
    )
    with open_warehouse(store.builds) as warehouse:
        warehouse.verify()
        assert warehouse.sequence == stale.sequence + 3


def test_a_cut_build_is_an_integrity_fault(store: EvidenceStore) -> None:
    store.build()
    pointer = read_pointer(store.builds)
    assert pointer is not None
    path = store.builds / pointer.file
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(IntegrityError, match="cannot be opened"):
        open_warehouse(store.builds)


def test_no_build_yet_says_so(store: EvidenceStore) -> None:
    with pytest.raises(UnavailableError, match="no warehouse yet"):
        store.open_warehouse()


def test_altered_bytes_are_found_and_the_old_build_stays(store: EvidenceStore, revised: Callable[..., Path]) -> None:
    store.build()
    load_revision(store, revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2"), LATER)
    snapshot = store.snapshots("nvl-trade")[-1]
    store.locate(snapshot).write_text("altered")
    with pytest.raises(IntegrityError, match="were changed"):
        store.build()
    assert value_of(store, LATER) == 40_000


def test_a_later_package_never_takes_a_vintage_away(store: EvidenceStore, tmp_path: Path, journal, sources) -> None:
    store.build()
    without = EvidenceStore(store.folder, journal, sources, ())
    assert without.build(force=True).rows["trade"] == 52
    with without.open_warehouse() as warehouse:
        warehouse.verify()


def test_a_second_builder_is_refused_or_waits(store: EvidenceStore) -> None:
    store.build()
    with only_builder(store.builds / "build.lock", wait=False):
        child = subprocess.run(
            [sys.executable, str(HERE / "rebuild_neverland.py"), str(store.folder), "1", "--no-wait"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert child.returncode == 5, child.stderr
    assert "Another build of the warehouse is under way" in child.stderr
    assert str(os.getpid()) in child.stderr
    assert store.build(force=True).sequence == 2


def test_state_folder_that_cannot_be_written(tmp_path: Path, journal, sources) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = EvidenceStore(tmp_path / "file" / "evidence", journal, sources, (NEVERLAND / "content" / "tables",))
    with pytest.raises(UnavailableError, match="GWANJE_HOME"):
        store.build()


def test_paths_with_spaces_and_other_scripts(tmp_path: Path, sources) -> None:
    folder = tmp_path / "상태 폴더 with spaces"
    folder.mkdir()
    with open_journal(folder / "journal.sqlite") as journal:
        store = EvidenceStore(folder / "증거", journal, sources, (NEVERLAND / "content" / "tables",))
        store.build()
        with store.open_warehouse() as warehouse:
            warehouse.verify()


def test_a_reader_process_goes_on_while_it_is_rebuilt(store: EvidenceStore, revised, soak: bool) -> None:
    rebuilds = 50 if soak else 5
    store.build()
    reader = subprocess.Popen(
        [sys.executable, str(HERE / "read_neverland.py"), str(store.builds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "holding\n"
    for number in range(rebuilds):
        if number % 5 == 0:
            path = revised("2026,20,10,811230,1992,40,2", f"2026,20,10,811230,1992,{50 + number},2")
            load_revision(store, path, LATER + timedelta(days=number))
        assert not store.build(force=True).was_skipped
    out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    opened, seen = map(int, out.split())
    print(f"{rebuilds} rebuilds while a reader held one build; it opened {opened} more, {seen} different, all whole")  # noqa: T201 - real output
    assert opened > 0
    with store.open_warehouse() as warehouse:
        assert len(warehouse.snapshots("nvl-trade")) == 1 + (rebuilds + 4) // 5


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_kill_at_random_moments_of_a_rebuild(store: EvidenceStore, revised, soak: bool) -> None:
    kills = 50 if soak else 4
    store.build()
    random_moment = random.Random(20260101)
    vintages = {s.id for s in store.snapshots("nvl-trade")}
    struck_while_building = 0
    for number in range(kills):
        path = revised("2026,20,10,811230,1992,40,2", f"2026,20,10,811230,1992,{50 + number},2")
        vintages.add(load_revision(store, path, LATER + timedelta(days=number)))
        builder = subprocess.Popen(
            [sys.executable, str(HERE / "rebuild_neverland.py"), str(store.folder), "1000"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert builder.stdout is not None
        while builder.stdout.readline() != "building 1\n":  # the second build starts in a warm process
            assert builder.poll() is None
        time.sleep(random_moment.uniform(0.0, 0.5))
        builder.send_signal(signal.SIGKILL)
        builder.wait(30)
        builder.stdout.close()
        struck_while_building += any(store.builds.glob("*.building*"))
        with store.open_warehouse() as warehouse:
            assert_one_build(warehouse)
    report = store.build(force=True)
    print(f"{kills} kills, {struck_while_building} of them left a half-made file; build {report.sequence} is whole")  # noqa: T201
    assert not list(store.builds.glob("*.building*"))
    with store.open_warehouse() as warehouse:
        assert_one_build(warehouse)
        assert {s.id for s in warehouse.snapshots("nvl-trade")} == vintages
