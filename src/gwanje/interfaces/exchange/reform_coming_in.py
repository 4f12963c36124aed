"""A planner's table of events as a reform file: completed by what the command says, and tried on the tower before it is written."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gwanje.answers.previews import candidate
from gwanje.answers.tower import Tower
from gwanje.foundation.content import parse_record
from gwanje.foundation.errors import ContentError, RefusedInputError, WrongUseError, unknown_key
from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.interfaces.exchange.bringing_in import text_of
from gwanje.interfaces.exchange.days import day_or_instant
from gwanje.interfaces.exchange.events_reading import EventsDraft, EventsReader
from gwanje.registry import ReformFile

Json = dict[str, Any]
_LINE = re.compile(r" line (\d+)$")


@dataclass(frozen=True, slots=True)
class ReformRequest:
    """What the command says about the reform; empty where the table's row `reform` says it."""

    name: str
    reform: str = ""
    effective: str = ""
    act: str = ""
    decided: str = ""
    source: str = ""
    publisher: str = ""
    known: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReformIn:
    """The file of the reform, how many events it has, and what a planner should look at."""

    reform: str
    text: str
    events: int
    to_do: tuple[str, ...]


@dataclass(slots=True)
class TowerNames:
    """Finds units, affairs, kinds, posts, publications and disagreements of a tower, and what the table brings itself."""

    tower: Tower
    brought: dict[str, set[str]] = field(default_factory=dict)
    read_as: dict[str, str] = field(default_factory=dict)

    def bring(self, kind: str, identity: str) -> None:
        """Something that comes with the table."""
        self.brought.setdefault(kind, set()).add(identity)

    def unit(self, called: str) -> str:
        """A unit by its id or by a name of any time."""
        if called in self.brought.get("unit", ()):
            return called
        return self._found(called, self.tower.registry.find_unit(called))

    def affair(self, called: str) -> str:
        """An affair by its id, key or name."""
        return self._found(called, self.tower.registry.find_mandate(called).id)

    def kind(self, called: str) -> str:
        """A kind by its key or name."""
        kinds = self.tower.registry.kinds()
        met = [kind.key for kind in kinds if called == kind.key or called in kind.names.texts()]
        if len(met) != 1:
            raise unknown_key("kind of unit", called, [kind.key for kind in kinds])
        return self._found(called, met[0])

    def side(self, called: str) -> str:
        """A unit, or a post by its id."""
        if called in {entry.subject for entry in self.tower.registry.entries if entry.aspect == "post"}:
            return called
        return self.unit(called)

    def source(self, called: str) -> str:
        """A publication by its id."""
        known = {reference.id for reference in self.tower.references} | self.brought.get("source", set())
        if called not in known:
            raise unknown_key("publication", called, known, remedy="Bring it with --source and --publisher")
        return called

    def claim(self, called: str) -> str:
        """A disagreement by its id."""
        known = {claim.id for claim in self.tower.claims}
        if called not in known:
            raise unknown_key("disagreement", called, known, remedy="Enter it in claims.yaml first")
        return called

    def _found(self, called: str, identity: str) -> str:
        if called != identity:
            self.read_as[called] = identity
        return identity


def bring_in_reform(path: Path, request: ReformRequest, tower: Tower, *, at: datetime) -> ReformIn:
    """Read, complete and try a table of events; nothing is entered. A refusal names the row at fault."""
    names = TowerNames(tower)
    if request.source:
        names.bring("source", request.source)
    draft = EventsReader(path.name, tower.zone, names).read(text_of(path))
    _complete(draft, request, tower, path.name)
    text = draft.yaml()
    try:
        parse_record(text, request.name, ReformFile, zone=tower.zone)
        candidate(tower, text, name=request.name, by="import", at=at)
    except ContentError as fault:
        raise _at_its_row(fault, draft, path.name) from fault
    read_as = [f"read as: {called} = {identity}" for called, identity in names.read_as.items()]
    reform = str(draft.head["id"])
    known = any(one.id == reform for one in tower.registry.reforms(_now(tower)))
    amends = [f"'{reform}' is known already: entered, this is a new version of it"] if known else []
    return ReformIn(reform, text, len(draft.events), (*read_as, *amends))


