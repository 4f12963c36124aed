"""Statements over the journal's tables: the same ones on SQLite and PostgreSQL, always in batches."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select

from gwanje.journal.chain import StoredEntry, commitment_of, first_link, link_of, new_salt
from gwanje.journal.entries import Head
from gwanje.journal.models import ENTRY, PAYLOAD

BATCH = 500

LinkedRow = tuple[StoredEntry, str | None]
"""A row and the link of the entry before it; None where that entry is missing."""

_ERASING = ENTRY.alias()
_PREVIOUS = ENTRY.alias()


def head_of(connection: Connection, journal_id: str) -> Head:
    """The last entry's position and link."""
    last = connection.execute(
        select(ENTRY.c.position, ENTRY.c.link).order_by(ENTRY.c.position.desc()).limit(1)
    ).one_or_none()
    return Head(journal_id, 0, first_link(journal_id)) if last is None else Head(journal_id, last[0], last[1])


def stream_end(connection: Connection, stream: str) -> int:
    """The position of the stream's last entry; 0 when it has none."""
    return connection.execute(select(func.max(ENTRY.c.position)).where(ENTRY.c.stream == stream)).scalar() or 0


def add_entry(
    connection: Connection, head: Head, *, stream: str, kind: str, at: str, body: str, erases: int | None = None
) -> StoredEntry:
    """Write the next entry after the head, with a fresh salt."""
    position, salt = head.length + 1, new_salt()
    commitment = commitment_of(salt, body)
    link = link_of(head.link, commitment=commitment, at=at, kind=kind, stream=stream, position=position)
    connection.execute(
        insert(ENTRY).values(
            position=position, stream=stream, kind=kind, at=at, commitment=commitment, link=link, erases=erases
        )
    )
    connection.execute(insert(PAYLOAD).values(position=position, salt=salt, body=body))
    return StoredEntry(position, stream, kind, at, commitment, link, erases, salt, body, None)


def remove_payload(connection: Connection, position: int) -> None:
    """Erase payload and salt; the database allows it only after the erasure was recorded."""
    connection.execute(delete(PAYLOAD).where(PAYLOAD.c.position == position))


def linked_rows_after(connection: Connection, after: int, *, until: int, stream: str | None = None) -> list[LinkedRow]:
    """The next batch, each row with the link of the entry before it."""
    wanted = _statement().where(ENTRY.c.position > after, ENTRY.c.position <= until)
    if stream is not None:
        wanted = wanted.where(ENTRY.c.stream == stream)
    found = connection.execute(wanted.order_by(ENTRY.c.position).limit(BATCH))
    return [_linked(tuple(values)) for values in found]


def every_row(connection: Connection) -> Iterator[StoredEntry]:
    """All rows of one snapshot in order of position, in batches, whatever their positions claim to be."""
    after: int | None = None
    while True:
        wanted = _statement() if after is None else _statement().where(ENTRY.c.position > after)
        found = connection.execute(wanted.order_by(ENTRY.c.position).limit(BATCH))
        batch = [_linked(tuple(values))[0] for values in found]
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].position


def row_at(connection: Connection, position: int) -> LinkedRow | None:
    """One row with the link of the entry before it."""
    values = connection.execute(_statement().where(ENTRY.c.position == position)).one_or_none()
    return None if values is None else _linked(tuple(values))


def link_at(connection: Connection, position: int) -> str | None:
    """The stored link at a position."""
    return connection.execute(select(ENTRY.c.link).where(ENTRY.c.position == position)).scalar()


def payloads_without_entry(connection: Connection) -> int:
    """How many payloads belong to no entry."""
    orphans = (
        select(func.count())
        .select_from(PAYLOAD)
        .outerjoin(ENTRY, ENTRY.c.position == PAYLOAD.c.position)
        .where(ENTRY.c.position.is_(None))
    )
    return connection.execute(orphans).scalar_one()


def _linked(values: tuple[Any, ...]) -> LinkedRow:
    return StoredEntry(*values[:-1]), values[-1]


def _statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ENTRY.c.position,
            ENTRY.c.stream,
            ENTRY.c.kind,
            ENTRY.c.at,
            ENTRY.c.commitment,
            ENTRY.c.link,
            ENTRY.c.erases,
            PAYLOAD.c.salt,
            PAYLOAD.c.body,
            _ERASING.c.position,
            _PREVIOUS.c.link,
        )
        .select_from(ENTRY)
        .outerjoin(PAYLOAD, PAYLOAD.c.position == ENTRY.c.position)
        .outerjoin(_ERASING, _ERASING.c.erases == ENTRY.c.position)
        .outerjoin(_PREVIOUS, _PREVIOUS.c.position == ENTRY.c.position - 1)
    )
