"""Down to the desk: the post that works on an affair, who sits on it, who stands in; or which is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking, highest
from gwanje.foundation.names import Names
from gwanje.registry.content.personnel import AssignmentRecord, Duty, PostStatement
from gwanje.registry.content.reading import Content
from gwanje.registry.entries import Entry, Log
from gwanje.registry.scopes import Scope
from gwanje.registry.units import Words

ROLES: tuple[Literal["holder", "acting", "deputy"], ...] = ("holder", "acting", "deputy")
DeskState = Literal["person", "post", "division_not_known", "post_not_known", "no_lead"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A person on a post, in a role; `over` says whether the term has passed by every reading, by one, or not."""

    person: str
    names: Names | None
    role: str
    over: str
    sources: tuple[str, ...]
    marking: Marking = Marking.PUBLIC

    def as_answer(self) -> dict[str, Any]:
        """The person as every answer prints them."""
        names = self.names.as_answer() if self.names else None
        return {"id": self.person, "names": names, "role": self.role, "term": self.over}


@dataclass(frozen=True, slots=True)
class PostView:
    """A post at an `AsOf`, with those who sit on it."""

    id: str
    unit: str
    names: Names
    kind: str | None
    head: bool
    contact: str
    duties: tuple[Duty, ...]
    seats: tuple[Seat, ...]
    sources: tuple[str, ...]
    marking: Marking = Marking.PUBLIC

    def as_answer(self) -> dict[str, Any]:
        """The post as every answer prints it."""
        return {
            "id": self.id,
            "unit": self.unit,
            "names": self.names.as_answer(),
            "kind": self.kind,
            "head": self.head,
            "contact": self.contact or None,
            "people": [seat.as_answer() for seat in self.seats],
        }


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk an affair is on, as far as anybody entered it."""

    state: DeskState
    words: Words
    post: PostView | None = None

    def as_answer(self) -> dict[str, Any]:
        """The desk as every answer prints it."""
        post = self.post.as_answer() if self.post else None
        return {"state": self.state, "words": self.words.as_answer(), "post": post}


class People:
    """Posts and who sits on them, at any instant."""

    def __init__(self, log: Log, content: Content) -> None:
        self._log = log
        self._content = content
        self._kinds = content.kinds
        self._posts_of: dict[str, list[str]] = {}
        for post in content.posts:
            for unit in dict.fromkeys(str(entry.value) for entry in log.of(post, "unit")):
                self._posts_of.setdefault(unit, []).append(post)

    def posts(self, asof: AsOf, unit: str | None = None) -> list[PostView]:
        """Every post, or those of a unit."""
        wanted: Iterable[str] = self._content.posts if unit is None else self._posts_of.get(unit, ())
        views = (self.post(post, asof) for post in wanted)
        return [view for view in views if view is not None and unit in (None, view.unit)]

    def post(self, post: str, asof: AsOf) -> PostView | None:
        """One post; None where it is not known at that time."""
        entry = self._log.at(post, "post", asof)
        if entry is None or not isinstance(entry.value, PostStatement):
            return None
        said = entry.value
        seats = [seat for role in ROLES if (seat := self._seat(post, role, asof)) is not None]
        return PostView(
            id=post,
            unit=said.unit,
            names=said.names,
            kind=said.kind,
            head=said.head,
            contact=said.contact,
            duties=said.duties,
            seats=tuple(seats),
            sources=tuple(dict.fromkeys([*entry.sources, *(source for seat in seats for source in seat.sources)])),
            marking=highest([said.marking, *(seat.marking for seat in seats)]),
        )

    def _seat(self, post: str, role: str, asof: AsOf) -> Seat | None:
        entry: Entry | None = self._log.at(post, role, asof)
        if entry is None or not isinstance(entry.value, AssignmentRecord):
            return None
        given = entry.value
        over = given.until.state(asof.valid) if given.until is not None else "running"
        return Seat(given.person, given.names, role, over, entry.sources, given.marking)

    def posts_of_person(self, person: str, asof: AsOf) -> list[PostView]:
        """The posts a person sits on, in any role whose term has not passed."""
        return [
            view
            for view in self.posts(asof)
            if any(seat.person == person and seat.over != "over" for seat in view.seats)
        ]

    def desk(self, mandate: tuple[str, str], scope: Scope, units: list[tuple[str, str]], asof: AsOf) -> Desk:
        """The desk of an affair (id, key) led by units (id, kind), the innermost first."""
        if not units:
            return Desk("no_lead", Words("No lead, so no desk.", "소관이 없어 담당자를 알 수 없음."))
        for unit, _ in units:
            found = self._post_for(mandate, scope, unit, asof)
            if found is not None:
                return self._with_people(found)
        inner_kind = self._kinds.get(units[0][1])
        if inner_kind is not None and not inner_kind.desk and any(kind.desk for kind in self._kinds.values()):
            desks = sorted((kind for kind in self._kinds.values() if kind.desk), key=lambda kind: kind.temporary)
            word = desks[0].names
            return Desk(
                "division_not_known",
                Words(
                    f"{word.best('en').capitalize()} not known: enter it with gwanje org assign FILE.",
                    f"담당 {word.best('ko')} 알 수 없음: gwanje org assign FILE로 입력.",
                ),
            )
        return Desk(
            "post_not_known",
            Words(
                "Post not known: enter it with gwanje org assign FILE.",
                "담당 직위 알 수 없음: gwanje org assign FILE로 입력.",
            ),
        )

    def _post_for(self, mandate: tuple[str, str], scope: Scope, unit: str, asof: AsOf) -> PostView | None:
        """The post whose duty is the narrowest that covers the question; None where no post of the unit names it."""
        best: tuple[int, PostView] | None = None
        for view in self.posts(asof, unit):
            for duty in view.duties:
                if duty.mandate in mandate and duty.about.covers(scope):
                    width = duty.about.narrowness
                    best = (width, view) if best is None or width > best[0] else best
        return best[1] if best else None

    @staticmethod
    def _with_people(view: PostView) -> Desk:
        title = Words(view.names.best("en"), view.names.best("ko"))
        present = [seat for seat in view.seats if seat.over != "over"]
        if not present:
            return Desk(
                "post",
                Words(f"{title.en}; who sits there is not known.", f"{title.ko}(담당자 알 수 없음)."),
                view,
            )
        named = [
            (seat.names.best("en"), seat.names.best("ko")) if seat.names else (seat.person,) * 2 for seat in present
        ]
        roles = {"holder": ("", ""), "acting": (" (acting)", "(직무대리)"), "deputy": (" (deputy)", "(대리)")}
        people = [
            (en + roles[seat.role][0], ko + roles[seat.role][1]) for seat, (en, ko) in zip(present, named, strict=True)
        ]
        return Desk(
            "person",
            Words(
                f"{title.en}: {', '.join(en for en, _ in people)}.", f"{title.ko}: {', '.join(ko for _, ko in people)}."
            ),
            view,
        )
