"""A cycle of levels day by day as people read it: one line for a quiet day, a block for every other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from gwanje.answers.replay_answer import DayLevel, DayMeasure, DayThing, Replay, ReplayDay
from gwanje.answers.replaying import replay
from gwanje.foundation.errors import WrongUseError
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import emit, footer
from gwanje.interfaces.cli.words import Words, best_name, words
from gwanje.interfaces.cli.wrapping import line_width, wrapped_all
from gwanje.interfaces.cli.writing import write_page


def show_replay(asked: Asked, scheme: str, span: tuple[date, date], out: Path | None) -> None:
    """Print the replay of one scheme, or write it as a page."""
    if not scheme:
        raise WrongUseError(
            "A replay is of one scheme",
            expected="--scheme SCHEME",
            found="none",
            remedy=f"Give one of: {', '.join(asked.tower.schemes.by_key) or 'none is loaded'}",
        )
    answer = replay(asked.tower, scheme, *span, asked.as_of.known)
    if out is not None:
        _write(answer, out, asked)
    if out is not None and asked.format == "table":
        click.echo(answer.headline.say(asked.lang))
        return
    if asked.format != "table":
        emit(answer, asked)
        return
    say = words(asked.lang)
    lines = [*_days(answer, say), *_rest(answer, say), footer(answer, asked)]
    click.echo("\n".join(wrapped_all(lines, line_width())))


def _write(answer: Replay, out: Path, asked: Asked) -> None:
    """The cycle as a page."""
    from gwanje.interfaces.paper.cycle_page import cycle_page  # noqa: PLC0415 - only a page needs templates

    write_page(f"cycle-{answer.scheme}", answer, out, asked, cycle_page)


def _days(answer: Replay, say: Words) -> Iterator[str]:
    called = _resources(answer, say)
    for day in answer.days:
        levels = ", ".join(_short(one, called[one.resource], say) for one in day.levels)
        yield f"{_called(day.day, say)} · {day.heartbeat.say(say.lang)} {levels}"
        if day.quiet:
            yield from (f"  {gap.say(say.lang)}" for gap in day.gaps)
        else:
            yield from _block(day, called, say)


def _short(one: DayLevel, name: str, say: Words) -> str:
    """A resource and its level as known then, and as known now where that is another one."""
    then, now = one.then_short.say(say.lang), one.now_short.say(say.lang)
    told = f"{name} {then}"
    return told if then == now else say.say("rep_short_now", told=told, now=now)


def _resources(answer: Replay, say: Words) -> dict[str, str]:
    """Every resource of the scheme by name."""
    return {key: best_name(names, say) for key, names in answer.resource_names.items()}


def _called(day: date, say: Words) -> str:
    weekday = "월화수목금토일"[day.weekday()] if say.lang == "ko" else f"{day:%a}"
    return f"{day.isoformat()} {weekday}"


def _block(day: ReplayDay, called: dict[str, str], say: Words) -> Iterator[str]:
    for one in day.levels:
        yield from _level(one, called[one.resource], say)
    for measure in day.measures:
        yield _measure(measure, say)
    yield from (f"  {gap.say(say.lang)}" for gap in day.gaps)
    yield from (_thing("rep_new", one, say) for one in day.new)
    yield from (_thing("rep_later", one, say) for one in day.told_later)
    yield from (_entered(one, say) for one in day.entered)
    yield from (f"  {one.say(say.lang)}" for one in day.due)


def _level(one: DayLevel, name: str, say: Words) -> Iterator[str]:
    then, now = one.then.say(say.lang), one.now.say(say.lang)
    if then == now:
        yield say.say("rep_same", resource=name, words=then)
    else:
        yield say.say("rep_then", resource=name, words=then)
        yield say.say("rep_now", resource=name, words=now)
    yield from (f"    {plan.say(say.lang)}" for plan in one.planned)
    if one.proposal_words is not None:
        yield f"    {one.proposal_words.say(say.lang)}"
    if one.override_reason is not None:
        key = "rep_override" if one.criterion_met is False else "rep_unchecked"
        yield say.say(key, reason=one.override_reason.say(say.lang))


def _measure(one: DayMeasure, say: Words) -> str:
    marks = [say["rep_known_later"]] if one.only_known_later else []
    marks += [say["fact_unverified"]] if one.unverified else []
    told = "".join(f" {say.say('mark', words=mark)}" for mark in marks)
    return say.say("rep_measure", id=one.id, words=one.words.say(say.lang), owner=one.owner.say(say.lang)) + told


def _thing(key: str, one: DayThing, say: Words) -> str:
    marks = [say["fact_unverified"]] if one.unverified else []
    marks += [say["fact_conflicting"]] if one.conflicting else []
    told = "".join(f" {say.say('mark', words=mark)}" for mark in marks)
    return say.say(key, id=one.id, words=one.words.say(say.lang), day=one.known_on.isoformat()) + told


def _entered(one: dict[str, Any], say: Words) -> str:
    why = one.get("why") or "–"
    what = say.of("lvl_act", one["kind"])
    return say.say("rep_entered", entry=one["entry"], what=what, level=one.get("level") or "–", by=one["by"], why=why)


def _rest(answer: Replay, say: Words) -> Iterator[str]:
    if answer.silent_resources:
        yield say.say(
            "rep_silent", resources=", ".join(_resources(answer, say)[one] for one in answer.silent_resources)
        )
    yield from (say.say(f"rep_{one.order}", words=one.words.say(say.lang)) for one in answer.follows)
    yield from (say.say("rep_unknown", id=one["id"], words=one["statement"][say.lang]) for one in answer.unknowns)
