"""Briefs on real items: the headline says what is missing, every figure has a source that stands on the page, and the
three forms of a page say the same."""

import hashlib
import io
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import hwpx
import pytest
from lxml import html

from gwanje.answers.brief import brief
from gwanje.answers.briefing import Brief
from gwanje.assembly import ask
from gwanje.interfaces.paper import brief_outline, brief_page, write_hwpx
from gwanje.interfaces.paper.gate import uncited_figures
from towers import WORLD, copied, korea, run_korea, run_process, world_home

pytestmark = pytest.mark.korea

NARROW = "\N{NO-BREAK SPACE}"
SLICES = 8


@cache
def asked_once(subject: str, on: str | None, known: str | None) -> Brief:
    return brief(korea(), subject, ask(korea(), on, known))


def brief_on(subject: str, on: str | None = None, known: str | None = None) -> Brief:
    return asked_once(subject, on, known)


@cache
def page(subject: str, lang: str, on: str | None = None, known: str | None = None) -> str:
    return brief_page(brief_on(subject, on, known), lang, korea().zone, twin="other.html")


def text_of(markup: str) -> str:
    root = html.document_fromstring(markup)
    for gone in root.xpath("//style | //script"):
        gone.drop_tree()
    return " ".join(root.text_content().split())


def without_notes(markup: str) -> str:
    """The words of a page without the numbers of its sources."""
    return text_of(re.sub(r'<sup class="note">.*?</sup>', "", markup, flags=re.DOTALL))


def hangul(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


def require_sound(answer: Brief, lang: str, markup: str) -> None:
    """What every page must be: self-contained, every figure cited, every number of a source standing in the list."""
    assert uncited_figures(markup) == []
    root = html.document_fromstring(markup)
    listed = {item.get("id") for item in root.xpath("//ol[contains(@class, 'sources')]/li")}
    pointed = [link.get("href") for link in root.xpath("//sup//a")]
    assert all(href.removeprefix("#") in listed for href in pointed)
    notes = {note.id for note in answer.sources}
    cited = {one for node in root.xpath("//*[@data-sources]") for one in node.get("data-sources").split()}
    assert cited <= notes, f"cited and not in the list: {sorted(cited - notes)}"
    assert len(listed) <= len(notes)
    assert not root.xpath("//script | //link | //iframe | //object | //embed | //base")
    for node in root.xpath("//*[@src]"):
        assert node.get("src").startswith("data:"), node.get("src")
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)|@import", markup)
    title = " ".join(html.tostring(root.xpath("//h1")[0], method="text", encoding="unicode").split())
    for number in root.xpath("//h1//sup"):
        number.drop_tree()
    title = " ".join(root.xpath("//h1")[0].text_content().split())
    assert title == " ".join(answer.headline.say(lang).split())


def test_natural_graphite_says_what_is_known_and_what_is_not():
    answer = brief_on("natural-graphite")
    headline = answer.headline.en.replace(NARROW, " ")
    assert "93.3 %" in headline
    assert "97.3 % by mass" in headline
    assert "China" in headline
    assert "No data on its uses or on graphite anode materials" in headline
    assert "용도와" in answer.headline.ko
    assert "자료는 없음" in answer.headline.ko
    assert "baci" in answer.headline.sources
    by_code = next(stage for stage in answer.stages if stage.is_main).by_code
    assert [line.en.split(":")[0] for line in by_code] == ["250410", "250490"]
    assert "93.2 % by value" in by_code[0].en.replace(NARROW, " ")
    assert "97.2 % by mass" in by_code[0].en.replace(NARROW, " ")
    anode = next(stage for stage in answer.stages if stage.item == "graphite-anode-materials")
    assert (anode.status, anode.series) == ("no_data", ())


