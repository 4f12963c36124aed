"""Reports as they come in a file: rows of CSV, or one mail; read whole or refused, nothing half-read."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from html.parser import HTMLParser

from gwanje.foundation.errors import RefusedInputError

_COLUMNS = ("source", "grade", "text", "item", "marking", "reporter", "subject")
_NEEDED = _COLUMNS[:3]


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report before it is checked: words as they were written."""

    source: str
    grade: str
    text: str
    items: tuple[str, ...] = ()
    marking: str = ""
    reporter: str = ""
    subject: str = ""
    message: str = ""
    sent: str = ""
    attachments: tuple[str, ...] = ()
    place: str = ""


def reports_from_csv(text: str, name: str) -> tuple[ReportDraft, ...]:
    r"""One report a row; the columns are source, grade, text, and item, marking, reporter, subject where known.

    Shapes and units:
        text: CSV with a header; several items in one row are parted by spaces. name: what messages call it.
        Result: reports as they were written, in the order of the rows, each with its line.

    Source:
        RFC 4180 (CSV).

    Differs:
        A column that nobody knows is refused, never left out.

    Raises:
        RefusedInputError: a column is unknown or missing, a row has another number of cells, or there is no row.

    Example:
        >>> reports_from_csv("source,grade,text\nfirm,b,urea is short\n", "reports.csv")[0].grade
        'b'
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", strict=True)
    header = list(rows.fieldnames or [])
    strange, absent = [one for one in header if one not in _COLUMNS], [one for one in _NEEDED if one not in header]
    if strange or absent or len(set(header)) < len(header):
        raise RefusedInputError(
            "These are not the columns of reports",
            place=f"{name} line 1",
            expected=f"{', '.join(_NEEDED)}; besides, where known, {', '.join(_COLUMNS[3:])}; each once",
            found=", ".join(header) or "no header",
            remedy="Rename the columns; several items in one row are parted by spaces",
        )
    try:
        found = tuple(_row(row, f"{name} line {rows.line_num}") for row in rows)
    except csv.Error as fault:
        raise RefusedInputError(
            "This is not CSV", place=f"{name} line {rows.line_num}", found=str(fault), remedy="Save it again as CSV"
        ) from fault
    if not found:
        raise RefusedInputError(
            "There is no report in this file", place=name, expected="a row for each report", found="only a header",
            remedy="Add the rows",
        )  # fmt: skip
    return found


def _row(row: Mapping[str, str | None], place: str) -> ReportDraft:
    if "" in row or any(row[name] is None for name in row):
        raise RefusedInputError(
            "A row has another number of cells than the header", place=place, expected="a cell for each column",
            found="too many" if "" in row else "too few", remedy="Quote a text that has commas in it",
        )  # fmt: skip
    cells = {name: (value or "").strip() for name, value in row.items()}
    return ReportDraft(
        source=cells["source"],
        grade=cells["grade"],
        text=cells["text"],
        items=tuple(cells.get("item", "").split()),
        marking=cells.get("marking", ""),
        reporter=cells.get("reporter", ""),
        subject=cells.get("subject", ""),
        place=place,
    )


def report_from_mail(data: bytes, name: str, *, source: str, grade: str) -> ReportDraft:
    r"""A mail as a report: subject and text; the sender is the reporter; attachments are named, not read.

    Shapes and units:
        data: the bytes of one message; source, grade: keys of the content, which the mail does not say.
        Result: one report as it was written, with the id, the day and the attachments that the mail names.

    Source:
        RFC 5322 and RFC 2045 (mail), as read by Python's `email`.

    Differs:
        A text in HTML only is read without its tags; nothing that it points to is fetched.

    Raises:
        RefusedInputError: this is no mail, or it has no text.

    Example:
        >>> mail = b"From: a@b.example\nSubject: urea\n\nUrea is short."
        >>> report_from_mail(mail, "a.eml", source="firm", grade="b").text
        'Urea is short.'
    """
    mail = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(mail, EmailMessage) or not (mail["from"] or mail["subject"] or mail["message-id"]):
        raise RefusedInputError(
            "This is not a mail", place=name, expected="a message with From, Subject and a text (.eml)",
            found="no header of a mail", remedy="Save the message itself as .eml, or give its text with --text",
        )  # fmt: skip
    body = mail.get_body(preferencelist=("plain", "html"))
    words = _words(body) if body is not None else ""
    if not words.strip():
        raise RefusedInputError(
            "There is no text in this mail", place=name, expected="a plain or HTML text", found="none",
            remedy="Give the text of what is attached with --text",
        )  # fmt: skip
    return ReportDraft(
        source=source,
        grade=grade,
        text=words.strip(),
        reporter=str(mail["from"] or ""),
        subject=str(mail["subject"] or ""),
        message=str(mail["message-id"] or ""),
        sent=str(mail["date"] or ""),
        attachments=tuple(part.get_filename() or "without a name" for part in mail.iter_attachments()),
        place=name,
    )


def _words(body: MIMEPart) -> str:
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError):
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_type() != "text/html":
        return text
    reader = _HtmlWords()
    reader.feed(text)
    return "\n".join(line.strip() for line in "".join(reader.words).splitlines() if line.strip())


class _HtmlWords(HTMLParser):
    """The words of an HTML text, without what is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as declared
        """Leave out what is not shown; a block begins a line."""
        self._hidden += tag in {"script", "style"}
        if tag in {"p", "br", "div", "tr", "li"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Back to what is shown."""
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Keep a word that is shown."""
        if not self._hidden:
            self.words.append(data)
