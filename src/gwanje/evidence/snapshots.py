"""Snapshots: the raw bytes of one file of one source, content-addressed, with the instant they became known."""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError

Origin = Literal["packaged", "fetched", "mirror", "loaded", "pack"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One vintage of one file: `known` is the earliest evidence that it was public, `taken` when we got it.

    `mapping` is the text that declares the columns of a file whose source leaves that to each file. `again` says that
    the bytes were here before and count once more from `known` on.
    """

    id: str
    source: str
    file: str
    sha256: str
    bytes: int
    known: datetime
    evidence: str
    taken: datetime | None
    origin: Origin
    position: int
    mapping: str = ""
    again: bool = False

    @property
    def order(self) -> tuple[datetime, int]:
        """Later in this order means a newer vintage."""
        return (self.known, self.position)


def snapshot_id(source: str, file: str, sha256: str, mapping: str = "", *, again: datetime | None = None) -> str:
    """The permanent id of a vintage: source, file and the beginning of the hash; with that of its mapping, if any.

    Bytes that count once more are told apart by the instant from which they do.
    """
    by = f"+{hashlib.sha256(mapping.encode()).hexdigest()[:8]}" if mapping else ""
    since = f"~{again.astimezone(UTC):%Y%m%dT%H%M%S%f}" if again else ""
    return f"{source}/{file}@{sha256[:16]}{by}{since}"


def sha256_of(path: Path) -> str:
    """The sha256 of a file, read in blocks."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def examined_hash(path: Path) -> str:
    """The sha256 of a file that is about to be read; empty where it cannot be, which the reader then says."""
    try:
        return sha256_of(path)
    except OSError:
        return ""


def fsync_path(path: Path) -> None:
    """Force a file or folder to the disk; folders only where the system can open them."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + f".{os.getpid()}.part")
    try:
        with part.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    fsync_path(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder of the state, or say that it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise not_writable(path, fault) from fault


def not_writable(path: Path, fault: Exception) -> UnavailableError:
    """The state folder cannot be written."""
    return UnavailableError(
        "The state folder cannot be written",
        place=str(path),
        expected="a folder this user may write to",
        found=getattr(fault, "strerror", None) or str(fault).splitlines()[0],
        remedy="Give write permission, free disk space, or set GWANJE_HOME to another folder",
    )


class BlobStore:
    """Raw bytes under their sha256; bytes that are there are never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, whether they are there or not."""
        return self.folder / sha256[:2] / sha256

    def put(self, source: Path, examined: str = "") -> tuple[str, int]:
        """Keep a copy of a file; returns its sha256 and size. Other bytes than those examined are refused."""
        try:
            data = source.read_bytes()
        except OSError as fault:
            raise RefusedInputError(
                "The file cannot be read", place=str(source), found=fault.strerror or "", remedy="Check the path"
            ) from fault
        found = hashlib.sha256(data).hexdigest()
        if examined and found != examined:
            raise RefusedInputError(
                "The file changed while it was read",
                place=str(source),
                expected=f"sha256 {examined}, as when it was examined",
                found=f"sha256 {found}",
                remedy="Wait until whoever writes it is done, and load it again; nothing was kept",
            )
        return self.put_bytes(data), len(data)

    def put_bytes(self, data: bytes) -> str:
        """Keep bytes; returns their sha256."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.exists() and sha256_of(target) == sha256:
            return sha256
        make_folder(target.parent)
        try:
            write_whole(target, data)
        except OSError as fault:
            raise not_writable(target, fault) from fault
        return sha256


def verified(path: Path, snapshot: Snapshot) -> Path:
    """The file of a snapshot, after its hash was compared."""
    if not path.exists():
        raise IntegrityError(
            f"The bytes of snapshot {snapshot.id} are missing",
            place=str(path),
            expected=f"sha256 {snapshot.sha256}",
            found="no file",
            remedy="Restore the state folder from its backup, or load the file again",
        )
    found = sha256_of(path)
    if found != snapshot.sha256:
        raise IntegrityError(
            f"The bytes of snapshot {snapshot.id} were changed",
            place=str(path),
            expected=f"sha256 {snapshot.sha256}",
            found=f"sha256 {found}",
            remedy="Restore the file from its backup, or reinstall the package if it came with it",
        )
    return path
