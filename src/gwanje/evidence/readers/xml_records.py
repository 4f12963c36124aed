"""XML: flat row elements; entities, document type declarations and the network stay closed."""

from pathlib import Path

from lxml import etree

from gwanje.evidence.readers.raw import RawTable, refused, text_table
from gwanje.evidence.sources import FileSpec


def read_xml(path: Path, spec: FileSpec, name: str) -> RawTable:
    """Every row element as a record of its children and attributes."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, dtd_validation=False
    )
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as fault:
        raise refused(
            "This is not well-formed XML",
            f"{name} row {fault.lineno}",
            found=fault.msg or "",
            remedy="Download it again",
        ) from fault
    if tree.docinfo.internalDTD is not None:
        raise refused(
            "The XML declares a document type", name, remedy="Remove the DOCTYPE: entities are never expanded"
        )
    _says_what_it_must(tree.getroot(), spec, name)
    names: list[str] = []
    records: list[dict[str, str]] = []
    for element in tree.getroot().iter(spec.records_at):
        record = dict(element.attrib)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if len(child) or child.tag in record:
                raise refused(
                    f"The element '{child.tag}' is nested or stands twice in one row",
                    f"{name} row {child.sourceline} column '{child.tag}'",
                    expected="one flat value per name",
                    remedy="Load a file with one value per name and row",
                )
            record[str(child.tag)] = (child.text or "").strip()
        names.extend(str(key) for key in record if key not in names)
        records.append({str(key): str(value) for key, value in record.items()})
    if not records and spec.answer:
        raise refused(
            "The answer holds no row of data",
            name,
            expected=f"elements '{spec.records_at}'",
            found="none; the publisher reports no fault",
            remedy="That is not a zero: nothing is known from it. Ask for another month, item or partner",
        )
    if not records:
        raise refused(
            f"The XML has no element '{spec.records_at}'",
            name,
            found=f"root element '{tree.getroot().tag}'",
            remedy="Correct records_at in the source, or load the right file",
        )
    return text_table(name, names, [[record.get(key) for key in names] for record in records], 1)


def _says_what_it_must(root: etree._Element, spec: FileSpec, name: str) -> None:
    """An answer that reports a fault is no data: refused with every text that it carries."""
    for tag, wanted in spec.answer.items():
        found = [(element.text or "").strip() for element in root.iter(tag)]
        if found != [wanted]:
            texts = [
                f"{e.tag} '{e.text.strip()}'"
                for e in root.iter()
                if isinstance(e.tag, str) and e.text and e.text.strip()
            ]
            raise refused(
                "The publisher's answer reports a fault",
                f"{name} element '{tag}'",
                expected=f"{tag} '{wanted}'",
                found="; ".join(texts[:4]) or f"root element '{root.tag}' without {tag}",
                remedy="Ask again, and check the key, the months and the code that were asked",
            )
