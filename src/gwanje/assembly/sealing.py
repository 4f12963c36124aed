"""Verifying and sealing the journal: checkpoints are kept outside the store, where the person says."""

from datetime import datetime
from pathlib import Path
from typing import Any

from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError
from gwanje.journal import (
    NO_CHECKPOINT,
    Checkpoint,
    PrivateKey,
    PublicKey,
    fingerprint,
    load_private_key,
    load_public_key,
    make_private_key,
    open_journal,
    public_key_pem,
    read_checkpoint,
    seal_journal,
    write_checkpoint,
    write_private_key,
)

_KEY = "signing.pem"


def signing_key(tower: Tower) -> PrivateKey:
    """This installation's signing key, made on first use; readable by its owner only."""
    path = tower.keys / _KEY
    if not path.exists():
        tower.keys.mkdir(parents=True, exist_ok=True)
        key = make_private_key()
        write_private_key(path, key)
        (tower.keys / "signing.pub.pem").write_bytes(public_key_pem(key.public_key()))
    return load_private_key(path.read_bytes())


def trusted_keys(tower: Tower, files: tuple[Path, ...]) -> tuple[PublicKey, ...]:
    """The public keys given, and every one in the folder `keys/trusted`."""
    folder = tower.keys / "trusted"
    paths = [*files, *(sorted(folder.glob("*.pem")) if folder.is_dir() else [])]
    if not paths:
        raise RefusedInputError(
            "No trusted key was given",
            expected="the public key of whoever signed the pack",
            found=f"no --key, and nothing in {folder}",
            remedy="Get signing.pub.pem from the sender by another way and give it with --key",
        )
    return tuple(load_public_key(path.read_bytes()) for path in paths)


def verify_journal(tower: Tower, checkpoint: Path | None) -> dict[str, Any]:
    """What a verification of the journal found, as a plain answer."""
    newest = _kept(checkpoint) if checkpoint else None
    trusted = signing_key(tower).public_key() if newest else None
    with open_journal(tower.journal_address) as journal:
        verification = journal.verify(newest, trusted=trusted)
    serious = [finding for finding in verification.findings if finding.kind != NO_CHECKPOINT]
    return {
        "entries": verification.head.length,
        "erased": verification.erased,
        "covered_by_checkpoint": verification.covered,
        "checkpoint": str(checkpoint) if checkpoint else None,
        "note": _note(sound=not serious, compared=newest is not None),
        "findings": [str(finding) for finding in serious],
    }


def _note(*, sound: bool, compared: bool) -> str:
    if not sound:
        return "the journal does not hold: keep this store as evidence, restore the last copy that verifies"
    return "" if compared else "no checkpoint given: the chain is sound, a cut tail would not be seen"


def _kept(file: Path) -> Checkpoint:
    checkpoint = read_checkpoint(file)
    if checkpoint is None:
        raise RefusedInputError(
            "There is no checkpoint in that place",
            place=str(file),
            expected="the newest checkpoint, as written by gwanje data check --seal FILE",
            found="no file",
            remedy="Give the newest checkpoint; a missing one may itself be a sign that somebody cut the journal",
        )
    return checkpoint


def seal(tower: Tower, file: Path, *, at: datetime) -> dict[str, Any]:
    """Verify the journal against the checkpoint in `file`, if there is one, and write the next one there."""
    key = signing_key(tower)
    with open_journal(tower.journal_address) as journal:
        checkpoint = seal_journal(journal, read_checkpoint(file), key=key, at=at)
    write_checkpoint(file, checkpoint)
    return {"checkpoint": str(file), "entries": checkpoint.head.length, "signer": fingerprint(key.public_key())}
