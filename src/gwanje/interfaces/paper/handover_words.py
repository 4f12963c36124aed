"""What the handover sheet says of the unit and of the whole: names, days, the finding, and which names wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers.handover_sheets import HandoverSheet
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, day_word

Json = Mapping[str, Any]
KINDS = ("comes", "goes", "changes", "stays")
_AFTER: dict[Language, tuple[str, ...]] = {"en": ("en", "own", "ko"), "ko": ("ko", "en", "own")}
_MISSING, _OFFICIAL = "missing", "official"
_UNSETTLED = frozenset({"provisional", "inferred"})
_SPACE = "\u00a0"
"""Within a day in the finding: its parts never part at the end of a line."""
_CHAIN_CHANGED = "stays, under another chain"


@dataclass(frozen=True, slots=True)
class Told:
    """One statement with its sources; a quiet one says what is not known."""

    text: str
    sources: tuple[str, ...] = ()
    quiet: bool = False


def kind_of(affair: Json) -> str:
    """Whether an affair comes, goes, stays, or stays in another part: read off the unit's part on both days."""
    before, after = affair["part_before"], affair["part_after"]
    if before == after:
        return "stays"
    if before == "none":
        return "comes"
    return "goes" if after == "none" else "changes"


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """Each id once, in the order first met."""
    return tuple(dict.fromkeys(ids))


