"""A notice that suspends earlier acts: the measures of the register that bear their numbers are suggested, none made up."""

import dataclasses
from datetime import UTC, datetime

import pytest

from gwanje.answers.noticing import draft
from gwanje.flows.draft_notice import draft_notice
from gwanje.foundation.instants import AsOf
from gwanje.journal import open_journal
from gwanje.watch.store import WatchStore
from towers import copied, korea, run_korea, world_home

pytestmark = pytest.mark.korea
SEVENTY = """商务部 海关总署公告2025年第70号 公布暂停实施相关公告的决定

自即日起至2026年11月10日，暂停实施公告2025年第55号、第56号、57号、58号，以及商务部公告2025年第61号、62号。2025年11月7日
"""
SIX = [f"RST-{n:02}" for n in (9, 10, 11, 12, 13, 14)]


@pytest.fixture
def read(tmp_path):
    with open_journal(tmp_path / "journal.sqlite") as journal:
        store = WatchStore(journal)
        tower = dataclasses.replace(korea(), watch_store=store, state=tmp_path)
        tower.__dict__["warehouse"] = korea().warehouse

        def ask(text, at=datetime(2026, 11, 24, tzinfo=UTC)):
            kept, _ = draft_notice(store, text, name="a.txt", by="desk", at=at)
            return draft(tower, kept.number, AsOf(at, at))

        yield ask


def ids(answer):
    return [measure["id"] for one in answer.suspends if one.suggested for measure in one.measures]


def told(answer, number):
    (one,) = [one for one in answer.suspends if one.number == number]
    return one


@pytest.mark.parametrize(
    "text",
    [
        SEVENTY,
        (
            "MOFCOM Announcement No. 70 of 2025: Announcements No. 55, 56, 57, 58, 61 and 62 of 2025 are suspended until "
            "November 10, 2026."
        ),
        "중국 상무부 공고 2025년 제70호\n\n2025년 제55호, 제56호, 제57호, 제58호, 제61호 및 제62호의 시행을 유예한다.",
    ],
)
def test_the_six_measures_are_suggested_and_stand_in_the_command(read, text):
    answer = read(text)
    assert ids(answer) == SIX
    assert " ".join(f"--suspends {one}" for one in SIX) in answer.confirm
    assert "--suspends …" not in answer.confirm
    assert "No. 70/2025" not in {one.number for one in answer.suspends}, "its own number is no act it suspends"


def test_a_suggestion_quotes_its_words_and_tells_a_pause_that_stands_already(read):
    one = told(read(SEVENTY), "No. 55/2025")
    assert one.verb == "暂停实施"
    assert one.quote.startswith("自即日起至2026年11月10日，暂停实施公告2025年第55号")
    assert one.words.en == "No. 55/2025: RST-09 (paused already: PAU-4, No. 70/2025)"
    assert one.words.ko == "No. 55/2025: RST-09(이미 유예: PAU-4, No. 70/2025)"


def test_an_act_that_is_not_in_the_register_is_said_and_the_command_stays_open(read):
    answer = read("商务部公告2025年第70号\n\n暂停实施2025年第55号、第99号公告。")
    assert ids(answer) == ["RST-09"]
    assert told(answer, "No. 99/2025").words.en.endswith(": not in the register")
    assert told(answer, "No. 99/2025").words.ko.endswith(": 등록부에 없음")
    assert answer.confirm.count("--suspends") == 2
    assert "--suspends RST-09 --suspends …" in answer.confirm


def test_a_part_is_matched_and_an_act_in_parts_without_one_is_left_to_a_person(read):
    assert ids(read("商务部公告2025年第72号\n\n暂停实施商务部公告2024年第46号第二款。")) == ["RST-06b"]
    whole = told(read("商务部公告2025年第72号\n\n暂停实施商务部公告2024年第46号。"), "No. 46/2024")
    assert ([one["id"] for one in whole.measures], whole.suggested) == (["RST-06a", "RST-06b"], False)
    assert "in parts, and the text names none" in whole.words.en
    third = told(read("商务部公告2025年第72号\n\n暂停实施商务部公告2024年第46号第三款。"), "No. 46/2024")
    assert "does not have its part 3 apart" in third.words.en


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("商务部公告2025年第70号\n\n暂停实施第55号公告。", "No. 55", "its year does not stand in the text"),
        ("公告2025年第70号\n\n暂停实施2025年第55号公告。", "No. 55/2025", "whose notice this is does not follow"),
        ("商务部公告2025年第70号\n\n不再暂停实施2025年第55号公告。", "No. 55/2025", "may deny or end a suspension"),
        (
            "商务部公告2025年第70号\n\n暂停实施公告2025年第6号。",
            "No. 6/2025",
            "the register has an order of this number",
        ),
        ("商务部公告2025年第55号暂停实施。", "No. 55/2025", "read as the number of this notice itself"),
    ],
)
def test_what_is_open_is_shown_with_its_reason_and_not_suggested(read, text, number, said):
    answer = read(text)
    assert said in told(answer, number).words.en
    assert ids(answer) == []
    assert "--suspends RST" not in answer.confirm


def test_an_order_that_the_text_calls_so_is_suggested(read):
    assert ids(read("商务部令2025年第7号\n\n暂停实施商务部令2025年第6号。")) == ["RST-16"]


def test_a_suspension_that_names_no_act_says_so_in_both_languages(read):
    missing = read("商务部公告2025年第70号\n\n暂停实施上述措施。").missing
    assert any("speaks of a suspension (“暂停实施”) and names no act by number" in one.en for one in missing)
    assert any("번호로 지칭한 조치가 없음" in one.ko for one in missing)
    assert not any("speaks of a suspension" in one.en for one in read("商务部公告2026年第1号：许可。").missing)


def test_what_the_register_learned_later_is_not_suggested(read):
    early = read(SEVENTY, datetime(2025, 10, 1, tzinfo=UTC))
    assert ids(early) == []
    assert told(early, "No. 55/2025").words.en == "No. 55/2025: not in the register"
    between = read(SEVENTY + "\n", datetime(2025, 10, 20, tzinfo=UTC))
    assert ids(between) == SIX
    assert told(between, "No. 55/2025").words.en == "No. 55/2025: RST-09", "the pause was not known yet"


def test_the_command_line_shows_the_quote_once_and_each_act_under_it(tmp_path):
    home = copied(world_home(), tmp_path)
    file = tmp_path / "notice.txt"
    file.write_text(SEVENTY, encoding="utf-8")
    english, korean = (
        run_korea("watch", "notice", str(file), "--by", "desk", "--lang", lang, home=home) for lang in ("en", "ko")
    )
    assert (english.code, english.err) == (0, "")
    assert english.text.count("line 3: “自即日起") == 1
    assert "    No. 61/2025: RST-13" in english.text
    assert "3행: “自即日起" in korean.text
    assert "--suspends RST-09" in korean.text
