"""The lists of a handover sheet: affairs, what is open on them, rules, desks and contacts, and who may still look in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from gwanje.interfaces.paper.handover_words import KINDS, HandoverWords, Json, Told, distinct, kind_of

_KNOWN_KINDS = ("end", "measure", "delegation", "item")


@dataclass(frozen=True, slots=True)
class AffairLine:
    """One affair on both days."""

    name: str
    id: str
    before: Told
    after: Told
    role: str
    basis: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class AffairGroup:
    """The affairs that come, go, change or stay."""

    heading: str
    affairs: tuple[AffairLine, ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something open with a day: the day, what is left until then, and every reading where the wording leaves two."""

    day: str
    left: str
    what: Told
    when: str
    id: str


@dataclass(frozen=True, slots=True)
class OpenList:
    """What is open on one affair without a day, of one kind; short ones are set in one line."""

    heading: str
    is_short: bool
    lines: tuple[tuple[Told, str], ...]


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """What is open on one affair: what has a day first, then the rest by kind."""

    affair: str
    dated: tuple[DueLine, ...]
    lists: tuple[OpenList, ...]


def affair_groups(words: HandoverWords) -> tuple[AffairGroup, ...]:
    """The affairs by what happens to them."""
    found = []
    for kind in KINDS:
        affairs = tuple(_affair(one, words) for one in words.of(kind))
        key = "sheet_head_has" if words.is_one_day else f"sheet_head_{kind}"
        if affairs:
            found.append(AffairGroup(words.say.count(key, len(affairs)), affairs))
    return tuple(found)


def _affair(affair: Json, words: HandoverWords) -> AffairLine:
    say, sources = words.say, tuple(affair["sources"])
    roles = distinct(say[f"sheet_part_{affair[side]}"] for side in ("part_before", "part_after"))
    return AffairLine(
        name=_with_part(words.marked(affair["mandate"]["names"]), affair, words),
        id=affair["mandate"]["id"],
        before=Told(words.path(affair["before"][words.lang]), sources),
        after=Told(words.path(affair["after"][words.lang]), sources),
        role=" → ".join(roles),
        basis=tuple(_basis(affair, words)),
    )


def _basis(affair: Json, words: HandoverWords) -> Iterator[Told]:
    sources = tuple(affair["sources"])
    told = {event["fact"]: event["words"][words.lang] for event in affair.get("events", ())}
    for fact in affair["facts"]:
        yield Told(f"{fact}: {told[fact]}" if fact in told else fact, sources)
    if not affair["facts"]:
        yield Told(words.say["sheet_no_event"], quiet=True)


def below(words: HandoverWords) -> list[Told]:
    """The affairs led by units below, those of one unit together: whether they come, go or stay with it."""
    together: dict[tuple[str, str], list[Json]] = {}
    for one in words.answer.below:
        together.setdefault((_led_by(one, words), one["what"]), []).append(one)
    return [
        Told(
            words.say["sheet_below"].format(
                unit=unit,
                what=words.say[f"sheet_below_{what}"],
                affairs="; ".join(f"{_affair_below(one, words)} ({one['mandate']['id']})" for one in group),
            )
        )
        for (unit, what), group in together.items()
    ]


def _led_by(one: Json, words: HandoverWords) -> str:
    """The unit below that leads the affair; where another one did before, both."""
    units = [one[key] for key in ("through_before", "through") if key in one]
    return " → ".join(f"{words.name(unit['names'])} ({unit['id']})" for unit in units)


def _affair_below(one: Json, words: HandoverWords) -> str:
    return _with_part(words.marked(one["mandate"]["names"]), one, words)


def _with_part(name: str, affair: Json, words: HandoverWords) -> str:
    part = words.name(affair["part_names"]) if "part_names" in affair else affair.get("part")
    return f"{name}: {part}" if part else name


def mandate_name(identity: str, words: HandoverWords, names: Json | None = None) -> str:
    """An affair by id or key, named where this sheet holds its name."""
    for affair in words.answer.affairs:
        if identity in {affair["mandate"]["id"], affair["mandate"]["key"]}:
            return f"{words.name(affair['mandate']['names'])} ({affair['mandate']['id']})"
    return f"{words.name(names)} ({identity})" if names else identity


def open_groups(words: HandoverWords) -> tuple[OpenGroup, ...]:
    """What is open on each affair that has something open."""
    with_items = {item["mandate"] for item in words.answer.open_items}
    return tuple(_open_group(key, words) for key in _keys(words) if key in with_items)


def quiet_affairs(words: HandoverWords) -> str:
    """The affairs on which nothing is known to be open, where something is open on others."""
    with_items = {item["mandate"] for item in words.answer.open_items}
    quiet = [mandate_name(key, words) for key in _keys(words) if with_items and key not in with_items]
    return words.say["sheet_nothing_open"].format(affairs="; ".join(quiet)) if quiet else ""


def _keys(words: HandoverWords) -> tuple[str, ...]:
    return distinct(affair["mandate"]["key"] for affair in words.answer.affairs)


def _open_group(key: str, words: HandoverWords) -> OpenGroup:
    items = [item for item in words.answer.open_items if item["mandate"] == key]
    without = sorted((item for item in items if not item["due"]), key=lambda item: _rank(item["kind"]))
    lists = [_open_list(kind, list(group), words) for kind, group in groupby(without, key=lambda item: item["kind"])]
    return OpenGroup(
        affair=mandate_name(key, words),
        dated=tuple(_due(item, words) for item in items if item["due"]),
        lists=tuple(lists),
    )


def _rank(kind: str) -> tuple[int, str]:
    return (_KNOWN_KINDS.index(kind) if kind in _KNOWN_KINDS else len(_KNOWN_KINDS), kind)