def test_rare_earths_say_first_that_the_main_product_is_missing():
    answer = brief_on("rare-earths")
    assert answer.headline.en.startswith("No trade data: rare-earth permanent magnets, the main product.")
    assert "about 640 million dollars, 87.9% from China" in answer.headline.en
    assert answer.headline.ko.startswith("무역 자료 없음: 핵심 품목인")
    assert {"HK3", "YN2", "ED3"} & set(answer.headline.sources), "the cited figure carries its own sources"
    assert "baci" in answer.headline.sources
    status = {stage.item: stage.status for stage in answer.stages}
    assert status["rare-earth-metals"] == status["rare-earth-compounds"] == "ok"
    assert status["rare-earth-magnets"] == "no_data"
    assert answer.main == "rare-earth-magnets"
    compounds = next(stage for stage in answer.stages if stage.item == "rare-earth-compounds")
    lines = {line.en.split(":")[0]: line.en.replace(NARROW, " ") for line in compounds.by_code}
    assert "60.9 % by value" in lines["284690"]
    assert "92.2 % by mass" in lines["284690"]


@pytest.mark.parametrize("subject", ["natural-graphite", "rare-earths"])
def test_everything_an_official_needs_stands_on_the_page(subject):
    answer = brief_on(subject)
    assert answer.measures
    assert all(measure.state_words.en and measure.coverage.en and measure.sources for measure in answer.measures)
    assert {end.id for end in answer.countdowns} >= {"PAU-4"}
    assert answer.lead.unit == "kr-u02"
    assert answer.lead.derived
    assert [link.unit for link in answer.lead_today.chain] == ["kr-u02", "kr-u01"]
    assert answer.lead_before is not None
    assert answer.lead_before.on == date(2025, 12, 29)
    assert (answer.users.status, answer.loss.status) == ("ok", "not_computable")
    assert (answer.exposure.status, answer.exposure.supplier) == ("ok", "CHN")
    assert answer.unknown
    assert answer.since.frozen is None
    assert answer.marking.word == "public"
    assert answer.goal == 0.5
    assert {"NP1"} <= set(answer.goal_words.sources)
    for lang in ("en", "ko"):
        text = text_of(page(subject, lang))
        for word in (
            "RST-03" if subject == "natural-graphite" else "RST-08",
            "PUBLIC" if lang == "en" else "공개",
            answer.content_hash[:16],
        ):
            assert word in text
        assert answer.users.reason.say(lang) in without_notes(page(subject, lang))
        for said in (answer.exposure.words, answer.exposure.at_stake, answer.exposure.carried_by):
            assert " ".join(said.say(lang).split()) in without_notes(page(subject, lang))
        assert answer.loss.reason.say(lang) in text
        assert answer.since.words.say(lang) in text
        assert answer.measures_words.say(lang).split(":")[0] in text


def test_disagreements_stand_side_by_side():
    shown = {claim.claim: claim for claim in brief_on("rare-earths").disagreements}
    assert shown
    assert set(shown) <= set(korea().claims.by_id)
    text = text_of(page("rare-earths", "en"))
    for claim in shown.values():
        assert claim.side_a.en in text
        assert claim.side_b.en in text
        assert claim.sources


