"""Country names and aliases: which code another table uses for the same place, and how sure that is."""

from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Iso3, Key
from gwanje.foundation.instants import KnownInstant
from gwanje.foundation.names import Language, Names


class Alias(Record):
    """Another code for the same place in some table, with the status of that statement."""

    code: Iso3
    status: Literal["reported", "inferred"]
    because: str


class Twin(Record):
    """A historic area that shares the three-letter code in some table; join on its own number instead."""

    number: int
    name: str
    until: str
    because: str


class Country(Record):
    """One country or area: three letters, names, aliases in other tables, historic twins."""

    iso3: Iso3
    names: Names
    aliases: tuple[Alias, ...] = ()
    twins: tuple[Twin, ...] = ()
    note: str = ""


class HomeCountry(Record):
    """The country that a content package speaks for (country.yaml)."""

    iso3: Iso3
    zone: str
    names: Names
    compiled: KnownInstant
    language: Key | None = Field(default=None, description="language tag of the names under `own`")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @property
    def zone_info(self) -> ZoneInfo:
        """The zone in which this country's days begin."""
        return ZoneInfo(self.zone)


class _ZoneOnly(Record):
    """The zone of a country file, read before the instants that need it."""

    iso3: str
    zone: str
    names: object
    compiled: object
    language: object = None


def read_home_country(files: Mapping[str, str], name: str = "country.yaml") -> HomeCountry:
    """The home country of a content package; its own zone reads its own days."""
    if name not in files:
        raise ContentError(
            "The content names no country", place=name, expected=name, found="no such file", remedy=f"Add {name}"
        )
    zone_name = parse_record(files[name], name, _ZoneOnly).zone
    try:
        zone = ZoneInfo(zone_name)
    except (KeyError, ValueError, OSError) as fault:
        raise ContentError(
            f"'{zone_name}' is not a known zone", place=name, found=zone_name, remedy="Write for example Asia/Seoul"
        ) from fault
    return parse_record(files[name], name, HomeCountry, zone=zone)


class Countries:
    """Names of countries by three-letter code; an unknown code answers with its code, visibly, never with a guess."""

    def __init__(self, countries: Mapping[str, Country]) -> None:
        self._by_code = dict(countries)
        self._alias: dict[str, tuple[str, Alias]] = {}
        for country in countries.values():
            for alias in country.aliases:
                self._alias[alias.code] = (country.iso3, alias)

    @classmethod
    def read(cls, files: Mapping[str, str], *names: str) -> "Countries":
        """Every `countries.yaml` named (default: the one of the content); later files add or replace."""
        by_code: dict[str, Country] = {}
        for name in names or ("countries.yaml",):
            listed = parse_records(files.get(name, ""), name, Country)
            by_code |= unique_records("country", ((country.iso3, country) for country in listed))
        return cls(by_code)

    def joined(self, other: "Countries") -> "Countries":
        """These countries with those of another file added or replacing."""
        return Countries({**self._by_code, **other._by_code})  # noqa: SLF001 - same class

    def __contains__(self, iso3: object) -> bool:
        return iso3 in self._by_code or iso3 in self._alias

    def codes(self) -> tuple[str, ...]:
        """Every three-letter code, aliases not included."""
        return tuple(sorted(self._by_code))

    def get(self, iso3: str) -> Country:
        """One country by its code or by an alias of it."""
        code = self.canonical(iso3)
        if code not in self._by_code:
            raise unknown_key("country", iso3, [*self._by_code, *self._alias])
        return self._by_code[code]

    def canonical(self, iso3: str) -> str:
        """The code a place has in most tables: TWN for BACI's S19; other codes stay as they are."""
        return self._alias[iso3][0] if iso3 in self._alias else iso3

    def alias(self, iso3: str) -> Alias | None:
        """The alias that a code is, with its status and reason; None for a plain code."""
        return self._alias[iso3][1] if iso3 in self._alias else None

    def codes_for(self, iso3: str) -> tuple[str, ...]:
        """Every code under which a place may stand in a table: the canonical one and its aliases."""
        code = self.canonical(iso3)
        aliases = self._by_code[code].aliases if code in self._by_code else ()
        return (code, *(alias.code for alias in aliases))

    def name(self, iso3: str, lang: Language) -> str:
        """The name in a language, else in the other; a code without a name answers with the code itself."""
        code = self.canonical(iso3)
        return self._by_code[code].names.best(lang) if code in self._by_code else iso3

    def find(self, asked: str) -> str:
        """The code for a code or a name in any language; unknown ones are refused with the nearest."""
        if asked.upper() in self:
            return self.canonical(asked.upper())
        wanted = asked.strip().casefold()
        for country in self._by_code.values():
            if any(text.casefold() == wanted for text in country.names.texts()):
                return country.iso3
        texts = [text for country in self._by_code.values() for text in country.names.texts()]
        raise unknown_key("country", asked, [*texts, *self._by_code])
