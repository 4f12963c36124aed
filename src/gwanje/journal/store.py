"""The journal itself: eight methods over either database."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError, UnknownKeyError, WrongUseError
from gwanje.journal.backends import DRIVER_FAULTS, Backend, is_busy, is_damaged
from gwanje.journal.canonical import canonical_text, instant_text
from gwanje.journal.chain import ERASURE, OWN_STREAM, StoredEntry, entry_of, examine, first_link
from gwanje.journal.checkpoints import Checkpoint
from gwanje.journal.entries import ChainFinding, ConflictError, Entry, Head, Verification, integrity_error
from gwanje.journal.keys import PublicKey
from gwanje.journal.rows import (
    BATCH,
    LinkedRow,
    add_entry,
    head_of,
    linked_rows_after,
    remove_payload,
    row_at,
    stream_end,
)
from gwanje.journal.schema import bring_up_to_date
from gwanje.journal.verification import verify_chain

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}")


class Journal(Protocol):
    """An append-only, hash-chained record of many streams.

    Positions count all entries of the journal, 1 to n, in the order in which they were recorded. That order is the only
    one: `at` is what the writer's clock said, recorded as given, and may run backwards between writers. Stream and kind
    are never erased: names of people and other private input belong into the payload.
    """

    def append(
        self,
        stream: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        at: datetime,
        expected_position: int | None = None,
    ) -> Entry:
        """Record one entry; when this returns, it is on disk."""
        ...

    def read(self, stream: str | None = None, *, after: int = 0) -> Iterator[Entry]:
        """Entries in order of position, of one stream or all, as many as there are when reading begins."""
        ...

    def erase(self, position: int, *, reason: str, by: str, at: datetime) -> Entry:
        """Remove payload and salt for good; the entry, its link and the record of the erasure stay."""
        ...

    def head(self) -> Head:
        """The journal's id, its length and its last link."""
        ...

    def verify(self, checkpoint: Checkpoint | None = None, *, trusted: PublicKey | None = None) -> Verification:
        """Examine every entry, and the whole against the newest checkpoint."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self:
        """The journal; it is closed at the end of the block."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        ...


