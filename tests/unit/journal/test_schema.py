import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError
from gwanje.journal import open_journal
from gwanje.journal.models import TABLES, VERSION_TABLE
from gwanje.journal.schema import KNOWN_VERSIONS

OPENERS = 10
OPEN_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from gwanje.journal import open_journal
print("ready", flush=True)
sys.stdin.readline()
with open_journal(sys.argv[1]) as journal:
    print(journal.head().journal_id)
"""


def test_migrations_make_exactly_the_tables_of_the_models(journal):
    with journal._backend.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, TABLES) == []


def test_the_known_versions_are_those_of_the_packaged_migrations():
    config = Config()
    config.set_main_option("script_location", str(files("gwanje.journal") / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == KNOWN_VERSIONS


def test_ten_processes_may_open_a_fresh_store_at_once(location):
    command = [sys.executable, "-W", "error", "-c", OPEN_ONCE, location]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    openers = [subprocess.Popen(command, **pipes) for _ in range(OPENERS)]
    for opener in openers:
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        opener.stdin.write("go\n")
        opener.stdin.flush()
    answers = [opener.communicate(timeout=120) for opener in openers]
    assert [opener.returncode for opener in openers] == [0] * OPENERS, answers
    assert len({journal_id for journal_id, _ in answers}) == 1


def test_threads_may_open_a_fresh_store_at_once(location):
    with ThreadPoolExecutor(4) as pool:
        journals = list(pool.map(open_journal, [location] * 4))
    assert len({journal.head().journal_id for journal in journals}) == 1
    for journal in journals:
        journal.close()


def test_a_newer_store_is_refused_and_left_alone(location, behind):
    open_journal(location).close()
    behind("UPDATE journal_schema SET version_num = '0999'", guarded=True)
    with pytest.raises(UnavailableError, match="another version") as refusal:
        open_journal(location)
    assert (refusal.value.expected, refusal.value.found) == ("table version 0001", "0999")
    assert "newest gwanje" in refusal.value.remedy
    assert behind("SELECT version_num FROM journal_schema", guarded=True) == [("0999",)]


def test_a_store_that_lost_its_version_is_refused(location, behind):
    open_journal(location).close()
    behind("DELETE FROM journal_schema", guarded=True)
    with pytest.raises(UnavailableError, match="no version"):
        open_journal(location)
    behind("DROP TABLE journal_schema", guarded=True)
    with pytest.raises(IntegrityError, match="lost the record of its table version"):
        open_journal(location)


def test_a_store_that_lost_its_identity_is_refused(location, behind):
    open_journal(location).close()
    behind("DELETE FROM journal_identity")
    with pytest.raises(IntegrityError, match="which journal it is"):
        open_journal(location)


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE accounts (id)")
    other.close()
    with pytest.raises(RefusedInputError, match="accounts"):
        open_journal(path)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("accounts",)]
    other.close()


def test_a_file_that_is_no_database_is_reported(tmp_path):
    path = tmp_path / "words.db"
    path.write_text("these are only words, many of them\n" * 200)
    with pytest.raises(IntegrityError, match="not a database"):
        open_journal(path)
    assert path.read_text().startswith("these are only words")
