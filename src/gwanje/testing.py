"""Builders and assertions for users' own tests: a tower on a content folder, journals that must verify.

::

    from gwanje.testing import assert_journal_sound, tower_on

    tower = tower_on(Path("our-content"), home=tmp_path)
    assert_journal_sound(tmp_path / "ABC" / "journal.sqlite")
"""

from collections.abc import Sequence
from pathlib import Path

from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, open_tower
from gwanje.foundation.instants import AsOf
from gwanje.journal import NO_CHECKPOINT, Checkpoint, PublicKey, open_journal
from gwanje.registry import Registry

__all__ = [
    "assert_journal_sound",
    "assert_one_lead_each",
    "assert_same_organisation",
    "assert_shares_add_up",
    "tower_on",
]


def tower_on(content: Path, *, home: Path, packages: Sequence[str] = ()) -> Tower:
    """A tower on one content folder with its own state; by default without the packaged content."""
    return open_tower(Settings(home=home, packages=tuple(packages), content=content))


def assert_journal_sound(
    location: str | Path, checkpoint: Checkpoint | None = None, *, trusted: PublicKey | None = None
) -> None:
    """Fail with every finding where a journal is not as it was recorded."""
    with open_journal(location) as journal:
        verification = journal.verify(checkpoint, trusted=trusted)
    findings = [str(finding) for finding in verification.findings if finding.kind != NO_CHECKPOINT]
    assert not findings, "\n".join(findings)


def assert_shares_add_up(shares: Sequence[float | None], *, tolerance: float = 1e-9) -> None:
    """Fail where the known shares do not add up to one; a missing share is not a zero."""
    known = [share for share in shares if share is not None]
    assert known, "no share is known: absence is not zero (Convention A1)"
    assert abs(sum(known) - 1) <= tolerance, f"shares add up to {sum(known)!r}, not to 1 within {tolerance}"


def assert_one_lead_each(registry: Registry, as_of: AsOf) -> None:
    """Fail where an affair that is held, or a part of one, is led by a unit that does not exist that day (R1)."""
    for mandate in registry.mandates():
        holder = registry.held_by(mandate.key, as_of)
        leads = [holder.lead, *(part.lead for part in holder.parts)]
        gone = [lead.id for lead in leads if lead is not None and lead.state != "exists"]
        assert not gone, f"{mandate.key} is led by {', '.join(gone)}, which does not exist on {as_of.valid.date()}"
        assert (holder.state == "held") == (holder.lead is not None), f"{mandate.key} is held by nobody"


def assert_same_organisation(first: Registry, second: Registry, as_of: AsOf) -> None:
    """Fail where two registries answer differently: units, their places, kinds and names, or who leads what."""

    def told(registry: Registry) -> dict[str, object]:
        units = {
            placed.unit.id: (
                placed.unit.kind,
                placed.unit.names.as_answer(),
                tuple(one.identity for one in placed.chain),
            )
            for placed in registry.structure(as_of).units
        }
        holders = {one.key: registry.held_by(one.key, as_of) for one in registry.mandates()}
        leads = {
            key: (one.path(), tuple((part.scope.key, part.lead.id if part.lead else part.state) for part in one.parts))
            for key, one in holders.items()
        }
        return {**units, **leads}

    ours, theirs = told(first), told(second)
    for key in dict.fromkeys([*ours, *theirs]):
        assert ours.get(key) == theirs.get(key), f"{key}: {ours.get(key)} and {theirs.get(key)}"