@pytest.mark.parametrize(
    "subject", ["natural-graphite", "rare-earths", "gallium", "urea", "naphtha", "critical-materials", "trade-security"]
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_page_is_self_contained_and_every_number_has_a_source(subject, lang):
    require_sound(brief_on(subject), lang, page(subject, lang))
    assert f'<html lang="{lang}">' in page(subject, lang)


def test_items_without_any_data_have_a_brief_too():
    for item, word in (("gallium", "No trade data: gallium"), ("urea", "No trade data: urea")):
        answer = brief_on(item)
        assert answer.headline.en.startswith(word)
        assert answer.headline.ko.startswith("무역 자료 없음")
        assert all(stage.series == () for stage in answer.stages)
        assert "baci" not in answer.headline.sources
        if "%" in answer.headline.en:
            assert " Cited: " in answer.headline.en.split("%")[0], "only a cited figure may stand there"


def test_an_affair_has_a_brief():
    answer = brief_on("critical-materials")
    assert answer.lead.unit == "kr-u02"
    assert "items have trade data" in answer.headline.en
    assert {measure.id for measure in answer.measures} >= {"RST-08"}
    security = brief_on("trade-security")
    assert security.lead.unit == "kr-u05"
    assert [link.unit for link in security.lead_today.chain][:2] == ["kr-u05", "kr-u02"]
    assert [link.unit for link in security.lead_before.chain][:2] == ["kr-u05", "kr-u21"]


@pytest.mark.parametrize("part", range(SLICES))
def test_every_item_has_a_sound_page_in_both_languages(part):
    for item in sorted(korea().items.all(), key=lambda one: one.key)[part::SLICES]:
        answer = brief_on(item.key)
        assert answer.headline.en.strip(), item.key
        assert hangul(answer.headline.ko), item.key
        for lang in ("en", "ko"):
            require_sound(answer, lang, page(item.key, lang))
        for stage in answer.stages:
            assert (stage.status == "ok") == bool(stage.series), item.key
            assert stage.status == "ok" or stage.reason.en, item.key


@pytest.mark.parametrize("subject", ["natural-graphite", "rare-earths", "critical-materials"])
def test_before_the_data_were_public_no_share_is_printed(subject):
    answer = brief_on(subject, None, "2026-01-01")
    assert all(stage.series == () and stage.partners == () for stage in answer.stages)
    assert "baci" not in {note.id for note in answer.sources}
    if subject != "critical-materials":
        assert answer.headline.en.startswith("Not yet known on that day")
        assert "알려지지 않음" in answer.headline.ko
    for lang in ("en", "ko"):
        markup = page(subject, lang, None, "2026-01-01")
        require_sound(answer, lang, markup)
        assert "<svg" not in markup


def test_the_states_of_measures_follow_the_day():
    before = {measure.id: measure.state for measure in brief_on("rare-earths", "2025-10-20").measures}
    during = {measure.id: measure.state for measure in brief_on("rare-earths", "2026-11-05").measures}
    after = {measure.id: measure.state for measure in brief_on("rare-earths", "2026-11-23").measures}
    assert (before["RST-14"], during["RST-14"], after["RST-14"]) == ("in_force", "paused", "pause_over_state_not_known")
    assert before["RST-08"] == during["RST-08"] == after["RST-08"] == "in_force"
    day_before = brief_on("rare-earths", "2025-12-29")
    assert [link.unit for link in day_before.lead_today.chain] != ["kr-u02", "kr-u01"]


def outputs(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_question_gives_the_same_bytes_anywhere(tmp_path):
    """Two processes, two state folders, two hash seeds: seven kinds of file, one set of bytes."""
    found = []
    for seed in ("1", "2"):
        place = tmp_path / seed
        home = copied(world_home(), place)
        out = place / "out"
        for question in (["brief", "natural-graphite", "rare-earths"], ["today"]):
            done = run_process(
                *question,
                "--on",
                "2026-11-05",
                "--known",
                "2026-11-06",
                "--out",
                str(out),
                home=home,
                content=None,
                packages=WORLD,
                PYTHONHASHSEED=seed,
            )
            assert done.code == 0, done.err
        found.append(outputs(out))
    assert len(found[0]) == 12
    assert found[0] == found[1]


def test_the_three_forms_say_the_same(tmp_path):
    done = run_korea("brief", "natural-graphite", "rare-earths", "--out", str(tmp_path), "--lang", "ko")
    assert done.code == 0, done.err
    for subject in ("natural-graphite", "rare-earths"):
        twin = json.loads((tmp_path / f"brief-{subject}.json").read_text(encoding="utf-8"))
        assert twin == brief_on(subject).as_json()
        for lang, name in (("ko", f"brief-{subject}.html"), ("en", f"brief-{subject}.en.html")):
            root = html.document_fromstring((tmp_path / name).read_bytes().decode("utf-8"))
            for number in root.xpath("//h1//sup"):
                number.drop_tree()
            assert " ".join(root.xpath("//h1")[0].text_content().split()) == " ".join(twin["headline"][lang].split())
        package = (tmp_path / f"brief-{subject}.hwpx").read_bytes()
        assert package == write_hwpx(brief_outline(brief_on(subject), korea().zone))
        report = hwpx.validate_editor_open_safety(package)
        assert report.reopen_ok
        assert not report.blocking_package_errors
        with hwpx.HwpxDocument.open(io.BytesIO(package)) as document:
            assert twin["headline"]["ko"] in document.text.plain()
        assert twin["headline"]["ko"] in done.text
