"""What people entered, in the journal, on both back ends: kept as written, and never written over anybody."""

from datetime import UTC, datetime

import pytest

from gwanje.journal import ConflictError, open_journal
from gwanje.registry import Overlap
from gwanje.registry.store import RegistryStore
from postgres_cluster import cluster_or_skip

AT = datetime(2030, 4, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def cluster():
    with cluster_or_skip() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def location(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("cluster").new_database()


def test_everything_comes_back_in_order_as_it_was_written(location):
    with open_journal(location) as journal:
        store = RegistryStore(journal)
        assert (store.base(), store.acts()) == (0, ())
        reform = store.enter_reform("id: nv-x\n# 요정", reform="nv-x", by="planner", at=AT, base=0)
        people = store.enter_people("posts: []", by="hr", at=AT, base=reform.number)
        back = store.take_back("nv-x", on=AT, reason="no", by="minister", at=AT, base=people.number)
        assert store.acts() == (reform, people, back)
        assert store.base() == back.number
        assert (reform.text, back.on, back.reason) == ("id: nv-x\n# 요정", AT, "no")
    with open_journal(location) as journal:
        assert RegistryStore(journal).acts() == (reform, people, back)


def test_two_planners_who_know_the_same_base_do_not_write_over_each_other(location):
    with open_journal(location) as first, open_journal(location) as second:
        fast, slow = RegistryStore(first), RegistryStore(second)
        base = slow.base()
        fast.enter_reform("id: nv-x", reform="nv-x", by="fast", at=AT, base=base)
        with pytest.raises(
            ConflictError, match=r"Somebody else entered something since you looked; nothing was recorded.*--base"
        ):
            slow.enter_reform("id: nv-y", reform="nv-y", by="slow", at=AT, base=base)
        with pytest.raises(ConflictError):
            slow.take_back("nv-x", on=None, reason="no", by="slow", at=AT, base=base)
        with pytest.raises(ConflictError):
            slow.enter_people("posts: []", by="slow", at=AT, base=base)
        assert [act.by for act in slow.acts()] == ["fast"]


def test_other_streams_do_not_count(location):
    with open_journal(location) as journal:
        store = RegistryStore(journal)
        store.enter_reform("id: nv-x", reform="nv-x", by="planner", at=AT, base=0)
        journal.append("evidence-snapshots", "snapshot-loaded", {"a": 1}, at=AT)
        overlap = Overlap("NF-01", "whole", "nv-u03", AT, AT.replace(month=5), ("NEV-1",), "nv-x")
        store.log_overlap(overlap, by="planner", at=AT)
        assert store.enter_reform("id: nv-z", reform="nv-z", by="planner", at=AT, base=store.base()).number == 4
        (logged,) = store.overlaps_logged()
        assert (logged["unit"], logged["mandate"], logged["by"], logged["number"]) == ("nv-u03", "NF-01", "planner", 3)


def test_what_was_erased_is_left_out(location):
    with open_journal(location) as journal:
        store = RegistryStore(journal)
        people = store.enter_people("assignments: []", by="hr", at=AT, base=0)
        journal.erase(people.number, reason="retention ended", by="hr", at=AT)
        assert store.acts() == ()
        assert store.base() == people.number
