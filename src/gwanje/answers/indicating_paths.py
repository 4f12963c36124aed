"""An indicator on its series through the months, as it was known day by day: what the picture on its page is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

import numpy as np

from gwanje.answers.backtesting import BackTestRun
from gwanje.answers.indicating_answer import PathEvent, PathPoint, PathTold
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.names import LANGUAGES, Language
from gwanje.watch.distress import LEVELS, SIGN_WORDS, Said, SeriesKey, Weighting, knowable_from

_DRAWN = 3
_BEFORE = 6


def paths_of(tower: Tower, run: BackTestRun, indicator: Weighting) -> tuple[tuple[PathTold, ...], int]:
    """The series that sourced events concern, then those with the most alarms; and how many more are judged."""
    spoken = run.spoken[indicator.key]
    places = spoken.rows(run.series.judged)
    begins = spoken.begins(1 + LEVELS.index(run.limits.alarm_level))
    concerned = {key for event in run.series.events() for key in event.series}
    scored = [key for key in run.series.judged if np.isfinite(spoken.points[places[key]]).any()]
    ranked = sorted(scored, key=lambda key: (key not in concerned, -int(begins[places[key]].sum()), key))
    drawn = tuple(_path(tower, run, indicator, spoken, key, begins[places[key]]) for key in ranked[:_DRAWN])
    return drawn, len(scored) - len(drawn)


def _path(
    tower: Tower, run: BackTestRun, indicator: Weighting, spoken: Said, key: SeriesKey, begins: np.ndarray
) -> PathTold:
    row, is_sign = spoken.row(key), _is_sign(indicator)
    feature = indicator.features[0]
    numbers = spoken.found[feature.measure][row] if is_sign else spoken.points[row]
    told = np.flatnonzero(~np.isnat(spoken.knowable[row]))
    first = int(np.flatnonzero(np.isfinite(spoken.points[row]))[0])
    columns = [int(at) for at in told if at >= first - _BEFORE]
    ends = _ends(run, spoken, row, columns)
    level = run.limits.cutoffs.points[LEVELS.index(run.limits.alarm_level)]
    return PathTold(
        item=key.item,
        names={lang: _name(tower, run.series.items_of(key), key.item, lang) for lang in LANGUAGES},
        partner=key.partner,
        partner_names={lang: tower.countries.name(key.partner, lang) for lang in LANGUAGES},
        at=feature.at if is_sign else level,
        quantity="sign" if is_sign else "points",
        points=tuple(
            PathPoint(
                month=date.fromisoformat(f"{spoken.months[at]}-01"),
                knowable=spoken.knowable[row, at].astype(object),
                stands_until=ends[at],
                found=float(numbers[at]) if np.isfinite(numbers[at]) else None,
                alarm=bool(begins[at]) and bool(np.isfinite(spoken.points[row, at])),
            )
            for at in columns
        ),
        events=_events(run, key),
    )


def _ends(run: BackTestRun, spoken: Said, row: int, columns: Sequence[int]) -> dict[int, date]:
    """Until when each month is the newest: the next one's day, or the day on which a missing one should have come."""
    days = spoken.knowable[row]
    ordered = sorted(columns, key=lambda at: (days[at], at))
    due = knowable_from(spoken.months + 1, run.lag)
    found = {}
    for at, following in zip_longest(ordered, ordered[1:]):
        is_there = following is not None and following <= at + 1
        end = days[following] if is_there else max(due[at], days[at])
        found[at] = (end if following is None else min(end, days[following])).astype(object)
    return found


def _is_sign(indicator: Weighting) -> bool:
    """Whether it is one sign by itself."""
    return len(indicator.features) == 1 and indicator.names == SIGN_WORDS[indicator.features[0].measure].names


def _events(run: BackTestRun, key: SeriesKey) -> tuple[PathEvent, ...]:
    return tuple(
        PathEvent(
            event=one.event,
            what={lang: one.what[lang] for lang in LANGUAGES},
            announced=one.announced,
            in_force=one.in_force,
            first_shortfall=one.first_shortfall,
        )
        for one in run.answer.events
        if (one.item, one.partner) == (key.item, key.partner)
    )


def _name(tower: Tower, items: tuple[str, ...], item: str, lang: Language) -> str:
    """What people call it: the names of its items, or the code where none is watched."""
    names = [tower.items[one].names.best(lang) for one in items if one in tower.items]
    shown = ", ".join(dict.fromkeys(names)) or item
    return f"{shown} ({Code.parse(item).digits})" if looks_like_code(item) and names else shown
