"""One builder at a time: a lock of the operating system, which frees itself when its process is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gwanje.evidence.snapshots import make_folder, not_writable
from gwanje.foundation.errors import UnavailableError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def only_builder(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock file while building; without `wait`, a second builder is refused at once."""
    make_folder(path.parent)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise not_writable(path, fault) from fault
    try:
        _take(handle, path, wait=wait)
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path, *, wait: bool) -> None:
    try:
        if sys.platform == "win32":
            os.lseek(handle, 1024, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as fault:
        builder = os.pread(handle, 32, 0).decode(errors="replace").strip() if hasattr(os, "pread") else ""
        raise UnavailableError(
            "Another build of the warehouse is under way",
            place=str(path),
            found=f"process {builder}" if builder else "another process",
            remedy="Wait until it is done; the present warehouse can be read meanwhile",
        ) from fault
