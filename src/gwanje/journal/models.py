"""The tables of a journal, the same on SQLite and PostgreSQL. Migrations create them; a test holds both together.

`journal_entry` is never changed. `journal_payload` loses a row only when an entry records the erasure. The database
itself refuses everything else (triggers in the migrations), so that a slip in a program or in a database shell cannot
break a journal; against somebody who drops the triggers the chain and its checkpoints stand.
"""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION_TABLE = "journal_schema"
_POSITION = BigInteger().with_variant(Integer, "sqlite")


class JournalTables(DeclarativeBase):
    """The tables of one journal."""


class IdentityRow(JournalTables):
    """The one row that says which journal this is."""

    __tablename__ = "journal_identity"

    journal_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class EntryRow(JournalTables):
    """One link of the chain; `erases` marks the entry that records an erasure."""

    __tablename__ = "journal_entry"

    position: Mapped[int] = mapped_column(_POSITION, primary_key=True, autoincrement=False)
    stream: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(Text)
    commitment: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(String(64))
    erases: Mapped[int | None] = mapped_column(_POSITION, ForeignKey("journal_entry.position"), unique=True)

    __table_args__ = (Index("journal_entry_by_stream", "stream", "position"),)


class PayloadRow(JournalTables):
    """Salt and payload of an entry, until they are erased."""

    __tablename__ = "journal_payload"

    position: Mapped[int] = mapped_column(
        _POSITION, ForeignKey("journal_entry.position"), primary_key=True, autoincrement=False
    )
    salt: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
