"""Everything that ends, as plain values: pauses and expiries of the register, terms of dated facts and of levels."""

from collections.abc import Iterator

from gwanje.answers.level_steps import early_ends
from gwanje.answers.level_terms import level_terms, measure_terms
from gwanje.answers.tower import Tower
from gwanje.evidence import Fact
from gwanje.foundation.instants import AsOf
from gwanje.watch import EndingFact, Phrase


def every_ending(tower: Tower, as_of: AsOf) -> list[EndingFact]:
    """Every end; a fact that another fact, known and come by then, has ended already is left out."""
    return [*tower.restrictions.endings(), *_dated(tower, as_of), *level_terms(tower, as_of), *measure_terms(tower)]


def _dated(tower: Tower, as_of: AsOf) -> Iterator[EndingFact]:
    early = early_ends(tower.watch_store.levels.acts())
    for fact in tower.facts.ending(as_of.known):
        if fact.ends is not None and not _already_ended(tower, fact, as_of):
            yield EndingFact(
                id=fact.id,
                what=Phrase(en=fact.statement.en, ko=fact.statement.ko),
                ending=fact.ends,
                known=tower.facts.known_of(fact),
                begins=fact.when.start,
                sources=fact.sources,
                subjects=fact.subjects,
                taken_back=early[fact.id].known if fact.id in early else None,
            )


def _already_ended(tower: Tower, fact: Fact, as_of: AsOf) -> bool:
    if fact.ended_by is None:
        return False
    ender = tower.facts.get(fact.ended_by)
    has_come = ender.when.start is not None and ender.when.start <= as_of.valid
    return has_come and tower.facts.known_of(ender) <= as_of.known
