"""The first line of a brief: the finding, and in the same line what the data do not cover."""

from collections.abc import Sequence

from gwanje.answers.briefing import Stage
from gwanje.answers.sentences import Sentence, money_en, money_ko, percent, percent_ko, with_particle
from gwanje.answers.tower import Tower


def brief_headline(tower: Tower, subject: str, names: dict[str, str], stages: Sequence[Stage]) -> Sentence:
    """The main product's dependence, or that it has no trade data, beside the nearest figure that is known."""
    main = next((stage for stage in stages if stage.is_main), None)
    if main is not None and main.status == "ok":
        return _dependence(tower, main).then(_beyond(main, stages))
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
    first = max(with_data, key=_share)
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
    same = latest.top_mass == latest.top_value and latest.top_share_mass is not None
    mass_en = f" and {percent(latest.top_share_mass)} by mass" if same and latest.top_share_mass is not None else ""
    mass_ko = f", 중량의 {percent_ko(latest.top_share_mass)}" if same and latest.top_share_mass is not None else ""
    item_ko = stage.names["ko"]
    return Sentence(
        en=f"{home.best('en')} buys {percent(latest.top_share_value)} of its {_lower(stage.names['en'])} from "
        f"{stage.supplier['en']} by value{mass_en} ({latest.year}).",
        ko=f"{with_particle(home.best('ko'), '은', '는')} {latest.year}년 {item_ko} 수입 금액의 "
        f"{percent_ko(latest.top_share_value)}{mass_ko}를 {stage.supplier['ko']}에서 들여옴.",
        sources=stage.sources,
    )


def _beyond(main: Stage, stages: Sequence[Stage]) -> Sentence:
    """What the data end before: the later stages without data, and the uses."""
    order = [stage.item for stage in stages]
    later = [
        stage
        for stage in stages[order.index(main.item) + 1 :]
        if stage.status != "ok" and stage.position != main.position
    ]
    if not later:
        return Sentence(en="No data on what it is used for.", ko="용도에 관한 자료는 없음.")
    last = later[-1]
    return Sentence(
        en=f"No data on its uses or on {_lower(last.names['en'])}.",
        ko=f"용도와 {last.names['ko']}에 관한 자료는 없음.",
    )


def _missing(main: Stage, stages: Sequence[Stage], *, is_chain: bool) -> Sentence:
    name_en, name_ko = _lower(main.names["en"]), main.names["ko"]
    if main.status == "not_yet_known":
        start = Sentence(
            en=f"Not yet known on that day: trade data on {name_en}.",
            ko=f"그 시점에는 {name_ko} 무역 자료가 알려지지 않음.",
        )
    else:
        role = (", the main product", "핵심 품목인 ") if is_chain else ("", "")
        start = Sentence(en=f"No trade data: {name_en}{role[0]}.", ko=f"무역 자료 없음: {role[1]}{name_ko}.")
    if main.cited:
        start = start.then(main.cited[0].words)
    before = [stage for stage in stages if stage.status == "ok" and stage.latest is not None]
    return start.then(_short(before[-1])) if before else start


def _short(stage: Stage) -> Sentence:
    latest = stage.latest
    if latest is None or latest.top_share_value is None:
        return Sentence(en="", ko="")
    mass = latest.top_share_mass if latest.top_mass == latest.top_value else None
    by_mass = (f", {percent(mass)} by mass", f", 중량 {percent_ko(mass)}") if mass is not None else ("", "")
    return Sentence(
        en=f"{_capital(stage.names['en'])}: {percent(latest.top_share_value)} from {stage.supplier['en']} by value{by_mass[0]} ({latest.year}).",
        ko=f"{stage.names['ko']}: {stage.supplier['ko']} 비중 금액 {percent_ko(latest.top_share_value)}{by_mass[1]}({latest.year}).",
        sources=stage.sources,
    )


def brief_caveat(stages: Sequence[Stage]) -> Sentence:
    """How much money is at issue, and which stages the page is silent about."""
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
        parts.append(
            Sentence(
                en=f"No data on {len(silent)} of {len(stages)} stages: {', '.join(_lower(stage.names['en']) for stage in silent)}.",
                ko=f"{len(stages)}단계 중 {len(silent)}단계는 자료 없음: {', '.join(stage.names['ko'] for stage in silent)}.",
            )
        )
    whole = Sentence(en="", ko="")
    for part in parts:
        whole = whole.then(part)
    return whole


def _lower(text: str) -> str:
    """Lower-case the first letter unless the word is an abbreviation or a name with inner capitals."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
