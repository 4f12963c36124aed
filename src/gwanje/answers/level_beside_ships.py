"""Straits beside a proposal, from where `gwanje watch routes` has them: what must pass, and whether ships still do."""

from collections.abc import Iterator

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.level_beside_told import Beside
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.straits import ItemRoute, Span, Straits, straits
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import Routes
from gwanje.watch.routes import ROUTES_FILE

_STATUSES: dict[str, AbsenceStatus] = {"ok": "ok", "not_yet_known": "not_yet_known", "no_data": "no_data"}


def straits_beside(tower: Tower, item: str, as_of: AsOf) -> Iterator[Beside]:
    """For each strait of content the share of an item from behind it, then its last week of ships; nothing later."""
    if ROUTES_FILE not in tower.indicator_texts:
        words = Sentence(en="straits not seen: content names none", ko="해협 보이지 않음: 콘텐츠에 해협 없음")
        yield Beside(item=item, kind="route", status="no_data", words=words)
        return
    as_of = AsOf(as_of.valid, min(as_of.valid, as_of.known))
    for strait in Routes.read(tower.indicator_texts).chokepoints:
        answer = straits(tower, as_of, strait.key, items=[item])
        route = answer.items[0]
        yield _route(answer, route)
        if route.status != "ok" or _may_pass(route):
            yield _ships(answer, item)


def _may_pass(route: ItemRoute) -> bool:
    """Whether any of it comes from behind the strait, or that is not known."""
    spans = [span for span in (route.value, route.mass) if span is not None]
    return not spans or any(span.high > 0 for span in spans)


def _route(answer: Straits, route: ItemRoute) -> Beside:
    en, ko = _name(answer, "en"), _name(answer, "ko")
    sources = tuple(note.id for note in answer.sources)
    figures = ({"chokepoint": answer.chokepoint, **route.model_dump(mode="json", exclude={"names"})},)
    if route.status != "ok":
        is_later = route.status == "not_yet_known"
        why = ("not yet known", "아직 알려지지 않음") if is_later else ("not seen: no data", "보이지 않음(자료 없음)")
        reason = f" ({route.reason})" if route.reason else ""
        words = Sentence(
            en=f"{en}: what passes it {why[0]}{reason}", ko=f"{ko}: 통과 비중 {why[1]}", sources=sources
        )  # fmt: skip
        return Beside(item=route.item, kind="route", status=_status(route.status), figures=figures, words=words)
    value, mass = _span(route.value), _span(route.mass)
    words = Sentence(
        en=f"{en}: of its imports {route.year} from behind it {value[0]} by value, {mass[0]} by mass",
        ko=f"{ko}: {route.year}년 수입 중 해협 안쪽 금액 {value[1]}, 중량 {mass[1]}",
        sources=sources,
    )
    return Beside(
        item=route.item,
        kind="route",
        status="ok" if _may_pass(route) else "none",
        period=str(route.year),
        figures=figures,
        words=words,
    )


def _span(span: Span | None) -> tuple[str, str]:
    """From what must pass to what may."""
    if span is None:
        return "not reported", "미상"
    low, high = (percent(span.low), percent_ko(span.low)), (percent(span.high), percent_ko(span.high))
    return (low[0], low[1]) if low == high else (f"{low[0]} to {high[0]}", f"{low[1]}~{high[1]}")


def _ships(answer: Straits, item: str) -> Beside:
    week = answer.transits
    return Beside(
        item=item,
        kind="transits",
        status=_status(week.status),
        period=week.last_day or "",
        figures=(
            {"chokepoint": answer.chokepoint, **week.model_dump(mode="json", exclude={"words", "status"})},
        ),
        words=Sentence(
            en=f"{_name(answer, 'en')}: {week.words.en}", ko=f"{_name(answer, 'ko')}: {week.words.ko}", sources=week.words.sources
        ),
    )  # fmt: skip


def _status(word: str) -> AbsenceStatus:
    return _STATUSES.get(word, "not_computable")


def _name(answer: Straits, lang: str) -> str:
    named = answer.names.get(lang) or next(iter(answer.names.values()))
    return str(named["text"] if isinstance(named, dict) else named)
