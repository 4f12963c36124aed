"""Signed checkpoints: how long a journal was and what its last link was, kept outside the store.

A chain alone still verifies after its tail is cut, after the whole of it was rewritten, or after the store was replaced
by an older copy. The newest checkpoint, kept on another medium by another owner, shows all three.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError
from gwanje.journal.canonical import canonical_text, instant_text, parse_canonical, parse_instant_text
from gwanje.journal.entries import ChainFinding, Head
from gwanje.journal.keys import PrivateKey, PublicKey, fingerprint

_TAG = "gwanje journal checkpoint 1\n"
_FIELDS = {"journal_id": str, "length": int, "link": str, "at": str, "signer": str, "signature": str}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: at this time the journal had this length and this last link."""

    head: Head
    at: datetime
    signer: str
    signature: str

    def text(self) -> str:
        """One line of JSON to keep outside the store; `parse_checkpoint` reads it."""
        return canonical_text({**_statement(self.head, self.at, self.signer), "signature": self.signature}) + "\n"


def sign_checkpoint(head: Head, *, at: datetime, key: PrivateKey) -> Checkpoint:
    """Sign the end of a journal; verify the journal first, for the signature vouches for all before it.

    Raises:
        WrongUseError: the instant has no zone.
    """
    signer = fingerprint(key.public_key())
    signature = key.sign(_signed_bytes(head, at, signer)).hex()
    return Checkpoint(head, parse_instant_text(instant_text(at)), signer, signature)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a kept text; its signature is not yet examined.

    Raises:
        RefusedInputError: the text is not what `Checkpoint.text` writes.
    """
    try:
        fields = parse_canonical(text.removesuffix("\n"))
        _check_fields(fields)
        head = Head(fields["journal_id"], fields["length"], fields["link"])
        return Checkpoint(head, parse_instant_text(fields["at"]), fields["signer"], fields["signature"])
    except ValueError as fault:
        raise RefusedInputError(
            "This is not a checkpoint of a journal",
            expected=f"one line of JSON with {', '.join(_FIELDS)}",
            found=str(fault),
            remedy="Give the checkpoint as it was written; a checkpoint that was edited is evidence, keep it",
        ) from fault


def _check_fields(fields: dict[str, Any]) -> None:
    if {name: type(value) for name, value in fields.items()} != _FIELDS:
        raise ValueError(f"it has {', '.join(fields) or 'no fields'}")


def examine_signature(checkpoint: Checkpoint, trusted: PublicKey) -> ChainFinding | None:
    """What is wrong with the signature under the trusted key, if anything."""
    known = fingerprint(trusted)
    if checkpoint.signer != known:
        what = "The checkpoint names another signer than the trusted one"
        return ChainFinding("checkpoint-signer", None, what, f"signer {known}", f"signer {checkpoint.signer}")
    try:
        signed = _signed_bytes(checkpoint.head, checkpoint.at, checkpoint.signer)
        trusted.verify(_bytes_of(checkpoint.signature), signed)
    except (InvalidSignature, ValueError):
        return ChainFinding(
            "checkpoint-signature",
            None,
            "The checkpoint or its signature was altered",
            f"a signature of {known} over length {checkpoint.head.length} and link {checkpoint.head.link}",
            f"signature {checkpoint.signature}",
        )
    return None


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Replace the kept checkpoint by a newer one of the same journal, whole or not at all.

    Raises:
        IntegrityError: the kept one is of another journal, longer, or as long with another link.
        UnavailableError: the folder cannot be written to.
    """
    kept = read_checkpoint(path)
    if kept is not None:
        _refuse_going_back(path, kept.head, checkpoint.head)
    try:
        _replace_file(path, checkpoint.text())
    except OSError as fault:
        raise _cannot_reach(path, fault) from fault


def _replace_file(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=f"{path.name}.", delete=False, encoding="utf-8"
    ) as new:
        try:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(path)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The kept checkpoint, or None where none was ever written.

    Raises:
        RefusedInputError: the file is not a checkpoint.
        UnavailableError: the file cannot be read.
    """
    try:
        return parse_checkpoint(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "This is not a checkpoint of a journal",
            place=str(path),
            expected="one line of JSON in UTF-8",
            found=str(fault),
            remedy="Give the checkpoint as it was written; a checkpoint that was edited is evidence, keep it",
        ) from fault
    except OSError as fault:
        raise _cannot_reach(path, fault) from fault


def _refuse_going_back(path: Path, kept: Head, new: Head) -> None:
    same_journal = kept.journal_id == new.journal_id
    if same_journal and (kept.length < new.length or kept == new):
        return
    raise IntegrityError(
        "The kept checkpoint is not a predecessor of the new one",
        place=str(path),
        expected=f"journal {kept.journal_id} with more than {kept.length} entries, or link {kept.link}",
        found=f"journal {new.journal_id} with {new.length} entries and link {new.link}",
        remedy="Verify the journal against the kept checkpoint; do not replace it by hand",
    )


def _statement(head: Head, at: datetime, signer: str) -> dict[str, str | int]:
    return {
        "journal_id": head.journal_id,
        "length": head.length,
        "link": head.link,
        "at": instant_text(at),
        "signer": signer,
    }


def _signed_bytes(head: Head, at: datetime, signer: str) -> bytes:
    return (_TAG + canonical_text(_statement(head, at, signer))).encode("utf-8")


def _bytes_of(hexadecimal: str) -> bytes:
    signature = bytes.fromhex(hexadecimal)
    if signature.hex() != hexadecimal:
        raise ValueError("another spelling of the same bytes is an altered text")
    return signature


def _cannot_reach(path: Path, fault: OSError) -> UnavailableError:
    return UnavailableError(
        "The kept checkpoint cannot be reached",
        place=str(path),
        found=fault.strerror or str(fault),
        remedy="Choose a folder that exists and that you may read and write, outside the store",
    )
