"""Writing files into a folder, each whole or not at all; a page is HTML in both languages, the JSON twin, and HWPX."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from gwanje.answers.answer import Answer
from gwanje.foundation.errors import UnavailableError
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import csv_text, json_text
from gwanje.interfaces.cli.words import words

Told = TypeVar("Told", bound=Answer)


def write_document(
    out: Path, stem: str, lang: Language, answer: Answer, page: Callable[[Language, str], str], hwpx: bytes
) -> list[Path]:
    """An answer and its twins; `page` makes the HTML of one language, given the file name of the other."""
    names = _names(stem, lang)
    documents = {name: page(one, names[_other(one)]).encode() for one, name in names.items()}
    documents |= {f"{stem}.json": f"{json_text(answer.as_json())}\n".encode(), f"{stem}.hwpx": hwpx}
    return write_files(out, documents)


def write_page(
    stem: str, answer: Told, out: Path, asked: Asked, page: Callable[[Told, Language, ZoneInfo, str], str]
) -> None:
    """A page in both languages with its JSON and CSV twins; says on standard error what was written."""
    for path in write_files(out, page_files(stem, answer, asked, page)):
        click.echo(words(asked.lang).say("run_wrote", path=path), err=True)


def page_files(
    stem: str, answer: Told, asked: Asked, page: Callable[[Told, Language, ZoneInfo, str], str]
) -> dict[str, bytes]:
    """A page in both languages and its JSON and CSV twins, by file name."""
    names = _names(stem, asked.lang)
    documents = {name: page(answer, one, asked.tower.zone, names[_other(one)]).encode() for one, name in names.items()}
    return documents | {
        f"{stem}.json": f"{json_text(answer.as_json())}\n".encode(),
        f"{stem}.csv": csv_text(answer.rows()).encode(),
    }


def write_files(out: Path, documents: Mapping[str, bytes]) -> list[Path]:
    """Files by name into a folder, each whole or not at all."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_write_whole(out / name, data) for name, data in documents.items()]
    except OSError as fault:
        raise UnavailableError(
            "The files could not be written",
            place=str(out),
            found=fault.strerror or str(fault),
            remedy="Give --out a folder you may write to, with room on the disk",
        ) from fault


def _other(lang: Language) -> Language:
    return "en" if lang == "ko" else "ko"


def _names(stem: str, lang: Language) -> dict[Language, str]:
    """The chosen language takes the plain name, the other one carries its code."""
    return {lang: f"{stem}.html", _other(lang): f"{stem}.{_other(lang)}.html"}


def _write_whole(path: Path, data: bytes) -> Path:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
