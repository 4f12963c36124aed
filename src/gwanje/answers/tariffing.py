"""What an importer levies on a line on a day, as known on a day: the rate, the rows behind it, what is disputed or open."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.ledgers import claim_note
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tariff_goods import Goods
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.markings import highest
from gwanje.impact.tariffs import (
    LineFound,
    OpenQuestion,
    TariffQuestion,
    TariffRate,
    TariffRow,
    TariffStack,
    TariffStacks,
    TariffStep,
    tariff_rate,
)

Json = dict[str, Any]


class TariffAnswer(Answer):
    """The rate of one line on one or more days, each with its trace."""

    importer: str
    exporter: str
    code: str
    line: Json | None
    leaves_out: Json | None
    days: tuple[Json, ...]
    claims: tuple[Json, ...]
    unknowns: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One row of a trace a row; a day without any stands for itself."""
        return [row for day in self.days for row in _flat(self, day)]


def tariffs(
    tower: Tower, code: str, importer: str, exporter: str, as_ofs: Sequence[AsOf], goods: Goods | None = None
) -> TariffAnswer:
    """The tariff stack of an importer for goods of a partner, on every day asked about."""
    told = goods or Goods()
    stack = tariff_stacks(tower).get(tower.countries.find(importer))
    partner = tower.countries.find(exporter)
    asked = _code(code)
    found = stack.line_of(asked)
    days = [_day(tower, stack, found, partner, as_of, told) for as_of in as_ofs]
    steps = [step for _, rates in days for rate in rates for step in rate.trace]
    rows = list({step.row.id: step.row for step in steps}.values())
    facts = dict.fromkeys([*(row.fact for row in rows if row.fact), *_asked_beyond(stack, as_ofs)])
    claims = [
        claim for claim in dict.fromkeys(claim for row in rows for claim in row.claims) if _seen(tower, claim, as_ofs)
    ]
    notes = tuple(_claim(tower, claim, as_ofs[0].known) for claim in claims)
    cited = [source for row in rows for source in row.sources]
    cited += [source for note in notes for side in ("a", "b") for source in note[side]["sources"]]
    lines = [found.line] if found.line is not None else []
    answer = TariffAnswer(
        on=as_ofs[0].valid,
        known=as_ofs[0].known,
        country=tower.iso3,
        marking=highest(record.marking for record in (*lines, *rows)),
        sources=source_notes(tower, [*(source for line in lines for source in line.sources), *cited]),
        importer=stack.importer,
        exporter=partner,
        code=str(asked),
        line=None if found.line is None else {"code": found.line.code, "names": found.line.names.model_dump()},
        leaves_out=stack.leaves_out.model_dump() if stack.leaves_out else None,
        days=tuple(day for day, _ in days),
        claims=notes,
        unknowns=tuple(
            {"id": gap.id, "statement": gap.statement.model_dump()}
            for gap in dict.fromkeys(gap for fact in facts for gap in tower.unknowns.about(fact))
        ),
    )
    return as_published(tower, answer)


def tariff_stacks(tower: Tower) -> TariffStacks:
    """The stacks of the loaded content; a row that cites what nobody recorded is refused."""
    stacks = TariffStacks.read(tower.tariff_texts, tower.zone, tower.references.known_of)
    for record in stacks.records():
        tower.references.check(record)
        fact = record.fact if isinstance(record, TariffRow) else None
        wrong = [claim for claim in record.claims if claim not in tower.claims.by_id]
        if fact is not None and fact not in tower.facts.by_id:
            wrong.append(fact)
        if wrong:
            raise ContentError(
                "A tariff row cites what is not recorded",
                place=record.place,
                expected="the id of a fact, or of a claim in claims.yaml",
                found=wrong[0],
                remedy="Correct the id, or add the record",
            )
    return stacks


def _code(text: str) -> Code:
    """A code as people write it: dots between the digits of a tariff line say nothing."""
    scheme, colon, digits = text.strip().partition(":")
    return Code.parse(f"{scheme}{colon}{digits.replace('.', '')}")


def _day(
    tower: Tower, stack: TariffStack, found: LineFound, partner: str, as_of: AsOf, goods: Goods
) -> tuple[Json, list[TariffRate]]:
    """One day: the rate, and where nobody told whether the preference is claimed, the rate either way."""
    if found.line is None:
        rates = [TariffRate("not_computable", None, None, (), reason=found.reason)]
    else:
        open_claims = _open_claims(tower, stack, as_of.known)
        ways = [goods.claimed] if goods.claimed is not None else [None, 1.0, 0.0]
        rates = [
            tariff_rate(
                stack,
                TariffQuestion(found.digits, partner, as_of, way, goods.contents, goods.unit_value, open_claims),
            )
            for way in ways
        ]
    whole, either = rates[0], rates[1:]
    until = whole.holds_until
    return {
        "on": as_of.valid.isoformat(),
        "status": whole.status,
        "reason": whole.reason.model_dump() if whole.reason else None,
        "rate": _span(whole),
        "rate_if_claimed": _span(either[0]) if either else None,
        "rate_if_not_claimed": _span(either[1]) if either else None,
        "preference_claimed": goods.claimed,
        "holds_until": until.isoformat() if until else None,
        "changes_that_day": bool(until and until < as_of.valid + timedelta(days=1)),
        "open": [_open(question) for question in whole.open_questions],
        "trace": [_step(tower, step) for step in whole.trace],
    }, rates


