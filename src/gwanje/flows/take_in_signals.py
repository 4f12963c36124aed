"""Take the short list of a month of trade in: its signals stand in the budget of attention until they are seen to."""

from collections.abc import Sequence
from dataclasses import replace

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import SignalRaised
from gwanje.watch.store import WatchStore


def take_in_signals(store: WatchStore, signals: Sequence[SignalRaised], place: str) -> tuple[SignalRaised, ...]:
    """Keep the signals of a month that are not in hand already.

    Raises:
        RefusedInputError: there is none, or a newer month was taken in before.
    """
    if not signals:
        raise RefusedInputError(
            "There is no signal in this list", place=place, expected="a short list with items", found="an empty one",
            remedy="Nothing is left to take in: a quiet month raises nothing",
        )  # fmt: skip
    held = [act for act in store.attention.acts() if isinstance(act, SignalRaised)]
    newest = max((act.month for act in held), default="")
    if signals[0].month < newest:
        raise RefusedInputError(
            "A newer month of trade was taken in already",
            place=place,
            expected=f"{newest} or later",
            found=signals[0].month,
            remedy="Look at the older month with gwanje watch signals --month",
        )
    known = {(act.signal, act.words, act.weight) for act in held}
    fresh = [one for one in signals if (one.signal, one.words, one.weight) not in known]
    done = []
    for one in fresh:
        recorded = store.attention.record(replace(one))
        assert isinstance(recorded, SignalRaised)
        done.append(recorded)
    return tuple(done)
