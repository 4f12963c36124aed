"""Floor 1: the append-only, hash-chained journal whose payloads can be erased, and its signed checkpoints.

::

    with open_journal(path) as journal:
        entry = journal.append("case/kr-c1", "opened", {"item": "it-0007"}, at=instant)
        journal.erase(entry.position, reason="retention ended", by="records-office", at=later)
        checkpoint = seal_journal(journal, previous, key=key, at=later)
        journal.verify(checkpoint, trusted=key.public_key()).require_sound()
"""

from gwanje.journal.checkpoints import Checkpoint, parse_checkpoint, read_checkpoint, sign_checkpoint, write_checkpoint
from gwanje.journal.entries import NO_CHECKPOINT, ChainFinding, ConflictError, Entry, Erasure, Head, Verification
from gwanje.journal.keys import (
    PrivateKey,
    PublicKey,
    fingerprint,
    load_private_key,
    load_public_key,
    make_private_key,
    private_key_pem,
    public_key_pem,
    write_private_key,
)
from gwanje.journal.opening import open_journal, seal_journal
from gwanje.journal.store import Journal

__all__ = [
    "NO_CHECKPOINT",
    "ChainFinding",
    "Checkpoint",
    "ConflictError",
    "Entry",
    "Erasure",
    "Head",
    "Journal",
    "PrivateKey",
    "PublicKey",
    "Verification",
    "fingerprint",
    "load_private_key",
    "load_public_key",
    "make_private_key",
    "open_journal",
    "parse_checkpoint",
    "private_key_pem",
    "public_key_pem",
    "read_checkpoint",
    "seal_journal",
    "sign_checkpoint",
    "write_checkpoint",
    "write_private_key",
]
