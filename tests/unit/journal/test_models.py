"""The database itself refuses what a journal never does, as long as its guards stand."""

import pytest
from sqlalchemy.exc import DatabaseError

from gwanje.foundation.errors import UnavailableError

CHANGES = [
    "UPDATE journal_entry SET kind = 'closed' WHERE position = 1",
    "UPDATE journal_entry SET link = commitment",
    "UPDATE journal_entry SET erases = 1 WHERE position = 2",
    "DELETE FROM journal_entry WHERE position = 2",
    "DELETE FROM journal_entry",
    "UPDATE journal_payload SET body = '{}' WHERE position = 1",
    "UPDATE journal_payload SET salt = ''",
    "DELETE FROM journal_payload WHERE position = 1",
    "DELETE FROM journal_payload",
    "INSERT INTO journal_entry (position, stream, kind, at, commitment, link) VALUES (9, 'a', 'b', 'c', 'd', 'e')",
    "INSERT INTO journal_entry (position, stream, kind, at, commitment, link) VALUES (1, 'a', 'b', 'c', 'd', 'e')",
    "INSERT INTO journal_payload (position, salt, body) VALUES (2, '', '')",
    "INSERT INTO journal_payload (position, salt, body) VALUES (3, '', '')",
    "INSERT INTO journal_identity (journal_id) VALUES ('another')",
    "UPDATE journal_identity SET journal_id = 'another'",
    "DELETE FROM journal_identity",
]


@pytest.fixture
def state(journal, behind, at):
    """Two entries, of which the second is erased by a third; then: everything that is stored."""
    journal.append("case/a", "opened", {"n": 1}, at=at)
    journal.append("case/a", "noted", {"n": 2}, at=at)
    journal.erase(2, reason="r", by="b", at=at)

    def everything():
        tables = ("journal_identity", "journal_entry", "journal_payload")
        return [behind(f"SELECT * FROM {table} ORDER BY 1", guarded=True) for table in tables]

    return everything


@pytest.mark.parametrize("statement", CHANGES)
def test_what_a_journal_never_does_is_refused(state, behind, statement):
    before = state()
    with pytest.raises(DatabaseError):
        behind(statement, guarded=True)
    assert state() == before


@pytest.mark.parametrize("table", ["journal_entry", "journal_payload", "journal_identity"])
def test_a_row_is_not_replaced_in_sqlite(tmp_path, at, table):
    import sqlite3

    from gwanje.journal import open_journal

    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {"n": 1}, at=at)
    raw = sqlite3.connect(path)
    for verb in ("INSERT OR REPLACE INTO", "REPLACE INTO"):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(f"{verb} {table} SELECT * FROM {table}")
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(f"UPDATE OR REPLACE {table} SET rowid = rowid + 1")
    raw.close()


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["journal_entry", "journal_payload", "journal_identity"])
def test_a_table_is_not_emptied_in_postgresql(cluster, at, table):
    from gwanje.journal import open_journal

    address = cluster.new_database()
    name = address.split("@/")[1].split("?")[0]
    with open_journal(address) as journal:
        journal.append("case/a", "opened", {"n": 1}, at=at)
        with pytest.raises(DatabaseError):
            cluster.execute(name, f"TRUNCATE {table} CASCADE")
        assert journal.head().length == 1


def test_only_a_recorded_erasure_lets_a_payload_go(state, behind):
    rows = behind("SELECT position, erases FROM journal_entry ORDER BY position", guarded=True)
    assert rows == [(1, None), (2, None), (3, 2)]
    assert behind("SELECT position FROM journal_payload ORDER BY position", guarded=True) == [(1,), (3,)]


def test_a_refusal_by_the_database_reaches_the_writer(journal, behind, at):
    """The guard counts the entries itself: a journal that lost its middle takes no more where positions disagree."""
    journal.append("case/a", "opened", {"n": 1}, at=at)
    behind("ALTER TABLE journal_payload RENAME TO elsewhere")
    with pytest.raises(UnavailableError, match="nothing was recorded"):
        journal.append("case/a", "closed", {}, at=at)
    behind("ALTER TABLE elsewhere RENAME TO journal_payload", guarded=True)
    assert journal.head().length == 1
