"""What happened to each unit between two days, in words short enough to stand beside it on a chart."""

from collections.abc import Iterable
from dataclasses import dataclass

from gwanje.answers.org_charting import OUTCOMES, Fate, Happened, Json, Outcome, Standing
from gwanje.foundation.names import Language
from gwanje.registry import ChainLink, Diff, Holder, PlacedUnit, StructuralChange, UnitView

HolderPairs = list[tuple[Holder, Holder]]
"""The holder of each affair on the earlier and on the later day."""

_OF_UNITS: dict[str, Outcome] = {
    "established": "established",
    "renamed": "renamed",
    "moved": "moved",
    "upgraded": "upgraded",
    "downgraded": "downgraded",
    "made_permanent": "made_permanent",
    "class_changed": "class_changed",
    "posts_changed": "posts_changed",
    "restored": "restored",
    "became_known": "became_known",
    "abolished": "abolished",
    "merged": "merged",
    "split": "split",
    "term_extended": "term_extended",
    "term_ended": "term_ended",
}
_TOLD_BY_HOLDERS = {"mandate_moved", "chain_changed", "became_known"}
"""Changes of affairs that are told by comparing the leads of the two days."""
_ENDED = {"abolished", "merged", "split", "ended", "term_ended"}
_LANGUAGES: tuple[Language, Language] = ("en", "ko")
_ENDED_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "abolished": (("abolished", "폐지"), ("abolished; followed by", "폐지, 이후")),
    "merged": (("merged into another unit", "통합"), ("merged into", "통합")),
    "split": (("split into others", "분리"), ("split into", "분리")),
    "ended": (("undone with its reform", "개편 취소로 종료"), ("undone; followed by", "개편 취소, 이후")),
    "term_ended": (("term ended", "존속 기한 종료"), ("term ended; followed by", "존속 기한 종료, 이후")),
}
_KIND_WORDS: dict[str, tuple[str, str]] = {
    "upgraded": ("upgraded", "승격"),
    "downgraded": ("downgraded", "격하"),
    "made_permanent": ("made permanent", "상설화"),
    "class_changed": ("class changed", "직급 변경"),
}
_SAID_BY_NEW = {"gained_affair", "named_lead", "became_known"}
"""What goes without saying of a unit that is new."""
_MARKS = {"unverified": (" (unverified)", "(미확인)"), "conflicting": (" (sources differ)", "(출처 불일치)")}
_LEAD_BEFORE: dict[str, tuple[str, str]] = {
    "dispersed": ("shared by several units before", "종전에는 여러 조직에 분산"),
    "none": ("nobody led it before", "종전 소관 없음"),
    "not_reported": ("lead before not reported", "종전 소관 미보도"),
    "not_known": ("lead before not known", "종전 소관 알 수 없음"),
}
_LEAD_AFTER: dict[str, tuple[str, str]] = {
    "dispersed": ("now shared by several units", "여러 조직에 분산"),
    "none": ("nobody leads it now", "소관 없음"),
    "not_reported": ("lead now not reported", "이후 소관 미보도"),
    "not_known": ("lead now not known", "이후 소관 알 수 없음"),
}


@dataclass(frozen=True, slots=True)
class Comparing:
    """The two days being compared; `gone` are the units of the earlier day that do not stand on the later one."""

    before: Standing
    after: Standing
    gone: dict[str, UnitView]
    holders: HolderPairs
    diff: Diff


def fates(days: Comparing) -> dict[str, Fate]:
    """What became of every unit that stands on either day, in the order content declares them."""
    told: dict[str, list[Happened]] = {unit: [] for unit in (*days.before, *days.after)}
    for unit in days.after:
        told[unit] += _following(unit, days)
    for change in days.diff.changes:
        for unit, happened in _of_change(change, days):
            told.get(unit, []).append(happened)
    for first, second in days.holders:
        for unit, happened in _taken(first, second):
            told.get(unit, []).append(happened)
    for unit, happened in _given(days.holders):
        told.get(unit, []).append(happened)
    return {unit: _fate(unit, happened, days) for unit, happened in told.items()}


def _fate(unit: str, happened: list[Happened], days: Comparing) -> Fate:
    outcomes = {one.outcome for one in happened}
    if unit not in days.after and not outcomes & _ENDED:
        happened.append(_say("ended", "no longer stands; why is not reported", "폐지 경위 보도되지 않음"))
    if unit not in days.before and not outcomes & {"established", "restored", "became_known"}:
        happened.append(_say("became_known", "not known to stand before", "종전 존재 여부 알 수 없음"))
    ordered = sorted(happened, key=lambda one: OUTCOMES.index(one.outcome))
    if "established" in outcomes:
        ordered = _said_once([one for one in ordered if one.outcome not in _SAID_BY_NEW])
    names = (days.after.get(unit) or days.before[unit]).unit.names.as_answer()
    return Fate(
        unit=unit,
        names=names,
        main=ordered[0].outcome if ordered else "unchanged",
        happened=tuple(ordered),
        successors=days.gone[unit].successors if unit in days.gone else (),
    )


