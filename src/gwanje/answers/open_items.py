"""Everything open that hangs on an affair and goes with it when its unit changes: one small provider for each room.

A room that keeps open things (cases, permits, signals) adds a provider here; handover sheets and previews ask them all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers.endings import every_ending
from gwanje.answers.instants_in_words import ends_words
from gwanje.answers.leads import affair_of
from gwanje.answers.level_terms import proposals_waiting, standing_levels
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, days_between
from gwanje.registry import OpenItem, OpenItems, Words
from gwanje.watch import ENTRY

_SETTLED = frozenset({"not_known_yet", "not_announced", "expired", "revoked"})


@dataclass(frozen=True, slots=True)
class OpenMeasures:
    """Foreign measures that are announced, in force or suspended."""

    tower: Tower

    def open_items(self, asof: AsOf) -> Iterator[OpenItem]:
        """Every measure that is not over."""
        for state in self.tower.restrictions.states(asof):
            measure = self.tower.restrictions.get(state.measure)
            affair, _ = affair_of(self.tower, measure.id)
            if affair is not None and state.key not in _SETTLED:
                words = Words(
                    f"{measure.number.en}, {measure.materials.en}: {state.words.en}",
                    f"{measure.number.ko}, {measure.materials.ko}: {state.words.ko}",
                )
                yield OpenItem("measure", measure.id, affair, words, (), measure.sources)


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """Terms that run and will end: suspensions, tariffs, own measures."""

    tower: Tower

    def open_items(self, asof: AsOf) -> Iterator[OpenItem]:
        """Every end that is known and has not passed by every reading."""
        for end in every_ending(self.tower, asof):
            begun = end.begins is None or end.begins <= asof.valid
            if not end.is_known(asof.known) or not begun or end.ending.state(asof.valid) == "over":
                continue
            affairs = (affair_of(self.tower, one)[0] for one in (end.id, *end.subjects))
            affair = end.mandate or next((one for one in affairs if one is not None), None)
            if affair is not None:
                words = Words(f"{end.what.en}: {end.ending.wording}", f"{end.what.ko}: {end.ending.wording}")
                yield OpenItem("end", end.id, affair, words, end.ending.ends, end.sources)


@dataclass(frozen=True, slots=True)
class WatchedItems:
    """Items that are watched for an affair."""

    tower: Tower

    def open_items(self, asof: AsOf) -> Iterator[OpenItem]:  # noqa: ARG002 - items are watched whatever the day
        """Every item that a rule sends to an affair."""
        for item in self.tower.items:
            affair, _ = affair_of(self.tower, item.key)
            if affair is not None:
                yield OpenItem("item", item.key, affair, Words(item.names.best("en"), item.names.best("ko")))


@dataclass(frozen=True, slots=True)
class RunningDelegations:
    """Decisions that are delegated for a time."""

    tower: Tower

    def open_items(self, asof: AsOf) -> Iterator[OpenItem]:
        """Every delegation whose time has not passed."""
        for mandate in self.tower.registry.mandates():
            for given in self.tower.registry.delegations(mandate.key, asof):
                words = Words(
                    f"{given.form.best('en')} to {given.names.best('en')}",
                    f"{given.form.best('ko')}: {given.names.best('ko')}",
                )
                identity = f"{given.origin}-{given.to}"
                yield OpenItem("delegation", identity, mandate.key, words, tuple(given.ends), given.sources)


@dataclass(frozen=True, slots=True)
class OpenLevels:
    """Levels that are raised, and proposals that wait for a person."""

    tower: Tower

    def open_items(self, asof: AsOf) -> Iterator[OpenItem]:
        """Every level raised on a resource, or perhaps raised, and every proposal nobody has answered."""
        for one in standing_levels(self.tower, asof):
            if one.scheme.mandate is not None:
                step, words = one.state.steps[0], one.words()
                identity = f"{one.scheme.key}/{one.resource}"
                affair = self.tower.registry.find_mandate(one.scheme.mandate).key
                fact = self.tower.facts.by_id.get(step)
                cited = fact.sources if fact is not None else one.scheme.sources
                yield OpenItem("level", identity, affair, Words(words.en, words.ko), (), cited)
        for scheme, resource, number in proposals_waiting(self.tower, asof):
            if scheme.mandate is not None:
                affair = self.tower.registry.find_mandate(scheme.mandate).key
                told = Words(f"{resource}: a proposal waits, entry {number}", f"{resource}: {number}번 안건 결정 대기")
                yield OpenItem("proposal", f"{ENTRY}{number}", affair, told)


def open_item_told(item: OpenItem, asof: AsOf, zone: ZoneInfo) -> dict[str, Any]:
    """An open item as an answer prints it, with what is left until its earliest end and every reading in words."""
    told = item.as_answer()
    if item.due is not None:
        words = ends_words(item.ends, zone, asof.valid)
        told |= {"days_left": days_between(asof.valid, item.due, zone), "when": {"ko": words.ko, "en": words.en}}
    return told


def providers(tower: Tower) -> tuple[OpenItems, ...]:
    """Every room that keeps open things."""
    return (OpenMeasures(tower), OpenEnds(tower), WatchedItems(tower), OpenLevels(tower), RunningDelegations(tower))


def open_items(tower: Tower, asof: AsOf, affairs: Iterable[str] | None = None) -> list[OpenItem]:
    """Everything open, or what hangs on some affairs only; the first to fall due comes first."""
    wanted = None if affairs is None else frozenset(affairs)
    found = [item for provider in providers(tower) for item in provider.open_items(asof)]
    found = [item for item in found if wanted is None or item.mandate in wanted]
    return sorted(found, key=lambda item: (item.due is None, item.due or asof.valid, item.kind, item.id))
