"""The handover sheet of a unit as paper, written into a folder with its twins."""

from pathlib import Path

from gwanje.answers.handover_sheets import HandoverSheet
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.writing import write_document
from gwanje.interfaces.paper import write_hwpx
from gwanje.interfaces.paper.handover_outline import handover_outline
from gwanje.interfaces.paper.handover_page import handover_page


def write_handover(answer: HandoverSheet, out: Path, asked: Asked) -> list[Path]:
    """The sheet in both languages, as JSON and as HWPX."""
    zone, stem = asked.tower.zone, f"handover-{answer.unit['id']}"
    hwpx = write_hwpx(handover_outline(answer, zone))
    return write_document(
        out, stem, asked.lang, answer, lambda lang, twin: handover_page(answer, lang, zone, twin), hwpx
    )
