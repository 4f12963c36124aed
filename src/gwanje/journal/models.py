"""The tables of a journal, the same on SQLite and PostgreSQL. Migrations create them; a test holds both together.

`journal_entry` is never changed. `journal_payload` loses a row only when an entry records the erasure. The database
itself refuses everything else (triggers in the migrations), so that a slip in a program or in a database shell cannot
break a journal; against somebody who drops the triggers the chain and its checkpoints stand.

Plain tables, no mapped classes: a journal writes rows and reads rows, and a command that only reads one should not wait
for an object mapper it never uses.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION_TABLE = "journal_schema"
TABLES = MetaData()
_POSITION = BigInteger().with_variant(Integer, "sqlite")

IDENTITY = Table("journal_identity", TABLES, Column("journal_id", String(32), primary_key=True))
"""The one row that says which journal this is."""

ENTRY = Table(
    "journal_entry",
    TABLES,
    Column("position", _POSITION, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("link", String(64), nullable=False),
    Column("erases", _POSITION, ForeignKey("journal_entry.position"), unique=True),
    Index("journal_entry_by_stream", "stream", "position"),
)
"""One link of the chain a row; `erases` marks the entry that records an erasure."""

PAYLOAD = Table(
    "journal_payload",
    TABLES,
    Column("position", _POSITION, ForeignKey("journal_entry.position"), primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
    Column("body", Text, nullable=False),
)
"""Salt and payload of an entry, until they are erased."""