def _span(rate: TariffRate) -> Json | None:
    return None if rate.low is None else {"low": rate.low, "high": rate.high}


def _open(question: OpenQuestion) -> Json:
    kind, name = question.key
    words = question.row.question
    return {
        "kind": kind,
        "about": name,
        "row": question.row.id,
        "question": words.model_dump() if kind == "scope" and words is not None else None,
    }


def _step(tower: Tower, step: TariffStep) -> Json:
    row = step.row
    fact = tower.facts.get(row.fact) if row.fact is not None else None
    return {
        "id": row.id,
        "fact": row.fact,
        "statement": fact.statement.model_dump() if fact else None,
        "basis": row.basis,
        "stage": row.stage,
        "article": row.article,
        "rule": row.rule,
        "rate": row.rate,
        "specific": row.specific.model_dump() if row.specific else None,
        "not_recorded": row.not_recorded.model_dump() if row.not_recorded else None,
        "state": step.state,
        "added": None if step.added_low is None else {"low": step.added_low, "high": step.added_high},
        "from": row.start.isoformat(),
        "until": step.until.isoformat() if step.until else None,
        "exempted_by": list(step.exempted_by),
        "status": row.status,
        "claims": list(row.claims),
        "also_claimed": [rival.model_dump() for rival in row.rivals],
        "note": {"en": row.note, "ko": row.note_ko or row.note} if row.note else None,
        "sources": list(row.sources),
    }


def _seen(tower: Tower, claim: str, as_ofs: Sequence[AsOf]) -> bool:
    """Whether both sides of a disagreement were public."""
    return tower.claims.known_of(tower.claims.get(claim)) <= as_ofs[0].known


def _claim(tower: Tower, identity: str, known: datetime) -> Json:
    """Both sides; a choice made after the known time had not been made yet."""
    note = claim_note(tower, identity)
    late = _adopted_later(tower, identity, known)
    return {**note, "adopted": "none", "adopted_on": None, "why": None} if late else note


def _adopted_later(tower: Tower, identity: str, known: datetime) -> bool:
    day = tower.claims.get(identity).adopted_on
    return day is not None and known_day(known, tower.zone) < day


def _open_claims(tower: Tower, stack: TariffStack, known: datetime) -> frozenset[str]:
    """Disagreements that could be seen and in which no side was adopted by then."""
    every = {claim for row in stack.rows for claim in row.claims}
    return frozenset(
        claim
        for claim in every
        if tower.claims.known_of(tower.claims.get(claim)) <= known
        and (tower.claims.get(claim).adopted == "none" or _adopted_later(tower, claim, known))
    )


def _asked_beyond(stack: TariffStack, as_ofs: Sequence[AsOf]) -> list[str]:
    """Where a day lies beyond what the content speaks for: every fact it knows by then, for the gaps that concern them."""
    end = stack.covered.end
    if end is None or all(as_of.valid < end for as_of in as_ofs):
        return []
    return [row.fact for row in stack.rows if row.fact is not None and stack.known_of(row) <= as_ofs[0].known]


def _flat(answer: TariffAnswer, day: Json) -> list[Json]:
    rate = day["rate"] or {"low": None, "high": None}
    head = {
        "importer": answer.importer,
        "exporter": answer.exporter,
        "code": answer.code,
        "on": day["on"],
        "status": day["status"],
        "rate_low": rate["low"],
        "rate_high": rate["high"],
    }
    return [head | _flat_step(step) for step in day["trace"]] or [
        head | _flat_step(None) | {"article": (day["reason"] or {"en": None})["en"]}
    ]


def _flat_step(step: Json | None) -> Json:
    if step is None:
        return dict.fromkeys(
            (
                "row",
                "basis",
                "stage",
                "article",
                "rule",
                "state",
                "added_low",
                "added_high",
                "from",
                "until",
                "claims",
                "sources",
            )
        )
    added = step["added"] or {"low": None, "high": None}
    return {
        "row": step["id"],
        "basis": step["basis"],
        "stage": step["stage"],
        "article": step["article"],
        "rule": step["rule"],
        "state": step["state"],
        "added_low": added["low"],
        "added_high": added["high"],
        "from": step["from"],
        "until": step["until"],
        "claims": " ".join(step["claims"]),
        "sources": " ".join(step["sources"]),
    }
