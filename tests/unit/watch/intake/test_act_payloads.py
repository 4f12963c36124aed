"""An act that only a later version knows is refused with its place, in every stream; nothing is skipped."""

from datetime import UTC, datetime

import pytest

from gwanje.foundation.errors import UnavailableError
from gwanje.watch import adoptions, attention, notices, reports

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "about"),
    [
        (attention.attention_act, "attention"),
        (notices.notice_act, "notices"),
        (reports.report_act, "reports"),
        (adoptions.act_from, "levels"),
    ],
)
def test_a_kind_of_a_later_version_is_refused(read, about):
    with pytest.raises(
        UnavailableError, match=f"An act on {about} is of a kind that this version does not know"
    ) as told:
        read("moon-phase-noted", 7, AT, {"by": "kr-u04"})
    assert (told.value.place, told.value.found) == ("entry 7", "moon-phase-noted")


def test_a_field_of_a_later_version_is_left_out_and_lists_come_back_as_tuples():
    payload = attention.attention_payload(attention.CheckCompleted("desk", AT, subject="graphite", day="2026-10-01"))
    kept = attention.attention_act("check-completed", 3, AT, payload | {"colour": "red"})
    assert (kept.number, kept.subject, kept.day, kept.by) == (3, "graphite", "2026-10-01", "desk")
