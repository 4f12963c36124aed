"""Signed data packs for networks without an outside connection: one archive, one manifest, one signature.

The signature is checked before anything else is believed; then every member's name, size and hash. The same inputs give
the same bytes: members are stored in order, uncompressed, with a fixed date.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gwanje.evidence.snapshots import not_writable, sha256_of, write_whole
from gwanje.foundation.errors import RefusedInputError, WrongUseError

FORM = "gwanje-data-pack/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_MAX_BYTES = 20_000_000_000
_MAX_MANIFEST = 10_000_000


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a pack: what it is, and where its bytes lie."""

    about: Mapping[str, Any]
    path: Path


@dataclass(frozen=True, slots=True)
class UnpackedPack:
    """A pack whose signature, members and hashes were found right."""

    name: str
    number: int
    issued: datetime
    expires: datetime
    signer: str
    manifest_sha256: str
    files: tuple[PackedFile, ...]


def signer_of(key: Ed25519PublicKey) -> str:
    """The fingerprint that messages call a key by."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:32]


def make_pack(
    destination: Path,
    files: Sequence[PackedFile],
    key: Ed25519PrivateKey,
    *,
    name: str,
    number: int,
    issued: datetime,
    expires: datetime,
) -> str:
    """Write a signed pack; returns the sha256 of its manifest."""
    if expires <= issued:
        raise WrongUseError(
            "A pack must expire after it was issued",
            expected=f"an instant after {issued.isoformat()}",
            found=expires.isoformat(),
            remedy="Give a later expiry",
        )
    members: dict[str, Path] = {}
    listed = []
    for file in sorted(files, key=lambda f: (f.about["source"], f.about["file"], f.about["sha256"])):
        member = f"files/{file.about['sha256']}"
        members[member] = file.path
        listed.append({"member": member, **file.about})
    manifest = _canonical(
        {
            "form": FORM,
            "name": name,
            "number": number,
            "issued": issued.isoformat(),
            "expires": expires.isoformat(),
            "files": listed,
        }
    )
    part = destination.with_name(destination.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(zipfile.ZipInfo(MANIFEST, _FIXED_DATE), manifest)
            packed.writestr(zipfile.ZipInfo(SIGNATURE, _FIXED_DATE), key.sign(manifest).hex())
            for member in sorted(members):
                packed.writestr(zipfile.ZipInfo(member, _FIXED_DATE), members[member].read_bytes())
        part.replace(destination)
    except OSError as fault:
        raise not_writable(destination, fault) from fault
    return hashlib.sha256(manifest).hexdigest()


@contextmanager
def open_pack(path: Path, trusted: Sequence[Ed25519PublicKey], *, at: datetime) -> Iterator[UnpackedPack]:
    """Check a pack wholly; its files lie in a temporary folder until the context ends."""
    try:
        packed = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        raise _bad(path, "This is not a readable data pack", str(fault), "Copy it again from the medium") from fault
    with packed, tempfile.TemporaryDirectory(prefix="gwanje-pack-") as folder:
        manifest, signer = _trusted_manifest(path, packed, trusted)
        data = _parsed(path, manifest)
        expires = datetime.fromisoformat(data["expires"])
        if at >= expires:
            raise _bad(
                path,
                "The data pack has expired",
                f"expired {expires.isoformat()}, now {at.isoformat()}",
                "Ask the issuer for a new pack; what was loaded before stays",
            )
        _check_members(path, packed, data)
        files = tuple(_extract(path, packed, item, Path(folder)) for item in data["files"])
        yield UnpackedPack(
            data["name"],
            data["number"],
            datetime.fromisoformat(data["issued"]),
            expires,
            signer,
            hashlib.sha256(manifest).hexdigest(),
            files,
        )


def _trusted_manifest(path: Path, packed: zipfile.ZipFile, trusted: Sequence[Ed25519PublicKey]) -> tuple[bytes, str]:
    names = packed.namelist()
    for wanted in (MANIFEST, SIGNATURE):
        if names.count(wanted) != 1:
            raise _bad(path, f"The pack has not exactly one {wanted}", f"{names.count(wanted)}", "Ask for it again")
        if packed.getinfo(wanted).file_size > _MAX_MANIFEST:
            raise _bad(path, f"The {wanted} is too large", str(packed.getinfo(wanted).file_size), "Ask for it again")
    try:
        manifest = packed.read(MANIFEST)
        signature = bytes.fromhex(packed.read(SIGNATURE).decode("ascii"))
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise _bad(path, "The pack is damaged", str(fault), "Copy it again from the medium") from fault
    for key in trusted:
        try:
            key.verify(signature, manifest)
        except InvalidSignature:
            continue
        return manifest, signer_of(key)
    raise _bad(
        path,
        "The pack is not signed by a trusted key",
        f"{len(trusted)} trusted keys: {', '.join(signer_of(key) for key in trusted) or 'none'}",
        "Check the fingerprint with the issuer by another way, then trust that key; never skip this check",
    )


def _parsed(path: Path, manifest: bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(manifest)
    if data.get("form") != FORM:
        raise _bad(path, "The pack has another form", str(data.get("form")), f"This version reads {FORM}")
    return data


def _check_members(path: Path, packed: zipfile.ZipFile, data: Mapping[str, Any]) -> None:
    members = [info.filename for info in packed.infolist()]
    expected = {MANIFEST, SIGNATURE, *(item["member"] for item in data["files"])}
    unsafe = [m for m in members if m.startswith(("/", "\\")) or ".." in Path(m).parts or "\\" in m or ":" in m]
    if unsafe:
        raise _bad(path, "A member would be written outside the folder", unsafe[0], "Do not use this pack")
    twice = sorted({m for m in members if members.count(m) > 1})
    extra, missing = sorted(set(members) - expected), sorted(expected - set(members))
    for what, which in (
        ("a member twice", twice),
        ("members that are not listed", extra),
        ("missing members", missing),
    ):
        if which:
            raise _bad(
                path, f"The pack has {what}", ", ".join(which[:3]), "It was changed on the way; ask for it again"
            )
    if sum(info.file_size for info in packed.infolist()) > _MAX_BYTES:
        raise _bad(
            path, "The pack unpacks to more than is allowed", f"over {_MAX_BYTES} bytes", "Ask for smaller packs"
        )


def _extract(path: Path, packed: zipfile.ZipFile, item: Mapping[str, Any], folder: Path) -> PackedFile:
    target = folder / str(item["sha256"])
    info = packed.getinfo(str(item["member"]))
    found = f"{info.file_size} bytes"
    if info.file_size == item["bytes"]:
        try:
            write_whole(target, packed.read(info))
            found = sha256_of(target)
        except (zipfile.BadZipFile, OSError) as fault:
            found = str(fault)
    if found != item["sha256"]:
        raise _bad(
            path,
            f"The file {item['file']} of source {item['source']} was changed",
            f"{found}; expected {item['bytes']} bytes with sha256 {item['sha256']}",
            "It was changed on the way; ask for the pack again",
        )
    return PackedFile({key: value for key, value in item.items() if key != "member"}, target)


def _canonical(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _bad(path: Path, what: str, found: str, remedy: str) -> RefusedInputError:
    return RefusedInputError(what, place=path.name, found=found, remedy=f"{remedy}. Nothing was taken from the pack")
