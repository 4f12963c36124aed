"""Reports as they came in, kept in the journal; names of people stand in payloads, which can be erased."""

from datetime import datetime

from gwanje.watch.reports import ReportAct, report_act, report_numbered, report_payload
from gwanje.watch.store.acts import INTAKE, ActStream


class ReportActs(ActStream):
    """Reports received, looked at, linked and closed, in the order in which they were entered."""

    stream = INTAKE

    def acts(self) -> tuple[ReportAct, ...]:
        """Everything entered and not erased, in order."""
        return tuple(report_act(one.kind, one.position, one.at, dict(one.payload or {})) for one in self.entries())

    def record(self, act: ReportAct, *, base: int | None = None) -> ReportAct:
        """Keep one act; the same act comes back with its number.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        entry = self.append(act.kind, report_payload(act), at=act.at, base=base)
        return report_numbered(act, entry.position)

    def erase(self, number: int, *, reason: str, by: str, at: datetime) -> None:
        """Remove what an entry says for good; that it was there, and who erased it why, stays."""
        self.entry(number)
        self._journal.erase(number, reason=reason, by=by, at=at)
