"""Codes of a monthly table in a vintage that no item has: whoever asks of them finds no item, no event and no record."""

from __future__ import annotations

from collections.abc import Iterable

from gwanje.answers.monthly_notes import MonthlyNote
from gwanje.answers.national_codes import international
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code

_SHOWN = 5


def vintage_notes(tower: Tower, names: Iterable[str]) -> tuple[MonthlyNote, ...]:
    """The codes whose digits items have in other vintages only, each with these vintages; empty where there is none."""
    codes = {name: international(Code.parse(name)) for name in sorted(set(names)) if looks_like_code(name)}
    if not codes:
        return ()
    kept = _vintages(tower)
    missed = []
    for name, code in codes.items():
        there = kept.get((code.scheme, code.digits), set())
        if there and code.vintage not in there:
            missed.append(f"{name} ({', '.join(f'{code.scheme}{one}' for one in sorted(there))})")
    if not missed:
        return ()
    more = (f"+{len(missed) - _SHOWN}",) if len(missed) > _SHOWN else ()
    return (MonthlyNote(kind="codes_of_another_vintage", names=(*missed[:_SHOWN], *more)),)


def _vintages(tower: Tower) -> dict[tuple[str, str], set[int]]:
    """In which vintages items have a code, by its scheme and digits."""
    found: dict[tuple[str, str], set[int]] = {}
    for record in tower.items.all():
        for member in tower.items.codes(record.key):
            found.setdefault((member.code.scheme, member.code.digits), set()).add(member.code.vintage)
    return found
