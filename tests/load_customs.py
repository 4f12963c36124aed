"""A loader process for the kill test: loads one more vintage of February into a state folder and builds it in."""

import sys
from datetime import timedelta
from pathlib import Path

from customs_store import FIXTURES, KEY, MARCH, NOW, TABLES, customs_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.journal import open_journal


def main(folder: str, number: str) -> int:
    sources = customs_sources()
    text = (FIXTURES / "nitemtrade_2026-02.xml").read_text(encoding="utf-8")
    path = Path(folder).parent / f"february-{number}.xml"
    path.write_text(text.replace("64000<", f"64{int(number):03d}<"), encoding="utf-8")
    with open_journal(Path(folder).parent / "journal.sqlite") as journal:
        store = EvidenceStore(Path(folder), journal, sources, (TABLES,))
        print("loading", flush=True)  # noqa: T201 - told to the test
        store.load(path, KEY, known=MARCH + timedelta(days=int(number)), evidence="test", taken=NOW)
        store.build()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
