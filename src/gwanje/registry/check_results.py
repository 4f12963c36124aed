"""What a check answers, and what it may ask: both sides of a reform, before and from an instant of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.registry.content.events import ReformRecord
from gwanje.registry.content.records import KindRecord, MandateRecord
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entries import Log
from gwanje.registry.units import Chains, UnitView, Words

Outcome = Literal["passed", "failed", "open", "not_checkable"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One rule held against one unit, or against the whole reform."""

    check: str
    outcome: Outcome
    subject: str
    rule: Words
    words: Words
    expected: str
    found: str
    remedy: Words
    binding: bool
    place: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    status: FactStatus
    on: datetime | None = None

    @property
    def refuses(self) -> bool:
        """Whether a reform with this result is refused."""
        return self.outcome == "failed" and self.binding

    def as_answer(self) -> dict[str, Any]:
        """The result as every answer prints it."""
        return {
            "check": self.check,
            "outcome": self.outcome,
            "subject": self.subject,
            "on": self.on.isoformat() if self.on else None,
            "rule": self.rule.as_answer(),
            "words": self.words.as_answer(),
            "expected": self.expected,
            "found": self.found,
            "remedy": self.remedy.as_answer(),
            "binding": self.binding,
            "place": self.place,
            "sources": list(self.sources),
            "claims": list(self.claims),
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """One reform, seen from the instant it takes effect."""

    log: Log
    reform: ReformRecord
    before: AsOf
    after: AsOf
    touched: tuple[str, ...]
    every_unit: tuple[str, ...]
    chains_before: Chains
    chains: Chains
    kinds: Mapping[str, KindRecord]
    affairs: Mapping[str, MandateRecord]

    def units(self) -> Iterable[UnitView]:
        """The units touched that exist from then on."""
        return (view for unit in self.touched if (view := self.chains.view(unit)).state == "exists")


def result_of(
    rule: CheckRecord, outcome: Outcome, subject: str, said: tuple[Words, str, str], remedy: Words | None = None
) -> CheckResult:
    """A result of a rule; `said`: in words, what was expected, what was found."""
    words, expected, found = said
    return CheckResult(
        check=rule.id,
        outcome=outcome,
        subject=subject,
        rule=Words(rule.rule.en, rule.rule.ko),
        words=words,
        expected=expected,
        found=found,
        remedy=remedy or Words("", ""),
        binding=rule.binding,
        place=rule.place,
        sources=rule.sources,
        claims=rule.claims,
        status=rule.status,
    )


def wanted(rule: CheckRecord) -> str:
    """The numbers a rule allows."""
    sides = [f"at least {rule.at_least}" if rule.at_least is not None else ""]
    sides.append(f"at most {rule.at_most}" if rule.at_most is not None else "")
    return " and ".join(side for side in sides if side)


def is_met(rule: CheckRecord, number: int) -> bool:
    """Whether a rule allows a number."""
    return (rule.at_least is None or number >= rule.at_least) and (rule.at_most is None or number <= rule.at_most)
