"""Each way of tampering, done in SQL by somebody who dropped every guard, is found with position and both sides."""

import shutil
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import GwanjeError, IntegrityError, WrongUseError
from gwanje.journal import Head, make_private_key, open_journal, parse_checkpoint, seal_journal, sign_checkpoint
from gwanje.journal.chain import commitment_of, first_link, link_of, new_salt
from gwanje.journal.rows import every_row

LENGTH = 9
"""Six cases, two erasures and one more entry."""


@pytest.fixture
def checkpoint(journal, key, at):
    """A journal with some history, sealed."""
    for number in range(1, 7):
        journal.append("case/a" if number % 2 else "case/b", "noted", {"n": number}, at=at)
    journal.erase(2, reason="retention ended", by="records-office", at=at)
    journal.erase(5, reason="redacted", by="records-office", at=at)
    journal.append("case/a", "closed", {"n": 9}, at=at)
    return seal_journal(journal, None, key=key, at=at)


@pytest.fixture
def found(journal, checkpoint, key):
    """The kinds and positions of all findings."""

    def verify(against=checkpoint):
        findings = journal.verify(against, trusted=key.public_key()).findings
        for finding in findings:
            assert finding.what
            assert finding.expected != finding.found
        return [(finding.kind, finding.position) for finding in findings]

    return verify


def test_an_untouched_journal_is_sound(journal, checkpoint, key):
    verification = journal.verify(checkpoint, trusted=key.public_key())
    assert verification.sound
    assert verification.head == checkpoint.head
    assert (verification.head.length, verification.covered, verification.erased) == (LENGTH, LENGTH, 2)
    verification.require_sound()


def test_entries_after_the_checkpoint_are_examined_but_not_covered(journal, checkpoint, key, at, behind):
    journal.append("case/a", "opened", {"n": 10}, at=at)
    verification = journal.verify(checkpoint, trusted=key.public_key())
    assert (verification.sound, verification.head.length, verification.covered) == (True, LENGTH + 1, LENGTH)
    behind("UPDATE journal_entry SET stream = 'case/z' WHERE position = 10")
    assert not journal.verify(checkpoint, trusted=key.public_key()).sound


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE journal_entry SET stream = 'case/c' WHERE position = 3", [("link", 3)]),
        ("UPDATE journal_entry SET kind = 'closed' WHERE position = 3", [("link", 3)]),
        ("UPDATE journal_entry SET at = '2026-11-10T09:30:00.000001+00:00' WHERE position = 3", [("link", 3)]),
        ("UPDATE journal_entry SET link = commitment WHERE position = 3", [("link", 3), ("link", 4)]),
        ("UPDATE journal_entry SET commitment = link WHERE position = 3", [("link", 3), ("payload", 3)]),
        ("UPDATE journal_payload SET body = '{\"n\":4}' WHERE position = 3", [("payload", 3)]),
        ("UPDATE journal_payload SET body = '{\"n\": 3}' WHERE position = 3", [("payload", 3)]),
        ("UPDATE journal_payload SET salt = '' WHERE position = 3", [("payload", 3)]),
        ("UPDATE journal_payload SET body = '{\"n\":7}' WHERE position = 1", [("payload", 1)]),
        ("UPDATE journal_entry SET erases = NULL WHERE position = 7", [("payload-missing", 2), ("erasure-record", 7)]),
        ("UPDATE journal_entry SET at = '2026-11-11T00:00:00.000000+00:00' WHERE position = 7", [("link", 7)]),
        ("UPDATE journal_payload SET body = replace(body, 'ended', 'over') WHERE position = 7", [("payload", 7)]),
        ("DELETE FROM journal_payload WHERE position = 7", [("erasure-record", 7)]),
        ("DELETE FROM journal_payload WHERE position = 3", [("payload-missing", 3)]),
        ("UPDATE journal_entry SET link = upper(link) WHERE position = 9", [("link", 9), ("rewritten", 9)]),
    ],
)
def test_an_altered_journal_is_found(found, behind, statement, expected):
    behind(statement)
    assert found() == expected


def test_a_payload_put_back_after_its_erasure_is_found(found, behind):
    behind(
        "INSERT INTO journal_payload (position, salt, body) VALUES (2, :salt, :body)", salt=new_salt(), body='{"n":2}'
    )
    assert found() == [("erased-but-present", 2), ("payload", 2)]


def test_an_erasure_without_a_record_cannot_borrow_another_entry(found, behind):
    behind("DELETE FROM journal_payload WHERE position = 3")
    behind("UPDATE journal_entry SET erases = 3 WHERE position = 9")
    assert found() == [("erasure-record", 9)]


