"""Writing pages into a folder: HTML in both languages, the JSON twin, and HWPX; each file whole or not at all."""

import os
from pathlib import Path

from gwanje.answers.briefing import Brief
from gwanje.answers.morning import Today
from gwanje.foundation.errors import UnavailableError
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import json_text
from gwanje.interfaces.paper import brief_outline, brief_page, today_outline, today_page, write_hwpx


def write_today(answer: Today, out: Path, asked: Asked) -> list[Path]:
    """The morning page and its twins."""
    names = _names("today", asked.lang)
    pages = {lang: today_page(answer, lang, asked.tower.zone, twin=names[_other(lang)]) for lang in names}
    return _write(
        out, "today", names, pages, json_text(answer.as_json()), write_hwpx(today_outline(answer, asked.tower.zone))
    )


def write_brief(answer: Brief, out: Path, asked: Asked) -> list[Path]:
    """A brief and its twins."""
    stem = f"brief-{answer.subject}"
    names = _names(stem, asked.lang)
    pages = {lang: brief_page(answer, lang, asked.tower.zone, twin=names[_other(lang)]) for lang in names}
    return _write(
        out, stem, names, pages, json_text(answer.as_json()), write_hwpx(brief_outline(answer, asked.tower.zone))
    )


def _other(lang: Language) -> Language:
    return "en" if lang == "ko" else "ko"


def _names(stem: str, lang: Language) -> dict[Language, str]:
    """The chosen language takes the plain name, the other one carries its code."""
    return {lang: f"{stem}.html", _other(lang): f"{stem}.{_other(lang)}.html"}


def _write(
    out: Path, stem: str, names: dict[Language, str], pages: dict[Language, str], json: str, hwpx: bytes
) -> list[Path]:
    documents = {names[lang]: page.encode() for lang, page in pages.items()}
    documents |= {f"{stem}.json": f"{json}\n".encode(), f"{stem}.hwpx": hwpx}
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_write_whole(out / name, data) for name, data in documents.items()]
    except OSError as fault:
        raise UnavailableError(
            "The pages could not be written",
            place=str(out),
            found=fault.strerror or str(fault),
            remedy="Give --out a folder you may write to, with room on the disk",
        ) from fault


def _write_whole(path: Path, data: bytes) -> Path:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
