"""How SQLite and PostgreSQL differ: connecting durably, and letting one writer in at a time."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from gwanje.foundation.errors import UnavailableError

_WRITES = "gwanje_journal_writes"
_PAUSE_SECONDS = 0.02
DRIVER_FAULTS = (DBAPIError, sqlite3.Error, UnicodeDecodeError)
"""What drivers raise; the last when even SQLite's message about a damaged file is no text."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Backend(Protocol):
    """What the journal needs of a database beyond the statements both understand."""

    @property
    def place(self) -> str:
        """Where the store is, for messages; never with a password."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A context manager: a connection that sees one unmoving state of the store."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A context manager: a connection whose transaction is the only one that writes; committed at its end."""
        ...

    def forget_erased(self) -> None:
        """After an erasure: what can be done so that erased bytes do not stay in the store's files."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class SqliteBackend:
    """SQLite in WAL mode; every commit reaches the disk before it returns (synchronous=FULL)."""

    def __init__(self, path: Path, *, create: bool, wait_seconds: float) -> None:
        self._path = path
        self._wait_seconds = wait_seconds
        _prepare_file(path, create=create)
        url = URL.create("sqlite", database=str(path))
        # isolation_level None: the driver begins nothing by itself; `_begin` says which transaction it is.
        self._engine = create_engine(
            url, connect_args={"timeout": wait_seconds, "isolation_level": None}, max_overflow=-1
        )
        event.listen(self._engine, "connect", self._set_up)
        event.listen(self._engine, "begin", _begin)

    @property
    def place(self) -> str:
        """The path of the file."""
        return str(self._path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot: in WAL mode a read transaction does not see later commits."""
        with self._engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """BEGIN IMMEDIATE takes the write lock before anything is read."""
        with self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def forget_erased(self) -> None:
        """Empty the write-ahead log; erased pages were already overwritten (secure_delete).

        A reader that is at work keeps the log; the next erasure, or closing the last connection, empties it then.
        """
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if isinstance(raw, sqlite3.Connection):
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _set_up(self, raw: sqlite3.Connection, _record: object) -> None:
        statements = ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON")
        for statement in statements:
            raw.execute(statement).close()
        # Two first openers may meet here, and SQLite does not wait for this change of mode by itself.
        tries = max(1, round(self._wait_seconds / _PAUSE_SECONDS))
        for attempt in range(tries):
            try:
                if raw.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",):
                    return
            except sqlite3.OperationalError as fault:
                if not _is_busy(fault) or attempt == tries - 1:
                    raise
            time.sleep(_PAUSE_SECONDS)
        raise UnavailableError(
            "The journal cannot be kept in write-ahead mode",
            place=self.place,
            expected="journal_mode wal",
            found="another mode",
            remedy="Put the journal on a local disk; network file systems do not carry it",
        )


class PostgresqlBackend:
    """PostgreSQL through psycopg; one advisory lock per journal orders its writers."""

    def __init__(self, url: URL, *, wait_seconds: float) -> None:
        shown = url.difference_update_query(["password", "sslpassword"])
        self._place = shown.render_as_string(hide_password=True)
        self._wait_milliseconds = max(1, round(wait_seconds * 1000))
        try:
            self._engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, max_overflow=-1)
        except ImportError as fault:
            raise UnavailableError(
                "A journal on PostgreSQL needs the library psycopg",
                place=self._place,
                expected="psycopg 3 with its PostgreSQL client library",
                found=str(fault),
                remedy="Install the extra: pip install 'gwanje[postgres]'",
            ) from fault

    @property
    def place(self) -> str:
        """The address without its password."""
        return self._place

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot: repeatable read, and nothing can be written."""
        connection: Connection
        with self._engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.begin()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The lock is taken first and held to the end of the transaction; a commit reaches the disk."""
        with self._engine.begin() as connection:
            connection.execute(
                text(
                    "SELECT set_config('lock_timeout', :wait, true), set_config('synchronous_commit', 'on', true)"
                ).bindparams(wait=f"{self._wait_milliseconds}ms")
            )
            connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended('gwanje journal ' || current_schema(), 0))")
            )
            yield connection

    def forget_erased(self) -> None:
        """Ask for the dead rows to be cleared; the server's own log and backups keep theirs until they rotate."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM journal_payload"))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def is_busy(fault: BaseException) -> bool:
    """Whether a database fault says that another writer held the journal for too long."""
    return _is_busy(fault) or getattr(fault, "sqlstate", None) == "55P03"


def is_damaged(fault: BaseException | None) -> bool:
    """Whether a database fault says that the stored bytes are broken, not that the store is out of reach."""
    if isinstance(fault, UnicodeDecodeError):
        return True
    if isinstance(fault, sqlite3.DatabaseError):
        code = getattr(fault, "sqlite_errorcode", None)
        # The driver itself raises without a code when stored text is no UTF-8.
        return "decode to UTF-8" in str(fault) if code is None else code & 0xFF in _DAMAGED
    return str(getattr(fault, "sqlstate", "")) in {"XX001", "XX002"}


def _is_busy(fault: BaseException) -> bool:
    code = getattr(fault, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_file(path: Path, *, create: bool) -> None:
    """A new journal file is readable by its owner only; SQLite gives its log the same permissions."""
    try:
        os.close(os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600))
    except OSError as fault:
        raise UnavailableError(
            "The journal cannot be opened",
            place=str(path),
            expected="a file that may be read and written" + (", or a folder to create it in" if create else ""),
            found=fault.strerror or str(fault),
            remedy="Check the path and its permissions",
        ) from fault
