"""The file of a letter of the 2016 framework: the outcome letter and the revisit letter, addressed and signed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from reports.letters import build, letter_file, standard_text
from reports.letters.blocks import FindingRow
from reports.letters.context import Addressee, Envelope, Signatory, SignatureColumn
from reports.letters.letter_file import (
    MAX_ITEMS,
    Day,
    DfeCode,
    HttpsAddress,
    Key,
    Name,
    Names,
    OptionalName,
    OptionalText,
    OptionalTexts,
    Part,
    Text,
    Texts,
)
from rulebook import findings
from rulebook.frameworks.base import Outcome


class Recipient(Part):
    """A person the letter is addressed to. `address` is [] for the nominated officer, who has none printed."""

    name: Name
    role: Name
    organisation: OptionalName
    address: Annotated[list[Name], Field(max_length=8)]


class Signer(Part):
    name: Name
    role: Name


Signers = Annotated[list[Signer], Field(min_length=1, max_length=8)]


class Signatures(Part):
    ofsted: Signers
    cqc: Signers


class KeyQuestions(Part):
    """Main findings, then strengths and areas for development of key questions A, B and C."""

    main_findings: Texts
    question_a_strengths: Texts
    question_a_development: Texts
    question_b_strengths: Texts
    question_b_development: Texts
    question_c_strengths: Texts
    question_c_development: Texts


class WeaknessResult(Part):
    """A weakness word for word, whether progress on it is sufficient, and why."""

    text: Text
    result: Literal["sufficient", "not-sufficient"]
    paragraphs: Texts


class _Letter(Part):
    framework: Literal["local-area-send-2016"]
    area_name: Name
    key: Key
    dfe_code: DfeCode
    inspection_dates_as_printed: Name
    previous_inspection_as_printed: OptionalText
    onsite_start: Day
    onsite_end: Day
    letter_on: Day
    published_on: Day
    report_url: HttpsAddress
    outcome: Text
    contact: Names
    addressees: Annotated[list[Recipient], Field(min_length=1, max_length=20)]
    salutation: Name
    introduction: Texts
    signatures: Signatures
    copied_to: Annotated[list[Name], Field(max_length=MAX_ITEMS)]


class OutcomeLetter(_Letter):
    """The letter of a full inspection. `outcome` is wsoa-required or no-wsoa; with the first, `determination` and
    `weaknesses` are filled, with the second both are [].
    """

    kind: Literal["full"]
    determination: OptionalTexts
    sections: KeyQuestions
    weaknesses: OptionalTexts


class RevisitLetter(_Letter):
    """The letter of a revisit. `outcome` must agree with the results."""

    kind: Literal["revisit"]
    results: Annotated[list[WeaknessResult], Field(min_length=1, max_length=MAX_ITEMS)]
    next_steps: Texts


def check(letter: OutcomeLetter | RevisitLetter, outcome: Outcome) -> None:
    """Faults between the parts. Raises LetterFileError."""
    if letter.letter_on < letter.onsite_end:
        letter_file.fault("letter_on", f"{letter.letter_on} is before onsite_end, {letter.onsite_end}")
    if letter.letter_on > letter.published_on:
        letter_file.fault("letter_on", f"{letter.letter_on} is after published_on, {letter.published_on}")
    if isinstance(letter, RevisitLetter):
        reached = findings.revisit_outcome(row.result == "sufficient" for row in letter.results)
        if outcome.code != reached:
            letter_file.fault("outcome", f"{outcome.code} does not agree with the results, which make it {reached}")
        return
    for name, values in (("determination", letter.determination), ("weaknesses", letter.weaknesses)):
        if outcome.plan_kind and not values:
            letter_file.fault(name, f"is empty, and outcome {outcome.code} must have at least one")
        if values and not outcome.plan_kind:
            letter_file.fault(name, f"must be empty: outcome {outcome.code} has none")


def particulars(letter: OutcomeLetter | RevisitLetter) -> dict[str, Any]:
    """The facts of an addressed letter, for build.Particulars."""
    return {
        "letter_on": letter.letter_on,
        # A revisit letter's introduction is taken as printed: it states the outcome in its own words.
        "determination": tuple(letter.determination) if isinstance(letter, OutcomeLetter) else (),
        "envelope": Envelope(
            contact=tuple(letter.contact),
            addressees=tuple(
                Addressee(person.name, person.role, person.organisation, tuple(person.address))
                for person in letter.addressees
            ),
            salutation=letter.salutation,
            signatures=(
                _signatures(standard_text.OFSTED, letter.signatures.ofsted),
                _signatures(standard_text.CQC, letter.signatures.cqc),
            ),
            copied_to=tuple(letter.copied_to),
        ),
    }


def content(letter: OutcomeLetter | RevisitLetter) -> dict[str, Any]:
    """The sections by code, for build.letter_context."""
    if isinstance(letter, RevisitLetter):
        return {
            "introduction": letter.introduction,
            "main_findings": [build.result_row(row.text, row.result, row.paragraphs) for row in letter.results],
            "next_steps": letter.next_steps,
        }
    values: dict[str, Any] = {"introduction": letter.introduction, "main_findings": letter.sections.main_findings}
    for name in KeyQuestions.model_fields:
        if name != "main_findings":
            values[name] = [FindingRow(text) for text in getattr(letter.sections, name)]
    if letter.weaknesses:
        values["significant_concerns"] = [FindingRow(text) for text in letter.weaknesses]
    return values


def _signatures(organisation: str, signers: list[Signer]) -> SignatureColumn:
    return SignatureColumn(organisation, tuple(Signatory(person.name, person.role) for person in signers))
