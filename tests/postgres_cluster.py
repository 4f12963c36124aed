"""A throw-away PostgreSQL server for tests and benchmarks: its own folder, a socket in it, no port."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError


class ServerMissingError(Exception):
    """What of a PostgreSQL server is not installed here."""


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

    def new_schema(self) -> str:
        """A place of its own for one journal; made faster than a database."""
        self.count += 1
        self.execute("postgres", f"CREATE SCHEMA journal_{self.count}")
        return f"{self.address('postgres')}&options=-csearch_path%3Djournal_{self.count}"

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


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a server with durable commits; stop it and remove its folder at the end.

    Raises:
        ServerMissingError: the server programs, the account to run them, or psycopg are not there.
    """
    if importlib.util.find_spec("psycopg") is None:
        raise ServerMissingError("the library psycopg (extra 'postgres') is not installed")
    initdb, postgres, account = _program("initdb"), _program("postgres"), _account()
    folder = Path(tempfile.mkdtemp(prefix="gwanje-pg-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    place = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}, **account}
    data = str(folder / "data")
    settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=on"]
    try:
        with (folder / "log").open("w") as log:
            arguments = [initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
            subprocess.run(arguments, check=True, stdout=log, stderr=log, **place)
            server = subprocess.Popen([postgres, "-D", data, *settings], stdout=log, stderr=log, **place)
        try:
            cluster = Cluster(folder)
            _wait_until_it_answers(cluster, server)
            yield cluster
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if found is None and not packaged:
        raise ServerMissingError(
            f"the PostgreSQL server program '{name}' is neither on PATH nor under /usr/lib/postgresql"
        )
    return found or str(packaged[-1])


def _account() -> dict[str, Any]:
    """The server refuses to run as root: then it runs as the system's postgres user."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError as fault:
        raise ServerMissingError("PostgreSQL does not run as root and there is no user 'postgres'") from fault
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_it_answers(cluster: Cluster, server: subprocess.Popen) -> None:
    last: OperationalError | None = None
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            cluster.execute("postgres", "SELECT 1")
        except OperationalError as refused:
            last = refused
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not come up: {last}\n{(cluster.folder / 'log').read_text()}")


def _stop(server: subprocess.Popen) -> None:
    server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def cluster_or_skip() -> Iterator[Cluster]:
    """A running cluster; without a server program the test skips and says so, or fails under GWANJE_REQUIRE_ALL=1."""
    try:
        with running_cluster() as running:
            yield running
    except ServerMissingError as missing:
        if os.environ.get("GWANJE_REQUIRE_ALL") == "1":
            pytest.fail(f"required, but {missing}")
        pytest.skip(str(missing))
