"""What people read of `gwanje org`: one catalogue per language, no raw keys, marks, lines that fit, first lines that answer."""

import re
from itertools import product
from string import Formatter
from typing import get_args

import pytest
from rich.cells import cell_len

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.errors import ContentError
from gwanje.foundation.markings import Marking
from gwanje.foundation.names import NAME_LANGUAGES, NameStatus
from gwanje.interfaces.cli.words import best_name, name_mark, words
from gwanje.interfaces.cli.wrapping import wrapped
from gwanje.registry import PostLine, StructuralChange
from towers import ROOT, neverland_home, run

LANGUAGES = ("en", "ko")
EXAMPLES = ROOT / "docs" / "examples" / "reforms"
HANGUL = re.compile(r"[가-힣]")
RAW = re.compile(r"\b(in_force|not_reported|not_known|not_comparable|not_listed|not_checkable|mandate_moved)\b|< not_")
NAME = {"text": "Watch", "status": "reported"}
QUESTIONS = {
    "who": ("who", "pixie-dust"),
    "who-dispersed": ("who", "lagoon-security", "--on", "2030-04-30"),
    "who-all": ("who", "--on", "2030-04-30", "--also-on", "2030-05-01"),
    "show": ("show",),
    "show-unit": ("show", "nv-u02"),
    "diff": ("diff", "2030-04-30", "2030-05-01"),
    "ledger": ("ledger",),
    "handover": ("handover", "nv-u04", "nv-reform-2030-05-01"),
    "preview": ("preview", "nv-reform-2030-05-01"),
}


def org(*arguments, lang="en", **more):
    found = run("org", *arguments, "--lang", lang, home=neverland_home(), **more)
    assert (found.code, found.err) == (0, ""), found.err
    return found.text


def example(folder, *arguments, home, **more):
    found = run("org", *arguments, home=home, content=EXAMPLES / folder, **more)
    assert found.code == 0, found.err
    return found.text


# --- the catalogues


