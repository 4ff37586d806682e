"""Independent checks of a PDF: its text against a list of strings, and its structure as a screen reader needs it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

_PAGE_NUMBER = re.compile(r" Page \d+ of \d+(?= |$)")


def text_of(pdf: bytes, footer: str, *options: str) -> str:
    """The words of the PDF with single spaces, by poppler, page footers left out when `footer` is given."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    words = " ".join(done.stdout.decode().split())
    if footer:
        words = _PAGE_NUMBER.sub("", words).replace(f" {' '.join(footer.split())}", "")
    return words


def missing_in_order(text: str, expected: Iterable[str]) -> list[str]:
    """The strings that do not stand in the text after the one before them."""
    at, missing = 0, []
    for string in expected:
        wanted = " ".join(string.split())
        found = text.find(wanted, at)
        if found < 0:
            missing.append(string)
        else:
            at = found + len(wanted)
    return missing


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def faults(pdf: bytes) -> list[str]:
    """What a reader with assistive technology would stumble over. Empty for a good letter."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = list(_document_faults(document))
        if "/StructTreeRoot" in document.Root:
            found += _structure_faults(document)
        found += [fault for page in document.pages for fault in _page_faults(page)]
    return found


def headings(pdf: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tags = [str(element.S) for element in elements(document.Root.StructTreeRoot.K)]
    return [int(tag[2:]) for tag in tags if re.fullmatch(r"/H[1-6]", tag)]


def bookmarks(pdf: bytes) -> list[str]:
    def walk(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from walk(item.children)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        return list(walk(outline.root))


def tables(pdf: bytes) -> list[list[list[str]]]:
    """Each table as rows of cell tags, e.g. [["/TH", "/TH"], ["/TD", "/TD"]]."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            [
                [str(cell.S) for cell in elements(row.K) if str(cell.S) in ("/TH", "/TD")]
                for row in elements(table.K)
                if str(row.S) == "/TR"
            ]
            for table in elements(document.Root.StructTreeRoot.K)
            if str(table.S) == "/Table"
        ]


def structure_text(pdf: bytes, *, headings_of_tables: bool = True) -> list[str]:
    """The texts in the order of the structure tree, by poppler: what is read aloud. A table's headings stand again on every page."""
    done = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    found, skipped = [], None
    for line in done.stdout.decode().splitlines():
        indent, said = len(line) - len(line.lstrip()), line.strip()
        if skipped is not None and indent > skipped:
            continue
        skipped = indent if said.split(" ")[0] == "TH" and not headings_of_tables else None
        if skipped is None and said.startswith('"'):
            found.append(said[1:-1].replace('\\"', '"'))
    return found


def order_faults(pdf: bytes, footer: str) -> list[str]:
    """Where what is read aloud is not what stands on the page, in the order it is drawn in."""
    drawn = "".join(text_of(pdf, footer, "-raw").split())
    read = "".join("".join(structure_text(pdf)).split())
    # A bullet is drawn and has a label of its own; readers say it in their way.
    drawn, read = drawn.replace("•", ""), read.replace("•", "")
    if drawn == read:
        return []
    at = next(
        (place for place, (one, other) in enumerate(zip(drawn, read, strict=False)) if one != other),
        min(len(drawn), len(read)),
    )
    return [f"read aloud {read[at : at + 40]!r}, drawn {drawn[at : at + 40]!r}"]


def _document_faults(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure tree"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not displayed"
    if "/Outlines" not in root:
        yield "no bookmarks"
    with document.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not claim PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "no title"


def _structure_faults(document: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for element in elements(document.Root.StructTreeRoot.K):
        tag = str(element.S)
        if re.fullmatch(r"/H[1-6]", tag):
            if int(tag[2:]) > level + 1:
                yield f"heading {tag[1:]} after level {level}"
            level = int(tag[2:])
        if tag == "/Figure" and not str(element.get("/Alt", "")):
            yield "figure without alternative text"
        if tag == "/Table":
            rows = [row for row in elements(element.K) if str(row.S) == "/TR"]
            cells = [[str(cell.S) for cell in elements(row.K) if str(cell.S) in ("/TH", "/TD")] for row in rows]
            if not cells or set(cells[0]) != {"/TH"}:
                yield "table without a heading row"
            if len({len(row) for row in cells}) > 1:
                yield "table with rows of unequal length"
            yield from _heading_faults(element)
    if level == 0:
        yield "no headings"


def _heading_faults(table: Any) -> Iterator[str]:
    """Every cell of data names a heading cell of its table, or its headings say which way they stand."""
    cells = [cell for row in elements(table.K) if str(row.S) == "/TR" for cell in elements(row.K)]
    headings = {str(cell.get("/ID", "")) for cell in cells if str(cell.S) == "/TH"} - {""}
    scoped = all("/Scope" in cell.get("/A", {}) for cell in cells if str(cell.S) == "/TH")
    for cell in cells:
        named = {str(one) for one in cell.get("/A", {}).get("/Headers", [])} if str(cell.S) == "/TD" else headings
        if not scoped and not (named and named <= headings):
            yield "cell without its heading"
            return


def _page_faults(page: pikepdf.Page) -> Iterator[str]:
    if str(page.obj.get("/Tabs", "")) != "/S":
        yield "tab order does not follow the structure"
    for annotation in page.obj.get("/Annots", []):
        if "/StructParent" not in annotation or "/Contents" not in annotation:
            yield "link outside the structure"
    for name, font in page.obj.Resources.get("/Font", {}).items():
        descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if not any(str(key).startswith("/FontFile") for key in descendant.FontDescriptor):
            yield f"font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"font {name} cannot be read as text"


def faults_but_bookmarks(pdf: bytes) -> list[str]:
    """For a page with one heading."""
    return [fault for fault in faults(pdf) if fault != "no bookmarks"]
