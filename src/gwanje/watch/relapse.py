"""Relapse: dependence on one supplier that fell and creeps back, by a yearly and by a monthly rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from gwanje.foundation.errors import WrongUseError

Rule = Literal["annual", "monthly"]
RelapseState = Literal["concentrated", "improving", "diversified", "relapsing", "relapsed", "not computable"]
Certainty = Literal["relapse", "possible relapse"]
_BETTER: tuple[RelapseState, ...] = ("diversified", "improving", "concentrated", "relapsing", "relapsed")


@dataclass(frozen=True, slots=True)
class Share:
    """The largest share of one period and its holder; where only bounds are known the two differ.

    `trade_usd` is the import value of the year the period belongs to, for the floor; None where it is not known.
    """

    period: str
    holder: str
    low: float
    high: float
    trade_usd: float | None = None

    @classmethod
    def exactly(cls, period: str, holder: str, share: float, trade_usd: float | None = None) -> "Share":
        """A share that is known."""
        return cls(period, holder, share, share, trade_usd)


@dataclass(frozen=True, slots=True)
class RelapseLimits:
    """What counts as a fall and as a rebound, for how long, and the least trade of a year; from content."""

    fall: float
    rebound: float
    months: int
    target: float
    floor_usd: float | None = None


@dataclass(frozen=True, slots=True)
class RelapseEvent:
    """One relapse: the peak, the trough after it, and the period in which the rule was met."""

    certainty: Certainty
    holder: str
    peak: Share
    trough: Share
    met: Share
    strength: float


@dataclass(frozen=True, slots=True)
class RelapseHistory:
    """The relapses of one series of largest shares, its present state, and the periods left out by the floor."""

    rule: Rule
    events: tuple[RelapseEvent, ...]
    state: RelapseState
    periods: int
    below_floor: tuple[str, ...]


def relapses(shares: Sequence[Share], rule: Rule, limits: RelapseLimits) -> RelapseHistory:
    """Every relapse of the largest share: a fall from a peak, then a rebound under the holder of that peak.

    Shapes and units:
        shares: the largest share of each period in order of time, fractions in [0, 1], as bounds low to high; limits:
        fractions, months, USD of a year.
        Result: the events, one for each peak at most; strength = (s - Q) / (P - Q) by the middle of the bounds; the
        state of the last period.

    Source:
        P = running peak, Q = least share since it: P - Q >= fall and s - Q >= rebound, in one year, or in `months`
        months in a row; a project choice after urea (INS-46); docs/methods-watch.md.

    Differs:
        The series is the largest share, whoever holds it; the holder at the peak must hold it again. A peak gives one
        event, a new peak arms the rule anew. Of bounds the nearer decide: a relapse where they meet both tests, a
        possible relapse where only the farther do. Periods under the floor of trade are left out and named; months on
        both sides of one that is left out are not in a row.

    Raises:
        WrongUseError: a share lies outside [0, 1], its bounds are exchanged, or periods are not in order.

    Example:
        >>> limits = RelapseLimits(fall=0.10, rebound=0.05, months=3, target=0.5)
        >>> urea = [Share.exactly("2021", "CHN", 0.97), Share.exactly("2022", "CHN", 0.665)]
        >>> urea += [Share("2023", "CHN", 0.9, 1.0)]
        >>> found = relapses(urea, "annual", limits)
        >>> (found.events[0].certainty, found.events[0].met.period, found.state)
        ('relapse', '2023', 'relapsed')
    """
    _refuse_bad(shares)
    kept = [one for one in shares if not _is_below(one, limits.floor_usd)]
    below = tuple(one.period for one in shares if _is_below(one, limits.floor_usd))
    walk = _Walk(1 if rule == "annual" else limits.months, limits)
    for one in kept:
        walk.step(one)
    state: RelapseState = walk.state() if kept else "not computable"
    return RelapseHistory(rule, tuple(walk.events), state, len(kept), below)


def joint_state(by_value: RelapseState, by_mass: RelapseState) -> RelapseState:
    """The state of a dependence by value and by mass together: the worse of the two.

    Shapes and units:
        by_value, by_mass: states of the same supplier series by the two quantities.
        Result: the worse one; not computable where one is: "improving" and "diversified" need both.

    Source:
        Convention U3: "improved" or "diversified" is never said on value alone.

    Differs:
        A state of relapse by one quantity stands, even where the other is not computable.

    Raises:
        Nothing.

    Example:
        >>> (joint_state("diversified", "concentrated"), joint_state("improving", "not computable"))
        ('concentrated', 'not computable')
    """
    known = [one for one in (by_value, by_mass) if one != "not computable"]
    if not known:
        return "not computable"
    worst = max(known, key=_BETTER.index)
    alone = len(known) == 1 and worst in ("improving", "diversified")
    return "not computable" if alone else worst


class _Walk:
    """One pass over the periods: the peak so far, the trough since it, and how long the rebound has lasted."""

    def __init__(self, needed: int, limits: RelapseLimits) -> None:
        self.events: list[RelapseEvent] = []
        self._needed, self._limits = needed, limits
        self._peak: Share | None = None
        self._trough: Share | None = None
        self._last: Share | None = None
        self._above: Share | None = None
        self._sure = self._perhaps = 0
        self._said: Certainty | None = None
        self._risen = False

    def step(self, now: Share) -> None:
        if self._last is not None and not _follows(self._last.period, now.period):
            self._sure = self._perhaps = 0
        self._last = now
        if self._peak is None or self._trough is None:
            self._begin(now)
            return
        if now.low > self._peak.high and not self._meets(now, sure=True):
            self._begin(now)
            return
        self._sure = self._sure + 1 if self._meets(now, sure=True) else 0
        self._perhaps = self._perhaps + 1 if self._meets(now, sure=False) else 0
        before, self._trough = self._trough, _lower(self._trough, now)
        if not self._sure and self._above is not None:
            self._begin(self._above)
            self.step(now)
            return
        if now.low > max(self._peak.high, self._above.high if self._above else 0.0):
            self._above = now
        self._judge(now, before)

    def _judge(self, now: Share, trough: Share) -> None:
        """Tell what the rule says now; a rebound above its own peak is the next peak at once."""
        if self._sure >= self._needed and self._said != "relapse":
            self._tell("relapse", now, trough)
        elif self._perhaps >= self._needed and self._said is None:
            self._tell("possible relapse", now, trough)
        if self._said == "relapse" and self._above is not None:
            self._begin(self._above)
            self._risen = True

    def state(self) -> RelapseState:
        peak, trough, now = self._peak, self._trough, self._last
        if peak is None or trough is None or now is None:
            return "not computable"
        if self._meets(now, sure=True) or (self._said and self._meets(now, sure=False)):
            return "relapsed" if self._said == "relapse" else "relapsing"
        if self._meets(now, sure=False):
            return "relapsing"
        if now.high <= self._limits.target:
            return "diversified"
        if _reaches(peak.low - now.high, self._limits.fall):
            return "improving"
        return "relapsed" if self._risen and now.holder == peak.holder else "concentrated"

    def _begin(self, now: Share) -> None:
        """A new peak arms the rule anew."""
        self._peak = self._trough = now
        self._above = None
        self._sure = self._perhaps = 0
        self._said = None
        self._risen = False

    def _meets(self, now: Share, *, sure: bool) -> bool:
        peak, trough = self._peak, self._trough
        if peak is None or trough is None or now.holder != peak.holder:
            return False
        fell = peak.low - trough.high if sure else peak.high - trough.low
        rose = now.low - trough.high if sure else now.high - trough.low
        return _reaches(fell, self._limits.fall) and _reaches(rose, self._limits.rebound)

    def _tell(self, certainty: Certainty, now: Share, low: Share) -> None:
        if self._peak is None:
            return
        if self._said is not None:
            self.events.pop()
        peak, trough = _middle(self._peak), _middle(low)
        strength = (_middle(now) - trough) / (peak - trough) if peak > trough else 1.0
        self.events.append(RelapseEvent(certainty, now.holder, self._peak, low, now, strength))
        self._said = certainty


def _follows(before: str, period: str) -> bool:
    """Whether a month comes right after another; of years, one of which is enough, any counts."""
    return len(period) <= len("2023") or _months(period) - _months(before) <= 1


def _months(period: str) -> int:
    return 12 * int(period[:4]) + int(period[5:7])


def _reaches(change: float, limit: float) -> bool:
    """At the limit counts; a rounding of the last digit does not decide."""
    return change >= limit - 1e-9


def _lower(trough: Share, now: Share) -> Share:
    """The least share so far: of bounds the lesser of each."""
    if now.low >= trough.low and now.high >= trough.high:
        return trough
    named = now if now.low < trough.low else trough
    return Share(named.period, named.holder, min(now.low, trough.low), min(now.high, trough.high), named.trade_usd)


def _middle(share: Share) -> float:
    return (share.low + share.high) / 2


def _is_below(share: Share, floor: float | None) -> bool:
    return floor is not None and share.trade_usd is not None and share.trade_usd < floor


def _refuse_bad(shares: Sequence[Share]) -> None:
    for before, one in pairwise((None, *shares)):
        if one is None:
            continue
        if not 0 <= one.low <= one.high <= 1:
            raise WrongUseError(
                f"The share of {one.period} cannot be used",
                expected="0 <= low <= high <= 1",
                found=f"{one.low} to {one.high}",
                remedy="Write a share as a fraction; give bounds where it is not known exactly",
            )
        if before is not None and not before.period < one.period:
            raise WrongUseError(
                "The periods are not in the order of time",
                place=one.period,
                expected=f"a period after {before.period}",
                found=one.period,
                remedy="Sort them, each once",
            )
