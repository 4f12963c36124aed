"""Foreign notices as people entered and confirmed them, kept in the journal."""

from gwanje.watch.notices import NoticeAct, notice_act, notice_numbered, notice_payload
from gwanje.watch.store.acts import NOTICES, ActStream


class NoticeActs(ActStream):
    """Drafts, confirmations, what was set aside and taken back, in the order in which they were entered."""

    stream = NOTICES

    def acts(self) -> tuple[NoticeAct, ...]:
        """Everything entered, in order."""
        return tuple(notice_act(one.kind, one.position, one.at, dict(one.payload or {})) for one in self.entries())

    def record(self, act: NoticeAct, *, base: int | None = None) -> NoticeAct:
        """Keep one act; the same act comes back with its number.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        entry = self.append(act.kind, notice_payload(act), at=act.at, base=base)
        return notice_numbered(act, entry.position)
