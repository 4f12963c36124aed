"""Names of nodes and the literals every part of the graph shares."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS, XSD

from gwanje.foundation.names import NAME_LANGUAGES, Names
from gwanje.interfaces.exchange.vocabulary import TERMS, state


class Nodes:
    """Names in the space of one country: urn:gwanje:KOR:unit:kr-u02."""

    def __init__(self, country: str, zone: ZoneInfo, language: str = "") -> None:
        self._country = country
        self.zone = zone
        self.own = "" if language in {"en", "ko"} else language  # SKOS: no language has two preferred labels

    def prefix(self, part: str) -> str:
        """The beginning of every name of one part."""
        return f"urn:gwanje:{self._country}:{part}:"

    def of(self, part: str, identity: str) -> URIRef:
        """The name of one thing; whatever a urn cannot hold is escaped."""
        return URIRef(self.prefix(part) + quote(identity, safe=":-._~"))

    def instant(self, instant: datetime) -> Literal:
        """An instant with the offset of the country's zone."""
        return Literal(instant.astimezone(self.zone).isoformat(), datatype=XSD.dateTime, normalize=False)

    def spoken(self, text: str, lang: str) -> Literal:
        """A name with its language tag; one in the country's own language has none where nobody says which it is."""
        return Literal(text, lang=(self.own or None) if lang == "own" else lang)

    def day(self, instant: datetime) -> Literal:
        """The calendar day in the country's zone."""
        return Literal(instant.astimezone(self.zone).date().isoformat(), datatype=XSD.date, normalize=False)

    def stamp(self, instant: datetime) -> str:
        """An instant as part of a name."""
        return instant.astimezone(self.zone).strftime("%Y%m%dT%H%M%S")

    def add_cited(self, graph: Graph, subject: URIRef, sources: Iterable[str]) -> None:
        """The publications a statement rests on."""
        for source in sources:
            graph.add((subject, DCTERMS.source, self.of("reference", source)))

    def add_names(self, graph: Graph, subject: URIRef, names: Names) -> None:
        """Labels of a thing whose names have no period; a status other than reported is told beside them."""
        for lang in NAME_LANGUAGES:
            name = getattr(names, lang)
            if name is None:
                if lang != "own":
                    graph.add((subject, TERMS["missingLanguage"], Literal(lang)))
                continue
            graph.add((subject, SKOS.prefLabel, self.spoken(name.text, lang)))
            if name.status not in {"reported", "official"}:
                remark = f"name ({lang}): {name.status}" + (f", {name.note}" if name.note else "")
                graph.add((subject, SKOS.editorialNote, Literal(remark, lang="en")))


def add_status(graph: Graph, subject: URIRef, status: str) -> None:
    """How far a statement may be trusted, where that is not simply reported."""
    if status != "reported":
        graph.add((subject, TERMS["statementStatus"], state(status)))
