"""What the registry refuses to read, in words: one builder a refusal, each with place, both sides and remedy."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import ContentError
from gwanje.registry.entries import Entry


def eve(instant: datetime, zone: ZoneInfo) -> str:
    """The day before an instant, as the country writes it."""
    return (instant.astimezone(zone) - timedelta(days=1)).date().isoformat()


def day_of(instant: datetime, zone: ZoneInfo) -> str:
    """The day of an instant, as the country writes it."""
    return instant.astimezone(zone).date().isoformat()


def _whence(entry: Entry, zone: ZoneInfo) -> str:
    origin = entry.fact or f"state before the reforms, {', '.join(entry.sources)}"
    return f"since {day_of(entry.start, zone)} ({origin}, {entry.place})"


def precondition(
    verb: str, fact: str, need: str, found: str, met: Entry | None, at: datetime, place: str, zone: ZoneInfo
) -> ContentError:
    """An event finds another state than the one it changes."""
    label = verb.replace("_", " ").capitalize()
    whence = f" {_whence(met, zone)}" if met else ""
    remedy = f"Correct {fact}, or give it a day on which this is so (Convention R1)."
    if met:
        other = met.fact or "the earlier statement"
        remedy = f"Correct {fact}, remove one of the two, or give {other} a later date (Convention R1)."
    return ContentError(
        f"{label} {fact} needs {need} on {eve(at, zone)}, but {found}{whence}",
        place=place,
        expected=need,
        found=found,
        remedy=remedy,
    )


def wrong_direction(
    verb: str, fact: str, before: tuple[str, int], after: tuple[str, int], fits: str, place: str
) -> ContentError:
    """A change of kind that goes another way than its verb says."""
    way = {"upgrade": "to a higher rank", "downgrade": "to a lower rank", "change_class": "between kinds of one rank"}
    return ContentError(
        f"{verb.replace('_', ' ').capitalize()} {fact} leads {way[verb]}, but {before[0]} has rank {before[1]} and "
        f"{after[0]} rank {after[1]}",
        place=place,
        expected=way[verb],
        found=f"rank {before[1]} → {after[1]}",
        remedy=f"Write {fits} instead of {verb}, or correct 'from' and 'to'.",
    )


_TO_DECLARE = {
    "unit": "Establish {asked} in the reform, declare it under 'units', or correct the id.",
    "mandate": "Declare {asked} under 'mandates', or correct the id or key.",
    "post": "Enter the post first (gwanje org assign FILE), or correct the id.",
}


def unknown_subject(kind: str, asked: str, fact: str, place: str, near: str) -> ContentError:
    """An event or statement names a unit, mandate or kind that content does not declare."""
    missing = _TO_DECLARE.get(kind, f"Declare {asked} first, or correct the id.").format(asked=asked)
    hint = f"Did you mean '{near}'?" if near else missing
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
        f"Mandate {mandate}, scope '{scope}', would have two leads from {day_of(second.start, zone)}",
        place=second.place,
        expected="exactly one lead per mandate and scope",
        found=f"{sides[0]}; {sides[1]}",
        remedy="Make one of the two cooperating, give them different scopes, or give one a later date (Convention R1).",
    )


def cycle(units: list[str], at: datetime, place: str, zone: ZoneInfo) -> ContentError:
    """A unit would stand above itself."""
    return ContentError(
        f"From {day_of(at, zone)} unit {units[0]} would stand above itself",
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


def orphan(mandate: str, scope: str, unit: str, ended_by: Entry, held: Entry, zone: ZoneInfo) -> ContentError:
    """An affair would be left with a unit that no longer exists."""
    return ContentError(
        f"From {day_of(ended_by.start, zone)} mandate {mandate}, scope '{scope}', would be left without a lead: "
        f"{ended_by.fact or 'an event'} ends unit {unit}, which has a part in it",
        place=ended_by.place,
        expected="every affair of a unit that ends to be handed over by the same day",
        found=f"{mandate} with {unit} {_whence(held, zone)}",
        remedy=f"Add a transfer of {mandate} on that day, or do not end {unit} (Convention R1).",
    )


def stranded(unit: str, above: str, ended_by: Entry, hangs: Entry, zone: ZoneInfo) -> ContentError:
    """A unit would hang under one that no longer exists."""
    return ContentError(
        f"From {day_of(ended_by.start, zone)} unit {unit} would hang under {above}, ended by {ended_by.fact}",
        place=ended_by.place,
        expected="every unit below one that ends to be moved, merged or ended by the same day",
        found=f"{unit} in {above} {_whence(hangs, zone)}",
        remedy=f"Add a move of {unit} on that day, or do not end {above} (Convention R1).",
    )


def not_shared_once(fact: str, unit: str, what: str, places: str, field: str, place: str) -> ContentError:
    """A split hands something to nobody, or to two."""
    return ContentError(
        f"Split {fact} of unit {unit} must hand {what} to exactly one successor",
        place=place,
        expected="one successor that takes it over",
        found=places,
        remedy=f"Name it in '{field}' of exactly one successor (Convention R1).",
    )


def posts_not_shared(fact: str, unit: str, stock: int | None, found: str, place: str) -> ContentError:
    """A split makes or loses posts."""
    return ContentError(
        f"Split {fact} of unit {unit} must hand over all its posts",
        place=place,
        expected=f"{stock} posts in all" if stock is not None else "a number of posts for every successor, or for none",
        found=found,
        remedy="Correct the numbers; posts that are added or taken away are a change_posts event of their own.",
    )


def unknown_part(mandate: str, part: str, known: Iterable[str], fact: str, place: str) -> ContentError:
    """A part of an affair that nobody declared."""
    parts = list(dict.fromkeys(known))
    near = get_close_matches(part, parts, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'?" if near else f"Declare it under 'parts' of {mandate}, with its names."
    return ContentError(
        f"{fact} names part '{part}' of mandate {mandate}, which is not declared",
        place=place,
        expected=f"a declared part: {', '.join(parts)}" if parts else "a declared part",
        found=part,
        remedy=hint,
    )


def nothing_to_correct(fact: str, corrected: str, known: Iterable[str], place: str) -> ContentError:
    """A correction of something nobody recorded."""
    near = get_close_matches(corrected, list(known), n=1, cutoff=0.6)
    return ContentError(
        f"Correction {fact} corrects '{corrected}', which no reform has",
        place=place,
        expected="the id of an event that stands",
        found=corrected,
        remedy=f"Did you mean '{near[0]}'?" if near else "Look the id up with gwanje org preview REFORM.",
    )


def correction_too_early(fact: str, corrected: str, first: datetime, second: datetime, place: str) -> ContentError:
    """A correction that would be known before what it corrects."""
    return ContentError(
        f"Correction {fact} would be known before {corrected}, which it corrects",
        place=place,
        expected=f"a known time after {first.isoformat()}",
        found=second.isoformat(),
        remedy="Give the correction its own 'known': the day from which the mistake could be seen.",
    )


def fact_used_twice(fact: str, first: str, second: str) -> ContentError:
    """One id for the events of two reforms."""
    return ContentError(
        f"The event id '{fact}' is used by two reforms",
        place=second,
        expected="ids that are never used again",
        found=f"also at {first}",
        remedy="Give the new event an id of its own, or leave 'fact' out: the reform's id and its place are used then.",
    )


def changed_since(reform: str, subject: str, field: str, later: Entry, place: str, zone: ZoneInfo) -> ContentError:
    """A reform cannot be undone because something built on it."""
    return ContentError(
        f"Reform {reform} cannot be undone from that day: {subject} ({field}) has been changed since",
        place=place,
        expected=f"{subject} as {reform} left it",
        found=f"changed {_whence(later, zone)}",
        remedy=f"Reverse {later.reform or later.fact or 'that change'} first, or enter what you want as a new reform.",
    )


def unknown_reform(reform: str, place: str) -> ContentError:
    """A reversal of a reform nobody told of."""
    return ContentError(
        f"There is no reform '{reform}' to take back",
        place=place,
        expected="the id of a reform that stands",
        found=reform,
        remedy="Look the id up with gwanje org show.",
    )


def entered_after_undoing(reform: str, on: datetime, by: str, place: str, zone: ZoneInfo) -> ContentError:
    """A new version of a reform that was in force and is undone; `by`: which entry undid it, of whom."""
    return ContentError(
        f"{reform} was in force and is undone from {day_of(on, zone)}; what was so until then stays so",
        place=place,
        expected="a reform with an id of its own",
        found=f"{reform}, undone by {by}",
        remedy="Give the new reform, and its events, other ids.",
    )


def undone_correction(reform: str, corrected: str, place: str) -> ContentError:
    """A reform that corrects another one is undone from a day on."""
    return ContentError(
        f"{reform} corrects {corrected}: a correction says what was known wrongly and has no day to be undone from",
        place=place,
        expected="a reform without corrections of other reforms",
        found=f"a correction of {corrected}",
        remedy=f"Enter another 'correct' of {corrected} that says what is right.",
    )


def undone_twice(reform: str, place: str) -> ContentError:
    """A reform that is undone already, from that day or a later one."""
    return ContentError(
        f"{reform} is undone already",
        place=place,
        expected="a reform that stands",
        found="an earlier entry that undoes it",
        remedy="Leave it as it is; what you want instead is a new reform.",
    )


def unknown_citation(cited: str, known: Iterable[str], place: str) -> ContentError:
    """A source or claim that nobody declared."""
    near = get_close_matches(cited, list(known), n=1, cutoff=0.6)
    own = "declare it in the reform itself, under 'references' or 'disagreements'"
    return ContentError(
        f"'{cited}' is cited, but no publication and no claim has this id",
        place=place,
        expected="the id of a publication or of a claim",
        found=cited,
        remedy=f"Did you mean '{near[0]}'? If not, {own}." if near else own.capitalize(),
    )
