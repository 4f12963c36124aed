"""The organisation in the W3C Organization Ontology: Turtle and JSON-LD, the same bytes for the same answer.

Only what is reported becomes a statement of ORG. A parent that is assumed, not reported or not known gives no
`org:unitOf`; it is said in terms of `vocabulary`. Every node has a name of its own (urn:gwanje:...), none is blank.
"""

import json
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace
from rdflib.plugins.serializers.turtle import TurtleSerializer

from gwanje.answers.answer import SourceNote
from gwanje.answers.org_exchange import Organisation
from gwanje.answers.org_exchange_parts import ExchangeUnit, UnitKind, UsedName
from gwanje.foundation.markings import Marking
from gwanje.interfaces.exchange.vocabulary import TERMS, describe, state
from gwanje.interfaces.exchange.w3c_affairs import add_affair
from gwanje.interfaces.exchange.w3c_delegations import add_delegation
from gwanje.interfaces.exchange.w3c_nodes import Nodes
from gwanje.interfaces.exchange.w3c_posts import add_post
from gwanje.interfaces.exchange.w3c_reforms import add_reform

Json = dict[str, Any]
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
PREFIXES = {
    "org": str(ORG),
    "skos": str(SKOS),
    "skosxl": str(SKOSXL),
    "prov": str(PROV),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "gwanje": str(TERMS),
}
PARTS = (
    "unit",
    "name",
    "kind",
    "affair",
    "responsibility",
    "delegation",
    "post",
    "person",
    "membership",
    "role",
    "reform",
    "event",
    "reference",
    "scheme",
    "snapshot",
)


