"""What people did about signals, and which inspections took place, kept in the journal."""

from gwanje.watch.attention import AttentionAct, attention_act, attention_numbered, attention_payload
from gwanje.watch.store.acts import ATTENTION, ActStream


class AttentionActs(ActStream):
    """Signals acknowledged, snoozed and merged, checks completed, in the order in which they were entered."""

    stream = ATTENTION

    def acts(self) -> tuple[AttentionAct, ...]:
        """Everything entered, in order."""
        return tuple(attention_act(one.kind, one.position, one.at, dict(one.payload or {})) for one in self.entries())

    def record(self, act: AttentionAct, *, base: int | None = None) -> AttentionAct:
        """Keep one act; the same act comes back with its number.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        entry = self.append(act.kind, attention_payload(act), at=act.at, base=base)
        return attention_numbered(act, entry.position)
