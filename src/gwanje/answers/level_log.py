"""What people did about levels, act by act, with what each had seen and the line it passed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.level_steps import every_step
from gwanje.answers.levelling import chosen
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import (
    ENTRY,
    LevelAct,
    LevelAdopted,
    LevelConsulted,
    LevelDeclined,
    LevelExtended,
    LevelProposed,
    OwnMeasureEnded,
    OwnMeasureEntered,
    StationPassed,
)

Json = dict[str, Any]


class LevelLog(Answer):
    """Every act on levels that had been entered by the known instant, in order."""

    acts: tuple[Json, ...]
    erased: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One act a row."""
        keys = ("entry", "at", "kind", "scheme", "resource", "level", "by", "why")
        return [{key: act.get(key) for key in keys} for act in self.acts]


def level_log(tower: Tower, asked: str, as_of: AsOf, *, scheme: str = "") -> LevelLog:
    """The acts on an item or a resource, or on everything."""
    pairs = {(one.key, resource) for one, resource in chosen(tower, asked, scheme, as_of)} if asked or scheme else None
    every = [act for act in tower.watch_store.levels.acts() if act.at <= as_of.known]
    taken_under = {step.id: (step.scheme, step.resource) for step in every_step(tower)}
    return LevelLog(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        acts=tuple(act_told(act) for act in every if pairs is None or _subject(act, every, taken_under) in pairs),
        erased=tuple(_erased(tower, as_of)),
    )


def _subject(act: LevelAct, every: Sequence[LevelAct], taken_under: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Scheme and resource of an act; of a measure, and of its end, those of the step under which it was taken."""
    if isinstance(act, OwnMeasureEnded):
        entered = next((one for one in every if f"{ENTRY}{one.number}" == act.measure), None)
        return _subject(entered, every, taken_under) if entered is not None else (act.scheme, act.resource)
    under = act.under if isinstance(act, OwnMeasureEntered) else ""
    return taken_under.get(under, (act.scheme, act.resource))


def _erased(tower: Tower, as_of: AsOf) -> Iterator[Json]:
    """What was erased is named for ever: a level that rested on it holds no longer, and that is seen."""
    for entry in tower.watch_store.levels.erased():
        if entry.at <= as_of.known and entry.erasure is not None:
            told = {"reason": entry.erasure.reason, "by": entry.erasure.by, "at": entry.erasure.at.isoformat()}
            yield {"entry": entry.position, "kind": entry.kind, "erased": told}


def act_told(act: LevelAct) -> Json:
    """One act as every answer prints it."""
    told: Json = {
        "entry": act.number,
        "kind": act.kind,
        "scheme": act.scheme,
        "resource": act.resource,
        "by": act.by,
        "at": act.at.isoformat(),
    }
    return told | _more(act)


def _more(act: LevelAct) -> Json:
    if isinstance(act, LevelProposed):
        return {
            "level": act.level or None,
            "outcome": act.outcome,
            "at_least": act.at_least,
            "current": list(act.current),
            "readings": [dict(one) for one in act.readings],
            "results": [dict(one) for one in act.results],
            "beside": [dict(one) for one in act.beside],
            "why": act.note,
            "unit": act.unit or None,
        }
    if isinstance(act, LevelConsulted):
        return {"proposal": act.proposal, "why": act.says, "unit": act.unit or None}
    if isinstance(act, LevelDeclined):
        return {"level": act.level, "why": act.reason, "proposal": act.proposal or None, "seen": act.seen}
    if isinstance(act, OwnMeasureEntered | OwnMeasureEnded):
        return _of_measure(act)
    if isinstance(act, LevelExtended):
        return {"level": act.level, "why": act.reason, "until": _iso(act.until), "seen": act.seen} | _line(act.line)
    return _adopted(act)


def _of_measure(act: OwnMeasureEntered | OwnMeasureEnded) -> Json:
    if isinstance(act, OwnMeasureEnded):
        return {"measure": act.measure, "effective": _iso(act.effective), "why": act.reason}
    told = {"measure": act.measure, "what": act.what, "owner": act.owner or None, "source": act.source}
    told |= {"under": act.under or None}
    why = f"{act.what} [{act.under}]" if act.under else act.what
    return told | {"effective": _iso(act.effective), "until": _iso(act.until), "why": why}


def _adopted(act: LevelAdopted) -> Json:
    told = {
        "before": act.before,
        "level": act.level,
        "effective": _iso(act.effective),
        "until": _iso(act.until),
        "proposal": act.proposal or None,
        "proposed": act.proposed or None,
        "override": bool(act.override_reason),
        "why": act.override_reason or act.note,
        "form": act.form or None,
        "seen": act.seen,
    }
    return told | _line(act.line)


def _line(line: tuple[StationPassed, ...]) -> Json:
    return {
        "line": [
            {
                "station": one.station,
                "by": one.by,
                "at": one.at.isoformat(),
                "unit": one.unit or None,
                "seen": one.seen or None,
                "says": one.says or None,
                "waived": one.waived,
            }
            for one in line
        ]
    }


def _iso(instant: Any) -> str | None:
    return instant.isoformat() if instant is not None else None
