"""The handover sheet as paper: the finding, what comes, goes and stays, what is open, who may look in; never a gap unsaid."""

import io
import re
from pathlib import Path

import hwpx
import pytest
from lxml import html

from gwanje.answers.handover_sheets import handover_sheet
from gwanje.assembly import Settings, ask, open_tower
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking
from gwanje.interfaces.paper import write_hwpx
from gwanje.interfaces.paper.gate import uncited_figures
from gwanje.interfaces.paper.handover_outline import handover_outline
from gwanje.interfaces.paper.handover_page import handover_page
from gwanje.interfaces.paper.handover_words import HandoverWords, kind_of

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland" / "content"
LANGUAGES = ("en", "ko")
NAMES = {"en": {"text": "Lagoon Crew", "status": "reported"}, "ko": {"text": "산호초선단", "status": "reported"}}


@pytest.fixture(scope="module")
def tower(tmp_path_factory):
    return open_tower(Settings(home=tmp_path_factory.mktemp("sheet"), packages=(), content=NEVERLAND))


@pytest.fixture(scope="module")
def sheet(tower):
    def asked(unit, earlier="2030-04-30", later="2030-05-01"):
        return handover_sheet(tower, unit, ask(tower, earlier, None), ask(tower, later, None))

    return asked


def text_of(markup):
    root = html.document_fromstring(markup)
    for gone in root.xpath("//style | //sup"):
        gone.drop_tree()
    return " ".join(" ".join(root.itertext()).split())


def page(answer, tower, lang="en"):
    return handover_page(answer, lang, tower.zone, "other.html")


def finding(answer, tower, lang="en"):
    return HandoverWords(answer, lang, tower.zone).finding().text.replace("\u00a0", " ")


def item(**more):
    told = {"en": "a thing", "ko": "어떤 것"}
    return {"kind": "end", "id": "X-1", "mandate": "pixie-dust", "words": told, "due": None, "sources": [], **more}


def affair(before, after, what="stays"):
    side = {"en": "Crew < Ministry", "ko": "선단 < 섬부"}
    mandate = {"id": "NF-01", "key": "pixie-dust", "names": NAMES}
    parts = {"part": None, "part_before": before, "part_after": after, "what": what}
    return {"mandate": mandate, "before": side, "after": side, "desk": None, "facts": [], "sources": ["NV1"], **parts}


# --- the finding


@pytest.mark.parametrize(
    ("affairs", "en", "ko"),
    [
        ([("none", "leads")], "takes over 1 affair and keeps none", "사무 1건 인수, 존치 사무 없음"),
        ([("none", "leads")] * 2, "takes over 2 affairs and keeps none", "사무 2건 인수, 존치 사무 없음"),
        ([("leads", "none")], "hands over 1 affair and keeps none", "사무 1건 인계, 존치 사무 없음"),
        ([("leads", "leads")], "keeps 1 affair", "사무 1건 존치"),
        ([("leads", "cooperates")], "has another part in 1 affair", "사무 1건 역할 변경"),
        (
            [("none", "leads"), ("leads", "none"), ("leads", "leads"), ("leads", "leads")],
            "takes over 1 affair, hands over 1 affair and keeps 2 affairs",
            "사무 1건 인수, 사무 1건 인계, 사무 2건 존치",
        ),
    ],
)
def test_the_finding_counts_with_right_plurals(sheet, tower, affairs, en, ko):
    made = sheet("nv-u04").model_copy(update={"affairs": tuple(affair(*parts) for parts in affairs)})
    assert finding(made, tower) == f"Treasure Crew {en}; nothing is known to be open"
    assert finding(made, tower, "ko") == f"보물선단, {ko}. 알려진 현안 없음."


@pytest.mark.parametrize(
    ("changed", "of", "en", "ko"),
    [
        (1, 1, "keeps 1 affair, under a changed chain;", "1건 존치(소관 계통 변경)"),
        (2, 2, "keeps 2 affairs, all under a changed chain;", "2건 존치(모두 소관 계통 변경)"),
        (1, 3, "keeps 3 affairs, 1 of them under a changed chain;", "3건 존치(그중 1건 소관 계통 변경)"),
    ],
)
def test_a_changed_chain_is_told(sheet, tower, changed, of, en, ko):
    told = [affair("leads", "leads", "stays, under another chain" if n < changed else "stays") for n in range(of)]
    made = sheet("nv-u04").model_copy(update={"affairs": tuple(told)})
    assert en in finding(made, tower)
    assert ko in finding(made, tower, "ko")


