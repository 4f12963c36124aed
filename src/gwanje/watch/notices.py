"""Foreign notices as people entered them: a draft with its text, confirmed by a person, set aside, or taken back.

A confirmed one is a measure or a pause of the register like those of the content, known from when it was confirmed,
with the text it rests on as its source (docs/adr/0010: what people enter is an act).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from gwanje.foundation.citations import Reference
from gwanje.watch.act_payloads import act_as_kept, act_model
from gwanje.watch.measures import Measure, Pause

RecordKind = Literal["measure", "pause"]
NoticeStateKey = Literal["waiting", "confirmed", "set_aside", "taken_back"]


@dataclass(frozen=True, slots=True)
class _NoticeAct:
    by: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class NoticeDrafted(_NoticeAct):
    """A text in hand; `sha256` is that of its bytes in UTF-8."""

    kind: ClassVar[str] = "notice-drafted"
    name: str = ""
    text: str = ""
    sha256: str = ""
    marking: str = "public"
    vintage: int | None = None
    schedule: int | None = None

    @property
    def id(self) -> str:
        """What the draft is called; its text is a source by the same name."""
        return f"NTC-{self.number}"


@dataclass(frozen=True, slots=True)
class NoticeConfirmed(_NoticeAct):
    """What a person confirmed, as a record of the register, and why where it does not stand in the text."""

    kind: ClassVar[str] = "notice-confirmed"
    draft: int = 0
    record_kind: RecordKind = "measure"
    record: Mapping[str, Any] | None = None
    reference: Mapping[str, Any] | None = None
    because: str = ""
    not_in_text: tuple[str, ...] = ()

    @property
    def record_id(self) -> str:
        """The id in the register."""
        return str((self.record or {}).get("id", ""))


@dataclass(frozen=True, slots=True)
class NoticeSetAside(_NoticeAct):
    """A draft that becomes no measure, with the reason."""

    kind: ClassVar[str] = "notice-set-aside"
    draft: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTakenBack(_NoticeAct):
    """A confirmed one that was wrong: from now on it is not in the register; what was said before stays."""

    kind: ClassVar[str] = "notice-taken-back"
    draft: int = 0
    record_id: str = ""
    reason: str = ""


NoticeAct = NoticeDrafted | NoticeConfirmed | NoticeSetAside | NoticeTakenBack
_KINDS: dict[str, type[NoticeAct]] = {
    one.kind: one for one in (NoticeDrafted, NoticeConfirmed, NoticeSetAside, NoticeTakenBack)
}


def notice_payload(act: NoticeAct) -> dict[str, Any]:
    """An act as the journal keeps it; number and instant stand beside the payload."""
    told = {name: value for name, value in asdict(act).items() if name not in {"number", "at"} and value is not None}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def notice_act(kind: str, number: int, at: datetime, payload: Mapping[str, Any]) -> NoticeAct:
    """An act as it was kept; a kind that only a later version knows is refused."""
    return act_as_kept(act_model(_KINDS, kind, number, "notices"), number, at, payload)


def notice_numbered(act: NoticeAct, number: int) -> NoticeAct:
    """The same act at its place in the journal."""
    return replace(act, number=number)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """One draft and what became of it."""

    draft: NoticeDrafted
    confirmed: tuple[NoticeConfirmed, ...] = ()
    set_aside: NoticeSetAside | None = None
    taken_back: tuple[NoticeTakenBack, ...] = ()

    @property
    def state(self) -> NoticeStateKey:
        """Where it stands: waiting for a person until he has confirmed it or set it aside."""
        gone = {one.record_id for one in self.taken_back}
        if any(one.record_id not in gone for one in self.confirmed):
            return "confirmed"
        if self.confirmed:
            return "taken_back"
        return "set_aside" if self.set_aside is not None else "waiting"

    @property
    def records(self) -> tuple[str, ...]:
        """The ids it has in the register now."""
        gone = {one.record_id for one in self.taken_back}
        return tuple(one.record_id for one in self.confirmed if one.record_id not in gone)


def notice_files(acts: Iterable[NoticeAct], known: datetime | None = None) -> tuple[NoticeFile, ...]:
    """Every draft with what became of it, in the order in which they came; only what had been entered by then."""
    every = [act for act in acts if known is None or act.at <= known]
    drafts = [act for act in every if isinstance(act, NoticeDrafted)]
    return tuple(
        NoticeFile(
            draft,
            tuple(a for a in every if isinstance(a, NoticeConfirmed) and a.draft == draft.number),
            next((a for a in every if isinstance(a, NoticeSetAside) and a.draft == draft.number), None),
            tuple(a for a in every if isinstance(a, NoticeTakenBack) and a.draft == draft.number),
        )
        for draft in drafts
    )


@dataclass(frozen=True, slots=True)
class EnteredNotices:
    """What confirmed notices add to the register; `unread` are acts that no longer make a record."""

    measures: tuple[Measure, ...] = ()
    pauses: tuple[Pause, ...] = ()
    references: tuple[Reference, ...] = ()
    taken_back: Mapping[str, datetime] | None = None
    unread: tuple[str, ...] = ()


def entered_notices(acts: Iterable[NoticeAct], zone: ZoneInfo) -> EnteredNotices:
    """The records of every confirmed notice, with their sources and from when they were taken back."""
    measures, pauses, references, unread = [], [], {}, []
    back: dict[str, datetime] = {}
    for act in acts:
        if isinstance(act, NoticeTakenBack):
            back[act.record_id] = act.at
        if not isinstance(act, NoticeConfirmed):
            continue
        try:
            reference = Reference.model_validate(act.reference, context={"zone": zone})
            model: type[Measure | Pause] = Measure if act.record_kind == "measure" else Pause
            record = model.model_validate(act.record, context={"zone": zone})
        except ValidationError:
            unread.append(act.record_id or f"entry {act.number}")
            continue
        references[reference.id] = reference
        if isinstance(record, Measure):
            measures.append(record)
        else:
            pauses.append(record)
    return EnteredNotices(tuple(measures), tuple(pauses), tuple(references.values()), back, tuple(unread))
