"""Take back that a check took place, where that was entered by mistake: the one before it counts again."""

from datetime import datetime

from gwanje.foundation.errors import RefusedInputError, UnknownKeyError
from gwanje.watch import CheckCompleted
from gwanje.watch.attention import CheckReopened
from gwanje.watch.store import WatchStore


def reopen_check(
    store: WatchStore, check: int, *, reason: str, by: str, at: datetime
) -> tuple[CheckReopened, CheckCompleted]:
    """Keep that a completed check did not take place as entered, known from now on; and which one that was.

    Raises:
        UnknownKeyError: no completed check has this entry number.
        RefusedInputError: it was reopened already, or no reason is given.
        ConflictError: somebody else entered something in between; nothing was recorded.
    """
    base = store.attention.base()
    acts = store.attention.acts()
    done = {act.number: act for act in acts if isinstance(act, CheckCompleted)}
    back = {act.check: act for act in acts if isinstance(act, CheckReopened)}
    if check not in done:
        there = [f"{act.number} ({act.subject}, {act.day})" for number, act in done.items() if number not in back]
        raise UnknownKeyError(
            f"Entry {check} is no completed check",
            expected=", ".join(there) or "a check that was entered as completed; there is none",
            found=f"entry {check}",
            remedy="gwanje watch calendar log shows the entries",
        )
    place = f"entry {check}: {done[check].subject}, {done[check].day}"
    if check in back:
        raise RefusedInputError(
            "This check was reopened already",
            place=place,
            expected="a completed check that stands",
            found=f"reopened by {back[check].by}: {back[check].reason}",
            remedy="Enter it again with gwanje watch calendar complete, if it took place after all",
        )
    if not reason.strip():
        raise RefusedInputError(
            "This needs a reason", place=place, expected="words", found="nothing", remedy="Give --reason"
        )
    recorded = store.attention.record(CheckReopened(by, at, check=check, reason=reason), base=base)
    assert isinstance(recorded, CheckReopened)
    return recorded, done[check]