class DatabaseJournal:
    """A journal in SQLite or PostgreSQL. Threads may share one; processes open their own."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        try:
            with _reported(backend.place):
                self._journal_id = bring_up_to_date(backend)
        except BaseException:
            backend.close()
            raise

    def append(
        self,
        stream: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        at: datetime,
        expected_position: int | None = None,
    ) -> Entry:
        """Record one entry; when this returns, it is on disk.

        `expected_position` is the position of the stream's last entry as the writer knows it (0: none yet). A writer
        who decides on what it has read gives it, and is refused when somebody else was faster.

        Raises:
            RefusedInputError: the payload holds what canonical JSON cannot hold.
            WrongUseError: stream or kind is no name, or the instant has no zone.
            ConflictError: the stream has another last entry; nothing was recorded.
            UnavailableError: the store cannot be reached, or another writer held it too long.
        """
        _check_name("stream", stream)
        _check_name("kind", kind)
        if stream == OWN_STREAM:
            raise WrongUseError(
                f"The stream '{OWN_STREAM}' is the journal's own record of erasures",
                found=stream,
                remedy="Choose another stream, or erase an entry with erase()",
            )
        body, recorded_at = canonical_text(payload), instant_text(at)
        with self._writing() as connection:
            if expected_position is not None:
                _check_stream_end(stream, expected_position, stream_end(connection, stream))
            head = head_of(connection, self._journal_id)
            row = add_entry(connection, head, stream=stream, kind=kind, at=recorded_at, body=body)
        return entry_of(row)

    def read(self, stream: str | None = None, *, after: int = 0) -> Iterator[Entry]:
        """Entries in order of position, of one stream or all, as many as there are when reading begins.

        Each entry is examined before it is handed out. What is absent only `verify` can tell.

        Raises:
            IntegrityError: the next entry is not as it was recorded; those handed out before it are.
            UnavailableError: the store cannot be reached.
        """
        until = self.head().length
        while True:
            with self._reading() as connection:
                rows = linked_rows_after(connection, after, until=until, stream=stream)
                entries, fault = self._examined_batch(connection, rows)
            yield from entries
            if fault is not None:
                raise fault
            if len(rows) < BATCH:
                return
            after = rows[-1][0].position

    def erase(self, position: int, *, reason: str, by: str, at: datetime) -> Entry:
        """Remove payload and salt for good; the entry, its link and the record of the erasure stay.

        Reason and `by` stay readable for ever: name an office or an opaque id in `by`, and nothing private in either.
        The bytes leave the SQLite files at once, or, while another connection is reading, when the next entry is erased
        or the last connection closes. PostgreSQL's own log, and every backup, keep theirs until they rotate.

        Raises:
            UnknownKeyError: there is no such entry.
            RefusedInputError: it is erased already, is itself the record of an erasure, or reason or `by` is empty.
            WrongUseError: the instant has no zone.
            IntegrityError: the entry is not as it was recorded; erasing it would destroy the evidence.
            UnavailableError: the store cannot be reached, or another writer held it too long.
        """
        body, recorded_at = _erasure_body(position, reason, by), instant_text(at)
        with self._writing() as connection:
            head = head_of(connection, self._journal_id)
            _check_erasable(self._read_one(connection, position))
            add_entry(connection, head, stream=OWN_STREAM, kind=ERASURE, at=recorded_at, body=body, erases=position)
            remove_payload(connection, position)
            erased = self._read_one(connection, position)
        try:
            self._backend.forget_erased()
        except DRIVER_FAULTS as fault:
            raise UnavailableError(
                f"Entry {position} is erased, but its bytes may still stand in the store's files",
                place=self._backend.place,
                found=" ".join(str(fault).split()),
                remedy="Close every process that holds the journal open and open it again, or erase the next entry",
            ) from fault
        return erased

    def head(self) -> Head:
        """The journal's id, its length and its last link.

        Raises:
            UnavailableError: the store cannot be reached.
        """
        with self._reading() as connection:
            return head_of(connection, self._journal_id)

    def verify(self, checkpoint: Checkpoint | None = None, *, trusted: PublicKey | None = None) -> Verification:
        """Examine every entry, and the whole against the newest checkpoint, signed by a key that is trusted.

        Without a checkpoint the chain is examined, and that its completeness is not known is itself a finding.

        Raises:
            WrongUseError: a checkpoint without the key to verify its signature with.
            UnavailableError: the store cannot be reached.
        """
        if checkpoint is not None and trusted is None:
            raise WrongUseError(
                "A checkpoint proves nothing without the key that may sign it",
                expected="the trusted public key beside the checkpoint",
                found="none",
                remedy="Give trusted=, loaded from where the installation keeps it, not from beside the checkpoint",
            )
        with self._reading() as connection:
            return verify_chain(connection, self._journal_id, checkpoint, trusted)

    def close(self) -> None:
        """Let go of the store."""
        self._backend.close()

    def __enter__(self) -> Self:
        """The journal; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _reading(self) -> AbstractContextManager[Connection]:
        return _reported_connection(self._backend.reading(), self._backend.place, writes=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return _reported_connection(self._backend.writing(), self._backend.place, writes=True)

    def _read_one(self, connection: Connection, position: int) -> Entry:
        found = row_at(connection, position)
        if found is None:
            raise UnknownKeyError(
                f"The journal has no entry {position}",
                place=self._backend.place,
                expected=f"a position from 1 to {head_of(connection, self._journal_id).length}",
                found=str(position),
                remedy="Read the journal to find the position",
            )
        return self._examined(connection, *found)

    def _examined_batch(
        self, connection: Connection, rows: list[LinkedRow]
    ) -> tuple[list[Entry], IntegrityError | None]:
        entries: list[Entry] = []
        for row, previous in rows:
            try:
                entries.append(self._examined(connection, row, previous))
            except IntegrityError as fault:
                return entries, fault
        return entries, None

    def _examined(self, connection: Connection, row: StoredEntry, previous: str | None) -> Entry:
        self._refuse_altered(row, previous)
        record = None if row.erasure_position is None else row_at(connection, row.erasure_position)
        if record is None:
            return entry_of(row)
        self._refuse_altered(*record)
        return entry_of(row, record[0])

    def _refuse_altered(self, row: StoredEntry, previous: str | None) -> None:
        if row.position == 1:
            previous = first_link(self._journal_id)
        if previous is None:
            before = row.position - 1
            what = f"Entry {before}, which entry {row.position} follows, is missing"
            raise integrity_error(ChainFinding("removed", before, what, f"entry {before}", "none"))
        for finding in examine(row, previous):
            raise integrity_error(finding)


def _check_name(which: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise WrongUseError(
            f"This is no name for a {which} of a journal",
            expected="1 to 200 of A-Z a-z 0-9 . _ : / @ + -, beginning with a letter or digit",
            found=repr(name[:60]),
            remedy="Use ids and keys; names in any language belong into the payload",
        )


def _check_stream_end(stream: str, expected: int, found: int) -> None:
    if expected != found:
        raise ConflictError(
            "Somebody else wrote to this stream in between; nothing was recorded",
            place=f"stream {stream}",
            expected=f"last entry {expected}",
            found=f"last entry {found}",
            remedy=f"Read the stream after {expected}, decide again, and append with expected_position={found}",
        )


def _check_erasable(entry: Entry) -> None:
    if entry.erasure is not None:
        raise RefusedInputError(
            f"Entry {entry.position} is erased already",
            expected="an entry with a payload",
            found=f"erased by {entry.erasure.by} at {entry.erasure.at.isoformat()}: {entry.erasure.reason}",
            remedy="Nothing is left to erase",
        )
    if entry.stream == OWN_STREAM:
        raise RefusedInputError(
            f"Entry {entry.position} records an erasure and stays for ever",
            expected="an entry of another stream",
            found=f"stream {entry.stream}, kind {entry.kind}",
            remedy="Erase the entry that holds the payload",
        )


def _erasure_body(position: int, reason: str, by: str) -> str:
    for name, words in (("reason", reason), ("by", by)):
        if not words.strip():
            raise RefusedInputError(
                "An erasure says why and by whom",
                place=f"erasure of entry {position}",
                expected=f"words in {name}",
                found="nothing",
                remedy=f"Give {name}=",
            )
    return canonical_text({"position": position, "reason": reason, "by": by})


@contextmanager
def _reported_connection(
    connecting: AbstractContextManager[Connection], place: str, *, writes: bool
) -> Iterator[Connection]:
    done = False
    try:
        with connecting as connection:
            yield connection
            done = True
    except DRIVER_FAULTS as fault:
        raise _unavailable(fault, place, in_doubt=writes and done) from fault


@contextmanager
def _reported(place: str) -> Iterator[None]:
    try:
        yield
    except DRIVER_FAULTS as fault:
        raise _unavailable(fault, place, in_doubt=False) from fault


def _unavailable(
    fault: DBAPIError | sqlite3.Error | UnicodeDecodeError, place: str, *, in_doubt: bool
) -> UnavailableError:
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    words = " ".join(str(cause).split())
    if is_damaged(cause):
        return IntegrityError(
            "The journal's stored bytes are damaged",
            place=place,
            expected="a readable database",
            found=words,
            remedy="Keep this store as evidence and restore the last copy that verifies against the newest checkpoint",
        )
    if in_doubt:
        return UnavailableError(
            "The store did not answer while the entry was being committed: it may or may not be recorded",
            place=place,
            found=words,
            remedy="Read the stream to see; to try again safely, append with expected_position",
        )
    if is_busy(cause):
        return UnavailableError(
            "Another writer held the journal for too long; nothing was recorded",
            place=place,
            found=words,
            remedy="Try again, or open the journal with a longer wait",
        )
    return UnavailableError(
        "The journal's store refused or could not be reached; nothing was recorded",
        place=place,
        found=words,
        remedy="Check that the store is there, reachable, not full, and that this account may use it",
    )
