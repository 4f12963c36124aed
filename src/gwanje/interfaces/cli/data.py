"""`gwanje data`: sources, vintages, checks, lineage, disagreements, data packs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from gwanje.answers import evidenced
from gwanje.assembly import clock, instant_asked, interface_key, seal, signing_key, trusted_keys, verify_journal
from gwanje.evidence import LoadReport
from gwanje.foundation.errors import UnavailableError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report, to_stderr
from gwanje.interfaces.cli.reading import read_text

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def data() -> None:
    """What is known and how we know it."""


@data.command("list")
@common_options
def list_sources(asked: Asked) -> None:
    """Every source: embedded, loaded, or with no data yet."""
    emit(evidenced.listing(asked.tower, asked.as_of), asked)


@data.command()
@click.argument("source")
@click.option(
    "--mirror",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Take the files from DIR/SOURCE/ instead of the publisher.",
)
@click.option("--address", default="", metavar="URL", help="Take the files from URL/SOURCE/ instead of the publisher.")
@click.option("--item", default="", metavar="CODE", help="Of an interface: the item code to ask for, digits only.")
@click.option("--partner", default="", metavar="ISO2", help="Of an interface: one partner; default: all.")
@click.option("--from", "first", default="", metavar="YYYY-MM", help="Of an interface: the first month.")
@click.option(
    "--to", "last", default="", metavar="YYYY-MM", help="Of an interface: the last month; default: the first."
)
@common_options
def fetch(
    asked: Asked, source: str, mirror: Path | None, address: str, item: str, partner: str, first: str, last: str
) -> None:
    """Download a source from its publisher with progress and resume, keep it as a vintage, rebuild the warehouse.

    A source with an interface, such as kr-customs-monthly, is asked by item and months: the key stands in the environment.
    """
    if item or first:
        _ask(asked, source, item, partner, first, last or first, address)
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn  # noqa: PLC0415

    from gwanje.flows.refresh_evidence import refresh_evidence  # noqa: PLC0415 - only this command needs the network

    tower = asked.tower
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=to_stderr()) as bars:
        tasks: dict[str, int] = {}

        def progress(name: str, here: int, whole: int | None) -> None:
            task = tasks.setdefault(name, -1)
            if task == -1:
                task = tasks[name] = bars.add_task(name, total=whole)
            bars.update(task, completed=here, total=whole)  # type: ignore[arg-type]

        done = refresh_evidence(
            tower.evidence,
            source,
            tower.state / "downloads",
            clock=clock,
            mirror=mirror,
            address=address,
            progress=progress,
        )
    _report(asked, done.loads, build=done.build.build_id)


def _ask(asked: Asked, source: str, item: str, partner: str, first: str, last: str, address: str) -> None:
    from gwanje.flows.ask_publisher import Question, ask_publisher  # noqa: PLC0415 - only this needs the network

    tower = asked.tower
    done = ask_publisher(
        tower.evidence,
        source,
        tower.state / "downloads",
        Question(item, first, last, partner),
        interface_key(source),
        clock=clock,
        address=address,
    )
    for answer in done.answers:
        kept = "kept" if answer.rows else "no row of data: nothing kept, and not a zero"
        click.echo(f"{answer.question.words()}, page {answer.page}: {answer.rows} rows, {kept}", err=True)
    _say_caveat(asked, source)
    _report(asked, done.loads, build=done.build.build_id)


def _say_caveat(asked: Asked, source: str) -> None:
    """The first thing to know about a source: of a loader, that it never met its publisher."""
    for caveat in asked.tower.sources[source].caveats[:1]:
        click.echo(f"note: {caveat}", err=True)


@data.command()
@click.argument("path", type=click.Path(path_type=Path, exists=False))
@click.option("--source", required=True, help="Which source the file is a vintage of.")
@click.option("--file", default=None, help="Which file of the source it is, where the name does not say.")
@click.option("--published", default=None, metavar="TIME", help="When it was published, with --evidence; default: now.")
@click.option("--evidence", default="", help="What shows that it was public then, e.g. the release page.")
@click.option("--mapping", type=_FILE, default=None, help="Which column is which in a customs file of your own (YAML).")
@click.option("--again", is_flag=True, help="The file is here already: it counts once more from --published or now on.")
@common_options
def load(
    asked: Asked,
    path: Path,
    source: str,
    file: str | None,
    published: str | None,
    evidence: str,
    mapping: Path | None,
    *,
    again: bool,
) -> None:
    """Read a file strictly, keep it as a vintage, rebuild the warehouse; a refused file changes nothing."""
    tower, now = asked.tower, clock()
    known = instant_asked(tower, published, day_counts_from_its_end=True) if published else now
    report = tower.evidence.load(
        path,
        source,
        known=known,
        evidence=evidence or "taken from the user's disk",
        taken=now,
        file=file,
        mapping=read_text(mapping)[0] if mapping else "",
        again=again,
    )
    _say_caveat(asked, source)
    _report(asked, (report,), build=tower.evidence.build().build_id)


def _report(asked: Asked, loads: tuple[LoadReport, ...], *, build: str) -> None:
    rows: list[dict[str, Any]] = [
        {
            "snapshot": report.snapshot.id,
            "new": report.was_new,
            "known": report.snapshot.known.isoformat(),
            "sha256": report.snapshot.sha256,
            "rows": report.rows,
            "notes": list(report.notes),
        }
        for report in loads
    ]
    lines = []
    for row in rows:
        state = "kept" if row["new"] else "already here"
        lines.append(f"{state}: {row['snapshot']} · {_counted(row['rows'])} · sha256 {row['sha256']}")
        lines += [f"  note: {note}" for note in row["notes"]]
    lines.append(f"warehouse build {build}")
    flat = [{**row, "rows": _counted(row["rows"]), "notes": "; ".join(row["notes"]), "build": build} for row in rows]
    emit_report(asked, {"build": build, "loads": rows}, flat, lines)


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{table} {count:,} rows" for table, count in rows.items())


@data.command()
@click.option("--checkpoint", type=_FILE, default=None, help="Verify the journal against this newest checkpoint.")
@click.option(
    "--seal",
    "seal_file",
    type=_FILE,
    default=None,
    help="Afterwards write a new signed checkpoint there (another medium).",
)
@common_options
def check(asked: Asked, checkpoint: Path | None, seal_file: Path | None) -> int:
    """Compare data with what was promised of it, bytes with hashes, the journal with its chain; exit 1 if not."""
    tower = asked.tower
    found = verify_journal(tower, checkpoint)
    try:
        answer = evidenced.check(tower, asked.as_of, found)
    except UnavailableError:
        if not found["findings"]:
            raise
        answer = evidenced.journal_alone(tower, found)
    failures = [row for row in answer.rows() if row["status"] != "passed"]
    journal = answer.journal
    lead = [
        f"{answer.passed} expectations passed, {answer.failed} failed, {answer.not_checkable} not checkable",
        f"{answer.files_compared} files compared with their sha256",
        "rows: " + ", ".join(f"{table} {rows:,}" for table, rows in answer.tables.items()),
        f"journal: {journal['entries']} entries, {len(journal['findings'])} findings. {journal['note']}",
        *journal["findings"],
    ]
    emit(answer, asked, table=failures, lead=lead)
    if seal_file is not None and not answer.attention_needed:
        sealed = seal(tower, seal_file, at=clock())
        click.echo(f"sealed {sealed['entries']} entries into {sealed['checkpoint']}", err=True)
    return 1 if answer.attention_needed else 0


@data.command()
@click.argument("column", metavar="TABLE.COLUMN")
@common_options
def lineage(asked: Asked, column: str) -> None:
    """Where a column comes from: publisher, file, sha256, licence, and each step between."""
    answer = evidenced.trace(asked.tower, column, asked.as_of)
    lead = [f"{column}, {answer.unit}"]
    for step in answer.steps:
        lead += [
            f"  {step['publisher']}: {step['file']} ({step['bytes']:,} bytes)",
            f"    sha256   {step['sha256']}",
            f"    licence  {step['licence']}; attribution: {step['attribution']}; {step['marking']}",
            f"    known    {step['known']} ({step['known_evidence']})",
            f"    obtained {step['obtained'] or step['url']}",
            *(f"    step     {words}" for words in step["steps"]),
            f"    basis    {step['basis']}; vintage {step['vintage']}",
            *(f"    caveat   {words}" for words in step["caveats"]),
        ]
    emit(answer, asked, table=[], lead=lead if answer.steps else [f"{column}: no data known by then"])


@data.command()
@common_options
def claims(asked: Asked) -> None:
    """Where sources disagree: both sides, what was adopted and why."""
    emit(evidenced.claims(asked.tower, asked.as_of), asked)


@data.command()
@click.argument("destination", type=_FILE)
@click.option("--name", default="world", show_default=True, help="Name of the series of packs.")
@click.option(
    "--number", type=int, required=True, help="Number in the series; an older number is refused by who has a newer one."
)
@click.option("--days", default=90, show_default=True, help="How long the pack is accepted.")
@click.option("--source", "sources", multiple=True, help="Only these sources.")
@common_options
def pack(asked: Asked, destination: Path, name: str, number: int, days: int, sources: tuple[str, ...]) -> None:
    """Write a signed data pack for a network without a connection; give signing.pub.pem along by another way."""
    tower, now = asked.tower, clock()
    packed = tower.evidence.pack(
        destination,
        signing_key(tower),
        name=name,
        number=number,
        issued=now,
        expires=now + timedelta(days=days),
        sources=sources,
    )
    public_key = tower.keys / "signing.pub.pem"
    files = [snapshot.id for snapshot in packed]
    emit_report(
        asked,
        {"pack": str(destination), "public_key": str(public_key), "files": files},
        [{"pack": str(destination), "file": file} for file in files],
        [f"{len(files)} files in {destination}; public key: {public_key}"],
    )


@data.command()
@click.argument("path", type=_FILE)
@click.option("--key", "keys", type=_FILE, multiple=True, help="Public key of the signer; also keys/trusted/*.pem.")
@common_options
def unpack(asked: Asked, path: Path, keys: tuple[Path, ...]) -> None:
    """Check a signed data pack wholly, then keep every file of it; a refused pack changes nothing."""
    tower = asked.tower
    reports = tower.evidence.unpack(path, trusted_keys(tower, keys), at=clock())
    _report(asked, reports, build=tower.evidence.build().build_id)
