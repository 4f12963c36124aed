"""What the failure of firms does to all firms of a network that a person brings: a simulation, never kept anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gwanje.answers.answer import Answer, Plain, SourceNote
from gwanje.answers.cascading_tables import Brought, edges_of, essential_of, firms_of
from gwanje.answers.cascading_words import NONE, failure_headline, ranking_headline, readings
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking
from gwanje.impact.cascade import FirmNetwork, Scenario, SystemicRisk, failures, systemic_risk_of

Json = dict[str, Any]
Case = Literal["matrix", "all_essential", "all_non_essential"]
Progress = Callable[[int, int], None]
_DIGITS = 12
"""Differences further down are rounding: such firms are ranked by the next case, then as they stand in the file."""


@dataclass(frozen=True, slots=True)
class FirmTables:
    """The files of a network; without the matrix both plain cases are answered, and no number between them."""

    edges: Brought
    firms: Brought
    essential: Brought | None = None


@dataclass(frozen=True, slots=True)
class CascadeQuestion:
    """What is asked: every firm in turn, or the firms that fail; `left` of their capacity stays."""

    failed: tuple[str, ...] = ()
    left: float = 0.0
    tolerance: float = 1e-2
    top: int = 20
    workers: int = 1
    marking: Marking = Marking.INTERNAL


class CaseResult(Plain):
    """One number in one case with its two parts, and where the calculation stopped."""

    case: Case
    systemic_risk: float
    downstream: float
    upstream: float
    rounds: int
    last_fall: float


class RankedFirm(Plain):
    """A firm and what its failure takes from all output, in each case."""

    rank: int
    firm: str
    sector: str
    output_share: float
    cases: tuple[CaseResult, ...]


class AffectedFirm(Plain):
    """A firm and the share of its output that is lost, in each case."""

    firm: str
    sector: str
    output_share: float
    lost: dict[Case, float]
    lost_inputs: dict[Case, float]
    lost_customers: dict[Case, float]


class Cascade(Answer):
    """The firms whose failure takes most with it, or what given failures do; ranked by the first case."""

    kind: str = "simulation"
    headline: Sentence = NONE
    reading: tuple[Sentence, ...] = ()
    tolerance: float
    cases: tuple[Case, ...]
    most_rounds: int
    largest_last_fall: float
    noted: dict[str, int]
    failed: tuple[str, ...] = ()
    left: float = 0.0
    total: tuple[CaseResult, ...] = ()
    ranking: tuple[RankedFirm, ...] = ()
    affected: tuple[AffectedFirm, ...] = ()
    affected_firms: int = 0

    def rows(self) -> list[Json]:
        """One firm a row, in each case."""
        if self.failed:
            return [
                {
                    "firm": one.firm,
                    "sector": one.sector,
                    "output_share": one.output_share,
                    **{f"lost_{case}": one.lost[case] for case in self.cases},
                }
                for one in self.affected
            ]
        return [
            {
                "rank": one.rank,
                "firm": one.firm,
                "sector": one.sector,
                "output_share": one.output_share,
                **found.model_dump(),
            }
            for one in self.ranking
            for found in one.cases
        ]


def cascade(
    tower: Tower,
    as_of: AsOf,
    tables: FirmTables,
    question: CascadeQuestion,
    *,
    progress: Progress | None = None,
) -> Cascade:
    """Every firm in turn, or the firms that fail, with the matrix brought or in both plain cases."""
    networks = _networks(tables)
    first = next(iter(networks.values()))
    asked: Json = {
        "on": as_of.valid,
        "known": as_of.known,
        "country": tower.iso3,
        "marking": question.marking,
        "sources": _sources(tables),
        "tolerance": question.tolerance,
        "cases": tuple(networks),
        "noted": first.noted.as_dict(),
    }
    return (
        _failure(networks, question, asked)
        if question.failed
        else _ranking(networks, question, asked, progress or (lambda _done, _total: None))
    )


def _readings(networks: dict[Case, FirmNetwork], asked: Json) -> tuple[Sentence, ...]:
    stated = int((next(iter(networks.values())).not_replaced < 1).sum())
    return readings(matrix="matrix" in networks, stated=stated, sources=[one.id for one in asked["sources"]])


def _networks(tables: FirmTables) -> dict[Case, FirmNetwork]:
    edges, firms = edges_of(tables.edges), firms_of(tables.firms)
    if tables.essential is not None:
        return {"matrix": FirmNetwork.from_frames(edges, firms, essential_of(tables.essential))}
    return {
        "all_essential": FirmNetwork.from_frames(edges, firms, "essential"),
        "all_non_essential": FirmNetwork.from_frames(edges, firms, "non_essential"),
    }


def _ranking(networks: dict[Case, FirmNetwork], question: CascadeQuestion, asked: Json, progress: Progress) -> Cascade:
    network = next(iter(networks.values()))
    found: dict[Case, SystemicRisk] = {}
    for number, (case, one) in enumerate(networks.items()):
        told = _part_of(progress, number, len(networks))
        found[case] = systemic_risk_of(one, question.tolerance, workers=question.workers, progress=told)
    order = np.lexsort([-np.round(np.asarray(risk), _DIGITS) for risk in reversed(found.values())])
    ranking = tuple(
        RankedFirm(
            rank=rank,
            firm=str(network.firms[place]),
            sector=str(network.firm_sectors[place]),
            output_share=float(network.output_shares[place]),
            cases=tuple(_single(case, risk, int(place)) for case, risk in found.items()),
        )
        for rank, place in enumerate(order[: question.top], start=1)
    )
    sources = tuple(one.id for one in asked["sources"])
    leading = ranking[0] if ranking else None
    return Cascade(
        **asked,
        headline=NONE
        if leading is None
        else ranking_headline(leading.firm, _risks(leading.cases), len(network), sources),
        reading=_readings(networks, asked),
        most_rounds=max(int(one.rounds.max()) for one in found.values()),
        largest_last_fall=max(float(one.last_fall.max()) for one in found.values()),
        ranking=ranking,
    )


def _part_of(progress: Progress, number: int, parts: int) -> Progress:
    """Progress of one of several runs of the same length, told as that of all of them."""
    return lambda done, total: progress(number * total + done, parts * total)


def _single(case: Case, risk: SystemicRisk, place: int) -> CaseResult:
    return CaseResult(
        case=case,
        systemic_risk=float(risk[place]),
        downstream=float(risk.downstream[place]),
        upstream=float(risk.upstream[place]),
        rounds=int(risk.rounds[place]),
        last_fall=float(risk.last_fall[place]),
    )


def _failure(networks: dict[Case, FirmNetwork], question: CascadeQuestion, asked: Json) -> Cascade:
    network = next(iter(networks.values()))
    scenario: Scenario = dict.fromkeys(question.failed, question.left)
    found = {case: failures(one, [scenario], question.tolerance) for case, one in networks.items()}
    total = tuple(
        CaseResult(
            case=case,
            systemic_risk=float(one.risk[0]),
            downstream=float(one.downstream[0]),
            upstream=float(one.upstream[0]),
            rounds=int(one.rounds[0]),
            last_fall=float(one.last_fall[0]),
        )
        for case, one in found.items()
    )
    lost = {case: 1 - one.left[0] for case, one in found.items()}
    inputs = {case: 1 - one.left_downstream[0] for case, one in found.items()}
    customers = {case: 1 - one.left_upstream[0] for case, one in found.items()}
    others = np.ones(len(network), dtype=bool)
    others[network.positions(question.failed)] = False
    anywhere = np.flatnonzero(others & (np.max(list(lost.values()), axis=0) > 0))
    weight = network.output_shares * next(iter(lost.values()))
    order = anywhere[np.argsort(-weight[anywhere], kind="stable")]
    sources = tuple(one.id for one in asked["sources"])
    return Cascade(
        **asked,
        headline=failure_headline(question.failed, question.left, _risks(total), len(anywhere), sources),
        reading=_readings(networks, asked),
        most_rounds=max(one.rounds for one in total),
        largest_last_fall=max(one.last_fall for one in total),
        failed=tuple(dict.fromkeys(question.failed)),
        left=question.left,
        total=total,
        affected=tuple(
            AffectedFirm(
                firm=str(network.firms[place]),
                sector=str(network.firm_sectors[place]),
                output_share=float(network.output_shares[place]),
                lost={case: float(one[place]) for case, one in lost.items()},
                lost_inputs={case: float(one[place]) for case, one in inputs.items()},
                lost_customers={case: float(one[place]) for case, one in customers.items()},
            )
            for place in order[: question.top]
        ),
        affected_firms=len(anywhere),
    )


def _risks(cases: Sequence[CaseResult]) -> dict[str, float]:
    return {one.case: one.systemic_risk for one in cases}


def _sources(tables: FirmTables) -> tuple[SourceNote, ...]:
    files = {"edges": tables.edges, "firms": tables.firms, "essential": tables.essential}
    return tuple(
        SourceNote(
            id=file.name,
            kind="data",
            publisher=f"brought with --{option}, not dated",
            title=file.name,
            sha256=file.sha256,
        )
        for option, file in files.items()
        if file is not None
    )
