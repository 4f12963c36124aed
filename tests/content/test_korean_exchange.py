"""The Korean ministry out and in, on the eve and on the day of its reorganisation."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import ORG, PROV, RDF, SKOS

from exchanging import opened, org, round_trip, same
from gwanje.answers.org_exchange import organisation
from gwanje.foundation.content import parse_record
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.exchange.popolo import popolo_text
from gwanje.interfaces.exchange.tables import csv_tables
from gwanje.interfaces.exchange.vocabulary import TERMS, own_terms
from gwanje.interfaces.exchange.w3c_org import json_ld_text, org_graph, turtle_text
from gwanje.registry import ReformFile

pytestmark = pytest.mark.korea
SEOUL = ZoneInfo("Asia/Seoul")
PACKAGES = ("gwanje_world", "gwanje_korea")
DAY = datetime(2025, 12, 30, tzinfo=SEOUL)
EVE = DAY - timedelta(days=1)
LATE = datetime(2026, 11, 1, tzinfo=SEOUL)


def at(valid, known=LATE, *, people=False):
    return organisation(opened(None, PACKAGES), AsOf(valid=valid, known=known), people=people)


def unit(identity):
    return URIRef(f"urn:gwanje:KOR:unit:{identity}")


@pytest.mark.parametrize("way", ["csv", "popolo"])
@pytest.mark.parametrize("valid", [EVE, DAY], ids=["eve", "day"])
def test_the_ministry_comes_back_as_it_went(valid, way, tmp_path):
    answer = at(valid, people=True)
    assert [(post.id, post.seats[0].person) for post in answer.posts] == [("kr-p01", "kr-h01")]
    trip = round_trip(answer, opened(None, PACKAGES), way, tmp_path)
    assert same(trip.after) == same(trip.before)
    assert trip.told.affairs == 22
    assert len(trip.after.units) == {EVE: 15, DAY: 23}[valid]


def test_the_office_in_w3c_org():
    graph = org_graph(at(DAY), SEOUL)
    assert (unit("kr-u02"), ORG.unitOf, unit("kr-u01")) in graph
    bureaus = set(graph.subjects(ORG.subOrganizationOf, unit("kr-u02")))
    assert bureaus == {unit("kr-u03"), unit("kr-u04"), unit("kr-u05")}
    assert {label.language: str(label) for label in graph.objects(unit("kr-u02"), SKOS.prefLabel)} == {
        "ko": "산업자원안보실",
        "en": "Industry Resources Security Office",
    }
    reform = URIRef("urn:gwanje:KOR:reform:kr-reform-2025-12-30")
    assert str(graph.value(reform, PROV.startedAtTime)) == "2025-12-30T00:00:00+09:00"
    assert unit("kr-u02") in set(graph.objects(reform, ORG.resultingOrganization))


def test_nothing_unreported_is_a_statement_of_org():
    graph = org_graph(at(DAY), SEOUL)
    placed = {ORG.unitOf, ORG.subOrganizationOf}
    for identity in ("kr-u06", "kr-u11", "kr-u17", "kr-u18"):
        assert not placed & set(graph.predicates(unit(identity), None))
        assert (unit(identity), TERMS["parentState"], TERMS["not-reported"]) in graph
    assert (unit("kr-u17"), TERMS["within"], unit("kr-u16")) in graph
    assert (unit("kr-u18"), TERMS["inferredParent"], unit("kr-u20")) in graph
    assert (unit("kr-u03"), ORG.classification, None) not in graph, "its class is derived, not reported"
    assert (unit("kr-u03"), ORG.purpose, URIRef("urn:gwanje:KOR:affair:FN-21")) not in graph, "that lead is unverified"


def test_on_the_eve_the_reform_is_a_plan():
    graph = org_graph(at(EVE, known=EVE), SEOUL)
    reform = URIRef("urn:gwanje:KOR:reform:kr-reform-2025-12-30")
    assert (reform, RDF.type, TERMS["AnnouncedChange"]) in graph
    assert (reform, RDF.type, ORG.ChangeEvent) not in graph
    assert set(graph.objects(unit("kr-u02"), TERMS["existenceState"])) == {TERMS["not-yet-established"]}
    assert "kr-reform-2025-12-30" not in turtle_text(at(EVE, known=DAY - timedelta(days=10)), SEOUL)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's own reader
def test_turtle_and_json_ld_say_the_same():
    answer = at(DAY)
    graph = org_graph(answer, SEOUL)
    assert isomorphic(Graph().parse(data=turtle_text(answer, SEOUL), format="turtle"), graph)
    assert isomorphic(Graph().parse(data=json_ld_text(answer, SEOUL), format="json-ld"), graph)
    assert {node for node in graph.predicates() if str(node).startswith(str(TERMS))} <= own_terms()


def test_names_of_persons_stay_in_unless_asked_for():
    for answer, told in ((at(DAY), False), (at(DAY, people=True), True)):
        for text in (turtle_text(answer, SEOUL), json_ld_text(answer, SEOUL), popolo_text(answer, SEOUL)):
            assert ("Kim Jung-kwan" in text) is told
        assert ("people.csv" in csv_tables(answer, SEOUL)) is told
    graph = org_graph(at(DAY, people=True), SEOUL)
    minister, person = URIRef("urn:gwanje:KOR:post:kr-p01"), URIRef("urn:gwanje:KOR:person:kr-h01")
    assert (minister, ORG.postIn, unit("kr-u01")) in graph
    assert (minister, ORG.heldBy, person) in graph
    assert (person, ORG.headOf, unit("kr-u01")) in graph


@pytest.mark.parametrize("reform", ["kr-reform-2025-12-30", "kr-energy-2025"])
def test_a_reform_comes_back_from_its_table(reform, tmp_path):
    table, file, packages = tmp_path / "events.csv", tmp_path / "reform.yaml", ",".join(PACKAGES)
    line = ("--as", "events", "--reform", reform, "--out", str(table))
    out = org("export", *line, content=None, packages=packages)
    assert out.exit_code == 0, out.exception
    back = org("import", str(table), "--as", "events", "--out", str(file), content=None, packages=packages)
    assert back.exit_code == 0, back.exception
    tower = opened(None, PACKAGES)
    again = parse_record(file.read_text(encoding="utf-8"), "reform.yaml", ReformFile, zone=SEOUL)
    assert again.model_dump() == tower.registry.versions(reform)[-1].reform.model_dump()


def test_the_table_of_the_reform_is_one_a_planner_can_read():
    done = org(
        "export", "--as", "events", "--reform", "kr-reform-2025-12-30", content=None, packages=",".join(PACKAGES)
    )
    assert done.exit_code == 0, done.exception
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 1 + 35 + 4, "the reform, its events, the counts of four kinds"
    assert rows[1]["en"] == "Industry Resources Security Office"
    assert next(row for row in rows if row["verb"] == "merge")["mandates"] == "FN-04"
    early = ("--known", "2026-01-15", "--on", "2026-01-15")
    known = org(
        "export",
        "--as",
        "events",
        "--reform",
        "kr-reform-2025-12-30",
        *early,
        content=None,
        packages=",".join(PACKAGES),
    )
    assert "FN-21" in done.stdout
    assert "FN-21" not in known.stdout, "that event was public in February 2026"


def test_the_tables_are_printed():
    done = org("export", "--as", "csv", "--on", "2025-12-30", content=None, packages=",".join(PACKAGES))
    assert done.exit_code == 0, done.output
    assert (
        "kr-u02,Industry Resources Security Office,provisional,산업자원안보실,reported,,missing,office" in done.stdout
    )
