"""`gwanje org export` and `gwanje org import`: the organisation as other programs take it, and what they give back."""

import os
from pathlib import Path
from typing import Any, Literal

import click

from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.answers.org_exchange_reforms import reform_table
from gwanje.assembly import clock, instant_asked
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit_report

OutAs = Literal["turtle", "jsonld", "popolo", "csv", "events"]
InAs = Literal["popolo", "csv", "events"]
_OUT = {
    "turtle": "W3C ORG in Turtle",
    "jsonld": "W3C ORG in JSON-LD",
    "popolo": "Popolo JSON",
    "csv": "CSV tables",
    "events": "the events of one reform as a CSV table",
}


@click.command("export")
@click.option("--as", "way", type=click.Choice(list(_OUT)), required=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="PATH", help="File to write; for csv, a folder."
)
@click.option("--reform", default="", metavar="ID", help="The reform whose events are written; only with --as events.")
@click.option("--people", is_flag=True, help="Tell who sits on the posts; names of persons stay in unless asked for.")
@common_options
def export(asked: Asked, way: OutAs, out: Path | None, reform: str, people: bool) -> None:  # noqa: FBT001 - a flag
    """The organisation on a day as W3C ORG (turtle, jsonld), Popolo or CSV; without --out on standard output.

    CSV without --out prints units.csv alone. With --as events, one reform as a table of its events. What each format
    holds: docs/exchange.md.
    """
    if (way == "events") != bool(reform):
        raise click.UsageError("--as events and --reform ID go together")
    if out is None and asked.format != "table":
        raise click.UsageError("without --out the document itself is printed; --format belongs to the report of --out")
    if way == "events":
        _export_events(asked, reform, out)
        return
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


def _export_events(asked: Asked, reform: str, out: Path | None) -> None:
    from gwanje.interfaces.exchange.events_writing import events_text  # noqa: PLC0415 - only this command needs it

    answer = reform_table(asked.tower, reform, asked.as_of)
    text = events_text(answer.reform, asked.tower.zone)
    missing = [f"not public by then, left out: {one}" for one in answer.left_out]
    if out is None:
        click.echo(text, nl=False)
        for line in missing:
            click.echo(line, err=True)
        return
    (path,) = _write(out.parent, {out.name: text})
    rows = [{"file": str(path), "bytes": path.stat().st_size}]
    told: dict[str, Any] = {"as": "events", "reform": reform, "state": answer.status, "marking": answer.marking.word}
    told |= {"left_out": list(answer.left_out), "files": rows}
    line = f"{reform} ({answer.status.replace('_', ' ')}): {len(answer.reform.events)} events"
    emit_report(asked, told, rows, [line, *missing, f"wrote {path}"])


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
@click.option("--as", "way", type=click.Choice(["popolo", "csv", "events"]), required=True, help="The format of PATH.")
@click.option("--source", default="", metavar="ID", help="Id of the publication every statement will cite, e.g. GB1.")
@click.option("--publisher", default="", metavar="TEXT", help="Who published it.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="A new or empty folder; with --as events, a new YAML file.",
)
@click.option("--reform", default="", metavar="ID", help="With --as events: the id of the reform.")
@click.option("--effective", default="", metavar="DAY", help="With --as events: its day, or 'not known'.")
@click.option("--act", default="", metavar="TEXT", help="With --as events: the legal act it rests on.")
@click.option(
    "--decided", default="", metavar="DAY", help="With --as events: when that was decided, or 'not reported'."
)
@click.option(
    "--prefix", default="", metavar="TEXT", help="Number everything anew: gb gives units gb-u001 and affairs gb-m001."
)
@common_options
def import_(asked: Asked, path: Path, way: InAs, **said: Any) -> None:
    """Content to review from PATH, a Popolo file or a folder of CSV tables: kinds, units, mandates and the reference.

    --on and --known say which day the file is about and when it was public, where the file does not. Names without a
    language are taken to be in --lang. With --as events PATH is a planner's table of one reform's events, and --out the
    file that `gwanje org preview` reads. Nothing is written if anything is refused.
    """
    told = {name: said.pop(name) for name in ("reform", "effective", "act", "decided")}
    if way == "events":
        _import_events(asked, path, said, told)
        return
    _refuse_options(told, "--as events")
    for name in ("source", "publisher"):
        if not said[name]:
            raise click.UsageError(f"--{name} is needed with --as {way}")
    _import_organisation(asked, path, way, **said)


def _refuse_options(told: dict[str, str], way: str) -> None:
    for name, value in told.items():
        if value:
            raise click.UsageError(f"--{name} belongs to {way}")


def _import_events(asked: Asked, path: Path, said: dict[str, Any], told: dict[str, str]) -> None:
    from gwanje.interfaces.exchange.reform_coming_in import ReformRequest, bring_in_reform  # noqa: PLC0415 - see above

    out: Path = said["out"]
    _refuse_options(
        {"prefix": said["prefix"], "on": asked.on or ""}, "--as csv and popolo; with events, use --effective"
    )
    if out.exists():
        raise RefusedInputError(
            f"'{out}' is there already",
            place=str(out),
            expected="the name of a new file",
            found="a folder" if out.is_dir() else "a file",
            remedy="Name another file with --out; content that is there is never overwritten",
        )
    known = instant_asked(asked.tower, asked.known, day_counts_from_its_end=True) if asked.known else None
    request = ReformRequest(out.name, source=said["source"], publisher=said["publisher"], known=known, **told)
    brought = bring_in_reform(path, request, asked.tower, at=clock())
    (written,) = _write(out.parent, {out.name: brought.text})
    rows = [{"file": str(written), "bytes": written.stat().st_size}]
    report = {"reform": brought.reform, "events": brought.events, "to_do": list(brought.to_do), "files": rows}
    lines = [f"{brought.reform}: {brought.events} events", *brought.to_do, f"wrote {written}"]
    emit_report(asked, report, rows, [*lines, f"Look at it with: gwanje org preview {written}"])


def _import_organisation(
    asked: Asked, path: Path, way: Literal["popolo", "csv"], source: str, publisher: str, out: Path, prefix: str
) -> None:
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
