"""Measures of one's own country beside the level under which they were taken."""

from collections.abc import Iterable
from typing import Any

from gwanje.answers.answer import Plain
from gwanje.answers.level_steps import own_measures
from gwanje.answers.level_words import measure_words
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import LevelAct, LevelState, OwnMeasureEntered, Scheme, own_measure_state

Json = dict[str, Any]
_OVER = frozenset({"lapsed", "ended"})


class MeasureUnder(Plain):
    """One measure with the step it was taken under, in its state of the day."""

    id: str
    kind: str
    names: Json
    under: str
    state: str
    words: Sentence


def measures_under(
    tower: Tower, scheme: Scheme, steps: Iterable[str], state: LevelState | None, acts: Iterable[LevelAct], as_of: AsOf
) -> tuple[MeasureUnder, ...]:
    """Measures taken under the steps of a resource: all under those that hold, and under earlier ones what is not over.

    A measure outlives the level it was taken under until its own end; it is not dropped with the level.
    """
    mine, holding = set(steps), {*state.run, *state.steps} if state else set()
    if not any(isinstance(act, OwnMeasureEntered) and act.under in mine for act in acts):
        return ()
    names = {one.kind: one.names.as_answer() for one in scheme.measures}
    found = []
    for one in own_measures(tower, scheme):
        told = own_measure_state(one, as_of)
        if told is not None and (one.under in holding or (one.under in mine and told not in _OVER)):
            words = measure_words(one, told, as_of, tower.zone)
            found.append(
                MeasureUnder(
                    id=one.id, kind=one.kind, names=names.get(one.kind, {}), under=one.under, state=told, words=words
                )
            )
    return tuple(found)
