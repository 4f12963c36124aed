"""Reading the posts, persons and memberships of a Popolo document; what has no post, or has ended, is left out and told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gwanje.answers.org_exchange_parts import ExchangePost, ExchangeSeat
from gwanje.foundation.names import Language, Name, Names
from gwanje.interfaces.exchange.drafts import refuse_twice
from gwanje.interfaces.exchange.fields import Fields, refuse_unknown
from gwanje.interfaces.exchange.posts import post_of, seat_of, seated
from gwanje.interfaces.exchange.records import NAME_COLUMNS, as_mapping, names_of

Json = Mapping[str, Any]
_POST = ("id", "label", "organization_id", "gwanje")
_OWN_POST = (*NAME_COLUMNS, "kind", "head", "contact", "duties")
_PERSON = ("id", "name", "gwanje")
_MEMBERSHIP = ("id", "person_id", "organization_id", "post_id", "role", "gwanje")
_NOT_TAKEN = (
    *("organization", "area_id", "area", "start_date", "end_date", "contact_details", "links", "memberships"),
    *("created_at", "updated_at", "sources", "label", "role", "other_label", "other_names", "identifiers", "email"),
    *("family_name", "given_name", "additional_name", "patronymic_name", "sort_name", "honorific_prefix", "gender"),
    *("honorific_suffix", "birth_date", "death_date", "image", "summary", "biography", "national_identity", "member"),
    *("person", "post", "on_behalf_of_id", "on_behalf_of", "legislative_period_id"),
)


@dataclass(frozen=True, slots=True)
class PeopleReader:
    """Reads three lists of one document; `fields` puts places on values, `leave_out` counts what is not taken."""

    file: str
    lang: Language
    fields: Callable[[Json, str], Fields]
    leave_out: Callable[[str, int], None]
    places: dict[tuple[str, str], str]

    def read(self, posts: list[Json], persons: list[Json], memberships: list[Json]) -> tuple[ExchangePost, ...]:
        """Every post with the people on it."""
        named = dict(self._persons(persons))
        return seated(self._posts(posts), self._seats(memberships, named))

    def _checked(self, record: Json, taken: tuple[str, ...], path: str) -> Fields:
        refuse_unknown(record, (*taken, *_NOT_TAKEN), f"{self.file} {path}", "key")
        for key in _NOT_TAKEN:
            if key not in taken and key != "sources" and record.get(key):
                self.leave_out(f"{path.split('[', maxsplit=1)[0]}: {key}", 1)
        return self.fields(record, path)

    def _posts(self, posts: list[Json]) -> Iterator[ExchangePost]:
        seen: dict[str, str] = {}
        for index, record in enumerate(posts):
            path = f"posts[{index}]"
            told = self._checked(record, _POST, path)
            own = as_mapping(record.get("gwanje"))
            refuse_unknown(own, _OWN_POST, f"{self.file} {path}.gwanje", "key")
            inner = self.fields({**own, "id": record.get("id")}, f"{path}.gwanje")
            identity = told.needed("id")
            refuse_twice("post", identity, told.place("id"), seen)
            seen[identity] = told.place("id")
            self.places[identity, "id"] = told.place("id")
            self.places[identity, "unit"] = told.place("organization_id")
            self.places[identity, "duties"] = inner.place("duties")
            yield post_of(inner, told.needed("organization_id"), self._names(inner, told.text("label")))

    def _names(self, inner: Fields, label: str) -> Names:
        """The names under `gwanje`, else the one name in the language names without one are taken to be in."""
        names = names_of(inner)
        if names != Names() or not label:
            return names
        return Names(ko=Name(text=label)) if self.lang == "ko" else Names(en=Name(text=label))

    def _persons(self, persons: list[Json]) -> Iterator[tuple[str, Names]]:
        seen: dict[str, str] = {}
        for index, record in enumerate(persons):
            path = f"persons[{index}]"
            told = self._checked(record, _PERSON, path)
            own = as_mapping(record.get("gwanje"))
            refuse_unknown(own, NAME_COLUMNS, f"{self.file} {path}.gwanje", "key")
            identity = told.needed("id")
            refuse_twice("person", identity, told.place("id"), seen)
            seen[identity] = told.place("id")
            yield identity, self._names(self.fields(own, f"{path}.gwanje"), told.text("name"))

    def _seats(self, memberships: list[Json], named: Mapping[str, Names]) -> Iterator[tuple[str, ExchangeSeat, Fields]]:
        for index, record in enumerate(memberships):
            path = f"memberships[{index}]"
            told = self._checked(record, _MEMBERSHIP, path)
            if not told.text("post_id") or record.get("end_date"):
                self.leave_out("memberships without a post, or with an end", 1)
                continue
            person = told.needed("person_id")
            if person not in named:
                raise told.refusal(
                    "person_id", f"'{person}' is not among the persons", "the id of a person", person, "Add the person"
                )
            own = as_mapping(record.get("gwanje"))
            refuse_unknown(own, ("term",), f"{self.file} {path}.gwanje", "key")
            values = {
                "person": person,
                "post": told.text("post_id"),
                "role": record.get("role"),
                "term": own.get("term"),
            }
            fields = self.fields(values, path)
            yield told.text("post_id"), seat_of(fields).model_copy(update={"names": named[person]}), fields
