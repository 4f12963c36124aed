"""`gwanje watch signals`: the ranked, explained short list of a month of trade."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.foundation.errors import WrongUseError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_series import note_lines, read_series, series_options
from gwanje.interfaces.cli.words import words
from gwanje.interfaces.cli.writing import write_page

if TYPE_CHECKING:
    from gwanje.answers.signalling_answer import Signal, Signals


@click.command()
@click.option("--month", default="", metavar="YYYY-MM", help="Another month of the table; default: the newest known.")
@click.option(
    "--exports-of",
    default="",
    metavar="ISO3",
    help="The table is this country's exports: only what goes to the tower's country is told, and the share signs are "
    "a buyer's share of these exports.",
)
@click.option("--item", default="", metavar="ITEM-OR-CODE", help="Only this item or code of the table.")
@click.option("--weighting", default="standard", metavar="KEY", help="A weighting of indicators/distress.yaml.")
@click.option(
    "--budget",
    type=click.IntRange(1, 100000),
    default=None,
    help="How many items the short list may hold; default: content.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Write the list there as a page in both languages, with JSON and CSV.",
)
@series_options
@common_options
def signals(asked: Asked, month: str, exports_of: str, item: str, weighting: str, budget: int | None, out: Path | None, file: Path | None, columns: tuple[str, ...], code_vintage: str) -> None:  # fmt: skip
    """What is unusual in a month of imports: ranked by distress and dependence, each score with the signs behind it."""
    from gwanje.answers import signalling  # noqa: PLC0415 - only this command needs numpy and pandas

    table = read_series(asked, file, columns, code_vintage)
    question = signalling.SignalQuestion(weighting, _month(month), budget, item, exports_of)
    answer = signalling.signals(asked.tower, asked.as_of, table, question)
    if out is not None:
        from gwanje.interfaces.paper.signals_page import signals_page  # noqa: PLC0415 - only a page needs templates

        write_page(f"signals-{answer.month:%Y-%m}", answer, out, asked, signals_page)
    if out is not None and asked.format == "table":
        click.echo(answer.headline.say(asked.lang))
        return
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _month(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise WrongUseError(
            f"'{text}' is no month", expected="a year and a month", found=text, remedy="Write for example 2023-11"
        ) from fault


def _lead(answer: Signals, asked: Asked) -> list[str]:
    say = words(asked.lang)
    below = sum(one.signals for one in answer.below)
    lines = [
        say.say(
            "signals_head",
            file=answer.file,
            month=f"{answer.month:%Y-%m}",
            shown=len(answer.shown),
            all=len(answer.shown) + len(answer.below),
            budget=answer.budget,
            below=len(answer.below),
            signals=below,
            day=answer.knowable,
        ),
        say.say("signals_scores", scored=answer.scored, unscored=answer.unscored),
        *_record_line(answer, asked),
        say.say("signals_record", weighting=answer.weighting),
    ]
    if not answer.shown:
        lines.append(say["signals_none"])
    for group in answer.shown:
        names = f" ({', '.join(group.items)})" if group.items and group.items != (group.item,) else ""
        lines.append(f"{group.rank}. {group.item}{names}")
        for one in group.signals:
            lines += _why(one, answer, asked)
    return lines + note_lines(answer.notes, asked)


def _record_line(answer: Signals, asked: Asked) -> list[str]:
    """The record of the weighting, on the series of the table that are told of."""
    found = answer.record_of()
    if found is None:
        return []
    record, name = found.record.say(asked.lang), found.names[asked.lang]
    return [words(asked.lang).say("signals_records", n=answer.series_judged, weighting=name, record=record)]


def _sign_records(one: Signal, answer: Signals, asked: Asked) -> list[str]:
    """The record of each sign that met; why there is none is said once, above, where it is the same."""
    say = words(asked.lang)
    met = [sign.measure for sign in one.signs if sign.points and sign.found is not None]
    above = answer.record_of()
    found = [
        (name, told.record)
        for name in met
        if (told := answer.record_of(name)) and (told.status == "ok" or above is None or told.record != above.record)
    ]
    return [
        say.say("signals_sign_record", sign=say.of("sign", name), record=record.say(asked.lang))
        for name, record in found
    ]


def _why(one: Signal, answer: Signals, asked: Asked) -> list[str]:
    say = words(asked.lang)
    partner = asked.tower.countries.name(one.partner, asked.lang)
    signs = [
        say.say("signals_sign", sign=say.of("sign", sign.measure), found=f"{sign.found:.2f}", at=f"{sign.at:g}")
        for sign in one.signs
        if sign.points and sign.found is not None
    ]
    lines = [
        say.say(
            "signals_why",
            partner=partner,
            signs=", ".join(signs) or say["backtest_no_sign"],
            points=f"{one.points:g}",
            word=say.of("distress", one.reached) if one.reached else "—",
            stands=say.of("distress", one.stands) if one.stands else "—",
        )
    ]
    lines += _sign_records(one, answer, asked)
    if one.structure.status == "ok":
        lines.append(
            say.say(
                "signals_structure",
                partner=partner,
                year=one.structure.year,
                value=_percent(one.structure.share_value),
                mass=_percent(one.structure.share_mass),
            )
        )
    else:
        lines.append(say.say("signals_no_structure", partner=partner, reason=say.of("absence", one.structure.status)))
    return lines


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _table(answer: Signals, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["col_rank"]: group.rank,
            say["col_series"]: f"{one.item} {one.partner}",
            say["col_value_usd"]: one.value_usd,
            say["col_mass_t"]: one.mass_t,
            say["col_points"]: one.points,
            say["col_word"]: say.of("distress", one.reached) if one.reached else "—",
            say["col_share_value"]: one.structure.share_value,
            say["col_share_mass"]: one.structure.share_mass,
            say["col_priority"]: one.priority,
        }
        for group in answer.shown
        for one in group.signals
    ]