def _said_once(ordered: list[Happened]) -> list[Happened]:
    """That a unit is new is said once, with every fact behind it; the first of them says whom it follows."""
    born = [one for one in ordered if one.outcome == "established"]
    whole = born[0].model_copy(
        update={
            "facts": tuple(dict.fromkeys(fact for one in born for fact in one.facts)),
            "sources": tuple(dict.fromkeys(source for one in born for source in one.sources)),
            "claims": tuple(dict.fromkeys(claim for one in born for claim in one.claims)),
        }
    )
    doubtful = next((one for one in born if one.status != "reported"), None)
    if doubtful is not None and born[0].status == "reported":
        whole = _with_status("established", (whole.words["en"], whole.words["ko"]), doubtful.status, **_behind(whole))
    return [whole, *(one for one in ordered if one.outcome != "established")]


def _behind(one: Happened) -> dict[str, tuple[str, ...]]:
    return {"facts": one.facts, "sources": one.sources, "claims": one.claims}


def _following(unit: str, days: Comparing) -> list[Happened]:
    """A unit that comes into being as what others become is a new one that follows them."""
    followed = [days.before[one].unit for one, view in days.gone.items() if unit in view.successors]
    if unit in days.before or not followed:
        return []
    kind = days.after[unit].unit.kind_names
    en, ko = (", ".join(one.called(lang) for one in followed) for lang in _LANGUAGES)
    facts = tuple(dict.fromkeys(days.gone[one.id].ended_by for one in followed if days.gone[one.id].ended_by))
    return [
        _say("established", f"new {kind.best('en')}, follows {en}", f"{kind.best('ko')} 신설, 종전 {ko}", facts=facts)
    ]


def _say(outcome: Outcome, en: str, ko: str, **behind: tuple[str, ...]) -> Happened:
    return Happened(outcome=outcome, words={"en": en, "ko": ko}, **behind)


def _of_change(change: StructuralChange, days: Comparing) -> Iterable[tuple[str, Happened]]:
    """A change of a unit; a change of an affair that the leads of the two days do not tell goes to who has it."""
    subject = change.subject
    if subject in days.before or subject in days.after:
        ends = change.kind == "undone" and subject not in days.after
        outcome = "ended" if ends else _OF_UNITS.get(change.kind, "changed")
        if outcome == "became_known" and subject in days.before:
            outcome = "changed"
        yield subject, _happened(outcome, _unit_words(outcome, change, days), change)
    elif change.kind == "cooperation_changed":
        yield from _cooperating(change, days)
    elif change.kind not in _TOLD_BY_HOLDERS:
        leads = {
            unit.id
            for pair in days.holders
            for holder in pair
            if subject == holder.mandate.id
            for unit in (holder.lead, holder.inner)
            if unit is not None
        }
        for unit in [one for one in change.units if one in leads] or list(change.units):
            yield unit, _happened("affair_changed", (change.words.en, change.words.ko), change)


def _cooperating(change: StructuralChange, days: Comparing) -> Iterable[tuple[str, Happened]]:
    """Who cooperates in an affair from now on, and who no longer does."""
    first, second = next(pair for pair in days.holders if pair[1].mandate.id == change.subject)
    before, after = ({unit.id for unit in holder.cooperating or ()} for holder in (first, second))
    names = second.mandate.names
    for units, en, ko in (
        (after - before, "cooperates in", "협조"),
        (before - after, "no longer cooperates in", "협조 종료"),
    ):
        words = f"{en} {names.best('en')}", f"{ko}: {names.best('ko')}"
        for unit in sorted(units):
            yield unit, _happened("affair_changed", words, change)


def _happened(outcome: Outcome, words: tuple[str, str], change: StructuralChange) -> Happened:
    return _with_status(outcome, words, change.status, facts=change.facts, sources=change.sources, claims=change.claims)


def _with_status(outcome: Outcome, words: tuple[str, str], status: str, **behind: tuple[str, ...]) -> Happened:
    mark = _MARKS.get(status, ("", ""))
    return Happened(
        outcome=outcome, words={"en": words[0] + mark[0], "ko": words[1] + mark[1]}, status=status, **behind
    )


def _unit_words(outcome: Outcome, change: StructuralChange, days: Comparing) -> tuple[str, str]:
    unit = change.subject
    if outcome == "established" and unit in days.after:
        kind = days.after[unit].unit.kind_names
        return f"new {kind.best('en')}", f"{kind.best('ko')} 신설"
    if outcome == "moved" and unit in days.before:
        return _moved_words(days.before[unit])
    if outcome in _ENDED_WORDS:
        return _ended_words(outcome, days.gone.get(unit), days)
    return _renamed_words(change) if outcome == "renamed" else _other_words(outcome, change)


