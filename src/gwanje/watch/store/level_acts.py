"""Alert levels as people entered them, kept in the journal."""

from gwanje.foundation.errors import RefusedInputError, UnknownKeyError
from gwanje.journal import ConflictError
from gwanje.watch.adoptions import LevelAct, LevelConsulted, LevelProposed, act_from, numbered, payload_of
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

    def proposal(self, number: int, scheme: str = "", resource: str = "") -> LevelProposed:
        """The proposal with this number, on this resource where one is named; anything else is refused."""
        proposals = {act.number: act for act in self.acts() if isinstance(act, LevelProposed)}
        found = proposals.get(number)
        if found is not None and (not scheme or (found.scheme, found.resource) == (scheme, resource)):
            return found
        about = f" on {resource} of {scheme}" if scheme else ""
        raise UnknownKeyError(
            f"Entry {number} is no proposal{about}",
            expected=", ".join(str(one) for one in proposals) or "a proposal that was entered",
            found=f"a proposal on {found.resource} of {found.scheme}" if found else f"entry {number}",
            remedy="gwanje watch level shows the proposals that wait, with their numbers",
        )

    def refuse_unseen(self, scheme: str, resource: str, base: int | None, proposal: LevelProposed | None) -> int:
        """The number of the last entry on a resource that somebody has seen; an entry he has not seen is a conflict.

        Without `base` he has seen the proposal he decides on, and what was said to it.

        Raises:
            RefusedInputError: there are entries on this resource, and nothing is said about what he has seen.
            ConflictError: somebody else entered something on this resource since.
        """
        mine = [act for act in self.acts() if (act.scheme, act.resource) == (scheme, resource)]
        last = max((act.number for act in mine), default=0)
        if base is None and proposal is None and mine:
            raise RefusedInputError(
                f"There are entries on {resource} of {scheme} already",
                expected="the proposal you decide on, or the number of the last entry you have seen",
                found=f"entry {last} is the last",
                remedy=f"Look at it with gwanje watch level log, then give --base {last}",
            )
        seen = base if base is not None else proposal.number if proposal else 0
        unseen = [act.number for act in mine if act.number > seen and not _said_to(act, proposal)]
        if not unseen:
            return last
        raise ConflictError(
            "Somebody else entered something on this level since you looked; nothing was recorded",
            place=f"{scheme}, {resource}: entries {', '.join(str(number) for number in unseen)}",
            expected=f"entry {seen} to be the last",
            found=f"entry {last} is the last",
            remedy=f"Look at it with gwanje watch level log, decide again, then give --base {last}",
        )


def _said_to(act: LevelAct, proposal: LevelProposed | None) -> bool:
    return isinstance(act, LevelConsulted) and proposal is not None and act.proposal == proposal.number
