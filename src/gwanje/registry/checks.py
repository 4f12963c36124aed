"""Content's rules held against a reform: passed, failed, open under a claim, or not checkable, each with both sides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from gwanje.foundation.instants import AsOf
from gwanje.registry.check_results import CheckResult, Question
from gwanje.registry.checks_of_reforms import check_balance, check_class_counts, check_leads
from gwanje.registry.checks_of_units import check_children, check_number, check_posts_per_unit, check_term
from gwanje.registry.content.events import ReformRecord
from gwanje.registry.content.records import KindRecord, MandateRecord
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entries import Log
from gwanje.registry.units import Chains


def run_checks(
    rules: Iterable[CheckRecord],
    log: Log,
    reform: ReformRecord,
    sides: tuple[AsOf, AsOf],
    touched: Iterable[str],
    chains: tuple[Chains, Chains],
    kinds: Mapping[str, KindRecord],
    every_unit: Iterable[str],
    affairs: Mapping[str, MandateRecord],
) -> tuple[CheckResult, ...]:
    """Every rule in force on a day of the reform, held against what is so from then.

    Args:
        rules: The rules of content.
        log: The registry's log with the reform in it.
        reform: The reform.
        sides: Just before events of it take effect, and when they do.
        touched: The units it changes, and those above them.
        chains: Units as they are just before it takes effect, and when it does.
        kinds: The kinds of unit.
        every_unit: The ids of all units.
        affairs: The affairs by id.
    """
    question = Question(
        log,
        reform,
        sides[0],
        sides[1],
        tuple(dict.fromkeys(touched)),
        tuple(every_unit),
        chains[0],
        chains[1],
        kinds,
        affairs,
    )
    applied = (rule for rule in rules if _in_force(rule, sides[1].valid))
    return tuple(replace(one, on=sides[1].valid) for rule in applied for one in _KINDS[rule.check](rule, question))


def _in_force(rule: CheckRecord, at: datetime) -> bool:
    return (rule.start is None or rule.start <= at) and (rule.until is None or at < rule.until)


_KINDS: Mapping[str, Callable[[CheckRecord, Question], list[CheckResult]]] = {
    "children": check_children,
    "number": check_number,
    "class-counts": check_class_counts,
    "posts-balance": check_balance,
    "leads-kept": check_leads,
    "posts-per-unit": check_posts_per_unit,
    "term-stated": check_term,
}
OF_WHOLE_REFORM = frozenset({"class-counts", "posts-balance"})
"""Checks that hold a whole reform against what a source says of all of it; the others are asked on each of its days."""
