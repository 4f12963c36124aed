"""`gwanje watch level`: levels of an item or a resource in every scheme, a cycle replayed; what people did about them."""

import re
from datetime import date
from pathlib import Path

import click

from gwanje.answers import levelling
from gwanje.answers.levelling import LevelLine
from gwanje.foundation.errors import WrongUseError
from gwanje.interfaces.cli.deferred import DeferredCommands
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_level_grounds import grounds_told
from gwanje.interfaces.cli.words import Words, best_name, words

_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")
_SHOW = "show"


class LevelCommands(click.Group):
    """A group that shows levels where no verb is named: `level crude-oil` is `level show crude-oil`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in where none stands first; help stays help."""
        first = args[0] if args else ""
        if first not in self.commands and first not in ctx.help_option_names:
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)


def _propose() -> click.Command:
    from gwanje.interfaces.cli.watch_level_acts import propose  # noqa: PLC0415 - see DeferredCommands

    return propose


def _consult() -> click.Command:
    from gwanje.interfaces.cli.watch_level_acts import consult  # noqa: PLC0415 - see DeferredCommands

    return consult


def _adopt() -> click.Command:
    from gwanje.interfaces.cli.watch_level_decide import adopt  # noqa: PLC0415 - see DeferredCommands

    return adopt


def _decline() -> click.Command:
    from gwanje.interfaces.cli.watch_level_decide import decline  # noqa: PLC0415 - see DeferredCommands

    return decline


def _extend() -> click.Command:
    from gwanje.interfaces.cli.watch_level_decide import extend  # noqa: PLC0415 - see DeferredCommands

    return extend


def _measure() -> click.Command:
    from gwanje.interfaces.cli.watch_level_decide import measure  # noqa: PLC0415 - see DeferredCommands

    return measure


def _end_measure() -> click.Command:
    from gwanje.interfaces.cli.watch_level_end import end_measure  # noqa: PLC0415 - see DeferredCommands

    return end_measure


def _log() -> click.Command:
    from gwanje.interfaces.cli.watch_level_acts import log  # noqa: PLC0415 - see DeferredCommands

    return log


@click.group(
    cls=LevelCommands,
    commands=DeferredCommands(
        propose=_propose,
        consult=_consult,
        adopt=_adopt,
        decline=_decline,
        extend=_extend,
        measure=_measure,
        **{"end-measure": _end_measure},
        log=_log,
    ),
)
def level() -> None:
    """Alert levels: in every scheme side by side, and what people decide about them.

    Without a verb, ITEM-OR-RESOURCE is shown: gwanje watch level crude-oil --on 2026-03-06.
    """


@level.command(_SHOW)
@click.argument("subject", metavar="[ITEM-OR-RESOURCE]", default="")
@click.option("--scheme", default="", metavar="SCHEME", help="Only this scheme, by key or name.")
@click.option(
    "--replay",
    "span",
    default="",
    metavar="FIRST..LAST",
    help="Tell the scheme day by day between two days, both included, as known then and as known now.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="With --replay: write the cycle there as a page in both languages, with JSON and CSV.",
)
@common_options
def show(asked: Asked, subject: str, scheme: str, span: str, out: Path | None) -> None:
    """Levels of an item or a resource on a day, with lead, line, term and criteria; or a scheme day by day."""
    if span:
        from gwanje.interfaces.cli.watch_level_replay import show_replay  # noqa: PLC0415 - only it reads trade data

        show_replay(asked, scheme, _days(span), out)
        return
    if out is not None:
        raise WrongUseError(
            "Only a replay is written as a page",
            expected="--replay FIRST..LAST beside --out",
            found="--out alone",
            remedy="Add --replay, or leave --out away",
        )
    answer = levelling.levels(asked.tower, subject, asked.as_of_latest, scheme=scheme)
    say = words(asked.lang)
    several = len({line.scheme for line in answer.lines}) > 1
    lead = [_standing(line, say, several=several) for line in answer.lines if line.levels]
    lead += list(dict.fromkeys(text for line in answer.lines for text in _told(line, say, several=several)))
    lead += [text for line in answer.lines for text in _measures(line, _name(line, say, several=several), say)]
    lead += [
        text
        for line in answer.lines
        for one in line.grounds
        for text in grounds_told(one, _name(line, say, several=several), say)
    ]
    lead += [say.say("rep_unknown", id=one["id"], words=one["statement"][say.lang]) for one in answer.unknowns]
    emit(answer, asked, table=[_row(line, say) for line in answer.lines], lead=lead or [say["lvl_no_schemes"]])


