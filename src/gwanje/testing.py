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
from gwanje.journal import NO_CHECKPOINT, Checkpoint, PublicKey, open_journal

__all__ = ["assert_journal_sound", "assert_shares_add_up", "tower_on"]


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
