"""Printing an answer: a table for people, or one JSON, CSV or Parquet document on standard output and nothing else."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gwanje.answers.answer import Answer
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.words import words
from gwanje.interfaces.cli.wrapping import wrapped

Row = dict[str, Any]


def to_stderr() -> Console:
    """The console for progress and messages: never standard output."""
    return Console(stderr=True)


def json_text(document: Any) -> str:
    """A JSON document as gwanje writes it everywhere: UTF-8, two spaces, no NaN."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def emit(answer: Answer, asked: Asked, *, table: Sequence[Row] | None = None, lead: Sequence[str] = ()) -> None:
    """Print one answer in the format asked for; `table` and `lead` are what people see."""
    if asked.format == "json":
        click.echo(json_text(answer.as_json()))
        return
    rows = answer.rows()
    if asked.format == "csv":
        click.echo(csv_text(rows), nl=False)
    elif asked.format == "parquet":
        sys.stdout.buffer.write(parquet_bytes(rows))
    else:
        print_table(answer, asked, rows if table is None else table, lead)


def emit_report(asked: Asked, document: Any, rows: Sequence[Row], lines: Sequence[str]) -> None:
    """Print what a command did, in the format asked for; `lines` are what people read."""
    if asked.format == "json":
        click.echo(json_text(document))
    elif asked.format == "csv":
        click.echo(csv_text(rows), nl=False)
    elif asked.format == "parquet":
        sys.stdout.buffer.write(parquet_bytes(rows))
    else:
        for line in lines:
            click.echo(line)


def print_table(answer: Answer, asked: Asked, rows: Sequence[Row], lead: Sequence[str]) -> None:
    """First the sentences, then the table, then what times it was asked for and the sources."""
    console = Console(soft_wrap=False)
    width = console.width
    for line in lead:
        console.print("\n".join(wrapped(line, width)), markup=False, highlight=False, soft_wrap=True)
    if rows:
        shown = Table(show_edge=False, pad_edge=False, header_style="bold")
        for column in rows[0]:
            shown.add_column(column, justify="right" if _is_numeric(rows, column) else "left", overflow="fold")
        for row in rows:
            shown.add_row(*(Text(_cell(value)) for value in row.values()))
        console.print(shown)
    foot = "\n".join(wrapped(footer(answer, asked), width))
    console.print(foot, markup=False, highlight=False, style="dim", soft_wrap=True)


def footer(answer: Answer, asked: Asked) -> str:
    """The last line of every answer: the times it was asked for, whose content answers, its marking and sources."""
    zone, say = asked.tower.zone, words(asked.lang)
    line = say.say(
        "foot",
        on=f"{answer.on.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        known=f"{answer.known.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        country=answer.country,
        marking=say[f"marking_{answer.marking.word}"],
    )
    sources = [say.say("foot_weak", id=one.id) if one.weak else one.id for one in answer.sources]
    return f"{line} · {say.say('foot_sources', sources=', '.join(sources))}" if sources else line


def _is_numeric(rows: Sequence[Row], column: str) -> bool:
    values = [row.get(column) for row in rows if row.get(column) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def csv_text(rows: Sequence[Row]) -> str:
    """Rows as CSV with a header; an absent value is an empty cell."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


def parquet_bytes(rows: Sequence[Row]) -> bytes:
    """Rows as a Parquet file."""
    import pyarrow as pa  # noqa: PLC0415 - only --format parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), out)
    return out.getvalue()
