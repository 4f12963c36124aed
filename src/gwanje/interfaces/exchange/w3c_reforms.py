"""Reforms as change events; one that is planned, unverified or of a day nobody knows is announced, not told as happened."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDF

from gwanje.answers.org_exchange_parts import ExchangeEvent, ExchangeReform
from gwanje.interfaces.exchange.vocabulary import TERMS, state
from gwanje.interfaces.exchange.w3c_nodes import Nodes, add_status


def add_reform(graph: Graph, nodes: Nodes, reform: ExchangeReform) -> None:
    """The reform and each of its events, the events as parts of it."""
    subject = nodes.of("reform", reform.id)
    happened = _type_and_day(graph, nodes, subject, reform)
    graph.add((subject, DCTERMS.identifier, Literal(reform.id)))
    graph.add((subject, TERMS["act"], Literal(reform.act)))
    if reform.decided is None:
        graph.add((subject, TERMS["decidedState"], state("not-reported")))
    else:
        graph.add((subject, TERMS["decidedOn"], nodes.instant(reform.decided)))
    nodes.add_names(graph, subject, reform.names)
    nodes.add_cited(graph, subject, reform.sources)
    for event in reform.events:
        part = nodes.of("event", f"{reform.id}.{event.id}")
        graph.add((subject, DCTERMS.hasPart, part))
        _event(graph, nodes, part, event)
        if happened and _happened(event):
            _units(graph, nodes, subject, event)


def _event(graph: Graph, nodes: Nodes, subject: URIRef, event: ExchangeEvent) -> None:
    happened = _type_and_day(graph, nodes, subject, event)
    graph.add((subject, TERMS["verb"], Literal(event.verb)))
    for lang in sorted(event.words):
        graph.add((subject, DCTERMS.description, Literal(event.words[lang], lang=lang)))
    for affair in event.affairs:
        graph.add((subject, TERMS["affair"], nodes.of("affair", affair)))
    for fact in event.facts:
        graph.add((subject, TERMS["fact"], Literal(fact)))
    add_status(graph, subject, event.status)
    nodes.add_cited(graph, subject, event.sources)
    if happened:
        _units(graph, nodes, subject, event)
    else:
        _point(graph, subject, TERMS["concerns"], (nodes.of("unit", unit) for unit in event.units))


def _type_and_day(graph: Graph, nodes: Nodes, subject: URIRef, change: ExchangeReform | ExchangeEvent) -> bool:
    """`org:ChangeEvent` with its day where it happened; whether it did."""
    graph.add((subject, TERMS["state"], state(change.state)))
    happened = _happened(change)
    graph.add((subject, RDF.type, ORG.ChangeEvent if happened else TERMS["AnnouncedChange"]))
    if change.effective is None:
        return happened
    if change.state == "planned":
        graph.add((subject, TERMS["plannedFor"], nodes.instant(change.effective)))
    elif not change.day_is_exact:
        graph.add((subject, TERMS["notLaterThan"], nodes.instant(change.effective)))
    else:
        graph.add((subject, DCTERMS.date, nodes.day(change.effective)))
        if happened:
            graph.add((subject, PROV.startedAtTime, nodes.instant(change.effective)))
    return happened


def _happened(change: ExchangeReform | ExchangeEvent) -> bool:
    """In force, and not merely concluded from something else."""
    return change.state == "in_force" and not (isinstance(change, ExchangeEvent) and change.status == "unverified")


def _units(graph: Graph, nodes: Nodes, subject: URIRef, event: ExchangeEvent) -> None:
    """A new unit results, and whoever follows one that ended; a unit that is renamed, moved or changed was and is."""
    before = [unit for unit in event.units if unit not in event.came]
    after = [*(unit for unit in event.units if unit not in event.went), *event.successors]
    _point(graph, subject, ORG.originalOrganization, (nodes.of("unit", unit) for unit in before))
    _point(graph, subject, ORG.resultingOrganization, (nodes.of("unit", unit) for unit in after))


def _point(graph: Graph, subject: URIRef, term: URIRef, units: Iterable[URIRef]) -> None:
    for unit in units:
        graph.add((subject, term, unit))
