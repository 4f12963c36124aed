"""The chain: salted commitments, links over them, and the examination of stored entries. Pure calculation.

::

    c_i    = H(tag, salt_i, canonical payload_i)
    link_0 = H(tag, journal id)
    link_i = H(tag, link_{i-1}, c_i, time, kind, stream, position)

Payload and salt lie beside the chain. Without the salt a commitment says nothing about the payload, so both can be
erased while every link still verifies. An erasure is itself an entry (stream `journal`, kind `erasure`): when it
happened, why and by whom is as hard to alter as any other entry.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gwanje.journal.canonical import parse_canonical, parse_instant_text
from gwanje.journal.entries import ChainFinding, Entry, Erasure

SALT_BYTES = 32
OWN_STREAM = "journal"
ERASURE = "erasure"
_COMMITMENT_TAG = b"gwanje journal commitment 1\n"
_LINK_TAG = "gwanje journal link 1"
_START_TAG = "gwanje journal start 1"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the store holds it, before anything in it is believed.

    `body` and `salt` are None where no payload is stored; `erases` is the position this entry is marked as erasing;
    `erasure_position` is the entry marked as erasing this one, None where there is none.
    """

    position: int
    stream: str
    kind: str
    at: str
    commitment: str
    link: str
    erases: int | None
    salt: str | None
    body: str | None
    erasure_position: int | None


def new_salt() -> str:
    """A fresh salt, as hexadecimal text."""
    return secrets.token_hex(SALT_BYTES)


def commitment_of(salt: str, body: str) -> str:
    """The commitment to a canonical payload under a salt.

    Raises:
        ValueError: the salt is not hexadecimal text of the length this journal writes.
    """
    salt_bytes = bytes.fromhex(salt)
    if len(salt_bytes) != SALT_BYTES or salt_bytes.hex() != salt:
        raise ValueError("not a salt as this journal writes it")
    return hashlib.sha256(_COMMITMENT_TAG + salt_bytes + body.encode("utf-8")).hexdigest()


def first_link(journal_id: str) -> str:
    """The link before the first entry: it ties the chain to one journal."""
    return _hash_of([_START_TAG, journal_id])


def link_of(previous: str, *, commitment: str, at: str, kind: str, stream: str, position: int) -> str:
    """The link of an entry over everything before it."""
    return _hash_of([_LINK_TAG, previous, commitment, at, kind, stream, position])


def _hash_of(parts: list[str | int]) -> str:
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode("ascii")).hexdigest()


def examine(row: StoredEntry, previous: str | None) -> Iterator[ChainFinding]:
    """Every contradiction within one stored entry and with the link before it (None where that is not known)."""
    if previous is not None:
        yield from _examine_link(row, previous)
    yield from _examine_instant(row)
    if row.body is None or row.salt is None:
        yield from _examine_absent_payload(row)
        return
    if row.erasure_position is not None:
        yield ChainFinding(
            "erased-but-present",
            row.position,
            f"Entry {row.position} was erased by entry {row.erasure_position}, but a payload stands in its place",
            "no payload and no salt",
            "a payload",
        )
    yield from _examine_payload(row)


def _examine_link(row: StoredEntry, previous: str) -> Iterator[ChainFinding]:
    fields = {"commitment": row.commitment, "at": row.at, "kind": row.kind, "stream": row.stream}
    expected = link_of(previous, position=row.position, **{name: str(value) for name, value in fields.items()})
    if row.link != expected:
        yield ChainFinding(
            "link",
            row.position,
            f"Entry {row.position} does not follow from the entry before it: its stream, kind, time, commitment, "
            "link or place was altered",
            f"link {expected}",
            f"link {row.link}",
        )


def _examine_instant(row: StoredEntry) -> Iterator[ChainFinding]:
    try:
        parse_instant_text(row.at)
    except (TypeError, ValueError):
        wanted = "an instant with a zone"
        yield ChainFinding("instant", row.position, f"Entry {row.position} has no readable time", wanted, str(row.at))


def _examine_absent_payload(row: StoredEntry) -> Iterator[ChainFinding]:
    if row.body is not None or row.salt is not None:
        yield ChainFinding(
            "half-payload",
            row.position,
            f"Entry {row.position} has lost its {'salt' if row.salt is None else 'payload'}",
            "payload and salt together, or neither",
            "one of them",
        )
    elif row.kind == ERASURE and row.stream == OWN_STREAM:
        wanted = "position, reason and by"
        what = f"Entry {row.position} records an erasure, but its own payload is gone"
        yield ChainFinding("erasure-record", row.position, what, wanted, "no payload")
    elif row.erasure_position is None:
        yield ChainFinding(
            "payload-missing",
            row.position,
            f"The payload of entry {row.position} is gone without a recorded erasure",
            f"a payload with commitment {row.commitment}, or an entry that records its erasure",
            "neither",
        )


def _examine_payload(row: StoredEntry) -> Iterator[ChainFinding]:
    try:
        found = commitment_of(str(row.salt), str(row.body))
    except (TypeError, ValueError) as fault:
        found = f"unreadable: {fault}"
    if found != row.commitment:
        what = f"The payload, salt or commitment of entry {row.position} was altered"
        yield ChainFinding("payload", row.position, what, f"commitment {row.commitment}", f"commitment {found}")
        return
    try:
        payload = parse_canonical(str(row.body))
    except ValueError as fault:
        what = f"The payload of entry {row.position} is not what this journal writes"
        yield ChainFinding("payload", row.position, what, "canonical JSON", str(fault))
        return
    yield from _examine_erasure_record(row, payload)


def _examine_erasure_record(row: StoredEntry, payload: dict[str, Any]) -> Iterator[ChainFinding]:
    is_record = row.kind == ERASURE and row.stream == OWN_STREAM
    if not is_record and row.erases is None:
        return
    named = payload.get("position") if is_record else None
    wanted = f"an earlier position, reason and by; the store's mark says {row.erases}"
    if named != row.erases or not isinstance(named, int) or not 0 < named < row.position or not _erasure_words(payload):
        what = f"Entry {row.position} and the store's mark of what it erases contradict each other"
        yield ChainFinding("erasure-record", row.position, what, wanted, f"it records the erasure of {named}")


def _erasure_words(payload: dict[str, Any]) -> bool:
    return all(isinstance(payload.get(word), str) for word in ("reason", "by"))


def entry_of(row: StoredEntry, erasure: StoredEntry | None = None) -> Entry:
    """The entry a reader sees, with the entry that erased it; both were examined before and nothing was found."""
    return Entry(
        position=row.position,
        stream=row.stream,
        kind=row.kind,
        at=parse_instant_text(row.at),
        payload=None if row.body is None else parse_canonical(row.body),
        erasure=None if erasure is None or erasure.body is None else _erasure_of(erasure, erasure.body),
        commitment=row.commitment,
        link=row.link,
    )


def _erasure_of(record: StoredEntry, body: str) -> Erasure:
    words = parse_canonical(body)
    return Erasure(words["reason"], words["by"], parse_instant_text(record.at), record.position)
