"""What every answer carries: the two times it was asked for, its marking, and the sources behind it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from gwanje.answers.sentences import Sentence
from gwanje.foundation.markings import Marking, MarkingWord

AbsenceStatus = Literal["ok", "not_yet_known", "no_data", "not_computable", "not_known", "not_reported", "none"]


class Plain(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class SourceNote(Plain):
    """One source as it is printed: a publication that facts cite, or a data set with licence and checksum."""

    id: str
    kind: Literal["reference", "data"]
    publisher: str
    title: str = ""
    locator: str = ""
    published: str = ""
    licence: str = ""
    attribution: str = ""
    sha256: str = ""
    weak: bool = False


class Absence(Plain):
    """Nothing to show, and why: the reason is part of the answer."""

    status: AbsenceStatus
    reason: Sentence


class Answer(Plain):
    """An answer of the tower: typed, complete, ready to be rendered by any interface."""

    on: datetime
    known: datetime
    country: str
    marking: MarkingWord = Marking.PUBLIC
    sources: tuple[SourceNote, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The JSON document of this answer."""
        return self.model_dump(mode="json", by_alias=True)

    def rows(self) -> list[dict[str, Any]]:
        """The answer as flat rows, for tables, CSV and Parquet; answers with a natural table override this."""
        return [{"key": key, "value": str(value)} for key, value in self.as_json().items()]
