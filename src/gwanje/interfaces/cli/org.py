"""`gwanje org`: units, affairs and who holds them, for any day."""

import click

from gwanje.answers import holders
from gwanje.assembly import instant_asked
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit


@click.group()
def org() -> None:
    """Who is responsible since when: affairs, units, reforms."""


@org.command()
@click.argument("mandate", required=False)
@common_options
def who(asked: Asked, mandate: str | None) -> None:
    """The lead of an affair and every unit above it; without MANDATE, every affair.

    MANDATE is an id, a key (trade-security) or a name in any language.
    """
    if mandate is None:
        every = holders.mandates(asked.tower, [asked.as_of])
        emit(every, asked)
        return
    answer = holders.who(asked.tower, mandate, asked.as_of)
    names = answer.mandate["names"]
    lead = [
        f"{names['ko']['text']} ({names['ko']['status']}) · {names['en']['text']} ({names['en']['status']}): {answer.state}"
        + (" (planned)" if answer.planned else "")
        + (" (derived)" if answer.derived else ""),
        *(note[asked.lang] for note in answer.notes),
        *([] if answer.cooperating_reported or answer.state != "held" else ["cooperating units: not reported"]),
    ]
    emit(answer, asked, lead=lead)


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
        emit(structure, asked, lead=lead)
        return
    answer = holders.unit(asked.tower, unit, asked.as_of)
    lead = [f"leads: {', '.join(mandate['key'] for mandate in answer.leads) or 'nothing reported'}"]
    lead += [f"name: {name['text']} ({name['lang']}, {name['status']}) {_since(name)}" for name in answer.names]
    emit(answer, asked, lead=lead)


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
