"""The snapshot: both ways through JSON, canonical, and refused when it is anything else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.letters import build
from reports.letters.blocks import (
    Block,
    Body,
    Bullets,
    Details,
    DetailsColumn,
    FindingList,
    FindingRow,
    Findings,
    Paragraph,
    People,
    PeopleColumn,
    Person,
    ResultRow,
    Results,
)
from reports.letters.context import (
    Addressee,
    ContextError,
    Dates,
    Envelope,
    LetterContext,
    Section,
    Signatory,
    SignatureColumn,
    printed_dates,
)
from reports.tests import letter_samples as samples

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
ROWS = st.lists(st.builds(FindingRow, TEXT, TEXTS, TEXT, TEXTS), max_size=3).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, TEXT),
    st.builds(Bullets, TEXTS),
    st.builds(FindingList, ROWS),
    st.builds(Findings, st.sampled_from([("a",), ("a", "b")]), ROWS),
    st.builds(People, st.lists(st.builds(PeopleColumn, TEXT, st.just((Person("HMI"),))), max_size=2).map(tuple)),
    st.builds(
        Details, st.lists(st.builds(DetailsColumn, TEXT, st.just((Body("A", website="b"),))), max_size=2).map(tuple)
    ),
    st.builds(Results, TEXT, st.lists(st.builds(ResultRow, TEXT, TEXT, TEXT, TEXTS), max_size=2).map(tuple)),
)


@settings(max_examples=60, deadline=None)
@given(blocks=st.lists(BLOCKS, max_size=5).map(tuple), heading=TEXT, day=st.dates(date(2016, 1, 1), date(2099, 1, 1)))
def test_any_letter_comes_back_as_it_was(blocks: tuple[Block, ...], heading: str, day: date) -> None:
    letter = replace(samples.context("bury-2024"), sections=(Section("x", heading, 2, blocks),), published_on=day)
    data = letter.as_json()
    assert LetterContext.from_json(data) == letter
    assert LetterContext.from_json(data).as_json() == data


@pytest.mark.parametrize("name", sorted(samples.FILES))
def test_every_sample_comes_back_as_it_was(name: str) -> None:
    letter = samples.context(name)
    assert LetterContext.from_json(letter.as_json()) == letter


def test_the_bytes_are_canonical() -> None:
    letter = samples.context("southampton-2024")
    data = letter.as_json()
    assert data == json.dumps(json.loads(data), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert "café".encode() in data
    assert letter.sha256 == samples.context("southampton-2024").sha256
    assert letter.sha256 != replace(letter, marking="Draft").sha256


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (b'"type":"paragraph"', b'"type":"html"', "sections.0.blocks.0"),
        (b'"level":2', b'"level":2,"style":"x"', "sections.0.style"),
        (b'"level":2', b'"level":"2"', "sections.0.level"),
        (b'"level":2', b'"level":1', "sections.0.level"),
        (b'"end_on":"2024-02-16"', b'"end_on":"2024-02-11"', "dates"),
        (b'"end_on":"2024-02-16"', b'"end_on":"2024-02-30"', "dates.end_on"),
        (b'"area_name":"Bury",', b"", "area_name"),
        (b'"schema":1', b'"schema":2', "the letter"),
        (b'"template":"area_send_2023"', b'"template":"../secret"', "the letter"),
        (b'"template_version":"v1"', b'"template_version":"v1/.."', "the letter"),
        (b"}", b"", "the letter"),
    ],
)
def test_stored_bytes_that_were_changed_are_refused(old: bytes, new: bytes, where: str) -> None:
    data = samples.context("bury-2024").as_json()
    assert old in data
    with pytest.raises(ContextError, match=f"cannot be read: {where}: ") as refused:
        LetterContext.from_json(data.replace(old, new, 1))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("start_on", "end_on", "words"),
    [
        (date(2024, 2, 12), date(2024, 2, 16), "12 to 16 February 2024"),
        (date(2024, 4, 29), date(2024, 5, 3), "29 April to 3 May 2024"),
        (date(2018, 12, 31), date(2019, 1, 4), "31 December 2018 to 4 January 2019"),
        (date(2019, 3, 18), date(2019, 3, 18), "18 March 2019"),
    ],
)
def test_dates_are_worded_once(start_on: date, end_on: date, words: str) -> None:
    assert printed_dates(start_on, end_on) == words


def test_the_footer_is_the_title_and_the_dates() -> None:
    letter = samples.context("bury-2024")
    assert letter.footer == "Area SEND inspection of Bury Local Area Partnership, 12 to 16 February 2024"
    assert replace(letter, dates=replace(letter.dates, printed="May 2024")).footer.endswith("Partnership, May 2024")


def test_a_heading_of_level_3_needs_one_of_level_2_above_it() -> None:
    letter = samples.context("bury-2024")
    with pytest.raises(ValueError, match="section team would be a heading of level 3"):
        replace(letter, sections=(Section("team", "Inspection team", 3, ()),))


PARTICULARS = build.Particulars(
    framework="local-area-send-2016",
    edition="2018-11",
    kind="full",
    reference="southend-on-sea-2018",
    area_name="Southend-on-Sea",
    start_on=date(2018, 10, 1),
    end_on=date(2018, 10, 5),
    outcome="wsoa-required",
    envelope=Envelope(
        ("Ofsted",),
        (Addressee("Ms Adeyemi"),),
        "Dear Ms Adeyemi",
        signatures=(SignatureColumn("Ofsted", (Signatory("Helen Marsh", "HMI"),)),),
    ),
)


def test_a_draft_without_text_has_every_section_and_the_determination() -> None:
    letter = build.letter_context(PARTICULARS, {})
    assert [section.code for section in letter.sections][-1] == "significant_concerns"
    assert len(letter.sections) == 9
    introduction = letter.section("introduction")
    assert introduction is not None
    said = [block.text for block in introduction.blocks if isinstance(block, Paragraph)]
    assert "has determined that a Written Statement of Action is required" in said[0]
    assert "jointly responsible for submitting" in said[1]


def test_a_letter_without_a_statement_of_action_has_neither_the_block_nor_the_determination() -> None:
    letter = build.letter_context(replace(PARTICULARS, outcome="no-wsoa"), {"introduction": ["We inspected."]})
    assert letter.section("significant_concerns") is None
    introduction = letter.section("introduction")
    assert introduction is not None
    assert introduction.blocks == (Paragraph("We inspected."),)


def test_a_weakness_stands_under_the_sentence_that_asks_for_the_statement() -> None:
    letter = build.letter_context(PARTICULARS, {"significant_concerns": [FindingRow("Plans are late.")]})
    section = letter.section("significant_concerns")
    assert section is not None
    asks, weaknesses = section.blocks
    assert isinstance(asks, Paragraph)
    assert "written statement of action to Ofsted" in asks.text
    assert weaknesses == FindingList((FindingRow("Plans are late."),))


def test_a_revisit_says_its_result_and_the_next_steps() -> None:
    kind = replace(PARTICULARS, edition="2021-03", kind="revisit", outcome="all-sufficient")
    letter = build.letter_context(
        kind, {"main_findings": [build.result_row("Late plans.", "sufficient", ["Faster now."])]}
    )
    said = b" ".join([letter.as_json()]).decode()
    assert "sufficient progress in addressing all of the areas of significant weakness" in said
    assert "monitoring by the Department for Education and NHS England ends" in said


def test_content_that_does_not_fit_the_letter_is_refused() -> None:
    with pytest.raises(build.NoLetter, match="has no section experience"):
        build.letter_context(PARTICULARS, {"experience": ["x"]})
    with pytest.raises(build.NoLetter, match="has no section significant_concerns"):
        build.letter_context(replace(PARTICULARS, outcome="no-wsoa"), {"significant_concerns": [FindingRow("x")]})
    with pytest.raises(build.NoLetter, match="The outcome letter is addressed to named people"):
        build.letter_context(replace(PARTICULARS, envelope=None), {})
    report = replace(PARTICULARS, framework="area-send-2023", edition="2025-07-07", outcome="outcome-1")
    with pytest.raises(build.NoLetter, match="The inspection report is not addressed"):
        build.letter_context(report, {})
    with pytest.raises(build.NoLetter, match="A thematic visit ends in no letter"):
        build.letter_context(replace(report, kind="thematic", outcome="", envelope=None), {})


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Dates(date(2024, 1, 2), date(2024, 1, 1), "x")
