"""Out and in: W3C ORG by its own terms, round trips that lose nothing, refusals that leave nothing behind."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import ORG, PROV, RDF, RDFS, SKOS

sys.path.append(str(Path(__file__).resolve().parents[2]))

from exchanging import opened, org, request_for, round_trip, same, take_out, tower_on
from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.answers.org_exchange_parts import ExchangeUnit, UnitKind, UnitParent, UsedName
from gwanje.assembly import ask
from gwanje.foundation.errors import GwanjeError, RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Name, Names
from gwanje.interfaces.exchange.bringing_in import bring_in
from gwanje.interfaces.exchange.popolo import popolo
from gwanje.interfaces.exchange.tables import csv_tables
from gwanje.interfaces.exchange.vocabulary import TERMS, own_terms
from gwanje.interfaces.exchange.w3c_org import SKOSXL, json_ld_text, org_graph, turtle_text
from towers import ROOT, content_copy

ZONE = ZoneInfo("Atlantic/Azores")
LATE = datetime(2031, 6, 1, tzinfo=UTC)
WAYS = ("csv", "popolo")
# Every term of the recommendation of 16 January 2014 (http://www.w3.org/TR/vocab-org/), classes first.
RECOMMENDATION = frozenset(
    [
        "Organization",
        "FormalOrganization",
        "OrganizationalUnit",
        "OrganizationalCollaboration",
        "Membership",
        "Role",
        "Head",
        "Post",
        "Site",
        "ChangeEvent",
        "subOrganizationOf",
        "transitiveSubOrganizationOf",
        "hasSubOrganization",
        "purpose",
        "hasUnit",
        "unitOf",
        "classification",
        "identifier",
        "linkedTo",
        "memberOf",
        "hasMember",
        "reportsTo",
        "headOf",
        "member",
        "organization",
        "role",
        "hasMembership",
        "memberDuring",
        "remuneration",
        "roleProperty",
        "holds",
        "heldBy",
        "postIn",
        "hasPost",
        "siteAddress",
        "hasSite",
        "siteOf",
        "hasPrimarySite",
        "hasRegisteredSite",
        "basedAt",
        "location",
        "originalOrganization",
        "changedBy",
        "resultedFrom",
        "resultingOrganization",
    ]
)


def on(year, month, day, known=LATE) -> Organisation:
    return organisation(opened(), AsOf(valid=datetime(year, month, day, tzinfo=ZONE), known=known))


@pytest.fixture(scope="module")
def after() -> Organisation:
    return on(2030, 5, 1)


@pytest.fixture(scope="module")
def graph(after) -> Graph:
    return org_graph(after, ZONE)


def unit(identity: str) -> URIRef:
    return URIRef(f"urn:gwanje:NVL:unit:{identity}")


def check_terms(graph: Graph) -> None:
    """Only terms that exist; each own term described; nothing blank; labels as SKOS wants them."""
    nodes = {node for triple in graph for node in triple}
    assert not [node for node in nodes if isinstance(node, BNode)]
    said = {node for node in nodes if isinstance(node, URIRef)} | {getattr(node, "datatype", None) for node in nodes}
    org_terms = {str(node).removeprefix(str(ORG)) for node in said if str(node).startswith(str(ORG))}
    assert org_terms
    assert org_terms <= RECOMMENDATION
    own = {node for node in said if str(node).startswith(str(TERMS))}
    assert own <= own_terms()
    for term in own - {TERMS["states"]}:
        assert (term, RDFS.comment, None) in graph or (term, SKOS.definition, None) in graph
    for subject in set(graph.subjects(SKOS.prefLabel)):
        labels = list(graph.objects(subject, SKOS.prefLabel))
        assert len({label.language for label in labels}) == len(labels)
        assert not set(labels) & set(graph.objects(subject, SKOS.altLabel))


def check_ranges(graph: Graph) -> None:
    """The domains and ranges ORG gives: `unitOf` leads from a unit to an organisation that stands by itself."""
    formal = set(graph.subjects(RDF.type, ORG.FormalOrganization))
    units = set(graph.subjects(RDF.type, ORG.OrganizationalUnit))
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    events = set(graph.subjects(RDF.type, ORG.ChangeEvent))
    every = formal | units | set(graph.subjects(RDF.type, ORG.Organization))
    assert set(graph.subjects(ORG.unitOf)) <= units
    assert set(graph.objects(None, ORG.unitOf)) <= formal
    assert set(graph.subject_objects(ORG.subOrganizationOf)) <= {(one, other) for one in units for other in units}
    for term in (ORG.classification, ORG.purpose):
        assert set(graph.objects(None, term)) <= concepts
    for term in (ORG.originalOrganization, ORG.resultingOrganization):
        assert set(graph.subjects(term)) <= events
        assert set(graph.objects(None, term)) <= every


def test_the_list_of_terms_is_the_vocabulary_that_rdflib_took_from_the_web():
    assert frozenset(ORG.__annotations__) == RECOMMENDATION


def test_only_terms_that_exist(graph):
    check_terms(graph)
    check_ranges(graph)
    assert set(graph.predicates()) > {ORG.unitOf, ORG.subOrganizationOf, ORG.purpose, ORG.resultingOrganization}


def test_a_wrong_term_would_be_found(after):
    wrong = org_graph(after, ZONE)
    wrong.add((unit("nv-u01"), URIRef(f"{ORG}partOf"), unit("nv-u02")))
    with pytest.raises(AssertionError):
        check_terms(wrong)
    false = org_graph(after, ZONE)
    false.add((unit("nv-u06"), ORG.unitOf, unit("nv-u04")))
    with pytest.raises(AssertionError):
        check_ranges(false)


def test_what_is_reported_is_said_in_org(graph):
    assert (unit("nv-u01"), RDF.type, ORG.FormalOrganization) in graph
    assert (unit("nv-u04"), ORG.unitOf, unit("nv-u01")) in graph
    assert (unit("nv-u06"), ORG.subOrganizationOf, unit("nv-u04")) in graph
    assert (unit("nv-u04"), ORG.purpose, URIRef("urn:gwanje:NVL:affair:NF-02")) in graph
    assert {str(label) for label in graph.objects(unit("nv-u03"), SKOS.altLabel)} == {"Fairy Dust Gang", "요정가루패"}
    reform = URIRef("urn:gwanje:NVL:reform:nv-reform-2030-05-01")
    assert (reform, RDF.type, ORG.ChangeEvent) in graph
    assert unit("nv-u04") in set(graph.objects(reform, ORG.resultingOrganization))
    assert unit("nv-u04") not in set(graph.objects(reform, ORG.originalOrganization))
    assert str(graph.value(reform, PROV.startedAtTime)) == "2030-05-01T00:00:00+00:00"


def test_what_is_not_reported_is_no_statement_of_org(graph):
    for identity in ("nv-u03", "nv-u05"):
        assert not set(graph.predicates(unit(identity), None)) & {ORG.unitOf, ORG.subOrganizationOf}
        assert (unit(identity), TERMS["parentState"], TERMS["not-reported"]) in graph
    assert (unit("nv-u03"), TERMS["within"], unit("nv-u01")) in graph
    assert (unit("nv-u05"), TERMS["within"], None) not in graph
    assert str(graph.value(unit("nv-u05"), TERMS["missingLanguage"])) == "ko"
    assert (unit("nv-u02"), ORG.classification, None) not in graph, "its change of class is unverified"
    assert (unit("nv-u02"), TERMS["unverifiedClassification"], None) in graph


def test_a_name_carries_its_status_and_period(graph):
    label = next(graph.objects(unit("nv-u04"), SKOSXL.prefLabel))
    labels = {str(graph.value(one, SKOSXL.literalForm)): one for one in graph.objects(unit("nv-u04"), SKOSXL.prefLabel)}
    assert label in labels.values()
    assert (labels["Treasure Crew"], TERMS["nameStatus"], TERMS["provisional"]) in graph
    former = {
        str(graph.value(one, SKOSXL.literalForm)): one for one in graph.objects(unit("nv-u03"), TERMS["formerName"])
    }
    assert str(graph.value(former["Fairy Dust Gang"], TERMS["usedUntil"])).startswith("2030-05-01")
    assert graph.value(former["Fairy Dust Gang"], TERMS["usedFrom"]) is None


def test_a_plan_is_no_change_that_happened():
    planned = org_graph(on(2030, 5, 1, known=datetime(2030, 4, 20, tzinfo=UTC)), ZONE)
    check_terms(planned)
    reform = URIRef("urn:gwanje:NVL:reform:nv-reform-2030-05-01")
    assert (reform, RDF.type, ORG.ChangeEvent) not in planned
    assert (reform, RDF.type, TERMS["AnnouncedChange"]) in planned
    assert planned.value(reform, PROV.startedAtTime) is None
    assert not set(planned.predicates(unit("nv-u06"), None)) & {ORG.unitOf, ORG.subOrganizationOf}
    assert (unit("nv-u06"), TERMS["plannedParent"], unit("nv-u04")) in planned
    assert (unit("nv-u04"), TERMS["existenceState"], TERMS["planned"]) in planned
    assert (unit("nv-u04"), ORG.purpose, None) not in planned


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's own reader
def test_turtle_and_json_ld_say_the_same(after, graph):
    turtle = Graph().parse(data=turtle_text(after, ZONE), format="turtle")
    json_ld = Graph().parse(data=json_ld_text(after, ZONE), format="json-ld")
    assert isomorphic(turtle, graph)
    assert isomorphic(json_ld, graph)
    assert len(graph) > 300


def test_the_bytes_do_not_depend_on_the_process(after):
    program = (
        "import hashlib, sys; sys.path.append(sys.argv[1]); from exchanging import opened;"
        "from gwanje.answers.org_exchange import organisation; from gwanje.assembly import ask;"
        "from gwanje.interfaces.exchange.w3c_org import json_ld_text, turtle_text;"
        "tower = opened(); answer = organisation(tower, ask(tower, '2030-05-01', '2031-06-01T00:00+00:00'));"
        "text = turtle_text(answer, tower.zone) + json_ld_text(answer, tower.zone);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    told = {hashlib.sha256((turtle_text(after, ZONE) + json_ld_text(after, ZONE)).encode()).hexdigest()}
    kept = {name: value for name, value in os.environ.items() if name in {"PYTHONPATH", "PATH", "HOME", "TMPDIR"}}
    for seed in ("1", "2"):
        line = [sys.executable, "-c", program, str(Path(__file__).resolve().parents[2])]
        environment = {"PYTHONHASHSEED": seed, **kept}
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=True, timeout=120)
        told.add(done.stdout.strip())
    assert len(told) == 1


def test_other_commands_never_wait_for_rdflib():
    program = "import sys; import gwanje.interfaces.cli.org_exchange; print('rdflib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "False"


INSTANTS = sorted({moment for entry in opened().registry.entries for moment in (entry.start, entry.known)})


@pytest.mark.parametrize("way", WAYS)
def test_neverland_comes_back_as_it_went_at_any_two_times(way, soak):
    moments = st.builds(
        lambda moment, hours: moment + timedelta(hours=hours), st.sampled_from(INSTANTS), st.sampled_from([-1, 0, 5])
    )

    @settings(max_examples=200 if soak else 20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(valid=moments, known=moments)
    def holds(valid, known):
        answer = organisation(opened(), AsOf(valid=valid, known=known))
        with tempfile.TemporaryDirectory() as room:
            trip = round_trip(answer, opened(), way, Path(room))
        assert same(trip.after) == same(trip.before)

    holds()


@pytest.mark.parametrize("way", WAYS)
def test_oz_comes_back_as_it_went(way, tmp_path):
    oz = opened(ROOT / "docs" / "examples" / "oz")
    answer = organisation(oz, ask(oz, None, None))
    assert answer.units
    trip = round_trip(answer, oz, way, tmp_path)
    assert same(trip.after) == same(trip.before)


@pytest.mark.parametrize("way", WAYS)
def test_out_and_in_twice_adds_nothing(way, after, tmp_path):
    first = round_trip(after, opened(), way, tmp_path)
    second = tmp_path / "second"
    second.mkdir()
    again = bring_in(take_out(first.after, way, opened(), second), way, request_for(opened()))
    assert again.files["registry/units.yaml"] == first.told.files["registry/units.yaml"]
    assert again.files["registry/mandates.yaml"] == first.told.files["registry/mandates.yaml"]


PERSONNEL = """
posts:
  - id: nv-p01
    before:
      - {attested: 2030-03-01, unit: nv-u02, head: true, names: {en: {text: Boatswain}}, sources: [NV1],
         contact: lagoon@example, duties: [{mandate: tides}, {mandate: NF-01, scope: glitter}]}
  - id: nv-p02
    before: [{attested: 2030-03-01, unit: nv-u06, names: {}, sources: [NV1]}]
