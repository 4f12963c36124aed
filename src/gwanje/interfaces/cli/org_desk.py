"""`gwanje org ledger | handover | assign`: posts, handover sheets, and who sits where."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gwanje.answers.handover_sheets import HandoverSheet, handover_sheet
from gwanje.answers.ledgers import ledger as ledger_answer
from gwanje.assembly import clock, instant_asked
from gwanje.flows.enter_people import enter_people
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.org_preview import claim_line, overlap_words
from gwanje.interfaces.cli.org_reform import base_option, by_option
from gwanje.interfaces.cli.org_units import fact_marks, marked, refuse_later_first
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.words import Naming, Words, best_name, name_mark, words

_SHOWN = 20
_KINDS = ("comes", "goes", "stays", "other")


@click.command()
@click.argument("unit", required=False)
@common_options
def ledger(asked: Asked, unit: str | None) -> None:
    """Posts as listed, announced and moved, what does not add up, and the claims under which it stands open."""
    answer = ledger_answer(asked.tower, asked.as_of, unit)
    say = words(asked.lang)
    naming = Naming(asked.tower, asked.as_of, say)
    lead = [_posts(line, naming, say) for line in answer.posts]
    lead += [claim_line(claim, say) for claim in answer.claims]
    table = [_line(line, say) for line in answer.lines]
    emit(answer, asked, table=table, lead=lead or [say["ledger_nothing"]])


def _posts(line: dict[str, Any], naming: Naming, say: Words) -> str:
    unit = naming.unit(line["unit"])
    if line["posts"] is None:
        return say.say("ledger_posts_not_known", unit=unit)
    listed = say.count("ledger_posts", line["posts"], unit=unit)
    disputed = " ".join(line["disputed"])
    return f"{listed} {say.say('ledger_disputed', claims=disputed)}" if disputed else listed


def _balance(line: dict[str, Any], say: Words) -> str:
    """Whether the posts add up; that sources disagree stands in the column of the claims."""
    marks = fact_marks(line, say) if line["status"] == "unverified" or not line["claims"] else []
    return marked(say.of("adds", line["balance"]), marks, say)


def _line(line: dict[str, Any], say: Words) -> dict[str, Any]:
    """A line of the ledger as people read it."""
    listed = f"{line['listed_before']} → {line['listed_after']}" if line["listed_change"] is not None else None
    return {
        say["col_day"]: line["day"],
        say["col_unit"]: line["unit"],
        say["col_listed"]: listed,
        say["col_announced"]: line["announced"],
        say["col_moved_in"]: line["moved_in"],
        say["col_moved_out"]: line["moved_out"],
        say["col_gap"]: line["difference"],
        say["col_balance"]: _balance(line, say),
        say["col_claims"]: " ".join(line["claims"]),
    }


@click.command()
@click.argument("unit")
@click.argument("days", nargs=-1, metavar="[REFORM | D1 D2]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Also write it there to be printed and signed: a page in both languages, JSON and HWPX.",
)
@common_options
def handover(asked: Asked, unit: str, days: tuple[str, ...], out: Path | None) -> None:
    """The handover sheet of a unit: affairs that come, go and stay, what is open on them, rules, contacts, names.

    UNIT is an id or any name it has had. Give a reform, or two days; without them the sheet is of one day.
    """
    earlier, later = _sides(asked, days)
    answer = handover_sheet(asked.tower, unit, earlier, later)
    if out is not None:
        from gwanje.interfaces.cli.org_sheet import write_handover  # noqa: PLC0415 - what draws is slow to import

        for path in write_handover(answer, out, asked):
            click.echo(f"wrote {path}", err=True)
    if asked.format != "table":
        emit(answer, asked)
        return
    say = words(asked.lang)
    emit(answer, asked, table=_affairs(answer, say), lead=list(_lines(answer, later, asked, say)))


def _sides(asked: Asked, days: tuple[str, ...]) -> tuple[AsOf, AsOf]:
    tower, known = asked.tower, asked.as_of.known
    if not days:
        return asked.as_of, asked.as_of
    if len(days) == 1:
        return tower.registry.sides(days[0], known)
    if len(days) > 2:
        raise WrongUseError(
            "A handover sheet compares two days",
            expected="a reform, or two days",
            found=" ".join(days),
            remedy="Give D1 D2, or the id of a reform",
        )
    earlier, later = (AsOf(instant_asked(tower, day), known) for day in days)
    refuse_later_first(earlier, later, (days[0], days[1]))
    return earlier, later


def _affairs(answer: HandoverSheet, say: Words) -> list[dict[str, Any]]:
    """One affair a row, by name; then those led by units below."""
    own = [
        _row(one, _part_named(one, say), _what(one, say), say)
        | {say["col_open"]: sum(item["mandate"] == one["mandate"]["key"] for item in answer.open_items)}
        for one in answer.affairs
    ]
    below = [
        _row(one, _part_named(one, say), _what_below(one, say), say) | {say["col_open"]: None} for one in answer.below
    ]
    return [*own, *below]


def _row(one: dict[str, Any], part: str, what: str, say: Words) -> dict[str, Any]:
    return {
        say["col_affair"]: best_name(one["mandate"]["names"], say) + (f" [{part}]" if part else ""),
        say["col_what"]: what,
        say["col_before"]: one["before"][say.lang],
        say["col_after"]: one["after"][say.lang],
    }


def _part_named(one: dict[str, Any], say: Words) -> str:
    return best_name(one["part_names"], say) if "part_names" in one else one["part"] or ""


def _what(one: dict[str, Any], say: Words) -> str:
    sides = [one["part_before"], one["part_after"]]
    if "none" in sides or sides[0] == sides[1]:
        return say.of("what", one["what"])
    before, after = (say[f"part_{side}"] for side in sides)
    return say.say("what_other_part", before=before, after=after)


def _what_below(one: dict[str, Any], say: Words) -> str:
    unit = best_name(one["through"]["names"], say)
    if "through_before" in one:
        return say.say("what_below_other", before=best_name(one["through_before"]["names"], say), unit=unit)
    return say.say("what_below", what=say.of("what", one["what"]), unit=unit)


def _lines(answer: HandoverSheet, later: AsOf, asked: Asked, say: Words) -> Iterator[str]:
    """What comes, goes and stays; what is open; rules, contacts and who may look in."""
    naming = Naming(asked.tower, later, say)
    yield _title(answer, say, asked.tower.zone)
    for item in answer.open_items[:_SHOWN]:
        due = f" ({item['when'][say.lang]})" if item["due"] else ""
        yield say.say("hand_open", id=item["id"], words=item["words"][say.lang], due=due)
    if len(answer.open_items) > _SHOWN:
        yield say.count("more", len(answer.open_items) - _SHOWN)
    for rule in answer.rules:
        yield say.say("hand_rule", routes=" ".join(rule["routes"]), affair=naming.affair(rule["mandate"]))
    for post in answer.contacts:
        contact = post["contact"] or say["hand_no_contact"]
        yield say.say("hand_contact", post=best_name(post["names"], say), contact=contact)
    if not answer.contacts:
        yield say["hand_no_contacts"]
    yield from (overlap_words("hand_overlap", one, say, naming) for one in answer.overlaps)


def _title(answer: HandoverSheet, say: Words, zone: ZoneInfo) -> str:
    """The unit, the days, whether it stands on the later one, and how many affairs come, go and stay."""
    counts = list(_counts(answer, say))
    if answer.below:
        counts = [*(counts or [say["hand_nothing_own"]]), say.count("hand_below", len(answer.below))]
    counts = [*_standing(answer, say, zone), *(counts or [say["hand_nothing"]])]
    counts += [say.count("hand_open", len(answer.open_items))] if answer.open_items else []
    name = marked(best_name(answer.unit["names"], say), [name_mark(answer.unit["names"], say)], say)
    return say.say(
        "hand_title",
        unit=f"{name} ({answer.unit['id']})",
        earlier=say.day(answer.earlier),
        later=say.day(answer.later),
        counts=", ".join(counts),
    )


def _counts(answer: HandoverSheet, say: Words) -> Iterator[str]:
    """How many affairs come, go and stay: those it leads or works on, then those it only has a part in."""
    found = Counter((_role(one), _kind(one)) for one in answer.affairs)
    for role in ("hand", "hand_part"):
        for kind in _KINDS:
            if number := found[role, kind]:
                yield say.count(f"{role}_{kind}", number)


def _role(one: dict[str, Any]) -> str:
    own = {"leads", "within"} & {one["part_before"], one["part_after"]}
    return "hand" if own else "hand_part"


def _kind(one: dict[str, Any]) -> str:
    first = re.split(r"\W", one["what"], maxsplit=1)[0]
    return first if first in _KINDS else "other"


def _standing(answer: HandoverSheet, say: Words, zone: ZoneInfo) -> Iterator[str]:
    """That the unit has ended by the later day, is not yet there, or is not known then."""
    state = answer.unit["state"]
    ended = answer.unit["ended"]["on"] if state == "ended" else None
    if ended:
        yield say.say("hand_state_ended_on", day=say.day(ended, zone))
    elif state != "exists":
        yield say.say(f"hand_state_{state}", day=say.day(answer.later))


@click.command()
@click.argument("file", metavar="FILE")
@by_option
@base_option
@common_options
def assign(asked: Asked, file: str, by: str, base: int | None) -> None:
    """Enter posts, their affairs and contacts, and who sits on them; kept in this installation only.

    FILE has the format of registry/personnel.yaml (- for standard input). Names of people can be erased later.
    """
    tower, (text, name) = asked.tower, read_text(file)
    done = enter_people(tower.registry_store, tower.registry_inputs, text, name=name, by=by, at=clock(), base=base)
    rows = [{"post": post, "person": None, "role": None} for post in done.posts]
    rows += [{"post": one.post, "person": one.person, "role": one.role} for one in done.assignments]
    document = {"entry": done.recorded.number, "by": by, "entered": rows}
    line = words(asked.lang).count("done_posts", len(rows), number=done.recorded.number, by=by)
    emit_report(asked, document, rows, [line])
