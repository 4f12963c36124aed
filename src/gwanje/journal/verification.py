"""Verification of a whole journal against its newest checkpoint: one pass, one snapshot, in batches."""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from gwanje.journal.backends import DRIVER_FAULTS, is_damaged
from gwanje.journal.chain import examine, first_link
from gwanje.journal.checkpoints import Checkpoint, examine_signature
from gwanje.journal.entries import NO_CHECKPOINT, ChainFinding, Head, Verification
from gwanje.journal.keys import PublicKey
from gwanje.journal.rows import every_row, link_at, payloads_without_entry


class _Pass:
    """One walk along the chain; it keeps what the next entry is examined against, never the entries."""

    def __init__(self, journal_id: str) -> None:
        self.head = Head(journal_id, 0, first_link(journal_id))
        self.erased = 0

    def findings(self, connection: Connection) -> Iterator[ChainFinding]:
        for row in every_row(connection):
            gap = row.position != self.head.length + 1
            if gap:
                yield _gap(self.head.length + 1, row.position)
            yield from examine(row, None if gap else self.head.link)
            self.head = Head(self.head.journal_id, row.position, row.link)
            self.erased += row.body is None and row.erasure_position is not None
        orphans = payloads_without_entry(connection)
        if orphans:
            what = "The store holds payloads that belong to no entry"
            yield ChainFinding("payload-without-entry", None, what, "none", str(orphans))


def verify_chain(
    connection: Connection, journal_id: str, checkpoint: Checkpoint | None, trusted: PublicKey | None
) -> Verification:
    """Every finding of the chain, then of the chain against the checkpoint."""
    walk = _Pass(journal_id)
    findings: list[ChainFinding] = []
    try:
        findings.extend(walk.findings(connection))
    except DRIVER_FAULTS as fault:
        cause = fault.orig if isinstance(fault, DBAPIError) else fault
        if not is_damaged(cause):
            raise
        found = str(cause)
        what = f"The store cannot be read beyond entry {walk.head.length}"
        findings.append(ChainFinding("unreadable", None, what, "a readable database", found))
        return Verification(walk.head, walk.erased, 0, tuple(findings))
    if checkpoint is None or trusted is None:
        findings.append(_no_checkpoint(walk.head))
        return Verification(walk.head, walk.erased, 0, tuple(findings))
    findings.extend(_against_checkpoint(connection, walk.head, checkpoint, trusted))
    return Verification(walk.head, walk.erased, 0 if findings else checkpoint.head.length, tuple(findings))


def _gap(expected: int, found: int) -> ChainFinding:
    if found < expected:
        what = f"An entry claims position {found}, which no entry of a journal has"
        return ChainFinding("position", found, what, f"position {expected}", f"position {found}")
    missing = f"entry {expected} is" if found == expected + 1 else f"entries {expected} to {found - 1} are"
    what = f"Entries were removed: {missing} missing"
    return ChainFinding("removed", expected, what, f"entry {expected}", f"entry {found}")


def _no_checkpoint(head: Head) -> ChainFinding:
    return ChainFinding(
        NO_CHECKPOINT,
        None,
        "Without a checkpoint it is not known whether the end was cut off, all rewritten or an older copy put back",
        "the newest signed checkpoint",
        f"none, for {head.length} entries",
    )


def _against_checkpoint(
    connection: Connection, head: Head, checkpoint: Checkpoint, trusted: PublicKey
) -> Iterator[ChainFinding]:
    signature = examine_signature(checkpoint, trusted)
    if signature is not None:
        yield signature
        return  # what an unproven checkpoint says is no evidence
    said = checkpoint.head
    if said.journal_id != head.journal_id:
        what = "The checkpoint is of another journal"
        yield ChainFinding("other-journal", None, what, f"journal {said.journal_id}", f"journal {head.journal_id}")
        return
    if said.length > head.length:
        yield ChainFinding(
            "cut-off",
            head.length + 1,
            f"Entries {head.length + 1} to {said.length} are missing: the end was cut off or an older copy put back",
            f"at least {said.length} entries (checkpoint of {checkpoint.at.isoformat()})",
            f"{head.length} entries",
        )
        return
    found = first_link(head.journal_id) if said.length == 0 else link_at(connection, said.length)
    if found != said.link:
        what = f"The journal up to entry {said.length} is not the one the checkpoint signed"
        yield ChainFinding("rewritten", said.length, what, f"link {said.link}", f"link {found or 'none'}")
