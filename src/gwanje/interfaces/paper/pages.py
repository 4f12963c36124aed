"""The morning page and the brief as self-contained HTML: one file, no network, prints on A4, reads well on a phone."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from gwanje.answers.briefing import Brief, Stage, YearOfDependence
from gwanje.answers.morning import EndLine, Today
from gwanje.answers.sentences import percent, percent_ko
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.charts import Bar, Rule, share_bars, share_over_time
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, numbers, page_template

_RULER_DAYS = 90
_MEASURES_SHOWN = 6
_DENSE, _FULL = 5600, 6900


def today_page(answer: Today, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The morning page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    page = page_template("today.html").render(
        **common(answer, lang, zone, twin, "today.css"),
        kind=words["today_title"],
        kind_sources=(),
        title=f"gwanje · {words['today_title']} · {answer.on.astimezone(zone).date()}",
        marks=_marks(answer.ends.all(), words),
        numbers=numbers(answer.sources),
    )
    return require_sources(page, "today")


def brief_page(answer: Brief, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The brief in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    values = {
        **common(answer, lang, zone, twin, "brief.css"),
        "measures_shown": _MEASURES_SHOWN if len(answer.measures) <= _MEASURES_SHOWN else _MEASURES_SHOWN - 3,
        "kind": f"{words['brief_title']} · {answer.names[lang]}",
        "kind_sources": [source for stage in answer.stages for source in stage.name_sources],
        "title": f"{answer.names[lang]} · gwanje",
        "pct": percent_ko if lang == "ko" else percent,
        "chart": _chart(answer, lang, words),
    }
    template = page_template("brief.html")
    everything = template.render(**values, size="", numbers=numbers(answer.sources))
    cited = [
        source for number, source in enumerate(answer.sources, start=1) if f'href="#source-{number}"' in everything
    ]
    page = template.render(**values, size=_size(everything), numbers=numbers(cited))
    return require_sources(page, f"brief-{answer.subject}")


def _size(page: str) -> str:
    """How tightly a page is set in print so that it stays on one sheet: by the width of its words, Hangul twice as wide."""
    words = " ".join(Markup(page.split("<main", 1)[1]).striptags().split())  # noqa: S704 - read, not written
    width = sum(2 if "\u3131" <= sign <= "\ud7a3" else 1 for sign in words)
    return "full" if width > _FULL else "dense" if width > _DENSE else ""


def _marks(ends: Iterable[EndLine], words: PageWords) -> list[dict[str, Any]]:
    """Points on the ruler: one a day and kind, with how many ends share it."""
    counts: dict[tuple[int, bool], list[str]] = {}
    firsts: dict[int, int] = {}
    for end in ends:
        first = end.ends[0].date()
        firsts[end.days_left] = firsts.get(end.days_left, 0) + 1
        for instant in end.ends:
            day = end.days_left + (instant.date() - first).days
            if 0 <= day <= _RULER_DAYS:
                counts.setdefault((day, len(end.ends) > 1), []).append(end.id)
    return [
        {
            "left": round(day * 100 / _RULER_DAYS, 2),
            "open": is_open,
            "count": f"×{number}" if (number := firsts.pop(day, 0)) > 1 else "",
            "title": f"{words.countdown(day)}: {', '.join(ids)}",
        }
        for (day, is_open), ids in sorted(counts.items())
    ]


def _chart(answer: Brief, lang: Language, words: PageWords) -> dict[str, Any] | None:
    """The charted stage: the main product where it has data, else the stage with data that stands nearest to it."""
    charted = _charted_stage(answer)
    latest = charted.latest if charted else None
    if charted is None or latest is None or latest.top_share_value is None:
        return None
    pct = percent_ko if lang == "ko" else percent
    mass = "—" if latest.top_share_mass is None else pct(latest.top_share_mass)
    if latest.top_share_mass is not None and latest.top_mass != latest.top_value:
        mass = f"{charted.supplier_mass[lang]} {mass}"
    title = words["chart_title_two"].format(
        product=charted.names[lang], supplier=charted.supplier[lang], share=pct(latest.top_share_value), mass=mass
    )
    rules = _rules(answer)
    return {
        "sources": charted.sources,
        "title": title,
        "subtitle": words["chart_subtitle"],
        "value": _line(charted.series, "value", 1, answer, lang, rules),
        "mass": _line(charted.series, "mass", 2, answer, lang, rules),
        "partners_title": words["partners_title"].format(product=charted.names[lang], year=latest.year),
        "partners_value": _bars(charted, "value", lang, words),
        "partners_mass": _bars(charted, "mass", lang, words),
        "flag_note": words["flag_note"]
        if any("unit_value" in flag for partner in charted.partners for flag in partner.flags)
        else "",
    }


def _charted_stage(answer: Brief) -> Stage | None:
    with_data = [stage for stage in answer.stages if stage.status == "ok" and stage.series]
    main = [stage for stage in with_data if stage.is_main]
    chosen = main or with_data[-1:]
    return chosen[0] if chosen else None


def _rules(answer: Brief) -> list[Rule]:
    """The days on which measures on this item took effect, one rule a month at most."""
    seen: dict[str, Rule] = {}
    for measure in answer.measures:
        day = measure.in_force[:10]
        if len(day) == 10 and day[:4].isdigit():
            seen.setdefault(day[:7], Rule(int(day[:4]) + (int(day[5:7]) - 1) / 12, measure.id))
    return list(seen.values())[:2]


def _line(
    series: tuple[YearOfDependence, ...], basis: str, number: int, answer: Brief, lang: Language, rules: list[Rule]
) -> Markup:
    points = [(year.year, getattr(year, f"top_share_{basis}")) for year in series]
    return share_over_time(points, series=number, goal=answer.goal, goal_label=answer.goal_words.say(lang), rules=rules)


def _bars(stage: Stage, basis: str, lang: Language, words: PageWords) -> Markup:
    bars = [
        Bar(
            label=partner.names[lang],
            share=getattr(partner, f"share_{basis}"),
            flagged=any("unit_value" in flag for flag in partner.flags),
        )
        for partner in stage.partners
    ]
    if stage.others is not None:
        bars.append(
            Bar(words["others"].format(n=stage.others.count), getattr(stage.others, f"share_{basis}"), is_rest=True)
        )
    return share_bars(bars, series=1 if basis == "value" else 2, absent_word=words["absent_mass"])
