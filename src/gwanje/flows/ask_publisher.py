"""Ask a publisher's interface by item, partner and months, keep each answer as a vintage, and rebuild the warehouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gwanje.evidence import LoadReport
from gwanje.evidence.interface import Answer, Question, ask
from gwanje.evidence.store import BuildReport, EvidenceStore

__all__ = ["Asked", "Question", "ask_publisher"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came, what it became, and the build that now holds it; an answer without rows is kept nowhere."""

    answers: tuple[Answer, ...]
    loads: tuple[LoadReport, ...]
    build: BuildReport


def ask_publisher(
    store: EvidenceStore,
    source_key: str,
    downloads: Path,
    question: Question,
    key: str,
    *,
    clock: Callable[[], datetime],
    address: str = "",
) -> Asked:
    """Ask, load strictly, rebuild; an answer counts as known from the instant it arrived."""
    source = store.sources[source_key]
    answers = ask(source, downloads, question, key, address=address)
    place = address or (source.interface.address if source.interface else "")
    taken = clock()
    loads = tuple(
        store.load(
            answer.path,
            source.key,
            known=taken,
            evidence=f"answer of {place}: {answer.question.words()}, page {answer.page}",
            taken=taken,
            file=source.interface.file if source.interface else None,
            origin="fetched",
        )
        for answer in answers
        if answer.rows
    )
    return Asked(answers, loads, store.build())