def _now(tower: Tower) -> AsOf:
    return AsOf(tower.latest_known(), tower.latest_known())


def _complete(draft: EventsDraft, request: ReformRequest, tower: Tower, file: str) -> None:
    """What the command says goes where the table is silent; where both speak they must agree."""
    head = draft.head
    place = f"{file} row {draft.head_row}" if draft.head_row else file
    head.setdefault("names", {})
    _agree(head, "id", request.reform, "--reform", place)
    _agree(head, "effective", _day(request.effective, "not known", tower), "--effective", place)
    basis = head.setdefault("basis", {})
    _agree(basis, "act", request.act, "--act", place)
    _agree(basis, "decided", _day(request.decided, "not reported", tower), "--decided", place)
    if request.known is not None and "known" not in head:
        head["known"] = request.known.isoformat()
    _cite(head, request, tower, place)


def _agree(told: Json, key: str, asked: Any, option: str, place: str) -> None:
    if not asked and key not in told:
        raise WrongUseError(
            f"Neither the table nor the command says {_WORDS[key]}",
            place=place,
            expected=f"a row 'reform' in the table, or {option}",
            found="neither",
            remedy=f"Give {option}{_HINTS.get(key, '')}",
        )
    if asked and told.setdefault(key, asked) != asked:
        raise RefusedInputError(
            f"The table and {option} contradict each other about {_WORDS[key]}",
            place=place,
            expected=f"{told[key]}, as the table says",
            found=str(asked),
            remedy=f"Leave {option} out, or correct the table",
        )


_WORDS = {
    "id": "which reform this is",
    "effective": "the day it takes effect",
    "act": "the act it rests on",
    "decided": "when the act was decided",
}
_HINTS = {"effective": ", a day or 'not known'", "decided": ", a day or 'not reported'"}


def _day(text: str, word: str, tower: Tower) -> Any:
    """A day as the command line has it, or the word that stands for one."""
    if text in {"", word}:
        return text
    value = day_or_instant(parse_instant(text, tower.zone), tower.zone)
    return value if value is None or not isinstance(value, datetime) else value.isoformat()


def _cite(head: Json, request: ReformRequest, tower: Tower, place: str) -> None:
    """The source of the command stands first; one that nobody declared comes with the reform."""
    if not request.source and not head.get("sources"):
        raise WrongUseError(
            "Neither the table nor the command says which publication the reform cites",
            place=place,
            expected="a row 'reform' with sources, or --source",
            found="neither",
            remedy="Give --source, and --publisher where it is a new one",
        )
    if not request.source:
        return
    head["sources"] = list(dict.fromkeys([request.source, *head.get("sources", ())]))
    brought = {one["id"] for one in head.get("references", ())}
    declared = {reference.id: reference.publisher for reference in tower.references}
    if request.source in declared:
        if request.publisher and request.publisher != declared[request.source]:
            raise RefusedInputError(
                f"'{request.source}' is the id of another publication",
                place="--source",
                expected=declared[request.source],
                found=request.publisher,
                remedy="Give the new publication an id of its own",
            )
        return
    if request.source in brought:
        return
    if not request.publisher:
        raise WrongUseError(
            f"Nobody has declared the publication '{request.source}'",
            place="--source",
            expected="who published it",
            found="no --publisher",
            remedy="Give --publisher, or the id of a publication of references.yaml",
        )
    record: Json = {"id": request.source, "publisher": request.publisher}
    if request.known is not None:
        record["published"] = request.known.isoformat()
    head.setdefault("references", []).append(record)


def _at_its_row(fault: ContentError, draft: EventsDraft, file: str) -> RefusedInputError:
    """The same refusal, with the row of the table beside the line of the file that is not written."""
    met = _LINE.search(fault.place)
    row = draft.row_of_line(int(met[1])) if met else 0
    return RefusedInputError(
        fault.what,
        place=f"{file} row {row}" if row else file,
        expected=fault.expected,
        found=fault.found,
        remedy=fault.remedy,
    )
