"""Four reforms of other shapes as content of their own: each opens alone, says what was read of it, and no more."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import yaml

from gwanje.answers import holders
from gwanje.answers.ledgers import ledger
from gwanje.answers.previews import PreviewAnswer, preview
from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, ask, open_tower
from gwanje.foundation.errors import ContentError
from towers import ROOT, Outcome, run

EXAMPLES = ROOT / "docs" / "examples" / "reforms"
REFORMS = {
    "japan-2001": "jp-reform-2001-01-06",
    "australia-2022": "au-reform-2022-07-01",
    "korea-2013": "kr-reform-2013-03-23",
    "germany-2021": "de-reform-2021-12-08",
}
# example: the day before, the day, a unit whose affairs go, a day whose end its plan was public by
DAYS = {
    "japan-2001": ("2001-01-05", "2001-01-06", "jp-u01", "2000-12-27"),
    "australia-2022": ("2022-06-30", "2022-07-01", "au-u01", "2022-06-02"),
    "korea-2013": ("2013-03-22", "2013-03-23", "kr-b02", "2013-01-23"),
    "germany-2021": ("2021-12-07", "2021-12-08", "de-u01", "2021-12-09"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reforms")


@pytest.fixture(scope="module")
def opened(home: Path):
    @cache
    def tower(example: str) -> Tower:
        return open_tower(Settings(home=home / example, packages=(), content=EXAMPLES / example))

    return tower


@pytest.fixture(scope="module")
def told(home: Path):
    def command(example: str, *arguments: str) -> Outcome:
        return run(*arguments, home=home / example, content=EXAMPLES / example)

    return command


def previewed(tower: Tower, reform: str) -> PreviewAnswer:
    return preview(tower, reform, tower.latest_known())


def leads(tower: Tower, on: str, known: str | None = None) -> dict[str, str]:
    """Every affair with its lead on a day, or the state it is in."""
    answers = {view.key: holders.who(tower, view.key, ask(tower, on, known)) for view in tower.registry.mandates()}
    return {key: one.lead["id"] if one.lead else one.state for key, one in answers.items()}


def shown(tower: Tower, unit: str, on: str) -> dict[str, str]:
    """The names of a unit on a day."""
    names = holders.unit(tower, unit, ask(tower, on, None)).unit["names"]
    return {lang: name["text"] for lang, name in names.items()}


def outcomes(answer: PreviewAnswer, check: str) -> list[str]:
    return [one["outcome"] for one in answer.checks if one["check"] == check]


# --- every example


def test_each_folder_is_one_of_the_four() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()} == set(REFORMS)


def test_what_the_page_prints_is_printed(home: Path) -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    printed = "\n".join(re.findall(r"```console\n(.*?)```", page, re.DOTALL))
    runs = [block.split("\n") for block in printed.split("$ gwanje ")[1:]]
    assert {Path(command.split("--content ")[1]).name for command, *_ in runs} == set(REFORMS)
    for command, *lines in runs:
        arguments, folder = command.split(" --content ")
        done = run(*shlex.split(arguments), home=home / Path(folder).name, content=ROOT / folder)
        assert any(line.strip() for line in lines), command
        for line in lines:
            assert _spaced(line) in _spaced(done.text), (command, line, done.text, done.err)


def _spaced(text: str) -> str:
    """A text with single spaces, so that widths of columns do not matter."""
    return " ".join(text.split())


@pytest.mark.parametrize("example", REFORMS)
def test_opens_alone_and_changes_what_it_says(opened, example: str) -> None:
    answer = previewed(opened(example), REFORMS[example])
    assert answer.reform["status"] == "in_force"
    assert answer.days == DAYS[example][:2]
    told_events = yaml.safe_load((EXAMPLES / example / "registry" / "reforms" / f"{REFORMS[example]}.yaml").read_text())
    assert [event["facts"][0] for event in answer.events] == [
        next(iter(event.values()))["fact"] for event in told_events["events"]
    ]


@pytest.mark.parametrize("example", REFORMS)
def test_no_affair_loses_its_lead(opened, example: str) -> None:
    tower, (eve, day, *_) = opened(example), DAYS[example]
    before, after = leads(tower, eve), leads(tower, day)
    assert set(before) == set(after)
    units = {unit["id"] for unit in holders.structure(tower, ask(tower, day, None)).units}
    assert set(after.values()) <= units
    kept = [one["check"] for one in previewed(tower, REFORMS[example]).checks if one["check"].endswith(("C-1", "C1"))]
    assert len(kept) == 1
    assert outcomes(previewed(tower, REFORMS[example]), kept[0]) == ["passed"]


@pytest.mark.parametrize("example", [name for name in REFORMS if name != "korea-2013"])
def test_no_check_fails(opened, example: str) -> None:
    answer = previewed(opened(example), REFORMS[example])
    assert answer.checks
    assert answer.outcomes["failed"] == 0
    assert not answer.refused


@pytest.mark.parametrize("example", REFORMS)
def test_planned_until_its_day(opened, example: str) -> None:
    tower, (eve, day, unit, public) = opened(example), DAYS[example]
    structure = holders.structure(tower, ask(tower, eve, public))
    assert [reform["status"] for reform in structure.reforms] == ["planned"]
    assert unit in leads(tower, eve, public).values()
    assert leads(tower, eve, public) == leads(tower, eve)
    assert leads(tower, day, public) == leads(tower, day)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("example", REFORMS)
def test_every_command_answers(told, example: str, lang: str, tmp_path: Path) -> None:
    (eve, day, unit, _), reform = DAYS[example], REFORMS[example]
    for arguments in (
        ("org", "show"),
        ("org", "who"),
        ("org", "who", "--on", eve, "--also-on", day),
        ("org", "diff", eve, day),
        ("org", "ledger"),
        ("org", "handover", unit, reform),
        ("org", "chart", reform, "--out", str(tmp_path / "chart.svg")),
        ("org", "export", "--as", "turtle"),
        ("today", "--on", day),
    ):
        done = told(example, *arguments, "--lang", lang)
        assert (done.code, bool(done.text.strip())) == (0, True), (arguments, done.err)
    assert (tmp_path / "chart.svg").stat().st_size > 1000


@pytest.mark.parametrize("example", REFORMS)
def test_without_thresholds_only_dependence_and_briefs_are_refused(told, opened, example: str) -> None:
    assert not (EXAMPLES / example / "indicators").exists()
    affair = opened(example).registry.mandates()[0].key
    for arguments in (("watch", "dependence", "--item", "hs1992:280530"), ("brief", affair)):
        done = told(example, *arguments)
        assert done.code == ContentError.exit_code
        assert "The content has no thresholds" in done.err
        assert "indicators/dependence.yaml" in done.err


def test_only_weak_sources_carry_no_reported_statement(opened) -> None:
    for example in REFORMS:
        tower = opened(example)
        for view in tower.registry.reforms(ask(tower, None, None)):
            for event in view.events:
                weak = all(tower.references.get(source).weak for source in event.sources)
                assert not weak or event.status == "unverified", event.facts


# --- Japan 2001: several become one


def test_four_ministries_and_agencies_become_one_and_two_another(opened) -> None:
    tower = opened("japan-2001")
    before, after = leads(tower, "2001-01-05"), leads(tower, "2001-01-06")
    assert set(before.values()) == {"jp-u01", "jp-u02", "jp-u03", "jp-u04", "jp-u06", "jp-u07", "jp-u09"}
    gone = {"jp-u01": "jp-u05", "jp-u02": "jp-u05", "jp-u03": "jp-u05", "jp-u04": "jp-u05"}
    gone |= {"jp-u06": "jp-u08", "jp-u07": "jp-u08"}
    assert after == {affair: gone.get(lead, lead) for affair, lead in before.items()}
    for unit, follows in gone.items():
        ended = holders.unit(tower, unit, ask(tower, "2001-01-06", None)).unit["ended"]
        assert (ended["on"][:10], ended["successors"]) == ("2001-01-06", [follows])


def test_names_by_period_in_english_alone(opened) -> None:
    tower = opened("japan-2001")
    assert shown(tower, "jp-u05", "2008-01-07")["en"] == "Ministry of Land, Infrastructure and Transport"
    assert shown(tower, "jp-u05", "2008-01-08") == {
        "en": "Ministry of Land, Infrastructure, Transport and Tourism",
        "ko": "name missing (ko)",
        "own": "国土交通省",
    }
    assert (shown(tower, "jp-u09", "2001-01-05")["en"], shown(tower, "jp-u09", "2001-01-06")["en"]) == ("MITI", "METI")
    assert tower.registry.find_unit("MITI") == tower.registry.find_unit("METI") == "jp-u09"
    (rename,) = previewed(tower, "jp-name-2008").events
    assert rename["status"] == "unverified"
    assert [tower.references.get(source).weak for source in rename["sources"]] == [True]


# --- Australia 2022: one becomes two, a part comes from a third


def test_a_month_of_plan_changes_nothing(opened, told) -> None:
    tower = opened("australia-2022")
    asked = ask(tower, "2022-06-15", "2022-06-02")
    assert {unit["id"] for unit in holders.structure(tower, asked).units} == {"au-u01", "au-u04"}
    assert not holders.structure(tower, ask(tower, "2022-06-15", "2022-06-01")).reforms
    done = told("australia-2022", "org", "show", "--known", "2022-06-02", "--on", "2022-06-15")
    assert "reform au-reform-2022-07-01: planned" in done.text
    assert "DCCEEW" not in done.text


def test_on_the_last_and_the_first_day_every_affair_has_a_lead_or_says_why_not(opened) -> None:
    tower = opened("australia-2022")
    third = {"industry-science-energy-resources": "au-u04"}
    assert leads(tower, "2022-06-30") == third | {
        "agriculture": "au-u01",
        "environment": "au-u01",
        "water": "au-u01",
        "climate": "not_reported",
    }
    assert leads(tower, "2022-07-01") == third | {
        "agriculture": "au-u02",
        "environment": "au-u03",
        "water": "au-u03",
        "climate": "au-u03",
    }
    ended = holders.unit(tower, "au-u01", ask(tower, "2022-07-01", None)).unit["ended"]
    assert ended["successors"] == ["au-u02", "au-u03"]


def test_parts_of_the_third_department_join(opened) -> None:
    tower, affair = opened("australia-2022"), "industry-science-energy-resources"
    sides = [
        holders.who(tower, affair, ask(tower, day, None), scope="parts-that-join")
        for day in ("2022-06-30", "2022-07-01")
    ]
    assert [side.lead["id"] for side in sides] == ["au-u04", "au-u03"]


# --- Korea 2013: an affair goes with its posts, and the ledger closes


def test_trade_negotiation_goes_and_economic_diplomacy_stays(opened) -> None:
    tower = opened("korea-2013")
    assert leads(tower, "2013-03-22") == {"trade-negotiation": "kr-b02", "economic-diplomacy": "kr-b02"}
    assert leads(tower, "2013-03-23") == {"trade-negotiation": "kr-b01", "economic-diplomacy": "kr-b02"}
    bureaus = [
        holders.unit(tower, "kr-b03", ask(tower, day, None)).chain[0]["id"] for day in ("2013-03-22", "2013-03-23")
    ]
    assert bureaus == ["kr-b02", "kr-b01"]


def test_both_ministries_are_renamed_in_both_languages(opened) -> None:
    tower = opened("korea-2013")
    assert shown(tower, "kr-b01", "2013-03-22") == {"ko": "지식경제부", "en": "name missing (en)"}
    assert shown(tower, "kr-b01", "2013-03-23") == {"ko": "산업통상자원부", "en": "MOTIE"}
    assert shown(tower, "kr-b02", "2013-03-22") == {"ko": "외교통상부", "en": "MOFAT"}
    assert shown(tower, "kr-b02", "2013-03-23") == {"ko": "외교부", "en": "MOFA"}


def test_the_ledger_closes_by_a_number_that_says_it_is_derived(opened) -> None:
    tower = opened("korea-2013")
    answer = ledger(tower, ask(tower, None, None))
    industry, foreign = answer.lines
    assert (industry["unit"], industry["listed_before"], industry["listed_after"]) == ("kr-b01", 797, 828)
    assert (industry["listed_change"], industry["moved_in"], industry["moved_out"]) == (31, 94, 63)
    assert (industry["difference"], industry["balance"]) == (0, "balanced")
    assert any("calculated" in note for note in industry["notes"])
    assert (foreign["unit"], foreign["moved_out"], foreign["balance"]) == ("kr-b02", 94, "not_listed")
    assert {one["unit"]: one["posts"] for one in answer.posts} == {"kr-b01": 828, "kr-b02": None}
    assert outcomes(previewed(tower, "kr-reform-2013-03-23"), "KRB-C2") == ["passed", "not_checkable"]


def test_posts_are_not_known_with_the_plan(opened) -> None:
    tower = opened("korea-2013")
    assert ledger(tower, ask(tower, "2013-03-23", "2013-01-23")).lines == ()


def test_class_counts_nobody_itemised_cannot_be_checked(opened) -> None:
    answer = previewed(opened("korea-2013"), "kr-reform-2013-03-23")
    assert outcomes(answer, "KRB-C3") == ["not_checkable"]
    assert not answer.refused


# --- Germany 2021: known and valid on one day, a weak source, and one thing that stays


def test_known_and_valid_on_one_day(opened) -> None:
    tower = opened("germany-2021")
    assert holders.structure(tower, ask(tower, "2021-12-08", "2021-12-08")).reforms == ()
    (reform,) = holders.structure(tower, ask(tower, "2021-12-08", "2021-12-09")).reforms
    assert reform["status"] == "in_force"


def test_what_goes_where_and_what_stays(opened) -> None:
    tower = opened("germany-2021")
    four = ("building", "housing", "urban-development", "spatial-planning")
    assert leads(tower, "2021-12-07") == dict.fromkeys(four, "de-u01") | {
        "climate-protection": "de-u03",
        "climate-diplomacy": "not_reported",
        "property-agency": "de-u06",
    }
    assert leads(tower, "2021-12-08") == dict.fromkeys(four, "de-u02") | {
        "climate-protection": "de-u04",
        "climate-diplomacy": "de-u05",
        "property-agency": "de-u06",
    }
    touched = {change["subject"] for change in _diff(tower).changes}
    assert "de-m07" not in touched
    assert (shown(tower, "de-u04", "2021-12-07")["en"], shown(tower, "de-u04", "2021-12-08")["en"]) == ("BMWi", "BMWK")


def test_the_weakly_sourced_transfers_say_so(opened) -> None:
    tower = opened("germany-2021")
    doubtful = {event["facts"][0]: event["status"] for event in previewed(tower, REFORMS["germany-2021"]).events}
    assert [fact for fact, status in doubtful.items() if status == "unverified"] == ["DEE-3", "DEE-5"]
    answer = holders.who(tower, "climate-protection", ask(tower, "2021-12-08", None))
    assert answer.status == "unverified"
    assert {source.id: source.weak for source in answer.sources}["BME"] is True
    assert holders.who(tower, "housing", ask(tower, "2021-12-08", None)).status == "reported"


def _diff(tower: Tower):
    return holders.diff(tower, ask(tower, "2021-12-07", None), ask(tower, "2021-12-08", None))
