"""What the registry refuses to read, in words: one builder a refusal, each with place, both sides and remedy."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import ContentError
from gwanje.registry.entries import Entry


def eve(instant: datetime, zone: ZoneInfo) -> str:
    """The day before an instant, as the country writes it."""
    return (instant.astimezone(zone) - timedelta(days=1)).date().isoformat()


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).date().isoformat()


def _whence(entry: Entry, zone: ZoneInfo) -> str:
    origin = entry.fact or f"state before the reforms, {', '.join(entry.sources)}"
    return f"since {_day(entry.start, zone)} ({origin}, {entry.place})"


def precondition(
    verb: str, fact: str, need: str, found: str, met: Entry | None, at: datetime, place: str, zone: ZoneInfo
) -> ContentError:
    """An event finds another state than the one it changes."""
    label = verb.replace("_", " ").capitalize()
    whence = f" {_whence(met, zone)}" if met else ""
    other = (met.fact or "the earlier statement") if met else "the other one"
    return ContentError(
        f"{label} {fact} needs {need} on {eve(at, zone)}, but {found}{whence}",
        place=place,
        expected=need,
        found=found,
        remedy=f"Correct {fact}, remove one of the two, or give {other} a later date (Convention R1).",
    )


def unknown_subject(kind: str, asked: str, fact: str, place: str, near: str) -> ContentError:
    """An event or statement names a unit, mandate or kind that content does not declare."""
    hint = f"Did you mean '{near}'?" if near else f"Declare {asked} first, or correct the id."
    return ContentError(
        f"{fact or 'This statement'} names {kind} '{asked}', which is not declared",
        place=place,
        expected=f"a declared {kind}",
        found=asked,
        remedy=hint,
    )


def two_leads(mandate: str, scope: str, first: Entry, second: Entry, zone: ZoneInfo) -> ContentError:
    """One mandate, one scope, one instant, two leads."""
    sides = [f"{entry.fact or 'the state before'} at {entry.place}" for entry in (first, second)]
    return ContentError(
        f"Mandate {mandate}, scope '{scope}', would have two leads from {_day(second.start, zone)}",
        place=second.place,
        expected="exactly one lead per mandate and scope",
        found=f"{sides[0]}; {sides[1]}",
        remedy="Make one of the two cooperating, give them different scopes, or give one a later date (Convention R1).",
    )


def cycle(units: list[str], at: datetime, place: str, zone: ZoneInfo) -> ContentError:
    """A unit would stand above itself."""
    return ContentError(
        f"From {_day(at, zone)} unit {units[0]} would stand above itself",
        place=place,
        expected="a chain that ends at a ministry",
        found=" in ".join(units),
        remedy="Correct the parent of one of these units.",
    )


def imbalance(fact: str, announced: int, listed: int, place: str) -> ContentError:
    """Posts that do not add up, with no claim cited."""
    return ContentError(
        f"{fact} announces {announced:+d} posts, but its list shows {listed:+d}",
        place=place,
        expected="a ledger that balances, or a cited claim under which the difference stands open",
        found=f"a difference of {announced - listed} and no claim",
        remedy="Correct the counts, or cite the claim that records the disagreement in 'claims'.",
    )
