"""Letter files: the samples are taken, and every class of fault is one clear line with the path to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reports.letters import published_report
from reports.letters.letter_file import MAX_BYTES
from reports.letters.published_report import LetterFileError
from reports.tests import letter_samples as samples

Change = Callable[[dict[str, Any]], object]


def fault_in(data: bytes) -> str:
    with pytest.raises(LetterFileError) as refused:
        published_report.parse(data)
    words = str(refused.value)
    assert "\n" not in words
    assert len(words) < 250
    return words


def fault_after(name: str, change: Change) -> str:
    source = samples.source(name)
    change(source)
    return fault_in(json.dumps(source).encode())


@pytest.mark.parametrize("name", sorted(samples.FILES))
def test_the_samples_are_taken(name: str) -> None:
    report = published_report.parse(samples.FILES[name].read_bytes())
    assert report.area_name == samples.source(name)["area_name"]
    letter = published_report.to_context(report, "some-reference")
    assert letter.reference == "some-reference"
    assert letter.published_on == report.published_on


def test_the_outcome_and_the_edition_come_from_the_rulebook() -> None:
    found = {name: (letter.outcome, letter.edition) for name in samples.FILES for letter in [samples.context(name)]}
    assert found == {
        "bolton-2024": ("outcome-1", "2024-04-05"),
        "southampton-2024": ("outcome-2", "2024-04-05"),
        "bury-2024": ("outcome-3", "2023-01"),
        "letter-2016": ("wsoa-required", "2016-04"),
        "revisit-2019": ("some-sufficient", "2018-11"),
        "monitoring-2025": ("effective", "2025-07-07"),
    }


def put(*path_and_value: Any) -> Change:
    """A change that sets the value at a path of keys and numbers."""
    *path, last, value = path_and_value

    def change(source: Any) -> None:
        for step in path:
            source = source[step]
        source[last] = value

    return change


def drop(*path: Any) -> Change:
    def change(source: Any) -> None:
        for step in path[:-1]:
            source = source[step]
        del source[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        # a part is missing
        (drop("framework"), "framework: missing"),
        (drop("kind"), "kind: missing"),
        (drop("outcome"), "outcome: missing"),
        (drop("team", "cqc"), "team.cqc: missing"),
        (drop("sections", "experience"), "sections.experience: missing"),
        (drop("areas_for_improvement", 2, "text"), "areas_for_improvement[2].text: missing"),
        (drop("areas_for_priority_action", 1, "responsible_bodies"),
         "areas_for_priority_action[1].responsible_bodies: missing"),
        (put("sections", "effective", []), "sections.effective: must have at least 1 item"),
        (put("areas_for_improvement", []), "areas_for_improvement: must have at least 1 item"),
        (put("areas_for_priority_action", 0, "responsible_bodies", []),
         "areas_for_priority_action[0].responsible_bodies: must have at least 1 item"),
        (put("partnership_details", []), "partnership_details: must have at least 1 item"),
        (drop("partnership_details", 0), "partnership_details: names no local authority"),
        (drop("partnership_details", 1), "partnership_details: names no integrated care board (icb)"),
        # an unknown key
        (put("rating", 3), "rating: is not a key of this file"),
        (put("team", "dfe", ["x"]), "team.dfe: is not a key of this file"),
        (put("areas_for_improvement", 0, "owner", "x"), "areas_for_improvement[0].owner: is not a key of this file"),
        (put("odd\nkey", 1), r"'odd\nkey': is not a key of this file"),
        # a wrong type
        (put("inspection_dates_as_printed", "13 to 16 October 2025"),
         "inspection_dates_as_printed: 13 to 16 October 2025 is not onsite_start to onsite_end, 12 February 2024 to 16 February 2024"),
        (put("area_name", 7), "area_name: must be text"),
        (put("area_name", None), "area_name: must be text"),
        (put("outcome", "3"), "outcome: must be a whole number"),
        (put("outcome", True), "outcome: must be a whole number"),
        (put("outcome", 3.0), "outcome: must be a whole number"),
        (put("sections", []), "sections: must be an object with keys"),
        (put("sections", "effective", "one"), "sections.effective: must be a list"),
        (put("sections", "effective", 2, 5), "sections.effective[2]: must be text"),
        (put("areas_for_improvement", 0, "points", None), "areas_for_improvement[0].points: must be a list"),
        (put("partnership_details", 0, "kind", "ccg"), "partnership_details[0].kind: must be local_authority or icb"),
        # a wrong framework or kind
        (put("framework", "area-send-2030"),
         "framework: 'area-send-2030' is not known; it must be area-send-2023 or local-area-send-2016"),
        (put("framework", ["area-send-2023"]),
         "framework: ['area-send-2023'] is not known; it must be area-send-2023 or local-area-send-2016"),
        (put("kind", "revisit"), "kind: 'revisit' is not known; it must be full or monitoring"),
        (put("framework", "local-area-send-2016"), "letter_on: missing (and 25 more)"),
        # impossible dates
        (put("onsite_start", "2024-02-30"), "onsite_start: 2024-02-30 is not a date of the calendar"),
        (put("onsite_start", "12 February 2024"), "onsite_start: must be a date like 2024-02-16"),
        (put("onsite_start", "2024-02-12T09:00:00"), "onsite_start: must be a date like 2024-02-16"),
        (put("onsite_start", 20240212), "onsite_start: must be a date like 2024-02-16"),
        (put("onsite_end", "2024-02-11"), "onsite_end: 2024-02-11 is before onsite_start, 2024-02-12"),
        (put("onsite_end", "2024-03-16"), "onsite_end: 2024-03-16 is more than a month after onsite_start"),
        (put("published_on", "2024-02-15"), "published_on: 2024-02-15 is before onsite_end, 2024-02-16"),
        (put("published_on", "2224-02-15"), "published_on: 2224-02-15 is too far ahead"),
        (put("onsite_start", "2019-02-12"),
         "onsite_start: 2019-02-12 is before the framework began on 1 January 2023"),
        # an outcome that is not on the scale, or does not fit the findings
        (put("outcome", 4), "outcome: 4 is not an outcome of this framework (1, 2, 3)"),
        (put("outcome", 0), "outcome: 0 is not an outcome of this framework (1, 2, 3)"),
        (put("areas_for_priority_action", []),
         "areas_for_priority_action: is empty, and outcome 3 must have at least one"),
        (put("outcome", 2), "areas_for_priority_action: must be empty: outcome 2 has none"),
        # text that is not text
        (put("area_name", "Bu\u0000ry"), "area_name: holds the control character U+0000"),
        (put("area_name", "Bury\n"), "area_name: holds the control character U+000A"),
        (put("area_name", "Bu\u202ery"), "area_name: holds the control character U+202E"),
        (put("area_name", "Bu\ud800ry"), "area_name: holds half of a character"),
        (put("area_name", "Bury \U0001f600"),
         "area_name: holds a character the letter typeface does not have (U+1F600)"),
        (put("sections", "effective", 1, "  "), "sections.effective[1]: is empty"),
        (put("areas_for_improvement", 0, "text", ""), "areas_for_improvement[0].text: is empty"),
        # addresses and codes
        (put("partnership_details", 0, "website", "javascript:alert(1)"),
         "partnership_details[0].website: must be a web address like www.example.gov.uk"),
        (put("report_url", "http://www.example.org/x"), "report_url: must be an https address"),
        (put("dfe_code", "35"), "dfe_code: '35' is not written as it should be"),
        (put("key", "../bury"), "key: '../bury' is not written as it should be"),
        # absurd sizes
        (put("sections", "effective", 0, "x" * 6001), "sections.effective[0]: is longer than 6,000 characters"),
        (put("sections", "effective", ["x"] * 81), "sections.effective: has more than 80 items"),
        (put("area_name", "x" * 301), "area_name: is longer than 300 characters"),
    ],
)  # fmt: skip
def test_each_fault_of_a_report_is_one_line_with_its_path(change: Change, words: str) -> None:
    assert fault_after("bury-2024", change) == words


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("letter-2016", put("weaknesses", []),
         "weaknesses: is empty, and outcome wsoa-required must have at least one"),
        ("letter-2016", put("determination", []),
         "determination: is empty, and outcome wsoa-required must have at least one"),
        ("letter-2016", put("outcome", "no-wsoa"), "determination: must be empty: outcome no-wsoa has none"),
        ("letter-2016", put("outcome", "good"),
         "outcome: 'good' is not an outcome of this framework (wsoa-required, no-wsoa)"),
        ("letter-2016", put("letter_on", "2016-10-20"), "letter_on: 2016-10-20 is before onsite_end, 2016-10-21"),
        ("letter-2016", put("letter_on", "2016-12-09"), "letter_on: 2016-12-09 is after published_on, 2016-12-08"),
        ("letter-2016", drop("sections", "question_c_development"), "sections.question_c_development: missing"),
        ("letter-2016", put("addressees", []), "addressees: must have at least 1 item"),
        ("letter-2016", drop("signatures", "cqc"), "signatures.cqc: missing"),
        ("letter-2016", put("kind", "monitoring"), "kind: 'monitoring' is not known; it must be full or revisit"),
        ("revisit-2019", put("results", 1, "result", "sufficient"),
         "outcome: some-sufficient does not agree with the results, which make it all-sufficient"),
        ("revisit-2019", put("results", 0, "result", "significant"),
         "results[0].result: must be sufficient or not-sufficient"),
        ("revisit-2019", put("onsite_start", "2017-03-18"),
         "onsite_end: 2019-03-20 is more than a month after onsite_start"),
        ("monitoring-2025", put("outcome", "good"),
         "outcome: 'good' is not an outcome of this framework (effective, not-effective)"),
        ("monitoring-2025", put("progress", []), "progress: must have at least 1 item"),
    ],
)  # fmt: skip
def test_each_fault_of_the_other_letters_is_one_line_with_its_path(name: str, change: Change, words: str) -> None:
    assert fault_after(name, change) == words


def test_a_revisit_before_there_were_revisits_is_refused() -> None:
    def earlier(source: dict[str, Any]) -> None:
        source |= {"onsite_start": "2017-03-18", "onsite_end": "2017-03-20"}

    words = fault_after("revisit-2019", earlier)
    assert words == "onsite_start: there was no revisit of this framework on 18 March 2017"


def test_the_first_of_several_faults_is_named_and_the_rest_counted() -> None:
    def change(source: dict[str, Any]) -> None:
        del source["area_name"], source["team"]
        source["outcome"] = "x"

    assert fault_after("bury-2024", change) == "area_name: missing (and 2 more)"


WHOLE = samples.FILES["bury-2024"].read_bytes()


def test_a_file_cut_short_anywhere_is_refused() -> None:
    for length in (1, 2, 40, 300, 5000, len(WHOLE) // 2, len(WHOLE) - 3):
        words = fault_in(WHOLE[:length])
        assert words.startswith(("the file is cut short", "the file is not UTF-8")), (length, words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is cut short: it ends inside the JSON at line 1 column 1"),
        (b"[]", "the file must hold one JSON object"),
        (b'"text"', "the file must hold one JSON object"),
        (
            b"{'framework': 1}",
            "the file is not JSON: expecting property name enclosed in double quotes at line 1 column 2",
        ),
        (b'{"outcome": NaN}', "the file holds NaN, which is not JSON"),
        (b'{"outcome": -Infinity}', "the file holds -Infinity, which is not JSON"),
        (b'{"outcome": ' + b"9" * 5000 + b"}", "the file holds a number that is too long"),
        (b"[" * 100_000, "the file is nested too deeply to be a letter"),
        (b'{"area_name": "\xff"}', "the file is not UTF-8 text (byte 15)"),
        (b" " * (MAX_BYTES + 1), "the file is too large: 400,001 bytes, at most 400,000"),
        (WHOLE + b"{}", "the file is not JSON: extra data at line"),
        (b'{"framework": "a", "framework": "b"}', "framework: stands twice"),
        (b'{"sections": {"effective": [{"x": 1, "x": 2}]}}', "sections.effective[0].x: stands twice"),
    ],
)
def test_a_file_that_is_not_a_letter_file_is_refused(data: bytes, words: str) -> None:
    assert fault_in(data).startswith(words)


def test_a_byte_order_mark_is_allowed() -> None:
    assert published_report.parse(b"\xef\xbb\xbf" + WHOLE).area_name == "Bury"


def test_nothing_is_changed_on_the_way() -> None:
    source = samples.source("bury-2024")
    report = published_report.parse(WHOLE)
    assert json.loads(report.model_dump_json()) == source
