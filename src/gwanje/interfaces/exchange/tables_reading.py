"""Reading a folder of CSV tables: `units.csv` is needed, the others may be left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from zoneinfo import ZoneInfo

from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangePost,
    ExchangeSeat,
    ExchangeUnit,
    UnitKind,
    UsedName,
)
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.foundation.names import NameLanguage
from gwanje.interfaces.exchange.drafts import Draft, refuse_twice
from gwanje.interfaces.exchange.fields import Fields, refuse_unknown
from gwanje.interfaces.exchange.posts import post_of, seat_of, seated
from gwanje.interfaces.exchange.records import (
    LANGUAGES,
    affair_of,
    kind_of,
    marking_of,
    name_status,
    names_of,
    places_of,
    refuse_other_names,
    unit_of,
    used_name,
)
from gwanje.interfaces.exchange.table_rows import table_rows
from gwanje.interfaces.exchange.tables import (
    AFFAIRS,
    DELEGATIONS,
    KINDS,
    NAMES,
    PEOPLE,
    POSTS,
    REFORMS,
    SNAPSHOT,
    UNITS,
)

TABLES = {
    "snapshot.csv": SNAPSHOT,
    "kinds.csv": KINDS,
    "units.csv": UNITS,
    "names.csv": NAMES,
    "affairs.csv": AFFAIRS,
    "delegations.csv": DELEGATIONS,
    "posts.csv": POSTS,
    "people.csv": PEOPLE,
    "reforms.csv": REFORMS,
}


@dataclass(slots=True)
class _Reader:
    """The tables of one folder, read one after the other."""

    files: Mapping[str, str]
    zone: ZoneInfo
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def rows(self, name: str) -> Iterator[Fields]:
        """Every row of a table that is there; its columns are known, each stands once, and each row fills them."""
        if name in self.files:
            for _, fields in table_rows(self.files[name], name, TABLES[name], self.zone):
                yield fields


def read_tables(files: Mapping[str, str], zone: ZoneInfo) -> Draft:
    """The draft of a folder of tables, given as texts by file name."""
    refuse_unknown(files, TABLES, "the folder", "table")
    if "units.csv" not in files:
        raise RefusedInputError(
            "There is no units.csv", expected="units.csv with one unit a row", remedy="Add it, or name another folder"
        )
    reader = _Reader(files, zone)
    snapshot = next(reader.rows("snapshot.csv"), None)
    kinds = _kinds(reader)
    units = _units(reader, kinds)
    affairs = _affairs(reader)
    events, given = (sum(1 for _ in reader.rows(name)) for name in ("reforms.csv", "delegations.csv"))
    not_taken = {
        f"{events} events of reforms.csv: what they changed by that day stands in the units": events,
        f"{given} delegations of delegations.csv: enter them as events of a reform": given,
    }
    return Draft(
        country=snapshot.text("country") if snapshot else "",
        on=snapshot.instant("on") if snapshot else None,
        known=snapshot.instant("known") if snapshot else None,
        kinds=tuple(kinds[key] for key in sorted(kinds)),
        units=units,
        affairs=affairs,
        posts=_posts(reader),
        places=reader.places,
        left_out=tuple(words for words, count in not_taken.items() if count),
        language=snapshot.text("language") if snapshot else "",
        marking=marking_of(snapshot) if snapshot else Marking.PUBLIC,
    )


def _kinds(reader: _Reader) -> dict[str, UnitKind]:
    kinds: dict[str, UnitKind] = {}
    seen: dict[str, str] = {}
    for fields in reader.rows("kinds.csv"):
        kind = kind_of(fields)
        refuse_twice("kind", kind.key, fields.place("key"), seen)
        kinds[kind.key], seen[kind.key] = kind, fields.place("key")
    return kinds


def _units(reader: _Reader, kinds: dict[str, UnitKind]) -> tuple[ExchangeUnit, ...]:
    """Every unit; a kind that kinds.csv does not describe is known by its key and level alone."""
    told = _names(reader)
    units: list[ExchangeUnit] = []
    seen: dict[str, str] = {}
    for fields in reader.rows("units.csv"):
        identity = fields.needed("id")
        refuse_twice("unit", identity, fields.place("id"), seen)
        seen[identity] = fields.place("id")
        key = fields.text("kind")
        kind = _kind_of_unit(fields, key, kinds) if key else None
        reader.places |= places_of(identity, fields, UNITS)
        units.append(unit_of(fields, identity, _names_of_unit(fields, told.pop(identity, [])), kind))
    for unit, names in told.items():
        raise names[0][1].refusal(
            "unit", f"A name is given for '{unit}', which is not in units.csv", "the id of a unit", unit, "Correct it"
        )
    return tuple(units)


def _kind_of_unit(fields: Fields, key: str, kinds: dict[str, UnitKind]) -> UnitKind:
    level = fields.text("level")
    kind = kinds.setdefault(
        key, UnitKind.model_validate({"key": key, "names": {"en": {"text": key}}, "level": level or "not known"})
    )
    if level and kind.level != level:
        raise fields.refusal(
            "level", f"Kind '{key}' stands at two levels", kind.level, level, "Write one level for each kind"
        )
    return kind


def _names(reader: _Reader) -> dict[str, list[tuple[UsedName, Fields]]]:
    told: dict[str, list[tuple[UsedName, Fields]]] = {}
    for fields in reader.rows("names.csv"):
        unit, text = fields.needed("unit"), fields.needed("text")
        lang = cast("NameLanguage", fields.choice("lang", LANGUAGES, ""))
        told.setdefault(unit, []).append((used_name(fields, lang, text, name_status(fields, "status")), fields))
        reader.places[unit, f"name:{text}"] = fields.place("text")
    return told


def _names_of_unit(fields: Fields, told: list[tuple[UsedName, Fields]]) -> list[UsedName]:
    """The names of names.csv, held against those of units.csv; where only one of the two has a name, that one."""
    names = [name for name, _ in told]
    for lang in LANGUAGES:
        called = [(name, place) for name, place in told if name.lang == lang and name.use != "former"]
        if len(called) > 1:
            name, place = called[1]
            raise place.refusal(
                "text",
                f"The unit has two names in use ({lang})",
                f"'{called[0][0].text}' alone",
                f"'{name.text}' too",
                "Give one of them an end",
            )
        text = fields.text(lang)
        status = fields.text(f"{lang}_status")
        if called and text and (text, status or "reported") != (called[0][0].text, called[0][0].status):
            raise fields.refusal(
                lang,
                "units.csv and names.csv call the unit differently",
                f"'{called[0][0].text}' ({called[0][0].status}), as at {called[0][1].place('text')}",
                f"'{text}' ({status or 'reported'})",
                "Write one name and one status in both",
            )
        if not called and text:
            names.append(UsedName(lang=lang, text=text, status=name_status(fields, f"{lang}_status"), use="current"))
        _refuse_status_without_name(fields, lang, text, status)
    return names


def _refuse_status_without_name(fields: Fields, lang: str, text: str, status: str) -> None:
    if (not text and status not in {"", "missing"}) or (text and status == "missing"):
        raise fields.refusal(
            f"{lang}_status",
            "A name and its status contradict each other",
            "a name with a status, or no name and 'missing'",
            f"name '{text}', status '{status}'",
            "Fill in the name, or write 'missing'",
        )


def _affairs(reader: _Reader) -> tuple[ExchangeAffair, ...]:
    affairs: list[ExchangeAffair] = []
    first: dict[str, ExchangeAffair] = {}
    seen: dict[str, str] = {}
    for fields in reader.rows("affairs.csv"):
        affair = affair_of(fields)
        refuse_twice("affair", affair.whole_key, fields.place("id"), seen)
        seen[affair.whole_key] = fields.place("id")
        refuse_other_names(first.setdefault(affair.id, affair), affair, fields)
        reader.places |= places_of(affair.whole_key, fields, AFFAIRS)
        affairs.append(affair)
    return tuple(affairs)


def _posts(reader: _Reader) -> tuple[ExchangePost, ...]:
    posts: list[ExchangePost] = []
    seen: dict[str, str] = {}
    for fields in reader.rows("posts.csv"):
        post = post_of(fields, fields.needed("unit"), names_of(fields))
        refuse_twice("post", post.id, fields.place("id"), seen)
        seen[post.id] = fields.place("id")
        reader.places |= places_of(post.id, fields, POSTS)
        posts.append(post)
    return seated(posts, _seats(reader))


def _seats(reader: _Reader) -> Iterator[tuple[str, ExchangeSeat, Fields]]:
    for fields in reader.rows("people.csv"):
        yield fields.needed("post"), seat_of(fields), fields
