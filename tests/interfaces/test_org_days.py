"""The days that `gwanje org` prints: in the country's zone, the last day of a period, and as early as sources go."""

import shutil
from zoneinfo import ZoneInfo

import pytest

from gwanje.interfaces.cli.words import last_day, local_day, words
from towers import NEVERLAND, neverland_home, run

SEOUL = ZoneInfo("Asia/Seoul")
REFORM = """
id: nv-second
names: {en: {text: The second reform}}
effective: 2030-06-01
sources: [NV4]
basis: {act: another ordinance, decided: 2030-04-10}
events:
"""
NAMES = """
  - rename: {fact: NEV-70, unit: nv-u02, effective: 2030-06-01T20:00+09:00, names: {en: {text: Reef Crew}}}
  - rename: {fact: NEV-71, unit: nv-u02, effective: '2030-08-01T08:00+09:00', names: {en: {text: Coral Crew}}}
  - abolish: {fact: NEV-72, unit: nv-u05, effective: '2030-08-01T08:00+09:00', successors: [nv-u03]}
  - transfer: {fact: NEV-73, mandates: [NF-03], from: nv-u05, to: nv-u03, effective: '2030-08-01T08:00+09:00'}
"""
ABSENCE = """
  - delegate: {fact: NEV-70, mandates: [NF-04], from: nv-u06, to: nv-u03, form: in-absence,
               until: {wording: to 10 July, named: 2030-07-10, reading: unknown, zone: Asia/Seoul}}
"""


@pytest.fixture
def room(tmp_path):
    """Neverland with another reform."""

    def make(events="", **changed):
        content = tmp_path / "content"
        shutil.copytree(NEVERLAND, content)
        if events:
            (content / "registry/reforms/nv-second.yaml").write_text(REFORM + events, encoding="utf-8")
        for name, (old, new) in changed.items():
            file = content / f"registry/{name}.yaml"
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new), encoding="utf-8")
        return content

    return make


def org(content, *arguments):
    found = run("org", *arguments, "--known", "2031-05-01", home=neverland_home(), content=content)
    assert found.code == 0, found.err
    return found.text


def test_an_instant_is_told_by_the_day_it_is_in_the_country():
    instant = "2030-07-31T23:00+00:00"
    assert (str(local_day(instant, SEOUL)), str(local_day("2030-08-01", SEOUL))) == ("2030-08-01", "2030-08-01")
    assert words("en").day(instant, SEOUL) == "1 August 2030"
    assert words("ko").day(instant, SEOUL) == "2030년 8월 1일"
    assert words("en").day("2030-08-01") == "1 August 2030"


def test_the_last_day_is_the_one_before_an_end_at_midnight():
    assert str(last_day("2030-08-01T00:00+09:00", SEOUL)) == "2030-07-31"
    assert str(last_day("2030-08-01T15:00+09:00", SEOUL)) == "2030-08-01"


def test_names_are_told_with_first_and_last_day_in_the_countrys_zone(room):
    told = org(room(NAMES), "show", "nv-u02", "--on", "2030-09-01")
    assert "name: Reef Crew (en, reported) 2030-06-01 – 2030-07-31" in told
    assert "name: Coral Crew (en, reported) 2030-07-31 –" in told
    assert "start not known – 2030-06-01" in told


def test_the_day_a_unit_ended_is_the_countrys_day(room):
    assert "ended on 31 July 2030" in org(room(NAMES), "show", "nv-u05", "--on", "2030-09-01")


def test_a_delegation_tells_every_reading_of_its_end_in_the_countrys_time(room):
    told = org(room(ABSENCE), "who", "tides", "--on", "2030-07-01")
    assert "deciding in absence: Fairy Dust Watch (ends Tue 9 Jul 2030 15:00 " in told
    assert " or Wed 10 Jul 2030 15:00 " in told


def test_a_delegation_whose_ground_has_gone_is_not_told_as_running(room):
    goes = "  - transfer: {fact: NEV-74, mandates: [NF-04], from: nv-u06, to: nv-u02, effective: 2030-06-15}\n"
    told = org(room(ABSENCE + goes), "who", "tides", "--on", "2030-07-01")
    assert "deciding in absence: Fairy Dust Watch (lapsed: the affair or the delegate has gone)" in told
    assert "ends Tue 9 Jul" not in told


def test_a_lead_since_a_year_long_gone_is_told(room):
    content = room(mandates=("since: 2029-01-01, known: 2029-02-01", "since: 1871-01-01, known: 2029-02-01"))
    assert "since 1 January 1871" in org(content, "who", "tides", "--on", "2030-03-10")


def test_the_day_a_reform_takes_effect_is_the_countrys_day(tmp_path):
    content = tmp_path / "content"
    shutil.copytree(NEVERLAND, content)
    text = REFORM.replace("effective: 2030-06-01", "effective: '2035-08-01T08:00+09:00'")
    file = tmp_path / "second.yaml"
    file.write_text(text + "  - rename: {fact: NEV-70, unit: nv-u02, names: {en: {text: Reef Crew}}}\n", "utf-8")
    found = run("org", "enact", str(file), home=tmp_path / "home", content=content)
    assert found.code == 0, found.err
    assert "takes effect 2035-07-31" in found.text + found.err


def test_the_handover_of_a_unit_that_has_ended_says_so_first(room):
    told = org(room(NAMES), "handover", "nv-u05", "2030-07-01", "2030-09-01").splitlines()[0]
    assert "the unit ended on 31 July 2030, 1 affair goes" in told
