"""`gwanje watch notice`: a foreign notice as text, what it suggests, and how a person makes a measure of it."""

from datetime import date
from typing import Any, Literal, cast

import click

from gwanje.answers import noticing, restricting
from gwanje.assembly import clock, open_tower, settings_from_environment
from gwanje.flows.confirm_notice import Confirmed, confirm_notice
from gwanje.flows.draft_notice import draft_notice
from gwanje.flows.settle_notice import set_notice_aside, take_notice_back
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import parse_marking
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.verbs import VerbGroup, by_option
from gwanje.interfaces.cli.words import words
from gwanje.watch import NOT_KNOWN, Confirmation, ConfirmedCode

_COVERAGE = ("full", "part", "unknown")
_YEARS = click.IntRange(1988, 2199)


@click.group(cls=VerbGroup, unsaid="read")
def notice() -> None:
    """A foreign notice: read for suggestions, confirmed by a person, then part of the register.

    Without a verb a file is read: gwanje watch notice notice.txt --vintage 2022 (- for standard input).
    """


vintage_option = click.option(
    "--vintage", type=_YEARS, default=None, metavar="YEAR", help="Revision of the Harmonized System of the first six digits."
)  # fmt: skip
schedule_option = click.option(
    "--schedule", type=_YEARS, default=None, metavar="YEAR", help="Year of the national tariff that longer codes are of."
)  # fmt: skip


@notice.command("read")
@click.argument("file", metavar="FILE")
@vintage_option
@schedule_option
@click.option("--marking", type=click.Choice(["public", "internal", "restricted"]), default="public", help="Who may see it.")  # fmt: skip
@by_option
@common_options
def read_command(asked: Asked, file: str, vintage: int | None, schedule: int | None, marking: str, by: str) -> None:
    """Take a notice in hand: its text is kept, days, codes, goods and offices are suggested. Nothing is registered.

    FILE is text in Chinese, Korean or English (- for standard input).
    """
    text, name = read_text(file)
    tower = asked.tower
    kept, again = draft_notice(
        tower.watch_store, text, name=name, by=by, at=clock(), marking=parse_marking(marking), vintage=vintage, schedule=schedule
    )  # fmt: skip
    _show(asked, kept.number, vintage, schedule, again=again)


@notice.command("show")
@click.argument("draft", metavar="DRAFT")
@vintage_option
@schedule_option
@common_options
def show(asked: Asked, draft: str, vintage: int | None, schedule: int | None) -> None:
    """One notice again, with its suggestions and what became of it."""
    _show(asked, noticing.draft_number(draft), vintage, schedule, again=False)


def _show(asked: Asked, number: int, vintage: int | None, schedule: int | None, *, again: bool) -> None:
    answer = noticing.draft(asked.tower, number, _as_entered(asked), vintage=vintage, schedule=schedule)
    say = words(asked.lang)
    lead = [
        say.say(
            "ntc_title", id=answer.id, name=answer.name, state=say.of("ntcstate", answer.state), sha=answer.sha256[:16]
        )
    ]
    lead += [say["ntc_again"]] if again else []
    lead += [say.say("ntc_records", records=" ".join(answer.records))] if answer.records else []
    lead += [sentence.say(asked.lang) for sentence in answer.missing]
    lead += [say["ntc_suspends"]] if answer.suspends else []
    lead += _suspended(answer, asked)
    if answer.state == "waiting":
        lead += [say["ntc_suggestions_only"], say.say("ntc_confirm", command=answer.confirm)]
    table = [
        {
            say["col_what"]: say.of("ntcwhat", str(row["what"])),
            say["col_written"]: row["as written"],
            say["col_suggests"]: row["suggests"],
            say["col_line"]: row["line"],
            say["col_where"]: row["where"],
        }
        for row in answer.rows()
    ]
    emit(answer, asked, table=table, lead=lead)


