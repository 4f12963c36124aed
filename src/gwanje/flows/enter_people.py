"""Enter posts and who sits on them: local facts of their own, apart from reforms."""

from datetime import datetime

from gwanje.registry import RecordedPeople, Registry, RegistryInputs
from gwanje.registry.store import RegistryStore


def enter_people(
    store: RegistryStore,
    inputs: RegistryInputs,
    text: str,
    *,
    name: str,
    by: str,
    at: datetime,
    base: int | None = None,
) -> tuple[RecordedPeople, Registry]:
    """Keep a file of posts and assignments; gives the registry with them.

    Raises:
        ContentError: the text is not understood, or names a unit, a post or an affair nobody declared.
        ConflictError: somebody else entered something since; nothing was recorded.
    """
    here = inputs.base
    after = Registry(inputs.with_act(RecordedPeople(here + 1, at, by, text, name)).make())
    return store.enter_people(text, by=by, at=at, base=here if base is None else base), after
