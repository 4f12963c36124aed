"""The first line of a brief: the finding, and in the same line what the data do not cover."""

from collections.abc import Sequence

from gwanje.answers.briefing import Stage, YearOfDependence
from gwanje.answers.sentences import Sentence, money_en, money_ko, percent, percent_ko, with_particle
from gwanje.answers.tower import Tower


def brief_headline(tower: Tower, subject: str, names: dict[str, str], stages: Sequence[Stage]) -> Sentence:
    """The main product's dependence, or that it has no trade data, beside the nearest figure that is known."""
    main = next((stage for stage in stages if stage.is_main), None)
    if main is not None and main.status == "ok":
        finding = _dependence(tower, main) if main.is_ranked else _unranked(main)
        return finding.then(_beyond(main, stages))
    if main is not None:
        return _missing(main, stages, is_chain=main.item != subject)
    if not stages:
        return Sentence(
            en=f"{names['en']}: no watched item is routed to this affair; what follows are its measures and its lead.",
            ko=f"{names['ko']}: 이 사무에 연결된 품목 없음. 아래는 관련 조치와 소관.",
        )
    with_data = [stage for stage in stages if stage.status == "ok"]
    if not with_data:
        return Sentence(
            en=f"{names['en']}: no trade data for any of its {len(stages)} items.",
            ko=f"{names['ko']}: 관련 품목 {len(stages)}개 모두 무역 자료 없음.",
        )
    ranked = [stage for stage in with_data if stage.is_ranked]
    if not ranked:
        return Sentence(
            en=f"{names['en']}: {len(with_data)} of {len(stages)} items have trade data, none that can be ranked.",
            ko=f"{names['ko']}: 품목 {len(stages)}개 중 {len(with_data)}개에 무역 자료가 있으나 순위를 매길 수 있는 것 없음.",
        ).then(_unranked(max(with_data, key=_share)))
    first = max(ranked, key=_share)
    count = Sentence(
        en=f"{names['en']}: {len(with_data)} of {len(stages)} items have trade data; the most concentrated:",
        ko=f"{names['ko']}: 품목 {len(stages)}개 중 {len(with_data)}개에 무역 자료 있음. 가장 집중된 것:",
    )
    return count.then(_short(first))


def _share(stage: Stage) -> float:
    return (stage.latest.top_share_value if stage.latest else None) or 0.0


def _dependence(tower: Tower, stage: Stage) -> Sentence:
    latest = stage.latest
    if latest is None or latest.top_share_value is None:
        return Sentence(en="", ko="")
    home = tower.country.names
    by_mass, bought = _by_mass(stage, latest, percent_ko(latest.top_share_value))
    return Sentence(
        en=f"{home.best('en')} buys {percent(latest.top_share_value)} of its {_lower(stage.names['en'])} from "
        f"{stage.supplier['en']} by value{by_mass} ({latest.year}).",
        ko=f"{with_particle(home.best('ko'), '은', '는')} {latest.year}년 {stage.names['ko']} {bought}",
        sources=stage.sources,
    )


def _by_mass(stage: Stage, latest: YearOfDependence, value_ko: str) -> tuple[str, str]:
    """What is said of the mass: the same country, another one, or that it is not reported."""
    mass, seller = latest.top_share_mass, stage.supplier["ko"]
    if mass is None:
        return "; mass is not reported", f"수입 금액의 {value_ko}를 {seller}에서 들여옴(중량 미상)."
    if latest.top_mass == latest.top_value:
        return (
            f" and {percent(mass)} by mass",
            f"수입 금액의 {value_ko}, 중량의 {percent_ko(mass)}를 {seller}에서 들여옴.",
        )
    other = stage.supplier_mass
    return (
        f", and {percent(mass)} from {other['en']} by mass",
        f"수입 금액의 {value_ko}를 {seller}에서, 중량의 {percent_ko(mass)}를 {other['ko']}에서 들여옴.",
    )


def _unranked(stage: Stage) -> Sentence:
    """A product whose latest figures name no leading supplier: they are old, small or jumpy."""
    whole = Sentence(en=f"{_capital(stage.names['en'])}:", ko=f"{stage.names['ko']}:", sources=stage.name_sources)
    for caution in stage.cautions:
        whole = whole.then(caution)
    return whole


