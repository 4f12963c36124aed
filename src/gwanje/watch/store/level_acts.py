"""Alert levels as people entered them, kept in the journal."""

from gwanje.watch.adoptions import LevelAct, act_from, numbered, payload_of
from gwanje.watch.store.acts import LEVELS, ActStream


class LevelActs(ActStream):
    """Proposals, consultations, adoptions, declines and extensions, in the order in which they were entered."""

    stream = LEVELS

    def acts(self) -> tuple[LevelAct, ...]:
        """Everything entered, in order."""
        return tuple(act_from(one.kind, one.position, one.at, dict(one.payload or {})) for one in self.entries())

    def record(self, act: LevelAct, *, base: int | None = None) -> LevelAct:
        """Keep one act; the same act comes back with its number.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        entry = self.append(act.kind, payload_of(act), at=act.at, base=base)
        return numbered(act, entry.position)
