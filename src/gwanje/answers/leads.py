"""Whose job it is that day, in one line: routed by fact or item, led by a unit, or visibly not known."""

from collections.abc import Iterable

from gwanje.answers.briefing import ChainLink, LeadChain
from gwanje.answers.morning import LeadLine
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.registry import Holder

_STATE_WORDS = {
    "dispersed": ("no single lead: dispersed among several units", "단일 소관 없음(여러 부서에 분산)"),
    "not_reported": ("lead not reported", "소관 보도되지 않음"),
    "none": ("nobody leads it", "소관 없음"),
    "not_known": ("lead not known", "소관 알 수 없음"),
}
_HELD_ELSEWHERE = "measure-elsewhere"
_ELSEWHERE = Sentence(en="held by another ministry, not named", ko="다른 부처 소관(부처명 미확인)")


def lead_of(tower: Tower, identities: Iterable[str], as_of: AsOf) -> LeadLine:
    """The lead for the first id (fact, pause, item) that a routing rule names, that the record names, or that is an affair."""
    for identity in identities:
        affair, derived = affair_of(tower, identity)
        if affair is not None and _is_held_elsewhere(tower, identity):
            return LeadLine(mandate=affair, state="elsewhere", derived=derived, words=_ELSEWHERE)
        if affair is not None:
            return lead_line(tower.registry.held_by(affair, as_of), derived=derived)
    return LeadLine(state="not_known", words=Sentence(en="lead not known", ko="소관 알 수 없음"))


def affair_of(tower: Tower, identity: str) -> tuple[str | None, bool]:
    """The affair a fact, a pause or an item goes to, and whether that is derived; None where no rule and no record says."""
    route = tower.registry.route(identity)
    if route.mandate is not None:
        return route.mandate.key, route.derived
    is_affair = any(mandate.key == identity for mandate in tower.registry.mandates())
    return (identity if is_affair else _own_mandate(tower, identity)), True


def _is_held_elsewhere(tower: Tower, identity: str) -> bool:
    """Whether the fact is a measure of another ministry: it is followed here and led there."""
    return identity in tower.facts.by_id and tower.facts.get(identity).kind == _HELD_ELSEWHERE


def _own_mandate(tower: Tower, identity: str) -> str | None:
    """The affair that a measure or a pause names in its own record; derived, as every routing by content is."""
    if identity in tower.restrictions.pauses:
        return tower.restrictions.pauses[identity].mandate
    return tower.restrictions.get(identity).mandate if identity in tower.restrictions.measures else None


def lead_line(holder: Holder, *, derived: bool) -> LeadLine:
    """A holder as one line."""
    if holder.lead is None:
        en, ko = _STATE_WORDS[holder.state]
        affair = holder.mandate.names
        words = Sentence(en=f"{en} ({affair.best('en')})", ko=f"{affair.best('ko')}: {ko}")
        return LeadLine(mandate=holder.mandate.key, state=holder.state, derived=derived, words=words)
    doubt = (" (lead derived)", "(소관 추정)") if derived else ("", "")
    return LeadLine(
        mandate=holder.mandate.key,
        unit=holder.lead.id,
        state=holder.state,
        derived=derived,
        words=Sentence(
            en=f"Lead: {_called(holder, 'en')}{doubt[0]}",
            ko=f"소관: {_called(holder, 'ko')}{doubt[1]}",
        ),
    )


def _called(holder: Holder, lang: Language) -> str:
    lead = holder.lead.called(lang) if holder.lead else ""
    if holder.inner is None:
        return lead
    return f"{lead} {holder.inner.called(lang)}" if lang == "ko" else f"{holder.inner.called(lang)}, {lead}"


def lead_chain(tower: Tower, mandate: str, as_of: AsOf) -> LeadChain:
    """Who leads an affair on a day, and every unit above, missing links included."""
    holder = tower.registry.held_by(mandate, as_of)
    line = lead_line(holder, derived=False)
    units = [unit for unit in (holder.inner, holder.lead) if unit is not None]
    chain = [ChainLink(unit=unit.id, kind=unit.kind, names=unit.names.as_answer()) for unit in units]
    chain += [
        ChainLink(
            unit=link.unit.id if link.unit else None,
            kind=link.unit.kind if link.unit else link.level,
            names=link.as_answer()["names"],
        )
        for link in (holder.chain if holder.lead else ())
    ]
    return LeadChain(
        on=as_of.valid.astimezone(tower.zone).date(), state=holder.state, chain=tuple(chain), words=line.words
    )
