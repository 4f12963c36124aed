"""Rows and sentences about units, affairs and who leads them, as `gwanje org who`, `show` and `diff` print them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers import holders
from gwanje.answers.instants_in_words import ends_words
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.words import Naming, Words, best_name, last_day, local_day, name_mark, pick

Json = dict[str, Any]
_LINK_MARKS = ("assumed", "derived")


def fact_marks(fact: Json, say: Words) -> list[str]:
    """Short words for a statement that is unverified or on which sources disagree, and for a place nobody reported."""
    status = fact.get("status", "reported")
    marks = [] if status in ("reported", None) else [say.of("fact", status)]
    link = fact.get("link_status")
    return [*marks, say.of("link", link)] if link in _LINK_MARKS else marks


def marked(text: str, marks: Iterable[str], say: Words) -> str:
    """A text with its marks in brackets."""
    told = ", ".join(dict.fromkeys(mark for mark in marks if mark))
    return f"{text} {say.say('mark', words=told)}" if told else text


def name_cell(unit: Json, say: Words) -> str:
    """The name to print with its marks; on a second line the name in the other language."""
    names = unit["names"]
    if unit.get("id") is None:
        return str(names[say.lang]["text"])
    first = marked(best_name(names, say), [name_mark(names, say, group="status"), *fact_marks(unit, say)], say)
    found, name = pick(names, say.lang)
    others = [one for one in names if one not in (found, say.lang)]
    lines = [first]
    for lang in others:
        other = names[lang]
        if other["status"] == "missing":
            lines.append(say[f"name_missing_{lang}"])
        elif other["text"] != name["text"]:
            settled = other["status"] not in ("provisional", "inferred")
            lines.append(marked(other["text"], [] if settled else [say[f"status_{other['status']}"]], say))
    return "\n".join(lines)


def both_names(unit: Json, say: Words) -> str:
    """The country's own name and the one in the language asked for, where they differ."""
    names, chosen = unit["names"], best_name(unit["names"], say)
    if say.lang == "ko":
        return chosen
    found, _ = pick(names, say.lang)
    own = next((names[one]["text"] for one in ("own", "ko") if one in names and _differs(names[one], chosen)), "")
    return f"{own} {chosen}" if own and found == say.lang else chosen


def _differs(name: Json, chosen: str) -> bool:
    return bool(name["status"] != "missing" and name["text"] != chosen)


def unit_row(role: str, unit: Json, naming: Naming, say: Words) -> Json:
    """One unit as a row of a table for people."""
    identity = unit["id"]
    return {
        say["col_role"]: say[f"role_{role}"],
        say["col_name"]: name_cell(unit, say),
        say["col_kind"]: naming.kind(identity) if identity else None,
        say["col_id"]: identity,
    }


# --- who


def who_lines(answer: holders.Who, naming: Naming, say: Words, zone: ZoneInfo) -> Iterator[str]:
    """The first line answers; then how sure it is, what else holds, and whose desk it is on."""
    yield _answered(answer, naming, say, zone)
    yield from (note[say.lang] for note in answer.notes)
    if answer.state == "held" and not answer.cooperating_reported:
        yield say["who_no_partners"]
    if answer.answered_by != answer.scope:
        whole = say["who_whole"] if answer.answered_by == "whole" else answer.answered_by
        yield say.say("who_answered_by", scope=whole)
    for part in answer.parts:
        lead = best_name(part["lead"]["names"], say) if part["lead"] else say.of("state", part["state"])
        name = part["names"][say.lang]
        scope = part["scope"] if name["status"] == "missing" else name["text"]
        yield say.say("who_a_part", part=scope, lead=lead)
    if answer.delegation is not None:
        yield _delegation(answer.delegation, say, zone, answer.on)
    if answer.desk:
        yield say.say("who_desk", words=answer.desk["words"][say.lang])


def _answered(answer: holders.Who, naming: Naming, say: Words, zone: ZoneInfo) -> str:
    affair = best_name(answer.mandate["names"], say)
    if answer.scope != "whole":
        affair = say.say("who_part", affair=affair, part=naming.part(answer.mandate["key"], answer.scope))
    if answer.lead is not None:
        units = "".join(_above_in_words(link, say) for link in answer.chain)
        since = say.say("who_since", day=say.day(answer.since, zone)) if answer.since else ""
        text = say.say("who_held", affair=affair, lead=both_names(answer.lead, say), above=units, since=since)
    else:
        named = ", ".join(best_name(unit["names"], say) for unit in answer.units)
        units = say.say("who_named", units=named) if named else ""
        text = say.say(f"who_{answer.state}", affair=affair, units=units)
    marks = fact_marks({"status": answer.status}, say)
    marks += [say["who_planned"]] if answer.planned else []
    marks += [say["who_derived"]] if answer.derived and not marks else []
    marks += [say["who_incomplete"]] if answer.incomplete else []
    return marked(text, [*marks, *answer.claims], say)