def test_the_record_of_an_erasure_cannot_be_turned_to_another_entry(found, behind):
    behind("DELETE FROM journal_payload WHERE position = 3")
    behind("UPDATE journal_entry SET erases = 3 WHERE position = 7")
    assert found() == [("payload-missing", 2), ("erasure-record", 7)]


@pytest.mark.parametrize("removed", [1, 3, 8])
def test_a_removed_entry_is_found(found, behind, removed):
    behind("UPDATE journal_entry SET erases = NULL WHERE position = :removed", removed=removed)
    behind("DELETE FROM journal_payload WHERE position = :removed", removed=removed)
    behind("DELETE FROM journal_entry WHERE position = :removed", removed=removed)
    kinds = found()
    assert ("removed", removed) in kinds
    assert kinds == [("payload-missing", 5), ("removed", 8)] if removed == 8 else [("removed", removed)]


def test_a_removed_stretch_is_one_finding(journal, checkpoint, key, behind):
    behind("DELETE FROM journal_payload WHERE position IN (3, 4)")
    behind("DELETE FROM journal_entry WHERE position IN (3, 4)")
    (finding,) = journal.verify(checkpoint, trusted=key.public_key()).findings
    assert "entries 3 to 4 are missing" in finding.what
    assert (finding.expected, finding.found) == ("entry 3", "entry 5")


def test_a_removed_entry_whose_gap_was_closed_is_found(found, behind):
    behind("DELETE FROM journal_payload WHERE position = 6")
    behind("DELETE FROM journal_entry WHERE position = 6")
    behind("UPDATE journal_payload SET position = position + 100 WHERE position IN (7, 8, 9)")
    behind("UPDATE journal_entry SET position = position + 100 WHERE position IN (7, 8, 9)")
    for position in (7, 8, 9):
        behind("UPDATE journal_entry SET position = :new WHERE position = :old", new=position - 1, old=position + 100)
        behind("UPDATE journal_payload SET position = :new WHERE position = :old", new=position - 1, old=position + 100)
    kinds = found()
    assert {("link", 6), ("link", 7), ("link", 8), ("cut-off", 9)} <= set(kinds)


def test_reordered_entries_are_found(found, behind):
    for old, new in ((3, 103), (4, 3), (103, 4)):
        behind("UPDATE journal_entry SET position = :new WHERE position = :old", old=old, new=new)
        behind("UPDATE journal_payload SET position = :new WHERE position = :old", old=old, new=new)
    assert found() == [("link", 3), ("link", 4), ("link", 5)]


def test_exchanged_payloads_are_found(found, behind):
    for old, new in ((3, 103), (4, 3), (103, 4)):
        behind("UPDATE journal_payload SET position = :new WHERE position = :old", old=old, new=new)
    assert found() == [("payload", 3), ("payload", 4)]


def test_an_entry_outside_the_count_is_found(found, behind, journal):
    link = "ab" * 32
    behind(
        "INSERT INTO journal_entry (position, stream, kind, at, commitment, link) VALUES (-1, 'a', 'b', 'c', :d, :d)",
        d=link,
    )
    assert ("position", -1) in found()


def test_a_payload_of_no_entry_is_found(found, behind):
    behind("INSERT INTO journal_payload (position, salt, body) VALUES (50, '', '')")
    assert found() == [("payload-without-entry", None)]


def test_a_cut_tail_is_found_only_with_the_checkpoint(journal, checkpoint, key, found, behind):
    behind("DELETE FROM journal_payload WHERE position = 9")
    behind("DELETE FROM journal_entry WHERE position = 9")
    assert [finding.kind for finding in journal.verify().findings] == ["no-checkpoint"]
    assert found() == [("cut-off", 9)]
    (finding,) = journal.verify(checkpoint, trusted=key.public_key()).findings
    assert finding.found == "8 entries"
    assert "at least 9 entries" in finding.expected


def test_a_cut_tail_that_was_written_anew_is_found(journal, checkpoint, found, behind, at):
    behind("DELETE FROM journal_payload WHERE position = 9")
    behind("DELETE FROM journal_entry WHERE position = 9")
    journal.append("case/a", "closed", {"n": "another end"}, at=at)
    journal.append("case/a", "noted", {"n": 10}, at=at)
    assert found() == [("rewritten", 9)]