def _suspended(answer: noticing.DraftAnswer, asked: Asked) -> list[str]:
    """Each sentence that speaks of a suspension once, and under it the acts it names."""
    say, lines = words(asked.lang), []
    for quote in dict.fromkeys(one.quote for one in answer.suspends):
        mine = [one for one in answer.suspends if one.quote == quote]
        lines.append(say.say("ntc_quote", line=mine[0].line, words=quote))
        lines += [f"    {one.words.say(asked.lang)}" for one in mine]
    return lines


def _as_entered(asked: Asked) -> AsOf:
    """Without --known, everything entered by now."""
    if asked.known is not None:
        return asked.as_of
    now = clock()
    return AsOf(now if asked.on is None else asked.as_of.valid, max(asked.as_of.known, now))


@notice.command("list")
@common_options
def list_command(asked: Asked) -> None:
    """Every notice in hand, those that wait for a person first."""
    answer = noticing.notices(asked.tower, _as_entered(asked))
    waiting = sum(one["state"] == "waiting" for one in answer.notices)
    emit(answer, asked, lead=[words(asked.lang).count("ntc_waiting", waiting)])


@notice.command("confirm")
@click.argument("draft", metavar="DRAFT")
@click.option("--announced", default=None, metavar="DAY", help="The day it was announced.")
@click.option(
    "--in-force", default=None, metavar="DAY", help="First day it is in force; not-known where the text gives none."
)
@click.option("--until", default=None, metavar="DAY", help="The day its end names.")
@click.option(
    "--reading",
    type=click.Choice(["inclusive", "exclusive", "unknown"]),
    default=None,
    help="Whether that day still belongs to it.",
)
@click.option("--wording", default="", metavar="TEXT", help="The words of its end; default: those of the text.")
@click.option("--code", "codes", multiple=True, metavar="CODE[=COVERAGE]", help="A code with its vintage, and how much of it is covered: full, part or unknown (default). May be repeated.")  # fmt: skip
@click.option("--item", "items", multiple=True, metavar="ITEM", help="An item it touches; may be repeated.")
@click.option(
    "--issuer",
    default="",
    metavar="ISO3",
    help="Whose notice it is; default: the office that the text names.",
)
@click.option(
    "--number", default="", metavar="TEXT", help="Number or title of the act; default: the first in the text."
)
@click.option(
    "--kind",
    default="",
    metavar="KEY",
    help="licence, ban, quota, inspection or another key; default: by the words of the text.",
)
@click.option("--goods", default="", metavar="TEXT", help="The goods in English; default: the names of the items.")
@click.option("--goods-ko", default="", metavar="TEXT", help="The goods in Korean.")
@click.option(
    "--suspends", multiple=True, metavar="ID", help="It suspends this measure; may be repeated. Needs --until."
)
@click.option("--mandate", default=None, metavar="KEY", help="The affair it goes to; default: that of the items.")
@click.option("--part", default="", metavar="LETTER", help="One of several parts of a notice, for example b.")
@click.option(
    "--because", default="", metavar="TEXT", help="Why a day or a code is right that does not stand in the text."
)
@click.option("--by", default="", metavar="OFFICE", help="Who confirms it: an office or an opaque id, kept for ever.")
@common_options
def confirm(asked: Asked, draft: str, **said: Any) -> None:
    """A person confirms days, codes and goods; the notice becomes a measure of the register, or a suspension.

    From then on it stands in watch restrictions, watch sunsets, today and in the briefs of its items.
    """
    tower, number = asked.tower, noticing.draft_number(draft)
    confirmation = _confirmation(asked, said)
    done = confirm_notice(
        tower.watch_store, number, confirmation, noticing.notice_books(tower), by=said["by"], at=clock()
    )
    _tell_confirmed(asked, done)


def _confirmation(asked: Asked, said: dict[str, Any]) -> Confirmation:
    tower = asked.tower
    begins = said["in_force"]
    return Confirmation(
        announced=_day("--announced", said["announced"]),
        in_force=NOT_KNOWN if begins == NOT_KNOWN else _day("--in-force", begins),
        until=_day("--until", said["until"]),
        reading=said["reading"],
        wording=said["wording"],
        codes=tuple(_code(one) for one in said["codes"]),
        items=tuple(dict.fromkeys(tower.items.find(one).key for one in said["items"])),
        issuer=said["issuer"].upper(),
        number=said["number"],
        kind=said["kind"],
        goods=(said["goods"], said["goods_ko"]),
        suspends=tuple(dict.fromkeys(said["suspends"])),
        mandate=tower.registry.find_mandate(said["mandate"]).key if said["mandate"] else None,
        part=said["part"],
        because=said["because"],
    )


