"""Set a notice aside that becomes no measure, or take one back that was confirmed by mistake."""

from datetime import datetime

from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import NoticeFile, NoticeSetAside, NoticeTakenBack
from gwanje.watch.notices import notice_files
from gwanje.watch.store import WatchStore


def set_notice_aside(store: WatchStore, draft: int, *, reason: str, by: str, at: datetime) -> NoticeSetAside:
    """Keep that a notice becomes no measure, with the reason.

    Raises:
        UnknownKeyError: no such draft.
        RefusedInputError: it was confirmed or set aside already, or no reason is given.
    """
    base = store.notices.base()
    files = notice_files(store.notices.acts())
    file = next((one for one in files if one.draft.number == draft), None)
    if file is None:
        raise unknown_key("draft of a notice", f"NTC-{draft}", [one.draft.id for one in files])
    _refuse_without_reason(reason, file.draft.id)
    if file.state != "waiting":
        raise RefusedInputError(
            "This notice waits for nobody",
            place=file.draft.id,
            expected="a notice that nobody has confirmed or set aside",
            found=file.state.replace("_", " "),
            remedy="Take a confirmed one back with gwanje watch notice take-back",
        )
    recorded = store.notices.record(NoticeSetAside(by, at, 0, draft, reason), base=base)
    assert isinstance(recorded, NoticeSetAside)
    return recorded


def take_notice_back(store: WatchStore, record: str, *, reason: str, by: str, at: datetime) -> NoticeTakenBack:
    """Take a confirmed notice out of the register, known from now on.

    Raises:
        UnknownKeyError: no confirmed notice has this id.
        RefusedInputError: no reason is given.
    """
    base = store.notices.base()
    files = notice_files(store.notices.acts())
    _refuse_without_reason(reason, record)
    found: NoticeFile | None = next((one for one in files if record in one.records), None)
    if found is None:
        raise unknown_key("confirmed notice", record, [one for file in files for one in file.records])
    recorded = store.notices.record(NoticeTakenBack(by, at, 0, found.draft.number, record, reason), base=base)
    assert isinstance(recorded, NoticeTakenBack)
    return recorded


def _refuse_without_reason(reason: str, place: str) -> None:
    if not reason.strip():
        raise RefusedInputError(
            "This needs a reason", place=place, expected="words", found="nothing", remedy="Give --reason"
        )
