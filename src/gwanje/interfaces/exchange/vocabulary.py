"""The few terms the W3C ORG vocabulary lacks, each with its meaning; they are written into every file that uses them.

ORG says what is; it has no words for "not reported", "assumed" or "planned". Those must not become false statements, so
they get terms of their own. Nothing is published at this address: it is a name.
"""

from typing import NamedTuple

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import ORG, OWL, RDF, RDFS, SKOS, XSD

TERMS = Namespace("urn:gwanje:vocabulary#")
STATES = TERMS["states"]


class Term(NamedTuple):
    """One property or class: what it means, and the W3C term it narrows, if any."""

    name: str
    kind: URIRef
    meaning: str
    under: URIRef | None = None


_OBJECT, _DATA = OWL.ObjectProperty, OWL.DatatypeProperty
_TERMS = (
    Term("Affair", OWL.Class, "an assigned affair that outlives the units holding it", SKOS.Concept),
    Term(
        "AnnouncedChange", OWL.Class, "a change that is public but not in force, not verified, or of a day nobody knows"
    ),
    Term("Delegation", OWL.Class, "deciding on an affair, or one part of it, passed on for a time; the lead stays"),
    Term("Responsibility", OWL.Class, "who holds an affair, or one part of it, at the instant the file is about"),
    Term("act", _DATA, "the legal act a reform rests on"),
    Term("affair", _OBJECT, "the affair a responsibility or a change is about"),
    Term("affairKey", RDFS.Datatype, "key of an affair, as people type it"),
    Term("childrenComplete", _DATA, "level at which the list of a unit's children is complete"),
    Term("concerns", _OBJECT, "a unit an announced change is about"),
    Term("cooperating", _OBJECT, "a unit that cooperates in an affair; without it, none is reported"),
    Term("cooperatingState", _OBJECT, "whether cooperating units are reported"),
    Term("decidedState", _OBJECT, "why there is no day on which an act was decided"),
    Term("decidedOn", _DATA, "when an act was decided"),
    Term("delegatedFrom", _OBJECT, "the unit or post that passes deciding on"),
    Term("delegatedSince", _DATA, "from when deciding is passed on"),
    Term("delegatedTo", _OBJECT, "the unit or post that decides"),
    Term("desk", _DATA, "whether single cases are worked on at the level of a kind"),
    Term("duty", _OBJECT, "an affair a post works on"),
    Term("endedBy", _DATA, "id of the dated fact that ended a unit"),
    Term("endedOn", _DATA, "from when a unit no longer exists; without it, that is not known"),
    Term("existenceState", _OBJECT, "whether a unit is planned, has ended, or is not known to exist"),
    Term("existsSince", _DATA, "from when a unit exists; without it, that is not known"),
    Term("fact", _DATA, "id of the dated fact a statement rests on"),
    Term("forPost", _OBJECT, "the post somebody acts on or stands in for"),
    Term("formerName", _OBJECT, "a name used before, with its period"),
    Term("headsUnit", _DATA, "whether a post heads its unit"),
    Term("heldSince", _DATA, "from when the lead holds the affair; without it, that is not known"),
    Term("holder", _OBJECT, "one of the units a dispersed affair lies with"),
    Term("holdersIncomplete", _DATA, "whether there are holders nobody names"),
    Term("holdingState", _OBJECT, "held, dispersed, not reported, none or not known"),
    Term("inferredParent", _OBJECT, "a unit above that is derived or assumed, not reported"),
    Term("inOwnLanguage", _DATA, "whether a name is in the country's own language, neither English nor Korean"),
    Term("inner", _OBJECT, "the unit within the lead that does the work"),
    Term("innerState", _OBJECT, "whether the unit within the lead is reported"),
    Term("item", _DATA, "the watched item a responsibility is limited to"),
    Term("knownAt", _DATA, "the file holds what was public by this instant"),
    Term("lead", _OBJECT, "the unit that leads an affair"),
    Term("level", _DATA, "the level a kind of unit stands at"),
    Term("marking", _DATA, "who may see the file, where that is not everybody"),
    Term("mayEndAt", _DATA, "an instant at which a term may be over; several where its wording can be read so"),
    Term("missingLanguage", _DATA, "a language nobody reports a name in"),
    Term("missingLevel", _DATA, "the level of the chain nobody reports"),
    Term("nameStatus", _OBJECT, "how sure a name is"),
    Term("notLaterThan", _DATA, "the day of a change is not known, but by then it was so"),
    Term(
        "ownLanguage", _DATA, "language tag of names in the country's own language; without it, such names carry no tag"
    ),
    Term("ownLanguageState", _OBJECT, "why names in the country's own language carry no tag"),
    Term("parentState", _OBJECT, "whether the unit above is known, and if not, why"),
    Term("parentStatus", _OBJECT, "how a unit above is known"),
    Term("part", _DATA, "the part of an affair a responsibility is limited to"),
    Term("partName", _DATA, "what a part of an affair is called"),
    Term("plannedEnd", _DATA, "the instant at which a unit ends by a change that is not yet in force"),
    Term("plannedFor", _DATA, "the instant a planned change takes effect, or a planned unit begins"),
    Term("plannedParent", _OBJECT, "a unit above by a change that is not yet in force"),
    Term("postKind", _DATA, "the kind of a post"),
    Term("rank", _DATA, "rank of a kind: a greater one is a higher class"),
    Term("scheme", _DATA, "the scheme a responsibility is limited to"),
    Term(
        "state",
        _OBJECT,
        "whether a change, a responsibility or the whole file is in force, planned or of a day not known",
    ),
    Term("statementStatus", _OBJECT, "how far a statement may be trusted"),
    Term("successor", _OBJECT, "a unit that followed one that ended"),
    Term("temporary", _DATA, "whether a kind of unit is set up for a time"),
    Term("termState", _OBJECT, "whether a term is running, over by one reading, or over"),
    Term("termWording", _DATA, "until when a unit set up for a time runs, as its source says it"),
    Term("unitId", RDFS.Datatype, "opaque, permanent id of a unit"),
    Term("unverifiedClassification", _OBJECT, "kind of a unit of which some statements are unverified"),
    Term("usedFrom", _DATA, "from when a name is used; without it, that is not known"),
    Term("usedUntil", _DATA, "from when a name is no longer used"),
    Term("validAt", _DATA, "the instant the file is about"),
    Term("verb", _DATA, "what an event does: establish, rename, move, transfer, ..."),
    Term(
        "within", _OBJECT, "a unit somewhere above; the units between are not reported", ORG.transitiveSubOrganizationOf
    ),
)
_STATES = {
    "official": "official name",
    "reported": "read in a source",
    "inferred": "name inferred, not read",
    "provisional": "name in use until an official one is published",
    "derived": "follows from other reports",
    "assumed": "assumed, not reported",
    "conflicting": "sources disagree",
    "unverified": "weak source or inference",
    "unit": "a unit, named",
    "none": "a source says there is none",
    "not-reported": "there is one, no source says which",
    "not-known": "nothing is known about it",
    "not-yet-established": "established later",
    "held": "one unit leads",
    "dispersed": "several units, no lead",
    "in-force": "in force",
    "planned": "public, not yet in force",
    "ended": "ended before",
    "end-planned": "ends by a change that is not yet in force",
    "withdrawn": "taken back before its day",
    "reversed": "undone after its day",
    "corrected": "recorded wrongly, and replaced",
    "running": "its end has not come",
    "over-by-one-reading": "its end has come by one reading of its wording, not by every one",
    "over": "its end has come",
}


