"""Content's rules held against a reform: the daily ones on each of its days, the others against the whole of it."""

from collections.abc import Iterable
from itertools import pairwise

from gwanje.foundation.instants import AsOf
from gwanje.registry.check_results import CheckResult
from gwanje.registry.checks import OF_WHOLE_REFORM, run_checks
from gwanje.registry.content.reading import Content
from gwanje.registry.content.rules import CheckRecord
from gwanje.registry.entering.versions import Version
from gwanje.registry.entries import Log
from gwanje.registry.event_words import subjects_of
from gwanje.registry.reforms import Reforms
from gwanje.registry.units import Chains, Units


class Checking:
    """Runs the checks of content on reforms."""

    def __init__(self, log: Log, units: Units, content: Content, reforms: Reforms) -> None:
        self._log = log
        self._units = units
        self._content = content
        self._reforms = reforms

    def of(self, version: Version, eve: AsOf, day: AsOf) -> tuple[CheckResult, ...]:
        """Every result, each told once, with the first day it is so; in the order content declares the checks."""
        daily = [rule for rule in self._content.checks if rule.check not in OF_WHOLE_REFORM]
        whole = [rule for rule in self._content.checks if rule.check in OF_WHOLE_REFORM]
        results = [
            result
            for sides in pairwise([eve, *self._steps(version, eve, day)])
            for result in self._run(daily, version, sides)
        ]
        results += self._run(whole, version, (eve, day))
        found: dict[tuple[object, ...], CheckResult] = {}
        for one in results:
            found.setdefault((one.check, one.subject, one.outcome, one.words, one.found), one)
        order = {rule.id: place for place, rule in enumerate(self._content.checks)}
        return tuple(sorted(found.values(), key=lambda result: order[result.check]))

    def _steps(self, version: Version, eve: AsOf, day: AsOf) -> list[AsOf]:
        """The instants at which something of the reform takes effect, the last one at the end."""
        dated = self._reforms.dated(version.reform.id, version.number)
        days = {one.effective for one in dated if one.effective and eve.valid < one.effective <= day.valid}
        return [AsOf(instant, day.known) for instant in sorted(days | {day.valid})]

    def _run(self, rules: Iterable[CheckRecord], version: Version, sides: tuple[AsOf, AsOf]) -> tuple[CheckResult, ...]:
        """Some rules held against what is so before and from an instant of a reform."""
        dated = self._reforms.dated(version.reform.id, version.number)
        subjects = dict.fromkeys(unit for one in dated for unit in subjects_of(one.event))
        touched = [unit for unit in subjects if unit in self._content.units]
        chains = Chains(self._units, sides[0]), Chains(self._units, sides[1])
        above = [link.unit.id for unit in touched for side in chains for link in side.above(unit) if link.unit]
        every, kinds = dict.fromkeys([*touched, *above]), self._content.kinds
        units, affairs = self._content.units, self._content.mandates
        return run_checks(rules, self._log, version.reform, sides, every, chains, kinds, units, affairs)
