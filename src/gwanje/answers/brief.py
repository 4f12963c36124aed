"""The one-page brief of an item, a chain or an affair, filled from every room once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gwanje.answers.answer import Absence
from gwanje.answers.brief_changes import changes_since
from gwanje.answers.brief_exposure import exposure_line
from gwanje.answers.brief_headline import brief_caveat, brief_headline
from gwanje.answers.brief_levels import brief_levels
from gwanje.answers.brief_measures import countdown_lines, measure_lines, measures_words
from gwanje.answers.brief_stages import stages_of
from gwanje.answers.briefing import Brief, Disagreement, LeadChain, MeasureLine
from gwanje.answers.leads import lead_chain, lead_line, lead_of
from gwanje.answers.morning import LeadLine
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.sourcing import as_published, marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.evidence import Claim, FrozenPage, page_hash
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.markings import highest
from gwanje.items import ItemRecord
from gwanje.registry import MandateView
from gwanje.watch import Pause

_CLAIMS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a brief is about: an item with its chain, or an affair with the items routed to it."""

    key: str
    id: str
    names: dict[str, str]
    items: tuple[ItemRecord, ...]
    main: ItemRecord | None
    mandate: MandateView | None
    head: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every item key the brief speaks of; a measure on a whole chain touches each of its stages."""
        return tuple(dict.fromkeys([*(item.key for item in self.items), self.key, *([self.head] if self.head else [])]))


def brief(
    tower: Tower, asked: str, as_of: AsOf, *, since: FrozenPage | None = None, levels_as_of: AsOf | None = None
) -> Brief:
    """Everything an official needs to say about one subject, with what is not known in the first line.

    People decide on levels by the hour (Convention T6): `levels_as_of` is the instant for them, where no day was asked.
    """
    subject = find_subject(tower, asked)
    _require_same_subject(subject, since)
    stages = stages_of(tower, subject.items, subject.main, as_of)
    affair = subject.mandate.key if subject.mandate else None
    exposed, users = exposure_line(tower, None if affair else tower.items[subject.key], as_of)
    measures = measure_lines(tower, subject.keys, as_of, mandate=affair)
    countdowns = countdown_lines(tower, [measure.id for measure in measures], subject.keys, as_of)
    levels, levels_words = brief_levels(tower, _covered(subject), levels_as_of or as_of, mandate=affair)
    lead, chain, before = _lead(tower, subject, [measure.id for measure in measures], as_of)
    pauses = _pauses(tower, [measure.id for measure in measures], as_of)
    disputed = [*(claim for pause in pauses for claim in pause.claims), *(c for one in measures for c in one.claims)]
    claims = _claims(tower, subject, disputed, as_of)
    left_out = claims[_CLAIMS_SHOWN:]
    fields: dict[str, Any] = {
        "on": as_of.valid,
        "known": as_of.known,
        "country": tower.iso3,
        "subject": subject.key,
        "subject_id": subject.id,
        "names": subject.names,
        "headline": brief_headline(tower, subject.key, subject.names, stages),
        "caveat": brief_caveat(stages),
        "stages": stages,
        "main": subject.main.key if subject.main else "",
        "exposure": exposed,
        "users": users or _users(subject, [source for stage in stages for source in stage.name_sources]),
        "loss": _loss(),
        "measures": measures,
        "measures_words": measures_words(measures),
        "levels": levels,
        "levels_words": levels_words,
        "countdowns": countdowns,
        "goal": tower.thresholds.single_country_target.value,
        "goal_words": _goal(tower),
        "lead": lead,
        "lead_today": chain,
        "lead_before": before,
        "disagreements": claims[:_CLAIMS_SHOWN],
        "disagreements_left_out": tuple(one.claim for one in left_out),
        "unknown": (*_inner_not_reported(tower, lead, as_of), *_unknown(tower, subject, pauses, measures, as_of)),
    }
    unhashed = Brief(**fields, since=changes_since(tower, None, None))
    cited = _cited(unhashed)
    data = [source for stage in stages for source in stage.sources]
    fields |= {
        "sources": source_notes(tower, cited),
        "marking": highest([marking_of(tower, data), *(item.marking for item in subject.items)]),
    }
    earlier = since or tower.frozen.newest(subject.key, as_of.known)
    whole = as_published(tower, Brief(**fields, since=changes_since(tower, earlier, unhashed)))
    return whole.model_copy(update={"content_hash": page_hash(whole.as_json())})


def _covered(subject: Subject) -> tuple[str, ...]:
    """The subject itself first, then its stages."""
    return tuple(dict.fromkeys([subject.key, *(item.key for item in subject.items)]))


def _require_same_subject(subject: Subject, since: FrozenPage | None) -> None:
    if since is not None and since.subject != subject.key:
        raise WrongUseError(
            f"Frozen page {since.number} is about another subject",
            expected=f"a page on {subject.key}",
            found=f"a page on {since.subject}",
            remedy="Give --since the number of an earlier brief on the same subject, or leave it out",
        )


def find_subject(tower: Tower, asked: str) -> Subject:
    """The item or the affair that is meant; an item first, then an affair, else the nearest of both."""
    try:
        item = tower.items.find(asked)
    except UnknownKeyError as no_item:
        try:
            mandate = tower.registry.find_mandate(asked)
        except UnknownKeyError:
            raise no_item from None
        return _affair(tower, mandate)
    return _item(tower, item)


def _item(tower: Tower, item: ItemRecord) -> Subject:
    chain = tower.items.chain(item.key)
    items = chain.items() if chain else (item,)
    main = item if item.chain is None else (chain.main_product if chain else None)
    names, head = _names(item.names.best("en"), item.names.best("ko")), chain.item.key if chain else ""
    return Subject(item.key, item.id, names, items, main, None, head)


def _affair(tower: Tower, mandate: MandateView) -> Subject:
    routed = [item for item in tower.items.all() if item.chain is None and _goes_to(tower, item, mandate)]
    return Subject(
        mandate.key,
        mandate.id,
        _names(mandate.names.best("en"), mandate.names.best("ko")),
        tuple(routed),
        None,
        mandate,
    )


def _goes_to(tower: Tower, item: ItemRecord, mandate: MandateView) -> bool:
    route = tower.registry.route(item.key)
    return route.mandate is not None and route.mandate.key == mandate.key


def _names(en: str, ko: str) -> dict[str, str]:
    return {"en": en, "ko": ko}


def _goal(tower: Tower) -> Sentence:
    limit = tower.thresholds.single_country_target
    cited = [*limit.sources, *(source for fact in limit.facts for source in tower.facts.get(fact).sources)]
    return Sentence(en=f"goal {percent(limit.value)}", ko=f"목표 {percent_ko(limit.value)}", sources=tuple(cited))


def _lead(
    tower: Tower, subject: Subject, measures: Sequence[str], as_of: AsOf
) -> tuple[LeadLine, LeadChain, LeadChain | None]:
    """Lead today with the chain above it, and before the latest reform that changed any link of it."""
    if subject.mandate is not None:
        line = lead_line(tower.registry.held_by(subject.mandate.key, as_of), derived=False)
    else:
        line = lead_of(tower, [subject.key, *subject.keys, *measures], as_of)
    if line.mandate is None:
        nobody = LeadChain(on=as_of.valid.astimezone(tower.zone).date(), state=line.state, chain=(), words=line.words)
        return line, nobody, None
    today = lead_chain(tower, line.mandate, as_of)
    for reform in reversed(tower.registry.reforms(as_of)):
        if reform.status == "in_force" and reform.effective is not None:
            eve = AsOf(valid=reform.effective - timedelta(days=1), known=as_of.known)
            start = AsOf(valid=reform.effective, known=as_of.known)
            if tower.registry.handover(line.mandate, eve, start) is not None:
                return line, today, lead_chain(tower, line.mandate, eve)
    return line, today, None


def _users(subject: Subject, cited: Sequence[str]) -> Absence:
    en, ko = ("its items", "관련 품목") if subject.mandate else (subject.names["en"].lower(), subject.names["ko"])
    return Absence(
        status="no_data",
        reason=Sentence(
            en=f"Which industries use it: no cited use shares for {en} are loaded, so none are named.",
            ko=f"사용 산업: {ko}의 용도 비중을 인용할 자료가 없어 밝히지 않음.",
            sources=tuple(cited),
        ),
    )


def _loss() -> Absence:
    return Absence(
        status="not_computable",
        reason=Sentence(
            en="What its loss would cost: nothing is simulated on this page, and an exposure is not a loss.",
            ko="공급이 끊길 때의 피해: 이 보고에서는 모의하지 않음. 노출은 손실이 아님.",
        ),
    )


def _claims(tower: Tower, subject: Subject, from_measures: Sequence[str], as_of: AsOf) -> tuple[Disagreement, ...]:
    about = [
        claim
        for item in subject.items
        for designation in tower.items.designations(item.key, as_of)
        for claim in designation.claims
    ]
    head = tower.items.designations(subject.key, as_of) if subject.key in tower.items else ()
    facts = [claim for fact in tower.facts.about(subject.keys, as_of.known) for claim in fact.claims]
    wanted = list(dict.fromkeys([*(claim for one in head for claim in one.claims), *about, *from_measures, *facts]))
    known = {claim.id: claim for claim in tower.claims.known_by(as_of.known)}
    shown = [known[claim] for claim in wanted if claim in known]
    return tuple(
        Disagreement(
            claim=claim.id,
            about=Sentence(en=claim.about.en, ko=claim.about.ko, sources=_sides(claim)),
            side_a=Sentence(en=claim.a.statement.en, ko=claim.a.statement.ko, sources=_sides(claim)),
            side_b=Sentence(en=claim.b.statement.en, ko=claim.b.statement.ko, sources=_sides(claim)),
            adopted=_adopted(claim, known_day(as_of.known, tower.zone)),
            sources=_sides(claim),
        )
        for claim in shown
    )


def _sides(claim: Claim) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*claim.a.sources, *claim.b.sources]))


def _adopted(claim: Claim, known_on: date) -> Sentence:
    """Which side was adopted, and why; a choice made after the known time had not been made yet."""
    if claim.adopted_on is not None and known_on < claim.adopted_on:
        return Sentence(en="none by then", ko="그 시점에는 없음", sources=_sides(claim))
    chosen = {"A": ("the first", "앞의 것"), "B": ("the second", "뒤의 것"), "none": ("none", "없음")}[claim.adopted]
    return Sentence(en=f"{chosen[0]} ({claim.why.en})", ko=f"{chosen[1]}({claim.why.ko})", sources=_sides(claim))


def _pauses(tower: Tower, measures: Sequence[str], as_of: AsOf) -> tuple[Pause, ...]:
    """The pauses of these measures that had begun and were known."""
    found = [pause for measure in measures for pause in tower.restrictions.pauses_of(measure, as_of.known)]
    return tuple({pause.id: pause for pause in found if pause.begins <= as_of.valid}.values())


def _inner_not_reported(tower: Tower, lead: LeadLine, as_of: AsOf) -> tuple[Sentence, ...]:
    """That a source names the lead and none names the unit within it."""
    if lead.mandate is None or not tower.registry.held_by(lead.mandate, as_of).inner_not_reported:
        return ()
    return (
        Sentence(
            en="Which unit within the lead answers is not reported.", ko="주관 조직 안의 담당 부서는 보도되지 않음."
        ),
    )


def _unknown(
    tower: Tower, subject: Subject, pauses: Sequence[Pause], measures: Sequence[MeasureLine], as_of: AsOf
) -> tuple[Sentence, ...]:
    """What is known not to be known; what followed an end is asked only once the end has come."""
    facts = [fact.id for fact in tower.facts.about(subject.keys, as_of.known)]
    over = [pause.id for pause in pauses if pause.ending.state(as_of.valid) != "running"]
    concerned = {*(measure.id for measure in measures), *over, *facts}
    return tuple(
        Sentence(en=unknown.statement.en, ko=unknown.statement.ko)
        for unknown in tower.unknowns
        if concerned & set(unknown.concerns)
    )


def _cited(page: Brief) -> list[str]:
    """Every source id on the page, in the order in which a reader meets it."""
    exposed = page.exposure
    sentences: list[Sentence] = [page.headline, page.caveat, exposed.words, exposed.at_stake, exposed.carried_by]
    sentences += [page.users.reason, page.loss.reason, page.levels_words]
    ids: list[str] = []
    for stage in page.stages:
        sentences += [stage.reason, *(figure.words for figure in stage.cited)]
    ids += [source for sentence in sentences for source in sentence.sources]
    ids += [source for stage in page.stages for source in stage.sources]
    ids += [source for measure in page.measures for source in measure.sources]
    ids += [source for end in page.countdowns for source in end.what.sources]
    ids += [source for claim in page.disagreements for source in claim.sources]
    return [*ids, *page.goal_words.sources, *(source for sentence in page.unknown for source in sentence.sources)]
