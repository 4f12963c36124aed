"""Somebody faster than whoever confirms a notice: nothing is recorded, and the way out is one that this command has."""

import dataclasses
import re
from datetime import date

import click
import pytest

from gwanje.answers.noticing import notice_books
from gwanje.assembly import clock
from gwanje.flows.confirm_notice import confirm_notice
from gwanje.flows.draft_notice import draft_notice
from gwanje.interfaces.cli.watch_notice import notice
from gwanje.journal import ConflictError, open_journal
from gwanje.watch import Confirmation
from gwanje.watch.store import WatchStore
from towers import neverland

TEXT = "Emerald Office, Announcement No. 7 of 2026\nExport licence for graphite.\nEffective May 1, 2026.\nIssued April 20, 2026\n"
SAID = Confirmation(date(2026, 4, 20), date(2026, 5, 1), items=("lagoon-graphite",))


def test_somebody_faster_is_a_conflict_and_no_option_is_named_that_confirm_lacks(tmp_path):
    with open_journal(tmp_path / "journal.sqlite") as journal:
        store = WatchStore(journal)
        tower = dataclasses.replace(neverland(), watch_store=store, state=tmp_path)
        kept, _ = draft_notice(store, TEXT, name="a.txt", by="desk", at=clock())

        def faster(_):
            draft_notice(store, "Emerald Office: another one", name="b.txt", by="other", at=clock())
            return {}

        books = dataclasses.replace(notice_books(tower), titles=faster)
        with pytest.raises(ConflictError) as refused:
            confirm_notice(store, kept.number, SAID, books, by="desk", at=clock())
        assert [act.kind for act in store.notices.acts()] == ["notice-drafted", "notice-drafted"]
        assert f"entry {kept.number} to be the last" in str(refused.value)
        assert f"gwanje watch notice show {kept.id}, then confirm again" in refused.value.remedy
        known = {option for one in notice.commands["confirm"].params for option in one.opts}
        assert isinstance(notice, click.Group)
        assert set(re.findall(r"--[a-z-]+", str(refused.value))) <= known
