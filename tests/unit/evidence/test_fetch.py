"""Fetching through a real server on the loopback: progress, resume, changed files, limits, mirrors."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gwanje.evidence import Source, Sources
from gwanje.evidence.fetch import fetch
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError

from .conftest import LATER

FILE = "nvl_trade.csv"


class Publisher:
    """Files by path, with Range, ETag, redirects and answers that break off after some bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.break_after: list[int] = []
        self.ranges: list[str] = []
        self.takes_ranges = True
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                """Keep the test's output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if request.path in self.redirects:
            request.send_response(302)
            request.send_header("Location", self.redirects[request.path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        data = self.files.get(request.path)
        if data is None:
            request.send_error(404)
            return
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        wanted = request.headers.get("Range", "")
        self.ranges.append(wanted)
        begin = 0
        if wanted and self.takes_ranges and request.headers.get("If-Range") == tag:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
        request.send_response(206 if begin else 200)
        request.send_header("ETag", tag)
        request.send_header("Content-Length", str(len(data) - begin))
        if begin:
            request.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        request.end_headers()
        part = data[begin:]
        if self.break_after:
            request.wfile.write(part[: self.break_after.pop(0)])
            request.wfile.flush()
            request.close_connection = True
            return
        request.wfile.write(part)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def source(sources: Sources) -> Source:
    """The Neverland trade source as one that is loaded, not shipped."""
    trade = sources["nvl-trade"]
    return trade.model_copy(
        update={"embedded": False, "files": (trade.files[0].model_copy(update={"sha256": "", "url": ""}),)}
    )


def test_progress_checksum_and_whole_file(
    publisher: Publisher, source: Source, neverland: Path, tmp_path: Path
) -> None:
    data = (neverland / "content" / "tables" / FILE).read_bytes()
    publisher.files[f"/nvl-trade/{FILE}"] = data
    seen: list[tuple[str, int, int | None]] = []
    (got,) = fetch(source, tmp_path, address=publisher.address, progress=lambda *step: seen.append(step))
    assert got.path.read_bytes() == data
    assert got.sha256 == hashlib.sha256(data).hexdigest()
    assert seen[-1] == (FILE, len(data), len(data))
    assert [p.name for p in got.path.parent.iterdir()] == [FILE]


def test_a_broken_download_is_continued(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    data = bytes(range(256)) * 4000
    publisher.files[f"/nvl-trade/{FILE}"] = data
    publisher.break_after = [600_000]
    (got,) = fetch(source, tmp_path, address=publisher.address)
    assert got.path.read_bytes() == data
    assert got.resumed_from > 0
    assert publisher.ranges[0] == ""
    assert publisher.ranges[1] == f"bytes={got.resumed_from}-"


def test_a_later_command_continues_too(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    data = bytes(range(256)) * 4000
    publisher.files[f"/nvl-trade/{FILE}"] = data
    publisher.break_after = [400_000, 100_000, 100_000]
    with pytest.raises(UnavailableError, match="Run the same command again"):
        fetch(source, tmp_path, address=publisher.address)
    assert not (tmp_path / "nvl-trade" / FILE).exists()
    (got,) = fetch(source, tmp_path, address=publisher.address)
    assert got.path.read_bytes() == data
    assert publisher.ranges[-1].startswith("bytes=")


def test_a_file_that_changed_meanwhile_starts_again(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    publisher.files[f"/nvl-trade/{FILE}"] = b"old" * 200_000
    publisher.break_after = [300_000, 1, 1]
    with pytest.raises(UnavailableError):
        fetch(source, tmp_path, address=publisher.address)
    publisher.files[f"/nvl-trade/{FILE}"] = b"new" * 200_000
    (got,) = fetch(source, tmp_path, address=publisher.address)
    assert got.path.read_bytes() == b"new" * 200_000


def test_a_publisher_without_ranges(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    publisher.takes_ranges = False
    publisher.files[f"/nvl-trade/{FILE}"] = b"abc" * 200_000
    publisher.break_after = [300_000]
    (got,) = fetch(source, tmp_path, address=publisher.address)
    assert got.path.read_bytes() == b"abc" * 200_000


def test_limits_absence_and_hash(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="answer 404"):
        fetch(source, tmp_path, address=publisher.address)
    publisher.files[f"/nvl-trade/{FILE}"] = b"x" * 2000
    small = source.model_copy(update={"files": (source.files[0].model_copy(update={"max_bytes": 1000}),)})
    with pytest.raises(RefusedInputError, match="larger than allowed"):
        fetch(small, tmp_path, address=publisher.address)
    fixed = source.model_copy(update={"files": (source.files[0].model_copy(update={"sha256": "0" * 64}),)})
    with pytest.raises(IntegrityError, match="not the file that the source declares"):
        fetch(fixed, tmp_path, address=publisher.address)
    assert not (tmp_path / "nvl-trade" / FILE).exists()


def test_the_publishers_own_address_and_detours(publisher: Publisher, source: Source, tmp_path: Path) -> None:
    publisher.files["/data"] = b"abc"
    publisher.redirects["/moved"] = "/data"
    publisher.redirects["/circle"] = "/circle"
    moved = source.files[0].model_copy(update={"url": f"{publisher.address}/moved"})
    (got,) = fetch(source.model_copy(update={"files": (moved,)}), tmp_path)
    assert got.path.read_bytes() == b"abc"
    circle = source.files[0].model_copy(update={"url": f"{publisher.address}/circle"})
    with pytest.raises(UnavailableError, match="leads elsewhere"):
        fetch(source.model_copy(update={"files": (circle,)}), tmp_path)


def test_no_address_known_says_what_to_do(source: Source, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="--mirror DIR"):
        fetch(source, tmp_path)


def test_nobody_answers(source: Source, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be reached"):
        fetch(source, tmp_path, address="http://127.0.0.1:9", timeout_seconds=2)


def test_mirror_then_load_then_known(store: EvidenceStore, source: Source, revised, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror" / "nvl-trade"
    mirror.mkdir(parents=True)
    revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2").replace(mirror / FILE)
    (got,) = fetch(source, tmp_path / "downloads", mirror=mirror.parent)
    assert got.origin == "mirror"
    report = store.load(got.path, "nvl-trade", known=LATER, evidence="download", taken=LATER, origin=got.origin)
    assert report.rows == {"trade": 52}
    store.build()
    with store.open_warehouse() as warehouse:
        assert [s.origin for s in warehouse.vintages_known("trade", LATER)] == ["mirror"]
    with pytest.raises(UnavailableError, match="The mirror has no"):
        fetch(source, tmp_path / "downloads", mirror=tmp_path)
