"""Ids of another system are not ids of gwanje: refused where they do not fit, or replaced by numbered ones on request."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from gwanje.answers.org_exchange_parts import ExchangeAffair, ExchangePost, ExchangeUnit
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.interfaces.exchange.drafts import Draft

_ID: TypeAdapter[str] = TypeAdapter(OpaqueId)
_KEY: TypeAdapter[str] = TypeAdapter(Key)


def refuse_unfit(draft: Draft) -> None:
    """Refuse an id or key that content cannot carry."""
    for unit in draft.units:
        _fits(unit.id, draft.place(unit.id, "id"), "unit")
    for affair in draft.affairs:
        _fits(affair.id, draft.place(affair.whole_key, "id"), "affair")
        _fits_key(affair.key, draft.place(affair.whole_key, "key"), "affair")
        _fits_key(affair.scope, draft.place(affair.whole_key, "scope"), "scope")
    for post in draft.posts:
        _fits(post.id, draft.place(post.id, "id"), "post")
        for seat in post.seats:
            _fits(seat.person, draft.place(post.id, "id"), "person")
    for kind in draft.kinds:
        _fits_key(kind.key, draft.places.get((f"kind:{kind.key}", "key"), f"kind '{kind.key}'"), "kind")


def _fits(identity: str, place: str, kind: str) -> None:
    try:
        _ID.validate_python(identity)
    except ValidationError as fault:
        raise RefusedInputError(
            f"The id of this {kind} cannot be an id of content",
            place=place,
            expected="letters, then groups of letters and digits after hyphens, such as kr-u02",
            found=identity,
            remedy="Rename it, or give --prefix: then everything is numbered, and the file's id is kept as a note",
        ) from fault


def _fits_key(key: str, place: str, kind: str) -> None:
    try:
        _KEY.validate_python(key)
    except ValidationError as fault:
        raise RefusedInputError(
            f"The key of this {kind} cannot be a key of content",
            place=place,
            expected="small letters, digits and hyphens, such as trade-security",
            found=key,
            remedy="Rename it",
        ) from fault


def numbered(draft: Draft, prefix: str) -> Draft:
    """The draft with ids such as `gb-u001` and `gb-m001`, in the order of the file; its own ids stay as notes."""
    units = {unit.id: f"{prefix}-u{number:03d}" for number, unit in enumerate(draft.units, 1)}
    affairs = {
        one: f"{prefix}-m{number:03d}" for number, one in enumerate(dict.fromkeys(a.id for a in draft.affairs), 1)
    }
    return replace(
        draft,
        units=tuple(_unit(unit, units) for unit in draft.units),
        affairs=tuple(_affair(affair, affairs[affair.id], units) for affair in draft.affairs),
        posts=tuple(_numbered_posts(draft, prefix, units, affairs)),
    )


def _numbered_posts(
    draft: Draft, prefix: str, units: dict[str, str], affairs: dict[str, str]
) -> Iterator[ExchangePost]:
    people = dict.fromkeys(seat.person for post in draft.posts for seat in post.seats)
    persons = {one: f"{prefix}-h{number:03d}" for number, one in enumerate(people, 1)}
    for number, post in enumerate(draft.posts, 1):
        seats = tuple(seat.model_copy(update={"person": persons[seat.person]}) for seat in post.seats)
        duties = tuple(":".join([affairs[first], *more]) for first, *more in (duty.split(":") for duty in post.duties))
        changes = {"id": f"{prefix}-p{number:03d}", "unit": units[post.unit], "seats": seats, "duties": duties}
        yield post.model_copy(update=changes)


def _unit(unit: ExchangeUnit, ids: dict[str, str]) -> ExchangeUnit:
    parent = unit.parent.model_copy(
        update={
            "unit": ids[unit.parent.unit] if unit.parent.unit else None,
            "within": ids[unit.parent.within] if unit.parent.within else None,
        }
    )
    followers = tuple(ids[one] for one in unit.successors)
    notes = (*unit.notes, f"id in the file: {unit.id}")
    return unit.model_copy(update={"id": ids[unit.id], "parent": parent, "notes": notes, "successors": followers})


def _affair(affair: ExchangeAffair, identity: str, ids: dict[str, str]) -> ExchangeAffair:
    partners = affair.cooperating
    note = f"id in the file: {affair.id}"
    return affair.model_copy(
        update={
            "id": identity,
            "lead": ids[affair.lead] if affair.lead else None,
            "inner": ids[affair.inner] if affair.inner else None,
            "cooperating": tuple(ids[unit] for unit in partners) if partners is not None else None,
            "units": tuple(ids[unit] for unit in affair.units),
            "notes": (*affair.notes, {"en": note, "ko": note}),
        }
    )
