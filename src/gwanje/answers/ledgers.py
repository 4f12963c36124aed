"""The post ledger and the claims it rests on: what is listed, what was announced, what stands open and under which claim."""

from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.registry import PostLine

Json = dict[str, Any]


class LedgerAnswer(Answer):
    """Every line of the post ledger, how many posts each unit has, and both sides of every claim about them."""

    lines: tuple[Json, ...]
    posts: tuple[Json, ...]
    claims: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One line a row."""
        columns = (
            "unit",
            "day",
            "listed_before",
            "listed_after",
            "listed_change",
            "announced",
            "moved_in",
            "moved_out",
        )
        return [
            {
                **{column: line[column] for column in columns},
                "difference": line["difference"],
                "balance": line["balance"],
                "by_kind": " ".join(f"{kind} {count:+d}" for kind, count in line["by_kind"].items()) or None,
                "facts": " ".join(line["facts"]),
                "claims": " ".join(line["claims"]),
            }
            for line in self.lines
        ]


def ledger(tower: Tower, as_of: AsOf, unit: str | None = None) -> LedgerAnswer:
    """The ledger of one unit, or of every unit that has one."""
    lines = tower.registry.ledger(as_of, unit)
    units = dict.fromkeys(line.unit for line in lines) if unit is None else [tower.registry.find_unit(unit)]
    visible = {claim.id for claim in tower.claims.known_by(as_of.known)}
    claims = [
        claim_note(tower, one) for one in dict.fromkeys(c for line in lines for c in line.claims) if one in visible
    ]
    cited = [source for line in lines for source in line.sources]
    cited += [source for claim in claims for side in ("a", "b") for source in claim[side]["sources"]]
    answer = LedgerAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        lines=tuple(post_line(tower, line, as_of) for line in lines),
        posts=tuple(_posts(tower, one, as_of) for one in units),
        claims=tuple(claims),
    )
    return as_published(tower, answer)


def _posts(tower: Tower, unit: str, as_of: AsOf) -> Json:
    """How many posts a unit has; a number from lists that do not add up says under which claims."""
    disputed = [line for line in tower.registry.ledger(as_of, unit) if line.balance == "open"]
    return {
        "unit": unit,
        "posts": tower.registry.posts_of(unit, as_of),
        "disputed": list(dict.fromkeys(claim for line in disputed for claim in line.claims)),
    }


def post_line(tower: Tower, line: PostLine, as_of: AsOf) -> Json:
    """A line with the unit's names and its day as the country writes it."""
    view = tower.registry.show(line.unit, as_of).placed.unit
    return {
        **line.as_answer(),
        "day": line.on.astimezone(tower.zone).date().isoformat(),
        "names": view.names.as_answer(),
    }


def claim_note(tower: Tower, identity: str) -> Json:
    """Both sides of a disagreement, what was adopted, and why."""
    claim = tower.claims.get(identity)
    return {
        "id": claim.id,
        "about": claim.about.model_dump(),
        "a": {
            "statement": claim.a.statement.model_dump(),
            "sources": list(claim.a.sources),
            "derived": claim.a.derived,
        },
        "b": {
            "statement": claim.b.statement.model_dump(),
            "sources": list(claim.b.sources),
            "derived": claim.b.derived,
        },
        "adopted": claim.adopted,
        "adopted_on": claim.adopted_on.isoformat() if claim.adopted_on else None,
        "why": claim.why.model_dump(),
    }
