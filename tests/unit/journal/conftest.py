"""Journals on both back ends: a SQLite file, or a database in a throw-away PostgreSQL cluster the tests start."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from gwanje.journal import Journal, make_private_key, open_journal

sys.path.append(str(Path(__file__).parents[2]))  # tests/, where the benchmarks find the cluster too

from postgres_cluster import Cluster, cluster_or_skip

AT = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def entry_count(request) -> int:
    """How many entries ten processes append under SIGKILL: few in the ordinary suite, all of them under --soak."""
    return 2000 if request.config.getoption("--soak", default=False) else 120


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture(scope="session")
def key():
    return make_private_key()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with cluster_or_skip() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def location(request, tmp_path) -> str:
    """Where a fresh journal may be opened."""
    if request.param == "sqlite":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("cluster").new_schema()


@pytest.fixture
def journal(location) -> Iterator[Journal]:
    with open_journal(location) as opened:
        yield opened


@pytest.fixture
def behind(location) -> Iterator[Callable[..., Any]]:
    """Statements run behind the journal's back, by somebody who dropped every guard before."""
    is_file = "://" not in location
    url = f"sqlite:///{location}" if is_file else location.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    tables = ("journal_identity", "journal_entry", "journal_payload")

    def run(statement: str, *, guarded: bool = False, **values: Any) -> list[tuple[Any, ...]]:
        with engine.begin() as connection:
            if not guarded:
                if is_file:
                    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                    for name in list(names.scalars()):
                        connection.execute(text(f"DROP TRIGGER {name}"))
                else:
                    for table in tables:
                        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            # Without values the text goes as it is: a colon in it names nothing.
            result = connection.execute(text(statement), values) if values else connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    yield run
    engine.dispose()
