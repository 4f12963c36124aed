"""Fetching a source's files from its publisher, or from a mirror folder: with progress, resume and recorded checksum.

A file appears under its own name only when it is whole. A cut-off download is continued where it stopped if the
publisher says that the file is still the same; otherwise it starts again.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

import httpx

from gwanje.evidence.snapshots import fsync_path, make_folder, not_writable, sha256_of
from gwanje.evidence.sources import FileSpec, Source
from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError, WrongUseError

Progress = Callable[[str, int, int | None], None]
"""Called with the file name, the bytes there, and the bytes in all where the publisher says so."""

_BLOCK = 1 << 18
_TRIES = 3
_LONGEST_DETOUR = 5


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One file that is now here whole."""

    source: str
    file: str
    path: Path
    sha256: str
    bytes: int
    address: str
    resumed_from: int
    origin: Literal["fetched", "mirror"]


def fetch(
    source: Source,
    destination: Path,
    *,
    mirror: Path | None = None,
    address: str = "",
    only: tuple[str, ...] = (),
    progress: Progress | None = None,
    timeout_seconds: float = 30.0,
) -> tuple[FetchedFile, ...]:
    """Bring the files of a source into `destination`/KEY/.

    Args:
        source: the declared source; its content names the publisher's addresses.
        destination: folder of downloads; files keep the names the source declares.
        mirror: a folder with one folder per source key, instead of the network.
        address: another web address that holds the files under KEY/FILE, for example an internal mirror.
        only: names of files, where not all are wanted.
        progress: told as bytes arrive.
        timeout_seconds: longest silence of the publisher before it counts as unreachable.
    """
    if mirror is not None and address:
        raise WrongUseError("A mirror folder and a mirror address were both given", remedy="Give one of the two")
    files = [source.file(name) for name in only] if only else list(source.files)
    folder = destination / source.key
    make_folder(folder)
    if mirror is not None:
        return tuple(_from_mirror(source, file, mirror, folder, progress) for file in files)
    places = [(file, _address(source, file, address)) for file in files]
    with httpx.Client(timeout=timeout_seconds, follow_redirects=False, trust_env=False) as client:
        return tuple(_download(client, source, file, place, folder, progress) for file, place in places)


def _address(source: Source, file: FileSpec, address: str) -> str:
    if address:
        return f"{address.rstrip('/')}/{quote(source.key)}/{quote(file.name)}"
    if not file.url:
        raise UnavailableError(
            f"No direct address of '{file.name}' is known",
            place=f"source {source.key}",
            expected="an address in the source's content",
            found=file.url_note or "none",
            remedy=f"Download it from {source.url} and use load, or give --mirror DIR with {source.key}/{file.name}",
        )
    return file.url


def _from_mirror(source: Source, file: FileSpec, mirror: Path, folder: Path, progress: Progress | None) -> FetchedFile:
    origin = mirror / source.key / file.name
    if not origin.is_file():
        raise UnavailableError(
            f"The mirror has no '{file.name}'",
            place=str(origin),
            expected=f"{source.key}/{file.name} inside the mirror",
            found="no file",
            remedy="Lay the mirror out as one folder per source with the publisher's file names",
        )
    size = origin.stat().st_size
    _check_size(source, file, size)
    part, target = folder / f"{file.name}.part", folder / file.name
    try:
        shutil.copyfile(origin, part)
        fsync_path(part)
    except OSError as fault:
        raise not_writable(part, fault) from fault
    if progress:
        progress(file.name, size, size)
    return _finished(source, file, part, target, str(origin), 0, "mirror")


def _download(
    client: httpx.Client, source: Source, file: FileSpec, place: str, folder: Path, progress: Progress | None
) -> FetchedFile:
    part, target = folder / f"{file.name}.part", folder / file.name
    resumed_from = 0
    for attempt in range(1, _TRIES + 1):
        try:
            begun = _stream(client, source, file, place, part, progress)
            resumed_from = resumed_from or begun
            break
        except httpx.HTTPError as fault:
            resumed_from = part.stat().st_size if part.exists() else 0
            if attempt == _TRIES:
                raise UnavailableError(
                    f"The publisher of '{source.key}' cannot be reached",
                    place=place,
                    expected="the whole file",
                    found=f"{type(fault).__name__} after {resumed_from} bytes, {_TRIES} attempts",
                    remedy="Run the same command again to continue, or give --mirror DIR",
                ) from fault
    return _finished(source, file, part, target, place, resumed_from, "fetched")


