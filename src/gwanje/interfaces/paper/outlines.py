"""Answers as Korean office outlines (□ ○ –), the form in which reports go up the line."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from gwanje.answers.answer import SourceNote
from gwanje.answers.briefing import Brief, LeadChain, Stage, YearOfDependence
from gwanje.answers.morning import EndLine, Today
from gwanje.answers.sentences import Sentence, percent_ko
from gwanje.foundation.instants import known_day
from gwanje.interfaces.paper.hwpx import Grid, Line, Outline
from gwanje.interfaces.paper.labels import labels


def today_outline(answer: Today, zone: ZoneInfo) -> Outline:
    """The morning page as an outline."""
    words = labels("ko")
    blocks: list[Line | Grid] = [stamp_line(answer.on, answer.known, zone, answer.marking.word)]
    blocks.append(Line("square", answer.headline.ko))
    blocks.append(Line("square", words["levels"]))
    blocks.extend(
        Line(
            "circle",
            f"{one.resource_names['ko']['text']}: {one.words.ko} [{one.scheme_names['ko']['text']}, {one.lead.words.ko}]",
        )
        for one in answer.levels.marks
    )
    blocks.append(Line("circle", answer.levels.rest.ko))
    blocks.append(Line("square", words["ends"]))
    windows = (
        (words["window_week"], answer.ends.week),
        (words["window_month"], answer.ends.month),
        (words["window_quarter"], answer.ends.quarter),
        (words["window_passed"], answer.ends.passed),
    )
    for title, ends in windows:
        if ends:
            blocks.append(Line("circle", title))
            blocks.extend(line for end in ends for line in _end_lines(end))
    if not answer.ends.all():
        blocks.append(Line("circle", words["nothing_ends"]))
    blocks.append(Line("square", words["new"]))
    blocks.extend(
        Line(
            "circle",
            f"{thing.what.ko} [{_day(thing.known_on)} 확인, {thing.lead.words.ko}, {', '.join(thing.what.sources)}]",
        )
        for thing in answer.new
    )
    if not answer.new:
        blocks.append(Line("circle", words["nothing_new"]))
    blocks.append(Line("square", words["overdue"]))
    blocks.append(Line("circle", answer.overdue.reason.ko))
    blocks.append(Line("square", words["waits"]))
    blocks.append(Line("circle", answer.waiting.reason.ko))
    blocks.append(Line("square", words["stale"]))
    blocks.extend(Line("circle", line.words.ko) for line in answer.stale)
    blocks.append(Line("note", answer.heartbeat.words.ko))
    blocks.extend(source_lines(answer.sources))
    return Outline(
        title=f"{words['today_title']} {_day(answer.on.astimezone(zone).date())}", written=answer.on, blocks=blocks
    )


def _end_lines(end: EndLine) -> list[Line]:
    return [
        Line("dash", f"{end.what.ko} ({end.id})"),
        Line(
            "note",
            f"{end.when.ko}. 원문 표현: “{end.wording}”. {end.lead.words.ko}. 출처 {', '.join(end.what.sources)}",
        ),
    ]


def brief_outline(answer: Brief, zone: ZoneInfo) -> Outline:
    """A brief as an outline."""
    words = labels("ko")
    blocks: list[Line | Grid] = [stamp_line(answer.on, answer.known, zone, answer.marking.word)]
    blocks += [Line("square", _cited(answer.headline)), Line("circle", _cited(answer.caveat))]
    blocks.append(Line("circle", _cited(answer.levels_words)))
    blocks.append(Line("square", words["chain"]))
    blocks.extend(_stage_line(stage) for stage in answer.stages)
    blocks.append(_dependence_grid(answer))
    exposed = answer.exposure
    blocks.append(Line("square", words["exposed"]))
    told = (exposed.words, exposed.at_stake, exposed.carried_by, *([answer.users.reason] if _has_users(answer) else ()))
    blocks.extend(Line("circle", _cited(one)) for one in told if one.ko)
    blocks.append(Line("square", _cited(answer.measures_words)))
    for measure in answer.measures:
        blocks.append(Line("circle", f"{_cited(measure.title)} ({measure.id})"))
        blocks.append(Line("dash", f"{measure.state_words.ko}; {measure.coverage.ko}"))
    for end in answer.countdowns:
        blocks.extend(_end_lines(end))
    blocks.append(Line("square", answer.lead.words.ko))
    blocks += [_chain_line(words["lead_today"], answer.lead_today)]
    if answer.lead_before is not None:
        blocks.append(_chain_line(words["lead_before"], answer.lead_before))
    blocks.append(Line("square", words["not_covered"]))
    silent = () if _has_users(answer) else (answer.users.reason,)
    blocks.extend(Line("circle", _cited(one)) for one in (*silent, answer.loss.reason, *answer.unknown))
    blocks.append(Line("square", words["disagreements"]))
    blocks.extend(
        Line(
            "circle",
            f"{claim.about.ko} ({claim.claim}): {claim.side_a.ko} ↔ {claim.side_b.ko}; {words['adopted']}: {claim.adopted.ko}",
        )
        for claim in answer.disagreements
    )
    if answer.disagreements_left_out:
        blocks.append(Line("circle", words["more_disagreements"].format(ids=", ".join(answer.disagreements_left_out))))
    if not answer.disagreements:
        blocks.append(Line("circle", words["no_disagreement"]))
    blocks += [Line("square", words["since"]), Line("circle", answer.since.words.ko)]
    blocks.extend(Line("dash", _cited(change.what)) for change in answer.since.changes)
    blocks.extend(source_lines(answer.sources))
    return Outline(title=f"{answer.names['ko']} {words['brief_title']}", written=answer.on, blocks=blocks)


def _has_users(answer: Brief) -> bool:
    """Whether sources name the industries that use it."""
    return answer.users.status == "ok"


def stamp_line(on: datetime, known: datetime, zone: ZoneInfo, marking: str) -> Line:
    """The first line: the marking, and the two times asked for."""
    words = labels("ko")
    day = on.astimezone(zone).date()
    return Line(
        "note",
        f"{words[f'marking_{marking}']} · {words['as_of']} {_day(day)} · {words['known']} {_day(known_day(known, zone))}",
    )


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


def _cited(sentence: Sentence) -> str:
    return sentence.ko + (f" [{', '.join(sentence.sources)}]" if sentence.sources else "")


def _stage_line(stage: Stage) -> Line:
    latest = stage.latest
    if stage.status != "ok" or latest is None or latest.top_share_value is None:
        cited = " ".join(_cited(figure.words) for figure in stage.cited[:1])
        return Line("circle", f"{stage.position_names['ko']} · {stage.names['ko']}: {stage.reason.ko} {cited}".rstrip())
    heaviest = "" if latest.top_mass == latest.top_value else f"{stage.supplier_mass['ko']} "
    mass = "중량 미상" if latest.top_share_mass is None else f"{heaviest}중량 {percent_ko(latest.top_share_mass)}"
    cautions = "".join(f" {caution.ko}" for caution in stage.cautions)
    return Line(
        "circle",
        f"{stage.position_names['ko']} · {stage.names['ko']}: {stage.supplier['ko']} 금액 {percent_ko(latest.top_share_value)}, {mass}"
        f" ({latest.year}) [{', '.join(stage.sources)}]{cautions}",
    )


def _dependence_grid(answer: Brief) -> Grid:
    rows = [
        (
            stage.names["ko"],
            str(year.year),
            year.top_value or "–",
            "–" if year.top_share_value is None else percent_ko(year.top_share_value),
            "–" if year.top_share_mass is None else _by_mass(year, percent_ko(year.top_share_mass)),
            "–" if year.hhi_value is None else f"{year.hhi_value:.3f}",
            "–" if year.hhi_mass is None else f"{year.hhi_mass:.3f}",
        )
        for stage in answer.stages
        for year in stage.series[-2:]
    ]
    return Grid(("품목", "연도", "최대 공급국", "비중(금액)", "비중(중량)", "HHI(금액)", "HHI(중량)"), tuple(rows))


def _by_mass(year: YearOfDependence, share: str) -> str:
    """The largest share by mass, with its country where that is another one than by value."""
    return share if year.top_mass == year.top_value else f"{share}({year.top_mass})"


def _chain_line(title: str, holding: LeadChain) -> Line:
    if not holding.chain:
        return Line("circle", f"{title}({_day(holding.on)}): {holding.words.ko}")
    names = " → ".join(link.names["ko"]["text"] for link in holding.chain)
    return Line("circle", f"{title}({_day(holding.on)}): {names}")


def source_lines(sources: tuple[SourceNote, ...]) -> list[Line]:
    """The sources, one a line, under their ids."""
    words = labels("ko")
    lines = [Line("square", words["sources"])]
    for source in sources:
        parts = [source.publisher, source.title, source.published, source.locator, source.licence, source.attribution]
        lines.append(Line("note", f"[{source.id}] " + ", ".join(part for part in parts if part)))
    return lines
