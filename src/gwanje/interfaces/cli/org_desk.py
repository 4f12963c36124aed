"""`gwanje org ledger | handover | assign`: posts, handover sheets, and who sits where."""

from typing import Any

import click

from gwanje.answers.handover_sheets import HandoverSheet, handover_sheet
from gwanje.answers.ledgers import ledger as ledger_answer
from gwanje.answers.previews import preview
from gwanje.assembly import clock, instant_asked
from gwanje.flows.enter_people import enter_people
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.org_reform import base_option, by_option, read_text
from gwanje.interfaces.cli.output import emit, emit_report


@click.command()
@click.argument("unit", required=False)
@common_options
def ledger(asked: Asked, unit: str | None) -> None:
    """Posts as listed, announced and moved, what does not add up, and the claims under which it stands open."""
    answer = ledger_answer(asked.tower, asked.as_of, unit)
    lead = [
        f"{line['names'][asked.lang]['text']}: {_posts(line)}"
        for line in ({**one, "names": _names(asked, one["unit"])} for one in answer.posts)
    ]
    lead += [
        f"{claim['id']} {claim['about'][asked.lang]}: A {claim['a']['statement'][asked.lang]} | "
        f"B {claim['b']['statement'][asked.lang]}; adopted: {claim['adopted']} ({claim['why'][asked.lang]})"
        for claim in answer.claims
    ]
    emit(
        answer, asked, table=[_line(line) for line in answer.lines], lead=lead or ["no source loaded here lists posts"]
    )


def _posts(line: dict[str, Any]) -> str:
    if line["posts"] is None:
        return "posts not known"
    return f"{line['posts']} posts as listed" + (
        f" (disputed: {' '.join(line['disputed'])})" if line["disputed"] else ""
    )


def _line(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the ledger as people read it."""
    listed = f"{line['listed_before']} → {line['listed_after']}" if line["listed_change"] is not None else None
    return {
        "day": line["day"],
        "unit": line["unit"],
        "listed": listed,
        "announced": line["announced"],
        "in": line["moved_in"],
        "out": line["moved_out"],
        "gap": line["difference"],
        "balance": line["balance"].replace("_", " "),
        "claims": " ".join(line["claims"]),
    }


def _names(asked: Asked, unit: str) -> dict[str, Any]:
    names: dict[str, Any] = asked.tower.registry.show(unit, asked.as_of).placed.unit.names.as_answer()
    return names


@click.command()
@click.argument("unit")
@click.argument("days", nargs=-1, metavar="[REFORM | D1 D2]")
@common_options
def handover(asked: Asked, unit: str, days: tuple[str, ...]) -> None:
    """The handover sheet of a unit: affairs that come, go and stay, what is open on them, rules, contacts, names.

    UNIT is an id or any name it has had. Give a reform, or two days; without them the sheet is of one day.
    """
    earlier, later = _sides(asked, days)
    answer = handover_sheet(asked.tower, unit, earlier, later)
    emit(answer, asked, lead=list(_lines(answer, asked)))


def _sides(asked: Asked, days: tuple[str, ...]) -> tuple[AsOf, AsOf]:
    tower, known = asked.tower, asked.as_of.known
    if not days:
        return asked.as_of, asked.as_of
    if len(days) == 1:
        found = preview(tower, days[0], known)
        first, last = (AsOf(instant_asked(tower, day), known) for day in found.days)
        return first, last
    if len(days) > 2:
        raise WrongUseError(
            "A handover sheet compares two days",
            expected="a reform, or two days",
            found=" ".join(days),
            remedy="Give D1 D2, or the id of a reform",
        )
    return AsOf(instant_asked(tower, days[0]), known), AsOf(instant_asked(tower, days[1]), known)


def _lines(answer: HandoverSheet, asked: Asked) -> list[str]:
    lang = asked.lang
    names = answer.unit["names"][lang]
    lines = [f"{names['text']} ({names['status']}), {answer.earlier} → {answer.later}"]
    lines += [
        f"open: {item['id']} {item['words'][lang]}" + (f", {item['due'][:10]}" if item["due"] else "")
        for item in answer.open_items[:20]
    ]
    lines += [f"and {len(answer.open_items) - 20} more: --format json"] if len(answer.open_items) > 20 else []
    lines += [f"rule: {' '.join(rule['routes'])} → {rule['mandate']}" for rule in answer.rules]
    lines += [
        f"contact: {post['names'][lang]['text']} {post['contact'] or '(no contact recorded)'}"
        for post in answer.contacts
    ]
    lines += ["contacts: none recorded; enter them with gwanje org assign FILE"] if not answer.contacts else []
    lines += [
        f"overlap: {one['unit']} may look into {one['mandate']} until {one['until'][:10]}" for one in answer.overlaps
    ]
    return lines


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
    recorded, after = enter_people(
        tower.registry_store, tower.registry_inputs, text, name=name, by=by, at=clock(), base=base
    )
    now = AsOf(asked.as_of.valid, max(asked.as_of.known, recorded.at))
    posts = after.people.posts(now)
    document = {"entry": recorded.number, "by": by, "posts": [post.as_answer() for post in posts]}
    rows = [{"post": post.id, "unit": post.unit, "people": len(post.seats)} for post in posts]
    emit_report(asked, document, rows, [f"entry {recorded.number} by {by}: {len(posts)} posts are known now"])