def _above_in_words(link: Json, say: Words) -> str:
    gap = f"who_above_{link['link']}"
    return say.say("who_above", unit=link_name(link, say)) if link["id"] else say[gap]


def _delegation(given: Json, say: Words, zone: ZoneInfo, on: datetime) -> str:
    ends = tuple(datetime.fromisoformat(end) for end in given["ends"])
    when = ends_words(ends, zone, on) if ends and given["state"] != "lapsed" else None
    until = say.of("term", given["state"]) if when is None else when.ko if say.lang == "ko" else when.en
    return f"{best_name(given['form'], say)}: {best_name(given['names'], say)} ({until})"


def who_rows(answer: holders.Who, naming: Naming, say: Words) -> list[Json]:
    """The chain, lowest first; then who cooperates or shares."""
    steps = [("within", answer.inner)] if isinstance(answer.inner, dict) else []
    steps += [("lead", answer.lead)] if answer.lead else []
    steps += [("above", link) for link in answer.chain]
    steps += [("cooperates", unit) for unit in answer.cooperating] + [("among", unit) for unit in answer.units]
    return [unit_row(role, unit, naming, say) for role, unit in steps]


# --- every affair on one or several days


def affairs_lines(answer: holders.MandatesAnswer, say: Words) -> Iterator[str]:
    """How many affairs, and how many of them change."""
    days = say["and"].join(say.day(day) for day in answer.days)
    yield say.count("all_affairs", len(answer.mandates), days=days)
    if len(answer.days) > 1:
        yield say.count("all_changed", sum(bool(row["handover"]) for row in answer.mandates))


def affairs_rows(answer: holders.MandatesAnswer, namings: dict[str, Naming], say: Words) -> list[Json]:
    """One affair a row; the lead by name with the ids of the whole chain, a column for each day."""
    rows = []
    for row in answer.mandates:
        key, _, part = row["mandate"].partition(" [")
        naming = namings[answer.days[-1]]
        label = naming.affair(key) + (f" [{naming.part(key, part.rstrip(']'))}]" if part else "")
        shown = {say["col_affair"]: label}
        shown |= {day: _path(row[day], namings[day], say) for day in answer.days}
        if len(answer.days) > 1:
            shown[say["col_handover"]] = say["change_yes" if row["handover"] else "change_no"]
        rows.append(shown)
    return rows


def _path(path: str, naming: Naming, say: Words) -> str:
    """A path of ids as people read it: the lead by name, the ids of the chain beside it."""
    state, _, units = path.partition(" (")
    if state in {"dispersed", "not_reported", "none", "not_known"}:
        named = ", ".join(naming.unit(unit) for unit in units.rstrip(")").split(", ") if unit)
        return say.of("state", state) + (f": {named}" if named else "")
    steps = path.split(" < ")
    chain = " < ".join(_step(step, say) for step in steps)
    return f"{naming.plain(steps[0])} ({chain})"


def _step(step: str, say: Words) -> str:
    """An id, or the word for a link that is missing."""
    state, colon, level = step.partition(":")
    if not colon and state not in {"not_reported", "not_known"}:
        return step
    word = say.of("state", state)
    return f"{say.of('level', level)}: {word}" if level else word


# --- show


def show_rows(answer: holders.StructureAnswer, naming: Naming, say: Words) -> list[Json]:
    """Every unit of the day with the unit above it."""
    return [
        {
            say["col_id"]: unit["id"],
            say["col_name"]: name_cell(unit, say),
            say["col_kind"]: naming.kind(unit["id"]),
            say["col_in"]: _above(unit, say),
        }
        for unit in answer.units
    ]


def _above(unit: Json, say: Words) -> str | None:
    if not unit["chain"]:
        return None
    link = unit["chain"][0]
    return marked(link_name(link, say), fact_marks({"link_status": link.get("link_status")}, say), say)


def link_name(link: Json, say: Words) -> str:
    """The name of a unit above, or the words for a link that nobody reports."""
    return str(link["names"][say.lang]["text"]) if link["id"] is None else best_name(link["names"], say)


def structure_lines(answer: holders.StructureAnswer, tower: Tower, say: Words) -> Iterator[str]:
    """How many units, and the reforms public by then."""
    day = say.day(answer.on.astimezone(tower.zone).date().isoformat())
    yield say.count("show_units", len(answer.units), day=day)
    for reform in answer.reforms:
        status, name = say.of("reform", reform["status"]), best_name(reform["names"], say)
        yield say.say("show_reform", id=reform["id"], status=status, name=name)
    if answer.not_known:
        yield say.say("show_not_known", units=", ".join(answer.not_known))
    yield from (say.say("show_fits_no_more", text=one) for one in answer.unapplied)