class _Turtle(TurtleSerializer):
    """Turtle in the order a person reads: the file, organisations, affairs, changes, then what explains them."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.topClasses = [
            *(PROV.Entity, ORG.FormalOrganization, ORG.Organization, ORG.OrganizationalUnit, SKOSXL.Label),
            *(
                ORG.Post,
                FOAF.Person,
                ORG.Membership,
                ORG.Role,
                TERMS["Affair"],
                TERMS["Responsibility"],
                TERMS["Delegation"],
                ORG.ChangeEvent,
                TERMS["AnnouncedChange"],
            ),
            *(SKOS.ConceptScheme, SKOS.Concept, DCTERMS.BibliographicResource),
        ]
        self.predicateOrder = [
            *(RDF.type, DCTERMS.identifier, ORG.identifier, SKOS.prefLabel, SKOS.altLabel, ORG.classification),
            *(ORG.unitOf, ORG.subOrganizationOf, ORG.purpose),
        ]


def turtle_text(organisation: Organisation, zone: ZoneInfo) -> str:
    """The graph as Turtle."""
    out = BytesIO()
    _Turtle(org_graph(organisation, zone)).serialize(out, encoding="utf-8")
    return out.getvalue().decode("utf-8").strip() + "\n"


def json_ld_text(organisation: Organisation, zone: ZoneInfo) -> str:
    """The graph as JSON-LD with a compact context; nodes and values in the order of their names."""
    graph = org_graph(organisation, zone)
    nodes = Nodes(organisation.country, zone, organisation.language)
    context = PREFIXES | {part: nodes.prefix(part) for part in PARTS}
    document = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))
    told = sorted(document["@graph"], key=lambda node: str(node["@id"]))
    ordered = {"@context": context, "@graph": [_ordered(node) for node in told]}
    return json.dumps(ordered, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def org_graph(organisation: Organisation, zone: ZoneInfo) -> Graph:
    """The whole graph, with the terms it uses described in it."""
    graph = Graph(bind_namespaces="none")
    nodes = Nodes(organisation.country, zone, organisation.language)
    for prefix, address in PREFIXES.items():
        graph.bind(prefix, address)
    for part in PARTS:
        graph.bind(part, nodes.prefix(part))
    _snapshot(graph, nodes, organisation)
    roots = {unit.id for unit in organisation.units if unit.parent.state == "none"}
    for kind in organisation.kinds:
        _kind(graph, nodes, kind)
    for unit in organisation.units:
        _unit(graph, nodes, unit, roots)
    for affair in organisation.affairs:
        add_affair(graph, nodes, affair)
    for number, given in enumerate(organisation.delegations, 1):
        add_delegation(graph, nodes, given, number)
    for post in organisation.posts:
        add_post(graph, nodes, post)
    for reform in organisation.reforms:
        add_reform(graph, nodes, reform)
    for note in organisation.sources:
        _reference(graph, nodes, note)
    _name_the_nameless(graph, nodes, organisation)
    describe(graph)
    return graph


def _snapshot(graph: Graph, nodes: Nodes, organisation: Organisation) -> None:
    at = "-".join(nodes.stamp(instant) for instant in (organisation.on, organisation.known))
    snapshot = nodes.of("snapshot", at)
    graph.add((snapshot, RDF.type, PROV.Entity))
    title = f"Organisation of {organisation.country} on {organisation.on.astimezone(nodes.zone).date()}"
    graph.add((snapshot, DCTERMS.title, Literal(title, lang="en")))
    graph.add((snapshot, TERMS["validAt"], nodes.instant(organisation.on)))
    graph.add((snapshot, TERMS["knownAt"], nodes.instant(organisation.known)))
    if organisation.marking != Marking.PUBLIC:
        graph.add((snapshot, TERMS["marking"], Literal(organisation.marking.word)))
    if nodes.own:
        graph.add((snapshot, TERMS["ownLanguage"], Literal(nodes.own)))
    elif any(name.lang == "own" for unit in organisation.units for name in unit.names):
        graph.add((snapshot, TERMS["ownLanguageState"], state("not-known")))
    if organisation.on > organisation.known:
        graph.add((snapshot, TERMS["state"], state("planned")))
    for unit in organisation.units:
        graph.add((snapshot, DCTERMS.subject, nodes.of("unit", unit.id)))
    for part, title in (("kinds", "kinds of unit"), ("affairs", "affairs")):
        scheme = nodes.of("scheme", part)
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        graph.add((scheme, SKOS.prefLabel, Literal(f"{title} of {organisation.country}", lang="en")))


def _kind(graph: Graph, nodes: Nodes, kind: UnitKind) -> None:
    subject = nodes.of("kind", kind.key)
    graph.add((subject, RDF.type, SKOS.Concept))
    graph.add((subject, SKOS.inScheme, nodes.of("scheme", "kinds")))
    graph.add((subject, SKOS.notation, Literal(kind.key)))
    graph.add((subject, TERMS["level"], Literal(kind.level)))
    graph.add((subject, TERMS["temporary"], Literal(kind.temporary)))
    graph.add((subject, TERMS["desk"], Literal(kind.desk)))
    if kind.rank is not None:
        graph.add((subject, TERMS["rank"], Literal(kind.rank)))
    nodes.add_names(graph, subject, kind.names)


def _unit(graph: Graph, nodes: Nodes, unit: ExchangeUnit, roots: set[str]) -> None:
    subject = nodes.of("unit", unit.id)
    graph.add((subject, RDF.type, _class_of(unit)))
    graph.add((subject, ORG.identifier, Literal(unit.id, datatype=TERMS["unitId"])))
    _existence(graph, nodes, unit)
    if unit.kind != "not known":
        sure = unit.status != "unverified"
        classification = ORG.classification if sure else TERMS["unverifiedClassification"]
        graph.add((subject, classification, nodes.of("kind", unit.kind)))
    _term(graph, nodes, unit)
    for level in unit.complete_levels:
        graph.add((subject, TERMS["childrenComplete"], Literal(level)))
    if unit.status != "reported":
        graph.add((subject, TERMS["statementStatus"], state(unit.status)))
    _unit_names(graph, nodes, unit)
    if unit.state != "ended":
        _parent(graph, nodes, unit, roots)
    nodes.add_cited(graph, subject, unit.sources)
    for note in unit.notes:
        graph.add((subject, SKOS.note, Literal(note)))


def _existence(graph: Graph, nodes: Nodes, unit: ExchangeUnit) -> None:
    """Since when a unit exists, or that it has ended, when, by what, and who followed; a plan stays a plan."""
    subject, ended = nodes.of("unit", unit.id), unit.state == "ended"
    if unit.planned or unit.state != "exists":
        word = ("end-planned" if ended else "planned") if unit.planned else unit.state
        graph.add((subject, TERMS["existenceState"], state(word)))
    if unit.since is not None:
        planned = unit.planned and not ended
        graph.add((subject, TERMS["plannedFor" if planned else "existsSince"], nodes.instant(unit.since)))
    if unit.ended is not None:
        graph.add((subject, TERMS["plannedEnd" if unit.planned else "endedOn"], nodes.instant(unit.ended)))
    if unit.ended_by:
        graph.add((subject, TERMS["endedBy"], Literal(unit.ended_by)))
    for follower in unit.successors:
        graph.add((subject, TERMS["successor"], nodes.of("unit", follower)))


def _term(graph: Graph, nodes: Nodes, unit: ExchangeUnit) -> None:
    """Until when a temporary unit runs: the wording, and every instant at which it may be over."""
    if unit.term is None:
        return
    subject = nodes.of("unit", unit.id)
    graph.add((subject, TERMS["termWording"], Literal(unit.term.wording)))
    graph.add((subject, TERMS["termState"], state(unit.term_state)))
    for end in unit.term.ends:
        graph.add((subject, TERMS["mayEndAt"], nodes.instant(end)))


def _class_of(unit: ExchangeUnit) -> URIRef:
    """A unit under no unit stands by itself; one under some unit is a unit; of another, ORG can only say organisation."""
    if unit.parent.state == "none":
        return ORG.FormalOrganization
    return ORG.Organization if unit.parent.state == "not_known" else ORG.OrganizationalUnit


def _parent(graph: Graph, nodes: Nodes, unit: ExchangeUnit, roots: set[str]) -> None:
    """`org:unitOf` under an organisation, `org:subOrganizationOf` under a unit; its range forbids the former there."""
    subject, parent = nodes.of("unit", unit.id), unit.parent
    if parent.unit is not None and parent.planned:
        graph.add((subject, TERMS["plannedParent"], nodes.of("unit", parent.unit)))
        return
    if parent.unit is not None and parent.status == "reported":
        above = ORG.unitOf if parent.unit in roots else ORG.subOrganizationOf
        graph.add((subject, above, nodes.of("unit", parent.unit)))
        return
    graph.add((subject, TERMS["parentState"], state("not-reported" if parent.unit else parent.state)))
    if parent.unit is not None:
        graph.add((subject, TERMS["inferredParent"], nodes.of("unit", parent.unit)))
    if parent.within is not None:
        graph.add((subject, TERMS["within"], nodes.of("unit", parent.within)))
    if parent.missing_level:
        graph.add((subject, TERMS["missingLevel"], Literal(parent.missing_level)))
    if parent.status != "reported":
        graph.add((subject, TERMS["parentStatus"], state(parent.status)))


def _unit_names(graph: Graph, nodes: Nodes, unit: ExchangeUnit) -> None:
    """SKOS labels for every reader, SKOS-XL labels for status and period."""
    subject = nodes.of("unit", unit.id)
    current = {(name.lang, name.text) for name in unit.names if name.use != "former"}
    counted: dict[tuple[str, str], int] = {}
    for name in unit.names:
        spoken = nodes.spoken(name.text, name.lang)
        place = (name.use, name.lang)
        counted[place] = counted.get(place, 0) + 1
        label = nodes.of("name", ".".join([unit.id, name.lang, f"{name.use}-{counted[place]}"]))
        _label(graph, nodes, label, name)
        if name.use == "former":
            graph.add((subject, TERMS["formerName"], label))
            if (name.lang, name.text) not in current:  # SKOS: no text is both preferred and alternative
                graph.add((subject, SKOS.altLabel, spoken))
        else:
            graph.add((subject, SKOS.prefLabel, spoken))
            graph.add((subject, SKOSXL.prefLabel, label))
    for lang in ("en", "ko"):
        if lang not in {spoken for spoken, _ in current}:
            graph.add((subject, TERMS["missingLanguage"], Literal(lang)))


def _label(graph: Graph, nodes: Nodes, label: URIRef, name: UsedName) -> None:
    graph.add((label, RDF.type, SKOSXL.Label))
    graph.add((label, SKOSXL.literalForm, nodes.spoken(name.text, name.lang)))
    if name.lang == "own":
        graph.add((label, TERMS["inOwnLanguage"], Literal(lexical_or_value=True)))
    graph.add((label, TERMS["nameStatus"], state(name.status)))
    if name.start is not None:
        graph.add((label, TERMS["usedFrom"], nodes.instant(name.start)))
    if name.end is not None:
        graph.add((label, TERMS["usedUntil"], nodes.instant(name.end)))
    if name.note:
        graph.add((label, SKOS.note, Literal(name.note)))


def _reference(graph: Graph, nodes: Nodes, note: SourceNote) -> None:
    subject = nodes.of("reference", note.id)
    cited = ", ".join(part for part in (note.publisher, note.title, note.locator, note.published) if part)
    graph.add((subject, RDF.type, DCTERMS.BibliographicResource))
    graph.add((subject, DCTERMS.identifier, Literal(note.id)))
    graph.add((subject, DCTERMS.bibliographicCitation, Literal(cited)))


def _name_the_nameless(graph: Graph, nodes: Nodes, organisation: Organisation) -> None:
    """A unit that only a change names is an organisation with an id; nothing more is said of it here."""
    described = {unit.id for unit in organisation.units}
    events = [event for reform in organisation.reforms for event in reform.events]
    named = {unit for event in events for unit in event.units}
    coming = {unit for event in events if event.state == "planned" for unit in event.came}
    for unit in sorted(named - described):
        subject = nodes.of("unit", unit)
        graph.add((subject, RDF.type, ORG.Organization))
        graph.add((subject, ORG.identifier, Literal(unit, datatype=TERMS["unitId"])))
        graph.add((subject, TERMS["existenceState"], state("not-yet-established" if unit in coming else "not-known")))