def state(word: str) -> URIRef:
    """The concept of a state or status word."""
    slug = word.replace("_", "-").replace(" ", "-")
    return TERMS[slug]


def describe(graph: Graph) -> None:
    """Add the description of every own term and state the graph uses."""
    used = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    used |= {node.datatype for _, _, node in graph if isinstance(node, Literal) and node.datatype is not None}
    for term in _TERMS:
        subject = TERMS[term.name]
        if subject in used:
            graph.add((subject, RDF.type, term.kind))
            graph.add((subject, RDFS.label, Literal(_words(term.name), lang="en")))
            graph.add((subject, RDFS.comment, Literal(term.meaning, lang="en")))
            if term.kind == RDFS.Datatype:
                graph.add((subject, RDFS.subClassOf, XSD.string))
            if term.under is not None:
                above = RDFS.subClassOf if term.kind == OWL.Class else RDFS.subPropertyOf
                graph.add((subject, above, term.under))
    for word, meaning in _STATES.items():
        subject = TERMS[word]
        if subject in used:
            graph.add((subject, RDF.type, SKOS.Concept))
            graph.add((subject, SKOS.inScheme, STATES))
            graph.add((subject, SKOS.prefLabel, Literal(word.replace("-", " "), lang="en")))
            graph.add((subject, SKOS.definition, Literal(meaning, lang="en")))
    graph.add((STATES, RDF.type, SKOS.ConceptScheme))
    graph.add((STATES, SKOS.prefLabel, Literal("states and statuses", lang="en")))


def own_terms() -> frozenset[URIRef]:
    """Every term and state of this vocabulary."""
    return frozenset([*(TERMS[term.name] for term in _TERMS), *(TERMS[word] for word in _STATES), STATES])


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
