"""Journals on both back ends: a SQLite file, or a database in a throw-away PostgreSQL cluster the tests start."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from gwanje.journal import Journal, make_private_key, open_journal

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


def _absent(reason: str) -> None:
    if os.environ.get("GWANJE_REQUIRE_ALL") == "1":
        pytest.fail(f"required, but {reason}")
    pytest.skip(reason)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        found = str(packaged[-1]) if packaged else None
    if found is None:
        _absent(f"the PostgreSQL server program '{name}' is neither on PATH nor under /usr/lib/postgresql")
    return str(found)


def _account() -> dict[str, Any]:
    """The server refuses to run as root: then it runs as the system's postgres user."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        _absent("PostgreSQL does not run as root and there is no user 'postgres'")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@dataclass
class Cluster:
    """A running server, reached through a socket in its own folder."""

    folder: Path
    count: int = 0

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        self.count += 1
        name = f"journal_{self.count}"
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def disconnect_everybody(self) -> None:
        self.execute(
            "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'journal_%'"
        )

    def execute(self, database: str, statement: str) -> None:
        url = self.address(database).replace("postgresql://", "postgresql+psycopg://")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if importlib.util.find_spec("psycopg") is None:
        _absent("the library psycopg (extra 'postgres') is not installed")
    initdb, postgres, account = _program("initdb"), _program("postgres"), _account()
    folder = Path(tempfile.mkdtemp(prefix="gwanje-pg-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    place = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}, **account}
    data = str(folder / "data")
    log = (folder / "log").open("w+")
    arguments = [initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(arguments, check=True, stdout=log, stderr=log, **place)
    settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=on"]
    server = subprocess.Popen([postgres, "-D", data, *settings], stdout=log, stderr=log, **place)
    try:
        running = Cluster(folder)
        _wait_until_it_answers(running, server)
        yield running
    finally:
        server.terminate()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(cluster: Cluster, server: subprocess.Popen) -> None:
    fault: Exception | None = None
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            cluster.execute("postgres", "SELECT 1")
        except Exception as refused:  # noqa: BLE001 - any refusal means: not yet
            fault = refused
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL did not come up: {fault}\n{(cluster.folder / 'log').read_text()}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def location(request, tmp_path) -> str:
    """Where a fresh journal may be opened."""
    if request.param == "sqlite":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("cluster").new_database()


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
