"""`gwanje org`: units, affairs and who holds them, for any day."""

from typing import Any

import click

from gwanje.answers import holders
from gwanje.assembly import instant_asked
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.deferred import DeferredCommands
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit


def _preview() -> click.Command:
    from gwanje.interfaces.cli.org_reform import preview_command  # noqa: PLC0415 - see DeferredCommands

    return preview_command


def _enact() -> click.Command:
    from gwanje.interfaces.cli.org_reform import enact  # noqa: PLC0415 - see DeferredCommands

    return enact


def _reverse() -> click.Command:
    from gwanje.interfaces.cli.org_reform import reverse  # noqa: PLC0415 - see DeferredCommands

    return reverse


def _ledger() -> click.Command:
    from gwanje.interfaces.cli.org_desk import ledger  # noqa: PLC0415 - see DeferredCommands

    return ledger


def _handover() -> click.Command:
    from gwanje.interfaces.cli.org_desk import handover  # noqa: PLC0415 - see DeferredCommands

    return handover


def _assign() -> click.Command:
    from gwanje.interfaces.cli.org_desk import assign  # noqa: PLC0415 - see DeferredCommands

    return assign


def _chart() -> click.Command:
    from gwanje.interfaces.cli.org_chart import chart  # noqa: PLC0415 - see DeferredCommands

    return chart


def _export() -> click.Command:
    from gwanje.interfaces.cli.org_exchange import export  # noqa: PLC0415 - see DeferredCommands

    return export


def _import() -> click.Command:
    from gwanje.interfaces.cli.org_exchange import import_  # noqa: PLC0415 - see DeferredCommands

    return import_


@click.group(
    commands=DeferredCommands(
        preview=_preview,
        enact=_enact,
        reverse=_reverse,
        ledger=_ledger,
        handover=_handover,
        assign=_assign,
        chart=_chart,
        export=_export,
        **{"import": _import},
    )
)
def org() -> None:
    """Who is responsible since when: affairs, units, reforms."""


@org.command()
@click.argument("mandate", required=False)
@click.option("--scope", default="", metavar="PART", help="Only this part of the affair.")
@click.option("--scheme", default="", metavar="KEY", help="Only under this scheme.")
@click.option("--item", default="", metavar="ITEM", help="Only for this watched item, by id, key or name.")
@click.option("--also-on", default=None, metavar="DAY", help="Without MANDATE: a second day beside --on.")
@common_options
def who(asked: Asked, mandate: str | None, scope: str, scheme: str, item: str, also_on: str | None) -> None:
    """The lead of an affair, every unit above it, and the desk it is on; without MANDATE, every affair.

    MANDATE is an id, a key (trade-security) or a name in any language.
    """
    if mandate is None:
        known = asked.as_of.known
        later = [AsOf(instant_asked(asked.tower, also_on), known)] if also_on is not None else []
        emit(holders.mandates(asked.tower, [asked.as_of, *later]), asked)
        return
    answer = holders.who(asked.tower, mandate, asked.as_of, scope=scope, scheme=scheme, item=item)
    names = answer.mandate["names"]
    lead = [
        f"{names['ko']['text']} ({names['ko']['status']}) · {names['en']['text']} ({names['en']['status']}): {answer.state}"
        + (" (planned)" if answer.planned else "")
        + (" (derived)" if answer.derived else ""),
        *(note[asked.lang] for note in answer.notes),
        *([] if answer.cooperating_reported or answer.state != "held" else ["cooperating units: not reported"]),
        *_narrower(answer, asked),
    ]
    emit(answer, asked, lead=lead)


def _narrower(answer: holders.Who, asked: Asked) -> list[str]:
    """The desk, the parts with a holder of their own, and who decides for a time."""
    lines = [f"answered by the holding of: {answer.answered_by}"] if answer.answered_by != answer.scope else []
    for part in answer.parts:
        lead = part["lead"]["names"][asked.lang]["text"] if part["lead"] else part["state"]
        name = part["names"][asked.lang]
        lines.append(f"part {part['scope'] if name['status'] == 'missing' else name['text']}: {lead}")
    if answer.delegation is not None:
        given = answer.delegation
        until = f", until {given['ends'][0][:10]}" if given["ends"] else ""
        lines.append(
            f"{given['form'][asked.lang]['text']}: {given['names'][asked.lang]['text']}{until} ({given['state']})"
        )
    return [*lines, *([f"desk: {answer.desk['words'][asked.lang]}"] if answer.desk else [])]


@org.command()
@click.argument("unit", required=False)
@common_options
def show(asked: Asked, unit: str | None) -> None:
    """One unit by id or any name it has had; without UNIT, the whole structure of the day."""
    if unit is None:
        structure = holders.structure(asked.tower, asked.as_of)
        words = {reform["id"]: reform["status"] for reform in structure.reforms}
        lead = [f"reform {identity}: {status}" for identity, status in words.items()]
        lead += [f"not known to exist then: {', '.join(structure.not_known)}"] if structure.not_known else []
        lead += [f"entered here, fits no more: {one}" for one in structure.unapplied]
        emit(structure, asked, lead=lead)
        return
    answer = holders.unit(asked.tower, unit, asked.as_of)
    lead = [f"leads: {', '.join(mandate['key'] for mandate in answer.leads) or 'nothing reported'}"]
    lead += _ended(answer.unit)
    lead += [f"name: {name['text']} ({name['lang']}, {name['status']}) {_since(name)}" for name in answer.names]
    emit(answer, asked, lead=lead)


def _ended(unit: dict[str, Any]) -> list[str]:
    """That a unit has ended and who followed it, or until when it runs."""
    lines = []
    if "ended" in unit:
        ended = unit["ended"]
        day = ended["on"][:10] if ended["on"] else "a day that is not known"
        followed = f", followed by {', '.join(ended['successors'])}" if ended["successors"] else ""
        lines.append(f"ended on {day} ({ended['by']}){followed}")
    if "term" in unit:
        lines.append(f"term: {unit['term']['wording']} ({unit['term']['state']})")
    return lines


def _since(name: dict[str, str | None]) -> str:
    start, until = name["from"], name["until"]
    return f"{start[:10] if start else 'start not known'} – {until[:10] if until else ''}".rstrip()


@org.command()
@click.argument("earlier", metavar="D1")
@click.argument("later", metavar="D2")
@click.option("--mandates", is_flag=True, help="Show every affair side by side instead of the changes.")
@common_options
def diff(asked: Asked, earlier: str, later: str, mandates: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """What changed between two days, each change with the facts behind it."""
    tower, known = asked.tower, asked.as_of.known
    days = [AsOf(valid=instant_asked(tower, day), known=known) for day in (earlier, later)]
    if mandates:
        emit(holders.mandates(tower, days), asked)
        return
    answer = holders.diff(tower, days[0], days[1])
    rows = [
        {
            "what": change["kind"].replace("_", " "),
            "subject": change["subject"],
            "words": change["words"][asked.lang],
            "facts": " ".join(change["facts"]),
        }
        for change in answer.changes
    ]
    undated = [f"day not known: {event['words'][asked.lang]} ({' '.join(event['facts'])})" for event in answer.undated]
    emit(answer, asked, table=rows, lead=[f"{len(rows)} changes between {answer.earlier} and {answer.later}", *undated])
