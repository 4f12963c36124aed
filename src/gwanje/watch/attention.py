"""The budget of attention: what asks to be looked at, what people did about it, what stands above the line.

A signal that was acknowledged, snoozed or merged is not lost: it is counted, and comes back when its stage changes, the
snooze ends, or what it was merged into is gone. What people did is an act in the journal (docs/adr/0010).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from gwanje.watch.act_payloads import act_as_kept, act_model
from gwanje.watch.measures import Phrase

SignalState = Literal["open", "acknowledged", "snoozed", "merged"]
_FEW = 4
"""A signal that concerns more items than these stands alone: it is no matter of one of them."""
SignalKind = Literal["end", "new_measure", "report", "notice", "inspection", "meeting", "trade"]


@dataclass(frozen=True, slots=True)
class AttentionSignal:
    """Something that asks to be looked at; `stage` changes when it becomes another matter, for example over."""

    id: str
    kind: SignalKind
    stage: str
    words: Phrase
    raised: datetime
    due: datetime | None = None
    items: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    marking: str = "public"
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _AttentionAct:
    by: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class SignalAcknowledged(_AttentionAct):
    """Somebody has seen it and takes it on, at the stage it had then."""

    kind: ClassVar[str] = "signal-acknowledged"
    signal: str = ""
    stage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignalSnoozed(_AttentionAct):
    """Not now, because …, until …"""

    kind: ClassVar[str] = "signal-snoozed"
    signal: str = ""
    stage: str = ""
    until: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignalMerged(_AttentionAct):
    """It is the same matter as another one."""

    kind: ClassVar[str] = "signal-merged"
    signal: str = ""
    stage: str = ""
    into: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignalRaised(_AttentionAct):
    """A signal of a month of trade, taken in from the short list."""

    kind: ClassVar[str] = "signal-raised"
    signal: str = ""
    items: tuple[str, ...] = ()
    words: tuple[str, str] = ("", "")
    month: str = ""
    knowable: str = ""
    weight: float = 0.0
    marking: str = "public"


@dataclass(frozen=True, slots=True)
class CheckCompleted(_AttentionAct):
    """An inspection, a meeting or a round that took place."""

    kind: ClassVar[str] = "check-completed"
    subject: str = ""
    day: str = ""
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckReopened(_AttentionAct):
    """A check that was entered as completed by mistake: from now on it counts no more; what was said before stays."""

    kind: ClassVar[str] = "check-reopened"
    check: int = 0
    reason: str = ""


AttentionAct = SignalAcknowledged | SignalSnoozed | SignalMerged | SignalRaised | CheckCompleted | CheckReopened
_KINDS: dict[str, type[AttentionAct]] = {
    one.kind: one
    for one in (SignalAcknowledged, SignalSnoozed, SignalMerged, SignalRaised, CheckCompleted, CheckReopened)
}


def attention_payload(act: AttentionAct) -> dict[str, Any]:
    """An act as the journal keeps it; number and instant stand beside the payload."""
    told = {name: value for name, value in asdict(act).items() if name not in {"number", "at"}}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def attention_act(kind: str, number: int, at: datetime, payload: Mapping[str, Any]) -> AttentionAct:
    """An act as it was kept; a kind that only a later version knows is refused."""
    return act_as_kept(act_model(_KINDS, kind, number, "attention"), number, at, payload)


def attention_numbered(act: AttentionAct, number: int) -> AttentionAct:
    """The same act at its place in the journal."""
    return replace(act, number=number)


@dataclass(frozen=True, slots=True)
class SeenSignal:
    """A signal with what people did about it."""

    signal: AttentionSignal
    state: SignalState
    by: str = ""
    until: date | None = None
    reason: str = ""
    into: str = ""
    merged: tuple[str, ...] = ()
    back_from_snooze: bool = False


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """All open signals of one item, or one signal that concerns none."""

    key: str
    signals: tuple[SeenSignal, ...]


@dataclass(frozen=True, slots=True)
class AttentionList:
    """Open signals by item, above and below the line of the budget; and those that people put away."""

    above: tuple[SignalGroup, ...]
    below: tuple[SignalGroup, ...]
    put_away: tuple[SeenSignal, ...]
    budget: int | None

    @property
    def below_the_line(self) -> int:
        """How many groups the budget leaves out."""
        return len(self.below)


def attention_list(
    signals: Sequence[AttentionSignal], acts: Iterable[AttentionAct], on: date, budget: int | None
) -> AttentionList:
    """What stands above the line on a day: open signals grouped by item, the first to fall due on top.

    Shapes and units:
        signals: what is raised on the day; acts: what people did, in the order in which they were entered; on: the day;
        budget: groups above the line, None: no line. Result: every signal once, in a group or put away.

    Source:
        METHODS 5.5 (the budget is set per release of data); grouping and order are a project choice.

    Differs:
        Nothing is dropped: what is below the line is counted, what was put away comes back when its stage changes.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
        >>> words = Phrase(en="a", ko="a")
        >>> two = [AttentionSignal(f"S-{n}", "end", "near", words, noon, items=(f"item-{n}",)) for n in (1, 2)]
        >>> attention_list(two, [], date(2026, 11, 1), 1).below_the_line
        1
    """
    acts = tuple(acts)
    seen = [_seen(signal, acts, on) for signal in signals]
    known = {one.signal.id for one in seen}
    seen = [SeenSignal(one.signal, "open") if one.into and one.into not in known else one for one in seen]
    merged: dict[str, list[str]] = {}
    for one in seen:
        if one.state == "merged":
            merged.setdefault(one.into, []).append(one.signal.id)
    seen = [replace(one, merged=tuple(merged.get(one.signal.id, ()))) for one in seen]
    groups: dict[str, list[SeenSignal]] = {}
    shared = Counter(item for one in seen if one.state == "open" for item in set(one.signal.items))
    for one in seen:
        if one.state == "open":
            groups.setdefault(_group_of(one.signal, shared), []).append(one)
    ordered = sorted(
        (SignalGroup(key, tuple(sorted(found, key=_urgency))) for key, found in groups.items()),
        key=lambda group: (_urgency(group.signals[0]), group.key),
    )
    cut = len(ordered) if budget is None else budget
    away = tuple(one for one in seen if one.state != "open")
    return AttentionList(tuple(ordered[:cut]), tuple(ordered[cut:]), away, budget)


def _group_of(signal: AttentionSignal, shared: Mapping[str, int]) -> str:
    """The item it stands under: its only one, or that of its few items which most signals concern; else its own id."""
    if len(signal.items) == 1:
        return signal.items[0]
    if len(signal.items) > _FEW:
        return signal.id
    busiest = max(signal.items, key=lambda item: (shared[item], item), default="")
    return busiest if busiest and shared[busiest] > 1 else signal.id


def _urgency(one: SeenSignal) -> tuple[bool, float, float, str]:
    """What falls due first comes first; without a day the heavier one, then the newer one."""
    due = one.signal.due
    return (due is None, due.timestamp() if due else -one.signal.weight, -one.signal.raised.timestamp(), one.signal.id)


def _seen(signal: AttentionSignal, acts: tuple[AttentionAct, ...], on: date) -> SeenSignal:
    """The last act on a signal counts, as long as its stage is the one that was seen."""
    back = False
    for act in reversed(acts):
        if isinstance(act, SignalRaised | CheckCompleted | CheckReopened) or act.signal != signal.id:
            continue
        if act.stage != signal.stage and not (isinstance(act, SignalMerged) and not act.stage):
            return SeenSignal(signal, "open")
        if isinstance(act, SignalMerged):
            return SeenSignal(signal, "merged", act.by, reason=act.reason, into=act.into)
        if isinstance(act, SignalAcknowledged):
            return SeenSignal(signal, "acknowledged", act.by, reason=act.note)
        until = date.fromisoformat(act.until)
        if on < until:
            return SeenSignal(signal, "snoozed", act.by, until=until, reason=act.reason)
        back = True
        break
    return SeenSignal(signal, "open", back_from_snooze=back)


def completed(acts: Iterable[AttentionAct], on: date) -> dict[str, CheckCompleted]:
    """The last completed check of each subject that was not reopened, by the day of the check, not later than a day."""
    every = tuple(acts)
    reopened = {act.check for act in every if isinstance(act, CheckReopened)}
    found: dict[str, CheckCompleted] = {}
    for act in every:
        if isinstance(act, CheckCompleted) and act.number not in reopened and date.fromisoformat(act.day) <= on:
            held = found.get(act.subject)
            if held is None or held.day <= act.day:
                found[act.subject] = act
    return found
