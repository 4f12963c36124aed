"""Which mandate a fact or an item goes to; without a rule the answer is "lead not known", with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gwanje.foundation.errors import ContentError
from gwanje.registry.content.records import MandateRecord, RouteRecord


@dataclass(frozen=True, slots=True)
class Route:
    """The mandate something goes to, or None, and why."""

    asked: str
    mandate: MandateRecord | None
    derived: bool
    reason: str


class Router:
    """The routes of content, looked up by fact id or item key."""

    def __init__(self, routes: Iterable[RouteRecord], mandates: Mapping[str, MandateRecord]) -> None:
        self._mandates = {record.key: record for record in mandates.values()}
        self._exact: dict[str, RouteRecord] = {}
        self._prefixes: list[tuple[str, RouteRecord]] = []
        for route in routes:
            self._take(route)

    def _take(self, route: RouteRecord) -> None:
        if route.mandate != "not known" and route.mandate not in self._mandates:
            raise ContentError(
                f"A route names the mandate '{route.mandate}', which is not declared",
                place=route.place,
                expected="the key of a declared mandate, or 'not known'",
                found=route.mandate,
                remedy="Correct the key, or declare the mandate in registry/mandates.yaml.",
            )
        for key in (*route.facts, *route.items):
            if key.endswith("*"):
                self._prefixes.append((key[:-1], route))
            elif key in self._exact and self._exact[key].mandate != route.mandate:
                raise ContentError(
                    f"'{key}' is routed to two mandates",
                    place=route.place,
                    expected="one route for each fact and item",
                    found=f"{route.mandate}; {self._exact[key].mandate} at {self._exact[key].place}",
                    remedy="Keep one of the two routes.",
                )
            else:
                self._exact[key] = route

    def route(self, asked: str) -> Route:
        """The mandate for a fact id or an item key."""
        longest = sorted(self._prefixes, key=lambda one: -len(one[0]))
        by_prefix = (route for prefix, route in longest if asked.startswith(prefix))
        route = self._exact.get(asked) or next(by_prefix, None)
        if route is None:
            return Route(asked, None, derived=False, reason=f"no routing rule names {asked}")
        if route.mandate == "not known":
            return Route(asked, None, derived=False, reason=route.note or "lead not known")
        derived = route.basis == "derived"
        reason = route.note or ("lead derived" if derived else "lead reported")
        return Route(asked, self._mandates[route.mandate], derived=derived, reason=reason)

    def routed_to(self, mandate: str) -> tuple[str, ...]:
        """What the rules send to an affair; `*` stands for the rest of an id."""
        exact = [key for key, route in self._exact.items() if route.mandate == mandate]
        return (*exact, *(f"{prefix}*" for prefix, route in self._prefixes if route.mandate == mandate))
