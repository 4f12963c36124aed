"""What ended, what runs for a time, and names in the country's own language: told as such, and brought back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import ORG, PROV, RDF, SKOS

sys.path.append(str(Path(__file__).resolve().parents[2]))

from exchanging import opened, request_for, round_trip, same, take_out, tower_on
from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.answers.org_exchange_parts import ExchangeUnit, UnitKind, UnitParent, UsedName
from gwanje.assembly import ask
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Name, Names
from gwanje.interfaces.exchange.bringing_in import bring_in
from gwanje.interfaces.exchange.endings import ending_cells, read_ending
from gwanje.interfaces.exchange.fields import Fields
from gwanje.interfaces.exchange.popolo import popolo
from gwanje.interfaces.exchange.tables import csv_tables
from gwanje.interfaces.exchange.vocabulary import TERMS, own_terms
from gwanje.interfaces.exchange.w3c_org import SKOSXL, org_graph
from towers import ROOT, content_copy

EXAMPLES = ROOT / "docs" / "examples" / "reforms"
WAYS = ("csv", "popolo")
ZONE = ZoneInfo("Atlantic/Azores")
LATE = datetime(2031, 6, 1, tzinfo=UTC)
FOUR = ("jp-u01", "jp-u02", "jp-u03", "jp-u04")


def asked(example: str, on: str | None = None, known: str | None = None) -> Organisation:
    tower = opened(EXAMPLES / example)
    return organisation(tower, ask(tower, on, known))


def node(country: str, part: str, identity: str) -> URIRef:
    return URIRef(f"urn:gwanje:{country}:{part}:{identity}")


def graph_of(example: str, on: str | None = None, known: str | None = None):
    graph = org_graph(asked(example, on, known), opened(EXAMPLES / example).zone)
    assert {one for one in graph.predicates() if str(one).startswith(str(TERMS))} <= own_terms()
    used = {one for triple in graph for one in triple if str(one).startswith(str(TERMS)) and isinstance(one, URIRef)}
    assert used <= own_terms()
    return graph


# --- the examples come back


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("example", "on", "known"),
    [
        ("japan-2001", None, None),
        ("japan-2001", "2001-01-05", None),
        ("japan-2001", "2001-01-06", "2001-01-01"),
        ("australia-2022", None, None),
        ("australia-2022", "2022-07-02", "2022-06-05"),
        ("korea-2013", None, None),
        ("germany-2021", None, None),
    ],
)
def test_every_example_comes_back_as_it_went(example, on, known, way, tmp_path):
    answer = asked(example, on, known)
    assert answer.units
    trip = round_trip(answer, opened(EXAMPLES / example), way, tmp_path)
    assert same(trip.after) == same(trip.before)
    gone = {one.id: (one.ended, one.ended_by, one.successors) for one in trip.before.units if one.state == "ended"}
    assert gone == {
        one.id: (one.ended, one.ended_by, one.successors) for one in trip.after.units if one.state == "ended"
    }
    assert bool(gone) == (example in {"japan-2001", "australia-2022"} and on != "2001-01-05")
    if gone:
        assert any(line.startswith("ended, how is not in the file") for line in trip.told.to_do)


# --- units that ended


def test_a_merger_of_four_is_told_with_its_day_and_its_successor():
    told = {one.id: one for one in asked("japan-2001").units}
    for unit in FOUR:
        gone = told[unit]
        assert (gone.state, gone.ended_by, gone.successors) == ("ended", "JPE-1", ("jp-u05",))
        assert gone.ended.date().isoformat() == "2001-01-06"
        assert gone.parent.state == "not_known"
        assert {one.use for one in gone.names} == {"last"}
    assert told["jp-u05"].state == "exists"
    assert "ended" not in {one.state for one in asked("japan-2001", "2001-01-05").units}


def test_a_merger_in_w3c_org():
    graph = graph_of("japan-2001")
    event = node("JPN", "event", "jp-reform-2001-01-06.JPE-1.merge_units.jp-u05.jp-u01.jp-u02.jp-u03.jp-u04")
    assert (event, RDF.type, ORG.ChangeEvent) in graph
    assert set(graph.objects(event, ORG.originalOrganization)) == {node("JPN", "unit", one) for one in FOUR}
    assert set(graph.objects(event, ORG.resultingOrganization)) == {node("JPN", "unit", "jp-u05")}
    gone = node("JPN", "unit", "jp-u01")
    assert (gone, TERMS["existenceState"], TERMS["ended"]) in graph
    assert str(graph.value(gone, TERMS["endedOn"])) == "2001-01-06T00:00:00+09:00"
    assert (gone, TERMS["successor"], node("JPN", "unit", "jp-u05")) in graph
    assert not {ORG.unitOf, ORG.subOrganizationOf, TERMS["parentState"]} & set(graph.predicates(gone))


def test_a_split_in_every_format():
    tower = opened(EXAMPLES / "australia-2022")
    answer = asked("australia-2022")
    graph = graph_of("australia-2022")
    event = node("AUS", "event", "au-reform-2022-07-01.AUE-1.split_unit.au-u01.au-u02.au-u03")
    both = {node("AUS", "unit", "au-u02"), node("AUS", "unit", "au-u03")}
    assert set(graph.objects(event, ORG.originalOrganization)) == {node("AUS", "unit", "au-u01")}
    assert set(graph.objects(event, ORG.resultingOrganization)) == both
    gone = next(one for one in popolo(answer, tower.zone)["organizations"] if one["id"] == "au-u01")
    assert (gone["dissolution_date"], gone["parent_id"], gone["gwanje"]["exists"]) == ("2022-07-01", None, "ended")
    assert gone["gwanje"]["successors"] == ["au-u02", "au-u03"]
    row = next(line for line in csv_tables(answer, tower.zone)["units.csv"].splitlines() if line.startswith("au-u01,"))
    assert ",ended,2022-07-01,AUE-1,au-u02;au-u03," in row


def test_an_end_that_is_planned_is_no_end_yet():
    planned = asked("australia-2022", "2022-07-02", "2022-06-05")
    assert next(one for one in planned.units if one.id == "au-u01").planned
    graph = graph_of("australia-2022", "2022-07-02", "2022-06-05")
    gone = node("AUS", "unit", "au-u01")
    assert (gone, TERMS["existenceState"], TERMS["end-planned"]) in graph
    assert graph.value(gone, TERMS["endedOn"]) is None
    assert str(graph.value(gone, TERMS["plannedEnd"])).startswith("2022-07-01")
    assert not set(graph.subjects(ORG.originalOrganization, gone))


def test_who_follows_an_abolished_unit_results_from_its_end(tmp_path):
    tower = opened(changed(tmp_path))
    graph = org_graph(organisation(tower, AsOf(valid=datetime(2030, 10, 2, tzinfo=ZONE), known=LATE)), ZONE)
    event = node("NVL", "event", "nv-tour.NEV-32.end_term.nv-u07")
    assert set(graph.objects(event, ORG.originalOrganization)) == {node("NVL", "unit", "nv-u07")}
    assert set(graph.objects(event, ORG.resultingOrganization)) == {node("NVL", "unit", "nv-u02")}


@pytest.mark.parametrize("way", WAYS)
def test_an_end_without_a_day_and_a_unit_that_began(way, tmp_path):
    since, on = datetime(2020, 1, 1, tzinfo=ZONE), datetime(2030, 5, 1, tzinfo=ZONE)
    plain = {"kind": "crew", "level": "bureau", "status": "reported"}
    told = UsedName(lang="en", text="Old Crew", status="official", use="last", start=since)
    made = (
        ExchangeUnit(id="nv-u01", state="exists", names=(), parent=UnitParent(state="none"), since=None, **plain),
        ExchangeUnit(
            id="nv-u02",
            state="ended",
            names=(told,),
            parent=UnitParent(state="not_known"),
            since=since,
            successors=("nv-u01",),
            ended_by="NEV-77",
            **plain,
        ),
    )
    kind = UnitKind(key="crew", names=Names(en=Name(text="crew")), level="bureau", rank=4)
    answer = Organisation(on=on, known=LATE, country="NVL", kinds=(kind,), units=made, affairs=(), reforms=())
    trip = round_trip(answer, opened(), way, tmp_path)
    assert same(trip.after) == same(trip.before)
    assert trip.after.units[1].ended is None


def refuse(text: str, tmp_path: Path) -> RefusedInputError:
    (tmp_path / "units.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedInputError) as refused:
        bring_in(tmp_path, "csv", request_for(opened(), on=datetime(2030, 5, 1, tzinfo=ZONE)))
    return refused.value


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ("nv-u1,yes,2029-01-01,,,", "ended", "Only a unit that has ended"),
        ("nv-u1,,2031-01-01,,,", "ended", "after the day of the file"),
        ("nv-u1,ended,2029-01-01,nv-u9,,", "successors", "not in the file"),
        ("nv-u1,ended,2029-01-01,,,\nnv-u2,,,,nv-u1,", "parent", "which has ended"),
        ("nv-u1,ended,2029-01-01,,,2029-06-01", "ended", "its end"),
    ],
)
def test_an_end_that_contradicts_the_rest_is_refused(rows, column, words, tmp_path):
    refusal = refuse(f"id,exists,ended,successors,parent,since\n{rows}\n", tmp_path)
    assert f"column {column}" in refusal.place
    assert words in str(refusal)


def test_an_affair_of_a_unit_that_ended_is_refused(tmp_path):
    (tmp_path / "affairs.csv").write_text("id,key,lead\nNF-1,dust,nv-u1\n", encoding="utf-8")
    refusal = refuse("id,ended\nnv-u1,2029-01-01\n", tmp_path)
    assert refusal.place == "affairs.csv row 2, column lead"


# --- names in the country's own language


def test_own_names_carry_the_tag_of_the_country():
    graph = graph_of("japan-2001")
    labels = {(one.language, str(one)) for one in graph.objects(node("JPN", "unit", "jp-u05"), SKOS.prefLabel)}
    assert ("ja", "国土交通省") in labels
    assert {str(one) for one in graph.objects(node("JPN", "unit", "jp-u05"), SKOS.altLabel)} == {
        "Ministry of Land, Infrastructure and Transport"
    }
    label = node("JPN", "name", "jp-u05.own.current-1")
    assert graph.value(label, SKOSXL.literalForm) == Literal("国土交通省", lang="ja")
    assert (label, TERMS["inOwnLanguage"], None) in graph
    snapshot = next(graph.subjects(RDF.type, PROV.Entity))
    assert str(graph.value(snapshot, TERMS["ownLanguage"])) == "ja"
    missing = {str(one) for one in graph.objects(None, TERMS["missingLanguage"])}
    assert missing <= {"en", "ko"}, "most countries have no third language: that is no gap"


def test_a_language_nobody_names_gives_no_tag():
    tower = opened(EXAMPLES / "japan-2001")
    graph = org_graph(asked("japan-2001").model_copy(update={"language": ""}), tower.zone)
    label = node("JPN", "name", "jp-u09.own.current-1")
    assert graph.value(label, SKOSXL.literalForm) == Literal("経済産業省")
    snapshot = next(graph.subjects(RDF.type, PROV.Entity))
    assert (snapshot, TERMS["ownLanguageState"], TERMS["not-known"]) in graph


def test_own_names_in_popolo_and_in_tables():
    tower, answer = opened(EXAMPLES / "japan-2001"), asked("japan-2001")
    told = {one["id"]: one for one in popolo(answer, tower.zone)["organizations"]}
    own = next(one for one in told["jp-u05"]["other_names"] if one["lang"] == "own")
    assert (own["name"], own["gwanje"]["language"]) == ("国土交通省", "ja")
    tables = csv_tables(answer, tower.zone)
    assert "jp-u09,METI,reported,,missing,経済産業省,reported,ministry" in tables["units.csv"]
    assert "jp-u08,joint ministry (name not read),inferred,,missing,,missing,ministry" in tables["units.csv"]
    assert "jp-u01,own,運輸省,reported,last,,2001-01-06," in tables["names.csv"]


def test_an_english_name_changes_alone():
    names = {
        (one.lang, one.use): one.text for one in next(u for u in asked("japan-2001").units if u.id == "jp-u05").names
    }
    assert names["en", "former"] == "Ministry of Land, Infrastructure and Transport"
    assert names["en", "current"].endswith("Transport and Tourism")
    assert names["own", "current"] == "国土交通省"
    assert ("own", "former") not in names


def test_another_own_language_is_refused(tmp_path):
    japan = opened(EXAMPLES / "japan-2001")
    path = take_out(asked("japan-2001"), "csv", japan, tmp_path)
    with pytest.raises(RefusedInputError, match="ja"):
        bring_in(path, "csv", request_for(japan, language="de"))
    told = bring_in(path, "csv", request_for(japan, language=""))
    assert "names in the country's own language are in 'ja': say so in country.yaml" in told.to_do


def test_the_day_of_an_act_nobody_reports_is_no_day():
    graph = graph_of("japan-2001")
    reform = node("JPN", "reform", "jp-reform-2001-01-06")
    assert graph.value(reform, TERMS["decidedOn"]) is None
    assert (reform, TERMS["decidedState"], TERMS["not-reported"]) in graph
    tower, answer = opened(EXAMPLES / "japan-2001"), asked("japan-2001")
    assert {one["decided"] for one in popolo(answer, tower.zone)["gwanje"]["reforms"]} == {"not reported"}
    assert ",not read,not reported,in force," in csv_tables(answer, tower.zone)["reforms.csv"]


# --- ranks, terms, delegations, markings

TOUR = """
id: nv-tour
names: {en: {text: A lookout for a summer}}
effective: 2030-06-01
sources: [NV4]
basis: {act: a shout, decided: 2030-05-20}
events:
  - establish: {fact: NEV-30, unit: nv-u07, rank: lookout, parent: nv-u01, names: {en: {text: Summer Lookout}},
                until: {wording: until the leaves fall, named: 2030-10-01, reading: unknown, zone: Atlantic/Azores}}
  - delegate: {fact: NEV-31, mandates: [NF-04], from: nv-u06, to: nv-p01, form: in-absence,
               until: {wording: for the summer, named: 2030-09-01, reading: exclusive, zone: Atlantic/Azores}}
  - end_term: {fact: NEV-32, unit: nv-u07, successors: [nv-u02], effective: 2030-10-02}