def _day(option: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as fault:
        raise WrongUseError(
            f"{option} is not a day",
            expected="for example 2025-12-01",
            found=text or "",
            remedy="Write year, month, day",
        ) from fault


def _code(text: str) -> ConfirmedCode:
    digits, _, coverage = text.partition("=")
    if coverage and coverage not in _COVERAGE:
        raise WrongUseError(
            f"'{coverage}' says not how much of {digits} is covered",
            expected=", ".join(_COVERAGE),
            found=coverage,
            remedy="Write for example hs2022:381590=part",
        )
    return ConfirmedCode(Code.parse(digits), cast("Literal['full', 'part', 'unknown']", coverage or "unknown"))


def _tell_confirmed(asked: Asked, done: Confirmed) -> None:
    """What was recorded, and how the register sees it from now on."""
    say, record = words(asked.lang), done.act.record_id
    tower = open_tower(settings_from_environment(country=asked.country, content=asked.content))
    now = AsOf(done.act.at, done.act.at)
    seen = restricting.recorded(tower, record, now)
    titles = {str(code): title for code, title in done.titles.items()}
    document = {
        "id": record,
        "entry": done.act.number,
        "draft": f"NTC-{done.act.draft}",
        "by": done.act.by,
        "known": done.act.at.isoformat(),
        "state": seen,
        "taken_over": dict(done.taken_over),
        "codes": titles,
        "not_in_text": list(done.act.not_in_text),
        "items_not_named": list(done.unnamed),
    }
    lines = [say.say("ntc_done", id=record, draft=document["draft"], number=done.act.number, by=done.act.by)]
    lines += [f"  {code} {title}" for code, title in titles.items()]
    if done.taken_over:
        taken = ", ".join(f"{key} {value}" for key, value in done.taken_over.items())
        lines.append(say.say("ntc_taken_over", what=taken))
    if done.unnamed:
        lines.append(say.say("ntc_unnamed", items=", ".join(done.unnamed)))
    if done.act.not_in_text:
        lines.append(say.say("ntc_not_in_text", what=", ".join(done.act.not_in_text), because=done.act.because))
    lines += [say.say("ntc_state", words=one["words"][asked.lang], lead=one["lead"][asked.lang]) for one in seen]
    emit_report(asked, document, [{key: document[key] for key in ("id", "entry", "draft", "by", "known")}], lines)


@notice.command("set-aside")
@click.argument("draft", metavar="DRAFT")
@click.option("--reason", required=True, metavar="TEXT", help="Why it becomes no measure; it stays readable.")
@by_option
@common_options
def set_aside(asked: Asked, draft: str, reason: str, by: str) -> None:
    """Set a notice aside with the reason why it becomes no measure."""
    act = set_notice_aside(asked.tower.watch_store, noticing.draft_number(draft), reason=reason, by=by, at=clock())
    line = words(asked.lang).say("ntc_set_aside", id=f"NTC-{act.draft}", number=act.number, by=by)
    emit_report(asked, {"entry": act.number, "draft": act.draft, "by": by}, [{"entry": act.number}], [line])


@notice.command("take-back")
@click.argument("record", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="What was wrong; it stays readable.")
@by_option
@common_options
def take_back(asked: Asked, record: str, reason: str, by: str) -> None:
    """Take a confirmed notice back that was entered by mistake; what was said before stays as it was said.

    ID is what confirm printed, for example RST-E12.
    """
    act = take_notice_back(asked.tower.watch_store, record, reason=reason, by=by, at=clock())
    line = words(asked.lang).say("ntc_taken_back", id=record, number=act.number, by=by)
    emit_report(asked, {"entry": act.number, "id": record, "by": by}, [{"entry": act.number, "id": record}], [line])
