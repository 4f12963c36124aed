"""Reading Popolo JSON, gwanje's own or another system's: organizations, and affairs where the key `gwanje` has them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from zoneinfo import ZoneInfo

from gwanje.answers.org_exchange_parts import ExchangeAffair, ExchangeUnit, UnitKind, UsedName
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.names import Language, NameLanguage
from gwanje.interfaces.exchange.drafts import Draft, refuse_twice
from gwanje.interfaces.exchange.endings import ending_columns
from gwanje.interfaces.exchange.fields import BAR, NONE, NOT_REPORTED, Fields, refuse_unknown
from gwanje.interfaces.exchange.popolo_people import PeopleReader
from gwanje.interfaces.exchange.records import (
    LANGUAGES,
    affair_of,
    as_mapping,
    kind_of,
    marking_of,
    name_status,
    places_of,
    refuse_other_names,
    unit_of,
    used_name,
)
from gwanje.interfaces.exchange.tables import AFFAIRS, KINDS

Json = Mapping[str, Any]
_TOP = ("persons", "organizations", "posts", "memberships", "areas", "events", "meta", "gwanje")
_OWN_TOP = (
    *("country", "on", "known", "language", "marking", "not_told"),
    *("kinds", "affairs", "delegations", "reforms"),
)
_TAKEN = (
    *("id", "name", "other_names", "identifiers", "classification", "parent_id", "founding_date", "dissolution_date"),
    "gwanje",
)
_NOT_TAKEN = (
    *("parent", "area_id", "area", "image", "contact_details", "links", "memberships", "posts"),
    *(
        "created_at",
        "updated_at",
        "sources",
        "children",
        "members",
        "motions",
        "vote_events",
        "abstract",
        "description",
    ),
)
_OTHER_NAME = ("name", "lang", "start_date", "end_date", "note", "gwanje")
_NAME_DETAILS = ("lang", "language", "status", "use", "start", "end", "note")
_OWN = (
    *(
        "exists",
        "name",
        "missing_names",
        "parent",
        "parent_state",
        "within",
        "missing_level",
        "parent_note",
        "parent_status",
    ),
    *("ended", "ended_by", "successors", *ending_columns("term"), "term_ends", "term_state"),
    *("since", "complete_levels", "incomplete", "status", "claims", "remarks"),
)


class PopoloReader:
    """One document; names without a language are taken to be in `lang`, those with the tag `own` in the country's own."""

    def __init__(self, name: str, zone: ZoneInfo, lang: Language, own: str = "") -> None:
        self._file = name
        self._zone = zone
        self._lang = lang
        self._own = own
        self._places: dict[tuple[str, str], str] = {}
        self._left_out: dict[str, int] = {}

    def read(self, text: str) -> Draft:
        """The draft of a document."""
        document = self._document(text)
        refuse_unknown(document, _TOP, self._file, "key")
        own = as_mapping(document.get("gwanje"))
        self._own = self._own or str(own.get("language") or "")
        refuse_unknown(own, _OWN_TOP, f"{self._file} gwanje", "key")
        head = self._fields(own, "gwanje")
        kinds = {kind.key: kind for kind in self._kinds(own)}
        units = tuple(self._units(document, kinds))
        for part in ("areas", "events"):
            self._leave_out(part, len(self._objects(document, part, part)))
        people = PeopleReader(self._file, self._lang, self._fields, self._leave_out, self._places)
        posts = people.read(*(self._objects(document, part, part) for part in ("posts", "persons", "memberships")))
        if not posts:
            self._leave_out("persons", len(self._objects(document, "persons", "persons")))
        for part in ("reforms", "delegations"):
            self._leave_out(part, len(self._objects(own, part, f"gwanje.{part}")))
        return Draft(
            country=head.text("country"),
            on=head.instant("on"),
            known=head.instant("known"),
            kinds=tuple(kinds[key] for key in sorted(kinds)),
            units=units,
            affairs=tuple(self._affairs(own)),
            posts=posts,
            places=self._places,
            left_out=tuple(f"{part} ({count})" for part, count in self._left_out.items() if count),
            language=head.text("language"),
            marking=marking_of(head),
        )

    def _document(self, text: str) -> Json:
        try:
            document = json.loads(text, object_pairs_hook=self._once, parse_constant=self._no_constant)
        except json.JSONDecodeError as fault:
            raise RefusedInputError(
                "This is not JSON",
                place=f"{self._file} line {fault.lineno}",
                found=fault.msg,
                remedy="Mend the text there",
            ) from fault
        if not isinstance(document, dict):
            raise RefusedInputError(
                "This is not a Popolo document",
                place=self._file,
                expected="an object with a list of organizations",
                found=type(document).__name__,
                remedy="Put the list under the key 'organizations'",
            )
        return document

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise RefusedInputError(
                f"The key '{twice}' stands twice in one object", place=self._file, remedy="Keep one of the two"
            )
        return found

    def _no_constant(self, word: str) -> Any:
        raise RefusedInputError(
            f"'{word}' is not a value of JSON",
            place=self._file,
            expected="a number, a text or null",
            remedy="Remove it",
        )

    def _fields(self, values: Json, path: str) -> Fields:
        return Fields(values, lambda key: f"{self._file} {path}.{key}", self._zone)

    def _objects(self, holder: Json, key: str, path: str) -> list[Json]:
        value = holder.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise RefusedInputError(
                f"'{path}' is not a list of objects",
                place=f"{self._file} {path}",
                found=repr(value)[:80],
                remedy="Mend it",
            )
        return value

    def _leave_out(self, what: str, count: int = 1) -> None:
        self._left_out[what] = self._left_out.get(what, 0) + count

    def _kinds(self, own: Json) -> Iterator[UnitKind]:
        seen: dict[str, str] = {}
        for index, record in enumerate(self._objects(own, "kinds", "gwanje.kinds")):
            path = f"gwanje.kinds[{index}]"
            refuse_unknown(record, KINDS, f"{self._file} {path}", "key")
            fields = self._fields(record, path)
            kind = kind_of(fields)
            refuse_twice("kind", kind.key, fields.place("key"), seen)
            seen[kind.key] = fields.place("key")
            yield kind

    def _units(self, document: Json, kinds: dict[str, UnitKind]) -> Iterator[ExchangeUnit]:
        seen: dict[str, str] = {}
        by_words: dict[str, UnitKind] = {}
        for index, record in enumerate(self._objects(document, "organizations", "organizations")):
            path = f"organizations[{index}]"
            refuse_unknown(record, (*_TAKEN, *_NOT_TAKEN), f"{self._file} {path}", "key")
            fields = self._fields(record, path)
            identity = fields.needed("id")
            refuse_twice("organization", identity, fields.place("id"), seen)
            seen[identity] = fields.place("id")
            for key in _NOT_TAKEN:
                self._leave_out(key, int(bool(record.get(key)) and not (key == "sources" and "gwanje" in record)))
            words = fields.text("classification")
            kind = (kinds.get(words) or self._new_kind(words, kinds, by_words)) if words else None
            yield self._unit(record, path, identity, kind)

    def _new_kind(self, words: str, kinds: dict[str, UnitKind], by_words: dict[str, UnitKind]) -> UnitKind:
        """A kind from a classification in free words: its key is made from them, its level is not known."""
        if words not in by_words:
            key = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or f"kind-{len(kinds) + 1}"
            while key in kinds:
                key += "-x"
            names = {self._lang: {"text": words}}
            by_words[words] = UnitKind.model_validate({"key": key, "names": names, "level": "not known"})
            kinds[key] = by_words[words]
        return by_words[words]

    def _unit(self, record: Json, path: str, identity: str, kind: UnitKind | None) -> ExchangeUnit:
        own = as_mapping(record.get("gwanje"))
        refuse_unknown(own, _OWN, f"{self._file} {path}.gwanje", "key")
        told = self._fields(record, path)
        named = list(self._names(record, own, path, identity))
        self._one_in_use(named, told)
        values = {**own, "parent": self._parent_word(told, own, path)}
        values["since"] = own.get("since") or record.get("founding_date")
        values["ended"] = own.get("ended") or record.get("dissolution_date")
        values["remarks"] = BAR.join(self._fields(own, f"{path}.gwanje").several("remarks"))
        fields = Fields(values, lambda key: f"{self._file} {path}.{_KEY_OF.get(key, 'gwanje.' + key)}", self._zone)
        self._places |= places_of(identity, fields, ("id", "parent", "within", "since", "ended", "successors"))
        return unit_of(fields, identity, named, kind)

    def _parent_word(self, told: Fields, own: Json, path: str) -> str:
        """The parent's id; without one the word that says why, and nothing where the file does not say."""
        inner = self._fields(own, f"{path}.gwanje")
        unit, state = told.text("parent_id") or inner.text("parent"), inner.text("parent_state")
        if unit and state not in {"", "unit"}:
            raise told.refusal(
                "parent_id",
                "A parent is named and said not to be",
                f"no parent ({state})",
                unit,
                "Remove one of the two",
            )
        return unit or {"none": NONE, "not reported": NOT_REPORTED}.get(state, "")

    def _names(self, record: Json, own: Json, path: str, identity: str) -> Iterator[UsedName]:
        primary = self._fields(record, path).text("name")
        if primary:
            details = as_mapping(own.get("name"))
            yield self._name(primary, details, f"{path}.gwanje.name", identity)
        for index, other in enumerate(self._objects(record, "other_names", f"{path}.other_names")):
            at = f"{path}.other_names[{index}]"
            refuse_unknown(other, _OTHER_NAME, f"{self._file} {at}", "key")
            lang = "own" if self._own and other.get("lang") == self._own else other.get("lang")
            details = {"lang": lang, "start": other.get("start_date"), "end": other.get("end_date")}
            if "gwanje" not in other:
                details["note"] = other.get("note")
                if lang not in (None, *LANGUAGES) or (lang is None and not other.get("end_date")):
                    self._leave_out("other names in other languages, or neither former nor in a language of their own")
                    continue
            text = self._fields(other, at).needed("name")
            yield self._name(text, {**details, **as_mapping(other.get("gwanje"))}, f"{at}.gwanje", identity)

    def _name(self, text: str, details: Json, path: str, identity: str) -> UsedName:
        refuse_unknown(details, _NAME_DETAILS, f"{self._file} {path}", "key")
        fields = self._fields(details, path)
        lang = cast("NameLanguage", fields.choice("lang", LANGUAGES, self._lang))
        self._places[identity, f"name:{text}"] = f"{self._file} {path}"
        return used_name(fields, lang, text, name_status(fields, "status"))

    @staticmethod
    def _one_in_use(names: list[UsedName], fields: Fields) -> None:
        for lang in LANGUAGES:
            used = [name.text for name in names if name.lang == lang and name.use in {"current", "coming", "last"}]
            if len(used) > 1:
                raise fields.refusal(
                    "other_names",
                    f"The organization has two names in use ({lang})",
                    f"'{used[0]}' alone",
                    f"'{used[1]}' too",
                    "Give one of them an end_date, or its own language",
                )

    def _affairs(self, own: Json) -> Iterator[ExchangeAffair]:
        first: dict[str, ExchangeAffair] = {}
        seen: dict[str, str] = {}
        for index, record in enumerate(self._objects(own, "affairs", "gwanje.affairs")):
            path = f"gwanje.affairs[{index}]"
            refuse_unknown(record, AFFAIRS, f"{self._file} {path}", "key")
            values = {**record, "remarks": BAR.join(self._fields(record, path).several("remarks"))}
            fields = self._fields(values, path)
            affair = affair_of(fields)
            refuse_twice("affair", affair.whole_key, fields.place("id"), seen)
            seen[affair.whole_key] = fields.place("id")
            refuse_other_names(first.setdefault(affair.id, affair), affair, fields)
            self._places |= places_of(affair.whole_key, fields, AFFAIRS)
            yield affair


_KEY_OF = {"id": "id", "parent": "parent_id"}