def _other_words(outcome: Outcome, change: StructuralChange) -> tuple[str, str]:
    if outcome in _KIND_WORDS:
        en, ko = _KIND_WORDS[outcome]
        return f"{en}: {change.before.en} → {change.after.en}", f"{ko}: {change.before.ko} → {change.after.ko}"
    if outcome == "posts_changed":
        return change.after.en.replace("Posts ", "posts ", 1), change.after.ko
    if outcome == "became_known":
        return "became known", "새로 알려짐"
    if outcome == "restored":
        return "exists again", "복원"
    return change.words.en, change.words.ko


def _ended_words(outcome: Outcome, gone: UnitView | None, days: Comparing) -> tuple[str, str]:
    """How a unit ended, and which units follow it."""
    following = [days.after[unit].unit for unit in (gone.successors if gone else ()) if unit in days.after]
    plain, joined = _ENDED_WORDS[outcome]
    if not following:
        return plain
    en, ko = (", ".join(unit.called(lang) for unit in following) for lang in _LANGUAGES)
    return f"{joined[0]} {en}", f"{joined[1]}: {ko}"


def _renamed_words(change: StructuralChange) -> tuple[str, str]:
    """Which name changed, where only one language has another one."""
    if change.before.ko == change.after.ko:
        return "renamed in English", "영문 명칭 변경"
    if change.before.en == change.after.en:
        return "renamed in Korean", "우리말 명칭 변경"
    return "renamed", "명칭 변경"


def _moved_words(placed: PlacedUnit) -> tuple[str, str]:
    """Where a unit moved from: the unit above it, or that no source says which one."""
    above: ChainLink | None = placed.chain[0] if placed.chain else None
    if above is None:
        return "moved; stood under no unit before", "이동(종전 상위 조직 없음)"
    if above.unit is None:
        if above.state == "not_reported":
            return "moved; place before not reported", "이동(종전 소속 미보도)"
        return "moved; place before not known", "이동(종전 소속 알 수 없음)"
    return f"moved from {above.called('en')}", f"{above.called('ko')}에서 이동"


def _taken(first: Holder, second: Holder) -> Iterable[tuple[str, Happened]]:
    """What a change of lead means for the lead after; a lead before that nobody reported may have been the same."""
    before, after = first.lead, second.lead
    if after is None or not _changed(first, second):
        return
    outcome: Outcome = "named_lead" if first.state in ("not_reported", "not_known") else "gained_affair"
    words = _both(
        [second], ("now leads", "새 소관"), before, ("from", "←"), _LEAD_BEFORE[first.state] if not before else None
    )
    yield after.id, _with_status(outcome, words, second.status, **_behind_all([second]))


def _given(pairs: HolderPairs) -> Iterable[tuple[str, Happened]]:
    """What a change of lead means for the lead before: affairs that go the same way are told together."""
    ways: dict[tuple[str, str, str], list[tuple[Holder, Holder]]] = {}
    for first, second in pairs:
        if first.lead is not None and _changed(first, second):
            to = second.lead.id if second.lead else second.state
            ways.setdefault((first.lead.id, to, second.status), []).append((first, second))
    for (unit, _, status), together in ways.items():
        after = [second for _, second in together]
        to_unit = after[0].lead
        absent = _LEAD_AFTER[after[0].state] if to_unit is None else None
        words = _both(after, ("no longer leads", "소관 이관"), to_unit, ("now", "→"), absent)
        yield unit, _with_status("lost_affair", words, status, **_behind_all(after))


def _changed(first: Holder, second: Holder) -> bool:
    return (first.lead.id if first.lead else "") != (second.lead.id if second.lead else "")


def _behind_all(holders: list[Holder]) -> dict[str, tuple[str, ...]]:
    return {
        "facts": tuple(dict.fromkeys(fact for one in holders for fact in one.facts)),
        "sources": tuple(dict.fromkeys(source for one in holders for source in one.sources)),
        "claims": tuple(dict.fromkeys(claim for one in holders for claim in one.claims)),
    }


def _both(
    holders: list[Holder],
    verb: tuple[str, str],
    other: UnitView | None,
    way: tuple[str, str],
    absent: tuple[str, str] | None,
) -> tuple[str, str]:
    """Affairs in both languages with the lead of the other day, or the words for the state that stands for one."""
    names = [one.mandate.names for one in holders]
    en = f"{way[0]} {other.called('en')}" if other else (absent or ("", ""))[0]
    ko = f"{way[1]} {other.called('ko')}" if other else (absent or ("", ""))[1]
    affairs = ("; ".join(one.best("en") for one in names), "; ".join(one.best("ko") for one in names))
    return f"{verb[0]} {affairs[0]} ({en})", f"{verb[1]}: {affairs[1]}({ko})"


def elsewhere(unit: str, other: Holder) -> tuple[str, Json]:
    """Who led an affair on the other day: the same unit, another one, or a state that stands for one."""
    if unit in {one.id for one in (other.lead, other.inner) if one is not None}:
        return "same", {}
    if other.lead is not None:
        return "unit", {lang: other.lead.called(lang) for lang in _LANGUAGES}
    return other.state, {}
