"""Opening a journal by path or address, and sealing it with a checkpoint."""

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from gwanje.foundation.errors import WrongUseError
from gwanje.journal.backends import Backend, PostgresqlBackend, SqliteBackend
from gwanje.journal.checkpoints import Checkpoint, sign_checkpoint
from gwanje.journal.entries import NO_CHECKPOINT, integrity_error
from gwanje.journal.keys import PrivateKey
from gwanje.journal.store import DatabaseJournal, Journal

_ADDRESS = re.compile(r"([a-z][a-z0-9+]*)://")
_REMEDY = "Give a path, sqlite:///path, or postgresql://user@host/database"


def open_journal(location: str | Path, *, create: bool = True, wait_seconds: float = 30) -> Journal:
    """Open the journal at a path (SQLite) or address (PostgreSQL); its tables are made or migrated where needed.

    Args:
        location: a path, `sqlite:///path`, or `postgresql://user@host/database`.
        create: whether a SQLite file that does not exist is made.
        wait_seconds: how long to wait while another writer is at work.

    Raises:
        WrongUseError: the address names another kind of database.
        RefusedInputError: the file is a database of something else.
        UnavailableError: the store cannot be reached or is of a newer version; psycopg is missing.
        IntegrityError: the store has lost its identity or its version.
    """
    return DatabaseJournal(_backend(location, create=create, wait_seconds=wait_seconds))


def seal_journal(journal: Journal, previous: Checkpoint | None, *, key: PrivateKey, at: datetime) -> Checkpoint:
    """Verify the journal against its newest checkpoint (None only before the first one) and sign a new one.

    Raises:
        IntegrityError: the journal is not as it was recorded; nothing is signed.
        WrongUseError: the instant has no zone.
        UnavailableError: the store cannot be reached.
    """
    trusted = None if previous is None else key.public_key()
    verification = journal.verify(previous, trusted=trusted)
    serious = [finding for finding in verification.findings if previous is not None or finding.kind != NO_CHECKPOINT]
    if serious:
        raise integrity_error(serious[0], others=len(serious) - 1)
    return sign_checkpoint(verification.head, at=at, key=key)


def _backend(location: str | Path, *, create: bool, wait_seconds: float) -> Backend:
    if isinstance(location, Path) or not _ADDRESS.match(location):
        return _sqlite(str(location), create=create, wait_seconds=wait_seconds)
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as fault:
        raise WrongUseError(
            "This is not the address of a journal", found="an unreadable address", remedy=_REMEDY
        ) from fault
    if url.drivername == "sqlite":
        return _sqlite(url.database or "", create=create, wait_seconds=wait_seconds)
    if url.drivername in {"postgresql", "postgresql+psycopg", "postgres"}:
        return PostgresqlBackend(url, wait_seconds=wait_seconds)
    raise WrongUseError(
        "A journal is kept in SQLite or PostgreSQL",
        expected="sqlite or postgresql",
        found=url.drivername,
        remedy=_REMEDY,
    )


def _sqlite(path: str, *, create: bool, wait_seconds: float) -> SqliteBackend:
    if path in {"", ":memory:"} or path.startswith("file:"):
        raise WrongUseError("A journal lives in a file", expected="a path", found=path or "nothing", remedy=_REMEDY)
    return SqliteBackend(Path(path), create=create, wait_seconds=wait_seconds)
