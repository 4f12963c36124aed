"""What a meeting, a round or an inspection needs on the table: which pages, of which affair, schemes and items, and why."""

from collections.abc import Iterator
from datetime import date, timedelta

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.inspecting import CheckLine, check_calendar, check_subject
from gwanje.answers.morning import Today
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import source_notes
from gwanje.answers.today import today
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.instants import AsOf
from gwanje.watch import Scheme

MOST_BRIEFS = 6
LOOKED_BACK = 30


class PackedItem(Plain):
    """An item whose brief goes into a pack, and why it does."""

    item: str
    because: Sentence


class PackedCycle(Plain):
    """A warning scheme whose last days go into a pack."""

    scheme: str
    first: date
    last: date


class MeetingPack(Answer):
    """The pages of a pack; items beyond the most that a meeting can read are named, not dropped."""

    subject: str
    what: Sentence
    due: Sentence
    mandates: tuple[str, ...]
    cycles: tuple[PackedCycle, ...]
    briefs: tuple[PackedItem, ...]
    left_out: tuple[str, ...]

    def rows(self) -> list[dict[str, str]]:
        """One page a row."""
        return [
            *({"page": "today", "about": one, "because": ""} for one in self.mandates),
            *({"page": "cycle", "about": one.scheme, "because": f"{one.first}..{one.last}"} for one in self.cycles),
            *({"page": "brief", "about": one.item, "because": one.because.en} for one in self.briefs),
        ]


def meeting_pack(tower: Tower, as_of: AsOf, asked: str) -> MeetingPack:
    """The pack of a cadence by its id, or of the inspection of an item."""
    subject = check_subject(tower, asked)
    line = _line(tower, as_of, subject)
    about = {subject} if subject in tower.items else set(tower.facts.get(subject).subjects)
    mandates = tuple(one.key for one in tower.registry.mandates(as_of.known) if one.key in about)
    schemes = tuple(one for one in tower.schemes.known_by(as_of.known) if _concerns(one, about))
    last = as_of.valid.astimezone(tower.zone).date()
    items: dict[str, Sentence] = {}
    for item, because in _wanted(tower, as_of, about, mandates, schemes):
        items.setdefault(item, because)
    packed = [PackedItem(item=item, because=because) for item, because in items.items()]
    return MeetingPack(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, line.what.sources),
        subject=subject,
        what=line.what,
        due=line.words,
        mandates=mandates,
        cycles=tuple(
            PackedCycle(scheme=one.key, first=last - timedelta(days=LOOKED_BACK), last=last)
            for one in schemes
            if one.levels and one.ended is None
        ),
        briefs=tuple(packed[:MOST_BRIEFS]),
        left_out=tuple(one.item for one in packed[MOST_BRIEFS:]),
    )


def _line(tower: Tower, as_of: AsOf, subject: str) -> CheckLine:
    calendar = check_calendar(tower, as_of, every_item=True)
    for line in calendar.lines:
        if line.id == subject:
            return line
    raise RefusedInputError(
        f"{subject} was not scheduled by then",
        expected="a meeting, a round or an item that the calendar has on that day",
        found=subject,
        remedy="Ask gwanje watch calendar which ones there are",
    )


def _concerns(scheme: Scheme, about: set[str]) -> bool:
    return scheme.mandate in about or any(about & set(one.items) for one in scheme.resources)


def _wanted(
    tower: Tower, as_of: AsOf, about: set[str], mandates: tuple[str, ...], schemes: tuple[Scheme, ...]
) -> Iterator[tuple[str, Sentence]]:
    """The item itself; or what is due, stands at a level, or ends in the affairs of the meeting."""
    yield from ((item, _ITSELF) for item in sorted(about) if item in tower.items)
    if mandates:
        page = today(tower, as_of)
        yield from ((item, _DUE) for item in _due(tower, as_of, about))
        yield from ((item, _AT_LEVEL) for item in _raised(page, schemes))
        yield from _ending(page, about)


_ITSELF = Sentence(en="the item itself", ko="해당 품목")
_DUE = Sentence(en="its inspection is due", ko="점검 시기 도래")
_AT_LEVEL = Sentence(en="it stands at a level", ko="위기경보 단계 발령 중")


def _due(tower: Tower, as_of: AsOf, about: set[str]) -> Iterator[str]:
    for line in check_calendar(tower, as_of).lines:
        if line.kind == "inspection" and line.state in ("overdue", "due_today") and line.lead.mandate in about:
            yield line.id


def _raised(page: Today, schemes: tuple[Scheme, ...]) -> Iterator[str]:
    standing = {(one.scheme, one.resource) for one in page.levels.marks}
    for scheme in schemes:
        for resource in scheme.resources:
            if (scheme.key, resource.key) in standing:
                yield from resource.items


def _ending(page: Today, about: set[str]) -> Iterator[tuple[str, Sentence]]:
    for end in page.ends.all():
        if end.lead.mandate in about:
            because = Sentence(en=f"{end.id} ends or has ended", ko=f"{end.id} 종료 예정 또는 종료")
            yield from ((item, because) for item in end.items)
