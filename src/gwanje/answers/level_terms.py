"""Levels that hold, and when their terms end: for countdowns, and for whoever takes the affair over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gwanje.answers.level_steps import every_step, own_measures, silence_of
from gwanje.answers.level_words import level_called, levels_joined
from gwanje.answers.tower import Tower
from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.watch import ENTRY, EndingFact, LevelState, LevelStep, OwnMeasure, Phrase, Scheme, level_at, waiting


@dataclass(frozen=True, slots=True)
class StandingLevel:
    """A resource whose level is raised, or may be, on a day."""

    scheme: Scheme
    resource: str
    state: LevelState
    steps: dict[str, LevelStep]
    silence: str = ""

    def called(self, lang: Language) -> str:
        """The resource by name."""
        found = (one.names.best(lang) for one in self.scheme.resources if one.key == self.resource)
        return next(found, self.resource)

    def words(self) -> Phrase:
        """The resource and its level, or every level it may stand at."""
        en, ko = (levels_joined(self.scheme, self.state.levels, lang) for lang in _LANGUAGES)
        doubt = (
            (f", no source since ({self.silence})", f"(이후 출처 없음, {self.silence})") if self.silence else ("", "")
        )
        return Phrase(
            en=f"{self.scheme.names.best('en')}, {self.called('en')}: {en}{doubt[0]}",
            ko=f"{self.scheme.names.best('ko')} {self.called('ko')}: {ko}{doubt[1]}",
        )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")


def standing_levels(tower: Tower, as_of: AsOf) -> Iterator[StandingLevel]:
    """Every resource of a scheme whose level is raised, or may be."""
    every = every_step(tower)
    for key, resource in sorted({(step.scheme, step.resource) for step in every}):
        scheme = tower.schemes.by_key.get(key)
        state = level_at(every, key, resource, as_of)
        if scheme is not None and state is not None and set(state.levels) != {scheme.rest}:
            steps = {step.id: step for step in every if (step.scheme, step.resource) == (key, resource)}
            silence = silence_of(scheme, resource, state, steps, as_of)
            yield StandingLevel(scheme, resource, state, steps, silence.unknown if silence else "")


def level_terms(tower: Tower, as_of: AsOf) -> Iterator[EndingFact]:
    """The terms of levels that were adopted in this tower; those of reported steps are dated facts already."""
    for one in standing_levels(tower, as_of):
        step = one.steps[one.state.steps[0]]
        if not step.ends or not step.id.startswith(ENTRY):
            continue
        end = step.ends[-1].astimezone(tower.zone)
        told = {"wording": f"level until {end:%Y-%m-%d %H:%M}", "instant": end}
        yield EndingFact(
            id=step.id,
            what=Phrase(
                en=f"{one.called('en')}: {level_called(one.scheme, step.after, 'en')}",
                ko=f"{one.called('ko')}: {level_called(one.scheme, step.after, 'ko')}",
            ),
            ending=Ending.model_validate(told, context={"zone": tower.zone}),
            known=step.known,
            begins=step.earliest,
            sources=one.scheme.sources,
            mandate=one.scheme.mandate,
            subjects=(one.scheme.mandate,) if one.scheme.mandate else (),
        )


def measure_terms(tower: Tower) -> Iterator[EndingFact]:
    """The ends of own measures that people entered, and every early end; the terms of dated facts are told by the facts."""
    for scheme in tower.schemes:
        for one in own_measures(tower, scheme):
            if one.id.startswith(ENTRY) and one.ends:
                taken_back = one.early.known if one.early is not None else None
                yield _ending(tower, scheme, one, one.ends[-1], one.known, taken_back=taken_back)
            if one.early is not None:
                yield _ending(tower, scheme, one, one.early.at, one.early.known)


def _ending(
    tower: Tower, scheme: Scheme, one: OwnMeasure, at: datetime, known: datetime, *, taken_back: datetime | None = None
) -> EndingFact:
    """One end of one's own measure; an early end says so, and takes the one by term back from when it was entered."""
    names = next(kind.names for kind in scheme.measures if kind.kind == one.kind)
    is_early = one.early is not None and taken_back is None
    early = (", ended early", "(조기 종료)") if is_early else ("", "")
    end = at.astimezone(tower.zone)
    told = {"wording": f"{'ended early on' if is_early else 'until'} {end:%Y-%m-%d %H:%M}", "instant": end}
    return EndingFact(
        id=one.id,
        what=Phrase(en=f"Own measure, {names.best('en')}{early[0]}", ko=f"{names.best('ko')}{early[1]}"),
        ending=Ending.model_validate(told, context={"zone": tower.zone}),
        known=known,
        begins=one.begins,
        sources=scheme.sources,
        mandate=scheme.mandate,
        subjects=(scheme.mandate,) if scheme.mandate else (),
        taken_back=taken_back,
    )


def proposals_waiting(tower: Tower, as_of: AsOf) -> Iterator[tuple[Scheme, str, int]]:
    """Scheme, resource and number of every proposal that waits for a person."""
    for act in waiting([one for one in tower.watch_store.levels.acts() if one.at <= as_of.known]):
        scheme = tower.schemes.by_key.get(act.scheme)
        if scheme is not None:
            yield scheme, act.resource, act.number
