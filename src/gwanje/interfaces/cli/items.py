"""`gwanje items`: what people watch, and which of it has data."""

import click

from gwanje.answers import watched
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit


@click.group()
def items() -> None:
    """Watched items: names, stages, codes, coverage."""


@items.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many matches to show.")
@common_options
def search(asked: Asked, text: str, limit: int) -> None:
    """Find items by words in Korean or English, typing mistakes allowed, or by a code such as hs1992:280530."""
    answer = watched.search(asked.tower, text, asked.as_of, lang=None, limit=limit)
    lead = [] if answer.matches else [f"No item comes near '{text}'."]
    emit(answer, asked, lead=lead)


@items.command()
@click.argument("item")
@common_options
def show(asked: Asked, item: str) -> None:
    """One item with its codes by vintage, its chain, grades and designations."""
    answer = watched.item(asked.tower, item, asked.as_of)
    lead = [f"{answer.names['ko']['text']} · {answer.names['en']['text']} ({answer.item}, {answer.id})"]
    if answer.chain:
        stages = [
            f"{stage['position']}: {', '.join(stage['items']) or 'no item'}"
            + (" (main product)" if stage["is_main_product"] else "")
            for stage in answer.chain["stages"]
        ]
        lead.append(f"chain {answer.chain['chain']}: " + " → ".join(stages))
    lead += [f"designated: {one['scheme']} from {str(one['from'])[:10]} ({one['fact']})" for one in answer.designations]
    lead += [f"grade under {grade['scheme']}: {grade['grade']} ({grade['reason']})" for grade in answer.grades]
    lead += [f"not {trap['code']}: {trap['reason']}" for trap in answer.traps]
    emit(answer, asked, lead=lead)


@items.command()
@common_options
def coverage(asked: Asked) -> None:
    """Which items have which data, for which years, and which have none."""
    answer = watched.coverage(asked.tower, asked.as_of)
    totals = answer.totals
    lead = [
        f"{totals['items']} items: {totals['data']} with data, {totals['part']} in part, {totals['none']} without data"
    ]
    emit(answer, asked, lead=lead)
