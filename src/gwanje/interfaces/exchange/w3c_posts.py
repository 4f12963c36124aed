"""Posts of units, and those who hold them; a person whose term may be over is not said to hold a post."""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import FOAF, ORG, RDF, SKOS

from gwanje.answers.org_exchange_parts import ExchangePost, ExchangeSeat
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.interfaces.exchange.vocabulary import TERMS
from gwanje.interfaces.exchange.w3c_nodes import Nodes


def add_post(graph: Graph, nodes: Nodes, post: ExchangePost) -> None:
    """The post in its unit, the affairs it works on, and its people."""
    subject = nodes.of("post", post.id)
    graph.add((subject, RDF.type, ORG.Post))
    graph.add((subject, ORG.postIn, nodes.of("unit", post.unit)))
    nodes.add_names(graph, subject, post.names)
    graph.add((subject, TERMS["headsUnit"], Literal(post.head)))
    if post.kind:
        graph.add((subject, TERMS["postKind"], Literal(post.kind)))
    for duty in post.duties:
        mandate, *narrower = duty.split(":")
        graph.add((subject, TERMS["duty"], nodes.of("affair", mandate)))
        if narrower:
            graph.add((subject, SKOS.note, Literal(f"{mandate}: only {', '.join(one for one in narrower if one)}")))
    nodes.add_cited(graph, subject, post.sources)
    for seat in post.seats:
        if seat.term == "running":
            _seat(graph, nodes, post, seat)


def _seat(graph: Graph, nodes: Nodes, post: ExchangePost, seat: ExchangeSeat) -> None:
    person, subject = nodes.of("person", seat.person), nodes.of("post", post.id)
    graph.add((person, RDF.type, FOAF.Person))
    for lang in NAME_LANGUAGES:
        name = getattr(seat.names, lang)
        if name is not None:
            graph.add((person, FOAF.name, nodes.spoken(name.text, lang)))
    if seat.role == "holder":
        graph.add((subject, ORG.heldBy, person))
        graph.add((person, ORG.holds, subject))
        if post.head:
            graph.add((person, ORG.headOf, nodes.of("unit", post.unit)))
        return
    _membership(graph, nodes, post, seat, person)


def _membership(graph: Graph, nodes: Nodes, post: ExchangePost, seat: ExchangeSeat, person: URIRef) -> None:
    """Someone who acts or stands in does not hold the post: a membership of the unit in that role."""
    membership, role = nodes.of("membership", f"{post.id}.{seat.role}"), nodes.of("role", seat.role)
    graph.add((membership, RDF.type, ORG.Membership))
    graph.add((membership, ORG.member, person))
    graph.add((membership, ORG.organization, nodes.of("unit", post.unit)))
    graph.add((membership, ORG.role, role))
    graph.add((membership, TERMS["forPost"], nodes.of("post", post.id)))
    graph.add((role, RDF.type, ORG.Role))
    graph.add((role, SKOS.prefLabel, Literal(seat.role, lang="en")))
