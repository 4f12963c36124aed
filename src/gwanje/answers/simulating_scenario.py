"""The scenario that is run: one of the content, or the one of a person's file; what it names must be in the table."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gwanje.answers.answer import SourceNote
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.markings import Marking
from gwanje.impact import Economy
from gwanje.impact.economy import UNIT
from gwanje.impact.scenarios import ScenarioRecord, assumptions, price_assumptions, read_scenario


@dataclass(frozen=True)
class Given:
    """A scenario and how it is named among the sources: what nobody cites is its own assumption."""

    record: ScenarioRecord
    source: SourceNote
    marking: Marking


def given_scenario(tower: Tower, asked: str, as_of: AsOf, own: tuple[str, str] | None = None) -> Given:
    """A scenario of the content by key, id or name, or the one a person's file holds (its text and its name)."""
    if own is not None:
        text, name = own
        record = read_scenario(text, name, tower.zone)
        _require_sources(tower, record)
        digest = hashlib.sha256(text.encode()).hexdigest()
        source = SourceNote(
            id=record.id, kind="data", publisher="scenario of a person's own file, not dated", title=name, sha256=digest
        )
        marked = "marking" in record.model_fields_set
        return Given(record, source, record.marking if marked else Marking.INTERNAL)
    record = tower.scenarios.find(asked, as_of.known)
    source = SourceNote(
        id=record.id,
        kind="reference",
        publisher="gwanje content",
        title=record.names.best("en"),
        locator=f"scenario {record.key}: its own assumptions",
        published=known_day(record.known, tower.zone).isoformat() if record.known else "",
    )
    return Given(record, source, record.marking)


@contextmanager
def at_place(place: str) -> Iterator[None]:
    """Give a refusal the place in the file that it speaks of."""
    try:
        yield
    except WrongUseError as fault:
        raise type(fault)(
            fault.what, place=place, expected=fault.expected, found=fault.found, remedy=fault.remedy
        ) from fault


def _require_sources(tower: Tower, record: ScenarioRecord) -> None:
    """Refuse a source that nobody knows before anything is calculated."""
    told = (*assumptions(record), *price_assumptions(record))
    cited = [*record.sources, *(source for one in told for source in one.sources)]
    with at_place(record.place):
        for source in cited:
            if source not in tower.sources:
                tower.references.get(source)


def require_dollars(economy: Economy) -> None:
    """Refuse a table in another unit: values of imports are in US dollars and are compared with its cells."""
    if _bare(economy.unit) not in _MILLION_DOLLARS:
        raise RefusedInputError(
            "A scenario is run on a table in million US dollars",
            expected=UNIT,
            found=economy.unit,
            remedy="State its unit in the table (a file unit.csv of its folder, one row for each industry), or convert it",
        )


def _bare(unit: str) -> str:
    """A unit without signs and the word for a year: publishers write the same one in many ways."""
    return "".join(
        sign for sign in unit.lower().removesuffix("/yr").removesuffix("per year") if sign.isalnum() or sign == "$"
    )


_MILLION_DOLLARS = frozenset(_bare(one) for one in (UNIT, "million USD", "mn USD", "mio USD", "M US$", "million US$"))
