"""A preview as people read it: the finding, what refuses it, events, who takes over what, posts, checks, claims, names."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from gwanje.answers.previews import PreviewAnswer
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.words import Naming, Words, best_name, words

Json = dict[str, Any]
MARKS = {"passed": "✓", "failed": "✗", "open": "◐", "not_checkable": "?"}
_SHOWN = 12
_NOT_READ = "not read"
_OF_ITEMS = ("measure", "end", "item", "delegation")


def preview_lines(answer: PreviewAnswer, tower: Tower, lang: Any) -> Iterator[str]:
    """The lines of a preview; `tower` is the one it was made on, with the reform that is only written down."""
    say = words(lang)
    naming = Naming(tower, AsOf(answer.on, answer.known), say)
    yield finding(answer.outcomes, say, refused=_refused(answer))
    yield from _head(answer, say)
    refused = [check for check in answer.checks if check["outcome"] == "failed"]
    if refused:
        yield from ("", say["pre_refused"], *_checks(refused, answer.day, say))
    if answer.cautions:
        yield from ("", say["pre_cautions"], *(f"  ! {caution[say.lang]}" for caution in answer.cautions))
    for part in (_events, _handovers, _moving, _ledger):
        yield from ("", *part(answer, say, naming))
    others = [check for check in answer.checks if check["outcome"] != "failed"]
    if others:
        yield from ("", say["pre_checks"], *_checks(others, answer.day, say))
    for part in (_claims, _names):
        yield from ("", *part(answer, say, naming))
    yield from ("", say.say("pre_base", base=answer.base))


def _refused(answer: PreviewAnswer) -> int:
    """How many binding checks fail."""
    return sum(check["outcome"] == "failed" and check["binding"] for check in answer.checks)


def finding(outcomes: dict[str, int], say: Words, *, refused: int) -> str:
    """Whether anything refuses it, and what came of every check, in one sentence."""
    kinds = [kind for kind in ("passed", "failed", "open", "not_checkable") if outcomes.get(kind)]
    counts = ", ".join(say.count(f"pre_{kind}", outcomes[kind]) for kind in kinds) or say["pre_no_checks"]
    return (
        say.count("pre_refused", refused, counts=counts) if refused else say.say("pre_nothing_refuses", counts=counts)
    )


def _head(answer: PreviewAnswer, say: Words) -> Iterator[str]:
    reform, act = answer.reform, answer.reform["basis"]["act"][say.lang]
    yield say.say(
        "pre_head",
        status=say.of("reform", reform["status"]),
        day=answer.day
        if answer.days[1] == answer.day
        else f"{answer.day} ({say.say('pre_later', day=answer.days[1])})",
        name=best_name(reform["names"], say),
        id=reform["id"],
        events=say.count("pre_events", len(answer.events)),
        act=say["pre_not_read"] if act == _NOT_READ else act,
    )
    if not answer.recorded:
        yield say["pre_not_recorded"]
    elif reform["entered_by"]:
        yield say.say("pre_entered", by=reform["entered_by"], number=reform["version"])


def _events(answer: PreviewAnswer, say: Words, _: Naming) -> Iterator[str]:
    yield say["pre_events"]
    for event in answer.events:
        state = "" if event["state"] in {"planned", "in_force"} else say.of("event", event["state"])
        fact = (event["facts"] or ["–"])[0]
        marks = (_other_day(event, answer.day), fact_mark(event, say), state)
        yield f"  {fact:<9}  {event['words'][say.lang]}{_marked(say, *marks)}"


def _other_day(told: Json, day: str) -> str:
    """The day of an event or a result, where it is another one than the reform's."""
    return "" if told["day"] in (None, day) else str(told["day"])


def fact_mark(fact: Json, say: Words) -> str:
    """A short word for a statement that is unverified, or on which sources disagree."""
    return "" if fact["status"] == "reported" else say.of("fact", fact["status"])


def _marked(say: Words, *marks: str) -> str:
    return "".join(f" {say.say('mark', words=mark)}" for mark in marks if mark)


def _checks(checks: Iterable[Json], day: str, say: Words) -> Iterator[str]:
    told = ""
    for check in checks:
        if check["check"] != told:
            yield f"  {check['check']}: {check['rule'][say.lang]}"
        told = check["check"]
        marks = (_other_day(check, day), fact_mark(check, say))
        yield f"    {MARKS[check['outcome']]} {check['words'][say.lang]}{_marked(say, *marks)}"
        if check["outcome"] == "failed":
            remedy = check["remedy"][say.lang]
            yield f"      {say.say('pre_expected', expected=check['expected'], found=check['found'], remedy=remedy)}"


def _handovers(answer: PreviewAnswer, say: Words, _: Naming) -> Iterator[str]:
    yield say["pre_handovers"]
    counts = [say.count(f"pre_{kind}", number) for kind, number in answer.handed_over.items() if number]
    yield f"  {say.count('pre_of', answer.affairs, counts=', '.join(counts) or say['pre_none_of'])}"
    for one in (*answer.handovers, *answer.parts):
        yield f"  {one['words'][say.lang]}{_marked(say, fact_mark(one, say) if 'status' in one else '')}"