def unit_lines(answer: holders.UnitAnswer, tower: Tower, naming: Naming, say: Words) -> Iterator[str]:
    """What the unit is, or when it ended and who followed; the affairs it leads; every name it has had."""
    unit = answer.unit
    name = marked(
        f"{both_names(unit, say)} ({unit['id']})", [name_mark(unit["names"], say), *fact_marks(unit, say)], say
    )
    if "ended" in unit:
        yield from _ended(unit["ended"], name, tower, naming, say, AsOf(answer.on, answer.known))
    elif unit["state"] == "exists":
        above = "".join(say.say("who_above", unit=_above({"chain": [link]}, say)) for link in answer.chain)
        yield say.say("show_exists", unit=name, kind=naming.kind(unit["id"]), above=above)
        leads = ", ".join(f"{best_name(one['names'], say)} ({one['key']})" for one in answer.leads)
        yield say.say("show_leads", affairs=leads) if leads else say["show_leads_nothing"]
    else:
        yield say.say("show_state", unit=name, state=say.of("unitstate", unit["state"]))
    if answer.cooperates:
        yield say.say("show_shares", affairs=", ".join(best_name(one["names"], say) for one in answer.cooperates))
    if "term" in unit:
        yield say.say("show_term", wording=unit["term"]["wording"], state=say.of("term", unit["term"]["state"]))
    if unit["claims"]:
        yield say.say("show_claims", claims=" ".join(unit["claims"]))
    yield from (_name_line(name, say, tower.zone) for name in answer.names)
    yield from (say.say("show_note", text=note[say.lang]) for note in unit["notes"])


def _ended(ended: Json, name: str, tower: Tower, naming: Naming, say: Words, as_of: AsOf) -> Iterator[str]:
    """When a unit ended, by what, and who followed."""
    by = _event_words(ended["by"], tower, say, as_of) or say.say("show_ended_by_fact", fact=ended["by"] or "–")
    if ended["on"]:
        yield say.say("show_ended", unit=name, day=say.day(ended["on"], tower.zone), by=by)
    else:
        yield say.say("show_ended_some_day", unit=name, by=by)
    followed = ", ".join(naming.unit(unit) for unit in ended["successors"])
    yield say.say("show_followed", units=followed) if followed else say["show_followed_none"]


def _event_words(fact: str, tower: Tower, say: Words, as_of: AsOf) -> str:
    """What the event behind a fact says, with the reform it belongs to."""
    for reform in tower.registry.reforms(as_of):
        for event in reform.events:
            if fact and fact in event.facts:
                return f"{event.words.best(say.lang)} ({fact}, {best_name(reform.names.as_answer(), say)})"
    return ""


def _name_line(name: Json, say: Words, zone: ZoneInfo) -> str:
    """A name with the first and the last day of its use."""
    start = local_day(name["from"], zone).isoformat() if name["from"] else say["show_start_not_known"]
    until = last_day(name["until"], zone).isoformat() if name["until"] else ""
    period = f"{start} – {until}".rstrip()
    lang, status = say.of("lang", name["lang"]), say.of("status", name["status"])
    return say.say("show_name", text=name["text"], lang=lang, status=status, period=period)


# --- diff


def refuse_later_first(earlier: AsOf, later: AsOf, asked: tuple[str, str]) -> None:
    """Refuse two days of which the first is the later one: what comes and what goes would be told the wrong way round.

    Raises:
        WrongUseError: the first day lies after the second.
    """
    if earlier.valid > later.valid:
        raise WrongUseError(
            f"{asked[0]} is later than {asked[1]}",
            expected="two days, the earlier first",
            found=" ".join(asked),
            remedy=f"Write {asked[1]} {asked[0]}",
        )


def diff_rows(answer: holders.DiffAnswer, naming: Naming, say: Words) -> list[Json]:
    """One change a row, marked where it is not sure or the unit's name is not settled."""
    return [
        {
            say["col_what"]: say.of("change", change["kind"]),
            say["col_words"]: marked(change["words"][say.lang], _change_marks(change, naming, say), say),
            say["col_facts"]: "\n".join([*change["facts"], *change["claims"]]),
        }
        for change in answer.changes
    ]


def _change_marks(change: Json, naming: Naming, say: Words) -> list[str]:
    is_unit = change["subject"] in change["units"]
    return [*fact_marks(change, say), *([naming.mark(change["subject"])] if is_unit else [])]
