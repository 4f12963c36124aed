"""Alert levels on a brief: where its items stand in each scheme that day, since when, until when, and why."""

from collections.abc import Sequence
from typing import Any

from gwanje.answers.briefing import BriefLevel
from gwanje.answers.level_steps import Reason, every_step
from gwanje.answers.levelling import LevelLine, chosen, level_line
from gwanje.answers.sentences import QUANTITY, Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import LANGUAGES, Language
from gwanje.watch import Scheme

Json = dict[str, Any]


def brief_levels(
    tower: Tower, items: Sequence[str], as_of: AsOf, *, mandate: str | None = None
) -> tuple[tuple[BriefLevel, ...], Sentence]:
    """The levels of items in every scheme, or of an affair in the schemes that are its own; and all of them in words."""
    steps, acts = every_step(tower), tower.watch_store.levels.acts()
    lines = tuple(
        _line(tower, level_line(tower, scheme, resource, as_of, steps, acts), as_of)
        for scheme, resource in _pairs(tower, items, as_of, mandate)
    )
    return lines, _told(lines)


def _pairs(tower: Tower, items: Sequence[str], as_of: AsOf, mandate: str | None) -> list[tuple[Scheme, str]]:
    """Each resource once; in a scheme for any item the first item stands for the chain it heads."""
    if mandate is not None:
        schemes = [one for one in tower.schemes.known_by(as_of.known) if one.mandate == mandate]
        return [(scheme, one.key) for scheme in schemes for one in scheme.resources]
    found: dict[tuple[str, str], tuple[Scheme, str]] = {}
    for item in items:
        for scheme, resource in chosen(tower, item, "", as_of):
            if not scheme.any_item or item == items[0]:
                found.setdefault((scheme.key, resource), (scheme, resource))
    return list(found.values())


def _line(tower: Tower, line: LevelLine, as_of: AsOf) -> BriefLevel:
    facts = [tower.facts.by_id[step] for step in line.steps if step in tower.facts.by_id]
    sources = [source for fact in facts if tower.facts.known_of(fact) <= as_of.known for source in fact.sources]
    names = {name: getattr(line, name) for name in BriefLevel.model_fields if name in type(line).model_fields}
    words = Sentence(en=line.words.en, ko=line.words.ko, sources=tuple(dict.fromkeys(sources)))
    return BriefLevel(**names | {"words": words}, by_criteria=line.criterion_met, reason=line.override_reason)


def _told(lines: Sequence[BriefLevel]) -> Sentence:
    """Where it stands, why and what the scheme asks for; then in how many schemes there is no level, or none was read."""
    raised = [one for one in lines if one.is_raised]
    sources = tuple(dict.fromkeys(source for one in raised for source in one.words.sources))
    en, ko = (_in(lines, raised, lang) for lang in LANGUAGES)
    return Sentence(en=en, ko=ko, sources=sources)


def _in(lines: Sequence[BriefLevel], raised: Sequence[BriefLevel], lang: Language) -> str:
    """One short line: the page is one sheet, and the schemes stand by name in its data."""
    none = sum(not one.is_raised and one.state not in {"no_levels_read", "scheme_not_in_force"} for one in lines)
    unread = sum(one.state == "no_levels_read" for one in lines)
    parts = [_raised(one, lang) for one in raised]
    if none:
        parts.append({"en": f"none in force in {none}{' more' if raised else ''}", "ko": f"발령 없음 {none}건"}[lang])
    if unread:
        parts.append({"en": f"not read in {unread}", "ko": f"단계 미확인 {unread}건"}[lang])
    if not parts:
        parts = [{"en": "no warning scheme that is known covers it", "ko": "해당 경보 체계 없음"}[lang]]
    return {"en": "Alert levels", "ko": "경보 단계"}[lang] + ": " + "; ".join(parts) + "."


def _raised(one: BriefLevel, lang: Language) -> str:
    told = f"{_scheme(one, lang)}, {_resource(one, lang)}: {one.words.say(lang)}"
    if one.reason is not None:
        told += _because(one, one.reason, lang)
    elif one.by_criteria:
        told += {"en": ", by its criteria", "ko": ", 기준 충족"}[lang]
    asked = [level["action"][lang] for level in one.levels if level["action"]]
    return told + ({"en": f"; asks for {', '.join(asked)}", "ko": f", 조치: {', '.join(asked)}"}[lang] if asked else "")


def _because(one: BriefLevel, reason: Reason, lang: Language) -> str:
    """The reason as it was given; one that somebody entered with figures nobody cites stands in the log alone."""
    how = (_BEYOND if one.by_criteria is False else _UNCHECKED)[lang]
    if reason.by and QUANTITY.search(reason.say(lang)):
        return {"en": f", {how} (reason: {one.steps[0]})", "ko": f", {how}(사유 {one.steps[0]})"}[lang]
    return {"en": f", {how}, because of {reason.say('en')}", "ko": f", {how}(사유: {reason.say('ko')})"}[lang]


_BEYOND: dict[Language, str] = {"en": "beyond its criteria", "ko": "기준과 다름"}
_UNCHECKED: dict[Language, str] = {"en": "no criterion of it was checked", "ko": "기준 확인 없이"}


def _scheme(one: BriefLevel, lang: Language) -> str:
    return _name(one.scheme_names, lang) or one.scheme


def _resource(one: BriefLevel, lang: Language) -> str:
    return _name(one.resource_names, lang) or one.resource


def _name(names: Json, lang: Language) -> str:
    found = names.get(lang) or names.get("en") or {}
    return str(found.get("text", ""))
