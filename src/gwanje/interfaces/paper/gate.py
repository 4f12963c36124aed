"""No page leaves with an uncited figure: every number with a unit stands inside something that names its sources."""

from lxml import html

from gwanje.answers.sentences import QUANTITY
from gwanje.foundation.errors import RefusedInputError

_SKIPPED = {"style", "script", "title", "svg"}


def uncited_figures(page: str) -> list[str]:
    """The text of every figure that has no `data-sources` on itself or above it; list of sources and charts' own text aside."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or _inside(element):
            continue
        texts = [element.text or "", *(child.tail or "" for child in element)]
        found += [text.strip()[:120] for text in texts if QUANTITY.search(text)]
    return found


def _inside(element: html.HtmlElement) -> bool:
    lineage = [element, *element.iterancestors()]
    return any(
        node.get("data-sources") or node.tag in _SKIPPED or "sources" in (node.get("class") or "").split()
        for node in lineage
    )


def require_sources(page: str, name: str) -> str:
    """The page itself, or a refusal that names the figures without a source."""
    found = uncited_figures(page)
    if found:
        raise RefusedInputError(
            f"{len(found)} figure(s) on the page '{name}' have no source",
            expected="each number with a unit inside an element with data-sources",
            found="; ".join(found[:3]),
            remedy="Give the sentence or the element its sources (Convention S2)",
        )
    return page
