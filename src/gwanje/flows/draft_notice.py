"""Take a foreign notice in hand: its text is kept as it was, and read for suggestions; nothing enters the register."""

import hashlib
from datetime import datetime

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.watch import NoticeDrafted
from gwanje.watch.store import WatchStore

LONGEST = 200_000
"""Characters of a notice; longer ones are annexes that belong in a file of their own."""


def draft_notice(
    store: WatchStore,
    text: str,
    *,
    name: str,
    by: str,
    at: datetime,
    marking: Marking = Marking.PUBLIC,
    vintage: int | None = None,
    schedule: int | None = None,
) -> tuple[NoticeDrafted, bool]:
    """Keep the text of a notice; the same text in hand already comes back as it is, and True with it.

    Raises:
        RefusedInputError: the text is empty, is no text, or is longer than a notice is.
    """
    text = text.removeprefix("\ufeff")
    strange = next((n for n, sign in enumerate(text) if sign < " " and sign not in "\t\n\r\f"), None)
    if strange is not None:
        raise RefusedInputError(
            "This is not a text",
            place=f"{name}, character {strange + 1}",
            expected="words, without control characters",
            found=f"the sign U+{ord(text[strange]):04X}",
            remedy="Copy the text of the notice out of the file it came in",
        )
    if not text.strip():
        raise RefusedInputError(
            "There is no text in this notice", place=name, found="nothing", remedy="Give the text of the notice"
        )
    if len(text) > LONGEST:
        raise RefusedInputError(
            "This is longer than a notice",
            place=name,
            expected=f"at most {LONGEST:,} characters",
            found=f"{len(text):,}",
            remedy="Give the notice itself; keep its annexes beside it",
        )
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    held = next((act for act in store.notices.acts() if isinstance(act, NoticeDrafted) and act.sha256 == digest), None)
    if held is not None:
        return held, True
    act = NoticeDrafted(by, at, 0, name, text, digest, marking.word, vintage, schedule)
    recorded = store.notices.record(act)
    assert isinstance(recorded, NoticeDrafted)
    return recorded, False
