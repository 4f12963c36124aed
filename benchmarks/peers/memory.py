"""Memory of this process, as Linux keeps it; unknown elsewhere, never guessed."""

import re
from pathlib import Path

STATUS = Path("/proc/self/status")
FORGET = Path("/proc/self/clear_refs")


def peak_bytes() -> int | None:
    """Highest resident memory since the start of the process or the last `forget_peak`."""
    return _named("VmHWM")


def resident_bytes() -> int | None:
    """Resident memory now."""
    return _named("VmRSS")


def forget_peak() -> bool:
    """Start the peak again from what is resident now; False where the system does not allow it."""
    try:
        FORGET.write_text("5", encoding="utf-8")
    except OSError:
        return False
    return True


def _named(name: str) -> int | None:
    if not STATUS.exists():
        return None
    found = re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text(encoding="utf-8"))
    return int(found[1]) * 1024 if found else None
