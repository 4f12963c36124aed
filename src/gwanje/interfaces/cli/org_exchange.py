"""`gwanje org export` and `gwanje org import`: the organisation as other programs take it, and what they give back."""

import os
from pathlib import Path
from typing import Literal

import click

from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.assembly import instant_asked
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit_report

OutAs = Literal["turtle", "jsonld", "popolo", "csv"]
InAs = Literal["popolo", "csv"]
_OUT = {"turtle": "W3C ORG in Turtle", "jsonld": "W3C ORG in JSON-LD", "popolo": "Popolo JSON", "csv": "CSV tables"}


@click.command("export")
@click.option("--as", "way", type=click.Choice(list(_OUT)), required=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="PATH", help="File to write; for csv, a folder."
)
@click.option("--people", is_flag=True, help="Tell who sits on the posts; names of persons stay in unless asked for.")
@common_options
def export(asked: Asked, way: OutAs, out: Path | None, people: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """The organisation on a day as W3C ORG (turtle, jsonld), Popolo or CSV; without --out on standard output.

    CSV without --out prints units.csv alone. What each format holds: docs/exchange.md.
    """
    if out is None and asked.format != "table":
        raise click.UsageError("without --out the document itself is printed; --format belongs to the report of --out")
    answer = organisation(asked.tower, asked.as_of, people=people)
    documents = _documents(answer, way, asked)
    if out is None:
        click.echo(documents["units.csv"] if way == "csv" else documents[""], nl=False)
        return
    written = _write(out, documents) if way == "csv" else _write(out.parent, {out.name: documents[""]})
    rows = [{"file": str(path), "bytes": path.stat().st_size} for path in written]
    told = {"as": way, "on": answer.on.isoformat(), "known": answer.known.isoformat(), "files": rows}
    lines = [f"{_OUT[way]}: {len(answer.units)} units, {len(answer.affairs)} affairs, {len(answer.reforms)} reforms"]
    emit_report(asked, told, rows, [*lines, *(f"wrote {path}" for path in written)])


def _documents(answer: Organisation, way: OutAs, asked: Asked) -> dict[str, str]:
    """The texts by file name; a format of one file has an empty name."""
    zone = asked.tower.zone
    if way == "csv":
        from gwanje.interfaces.exchange.tables import csv_tables  # noqa: PLC0415 - only this command needs it

        return csv_tables(answer, zone)
    if way == "popolo":
        from gwanje.interfaces.exchange.popolo import popolo_text  # noqa: PLC0415 - only this command needs it

        return {"": popolo_text(answer, zone)}
    from gwanje.interfaces.exchange import w3c_org  # noqa: PLC0415 - rdflib is slow to import; only this command needs it

    return {"": w3c_org.turtle_text(answer, zone) if way == "turtle" else w3c_org.json_ld_text(answer, zone)}


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "way", type=click.Choice(["popolo", "csv"]), required=True, help="The format of PATH.")
@click.option(
    "--source", required=True, metavar="ID", help="Id of the publication every statement will cite, e.g. GB1."
)
@click.option("--publisher", required=True, metavar="TEXT", help="Who published it.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new or empty folder.")
@click.option(
    "--prefix", default="", metavar="TEXT", help="Number everything anew: gb gives units gb-u001 and affairs gb-m001."
)
@common_options
def import_(asked: Asked, path: Path, way: InAs, source: str, publisher: str, out: Path, prefix: str) -> None:
    """Content to review from PATH, a Popolo file or a folder of CSV tables: kinds, units, mandates and the reference.

    --on and --known say which day the file is about and when it was public, where the file does not. Names without a
    language are taken to be in --lang. Nothing is written if anything is refused.
    """
    from gwanje.interfaces.exchange.bringing_in import Request, bring_in  # noqa: PLC0415 - only this command needs it

    _refuse_filled(out)
    tower = asked.tower
    request = Request(
        source=source,
        publisher=publisher,
        lang=asked.lang,
        country=tower.iso3,
        zone=tower.zone,
        compiled=tower.country.compiled,
        on=instant_asked(tower, asked.on) if asked.on else None,
        known=instant_asked(tower, asked.known) if asked.known else None,
        prefix=prefix,
        language=tower.country.language or "",
    )
    brought = bring_in(path, way, request)
    written = _write(out, brought.files)
    rows = [{"file": str(one), "bytes": one.stat().st_size} for one in written]
    told = {
        "on": brought.on.isoformat(),
        "units": brought.units,
        "affairs": brought.affairs,
        "to_do": list(brought.to_do),
        "files": rows,
    }
    lines = [f"{brought.units} units and {brought.affairs} affairs as of {brought.on.isoformat()}", *brought.to_do]
    emit_report(asked, told, rows, [*lines, *(f"wrote {one}" for one in written), "Review them before you use them."])


def _refuse_filled(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise WrongUseError(f"'{out}' is a file", expected="a folder", found="a file", remedy="Name a new folder")
    held = sorted(one.name for one in out.iterdir()) if out.is_dir() else []
    if held:
        raise RefusedInputError(
            f"The folder '{out}' is not empty",
            place=str(out),
            expected="a new or an empty folder",
            found=", ".join(held[:5]),
            remedy="Name another folder with --out; content that is there is never overwritten",
        )


def _write(folder: Path, documents: dict[str, str]) -> list[Path]:
    """Every file whole or not at all."""
    try:
        return [_write_whole(folder / name, text.encode()) for name, text in documents.items()]
    except OSError as fault:
        raise UnavailableError(
            "The files could not be written",
            place=str(folder),
            found=fault.strerror or str(fault),
            remedy="Give --out a place you may write to, with room on the disk",
        ) from fault


def _write_whole(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