def test_a_chain_computed_anew_in_full_is_found(journal, checkpoint, found, behind):
    """The attacker knows the formula, alters entry 1 and computes every later link again."""
    body, salt, journal_id = '{"n":1000}', new_salt(), journal.head().journal_id
    with journal._backend.reading() as connection:
        rows = list(every_row(connection))
    previous = first_link(journal_id)
    behind("UPDATE journal_payload SET body = :body, salt = :salt WHERE position = 1", body=body, salt=salt)
    for row in rows:
        commitment = commitment_of(salt, body) if row.position == 1 else row.commitment
        previous = link_of(
            previous, commitment=commitment, at=row.at, kind=row.kind, stream=row.stream, position=row.position
        )
        behind(
            "UPDATE journal_entry SET commitment = :c, link = :l WHERE position = :p",
            c=commitment,
            l=previous,
            p=row.position,
        )
    assert [finding.kind for finding in journal.verify().findings] == ["no-checkpoint"]
    assert found() == [("rewritten", 9)]


def test_an_older_copy_put_back_is_found(tmp_path, key, at):
    path, copy = tmp_path / "journal.db", tmp_path / "older.db"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {"name": "somebody"}, at=at)
    shutil.copy(path, copy)
    with open_journal(path) as journal:
        journal.erase(1, reason="retention ended", by="records-office", at=at)
        checkpoint = seal_journal(journal, None, key=key, at=at)
    shutil.copy(copy, path)
    with open_journal(path) as journal:
        assert next(iter(journal.read())).payload == {"name": "somebody"}
        (finding,) = journal.verify(checkpoint, trusted=key.public_key()).findings
        assert (finding.kind, finding.position) == ("cut-off", 2)
        assert "older copy" in finding.what


def test_another_journal_in_its_place_is_found(tmp_path, key, at):
    with open_journal(tmp_path / "one.db") as one, open_journal(tmp_path / "two.db") as two:
        checkpoint = seal_journal(one, None, key=key, at=at)
        two.append("case/a", "opened", {}, at=at)
        (finding,) = two.verify(checkpoint, trusted=key.public_key()).findings
        assert finding.kind == "other-journal"
        assert one.head().journal_id in finding.expected
        assert two.head().journal_id in finding.found
        assert one.verify(checkpoint, trusted=key.public_key()).sound


def test_an_altered_identity_is_found(location, journal, checkpoint, key, behind):
    behind("UPDATE journal_identity SET journal_id = :other", other="f" * 32)
    with open_journal(location) as reopened:
        findings = reopened.verify(checkpoint, trusted=key.public_key()).findings
    assert [(finding.kind, finding.position) for finding in findings] == [("link", 1), ("other-journal", None)]


def test_an_altered_checkpoint_is_found(journal, checkpoint, key, found):
    assert found(replace(checkpoint, signature="00" * 64)) == [("checkpoint-signature", None)]
    shorter = Head(checkpoint.head.journal_id, 3, checkpoint.head.link)
    assert found(replace(checkpoint, head=shorter)) == [("checkpoint-signature", None)]
    forged = sign_checkpoint(checkpoint.head, at=checkpoint.at, key=make_private_key())
    assert found(forged) == [("checkpoint-signer", None)]
    assert found(parse_checkpoint(checkpoint.text())) == []


def test_an_older_checkpoint_still_fits(journal, checkpoint, key, at):
    journal.append("case/a", "opened", {}, at=at)
    newer = seal_journal(journal, checkpoint, key=key, at=at)
    assert newer.head.length == LENGTH + 1
    for each in (checkpoint, newer):
        assert journal.verify(each, trusted=key.public_key()).sound


def test_a_checkpoint_without_a_trusted_key_is_wrong_use(journal, checkpoint):
    with pytest.raises(WrongUseError, match="proves nothing"):
        journal.verify(checkpoint)


def test_without_a_checkpoint_that_is_said(journal, at):
    journal.append("case/a", "opened", {}, at=at)
    verification = journal.verify()
    assert not verification.sound
    assert verification.covered == 0
    assert [finding.kind for finding in verification.findings] == ["no-checkpoint"]
    with pytest.raises(IntegrityError, match="not known whether the end was cut off"):
        verification.require_sound()


def test_a_journal_that_does_not_verify_is_not_sealed(journal, checkpoint, key, at, behind):
    behind("UPDATE journal_payload SET body = '{}' WHERE position = 3")
    for previous in (None, checkpoint):
        with pytest.raises(IntegrityError, match="entry 3") as refusal:
            seal_journal(journal, previous, key=key, at=at)
        assert "commitment" in refusal.value.expected
        assert "commitment" in refusal.value.found


