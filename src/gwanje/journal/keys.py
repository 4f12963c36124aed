"""Ed25519 keys that sign checkpoints: made, loaded and written; where they live is the assembly's decision."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from gwanje.foundation.errors import RefusedInputError, UnavailableError

PrivateKey = Ed25519PrivateKey
PublicKey = Ed25519PublicKey


def make_private_key() -> PrivateKey:
    """A new signing key."""
    return Ed25519PrivateKey.generate()


def private_key_pem(key: PrivateKey, *, password: bytes | None = None) -> bytes:
    """The key as PEM (PKCS #8), encrypted when a password is given."""
    protection = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)


def public_key_pem(key: PublicKey) -> bytes:
    """The key that others verify with, as PEM."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def load_private_key(pem: bytes, *, password: bytes | None = None) -> PrivateKey:
    """The signing key of a PEM text.

    Raises:
        RefusedInputError: the bytes are no such key, of another kind, or the password does not fit.
    """
    try:
        key = load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise _no_key("private", str(fault)) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key("private", type(key).__name__)
    return key


def load_public_key(pem: bytes) -> PublicKey:
    """The verifying key of a PEM text.

    Raises:
        RefusedInputError: the bytes are no such key or of another kind.
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise _no_key("public", str(fault)) from fault
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key("public", type(key).__name__)
    return key


def fingerprint(key: PublicKey) -> str:
    """The sha256 of the raw public key, to name a signer by."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def write_private_key(path: Path, key: PrivateKey, *, password: bytes | None = None) -> None:
    """Write a key to a new file that only its owner may read; an existing file is never overwritten.

    Raises:
        RefusedInputError: a file is already there.
        UnavailableError: the folder cannot be written to.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(private_key_pem(key, password=password))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as fault:
        raise RefusedInputError(
            "A signing key is already there",
            place=str(path),
            expected="no file",
            found="a file",
            remedy="Load it, or choose another path; old checkpoints need the old key",
        ) from fault
    except OSError as fault:
        raise UnavailableError(
            "The signing key could not be written",
            place=str(path),
            found=fault.strerror or "",
            remedy="Choose a folder that exists and that you may write to",
        ) from fault


def _no_key(which: str, found: str) -> RefusedInputError:
    return RefusedInputError(
        f"This is not a {which} key for checkpoints",
        expected=f"an Ed25519 {which} key as PEM",
        found=found,
        remedy="Give the PEM file that was written when the key was made, and its password if it has one",
    )
