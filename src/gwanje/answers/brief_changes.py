"""What changed since a brief was frozen: the figures, measures, ends and leads that differ, each with both sides."""

from collections.abc import Iterable, Mapping
from typing import Any

from gwanje.answers.briefing import Brief, BriefLevel, Change, ChangesSince, Stage
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.tower import Tower
from gwanje.evidence import FrozenPage


def changes_since(tower: Tower, earlier: FrozenPage | None, now: Brief | None) -> ChangesSince:
    """Every difference between a frozen page and the page of now; without one, that there is none."""
    if earlier is None or now is None:
        return ChangesSince(
            frozen=None,
            frozen_on=None,
            words=Sentence(en="No earlier brief on this was frozen here.", ko="이 주제로 확정된 이전 보고 없음."),
        )
    day = earlier.at.astimezone(tower.zone).date()
    changes = tuple(_differences(earlier.page, now))
    en = f"{len(changes)} change{'' if len(changes) == 1 else 's'}" if changes else "Nothing changed"
    ko = f"변경 {len(changes)}건" if changes else "변경 없음"
    return ChangesSince(
        frozen=str(earlier.number),
        frozen_on=day,
        words=Sentence(
            en=f"{en} since brief no. {earlier.number} of {day}.", ko=f"{day} 확정 보고 제{earlier.number}호 이후 {ko}."
        ),
        changes=changes,
    )


def _differences(before: Mapping[str, Any], now: Brief) -> list[Change]:
    return [
        *_stages(before, now),
        *_measures(before, now),
        *_ends(before, now),
        *_levels(before, now),
        *_lead(before, now),
    ]


def _stages(before: Mapping[str, Any], now: Brief) -> list[Change]:
    old = {stage["item"]: stage for stage in before.get("stages", [])}
    changes = []
    for stage in now.stages:
        was = old.get(stage.item)
        if was is None:
            continue
        if was["status"] != stage.status:
            changes.append(
                Change(
                    what=Sentence(
                        en=f"{stage.names['en']}: {was['status']} → {stage.status}",
                        ko=f"{stage.names['ko']}: {was['status']} → {stage.status}",
                        sources=stage.name_sources,
                    )
                )
            )
        elif was["series"] and stage.latest is not None:
            changes += _figures(stage, was["series"][-1])
    return changes


def _figures(stage: Stage, was: Mapping[str, Any]) -> list[Change]:
    latest = stage.latest
    if latest is None or latest.top_share_value is None or was["top_share_value"] is None:
        return []
    if (was["year"], was["top_share_value"], was["top_share_mass"]) == (
        latest.year,
        latest.top_share_value,
        latest.top_share_mass,
    ):
        return []
    return [
        Change(
            what=Sentence(
                en=f"{stage.names['en']}: {was['top_value']} {percent(was['top_share_value'])} ({was['year']}) → "
                f"{latest.top_value} {percent(latest.top_share_value)} ({latest.year})",
                ko=f"{stage.names['ko']}: {was['top_value']} {percent_ko(was['top_share_value'])}({was['year']}) → "
                f"{latest.top_value} {percent_ko(latest.top_share_value)}({latest.year})",
                sources=stage.sources,
            )
        )
    ]


def _measures(before: Mapping[str, Any], now: Brief) -> list[Change]:
    old = {measure["id"]: measure for measure in before.get("measures", [])}
    changes = []
    for measure in now.measures:
        was = old.get(measure.id)
        if was is None:
            changes.append(
                Change(
                    what=Sentence(
                        en=f"New: {measure.title.en}", ko=f"신규: {measure.title.ko}", sources=measure.sources
                    )
                )
            )
        elif was["state"] != measure.state:
            changes.append(
                _plain(
                    f"{measure.id}: {was['state_words']['en']} → {measure.state_words.en}",
                    f"{measure.id}: {was['state_words']['ko']} → {measure.state_words.ko}",
                )
            )
    return changes


def _ends(before: Mapping[str, Any], now: Brief) -> list[Change]:
    old = {end["id"]: end for end in before.get("countdowns", [])}
    return [
        _plain(f"{end.id}: {old[end.id]['state']} → {end.state}", f"{end.id}: {old[end.id]['state']} → {end.state}")
        for end in now.countdowns
        if end.id in old and old[end.id]["state"] != end.state
    ]


def _levels(before: Mapping[str, Any], now: Brief) -> list[Change]:
    """Levels that stood elsewhere when the page was frozen; a page from before levels were told says nothing."""
    old = {(one["scheme"], one["resource"]): one for one in before.get("levels", [])}
    return [
        _plain(
            f"{_called(one, 'en')}: {_keys(was['levels'])} → {_keys(one.levels)}",
            f"{_called(one, 'ko')}: {_keys(was['levels'])} → {_keys(one.levels)}",
        )
        for one in now.levels
        if (was := old.get((one.scheme, one.resource))) is not None and _keys(was["levels"]) != _keys(one.levels)
    ]


def _called(one: BriefLevel, lang: str) -> str:
    return str((one.scheme_names.get(lang) or {}).get("text", one.scheme))


def _keys(levels: Iterable[Mapping[str, Any]]) -> str:
    return " | ".join(level["key"] for level in levels) or "—"


def _lead(before: Mapping[str, Any], now: Brief) -> list[Change]:
    old = [link["unit"] for link in before.get("lead_today", {}).get("chain", [])]
    new = [link.unit for link in now.lead_today.chain]
    if old == new:
        return []
    was = before.get("lead", {}).get("words", {"en": "—", "ko": "—"})
    return [_plain(f"{was['en']} → {now.lead.words.en}", f"{was['ko']} → {now.lead.words.ko}")]


def _plain(en: str, ko: str) -> Change:
    return Change(what=Sentence(en=en, ko=ko))
