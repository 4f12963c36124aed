import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.journal.canonical import canonical_text
from gwanje.journal.chain import (
    ERASURE,
    OWN_STREAM,
    SALT_BYTES,
    StoredEntry,
    commitment_of,
    entry_of,
    examine,
    first_link,
    link_of,
    new_salt,
)

AT = "2026-11-10T09:30:00.000000+00:00"
START = first_link("0" * 32)
SALT = "5a" * SALT_BYTES
TEXT_FIELDS = ("stream", "kind", "at", "commitment", "link", "salt", "body")


def stored(payload=None, *, position=1, stream="case/x", kind="opened", previous=START, erases=None):
    body = canonical_text(payload or {"item": "it-0007", "share": 0.802})
    commitment = commitment_of(SALT, body)
    link = link_of(previous, commitment=commitment, at=AT, kind=kind, stream=stream, position=position)
    return StoredEntry(position, stream, kind, AT, commitment, link, erases, SALT, body, None)


def kinds(row, previous=START):
    return [finding.kind for finding in examine(row, previous)]


def test_the_published_formula():
    """Recomputed here with nothing but hashlib, so that an outside auditor could do the same."""
    row = stored()
    salted = b"gwanje journal commitment 1\n" + bytes.fromhex(SALT) + b'{"item":"it-0007","share":0.802}'
    assert row.commitment == hashlib.sha256(salted).hexdigest()
    start = hashlib.sha256(b'["gwanje journal start 1","' + b"0" * 32 + b'"]').hexdigest()
    parts = f'["gwanje journal link 1","{start}","{row.commitment}","{AT}","opened","case/x",1]'
    assert row.link == hashlib.sha256(parts.encode()).hexdigest()


def test_an_untouched_entry_has_no_findings():
    assert kinds(stored()) == []
    entry = entry_of(stored())
    assert entry.payload == {"item": "it-0007", "share": 0.802}
    assert entry.at == datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    assert entry.erasure is None


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_any_altered_character_is_found(data):
    row = stored()
    field = data.draw(st.sampled_from(TEXT_FIELDS))
    text = getattr(row, field)
    place = data.draw(st.integers(0, len(text)))
    other = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=2))
    altered = text[:place] + other + text[place + data.draw(st.integers(0, 2)) :]
    if altered != text:
        assert kinds(replace(row, **{field: altered}))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"position": 2}, ["link"]),
        ({"stream": "case/y"}, ["link"]),
        ({"kind": "closed"}, ["link"]),
        ({"at": "2026-11-09T09:30:00.000000+00:00"}, ["link"]),
        ({"at": "yesterday"}, ["link", "instant"]),
        ({"at": None}, ["link", "instant"]),
        ({"link": "ab" * 32}, ["link"]),
        ({"commitment": "ab" * 32}, ["link", "payload"]),
        ({"salt": "ab" * SALT_BYTES}, ["payload"]),
        ({"salt": SALT.upper()}, ["payload"]),
        ({"salt": ""}, ["payload"]),
        ({"body": "{}"}, ["payload"]),
        ({"body": b"\x00"}, ["payload"]),
        ({"salt": None}, ["half-payload"]),
        ({"body": None}, ["half-payload"]),
        ({"salt": None, "body": None}, ["payload-missing"]),
        ({"erasure_position": 7}, ["erased-but-present"]),
        ({"erases": 1}, ["erasure-record"]),
    ],
)
def test_each_alteration_is_named(change, found):
    assert kinds(replace(stored(), **change)) == found


def test_a_finding_shows_both_sides():
    row = replace(stored(), link="ab" * 32)
    (finding,) = examine(row, START)
    assert finding.position == 1
    assert finding.found == f"link {'ab' * 32}"
    assert finding.expected == f"link {stored().link}"
    assert "Entry 1" in str(finding)


def test_a_body_that_was_committed_to_but_is_not_canonical_is_found():
    body = '{"b":1, "a":2}'
    row = replace(stored(), body=body, commitment=commitment_of(SALT, body))
    assert "payload" in kinds(row)


def test_an_erased_entry_stands_with_its_record():
    record = stored(
        {"position": 1, "reason": "retention ended", "by": "records-office"},
        position=2,
        stream=OWN_STREAM,
        kind=ERASURE,
        previous=stored().link,
        erases=1,
    )
    erased = replace(stored(), salt=None, body=None, erasure_position=2)
    assert kinds(erased) == []
    assert kinds(record, stored().link) == []
    entry = entry_of(erased, record)
    assert entry.payload is None
    assert (entry.erasure.reason, entry.erasure.by, entry.erasure.position) == ("retention ended", "records-office", 2)


@pytest.mark.parametrize(
    ("payload", "erases"),
    [
        ({"position": 1, "reason": "r", "by": "b"}, None),
        ({"position": 1, "reason": "r", "by": "b"}, 3),
        ({"position": 5, "reason": "r", "by": "b"}, 5),
        ({"position": 9, "reason": "r", "by": "b"}, 9),
        ({"position": 0, "reason": "r", "by": "b"}, 0),
        ({"position": "1", "reason": "r", "by": "b"}, 1),
        ({"position": 1, "by": "b"}, 1),
        ({"position": 1, "reason": None, "by": "b"}, 1),
        ({"reason": "r", "by": "b"}, None),
    ],
)
def test_a_record_of_an_erasure_that_contradicts_its_mark_is_found(payload, erases):
    row = stored(payload, position=5, stream=OWN_STREAM, kind=ERASURE, erases=erases)
    assert kinds(row) == ["erasure-record"]


def test_the_record_of_an_erasure_cannot_lose_its_payload():
    row = stored({"position": 1, "reason": "r", "by": "b"}, position=5, stream=OWN_STREAM, kind=ERASURE, erases=1)
    assert kinds(replace(row, salt=None, body=None)) == ["erasure-record"]
    assert kinds(replace(row, salt=None, body=None, erasure_position=6)) == ["erasure-record"]


def test_salts_differ_and_hide_equal_payloads():
    salts = {new_salt() for _ in range(50)}
    assert len(salts) == 50
    assert {len(salt) for salt in salts} == {2 * SALT_BYTES}
    assert len({commitment_of(salt, "{}") for salt in salts}) == 50


def test_journals_begin_differently():
    assert first_link("0" * 32) != first_link("1" * 32)