def test_reading_stops_at_the_first_altered_entry(journal, checkpoint, behind):
    behind("UPDATE journal_payload SET body = '{\"n\":1000}' WHERE position = 4")
    seen = []
    with pytest.raises(IntegrityError) as refusal:
        seen.extend(entry.position for entry in _noting(journal.read(), seen))
    assert seen == [1, 2, 3]
    assert refusal.value.place == "journal entry 4"
    assert refusal.value.exit_code == 5
    assert [entry.position for entry in journal.read("case/a")] == [1, 3, 5, 9]


def _noting(entries, seen):
    for entry in entries:
        seen.append(entry.position)
    return []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET at = '2027-01-01T00:00:00.000000+00:00' WHERE position = 7",
        "UPDATE journal_payload SET body = replace(body, 'ended', 'over') WHERE position = 7",
        "DELETE FROM journal_payload WHERE position = 7",
        "UPDATE journal_entry SET erases = 2 WHERE position = 6",
        "UPDATE journal_entry SET erases = NULL WHERE position = 7",
    ],
)
def test_an_erasure_that_was_altered_is_not_shown(journal, checkpoint, behind, statement):
    if "erases = 2" in statement:
        behind("UPDATE journal_entry SET erases = NULL WHERE position = 7")
    behind(statement)
    with pytest.raises(IntegrityError):
        list(journal.read("case/b"))


def test_reading_does_not_jump_over_a_removed_entry(journal, checkpoint, behind):
    behind("DELETE FROM journal_payload WHERE position = 3")
    behind("DELETE FROM journal_entry WHERE position = 3")
    with pytest.raises(IntegrityError, match="Entry 3, which entry 4 follows, is missing"):
        list(journal.read())


def test_an_altered_entry_is_not_erased(journal, checkpoint, behind, at):
    behind("UPDATE journal_payload SET body = '{\"n\":1000}' WHERE position = 4")
    with pytest.raises(IntegrityError, match="altered"):
        journal.erase(4, reason="r", by="b", at=at)
    assert behind("SELECT body FROM journal_payload WHERE position = 4") == [('{"n":1000}',)]


@pytest.fixture(scope="module")
def sealed_file(tmp_path_factory, key):
    """The bytes of one sealed SQLite journal, its checkpoint and what it says."""
    from datetime import UTC, datetime

    at = datetime(2026, 11, 10, tzinfo=UTC)
    path = tmp_path_factory.mktemp("sealed") / "journal.db"
    with open_journal(path) as journal:
        for number in range(1, 5):
            journal.append("case/a", "noted", {"n": number, "words": "희토류"}, at=at)
        journal.erase(2, reason="retention ended", by="records-office", at=at)
        checkpoint = seal_journal(journal, None, key=key, at=at)
        entries = list(journal.read())
    return lambda: (path.read_bytes(), checkpoint, entries)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**24), st.integers(1, 255))
def test_no_altered_byte_of_the_file_changes_an_answer_silently(sealed_file, key, tmp_path_factory, place, change):
    """Any byte of the file: refused, found, or without meaning (then every entry still reads the same)."""
    content, checkpoint, entries = sealed_file()
    place %= len(content)
    path = tmp_path_factory.mktemp("altered") / "journal.db"
    path.write_bytes(content[:place] + bytes([content[place] ^ change]) + content[place + 1 :])
    try:
        with open_journal(path, create=False) as journal:
            sound = journal.verify(checkpoint, trusted=key.public_key()).sound
            read = list(journal.read())
    except GwanjeError:
        return
    assert not sound or read == entries


def test_text_that_is_no_text_any_more_is_found(tmp_path, key, at):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        journal.append("case/a", "opened", {"words": "unmistakable"}, at=at)
        checkpoint = seal_journal(journal, None, key=key, at=at)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"unmistakable", b"unm\xff\xfetakable"))
    with open_journal(path) as journal:
        (finding,) = journal.verify(checkpoint, trusted=key.public_key()).findings
        assert finding.kind == "unreadable"
        with pytest.raises(IntegrityError, match="stored bytes are damaged"):
            list(journal.read())


def test_pages_overwritten_are_reported_as_damage(tmp_path, key, at):
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        for _ in range(20):
            journal.append("case/a", "noted", {"words": "x" * 3000}, at=at)
        checkpoint = seal_journal(journal, None, key=key, at=at)
    content = bytearray(path.read_bytes())
    content[4096 * 14 :] = b"\xa5" * (len(content) - 4096 * 14)
    path.write_bytes(content)
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.DatabaseError):
        raw.execute("SELECT sum(length(body)) FROM journal_payload").fetchall()
    raw.close()
    with open_journal(path) as journal:
        assert "unreadable" in [f.kind for f in journal.verify(checkpoint, trusted=key.public_key()).findings]
        with pytest.raises(IntegrityError, match="damaged"):
            list(journal.read())
