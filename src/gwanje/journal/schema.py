"""The store's tables brought to the version this code knows, once, however many processes open it at the same time."""

import threading

from sqlalchemy import Connection, column, inspect, select, table

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError
from gwanje.journal.backends import Backend
from gwanje.journal.models import IDENTITY, TABLES, VERSION_TABLE

KNOWN_VERSIONS = ("0001",)
_VERSIONS = table(VERSION_TABLE, column("version_num"))
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps its running migration in a module


def bring_up_to_date(backend: Backend) -> str:
    """Create or migrate the tables where needed; returns the journal's id.

    Raises:
        UnavailableError: the tables are of a newer version than this code knows.
        RefusedInputError: the file is a database of something else.
        IntegrityError: the journal has lost its identity.
    """
    with backend.reading() as connection:
        version = _version(connection, backend.place)
        if version == KNOWN_VERSIONS[-1]:
            return _identity(connection, backend.place)
    from gwanje.journal.migrating import migrate  # noqa: PLC0415 - Alembic, where tables have to change (docs/adr/0009)

    with _ONE_AT_A_TIME, backend.writing() as connection:
        if _version(connection, backend.place) != KNOWN_VERSIONS[-1]:
            migrate(connection)
        return _identity(connection, backend.place)


def _version(connection: Connection, place: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        _refuse_foreign_tables(connection, tables, place)
        return None
    versions = [row[0] for row in connection.execute(select(_VERSIONS.c.version_num))]
    if len(versions) == 1 and versions[0] in KNOWN_VERSIONS:
        return str(versions[0])
    raise UnavailableError(
        "The journal was written by another version of gwanje",
        place=place,
        expected=f"table version {' or '.join(KNOWN_VERSIONS)}",
        found=", ".join(str(version) for version in versions) or "no version",
        remedy="Install the newest gwanje and open it again; nothing was changed",
    )


def _refuse_foreign_tables(connection: Connection, tables: set[str], place: str) -> None:
    own = tables & set(TABLES.tables)
    if own:
        raise IntegrityError(
            "The journal has lost the record of its table version",
            place=place,
            expected=f"a table {VERSION_TABLE} beside {', '.join(sorted(own))}",
            found="none",
            remedy="Keep this store as evidence and restore the last copy that verifies",
        )
    if tables and connection.dialect.name == "sqlite":
        raise RefusedInputError(
            "This file is a database of something else",
            place=place,
            expected="a journal, or a new file",
            found=f"tables {', '.join(sorted(tables)[:5])}",
            remedy="Give the journal a file of its own",
        )


def _identity(connection: Connection, place: str) -> str:
    found = [str(row[0]) for row in connection.execute(select(IDENTITY.c.journal_id))]
    if len(found) == 1:
        return found[0]
    raise IntegrityError(
        "The journal does not say which journal it is",
        place=place,
        expected="one identity",
        found=f"{len(found)} identities",
        remedy="Keep this store as evidence and restore the last copy that verifies",
    )