class HandoverWords:
    """A handover sheet in the words of one language."""

    def __init__(self, answer: HandoverSheet, lang: Language, zone: ZoneInfo) -> None:
        self.answer = answer
        self.lang = lang
        self.zone = zone
        self.say = PageWords(labels(lang))

    # --- names and days

    def name(self, names: Json) -> str:
        """The name to print: in this language, else in another one, else the visible gap."""
        found, name = self._picked(names)
        return self.say[f"sheet_no_name_{found}"] if name["status"] == _MISSING else str(name["text"])

    def mark(self, names: Json) -> str:
        """A short word where the name printed is not settled, or stands in for one that is missing; else nothing."""
        found, name = self._picked(names)
        if name["status"] == _MISSING:
            return ""
        if found != self.lang:
            return self.say[f"sheet_no_name_{self.lang}"]
        return self.say[f"sheet_name_{name['status']}"] if name["status"] in _UNSETTLED else ""

    def marked(self, names: Json) -> str:
        """The name with its short word."""
        mark = self.mark(names)
        return f"{self.name(names)} [{mark}]" if mark else self.name(names)

    def _picked(self, names: Json) -> tuple[str, Json]:
        found = next((one for one in _AFTER[self.lang] if one in names and names[one]["status"] != _MISSING), self.lang)
        return found, names.get(found, {"text": "", "status": _MISSING})

    def day(self, text: str) -> str:
        """The day of an instant in the country's zone, or a plain date, as people write it."""
        return day_word(self.lang)(self._local(text).date() if "T" in text else date.fromisoformat(text))

    def moment(self, text: str) -> str:
        """The same with the time where it is not midnight."""
        local = self._local(text)
        return self.day(text) if local.time() == time.min else f"{self.day(text)} {local:%H:%M}"

    def last_day(self, text: str) -> str:
        """The last whole day before an end that is not included any more."""
        return day_word(self.lang)((self._local(text) - timedelta(microseconds=1)).date())

    def _local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self.zone)

    def path(self, text: str) -> str:
        """A chain told from the lowest unit up, written from the top down as on an organisation chart."""
        return " › ".join(reversed(text.split(" < ")))

    # --- the whole

    @cached_property
    def unit_name(self) -> str:
        """The unit."""
        return self.name(self.answer.unit["names"])

    @cached_property
    def is_one_day(self) -> bool:
        """Whether the sheet is of one day, so that nothing changes."""
        return self.answer.earlier == self.answer.later

    def finding(self) -> Told:
        """The first line: what the unit takes over, hands over and keeps, and what is open."""
        affairs = self.answer.affairs
        if not affairs:
            key = "sheet_no_affair_day" if self.is_one_day else "sheet_no_affair"
            days = [self._long_day(date.fromisoformat(day)) for day in (self.answer.earlier, self.answer.later)]
            return Told(self.say[key].format(unit=self.unit_name, earlier=days[0], later=days[1]), quiet=True)
        what = self._joined(self._clauses())
        text = self.say["sheet_finding"].format(unit=self.unit_name, what=what, open=self._open_clause())
        first = [source for item in self.answer.open_items[:1] for source in item["sources"]]
        return Told(text, distinct([*(source for one in affairs for source in one["sources"]), *first]))

    def _clauses(self) -> list[str]:
        counts = {kind: len(self.of(kind)) for kind in KINDS}
        if self.is_one_day:
            return [self.say.count("sheet_has", counts["stays"])]
        told = [self.say.count(f"sheet_{kind}", n) for kind, n in counts.items() if n and kind != "stays"]
        moves = counts["comes"] or counts["goes"]
        kept = [self._kept(counts["stays"])] if counts["stays"] else [self.say["sheet_keeps_none"]] if moves else []
        return [*told, *kept]

    def _kept(self, n: int) -> str:
        changed = sum(affair["what"] == _CHAIN_CHANGED for affair in self.of("stays"))
        if not changed:
            return self.say.count("sheet_stays", n)
        how = "some" if changed < n else "one" if n == 1 else "all"
        return self.say.count("sheet_stays", n) + self.say[f"sheet_chain_{how}"].format(n=changed)

    def _joined(self, clauses: list[str]) -> str:
        if len(clauses) == 1:
            return clauses[0]
        return ", ".join(clauses[:-1]) + self.say["sheet_and"] + clauses[-1]

    def _open_clause(self) -> str:
        items = self.answer.open_items
        if not items:
            return self.say["sheet_open_none"]
        return self.say.count("sheet_open", len(items), first=self._first(items))

    def _first(self, items: tuple[Json, ...]) -> str:
        dues = [datetime.fromisoformat(item["due"]) for item in items if item["due"]]
        if not dues:
            return self.say["sheet_first_none"]
        coming = [due for due in dues if due >= self.answer.on]
        first = min(coming) if coming else max(dues)
        key = "sheet_first_ends" if coming else "sheet_first_over"
        return self.say[key].format(day=self._long_day(first.astimezone(self.zone).date()))

    def _long_day(self, day: date) -> str:
        if self.lang == "ko":
            return f"{day.year}년{_SPACE}{day.month}월{_SPACE}{day.day}일"
        return f"{day.day}{_SPACE}{day:%B}{_SPACE}{day.year}"

    def of(self, kind: str) -> list[Json]:
        """The affairs of one kind, in the order of the answer."""
        return [affair for affair in self.answer.affairs if kind_of(affair) == kind]

    # --- the unit

    def unit_rows(self) -> list[tuple[str, Told]]:
        """What the unit is: its names, kind, place, state and the days compared, each under its word."""
        unit, say = self.answer.unit, self.say
        sources = tuple(unit.get("sources", ()))
        rows = [(say["sheet_unit"], Told(f"{self._both_names(unit['names'])} · {unit['id']}", sources))]
        rows.append((say["sheet_kind"], Told(self._kind(unit), sources)))
        rows += [(say["sheet_state"], told) for told in self._state(unit)]
        chain = unit.get("chain", {})
        rows += [
            (say[f"sheet_place_{side}"], self._chain(chain[side])) for side in ("before", "after") if side in chain
        ]
        days = distinct((self.day(self.answer.earlier), self.day(self.answer.later)))
        return [*rows, (say["sheet_day" if self.is_one_day else "sheet_days"], Told(" → ".join(days)))]

    def _both_names(self, names: Json) -> str:
        told = []
        for lang in (one for one in _AFTER[self.lang] if one in names):
            missing = names[lang]["status"] == _MISSING
            status = "" if missing else self.say[f"sheet_name_{names[lang]['status']}"]
            told.append(self.say[f"sheet_no_name_{lang}"] if missing else f"{names[lang]['text']} [{status}]")
        return " · ".join(told)

    def _kind(self, unit: Json) -> str:
        if "kind_names" in unit:
            return self.name(unit["kind_names"])
        key = f"sheet_level_{unit['level'].replace(' ', '_')}"
        told = labels(self.lang).keys()
        return self.say[key] if key in told else self.say["sheet_not_known"]

    def _state(self, unit: Json) -> Iterable[Told]:
        if unit["state"] != "exists":
            yield Told(self.say[f"sheet_state_{unit['state']}"], quiet=unit["state"] == "not_known")
        if unit["status"] in {"unverified", "conflicting"}:
            yield Told(self.say[f"sheet_status_{unit['status']}"], quiet=True)
        if "term" in unit:
            yield Told(self.say["sheet_term"].format(wording=unit["term"]["wording"]))

    def _chain(self, links: Iterable[Json]) -> Told:
        told = " › ".join(self.marked(link["names"]) for link in reversed(list(links)))
        return Told(told) if told else Told(self.say["sheet_not_known"], quiet=True)

    # --- names that wait, and names before

    def names_waiting(self) -> list[Told]:
        """Names of today that no act has made official, and languages without a name."""
        told = [self._dated(name) for name in self.answer.names if self._is_now(name) and name["status"] != _OFFICIAL]
        gaps = [lang for lang in ("ko", "en") if self.answer.unit["names"][lang]["status"] == _MISSING]
        return [*told, *(Told(self.say[f"sheet_no_name_{lang}"], quiet=True) for lang in gaps)]

    def names_before(self) -> list[Told]:
        """Names the unit bore and bears no more."""
        return [self._dated(name) for name in self.answer.names if name["until"] and not self._is_now(name)]

    def _is_now(self, name: Json) -> bool:
        begun = name["from"] is None or datetime.fromisoformat(name["from"]) <= self.answer.on
        return begun and (name["until"] is None or datetime.fromisoformat(name["until"]) > self.answer.on)

    def _dated(self, name: Json) -> Told:
        say = self.say
        begins = say["sheet_from"].format(day=self.day(name["from"])) if name["from"] else say["sheet_from_not_known"]
        ends = say["sheet_to"].format(day=self.last_day(name["until"])) if name["until"] else ""
        period = ", ".join(part for part in (begins, ends) if part)
        status = say[f"sheet_name_{name['status']}"]
        lang = say[f"sheet_lang_{name['lang']}"]
        return Told(f"{lang} {name['text']} ({status}, {period})")