@pytest.mark.parametrize(
    ("dues", "en", "ko"),
    [
        ([None], "1 thing is open, none with a known day", "관련 현안 1건, 기한이 알려진 것 없음."),
        (
            [None, "2030-07-02T00:00:00+00:00", "2030-06-01T00:00:00+00:00"],
            "3 things are open, the first ends on 1 June 2030",
            "관련 현안 3건, 첫 기한 2030년 6월 1일.",
        ),
        (
            ["2030-04-01T00:00:00+00:00"],
            "1 thing is open, the last end, 1 April 2030, is over by one reading",
            "관련 현안 1건, 마지막 기한 2030년 4월 1일은 한 해석에 따르면 경과.",
        ),
    ],
)
def test_the_finding_names_the_first_end_to_come(sheet, tower, dues, en, ko):
    items = tuple(item(due=due) for due in dues)
    made = sheet("nv-u03").model_copy(update={"open_items": items})
    assert finding(made, tower).endswith(en)
    assert finding(made, tower, "ko").endswith(ko)


def test_without_affairs_the_sheet_says_that_none_is_known(sheet, tower):
    empty = sheet("nv-u04").model_copy(update={"affairs": ()})
    assert finding(empty, tower) == "No affair of Treasure Crew is known on 30 April 2030 or 1 May 2030"
    said = text_of(page(empty, tower, "ko"))
    assert "보물선단: 2030년 4월 30일과 2030년 5월 1일 모두 알려진 소관·협조 사무 없음" in said.replace("\u00a0", " ")
    assert "관련 현안" not in said


def test_a_sheet_of_one_day_compares_nothing(sheet, tower):
    one = sheet("nv-u02", "2030-05-01", "2030-05-01")
    assert finding(one, tower).startswith("Lagoon Crew has a part in 3 affairs;")
    said = text_of(page(one, tower))
    assert "Held by · 1 May 2030" in said
    assert "Before" not in said


# --- the page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["nv-u02", "nv-u03", "nv-u04", "nv-u05", "nv-u06"])
def test_every_page_is_whole_cited_and_the_same_twice(sheet, tower, unit, lang):
    answer = sheet(unit)
    made = page(answer, tower, lang)
    assert made == page(answer, tower, lang)
    assert uncited_figures(made) == []
    root = html.document_fromstring(made)
    assert root.get("lang") == lang
    assert not root.xpath("//script | //link | //img")
    listed = {line.get("id") for line in root.xpath("//ol[contains(@class, 'sources')]/li")}
    assert len(listed) == len(answer.sources)
    assert {link.get("href").removeprefix("#") for link in root.xpath("//sup//a")} <= listed
    said = text_of(made)
    assert "None" not in said
    assert "name missing (" not in said
    for one in answer.affairs:
        assert one["mandate"]["id"] in said


def test_the_page_tells_from_whom_to_whom_and_by_which_event(sheet, tower):
    rows = html.document_fromstring(page(sheet("nv-u04"), tower)).xpath("//table[@class='affairs']/tbody/tr")
    told = [" | ".join(" ".join(cell.text_content().split()) for cell in row.iter("td")) for row in rows]
    assert [re.sub(r"\d,\d(?=$| \|)", "", line) for line in told] == [  # the numbers of notes aside
        "Security of the lagoon NF-02 | dispersed (Lagoon Crew, Fairy Dust Gang) | Ministry of Islands › Treasure Crew › Tide and Current Watch | no part → leads | NEV-06: Merged: Security of the lagoon (several units → Treasure Crew)",
        "Treasure maps NF-05 | nobody | Ministry of Islands › Treasure Crew | no part → leads | NEV-07: Transferred: Treasure maps (nobody → Treasure Crew)",
    ]
    for cell in rows[0].xpath("td[position() = 2 or position() = 3 or position() = 5]/span"):
        assert cell.get("data-sources") == "NV1 NV4"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("none", "cooperates", "comes"),
        ("cooperates", "none", "goes"),
        ("leads", "leads", "stays"),
        ("leads", "cooperates", "changes"),
    ],
)
def test_what_happens_is_read_off_both_days(before, after, kind):
    assert kind_of({"part_before": before, "part_after": after}) == kind


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ["Post not known: enter it with gwanje org assign FILE.", "Posts and contacts of the unit: not recorded"],
        ),
        ("ko", ["담당 직위 알 수 없음: gwanje org assign FILE로 입력.", "이 조직의 직위·연락처: 등록된 것 없음."]),
    ],
)
def test_what_nobody_entered_is_said_quietly(sheet, tower, lang, words):
    made = page(sheet("nv-u04"), tower, lang)
    quiet = [" ".join(node.text_content().split()) for node in html.document_fromstring(made).find_class("absent")]
    for word in words:
        assert any(word in line for line in quiet)


