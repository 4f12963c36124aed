"""`gwanje watch attention`: what asks to be looked at, above and below the line, and what people do about it."""

import json
from datetime import date
from typing import Any

import click

from gwanje.answers import attending
from gwanje.answers.attending_signals import raised_signals
from gwanje.assembly import clock
from gwanje.flows.attend_signal import Deed, attend_signal
from gwanje.flows.take_in_signals import take_in_signals
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.interfaces.cli.as_entered import as_entered, present
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.verbs import VerbGroup, by_option
from gwanje.interfaces.cli.words import Words, words
from gwanje.watch import SignalAcknowledged, SignalMerged, SignalRaised, SignalSnoozed


@click.group(cls=VerbGroup, unsaid="show")
def attention() -> None:
    """What asks to be looked at: ends that come, new measures, late reports, notices, checks, a month of trade."""


@attention.command("show")
@common_options
def show(asked: Asked) -> None:
    """Open signals by item, the first to fall due on top; how many stand below the line, and what was put away."""
    as_of = as_entered(asked)
    answer = attending.attention(asked.tower, as_of, now=present(asked, as_of))
    say = words(asked.lang)
    below = sum(len(group.signals) for group in answer.below)
    lead = [
        say.say("att_head", groups=len(answer.above), budget=say["att_no_budget"] if answer.budget is None else answer.budget, release=answer.release or "—"),
        say.say("att_below", n=len(answer.below), signals=below),
    ]  # fmt: skip
    lead += [one.say(asked.lang) for one in answer.not_seen]
    lead += [_away(one, say) for one in answer.put_away]
    table = [_row(group.rank, one, say) for group in answer.above for one in group.signals]
    emit(answer, asked, table=table, lead=lead)


def _row(rank: int, one: attending.SeenLine, say: Words) -> dict[str, Any]:
    marks = [say["att_back"]] if one.back_from_snooze else []
    marks += [say.say("att_with", ids=" ".join(one.merged))] if one.merged else []
    text = one.words.say(say.lang)
    return {
        say["col_rank"]: rank,
        "id": one.id,
        say["col_what"]: f"{text} {say.say('mark', words='; '.join(marks))}" if marks else text,
        say["col_item"]: " ".join(one.items[:3]) + (" …" if len(one.items) > 3 else ""),
        say["col_lead"]: one.lead.say(say.lang),
    }


def _away(one: attending.SeenLine, say: Words) -> str:
    return say.say(f"att_{one.state}", id=one.id, by=one.by, until=one.until, reason=one.reason, into=one.into).rstrip(
        ": "
    )


@attention.command("acknowledge")
@click.argument("signal", metavar="ID")
@click.option("--note", default="", metavar="TEXT", help="What you make of it.")
@by_option
@common_options
def acknowledge(asked: Asked, signal: str, note: str, by: str) -> None:
    """Take a signal on: it leaves the list until its stage changes."""
    _attend(asked, SignalAcknowledged(by, clock(), signal=signal, note=note))


@attention.command("snooze")
@click.argument("signal", metavar="ID")
@click.option("--until", required=True, metavar="DAY", help="The day on which it comes back.")
@click.option("--reason", required=True, metavar="TEXT", help="Why not now.")
@by_option
@common_options
def snooze(asked: Asked, signal: str, until: str, reason: str, by: str) -> None:
    """Put a signal off with a reason, until a day; it comes back sooner if its stage changes."""
    try:
        day = date.fromisoformat(until)
    except ValueError as fault:
        raise WrongUseError(
            "--until is not a day", expected="for example 2026-12-01", found=until, remedy="Write year, month, day"
        ) from fault
    _attend(asked, SignalSnoozed(by, clock(), signal=signal, until=day.isoformat(), reason=reason))


@attention.command("merge")
@click.argument("signal", metavar="ID")
@click.option("--into", required=True, metavar="ID", help="The signal that stays.")
@click.option("--reason", default="", metavar="TEXT", help="Why they are one matter.")
@by_option
@common_options
def merge(asked: Asked, signal: str, into: str, reason: str, by: str) -> None:
    """Join a signal to another that it is one matter with; it comes back if that one is gone."""
    _attend(asked, SignalMerged(by, clock(), signal=signal, into=into, reason=reason))


def _attend(asked: Asked, deed: Deed) -> None:
    tower, as_of = asked.tower, as_entered(asked)
    raised = raised_signals(tower, as_of, now=present(asked, as_of))
    done = attend_signal(tower.watch_store, deed, raised, tower.zone)
    verb = done.kind.removeprefix("signal-")
    line = words(asked.lang).say(f"att_done_{verb}", id=done.signal, by=done.by, number=done.number)
    document = {"signal": done.signal, "deed": verb, "entry": done.number, "by": done.by}
    emit_report(asked, document, [document], [line])


@attention.command("take-in")
@click.argument("file", metavar="FILE")
@by_option
@common_options
def take_in(asked: Asked, file: str, by: str) -> None:
    """Take in the short list of a month of trade.

    FILE is what gwanje watch signals --format json prints (- for standard input).
    """
    text, name = read_text(file)
    signals = _signals_of(text, name, by)
    done = take_in_signals(asked.tower.watch_store, signals, name)
    line = words(asked.lang).count("att_taken_in", len(done), month=signals[0].month, all=len(signals))
    rows = [{"signal": one.signal, "entry": one.number} for one in done]
    emit_report(asked, {"signals": rows, "month": signals[0].month}, rows, [line])


def _signals_of(text: str, name: str, by: str) -> list[SignalRaised]:
    """One signal for each item above the line of the list."""
    try:
        told = json.loads(text)
        month, marking = str(told["month"])[:7], str(told["marking"])
        return [_raised(group, month, str(told["knowable"]), marking, by) for group in told["shown"]]
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise RefusedInputError(
            "This is not the short list of a month",
            place=name,
            expected="what gwanje watch signals --format json prints",
            found=type(fault).__name__,
            remedy="Print the list again, and give that file",
        ) from fault


def _raised(group: dict[str, Any], month: str, knowable: str, marking: str, by: str) -> SignalRaised:
    first, item = group["signals"][0], str(group["item"])
    slug = "".join(sign if sign.isalnum() else "-" for sign in item)
    partners = ", ".join(dict.fromkeys(str(one["partner"]) for one in group["signals"]))
    return SignalRaised(
        by,
        clock(),
        signal=f"SIG-{month}-{slug}",
        items=tuple(str(one) for one in group["items"]),
        words=(
            f"Trade of {month}: {item} from {partners}, {first['stands']}",
            f"{month} 무역: {item}, {partners}, {first['stands']}",
        ),
        month=month,
        knowable=knowable,
        weight=float(group["priority"]),
        marking=marking,
    )
