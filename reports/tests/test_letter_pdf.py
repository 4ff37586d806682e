"""The PDF: all of the words in order, a structure that can be read aloud, and the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from core import pdf, typeface
from reports.letters import render
from reports.tests import letter_checks as checks
from reports.tests import letter_samples as samples

REPORTS = ("bolton-2024", "bury-2024", "southampton-2024")
EVERY = (*REPORTS, "letter-2016", "revisit-2019", "monitoring-2025")


def finding_strings(finding: dict[str, Any]) -> Iterator[str]:
    yield finding["text"]
    yield from finding["points"]
    if finding["closing"]:
        yield finding["closing"]
    yield from finding.get("responsible_bodies", [])


def report_strings(source: dict[str, Any]) -> Iterator[str]:
    """Everything a report file says, in the order of the printed report. Read from the file, not from the context."""
    yield f"{source['area_name']} Local Area Partnership"
    yield source["inspection_dates_as_printed"]
    yield source["previous_inspection_as_printed"]
    yield from source["outcome_as_printed"]
    yield "Information about the local area partnership"
    yield from source["sections"]["about_the_partnership"]
    yield "What is it like to be a child or young person"
    yield from source["sections"]["experience"]
    yield "What is the area partnership doing that is effective?"
    yield from source["sections"]["effective"]
    yield "What does the area partnership need to do better?"
    yield from source["sections"]["needs_to_improve"]
    for part in ("areas_for_priority_action", "areas_for_improvement"):
        for finding in source[part]:
            yield from finding_strings(finding)
    for partner in sorted(source["partnership_details"], key=lambda one: one["kind"] == "icb"):
        yield from (partner["name"], partner["role"], partner["website"])
    yield "section 20(1)(a) of the Children Act 2004"
    yield from (*source["team"]["ofsted"], *source["team"]["cqc"])


def letter_strings(source: dict[str, Any]) -> Iterator[str]:
    """Everything a letter file of the 2016 framework says, in order."""
    yield from source["contact"]
    for person in source["addressees"]:
        yield f"{person['name']}, {person['role']}"
        yield from (person["organisation"], *person["address"])
    yield source["salutation"]
    yield from source["introduction"]
    yield from source.get("determination", [])
    for part in source.get("sections", {}).values():
        yield from part
    for result in source.get("results", []):
        yield from (result["text"], f"has {'not ' * (result['result'] != 'sufficient')}made sufficient progress")
        yield from result["paragraphs"]
    yield from source.get("next_steps", [])
    yield from source.get("weaknesses", [])
    for column in source["signatures"].values():
        for person in column:
            yield from (person["name"], person["role"])
    yield from source["copied_to"]


def expected(name: str) -> list[str]:
    source = samples.source(name)
    return list(report_strings(source) if source["kind"] == "full" and "team" in source else letter_strings(source))


def pages_of(printed: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(printed)) as document:
        numbers = [str(number + 1) for number in range(len(document.pages))]
    return [checks.text_of(printed, "", "-f", number, "-l", number) for number in numbers]


@pytest.mark.parametrize("name", [*REPORTS, "letter-2016", "revisit-2019"])
def test_every_paragraph_bullet_and_row_is_printed_in_order(name: str) -> None:
    text = checks.text_of(samples.printed(name), samples.context(name).footer, "-raw")
    assert checks.missing_in_order(text, expected(name)) == []


@pytest.mark.parametrize("name", REPORTS)
def test_paragraphs_bullets_and_cells_stay_whole_in_plain_reading_order(name: str) -> None:
    """A reader that takes the page apart by position must still find each text in one piece: nothing is split over a
    page, and no line ends inside a hyphenated word.
    """
    source = samples.source(name)
    one_column = [string for part in source["sections"].values() for string in part]
    one_column += [string for finding in source["areas_for_improvement"] for string in finding_strings(finding)]
    pages = pages_of(samples.printed(name))
    split = [string for string in one_column if not any(" ".join(string.split()) in page for page in pages)]
    assert split == []
    text = checks.text_of(samples.printed(name), samples.context(name).footer)
    assert checks.missing_in_order(text, one_column) == []
    rows = [finding["text"] for finding in source["areas_for_priority_action"]]
    assert checks.missing_in_order(text, rows) == []


def test_the_text_check_finds_what_is_left_out_and_what_is_out_of_order() -> None:
    name = "bury-2024"
    letter = samples.context(name)
    section = letter.section("experience")
    assert section is not None
    without = replace(section, blocks=section.blocks[1:])
    swapped = replace(section, blocks=section.blocks[::-1])
    lost = samples.source(name)["sections"]["experience"][0]
    for changed in (without, swapped):
        sections = tuple(changed if one.code == "experience" else one for one in letter.sections)
        drawn = pdf.render_pdf(render.render_document(replace(letter, sections=sections)))
        missing = checks.missing_in_order(checks.text_of(drawn, letter.footer, "-raw"), expected(name))
        assert missing
        assert (missing == [lost]) == (changed is without)


@pytest.mark.parametrize("name", EVERY)
def test_the_structure_can_be_read_aloud(name: str) -> None:
    printed = samples.printed(name)
    assert checks.faults(printed) == []
    levels = checks.headings(printed)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert checks.order_faults(printed, samples.context(name).footer) == []


def test_the_bookmarks_are_the_headings() -> None:
    letter = samples.context("letter-2016")
    anchors = [anchor.heading for anchor in render.contents(letter)]
    assert checks.bookmarks(samples.printed("letter-2016")) == [letter.title, *anchors]
    assert anchors.count("Strengths") == anchors.count("Areas for development") == 3


def test_each_table_has_its_one_rule() -> None:
    shapes = [[len(row) for row in table] for table in checks.tables(samples.printed("bury-2024"))]
    columns = [row[0] for row in shapes]
    # Priority actions (two columns, over several pages), improvements (one), details and team (two).
    assert columns == [*sorted(columns[:-3], reverse=True), 1, 2, 2]
    assert sum(len(table) - 1 for table in shapes if table is not shapes[-1]) == 6 + 3 + 1
    first = [table[0] for table in checks.tables(samples.printed("bury-2024"))]
    assert all(set(row) == {"/TH"} for row in first), "the heading row stands again on every page"


def edited(printed: bytes, edit: Any) -> bytes:
    with pikepdf.open(io.BytesIO(printed)) as document:
        edit(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_the_structure_check_finds_each_fault() -> None:
    printed = samples.printed("bury-2024")

    def drop(key: str) -> bytes:
        return edited(printed, lambda document: document.Root.__delitem__(key))

    assert "no structure tree" in checks.faults(drop("/StructTreeRoot"))
    assert "not marked as tagged" in checks.faults(drop("/MarkInfo"))
    assert "no language" in checks.faults(drop("/Lang"))
    assert "the title is not displayed" in checks.faults(drop("/ViewerPreferences"))
    assert "no bookmarks" in checks.faults(drop("/Outlines"))
    assert "does not claim PDF/UA-1" in checks.faults(drop("/Metadata"))

    def loosen_links(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            for annotation in page.obj.get("/Annots", []):
                del annotation["/StructParent"]

    def strip_font(document: pikepdf.Pdf) -> None:
        font = next(iter(document.pages[0].obj.Resources.Font.values()))
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]

    assert "link outside the structure" in checks.faults(edited(printed, loosen_links))
    assert any("is not embedded" in fault for fault in checks.faults(edited(printed, strip_font)))
    document = samples.document("bury-2024")
    skipped = document.replace("<h2", "<h4").replace("</h2", "</h4")
    assert "heading H4 after level 1" in checks.faults(pdf.draw(skipped)[0])
    headless = re.sub(r"<thead.*?</thead>", "", document, flags=re.DOTALL)
    assert "table without a heading row" in checks.faults(pdf.draw(headless)[0])
    untitled = re.sub(r"<title>.*?</title>", "", document)
    assert "no title" in checks.faults(pdf.draw(untitled)[0])


def test_the_structure_check_finds_what_is_read_in_another_order_or_not_at_all() -> None:
    printed, footer = samples.printed("bury-2024"), samples.context("bury-2024").footer

    def first(document: pikepdf.Pdf, tag: str) -> Any:
        return next(one for one in checks.elements(document.Root.StructTreeRoot.K) if str(one.S) == tag)

    def turn_round(document: pikepdf.Pdf) -> None:
        part = first(document, "/Part")
        part.K = pikepdf.Array(list(part.K)[::-1])

    def leave_out(document: pikepdf.Pdf) -> None:
        part = first(document, "/Part")
        part.K = pikepdf.Array(list(part.K)[1:])

    def loosen_cells(document: pikepdf.Pdf) -> None:
        for cell in checks.elements(document.Root.StructTreeRoot.K):
            if str(cell.S) == "/TD" and "/A" in cell:
                del cell["/A"]

    def mute(document: pikepdf.Pdf) -> None:
        paragraph = first(document, "/P")
        paragraph.S = pikepdf.Name.Figure

    def no_map(document: pikepdf.Pdf) -> None:
        del next(iter(document.pages[0].obj.Resources.Font.values()))["/ToUnicode"]

    assert checks.order_faults(printed, footer) == []
    assert checks.order_faults(edited(printed, turn_round), footer) != []
    assert checks.order_faults(edited(printed, leave_out), footer) != []
    assert "cell without its heading" in checks.faults(edited(printed, loosen_cells))
    assert "figure without alternative text" in checks.faults(edited(printed, mute))
    assert any("cannot be read as text" in fault for fault in checks.faults(edited(printed, no_map)))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_has_seven_to_twelve_pages_and_a_footer_on_each(name: str) -> None:
    letter = samples.context(name)
    with pikepdf.open(io.BytesIO(samples.printed(name))) as document:
        pages = len(document.pages)
        about = {key: str(document.docinfo[key]) for key in ("/Title", "/CreationDate", "/ModDate")}
    assert 7 <= pages <= 12
    assert letter.published_on is not None
    stamp = f"D:{letter.published_on:%Y%m%d}"
    assert about["/Title"] == letter.footer
    assert about["/CreationDate"].startswith(stamp), "dated from the letter, never from the clock"
    assert about["/ModDate"].startswith(stamp)
    for number in range(1, pages + 1):
        only = ("-f", str(number), "-l", str(number), "-raw")
        text = checks.text_of(samples.printed(name), "", *only)
        assert f"{letter.footer} Page {number} of {pages}" in text


def test_one_field_dates_the_header_and_the_footer() -> None:
    letter = samples.context("southampton-2024")
    moved = replace(letter, dates=replace(letter.dates, printed="1 to 5 April 2024"))
    drawn = pdf.render_pdf(render.render_document(moved))
    text = checks.text_of(drawn, "", "-raw")
    assert "13 May 2024 to 17 May 2024" not in text
    assert text.count("1 to 5 April 2024") > 7


def test_the_same_context_gives_the_same_bytes_in_separate_processes() -> None:
    letter = samples.context("bolton-2024")
    again = type(letter).from_json(letter.as_json())
    first, second = pdf.render_pdf(render.render_document(letter)), pdf.render_pdf(render.render_document(again))
    assert first == second
    assert first != pdf.render_pdf(render.render_document(replace(again, area_name="Bury", title="Another")))


def test_only_the_bundled_typeface_is_used() -> None:
    for name in EVERY:
        with pikepdf.open(io.BytesIO(samples.printed(name))) as document:
            fonts = {
                str(font.BaseFont).split("+")[-1]
                for page in document.pages
                for font in page.obj.Resources.get("/Font", {}).values()
            }
        assert fonts <= {"Letter-Sans", "Letter-Sans-Bold", "Letter-Sans-Semi-Bold"}, name


def test_a_character_the_typeface_lacks_brings_in_no_font_of_the_machine() -> None:
    """Armenian and a snowman: the fonts of a plain Debian have them, the bundled one does not."""
    assert typeface.missing("plain — ‘quoted’ café £5 ½ …") == []
    assert typeface.missing("Աբ and ☃") == ["Ա", "բ", "☃"]
    document = samples.document("bolton-2024").replace("Bolton Council", "Աբ ☃ Council")
    with pikepdf.open(io.BytesIO(pdf.render_pdf(document))) as drawn:
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in drawn.pages
            for font in page.obj.Resources.get("/Font", {}).values()
        }
    assert all(font.startswith(("Letter-Sans", "Source-Sans-3")) for font in fonts), fonts