def test_a_missing_name_is_a_gap_in_words(sheet, tower):
    said = text_of(page(sheet("nv-u05"), tower, "ko"))
    assert "Crocodile Lookout [우리말 명칭 미상]" in said or "우리말 명칭 미상 · Crocodile Lookout" in said
    assert "English name missing" not in text_of(page(sheet("nv-u05"), tower))


def test_former_names_end_on_their_last_day(sheet, tower):
    said = text_of(page(sheet("nv-u03"), tower))
    assert "Former names Korean: 요정가루패 (reported, first day not known, to 30 Apr 2030)" in said
    assert "English: Fairy Dust Watch (provisional name, from 1 May 2030)" in said


def test_desks_show_who_sits_there_and_where(sheet, tower):
    said = text_of(page(sheet("nv-u06"), tower))
    assert "Tides and currents (NF-04): Keeper of the tides: Tink, Slightly (deputy). shell no. 4" in said
    assert "Keeper of the tides: Tink, Slightly (deputy) · shell no. 4" in said
    erased = sheet("nv-u06")
    people = ({"id": "nv-h01", "names": None, "role": "acting", "term": "over"},)
    gone = erased.model_copy(update={"contacts": ({**erased.contacts[0], "people": people, "contact": None},)})
    assert "Keeper of the tides: name erased (acting) [term over] · contact not recorded" in text_of(page(gone, tower))


# --- what is open


def test_what_is_open_stands_by_affair_and_day(sheet, tower):
    items = (
        item(id="E-1", due="2030-06-01T00:00:00+00:00", sources=["OZ1"]),
        item(id="P-1", kind="permit"),
        item(id="M-1", kind="measure", words={"en": "half of it, 50%", "ko": "절반, 50%"}, sources=["OZ1"]),
        item(id="dust", kind="item"),
    )
    answer = sheet("nv-u03")
    root = html.document_fromstring(page(answer.model_copy(update={"open_items": items}), tower))
    said = text_of(html.tostring(root, encoding="unicode"))
    assert "4 things are open on these affairs 1 end · 1 foreign measure · 1 watched item · 1 other (permit)" in said
    assert [cell.text_content() for cell in root.xpath("//td[contains(@class, 'day')]")] == ["1 Jun 2030"]
    assert "the first on which the wording allows the end" in said
    assert "Nothing is known to be open on: Security of the lagoon (NF-02)." in said
    assert root.xpath("//li/span[@data-sources='OZ1']")[0].text == "half of it, 50%"


def test_a_countdown_and_both_readings_stand_where_the_answer_tells_them(sheet, tower):
    told = {"en": "ends 1 June or 2 June", "ko": "6월 1일 또는 2일 종료"}
    due = item(due="2030-06-01T00:00:00+00:00", days_left=31, when=told)
    answer = sheet("nv-u03").model_copy(update={"open_items": (due,)})
    said = text_of(page(answer, tower, "ko"))
    assert "2030. 6. 1. 31일 남음" in said
    assert "6월 1일 또는 2일 종료" in said
    assert "이른 날" not in said


def test_an_open_figure_without_a_source_is_refused(sheet, tower):
    bare = item(kind="measure", words={"en": "half of it, 50%", "ko": "절반, 50%"})
    with pytest.raises(RefusedInputError, match="no source"):
        page(sheet("nv-u03").model_copy(update={"open_items": (bare,)}), tower)


# --- what the answer may tell of the unit


def test_place_and_kind_are_named_where_the_answer_names_them(sheet, tower):
    answer = sheet("nv-u04")
    kind = {"en": {"text": "crew", "status": "reported"}, "ko": {"text": "선단", "status": "reported"}}
    chain = {"before": [], "after": [{"id": "nv-u02", "names": NAMES}]}
    rich = answer.model_copy(update={"unit": {**answer.unit, "kind_names": kind, "chain": chain, "sources": ["NV4"]}})
    rows = dict(HandoverWords(rich, "ko", tower.zone).unit_rows())
    assert (rows["직급"].text, rows["직급"].sources) == ("선단", ("NV4",))
    assert (rows["변경 전 소속"].text, rows["변경 전 소속"].quiet) == ("알 수 없음", True)
    assert rows["변경 후 소속"].text == "산호초선단"
    plain = dict(HandoverWords(answer, "ko", tower.zone).unit_rows())
    assert plain["직급"].text == "선단"
    assert "변경 전 소속" not in plain, "before the reform it did not stand"
    bare = answer.model_copy(update={"unit": {key: one for key, one in answer.unit.items() if key != "kind_names"}})
    assert dict(HandoverWords(bare, "ko", tower.zone).unit_rows())["직급"].text == "국 단위"


