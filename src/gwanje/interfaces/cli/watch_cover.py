"""`gwanje watch cover`: how many days stocks last, owner by owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_stocks import read_stock_file, stocks_option
from gwanje.interfaces.cli.words import Words, words

if TYPE_CHECKING:
    from gwanje.answers.covering_answer import CitedStockTold, Cover, Covers, ItemCover


@click.command()
@stocks_option
@click.option("--item", default="", metavar="ITEM", help="Only this item: its key, a name, or a code with its vintage.")
@common_options
def cover(asked: Asked, stocks: Path | None, item: str) -> None:
    """Days of cover of your own file of stocks, each with its owner and day; what is only cited stands beside it."""
    from gwanje.answers import covering  # noqa: PLC0415 - only this command needs it

    answer = covering.cover(asked.tower, asked.as_of, read_stock_file(asked, stocks), item=item)
    emit(answer, asked, table=_table(answer, words(asked.lang)), lead=_lead(answer, words(asked.lang)))


def _lead(answer: Covers, say: Words) -> list[str]:
    lines = [say["cov_title"], *([answer.reason.say(say.lang)] if answer.reason.en else [])]
    for item in answer.items:
        if item.not_added not in ("", "one_owner"):
            lines.append(say.say("cov_apart", item=item.names[say.lang], why=say[f"cov_{item.not_added}"]))
        old = [one for one in item.owners if one.is_old]
        lines += [
            say.say("cov_old", item=item.names[say.lang], owner=" ".join(one.owners), days=one.age_days) for one in old
        ]
    if answer.columns_not_used:
        lines.append(say.say("note_columns_not_used", names=", ".join(answer.columns_not_used)))
    cited = [line for one in answer.cited for line in _cited(one, say)]
    return [*lines, *([say["cov_cited"], *cited] if cited else []), ""]


def _cited(one: CitedStockTold, say: Words) -> Iterator[str]:
    told = []
    for side in one.sides:
        by = side.carried_by.say(say.lang) if side.carried_by else ""
        who = ", ".join(part for part in (by, *side.words.sources) if part)
        told.append(f"{side.words.say(say.lang)} [{who}]")
    about = f"{one.about.say(say.lang)}: " if one.about else ""
    adopted = f" · {say[f'cov_adopted_{one.adopted}']}" if one.adopted else ""
    why = f" ({one.why.say(say.lang)})" if one.why else ""
    yield f"  {one.id} [{say.of('cov_status', one.status)}] {about}{' / '.join(told)}{adopted}{why}"


def _table(answer: Covers, say: Words) -> list[dict[str, object]]:
    return [_row(item, one, say) for item in answer.items for one in _shown(item)]


def _shown(item: ItemCover) -> tuple[Cover, ...]:
    return (*item.owners, *((item.together,) if item.together else ()))


def _row(item: ItemCover, one: Cover, say: Words) -> dict[str, object]:
    owner = say["cov_together"] if one is item.together else " ".join(one.owners)
    age = say.count("cov_age", one.age_days)
    return {
        say["cov_item"]: item.names[say.lang],
        say["cov_owner"]: owner,
        say["cov_date"]: f"{one.stock_date} ({age})",
        say["cov_stock"]: None if one.stock is None else f"{one.stock:,.10g} {one.unit}",
        say["cov_days"]: _number(one.cover_days) or say.say("cov_not", why=one.reason.say(say.lang)),
        say["cov_stock_alone"]: _number(one.stock_alone_days),
        say["cov_stress"]: _number(one.stress_days) if one.stress == "days" else say[f"cov_stress_{one.stress}"],
        say["cov_months"]: _number(one.cover_months),
    }


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:,.1f}"
