"""Posts and the people on them: from fields to posts, and on to content; tables and Popolo share the words."""

from collections.abc import Iterable
from typing import Any, Literal, cast

from gwanje.answers.org_exchange_parts import ExchangePost, ExchangeSeat
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.names import Names
from gwanje.interfaces.exchange.fields import Fields
from gwanje.interfaces.exchange.records import names_of

Json = dict[str, Any]
_ROLES = ("holder", "acting", "deputy")
_TERMS = ("running", "over by one reading", "over")


def post_of(fields: Fields, unit: str, names: Names) -> ExchangePost:
    """One post without its people."""
    return ExchangePost(
        id=fields.needed("id"),
        unit=unit,
        names=names,
        kind=fields.text("kind"),
        head=fields.flag("head", default=False),
        contact=fields.text("contact"),
        duties=fields.several("duties"),
    )


def seat_of(fields: Fields) -> ExchangeSeat:
    """One person in one role."""
    return ExchangeSeat(
        person=fields.needed("person"),
        names=names_of(fields),
        role=cast("Literal['holder', 'acting', 'deputy']", fields.choice("role", _ROLES, "holder")),
        term=fields.choice("term", _TERMS, "running"),
    )


def seated(
    posts: Iterable[ExchangePost], seats: Iterable[tuple[str, ExchangeSeat, Fields]]
) -> tuple[ExchangePost, ...]:
    """The posts with their people; a person on a post that is not there, or two in one role, are refused."""
    by_id = {post.id: post for post in posts}
    for identity, seat, fields in seats:
        post = by_id.get(identity)
        if post is None:
            raise fields.refusal(
                "post",
                f"A person sits on '{identity}', which is not in the file",
                "the id of a post",
                identity,
                "Add it",
            )
        if any(one.role == seat.role for one in post.seats):
            raise fields.refusal(
                "role", f"Two people are {seat.role} of '{identity}'", "one", seat.person, "Correct one of the two"
            )
        by_id[identity] = post.model_copy(update={"seats": (*post.seats, seat)})
    return tuple(by_id.values())


def personnel(posts: Iterable[ExchangePost], cited: Json, names: Any, without: set[str]) -> Json:
    """The personnel file of content: every post as attested, and who sits on it while the term runs."""
    told = list(posts)
    return {
        "posts": [_post(post, cited, names, without) for post in told],
        "assignments": [
            {"person": seat.person, "names": names(seat.names), "post": post.id, "role": seat.role, **cited}
            for post in told
            for seat in post.seats
            if seat.term == "running"
        ],
    }


def _post(post: ExchangePost, cited: Json, names: Any, without: set[str]) -> Json:
    said: Json = {"unit": post.unit, "names": names(post.names)}
    said |= {name: value for name in ("kind", "contact") if (value := getattr(post, name))}
    said |= {"head": True} if post.head else {}
    duties = [_duty(duty) for duty in post.duties if mandate_of(duty) not in without]
    said |= {"duties": duties} if duties else {}
    return {"id": post.id, "before": [{**said, **cited}]}


def _duty(duty: str) -> Json:
    values = dict(zip(("mandate", "scope", "scheme", "item"), duty.split(":"), strict=False))
    return {name: value for name, value in values.items() if value}


def mandate_of(duty: str) -> str:
    """The affair of a duty written `FN-04:part:scheme:item`."""
    return duty.split(":", 1)[0]


def check_posts(posts: Iterable[ExchangePost], units: set[str], affairs: set[str], places: Any) -> None:
    """A post belongs to a unit of the file and works on affairs of the file."""
    for post in posts:
        _in_file(post.unit, units, places(post.id, "unit"), f"Post '{post.id}' belongs to")
        for duty in post.duties:
            _in_file(mandate_of(duty), affairs, places(post.id, "duties"), f"Post '{post.id}' works on")


def _in_file(identity: str, known: set[str], place: str, who: str) -> None:
    if identity not in known:
        raise RefusedInputError(
            f"{who} '{identity}', which is not in the file",
            place=place,
            expected="an id of this file",
            found=identity,
            remedy="Add it, or correct the id",
        )
