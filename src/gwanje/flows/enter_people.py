"""Enter posts and who sits on them: local facts of their own, apart from reforms."""

from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.content import parse_record
from gwanje.registry import Assignment, PersonnelFile, RecordedPeople, Registry, RegistryInputs
from gwanje.registry.store import RegistryStore


@dataclass(frozen=True, slots=True)
class EnteredPeople:
    """What a file brought, and the registry with it."""

    recorded: RecordedPeople
    posts: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    registry: Registry


def enter_people(
    store: RegistryStore,
    inputs: RegistryInputs,
    text: str,
    *,
    name: str,
    by: str,
    at: datetime,
    base: int | None = None,
) -> EnteredPeople:
    """Keep a file of posts and assignments.

    Raises:
        ContentError: the text is not understood, or names a unit, a post or an affair nobody declared.
        ConflictError: somebody else entered something since; nothing was recorded.
    """
    here = inputs.base
    file = parse_record(text, name, PersonnelFile, zone=inputs.zone)
    after = Registry(inputs.with_act(RecordedPeople(here + 1, at, by, text, name)).make())
    recorded = store.enter_people(text, by=by, at=at, base=here if base is None else base)
    return EnteredPeople(recorded, tuple(post.id for post in file.posts), file.assignments, after)
