"""The pages of a pack, written into one folder with the list of what they are and why."""

from pathlib import Path

from gwanje.answers.brief import brief
from gwanje.answers.meeting_packs import MeetingPack
from gwanje.answers.replaying import replay
from gwanje.answers.today import today
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import json_text
from gwanje.interfaces.cli.pages import write_brief, write_today
from gwanje.interfaces.cli.writing import page_files, write_files
from gwanje.interfaces.paper.cycle_page import cycle_page


def write_pack(answer: MeetingPack, out: Path, asked: Asked) -> list[Path]:
    """Everything the pack names, as of its day."""
    tower, written = asked.tower, []
    for mandate in answer.mandates:
        page = today(tower, asked.as_of_day, mandate=mandate)
        written += write_today(page, out, asked, stem=f"today-{mandate}")
    for one in answer.cycles:
        told = replay(tower, one.scheme, one.first, one.last, asked.as_of_day.known)
        written += write_files(out, page_files(f"cycle-{one.scheme}", told, asked, cycle_page))
    for packed in answer.briefs:
        written += write_brief(brief(tower, packed.item, asked.as_of_day), out, asked)
    return [*written, *write_files(out, {f"pack-{answer.subject}.json": f"{json_text(answer.as_json())}\n".encode()})]
