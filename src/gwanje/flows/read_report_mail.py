"""Read a mail as a report, by the mail parser of Python; the room of watch itself knows no mail."""

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from html.parser import HTMLParser

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import ReportDraft

_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def report_from_mail(data: bytes, name: str, *, source: str, grade: str) -> ReportDraft:
    """A mail as a report: subject and text; the sender is the reporter; attachments are named, not read.

    A text in HTML only is read without its tags; nothing that it points to is fetched.

    Args:
        data: The bytes of one message.
        name: What messages call it.
        source: The kind of reporter, which the mail does not say.
        grade: How far he is trusted, which the mail does not say.

    Raises:
        RefusedInputError: this is no mail, or it has no text that can be read.
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
    if _UNREADABLE in words:
        raise RefusedInputError(
            "The words of this mail do not fit the character set it names", place=name,
            expected=f"text in {body.get_content_charset() or 'ASCII' if body else 'ASCII'}",
            found=f"{words.count(_UNREADABLE)} signs that cannot be read",
            remedy="Save the mail again, or give its text with --text",
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
        elif tag in {"td", "th"}:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Back to what is shown."""
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Keep a word that is shown."""
        if not self._hidden:
            self.words.append(data)
