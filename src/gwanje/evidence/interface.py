"""Asking a publisher's interface by item, partner and months; each answer becomes a file of its own.

The key is an argument and stands in no message, no note and no file. An interface hands out at most so many months a
call, so a longer span is asked in several; further pages are asked only where an answer shows that there are some.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import httpx
from lxml import etree

from gwanje.evidence.rows import DroppedRows
from gwanje.evidence.snapshots import make_folder, not_writable, write_whole
from gwanje.evidence.sources import FileSpec, Interface, Source
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST_PAGES = 1000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an item code, one partner or all, and the months from first to last (YYYY-MM)."""

    item: str
    first: str
    last: str
    partner: str = ""

    def words(self) -> str:
        """The question as a note tells it."""
        return f"item {self.item}, {self.partner or 'all partners'}, {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that is now a file here; `rows` is how many rows of data it holds."""

    question: Question
    page: int
    path: Path
    rows: int


def calls_of(question: Question, months_a_call: int) -> tuple[Question, ...]:
    """The question cut into spans that the interface answers."""
    first, last = _count(question.first), _count(question.last)
    if first > last:
        raise WrongUseError(
            "The months run backwards",
            expected="a first month before the last one",
            found=f"{question.first} to {question.last}",
            remedy="Give --from the earlier and --to the later month",
        )
    starts = range(first, last + 1, months_a_call)
    spans = [(start, min(start + months_a_call - 1, last)) for start in starts]
    return tuple(Question(question.item, _month(a), _month(b), question.partner) for a, b in spans)


def ask(
    source: Source,
    destination: Path,
    question: Question,
    key: str,
    *,
    address: str = "",
    timeout_seconds: float = 60.0,
) -> tuple[Answer, ...]:
    """Every answer to a question, each as a file in `destination`/KEY/.

    Args:
        source: the declared source with its interface.
        destination: folder of downloads.
        question: item, partner and months.
        key: the user's key of the interface.
        address: another address of the same interface, for example a relay inside a network.
        timeout_seconds: longest silence of the publisher before it counts as unreachable.
    """
    interface = source.interface
    if interface is None:
        raise WrongUseError(
            f"The source '{source.key}' is not asked by item",
            expected="a source with an interface",
            found="files",
            remedy="Leave out --item, --partner, --from and --to",
        )
    if not key:
        raise UnavailableError(
            f"The interface of '{source.key}' needs a key",
            expected="the key in the environment",
            found="none",
            remedy="Get one from the publisher and set it in the environment; docs/customs.md names the variable",
        )
    if not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{10}", question.item):
        raise WrongUseError(
            "This is no item code of the interface",
            expected="2, 4, 6 or 10 digits",
            found=question.item,
            remedy="Write the digits without points",
        )
    folder = destination / source.key
    make_folder(folder)
    file = source.file(interface.file)
    drops = [drop for table in source.tables_of(file.name) for drop in table.drop]
    place = address or interface.address
    with httpx.Client(timeout=timeout_seconds, follow_redirects=False, trust_env=False) as client:
        return tuple(
            answer
            for call in calls_of(question, interface.months_a_call)
            for answer in _pages(client, place, interface, file, drops, call, key, folder)
        )


def _pages(
    client: httpx.Client,
    place: str,
    interface: Interface,
    file: FileSpec,
    drops: Sequence[DroppedRows],
    call: Question,
    key: str,
    folder: Path,
) -> Iterator[Answer]:
    """The answer to one call; where it says that it is one page of several, the others too."""
    asked = {
        interface.from_parameter: call.first.replace("-", ""),
        interface.to_parameter: call.last.replace("-", ""),
        interface.item_parameter: call.item,
    }
    if call.partner:
        asked[interface.partner_parameter] = call.partner
    seen, per_page = 0, 0
    for page in range(1, _MOST_PAGES + 1):
        more = {"pageNo": str(page), "numOfRows": str(per_page)} if page > 1 else {}
        body = _get(client, place, {interface.key_parameter: unquote(key), **asked, **more}, key, file)
        rows, whole, per_page = _extent(body, file, drops, place, key)
        seen += rows
        name = "-".join([call.item, call.partner or "all", call.first, call.last, str(page)])
        path = folder / f"{name}.xml"
        try:
            write_whole(path, body)
        except OSError as fault:
            raise not_writable(path, fault) from fault
        yield Answer(call, page, path, rows)
        if whole is None or seen >= whole or not rows or not per_page:
            return


