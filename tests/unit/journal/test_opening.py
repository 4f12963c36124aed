import sqlite3
import sys

import pytest

from gwanje.foundation.errors import UnavailableError, WrongUseError
from gwanje.journal import open_journal, seal_journal


def test_a_path_and_an_address_open_the_same_file(tmp_path, at):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {}, at=at)
    for location in (str(path), f"sqlite:///{path}"):
        with open_journal(location, create=False) as journal:
            assert journal.head().length == 1


def test_a_new_file_is_its_owners_alone_and_durable(tmp_path):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
        with journal._backend.reading() as connection:
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            ]
        assert settings == ["wal", 2, 1, 1, 30000]


def test_a_file_that_must_be_there_is_not_made(tmp_path):
    path = tmp_path / "journal.db"
    with pytest.raises(UnavailableError, match="cannot be opened") as refusal:
        open_journal(path, create=False)
    assert refusal.value.place == str(path)
    assert not path.exists()


def test_a_folder_that_is_absent_is_reported(tmp_path):
    with pytest.raises(UnavailableError, match="folder to create it in"):
        open_journal(tmp_path / "absent" / "journal.db")
    with pytest.raises(UnavailableError, match="cannot be opened"):
        open_journal(tmp_path)


@pytest.mark.parametrize(
    "location",
    ["mysql://user@host/database", "sqlite://", "sqlite:///:memory:", ":memory:", "", "sqlite+aiosqlite:///a.db"],
)
def test_what_cannot_hold_a_journal_is_wrong_use(location):
    with pytest.raises(WrongUseError) as refusal:
        open_journal(location)
    assert "postgresql://" in refusal.value.remedy


def test_an_unreadable_address_is_wrong_use():
    with pytest.raises(WrongUseError, match="not the address") as refusal:
        open_journal("postgresql://user:secret@host:port/database")
    assert "secret" not in str(refusal.value)


def test_without_psycopg_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for address in ("postgresql://user:secret@localhost/journal", "postgresql://localhost/journal?password=secret"):
        with pytest.raises(UnavailableError) as refusal:
            open_journal(address)
        assert "gwanje[postgres]" in refusal.value.remedy
        assert "localhost/journal" in refusal.value.place
        assert "secret" not in str(refusal.value)


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_reported_without_the_password(cluster, tmp_path):
    with pytest.raises(UnavailableError, match="could not be reached") as refusal:
        open_journal(f"postgresql://user:secret@/journal?host={tmp_path}")
    assert "secret" not in str(refusal.value)


@pytest.mark.postgres
def test_a_commit_on_postgresql_reaches_the_disk(cluster):
    address = cluster.new_database()
    with open_journal(f"{address}&options=-csynchronous_commit%3Doff") as journal:
        with journal._backend.writing() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        with journal._backend.reading() as connection:
            assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"


def test_a_second_opener_does_not_wait_for_the_first(tmp_path, at):
    path = tmp_path / "journal.db"
    with open_journal(path) as first, open_journal(path) as second:
        first.append("case/a", "opened", {}, at=at)
        second.append("case/a", "noted", {}, at=at)
        with first._backend.writing():
            assert second.head().length == 2
        assert [entry.position for entry in first.read()] == [1, 2]


def test_a_store_in_another_mode_is_brought_to_write_ahead_mode(tmp_path, at, key):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {}, at=at)
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    raw.close()
    with open_journal(path) as journal:
        checkpoint = seal_journal(journal, None, key=key, at=at)
        assert journal.verify(checkpoint, trusted=key.public_key()).sound
