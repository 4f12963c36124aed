"""A reader process for the stress tests: holds one build, opens fresh ones, and checks that each is whole."""

import sys
from pathlib import Path
from threading import Event, Thread

from gwanje.evidence.warehouse import Warehouse, open_warehouse

ROWS_OF_A_VINTAGE = 52


def assert_one_build(warehouse: Warehouse) -> None:
    """Every vintage that the books list is there whole, and no other."""
    warehouse.verify()
    trade = warehouse.table("trade")
    rows = trade.group_by("snapshot").aggregate(n=trade.count()).to_pyarrow().to_pylist()
    assert {row["snapshot"] for row in rows} == {s.id for s in warehouse.snapshots("nvl-trade")}
    assert {row["n"] for row in rows} == {ROWS_OF_A_VINTAGE}


def main(folder: str) -> None:
    stop, sequences, opened = Event(), set(), 0
    Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    with open_warehouse(Path(folder)) as held:
        before = held.row_counts()
        print("holding", flush=True)  # noqa: T201 - told to the test
        while not stop.is_set():
            with open_warehouse(Path(folder)) as fresh:
                assert_one_build(fresh)
                sequences.add(fresh.sequence)
            opened += 1
            assert_one_build(held)
        assert held.row_counts() == before
    print(f"{opened} {len(sequences)}", flush=True)  # noqa: T201 - told to the test


if __name__ == "__main__":
    main(*sys.argv[1:])
