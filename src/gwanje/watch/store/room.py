"""The watch room's part of one journal: levels, what came in, and what people looked at."""

from dataclasses import dataclass
from functools import cached_property

from gwanje.journal import Journal
from gwanje.watch.store.attention_acts import AttentionActs
from gwanje.watch.store.level_acts import LevelActs
from gwanje.watch.store.notice_acts import NoticeActs
from gwanje.watch.store.report_acts import ReportActs


@dataclass
class WatchStore:
    """One stream for each kind of act; opening it reads nothing."""

    journal: Journal

    @cached_property
    def levels(self) -> LevelActs:
        """Alert levels proposed, consulted on, adopted, declined, extended."""
        return LevelActs(self.journal)

    @cached_property
    def intake(self) -> ReportActs:
        """What missions, associations and firms reported."""
        return ReportActs(self.journal)

    @cached_property
    def notices(self) -> NoticeActs:
        """Foreign notices: drafted, confirmed, set aside, taken back."""
        return NoticeActs(self.journal)

    @cached_property
    def attention(self) -> AttentionActs:
        """Signals acknowledged, snoozed, merged; inspections done."""
        return AttentionActs(self.journal)