def _get(client: httpx.Client, place: str, parameters: dict[str, str], key: str, file: FileSpec) -> bytes:
    try:
        with client.stream("GET", place, params=parameters) as response:
            body = bytearray()
            for block in response.iter_bytes():
                body += block
                if len(body) > file.max_bytes:
                    raise RefusedInputError(
                        "The answer is larger than allowed",
                        place=place,
                        expected=f"at most {file.max_bytes} bytes",
                        found="more",
                        remedy="Ask for fewer months or one partner",
                    )
            status = response.status_code
    except httpx.HTTPError as fault:
        raise UnavailableError(
            "The publisher's interface cannot be reached",
            place=place,
            expected="an answer",
            found=type(fault).__name__,
            remedy="Try again later, or load a saved answer with gwanje data load",
        ) from None  # the cause names the whole address, and with it the key
    if status != httpx.codes.OK:
        raise UnavailableError(
            "The publisher's interface does not answer the question",
            place=place,
            expected="answer 200",
            found=f"answer {status}: {_without_key(bytes(body).decode('utf-8', errors='replace'), key)}",
            remedy="Check key, months and code; the publisher limits calls, and the limit is not known here (UNK-12)",
        )
    return bytes(body)


def _extent(
    body: bytes, file: FileSpec, drops: Sequence[DroppedRows], place: str, key: str
) -> tuple[int, int | None, int]:
    """Rows of data of this answer, rows in all and rows a page where it says so; a reported fault is refused.

    A total row is none: an answer that holds nothing else says nothing.
    """
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as fault:
        raise RefusedInputError(
            "The interface's answer is not well-formed XML",
            place=place,
            expected="an answer in XML",
            found=fault.msg or "",
            remedy="Ask again later; nothing was kept",
        ) from None
    for tag, wanted in file.answer.items():
        if [(e.text or "").strip() for e in root.iter(tag)] != [wanted]:
            texts = [f"{e.tag} '{e.text.strip()}'" for e in root.iter() if e.text and e.text.strip()]
            raise UnavailableError(
                "The publisher's interface reports a fault",
                place=place,
                expected=f"{tag} '{wanted}'",
                found=_without_key("; ".join(texts[:4]), key) or f"<{root.tag}>",
                remedy="Check key, months and code; the publisher's list of faults is not known here (UNK-12)",
            )
    rows = sum(1 for row in root.iter(file.records_at) if not _is_left_out(row, drops))
    return rows, _whole_number(root, "totalCount"), _whole_number(root, "numOfRows") or 0


def _is_left_out(row: etree._Element, drops: Sequence[DroppedRows]) -> bool:
    return any((row.findtext(drop.column) or "").strip() in drop.values for drop in drops)


def _whole_number(root: etree._Element, tag: str) -> int | None:
    text = (root.findtext(f".//{tag}") or "").strip()
    return int(text) if text.isdigit() else None


def _without_key(text: str, key: str) -> str:
    """What the publisher said, shortened, without the key that it may repeat."""
    for secret in {key, unquote(key)}:
        text = text.replace(secret, "(key)")
    return " ".join(text.split())[:_SHOWN]


def _count(month: str) -> int:
    found = _MONTH.fullmatch(month)
    if found is None:
        raise WrongUseError(
            "This is no month", expected="a month written YYYY-MM", found=month, remedy="Write for example 2026-01"
        )
    return int(found[1]) * 12 + int(found[2]) - 1


def _month(count: int) -> str:
    return f"{count // 12}-{count % 12 + 1:02d}"
