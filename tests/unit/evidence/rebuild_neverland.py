"""A builder process for the stress tests: rebuilds the Neverland warehouse of a state folder again and again."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.evidence import read_sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import GwanjeError
from gwanje.journal import open_journal

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland"


def main(folder: str, times: str, *flags: str) -> int:
    content = NEVERLAND / "content"
    texts = {p.relative_to(content).as_posix(): p.read_text(encoding="utf-8") for p in content.rglob("*.yaml")}
    sources = read_sources(texts, ZoneInfo("Atlantic/Azores"))
    with open_journal(Path(folder).parent / "journal.sqlite") as journal:
        store = EvidenceStore(Path(folder), journal, sources, (NEVERLAND / "content" / "tables",))
        for number in range(int(times)):
            print(f"building {number}", flush=True)  # noqa: T201 - told to the test
            try:
                store.build(force=True, wait="--no-wait" not in flags)
            except GwanjeError as fault:
                print(fault, file=sys.stderr)  # noqa: T201 - told to the test
                return fault.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