def fields(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_both_languages_have_every_word_with_the_same_values():
    en, ko = words("en"), words("ko")
    every = en.keys()
    assert every == ko.keys()
    assert {key for key in every if fields(en[key]) != fields(ko[key])} == set()
    assert {key for key in every if not ko[key].strip() or not en[key].strip()} == set()
    assert {f"{key.removesuffix('_one')}_many" for key in every if key.endswith("_one")} <= every


def test_a_missing_word_is_an_error_that_names_the_file():
    with pytest.raises(ContentError, match=r"'col_moon' is missing in language ko.*words/ko\.yaml"):
        words("ko")["col_moon"]


def literal(owner, field):
    return get_args(owner.__annotations__[field])


STATES = {
    "change": literal(StructuralChange, "kind"),
    "balance": literal(PostLine, "balance"),
    "adds": literal(PostLine, "balance"),
    "fact": [one for one in get_args(FactStatus) if one != "reported"],
    "status": get_args(NameStatus),
    "name": get_args(NameStatus),
    "marking": [one.word for one in Marking],
    "lang": NAME_LANGUAGES,
    "name_missing": NAME_LANGUAGES,
    "state": ("held", "dispersed", "not_reported", "none", "not_known"),
    "reform": ("planned", "in_force", "not_known", "withdrawn", "reversed"),
    "event": ("planned", "in_force", "not_known", "withdrawn", "reversed", "corrected"),
    "term": ("none", "running", "over by one reading", "over"),
    "unitstate": ("exists", "not_yet_established", "ended", "not_known"),
}


@pytest.mark.parametrize(("group", "lang"), list(product(STATES, LANGUAGES)))
def test_every_state_of_the_answers_has_a_word(group, lang):
    assert STATES[group]
    for key in STATES[group]:
        assert words(lang)[f"{group}_{key.replace(' ', '_')}"]


def test_one_is_not_many():
    say = words("en")
    assert say.count("pre_events", 1) == "1 event"
    assert say.count("pre_events", 2) == "2 events"
    assert say.count("pre_new_lead", 1) == "1 gets another lead"
    assert say.count("pre_new_lead", 0) == "0 get another lead"
    assert words("ko").count("pre_events", 1) == "세부 사항 1건"


def test_a_state_nobody_named_yet_is_shown_without_its_signs():
    assert words("en").of("state", "turned_upside_down") == "turned upside down"


# --- names


def test_a_name_is_that_of_the_language_else_another_one_and_says_so():
    say = words("ko")
    names = {"ko": {"text": "name missing (ko)", "status": "missing"}, "en": NAME}
    assert (best_name(names, say), name_mark(names, say)) == ("Watch", "우리말 명칭 미상")
    own = {**names, "en": {"text": "x", "status": "missing"}, "own": {"text": "見張り", "status": "official"}}
    assert best_name(own, say) == "見張り"
    assert best_name(own, words("en")) == "見張り"
    assert best_name({"en": {"text": "?", "status": "missing"}}, words("en")) == "English name missing"
    assert name_mark({"en": {"text": "Gang", "status": "provisional"}}, words("en")) == "provisional name"
    assert name_mark({"en": NAME}, words("en")) == ""


# --- tables and sentences


@pytest.mark.parametrize(("name", "lang"), list(product(QUESTIONS, LANGUAGES)))
def test_no_raw_key_is_shown_to_people(name, lang):
    assert RAW.search(org(*QUESTIONS[name], lang=lang)) is None
    assert RAW.search("kr-u06 < not_reported < kr-u01")


@pytest.mark.parametrize("name", [one for one in QUESTIONS if one != "preview"])
def test_the_heads_of_korean_tables_are_korean(name):
    head = next(line for line in org(*QUESTIONS[name], lang="ko").splitlines() if "┃" in line)
    cells = [cell.strip() for cell in head.split("┃")]
    assert len(cells) >= 3
    assert all(HANGUL.search(cell) or re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in cells)


@pytest.mark.parametrize("name", QUESTIONS)
def test_programs_read_the_same_in_either_language(name):
    for form in ("json", "csv"):
        assert org(*QUESTIONS[name], "--format", form) == org(*QUESTIONS[name], "--format", form, lang="ko")
    assert "in_force" in org("show", "--format", "json")


@pytest.mark.parametrize(("name", "lang"), list(product(QUESTIONS, LANGUAGES)))
def test_eighty_columns_are_enough(name, lang):
    lines = org(*QUESTIONS[name], lang=lang, COLUMNS="80").splitlines()
    assert max(cell_len(line) for line in lines) <= 80


def test_the_first_line_of_who_answers():
    assert org("who", "tides").splitlines()[0] == (
        "Tides and currents is led by 조류당직 Tide and Current Watch, in Treasure Crew, in Ministry of Islands, "
        "since 1 January 2029."
    )
    assert org("who", "treasure-maps", lang="ko").startswith(
        "Treasure maps 소관: 보물선단, 섬부 소속, 2030년 5월 1일부터."
    )
    assert org("who", "treasure-maps", "--on", "2030-04-30").startswith("Nobody leads Treasure maps.")


def test_what_is_not_sure_carries_a_mark():
    rows = [line for line in org("diff", "2030-04-30", "2030-05-01").splitlines() if "class changed" in line]
    assert rows
    assert all("[unverified, provisional name]" in row for row in rows)
    assert "Lagoon Crew [provisional, unverified]" in org("show")
    assert "[provisional name, unverified]: band" in org("show", "nv-u02")
    assert "[잠정]" in org("show", lang="ko")


def test_the_last_line_marks_weak_sources(tmp_path):
    printed = example("japan-2001", "preview", "jp-name-2008", home=tmp_path)
    assert "AC1 (weak), JT1" in printed
    assert "JT1 (weak)" not in printed
    korean = run("org", "show", "--lang", "ko", home=tmp_path, content=EXAMPLES / "japan-2001").text
    assert "AC1(신뢰도 낮음)" in korean.splitlines()[-1]


def test_a_unit_that_ended_says_when_by_what_and_who_followed(tmp_path):
    printed = example("japan-2001", "show", "jp-u07", home=tmp_path)
    assert printed.startswith("Ministry of Labour (jp-u07) [inferred name] ended on 6 January 2001: ")
    assert "merge into joint ministry (name not read) (JPE-2, Reorganisation of 6 January 2001)." in printed
    assert "It was followed by joint ministry (name not read) (jp-u08)." in printed
    assert "nothing reported" not in printed
    still = example("japan-2001", "show", "jp-u07", "--on", "2001-01-05", home=tmp_path)
    assert "leads: Labour (labour)" in still
    assert "ended on" not in still


# --- the preview


def test_a_preview_says_first_whether_anything_refuses_it_and_then_what_a_planner_needs():
    lines = org("preview", "nv-reform-2030-05-01").splitlines()
    assert lines[0] == "Nothing refuses it: 1 check passes, 1 stands open under a claim, 4 cannot be checked."
    assert lines[1].startswith("in force, effective 2030-05-01: The May reform (nv-reform-2030-05-01); ")
    heads = [line for line in lines if re.fullmatch(r"[A-Z][a-z ,]+", line)]
    assert heads == [
        "Events",
        "Affairs",
        "What moves with them",
        "Posts",
        "Checks that pass, stand open or cannot be made",
        "Where sources disagree",
        "Names not yet official",
    ]


def test_a_refused_check_comes_before_the_events(tmp_path):
    text = """
id: nv-twice
names: {en: {text: One more lookout}}
effective: 2035-06-01
known: 2031-04-01
sources: [NV4]
basis: {act: Ordinance of the islands, decided: 2031-04-01}
events:
  - establish: {unit: nv-u31, rank: crew, parent: nv-u01, names: {en: {text: Lone Crew}}, children: {complete: [division], incomplete: false}}
  - establish: {unit: nv-u32, rank: watch, parent: nv-u31, names: {en: {text: Lone Watch}}}
"""
    file = tmp_path / "twice.yaml"
    file.write_text(text, encoding="utf-8")
    found = run("org", "preview", str(file), home=neverland_home())
    assert found.code == 3
    lines = found.text.splitlines()
    assert re.match(r"1 check refuses it: .*\b1 fails\b", lines[0])
    assert lines.index("Refused") < lines.index("Events")
    assert "    ✗ Lone Crew has 1: Lone Watch." in lines


def test_a_former_lead_is_called_by_its_name(tmp_path):
    text = """
id: nv-next
names: {en: {text: The next reform}}
effective: 2035-06-01
known: 2031-04-01
sources: [NV4]
basis: {act: Ordinance of the islands, decided: 2031-04-01}
events:
  - transfer: {mandates: [NF-01], from: nv-u03, to: nv-u02}
"""
    file = tmp_path / "next.yaml"
    file.write_text(text, encoding="utf-8")
    printed = run("org", "preview", str(file), home=neverland_home()).text
    assert "Of 6 affairs, 1 gets another lead." in printed
    assert "1 former lead may still look in:" in printed
    assert "Fairy Dust Watch (nv-u03): Pixie-dust supply (NF-01), to the end of 2035-06-14" in printed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_preview_is_never_wider_than_a_hundred_columns(lang):
    lines = org("preview", "nv-reform-2030-05-01", lang=lang).splitlines()
    assert 90 < max(cell_len(line) for line in lines) <= 100


# --- lines


def test_lines_break_between_words_under_their_own_text():
    assert wrapped("  NEV-01    one two three", 18) == ["  NEV-01    one", "            two", "            three"]
    assert wrapped("one two three", 9) == ["one two", "  three"]
    assert wrapped("short", 40) == ["short"]


def test_a_korean_letter_is_two_columns_wide_and_a_long_word_is_cut():
    lines = wrapped("가나다라 마바사아 자차카타", 12)
    assert lines == ["가나다라", "  마바사아", "  자차카타"]
    assert all(cell_len(line) <= 12 for line in wrapped("가" * 30, 12))
    assert "".join(line.strip() for line in wrapped("가" * 30, 12)) == "가" * 30