def _beyond(main: Stage, stages: Sequence[Stage]) -> Sentence:
    """What the data end before: the later stages without data, and the uses."""
    order = [stage.item for stage in stages]
    later = [
        stage
        for stage in stages[order.index(main.item) + 1 :]
        if stage.status != "ok" and stage.position != main.position
    ]
    if not later:
        return Sentence(en="No data on how much goes to which use.", ko="용도별 물량 자료는 없음.")
    last = next(stage for stage in later if stage.position == later[-1].position)
    return Sentence(
        en=f"No data on its uses or on {_lower(last.names['en'])}.",
        ko=f"용도와 {last.names['ko']}에 관한 자료는 없음.",
        sources=last.name_sources,
    )


def _missing(main: Stage, stages: Sequence[Stage], *, is_chain: bool) -> Sentence:
    name_en, name_ko = _lower(main.names["en"]), main.names["ko"]
    if main.status == "not_yet_known":
        start = Sentence(
            en=f"Not yet known on that day: trade data on {name_en}.",
            ko=f"그 시점에는 {name_ko} 무역 자료가 알려지지 않음.",
            sources=main.name_sources,
        )
    else:
        role = (", the main product", "핵심 품목인 ") if is_chain else ("", "")
        start = Sentence(
            en=f"No trade data: {name_en}{role[0]}.",
            ko=f"무역 자료 없음: {role[1]}{name_ko}.",
            sources=main.name_sources,
        )
    if main.cited:
        start = start.then(main.cited[0].words)
    before = [stage for stage in stages if stage.status == "ok" and stage.latest is not None and stage.is_ranked]
    return start.then(_short(before[-1])) if before else start


def _short(stage: Stage) -> Sentence:
    latest = stage.latest
    if latest is None or latest.top_share_value is None:
        return Sentence(en="", ko="")
    mass, other = latest.top_share_mass, stage.supplier_mass
    if mass is None:
        by_mass = ("; mass is not reported", ", 중량 미상")
    elif latest.top_mass == latest.top_value:
        by_mass = (f", {percent(mass)} by mass", f", 중량 {percent_ko(mass)}")
    else:
        by_mass = (f", {percent(mass)} from {other['en']} by mass", f", 중량은 {other['ko']} {percent_ko(mass)}")
    return Sentence(
        en=f"{_capital(stage.names['en'])}: {percent(latest.top_share_value)} from {stage.supplier['en']} by value{by_mass[0]} ({latest.year}).",
        ko=f"{stage.names['ko']}: {stage.supplier['ko']} 비중 금액 {percent_ko(latest.top_share_value)}{by_mass[1]}({latest.year}).",
        sources=stage.sources,
    )


def brief_caveat(stages: Sequence[Stage]) -> Sentence:
    """How much money is at issue, and which items the page is silent about."""
    with_data = [stage for stage in stages if stage.status == "ok" and stage.latest is not None]
    silent = [stage for stage in stages if stage.status != "ok"]
    parts = []
    main = next((stage for stage in with_data if stage.is_main), with_data[-1] if with_data else None)
    if main is not None and main.latest is not None and main.latest.import_value_usd is not None:
        value, year = main.latest.import_value_usd, main.latest.year
        parts.append(
            Sentence(
                en=f"Imports of {_lower(main.names['en'])} in {year}: {money_en(value)}.",
                ko=f"{year}년 {main.names['ko']} 수입액 {money_ko(value)}.",
                sources=main.sources,
            )
        )
    if silent and len(stages) > 1:
        unknown = [stage for stage in silent if stage.status == "not_yet_known"]
        missing = [stage for stage in silent if stage.status != "not_yet_known"]
        parts += [
            _silent(words, some, len(stages)) for words, some in ((_NOT_YET, unknown), (_NO_DATA, missing)) if some
        ]
    whole = Sentence(en="", ko="")
    for part in parts:
        whole = whole.then(part)
    return whole


_NOT_YET = ("Not yet known that day: trade data", "그 시점에는 알려지지 않음")
_NO_DATA = ("No data", "자료 없음")


def _silent(words: tuple[str, str], some: Sequence[Stage], total: int) -> Sentence:
    """How many items the page is silent about, and which."""
    named_en = ", ".join(_lower(stage.names["en"]) for stage in some)
    named_ko = ", ".join(stage.names["ko"] for stage in some)
    return Sentence(
        en=f"{words[0]} on {len(some)} of {total} items: {named_en}.",
        ko=f"품목 {total}개 중 {len(some)}개는 {words[1]}: {named_ko}.",
        sources=tuple(source for stage in some for source in stage.name_sources),
    )


def _lower(text: str) -> str:
    """Lower-case the first letter unless the word is an abbreviation or a name with inner capitals."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
