"""The morning page and the brief, written into a folder with their twins."""

from pathlib import Path

from gwanje.answers.briefing import Brief
from gwanje.answers.morning import Today
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.writing import write_document
from gwanje.interfaces.paper import brief_outline, brief_page, today_outline, today_page, write_hwpx


def write_today(answer: Today, out: Path, asked: Asked, *, stem: str = "today") -> list[Path]:
    """The morning page and its twins."""
    zone = asked.tower.zone
    hwpx = write_hwpx(today_outline(answer, zone))
    return write_document(out, stem, asked.lang, answer, lambda lang, twin: today_page(answer, lang, zone, twin), hwpx)


def write_brief(answer: Brief, out: Path, asked: Asked) -> list[Path]:
    """A brief and its twins."""
    zone, stem = asked.tower.zone, f"brief-{answer.subject}"
    hwpx = write_hwpx(brief_outline(answer, zone))
    return write_document(out, stem, asked.lang, answer, lambda lang, twin: brief_page(answer, lang, zone, twin), hwpx)