def _stream(
    client: httpx.Client, source: Source, file: FileSpec, place: str, part: Path, progress: Progress | None
) -> int:
    """One attempt; returns the byte it continued from. What arrived stays for the next attempt."""
    begun, validator = _begun(part, place)
    headers = {"Accept-Encoding": "identity"}
    if begun:
        headers |= {"Range": f"bytes={begun}-", "If-Range": validator}
    with _opened(client, place, headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
            raise httpx.ReadError("the part on disk no longer fits; starting again")
        continues = response.status_code == httpx.codes.PARTIAL_CONTENT
        if response.status_code != httpx.codes.OK and not (continues and begun):
            raise _refused_by_publisher(source, file, place, response.status_code)
        if continues and not response.headers.get("content-range", "").startswith(f"bytes {begun}-"):
            part.unlink(missing_ok=True)
            raise httpx.ReadError("the publisher sent another range than asked")
        begun = begun if continues else 0
        length = response.headers.get("content-length", "")
        total = begun + int(length) if length.isdigit() else None
        _check_size(source, file, total or 0)
        tag = response.headers.get("etag", "")
        validator = "" if tag.startswith("W/") else tag or response.headers.get("last-modified", "")
        _write_note(part, place, validator)
        arrived = begun
        with part.open("ab" if continues else "wb") as handle:
            for block in response.iter_raw(_BLOCK):
                arrived += len(block)
                _check_size(source, file, arrived)
                handle.write(block)
                if progress:
                    progress(file.name, arrived, total)
        if total is not None and arrived != total:
            raise httpx.ReadError(f"{arrived} of {total} bytes arrived")
    return begun


def _opened(client: httpx.Client, place: str, headers: dict[str, str]) -> "_Response":
    return _Response(client, place, headers)


class _Response:
    """A streamed answer; redirects are followed a few steps, never from https down to http."""

    def __init__(self, client: httpx.Client, place: str, headers: dict[str, str]) -> None:
        self._client, self._place, self._headers = client, place, headers
        self._response: httpx.Response | None = None

    def __enter__(self) -> httpx.Response:
        place = self._place
        for _ in range(_LONGEST_DETOUR):
            request = self._client.build_request("GET", place, headers=self._headers)
            response = self._client.send(request, stream=True)
            if not response.has_redirect_location:
                self._response = response
                return response
            onward = str(httpx.URL(place).join(response.headers["location"]))
            response.close()
            if urlsplit(place).scheme == "https" and urlsplit(onward).scheme != "https":
                raise _detour(self._place, onward)
            place = onward
        raise _detour(self._place, place)

    def __exit__(self, *_: object) -> None:
        if self._response is not None:
            self._response.close()


def _begun(part: Path, place: str) -> tuple[int, str]:
    """Bytes already here and what proves that they belong to the same file; (0, '') to start anew."""
    note = part.with_name(part.name + ".json")
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
        size = part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    if held.get("address") != place or not held.get("validator") or not size:
        return 0, ""
    return size, str(held["validator"])


def _write_note(part: Path, place: str, validator: str) -> None:
    note = part.with_name(part.name + ".json")
    try:
        note.write_text(json.dumps({"address": place, "validator": validator}), encoding="utf-8")
    except OSError as fault:
        raise not_writable(note, fault) from fault


def _finished(
    source: Source,
    file: FileSpec,
    part: Path,
    target: Path,
    place: str,
    resumed_from: int,
    origin: Literal["fetched", "mirror"],
) -> FetchedFile:
    fsync_path(part)
    found = sha256_of(part)
    if file.sha256 and found != file.sha256:
        part.unlink(missing_ok=True)
        raise IntegrityError(
            f"'{file.name}' is not the file that the source declares",
            place=place,
            expected=f"sha256 {file.sha256}",
            found=f"sha256 {found}",
            remedy="Fetch it again; if the publisher changed it, declare the new hash as a new vintage",
        )
    size = part.stat().st_size
    part.replace(target)
    part.with_name(part.name + ".json").unlink(missing_ok=True)
    return FetchedFile(source.key, file.name, target, found, size, place, resumed_from, origin)


def _check_size(source: Source, file: FileSpec, size: int) -> None:
    if size > file.max_bytes:
        raise RefusedInputError(
            f"'{file.name}' of source {source.key} is larger than allowed",
            expected=f"at most {file.max_bytes} bytes",
            found=f"{size} bytes or more",
            remedy="If it is genuine, raise max_bytes in the source",
        )


def _refused_by_publisher(source: Source, file: FileSpec, place: str, status: int) -> UnavailableError:
    return UnavailableError(
        f"The publisher does not hand out '{file.name}'",
        place=place,
        expected="answer 200",
        found=f"answer {status}",
        remedy=f"The address may have moved: look at {source.url}, correct the content, or give --mirror DIR",
    )


def _detour(place: str, onward: str) -> UnavailableError:
    return UnavailableError(
        "The publisher's address leads elsewhere",
        place=place,
        expected=f"at most {_LONGEST_DETOUR} steps, never from https to http",
        found=onward,
        remedy="Correct the address in the source's content",
    )
