"""Own measures with terms: ceilings, releases, designations, rules of other ministries; a missing renewal is a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Names
from gwanje.watch.measures import Phrase

OwnMeasureState = Literal[
    "planned",
    "perhaps_begun",
    "in_force",
    "in_force_end_not_read",
    "over_by_one_reading",
    "lapsed",
    "ended",
]


class MeasureKind(CitedRecord):
    """A kind of measure that a scheme allows, and whether it must be renewed while it runs."""

    kind: Key
    names: Names
    owner: Phrase | None = Field(default=None, description="whose measures of this kind are, as far as sources tell")
    power: Phrase | None = Field(default=None, description="the power it rests on")
    renewed: Phrase | None = Field(default=None, description="how often it is renewed while it runs; never, if absent")
    cadence: OpaqueId | None = Field(default=None, description="the fact that gives the rhythm")


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """That somebody ended a measure before its term: from when, why, and since when that is known."""

    at: datetime
    known: datetime
    because: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """One measure of one's own country: since when, until when, whose it is, and under which step it was taken."""

    id: str
    kind: str
    what: Phrase
    begins: datetime
    known: datetime
    begins_latest: datetime | None = None
    ends: tuple[datetime, ...] = ()
    end_known: datetime | None = None
    term: Phrase | None = None
    owner: tuple[str, ...] = ()
    owner_words: str = ""
    sources: tuple[str, ...] = ()
    unverified: bool = False
    early: EarlyEnd | None = None
    under: str = ""

    def early_end(self, known: datetime) -> EarlyEnd | None:
        """Its early end, where that was known by then."""
        return self.early if self.early is not None and self.early.known <= known else None


@dataclass(frozen=True, slots=True)
class RenewalGap:
    """A kind of measure that ran, must be renewed, and for which no renewal is known."""

    kind: str
    last: str
    since: datetime
    until: datetime | None = None


def own_measure_state(measure: OwnMeasure, asof: AsOf) -> OwnMeasureState | None:
    """The state of one's own measure on a day, as known on a day; None where it was not known.

    Shapes and units:
        measure: with its begin, candidate ends (Convention T3) and the instant from which its end was known;
        asof: instants with zone.
        Result: planned, perhaps_begun (its first day is not known exactly), in_force, in_force_end_not_read,
        over_by_one_reading, lapsed (its term is over by every reading), ended (by somebody, before its term).

    Source:
        Conventions T3 and T4.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> may = lambda day: datetime(2030, 5, day, tzinfo=UTC)
        >>> cap = OwnMeasure("NVT-9", "ceiling", Phrase(en="a ceiling", ko="상한"), may(1), may(1), ends=(may(15),))
        >>> own_measure_state(cap, AsOf(may(15), may(15)))
        'lapsed'
    """
    if measure.known > asof.known:
        return None
    if measure.begins > asof.valid:
        return "planned"
    if measure.begins_latest is not None and asof.valid < measure.begins_latest:
        return "perhaps_begun"
    return _begun(measure, asof)


def _begun(measure: OwnMeasure, asof: AsOf) -> OwnMeasureState:
    """Whether a measure that has begun runs on, is over, or was ended."""
    early = measure.early_end(asof.known)
    if early is not None and early.at <= asof.valid:
        return "ended"
    ends = own_measure_ends(measure, asof)
    if not ends:
        return "in_force_end_not_read"
    over = sum(end <= asof.valid for end in ends)
    if over == 0:
        return "in_force"
    return "lapsed" if over == len(ends) else "over_by_one_reading"


def own_measure_ends(measure: OwnMeasure, asof: AsOf) -> tuple[datetime, ...]:
    """When a measure of one's own country is over, as known on a day.

    Shapes and units:
        measure: with its candidate ends and its early end; asof: instants with zone.
        Result: the early end alone where one was known, else the candidate ends; none where no end was known.

    Source:
        Convention T3; an early end changes what is known from when it was entered (Convention T8).

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> may = lambda day: datetime(2030, 5, day, tzinfo=UTC)
        >>> early = EarlyEnd(may(9), may(8), "the prices fell")
        >>> words = Phrase(en="a ceiling", ko="상한")
        >>> cap = OwnMeasure("NVT-9", "ceiling", words, may(1), may(1), ends=(may(15),), early=early)
        >>> [own_measure_ends(cap, AsOf(may(8), may(day)))[0].day for day in (7, 8)]
        [15, 9]
    """
    early = measure.early_end(asof.known)
    if early is not None:
        return (early.at,)
    if measure.end_known is not None and measure.end_known > asof.known:
        return ()
    return measure.ends


def renewal_gaps(measures: Iterable[OwnMeasure], kinds: Iterable[MeasureKind], asof: AsOf) -> tuple[RenewalGap, ...]:
    """Kinds of measure that must be renewed and for which nothing known takes over where the last one ended.

    Shapes and units:
        measures: of any kinds; kinds: those of a scheme, of which the renewed ones count; asof: instants with zone.
        Result: a gap since the earlier reading of the last end; one that was closed later says until when. A measure
        that somebody ended early leaves no gap: that it does not go on was decided.

    Source:
        Project choice: a missing renewal is shown, never silence (Convention T4).

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import UTC
        >>> may = lambda day: datetime(2030, 5, day, tzinfo=UTC)
        >>> words = Phrase(en="a ceiling", ko="상한")
        >>> kind = MeasureKind(kind="ceiling", names=Names(), renewed=words, sources=("NV4",))
        >>> cap = OwnMeasure("NVT-9", "ceiling", words, may(1), may(1), ends=(may(15),))
        >>> [gap.last for gap in renewal_gaps([cap], [kind], AsOf(may(20), may(20)))]
        ['NVT-9']
    """
    every = [one for one in measures if one.known <= asof.known and one.begins <= asof.valid]
    found: list[RenewalGap] = []
    for kind in kinds:
        if kind.renewed is not None:
            found.extend(_gaps_of(sorted((m for m in every if m.kind == kind.kind), key=lambda m: m.begins), asof))
    return tuple(found)


def _gaps_of(series: list[OwnMeasure], asof: AsOf) -> Iterable[RenewalGap]:
    covered: datetime | None = None
    last = ""
    for measure in series:
        if covered is not None and measure.begins > covered:
            yield RenewalGap(measure.kind, last, covered, measure.begins)
        early = measure.early_end(asof.known)
        if early is not None and early.at <= asof.valid:
            covered, last = None, ""
            continue
        if not measure.ends:
            return
        if covered is None or measure.ends[0] > covered:
            covered, last = measure.ends[0], measure.id
    if covered is not None and covered <= asof.valid:
        yield RenewalGap(series[-1].kind, last, covered)
