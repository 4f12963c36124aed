"""Where a statement comes from and how far it may be trusted (Convention S1)."""

from typing import Literal

from pydantic import Field

from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import OpaqueId
from gwanje.foundation.instants import KnownInstant
from gwanje.foundation.markings import Marking, MarkingWord

FactStatus = Literal["reported", "conflicting", "unverified"]


class Reference(Record):
    """A publication that facts cite: an article, an act, a notice. Data sets are sources of the evidence room."""

    id: OpaqueId
    publisher: str
    locator: str = ""
    published: KnownInstant | None = None
    weak: bool = False
    marking: MarkingWord = Field(default=Marking.PUBLIC, description="who may see what rests on it")
    note: str = ""


class CitedRecord(Record):
    """What every content fact carries: sources, status, and the instant from which it was public."""

    sources: tuple[OpaqueId, ...] = Field(min_length=1)
    status: FactStatus = "reported"
    known: KnownInstant | None = Field(
        default=None, description="earliest evidence that it was public; default: earliest dated source"
    )
    claims: tuple[OpaqueId, ...] = Field(default=(), description="disagreements this fact takes part in")
    marking: MarkingWord = Marking.PUBLIC
    note: str = ""
    note_ko: str = Field(default="", description="the remark in Korean; without it the remark is shown as it is")
