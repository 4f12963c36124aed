"""Affairs as purposes of units, and who is responsible for them."""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import ORG, RDF, SKOS

from gwanje.answers.org_exchange_parts import ExchangeAffair
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.interfaces.exchange.vocabulary import TERMS, state
from gwanje.interfaces.exchange.w3c_nodes import Nodes, add_status


def add_affair(graph: Graph, nodes: Nodes, affair: ExchangeAffair) -> None:
    """The affair as a concept, its responsibility, and `org:purpose` where a lead of the whole affair is reported."""
    concept = nodes.of("affair", affair.id)
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, RDF.type, TERMS["Affair"]))
    graph.add((concept, SKOS.inScheme, nodes.of("scheme", "affairs")))
    graph.add((concept, SKOS.notation, Literal(affair.key, datatype=TERMS["affairKey"])))
    nodes.add_names(graph, concept, affair.names)
    _responsibility(graph, nodes, affair, concept)
    is_whole = affair.scope == "whole" and not affair.scheme and not affair.item
    if affair.lead is not None and is_whole and affair.status != "unverified" and not affair.planned:
        graph.add((nodes.of("unit", affair.lead), ORG.purpose, concept))


def _responsibility(graph: Graph, nodes: Nodes, affair: ExchangeAffair, concept: URIRef) -> None:
    subject = nodes.of("responsibility", affair.whole_key.replace(":", "."))
    graph.add((subject, RDF.type, TERMS["Responsibility"]))
    graph.add((subject, TERMS["affair"], concept))
    graph.add((subject, TERMS["holdingState"], state(affair.state)))
    if affair.planned:
        graph.add((subject, TERMS["state"], state("planned")))
    _scope(graph, nodes, affair, subject)
    if affair.lead is not None:
        graph.add((subject, TERMS["lead"], nodes.of("unit", affair.lead)))
    if affair.inner is not None:
        graph.add((subject, TERMS["inner"], nodes.of("unit", affair.inner)))
    if affair.inner_not_reported:
        graph.add((subject, TERMS["innerState"], state("not-reported")))
    _partners(graph, nodes, affair, subject)
    if affair.since is not None:
        graph.add((subject, TERMS["heldSince"], nodes.instant(affair.since)))
    add_status(graph, subject, affair.status)
    for fact in affair.facts:
        graph.add((subject, TERMS["fact"], Literal(fact)))
    nodes.add_cited(graph, subject, affair.sources)
    for note in affair.notes:
        for lang, text in sorted({(lang, note[lang]) for lang in ("en", "ko")}):
            if lang == "en" or text != note["en"]:
                graph.add((subject, SKOS.note, Literal(text, lang=lang)))


def _scope(graph: Graph, nodes: Nodes, affair: ExchangeAffair, subject: URIRef) -> None:
    for lang in NAME_LANGUAGES:
        name = getattr(affair.part_names, lang)
        if name is not None:
            graph.add((subject, TERMS["partName"], nodes.spoken(name.text, lang)))
    for term, word in (("part", affair.scope), ("scheme", affair.scheme), ("item", affair.item)):
        if word and word != "whole":
            graph.add((subject, TERMS[term], Literal(word)))


def _partners(graph: Graph, nodes: Nodes, affair: ExchangeAffair, subject: URIRef) -> None:
    if affair.state == "dispersed":
        graph.add((subject, TERMS["holdersIncomplete"], Literal(affair.incomplete)))
    for unit in affair.units:
        graph.add((subject, TERMS["holder"], nodes.of("unit", unit)))
    if affair.state == "not_known":
        return
    if affair.cooperating is None:
        graph.add((subject, TERMS["cooperatingState"], state("not-reported")))
    elif not affair.cooperating:
        graph.add((subject, TERMS["cooperatingState"], state("none")))
    for unit in affair.cooperating or ():
        graph.add((subject, TERMS["cooperating"], nodes.of("unit", unit)))
