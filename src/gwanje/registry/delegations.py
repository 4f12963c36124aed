"""Delegations at an `AsOf`: who decides in place of the lead, for how long, and whether its ground still stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Names
from gwanje.registry.content.records import DelegationRecord, Holding
from gwanje.registry.entering.affairs import Delegation
from gwanje.registry.entries import Entry, Log
from gwanje.registry.people import People
from gwanje.registry.scopes import Scope
from gwanje.registry.units import Units


@dataclass(frozen=True, slots=True)
class DelegationView:
    """Who decides for a time in place of the lead, in which form.

    `state`: running, over (by one reading), or lapsed where what it rests on has gone.
    """

    origin: str
    to: str
    names: Names
    form: Names
    state: str
    ends: tuple[datetime, ...]
    since: datetime
    facts: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_past(self) -> bool:
        """Whether its time has passed, or its ground has gone."""
        return self.state in {"over", "lapsed"}

    def as_answer(self) -> dict[str, Any]:
        """The delegation as every answer prints it."""
        return {
            "from": self.origin,
            "to": self.to,
            "names": self.names.as_answer(),
            "form": self.form.as_answer(),
            "state": self.state,
            "since": self.since.isoformat(),
            "ends": [end.isoformat() for end in self.ends],
            "facts": list(self.facts),
            "sources": list(self.sources),
        }


class Delegations:
    """The delegations of every affair."""

    def __init__(self, log: Log, units: Units, people: People, forms: Iterable[DelegationRecord]) -> None:
        self._log = log
        self._units = units
        self._people = people
        self._forms = {record.key: record.names for record in forms}

    def answering(self, mandate: str, scope: Scope, held: Holding, asof: AsOf) -> DelegationView | None:
        """The narrowest delegation that runs, else the one whose time has passed or whose ground has gone."""
        views = []
        for given in sorted(self.scopes(mandate), key=lambda one: -one.narrowness):
            for entry, value in self._given(mandate, given, asof) if given.covers(scope) else ():
                is_holder = self._unit_of(value.origin, asof) in (held.lead, held.inner)
                if is_holder or given == scope:
                    views.append(self._view(entry, value, asof, stands=is_holder))
        return next((one for one in views if not one.is_past), views[0] if views else None)

    def _given(self, mandate: str, scope: Scope, asof: AsOf) -> Iterator[tuple[Entry, Delegation]]:
        """The delegations of one scope, the latest first: a standing one shows again when one for a time is over."""
        told = [one for one in self._log.of(mandate, _delegation_aspect(scope)) if one.is_visible(asof)]
        for entry in reversed(told):
            if not isinstance(entry.value, Delegation):
                return
            yield entry, entry.value
            if entry.verb == "reverse":
                return

    def scopes(self, mandate: str) -> list[Scope]:
        """Every scope in which an affair was ever delegated."""
        aspects = self._log.aspects(mandate, "delegation:")
        return [Scope.of_aspect(aspect.replace("delegation:", "holding:", 1)) for aspect in aspects]

    def _view(self, entry: Entry, value: Delegation, asof: AsOf, *, stands: bool) -> DelegationView:
        """It lapses where who gave it no longer leads the affair, or who got it no longer exists."""
        runs = value.until.state(asof.valid) if value.until else "running"
        is_there = self._log.at(self._unit_of(value.to, asof), "exists", asof) is not None
        return DelegationView(
            origin=value.origin,
            to=value.to,
            names=self._called(value.to, asof),
            form=self._forms.get(value.form, Names()),
            state=runs if stands and is_there else "lapsed",
            ends=value.until.ends if value.until else (),
            since=entry.start,
            facts=entry.facts,
            sources=entry.sources,
        )

    def _unit_of(self, identity: str, asof: AsOf) -> str:
        """The unit itself, or the unit of a post."""
        post = self._people.post(identity, asof)
        return post.unit if post is not None else identity

    def _called(self, identity: str, asof: AsOf) -> Names:
        post = self._people.post(identity, asof)
        return post.names if post is not None else self._units.names_at(identity, asof)


def _delegation_aspect(scope: Scope) -> str:
    return scope.aspect.replace("holding:", "delegation:", 1)