def test_a_unit_that_ended_says_so(sheet, tower):
    answer = sheet("nv-u04")
    ended = answer.model_copy(update={"unit": {**answer.unit, "state": "ended", "status": "conflicting"}})
    said = text_of(page(ended, tower))
    assert "ended by this day" in said
    assert "sources disagree" in said


# --- who may look in


def overlap(**more):
    period = {"from": "2030-05-01T00:00:00+00:00", "until": "2030-05-15T00:00:00+00:00"}
    return {"mandate": "NF-02", "scope": "whole", "unit": "nv-u04", **period, "facts": [], "reform": "r", **more}


def test_who_may_look_in_until_which_last_day_and_by_which_entry(sheet, tower):
    logged = ({"number": 7, "at": "2030-04-20T00:00:00+00:00", "by": "planner", **overlap()},)
    answer = sheet("nv-u04").model_copy(update={"overlaps": (overlap(),), "logged": logged})
    said = text_of(page(answer, tower))
    assert "1 former lead may still look in" in said
    assert (
        "Treasure Crew (nv-u04): Security of the lagoon (NF-02), to the end of 14 May 2030; logged as entry no. 7"
        in said
    )
    assert "기록 제7호" in text_of(page(answer, tower, "ko"))


def test_an_overlap_without_an_entry_and_an_entry_without_an_overlap_both_say_so(sheet, tower):
    logged = ({"number": 7, "at": "2030-04-20T00:00:00+00:00", "by": "planner", **overlap(mandate="NF-05")},)
    answer = sheet("nv-u04").model_copy(update={"overlaps": (overlap(unit="nv-u02"),), "logged": logged})
    said = text_of(page(answer, tower))
    assert "nv-u02: Security of the lagoon (NF-02), to the end of 14 May 2030; no entry in the log" in said
    assert "Log entry no. 7 (Treasure maps (NF-05), to the end of 14 May 2030) matches nothing in force." in said
    assert "No former lead may still look in" not in said


# --- paper


@pytest.mark.parametrize(
    ("marking", "en", "ko"), [("internal", "INTERNAL", "내부용"), ("restricted", "RESTRICTED", "제한")]
)
def test_the_marking_stands_on_top_and_on_every_sheet(sheet, tower, marking, en, ko):
    answer = sheet("nv-u04").model_copy(update={"marking": Marking[marking.upper()]})
    for lang, word in (("en", en), ("ko", ko)):
        made = page(answer, tower, lang)
        assert html.document_fromstring(made).find_class("marking")[0].text == word
        assert f'@bottom-center {{ content: "{word}" }}' in made


def test_a_name_cannot_leave_the_style_sheet(sheet, tower):
    answer = sheet("nv-u04")
    evil = {lang: {"text": '</style>"} body { display: none }', "status": "reported"} for lang in LANGUAGES}
    made = page(answer.model_copy(update={"unit": {**answer.unit, "names": evil}}), tower)
    assert made.count("</style>") == 1
    assert "body { display: none }" not in made.split("<style>")[1].split("</style>")[0]


def test_there_is_room_for_three_signatures(sheet, tower):
    for lang, signers in (
        ("en", ["Handed over by", "Taken over by", "Confirmed by"]),
        ("ko", ["인계자", "인수자", "확인자"]),
    ):
        signing = html.document_fromstring(page(sheet("nv-u04"), tower, lang)).find_class("signing")[0]
        assert [head.text for head in signing.iter("h3")] == signers
        assert len(signing.findall(".//i")) == 12


@pytest.mark.parametrize("unit", ["nv-u02", "nv-u03", "nv-u04"])
def test_the_outline_is_valid_reads_back_and_is_the_same_twice(sheet, tower, unit):
    answer = sheet(unit)
    package = write_hwpx(handover_outline(answer, tower.zone))
    assert package == write_hwpx(handover_outline(answer, tower.zone))
    report = hwpx.validate_editor_open_safety(package)
    assert report.reopen_ok
    assert not report.blocking_package_errors
    assert not report.validate_document.issues
    with hwpx.HwpxDocument.open(io.BytesIO(package)) as document:
        text = document.text.plain().replace("\u00a0", " ")
    assert f"□ {finding(answer, tower, 'ko')}" in text
    for words in (
        "인수인계서",
        "□ 담당과 연락처",
        "인계자",
        "인수자",
        "확인자",
        "□ 출처",
        *(n.id for n in answer.sources),
    ):
        assert words in text
    for one in answer.affairs:
        assert f"({one['mandate']['id']})" in text
    for one in answer.open_items:
        assert one["words"]["ko"] in text
