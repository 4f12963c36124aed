"""Events may name an affair by its key; from here on every affair is called by its id."""

from collections.abc import Mapping
from typing import Any

from gwanje.registry.content.events import Change, Correct, Delegate, Event, ReformRecord, Share, SplitUnit, Transfer


def with_affair_ids(reform: ReformRecord, ids: Mapping[str, str]) -> ReformRecord:
    """A reform in which every affair is named by its id; `ids`: the id of each key."""
    if not any(set(_named(event.change)) & ids.keys() for event in reform.events):
        return reform
    return reform.model_copy(update={"events": tuple(_event(event, ids) for event in reform.events)})


def _named(change: Change) -> tuple[str, ...]:
    """The affairs an event names, by id or key."""
    match change:
        case Transfer() | Delegate():
            return change.mandates
        case SplitUnit():
            return tuple(mandate for share in change.into for mandate in share.mandates)
        case Correct() if change.instead is not None:
            return _named(change.instead.change)
        case _:
            return ()


def _event(event: Event, ids: Mapping[str, str]) -> Event:
    change = event.change
    match change:
        case Transfer() | Delegate():
            changed: Change = change.model_copy(update=_by_id(change, ids))
        case SplitUnit():
            changed = change.model_copy(
                update={"into": tuple(share.model_copy(update=_by_id(share, ids)) for share in change.into)}
            )
        case Correct() if change.instead is not None:
            changed = change.model_copy(update={"instead": _event(change.instead, ids)})
        case _:
            return event
    return event.model_copy(update={event.verb: changed})


def _by_id(named: Transfer | Delegate | Share, ids: Mapping[str, str]) -> dict[str, Any]:
    return {"mandates": tuple(ids.get(one, one) for one in named.mandates)}
