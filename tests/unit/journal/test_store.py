"""The eight methods, on both back ends."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError, UnavailableError, UnknownKeyError, WrongUseError
from gwanje.journal import ConflictError, Journal, open_journal
from gwanje.journal.rows import BATCH
from gwanje.journal.store import DatabaseJournal

STREAMS = st.sampled_from(["case/a", "case/b", "audit"])
PAYLOADS = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.integers(0, 9), max_size=3)


def test_an_entry_reads_back_as_it_was_returned(journal, at):
    given_payload = {"item": "it-0007", "names": {"ko": "희토류 \0 자석"}, "share": 0.802, "partners": ["CHN", None]}
    first = journal.append("case/kr-c1", "opened", given_payload, at=at)
    second = journal.append("audit", "read", {}, at=at)
    assert (first.position, second.position) == (1, 2)
    assert first.payload == given_payload
    assert first.at == at
    assert list(journal.read()) == [first, second]
    assert list(journal.read("audit")) == [second]
    assert list(journal.read(after=1)) == [second]
    assert list(journal.read("none-of-these")) == []
    assert len({first, second}) == 2


def test_the_head_follows_the_last_entry(journal, at):
    assert journal.head().length == 0
    entry = journal.append("case/a", "opened", {}, at=at)
    assert (journal.head().length, journal.head().link) == (1, entry.link)


def test_everything_is_still_there_after_reopening(location, at):
    with open_journal(location) as journal:
        entry = journal.append("case/a", "opened", {"n": 1}, at=at)
        head = journal.head()
    with open_journal(location) as journal:
        assert journal.head() == head
        assert list(journal.read()) == [entry]


def test_instants_are_recorded_as_given_even_when_clocks_disagree(journal, at):
    seoul = (at - timedelta(hours=1)).astimezone(ZoneInfo("Asia/Seoul"))
    journal.append("case/a", "opened", {}, at=at)
    journal.append("case/a", "closed", {}, at=seoul)
    first, second = journal.read()
    assert first.at > second.at
    assert second.at.utcoffset() == timedelta(hours=9)
    assert journal.verify().head.length == 2


def test_a_naive_instant_is_refused_and_nothing_recorded(journal, at):
    with pytest.raises(WrongUseError, match="zone"):
        journal.append("case/a", "opened", {}, at=at.replace(tzinfo=None))
    with pytest.raises(RefusedInputError, match="finite"):
        journal.append("case/a", "opened", {"share": float("nan")}, at=at)
    assert journal.head().length == 0


@pytest.mark.parametrize("name", ["", "희토류", "a b", "-a", "a\n", "a\0", "a" * 201])
def test_a_stream_or_kind_that_is_no_name_is_refused(journal, at, name):
    with pytest.raises(WrongUseError, match="no name for a stream"):
        journal.append(name, "opened", {}, at=at)
    with pytest.raises(WrongUseError, match="no name for a kind"):
        journal.append("case/a", name, {}, at=at)


def test_the_journals_own_stream_is_reserved(journal, at):
    with pytest.raises(WrongUseError, match="own record"):
        journal.append("journal", "erasure", {"position": 1, "reason": "r", "by": "b"}, at=at)


def test_a_writer_who_was_overtaken_is_refused_and_nothing_is_lost(journal, at):
    opened = journal.append("case/a", "opened", {}, at=at, expected_position=0)
    journal.append("case/b", "opened", {}, at=at, expected_position=0)
    faster = journal.append("case/a", "noted", {"by": "first"}, at=at, expected_position=opened.position)
    with pytest.raises(ConflictError) as refusal:
        journal.append("case/a", "noted", {"by": "second"}, at=at, expected_position=opened.position)
    assert refusal.value.expected == f"last entry {opened.position}"
    assert refusal.value.found == f"last entry {faster.position}"
    assert (refusal.value.exit_code, refusal.value.http_status) == (3, 409)
    with pytest.raises(ConflictError):
        journal.append("case/a", "opened", {}, at=at, expected_position=0)
    assert [entry.payload for entry in journal.read("case/a")] == [{}, {"by": "first"}]
    journal.append("case/a", "noted", {"by": "second"}, at=at, expected_position=faster.position)


def test_of_many_threads_that_decide_on_the_same_state_one_wins(journal, at):
    results: list[str] = []
    together = threading.Barrier(6)

    def decide() -> None:
        together.wait()
        try:
            journal.append("case/a", "opened", {}, at=at, expected_position=0)
            results.append("won")
        except ConflictError:
            results.append("refused")

    threads = [threading.Thread(target=decide) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused"] * 5 + ["won"]
    assert journal.head().length == 1


def test_reading_goes_in_batches_and_ends_where_it_began(journal, at):
    count = BATCH + 3
    for number in range(count):
        journal.append("case/even" if number % 2 == 0 else "case/odd", "noted", {"n": number}, at=at)
    seen = []
    for entry in journal.read():
        seen.append(entry.payload["n"])
        if len(seen) % 100 == 0:
            journal.append("audit", "read", {}, at=at)
    assert seen == list(range(count))
    assert [entry.payload["n"] for entry in journal.read("case/odd")] == list(range(1, count, 2))
    assert len(list(journal.read())) == count + len(seen) // 100


def test_an_erased_payload_is_gone_and_the_erasure_shows(journal, at, behind):
    journal.append("case/a", "opened", {"name": "somebody"}, at=at)
    kept = journal.append("case/a", "noted", {"n": 2}, at=at)
    before = next(iter(journal.read()))
    later = at + timedelta(days=1)
    erased = journal.erase(1, reason="retention ended", by="records-office", at=later)
    assert erased.payload is None
    assert (erased.erasure.reason, erased.erasure.by, erased.erasure.at) == ("retention ended", "records-office", later)
    assert (erased.link, erased.commitment, erased.at) == (before.link, before.commitment, before.at)
    first, second, record = journal.read()
    assert first == erased
    assert second == kept
    assert (record.position, record.stream, record.kind) == (erased.erasure.position, "journal", "erasure")
    assert record.payload == {"position": 1, "reason": "retention ended", "by": "records-office"}
    assert [finding.kind for finding in journal.verify().findings] == ["no-checkpoint"]
    assert journal.verify().erased == 1
    assert behind("SELECT position FROM journal_payload ORDER BY position", guarded=True) == [(2,), (3,)]


def test_an_erasure_does_not_count_as_somebody_elses_edit(journal, at):
    entry = journal.append("case/a", "opened", {}, at=at)
    journal.erase(entry.position, reason="r", by="b", at=at)
    journal.append("case/a", "closed", {}, at=at, expected_position=entry.position)


@pytest.mark.parametrize(("reason", "by"), [("", "b"), ("  ", "b"), ("r", "")])
def test_an_erasure_says_why_and_by_whom(journal, at, reason, by):
    journal.append("case/a", "opened", {}, at=at)
    with pytest.raises(RefusedInputError, match="why and by whom"):
        journal.erase(1, reason=reason, by=by, at=at)
    assert journal.head().length == 1


def test_what_cannot_be_erased_is_refused(journal, at):
    journal.append("case/a", "opened", {}, at=at)
    with pytest.raises(UnknownKeyError, match="no entry 2"):
        journal.erase(2, reason="r", by="b", at=at)
    erased = journal.erase(1, reason="retention ended", by="records-office", at=at)
    with pytest.raises(RefusedInputError, match=r"erased by records-office .*retention ended"):
        journal.erase(1, reason="again", by="b", at=at)
    with pytest.raises(RefusedInputError, match="stays for ever"):
        journal.erase(erased.erasure.position, reason="r", by="b", at=at)
    with pytest.raises(WrongUseError, match="zone"):
        journal.erase(1, reason="r", by="b", at=at.replace(tzinfo=None))
    assert journal.head().length == 2


def test_erased_words_leave_the_files(tmp_path, at):
    path = tmp_path / "journal.db"
    secret = "a-name-nobody-may-find-again"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {"name": secret}, at=at)
        assert any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())
        journal.erase(1, reason="retention ended", by="records-office", at=at)
        files = list(tmp_path.iterdir())
        assert path in files
        assert not any(secret.encode() in file.read_bytes() for file in files)


def test_erased_words_leave_the_files_later_where_somebody_reads_meanwhile(tmp_path, at):
    path = tmp_path / "journal.db"
    secret = "a-name-nobody-may-find-again"
    with open_journal(path, wait_seconds=0.1) as journal:
        journal.append("case/a", "opened", {"name": secret}, at=at)
        with journal._backend.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM journal_entry").scalar() == 1
            assert journal.erase(1, reason="retention ended", by="records-office", at=at).payload is None
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert secret.encode() not in path.read_bytes()


def test_an_erasure_whose_bytes_could_not_be_cleared_says_so_and_stands(journal, at, monkeypatch):
    def refuse():
        raise sqlite3.OperationalError("disk I/O error")

    journal.append("case/a", "opened", {"n": 1}, at=at)
    monkeypatch.setattr(journal._backend, "forget_erased", refuse)
    with pytest.raises(UnavailableError, match="Entry 1 is erased, but its bytes may still stand"):
        journal.erase(1, reason="retention ended", by="records-office", at=at)
    assert next(iter(journal.read())).erasure.reason == "retention ended"


def test_more_threads_than_a_pool_holds_append_together(journal, at):
    with ThreadPoolExecutor(20) as pool:
        entries = list(pool.map(lambda number: journal.append("case/a", "noted", {"n": number}, at=at), range(40)))
    assert sorted(entry.position for entry in entries) == list(range(1, 41))
    assert [finding.kind for finding in journal.verify().findings] == ["no-checkpoint"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STREAMS, PAYLOADS), max_size=12), st.sets(st.integers(1, 12)))
def test_replay_gives_back_what_was_recorded(tmp_path_factory, at, written, erased):
    """Whatever is written and erased: what remains reads back in order, and the chain verifies."""
    path = tmp_path_factory.mktemp("replay") / "journal.db"
    erased = {position for position in erased if position <= len(written)}
    with open_journal(path) as journal:
        for stream, payload in written:
            journal.append(stream, "noted", payload, at=at)
        for position in sorted(erased):
            journal.erase(position, reason="r", by="b", at=at)
    with open_journal(path, create=False) as journal:
        entries = list(journal.read())
        assert [entry.position for entry in entries] == list(range(1, len(written) + len(erased) + 1))
        for position, ((stream, payload), entry) in enumerate(zip(written, entries, strict=False), start=1):
            assert entry.stream == stream
            assert entry.payload == (None if position in erased else payload)
        for stream in ("case/a", "case/b", "audit"):
            assert list(journal.read(stream)) == [entry for entry in entries if entry.stream == stream]
        assert [finding.kind for finding in journal.verify().findings] == ["no-checkpoint"]
        assert journal.verify().erased == len(erased)


def test_links_and_commitments_are_all_different(journal, at):
    for _ in range(5):
        journal.append("case/a", "noted", {"same": "payload"}, at=at)
    entries = list(journal.read())
    assert len({entry.commitment for entry in entries}) == 5
    assert all(one.link != other.link for one, other in pairwise(entries))


def test_a_writer_that_waits_too_long_is_told_so(tmp_path, at):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal, open_journal(path, wait_seconds=0.1) as impatient:
        with journal._backend.writing(), pytest.raises(UnavailableError, match="held the journal for too long"):
            impatient.append("case/a", "opened", {}, at=at)
        assert impatient.append("case/a", "opened", {}, at=at).position == 1


@pytest.mark.postgres
def test_a_writer_that_waits_too_long_is_told_so_on_postgresql(cluster, at):
    address = cluster.new_database()
    with open_journal(address) as journal, open_journal(address, wait_seconds=0.1) as impatient:
        with journal._backend.writing(), pytest.raises(UnavailableError, match="held the journal for too long"):
            impatient.append("case/a", "opened", {}, at=at)
        assert impatient.append("case/a", "opened", {}, at=at).position == 1


@pytest.mark.postgres
def test_a_connection_lost_between_two_appends_is_opened_again(cluster, at):
    address = cluster.new_database()
    with open_journal(address) as journal:
        journal.append("case/a", "opened", {}, at=at)
        cluster.disconnect_everybody()
        assert journal.append("case/a", "closed", {}, at=at).position == 2


@pytest.mark.postgres
def test_a_connection_lost_before_the_commit_leaves_it_open_whether_it_was_recorded(cluster, at):
    address = cluster.new_database()
    with open_journal(address) as journal:
        with pytest.raises(UnavailableError, match="may or may not be recorded"), journal._writing():
            cluster.disconnect_everybody()
        assert journal.head().length == 0


@pytest.mark.postgres
def test_two_journals_live_in_two_schemas_of_one_database(cluster, at):
    database = cluster.new_database()
    name = database.split("@/")[1].split("?")[0]
    journals = []
    for schema in ("one", "two"):
        cluster.execute(name, f"CREATE SCHEMA {schema}")
        journals.append(open_journal(f"{database}&options=-csearch_path%3D{schema}"))
    journals[0].append("case/a", "opened", {}, at=at)
    journals[1].append("case/b", "opened", {}, at=at)
    assert [journal.head().length for journal in journals] == [1, 1]
    assert journals[0].head().journal_id != journals[1].head().journal_id
    for journal in journals:
        journal.close()


def test_the_interface_is_small_and_kept(journal):
    public = [name for name in vars(Journal) if not name.startswith("_") or name in {"__enter__", "__exit__"}]
    assert len(public) <= 8
    assert all(callable(getattr(DatabaseJournal, name)) for name in public)


def test_a_store_that_vanished_is_reported(tmp_path, at):
    path = tmp_path / "folder" / "journal.db"
    path.parent.mkdir()
    journal = open_journal(path)
    journal.close()
    for file in list(path.parent.iterdir()):
        file.unlink()
    path.parent.rmdir()
    with pytest.raises(UnavailableError) as refusal:
        journal.append("case/a", "opened", {}, at=at)
    assert refusal.value.place == str(Path(path))
    journal.close()
