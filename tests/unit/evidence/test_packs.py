"""Signed data packs: same bytes for same inputs; every alteration is refused and changes nothing."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import GwanjeError, NotPermittedError, RefusedInputError, WrongUseError
from gwanje.foundation.markings import Marking
from gwanje.journal import make_private_key, open_journal

from .conftest import LATER

KEY = make_private_key()
TRUSTED = (KEY.public_key(),)
EXPIRES = LATER + timedelta(days=30)


def packed(store: EvidenceStore, path: Path, number: int = 1) -> Path:
    store.pack(path, KEY, name="monthly", number=number, issued=LATER, expires=EXPIRES)
    return path


@pytest.fixture
def away(tmp_path: Path, sources):
    """A store on a separated network that has none of the files."""
    (tmp_path / "away").mkdir()
    bare = type(sources)({k: s.model_copy(update={"embedded": False}) for k, s in sources.by_key.items()})
    with open_journal(tmp_path / "away" / "journal.sqlite") as journal:
        yield EvidenceStore(tmp_path / "away" / "evidence", journal, bare, ())


@pytest.fixture
def loaded(store: EvidenceStore, revised) -> EvidenceStore:
    path = revised("2026,20,10,811230,1992,40,2", "2026,20,10,811230,1992,44,2")
    store.load(path, "nvl-trade", known=LATER - timedelta(days=1), evidence="download", taken=LATER)
    return store


def test_same_inputs_same_bytes(loaded: EvidenceStore, tmp_path: Path) -> None:
    first, second = packed(loaded, tmp_path / "a.pack"), packed(loaded, tmp_path / "b.pack")
    assert first.read_bytes() == second.read_bytes()


def test_a_pack_carries_vintages_to_a_network_apart(loaded: EvidenceStore, away: EvidenceStore, tmp_path: Path) -> None:
    reports = away.unpack(packed(loaded, tmp_path / "a.pack"), TRUSTED, at=LATER)
    assert {r.snapshot.id for r in reports} == {s.id for s in loaded.snapshots()}
    assert all(report.was_new for report in reports)
    away.build()
    with away.open_warehouse() as there:
        assert there.row_counts()["trade"] == 104
        assert {s.known for s in there.snapshots()} == {s.known for s in loaded.snapshots()}
        assert {s.origin for s in there.snapshots()} == {"pack"}


def altered(path: Path, change: str) -> None:
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    member = next(name for name in members if name.startswith("files/"))
    manifest = json.loads(members["manifest.json"])
    if change == "file":
        members[member] = members[member][:-2] + b"9\n"
    elif change == "manifest":
        manifest["expires"] = "2099-01-01T00:00:00+00:00"
        members["manifest.json"] = json.dumps(manifest).encode()
    elif change == "missing":
        del members[member]
    elif change == "extra":
        members["files/more"] = b"more"
    elif change == "traversal":
        members["../outside"] = b"more"
    elif change == "unsigned":
        members["manifest.sig"] = b"00" * 64
    else:
        del members["manifest.sig"]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("file", "was changed"),
        ("manifest", "not signed by a trusted key"),
        ("missing", "missing members"),
        ("extra", "members that are not listed"),
        ("traversal", "outside the folder"),
        ("unsigned", "not signed by a trusted key"),
        ("no signature", "not exactly one manifest.sig"),
    ],
)
def test_an_altered_pack_changes_nothing(
    loaded: EvidenceStore, away: EvidenceStore, tmp_path: Path, change: str, what: str
) -> None:
    path = packed(loaded, tmp_path / "a.pack")
    altered(path, change)
    with pytest.raises(RefusedInputError, match=what) as refusal:
        away.unpack(path, TRUSTED, at=LATER)
    assert "Nothing was taken" in str(refusal.value)
    assert away.snapshots() == ()
    assert not (tmp_path / "outside").exists()


def test_cut_at_many_lengths(loaded: EvidenceStore, away: EvidenceStore, tmp_path: Path) -> None:
    path = packed(loaded, tmp_path / "a.pack")
    whole = path.read_bytes()
    for length in range(0, len(whole), max(len(whole) // 25, 1)):
        path.write_bytes(whole[:length])
        with pytest.raises(RefusedInputError):
            away.unpack(path, TRUSTED, at=LATER)
    assert away.snapshots() == ()


def test_another_signer_expired_and_older_packs(loaded: EvidenceStore, away: EvidenceStore, tmp_path: Path) -> None:
    newer, older = packed(loaded, tmp_path / "b.pack", number=2), packed(loaded, tmp_path / "a.pack", number=1)
    with pytest.raises(RefusedInputError, match="trusted key"):
        away.unpack(newer, (make_private_key().public_key(),), at=LATER)
    with pytest.raises(RefusedInputError, match="trusted key"):
        away.unpack(newer, (), at=LATER)
    with pytest.raises(RefusedInputError, match="has expired"):
        away.unpack(newer, TRUSTED, at=EXPIRES)
    away.unpack(newer, TRUSTED, at=LATER)
    with pytest.raises(RefusedInputError, match="older than one already accepted"):
        away.unpack(older, TRUSTED, at=LATER)
    assert away.unpack(newer, TRUSTED, at=LATER)[0].was_new is False


def test_only_public_sources_travel(loaded: EvidenceStore, tmp_path: Path, sources) -> None:
    marked = sources["nvl-trade"].model_copy(update={"marking": Marking.RESTRICTED})
    loaded.sources = type(sources)({**sources.by_key, "nvl-trade": marked})
    with pytest.raises(NotPermittedError):
        loaded.pack(tmp_path / "a", KEY, name="x", number=1, issued=LATER, expires=EXPIRES, sources=("nvl-trade",))
    chosen = loaded.pack(tmp_path / "a", KEY, name="x", number=1, issued=LATER, expires=EXPIRES)
    assert "nvl-trade" not in {snapshot.source for snapshot in chosen}
    with pytest.raises(WrongUseError, match="must expire after"):
        loaded.pack(tmp_path / "a", KEY, name="x", number=1, issued=LATER, expires=LATER)
    with pytest.raises(GwanjeError):
        loaded.pack(tmp_path / "no" / "a", KEY, name="x", number=1, issued=LATER, expires=EXPIRES)
