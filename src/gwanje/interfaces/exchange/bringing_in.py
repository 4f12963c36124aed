"""From a Popolo file or a folder of tables to reviewed-to-be content, checked as a whole before anything is written."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.markings import Marking
from gwanje.foundation.names import Language
from gwanje.interfaces.exchange.content import content_files, unheld, unranked
from gwanje.interfaces.exchange.content_units import Origin
from gwanje.interfaces.exchange.drafts import Draft, check
from gwanje.interfaces.exchange.numbering import numbered, refuse_unfit
from gwanje.interfaces.exchange.popolo_reading import PopoloReader
from gwanje.interfaces.exchange.tables_reading import read_tables

Way = Literal["popolo", "csv"]
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What the person who brings a file in says about it; `on` and `known` only where the file does not."""

    source: str
    publisher: str
    lang: Language
    country: str
    zone: ZoneInfo
    compiled: datetime
    on: datetime | None = None
    known: datetime | None = None
    prefix: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """The content files by relative path, what they hold, and what a planner must look at."""

    files: dict[str, str]
    units: int
    affairs: int
    on: datetime
    to_do: tuple[str, ...]


def bring_in(path: Path, way: Way, request: Request) -> BroughtIn:
    """Read, check and turn into content; any refusal leaves nothing behind."""
    draft = _read(path, way, request)
    on = _agreed(draft.on, request.on, "the day it is about", "--on", path)
    if on is None:
        raise WrongUseError(
            "The file does not say which day it is about",
            place=str(path),
            expected="a day in the file (snapshot.csv, or gwanje.on), or --on",
            found="neither",
            remedy="Give the day with --on 2025-12-30",
        )
    if draft.country and draft.country != request.country:
        raise RefusedInputError(
            "The file is about another country than the content",
            place=str(path),
            expected=request.country,
            found=draft.country,
            remedy="Choose the country with --country, or its content with --content",
        )
    _refuse_other_language(draft.language, request, path)
    check(draft, on)
    if request.prefix:
        draft = numbered(draft, request.prefix)
    refuse_unfit(draft)
    origin = Origin(
        source=request.source,
        publisher=request.publisher,
        locator=f"{path.name} ({way})",
        on=on,
        known=_agreed(draft.known, request.known, "when it was known", "--known", path),
        zone=request.zone,
        compiled=request.compiled,
    )
    return BroughtIn(
        files=content_files(draft, origin),
        units=len(draft.units),
        affairs=len({affair.id for affair in draft.affairs}) - len(unheld(draft)),
        on=on,
        to_do=tuple(_to_do(draft, origin, request.language)),
    )


def _read(path: Path, way: Way, request: Request) -> Draft:
    if way == "popolo":
        reader = PopoloReader(path.name, request.zone, request.lang, request.language)
        return reader.read(text_of(path))
    if not path.is_dir():
        raise WrongUseError(
            f"'{path}' is not a folder",
            expected="a folder with units.csv",
            found="a file" if path.exists() else "nothing",
            remedy="Name the folder the tables lie in",
        )
    return read_tables({one.name: text_of(one) for one in sorted(path.iterdir()) if one.suffix == ".csv"}, request.zone)


def text_of(path: Path) -> str:
    """The text of a file that is not too large to be about one organisation."""
    if not path.is_file():
        raise WrongUseError(
            f"'{path}' is not a file",
            expected="a file",
            found="a folder" if path.exists() else "nothing",
            remedy="Name the file; a folder of tables is read with --as csv",
        )
    data = path.read_bytes()
    if len(data) > _LARGEST:
        raise RefusedInputError(
            "The file is too large to be one organisation",
            place=str(path),
            expected=f"at most {_LARGEST} bytes",
            found=f"{len(data)} bytes",
            remedy="Take out what is not about its units and affairs",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "The file is not UTF-8", place=path.name, found=str(fault), remedy="Save it again as UTF-8"
        ) from fault


def _agreed(told: datetime | None, asked: datetime | None, what: str, option: str, path: Path) -> datetime | None:
    if told is not None and asked is not None and told != asked:
        raise RefusedInputError(
            f"The file and {option} contradict each other about {what}",
            place=str(path),
            expected=f"{told.isoformat()}, as the file says",
            found=asked.isoformat(),
            remedy=f"Leave {option} out, or correct the file",
        )
    return told or asked


def _refuse_other_language(told: str, request: Request, path: Path) -> None:
    if told and request.language and told != request.language:
        raise RefusedInputError(
            "The file's own names are in another language than those of the content",
            place=str(path),
            expected=f"{request.language}, as country.yaml says",
            found=told,
            remedy="Correct the language of the file, or of the country",
        )


def _to_do(draft: Draft, origin: Origin, language: str) -> list[str]:
    lines = [f"not taken over: {one}" for one in draft.left_out]
    if gone := [unit.id for unit in draft.units if unit.state == "ended"]:
        lines.append(f"ended, how is not in the file, check registry/reforms/{origin.ends_id}.yaml: {', '.join(gone)}")
    if draft.language and not language:
        lines.append(f"names in the country's own language are in '{draft.language}': say so in country.yaml")
    if draft.marking != Marking.PUBLIC:
        lines.append(f"the file is marked {draft.marking.word}: its posts and people come in with that marking")
    if origin.known is not None and origin.on > origin.known:
        lines.append("the file is about a later day than it was known: what has no day of its own shows as planned")
    if gone := [f"{seat.person} on {post.id}" for post in draft.posts for seat in post.seats if seat.term != "running"]:
        lines.append(f"term over or perhaps over, not taken over: {', '.join(gone)}")
    if without := unheld(draft):
        lines.append(f"holder not known, left out of mandates.yaml: {', '.join(without)}")
    if ranks := unranked(draft):
        lines.append(f"rank proposed, check it in kinds.yaml: {', '.join(ranks)}")
    if nameless := [unit.id for unit in draft.units if not unit.names]:
        lines.append(f"units without a name: {', '.join(nameless)}")
    if levels := [kind.key for kind in draft.kinds if kind.level == "not known"]:
        lines.append(f"kinds whose level is not known: {', '.join(levels)}")
    return lines