def _days(span: str) -> tuple[date, date]:
    found = _SPAN.match(span)
    try:
        return date.fromisoformat(found[1] if found else ""), date.fromisoformat(found[2] if found else "")
    except ValueError as fault:
        raise WrongUseError(
            f"'{span}' is no span of days",
            expected="FIRST..LAST, for example 2026-02-27..2026-07-02",
            found=span,
            remedy="Write two days with two dots between them",
        ) from fault


def _row(line: LevelLine, say: Words) -> dict[str, object]:
    return {
        say["col_scheme"]: best_name(line.scheme_names, say),
        say["col_resource"]: best_name(line.resource_names, say) if line.resource_names else line.resource,
        say["col_level"]: line.words.say(say.lang),
        say["col_criteria"]: line.criteria_words.say(say.lang),
        say["col_lead"]: line.lead.words.say(say.lang),
    }


def _standing(line: LevelLine, say: Words, *, several: bool) -> str:
    """The level first: it is what was asked for."""
    return f"{_name(line, say, several=several)}: {line.words.say(say.lang)}"


def _name(line: LevelLine, say: Words, *, several: bool) -> str:
    name = best_name(line.resource_names, say) if line.resource_names else line.resource
    return f"{best_name(line.scheme_names, say)}, {name}" if several else name


def _told(line: LevelLine, say: Words, *, several: bool) -> list[str]:
    """What a table has no room for: plans, reasons, proposals that wait, what was declined, who signs."""
    name = _name(line, say, several=several)
    told = [f"{name}: {one.say(say.lang)}" for one in line.planned]
    if line.override_reason is not None:
        key = "lvl_override" if line.criterion_met is False else "lvl_unchecked"
        told.append(say.say(key, resource=name, reason=line.override_reason.say(say.lang)))
    told += [
        say.say(
            "lvl_waiting",
            entry=one["entry"],
            resource=name,
            level=one["level"] or say["lvl_none_proposed"],
            by=one["by"],
        )
        for one in line.waiting
    ]
    told += [
        say.say("lvl_declined", entry=one["entry"], resource=name, level=one["level"], reason=one["reason"])
        for one in line.declined
    ]
    if line.state in {"held", "day_unknown", "term_over", "last_told"} or line.waiting:
        told.append(f"{name}: {_line(line, say)}")
        told.append(f"{name}: {line.term.say(say.lang)}" if line.term else say.say("lvl_no_term", resource=name))
    told += [say.say("lvl_action", level=key, action=action) for key, action in _actions(line, say)]
    told += [say.say("lvl_criterion", resource=name, words=one.say(say.lang)) for one in line.criteria_told]
    told += [f"{best_name(line.scheme_names, say)}: {line.levels_note.say(say.lang)}"] if line.levels_note else []
    return told


def _measures(line: LevelLine, name: str, say: Words) -> list[str]:
    """Measures of one's own country that were taken under a level of this resource."""
    return [
        say.say("lvl_under", resource=name, id=one.id, kind=best_name(one.names, say), words=one.words.say(say.lang))
        for one in line.measures
    ]


def _actions(line: LevelLine, say: Words) -> list[tuple[str, str]]:
    """What the scheme asks for at each level that holds, or may hold."""
    return [(best_name(one["names"], say), one["action"][say.lang]) for one in line.levels if one["action"]]


def _line(line: LevelLine, say: Words) -> str:
    """The approval line in one sentence, each station with who stands there that day."""
    stations = [
        say.say(f"lvl_station_{one.station}", who=one.words.say(say.lang))
        + (f" {say.say('mark', words=say['fact_unverified'])}" if one.unverified else "")
        for one in line.line
    ]
    notice = say.say("lvl_notice", form=line.notice.say(say.lang)) if line.notice else say["lvl_no_notice"]
    return "; ".join([*(stations or [say["lvl_no_line"]]), notice])
