"""Who decides in place of the lead; ORG has no word for it, and the lead stays where it is."""

from rdflib import Graph, Literal
from rdflib.namespace import RDF

from gwanje.answers.org_exchange_parts import ExchangeDelegation
from gwanje.interfaces.exchange.vocabulary import TERMS, state
from gwanje.interfaces.exchange.w3c_nodes import Nodes


def add_delegation(graph: Graph, nodes: Nodes, given: ExchangeDelegation, number: int) -> None:
    """One delegation, with its form, its two sides and the instants at which it may be over."""
    subject = nodes.of("delegation", f"{given.whole_key.replace(':', '.')}.{number}")
    graph.add((subject, RDF.type, TERMS["Delegation"]))
    graph.add((subject, TERMS["affair"], nodes.of("affair", given.affair)))
    for term, side in (("delegatedFrom", given.origin), ("delegatedTo", given.to)):
        graph.add((subject, TERMS[term], nodes.of("post" if side in given.posts else "unit", side)))
    for term, word in (("part", given.scope), ("scheme", given.scheme), ("item", given.item)):
        if word and word != "whole":
            graph.add((subject, TERMS[term], Literal(word)))
    nodes.add_names(graph, subject, given.form)
    graph.add((subject, TERMS["delegatedSince"], nodes.instant(given.since)))
    graph.add((subject, TERMS["termState"], state(given.state)))
    for end in given.ends:
        graph.add((subject, TERMS["mayEndAt"], nodes.instant(end)))
    for fact in given.facts:
        graph.add((subject, TERMS["fact"], Literal(fact)))
    nodes.add_cited(graph, subject, given.sources)
