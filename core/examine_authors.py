"""The parts of Office files that name people, without their names: who wrote the whole, a comment, a change, a thread."""

from __future__ import annotations

from typing import Any

# Who wrote it, by the local names of the elements of the parts that say so.
WHO = {"creator", "lastModifiedBy", "Manager", "Company", "initial-creator", "printed-by", "HyperlinkBase"}
# OpenDocument names who wrote a comment or made a change within the text itself.
CREATORS = frozenset({"creator", "initial-creator", "creator-initials", "sender-initials"})
# Roots of the parts that list people: of comments of a workbook or document, of threads, of slides.
PEOPLE = frozenset({"comments", "people", "personList", "cmAuthorLst", "authorLst"})
# Roots of the parts of a document whose elements may say whose change they are.
WORD = frozenset({"document", "hdr", "ftr", "footnotes", "endnotes", "glossaryDocument", "styles", "numbering"})
# What Word itself writes where names are taken away; readers need one.
AUTHOR, INITIALS, PROVIDER = "Author", "A", "None"
INSTEAD = {"author": AUTHOR, "initials": INITIALS}
LISTED = {"name": AUTHOR, "displayName": AUTHOR, "initials": INITIALS, "userId": AUTHOR, "providerId": PROVIDER}


def without_makers(xml: bytes, *, whole: bool) -> bytes | None:
    """A part without the words of the elements that say who, or without all properties; None when there are none."""
    root, found = _read(xml), False
    for element in list(_elements(root)):
        local = _local(element.tag)
        if (local in WHO and (element.text or len(element))) or (whole and local == "property"):
            found = True
            if whole:
                element.getparent().remove(element)
            else:
                element[:], element.text = [], ""
    return _written(root) if found else None


def without_people(xml: bytes) -> bytes | None:
    """A part whose comments, changes and threads are all by "Author"; None when it names nobody. Their words and moments stay."""
    root = _read(xml)
    kind, before = _local(root.tag), _written(root)
    names = []
    if kind == "people":
        root[:] = []
    for element in _elements(root):
        local = _local(element.tag)
        listed = local in ("person", "cmAuthor", "author") and kind in ("personList", "cmAuthorLst", "authorLst")
        for key in element.attrib:
            if instead := (LISTED if listed else INSTEAD).get(_local(key)):
                element.attrib[key] = instead
        if local == "author" and kind == "comments" and element.text:
            names.append(element.text)
            element.text = AUTHOR
        elif local in CREATORS:
            element[:], element.text = [], ""
    _unsigned(root, names)
    after = _written(root)
    return after if after != before else None


def _unsigned(root: Any, names: list[str]) -> None:
    """Excel begins a comment with the name of its author."""
    for element in _elements(root) if names else ():
        for name in names:
            if _local(element.tag) == "t" and (element.text or "").startswith(f"{name}:"):
                element.text = AUTHOR + element.text[len(name) :]


def _read(xml: bytes) -> Any:
    """What `check_xml` has let through; lxml's own limits are lower than its, and entities were refused by then."""
    from lxml import etree

    return etree.fromstring(
        xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def _written(root: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _elements(root: Any) -> Any:
    return (each for each in root.iter() if isinstance(each.tag, str))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
