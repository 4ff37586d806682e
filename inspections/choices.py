"""The words inspections are stored with, beside those of the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices


class Source(TextChoices):
    """Where the facts of an inspection come from."""

    SERVICE = "service", "Recorded in this service"
    STATISTICS_2016_2022 = "ofsted-statistics-2016-2022", "Ofsted official statistics, 1 May 2016 to 31 August 2022"
    REPORTS_2023_ON = "ofsted-reports-2023-on", "Published reports, from 2023"
    NOTES = "ofsted-notes", "Notes to the Ofsted official statistics"
    IMPORTED = "imported-letter", "An imported published letter"


# Only these sources make up the official counts: the notes name two abolished areas that Ofsted leaves out of its figures.
OFFICIAL_SOURCES = (Source.STATISTICS_2016_2022, Source.REPORTS_2023_ON)

PUBLISHED_STATES = ("published", "closed")
# An inspection that is over: another of the same kind may be planned.
ENDED_STATES = ("published", "closed", "cancelled")

# Which recorded fact answers which deadline: {rule code: date of the inspection}.
ANSWERED_BY = {
    "set-up-discussion": "setup_on",
    "fieldwork-start": "fieldwork_start_on",
    "onsite-start": "onsite_start_on",
    "revisit-onsite-start": "onsite_start_on",
    "final-feedback": "feedback_on",
    "draft-report": "findings_shared_on",
    "publication": "published_on",
    "revisit-publication": "published_on",
}
LANO_RULE = "lano-named"
FIELDWORK_RULE = "fieldwork-start"
SET_UP_RULE = "set-up-discussion"
DRAFT_RULE = "draft-report"
PAUSE_RULE = "pause-limit"
# The anchor of rules that are counted back from the due date of a plan.
PLAN_DUE_ANCHOR = "plan_due_on"

# The form field beside which the message of a guard belongs, by the guard's code; a guard on a plain fact has the fact's name.
GUARD_FIELDS = {
    "not_notified_on_is_bank_holiday": "notified_on",
    "onsite_start_on_before_feedback_on": "feedback_on",
    "onsite_end_on_before_draft_sent_on": "draft_sent_on",
    "onsite_end_on_before_received_on": "received_on",
    "received_on_before_published_on": "published_on",
    "outcome_given": "outcome",
    "lano_named": "lano",
    "onsite_day_reached": "onsite_start_on",
    "deferral_requested_in_writing": "requested_in_writing_by",
}
