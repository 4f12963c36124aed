"""What somebody does about a signal: takes it on, puts it off with a reason and an end, or joins it to another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import AttentionSignal, SignalAcknowledged, SignalMerged, SignalSnoozed
from gwanje.watch.store import WatchStore

Deed = SignalAcknowledged | SignalSnoozed | SignalMerged
LONGEST_SNOOZE_DAYS = 366


def attend_signal(store: WatchStore, deed: Deed, raised: Iterable[AttentionSignal], zone: ZoneInfo) -> Deed:
    """Keep what somebody does about a signal, at the stage it has now.

    Args:
        store: The watch room's part of the journal.
        deed: What he does; its stage is filled in here.
        raised: What is raised on the day.
        zone: The country's zone, in which days are counted.

    Raises:
        UnknownKeyError: no such signal is raised.
        RefusedInputError: a snooze without a reason, without an end or past it; a signal joined to itself or in a ring.
        ConflictError: somebody else did something in between; nothing was recorded.
    """
    base = store.attention.base()
    by_id = {signal.id: signal for signal in raised}
    signal = _known(deed.signal, by_id)
    if isinstance(deed, SignalMerged):
        _refuse_ring(store, deed, by_id)
    elif isinstance(deed, SignalSnoozed):
        _refuse_snooze(deed, zone)
    recorded = store.attention.record(replace(deed, stage=signal.stage), base=base)
    assert isinstance(recorded, SignalAcknowledged | SignalSnoozed | SignalMerged)
    return recorded


def _known(asked: str, by_id: dict[str, AttentionSignal]) -> AttentionSignal:
    if asked not in by_id:
        raise unknown_key("signal that is raised", asked, by_id, remedy="List them with gwanje watch attention.")
    return by_id[asked]


def _refuse_snooze(deed: SignalSnoozed, zone: ZoneInfo) -> None:
    today, until = deed.at.astimezone(zone).date(), date.fromisoformat(deed.until)
    days = (until - today).days
    if not deed.reason.strip() or not 0 < days <= LONGEST_SNOOZE_DAYS:
        raise RefusedInputError(
            "A signal is put off with a reason, until a day",
            place=deed.signal,
            expected=f"a reason, and a day after {today}, at most {LONGEST_SNOOZE_DAYS} days on",
            found=f"until {until}" if deed.reason.strip() else "no reason",
            remedy="Give --reason, and --until with another day",
        )


def _refuse_ring(store: WatchStore, deed: SignalMerged, by_id: dict[str, AttentionSignal]) -> None:
    _known(deed.into, by_id)
    joined = {act.signal: act.into for act in store.attention.acts() if isinstance(act, SignalMerged)}
    seen, at = {deed.signal}, deed.into
    while at not in seen and at in joined:
        seen.add(at)
        at = joined[at]
    if at in seen:
        raise RefusedInputError(
            "These signals would be joined in a ring, and none of them would show",
            place=deed.signal,
            expected="a signal that is not itself joined to this one",
            found=f"{deed.into} leads back to {at}",
            remedy="Join the others to the one that stays",
        )