"""


def changed(tmp_path: Path) -> Path:
    content = content_copy(tmp_path)
    (content / "registry" / "reforms" / "nv-tour.yaml").write_text(TOUR, encoding="utf-8")
    return content


@pytest.fixture
def touring(tmp_path):
    return opened(changed(tmp_path))


def summer(tower) -> Organisation:
    return organisation(tower, AsOf(valid=datetime(2030, 7, 1, tzinfo=ZONE), known=LATE))


@pytest.mark.parametrize("way", WAYS)
def test_a_term_comes_back_with_its_wording_and_its_reading(way, touring, tmp_path):
    answer = summer(touring)
    term = next(one.term for one in answer.units if one.id == "nv-u07")
    assert (term.wording, term.reading, len(term.ends)) == ("until the leaves fall", "unknown", 2)
    folder = tmp_path / "trip"
    folder.mkdir()
    trip = round_trip(answer, touring, way, folder)
    assert same(trip.after) == same(trip.before)
    assert next(one.term for one in trip.after.units if one.id == "nv-u07").ends == term.ends
    assert any("delegations" in line for line in trip.told.to_do)
    assert not trip.after.delegations


def test_a_term_and_a_delegation_in_w3c_org(touring):
    graph = org_graph(summer(touring), ZONE)
    lookout = node("NVL", "unit", "nv-u07")
    assert {str(one) for one in graph.objects(lookout, TERMS["mayEndAt"])} == {
        "2030-10-01T00:00:00+00:00",
        "2030-10-02T00:00:00+00:00",
    }
    assert str(graph.value(lookout, TERMS["termWording"])) == "until the leaves fall"
    (given,) = graph.subjects(RDF.type, TERMS["Delegation"])
    assert graph.value(given, TERMS["delegatedFrom"]) == node("NVL", "unit", "nv-u06")
    assert graph.value(given, TERMS["delegatedTo"]) == node("NVL", "post", "nv-p01")
    assert graph.value(given, TERMS["termState"]) == TERMS["running"]
    assert (node("NVL", "unit", "nv-u06"), ORG.purpose, node("NVL", "affair", "NF-04")) in graph, "the lead stays"


def test_a_delegation_is_a_row_of_its_own(touring):
    answer = summer(touring)
    tables = csv_tables(answer, ZONE)
    assert "NF-04,whole,,,nv-u06,nv-p01,deciding in absence,reported,," in tables["delegations.csv"]
    assert ",2030-06-01,2030-09-01,running,NEV-31," in tables["delegations.csv"]
    over = organisation(touring, AsOf(valid=datetime(2030, 9, 2, tzinfo=ZONE), known=LATE))
    assert [one.state for one in over.delegations] == ["over"]


def test_ranks_and_desk_levels_come_back(tmp_path):
    answer = summer(opened())
    ranks = {one.key: (one.rank, one.desk, one.temporary) for one in answer.kinds}
    assert (ranks["watch"], ranks["lookout"]) == ((20, True, False), (20, False, True))
    trip = round_trip(answer, opened(), "csv", tmp_path)
    assert not any("rank proposed" in line for line in trip.told.to_do)
    assert {one.key: (one.rank, one.desk, one.temporary) for one in trip.after.kinds} == ranks


def test_a_marking_stays_with_posts_and_people(tmp_path):
    content = content_copy(tmp_path)
    personnel = content / "registry" / "personnel.yaml"
    text = personnel.read_text(encoding="utf-8")
    assert "contact: shell no. 4," in text
    personnel.write_text(text.replace("contact: shell no. 4,", "contact: shell no. 4, marking: internal,"), "utf-8")
    tower = opened(content)
    answer = summer(tower)
    assert answer.marking.word == "internal"
    folder = tmp_path / "trip"
    folder.mkdir()
    told = bring_in(take_out(answer, "csv", tower, folder), "csv", request_for(tower))
    again = summer(tower_on(told.files, tower, folder))
    assert again.marking.word == "internal"
    assert summer(opened()).marking.word == "public"


# --- endings in cells

ENDINGS = [
    {"wording": "until autumn", "named": "2030-10-01", "reading": "exclusive", "zone": "Pacific/Honolulu"},
    {"wording": "until autumn", "named": "2030-10-01", "zone": "Atlantic/Azores"},
    {
        "wording": "for a month",
        "candidates": ["2030-07-20", "2030-07-21"],
        "zone": "Asia/Seoul",
        "derived": "a month on",
    },
    {"wording": "for a month", "candidates": ["2030-07-20"], "zone": "Asia/Seoul"},
    {"wording": "at noon", "instant": "2030-07-20T12:00+09:00"},
]


def cells(values):
    return Fields(values, lambda column: f"t.csv row 2, column {column}", ZONE)


@pytest.mark.parametrize("record", ENDINGS, ids=["named", "unknown", "candidates", "one candidate", "instant"])
def test_an_ending_comes_back_from_its_cells(record):
    ending = Ending.model_validate(record, context={"zone": ZONE})
    assert read_ending(cells(ending_cells(ending, "until")), "until") == ending


def test_a_bare_day_is_a_day_of_the_country_with_an_unknown_reading():
    ending = read_ending(cells({"until": "until autumn", "until_end": "2030-10-01"}), "until")
    assert (ending.reading, ending.zone, len(ending.ends)) == ("unknown", "Atlantic/Azores", 2)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"until": "until autumn"}, "until_end"),
        ({"until_end": "2030-10-01"}, "until"),
        ({"until": "x", "until_end": "in autumn"}, "until_end"),
        ({"until": "x", "until_end": "2030-13-01"}, "until_end"),
        ({"until": "x", "until_end": "2030-10-01 exclusive Nowhere/Land"}, "until_end"),
        ({"until": "x", "until_end": "2030-10-01 or 2030-10-02 exclusive"}, "until_end"),
    ],
)
def test_an_ending_that_is_none_is_refused(values, column):
    with pytest.raises(RefusedInputError) as refused:
        read_ending(cells(values), "until")
    assert refused.value.place == f"t.csv row 2, column {column}"
    assert refused.value.remedy
