"""What was entered about checks, in order: completed ones, and those that were taken back, with the reason."""

from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import CheckCompleted
from gwanje.watch.attention import CheckReopened

Json = dict[str, Any]


class CheckLog(Answer):
    """Every entry about a check by the known instant; `reopened` is the entry that took a completed one back."""

    acts: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One entry a row."""
        return [dict(one) for one in self.acts]


def check_log(tower: Tower, as_of: AsOf, *, subject: str = "") -> CheckLog:
    """The entries about one item, meeting or round, or about all."""
    acts = [act for act in tower.watch_store.attention.acts() if act.at <= as_of.known]
    done = {act.number: act for act in acts if isinstance(act, CheckCompleted)}
    back = {act.check: act.number for act in acts if isinstance(act, CheckReopened)}
    told = []
    for act in acts:
        check = (
            act if isinstance(act, CheckCompleted) else done.get(act.check) if isinstance(act, CheckReopened) else None
        )
        if check is None or subject not in ("", check.subject):
            continue
        told.append(
            {
                "entry": act.number,
                "at": act.at.isoformat(),
                "kind": act.kind,
                "subject": check.subject,
                "day": check.day,
                "grade": check.grade,
                "of": check.number if act is not check else None,
                "reopened": back.get(act.number),
                "why": act.reason if isinstance(act, CheckReopened) else check.note,
                "by": act.by,
            }
        )
    return CheckLog(on=as_of.valid, known=as_of.known, country=tower.iso3, acts=tuple(told))
