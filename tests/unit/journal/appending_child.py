"""One writer of the SIGKILL test, as a program: append, and write down each position after `append` returned.

Usage: appending_child.py LOCATION ACKNOWLEDGED_FILE NAME
"""

import os
import sys
from datetime import UTC, datetime

from gwanje.journal import open_journal

AT = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)


def main(location: str, acknowledged: str, name: str) -> None:
    handle = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open_journal(location, wait_seconds=120) as journal:
        number = 0
        while True:
            entry = journal.append(f"writer/{name}", "noted", {"writer": name, "number": number}, at=AT)
            os.write(handle, f"{entry.position} {entry.link} {number}\n".encode())
            number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