def _open_list(kind: str, items: list[Json], words: HandoverWords) -> OpenList:
    is_short = kind == "item"
    lines = tuple((Told(item["words"][words.lang], tuple(item["sources"])), item["id"]) for item in items)
    return OpenList(kind_count(kind, len(items), words), is_short, lines)


def kind_count(kind: str, n: int, words: HandoverWords) -> str:
    """How many of a kind; a kind that has no word yet is named as the room that keeps it names it."""
    known = kind in _KNOWN_KINDS
    return words.say.count(f"sheet_kind_{kind if known else 'other'}", n, kind=kind)


def open_counts(words: HandoverWords) -> str:
    """What the open things are, by kind."""
    kinds = sorted((item["kind"] for item in words.answer.open_items), key=_rank)
    return " · ".join(kind_count(kind, len(list(group)), words) for kind, group in groupby(kinds))


def _due(item: Json, words: HandoverWords) -> DueLine:
    return DueLine(
        day=words.moment(item["due"]),
        left=words.say.countdown(item["days_left"]) if "days_left" in item else "",
        what=Told(item["words"][words.lang], tuple(item["sources"])),
        when=item["when"][words.lang] if "when" in item else "",
        id=item["id"],
    )


def readings_told(words: HandoverWords) -> bool:
    """Whether every day comes with all its readings; where not, the page says that the earlier one stands here."""
    return all("when" in item for item in words.answer.open_items if item["due"])


def rules(words: HandoverWords) -> list[tuple[str, tuple[str, ...]]]:
    """Each affair with the facts and items that a rule sends to it; a pattern stands for many."""
    return [(mandate_name(rule["mandate"], words), tuple(rule["routes"])) for rule in words.answer.rules]


def rules_heading(words: HandoverWords) -> str:
    """How many entries the rules have for these affairs."""
    entries = sum(len(rule["routes"]) for rule in words.answer.rules)
    return words.say.count("sheet_head_rules", entries) if entries else words.say["sheet_head_rules_none"]


def open_heading(words: HandoverWords) -> str:
    """How much is open."""
    items = words.answer.open_items
    return words.say.count("sheet_head_open", len(items)) if items else words.say["sheet_head_open_none"]


def desks(words: HandoverWords) -> list[tuple[str, Told]]:
    """On whose desk the affairs are that the unit has after the change; affairs with the same answer stand together."""
    said: dict[Told, list[str]] = {}
    for affair in words.answer.affairs:
        if kind_of(affair) != "goes":
            said.setdefault(_desk(affair["desk"], words), []).append(
                _with_part(mandate_name(affair["mandate"]["id"], words), affair, words)
            )
    return [("; ".join(affairs), told) for told, affairs in said.items()]


def _desk(desk: Json | None, words: HandoverWords) -> Told:
    if desk is None:
        return Told(words.say["sheet_desk_not_known"], quiet=True)
    post = desk["post"]
    contact = f" {post['contact']}" if post and post["contact"] else ""
    return Told(f"{desk['words'][words.lang]}{contact}", quiet=post is None)


def contacts(words: HandoverWords) -> list[tuple[str, Told]]:
    """The posts of the unit with those who sit on them and where to reach them."""
    return [(words.marked(post["names"]), _contact(post, words)) for post in words.answer.contacts]


def _contact(post: Json, words: HandoverWords) -> Told:
    say = words.say
    people = ", ".join(_person(person, words) for person in post["people"]) or say["sheet_nobody_recorded"]
    contact = post["contact"] or say["sheet_no_contact"]
    head = f" · {say['sheet_head_post']}" if post["head"] else ""
    return Told(f"{people} · {contact}{head}", tuple(post.get("sources", ())), quiet=not post["people"])


def _person(person: Json, words: HandoverWords) -> str:
    say = words.say
    name = words.marked(person["names"]) if person["names"] else say["sheet_name_erased"]
    role = "" if person["role"] == "holder" else f" ({say['sheet_role_' + person['role']]})"
    term = "" if person["term"] == "running" else f" [{say['sheet_seat_' + person['term']]}]"
    return f"{name}{role}{term}"


def overlaps(words: HandoverWords) -> list[Told]:
    """Who may still look in, until when, and the entry of the log that says so."""
    return [_overlap(one, words) for one in words.answer.overlaps]


def _overlap(one: Json, words: HandoverWords) -> Told:
    say = words.say
    numbers = [str(entry["number"]) for entry in words.answer.logged if _same(entry, one)]
    entry = say["sheet_entry"].format(numbers=", ".join(numbers)) if numbers else say["sheet_entry_none"]
    is_own = one["unit"] == words.answer.unit["id"]
    names = words.answer.unit["names"] if is_own else one.get("unit_names")
    unit = f"{words.name(names)} ({one['unit']})" if names else one["unit"]
    affair = mandate_name(one["mandate"], words, one.get("mandate_names"))
    until = words.last_day(one["until"])
    return Told(say["sheet_overlap"].format(unit=unit, affair=affair, day=until, entry=entry))


def _same(entry: Json, one: Json) -> bool:
    return all(entry.get(key) == one[key] for key in ("mandate", "scope", "unit", "from", "until"))


def others_logged(words: HandoverWords) -> Iterable[Told]:
    """Entries of the log that match nothing in force: amended, taken back, or not yet known at the known time."""
    for entry in words.answer.logged:
        if not any(_same(entry, one) for one in words.answer.overlaps):
            values = {"number": entry["number"], "affair": mandate_name(entry["mandate"], words)}
            text = words.say["sheet_entry_other"].format(**values, day=words.last_day(entry["until"]))
            yield Told(text, quiet=True)