assignments:
  - {person: nv-h01, names: {en: {text: Smee, status: reported}}, post: nv-p01, attested: 2030-03-01, sources: [NV1]}
  - {person: nv-h02, post: nv-p01, role: acting, attested: 2030-03-01, sources: [NV1]}
  - person: nv-h03
    post: nv-p02
    attested: 2030-03-01
    until: {wording: until 1 April 2030, instant: "2030-04-01T00:00+00:00"}
    sources: [NV1]
"""


@pytest.fixture
def staffed(tmp_path):
    """Neverland with posts, and pixie dust in parts: the glitter lies with the watch, the rest with the gang."""
    content = content_copy(tmp_path)
    (content / "registry" / "personnel.yaml").write_text(PERSONNEL, encoding="utf-8")
    mandates = content / "registry" / "mandates.yaml"
    whole = "before: [{lead: nv-u03, attested: 2030-03-01, sources: [NV1]}]"
    parts = (
        "before:\n    - {lead: nv-u03, attested: 2030-03-01, sources: [NV1]}\n"
        "    - {lead: nv-u06, attested: 2030-04-10, scope: glitter, sources: [NV1]}\n"
    )
    text = mandates.read_text(encoding="utf-8")
    assert whole in text
    mandates.write_text(text.replace(whole, parts, 1), encoding="utf-8")
    return opened(content)


def ask_staffed(tower, *, people):
    return organisation(tower, AsOf(valid=datetime(2030, 4, 20, tzinfo=ZONE), known=LATE), people=people)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("people", [False, True])
def test_posts_and_parts_come_back_as_they_went(way, people, staffed, tmp_path):
    answer = ask_staffed(staffed, people=people)
    jars = [(one.scope, one.part_names.best("en"), one.lead) for one in answer.affairs if one.id == "NF-01"]
    assert jars == [("whole", "name missing (en)", "nv-u03"), ("glitter", "glitter", "nv-u06")]
    assert answer.posts[0].duties == ("NF-04", "NF-01:glitter")
    seats = [(seat.person, seat.role, seat.term) for post in answer.posts for seat in post.seats]
    over = [("nv-h03", "holder", "over")]
    assert seats == ([("nv-h01", "holder", "running"), ("nv-h02", "acting", "running"), *over] if people else [])
    folder = tmp_path / "trip"
    folder.mkdir()
    trip = round_trip(answer, staffed, way, folder)
    before, after = same(trip.before), same(trip.after)
    if people:
        assert "term over or perhaps over, not taken over: nv-h03 on nv-p02" in trip.told.to_do
        before["posts"][1]["seats"] = ()
    assert after == before


def test_people_in_w3c_org(staffed):
    graph = org_graph(ask_staffed(staffed, people=True), ZONE)
    check_terms(graph)
    check_ranges(graph)
    post, smee = URIRef("urn:gwanje:NVL:post:nv-p01"), URIRef("urn:gwanje:NVL:person:nv-h01")
    assert set(graph.objects(post, ORG.heldBy)) == {smee}
    assert set(graph.objects(smee, ORG.headOf)) == {unit("nv-u02")}
    acting = next(graph.subjects(RDF.type, ORG.Membership))
    assert str(graph.value(acting, ORG.member)) == "urn:gwanje:NVL:person:nv-h02"
    assert "nv-h03" not in str(graph.serialize(format="nt")), "a term that is over is no statement"
    assert "nv-h01" not in turtle_text(ask_staffed(staffed, people=False), ZONE)


TEXTS = (
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12).map(str.strip).filter(bool)
)
DAYS = st.sampled_from([None, *(datetime(2020, month, 1, tzinfo=ZONE) for month in range(1, 13))])
ON = datetime(2030, 5, 1, tzinfo=ZONE)


@st.composite
def units(draw):
    made: list[ExchangeUnit] = []
    for number in range(draw(st.integers(1, 7))):
        identity = f"nv-u{number:02d}"
        above = draw(st.sampled_from([None, *(one.id for one in made if one.state == "exists")]))
        ended = draw(st.sampled_from([None, None, datetime(2021, 1, 1, tzinfo=ZONE)]))
        state = draw(st.sampled_from(["unit", "not_reported"] if above else ["none", "not_known", "not_reported"]))
        since = draw(DAYS)
        named = draw(st.sampled_from([("en",), ("ko",), ("ko", "en"), ("own",), ("en", "own")]))
        name = {"use": "last", "end": ended} if ended else {"use": "current"}
        state = "not_known" if ended else state
        statuses = st.sampled_from(["reported", "inferred", "provisional", "official"])
        made.append(
            ExchangeUnit(
                id=identity,
                state="ended" if ended else "exists",
                names=tuple(UsedName(lang=one, text=draw(TEXTS), status=draw(statuses), **name) for one in named),
                ended=ended,
                ended_by="NEV-99" if ended else "",
                successors=tuple(one.id for one in made[:2]) if ended else (),
                kind="crew",
                level="bureau",
                parent=UnitParent(
                    state=state,
                    unit=above if state == "unit" else None,
                    within=above if state == "not_reported" else None,
                    status=draw(st.sampled_from(["reported", "derived", "assumed"])) if state == "unit" else "reported",
                    note=draw(st.sampled_from(["", "yes", 'a: note, with "signs"'])) if state == "unit" else "",
                ),
                since=since,
                complete_levels=() if ended else draw(st.sampled_from([(), ("bureau",), ("bureau", "temporary unit")])),
                status=draw(st.sampled_from(["reported", "unverified", "conflicting"]))
                if state != "not_known"
                else "reported",
            )
        )
    return tuple(made)


@pytest.mark.parametrize("way", WAYS)
def test_any_organisation_comes_back_as_it_went(way, soak):
    kind = UnitKind(key="crew", names=Names(en=Name(text="crew")), level="bureau", rank=40, desk=True)

    @settings(max_examples=200 if soak else 20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(made=units())
    def holds(made):
        answer = Organisation(on=ON, known=LATE, country="NVL", kinds=(kind,), units=made, affairs=(), reforms=())
        with tempfile.TemporaryDirectory() as room:
            trip = round_trip(answer, opened(), way, Path(room))
        assert same(trip.after) == same(trip.before)

    holds()


@pytest.mark.parametrize("way", WAYS)
def test_names_that_ended_without_a_follower_and_began_before_all_else(way, tmp_path):
    day, later = datetime(2029, 1, 1, tzinfo=ZONE), datetime(2029, 5, 1, tzinfo=ZONE)
    plain = {"state": "exists", "kind": "crew", "level": "bureau", "parent": UnitParent(state="none"), "since": None}
    former = UsedName(lang="ko", text="옛 이름", status="reported", use="former", end=day)
    begun = UsedName(lang="en", text="New name", status="official", use="current", start=later)
    made = (
        ExchangeUnit(
            id="nv-u01", names=(former, UsedName(lang="en", text="A", status="reported", use="current")), **plain
        ),
        ExchangeUnit(id="nv-u02", names=(begun,), **plain),
    )
    kind = UnitKind(key="crew", names=Names(en=Name(text="crew")), level="bureau", rank=7)
    answer = Organisation(on=ON, known=LATE, country="NVL", kinds=(kind,), units=made, affairs=(), reforms=())
    trip = round_trip(answer, opened(), way, tmp_path)
    assert same(trip.after) == same(trip.before)
    assert trip.after.units[0].current("ko") is None
    assert trip.after.units[1].since is None


def test_who_works_with_a_lead_is_told_of_the_files_day_only(after, tmp_path):
    told = bring_in(take_out(after, "csv", opened(), tmp_path), "csv", request_for(opened()))
    registry = tower_on(told.files, opened(), tmp_path).registry
    early, late = (AsOf(valid=datetime(year, 6, 1, tzinfo=ZONE), known=LATE) for year in (2029, 2030))
    assert registry.who("tides", early).lead.id == "nv-u06"
    assert registry.who("tides", early).cooperating is None
    assert [one.id for one in registry.who("tides", late).cooperating] == ["nv-u02"]


def test_a_part_that_is_not_held_apart_yet_is_no_row_of_its_own(staffed):
    eve = AsOf(valid=datetime(2030, 4, 9, tzinfo=ZONE), known=LATE)
    assert [one.scope for one in organisation(staffed, eve).affairs if one.id == "NF-01"] == ["whole"]


def test_popolo_says_in_its_own_terms_what_it_can(after):
    document = popolo(after, ZONE)
    told = {one["id"]: one for one in document["organizations"]}
    assert (told["nv-u06"]["parent_id"], told["nv-u03"]["parent_id"]) == ("nv-u04", None)
    assert told["nv-u03"]["gwanje"]["parent_state"] == "not reported"
    assert told["nv-u01"]["founding_date"] == "2029-01-01"
    former = next(one for one in told["nv-u03"]["other_names"] if one["name"] == "Fairy Dust Gang")
    assert (former["start_date"], former["end_date"]) == (None, "2030-05-01")
    assert told["nv-u05"]["gwanje"]["missing_names"] == ["ko"]
    assert told["nv-u01"]["sources"][0]["note"].startswith("Neverland Gazette")
    assert set(document) <= {"persons", "organizations", "posts", "memberships", "gwanje"}


FOREIGN = {
    "persons": [{"id": "p1", "name": "A. Person"}],
    "memberships": [{"person_id": "p1", "organization_id": "gov/dep", "role": "secretary"}],
    "organizations": [
        {"id": "gov/dep", "name": "Department of Roads", "classification": "Department", "founding_date": "2001-02-03"},
        {
            "id": "gov/dep/bridges",
            "name": "Bridges Unit",
            "other_names": [
                {"name": "Ferries Unit", "end_date": "2019-06-01", "note": "former name"},
                {"name": "Pontes", "lang": "la"},
            ],
            "classification": "Unit",
            "parent_id": "gov/dep",
            "contact_details": [{"type": "voice", "value": "1"}],
        },
    ],
}


def foreign(tmp_path, document=None) -> Path:
    path = tmp_path / "foreign.json"
    path.write_text(json.dumps(FOREIGN if document is None else document), encoding="utf-8")
    return path


def test_popolo_of_another_system_comes_in_and_what_does_not_fit_is_told(tmp_path):
    brought = bring_in(foreign(tmp_path), "popolo", request_for(opened(), on=ON, known=LATE, prefix="nv"))
    told = organisation(tower_on(brought.files, opened(), tmp_path), AsOf(valid=ON, known=LATE))
    department, bridges = told.units
    assert (department.id, department.parent.state, bridges.parent.unit) == ("nv-u001", "not_known", "nv-u001")
    assert department.since == datetime(2001, 2, 3, tzinfo=ZONE)
    assert [(one.text, one.use) for one in bridges.names] == [("Ferries Unit", "former"), ("Bridges Unit", "current")]
    assert department.notes == ("id in the file: gov/dep",)
    listed = " ".join(brought.to_do)
    for word in (
        "memberships without a post, or with an end (1)",
        "persons (1)",
        "contact_details (1)",
        "other names",
        "rank proposed",
        "level is not known: department",
    ):
        assert word in listed


def test_ids_of_another_system_need_a_prefix(tmp_path):
    with pytest.raises(RefusedInputError, match="--prefix") as refused:
        bring_in(foreign(tmp_path), "popolo", request_for(opened(), on=ON))
    assert refused.value.place == "foreign.json organizations[0].id"


def test_a_file_without_a_day_needs_one(tmp_path):
    with pytest.raises(WrongUseError, match="--on"):
        bring_in(foreign(tmp_path), "popolo", request_for(opened(), prefix="nv"))


def changed(rows, **by_unit):
    """The text of units.csv with cells of some units replaced."""
    told = list(csv.DictReader(io.StringIO(rows)))
    for row in told:
        row.update(by_unit.get(row["id"].replace("-", "_"), {}))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(told[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(told)
    return out.getvalue()


@pytest.fixture(scope="module")
def tables(after):
    return csv_tables(after, ZONE)


def edits(name, **by_unit):
    return lambda tables: {**tables, name: changed(tables[name], **by_unit)}


POST = "id,unit,duties\nnv-p1,nv-u01,NF-01\n"


def add(**texts):
    return lambda tables: {**tables, **{f"{name}.csv": text for name, text in texts.items()}}


def put(name, old, new):
    def edit(tables):
        assert old in tables[name]
        return {**tables, name: tables[name].replace(old, new, 1)}

    return edit


WRONG = {
    "column": (put("units.csv", "parent,", "parrent,"), "units.csv row 1", "Did you mean 'parent'?"),
    "table": (lambda tables: {**tables, "unit.csv": "id\n"}, "the folder", "Did you mean 'units.csv'?"),
    "parent": (
        edits("units.csv", nv_u06={"parent": "nv-u44"}),
        "units.csv row 7, column parent",
        "Did you mean 'nv-u04'?",
    ),
    "within": (edits("units.csv", nv_u03={"within": "zz-9"}), "units.csv row 4, column within", "Add the unit"),
    "cycle": (edits("units.csv", nv_u04={"parent": "nv-u06"}), "column parent", "nv-u04 < nv-u06 < nv-u04"),
    "itself": (edits("units.csv", nv_u04={"parent": "nv-u04"}), "column parent", "above itself"),
    "twice": (edits("units.csv", nv_u06={"id": "nv-u04"}), "units.csv row 7, column id", "units.csv row 5, column id"),
    "day": (edits("units.csv", nv_u01={"since": "2029/01/01"}), "units.csv row 2, column since", "2029/01/01"),
    "later": (edits("units.csv", nv_u01={"since": "2031-01-01"}), "units.csv row 2, column since", "2030-05-01"),
    "word": (
        edits("units.csv", nv_u01={"status": "reportd"}),
        "units.csv row 2, column status",
        "Did you mean 'reported'?",
    ),
    "level": (edits("units.csv", nv_u06={"level": "team"}), "units.csv row 7, column level", "division"),
    "id": (edits("units.csv", nv_u05={"id": "5 5"}), "column unit", "nv-u05"),
    "names": (edits("units.csv", nv_u04={"en": "Gold Crew"}), "units.csv row 5, column en", "Treasure Crew"),
    "half": (edits("units.csv", nv_u04={"en": ""}), "units.csv row 5, column en_status", "provisional"),
    "number": (put("kinds.csv", "no,40,no\n", "no,ten,no\n"), "column rank", "whole number"),
    "cells": (put("affairs.csv", "NF-01,", "NF-01,x,"), "affairs.csv row 2", "cells"),
    "lead": (put("affairs.csv", "held,nv-u04", "held,"), "affairs.csv row 3, column lead", "names its lead"),
    "gone": (put("affairs.csv", "held,nv-u04", "held,nv-u40"), "affairs.csv row 3, column lead", "Did you mean"),
    "key": (
        put("affairs.csv", "NF-01,pixie-dust", "NF-01,Pixie dust"),
        "affairs.csv row 2, column key",
        "small letters",
    ),
    "end": (put("names.csv", "former,,2030-05-01", "former,2030-06-01,2030-05-01"), "names.csv", "after its end"),
    "two": (put("names.csv", "former,,2030-05-01", "current,,"), "names.csv", "two names in use"),
    "country": (put("snapshot.csv", "NVL", "OZZ"), "tables", "--country"),
    "quote": (put("units.csv", "Ministry", '"Ministry'), "units.csv line", "not a CSV table"),
    "seat": (add(posts=POST, people="person,post\nnv-h1,nv-p2\n"), "people.csv row 2, column post", "nv-p2"),
    "seats": (add(posts=POST, people="person,post\nnv-h1,nv-p1\nnv-h2,nv-p1\n"), "people.csv row 3", "Two people"),
    "post": (add(posts=POST.replace("nv-u01", "nv-u91")), "posts.csv row 2, column unit", "not in the file"),
    "duty": (add(posts=POST.replace("NF-01", "NF-91")), "posts.csv row 2, column duties", "not in the file"),
    "none": (lambda tables: {name: text for name, text in tables.items() if name != "units.csv"}, "", "units.csv"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_faulty_table_is_refused_with_its_place_and_nothing_is_written(fault, tables, tmp_path):
    edit, place, words = WRONG[fault]
    folder, out = tmp_path / "tables", tmp_path / "out"
    folder.mkdir()
    for name, text in edit(tables).items():
        (folder / name).write_text(text, encoding="utf-8")
    line = ("import", str(folder), "--as", "csv", "--source", "NV9", "--publisher", "Gazette", "--out", str(out))
    done = org(*line)
    refusal = done.exception
    assert isinstance(refusal, GwanjeError), done.output
    assert place in refusal.place
    assert words in str(refusal)
    assert refusal.remedy
    assert not out.exists()


WRONG_JSON = {
    "key": ({"organisations": []}, "Did you mean 'organizations'?"),
    "inner": ({"organizations": [{"id": "nv-u1", "nme": "x"}]}, "Did you mean 'name'?"),
    "type": ({"organizations": [{"id": 5}]}, "not text"),
    "list": ({"organizations": {"id": "nv-u1"}}, "not a list of objects"),
    "parent": ({"organizations": [{"id": "nv-u1", "parent_id": "nv-u2"}]}, "foreign.json organizations[0].parent_id"),
    "cycle": ({"organizations": [{"id": "nv-u1", "parent_id": "nv-u1"}]}, "above itself"),
    "twice": ({"organizations": [{"id": "nv-u1"}, {"id": "nv-u1"}]}, "organizations[1].id"),
    "day": ({"organizations": [{"id": "nv-u1", "founding_date": "2001"}]}, "not a day"),
    "both": (
        {"organizations": [{"id": "nv-u1"}, {"id": "nv-u2", "parent_id": "nv-u1", "gwanje": {"parent_state": "none"}}]},
        "said not to be",
    ),
}


@pytest.mark.parametrize("fault", WRONG_JSON)
def test_a_faulty_popolo_file_is_refused_with_its_place(fault, tmp_path):
    document, words = WRONG_JSON[fault]
    with pytest.raises(RefusedInputError) as refused:
        bring_in(foreign(tmp_path, document), "popolo", request_for(opened(), on=ON))
    assert words in str(refused.value)
    assert "foreign.json" in refused.value.place


@pytest.mark.parametrize(
    "text", ["{", '{"persons": [], "persons": []}', "[]", '{"organizations": [{"id": NaN}]}', "\ud800"]
)
def test_what_is_not_popolo_at_all_is_refused(text, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(RefusedInputError):
        bring_in(path, "popolo", request_for(opened(), on=ON))


def test_a_source_id_that_is_none_is_refused(tables, tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "units.csv").write_text(tables["units.csv"], encoding="utf-8")
    with pytest.raises(RefusedInputError, match=r"references\.yaml"):
        bring_in(folder, "csv", request_for(opened(), on=ON, source="not an id"))


def test_units_csv_alone_is_enough(tables, tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "units.csv").write_text("id,en,parent\nnv-u1,Crew,none\nnv-u2,Watch,\nnv-u3,Gang,not reported\n")
    brought = bring_in(folder, "csv", request_for(opened(), on=ON))
    told = organisation(tower_on(brought.files, opened(), tmp_path), AsOf(valid=ON, known=LATE))
    assert [one.parent.state for one in told.units] == ["none", "not_known", "not_reported"]
    assert {one.kind for one in told.units} == {"not known"}


def test_an_affair_nobody_knows_a_holder_of_is_left_out_by_name(tmp_path):
    early = on(2030, 3, 1)
    brought = bring_in(take_out(early, "csv", opened(), tmp_path), "csv", request_for(opened()))
    assert "holder not known, left out of mandates.yaml: crocodile-watch" in brought.to_do
    assert (
        "# Left out, because the file does not know who holds them: crocodile-watch."
        in brought.files["registry/mandates.yaml"]
    )


def test_the_commands_write_and_read_every_format(tmp_path):
    day = ("--on", "2030-05-01", "--known", "2031-06-01")
    for form, name in (("turtle", "o.ttl"), ("jsonld", "o.jsonld"), ("popolo", "o.json"), ("csv", "o")):
        shown = org("export", "--as", form, *day)
        done = org("export", "--as", form, "--out", str(tmp_path / name), *day)
        assert (shown.exit_code, done.exit_code) == (0, 0), done.output
        path = tmp_path / name / "units.csv" if form == "csv" else tmp_path / name
        assert path.read_text(encoding="utf-8") == shown.stdout
        assert "6 units, 6 affairs, 2 reforms" in done.stdout
    for way, name in (("csv", "o"), ("popolo", "o.json")):
        out = tmp_path / f"in-{way}"
        line = ("import", str(tmp_path / name), "--as", way, "--source", "NV9", "--publisher", "Gazette")
        done = org(*line, "--out", str(out), "--format", "json")
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["units"] == 6
        assert sorted(str(one.relative_to(out)) for one in out.rglob("*.yaml")) == [
            "references.yaml",
            "registry/kinds.yaml",
            "registry/mandates.yaml",
            "registry/personnel.yaml",
            "registry/units.yaml",
        ]
        again = org(*line, "--out", str(out))
        assert isinstance(again.exception, RefusedInputError)
        assert "not empty" in str(again.exception)


def test_a_document_on_standard_output_has_no_report():
    done = org("export", "--as", "popolo", "--format", "json")
    assert done.exit_code == 2