def _moving(answer: PreviewAnswer, say: Words, naming: Naming) -> Iterator[str]:
    """What hangs on the affairs, under the two sides it goes between; then former leads that may look in."""
    yield say["pre_moving"]
    if answer.moving:
        yield f"  {say.count('pre_moving', len(answer.moving), kinds=_kinds(answer.moving, say))}"
    else:
        yield f"  {say['pre_moving_none']}"
    told: tuple[str, str] | None = None
    shown = answer.moving[:_SHOWN]
    for item in sorted(shown, key=_by_sides(shown)):
        sides = (item["from"], item["to"])
        if sides != told:
            yield f"  {_between(sides, say, naming)}"
        told = sides
        due = f" ({item['when'][say.lang]})" if item["due"] else ""
        yield f"    {item['id']} {item['words'][say.lang]}{due}"
    if len(answer.moving) > _SHOWN:
        yield f"  {say.count('more', len(answer.moving) - _SHOWN)}"
    if not answer.overlaps:
        yield f"  {say['pre_overlaps_none']}"
        return
    yield f"  {say.count('pre_overlaps', len(answer.overlaps))}"
    for one in answer.overlaps:
        yield f"    {overlap_words('pre_overlap', one, say, naming)}"


def overlap_words(key: str, overlap: Json, say: Words, naming: Naming) -> str:
    """A former lead that may look in, to the end of which day: names beside ids."""
    affair = f"{naming.affair(overlap['mandate'])} ({overlap['mandate']})"
    last = (datetime.fromisoformat(overlap["until"]) - timedelta(microseconds=1)).date().isoformat()
    return say.say(key, unit=naming.unit(overlap["unit"]), affair=affair, day=last)


def _by_sides(items: Iterable[Json]) -> Callable[[Json], tuple[int, str]]:
    """The order in which the pairs of sides are first met, within a pair what ends first."""
    first: dict[tuple[str, str], int] = {}
    for item in items:
        first.setdefault((item["from"], item["to"]), len(first))
    return lambda item: (first[item["from"], item["to"]], item["due"] or "~")


def _between(sides: tuple[str, str], say: Words, naming: Naming) -> str:
    before, after = (naming.side(one) for one in sides)
    return say.say("pre_with", unit=before) if before == after else say.say("pre_from_to", before=before, after=after)


def _kinds(items: Iterable[Json], say: Words) -> str:
    counts: dict[str, int] = {}
    for item in items:
        counts[item["kind"]] = counts.get(item["kind"], 0) + 1
    return ", ".join(
        say.count(f"pre_kind_{kind if kind in _OF_ITEMS else 'other'}", number, kind=kind)
        for kind, number in counts.items()
    )


def _ledger(answer: PreviewAnswer, say: Words, _: Naming) -> Iterator[str]:
    yield say["pre_ledger"]
    posts = answer.reform["posts"]
    if posts is not None:
        key = "pre_total_directors" if posts["director_level"] else "pre_total"
        total, directors = f"{posts['total']:+d}", posts["director_level"]
        yield f"  {say.say(key, total=total, directors=directors)}"
    if not answer.ledger:
        yield f"  {say['pre_ledger_none']}"
    for line in answer.ledger:
        has_list = line["listed_change"] is not None
        parts = (
            [say.say("pre_listed", before=line["listed_before"], after=line["listed_after"])]
            if has_list
            else [say["pre_not_listed"]]
        )
        said = line["announced"]
        parts.append(say["pre_not_announced"] if said is None else say.say("pre_announced", n=f"{said:+d}"))
        if line["moved_in"] or line["moved_out"]:
            parts.append(say.say("pre_moved", n_in=line["moved_in"], n_out=line["moved_out"]))
        gap = f" ({abs(line['difference'])})" if line["difference"] else ""
        balance = " ".join([f"{say.of('balance', line['balance'])}{gap}", *line["claims"]])
        unit = f"{best_name(line['names'], say)} ({line['unit']})"
        yield f"  {say.say('pre_ledger_line', unit=unit, parts=', '.join(parts), balance=balance)}"


def _claims(answer: PreviewAnswer, say: Words, _: Naming) -> Iterator[str]:
    yield say["pre_claims"]
    yield from (f"  {claim_line(claim, say)}" for claim in answer.claims)
    if not answer.claims:
        yield f"  {say['pre_claims_none']}"


def claim_line(claim: Json, say: Words) -> str:
    """Both sides of a disagreement, what was adopted and why."""
    lang = say.lang
    return say.say(
        "claim",
        id=claim["id"],
        about=claim["about"][lang],
        a=claim["a"]["statement"][lang],
        b=claim["b"]["statement"][lang],
        adopted=say["claim_none"] if claim["adopted"] == "none" else claim["adopted"],
        why=claim["why"][lang],
    )


def _names(answer: PreviewAnswer, say: Words, naming: Naming) -> Iterator[str]:
    """The units whose names wait for an official one, by the short word for each name."""
    yield say["pre_names"]
    if not answer.names:
        yield f"  {say['pre_names_none']}"
        return
    units = ", ".join(naming.unit(one["unit"]) for one in answer.names)
    yield f"  {say.count('pre_names', len(answer.names), units=units)}"
