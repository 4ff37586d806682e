"""The words of the trade, in plain English. The two frameworks use different words for some things; both are given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    term: str
    meaning: str
    also: str = ""


TERMS = (
    Term(
        "Accelerated progress plan",
        "The plan an area makes after a revisit that found some progress not sufficient.",
        "APP",
    ),
    Term("Alternative provision", "Education arranged for pupils who cannot be in their usual school.", "AP"),
    Term(
        "Annex A",
        "The list of documents and data that inspectors ask a local area partnership for when they call. It holds lists of "
        "children and young people, which this service does not keep.",
        "information request",
    ),
    Term("Area for improvement", "Something a partnership should make better. It is in every report since 2023."),
    Term(
        "Area for priority action",
        "A serious failing that a partnership must put right at once, with the body or bodies responsible for it. It is in reports "
        "since 2023 whose outcome is the third one.",
    ),
    Term(
        "Area of significant weakness",
        "A weakness named in a letter of 2016 to 2022 that a written statement of action must answer.",
    ),
    Term("Clinical commissioning group", "The body that bought health services for an area until 30 June 2022.", "CCG"),
    Term(
        "Deadline explanation",
        "The page that shows how a date was counted: from which day, by which rule, and every day left out.",
    ),
    Term(
        "Designated clinical or medical officer",
        "The person who co-ordinates the health side of SEND in an area.",
        "DCO or DMO",
    ),
    Term("Director of children’s services", "The council officer accountable for children’s services.", "DCS"),
    Term(
        "Education, health and care plan",
        "The legal document that sets out a child’s or young person’s needs and the support they must get.",
        "EHC plan",
    ),
    Term("Embargo", "From the first feedback until publication, findings are only for the people who may see them."),
    Term(
        "Engagement meeting",
        "A regular meeting between inspectors and a partnership between inspections. It is not an inspection.",
    ),
    Term(
        "Evaluation criterion",
        "One of the eleven things inspectors look at since 2023: five about impact, six about leaders.",
    ),
    Term(
        "Fieldwork",
        "Inspectors’ work with people and documents. On-site work is the part of it that happens in the area.",
    ),
    Term("Fit for purpose", "The decision of Ofsted and CQC that a written statement of action may go ahead."),
    Term(
        "Framework",
        "The rules an inspection is carried out under, with dated editions: one from 2016 to 2022 and one since 2023.",
    ),
    Term("His Majesty’s Inspector", "An inspector of Ofsted. The lead HMI leads an inspection.", "HMI"),
    Term("Integrated care board", "The body that buys health services for an area since 1 July 2022.", "ICB"),
    Term(
        "Keep-in-touch meeting",
        "A short regular meeting between the lead inspector and the area’s leaders during an inspection.",
        "KIT",
    ),
    Term("Key question", "One of the three questions, A, B and C, of inspections from 2016 to 2022."),
    Term("Local area nominated officer", "The one person in an area whom inspectors deal with.", "LANO"),
    Term(
        "Local area partnership",
        "The council, the integrated care board or boards and others who together answer for SEND in an area.",
    ),
    Term(
        "Monitoring inspection",
        "An inspection about 18 months after a report with the third outcome, to see if action was effective.",
    ),
    Term(
        "Notification",
        "The telephone calls that tell the council and the health board of an inspection, usually on a Monday.",
    ),
    Term("Outcome", "What a report concludes since 2023: one of three sentences. It is not a grade."),
    Term(
        "Parent carer forum",
        "The group through which parents and carers take part in planning services in their area.",
        "PCF",
    ),
    Term("Priority action plan", "The plan a partnership makes after a report with the third outcome.", "PAP"),
    Term(
        "Receipt",
        "The day an area receives its final letter or report. Plan deadlines are counted from it, not from publication.",
    ),
    Term(
        "Revisit",
        "A second, shorter inspection of 2018 to 2022, to see if progress on each weakness was sufficient.",
        "re-visit",
    ),
    Term(
        "SEND",
        "Special educational needs and disabilities. Inspections cover children and young people from birth to 25.",
    ),
    Term(
        "Set-up discussion",
        "The first planning meeting of an inspection, held online since 2023.",
        "set-up meeting until 2022",
    ),
    Term("Statistical neighbours", "The ten councils most like a council, used to compare figures."),
    Term(
        "Strategic plan", "A partnership’s own plan for SEND, which it is asked to update and publish after a report."
    ),
    Term(
        "Thematic visit",
        "A visit to learn about one subject in several areas. It has no report on the area and no outcome.",
    ),
    Term(
        "Tracked case",
        "A child or young person whose experience inspectors follow in depth, with consent and without a name.",
    ),
    Term(
        "Working day",
        "Monday to Friday without the bank holidays of England and Wales. The day of the event itself is not counted.",
    ),
    Term(
        "Written statement of action",
        "The plan an area made after a letter of 2016 to 2022 that named significant weaknesses.",
        "WSoA",
    ),
)
