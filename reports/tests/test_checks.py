"""The checks before publication: each with facts that pass and facts that do not, and the page that lists them."""

from __future__ import annotations

from datetime import date

import pytest

from reports import checks
from reports.checks import dates as dates_of
from reports.checks.base import Facts, FindingFact, IdentifyingNote, Place, WithdrawnNote, WordingFact

DAYS = {"start_on": date(2024, 5, 13), "end_on": date(2024, 5, 17), "first_on": date(2024, 5, 13)}


def section(text, guidance=""):
    return Facts(sections=(Place("Experience", "/e/", text, guidance),), **DAYS)


def quoting(said, noted, **more):
    return Facts(sections=(Place("E", "/", said),), identifying=(IdentifyingNote("N4", "", noted),), **more)


def finding(text="Leaders must act.", bodies=("Council",), needs=True):
    return Facts(findings=(FindingFact("Area for priority action 1", "/f/", text, bodies, needs),), **DAYS)


def found(code, facts):
    result = next(result for result in checks.run(facts) if result.check.code == code)
    return [one.text for one in result.found]


PASS = {
    "unwritten": [Facts(**DAYS)],
    "outcome": [Facts(**DAYS)],
    "responsible-bodies": [finding(), finding(bodies=(), needs=False)],
    "wording": [Facts(wording=(WordingFact("Area 1", "/w/", False, True), WordingFact("Area 2", "/w/", True, True)))],
    "signatures": [Facts()],
    "child-names": [Facts()],
    "case-codes": [
        section("In case I forget, in any case A plan helps. A case study. The caseworker knows."),
        section("In the case of B12 the plan helps."),
    ],
    "withdrawn-notes": [Facts()],
    "quotations": [
        quoting("She said “my son waits” to us.", "“our boy waited”"),
        quoting("Children wait a long time for help.", "Children wait a long time."),
    ],
    "leftovers": [
        section("Children wait [N12]. She said “[the school] helped” [sic]. SEND (2023) stays."),
        section("Something else.", guidance="What the partnership does well, in order."),
        finding("Leaders [the council] must act."),
    ],
    "dates": [
        section("The inspection took place from 13 to 17 May 2024. Inspectors spoke to families on 14 May."),
        Facts(
            sections=(Place("E", "/", "The inspection was announced on 29 April 2024."),),
            other_dates=frozenset({date(2024, 4, 29)}), **DAYS,
        ),
        section("Families met on 3 March 2020."),
        Facts(printed_dates="13 to 17 May 2024", **DAYS),
    ],
}  # fmt: skip
FAIL = [
    ("unwritten", Facts(unwritten=(Place("“Experience”", "/e/", ""),)), ["Nothing has been written in the section “Experience”."]),
    ("outcome", Facts(disagreements=("The outcome is ‘x’, but none is recorded.",)), ["The outcome is ‘x’, but none is recorded."]),
    ("responsible-bodies", finding(bodies=(" ",)), ["Area for priority action 1 names no responsible body."]),
    (
        "wording", Facts(wording=(WordingFact("Area 1", "/w/", True, False),)),
        ["Area 1 reads otherwise than when the judgement was signed, and no reason is recorded."],
    ),
    ("signatures", Facts(unsigned=("Ofsted",)), ["Ofsted has not signed the judgement as it stands."]),
    ("child-names", Facts(named=((Place("Experience", "/e/", ""), "Case A"),)), ["Experience names a child (Case A)."]),
    ("case-codes", section("The plan of Case A is late. Case A waits."), ["Experience speaks of “Case A”."]),
    (
        "case-codes", Facts(sections=(Place("E", "/", "The plan in case B is late, and that of case Q."),), case_codes=frozenset("B")),
        ["E speaks of “case B”."],
    ),
    ("case-codes", finding("Act for cases A and C."), []),
    ("case-codes", finding("Act for Cases A and C."), ["Area for priority action 1 speaks of “Cases A”."]),
    (
        "quotations",
        quoting("A mother said that My Son waits, for help.", "She said: “my son waits”."),
        ["E repeats words of N4, which would identify a child."],
    ),
    (
        "quotations",
        Facts(
            findings=(FindingFact("Finding 1", "/", "The only child with a ventilator in the village waits too long."),),
            identifying=(IdentifyingNote("N5", "", "Met the only child with a ventilator in the village on Tuesday."),),
        ),
        ["Finding 1 repeats words of N5, which would identify a child."],
    ),
    (
        "withdrawn-notes", Facts(withdrawn=(WithdrawnNote("Area 1", "/basis/", "N5", "Said twice."),)),
        ["Area 1 has N5 under it, which was withdrawn: Said twice."],
    ),
    ("leftovers", section("Wait [N12 or 13]. [check with Omar] TBC"), ["[N12 or 13]", "[check with Omar]", "TBC"]),
    ("leftovers", section("Wait [?]. And [...]."), ["[?]", "[...]"]),
    ("leftovers", section("x. What the partnership  DOES well, in order.", "What the partnership does well, in order."), ["its guidance"]),
    ("leftovers", finding("Leaders must act [N12]."), ["cites evidence in its words ([N12])"]),
    ("dates", section("The inspection took place from 20 to 24 May."), ["20 May 2024", "24 May 2024"]),
    ("dates", Facts(printed_dates="13 to 16 May 2024", **DAYS), ["“13 to 16 May 2024” is printed as the dates"]),
    ("dates", Facts(), ["The days on site are not recorded."]),
]  # fmt: skip


def test_every_check_has_facts_that_pass_and_facts_that_do_not():
    codes = [check.code for check in checks.CHECKS]
    assert sorted(PASS) == sorted(codes)
    assert {code for code, _, said in FAIL if said} == set(codes)


@pytest.mark.parametrize(("code", "facts"), [(code, facts) for code, passing in PASS.items() for facts in passing])
def test_what_is_right_passes(code, facts):
    assert found(code, facts) == []


@pytest.mark.parametrize(("code", "facts", "said"), FAIL)
def test_what_is_wrong_is_found_and_said(code, facts, said):
    texts = found(code, facts)
    assert len(texts) == len(said)
    for text, words in zip(texts, said, strict=True):
        assert words in text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12 to 16 February 2024", [(2, 12), (2, 16)]),
        ("29 April to 3 May 2024", [(4, 29), (5, 3)]),
        ("Between 5 December 2024 and 9 December 2024", [(12, 5), (12, 9)]),
        ("on 7 March and 8 March", [(3, 7), (3, 8)]),
        ("12 children in May 2024, 31 February 2024, 3 marches", []),
    ],
)
def test_days_are_read_as_letters_print_them(text, days):
    assert [(day.month, day.day) for day in dates_of.days_in(text, 2024)] == days
